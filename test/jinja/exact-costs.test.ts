import { expect, it } from 'vitest';
import { parseTemplate } from '../../src/jinja/index.ts';
import { createModeBudget, renderWith } from '../../src/jinja/render.ts';
import type { Dict } from '../../src/jinja/values.ts';
import { copyValue } from '../../src/jinja/values.ts';
import { readCorpus } from '../helpers/template-corpus.ts';

/** Steps and characters that a rendering spends, also if it fails. */
function measure(template: string, context: object): string {
  const data = context as Dict;
  const budget = createModeBudget('text');
  const readContext = (name: string) => (Object.hasOwn(data, name) ? copyValue(data[name]) : undefined);
  try {
    renderWith(parseTemplate(template), readContext, 'text', { budget });
  } catch {
    // Templates that fail spend too.
  }
  return `${budget.steps} ${budget.characters}`;
}

// A change of a cost is fine if it still grows with the work: cost.test.ts tests that. Here it must be a decision.
it('the templates of the corpus spend as much as before', async () => {
  const lines = readCorpus()
    .filter(({ file }) => file !== 'every-value.json')
    .flatMap(({ cases }) => cases)
    .map(({ template, context }) => `${measure(template, context)} ${JSON.stringify(template)}\n`);
  await expect(lines.join('')).toMatchFileSnapshot('../golden/jinja/costs.txt');
});
