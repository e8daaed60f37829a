import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSource } from '../../../src/domain/sources/index.ts';
import type { EntrySpec } from '../../../src/generated/manifest.ts';
import { readInventorySource } from '../../helpers/inventory/context.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-csv-'));
});
afterAll(() => rmSync(root, { recursive: true }));

const MAP = { id: 'Name', valid_to: 'Expires' };

async function read(content: string | Uint8Array, entry: Partial<EntrySpec> = {}) {
  writeFileSync(path.join(root, 'list.csv'), content);
  const source = createSource({ name: 'inventory', csv: 'list.csv', map: MAP, ...entry } as EntrySpec, {});
  return readInventorySource({ source, root });
}

const list = (locations: readonly { location: string; certificate?: { facts: { valid_to: string } } | null }[]) =>
  locations.map(({ location, certificate }) => `${location} ${certificate?.facts.valid_to.slice(0, 10)}`);

const TWO = ['csv:a 2099-01-01', 'csv:b 2099-02-01'];

describe('a spreadsheet', () => {
  it.each<[string, string | Uint8Array]>([
    ['commas', 'Name,Expires\na,2099-01-01\nb,2099-02-01\n'],
    ['semicolons and CRLF', 'Name;Expires\r\na;2099-01-01\r\nb;2099-02-01\r\n'],
    ['tabs, and no line break at the end', 'Name\tExpires\na\t2099-01-01\nb\t2099-02-01'],
    ['a byte order mark', '\ufeffName,Expires\na,2099-01-01\nb,2099-02-01\n'],
    ['UTF-16', Buffer.from('\ufeffName,Expires\na,2099-01-01\nb,2099-02-01\n', 'utf16le')],
    ['other columns, in any order and case', 'EXPIRES,x, name \n2099-01-01,1,a\n2099-02-01,2,b\n'],
    ['empty rows', 'Name,Expires\n\na,2099-01-01\n,\n  , \nb,2099-02-01\n,\n,,,,\n'],
    ['quotes', '"Name","Expires"\n"a","2099-01-01"\n"b","2099-02-01"\n'],
    ['a column twice that is not used', 'Name,Note,Expires,Note\na,1,2099-01-01,2\nb,1,2099-02-01,2\n'],
    ['short rows', 'Name,Expires,Note\na,2099-01-01\nb,2099-02-01\n'],
  ])('with %s is read', async (_, content) => {
    const { failure, locations } = await read(content);
    expect(failure).toBeNull();
    expect(list(locations)).toEqual(TWO);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['no rows at all', '', 'csv-column-missing'],
    ['a renamed column', 'Name,Valid until\na,2099-01-01\n', 'csv-column-missing'],
    ['a column twice that is used', 'Name,Expires,Expires\na,2099-01-01,2000-01-01\n', 'csv-column-missing'],
    ['a row without an ID', 'Name,Expires\n,2099-01-01\n', 'inventory-item-without-id'],
    ['an ID twice', 'Name,Expires\na,2099-01-01\na,2099-01-01\n', 'inventory-duplicate-id'],
    ['a quote that is not closed', 'Name,Expires\n"a,2099-01-01\n', 'csv-malformed'],
    ['UTF-16 without a byte order mark', Buffer.from('Name,Expires\na,2099-01-01\n', 'utf16le'), 'csv-column-missing'],
    ['a web page', '<!doctype html><title>Sign in</title>', 'csv-column-missing'],
  ])('with %s fails as a whole', async (_, content, code) => {
    const { failure, locations } = await read(content);
    expect(failure?.code).toBe(code);
    expect(locations).toEqual([]);
  });

  it('with a column twice that a condition uses fails as a whole', async () => {
    const where = { attr: 'State', value: 'retired', negate: true };
    const { failure } = await read('Name,Expires,State,State\na,2099-01-01,active,retired\n', { where });
    expect(failure?.code).toBe('csv-column-missing');
    expect(failure?.detail).toContain('several columns "State"');
  });

  it('with an unreadable date fails for this row alone', async () => {
    const { failure, locations } = await read('Name,Expires\na,soon\nb,2099-02-01\n');
    expect(failure).toBeNull();
    expect(locations.map(({ failure: one }) => one?.code ?? null)).toEqual(['item-without-expiry', null]);
  });

  it('leaves out what expired long ago or is superseded, if asked', async () => {
    const content = 'Name,Expires,CN\nold,2020-01-01,x.example\na,2099-01-01,x.example\nb,2099-02-01,x.example\n';
    const map = { ...MAP, common_name: 'CN' };
    expect(list((await read(content, { map, expired_days: 30 })).locations)).toEqual(TWO);
    expect(list((await read(content, { map, superseded: false })).locations)).toEqual(TWO.slice(1));
    expect((await read(content, { map })).locations).toHaveLength(3);
  });

  it('that does not exist fails', async () => {
    rmSync(path.join(root, 'list.csv'), { force: true });
    const source = createSource({ name: 'inventory', csv: 'list.csv', map: MAP }, {});
    expect((await readInventorySource({ source, root })).failure?.code).toBe('file-not-found');
  });
});
