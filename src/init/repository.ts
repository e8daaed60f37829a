/** What init must know of the repository itself. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The top of the repository that a folder lies in, by its `.git`; null where it lies in none. */
export function topOf(folder: string): string | null {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (at === path.dirname(at)) return null;
  }
}

/** `OWNER/NAME` of the remote `origin`, or else the folder's name: it never leaves the machine. */
export function repositoryName(top: string): string {
  const remote = /\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(configOf(top))?.[1] ?? '';
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(remote)?.[1] ?? path.basename(top);
}

/** A worktree's `.git` is a file, and has its configuration elsewhere: the name of the folder will do. */
function configOf(top: string): string {
  try {
    return readFileSync(path.join(top, '.git', 'config'), 'utf8');
  } catch {
    return '';
  }
}
