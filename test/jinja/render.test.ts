// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${HOME} is text that a hostile certificate could contain

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { readCorpus } from '../helpers/template-corpus.ts';
import { createContext } from '../notify/context.ts';
import { context, HOSTILE, renderJson, renderText, SLACK } from '../notify/rendering.ts';

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
