/** Templates whose time depends on more than the size of a value. What one built-in costs is in `costs.ts`. */

const twice = (body: string) =>
  `{% set n = namespace(x="aaaaaaaaaaaaaaaa") %}{% for i in range(60) %}${body}{% endfor %}{{ n.x | length }}`;

/** They are stopped by a limit, or rejected. */
export const STOPPED: [name: string, template: string][] = [
  ['a long range', '{{ range(1000000000) | length }}'],
  ['an endless range', '{{ range(0, 1000000000) }}{{ range(10 ** 30, 10 ** 40) }}'],
  ['loops in loops', '{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}'],
  ['a macro that calls itself', '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}'],
  [
    'macros that call each other',
    '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{{ a() }}{% endmacro %}{{ a() }}',
  ],
  ['a text repeated', '{{ "x" * 1000000000 }}'],
  ['a text doubled by +', twice('{% set n.x = n.x + n.x %}')],
  ['a text doubled by ~', twice('{% set n.x = n.x ~ n.x %}')],
  ['a text doubled by a block', twice('{% set y %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = y %}')],
  ['a text doubled by replace', twice('{% set n.x = n.x | replace("a", "aa") %}')],
  ['a text doubled by join', twice('{% set n.x = [n.x, n.x] | join %}')],
  ['a text doubled by format', twice('{% set n.x = "%s%s" | format(n.x, n.x) %}')],
  ['a list doubled', '{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}'],
  [
    'a tree of one list that is printed',
    '{% set n = namespace(x=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}',
  ],
  [
    'a tree of one list that is compared',
    '{% set n = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}{% set n.y = [n.y, n.y] %}{% endfor %}{{ n.x == n.y }}',
  ],
  ['a list doubled by its own method', '{% set x = [1] %}{% for i in range(60) %}{{ x.extend(x) }}{% endfor %}'],
  ['a list in itself', '{% set x = [] %}{{ x.append(x) }}{{ x }}'],
  ['a list times a number', '{{ ([1] * 1000000000) | length }}'],
  ['a loop that calls itself', '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}'],
  ['a width of a format', '{% for i in range(100000) %}{{ "{:999}".format(i) }}{{ "%999d" % i }}{% endfor %}'],
  ['fields in a format', '{% set x = "{0}" * 10000 %}{{ x.format("a" * 1000) }}'],
  [
    'long integers that are multiplied',
    '{% set x = 7 ** 2500 %}{% for i in range(100000) %}{% set y = x * x %}{% endfor %}',
  ],
  [
    'long integers that are unique',
    '{% set x = 7 ** 5000 %}{% for i in range(100000) %}{% set y = [x, x] | unique %}{% endfor %}',
  ],
  ['long integers as keys', '{% set x = 7 ** 5000 %}{% for i in range(100000) %}{% set y = {x: {}[x]} %}{% endfor %}'],
  ['powers', '{% for i in range(100000) %}{% set y = 7 ** 5000 %}{% endfor %}'],
  ['rounding to large powers of ten', '{% for i in range(100000) %}{% set y = 1 | round(-4000) %}{% endfor %}'],
  [
    'digits of other scripts',
    '{% set x = "\u0663" * 100000 %}{% for i in range(100000) %}{% set y = x | int %}{% endfor %}',
  ],
  [
    'digits of many scripts',
    `{% set x = "${String.fromCodePoint(...Array.from({ length: 25 }, (_, index) => 0x1d7ff - index))}" %}{% for i in range(100000) %}{% set y = x | int %}{% endfor %}`,
  ],
  [
    'conversions without a type',
    '{% set x = "%0" * 400000 %}{% for i in range(100) %}{{ (x ~ "%%" * 100) | format | length }}{% endfor %}',
  ],
  ['grouped zeros', '{% for i in range(1000) %}{{ "{:0900000,}".format(1) | length }}{% endfor %}'],
  ['a namespace in itself', '{% set n = namespace() %}{% set n.n = n %}{{ n }}'],
  [
    'sorting long texts',
    '{% set x = "a" * 900000 %}{% for i in range(100) %}{{ [x, x, x] | sort | length }}{% endfor %}',
  ],
  ...[
    ['in', '{{ p in x }}'],
    ['find', '{{ x.find(p) }}'],
    ['count', '{{ x.count(p) }}'],
    ['split', '{{ x.split(p) | length }}'],
    ['replace', '{{ x | replace(p, "") | length }}'],
  ].map(([name, search]): [string, string] => [
    `a search with long partial matches, with ${name}`,
    `{% set x = "a" * 900000 %}{% set p = "aaaab" ~ "a" * 100000 %}${search}`,
  ]),
  ['an attribute with many dots', '{% set p = "x." * 400000 %}{{ range(1000) | map(attribute=p) | list | length }}'],
  [
    'a text in many pieces that is joined to itself',
    `{% set x %}{% for i in range(40000) %}{{ i }}{% endfor %}{% endset %}{{ [${'x,'.repeat(1_900)}x] | join | length }}`,
  ],
  ['pairs of long texts', `{% set x = "a" * 900000 %}{{ [${'[x, x],'.repeat(400)}[x, x]] | urlencode | length }}`],
  ['a long output', '{% set x = "a" * 1000 %}{% for i in range(100000) %}{{ x }}{% endfor %}'],
  ['deep brackets', `{{ ${'['.repeat(40_000)} }}`],
  ['a long sum', `{{ ${Array(24_000).fill('1').join('+')} }}`],
  ['a long template', 'x'.repeat(1_000_000)],
];

const repeat = (before: string, again: string) =>
  `{% set h = "a" * 450000 %}${before}{% for i in range(3000) %}${again}{% endfor %}`;

/** They render an empty text within the limits. */
export const WITHIN_LIMITS: [name: string, template: string][] = [
  [
    'a text in pieces that is read repeatedly',
    repeat('{% set x %}{{ h }}{{ h }}{% endset %}', '{% if x == "a" %}{% endif %}'),
  ],
  ['characters to strip', repeat('{% set x = "b" * 450000 ~ "a" %}', '{% if i == 0 %}{{ h.strip(x) }}{% endif %}')],
];

/** They are long to check, before anything is rendered. */
export const LINTED: [name: string, template: string, codes: string[]][] = [
  ['an unclosed raw block', `{% raw %}${'{% '.repeat(16_000)}`, ['template-syntax']],
  ['white space before a tag that removes it', `${' '.repeat(49_000)}b{{- x }}`, ['body-not-json']],
  ['unclosed blocks', '{% if x %}'.repeat(4_900), ['template-syntax']],
  ['a chain of ten thousand terms', `{{ ${Array(10_000).fill('x').join(' + ')} }}`, ['template-syntax']],
  ['a chain of a thousand filters', `{{ x ${'| upper'.repeat(1_000)} }}`, []],
  ['comments in comments', '{#'.repeat(24_000), ['template-syntax']],
];
