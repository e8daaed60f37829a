/**
 * Measures what the tests notice: `npm run mutants` changes one place of the pure directories at a time, and runs the tests
 * that reach it. Prints each mutant that survives, and the share of those killed. Mutants that the compiler rejects are left
 * out: others are drawn in their place.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openCompiler } from './mutants/compiler.ts';
import { type LeftOut, type Results, tryMutants, type Verdict } from './mutants/try-mutants.ts';
import { createWorkspace, listMutants, listTracked, type Mutant } from './mutants/workspace.ts';

const USAGE = `npm run mutants -- [options]

--sample N        number of mutants, 300 by default
--seed N          the same seed draws the same sample
--only PARTS      only mutants in files whose paths contain one of these parts: src/trust/,src/events/plan
--without NAMES   leaves out mutators: StringLiteral,ObjectLiteral
--tests PARTS     runs only test files whose paths contain one of these parts
--jobs N          number of processes, 2 by default
--help            prints this text`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    sample: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    without: { type: 'string', default: '' },
    tests: { type: 'string', default: '' },
    jobs: { type: 'string', default: '2' },
  },
});

if (values.help) {
  print(USAGE);
  process.exit();
}

const candidates = (await listMutants()).filter(isCandidate);
const { sample, rejected } = chooseSample(candidates, Number(values.sample), Number(values.seed));
print(
  `${sample.length} of ${candidates.length} mutants, seed ${values.seed}; ` +
    `${rejected} of ${sample.length + rejected} drawn left out, since they do not compile`,
);
const { root, mutants, tests } = await createWorkspace(sample);
const results: Results = { verdicts: new Map(), reached: new Set(), leftOut: [] };
process.once('exit', () => {
  report(mutants.map((mutant) => [mutant, getVerdict(mutant)]));
  reportLeftOut(results.leftOut);
  rmSync(root, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    print('\nWARNING: stopped early, so mutants that were not tried count as missed');
    process.exit(1);
  });
const parts = splitList(values.tests);
const chosen = tests.filter(({ file }) => parts.length === 0 || parts.some((part) => file.includes(part)));
await tryMutants({ root, mutants, tests: chosen, jobs: Number(values.jobs), print }, results);

type AnyVerdict = Verdict | 'survived' | 'not reached';

function getVerdict({ id }: Mutant): AnyVerdict {
  return results.verdicts.get(id) ?? (results.reached.has(id) ? 'survived' : 'not reached');
}

function isCandidate({ file, mutator }: Mutant): boolean {
  const parts = splitList(values.only);
  if (splitList(values.without).includes(mutator)) return false;
  return parts.length === 0 || parts.some((part) => file.includes(part));
}

function splitList(text: string): string[] {
  return text.split(',').filter(Boolean);
}

/** Draws until `size` mutants compile. */
function chooseSample(from: readonly Mutant[], size: number, seed: number): { sample: Mutant[]; rejected: number } {
  const compiler = openCompiler(listTracked());
  const sample: Mutant[] = [];
  let rejected = 0;
  for (const mutant of draw(from, seed)) {
    if (sample.length === size) break;
    if (compiler.accepts(mutant)) sample.push(mutant);
    else rejected += 1;
  }
  compiler.close();
  return { sample, rejected };
}

/** All mutants in random order (Fisher-Yates), the same for the same seed. */
function* draw(from: readonly Mutant[], seed: number): Generator<Mutant> {
  const pool = [...from];
  let state = seed >>> 0;
  // Mulberry32: uniform enough to choose a sample, and the same everywhere.
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  while (pool.length > 0) yield* pool.splice(Math.floor(random() * pool.length), 1);
}

function isMissed(verdict: AnyVerdict): boolean {
  return verdict === 'survived' || verdict === 'not reached';
}

function describe({ file, line, column, mutator, original, replacement }: Mutant, verdict: AnyVerdict): string {
  return `${verdict}: ${file}:${line}:${column} ${mutator}\n${indent('- ', original)}\n${indent('+ ', replacement)}`;
}

function indent(prefix: string, text: string): string {
  const lines = text.split('\n');
  const shown = lines.length > 6 ? [...lines.slice(0, 5), '...'] : lines;
  return shown.map((line) => `  ${prefix}${line.trim()}`).join('\n');
}

function report(verdicts: [Mutant, AnyVerdict][]): void {
  const missed = verdicts.filter(([, verdict]) => isMissed(verdict));
  const position = ({ file, line }: Mutant) => `${file}:${String(line).padStart(4, '0')}`;
  missed.sort(([a], [b]) => (position(a) < position(b) ? -1 : 1));
  for (const [mutant, verdict] of missed) print(describe(mutant, verdict));
  const count = (verdict: AnyVerdict) => verdicts.filter(([, one]) => one === verdict).length;
  const killed = count('killed') + count('timeout');
  const share = ((100 * killed) / Math.max(1, verdicts.length)).toFixed(1);
  print(
    `${killed} of ${verdicts.length} killed (${share} %), ${count('timeout')} of them by a time limit; ` +
      `${count('survived')} survived, ${count('not reached')} not reached by any test; seed ${values.seed}`,
  );
}

/** A test that fails without a mutant kills none, so the share of those killed is too low. */
function reportLeftOut(leftOut: readonly LeftOut[]): void {
  if (leftOut.length === 0) return;
  print(`\nWARNING: ${leftOut.length} test files or tests fail without a mutant, so that they kill none:`);
  for (const { file, test, reason } of leftOut)
    print(`  ${file}${test === null ? '' : ` > ${test}`}\n${indent('  ', reason)}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
