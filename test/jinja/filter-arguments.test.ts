import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listFilterNames } from '../../src/jinja/filters/index.ts';
import { lintTemplate, parseTemplate, renderTemplate, schemas, TemplateError } from '../../src/jinja/index.ts';

/** The parameters of Jinja2's filters, as it declares them; null if a filter takes any arguments. */
const JINJA2: Record<string, string[] | null> = JSON.parse(
  readFileSync('test/golden/jinja/filter-parameters.json', 'utf8'),
);
/** Filters of nunjucks and NetBox. */
const OTHERS = { dump: ['indent'], nl2br: [], header_safe: [], env: [] };
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

  it.each(PARAMETERS)('%s: %j', (name, parameters) => {
    if (parameters === null) return expect(findRefusal(name, '"a", 1, 1, 1, a=1')).not.toContain(`filter ${name}`);
    const most = ['no arguments', 'at most 1 argument'][parameters.length] ?? `at most ${parameters.length} arguments`;
    expect(findRefusal(name, count(parameters.length))).toBe('');
    expect(findRefusal(name, count(parameters.length + 1))).toBe(`the filter ${name} takes ${most}`);
    expect(findRefusal(name, 'other=1')).toBe(`the filter ${name} has no argument other`);
    for (const [index, parameter] of parameters.entries()) {
      const [before, up] = [count(index), count(index + 1)];
      expect(findRefusal(name, before === '' ? `${parameter}=1` : `${before}, ${parameter}=1`)).toBe('');
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
    ['map(1, 2)', null],
    ['select("truncate", lenght=1)', null],
  ])('is reported in %s: %s', (filters, detail) => {
    const [problem] = lintTemplate(`{{ x | ${filters} }}`, { mode: 'text', schema: { x: schemas.ANY } });
    if (detail === null) expect(problem).toBeUndefined();
    else expect(problem?.message).toContain(`The template has a syntax error: ${detail}`);
  });
});
