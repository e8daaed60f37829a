// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the files name a variable
import { describe, expect, it } from 'vitest';
import { parseVariables, resolveVariables } from '../../src/discover/yaml/variables.ts';

describe('a .env file', () => {
  it.each<[string, Record<string, string>]>([
    ['DOMAIN=example.com', { DOMAIN: 'example.com' }],
    ['  DOMAIN=example.com  ', { DOMAIN: 'example.com' }],
    ['export DOMAIN=example.com', { DOMAIN: 'example.com' }],
    ['export   DOMAIN=example.com', { DOMAIN: 'example.com' }],
    ['DOMAIN="example.com"', { DOMAIN: 'example.com' }],
    ["DOMAIN='example.com'", { DOMAIN: 'example.com' }],
    ['DOMAIN="example.com\'', { DOMAIN: '"example.com\'' }],
    ['DOMAIN=a"b"', { DOMAIN: 'a"b"' }],
    ['DOMAIN=""', { DOMAIN: '' }],
    ['DOMAIN=', { DOMAIN: '' }],
    ['DOMAIN=example.com # of the shop', { DOMAIN: 'example.com' }],
    ['DOMAIN="a # b" # of the shop', { DOMAIN: 'a # b' }],
    ['DOMAIN= # of the shop', { DOMAIN: '' }],
    ['DOMAIN=a#b', { DOMAIN: 'a#b' }],
    ['DOMAIN="a" b', { DOMAIN: '"a" b' }],
    ['DOMAIN="a" b # c', { DOMAIN: '"a" b' }],
    ['DOMAIN=aba', { DOMAIN: 'aba' }],
    ['DOMAIN="a', { DOMAIN: '"a' }],
    ['A=1\r\n_b2=2\nA=3', { A: '3', _b2: '2' }],
    ['# DOMAIN=example.com', {}],
    ['2A=1\nA-B=1\nmy export A=1\nA', {}],
  ])('with the text %j sets %j', (text, expected) => {
    expect(Object.fromEntries(parseVariables(text))).toEqual(expected);
  });
});

describe('a text with variables', () => {
  const variables = new Map([
    ...Object.entries({ DOMAIN: 'example.com', EMPTY: '', long: 'x'.repeat(1000), short: 'x'.repeat(999) }),
  ]);

  it.each([
    ['$DOMAIN', 'example.com'],
    ['a.$DOMAIN/b', 'a.example.com/b'],
    ['${DOMAIN}', 'example.com'],
    ['${DOMAIN:-other.example}', 'example.com'],
    ['${MISSING:-other.example}', 'other.example'],
    ['${MISSING-other.example}', 'other.example'],
    ['${MISSING:=other.example}', 'other.example'],
    ['${MISSING=other.example}', 'other.example'],
    ['${MISSING:-}', ''],
    ['${EMPTY:-other.example}', 'other.example'],
    ['${EMPTY-other.example}', ''],
    ['${EMPTY}', ''],
    ['${DOMAIN} $DOMAIN', 'example.com example.com'],
    ['$MISSING ${MISSING}', '$MISSING ${MISSING}'],
    ['${MISSING:?is required}', '${MISSING:?is required}'],
    ['$$DOMAIN $${DOMAIN}', '$$DOMAIN $${DOMAIN}'],
    ['$1 ${1}', '$1 ${1}'],
    ['$DOMAINS', '$DOMAINS'],
    ['$long', '$long'],
    ['$short', 'x'.repeat(999)],
  ])('%j is %j', (text, expected) => {
    expect(resolveVariables(text, variables)).toBe(expected);
  });
});
