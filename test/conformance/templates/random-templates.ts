/**
 * Generates random templates: expressions of every kind, and tags around them, over a context with every kind of value.
 * Known differences (docs/reference/templates.md), such as the output of `range`, are left out.
 */

import fc from 'fast-check';

export const CONTEXT = {
  n: 13,
  z: 0,
  neg: -7,
  f: 2.5,
  t: true,
  no: false,
  nothing: null,
  s: 'Hello World',
  e: '',
  u: 'éß 😀 中',
  l: [3, 1, 2],
  texts: ['b', 'A', 'a c'],
  el: [],
  d: { b: 1, a: 'x', C: null },
  ed: {},
  nest: [
    { n: 'b', v: { k: 2 } },
    { n: 'a', v: { k: 1 } },
  ],
};

const NUMBERS = [
  'n',
  'z',
  'neg',
  'f',
  't',
  '1',
  '2',
  '7',
  '2.0',
  '0.5',
  '1e3',
  'l | length',
  'l[0]',
  'd.b',
  '9007199254740993',
  '10 ** 25',
  '1e308',
  '-3',
  '0.1',
];
const TEXTS = ['s', 'e', 'u', "'a b'", '"it\'s"', "'x-y-z'", "'12'", "'3.5'", 'd.a', 'nest[0].n', "'a\\nb'", "'<&>'"];
const LISTS = [
  'l',
  'texts',
  'el',
  'd',
  'ed',
  '[1, 2.5, 1]',
  "['x', 'Y']",
  '(1, 2)',
  'range(4) | list',
  'u',
  'nest',
  '[[1], [2, 3]]',
];
const OTHERS = ['nothing', 'missing', 'no', 'd.C', 'd.missing', 'l[9]', '[n, s]', "{'k': n, 'a': [s]}"];

const NUMBER_FILTERS = ['abs', 'round', 'round(1)', "round(1, 'floor')", "round(0, 'ceil')", 'int', 'float', 'string'];
const TEXT_FILTERS = [
  ...['upper', 'lower', 'title', 'capitalize', 'trim', 'length', 'reverse', 'first', 'last', 'wordcount', 'int'],
  ...['center(9)', 'indent(2)', 'indent(1, true)', 'truncate(6)', 'truncate(5, true, "", 0)', 'wordwrap(4)', 'float'],
  ...['replace("l", "L")', 'replace("", "-")', 'urlencode', 'striptags', 'list', 'default("-", true)', 'format(1)'],
  ...['string', 'unique | list', 'batch(2) | list', 'slice(2) | list', 'sort', 'join("-")', 'max', 'min'],
];
const LIST_FILTERS = [
  ...['length', 'first', 'last', 'join(",")', 'list', 'reverse | list', 'sort', 'sort(reverse=true)', 'unique | list'],
  ...['batch(2) | list', 'batch(2, 0) | list', 'slice(2) | list', 'slice(3, 9) | list', 'max', 'min', 'sum'],
  ...['map("string") | list', 'map("upper") | join', 'select | list', 'reject("odd") | list', 'select("gt", 1) | list'],
  ...['map(attribute="n") | list', 'sort(attribute="n") | list', 'groupby("n") | list', 'string'],
  ...['selectattr("v.k", "odd") | list', 'sum(attribute="v.k")', 'dictsort', 'items | list', 'default("-", true)'],
];
const METHODS = [
  ...[
    'upper()',
    'title()',
    'swapcase()',
    'strip()',
    'strip("ab")',
    'split()',
    'split("-")',
    'split(" ", 1)',
    'rsplit("-", 1)',
  ],
  ...['replace("l", "r")', 'startswith("a")', 'endswith("z")', 'find("o")', 'count("l")', 'zfill(5)', 'ljust(6, ".")'],
  ...[
    'center(8, "*")',
    'partition("-")',
    'isdigit()',
    'isalpha()',
    'islower()',
    'isupper()',
    'splitlines()',
    'join(texts)',
  ],
  ...[
    'casefold()',
    'expandtabs(4)',
    'find("o", 2)',
    'rfind("l", 0, -2)',
    'count("l", 3)',
    'startswith("e", 1)',
    'istitle()',
  ],
  ...[
    'isnumeric()',
    'isidentifier()',
    'isprintable()',
    'isascii()',
    'splitlines(true)',
    'capitalize()',
    'rpartition("-")',
  ],
];
const TESTS = [
  ...[
    'defined',
    'undefined',
    'none',
    'string',
    'number',
    'integer',
    'float',
    'boolean',
    'mapping',
    'sequence',
    'iterable',
  ],
  ...['odd', 'even', 'divisibleby 3', 'lower', 'upper', 'eq(1)', 'ne("a")', 'gt(1)', 'in(l)', 'sameas(true)', 'true'],
];

const pick = fc.constantFrom;
const glued = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((all) => all.join(''));

const { expression } = fc.letrec<{ number: string; text: string; list: string; condition: string; expression: string }>(
  (tie) => {
    const [number, text, list, condition] = [tie('number'), tie('text'), tie('list'), tie('condition')];
    return {
      number: fc.oneof(
        { depthSize: 'small' },
        pick(...NUMBERS),
        glued(number, ' ', pick('+', '-', '*', '/', '//', '%'), ' ', number),
        // In Jinja2, a sign before a power depends on whether the values are constants.
        glued('(', pick('2', '3.0', 'n'), ' ** ', pick('2', '0', '0.5', '-1', '70'), ')'),
        glued('(', number, ')'),
        glued('-', number),
        glued('(', number, ') | ', pick(...NUMBER_FILTERS)),
        glued(number, ' | ', pick(...NUMBER_FILTERS)),
      ),
      text: fc.oneof(
        { depthSize: 'small' },
        pick(...TEXTS),
        glued('(', text, ') | ', pick(...TEXT_FILTERS)),
        glued(text, ' | ', pick(...TEXT_FILTERS)),
        glued(text, ' ~ ', tie('expression')),
        glued('(', text, ').', pick(...METHODS)),
        glued('(', text, ')', pick('[0]', '[-1]', '[1:]', '[:3]', '[::-1]', '[1:-1:2]')),
        glued('"%s|%5.1f|%-4d|%r" % (', text, ', ', number, ', ', number, ', ', tie('expression'), ')'),
        glued('"{}:{:>6}:{!r}".format(', number, ', ', text, ', ', list, ')'),
        glued(
          '"{:>{}}|{:',
          pick('', '+', ',', '_', '08', '^9', '.2f', '.1%', 'e', 'g'),
          '}|".format(',
          text,
          ', 9, ',
          number,
          ')',
        ),
        glued('"%', pick('.3d', '+d', '8.2f', 'g', '.0e', '#.2g', '-6s', 'r'), '|" % (', number, ')'),
      ),
      list: fc.oneof(
        { depthSize: 'small' },
        pick(...LISTS),
        glued('(', list, ') | ', pick(...LIST_FILTERS)),
        glued('[', tie('expression'), ', ', tie('expression'), ']'),
        glued('(', list, ')', pick('[0]', '[-1]', '[1:]', '[::-1]')),
        glued('(', list, ' | list) + [', tie('expression'), ']'),
      ),
      condition: fc.oneof(
        { depthSize: 'small' },
        glued(number, ' ', pick('<', '>', '==', '!=', '<=', '>='), ' ', number),
        glued(tie('expression'), pick(' == ', ' != ', ' and ', ' or '), tie('expression')),
        glued(text, pick(' in ', ' not in '), text),
        glued(tie('expression'), pick(' in ', ' not in '), list),
        glued('not ', tie('expression')),
        // In parentheses: Jinja2 would read a following `if` as the argument of the test.
        glued('((', tie('expression'), ') is ', pick('', 'not '), pick(...TESTS), ')'),
      ),
      expression: fc.oneof(
        { depthSize: 'small' },
        pick(...OTHERS),
        number,
        text,
        list,
        condition,
        glued('(', tie('expression'), ' if ', condition, ' else ', tie('expression'), ')'),
        glued('(', tie('expression'), ') | default("D")'),
      ),
    };
  },
);

const OPEN = pick('{{ ', '{{- ');
const CLOSE = pick(' }}', ' -}}');
const TEXT = pick('', ' ', '\n', ' a ', '  \n b', 'x');

const { body } = fc.letrec<{ body: string; tag: string }>((tie) => ({
  tag: fc.oneof(
    { depthSize: 'small' },
    glued(OPEN, expression, CLOSE),
    glued(
      '{% if ',
      expression,
      pick(' %}', ' -%}'),
      tie('body'),
      pick('{% else %}', '{%- else %}'),
      tie('body'),
      '{% endif %}',
    ),
    glued(
      '{% for x in ',
      expression,
      ' %}',
      tie('body'),
      '{{ x }}{{ loop.index }}{{ "," if not loop.last }}{% endfor %}',
    ),
    glued('{% for x in ', expression, ' if x %}{{ x }}', tie('body'), '{% else %}none{%- endfor %}'),
    glued('{% set made = ', expression, ' %}', tie('body'), '{{ made }}'),
    glued('{% set part %}', tie('body'), '{% endset %}{{ part | upper }}'),
    glued('{% with l = ', expression, ' %}', tie('body'), '{{ l }}{% endwith %}'),
    glued('{% macro m(a, b=', expression, ') %}{{ a }}', tie('body'), '{{ b }}{% endmacro %}{{ m(', expression, ') }}'),
    glued('{% filter ', pick('upper', 'trim', 'replace("a", "b")'), ' %}', tie('body'), '{% endfilter %}'),
    glued('{#', pick('', '-'), ' comment ', pick('', '-'), '#}'),
    pick('{% raw %}{{ x }}{% endraw %}', '{%- raw -%} {% {%- endraw -%}'),
  ),
  body: fc.oneof(
    { depthSize: 'small' },
    TEXT,
    glued(TEXT, tie('tag'), TEXT),
    glued(TEXT, tie('tag'), TEXT, tie('tag')),
  ),
}));

export const templates: fc.Arbitrary<string> = fc.oneof(glued('{{ ', expression, ' }}'), body);
