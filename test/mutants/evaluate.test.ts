import { describe, expect, it } from 'vitest';
import { evaluate, listUncertain, replaceUncertain } from '../../scripts/mutants/evaluate.ts';

const SOURCE = `export function isLate(days: number): boolean {
  return days > 3;
}
`;

/** A change of `days > 3` in the second line. */
const change = (replacement: string, status: string) => ({
  ...{ replacement, status },
  location: { start: { line: 2, column: 10 }, end: { line: 2, column: 18 } },
});
const report = (...mutants: ReturnType<typeof change>[]) => ({
  files: { 'src/events/late.ts': { source: SOURCE, mutants } },
});

describe('the changes of a run', () => {
  it.each(['Killed', 'Timeout', 'RuntimeError'])('are noticed with the status %s', (status) => {
    expect(evaluate(report(change('true', status)), [])).toEqual([
      { room: 'events', noticed: 1, changes: 1, survivors: [] },
    ]);
  });

  it.each(['Survived', 'NoCoverage'])('are listed with the status %s', (status) => {
    expect(evaluate(report(change('days >= 3', status)), [])).toEqual([
      { room: 'events', noticed: 0, changes: 1, survivors: ['src/events/late.ts:2: days > 3 → days >= 3'] },
    ]);
  });

  it.each(['CompileError', 'Ignored'])('do not count with the status %s', (status) => {
    expect(evaluate(report(change('true', status)), [])).toMatchObject([{ noticed: 0, changes: 0, survivors: [] }]);
  });

  it('are uncertain if their code ran when the module was loaded, and no test noticed them', () => {
    const changes = [
      ...['Survived', 'Ignored', 'Killed'].map((status) => ({ ...change(status, status), static: true })),
    ];
    const before = report(...changes, change('false', 'Survived'));
    expect(listUncertain(before)).toEqual(['src/events/late.ts:2-2']);
    const after = report(change('Survived', 'Killed'), change('Ignored', 'Survived'), change('false', 'Killed'));
    expect(evaluate(replaceUncertain(before, after), [])).toMatchObject([
      { noticed: 2, changes: 4, survivors: [expect.stringContaining('Ignored'), expect.stringContaining('false')] },
    ]);
    expect(evaluate(replaceUncertain(before, { files: {} }), [])).toMatchObject([{ noticed: 1, changes: 3 }]);
  });

  it('do not count if they are known to change nothing, in this file and this way', () => {
    const survivors = report(change('days >= 3', 'Survived'), change('true', 'Survived'));
    const known = { file: 'src/events/late.ts', change: 'days > 3 → days >= 3', reason: 'days are never whole' };
    expect(evaluate(survivors, [known])).toMatchObject([{ changes: 1, survivors: [expect.stringContaining('true')] }]);
    expect(evaluate(survivors, [{ ...known, file: 'src/trust/late.ts' }])).toMatchObject([{ changes: 2 }]);
    expect(evaluate(survivors, [{ ...known, line: 'return days' }])).toMatchObject([{ changes: 1 }]);
    expect(evaluate(survivors, [{ ...known, line: 'export' }])).toMatchObject([{ changes: 2 }]);
  });

  it('are shown in one line, whole', () => {
    const block = {
      ...change('{}', 'Survived'),
      location: { start: { line: 1, column: 47 }, end: { line: 3, column: 2 } },
    };
    expect(evaluate(report(block), [])[0]?.survivors).toEqual(['src/events/late.ts:1: { return days > 3; } → {}']);
  });

  it('are counted by directory of src/', () => {
    const { 'src/events/late.ts': file } = report(change('true', 'Killed')).files;
    const files = { 'src/trust/a.ts': file, 'src/events/b.ts': file, 'src/trust/c.ts': file };
    expect(evaluate({ files }, [])).toMatchObject([
      { room: 'events', noticed: 1 },
      { room: 'trust', noticed: 2 },
    ]);
  });
});
