/** Removes the numbered files of an earlier, longer export: importing them again would bring back removed certificates. */

import { closeSync, lstatSync, openSync, readSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createPartName } from '../../report/export/split-rows.ts';
import { getSystemErrorCode } from '../../store/failures.ts';

export interface ObsoleteParts {
  removed: string[];
  /** The files that have another header, or cannot be read or removed. */
  kept: string[];
}

/**
 * Removes the parts of `file` after part `count`, up to the first number without a file. Only regular files that begin with this header
 * were written by an export. `file` is relative to `cwd`, and so are the results.
 */
export function removeObsoleteParts(file: string, count: number, header: string, cwd: string): ObsoleteParts {
  const parts: ObsoleteParts = { removed: [], kept: [] };
  for (let number = count + 1; ; number += 1) {
    const name = createPartName(file, number);
    const absolute = path.resolve(cwd, name);
    const stats = lstatSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) return parts;
    const isRemoved = stats.isFile() && removePart(absolute, Buffer.from(header));
    (isRemoved ? parts.removed : parts.kept).push(name);
  }
}

function removePart(file: string, header: Buffer): boolean {
  try {
    if (!readStart(file, header.length).equals(header)) return false;
    rmSync(file);
    return true;
  } catch (error) {
    if (getSystemErrorCode(error) === null) throw error;
    return false;
  }
}

function readStart(file: string, length: number): Buffer {
  const start = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  try {
    return start.subarray(0, readSync(descriptor, start, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}
