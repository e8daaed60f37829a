import { describe, expect, it } from 'vitest';
import { catchBugs, catchBugsSync, createBugReporter, runAll } from '../../src/lib/bugs/catch-bugs.ts';

function createLines() {
  const lines: string[] = [];
  return { lines, io: { stderr: (text: string) => void lines.push(text) } };
}

function fail(message: string): never {
  throw new Error(message);
}

const failElsewhere = (message: string) => fail(message);

function catchError(attempt: () => unknown): unknown {
  try {
    return attempt();
  } catch (error) {
    return error;
  }
}

describe('a bug', () => {
  it('is replaced by another result, and reported', async () => {
    const bugs: unknown[] = [];
    const report = (bug: unknown) => void bugs.push(bug);
    const bug = new Error('a bug');
    const reject = () => {
      throw bug;
    };
    expect(
      catchBugsSync(
        () => 1,
        () => 2,
        report,
      ),
    ).toBe(1);
    expect(catchBugsSync(reject, () => 2, report)).toBe(2);
    expect(await catchBugs<number>(reject, () => 3, report)).toBe(3);
    expect(
      await catchBugs(
        async () => 4,
        () => 3,
        report,
      ),
    ).toBe(4);
    expect(bugs).toEqual([bug, bug]);
  });

  it('is printed once, whatever certificate its message names', () => {
    const { lines, io } = createLines();
    const report = createBugReporter(io);
    for (const name of ['a.example', 'b.example']) report(catchError(() => fail(name)));
    report(catchError(() => failElsewhere('c.example')));
    expect(lines.map((line) => /\w\.example/.exec(line)?.[0])).toEqual(['a.example', 'c.example']);
  });

  it('is printed up to ten times', () => {
    const { lines, io } = createLines();
    const report = createBugReporter(io);
    for (let index = 0; index < 12; index += 1) report(`text ${index}`);
    expect(lines).toHaveLength(10);
  });
});

describe('steps', () => {
  it('all run, and the first error is thrown after the others are printed', async () => {
    const { lines, io } = createLines();
    const done: string[] = [];
    const steps = [() => fail('first'), () => done.push('second'), async () => fail('third'), () => done.push('last')];
    await expect(runAll(steps, io)).rejects.toThrow('first');
    expect(done).toEqual(['second', 'last']);
    expect(lines).toEqual([expect.stringContaining('Error: third')]);
  });

  it('that succeed print nothing', async () => {
    const { lines, io } = createLines();
    await runAll([() => 1, async () => undefined], io);
    expect(lines).toEqual([]);
  });
});
