/** Finds programs, as far as they may be run: a program in the checkout could come from anybody who can change it. */

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { isWithin, resolveCheckout, toRealPath } from '../files/workspace-boundary.ts';
import type { Io } from '../io.ts';

/** What the name of a program may end with on Windows. */
const WINDOWS_EXTENSIONS = ['.exe', '.com', '.cmd', '.bat'];

/** The paths of the programs with this name, in the order of PATH. Its relative directories depend on where a command is run, and are left out. */
export function listPrograms(name: string, { PATH = '' }: Io['env']): string[] {
  const extensions = process.platform === 'win32' ? ['', ...WINDOWS_EXTENSIONS] : [''];
  const directories = PATH.split(delimiter).filter(isAbsolute);
  return directories
    .flatMap((directory) => extensions.map((extension) => join(directory, `${name}${extension}`)))
    .filter(isProgram);
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether an absolute path is in the checkout that contains `root` (absolute), or leads into it. */
export function isInCheckout(path: string, root: string, env: Io['env']): boolean {
  const checkout = resolveCheckout(root, env);
  return isWithin(checkout, path) || isWithin(toRealPath(checkout), toRealPath(path));
}

/** Whether an absolute path is outside the checkout that contains `root` (absolute), or leads out of it. */
export function leavesCheckout(path: string, root: string, env: Io['env']): boolean {
  return !isWithin(toRealPath(resolveCheckout(root, env)), toRealPath(path));
}
