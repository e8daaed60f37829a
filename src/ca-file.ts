/** A file of authorities, as a `ca_file` names one. */

import { readFile, stat } from 'node:fs/promises';

const LARGEST_MEBIBYTES = 10;

/** `problem` goes on with what the file is called: `does not exist`. */
export type CaFile = { pem: string } | { problem: string };

/**
 * Reads it, unless it is no file (to open a pipe would wait for its other end) or too large. `absolute` is its path; `leadsOut`
 * says whether it is a link that leads further than links may.
 */
export async function readCaFile(absolute: string, leadsOut: (path: string) => boolean = () => false): Promise<CaFile> {
  try {
    if (leadsOut(absolute)) return { problem: 'is a link that leads out of the workspace' };
    const stats = await stat(absolute);
    if (!stats.isFile()) return { problem: 'is no file' };
    if (stats.size > LARGEST_MEBIBYTES * 1024 * 1024) return { problem: `has more than ${LARGEST_MEBIBYTES} MiB` };
    // Not with the mark that Windows puts at its head, which OpenSSL would not know from a text.
    return { pem: (await readFile(absolute, 'latin1')).replace(/^\u00ef\u00bb\u00bf/, '') };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return { problem: ['ENOENT', 'ENOTDIR'].includes(code) ? 'does not exist' : 'cannot be read' };
  }
}
