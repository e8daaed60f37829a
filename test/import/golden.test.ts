/**
 * Each directory of test/golden/import has the configuration of a tool, and the text file beside it shows what `certvigil import` prints,
 * and the manifest that it writes.
 */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from '../manifest/io.ts';

const GOLDEN = path.resolve(import.meta.dirname, '../golden/import');
const FILES: Readonly<Record<string, readonly string[]>> = {
  prometheus: ['prometheus.yml', 'rules.yml', 'blackbox.yml', 'alertmanager.yml'],
  upptime: ['.upptimerc.yml'],
};
const CASES = readdirSync(GOLDEN, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? one.name : []));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-import-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function run(name: string, options: readonly string[] = []) {
  cpSync(path.join(GOLDEN, name), directory, { recursive: true });
  const files = FILES[name] ?? readdirSync(path.join(GOLDEN, name));
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const io = { ...createTestIo(directory), columns: 120, stdout: print, stderr: print };
  const status = await main(['import', ...files, ...options], io);
  return { status, printed: printed.join(''), io };
}

const readManifest = () => readFileSync(path.join(directory, 'certvigil.yaml'), 'utf8');

describe.each(CASES)('an import of %s', (name) => {
  it('creates a valid manifest, and names what is left out', async () => {
    const { status, printed, io } = await run(name);
    expect(status).toBe(0);
    const { manifest } = await loadManifest('certvigil.yaml', io);
    expect(manifest).not.toBeNull();
    const text = readManifest().replace(/^#.*\n/gm, '');
    await expect(`${printed}\n${'-'.repeat(80)}\n${text}`).toMatchFileSnapshot(`../golden/import/${name}.txt`);
  });

  it('adds nothing when it is repeated', async () => {
    await run(name);
    const before = readManifest();
    const { printed } = await run(name);
    expect(readManifest()).toBe(before);
    expect(printed).toContain('No entry was added to certvigil.yaml.');
  });

  it('never has a secret of the file in what it writes and prints', async () => {
    const [text, json] = [await run(name), await run(name, ['--format', 'json', '--dry-run'])];
    expect(`${text.printed}${json.printed}${readManifest()}`).not.toContain('s3cr3t');
  });
});
