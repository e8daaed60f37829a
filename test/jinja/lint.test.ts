// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${HOME} is text that a hostile certificate could contain

import { describe, expect, it } from 'vitest';
import { lintTemplate } from '../../src/jinja/index.ts';
import { isJsonMediaType } from '../../src/notify/render-template.ts';
import { SLACK, TEMPLATE_SHAPE } from '../notify/rendering.ts';

describe('lintTemplate', () => {
  const problems = (template: string, isJson = true) =>
    lintTemplate(template, { mode: isJson ? 'json' : 'text', schema: TEMPLATE_SHAPE }).map(({ code, line, column }) => [
      code,
      line,
      column,
    ]);

  it.each<[string, [string, number, number][]]>([
    [SLACK, []],
    ['{"a": "{{ x "}', [['template-syntax', 1, 13]]],
    ['line\n{% if x %}\nline', [['template-syntax', 3, 5]]],
    ['\n  {% endif %}', [['template-syntax', 2, 6]]],
    ['\n{{ x | uper }}', [['template-syntax', 2, 8]]],
    ['{% if x is definde %}{% endif %}', [['template-syntax', 1, 7]]],
    [
      '{% for x in data.sans | nope %}{{ x | nope }}{% endfor %}',
      [
        ['template-syntax', 1, 25],
        ['template-syntax', 1, 39],
      ],
    ],
    ['a\n{% include "x" %}', [['template-refused', 2, 4]]],
    ['["{{ data.sans | join(\'","\') }}"]', [['template-json-join', 1, 18]]],
    ['[{{ data.sans | join(", ") }}]', []],
    ['{"a": "{{ data.issuer | tojson }}"}', [['template-json-tojson', 1, 25]]],
    ['{"a": {{ data.issuer | tojson }}}', []],
    ['{"a": "{% if x %}b{% endif %}{{ x | dump }}"}', [['template-json-tojson', 1, 37]]],
    // The value of a name that is set twice is not known.
    ['{% set x = data %}{{ x.nope }}', [['template-unknown-name', 1, 24]]],
    ['{% set x = data %}{% for y in [1] %}{{ x.nope }}{% set x = {} %}{% endfor %}', []],
    ['{% set x = data %}{% for y in [1] %}{{ x.nope }}{% set x, z = [{}, 1] %}{% endfor %}', []],
  ])('reports the position of each problem in %j', (template, expected) => {
    expect(problems(template)).toEqual(expected);
  });

  // In a URL and in a header, ${{ ... }} can belong to another language.
  it.each(['url', 'header', 'text'] as const)('checks the names in a %s unless they follow a dollar sign', (mode) => {
    const columns = lintTemplate('a{{ nope }}b{{ nope }}${{ nope }}', { mode, schema: TEMPLATE_SHAPE }).map(
      ({ column }) => column,
    );
    expect(columns).toEqual(mode === 'text' ? [5, 16, 27] : [5, 16]);
  });

  it.each<[string, number[]]>([
    [
      '{% macro m(a) %}{{ a.x }}{{ varargs.x }}{{ kwargs.y }}{% if caller %}{{ caller() }}{% endif %}{% endmacro %}',
      [],
    ],
    ['{% set a, b = data.sans %}{{ a.x }}{{ b.y }}', []],
    ['{% for a, b in data.sans %}{{ a.x }}{{ b.y }}{% endfor %}', []],
    ['{{ a.x }}', [4]],
    ['{% set ns = namespace(a=1) %}{% set ns.a = data.nope %}', [49]],
    ['{% set nope.a = 1 %}', [8]],
    ['{{ data.sans[nope:] }}{{ data.sans[:nope] }}', [14, 37]],
    ['{% if "nope" in data %}{{ data.nope }}{% endif %}', []],
    ['{% if data.nope is defined %}{{ data.nope }}{% endif %}', []],
    ['{% if data.nope is undefined %}{{ data.nope }}{% endif %}', []],
    ['{% if data.nope is string %}{% endif %}', [12]],
    ['{{ data["nope"] }}{{ data[nope] }}{{ data[data.nope] }}', [9, 27, 48]],
    ['{{ data.sans[0] }}{{ data.sans.0 }}{{ data.labels[none] }}', []],
  ])('reports the columns of unknown names in %s', (template, columns) => {
    const found = problems(template, false).filter(([code]) => code === 'template-unknown-name');
    expect(found.map(([, , column]) => column)).toEqual(columns);
  });

  it.each([
    ['{{ f(a=1, 2) }}', 'an argument without a name follows one with a name'],
    ['{{ f(*a) }}', '* and ** are not supported in a call; write the arguments out'],
    ['{{ f(**a) }}', '* and ** are not supported in a call; write the arguments out'],
    ['{{ 1 is nope }}', 'no test named "nope"'],
  ])('explains the syntax error in %s', (template, message) => {
    const found = lintTemplate(template, { mode: 'text', schema: TEMPLATE_SHAPE });
    expect(found.map((one) => [one.code, one.message])).toContainEqual([
      'template-syntax',
      expect.stringContaining(message),
    ]);
  });

  it('checks for JSON pitfalls only in JSON', () => {
    expect(problems('"{{ x | tojson }}" {{ y | join(\'","\') }}', false)).toEqual([]);
  });

  it('lists the available filters', () => {
    expect(lintTemplate('{{ x | uper }}', { mode: 'text', schema: TEMPLATE_SHAPE })[0]?.message).toContain(
      'no filter named "uper" (available: abs,',
    );
  });
});

describe('isJsonMediaType', () => {
  it.each([
    ['application/json', true],
    ['application/json; charset=utf-8', true],
    ['Application/JSON', true],
    ['application/vnd.example.v1+json', true],
    ['application/jsonp', false],
    ['text/plain', false],
    ['text/json-like', false],
  ])('of %s is %s', (type, expected) => {
    expect(isJsonMediaType(type)).toBe(expected);
  });
});
