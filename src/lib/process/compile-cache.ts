/** Keeps compiled code between runs, so that the next one starts faster. */

import module from 'node:module';
import path from 'node:path';
import type { Io } from '../io.ts';

/**
 * Enables Node's cache of compiled code, in the user's directory for caches. Node's own default, a directory in `/tmp`, could be created by
 * another user, and code from there would be executed. The cache is not used without such a directory, if it is inside the working
 * directory, before Node 22.1, or if it cannot be written. `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` override this.
 */
export function enableCompileCache({ env, cwd }: Pick<Io, 'env' | 'cwd'>): void {
  const caches = findUserCaches(env);
  if (caches === null) return;
  const directory = path.join(caches, 'certvigil');
  const relative = path.relative(cwd, directory);
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  if (!isInside) module.enableCompileCache?.(directory);
}

/** Finds the directory by the XDG Base Directory Specification, in which a relative path is invalid. */
function findUserCaches({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: Io['env']): string | null {
  const home = HOME && path.join(HOME, '.cache');
  return [XDG_CACHE_HOME, LOCALAPPDATA, home].find((one) => one && path.isAbsolute(one)) ?? null;
}
