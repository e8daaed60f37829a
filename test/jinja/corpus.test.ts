import { describe, expect, it } from 'vitest';
import {
  lintTemplate,
  parseTemplate,
  renderTemplate,
  type Schema,
  schemas,
  TemplateError,
} from '../../src/jinja/index.ts';
import { readCorpus } from '../helpers/template-corpus.ts';

// test/golden/templates contains renderings by the original Jinja2; test/real/jinja.test.ts verifies them.

function renderText(template: string, context: object): string {
  try {
    return renderTemplate(parseTemplate(template), context, { mode: 'text' });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `fails: ${error.code}`;
  }
}

type Case = ReturnType<typeof readCorpus>[number]['cases'][number];

/** Whether only the values make Jinja2 fail: the test below records these cases. */
const isFailingForValues = ({ expected, ours }: Case): boolean =>
  !('text' in expected) && ours === null && !expected.error.startsWith('Template');

describe.each(readCorpus())('renders like Jinja2: $file', ({ cases }) => {
  it.each(cases.filter((one) => !isFailingForValues(one)))('$template', ({ template, context, expected, ours }) => {
    const text = renderText(template, context);
    if (!('text' in expected) && expected.error.startsWith('Template')) expect(text).toMatch(/^fails: /);
    if (ours !== null) expect(text).toBe(ours);
    else if ('text' in expected) expect(text).toBe(expected.text);
  });
});

/** Where Jinja2 fails for a value, an alert with a gap is better than none. */
describe('a template that fails in Jinja2 for its values', () => {
  it('renders, or fails, as recorded', async () => {
    const lines = readCorpus().flatMap(({ cases }) =>
      cases
        .filter(isFailingForValues)
        .map(
          ({ template, context }) => `${JSON.stringify(template)}: ${JSON.stringify(renderText(template, context))}\n`,
        ),
    );
    await expect(lines.join('')).toMatchFileSnapshot('../golden/templates-failing-in-jinja.txt');
  });
});

describe('the linter', () => {
  /** Describes data that does not change. */
  function describeValue(value: unknown): Schema {
    if (Array.isArray(value)) return schemas.createListSchema(schemas.ANY);
    if (typeof value === 'object' && value !== null) return schemas.createObjectSchema(describeFields(value));
    return typeof value === 'string' ? schemas.textLike(value) : schemas.ANY;
  }
  const describeFields = (data: object): Record<string, Schema> =>
    Object.fromEntries(Object.entries(data).map(([key, value]) => [key, describeValue(value)]));

  it.each(readCorpus())('accepts the syntax of every template that Jinja2 renders: $file', ({ cases }) => {
    const rejected = cases.filter(({ template, context, expected, ours }) => {
      const problems = lintTemplate(template, { mode: 'text', schema: describeFields(context) });
      const isError = problems.some(({ code }) => code === 'template-syntax' || code === 'template-refused');
      return isError && 'text' in expected && ours === null && !renderText(template, context).startsWith('fails: ');
    });
    expect(rejected).toEqual([]);
  });
});
