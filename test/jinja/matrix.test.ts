import { expect, it } from 'vitest';
import { listFilterNames } from '../../src/jinja/filters/index.ts';
import { globals } from '../../src/jinja/globals.ts';
import { lintTemplate, parseTemplate, renderTemplate, schemas, TemplateError } from '../../src/jinja/index.ts';
import { listTestNames } from '../../src/jinja/is-tests.ts';
import { listMethodNames } from '../../src/jinja/methods/index.ts';
import { groupBy } from '../../src/lib/collections.ts';

const OPERANDS = [
  ...[
    'none',
    'true',
    '0',
    '3',
    '-7',
    '2.5',
    '1e20',
    '""',
    '" aB c\\n"',
    '"Änne, Ö. 12"',
    '"a<b>&\'"',
    '[]',
    '[3, 1, 2]',
  ],
  ...[
    '["b", "A", none]',
    '(1, [2])',
    '{}',
    '{"b": 1, "a": [2]}',
    '[{"k": 1, "v": "x"}, {"k": 0}]',
    'missing',
    'range(3)',
  ],
];
const ARGUMENTS = ['', '1', '-2', '"a"', '"k"', '[1]', '2, "x"', '"b", "c"', 'attribute="k"', 'true', 'none, 1, 2'];

const MAX_RESULT = 56;
/** Their results change from run to run. */
const RANDOM = ['random', 'shuffle'];
const CONTEXT = { data: { status: 'warning', days_remaining: 3, labels: { team: 'web' }, sans: ['a', 'b'] } };

function tryRender(template: string): { text: string } | { error: TemplateError } {
  try {
    return { text: renderTemplate(parseTemplate(template), CONTEXT, { mode: 'text' }) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { error };
  }
}

function render(template: string): string {
  const result = tryRender(template);
  const text = 'text' in result ? JSON.stringify(result.text).slice(1, -1) : `! ${result.error.detail}`;
  return text.length > MAX_RESULT ? `${text.slice(0, MAX_RESULT - 8)}...${text.length}` : text;
}

/** Rows with the same results, and below them each result with the numbers of the operands that have it. */
function renderRows(rows: readonly string[], toTemplate: (row: string, operand: string) => string): string {
  const head = OPERANDS.map((operand, index) => `${index}: ${operand}\n`).join('');
  const groups = groupBy(rows, (row) => formatResults(OPERANDS.map((operand) => render(toTemplate(row, operand)))));
  const parts = [...groups].map(([results, same]) => `${same.join('  ')}\n${results}`);
  return `${head}\n${parts.join('')}`;
}

function formatResults(results: readonly string[]): string {
  const distinct = [...new Set(results)].map((result) => {
    const numbers = results.flatMap((one, index) => (one === result ? [index] : []));
    return `  ${numbers.length === OPERANDS.length ? 'all' : numbers.join(' ')}: ${result}\n`;
  });
  return distinct.join('');
}

const listCalls = (names: readonly string[]) =>
  names.filter((name) => !RANDOM.includes(name)).flatMap((name) => ARGUMENTS.map((args) => `${name}(${args})`));

const OPERATORS = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '~',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'and',
  'or',
];
const FORMATS = [
  ...[
    '%s',
    '%r',
    '%d',
    '%i',
    '%5d',
    '%-5d|',
    '%05d',
    '%+d',
    '% d',
    '%x',
    '%#x',
    '%X',
    '%o',
    '%#o',
    '%c',
    '%f',
    '%.2f',
    '%10.3f',
  ],
  ...[
    '%-10.1f|',
    '%010.1f',
    '%+.0f',
    '%e',
    '%.1E',
    '%g',
    '%.3g',
    '%#g',
    '%G',
    '%%',
    '%5s|',
    '%-5s|',
    '%.2s',
    '%5.1s|',
    '%(k)s',
    '%(key)s',
    '%.12f',
    '%+05d',
    '%- 12d|',
    '%012.5s|',
    '%#012x',
  ],
];
const BRACES = [
  ...[
    '{}',
    '{0}',
    '{:5}|',
    '{:<5}|',
    '{:>5}',
    '{:^5}|',
    '{:*^7}',
    '{:05}',
    '{:+}',
    '{: }',
    '{:,}',
    '{:_}',
    '{:d}',
    '{:x}',
    '{:#x}',
  ],
  ...[
    '{:b}',
    '{:#b}',
    '{:o}',
    '{:c}',
    '{:f}',
    '{:.1f}',
    '{:8.2f}',
    '{:e}',
    '{:g}',
    '{:.2g}',
    '{:%}',
    '{:.1%}',
    '{:s}',
    '{:.2}',
    '{!r}',
  ],
  ...['{!s:>4}', '{0[0]}', '{0[k]}', '{0.k}', '{{}}', '{', '}', '{1}', '{:=+5}', '{:n}', '{:12}|', '{:.12f}'],
  ...[
    '{:+08.3f}',
    '{:12_d}',
    '{:012,}',
    '{key}',
    '{0[key]}',
    '{0.key.a}',
    '{:->12}',
    '{!a}',
    '{!r:>12}',
    '{:#X}',
    '{:E}',
    '{:G}',
  ],
];
const SLICES = [
  '[0]',
  '[-1]',
  '[9]',
  '["a"]',
  '[1:]',
  '[:1]',
  '[::-1]',
  '[-2:]',
  '[::2]',
  '[2:0:-1]',
  '.a',
  '.k',
  '.upper()',
  '[:0]',
];

it.each<[name: string, rows: readonly string[], toTemplate: (row: string, operand: string) => string]>([
  ['filters', listCalls(listFilterNames()), (call, operand) => `{{ ${operand} | ${call} }}`],
  ['text-methods', listCalls(listMethodNames('text')), (call, operand) => `{{ (${operand} ~ "").${call} }}`],
  ['list-methods', listCalls(listMethodNames('list')), (call, operand) => `{{ (${operand}).${call} }}`],
  ['dict-methods', listCalls(listMethodNames('dict')), (call, operand) => `{{ (${operand}).${call} }}`],
  ['tests', listCalls(listTestNames()), (call, operand) => `{{ ${operand} is ${call} }}`],
  [
    'operators',
    OPERATORS.flatMap((operator) => ['2', '3', '"a"', '[1]', 'none', '-0.5'].map((right) => `${operator} ${right}`)),
    (right, operand) => `{{ ${operand} ${right} }}`,
  ],
  ['percent-formats', FORMATS, (format, operand) => `{{ "${format}" % (${operand}) }}`],
  ['brace-formats', BRACES, (format, operand) => `{{ "${format}".format(${operand}) }}`],
  ['slices', SLICES, (slice, operand) => `{{ (${operand})${slice} }}`],
  [
    'loops',
    [
      '{% for x in VALUE %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ x }};{% else %}none{% endfor %}',
      '{% for x in VALUE if x %}{{ x }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}',
      '{% for a, b in VALUE %}{{ a }}{{ b }}{% endfor %}',
      '{% for a in VALUE %}{{ loop.cycle("x", "y") }}{{ loop.changed(a) }}{{ loop.depth }}{% endfor %}',
      '{% if VALUE %}a{% elif not VALUE %}b{% endif %}',
      '{% set x = VALUE %}{{ x }}{% set a, b = VALUE %}{{ b }}',
      '{% set x %}{{ VALUE }}{% endset %}{{ x | length }}',
      '{% macro m(a, b=VALUE) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(b=2, a=VALUE) }}',
      '{% filter upper %}{{ VALUE }}{% endfilter %}',
      '{% with x = VALUE %}{{ x }}{% endwith %}{{ x }}',
      '{{ VALUE if VALUE else "empty" }} {{ "a" if VALUE }}',
      '{{ [VALUE, (VALUE,), {"a": VALUE}] }}',
      '{{- VALUE -}} x {%- if true -%} y {%- endif %}',
    ],
    (template, operand) => template.replaceAll('VALUE', operand),
  ],
  [
    'globals',
    listCalls(globals.listNames()),
    (call, operand) => (call.endsWith('()') ? `{{ ${call.slice(0, -1)}${operand}) }}` : `{{ ${call} }}`),
  ],
])('every operand has its result with each of the %s', async (name, rows, toTemplate) => {
  await expect(renderRows(rows, toTemplate)).toMatchFileSnapshot(`../golden/jinja/matrix/${name}.txt`);
});

const BROKEN = [
  ...[
    '{{',
    '{{ }}',
    '{{ a',
    '{% if %}',
    '{% if a %}',
    '{% endif %}',
    '{% for %}',
    '{% for a in %}',
    '{% for a b in c %}{% endfor %}',
  ],
  ...[
    '{% else %}',
    '{% set %}',
    '{% set a %}',
    '{% set 1 = 2 %}',
    '{% unknown %}',
    '{% macro %}',
    '{% macro a( %}{% endmacro %}',
  ],
  ...[
    '{{ a b }}',
    '{{ a. }}',
    '{{ a[ }}',
    '{{ a[1 }}',
    '{{ (a }}',
    '{{ [a }}',
    '{{ {a} }}',
    '{{ {"a" } }}',
    '{{ a | }}',
    '{{ a is }}',
  ],
  ...[
    '{{ a | nope }}',
    '{{ a is nope }}',
    '{{ nope() }}',
    '{{ "a }}',
    "{{ 'a }}",
    '{{ 1.2.3 }}',
    '{{ a ? b }}',
    '{{ a if }}',
    '{{ not }}',
  ],
  ...[
    '{# a',
    '{% raw %}',
    '{% raw %}{{{% endraw %}',
    '{% include "a" %}',
    '{% extends "a" %}',
    '{% block a %}{% endblock %}',
    '{% import "a" as b %}',
  ],
  ...[
    '{{ data.nope }}',
    '{{ data.status.nope }}',
    '{{ data.labels.nope }}',
    '{{ data.sans.nope }}',
    '{{ other }}',
    '{{ data.status.upper }}',
  ],
  ...[
    '{{ data.sans[0].nope }}',
    '{{ data.days_remaining.nope }}',
    '{{ data["status"] }}',
    '{{ data["nope"] }}',
    '{{ data.status() }}',
  ],
  ...[
    '{% for x in data.sans %}{{ x.nope }}{% endfor %}',
    '{% set x = data %}{{ x.nope }}',
    '{{ data | map(attribute="nope") }}',
  ],
  ...[
    '{"a": "{{ data.status | tojson }}"}',
    '{"a": {{ data.status }}}',
    '{"a": {{ data.status | tojson }}}',
    '{"a": {{ data.sans }}}',
  ],
  ...[
    '["{{ data.sans | join(\'", "\') }}"]',
    '{"a": {% if data.status %}1{% endif %}}',
    '{"a": 1,}',
    '{"a": {% for x in data.sans %}{{ x | tojson }},{% endfor %} 1}',
  ],
  ...[
    '{{ "x" | env }}',
    '{{ data.status | env }}',
    '[{% for x in data.sans %}{{ x | tojson }}{{ "," if not loop.last }}{% endfor %}]',
  ],
  ...[
    '{{ a not "in" b }}',
    '{{ (a b) }}',
    '{{ f(a "=" 1) }}',
    '{{ "a" | upper() () }}',
    '{% if a b %}{% endif %}',
    '{% for a, 1 in b %}{% endfor %}',
    '{{ a & b }}',
    '{{ !a }}',
    '{{ a @ b }}',
    '{{ a ) }}',
    '{{ ( ] }}',
    '{{ a = 1 }}',
    '{% if a = 1 %}{% endif %}',
    '{{ a; b }}',
  ],
  ...[
    '{{ a[] }}',
    '{{ a[1:2:3:4] }}',
    '{{ a[1 2] }}',
    '{{ a[: 1 2] }}',
    '{{ f(1 2) }}',
    '{{ f(a=1, 2) }}',
    '{{ f(*a) }}',
    '{{ f(**a) }}',
  ],
  ...[
    '{{ [1 2] }}',
    '{{ {1: 2 3: 4} }}',
    '{{ [1, 2, ] }}',
    '{{ {1: 2, } }}',
    '{{ (1, 2 }}',
    '{{ * }}',
    '{{ a.+ }}',
    '{{ a.1 }}',
    '{{ "a" 1 }}',
  ],
  ...[
    '{{ a | 1 }}',
    '{{ a | b. }}',
    '{{ a is not }}',
    '{{ a is 1 }}',
    '{{ a not b }}',
    '{{ a in }}',
    '{{ a if b else }}',
    '{{ else }}',
    '{{ 1 ** }}',
  ],
  ...[
    '{% %}',
    '{% 1 %}',
    '{% if a',
    '{% ',
    '{%',
    '{% if a }}',
    '{{ a %}',
    '{{ {"a": 1 }',
    '{% raw %',
    '{% verbatim %}x',
    '{#',
    '{#-#}',
    '{#-',
  ],
  ...[
    '{% if a %}{% endfor %}',
    '{% for a in b %}{% endif %}',
    '{% for a in b %}{% elif %}{% endfor %}',
    '{% if a %}{% else %}{% else %}{% endif %}',
  ],
  ...[
    '{% if a %}{% elif %}{% endif %}',
    '{% if a %}{% elif b %}',
    '{% if a %}{% else %}',
    '{% if a %}{% else b %}{% endif %}',
    '{% if a %}{% endif b %}',
  ],
  ...[
    '{% for a, in b %}{% endfor %}',
    '{% for (a, b in c %}{% endfor %}',
    '{% for a.b in c %}{% endfor %}',
    '{% for none in c %}{% endfor %}',
    '{% for a %}{% endfor %}',
  ],
  ...[
    '{% for a in b if %}{% endfor %}',
    '{% for a in b recursive x %}{% endfor %}',
    '{% for a in b %}{% else x %}{% endfor %}',
    '{% for a in b %}',
    '{% for a in b %}{% else %}',
  ],
  ...[
    '{% set a = %}',
    '{% set a, %}',
    '{% set a = 1 2 %}',
    '{% set a. = 1 %}',
    '{% set true = 1 %}',
    '{% set a | %}{% endset %}',
    '{% set a b %}{% endset %}',
    '{% set a %}{% endset x %}',
  ],
  ...[
    '{% with a %}{% endwith %}',
    '{% with a = 1 b = 2 %}{% endwith %}',
    '{% with a = 1, %}{% endwith %}',
    '{% with 1 %}{% endwith %}',
    '{% with a = 1 %}',
    '{% endwith %}',
  ],
  ...[
    '{% macro 1() %}{% endmacro %}',
    '{% macro a %}{% endmacro %}',
    '{% macro a(1) %}{% endmacro %}',
    '{% macro a(b c) %}{% endmacro %}',
    '{% macro a(b=1, c) %}{% endmacro %}',
  ],
  ...[
    '{% macro a() x %}{% endmacro %}',
    '{% macro a() %}',
    '{% call a %}{% endcall %}',
    '{% call a() x %}{% endcall %}',
    '{% call(a=1, b) a() %}{% endcall %}',
    '{% call a() %}',
  ],
  ...[
    '{% filter %}{% endfilter %}',
    '{% filter upper x %}{% endfilter %}',
    '{% filter upper %}',
    '{% block %}{% endblock %}',
    '{% block a x %}{% endblock %}',
    '{% block a %}{% endblock b %}',
    '{% block a %}',
  ],
  ...[
    '{% switch %}{% endswitch %}',
    '{% switch a x %}{% endswitch %}',
    '{% switch a %}{% case %}{% endswitch %}',
    '{% switch a %}{% case 1 x %}{% endswitch %}',
    '{% switch a %}{% default x %}{% endswitch %}',
  ],
  ...[
    '{% switch a %}{% default %}{% case 1 %}{% endswitch %}',
    '{% switch a %}',
    '{% switch a %}{% case 1 %}',
    '{% switch a %}{% default %}',
    '{% case 1 %}',
    '{% default %}',
    '{% elseif a %}',
  ],
  ...[
    '{% from "a" import b %}',
    '{% autoescape true %}{% endautoescape %}',
    '{% ifAsync a %}{% endif %}',
    '{% asyncEach a in b %}{% endeach %}',
    '{% asyncAll a in b %}{% endall %}',
    '{% do a %}',
  ],
  ...[
    '{{ "a\n\nb',
    '{{ a\n\n}}\n{{ b',
    '\n\n{% if a %}\n{{ b\n| nope }}\n{% endif %}',
    '{% set a = 1 %}\r\n  {{ nope }}',
    'é😀{{ nope }}',
    '{{ "é😀" ~ nope }}',
  ],
];

it('every mistake in a template has its message at its position', async () => {
  const schema = {
    data: schemas.createObjectSchema({
      status: schemas.textLike('warning'),
      days_remaining: schemas.ANY,
      labels: schemas.ANY,
      sans: schemas.createListSchema(schemas.textLike('a')),
    }),
  };
  const lines = BROKEN.flatMap((template) => {
    const problems = (['text', 'json'] as const).flatMap((mode) =>
      lintTemplate(template, { mode, schema }).map(
        ({ code, message, line, column }) => `  ${mode} ${line}:${column} ${code}: ${message.slice(0, 160)}`,
      ),
    );
    const later = lintTemplate(`\n\n  ${template}`, { mode: 'text', schema }).map(
      ({ line, column }) => `${line}:${column}`,
    );
    const result = tryRender(template);
    const text = 'text' in result ? JSON.stringify(result.text) : `${result.error.code}: ${result.error.message}`;
    return [template, `  ${text}`, ...problems, `  on the third line at ${later.join(', ')}`];
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../golden/jinja/matrix/mistakes.txt');
});
