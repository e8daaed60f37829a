/** Writes the files of `certvigil init`, and never changes one that exists. */

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../lib/app-error.ts';
import { leadsOutside, resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { describeSystemError } from '../../store/failures.ts';

export interface PlannedFile {
  path: string;
  what: string;
  text: string;
  /** The path of the existing file, which may have another name; null if there is none. */
  exists: string | null;
}

export interface InitFile {
  path: string;
  what: string;
  status: 'written' | 'exists';
  /** The content, only in a dry run. */
  text: string | null;
}

/** Writes a new file. A file that another process creates meanwhile is not overwritten. Throws AppError `init-unwritable`. */
export async function createFile(
  { path: name, what, text, exists }: PlannedFile,
  dryRun: boolean,
  io: Io,
): Promise<InitFile> {
  const file = path.resolve(io.cwd, name);
  if (exists !== null) return { path: exists, what, status: 'exists', text: null };
  if (existsSync(file)) return { path: name, what, status: 'exists', text: null };
  if (leadsOutside(file, resolveWorkspace(io.cwd, io.env)))
    throw createUnwritableError(name, 'Remove the symbolic link that leads out of the repository');
  if (dryRun) return { path: name, what, status: 'written', text };
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    return { path: name, what, status: 'written', text: null };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(file))
      return { path: name, what, status: 'exists', text: null };
    throw createUnwritableError(name, `Check that ${path.dirname(file)} is a writable directory`, cause);
  }
}

function createUnwritableError(name: string, fix: string, cause?: unknown): AppError {
  const hint = `${fix}, and run init again. It does not change existing files.`;
  const reason = describeSystemError(cause);
  return new AppError('init-unwritable', `${name} could not be written${reason === null ? '' : `: ${reason}`}`, {
    hint,
    cause,
  });
}
