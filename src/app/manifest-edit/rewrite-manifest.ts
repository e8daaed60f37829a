/** Changes the text of a manifest, if the result is valid. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { leadsOutside, resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import { writeAtomically } from '../../lib/files/write-atomically.ts';
import type { Io } from '../../lib/io.ts';
import { loadManifest } from '../../manifest/load.ts';

/** The text after a change; or the section that is not a list or map that can be extended, such as an alias. */
export type Edited = { text: string } | { section: string };

/** Creates the result of a change to one section. `text`: null if it cannot be extended. */
export function toEdited(text: string | null, section: string): Edited {
  return text === null ? { section } : { text };
}

/**
 * Rewrites the manifest at `file`, relative to the working directory. Returns null, or the reason for which the file is unchanged.
 */
export async function rewriteManifest(file: string, edit: (text: string) => Edited, io: Io): Promise<string | null> {
  const absolute = path.resolve(io.cwd, file);
  if (leadsOutside(absolute, resolveWorkspace(path.dirname(absolute), io.env)))
    return 'a symbolic link leads out of the repository';
  const before = await readFile(absolute, 'utf8');
  const after = edit(before);
  if ('section' in after)
    return `\`${after.section}\` cannot be extended in this file: it is an alias, or not a list or map`;
  await writeAtomically(absolute, after.text);
  const { manifest, diagnostics } = await loadManifest(file, io);
  if (manifest !== null) return null;
  await writeAtomically(absolute, before);
  const error = diagnostics.find(({ severity }) => severity === 'error');
  return `the manifest would not be valid (${error?.code}: ${error?.message})`;
}
