/** The files of the project, in a clone and in an archive of it, which has neither the history nor the screenshots. */

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const IS_ARCHIVE = !existsSync('.git');

/** Lists the files, relative to the root. In a clone, these are all that git does not ignore. */
export function listSourceFiles(): string[] {
  if (!IS_ARCHIVE) {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
    return execFileSync('git', args, { encoding: 'utf8' }).trim().split('\n');
  }
  const roots = readdirSync('.', { withFileTypes: true }).filter(({ name }) => name !== 'node_modules');
  return roots.flatMap((root) => {
    if (!root.isDirectory()) return [root.name];
    const entries = readdirSync(root.name, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  });
}
