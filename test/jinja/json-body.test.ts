import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintTemplate } from '../../src/jinja/index.ts';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { createContextSchema } from '../../src/notify/template-context-schema.ts';

// The linter renders samples: a body that is invalid for all of them is an error, for some of them a warning.

const schema = createContextSchema(['token']);

/** `line:column reason` for bodies that are never valid JSON; in parentheses if they sometimes are. */
function lintBody(template: string): string[] {
  return lintTemplate(template, { mode: 'json', schema })
    .filter(({ code }) => code === 'body-not-json')
    .map(({ line, column, message, isCertain }) => {
      const what = `${line}:${column} ${message.replace(/^.*?: /, '').replace(/\.$/, '')}`;
      return isCertain ? what : `(${what})`;
    });
}

describe('a body that is not valid JSON', () => {
  it.each([
    ['{"a": {{ data.issuer }} is over}', '1:25 expected a comma or }'],
    ["{'a': 1}", '1:2 JSON strings use double quotes'],
    [
      '{"a": "one\ntwo {{ data.issuer }}"}',
      '1:11 a line ends inside a string; write \\n (\\\\n inside a double-quoted YAML string)',
    ],
    ['{"a": "one\ttwo"}', '1:11 a string contains a control character'],
    ['{"a": "\\d"}', '1:8 JSON has no such escape; write \\\\ for a backslash'],
    ['{"a": [1, 2,]}', '1:13 nothing follows the comma or colon'],
    ['{"a": "{{ data.issuer }}",}', '1:27 nothing follows the comma or colon'],
    ['{"a": 1\n "b": 2}', '2:2 expected a comma or }'],
    ['{"a": 1', '1:8 a { is not closed'],
    ['{"a": "{{ data.issuer }}', '1:15 a string is not closed'],
    ['[{"a": 1}', '1:10 a [ is not closed'],
    ['{"a": 1}}', '1:9 nothing may follow the JSON value'],
    ['{"a": True}', '1:7 text needs double quotes'],
    ['{"a": 01}', '1:7 this is not a valid number'],
    ['{{ data.issuer }} {{ data.status }}', '1:26 nothing may follow the JSON value'],
    ['{{ data.issuer }} is over', '1:19 nothing may follow the JSON value'],
    ['{# nothing #}', '1:1 it is empty'],
    ['{% if data.error %}a{% else %}b{% endif %}', '1:20 text needs double quotes'],
    ['{% if data.error -%}\n  {"a" 1}\n{%- else %}{"b": 1}{% endif %}', '(2:8 expected a colon)'],
    ['{"a": {{ data.owner or "nobody" }}}', '(1:24 text needs double quotes)'],
    ['[{% for s in data.sans %}"{{ s }}",{% endfor %}]', '(1:48 nothing follows the comma or colon)'],
    ['{"a": -{{ data.key_size }}.5}', '(1:7 this is not a valid number)'],
    ['{ {{ data.issuer }}: 1}', '(1:10 expected a key in double quotes or })'],
    [
      '[{% for s in data.sans %}"{{ s }}"{{ loop.cycle(",", "") }}{% endfor %}]',
      '(1:72 nothing follows the comma or colon)',
    ],
    ['{"a": {% if data.labels.team == "x" %}y{% else %}1{% endif %}}', '(1:39 text needs double quotes)'],
    ['[{% for s in data.sans %}{{ s }} {{ s }}{% endfor %}]', '(1:37 expected a comma or ])'],
  ])('is reported with position and reason: %j', (template, expected) =>
    expect(lintBody(template)).toEqual([expected]),
  );

  it.each([
    '{"a": "{{ data.issuer }}: {{ data.days_remaining }} days"}',
    '{"a": {{ data.issuer }}, "b": {{ data.days_remaining }}, "c": -{{ more }}.5, "d": {{ data.sans | tojson }}}',
    '{{ data | tojson }}',
    '{ {{ data.certificate }}: 1}',
    '{"\\u00e9\\n\\\\": [1e3, -0.5E-1, true, false, null, {}, []]}',
    '[{% for s in data.sans %}"{{ s }}"{% if not loop.last %},{% endif %}{% endfor %}]',
    '[{% for s in data.sans %}"{{ s }}"{{ "," if not loop.last }}{% endfor %}]',
    '[{% for s in data.sans %}{{ "" if loop.first else "," }}{"n": {{ loop.index }}, "s": "{{ s }}"}{% endfor %}]',
    '[{% for s in data.sans %}{% if not loop.first %}, {% endif %}"{{ s }}"{% endfor %}]',
    '{"a": {% if data.error %}"x"{% else %}null{% endif %}}',
    '{% if data.error %}{"a": {% endif %}1{% if data.error %}}{% endif %}',
    '{% set sep = joiner(",") %}[{% for s in data.sans %}{{ sep() }}"{{ s }}"{% endfor %}]',
    '{% set text %}{"a": 1}{% endset %}{{ text }}',
    '{% macro line(x) %}{"a": "{{ x }}"}{% endmacro %}{{ line(data.issuer) }}',
    '{% for e in events %}{"a": 1}{% endfor %}',
    '{"a": {{ data.issuer | default("none") }}}',
    '{"a": {{ data.days_remaining if data.days_remaining is number else "null" }}}',
    '{"a": {{ (data.days_remaining ~ "0") | int }}, "b": "{{ data.issuer ~ ", " ~ data.status }}"}',
    '{{ "{" }}"a": 1{{ "}" }}',
    '{% raw %}{"a": "{{ x }}"}{% endraw %}',
  ])('is not reported for %j', (template) => expect(lintBody(template)).toEqual([]));

  it.each([
    ['{"a": {{ data.issuer }}}}', 'is never valid JSON, so it is never sent: nothing may follow the JSON value'],
    ['{"a": "{{ data.issuer }}" {{ data.owner or ", \\"b\\": 1" }}}', 'is not valid JSON when all values are set'],
    ['{"a": -{{ data.key_size }}.5}', 'is not valid JSON when optional values are null, so it is not sent: this is'],
    ['[{{ data.sans | join(", ") }}{{ "" if data.sans else "," }}]', 'is not valid JSON when lists are empty'],
    ['{"a": {% if data.labels.team == "x" %}y{% else %}1{% endif %}}', 'when a condition before this is true, so'],
  ])('is reported with the samples that it concerns: %j', (template, expected) => {
    const messages = lintTemplate(template, { mode: 'json', schema }).map(({ message }) => message);
    expect(messages).toEqual([expect.stringContaining(expected)]);
  });

  it('is not reported for plain text', () => {
    expect(lintTemplate('{{ data.issuer }} is over', { mode: 'text', schema })).toEqual([]);
  });

  it('is found quickly in deeply nested templates', () => {
    const nested = `${'{% for s in data.sans %}'.repeat(40)}"x"${'{% endfor %}'.repeat(40)}`;
    expect(lintBody(nested)).toEqual([]);
    expect(lintBody('['.repeat(40_000))).toEqual(['1:40001 a [ is not closed']);
  });
});

// --------------------------------------------------------------------------------------------------- at random

const TEXT = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '"a"',
  '1',
  '-',
  '.',
  'e',
  'null',
  'x',
  ' ',
  '\n',
  '\\',
  "'",
  '"a": ',
);
const VALUE = fc.constantFrom(
  ...['data.issuer', 'data.days_remaining', 'data.owner', 'data.sans', 'data.sans | tojson', 'data.labels.env'],
  ...['data.sans | join(",")', '"," if data.test', '"," if not loop.last', 'data.owner or ","', 'loop.index', 's'],
  ...['data.issuer ~ ","', 'm()', 'c', 'data.issuer.upper()', 'data.sans | first', 'data.key_size + 1', '[1]', 'none'],
  ...['data.owner | default(",")', 'data.nothing | default("x")', '"a" | upper', 'data.sans | length'],
);
const { template } = fc.letrec<{ template: string; part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 2 },
    TEXT,
    TEXT,
    VALUE.map((value) => `{{ ${value} }}`),
    VALUE.map((value) => `"{{ ${value} }}"`),
    fc.tuple(tie('template'), tie('template')).map(([yes, no]) => `{% if data.test %}${yes}{% else %}${no}{% endif %}`),
    tie('template').map((body) => `[{% for s in data.sans %}${body}{% if not loop.last %},{% endif %}{% endfor %}]`),
    tie('template').map((body) => `{% for s in data.sans %}${body}{% endfor %}`),
    tie('template').map((body) => `{% set c %}${body}{% endset %}`),
    fc.tuple(tie('template'), tie('template')).map(([key, value]) => `{"a${key}": ${value}}`),
  ),
  template: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
}));

const CONTEXTS = [
  { sans: [], owner: null, test: true, issuer: '', days_remaining: 0, key_size: null, labels: {} },
  { sans: ['a'], owner: 'o', test: false, issuer: 'CN="x"', days_remaining: -3, key_size: 2048, labels: { env: 'p' } },
  { sans: ['a', 'b', '"'], owner: '', test: true, issuer: '1', days_remaining: 12, key_size: 1, labels: {} },
].map((data) => ({ data, secrets: {}, events: [{ data }], more: 0 }));

describe('random templates', () => {
  it('are never valid JSON if the linter is certain (property)', () => {
    let [never, rendered] = [0, 0];
    const property = fc.property(template, (body) => {
      const text = `{% macro m() %},{% endmacro %}${body}`;
      const isNever = lintTemplate(text, { mode: 'json', schema }).some(({ isCertain }) => isCertain);
      const isSent = CONTEXTS.some((one) => renderTemplate(text, one, { mode: 'json' }).ok);
      never += Number(isNever);
      rendered += Number(isSent);
      expect(isNever && isSent).toBe(false);
    });
    fc.assert(property, { numRuns: 200 });
    // About 140 and 30, with standard deviations of 7 and 5: whatever the seed, there are some of both.
    expect(Math.min(never, rendered)).toBeGreaterThan(5);
  });
});
