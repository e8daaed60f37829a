/** A file of authorities, as a `ca_file` names one. */

import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Workspace } from './workspace-boundary.ts';

const MAX_MEBIBYTES = 10;
const MAX_BYTES = MAX_MEBIBYTES * 1024 * 1024;

/** `problem` goes on with what the file is called: `does not exist`. */
export type CaFileResult = { pem: string } | { problem: string };

/**
 * Reads it, unless it is no file (to open a pipe would wait for its other end) or too large. `absolute` is its path; `leadsOut`
 * says whether it is a link that leads further than links may.
 */
export async function readCaFile(
  absolute: string,
  leadsOut: (path: string) => boolean = () => false,
): Promise<CaFileResult> {
  try {
    if (leadsOut(absolute)) return { problem: 'is a link that leads out of the workspace' };
    const stats = await stat(absolute);
    if (!stats.isFile()) return { problem: 'is no file' };
    if (stats.size > MAX_BYTES) return { problem: `has more than ${MAX_MEBIBYTES} MiB` };
    // Not with the mark that Windows puts at its head, which OpenSSL would not know from a text.
    return { pem: (await readFile(absolute, 'latin1')).replace(/^\u00ef\u00bb\u00bf/, '') };
  } catch (error) {
    return { problem: hasErrorCode(error, 'ENOENT', 'ENOTDIR') ? 'does not exist' : 'cannot be read' };
  }
}

/**
 * What can be told of it before a scan reads it: whether nothing is there, or what is there holds no certificate in PEM; null where it
 * may be as it should. `root` (absolute) is the folder that the path is relative to. A file out of the workspace, or one
 * that may not be read, is only looked for: a stranger's manifest may name it.
 */
export function findCaFileProblem(
  path: string,
  root: string,
  { isOutside: leadsOut }: Workspace,
): 'missing' | 'without-certificate' | null {
  const absolute = resolve(root, path);
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    if (stats.isDirectory()) return 'without-certificate';
    if (!stats.isFile() || stats.size > MAX_BYTES || leadsOut(absolute)) return null;
    const isPem = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(readFileSync(absolute, 'latin1'));
    return isPem ? null : 'without-certificate';
  } catch (error) {
    return hasErrorCode(error, 'ENAMETOOLONG', 'ENOTDIR') ? 'missing' : null;
  }
}

function hasErrorCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
