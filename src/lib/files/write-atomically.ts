/**
 * Replaces a file in one step, so that a reader sees either the old content or the new one, and removes files that a killed process left.
 */

import { randomUUID } from 'node:crypto';
import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toRealPath } from './workspace-boundary.ts';
import { writeToPipe } from './write-pipe.ts';

/**
 * Writes a text, or its pieces one after the other. Writes through links. A pipe or a device is written directly. Throws the error of
 * the system, or of the pieces: the old file is then unchanged.
 */
export async function writeAtomically(file: string, text: string | Iterable<string>): Promise<void> {
  const target = toRealPath(file);
  const existing = await stat(target).catch(() => null);
  if (existing?.isFIFO()) return writeToPipe(target, text);
  if (existing !== null && !existing.isFile()) return writeFile(target, text);
  removeLeftovers(target, Date.now());
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, existing === null ? {} : { mode: existing.mode });
    retryWhileInUse(() => renameSync(temporary, target));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The errors of Windows for a file that another process has open or has just removed. They can also mean a missing permission. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY'];

/** The pauses in milliseconds. The last one allows for a virus scanner, which opens files that were just written. */
const PAUSES = [5, 10, 20, 40, 80, 160, 320, 640];

/** Retries for about a second on Windows while another process has the file open. Elsewhere, an open file can be replaced. */
export function retryWhileInUse<Result>(
  work: () => Result,
  pauses: readonly number[] = process.platform === 'win32' ? PAUSES : [],
): Result {
  for (const pause of pauses) {
    try {
      return work();
    } catch (error) {
      if (!IN_USE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
  return work();
}

/** The age from which a temporary file is a leftover: writing a file takes less time. */
const MIN_AGE_MS = 3_600_000;

/**
 * `.NAME.UUID.tmp` is a text that was not renamed yet, or a directory of such texts; `NAME.lock.UUID.broken` is a lock that was
 * being broken.
 */
const OWN_FILE = /^(?:\.(.+)\.[\da-f-]{36}\.tmp|(.+)\.lock\.[\da-f-]{36}\.broken)$/;

/**
 * Removes the temporary files and directories that a killed process left next to `target`, an absolute path, and next to files in its
 * directory that belong to it. `now` is in milliseconds. Files that cannot be removed are harmless.
 */
export function removeLeftovers(target: string, now: number, belongs: (name: string) => boolean = () => false): void {
  const directory = path.dirname(target);
  try {
    for (const file of readdirSync(directory)) {
      const [, text, lock] = OWN_FILE.exec(file) ?? [];
      const name = text ?? lock ?? '';
      if (name !== path.basename(target) && !belongs(name)) continue;
      const stats = lstatSync(path.join(directory, file));
      const isOurs = stats.isFile() || stats.isDirectory();
      if (isOurs && stats.mtimeMs < now - MIN_AGE_MS)
        rmSync(path.join(directory, file), { force: true, recursive: true });
    }
  } catch {
    // Writing the file itself reports the problem with the directory.
  }
}
