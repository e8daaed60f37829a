/** The trust anchors that an entry names. */

import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CaFile } from '../types.ts';
import { errorCode } from './failures.ts';
import type { Workspace } from './workspace.ts';

const LARGEST_MEBIBYTES = 10;

/**
 * Reads a `ca_file`, whose path is relative to `root`. One that cannot be read fails nothing: the certificates are
 * watched all the same, and that is what is said of their trust.
 */
export async function readCaFile(path: string, root: string, workspace: Workspace): Promise<CaFile> {
  const absolute = resolve(root, path);
  try {
    if (workspace.leadsOut(absolute)) return { path, problem: 'is a link that leads out of the workspace' };
    const stats = await stat(absolute);
    if (!stats.isFile()) return { path, problem: 'is no file' };
    if (stats.size > LARGEST_MEBIBYTES * 1024 * 1024) {
      return { path, problem: `has more than ${LARGEST_MEBIBYTES} MiB` };
    }
    return { path, pem: await readFile(absolute, 'latin1') };
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
    return { path, problem: isMissing ? 'does not exist' : 'cannot be read' };
  }
}
