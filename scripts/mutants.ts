/**
 * Measures what the tests notice: `npm run mutants` changes one place of the pure directories at a time, and runs the tests
 * that reach it. Prints each mutant that survives, and the share of those killed. Needs about ten seconds for each mutant.
 *
 * --sample N        number of mutants, 300 by default
 * --seed N          the same seed draws the same sample
 * --only PARTS      only mutants in files whose paths contain one of these parts: `src/trust/,src/events/plan`
 * --without NAMES   leaves out mutators: `StringLiteral,ObjectLiteral`
 * --tests PARTS     runs only test files whose paths contain one of these parts
 * --coverage FILE   keeps in FILE which test files reach which mutants. Later runs measure only test files that changed since
 * --jobs N          number of mutants tried at the same time, 2 by default
 *
 * After changes of `src/`, delete the coverage file: unchanged test files may then reach other code.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Coverage, measureCoverage, type TestFile } from './mutants/coverage.ts';
import { runTests } from './mutants/run-tests.ts';
import { createWorkspace, type Mutant } from './mutants/workspace.ts';

const { values } = parseArgs({
  options: {
    sample: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    without: { type: 'string', default: '' },
    tests: { type: 'string', default: '' },
    coverage: { type: 'string' },
    jobs: { type: 'string', default: '2' },
  },
});

type Verdict = 'killed' | 'timeout' | 'survived' | 'not reached';

/** Duration of the test files that run first: most mutants die there. Each further group may take several times as long. */
const FIRST_GROUP_MS = 2_000;
const GROUP_GROWTH = 4;
const START_MS = 45_000;
/** Instrumented code under a mutant may be slow before it is endless. */
const SLOWDOWN = 5;

const workspace = await createWorkspace();
const { root } = workspace;
try {
  const candidates = workspace.mutants.filter(isCandidate);
  const sample = draw(candidates, Number(values.sample), Number(values.seed));
  print(`${sample.length} of ${candidates.length} mutants, seed ${values.seed}; finding the tests that reach them`);
  const coverage = await measureCoverage(workspace, splitList(values.tests), values.coverage);
  for (const file of coverage.unusable) print(`left out, since it fails on instrumented code: ${file}`);
  report(await tryAll(sample, coverage));
} finally {
  rmSync(root, { recursive: true, force: true });
}

function isCandidate({ file, mutator }: Mutant): boolean {
  const parts = splitList(values.only);
  if (splitList(values.without).includes(mutator)) return false;
  return parts.length === 0 || parts.some((part) => file.includes(part));
}

function splitList(text: string): string[] {
  return text.split(',').filter(Boolean);
}

/** A uniform sample without repetition (Fisher-Yates), the same for the same seed. */
function draw(from: readonly Mutant[], size: number, seed: number): Mutant[] {
  const pool = [...from];
  let state = seed >>> 0;
  // Mulberry32: uniform enough to choose a sample, and the same everywhere.
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const drawn: Mutant[] = [];
  while (drawn.length < size && pool.length > 0) drawn.push(...pool.splice(Math.floor(random() * pool.length), 1));
  return drawn;
}

async function tryAll(sample: readonly Mutant[], coverage: Coverage): Promise<Map<Mutant, Verdict>> {
  const verdicts = new Map<Mutant, Verdict>();
  const queue = [...sample];
  const work = async () => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const verdict = await tryMutant(mutant, coverage.listTests(mutant));
      verdicts.set(mutant, verdict);
      if (isMissed(verdict)) process.stderr.write(`${verdict}: ${mutant.file}:${mutant.line}\n`);
      if (verdicts.size % 10 === 0) print(`${verdicts.size} of ${sample.length}`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  return verdicts;
}

async function tryMutant(mutant: Mutant, reaching: readonly TestFile[]): Promise<Verdict> {
  if (reaching.length === 0) return 'not reached';
  for (const files of groupTests(reaching)) {
    const run = await runTests({
      ...{ root, files: files.map(({ file }) => file), env: { __STRYKER_ACTIVE_MUTANT__: mutant.id } },
      args: ['--bail=1', '--reporter=dot', '--maxWorkers=1'],
      timeoutMs: START_MS + SLOWDOWN * files.reduce((sum, { duration }) => sum + duration, 0),
    });
    if (run.outcome !== 'passed') return run.outcome === 'failed' ? 'killed' : 'timeout';
  }
  return 'survived';
}

/** The fastest files first, so that few run for a mutant that dies soon, and an endless loop is noticed early. */
function groupTests(files: readonly TestFile[]): TestFile[][] {
  const groups: TestFile[][] = [[]];
  let limit = FIRST_GROUP_MS;
  let sum = 0;
  for (const file of files) {
    if (sum > 0 && sum + file.duration > limit) {
      groups.push([]);
      limit *= GROUP_GROWTH;
      sum = 0;
    }
    groups.at(-1)?.push(file);
    sum += file.duration;
  }
  return groups;
}

function isMissed(verdict: Verdict): boolean {
  return verdict === 'survived' || verdict === 'not reached';
}

function describe({ file, line, column, mutator, original, replacement }: Mutant, verdict: Verdict): string {
  return `${verdict}: ${file}:${line}:${column} ${mutator}\n${indent('- ', original)}\n${indent('+ ', replacement)}`;
}

function indent(prefix: string, text: string): string {
  const lines = text.split('\n');
  const shown = lines.length > 6 ? [...lines.slice(0, 5), '...'] : lines;
  return shown.map((line) => `  ${prefix}${line.trim()}`).join('\n');
}

function report(verdicts: Map<Mutant, Verdict>): void {
  const missed = [...verdicts].filter(([, verdict]) => isMissed(verdict));
  const position = ({ file, line }: Mutant) => `${file}:${String(line).padStart(4, '0')}`;
  missed.sort(([a], [b]) => (position(a) < position(b) ? -1 : 1));
  for (const [mutant, verdict] of missed) print(describe(mutant, verdict));
  const count = (verdict: Verdict) => [...verdicts.values()].filter((one) => one === verdict).length;
  const killed = count('killed') + count('timeout');
  const share = ((100 * killed) / Math.max(1, verdicts.size)).toFixed(1);
  print(
    `${killed} of ${verdicts.size} killed (${share} %), ${count('timeout')} of them by a time limit; ` +
      `${count('survived')} survived, ${count('not reached')} not reached by any test; seed ${values.seed}`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
