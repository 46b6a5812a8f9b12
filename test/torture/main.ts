// Tortures every request of every scenario with every affliction, and kills the real process around each write.
// Prints what was done by kind of request, and a line to reproduce each violation.
//   npm run torture                                    all of it
//   npm run torture -- "SCENARIO" INDEX "AFFLICTION"   one of it
import { hiccups, walls } from './faults.ts';
import { type Instant, killed } from './kill.ts';
import { scenarios } from './scenarios.ts';
import { type Kind, onBed } from './torture.ts';

const [onlyScenario, onlyIndex, onlyAffliction] = process.argv.slice(2);
const KILLS: readonly Instant[] = ['before it takes effect', 'after it took effect'];

const triples = new Map<Kind, number>();
const violations: string[] = [];
let kills = 0;

for (const scenario of scenarios) {
  if (onlyScenario !== undefined && scenario.name !== onlyScenario) continue;
  await onBed(scenario, async (bed) => {
    console.log(`${scenario.name}: ${bed.asked.length} requests`);
    for (const { index, kind } of bed.asked) {
      if (onlyIndex !== undefined && index !== Number(onlyIndex)) continue;
      for (const affliction of [...hiccups, ...walls]) {
        if (onlyAffliction !== undefined && affliction.name !== onlyAffliction) continue;
        note(kind, scenario.name, index, affliction.name, await bed.torture(index, affliction));
      }
      // A read leaves nothing behind that its neighbour does not.
      if (kind === 'read' && index % 5 !== 0) continue;
      for (const instant of KILLS) {
        const name = `killed ${instant}`;
        if (onlyAffliction !== undefined && name !== onlyAffliction) continue;
        kills += 1;
        note(kind, scenario.name, index, name, await killed(bed, index, instant));
      }
    }
  });
}

const total = [...triples.values()].reduce((sum, count) => sum + count, 0);
for (const [kind, count] of [...triples].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${String(count).padStart(6)}  ${kind}`);
console.log(`${String(total).padStart(6)}  requests × faults, ${kills} of them kill -9 of the real process`);
console.log(`${String(violations.length).padStart(6)}  violations`);
for (const line of violations) console.log(line);
if (onlyScenario === undefined) {
  const missing = (['claim', 'record', 'toggle', 'config PATCH', 'config PUT', 'statement', 'read'] as const).filter(
    (kind) => !triples.has(kind),
  );
  if (missing.length > 0) console.log(`not met: ${missing.join(', ')}`);
  if (missing.length > 0 || total < 1500) process.exitCode = 1;
}
if (violations.length > 0) process.exitCode = 1;

function note(kind: Kind, scenario: string, index: number, affliction: string, broken: readonly string[]): void {
  triples.set(kind, (triples.get(kind) ?? 0) + 1);
  if (broken.length === 0) return;
  violations.push(`${broken.join('; ')}\n        npm run torture -- "${scenario}" ${index} "${affliction}"`);
}
