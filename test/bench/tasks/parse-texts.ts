// Reads all files of a folder and parses them, as a program without reconcile would. Only the parsing is measured.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const [folder = '.'] = process.argv.slice(2);
const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
const begun = performance.now();
const cpuBefore = process.cpuUsage();
for (const text of texts) parse(text);
const wallMs = performance.now() - begun;
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(JSON.stringify({ usage: { wallMs, cpuMs: (user + system) / 1000 } }));
