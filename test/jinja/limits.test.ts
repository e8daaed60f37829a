// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${HOME} is text that a hostile certificate could contain

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintTemplate, schemas } from '../../src/jinja/index.ts';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { createContext } from '../notify/context.ts';
import { context, renderJson, TEMPLATE_SHAPE } from '../notify/rendering.ts';
import { LINTED, STOPPED, WITHIN_LIMITS } from './hostile-templates.ts';

describe('the time and size of a rendering are limited for', () => {
  it.each(STOPPED)('%s', (_, template) => {
    const result = renderTemplate(template, context, { mode: 'text' });
    expect(result.ok ? result.text.length : result.failure.code).toMatch(/^template-(limit|syntax)$/);
  });

  it.each(WITHIN_LIMITS)('%s', (_, template) => {
    expect(renderTemplate(template, context, { mode: 'text' })).toEqual({ ok: true, text: '' });
  });

  it('a URL with many values', () => {
    const template = 'https://a.example/{% for i in range(60000) %}{{ i }}{% endfor %}';
    expect(renderTemplate(template, context, { mode: 'url' })).toMatchObject({ ok: true });
  });

  it('allow a certificate with a thousand names', () => {
    const sans = Array.from({ length: 1000 }, (_, index) => `host-${index}.shop.example.com`);
    const template =
      '[{% for name in data.sans | sort %}{"name": "{{ name | upper }}"}{{ "," if not loop.last }}{% endfor %}]';
    expect(renderJson(template, createContext({ sans }))).toHaveLength(1000);
  });

  it('never throw for any template', () => {
    const parts = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '{#',
      '#}',
      ' if ',
      ' for ',
      ' x ',
      ' in ',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '|',
      '.',
      ':',
      ',',
      '"',
      "'",
      '\\',
      '=',
      '-',
      '*',
      'r/',
      ' set ',
      ' endif ',
      ' endfor ',
      ' data ',
      ' upper ',
      'raw',
      '1',
      '\n',
      '`',
      '${',
    );
    const templates = fc
      .array(fc.oneof(parts, fc.string({ maxLength: 3 })), { maxLength: 20 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(templates, fc.constantFrom('text', 'json', 'url', 'header' as const), (template, mode) => {
        const rendered = renderTemplate(template, context, { mode: mode as 'text' });
        expect(rendered.ok || /^[a-z-]+$/.test(rendered.failure.code)).toBe(true);
        expect(Array.isArray(lintTemplate(template, { mode, schema: TEMPLATE_SHAPE }))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('linting ends for', () => {
  it.each(LINTED)('%s', (_, template, codes) => {
    const found = lintTemplate(template, { mode: 'json', schema: { x: schemas.ANY } });
    expect(found.map(({ code }) => code)).toEqual(codes);
  });
});
