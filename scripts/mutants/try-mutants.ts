/** Which mutants the tests kill: fast in one process per test file, then alone where a mutant acts while modules are loaded. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Coverage } from './mutant-runner.ts';
import { openTestRunner, type TestRunner } from './test-runner.ts';
import type { Mutant } from './workspace.ts';

export type Verdict = 'killed' | 'timeout' | 'survived' | 'not reached';

interface Measured {
  file: string;
  duration: number;
  coverage: Coverage;
  /** Source files with code that its tests run, and not only the loading of modules. */
  sources: ReadonlySet<string>;
}

interface Options {
  root: string;
  mutants: readonly Mutant[];
  /** Source files by identifiers of mutants, also of those that are not tried. */
  sources: ReadonlyMap<string, string>;
  /** Test files, relative to `root`. */
  files: readonly string[];
  /** Number of processes. */
  jobs: number;
  print: (line: string) => void;
}

const MEASURE_TIMEOUT_MS = 30 * 60_000;
const MIN_TIMEOUT_MS = 90_000;
/** Code under a mutant may be slow before it is endless. */
const SLOWDOWN = 20;

/** Verdicts by identifier of the mutant. */
export async function tryMutants({
  root,
  mutants,
  sources,
  files,
  jobs,
  print,
}: Options): Promise<Map<string, Verdict>> {
  const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-mutant-results-'));
  const runners = Array.from({ length: jobs }, () => openTestRunner(root));
  const verdicts = new Map<string, Verdict>();
  const unclear = new Set<string>();
  const setVerdict = (id: string, verdict: Verdict) => verdicts.set(id, verdict);
  const isOpen = (id: string) => !verdicts.has(id);
  try {
    const measured = await inParallel(runners, files, (file, runner) =>
      measure(file, runner, directory, sources, print),
    );
    const usable = measured.filter((one) => one !== null).sort((a, b) => a.duration - b.duration);
    print(`measured ${usable.length} of ${files.length} test files`);
    const ids = new Set(mutants.map(({ id }) => id));
    await inParallel(runners, usable, async (one, runner) => {
      const isTried = (id: string) => ids.has(id) && isOpen(id);
      await sweep({ one, runner, directory, isTried, setVerdict, unclear });
      print(`${one.file}: ${verdicts.size} of ${mutants.length} killed`);
    });
    const open = mutants.filter(({ id }) => isOpen(id));
    await inParallel(runners, open, async (mutant, runner) => {
      const verdict = await tryAlone(mutant, usable, runner, unclear.has(mutant.id));
      setVerdict(mutant.id, verdict);
      if (verdict === 'survived' || verdict === 'not reached') print(`${verdict}: ${mutant.file}:${mutant.line}`);
    });
  } finally {
    for (const runner of runners) runner.close();
  }
  return verdicts;
}

/** Gives each item to the next free runner, in order. */
async function inParallel<Item, Result>(
  runners: readonly TestRunner[],
  items: readonly Item[],
  work: (item: Item, runner: TestRunner) => Promise<Result>,
): Promise<Result[]> {
  const queue = items.entries();
  const results: Result[] = [];
  const drain = async (runner: TestRunner) => {
    for (const [index, item] of queue) results[index] = await work(item, runner);
  };
  await Promise.all(runners.map(drain));
  return results;
}

async function measure(
  file: string,
  runner: TestRunner,
  directory: string,
  sources: ReadonlyMap<string, string>,
  print: (line: string) => void,
): Promise<Measured | null> {
  const out = path.join(directory, `${file.replaceAll('/', '-')}.json`);
  const begin = performance.now();
  const outcome = await runner.run({ file, task: { kind: 'measure', out } }, MEASURE_TIMEOUT_MS);
  if (outcome !== 'passed') {
    print(`left out, since it fails without a mutant: ${file}`);
    return null;
  }
  const coverage: Coverage = JSON.parse(readFileSync(out, 'utf8'));
  const reached = Object.values(coverage.tests).flatMap((test) => Object.keys(test.reached));
  const duration = performance.now() - begin;
  return { file, duration, coverage, sources: new Set(reached.flatMap((id) => sources.get(id) ?? [])) };
}

interface Sweep {
  one: Measured;
  runner: TestRunner;
  directory: string;
  isTried: (id: string) => boolean;
  setVerdict: (id: string, verdict: Verdict) => void;
  unclear: Set<string>;
}

/** Repeats the file without a mutant that crashed or stopped it, until it comes to its end. */
async function sweep({ one, runner, directory, isTried, setVerdict, unclear }: Sweep): Promise<void> {
  const out = path.join(directory, `${one.file.replaceAll('/', '-')}.log`);
  for (;;) {
    const plan = createPlan(one.coverage, (id) => isTried(id) && !unclear.has(`${one.file} ${id}`));
    if (Object.keys(plan).length === 0) return;
    writeFileSync(out, '');
    const task = { kind: 'sweep', out, plan } as const;
    const outcome = await runner.run({ file: one.file, task }, MIN_TIMEOUT_MS + SLOWDOWN * one.duration);
    const lines = existsSync(out) ? readFileSync(out, 'utf8').split('\n').filter(Boolean) : [];
    for (const line of lines) {
      const [state = '', id = ''] = line.split(' ');
      if (state === 'killed') setVerdict(id, 'killed');
      if (state === 'unclear') unclear.add(id).add(`${one.file} ${id}`);
    }
    if (outcome === 'passed' || outcome === 'failed') return;
    const [state, id] = (lines.at(-1) ?? '').split(' ');
    if (state !== 'start' || id === undefined) return;
    setVerdict(id, outcome === 'timeout' ? 'timeout' : 'killed');
  }
}

function createPlan({ tests }: Coverage, isTried: (id: string) => boolean): Record<string, Record<string, number>> {
  const plans = Object.entries(tests)
    .sort(([, a], [, b]) => a.duration - b.duration)
    .map(
      ([test, { reached }]) =>
        [test, Object.fromEntries(Object.entries(reached).filter(([id]) => isTried(id)))] as const,
    )
    .filter(([, reached]) => Object.keys(reached).length > 0);
  return Object.fromEntries(plans);
}

/** Runs whole test files with a mutant that is reached outside of tests, or whose effect on a test was unclear. */
async function tryAlone(
  { id, file: source }: Mutant,
  measured: readonly Measured[],
  runner: TestRunner,
  isUnclear: boolean,
): Promise<Verdict> {
  const hits = ({ coverage }: Measured) =>
    (coverage.shared[id] ?? 0) +
    Object.values(coverage.tests).reduce((sum, { reached }) => sum + (reached[id] ?? 0), 0);
  // Test files that run the code of a constant notice its value sooner than those that only load it.
  const [running, loading] = [true, false].map((isRun) => measured.filter((one) => one.sources.has(source) === isRun));
  const reaching = [...(running ?? []), ...(loading ?? [])].filter((one) => hits(one) > 0);
  if (reaching.length === 0) return 'not reached';
  for (const one of reaching) {
    if (one.coverage.shared[id] === undefined && !isUnclear) continue;
    const task = { kind: 'whole', mutant: id, hits: hits(one) } as const;
    const outcome = await runner.run({ file: one.file, task }, MIN_TIMEOUT_MS + SLOWDOWN * one.duration);
    if (outcome !== 'passed') return outcome === 'timeout' ? 'timeout' : 'killed';
  }
  return 'survived';
}
