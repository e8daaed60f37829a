/**
 * Which mutants the tests kill. The tests of the changed directories come first, then others that import them, and last those
 * that import most of the program: each stage only tries what is left. Within a file each test runs against the mutants that it
 * reaches. Mutants that act while modules are loaded, where no switch helps, then run with the whole file.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Coverage } from './mutant-runner.ts';
import { openTestRunner, type TestRunner } from './test-runner.ts';
import type { Mutant, TestFile } from './workspace.ts';

export type Verdict = 'killed' | 'timeout';

/** A test file, or one of its tests, that fails without a mutant, so that it kills none. */
export interface LeftOut {
  file: string;
  /** Null for the whole file. */
  test: string | null;
  reason: string;
}

/** Grows while mutants are tried. */
export interface Results {
  /** By identifier of the mutant. */
  verdicts: Map<string, Verdict>;
  /** Identifiers of mutants that a test evaluates. */
  reached: Set<string>;
  leftOut: LeftOut[];
}

interface Options {
  root: string;
  mutants: readonly Mutant[];
  tests: readonly TestFile[];
  /** Number of processes. */
  jobs: number;
  print: (line: string) => void;
}

interface Measured {
  file: string;
  /** Milliseconds. */
  duration: number;
  coverage: Coverage;
  /** Identifiers of tests that fail without a mutant. */
  skipped: string[];
}

interface Session extends Options, Results {
  runners: readonly TestRunner[];
  /** For results that test processes write. */
  directory: string;
  /** Mutants whose effect on a test of the file was unclear, as `FILE ID`. */
  unclear: Set<string>;
}

const MEASURE_TIMEOUT_MS = 30 * 60_000;
const MIN_TIMEOUT_MS = 90_000;
/** Code under a mutant may be slow before it is endless. */
const SLOWDOWN = 20;
/** A test that imports more files than this imports commands, and most of the program with them. */
const MAX_SPECIFIC_IMPORTS = 250;

/** Tries all mutants, and adds what it finds to `results`. */
export async function tryMutants(options: Options, results: Results): Promise<void> {
  const session: Session = {
    ...options,
    ...results,
    runners: Array.from({ length: options.jobs }, () => openTestRunner(options.root)),
    directory: mkdtempSync(path.join(tmpdir(), 'certvigil-mutant-results-')),
    unclear: new Set(),
  };
  try {
    for (const stage of listStages(options)) await runStage(session, stage);
  } finally {
    for (const runner of session.runners) runner.close();
    rmSync(session.directory, { recursive: true });
  }
}

function listStages({ mutants, tests }: Options): TestFile[][] {
  const directories = new Set(mutants.map(({ file }) => file.split('/')[1]));
  const rank = ({ file, sources }: TestFile) => {
    if (directories.has(file.split('/')[1])) return 0;
    return sources.size <= MAX_SPECIFIC_IMPORTS ? 1 : 2;
  };
  return [0, 1, 2].map((stage) => tests.filter((test) => rank(test) === stage));
}

async function runStage(session: Session, tests: readonly TestFile[]): Promise<void> {
  const { runners, mutants, verdicts, print } = session;
  const listOpen = () => mutants.filter(({ id }) => !verdicts.has(id));
  const useful = tests
    .filter(({ sources }) => listOpen().some(({ file }) => sources.has(file)))
    .toSorted((a, b) => a.sources.size - b.sources.size);
  if (useful.length === 0) return;
  const measured = await inParallel(runners, useful, ({ file }, runner) => measure(session, file, runner));
  const usable = measured.filter((one) => one !== null);
  print(`measured ${usable.length} of ${useful.length} test files`);
  const quickFirst = usable.toSorted((a, b) => a.duration - b.duration);
  await inParallel(runners, quickFirst, async (one, runner) => {
    if (await sweep(session, one, runner)) print(`${one.file}: ${listOpen().length} mutants left`);
  });
  await inParallel(runners, usable, async (one, runner) => {
    const isWhole = ({ id }: Mutant) => id in one.coverage.shared || session.unclear.has(`${one.file} ${id}`);
    const groups = groupApart(listOpen().filter(isWhole));
    for (const group of groups) await tryWhole(session, one, group, runner);
    if (groups.length > 0) print(`${one.file} as a whole: ${listOpen().length} mutants left`);
  });
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

/**
 * Which mutants the tests of a file reach. Tests that continue each other fail if each runs twice: then the file is measured without.
 * Tests that still fail are skipped. Null if the file itself fails.
 */
async function measure(session: Session, file: string, runner: TestRunner): Promise<Measured | null> {
  const repeated = await runMeasurement(session, file, runner, { twice: true, skipped: [] });
  if (isComplete(repeated)) return register(session, repeated);
  const once = await runMeasurement(session, file, runner, { twice: false, skipped: [] });
  if (typeof once === 'string') {
    session.leftOut.push({ file, test: null, reason: once });
    return null;
  }
  const failed = Object.entries(once.coverage.failed);
  for (const [, { name, reason }] of failed) session.leftOut.push({ file, test: name, reason });
  const skipped = failed.map(([id]) => id);
  const others = failed.length > 0 && (await runMeasurement(session, file, runner, { twice: true, skipped }));
  return register(session, isComplete(others) ? others : { ...once, skipped });
}

function isComplete(measured: Measured | string | false): measured is Measured {
  return typeof measured === 'object' && Object.keys(measured.coverage.failed).length === 0;
}

/** Why the file fails, if a test does not catch it. */
async function runMeasurement(
  { directory }: Session,
  file: string,
  runner: TestRunner,
  { twice, skipped }: { twice: boolean; skipped: string[] },
): Promise<Measured | string> {
  const out = path.join(directory, `${file.replaceAll('/', '-')}.json`);
  const begin = performance.now();
  const task = { kind: 'measure' as const, out, twice, skipped };
  const { state, error } = await runner.run({ file, task }, MEASURE_TIMEOUT_MS);
  if (state !== 'passed') return error ?? state;
  const coverage: Coverage = JSON.parse(readFileSync(out, 'utf8'));
  return { file, duration: performance.now() - begin, coverage, skipped };
}

function register({ reached }: Session, measured: Measured): Measured {
  const { shared, tests } = measured.coverage;
  for (const one of [shared, ...Object.values(tests).map((test) => test.reached)])
    for (const id of Object.keys(one)) reached.add(id);
  return measured;
}

/** Repeats the file without a mutant that crashed or stopped it, until it comes to its end. False if there is nothing to try. */
async function sweep(session: Session, { file, coverage, duration }: Measured, runner: TestRunner): Promise<boolean> {
  const { directory, verdicts, unclear } = session;
  const ids = new Set(session.mutants.map(({ id }) => id));
  const isTried = (id: string) => ids.has(id) && !verdicts.has(id) && !unclear.has(`${file} ${id}`);
  const out = path.join(directory, `${file.replaceAll('/', '-')}.log`);
  for (let round = 0; ; round += 1) {
    const plan = createPlan(coverage, isTried);
    if (Object.keys(plan).length === 0) return round > 0;
    writeFileSync(out, '');
    const { state: outcome } = await runner.run({ file, task: { kind: 'sweep', out, plan } }, getTimeout(duration));
    const lines = existsSync(out) ? readFileSync(out, 'utf8').split('\n').filter(Boolean) : [];
    for (const line of lines) {
      const [state = '', id = ''] = line.split(' ');
      if (state === 'killed') verdicts.set(id, 'killed');
      if (state === 'unclear') unclear.add(`${file} ${id}`);
    }
    // A mutant that exhausts the memory ends the worker of the test runner, which only reports that the file failed.
    if (lines.at(-1) === 'end') return true;
    const [state, id] = (lines.at(-1) ?? '').split(' ');
    if (state !== 'start' || id === undefined) return true;
    verdicts.set(id, outcome === 'timeout' ? 'timeout' : 'killed');
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

/** Groups of mutants that do not overlap, so that each is evaluated although others are active, too. */
function groupApart(mutants: readonly Mutant[]): Mutant[][] {
  const groups: Mutant[][] = [];
  for (const mutant of mutants) {
    const group = groups.find((one) => one.every((other) => isApart(mutant, other)));
    if (group === undefined) groups.push([mutant]);
    else group.push(mutant);
  }
  return groups;
}

function isApart(a: Mutant, b: Mutant): boolean {
  return a.file !== b.file || a.end.line < b.line || b.end.line < a.line;
}

/** Runs the whole file with all of these mutants; if it fails, with each half of them. */
async function tryWhole(session: Session, one: Measured, group: readonly Mutant[], runner: TestRunner): Promise<void> {
  const { file, duration, coverage, skipped } = one;
  const mutants = group.filter(({ id }) => !session.verdicts.has(id)).map(({ id }) => id);
  const [first, second] = mutants;
  if (first === undefined) return;
  const counts = [coverage.shared, ...Object.values(coverage.tests).map(({ reached }) => reached)];
  const hits = counts.reduce((sum, count) => mutants.reduce((total, id) => total + (count[id] ?? 0), sum), 0);
  const { state: outcome } = await runner.run(
    { file, task: { kind: 'whole', mutants, hits, skipped } },
    getTimeout(duration),
  );
  if (outcome === 'passed') return;
  if (second === undefined) {
    session.verdicts.set(first, outcome === 'timeout' ? 'timeout' : 'killed');
    return;
  }
  const middle = Math.ceil(group.length / 2);
  await tryWhole(session, one, group.slice(0, middle), runner);
  await tryWhole(session, one, group.slice(middle), runner);
}

function getTimeout(duration: number): number {
  return MIN_TIMEOUT_MS + SLOWDOWN * duration;
}
