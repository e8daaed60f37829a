/** Finds programs that may be run. A program in the checkout could come from anyone who can change the repository. */

import { accessSync, constants, statSync } from 'node:fs';
import path, { type PlatformPath } from 'node:path';
import { isWithin, resolveCheckout, toRealPath, toRealTarget } from '../files/workspace-boundary.ts';
import type { Io } from '../io.ts';

/** The extensions of programs on Windows, in this order, which commands omit. */
const DEFAULT_PATHEXT = '.COM;.EXE;.BAT;.CMD';

/** Lists the paths of the programs with this name, in the order of PATH. */
export function listPrograms(name: string, env: Io['env']): string[] {
  return listDirectories(env.PATH ?? '')
    .flatMap((directory) => listFileNames(path.join(directory, name), env))
    .filter(isProgram);
}

/**
 * Lists the absolute directories of PATH. Relative ones depend on the working directory, and are omitted. `platform`: the functions for
 * paths, which only tests replace.
 */
export function listDirectories(PATH: string, platform: PlatformPath = path): string[] {
  const directories = PATH.split(platform.delimiter);
  // Windows removes the quotes in the same way.
  const names = platform.sep === '\\' ? directories.map((one) => one.trim().replace(/^"(.*)"$/, '$1')) : directories;
  return names.filter(platform.isAbsolute);
}

/** Lists the names that the file of a program may have, in the order in which a shell tries them. */
export function listFileNames(program: string, { PATHEXT }: Io['env'], platform: PlatformPath = path): string[] {
  if (platform.sep === '/') return [program];
  const extensions = (PATHEXT || DEFAULT_PATHEXT).toLowerCase().split(';');
  const all = extensions.map((extension) => program + extension);
  return extensions.includes(platform.extname(program).toLowerCase()) ? [program, ...all] : all;
}

/** Whether a program of Windows is a script. Its shell could interpret part of an argument as a command, so Node does not start it. */
export function needsShell(program: string, platform: PlatformPath = path): boolean {
  return platform.sep === '\\' && !/\.(?:exe|com)$/i.test(program);
}

/** Whether a path, after links, is a file that this user may execute. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Whether an absolute path is in the checkout that contains `root` (absolute), or leads into it. */
export function isInCheckout(file: string, root: string, env: Io['env']): boolean {
  const checkout = resolveCheckout(root, env);
  return isWithin(checkout, file) || isWithin(toRealPath(checkout), toRealPath(file));
}

/** Whether an absolute path is outside the checkout that contains `root` (absolute), or leads out of it. The file may be missing. */
export function leavesCheckout(file: string, root: string, env: Io['env']): boolean {
  return !isWithin(toRealPath(resolveCheckout(root, env)), toRealTarget(file));
}
