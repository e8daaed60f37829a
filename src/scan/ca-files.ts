/** What can be told of a file of authorities before a scan reads it. */

import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Workspace } from '../workspace.ts';
import { errorCode } from './failures.ts';

/** What is larger is not read: it is no fault of a bundle to be large. */
const LARGEST = 10 * 1024 * 1024;

/**
 * Whether nothing is there, or what is there holds no certificate in PEM; null where it may be as it should. `root`
 * (absolute) is the folder that the path is relative to. A file out of the workspace, or one that may not be read, is
 * only looked for: a stranger's manifest may name it.
 */
export function caFileProblem(
  path: string,
  root: string,
  { leadsOut }: Workspace,
): 'missing' | 'without-certificate' | null {
  const absolute = resolve(root, path);
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    if (stats.isDirectory()) return 'without-certificate';
    if (!stats.isFile() || stats.size > LARGEST || leadsOut(absolute)) return null;
    const isPem = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/.test(readFileSync(absolute, 'latin1'));
    return isPem ? null : 'without-certificate';
  } catch (error) {
    return ['ENAMETOOLONG', 'ENOTDIR'].includes(errorCode(error)) ? 'missing' : null;
  }
}
