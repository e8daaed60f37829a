import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRegexCompiler } from '../../src/lib/python-regex.ts';

const compileRegex = await loadRegexCompiler();

function matchesStart(source: string, text: string): boolean {
  const regex = compileRegex(source);
  if (!regex.ok) throw new Error(regex.problem);
  return regex.matchesStart(text);
}

describe('loadRegexCompiler', () => {
  it.each([
    ['shop', 'shop.example.com', true],
    ['example', 'shop.example.com', false],
    ['shop$', 'shop.example.com', false],
    ['', '', true],
    ['a|bc', 'bcd', true],
    ['(www|api)\\.example', 'api.example', true],
    ['(?:a|b)+c', 'ababc', true],
    ['a{2,3}$', 'aaaa', false],
    ['a{2,}$', 'aaaa', true],
    ['a{,2}$', 'aa', true],
    ['a{x', 'a{x', true],
    ['[a-c]+[^0-9]$', 'abcx', true],
    ['[]x]+$', ']x', true],
    ['[{,2}]+$', '{,2}', true],
    ['\\\\Z', '\\Z', true],
    ['[\\w.-]+$', 'a-b.c_d', true],
    ['\\d{4}-\\d\\d', '2027-03-01', true],
    ['.*\\bprod\\b', 'eu prod 1', true],
    ['\\Ashop\\Z', 'shop', true],
    ['(?P<host>\\w+)\\.', 'shop.example', true],
    ['(?i)SHOP', 'shop', true],
    ['(?i)[A-C]+$', 'abc', true],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['.*?x', 'aax', true],
    ['\\x41\\u0042', 'AB', true],
    ['.$', '😀', true],
  ])('matches %s against %j: %s', (source, text, expected) => {
    expect(matchesStart(source, text)).toBe(expected);
  });

  // What Python 3.11 does.
  it.each([
    ['\\w+\\Z', 'm\u00fcller', true],
    ['\\w+\\Z', '\u65e5\u672c\u8a9e_\u0663\u2460\u2167', true],
    ['\\w', '-', false],
    ['\\w', '\u0301', false],
    ['\\W\\Z', '\u00e9', false],
    ['\\W\\Z', '\u203f', true],
    ['\\W\\Z', '\u20ac', true],
    ['\\d+\\Z', '\u0661\u0662\u0663', true],
    ['\\d', '\u00b2', false],
    ['\\D\\Z', '\u0663', false],
    ['\\s\\Z', '\u00a0', true],
    ['\\s\\Z', '\u2003', true],
    ['\\s\\Z', '\u001c', true],
    ['\\s\\Z', '\u200b', false],
    ['\\S\\Z', '\u3000', false],
    ['\\S\\Z', '\u200b', true],
    ['[\\w.-]+\\Z', 'b\u00fccher.example', true],
    ['[^\\w]', '\u00e9', false],
    ['[\\W]\\Z', '\u00e9', false],
    ['[\\W]\\Z', '-', true],
    ['[\\W\\d]+\\Z', '-\u0663', true],
    ['[\\s]\\Z', '\u2028', true],
    ['[\\S]\\Z', '\u2028', false],
    ['[\\S]\\Z', '\u00fc', true],
    ['[\\D]\\Z', '\u0663', false],
    ['[^\\d]\\Z', '\u0663', false],
    ['[^\\S]\\Z', '\u00a0', true],
    ['shop$', 'shop\n', true],
    ['shop$', 'shop\n\n', false],
    ['shop$', 'shop\r\n', false],
    ['shop\\Z', 'shop\n', false],
    ['$', '\n', true],
    ['$', 'a', false],
    ['(?:a$|b)', 'a\n', true],
    ['(?m)shop$', 'shop\nother', true],
    ['(?m)a$\\nb$', 'a\nb\nc', true],
    ['(?m:a$)\\nb$', 'a\nb\n', true],
    ['(?m:a$)\\nb$', 'a\nb\nc', false],
    ['(?i:A$)', 'a\n', true],
    ['[$]\\Z', '$', true],
    ['\\$\\Z', '$', true],
    ['(?:(a)|b)$', 'b\n', true],
    ['[\\b]\\Z', '\b', true],
    ['[\\u00e9-\\u00eb]\\Z', '\u00ea', true],
    ['\\U0001f600\\Z', '\ud83d\ude00', true],
    ['(?i)\u00c9\\Z', '\u00e9', true],
    ['(?i)\\w+\\Z', '\u00c9', true],
  ])('matches %s against %j like Python: %s', (source, text, expected) => {
    expect(matchesStart(source, text)).toBe(expected);
  });

  it.each(['[+-\\w]', '[+-\\s]', '[+-\\S]', '[+-\\d]'])('rejects the range %s, like Python', (source) => {
    expect(compileRegex(source)).toMatchObject({ ok: false });
  });

  it.each([
    ['(a', 'a ( is not closed'],
    ['a)', 'a ) has no matching ('],
    ['[a', 'a [ is not closed'],
    ['*a', 'nothing to repeat before a repetition'],
    ['a**', 'a repetition is itself repeated'],
    ['a{3,2}', 'limits that are too large or in the wrong order'],
    ['[z-a]', 'a range in [ ] is in the wrong order'],
    ['(?=a)', 'lookaround'],
    ['(a)\\1', 'such as a backreference (\\1)'],
    ['\\', 'lone backslash'],
    ['(?x)a', 'a group that is not supported'],
    ['(a{1000}){1000}', 'too large'],
    ['(?:a?){1000}'.repeat(160), 'too large'],
    [`${'('.repeat(1_500)}${')'.repeat(500)}`, 'not closed'],
    [`${'('.repeat(1_000)}${')'.repeat(1_000)}`, 'nested too deeply'],
    ['a'.repeat(2_001), 'longer than 2000 characters'],
  ])('rejects %s', (source, problem) => {
    expect(compileRegex(source)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });

  it('agrees with a backtracking matcher', () => {
    const sources = fc.letrec<{ source: string }>((tie) => ({
      source: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '^', '$', '\\b'),
        fc.tuple(tie('source'), tie('source')).map(([a, b]) => a + b),
        fc.tuple(tie('source'), tie('source')).map(([a, b]) => `(?:${a}|${b})`),
        fc.tuple(tie('source'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}')).map(([a, q]) => `(?:${a})${q}`),
      ),
    })).source;
    const texts = fc.array(fc.constantFrom('a', 'b', '-'), { maxLength: 8 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(sources, texts, (source, text) => {
        expect(matchesStart(source, text)).toBe(new RegExp(`^(?:${source})`, 'u').test(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*)*x', '.*.*.*.*.*.*.*x'])(
    'matches %s against a long text in linear time',
    (source) => {
      expect(matchesStart(source, `${'a'.repeat(5_000)}!`)).toBe(false);
    },
  );
});
