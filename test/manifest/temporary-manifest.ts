/** Manifests in a temporary directory. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { Entry, Manifest } from '../../src/domain/index.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from './io.ts';

/** Absolute path. New for each test of a file that calls `useDirectory`. */
export let directory: string;

export function useDirectory(): void {
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
  });
  afterEach(() => rm(directory, { recursive: true }));
}

export async function writeFiles(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), text);
  }
}

export async function loadText(text: string | Uint8Array, others: Record<string, string> = {}) {
  await writeFiles({ 'certvigil.yaml': text, ...others });
  return loadManifest(null, createTestIo(directory));
}

export async function loadValid(text: string, others: Record<string, string> = {}): Promise<Manifest> {
  const { manifest, diagnostics } = await loadText(text, others);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (manifest === null) throw new Error('there is no manifest and no error');
  return manifest;
}

/** `file:line:column code` of each diagnostic. */
export async function listCodes(text: string, others: Record<string, string> = {}): Promise<string[]> {
  const { diagnostics } = await loadText(text, others);
  return diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

export async function loadEntry(lines: string, head = ''): Promise<Entry> {
  const { entries } = await loadValid(`version: 1\n${head}certificates:\n  - name: shop\n${lines}`);
  return entries[0] as Entry;
}
