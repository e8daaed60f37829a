import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSpool } from '../../src/scan/http/spool.ts';

it('spooled bytes can be read repeatedly, and leave no file behind', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'certvigil-spool-'));
  const spool = openSpool(directory);
  const bytes = Buffer.from('a'.repeat(100_000));
  const again = await spool.put(bytes);
  expect(readdirSync(directory)).toEqual([]);
  for (const _ of [1, 2]) expect((await again()).equals(bytes)).toBe(true);
  await spool.close();
  rmSync(directory, { recursive: true });
});

it('bytes that cannot be written stay in memory', async () => {
  const spool = openSpool(join(tmpdir(), 'certvigil-spool-that-is-not-there'));
  const again = await spool.put(Buffer.from('abc'));
  expect(String(await again())).toBe('abc');
  await spool.close();
});
