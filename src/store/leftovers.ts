/** Removes files that a killed save left beside the event log. */

import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { getSystemErrorCode } from './failures.ts';

/** No save takes that long. */
const MIN_AGE_MS = 3_600_000;

/** `.NAME.UUID.tmp` is a text that was not renamed yet; `NAME.lock.UUID.broken` is a lock that was being broken. */
const OWN_FILE = /^(?:\.(.+)\.[\da-f-]{36}\.tmp|(.+)\.lock\.[\da-f-]{36}\.broken)$/;

/** `target` is the path of the log, `now` is in milliseconds. What cannot be removed stays: it is only in the way. */
export function removeLeftovers(target: string, now: number): void {
  const directory = dirname(target);
  try {
    for (const name of readdirSync(directory)) {
      const [, text, lock] = OWN_FILE.exec(name) ?? [];
      if ((text ?? lock) !== basename(target)) continue;
      const stats = lstatSync(join(directory, name));
      if (stats.isFile() && stats.mtimeMs < now - MIN_AGE_MS) rmSync(join(directory, name), { force: true });
    }
  } catch (error) {
    if (getSystemErrorCode(error) === null) throw error;
  }
}
