/** Runs each test of a file against every mutant that it reaches, in one process: only the switch of the mutant changes. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { inject, type RunnerTestCase, type RunnerTestFile, TestRunner } from 'vitest';

/** What one run of a test file does, and where it writes the results. */
export type Task =
  /** Runs each test, twice if `twice`, and writes a `Coverage` to the path `out`. */
  | { kind: 'measure'; out: string; twice: boolean; skipped: string[] }
  /** Runs each test against its mutants (identifiers of mutants by identifier of the test), and appends lines to `out`, the last of which is `end`. */
  | { kind: 'sweep'; out: string; plan: Record<string, Record<string, number>> }
  /** Runs the whole file with these mutants, except the tests with the identifiers `skipped`. */
  | { kind: 'whole'; mutants: string[]; hits: number; skipped: string[] };

/** Which mutants a test file reaches, and how often. */
export interface Coverage {
  /** Outside of tests, and once per process in tests: when modules are loaded, in hooks, and for values that are kept. */
  shared: Record<string, number>;
  tests: Record<string, { duration: number; reached: Record<string, number> }>;
  /** Tests that fail without a mutant, by identifier. */
  failed: Record<string, { name: string; reason: string }>;
}

/** What instrumented code reads and writes. */
interface Instrumented {
  activeMutants?: ReadonlySet<string>;
  currentTestId?: string | undefined;
  /** Evaluations of active mutants so far. Above the limit it throws, which ends most endless loops. */
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

const MIN_HIT_LIMIT = 100_000;
const HIT_FACTOR = 100;

export default class MutantRunner extends TestRunner {
  readonly task = inject('task');
  readonly state: Instrumented = {};
  readonly durations = new Map<string, number>();
  /** Tests that pass again in the same process. */
  readonly repeatable = new Set<string>();
  readonly killed = new Set<string>();
  readonly failed: Coverage['failed'] = {};

  override onCollectStart(file: RunnerTestFile): void {
    Object.assign(globalThis, { __stryker__: this.state });
    if (this.task.kind === 'whole') this.activate(this.task.mutants, this.task.hits);
    super.onCollectStart(file);
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    if (this.task.kind === 'sweep') return this.sweep(run, this.task.plan[test.id] ?? {}, this.task.out);
    if (this.task.skipped.includes(test.id)) return;
    if (this.task.kind === 'whole') return run();
    await this.measure(test, run, this.task.twice);
  }

  async measure(test: RunnerTestCase, run: () => unknown, twice: boolean): Promise<void> {
    // Without a test, what is reached counts as shared, and the file is only run as a whole.
    this.state.currentTestId = twice ? test.id : undefined;
    const begin = performance.now();
    try {
      await run();
      this.durations.set(test.id, performance.now() - begin);
    } catch (error) {
      this.failed[test.id] = { name: test.name, reason: error instanceof Error ? error.message : String(error) };
    }
    if (twice && !(test.id in this.failed)) {
      this.state.currentTestId = nameRepetition(test.id);
      if (!(await fails(run))) this.repeatable.add(test.id);
    }
    this.state.currentTestId = undefined;
  }

  override onAfterRunFiles(files: RunnerTestFile[]): void {
    super.onAfterRunFiles(files);
    if (this.task.kind === 'sweep') appendFileSync(this.task.out, 'end\n');
    if (this.task.kind !== 'measure') return;
    const { static: shared = {}, perTest = {} } = this.state.mutantCoverage ?? {};
    const tests = [...this.durations].map(([id, duration]) => {
      const first = Object.entries(perTest[id] ?? {});
      const again = this.repeatable.has(id) ? (perTest[nameRepetition(id)] ?? {}) : Object.fromEntries(first);
      Object.assign(shared, Object.fromEntries(first.filter(([mutant]) => !(mutant in again))));
      return [id, { duration, reached: Object.fromEntries(first.filter(([mutant]) => mutant in again)) }];
    });
    const coverage: Coverage = { shared, tests: Object.fromEntries(tests), failed: this.failed };
    writeFileSync(this.task.out, JSON.stringify(coverage));
  }

  activate(mutants: string[], hits = 0): void {
    const limits = { hitCount: 0, hitLimit: MIN_HIT_LIMIT + HIT_FACTOR * hits };
    Object.assign(this.state, { activeMutants: new Set(mutants), ...limits });
  }

  /** Appends `start ID` before each mutant, then `killed ID`, or `unclear ID` if the test fails without the mutant, too. */
  async sweep(run: () => unknown, plan: Record<string, number>, out: string): Promise<void> {
    for (const [mutant, hits] of Object.entries(plan)) {
      if (this.killed.has(mutant)) continue;
      appendFileSync(out, `start ${mutant}\n`);
      this.activate([mutant], hits);
      const failed = await fails(run);
      this.activate([]);
      if (!failed) continue;
      const repeatable = !(await fails(run));
      appendFileSync(out, `${repeatable ? 'killed' : 'unclear'} ${mutant}\n`);
      if (repeatable) this.killed.add(mutant);
    }
  }
}

/** Under which the second run of a test is recorded. */
function nameRepetition(test: string): string {
  return `${test} again`;
}

async function fails(run: () => unknown): Promise<boolean> {
  try {
    await run();
    return false;
  } catch {
    return true;
  }
}

declare module 'vitest' {
  interface ProvidedContext {
    task: Task;
  }
}
