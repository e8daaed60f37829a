import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasField } from '../../src/domain/sources/fields.ts';
import { SOURCE_DEFINITIONS } from '../../src/domain/sources/index.ts';
import { FIELD_SOURCES } from '../../src/generated/field-sources.ts';
import { CODES_BY_HTTP_FAULT, createUrlFailure } from '../../src/scan/http/failures.ts';
import { createInventoryFailure, type InventoryFailureCode } from '../../src/scan/inventory/failures.ts';

// A message suggests a field of an entry only if its source can have it.

const INVENTORIES = SOURCE_DEFINITIONS.filter(({ inventory }) => inventory !== undefined).map(({ kind }) => kind);
const CODES = Array.from(
  readFileSync('src/scan/inventory/failures.ts', 'utf8').matchAll(/^ {2}'([a-z-]+)': \(/gm),
  ([, code]) => code as InventoryFailureCode,
);

/** The fields of an entry in a message, such as `limits` in `limits.pages`. */
function listFields(message: string): string[] {
  const names = Array.from(message.matchAll(/`([a-z_]+)/g), ([, name]) => name ?? '');
  return names.filter((name) => Object.hasOwn(FIELD_SOURCES, name));
}

const listForeign = (message: string, kind: string) =>
  listFields(message).filter((name) => !hasField(kind, name as keyof typeof FIELD_SOURCES));

describe.each(INVENTORIES)('the failures of %s', (kind) => {
  const codes = CODES.filter((code) => kind === 'csv' || !code.startsWith('csv-'));

  it.each(codes)('suggest no field that it does not have: %s', (code) => {
    expect(listForeign(createInventoryFailure(code, 'the source', '7', kind).detail, kind)).toEqual([]);
  });

  it('suggest no field that only others have if their source is not known', () => {
    const details = codes.filter((code) => !code.startsWith('csv-')).map((code) => createInventoryFailure(code, 'x'));
    expect(details.flatMap(({ detail }) => listForeign(detail, kind))).toEqual([]);
  });

  it.each(Object.values(CODES_BY_HTTP_FAULT))('suggest no field that it does not have: %s', (code) => {
    const has = (field: keyof typeof FIELD_SOURCES) => hasField(kind, field);
    expect(listForeign(createUrlFailure(code, 'x', { detail: '7', has }).detail, kind)).toEqual([]);
  });
});

it('is a test that finds something', () => {
  expect(INVENTORIES.length).toBeGreaterThan(7);
  expect(CODES.length).toBeGreaterThan(30);
  expect(listForeign(createUrlFailure('url-tls-failed', 'x').detail, 'aws_acm')).toEqual(['ca_file']);
  expect(listFields(createInventoryFailure('inventory-too-many-pages', 'x', '7', 'rest').detail)).toEqual(['limits']);
});

it.each<[kind: string, code: InventoryFailureCode, expected: RegExp]>([
  ['rest', 'inventory-page-too-large', /increase `limits\.mebibytes`/],
  ['kubernetes', 'inventory-page-too-large', /Split it into several entries\./],
  ['rest', 'inventory-next-loop', /Check `next`/],
  ['aws_acm', 'inventory-next-loop', /error of the service/],
  ['csv', 'inventory-duplicate-id', /Set `map\.id`/],
  ['vault_pki', 'inventory-duplicate-id', /error of the service/],
])('a failure of %s, %s, suggests what helps there', (kind, code, expected) => {
  expect(createInventoryFailure(code, 'x', '7', kind).detail).toMatch(expected);
});
