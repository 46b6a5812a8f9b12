import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import type { ThisProcess } from '../machine.ts';

let place: string | undefined;

/** This Node process. Linux distinguishes restarts and containers; elsewhere, only the host name is compared. */
export const thisProcess: ThisProcess = {
  get id() {
    return JSON.stringify([here(), pid]);
  },
  hasEnded: (id) => {
    const [other, number] = parts(id);
    return other === here() && typeof number === 'number' && number > 0 && isGone(number);
  },
};

/** The scope of a process number: one machine, since its start, in one container. */
function here(): string {
  place ??= [hostname(), bootId(), namespace()].join(' ');
  return place;
}

/** Source: proc(5), random(4): a UUID for each start of the machine (documented). */
function bootId(): string {
  return tried(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

/** Source: pid_namespaces(7): two processes of one namespace have the same link (documented). */
function namespace(): string {
  return tried(() => readlinkSync('/proc/self/ns/pid'));
}

function tried(read: () => string): string {
  try {
    return read();
  } catch {
    return '-';
  }
}

/** If a number is in use again, its process counts as running, so the claim is waited for. */
function isGone(number: number): boolean {
  try {
    kill(number, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function parts(id: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(id);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
