/** Programs of the machine that a few tests need, beyond what npm installs. */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

const PATH = (process.env.PATH ?? '').split(delimiter);

/** Where a program stands, or null. An absolute path stands for itself. `more` are folders beside those of the PATH. */
export function findProgram(name: string, more: readonly string[] = []): string | null {
  const candidates = name.startsWith('/') ? [name] : [...PATH, ...more].map((folder) => join(folder, name));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A `describe` that is skipped, and says why, where the machine lacks a program. */
export function describeWith(program: string, name: string, body: () => void): void {
  if (findProgram(program) !== null) describe(name, body);
  else describe.skip(`${name} (needs ${program})`, body);
}
