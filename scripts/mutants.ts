/**
 * Measures what the tests notice: `npm run mutants -- [--sample 300] [--seed N] [--only PART_OF_PATH] [--jobs 2]` changes one
 * place of the pure directories at a time, and runs the tests that reach it. Prints each mutant that survives, and the share of
 * those killed. Needs about ten seconds for each mutant.
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
    jobs: { type: 'string', default: '2' },
  },
});

type Verdict = 'killed' | 'timeout' | 'survived' | 'not reached';

/** Files up to this duration run together first: most mutants die there. */
const FAST_MS = 3_000;
const START_MS = 60_000;
/** Instrumented code under a mutant may be slow before it is endless. */
const SLOWDOWN = 5;

const { root, mutants } = await createWorkspace();
try {
  const candidates = mutants.filter(({ file }) => file.includes(values.only));
  const sample = draw(candidates, Number(values.sample), Number(values.seed));
  print(`${sample.length} of ${candidates.length} mutants, seed ${values.seed}; running all tests once`);
  const coverage = await measureCoverage(root);
  for (const file of coverage.unusable)
    print(`left out, since it fails on instrumented code: ${file.slice(root.length + 1)}`);
  report(await tryAll(sample, coverage));
} finally {
  rmSync(root, { recursive: true, force: true });
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
      const verdict = await tryMutant(mutant, coverage.byMutant.get(mutant.id) ?? []);
      verdicts.set(mutant, verdict);
      if (verdict === 'survived' || verdict === 'not reached') print(describe(mutant, verdict));
      if (verdicts.size % 25 === 0) print(`${verdicts.size} of ${sample.length}`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
  return verdicts;
}

async function tryMutant(mutant: Mutant, reaching: readonly TestFile[]): Promise<Verdict> {
  if (reaching.length === 0) return 'not reached';
  const fast = reaching.filter(({ duration }) => duration <= FAST_MS);
  const slow = reaching.filter(({ duration }) => duration > FAST_MS);
  for (const files of [fast, ...slow.map((file) => [file])]) {
    if (files.length === 0) continue;
    const run = await runTests({
      ...{ root, files: files.map(({ file }) => file), env: { __STRYKER_ACTIVE_MUTANT__: mutant.id } },
      args: ['--bail=1', '--reporter=dot', '--maxWorkers=1'],
      timeoutMs: START_MS + SLOWDOWN * files.reduce((sum, { duration }) => sum + duration, 0),
    });
    if (run.outcome !== 'passed') return run.outcome === 'failed' ? 'killed' : 'timeout';
  }
  return 'survived';
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
