/** Finds the manifest that an import extends or creates. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Io } from '../../lib/io.ts';
import { findDefaultManifest, MANIFEST_NAMES } from '../../manifest/files.ts';

/** The path of the manifest that an import extends or creates. */
export function findImportTarget(manifest: string | null, io: Io): { file: string; isNew: boolean } {
  const file = manifest ?? findDefaultManifest(io) ?? MANIFEST_NAMES[0];
  return { file, isNew: !existsSync(path.resolve(io.cwd, file)) };
}
