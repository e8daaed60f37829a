/** Removes temporary files and directories that a killed process left beside the file that it was writing. */

import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** No file takes that long to write. */
const MIN_AGE_MS = 3_600_000;

/**
 * `.NAME.UUID.tmp` is a text that was not renamed yet, or a directory of such texts; `NAME.lock.UUID.broken` is a lock that was
 * being broken.
 */
const OWN_FILE = /^(?:\.(.+)\.[\da-f-]{36}\.tmp|(.+)\.lock\.[\da-f-]{36}\.broken)$/;

/**
 * Removes the old temporary files of `target`, an absolute path, and of files in its directory that belong to it. `now` is in
 * milliseconds. Files that cannot be removed stay: they do no harm.
 */
export function removeLeftovers(target: string, now: number, belongs: (name: string) => boolean = () => false): void {
  const directory = dirname(target);
  try {
    for (const file of readdirSync(directory)) {
      const [, text, lock] = OWN_FILE.exec(file) ?? [];
      const name = text ?? lock ?? '';
      if (name !== basename(target) && !belongs(name)) continue;
      const stats = lstatSync(join(directory, file));
      const isOurs = stats.isFile() || stats.isDirectory();
      if (isOurs && stats.mtimeMs < now - MIN_AGE_MS) rmSync(join(directory, file), { force: true, recursive: true });
    }
  } catch {
    // Writing the file itself reports what is wrong with the directory.
  }
}
