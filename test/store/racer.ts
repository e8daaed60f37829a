/**
 * A script that adds lines to a file, with one save for each line. Arguments: file, name, number of lines. With `leave-locks`, it
 * also leaves locks like those of killed processes, which it and others break as soon as they see them.
 */

import { writeFileSync } from 'node:fs';
import { createTextFileStore } from './text-store.ts';

const [file = '', name = '', number = '0', mode = ''] = process.argv.slice(2);
const leavesLocks = mode === 'leave-locks';
const store = createTextFileStore(file, { timeout_ms: 30_000, stale_ms: leavesLocks ? 0 : 10_000, poll_ms: 1 });
for (let index = 0; index < Number(number); index += 1) {
  if (leavesLocks) leaveLock(`${name} ${index}`);
  await store.save((current) => `${current ?? ''}${name} ${index}\n`);
}

/** Every content differs, like those of different owners. */
function leaveLock(content: string): void {
  try {
    writeFileSync(`${file}.lock`, content, { flag: 'wx' });
  } catch {
    // Another process has the lock.
  }
}
