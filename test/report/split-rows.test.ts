import { expect, it } from 'vitest';
import { splitRows } from '../../src/report/export/split-rows.ts';

it.each([
  [5, 2, 'netbox.csv', ['netbox-1.csv', 'netbox-2.csv', 'netbox-3.csv'], [2, 2, 1]],
  [4, 2, 'out.d/netbox', ['out.d/netbox-1', 'out.d/netbox-2'], [2, 2]],
  [2, 100, 'a.b.csv', ['a.b-1.csv'], [2]],
  [0, 100, 'netbox.csv', ['netbox-1.csv'], [0]],
])('%i rows by %i in %s are in the files %j', (count, size, file, files, sizes) => {
  const rows = Array.from({ length: count }, (_, index) => index);
  const parts = splitRows(rows, file, size);
  expect(parts.map((part) => part.file)).toEqual(files);
  expect(parts.map((part) => part.rows.length)).toEqual(sizes);
  expect(parts.flatMap((part) => part.rows)).toEqual(rows);
});
