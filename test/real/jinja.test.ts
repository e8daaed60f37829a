import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { formatCorpus, type Outcome, readCorpus } from '../helpers/template-corpus.ts';
import { describeReal, runProgram } from './harness.ts';

const SCRIPT = fileURLToPath(new URL('../conformance/templates/render.py', import.meta.url));
const PARAMETERS_SCRIPT = fileURLToPath(new URL('list-filter-parameters.py', import.meta.url));
// Debian's packages; its Python is not always the first one in PATH.
const PROGRAMS = ['/usr/bin/python3', '/usr/lib/python3/dist-packages/jinja2'];

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
});
