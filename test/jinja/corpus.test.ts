import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/notify/template.ts';
import { readCorpus } from '../helpers/template-corpus.ts';

// test/golden/templates holds what real Jinja2 renders; test/real/jinja.test.ts checks that it does.

function rendered(template: string, context: object): string {
  const result = renderTemplate(template, context, { mode: 'text' });
  return result.ok ? result.text : `fails: ${result.failure.code}`;
}

describe.each(readCorpus())('as Jinja2 does, of $file', ({ cases }) => {
  it.each(cases)('$template', ({ template, context, expected, ours }) => {
    const text = rendered(template, context);
    if (!('text' in expected) && expected.error.startsWith('Template')) expect(text).toMatch(/^fails: /);
    if (ours !== null) expect(text).toBe(ours);
    else if ('text' in expected) expect(text).toBe(expected.text);
  });
});
