import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Manifest } from '../../src/domain/index.ts';
import { type LoadedManifest, loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from '../manifest/io.ts';

/** Loads a manifest from its text. */
export async function loaded(text: string): Promise<LoadedManifest> {
  const directory = await mkdtemp(path.join(tmpdir(), 'certvigil-test-'));
  try {
    await writeFile(path.join(directory, 'certvigil.yaml'), text);
    return await loadManifest(null, createTestIo(directory));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Loads a manifest that has no errors. */
export async function loadManifestText(text: string): Promise<Manifest> {
  const { manifest, diagnostics } = await loaded(text);
  if (manifest === null) throw new Error(JSON.stringify(diagnostics));
  return manifest;
}
