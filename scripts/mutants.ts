/**
 * Changes one place of the code at a time with Stryker: do the tests notice? Prints the changes that no test notices, except those that
 * test/equivalent-mutants.yaml lists. Fails if too few are noticed.
 *
 *   npm run mutants -- --room trust,events           these directories of src/; without an option, all of it
 *   npm run mutants -- --mutate src/trust/names.ts   one file, or FILE:10-20 some of its lines; several are separated by commas
 *   npm run mutants -- --room scan --draw 40         40 places of these directories, drawn at random; `--seed 2` draws others
 */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { drawPlaces } from './mutants/draw-places.ts';
import {
  type EquivalentMutant,
  evaluate,
  listUncertain,
  type MutationReport,
  replaceUncertain,
} from './mutants/evaluate.ts';

/** The share of changes that tests must notice, in percent, where a defect would let an alert be missed or sent for nothing. */
const STRICT = 97;
const STRICT_ROOMS: ReadonlySet<string> = new Set(['trust', 'events', 'assess', 'certificate', 'manifest', 'discover']);
const USUAL = 85;
/** Generated code, and a page's script, which browsers test. */
const EXCLUDED_ROOMS: ReadonlySet<string> = new Set(['generated', 'dashboard']);
const REPORT = 'reports/mutation/mutation.json';
const EQUIVALENT = 'test/equivalent-mutants.yaml';

const { values } = parseArgs({
  options: {
    room: { type: 'string' },
    mutate: { type: 'string' },
    draw: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const patterns = values.mutate?.split(',') ?? choosePlaces(values.room?.split(',') ?? listRooms());
const rooms = new Set(patterns.flatMap((pattern) => /^src\/(\w+)\//.exec(pattern)?.[1] ?? []));
const first = run(patterns) ?? process.exit(1);
const uncertain = listUncertain(first);
const second = uncertain.length === 0 ? null : run(uncertain, { STATIC: '1' });
if (uncertain.length > 0 && second === null) {
  process.stderr.write(
    'The second run failed: changes of code that runs when a module is loaded count as unnoticed.\n',
  );
  process.exitCode = 1;
}
const report = second === null ? first : replaceUncertain(first, second);

const equivalent: EquivalentMutant[] = parse(readFileSync(EQUIVALENT, 'utf8'));
for (const { room, noticed, changes, survivors } of evaluate(report, equivalent)) {
  for (const survivor of survivors) process.stdout.write(`${survivor}\n`);
  const share = changes === 0 ? 100 : (100 * noticed) / changes;
  const required = STRICT_ROOMS.has(room) ? STRICT : USUAL;
  process.stdout.write(
    `src/${room}: tests notice ${noticed} of ${changes} changes, ${share.toFixed(1)} % of ${required} %\n`,
  );
  if (share < required) process.exitCode = 1;
}

/** Runs Stryker. Returns null if it fails. */
function run(places: readonly string[], variables: Readonly<Record<string, string>> = {}): MutationReport | null {
  rmSync(REPORT, { force: true });
  const { status } = spawnSync('npx', ['stryker', 'run', '--mutate', places.join(',')], {
    stdio: 'inherit',
    env: { ...process.env, ROOM: [...rooms].join(','), ...variables },
  });
  if (status !== 0) return null;
  return JSON.parse(readFileSync(REPORT, 'utf8'));
}

function choosePlaces(chosen: readonly string[]): string[] {
  if (values.draw === undefined) return chosen.map((room) => `src/${room}/**/*.ts`);
  return drawPlaces(chosen, Number(values.draw), Number(values.seed));
}

function listRooms(): string[] {
  const entries = readdirSync('src', { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() && !EXCLUDED_ROOMS.has(entry.name) ? entry.name : []));
}
