/** Replaces a file in one step, so that a reader sees either the old content or the new one. */

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeLeftovers } from './leftovers.ts';
import { toRealPath } from './workspace-boundary.ts';

/**
 * Writes a text, or its pieces one after the other. Writes through links. A pipe or a device is written directly. Throws the error of
 * the system, or of the pieces: the old file is then unchanged.
 */
export async function writeAtomically(file: string, text: string | Iterable<string>): Promise<void> {
  const target = toRealPath(file);
  const existing = await stat(target).catch(() => null);
  if (existing?.isFIFO()) await requireReader(target);
  if (existing !== null && !existing.isFile()) return writeFile(target, text);
  removeLeftovers(target, Date.now());
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, text, existing === null ? {} : { mode: existing.mode });
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Throws the system error ENXIO for a pipe without a reader: writing to it would wait forever. */
async function requireReader(pipe: string): Promise<void> {
  const handle = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
  await handle.close();
}
