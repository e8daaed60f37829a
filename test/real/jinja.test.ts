import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderTemplate } from '../../src/notify/template.ts';
import { type Outcome, readCorpus, writeCorpus } from '../helpers/template-corpus.ts';
import { describeReal, runProgram } from './harness.ts';
import { CONTEXT, templates } from './templates-at-random.ts';

const SCRIPT = fileURLToPath(new URL('render-templates.py', import.meta.url));
// Debian's own, whose Python is not always the first of the PATH.
const PROGRAMS = ['/usr/bin/python3', '/usr/lib/python3/dist-packages/jinja2'];

const COUNT = 2000;
/** Another one draws other templates. */
const SEED = Number(process.env.CERTVIGIL_SEED ?? 1);

describeReal('Jinja2', { programs: PROGRAMS }, (python) => {
  async function outcomes(cases: { template: string; context: object }[]): Promise<Outcome[]> {
    const input = JSON.stringify(cases.map(({ template, context }) => [template, context]));
    return JSON.parse((await runProgram(python, [SCRIPT], { input })).toString()) as Outcome[];
  }

  it.each(readCorpus())('renders the templates of $file as it is written there', async ({ file, cases }) => {
    const made = await outcomes(cases);
    if (process.env.UPDATE_GOLDEN === '1') return writeCorpus(file, made);
    const isTold = made.map((one, index) => ('error' in one ? isError(cases[index]?.expected, one.error) : one));
    expect(isTold).toEqual(cases.map(({ expected }) => ('error' in expected ? true : expected)));
  });

  it('renders templates at random as we do, where it does not fail', async () => {
    const drawn = fc.sample(templates, { numRuns: COUNT, seed: SEED });
    const made = await outcomes(drawn.map((template) => ({ template, context: CONTEXT })));
    const told = drawn.flatMap((template, index) => {
      const text = made[index];
      return text === undefined || 'error' in text ? [] : [{ template, text: text.text }];
    });
    const ours = told.map(({ template }) => ({ template, text: textOf(template) }));
    expect(ours).toEqual(told);
    expect(told.length).toBeGreaterThan(COUNT / 2);
  });
});

/** Of every value it is only told that Jinja fails, not how. */
function isError(expected: Outcome | undefined, name: string): boolean {
  return expected !== undefined && 'error' in expected && [name, 'fails'].includes(expected.error);
}

function textOf(template: string): string {
  const rendered = renderTemplate(template, CONTEXT, { mode: 'text' });
  return rendered.ok ? rendered.text : `fails: ${rendered.failure.detail}`;
}
