/** Manifests that a test writes into a folder of its own. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Entry, Manifest } from '../../src/domain/index.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { ioIn } from './io.ts';

/** Absolute; a new one for each test of a file that calls `useFolder`. */
export let folder: string;

export function useFolder(): void {
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
}

export async function put(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

export async function load(text: string | Uint8Array, others: Record<string, string> = {}) {
  await put({ 'certvigil.yaml': text, ...others });
  return loadManifest(null, ioIn(folder));
}

export async function valid(text: string, others: Record<string, string> = {}): Promise<Manifest> {
  const { manifest, diagnostics } = await load(text, others);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (manifest === null) throw new Error('there is no manifest and no error');
  return manifest;
}

/** `file:line:column code` of each diagnostic. */
export async function found(text: string, others: Record<string, string> = {}): Promise<string[]> {
  const { diagnostics } = await load(text, others);
  return diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

export async function oneEntry(lines: string, head = ''): Promise<Entry> {
  const { entries } = await valid(`version: 1\n${head}certificates:\n  - name: shop\n${lines}`);
  return entries[0] as Entry;
}
