/** Finds, reads and hashes the files below a directory, one after another: the minimum work of a scan. */

import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [directory = ''] = process.argv.slice(2);
for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) hash('sha256', readFileSync(path.join(entry.parentPath, entry.name)));
}
