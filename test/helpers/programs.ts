/** Finds programs of the machine that some tests need. */

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

const PATH = (process.env.PATH ?? '').split(delimiter);

/** The path of a program, or null. `more`: directories to search in addition to the PATH. */
export function findProgram(name: string, more: readonly string[] = []): string | null {
  const candidates = name.startsWith('/') ? [name] : [...PATH, ...more].map((directory) => join(directory, name));
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

/** A `describe` that is skipped, with the reason, if a program is missing. */
export function describeWith(program: string, name: string, body: () => void): void {
  if (findProgram(program) !== null) describe(name, body);
  else describe.skip(`${name} (needs ${program})`, body);
}
