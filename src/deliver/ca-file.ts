import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Failure } from '../types.ts';
import { failure } from './wording.ts';

/** The authorities that alone are trusted; null where none are named. `root` is the folder that paths are relative to. */
export async function readCa(
  path: string | null,
  root: string,
): Promise<{ pem: string | null } | { failure: Failure }> {
  if (path === null) return { pem: null };
  try {
    return { pem: await readFile(resolve(root, path), 'utf8') };
  } catch {
    return { failure: failure('ca-file-unreadable', path) };
  }
}
