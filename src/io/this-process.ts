import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';
import type { ThisProcess } from '../machine.ts';

let scope: string | undefined;

/** This Node process. Linux distinguishes restarts and containers; elsewhere only the host name is compared. */
export const thisProcess: ThisProcess = {
  get id() {
    return JSON.stringify([processScope(), pid]);
  },
  hasEnded: (id) => {
    const [other, number] = parseId(id);
    return other === processScope() && typeof number === 'number' && number > 0 && isEnded(number);
  },
};

/** Where a process number is unique: one start of a machine, one container. */
function processScope(): string {
  scope ??= [hostname(), bootId(), namespace()].join(' ');
  return scope;
}

/** Source: proc(5), random(4) (documented): a UUID per start. */
function bootId(): string {
  return readOrDash(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

/** Source: pid_namespaces(7) (documented): one link per namespace. */
function namespace(): string {
  return readOrDash(() => readlinkSync('/proc/self/ns/pid'));
}

function readOrDash(read: () => string): string {
  try {
    return read();
  } catch {
    return '-';
  }
}

/** A reused number counts as running, so the claim is waited for. */
function isEnded(number: number): boolean {
  try {
    kill(number, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function parseId(id: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(id);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
