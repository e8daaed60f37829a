import { describe, expect, it } from 'vitest';
import { readJson } from '../../src/certificate/encoding/yaml-json.ts';
import { buildCertificate, CN, name, pem } from '../helpers/certificates.ts';
import { readings, summary } from './helpers.ts';

const shop = buildCertificate({ subject: name([[CN, 12, 'shop.example']]) });
const encoded = Buffer.from(pem(shop)).toString('base64');

describe('a list of Secrets without certificates', () => {
  const list = (count: number, ...more: object[]) => {
    const items = Array.from({ length: count }, (_, index) => secret(`x${index}`, 'x'));
    return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...items, ...more] });
  };
  const secret = (name: string, value: string) => ({ kind: 'Secret', metadata: { name }, data: { 'a.crt': value } });

  it('fails at each of 1,000 Secrets', async () => {
    const found = await summary(list(1000));
    expect(found).toHaveLength(1000);
    expect(found.at(-1)).toBe('a#secret/x999/a.crt: slot-without-certificate');
  });

  it('fails once for 100,000 Secrets, beside what was read', async () => {
    const found = await readings(list(100_000, secret('y', encoded)));
    expect(found.map(({ location, failure }) => `${location}: ${failure?.code}`)).toEqual([
      'a#secret/y/a.crt: undefined',
      'a: slot-without-certificate',
    ]);
    expect(found[1]?.failure?.detail).toMatch(
      / It is the first of 100000 unreadable items in this file\. Items read: 1\.$/,
    );
  });
});

describe('a hostile document', () => {
  const createAliases = (depth: number) =>
    Array.from(
      { length: depth },
      (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(at === 0 ? 'x' : `*a${at}`)}]\n`,
    );
  const head = 'apiVersion: v1\nkind: Secret\ndata: {}\n';

  it.each<[string, string, RegExp]>([
    ['of aliases', `${head}${createAliases(12).join('')}`, /document-too-large/],
    // Whether the parser rejects it or overflows its stack first depends on the machine.
    ['of brackets', `${head}x: ${'['.repeat(100_000)}`, /document-(malformed|too-large)/],
    [
      'of indentation',
      `${head}${Array.from({ length: 3000 }, (_, at) => `${' '.repeat(at)}- \n`).join('')}`,
      /document-(malformed|too-large)/,
    ],
    [
      'of lists in lists',
      `${head.replace('Secret', 'List')}items: ${'[{kind: List, items: '.repeat(500)}${'}]'.repeat(500)}`,
      /document-(malformed|too-large)|no-certificate/,
    ],
    ['of an alias in itself', `${head.replace('Secret', 'List')}items: &a [*a]\n`, /no-certificate/],
    ['of very many items', `${head}${'x: 1\n'.repeat(300_000)}`, /document-too-large/],
    ['of brackets in JSON', `{"apiVersion": 1, "x": ${'['.repeat(700_000)}`, /document-malformed/],
    [
      'of very many items in many documents',
      `${`${head}${'x: 1\n'.repeat(30)}---\n`.repeat(15_000)}`,
      /document-too-large/,
    ],
    ['of very many items in JSON', `{"apiVersion": 1, "x": [${'{},'.repeat(1_000_000)}0]}`, /document-too-large/],
    ['of very many keys', `{"keys":[${'{"x5c":[]},'.repeat(900_000)}0]}`, /document-too-large/],
    ['of many keys', `{"keys":[${'{"x5c":[]},'.repeat(300_000)}0]}`, /slot-without-certificate/],
    ['of tags', `<EntityDescriptor ${'<x>'.repeat(500_000)}`, /document-malformed/],
    ['of nested tags', `<EntityDescriptor>${'<x>'.repeat(500_000)}`, /document-too-large/],
  ])('fails: %s', async (_, text, code) => {
    const found = await summary(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(code);
  });
});

it.each([
  [750_000, 'document-malformed'],
  [750_001, 'document-too-large'],
])('JSON with %i objects is rejected as %s', (count, code) => {
  expect(readJson('{'.repeat(count))).toMatchObject({ failure: { code } });
});
