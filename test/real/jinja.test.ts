import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { formatCorpus, type Outcome, readCorpus } from '../helpers/template-corpus.ts';
import { describeReal, runProgram } from './harness.ts';
import { CONTEXT, templates } from './templates-at-random.ts';

const SCRIPT = fileURLToPath(new URL('render-templates.py', import.meta.url));
const PARAMETERS_SCRIPT = fileURLToPath(new URL('list-filter-parameters.py', import.meta.url));
// Debian's packages; its Python is not always the first one in PATH.
const PROGRAMS = ['/usr/bin/python3', '/usr/lib/python3/dist-packages/jinja2'];

const COUNT = 2000;
/** Selects the random templates. */
const SEED = Number(process.env.CERTVIGIL_SEED ?? 1);

describeReal('Jinja2', { programs: PROGRAMS }, (python) => {
  async function outcomes(cases: { template: string; context: object }[]): Promise<Outcome[]> {
    const input = JSON.stringify(cases.map(({ template, context }) => [template, context]));
    return JSON.parse((await runProgram(python, [SCRIPT], { input })).toString()) as Outcome[];
  }

  it.each(readCorpus())('renders the templates of $file as recorded', async ({ file, cases }) => {
    const made = await outcomes(cases);
    await expect(formatCorpus(file, made)).toMatchFileSnapshot(`../golden/templates/${file}`);
  });

  it('has the recorded parameters of its filters', async () => {
    const text = (await runProgram(python, [PARAMETERS_SCRIPT])).toString();
    await expect(text).toMatchFileSnapshot('../golden/jinja/filter-parameters.json');
  });

  it('renders random templates like we do, unless it fails', async () => {
    const drawn = fc.sample(templates, { numRuns: COUNT, seed: SEED });
    const made = await outcomes(drawn.map((template) => ({ template, context: CONTEXT })));
    const rendered = drawn.flatMap((template, index) => {
      const text = made[index];
      return text === undefined || 'error' in text ? [] : [{ template, text: text.text }];
    });
    const ours = rendered.map(({ template }) => ({ template, text: renderText(template) }));
    expect(ours).toEqual(rendered);
    expect(rendered.length).toBeGreaterThan(COUNT / 2);
  });
});

function renderText(template: string): string {
  const rendered = renderTemplate(template, CONTEXT, { mode: 'text' });
  return rendered.ok ? rendered.text : `fails: ${rendered.failure.detail}`;
}
