import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { insertExpected } from '../../src/app/manifest-edit/insert-expected.ts';

const ITEM = { names: ['*.example.org'], issuers: ["Let's Encrypt"], reason: 'Not served by us' };
const LINE = `{ names: ["*.example.org"], issuers: ["Let's Encrypt"], reason: Not served by us }`;
const AFTER = '  - { name: shop, endpoint: shop.example.org } # the shop\nrules: []\n';

describe('an item of expected', () => {
  it.each<[where: string, text: string, after: string]>([
    [
      'after the keys of the entry',
      `certificates:\n  - name: ct\n    ct: [example.org] # ours\n${AFTER}`,
      `certificates:\n  - name: ct\n    ct: [example.org] # ours\n    expected:\n      - ${LINE}\n${AFTER}`,
    ],
    [
      'after a nested key',
      `certificates:\n- ct: example.org\n  name: ct\n  expect:\n    issuer: [Example CA]\n\n${AFTER.replace(/^ {2}/, '')}`,
      `certificates:\n- ct: example.org\n  name: ct\n  expect:\n    issuer: [Example CA]\n  expected:\n    - ${LINE}\n\n${AFTER.replace(/^ {2}/, '')}`,
    ],
    [
      'in an entry on one line',
      `certificates:\n  - { name: ct, ct: example.org }\n${AFTER}`,
      `certificates:\n  - { name: ct, ct: example.org, expected: [${LINE}] }\n${AFTER}`,
    ],
    [
      'in a list with one item a line',
      `certificates:\n  - name: ct\n    expected:\n    - { names: a.example.org, issuers: CA, reason: x } # first\n    ct: example.org\n${AFTER}`,
      `certificates:\n  - name: ct\n    expected:\n    - { names: a.example.org, issuers: CA, reason: x } # first\n    - ${LINE}\n    ct: example.org\n${AFTER}`,
    ],
    [
      'in a list on one line',
      `certificates:\n  - name: ct\n    ct: example.org\n    expected: [{ names: a.example.org, issuers: CA, reason: x }]\n${AFTER}`,
      `certificates:\n  - name: ct\n    ct: example.org\n    expected: [{ names: a.example.org, issuers: CA, reason: x }, ${LINE}]\n${AFTER}`,
    ],
    [
      'at the end of a file without a line end',
      'certificates:\n  - name: ct\n    ct: example.org',
      `certificates:\n  - name: ct\n    ct: example.org\n    expected:\n      - ${LINE}\n`,
    ],
    [
      'in a file of Windows',
      'certificates:\r\n  - name: ct\r\n    ct: example.org\r\n',
      `certificates:\r\n  - name: ct\r\n    ct: example.org\r\n    expected:\r\n      - ${LINE}\r\n`,
    ],
    [
      'in an empty list',
      `certificates:\n  - name: ct\n    expected: []\n    ct: example.org\n${AFTER}`,
      `certificates:\n  - name: ct\n    expected:\n      - ${LINE}\n    ct: example.org\n${AFTER}`,
    ],
  ])('is added %s', (_, text, after) => {
    const added = insertExpected(text, 'ct', [ITEM]);
    expect(added).toBe(after);
    expect(parse(added ?? '').certificates[0].expected.at(-1)).toEqual(ITEM);
  });

  it.each([
    ['another file', 'certificates:\n  - { name: shop, endpoint: shop.example.org }\n'],
    ['an alias', 'x: &list []\ncertificates:\n  - { name: ct, ct: example.org, expected: *list }\n'],
    ['an invalid file', 'certificates: [\n'],
    ['a file without certificates', 'include: other.yaml\n'],
  ])('is not added to %s', (_, text) => {
    expect(insertExpected(text, 'ct', [ITEM])).toBeNull();
  });
});
