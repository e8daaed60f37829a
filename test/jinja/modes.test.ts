import { describe, expect, it } from 'vitest';
import { type OutputMode, parseTemplate, renderTemplate, TemplateError } from '../../src/jinja/index.ts';

const CONTEXT = {
  path: 'a/b c',
  dots: '..',
  host: 'h.example',
  line: 'a\r\nb',
  nul: 'a\0',
  tab: 'a\tb',
  tag: '<b>&"\'',
};

/** The rendering, or the code of the failure and what it says. */
function render(template: string, mode: OutputMode): string {
  try {
    return renderTemplate(parseTemplate(template), CONTEXT, { mode });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `${error.code}: ${error.detail}`;
  }
}

it('a template never changes its context', () => {
  const context = { labels: { a: 1 }, list: [1, { b: [2] }] };
  const template =
    '{% set _ = labels.update(c=1) %}{% set _ = list.append(3) %}{% set _ = list[1].b.append(4) %}{{ labels }}{{ list }}';
  expect(renderTemplate(parseTemplate(template), context, { mode: 'text' })).toBe(
    "{'a': 1, 'c': 1}[1, {'b': [2, 4]}, 3]",
  );
  expect(context).toEqual({ labels: { a: 1 }, list: [1, { b: [2] }] });
});

it('each failure of a template has its message', () => {
  const codes = [
    'template-syntax',
    'template-refused',
    'template-type-error',
    'template-limit',
    'template-not-json',
  ] as const;
  const others = ['url-authority-templated', 'url-dot-segment', 'header-injection'] as const;
  expect([...codes, ...others].map((code) => new TemplateError(code, 'the detail').message)).toEqual([
    'The template has a syntax error: the detail.',
    'The template cannot be rendered: the detail.',
    'The template failed on these values: the detail.',
    'The template was stopped: the detail.',
    'The rendered body is not valid JSON: the detail.',
    "A {{ value }} cannot be part of a URL's scheme, host or port: the detail.",
    'A value that consists only of dots would change the path of the URL.',
    'The header would contain the detail.',
  ]);
});

describe('a template', () => {
  it.each([
    [' https://a.example/{{ path }} ', 'https://a.example/a%2Fb%20c'],
    ['https://a.example/{{ path | urlencode }}/x', 'https://a.example/a%2Fb%20c/x'],
    ['https://a.example?x={{ path }}', 'https://a.example?x=a%2Fb%20c'],
    ['https://a.example#{{ path }}', 'https://a.example#a%2Fb%20c'],
    ['HTTP://a.example/{{ path }}', 'HTTP://a.example/a%2Fb%20c'],
    ['  https://a.example/{{ path }}{{ path }}', 'https://a.example/a%2Fb%20ca%2Fb%20c'],
    ['*** {{ path }}', '*** a%2Fb%20c'],
    ['https://a.example/{{ "\\ud800" }}', 'https://a.example/%EF%BF%BD'],
    ['https://a.example/{{ dots }}', 'url-dot-segment: '],
    ['https://a.example/{{ "." }}', 'url-dot-segment: '],
    ['https://a.example/{{ ".a" }}{{ "a." }}{{ "" }}', 'https://a.example/.aa.'],
    ['https://{{ host }}/', 'url-authority-templated: write them out'],
    ['{{ host }}', 'url-authority-templated: write them out'],
    ['https://a.example{{ path }}', 'url-authority-templated: write them out'],
    ['ftp://a.example/{{ path }}', 'url-authority-templated: write them out'],
    ['x https://a.example/{{ path }}', 'url-authority-templated: write them out'],
    ['x*** {{ path }}', 'url-authority-templated: write them out'],
    ['https:///{{ path }}', 'url-authority-templated: write them out'],
    ['https://a.example\\{{ path }}', 'url-authority-templated: write them out'],
    ['anything', 'anything'],
  ])('for a URL writes %j as %j', (template, expected) => {
    expect(render(template, 'url')).toBe(expected);
  });

  it.each([
    ['/x/{{ path }}', '/x/a%2Fb%20c'],
    ['{{ path }}?a={{ path }}', 'a%2Fb%20c?a=a%2Fb%20c'],
    ['/{{ dots }}', 'url-dot-segment: '],
  ])('for the path of a URL writes %j as %j', (template, expected) => {
    expect(render(template, 'path')).toBe(expected);
  });

  it.each([
    [' a {{ tab }} ', 'a a\tb'],
    ['{{ tag }}', '<b>&"\''],
    ['{{ line }}', 'header-injection: a line break'],
    ['{{ "a\\nb" }}', 'header-injection: a line break'],
    ['{{ "a\\rb" }}', 'header-injection: a line break'],
    ['{{ nul }}', 'header-injection: a control character'],
    ['{{ "\\x7f" }}x', 'header-injection: a control character'],
    ['{{ line | header_safe }}{{ nul | header_safe }}', 'aba'],
    ['{{ "a\\x80" | header_safe }}', 'header-injection: a control character'],
  ])('for a header writes %j as %j', (template, expected) => {
    expect(render(template, 'header')).toBe(expected);
  });

  it.each([
    ['<i>{{ tag }}</i>', '<i>&lt;b&gt;&amp;&#34;&#39;</i>'],
    ['{{ tag | safe }}{{ tag | escape }}', '&lt;b&gt;&amp;&#34;&#39;&lt;b&gt;&amp;&#34;&#39;'],
    ['{{ [tag] | tojson }}', '[&#34;\\u003cb\\u003e\\u0026\\&#34;\\u0027&#34;]'],
    ['{{ none }}{{ true }}{{ [1] }}', 'NoneTrue[1]'],
  ])('for HTML writes %j as %j', (template, expected) => {
    expect(render(template, 'html')).toBe(expected);
  });

  it.each([
    ['{"a": "{{ tag }}", "b": {{ tag }}}', '{"a": "<b>&\\"\'", "b": "<b>&\\"\'"}'],
    [
      '[{{ none }}, {{ missing }}, {{ true }}, {{ 1.0 }}, {{ [1, none] }}, {{ {"a": 1} }}]',
      '[null, null, true, 1.0, [1,null], {"a":1}]',
    ],
    ['"{{ none }}{{ true }}{{ [1] }}{{ "x" if false }}"', '"true[1]"'],
    ['[{{ {"b": [1], "a": 2} | tojson }}, {{ {"b": [1], "a": 2} | dump }}]', '[{"a": 2, "b": [1]}, {"b":[1],"a":2}]'],
    ['{{ {"b": [1], "a": "x"} | pprint }}', '{"b":[1],"a":"x"}'],
    ['"{{ path | urlencode }}"', '"a%2Fb%20c"'],
    ['[1{{ ", 2" * 2 }}]', '[1, 2, 2]'],
    ['[{{ path * 2 }}, {{ ("a" ~ path) * 2 }}]', '["a/b ca/b c", "aa/b caa/b c"]'],
    ['"\\{{ path }}"', 'template-not-json: a value follows a backslash'],
    ['"\\u{{ path }}"', 'template-not-json: a value follows a backslash'],
    ['"\\u00e9{{ path }}\\\\{{ path }}\\"{{ path }}"', '"\\u00e9a/b c\\\\a/b c\\"a/b c"'],
    ['"\\{{ missing }}""', '"\\""'],
    ['[1,\n\n{{ "x" }}]', 'template-not-json: text needs double quotes (line 3 of the body)'],
  ])('for JSON writes %j as %j', (template, expected) => {
    expect(render(template, 'json')).toBe(expected);
  });

  it.each([
    [
      '{{ path | urlencode }} {{ {"b": 1, "a": 2} | dump }} {{ {"b": 1, "a": 2} | pprint }}',
      'a/b%20c {"a": 2, "b": 1} {\'a\': 2, \'b\': 1}',
    ],
    ['{% switch 1 %}{% case 1 %}{% case 2 %}b{% case 3 %}c{% endswitch %}', 'b'],
    ['{{ 1 is defined if true }}', 'True'],
    [
      '{{ 1 is odd is defined }} {{ 1 is odd if true else 2 }} {{ 1 is odd in [true] }} {{ 1 is odd not in [true] }}',
      'True True True False',
    ],
    ['{{ 1, {"a": 2} }}{{ 1, -2 }}{{ 1, +2 }}', "(1, {'a': 2})(1, -2)(1, 2)"],
    ['{{ "1.2_5" | float }} {{ "1.2__5" | float }} {{ "1._5" | float }}', '1.25 0.0 0.0'],
    ['{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}', '123'],
    ['{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}', '123'],
    ['{{ [1][none] }}{{ "a"[[1]] }}{{ 1.2_5e1 }}', '12.5'],
    ['{{ 1 === 1 }}{{ 1 !== 1 }}{% if 0 %}{% elseif 1 %}x{% endif %}', 'TrueFalsex'],
    ['{{ "%(a)s" | format(a=1) }}{{ dict([]) }}{{ [range] | tojson }}', '1{}[null]'],
    ['{{ "\\U00110000" }}{{ {"null": 1}[none] }}', '\ufffd'],
    ['{% set x.a = 1 %}', 'template-refused: only attributes of a namespace() can be set'],
    ['{% set a, b = [1] %}', 'template-type-error: cannot unpack 1 values into 2 names'],
    ['{{ [1]() }}', 'template-refused: an expression is not a function'],
    ['{{ x.y.z() }}', 'template-refused: x.y is missing and has no method z()'],
    ['{{ none.y() }}', 'template-refused: an expression is null and has no method y()'],
    ['{{ path["x"]() }}', 'template-refused: path.x is not a function'],
    ['{{ [1][path]() }}', 'template-refused: an expression is not a function'],
    ['{{ {} | xmlattr }}{{ 1 | xmlattr }}', 'template-type-error: xmlattr needs a dict'],
    ['{{ {"a b": 1} | xmlattr }}', 'template-type-error: xmlattr needs keys that are valid attribute names'],
    ['{{ [1] | groupby }}', 'template-syntax: the filter groupby needs the argument attribute'],
    ['{{ 1 | list }}', 'template-type-error: a number has no members'],
    ['{{ 1.0 | list }}', 'template-type-error: a number has no members'],
    ['{{ true | list }}', 'template-type-error: a boolean has no members'],
    ['{{ [1][::0] }}', 'template-type-error: the step of a slice is 0'],
    ['{{ "{:zz}".format(1) }}', 'template-type-error: format() got an invalid format specification'],
    ['{{ "a" - 1 }}', 'template-type-error: - needs numbers'],
    ['{{ -"a" }}', 'template-type-error: - needs numbers'],
    ['{{ +"a" }}', 'template-type-error: + needs numbers'],
    ['{{ 1 // 0 }}', 'template-type-error: a division by zero'],
    ['{{ "a".ljust(3, "xy") }}', 'template-type-error: the fill must be one character'],
    ['{{ "a".split("") }}', 'template-type-error: split needs a separator that is not empty'],
    ['{{ {}.pop("a") }}', 'template-type-error: pop() finds nothing'],
    ['{{ {}.popitem() }}', 'template-type-error: popitem() finds nothing'],
    ['{{ [].pop() }}', 'template-type-error: pop() finds nothing'],
    ['{% for x in [1] %}{{ loop(1) }}{% endfor %}', 'template-type-error: loop() needs {% for ... recursive %}'],
  ])('for text writes %j as %j', (template, expected) => {
    expect(render(template, 'text')).toBe(expected);
  });
});
