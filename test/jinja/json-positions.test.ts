import { describe, expect, it } from 'vitest';
import { lintTemplate, parseTemplate, renderTemplate, schemas, TemplateError } from '../../src/jinja/index.ts';

const DOLLAR = '$';

describe('the position of what is not JSON', () => {
  it.each<[template: string, line: number, column: number]>([
    ['nope', 1, 1],
    ['{"a": nope}', 1, 7],
    ['{\n  "a": nope}', 2, 8],
    ['{"a": 1,\n\n "b": nope}', 3, 7],
    ['{{ 1 }}\n nope', 2, 2],
    ['[1,\n{{ 2 }}, nope]', 2, 10],
  ])('%j is line %i, column %i', (template, line, column) => {
    let position: unknown = null;
    try {
      renderTemplate(parseTemplate(template), { x: 'text' }, { mode: 'json' });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      position = [error.code, error.line, error.column];
    }
    expect(position).toEqual(['template-not-json', line, column]);
  });
});

it('a name after a dollar sign is left to the environment in a URL and a header', () => {
  const schema = { data: schemas.createObjectSchema({ a: schemas.textLike('x') }) };
  const lint = (mode: 'text' | 'url' | 'header' | 'json') =>
    lintTemplate(`a${DOLLAR}{{ nope }}`, { mode, schema }).map(({ code }) => code);
  expect([lint('text'), lint('url'), lint('header')]).toEqual([['template-unknown-name'], [], []]);
});
