// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${HOME} is text that a hostile certificate could contain

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { readCorpus } from '../helpers/template-corpus.ts';
import { createContext } from '../notify/context.ts';
import { context, HOSTILE, renderJson, renderText, SLACK } from '../notify/rendering.ts';

describe('a loop with a condition', () => {
  it.each([
    ['{% for v in [1, 2, 3] if v > 1 %}{{ loop.index }}:{{ v }} {% endfor %}', '1:2 2:3 '],
    ['{% for k, v in {"a": 1, "b": 2} if v == 2 %}{{ k }}{% endfor %}', 'b'],
    ['{% for v in [1, 2] if v > 5 %}{{ v }}{% else %}none{% endfor %}', 'none'],
    ['{% for v in ([1] if false else [2, 3]) %}{{ v }}{% endfor %}', '23'],
  ])('visits the items that meet the condition: %s', (template, expected) => {
    expect(renderText(template)).toBe(expected);
  });
});

describe('a macro', () => {
  const macro = '{% macro m(a, b=2) %}{{ a }} {{ b }} {{ varargs | list }} {{ kwargs }}{% endmacro %}';

  it.each([
    ['m(1)', '1 2 [] {}'],
    ['m(1, 3)', '1 3 [] {}'],
    ['m(1, 3, 4, 5)', '1 3 [4, 5] {}'],
    ['m(b=3, a=1)', '1 3 [] {}'],
    ['m(1, b=none)', '1 None [] {}'],
    ['m(1, c=4)', "1 2 [] {'c': 4}"],
  ])('called as %s has the arguments %s', (call, expected) => {
    expect(renderText(`${macro}{{ ${call} }}`)).toBe(expected);
  });
});

describe('calls of macros', () => {
  const nest = (depth: number) =>
    `{% macro m(n) %}{% if n > 1 %}{{ m(n - 1) }}{% else %}end{% endif %}{% endmacro %}{% for i in [1, 2] %}{{ m(${depth}) }}{% endfor %}`;

  it('may be nested 50 deep, as often as needed', () => {
    expect(renderText(nest(50))).toBe('endend');
  });

  it('must not be nested deeper', () => {
    expect(renderTemplate(nest(51), context, { mode: 'text' })).toMatchObject({
      failure: { code: 'template-limit', detail: expect.stringContaining('nested more than 50 deep') },
    });
  });
});

describe('verbatim', () => {
  const whitespace = readCorpus().find(({ file }) => file === 'whitespace.json')?.cases ?? [];
  const raw = whitespace.filter(({ template }) => template.includes('endraw'));

  it('is another name of raw, with every control of whitespace', () => {
    expect(raw.length).toBeGreaterThan(50);
    for (const { template } of raw)
      expect(renderText(template.replaceAll('raw', 'verbatim'))).toBe(renderText(template));
  });
});

describe('the unmodified Slack template of the NetBox tutorial', () => {
  it('renders as the tutorial shows', () => {
    expect(renderJson(SLACK)).toEqual({
      text: ':warning: *Certificate expiring soon*',
      attachments: [
        {
          color: '#FFA500',
          fields: [
            { title: 'Common Name', value: 'shop.example.com', short: true },
            { title: 'Days remaining', value: '13', short: true },
            { title: 'Issuer', value: 'CN=Example CA,O=Example', short: false },
            { title: 'Valid to', value: '2026-06-01T00:00:00Z', short: true },
            { title: 'Assignments', value: '2', short: true },
          ],
        },
      ],
    });
  });

  it.each(HOSTILE)('keeps hostile values literally: %j', (value) => {
    const body = renderJson(SLACK, createContext({ common_name: value, issuer: value })) as {
      attachments: { fields: { value: string }[] }[];
    };
    expect(body.attachments[0]?.fields[0]?.value).toBe(value);
    expect(body.attachments[0]?.fields[2]?.value).toBe(value);
  });
});

describe('JSON escaping', () => {
  const data = { cn: 'a"b\\\n', list: ['x"y', 'z'], n: 3, half: 0.5, yes: true, nothing: null, dict: { k: 'v' } };

  it.each([
    ['{"a": "{{ cn }}"}', { a: 'a"b\\\n' }],
    ['{"a": "{{ cn | safe }}{{ cn | escape }}{{ cn | e }}{{ cn | forceescape }}"}', { a: 'a"b\\\n'.repeat(4) }],
    ['{"a": "{{ cn ~ "-" ~ cn }}"}', { a: 'a"b\\\n-a"b\\\n' }],
    ['{"a": "{% set x %}<{{ cn }}>{% endset %}{{ x }}"}', { a: '<a"b\\\n>' }],
    ['{"a": "{% filter upper %}{{ cn }}{% endfilter %}"}', { a: 'A"B\\\n' }],
    ['{"a": "{% macro m(v) %}<{{ v }}>{% endmacro %}{{ m(cn) }}"}', { a: '<a"b\\\n>' }],
    ['{"a": "{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}{{ cn }}{% endcall %}"}', { a: '<a"b\\\n>' }],
    ['{% macro f(t) %}{"t": "{{ t }}"}{% endmacro %}[{{ f(cn) }}, {{ f("u") }}]', [{ t: 'a"b\\\n' }, { t: 'u' }]],
    ['{"a": {{ cn | tojson }}, "b": {{ list | dump }}}', { a: 'a"b\\\n', b: ['x"y', 'z'] }],
    ['{"a": {{ cn | tojson | safe }}}', { a: 'a"b\\\n' }],
    ['{"a": {% set x = cn | tojson %}{{ x }}}', { a: 'a"b\\\n' }],
    ['{"a": {{ dict | tojson(indent=2) }}}', { a: { k: 'v' } }],
    [
      '[{{ n }}, {{ half }}, {{ yes }}, {{ nothing }}, {{ unknown }}, {{ unknown.deeper }}]',
      [3, 0.5, true, null, null, null],
    ],
    ['["{{ n }}", "{{ yes }}", "{{ nothing }}", "{{ unknown }}"]', ['3', 'true', '', '']],
    ['{"a": {{ cn }}, "b": {{ list }}, "c": {{ dict }}}', { a: 'a"b\\\n', b: ['x"y', 'z'], c: { k: 'v' } }],
    ['{"a": "{{ list }}"}', { a: '["x\\"y","z"]' }],
    ['[{% for v in list %}"{{ v }}"{{ "," if not loop.last }}{% endfor %}]', ['x"y', 'z']],
    ['[{% for v in list %}{{ ", " if loop.index > 1 else "" }}{{ v | tojson }}{% endfor %}]', ['x"y', 'z']],
    ['{% set comma = joiner(", ") %}[{% for v in list %}{{ comma() }}"{{ v }}"{% endfor %}]', ['x"y', 'z']],
    ['{"a": "say \\"{{ cn }}\\""}', { a: 'say "a"b\\\n"' }],
    ['{"a": "{{ cn | tojson }}"}', { a: '"a\\"b\\\\\\n"' }],
  ])('happens once, at output: %s', (template, expected) => {
    expect(renderJson(template, data)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['{"a": ', '(line 1 of the body)'],
    ['{\n"a": 1,\n}', '(line 3 of the body)'],
    ['{"a": "\n"}', '(line 1 of the body)'],
    ['{"a": 1}\n\nx', '(line 3 of the body)'],
    [`{\n"a": "${'}1,null]'.repeat(500)}`, '(line 2 of the body)'],
    ['', '(line 1 of the body)'],
    ['{"a": "\\{{ cn }}"}', 'a value follows a backslash'],
    ['{"a": "\\u00{{ n }}"}', 'a value follows a backslash'],
  ])('reports where %j is not JSON', (template, where) => {
    const rendered = renderTemplate(template, data, { mode: 'json' });
    expect(rendered).toMatchObject({ ok: false, failure: { code: 'template-not-json' } });
    if (!rendered.ok) expect(rendered.failure.detail).toContain(where);
  });

  it('keeps the structure of the body for any value (property)', () => {
    const templates = [
      SLACK,
      '{"a": "{{ v }}", "b": {{ v }}, "c": {{ v | tojson }}, "d": [{{ v }}], "{{ v }}-key": 1}',
      '["{{ v | upper | replace("A", "B") }}", "{{ v[:3] }}", {{ [v, v] }}, "{{ [v, v] | join("\\", \\"") }}"]',
      '{% set x %}"{{ v }}"{% endset %}[{{ x }}, {{ x ~ "" }}, "{% filter lower %}{{ v }}{% endfilter %}"]',
      '{% macro m(t) %}{"t": "{{ t }}", "u": {{ t }}}{% endmacro %}[{{ m(v) }}{% for c in [v, v] %}, {{ m(c) }}{% endfor %}]',
      '{% with x = v ~ "!" %}["{{ "%s" % v }}", "{{ "{}-{:>9}".format(v, v) }}", {{ x }}, {{ [v] | string }}, {{ v | e }}]{% endwith %}',
      '[{% for x in [[v, [[v, []]]]] recursive %}"{{ x[0] }}"{% if x[1] %}, {{ loop(x[1]) }}{% endif %}{% endfor %}]',
      '{% macro list() %}[{{ caller(v) }}{% for a in varargs %}, {{ a }}{% endfor %}]{% endmacro %}{% call(w) list(v) %}"{{ w }}"{% endcall %}',
      '{% set l = [] %}{{ l.append(v) or "" }}{{ {"l": l, "k" ~ v: v, "t": (v, v), "g": [{"n": v}] | groupby("n")} | tojson }}',
      '["{{ {"id": v} | xmlattr }}", "{{ v | safe }}", {{ v | striptags }}, {{ v | wordwrap(3) }}, "{{ v | urlencode }}"]',
      '["\\\\{{ v }}", "\\"{{ v }}\\"", "{{ v | tojson }}", "{{ {"k": v} | tojson }}", {{ {"k": v} }}]',
    ];
    const describeShape = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(describeShape);
      if (typeof value !== 'object' || value === null) return typeof value;
      return Object.values(value).map(describeShape);
    };
    const strings = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(fc.constantFrom(...templates), strings, (template, value) => {
        const withValue = (v: string) => ({ v, data: { ...context.data, common_name: v, issuer: v } });
        expect(describeShape(renderJson(template, withValue(value)))).toEqual(
          describeShape(renderJson(template, withValue('harmless'))),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('the language', () => {
  const data = {
    days: 13,
    name: 'Shop example',
    none: null,
    empty: [],
    list: [3, 1, 2],
    objects: [
      { type: 'endpoint', name: 'b', meta: { n: 2 } },
      { type: 'file', name: 'a', meta: { n: 1 } },
    ],
    labels: { env: 'prod', items: 'own' },
  };

  it.each([
    ['{{ days - 3 }} {{ days / 2 }} {{ days // 2 }} {{ -days % 5 }} {{ 2 ** 3 }} {{ "ab" * 2 }}', '10 6.5 6 2 8 abab'],
    ['{{ days > 12 and days <= 13 }} {{ 1 < 2 < 3 }} {{ days == "13" }} {{ days != 13 }}', 'True True False False'],
    ['{{ unknown > 3 }} {{ labels["none"] < 3 }} {{ unknown + 1 }}', 'False False '],
    ['{{ True }} {{ False }} {{ None }} {{ true }} {{ none }}', 'True False None True None'],
    ['{{ "yes" if empty else "no" }} {{ not empty }} {{ "x" if labels }}', 'no True x'],
    ['{{ name is defined }} {{ unknown is not defined }} {{ none is none }} {{ days is odd }}', 'True True True True'],
    [
      '{{ days is divisibleby(13) }} {{ name is string }} {{ labels is mapping }} {{ list is iterable }}',
      'True True True True',
    ],
    ['{{ "env" in labels }} {{ 3 in list }} {{ "Sho" in name }} {{ "z" not in name }}', 'True True True True'],
    ['{{ name[0] }}{{ name[-1] }} {{ name[:4] }} {{ name[::-1] }} {{ list[1:] }}', 'Se Shop elpmaxe pohS [1, 2]'],
    [
      '{{ name.upper() }} {{ name.split(" ")[1] }} {{ name.startswith("Shop") }} {{ name.replace("p", "b") }}',
      'SHOP EXAMPLE example True Shob examble',
    ],
    ['{{ " x ".strip() }}{{ ", ".join(["a", "b"]) }} {{ "a-b-c".split("-", 1) }}', "xa, b ['a', 'b-c']"],
    [
      '{% for k, v in labels.items() %}{{ k }} {% endfor %}{{ labels.items }} {{ labels.get("x", "-") }} {{ labels.keys() }}',
      "env items own - ['env', 'items']",
    ],
    [
      '{% for k, v in labels %}{{ k }}={{ v }};{% endfor %}{% for k in labels %}{{ k }} {% endfor %}',
      'env=prod;items=own;env items ',
    ],
    ['{% for x in empty %}x{% else %}none{% endfor %} {% for x in unknown %}x{% else %}none{% endfor %}', 'none none'],
    [
      '{% for x in list %}{{ loop.index }}/{{ loop.length }}{{ "!" if loop.first }}{{ loop.cycle("a", "b") }} {% endfor %}',
      '1/3!a 2/3b 3/3a ',
    ],
    ['{% set n = 0 %}{% for x in list %}{% set n = n + x %}{{ n }} {% endfor %}{{ n }}', '3 1 2 0'],
    ['{% set ns = namespace(n=0) %}{% for x in list %}{% set ns.n = ns.n + x %}{% endfor %}{{ ns.n }}', '6'],
    ['{% if days < 7 %}a{% elif days < 14 %}b{% else %}c{% endif %}', 'b'],
    ['{% switch days %}{% case 13 %}thirteen{% default %}other{% endswitch %}', 'thirteen'],
    [
      '{% macro m(a, b="B", c=days) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m("x") }} {{ m("x", c=1) }} {{ m(b="y", a="z") }}',
      'xB13 xB1 zy13',
    ],
    [
      'a {#- a comment -#} b {% raw %}{{ x }}{% endraw %} {%- if true %} c{% endif %}{% verbatim %}{%{% endverbatim %}',
      'ab {{ x }} c{%',
    ],
    ['{% set n = 1 %}{% macro m() %}{% set n = 2 %}{{ n }}{% endmacro %}{{ m() }}{{ n }}', '21'],
    ['{{ range(3) | join }} {{ range(1, 4) | list }} {{ range(6, 0, -3) | list }}', '012 [1, 2, 3] [6, 3]'],
  ])('renders %s', (template, expected) => {
    expect(renderText(template, data)).toBe(expected);
  });

  it.each([
    ['unknown | default("d")', 'd'],
    ['none | default("d")', 'None'],
    ['none | default("d", true)', 'd'],
    ['"" | d("d", boolean=true)', 'd'],
    ['list | sort | join(", ")', '1, 2, 3'],
    ['list | sort(reverse=true) | first', '3'],
    ['objects | sort(attribute="name") | map(attribute="name") | join("-")', 'a-b'],
    ['objects | map(attribute="meta.n") | sum', '3'],
    ['objects | sum(attribute="meta.n")', '3'],
    ['objects | join("/", attribute="name")', 'b/a'],
    ['objects | selectattr("type", "equalto", "file") | map(attribute="name") | first', 'a'],
    ['objects | rejectattr("type", "eq", "file") | list | length', '1'],
    ['list | select("greaterthan", 1) | list', '[3, 2]'],
    ['list | reject("odd") | list', '[2]'],
    ['["a", "b"] | map("upper") | join', 'AB'],
    ['["b", "A", "a"] | unique | join', 'bA'],
    ['list | max', '3'],
    ['objects | min(attribute="name") | tojson', '{"meta": {"n": 1}, "name": "a", "type": "file"}'],
    ['list | last', '2'],
    ['list | reverse | join', '213'],
    ['"abc" | reverse', 'cba'],
    ['list | batch(2, 0) | list', '[[3, 1], [2, 0]]'],
    ['range(5) | slice(2) | list', '[[0, 1, 2], [3, 4]]'],
    ['labels | dictsort | first | join("=")', 'env=prod'],
    ['labels | items | list | length', '2'],
    ['objects | groupby("type") | map("first") | join(",")', 'endpoint,file'],
    ['name | lower | title', 'Shop Example'],
    ['"aBC" | capitalize', 'Abc'],
    ['name | replace("p", "b", 1)', 'Shob example'],
    ['"one two three four" | truncate(11)', 'one two...'],
    ['"one two three four" | truncate(11, true)', 'one two ...'],
    ['"ab" | center(6)', '  ab  '],
    ['"a\nb" | indent(2)', 'a\n  b'],
    ['"one two  three" | wordcount', '3'],
    ['"<b>bold</b>  text" | striptags', 'bold text'],
    ['"one two three" | wordwrap(7)', 'one two\nthree'],
    ['"a b&c" | urlencode', 'a%20b%26c'],
    ['{"a": 1, "b": "x y"} | urlencode', 'a=1&b=x+y'],
    ['2.567 | round(2)', '2.57'],
    ['2.1 | round(method="ceil")', '3.0'],
    ['"42" | int + 1', '43'],
    ['"x" | int(7)', '7'],
    ['"1.5" | float', '1.5'],
    ['"1.25" | float', '1.25'],
    ['-3 | abs', '3'],
    ['"%s has %05.1f, %d%%" | format(name, 3.14159, days)', 'Shop example has 003.1, 13%'],
    ['"%(a)s" | format(a="x")', 'x'],
    ['list | length', '3'],
    ['"<&>" | escape', '&lt;&amp;&gt;'],
    ['name | trim | string | list | count', '12'],
  ])('{{ %s }}', (expression, expected) => {
    expect(renderText(`{{ ${expression} }}`, data)).toBe(expected);
  });
});

describe('the sandbox', () => {
  it.each([
    '{{ constructor }}{{ __proto__ }}{{ toString }}{{ hasOwnProperty }}',
    '{{ data.constructor }}{{ data.__proto__ }}{{ data["constructor"] }}{{ data.toString }}',
    '{{ data.sans.constructor }}{{ data.sans.map }}{{ data.sans.push }}{{ data.sans.__proto__ }}',
    '{{ "".constructor }}{{ "".__proto__ }}{{ "".matchAll }}{{ (1).constructor }}',
    '{{ range.constructor }}{{ range.call }}{{ loop }}{{ self }}{{ process }}{{ globalThis }}{{ require }}{{ env }}',
    '{% macro m() %}{% endmacro %}{{ m.constructor }}{{ m.call }}{{ m }}',
    '{{ joiner().constructor }}{{ cycler("a").next.constructor }}',
  ])('hides JavaScript internals: %s', (template) => {
    expect(renderText(template)).toBe('');
  });

  it.each([
    ['{{ "".constructor.constructor("return 1")() }}', 'template-refused'],
    ['{{ data.sans.push("x") }}', 'template-refused'],
    ['{{ data() }}', 'template-refused'],
    ['{{ range.constructor("return process")() }}', 'template-refused'],
    ['{{ data | constructor }}', 'template-syntax'],
    ['{{ data is constructor }}', 'template-syntax'],
    ['{{ data | __proto__ }}', 'template-syntax'],
    ['{{ data.sans | map("constructor") }}', 'template-syntax'],
    ['{{ data.sans | select("__proto__") }}', 'template-syntax'],
    ['{% set data.x = 1 %}', 'template-refused'],
    ['{{ r/(a+)+$/.test("aaaa") }}', 'template-syntax'],
    ['{% include "/etc/passwd" %}', 'template-refused'],
    ['{% import "x" as y %}', 'template-refused'],
    ['{% from "x" import y %}', 'template-refused'],
    ['{% extends "x" %}', 'template-refused'],
    ['{% asyncEach x in y %}{% endeach %}', 'template-refused'],
    // An engine that compiles templates would paste these names into its code.
    ['{{ a"&Function`globalThis\\x2eowned\\x3d1```&"b }}', 'template-syntax'],
    ['{% set a"b = 1 %}', 'template-syntax'],
    ['{% for a"b in [1] %}{% endfor %}', 'template-syntax'],
    ['{% macro m(a"b) %}{% endmacro %}', 'template-syntax'],
    ['{{ range(a"b=1) }}', 'template-syntax'],
    ['{{ 1 / 0 }}', 'template-type-error'],
    ['{{ [] - 1 }}', 'template-type-error'],
  ])('rejects %s', (template, code) => {
    expect(renderTemplate(template, context, { mode: 'text' })).toMatchObject({ ok: false, failure: { code } });
    expect(globalThis).not.toHaveProperty('owned');
  });

  it('keeps a dict with the key __proto__ a dict', () => {
    expect(renderText('{% set d = {"__proto__": {"x": 1}} %}{{ d.x }}|{{ d | tojson }}|{{ {}.x }}')).toBe(
      '|{"__proto__": {"x": 1}}|',
    );
  });

  it('never changes the context', () => {
    const frozen = JSON.stringify(context);
    expect(renderText('{{ data.sans.append("x") }}{{ data.sans | last }}')).toBe('Nonex');
    expect(renderText('{{ data.update(status="x") }}{{ data.clear() }}{{ data }}')).toBe('NoneNone{}');
    expect(renderText('{% set l = data.labels %}{{ l.pop("env") }}{{ data.labels }}')).toBe("prod{'team': 'payments'}");
    renderText('{% set x = data.sans | list %}{{ x.append(1) }}{% set y = data.copy() %}{{ y.update(a=1) }}');
    renderText(
      '{% set data = 1 %}{{ event | upper }}{% for x in [1] %}{% set event = 2 %}{% endfor %}{{ {"a": 1}.update }}',
    );
    expect(JSON.stringify(context)).toBe(frozen);
  });
});
