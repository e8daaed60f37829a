/** Changes the text of a manifest, if the result is valid. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { leadsOutside, resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import { writeAtomically } from '../../lib/files/write-atomically.ts';
import type { Io } from '../../lib/io.ts';
import { loadManifest } from '../../manifest/load.ts';

/**
 * Rewrites the manifest at `file`, relative to the working directory. `edit` returns null if the text cannot be changed: `list` is not a
 * list. Returns null, or the reason for which the file is unchanged.
 */
export async function rewriteManifest(
  file: string,
  list: string,
  edit: (text: string) => string | null,
  io: Io,
): Promise<string | null> {
  const absolute = path.resolve(io.cwd, file);
  if (leadsOutside(absolute, resolveWorkspace(path.dirname(absolute), io.env)))
    return 'a symbolic link leads out of the repository';
  const before = await readFile(absolute, 'utf8');
  const after = edit(before);
  if (after === null) return `\`${list}\` is not a list in this file`;
  await writeAtomically(absolute, after);
  const { manifest, diagnostics } = await loadManifest(file, io);
  if (manifest !== null) return null;
  await writeAtomically(absolute, before);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return `the manifest would not be valid (${error?.code}: ${error?.message})`;
}
