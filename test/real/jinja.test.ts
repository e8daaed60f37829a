import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Case, type Outcome, readCorpus, writeCorpus } from '../helpers/template-corpus.ts';
import { describeReal, runProgram } from './harness.ts';

const SCRIPT = fileURLToPath(new URL('render-templates.py', import.meta.url));

// Debian's own, whose Python is not always the first of the PATH.
const PROGRAMS = ['/usr/bin/python3', '/usr/lib/python3/dist-packages/jinja2'];

describeReal('Jinja2', { programs: PROGRAMS }, (python) => {
  async function outcomes(cases: Case[]): Promise<Outcome[]> {
    const input = JSON.stringify(cases.map(({ template, context }) => [template, context]));
    return JSON.parse((await runProgram(python, [SCRIPT], { input })).toString()) as Outcome[];
  }

  it.each(readCorpus())('renders the templates of $file as it is written there', async ({ file, cases }) => {
    const made = await outcomes(cases);
    if (process.env.UPDATE_GOLDEN === '1') return writeCorpus(file, made);
    const isTold = made.map((one, index) => ('error' in one ? isError(cases[index]?.expected, one.error) : one));
    expect(isTold).toEqual(cases.map(({ expected }) => ('error' in expected ? true : expected)));
  });
});

/** Of every value it is only told that Jinja fails, not how. */
function isError(expected: Outcome | undefined, name: string): boolean {
  return expected !== undefined && 'error' in expected && [name, 'fails'].includes(expected.error);
}
