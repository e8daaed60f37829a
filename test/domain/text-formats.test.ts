import { describe, expect, it } from 'vitest';
import { coversNames, formatDisplayName, toEntryName } from '../../src/domain/certificate-names.ts';
import { findUnknownDirective, parseDateFormat } from '../../src/domain/sources/date-format.ts';
import { createFieldMap } from '../../src/domain/sources/field-map.ts';
import { findUrlProblem, isAuthorityTemplated } from '../../src/domain/sources/http-url.ts';
import { formatItemLocation, isItemLocation } from '../../src/domain/sources/item-location.ts';

describe('a date in a format', () => {
  it.each<[text: string, format: string, iso: string | null]>([
    ['31.12.2027', '%d.%m.%Y', '2027-12-31T00:00:00Z'],
    [' 1.2.2027 ', '%d.%m.%Y', '2027-02-01T00:00:00Z'],
    ['31x12x2027', '%d.%m.%Y', null],
    ['31.12.2027x', '%d.%m.%Y', null],
    ['x31.12.2027', '%d.%m.%Y', null],
    ['12/31/27', '%m/%d/%y', '2027-12-31T00:00:00Z'],
    ['Jan 5 2027', '%b %d %Y', '2027-01-05T00:00:00Z'],
    ['January  5\t2027', '%B %e %Y', '2027-01-05T00:00:00Z'],
    ['Sept. 15 2027', '%b %d %Y', '2027-09-15T00:00:00Z'],
    ['DEC 15 2027', '%b %d %Y', '2027-12-15T00:00:00Z'],
    ['Foo 15 2027', '%b %d %Y', null],
    ...['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map(
      (name, index): [string, string, string] => [
        `${name} 15 2027`,
        '%b %d %Y',
        `2027-${String(index + 1).padStart(2, '0')}-15T00:00:00Z`,
      ],
    ),
    ['1/ 5/2027', '%m/%e/%Y', '2027-01-05T00:00:00Z'],
    ['1 5 2027', '%m  %d %Y', '2027-01-05T00:00:00Z'],
    ['2027 -01-02', '%Y% -%m-%d', null],
    ['01-02', '%m-%d', null],
    ['2027-01-02 1:04 pm', '%Y-%m-%d %I:%M %p', '2027-01-02T13:04:00Z'],
    ['2027-01-02 03:04 +01:30', '%Y-%m-%d %H:%M %z', '2027-01-02T01:34:00Z'],
    ['2027-01-02 03', '%Y-%m-%d %H', '2027-01-02T03:00:00Z'],
    ['2027-02-30', '%Y-%m-%d', null],
    ['2027-12', '%Y-%m', '2027-12-01T00:00:00Z'],
    ['27', '%d', null],
    ['2027-01-02 03:04:05', '%Y-%m-%d %H:%M:%S', '2027-01-02T03:04:05Z'],
    ['2027-01-02 3:04', '%Y-%m-%d %H:%M', '2027-01-02T03:04:00Z'],
    ['2027-01-02 12:04 AM', '%Y-%m-%d %I:%M %p', '2027-01-02T00:04:00Z'],
    ['2027-01-02 12:04 p.m.', '%Y-%m-%d %I:%M %p', '2027-01-02T12:04:00Z'],
    ['2027-01-02 1:04 PM', '%Y-%m-%d %I:%M %p', '2027-01-02T13:04:00Z'],
    ['2027-01-02 03:04 +0130', '%Y-%m-%d %H:%M %z', '2027-01-02T01:34:00Z'],
    ['2027-01-02 03:04 -01:30', '%Y-%m-%d %H:%M %z', '2027-01-02T04:34:00Z'],
    ['2027-01-02 03:04 Z', '%Y-%m-%d %H:%M %z', '2027-01-02T03:04:00Z'],
    ['2027-01-02 03:04 GMT', '%Y-%m-%d %H:%M %Z', '2027-01-02T03:04:00Z'],
    ['2027-01-02 03:04 UTC', '%Y-%m-%d %H:%M %Z', '2027-01-02T03:04:00Z'],
    ['2027-01-02 03:04 CET', '%Y-%m-%d %H:%M %Z', null],
    ['Sat, 2 Jan 2027 03:04:05.123456', '%a, %d %b %Y %H:%M:%S.%f', '2027-01-02T03:04:05Z'],
    ['Saturday 2027-01-02', '%A %Y-%m-%d', '2027-01-02T00:00:00Z'],
    ['100% 2027-01-02', '100%% %Y-%m-%d', '2027-01-02T00:00:00Z'],
    ['2027-01-02 (a)[b]?', '%Y-%m-%d (a)[b]?', '2027-01-02T00:00:00Z'],
    ['2027-01-02', '%Y-%m-%d%q', null],
  ])('%j is read with %j as %j', (text, format, iso) => {
    expect(parseDateFormat(text, format)).toBe(iso);
  });

  it.each([
    ['%Y-%m-%d %H:%M:%S.%f %z %Z %a %A %b %B %e %I %p %y %%', null],
    ['%Y %q %j', '%q'],
    ['%Y %', '%'],
    ['%%q', null],
    ['constructor %constructor', '%c'],
  ])('%j has the unknown directive %j', (format, unknown) => {
    expect(findUnknownDirective(format)).toBe(unknown);
  });
});

describe('the location of an item', () => {
  it.each([
    ['a/b-c', 'kind:a/b-c'],
    ['a b', 'kind:a b'],
    ['a  b', 'kind:a%20 b'],
    [' a ', 'kind:%20a%20'],
    ['a#b@c%d', 'kind:a%23b%40c%25d'],
    ['a/', 'kind:a%2F'],
    ['a\nb\u007f\u200b\u202e\ufeff', 'kind:a%0Ab%7F%E2%80%8B%E2%80%AE%EF%BB%BF'],
    ['x'.repeat(200), `kind:${'x'.repeat(200)}`],
  ])('%j is %j', (id, location) => {
    expect(formatItemLocation('kind', id)).toBe(location);
  });

  it('has a digest instead of the end of a long ID', () => {
    const [one, other] = ['y', 'z'].map((end) => formatItemLocation('kind', `${'x'.repeat(200)}${end}`));
    expect(one).toMatch(/^kind:x{187}~[0-9a-f]{12}$/);
    expect(one).not.toBe(other);
  });

  it('is that of an inventory or of its items', () => {
    const locations = ['kind', 'kind:a', 'kinds:a', 'other', 'a kind:a'];
    expect(locations.filter((location) => isItemLocation(location, 'kind'))).toEqual(['kind', 'kind:a']);
  });
});

const VALUE = /\{\{|\{%/;
const variable = (name: string) => `\${${name}}`;

describe('a URL in a manifest', () => {
  it.each<[url: string, problem: string | null, templated: string | null]>([
    ['https://a.example/b?c#d', null, null],
    ['HTTP://a.example', null, null],
    ['https://a.example/\n', 'line-end', 'line-end'],
    ['https://a.example/\rb', 'line-end', 'line-end'],
    ['https://a.example/a b', 'space', 'space'],
    ['ftp://a.example', 'scheme', 'scheme'],
    ['a.example', 'scheme', 'scheme'],
    ['', 'scheme', 'scheme'],
    ['https:a.example', 'host', 'host'],
    ['https:///a', 'host', 'host'],
    ['https:a/http://b', 'host', 'host'],
    ['x/https://a.example/{{ y }}', 'scheme', 'scheme'],
    ['http://a.example/{{ x }}', 'space', null],
    ['https://', 'host', 'host'],
    ['https://[::1/', 'malformed', 'malformed'],
    [`https://${variable('HOST')}/a b`, null, null],
    [variable('URL'), null, null],
    ['https://a.example/{{ data.x }}', 'space', null],
    ['https://a.example/{{ data.x | a }} b', 'space', null],
    ['https://a.example:{{ port }}/', 'space', 'scheme'],
    ['https://{{ host }}/', 'space', 'scheme'],
    ['https://[::1/{{ x }}', 'space', 'malformed'],
    ['https://{% if a %}b{% endif %}/', 'space', null],
    ['{# a {{ b }} #}https://a.example/{{ x }}', 'scheme', null],
    [`https://a.example/{{ x }}${'a'.repeat(10_000)}`, 'space', null],
    [`https://{{ x }}/${'a'.repeat(9984)}`, 'space', 'scheme'],
    [`https://{{ x }}/${'a'.repeat(9985)}`, 'space', null],
  ])('%j has the problem %j, and %j as a template', (url, problem, templated) => {
    expect(findUrlProblem(url)).toBe(problem);
    expect(findUrlProblem(url, VALUE)).toBe(templated);
  });

  it.each([
    ['{{ url }}', true],
    ['https://{{ host }}/', true],
    ['http://{{ host }}/', true],
    ['https://a.example:{{ port }}/', true],
    ['https://a.example/{{ x }}', false],
    ['https://a.example?{{ x }}', false],
    ['https://a.example#{{ x }}', false],
    ['https://a.example\\{{ x }}', false],
    ['ftp://{{ host }}', false],
    ['{% if a %}{{ b }}{% endif %}', false],
    [`${variable('A')}{{ b }}`, false],
    ['{# a #}{{ b }}', true],
    [' {{ b }}', true],
    ['https://a.example', false],
  ])('%j has a value in its authority: %s', (url, isTemplated) => {
    expect(isAuthorityTemplated(url)).toBe(isTemplated);
  });
});

describe('the fields of an inventory', () => {
  it('have paths, defaults and formats', () => {
    const map = createFieldMap({
      ...{
        name: 'a.b',
        owner: ['c', 'd'],
        valid_to: { path: ['e', 'f'], format: '%Y' },
        tenant: { path: 'g', default: 'h' },
      },
      labels: { team: 'x', env: { path: 'y', default: 'z' } },
    });
    const field = (paths: string[], fallback: string | null = null, format: string | null = null) => ({
      ...{ paths, default: fallback, format },
    });
    expect(map).toEqual({
      fields: {
        ...{ name: field(['a.b']), owner: field(['c', 'd']) },
        ...{ valid_to: field(['e', 'f'], null, '%Y'), tenant: field(['g'], 'h') },
      },
      labels: { team: field(['x']), env: field(['y'], 'z') },
      all_labels: null,
    });
  });

  it('override those of the preset', () => {
    const map = createFieldMap({ name: 'a' }, { name: 'b', owner: 'c', labels: 'tags' });
    expect(Object.entries(map.fields).map(([name, field]) => [name, field.paths])).toEqual([
      ['name', ['a']],
      ['owner', ['c']],
    ]);
    expect([map.labels, map.all_labels]).toEqual([{}, 'tags']);
    expect(createFieldMap()).toEqual({ fields: {}, labels: {}, all_labels: null });
  });
});

describe('the names of a certificate', () => {
  const facts = (common_name: string | null, sans: string[], subject: string | null = null) =>
    ({ common_name, sans, subject }) as Parameters<typeof coversNames>[0];

  it.each([
    [facts('A', ['b']), facts('a', ['B']), true],
    [facts('a', ['b', 'c']), facts('a', ['b']), true],
    [facts('a', ['b']), facts('a', ['b', 'c']), false],
    [facts('x', ['a']), facts('a', []), true],
    [facts(null, ['a']), facts('a', ['a']), true],
    [facts(null, [], 'O=x'), facts(null, [], 'o=X'), true],
    [facts(null, [], 'O=x'), facts(null, [], 'O=y'), false],
    [facts('a', []), facts(null, [], null), true],
    [facts('a', [], 'CN=a'), facts(null, [], 'CN=a'), false],
  ])('%j cover those of %j: %s', (one, old, covers) => {
    expect(coversNames(one, old)).toBe(covers);
  });

  it.each<[string, number | undefined, string]>([
    ['a b/c', undefined, 'a-b-c'],
    ['a // b', undefined, 'a-b'],
    ['*.Example.com', undefined, 'Example.com'],
    ['-a_b.-', undefined, 'a_b'],
    ['abc.def', 4, 'abc'],
    ['###', undefined, ''],
  ])('%j of at most %s characters are the entry %j', (text, length, name) => {
    expect(toEntryName(text, length)).toBe(name);
  });

  const display = (one: ReturnType<typeof facts> | null, ...locations: string[]) =>
    formatDisplayName({ name: 'shop', facts: one, distinguishing_locations: locations });
  it('are shown with their location if an entry has several', () => {
    expect(formatDisplayName({ name: 'shop', facts: facts('a', []), distinguishing_locations: null })).toBe('shop');
    expect(display(facts('a', ['b'], 'c'))).toBe('a');
    expect(display(facts(null, ['b'], 'c'))).toBe('b');
    expect(display(facts(null, [], 'c'))).toBe('c');
    expect(display(facts(null, []))).toBe('shop');
    expect(display(null)).toBe('shop');
    expect(display(null, 'a.pem')).toBe('shop (a.pem)');
    expect(display(facts('a', []), 'b.pem#0123456789ab', 'c', 'd')).toBe('a (b.pem and 2 more)');
    expect(display(facts('a', []), 'b.pem#0123456789aB')).toBe('a (b.pem#0123456789aB)');
    expect(display(facts('a\n\u202eb ', []), ' c\t\u2028d')).toBe('a b (c d)');
    expect(display(facts('x'.repeat(101), []), 'y'.repeat(121))).toBe(`${'x'.repeat(99)}… (${'y'.repeat(119)}…)`);
    expect(display(facts('x'.repeat(100), []), 'y'.repeat(120))).toBe(`${'x'.repeat(100)} (${'y'.repeat(120)})`);
  });
});
