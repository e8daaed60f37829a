import { describe, expect, it } from 'vitest';
import { listFilterNames } from '../../src/jinja/filters/index.ts';
import { globals } from '../../src/jinja/globals.ts';
import { listMethodNames } from '../../src/jinja/methods/index.ts';
import { renderTemplate } from '../../src/notify/render-template.ts';

const SECRET = 'q7#Zx-w9!Kp"4';
const PARTS = [SECRET, SECRET.toUpperCase(), SECRET.toLowerCase(), SECRET.slice(0, 6), SECRET.slice(6)];

const OPERANDS = ['"text"', '[1, 2]', '{"a": 1}', '3', 'secrets.k', 'missing'];
const ARGUMENTS = ['', 'secrets.k', 'secrets.k, secrets.k', '1, secrets.k', 'attribute=secrets.k', '[secrets.k]'];

function listCalls(operand: string, args: string): string[] {
  const methods = ['text', 'list', 'dict'].flatMap(listMethodNames);
  return [
    ...listFilterNames().map((name) => `{{ ${operand} | ${name}(${args}) }}`),
    ...methods.map((name) => `{{ (${operand}).${name}(${args}) }}`),
    ...globals.listNames().map((name) => `{{ ${name}(${args}) }}`),
  ];
}

const EXPRESSIONS = [
  '{{ [1] | map(secrets.k) }}',
  '{{ [1] | map(secrets.k[:6]) | list }}',
  '{{ [1] | map(secrets.k | upper) | list }}',
  '{{ [1] | select(secrets.k) }}',
  '{{ [{}] | selectattr("a", secrets.k) }}',
  '{{ [1] | reject(secrets.k | lower) }}',
  '{{ ("{:" ~ secrets.k ~ "}").format(1) }}',
  '{{ ("%" ~ secrets.k) % 1 }}',
  '{{ ("%" ~ secrets.k) | format(1) }}',
  '{{ secrets[secrets.k]() }}',
  '{{ missing[secrets.k].b() }}',
  '{{ secrets.k.nope() }}',
  '{{ secrets.k() }}',
  '{% set a, b = secrets.k %}',
  '{% set a, b = [secrets.k] %}',
  '{{ secrets.k - 1 }}',
  '{{ -secrets.k }}',
  '{{ 1 / (secrets.k | int) }}',
  '{% for a, b in [secrets.k] %}{% endfor %}',
  '{{ {} | xmlattr }}{{ {secrets.k: 1} | xmlattr }}',
];

describe('the error of a template', () => {
  const templates = [...EXPRESSIONS, ...OPERANDS.flatMap((one) => ARGUMENTS.flatMap((args) => listCalls(one, args)))];

  it.each([
    ['{% if true %}\n{{ "a" - 1 }}{% endif %}', 'line 2'],
    ['{{ [1,\n"a" - 1]\n| join }}', 'line 2'],
    ['{% macro m(x) %}\n{{ x - 1 }}{% endmacro %}\n\n{{ m("a") }}', 'line 2'],
    ['{% for x in ["a"] %}\n{% if true %}\n{{ x - 1 }}\n{% endif %}\n{% endfor %}', 'line 3'],
  ])('has the position of the innermost part: %s', (template, position) => {
    const rendered = renderTemplate(template, {}, { mode: 'text' });
    expect(rendered.ok ? '' : rendered.failure.detail).toContain(`${position}: The template failed on these values`);
  });

  it.each([
    ['{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}', 'it needs more than 500,000 steps'],
    ['{{ "a" * 1000001 }}', 'a text exceeds 1,000,000 characters'],
    ['{% for a in range(9) %}{{ ("a" * 999999) | length }}{% endfor %}', 'it processes more than 5,000,000 characters'],
    ['a'.repeat(50_001), 'it is longer than 50,000 characters'],
    [`{{ ${'['.repeat(10_000)}${']'.repeat(10_000)} }}`, 'The template has a syntax error: it is nested too deeply'],
    [`{{ 1${' + 1'.repeat(9000)} }}`, 'The template was stopped: it is nested too deeply'],
  ])('says which limit is exceeded, case %#', (template, limit) => {
    const rendered = renderTemplate(template, {}, { mode: 'text' });
    expect(rendered.ok ? '' : rendered.failure.detail).toContain(limit);
  });

  it('never quotes a value', () => {
    const failures = templates.flatMap((template) =>
      (['text', 'json', 'html', 'url', 'path', 'header'] as const).flatMap((mode) => {
        const rendered = renderTemplate(template, { secrets: { k: SECRET } }, { mode });
        return rendered.ok ? [] : [{ template, mode, detail: rendered.failure.detail }];
      }),
    );
    expect(failures.filter(({ mode }) => mode === 'text').length).toBeGreaterThan(100);
    expect(failures.filter(({ detail }) => PARTS.some((part) => detail.includes(part)))).toEqual([]);
  });
});
