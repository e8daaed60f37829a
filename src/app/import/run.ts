/** Imports the configuration of another tool into a manifest. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../domain/index.ts';
import type { Import } from '../../generated/import.ts';
import type { FormatName } from '../../import/import-format.ts';
import { loadRegexCompiler } from '../../import/prometheus/regex.ts';
import { joinImported, NOTHING } from '../../import/types.ts';
import type { Io } from '../../lib/io.ts';
import { findDefaultManifest, MANIFEST_NAMES } from '../../manifest/files.ts';
import { planImport } from './plan.ts';
import { readImportFiles, runParser } from './read-files.ts';

/** Finds the manifest that an import extends or creates. */
export function findImportTarget(manifest: string | null, io: Io): { file: string; isNew: boolean } {
  const file = manifest ?? findDefaultManifest(io) ?? MANIFEST_NAMES[0];
  return { file, isNew: !existsSync(path.resolve(io.cwd, file)) };
}

export interface ImportRequest {
  files: readonly string[];
  /** The format of all files; null: that of the content of each. */
  from: FormatName | null;
  /** The path of the manifest as shown. */
  manifest: string;
  /** The manifest; null: it is new. */
  existing: Manifest | null;
}

/** Reads the files, and plans what the manifest gets. Throws AppError `import-unreadable`. */
export async function runImport({ files, from, manifest, existing }: ImportRequest, io: Io): Promise<Import> {
  const { groups, leftOut } = await readImportFiles(files, from, io);
  const compile = await loadRegexCompiler();
  const { findRegistrableDomain: findDomain } = await import('../../lib/network/registrable-domain.ts');
  const imported = joinImported([
    ...groups.map(({ format, files: read }) => {
      const named = read.length === 1 ? read[0] : undefined;
      return runParser({ path: named?.path ?? format.title }, () => format.read(read, compile));
    }),
    { ...NOTHING, leftOut },
  ]);
  return {
    version: 1,
    manifest,
    is_new: existing === null,
    files: groups.flatMap(({ format, files: read }) => read.map(({ path: file }) => ({ file, from: format.name }))),
    ...planImport({ ...imported, findDomain }, existing),
  };
}
