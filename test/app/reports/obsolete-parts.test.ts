import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeObsoleteParts } from '../../../src/app/reports/obsolete-parts.ts';

const HEADER = 'name,owner\r\n';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-parts-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (...names: string[]) => {
  for (const name of names) writeFileSync(path.join(directory, name), `${HEADER}a,b\r\n`);
};
const remove = (count: number) => removeObsoleteParts('out.csv', count, HEADER, directory);
const list = () => readdirSync(directory).sort();

it('removes the parts after the last one, up to the first number without a file', () => {
  put('out.csv', 'out-1.csv', 'out-2.csv', 'out-3.csv', 'out-4.csv', 'out-6.csv', 'out-2026.csv', 'other-3.csv');
  expect(remove(2)).toEqual({ removed: ['out-3.csv', 'out-4.csv'], kept: [] });
  expect(list()).toEqual(['other-3.csv', 'out-1.csv', 'out-2.csv', 'out-2026.csv', 'out-6.csv', 'out.csv']);
  expect(remove(2)).toEqual({ removed: [], kept: [] });
});

it('keeps and names what no export with these columns wrote', () => {
  put('target.csv', 'out-6.csv');
  writeFileSync(path.join(directory, 'out-2.csv'), 'name,team\r\n');
  writeFileSync(path.join(directory, 'out-3.csv'), '');
  mkdirSync(path.join(directory, 'out-4.csv'));
  symlinkSync('target.csv', path.join(directory, 'out-5.csv'));
  const kept = ['out-2.csv', 'out-3.csv', 'out-4.csv', 'out-5.csv'];
  expect(remove(1)).toEqual({ removed: ['out-6.csv'], kept });
  expect(list()).toEqual([...kept, 'target.csv']);
});

it('finds parts in another directory, by the name as given', () => {
  mkdirSync(path.join(directory, 'a.d'));
  put('a.d/out-2');
  expect(removeObsoleteParts('a.d/out', 1, HEADER, directory)).toEqual({ removed: ['a.d/out-2'], kept: [] });
});
