import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listFilterNames } from '../../src/jinja/filters/index.ts';
import { lintTemplate, parseTemplate, renderTemplate, schemas, TemplateError } from '../../src/jinja/index.ts';

/** The parameters of Jinja2's filters, as it declares them; = ends an optional one. Null if a filter takes any arguments. */
const JINJA2: Record<string, string[] | null> = JSON.parse(
  readFileSync('test/golden/jinja/filter-parameters.json', 'utf8'),
);
/** Filters of nunjucks and NetBox. */
const OTHERS = { dump: ['indent='], nl2br: [], header_safe: [], env: [] };
const MISSING = ['random', 'urlize'];

const PARAMETERS = Object.entries({ ...JINJA2, ...OTHERS }).filter(([name]) => !MISSING.includes(name));

function render(template: string): string {
  try {
    return renderTemplate(parseTemplate(template), { x: ['b', 'a'] }, { mode: 'text' });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `${error.code}: ${error.detail}`;
  }
}

/** The error about the arguments of `x | name(args)`, or an empty text. */
function findRefusal(name: string, args: string): string {
  const text = render(`{{ x | ${name}(${args}) }}`);
  return text.startsWith('template-syntax: ') ? text.slice('template-syntax: '.length) : '';
}

const count = (length: number) => Array.from({ length }, () => '1').join(', ');

describe('a filter has the parameters of Jinja2', () => {
  it('for each filter', () => {
    expect(PARAMETERS.map(([name]) => name).sort()).toEqual(listFilterNames().sort());
  });

  it.each(PARAMETERS)('%s: %j', (name, declared) => {
    if (declared === null) return expect(findRefusal(name, '"a", 1, 1, 1, a=1')).not.toContain(`filter ${name}`);
    const parameters = declared.map((parameter) => parameter.replace('=', ''));
    const required = declared.findLastIndex((parameter) => !parameter.endsWith('=')) + 1;
    const missing = (given: string[]) => {
      const absent = parameters.slice(0, required).find((parameter) => !given.includes(parameter));
      return absent === undefined ? '' : `the filter ${name} needs the argument ${absent}`;
    };
    expect(findRefusal(name, '')).toBe(missing([]));
    const most = ['no arguments', 'at most 1 argument'][parameters.length] ?? `at most ${parameters.length} arguments`;
    expect(findRefusal(name, count(parameters.length))).toBe('');
    expect(findRefusal(name, count(parameters.length + 1))).toBe(`the filter ${name} takes ${most}`);
    expect(findRefusal(name, 'other=1')).toBe(`the filter ${name} has no argument other`);
    for (const [index, parameter] of parameters.entries()) {
      const [before, up] = [count(index), count(index + 1)];
      const call = before === '' ? `${parameter}=1` : `${before}, ${parameter}=1`;
      expect(findRefusal(name, call)).toBe(missing(parameters.slice(0, index + 1)));
      expect(findRefusal(name, `${up}, ${parameter}=1`)).toBe(
        `the filter ${name} gets its argument ${parameter} twice`,
      );
    }
  });
});

describe('an argument that a filter does not have', () => {
  it('is refused in a filter that map applies', () => {
    expect(render('{{ x | map("truncate", lenght=1) }}')).toBe(
      'template-syntax: the filter truncate has no argument lenght',
    );
  });

  it('is reported with its position, also in a branch that no sample takes', () => {
    const template = '{% if x == "never" %}\n  {{ x | truncate(lenght=3) }}{% endif %}';
    const message = 'The template has a syntax error: the filter truncate has no argument lenght.';
    expect(lintTemplate(template, { mode: 'text', schema: { x: schemas.TEXT } })).toEqual([
      { code: 'template-syntax', message, line: 2, column: 10 },
    ]);
  });

  it.each([
    ['map("truncate", lenght=1)', 'the filter truncate has no argument lenght'],
    ['map("upper", 1)', 'the filter upper takes no arguments'],
    ['map("nope")', 'no filter named "nope" (available: abs,'],
    ['list | map("first") | last(1)', 'the filter last takes no arguments'],
    ['map("truncate", 3, end="")', null],
    ['map(attribute="a", default=1)', null],
    ['map("upper", attribute="a", default=1)', null],
    ['map(x)', null],
    ['map()', null],
    ['replace("a")', 'the filter replace needs the argument new'],
    ['map(1, 2)', null],
    ['select("truncate")', 'no test named "truncate" (available: boolean, '],
    ['select("odd", 1)', 'the test odd takes no arguments'],
    ['rejectattr("a", "eq")', 'the test eq needs the argument other'],
    ['selectattr("a", "divisibleby", num=3)', null],
    ['selectattr("a", x)', null],
    ['upper ~ "%s of %s" | format(1)', 'a % format has more conversions than values'],
    ['upper ~ "%s of %s" | format(1, 2)', null],
    ['upper ~ "%(a)s" | format(a=1)', null],
    ['upper ~ "%(a)s" | format(1)', 'a % format with names needs a dict'],
    ['upper ~ "%y" % (1, 2)', 'a % format has an invalid conversion; write %% for a percent sign'],
    ['upper ~ "%s" % (1, 2)', 'a % format has fewer conversions than values'],
    ['upper ~ "%s %s" % x', null],
    ['upper ~ "{} {}".format(1)', 'format() has no value for field 1'],
    ['upper ~ "{a}".format(a=1)', null],
    ['upper ~ "{:{w}}".format(1, w=5)', null],
    ['upper ~ "{:q}".format(1)', 'format() got an invalid format specification'],
    ['upper ~ "a".upper(1)', 'upper() takes no arguments'],
    ['upper ~ "a".replace("b")', 'replace() needs the argument new'],
    ['upper ~ [1].pop(1, 2)', null],
    ['upper ~ "a".center(5, fill="b")', 'center() has no argument fill'],
    ['upper ~ "a".zfill(width=5)', 'zfill() has no argument width'],
    ['upper ~ "a".strip(chars="a")', 'strip() has no argument chars'],
    ['upper ~ "a".find("a", start=1)', 'find() has no argument start'],
    ['upper ~ ["a"].index("a", start=1)', 'index() has no argument start'],
    ['upper ~ {"a": 1}.get("a", default=1)', 'get() has no argument default'],
    ['upper ~ "a".split("a", sep="a")', 'split() gets its argument sep twice'],
    ['upper ~ "a".split(maxsplit=1, sep="b")', null],
    ['upper ~ "a".replace("b", "c", count=1)', null],
    ['upper ~ "a".splitlines(keepends=true)', null],
    ['upper ~ "a".expandtabs(tabsize=4)', null],
    ['upper ~ [2, 1].sort(reverse=true)', null],
    ['upper ~ range()', 'range() needs the argument start'],
    ['upper ~ range(1, 2, 3, 4)', 'range() takes at most 3 arguments'],
  ])('is reported in %s: %s', (filters, detail) => {
    const [problem] = lintTemplate(`{{ x | ${filters} }}`, { mode: 'text', schema: { x: schemas.ANY } });
    if (detail === null) expect(problem).toBeUndefined();
    else expect(problem?.message).toContain(`The template has a syntax error: ${detail}`);
  });
});
