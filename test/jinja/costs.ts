/** What each built-in of the templates costs. `cost.test.ts` checks that no built-in is missing, and that each pays. */

import type { BinaryOperator, Comparison, Expression, Statement } from '../../src/jinja/parser/ast.ts';

/**
 * Templates over the values of `cost.test.ts`: `x`, `w`, `h`, `b` and `s` are long texts, `p` a text in many pieces, `l` a long
 * list, `k` a long tuple, `q` a list of pairs, `d` a large dict, `n` a large namespace, and `g` a list that contains itself
 * exponentially often.
 */
export interface Cost {
  /** Pays at least for the size of the value, in steps or characters. An expression, or a template that begins with {. */
  linear?: string[];
  /** Takes constant time, whatever the size of the value. */
  constant?: string[];
  /** Would take time or memory beyond the limits: it is stopped. */
  stopped?: string[];
}

const linear = (...expressions: string[]): Cost => ({ linear: expressions });
const constant = (...expressions: string[]): Cost => ({ constant: expressions });

export const FILTER_COSTS: Record<string, Cost> = {
  abs: constant('x | abs', '-5 | abs'),
  attr: constant('l | attr("index")', 'd | attr("items")'),
  batch: { linear: ['l | batch(1)', 'l | batch(1000)'], stopped: ['[1] | batch(10 ** 9, 0)'] },
  capitalize: linear('x | capitalize'),
  center: { linear: ['x | center(9)'], stopped: ['"" | center(10 ** 9)'] },
  count: linear('x | count', 'l | count'),
  d: linear('l | d(x)', 'x | d', 'missing | d(l)'),
  default: { linear: ['l | default(x)'], constant: ['missing | default(d)'] },
  dictsort: linear('d | dictsort', 'd | dictsort(by="value", reverse=true)'),
  dump: { linear: ['x | dump', 'l | dump', 'd | dump', 'l | dump(10)'], stopped: ['g | dump'] },
  e: linear('x | e', 'h | e', 'l | e'),
  env: constant('"NAME" | env', 'x | env'),
  escape: linear('x | escape', 'h | escape'),
  filesizeformat: linear('x | filesizeformat'),
  first: linear('x | first', 'l | first'),
  float: linear('x | float', '("1" * 100000) | float'),
  forceescape: linear('x | forceescape', 'p | forceescape'),
  format: {
    linear: ['x | format', '"%d" | format(x)', '"%s" | format(l)', '"%200000d" | format(1)', '"%.200000d" % 1'],
    stopped: ['("%s" * 9) | format(x, x, x, x, x, x, x, x, x)', '"%1000000000d" | format(1)', '"%*d" % (10 ** 9, 1)'],
  },
  groupby: { linear: ['q | groupby(0)', 'q | groupby(1)'], stopped: ['[g, g] | groupby(0)'] },
  header_safe: linear('x | header_safe', 'l | header_safe'),
  indent: {
    linear: ['x | indent', 'x | indent(x)'],
    stopped: ['("\\n" * 1000) | indent(x, true, true)', '("\\n" * 9000) | indent(1000, true, true)'],
  },
  int: linear('x | int', '("1" * 100000) | int', '("z" * 100000) | int(0, 36)'),
  items: linear('d | items'),
  join: {
    linear: ['l | join', 'l | join(",")', 'q | join(",", 0)', '[p, p] | join', '[p, p] | join(p)'],
    stopped: ['l | join(x)', 'l | join(p)'],
  },
  last: linear('x | last', 'l | last'),
  length: linear('x | length', 'l | length'),
  list: linear('x | list', 'l | list', 'd | list'),
  lower: linear('x | lower', 'l | lower'),
  map: {
    linear: ['l | map("abs")', 'q | map(attribute=0)', 'x | map("upper")'],
    stopped: ['range(1000) | map(attribute="x." * 100000)', '([x, x, x] * 9) | map("upper")'],
  },
  max: linear('l | max', 'q | max(attribute=0)'),
  min: linear('l | min', '[x, x] | min'),
  nl2br: { linear: ['x | nl2br'], stopped: ['("\\n" * 900000) | nl2br'] },
  pprint: { linear: ['x | pprint', 'l | pprint', 'd | pprint'], stopped: ['g | pprint'] },
  reject: linear('l | reject', 'l | reject("odd")'),
  rejectattr: linear('q | rejectattr(0)', 'q | rejectattr(0, "odd")'),
  replace: {
    linear: ['x | replace("b", "")', 'x | replace("a", "")', 'x | replace(x, x)'],
    stopped: ['x | replace("a", x)', 'x | replace("", x)', 'x | replace("a" * 50000 ~ "b", "")'],
  },
  reverse: linear('x | reverse', 'l | reverse', 'd | reverse'),
  round: constant('1.25 | round(1)', '10 ** 300 | round(-900)'),
  safe: linear('x | safe', 'l | safe'),
  select: linear('l | select', 'l | select("odd")'),
  selectattr: linear('q | selectattr(0)', 'q | selectattr(0, "odd")'),
  slice: { linear: ['l | slice(1)', 'l | slice(3, 0)'], stopped: ['[1] | slice(10 ** 9)'] },
  sort: {
    linear: ['l | sort', 'q | sort(attribute=0)', 'x | sort'],
    stopped: ['q | sort(attribute="0," * 100)', '[g, g] | sort'],
  },
  string: linear('l | string', 'd | string'),
  striptags: linear('x | striptags', 'h | striptags'),
  sum: linear('l | sum', 'q | sum(0)'),
  title: linear('x | title', 'w | title'),
  tojson: {
    linear: ['x | tojson', 'l | tojson', 'd | tojson', 'l | tojson(10)', 'h | tojson'],
    stopped: ['g | tojson', 's | list | tojson(10)'],
  },
  trim: linear('x | trim', '"a" | trim(x)', 's | trim'),
  truncate: {
    linear: [
      'x | truncate',
      'w | truncate(9)',
      'd | truncate(10 ** 9)',
      'l | truncate',
      'd | truncate',
      'l | truncate(10 ** 9)',
      '(x ~ x) | truncate(9, true, x)',
    ],
  },
  unique: { linear: ['l | unique', 'q | unique', 'x | unique'], stopped: ['[g, g] | unique'] },
  upper: linear('x | upper'),
  urlencode: {
    linear: ['x | urlencode', 'q | urlencode', 'd | urlencode'],
    stopped: [
      '([[x, x]] * 99) | urlencode',
      '{"a": x, "b": x, "c": x, "d": x, "e": x, "f": x, "g": x, "h": x, "i": x} | urlencode',
    ],
  },
  wordcount: linear('x | wordcount', 'w | wordcount'),
  wordwrap: {
    linear: ['x | wordwrap(1)', 'w | wordwrap', 's | wordwrap', 'b | wordwrap'],
    stopped: ['x | wordwrap(1, true, x)', '("\\n" * 1000) | wordwrap(1, true, x)'],
  },
  xmlattr: {
    linear: ['n | xmlattr', '{"a": x} | xmlattr'],
    stopped: ['{"a": h, "b": h, "c": h, "d": h, "e": h, "f": h} | xmlattr'],
  },
};

/** Tests of the value `l`, `x` or `d`. Most look at its type only. */
export const TEST_COSTS: Record<string, Cost> = {
  ...Object.fromEntries(
    ['defined', 'undefined', 'none', 'None', 'null', 'true', 'false', 'boolean', 'number', 'integer', 'float'].map(
      (name) => [name, constant(`l is ${name}`, `x is ${name}`, `d is ${name}`)],
    ),
  ),
  ...Object.fromEntries(
    ['string', 'mapping', 'sequence', 'iterable', 'callable', 'even', 'odd', 'escaped'].map((name) => [
      name,
      constant(`l is ${name}`, `p is ${name}`, `d is ${name}`),
    ]),
  ),
  divisibleby: constant('10 ** 300 is divisibleby(3)', 'x is divisibleby(x)'),
  lower: linear('x is lower', 'l is lower'),
  upper: linear('x is upper'),
  truthy: { linear: ['d is truthy'], constant: ['l is truthy', 'x is truthy'] },
  falsy: { linear: ['d is falsy'], constant: ['l is falsy'] },
  in: {
    linear: ['-1 is in(l)', '"b" is in(x)'],
    constant: ['"b" is in(d)'],
    stopped: ['("a" * 50000 ~ "b") is in(x)'],
  },
  ...Object.fromEntries(
    ['eq', 'equalto', 'sameas', '==', 'ne', '!='].map((name) => [
      name,
      {
        linear: ['l', 'x', 'd'].map(
          (value) => `[${value}] | select("${name}", ${value}.copy() if ${value} is not string else ${value} ~ "")`,
        ),
        stopped: [`[g] | select("${name}", g)`],
      },
    ]),
  ),
  ...Object.fromEntries(
    ['gt', 'greaterthan', '>', 'ge', '>=', 'lt', 'lessthan', '<', 'le', '<='].map((name) => [
      name,
      {
        linear: [`[l] | select("${name}", l.copy())`, `[x] | select("${name}", x ~ "")`],
        stopped: [`[g] | select("${name}", g)`],
      },
    ]),
  ),
};

export const METHOD_COSTS: Record<string, Record<string, Cost>> = {
  text: {
    ...Object.fromEntries(
      [
        'upper',
        'lower',
        'casefold',
        'title',
        'capitalize',
        'swapcase',
        'strip',
        'lstrip',
        'rstrip',
        'trim',
        'splitlines',
        'expandtabs',
      ].map((name) => [name, linear(`x.${name}()`, `w.${name}()`, `s.${name}()`)]),
    ),
    ...Object.fromEntries(
      [
        ...['isdigit', 'isdecimal', 'isnumeric', 'isalpha', 'isalnum', 'isascii', 'isspace', 'isidentifier'],
        ...['isprintable', 'islower', 'isupper', 'istitle'],
      ].map((name) => [name, linear(`x.${name}()`, `s.${name}()`)]),
    ),
    ...Object.fromEntries(
      ['center', 'ljust', 'rjust'].map((name) => [
        name,
        { linear: [`x.${name}(9)`, `"".${name}(200000)`], stopped: [`"".${name}(10 ** 9)`] },
      ]),
    ),
    ...Object.fromEntries(
      ['find', 'rfind', 'count', 'partition', 'rpartition'].map((name) => [
        name,
        { linear: [`x.${name}("b")`, `x.${name}("a")`], stopped: [`x.${name}("a" * 50000 ~ "b" ~ "a" * 50000)`] },
      ]),
    ),
    ...Object.fromEntries(
      ['split', 'rsplit'].map((name) => [
        name,
        {
          linear: [
            `w.${name}()`,
            `x.${name}("a")`,
            `w.${name}(" ", 9)`,
            `w.${name}(none, 9)`,
            `w.${name}(none, 49999)`,
          ],
          stopped: [`x.${name}("a" * 50000 ~ "b" ~ "a" * 50000)`],
        },
      ]),
    ),
    ...Object.fromEntries(
      ['startswith', 'endswith'].map((name) => [
        name,
        {
          linear: [`x.${name}(x)`, `"a".${name}(l)`],
          stopped: [`x.${name}(["a" * 190000 ~ "b"] * 99)`, `x.${name}(["b" ~ "a" * 190000] * 99)`],
        },
      ]),
    ),
    zfill: { linear: ['x.zfill(9)', '"".zfill(200000)'], stopped: ['x.zfill(10 ** 9)'] },
    index: { linear: ['x.index("a")'], stopped: ['x.index("a" * 50000 ~ "b" ~ "a" * 50000)'] },
    rindex: { linear: ['x.rindex("a")'], stopped: ['x.rindex("a" * 50000 ~ "b" ~ "a" * 50000)'] },
    join: { linear: ['",".join(l)', 'x.join(["", ""])'], stopped: ['x.join(l)'] },
    format: {
      linear: ['x.format(1)', '"{:200000}".format(1)', '"{}".format(x)', '"{:d}".format(x)', '"{0[0]}".format(x)'],
      stopped: ['("{0}" * 1000).format(x)', '"{}".format(g)', '"{:{}}".format(1, 10 ** 9)'],
    },
    replace: {
      linear: ['x.replace("b", "")', 'x.replace("a", "")'],
      stopped: ['x.replace("a", x)', 'x.replace("", x)'],
    },
    removeprefix: linear('x.removeprefix("a")', 'x.removeprefix(x)'),
    removesuffix: linear('x.removesuffix("a")', 'x.removesuffix(x)'),
  },
  list: {
    append: constant('l.append(1)', 'l.append(l)'),
    extend: linear('[].extend(l)', 'l.extend(l)', '[].extend(x)'),
    insert: linear('l.insert(0, 1)'),
    pop: linear('l.pop()', 'l.pop(0)'),
    remove: linear('l.remove(199999)'),
    reverse: linear('l.reverse()'),
    sort: { linear: ['l.sort()', 'l.sort(reverse=true)'], stopped: ['[g, g].sort()'] },
    clear: linear('l.clear()'),
    copy: linear('l.copy()'),
    index: linear('l.index(199999)', 'k.index(199999)'),
    count: linear('l.count(0)', 'k.count(0)'),
    includes: linear('l.includes(-1)', 'k.includes(-1)'),
  },
  dict: {
    items: linear('d.items()'),
    keys: linear('d.keys()'),
    values: linear('d.values()'),
    get: constant('d.get("key 5")', 'd.get(x)'),
    copy: linear('d.copy()'),
    update: linear('{}.update(d)', 'd.update(d)'),
    setdefault: { constant: ['d.setdefault("key 5")', 'd.setdefault(x, 5)'], linear: ['{}.setdefault(l)'] },
    pop: constant('d.pop("key 5", 1)'),
    popitem: linear('d.popitem()'),
    clear: linear('d.clear()'),
  },
};

export const GLOBAL_COSTS: Record<string, Cost> = {
  null: constant('null'),
  range: { linear: ['range(200000)'], stopped: ['range(10 ** 9)', 'range(0, 10 ** 9, 3)'] },
  dict: linear('dict(d)', 'dict(q)', 'dict(n)'),
  namespace: linear('namespace(d)', 'namespace(q)'),
  cycler: constant('cycler(l, l)', 'cycler(l, l).next()'),
  joiner: constant('joiner(x)()'),
};

type Logic = 'not' | 'and' | 'or';

export const OPERATOR_COSTS: Record<BinaryOperator | Comparison | Logic, Cost> = {
  '+': { linear: ['x + x', 'l + [1]', 'k + k', '(x | e) + h'], stopped: ['[x + x + x + x + x + x]'] },
  '~': { linear: ['x ~ x', 'l ~ ""', 'p ~ p'], stopped: ['g ~ ""'] },
  '*': {
    linear: ['x * 1', '[1] * 200000', 'l * 1', 'p * 1', '[] * 200000'],
    stopped: ['"x" * 10 ** 9', '[1] * 10 ** 9', '[] * 10 ** 9', '() * 10 ** 9'],
  },
  '%': {
    linear: ['x % []', '"%s" % l', '"%d" % x', '"%s" % x', 'x % k[:0]'],
    stopped: ['"%s" % [g]', '("%s" * 9) % ((x,) * 9)'],
  },
  '-': constant('5 - 3'),
  '/': constant('5 / 3'),
  '//': constant('5 // 3'),
  '**': {
    constant: ['99 ** 99', '2 ** 1000', '1 ** (10 ** 18)', '0 ** (10 ** 18)', '(-1) ** (10 ** 18)', '0.5 ** 10.0'],
    stopped: ['99 ** (99 ** 99)', '9 ** (10 ** 9)', '2 ** 15000', '10 ** 4299 * 10'],
  },
  '==': { linear: ['x == x ~ ""', 'l == l.copy()', 'd == d'], stopped: ['g == g'] },
  '!=': { linear: ['x != x ~ ""', 'l != l.copy()'], stopped: ['g != g'] },
  '<': { linear: ['x < x ~ ""', 'l < l.copy()'], stopped: ['g < g'] },
  '>': { linear: ['x > x ~ ""', 'l > l.copy()'], stopped: ['g > g'] },
  '<=': { linear: ['x <= x ~ ""'], stopped: ['g <= g'] },
  '>=': { linear: ['x >= x ~ ""'], stopped: ['g >= g'] },
  in: {
    linear: ['-1 in l', '"b" in x', '-1 in k'],
    constant: ['"b" in d'],
    stopped: ['("a" * 50000 ~ "b") in x', 'g in [g]'],
  },
  'not in': { linear: ['-1 not in l', '"b" not in x'], constant: ['"b" not in d'], stopped: ['g not in [g]'] },
  not: { linear: ['not d'], constant: ['not l', 'not x', 'not p'] },
  and: { linear: ['d and 1'], constant: ['l and 1'] },
  or: { linear: ['d or 1'], constant: ['l or 1'] },
};

export const SYNTAX_COSTS: Record<
  Exclude<Expression['kind'] | Statement['kind'], 'binary' | 'compare' | 'logic' | 'unary' | 'filter' | 'test'>,
  Cost
> = {
  constant: constant('1'),
  name: constant('l', 'x', 'd'),
  list: constant('[l, l]'),
  tuple: constant('(l, l)'),
  dict: { constant: ['{"a": l}', '{x: x}'], linear: ['{l: 1}'] },
  lookup: { constant: ['l[5]', 'd["key 5"]', 'd.items', 'd[x]'], linear: ['x[5]', 'p[5]'] },
  slice: linear('l[1:]', 'l[::-1]', 'x[1:]', 'x[:1]', 'k[1:]', 'p[1:2]'),
  call: {
    constant: ['{% macro m(a) %}{% endmacro %}{% set y = m(l) %}'],
    stopped: ['{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
  },
  caller: {
    constant: ['{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{% endcall %}'],
    linear: ['{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ x }}{% endcall %}'],
  },
  capture: linear(
    '{% set y %}{{ x }}{% endset %}',
    '{% set y %}{{ p }}{{ p }}{% endset %}',
    '{% filter upper %}{{ x }}{% endfilter %}',
  ),
  conditional: constant('l if l else x'),
  text: linear('a'.repeat(40_000)),
  output: { linear: ['{{ x }}', '{{ p }}', '{{ l }}', '{{ d }}'], stopped: ['{{ g }}'] },
  if: { constant: ['{% if l %}{% endif %}'], linear: ['{% if d %}{% endif %}'] },
  for: {
    linear: [
      '{% for i in l %}{% endfor %}',
      '{% for i in x %}{% endfor %}',
      '{% for a, b in d %}{% endfor %}',
      '{% for i in l if false %}{% endfor %}',
    ],
    stopped: [
      '{% for i in l %}{% for j in l %}{% endfor %}{% endfor %}',
      '{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}',
    ],
  },
  set: { constant: ['{% set y = l %}', '{% set n.y = l %}'], linear: ['{% set a, b = x[:2] %}'] },
  with: constant('{% with a = l %}{% endwith %}'),
  macro: constant('{% macro m(a=l) %}{% endmacro %}'),
  switch: { linear: ['{% switch x %}{% case x ~ "" %}{% endswitch %}'] },
  block: constant('{% block a %}{% endblock %}'),
};
