/** Creates directories. */

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a directory (absolute path) and those above it, unless they exist. Throws a system error. Node's recursive `mkdir` is not used,
 * because it reports a missing path for a read-only file system.
 */
export function createDirectory(directory: string): void {
  if (existsSync(directory) && statSync(directory).isDirectory()) return;
  if (dirname(directory) !== directory) createDirectory(dirname(directory));
  mkdirSync(directory);
}
