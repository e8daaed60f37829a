/** Finds, reads and hashes the files below a folder, one after the other: the least that a scan of them must do. */

import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [folder = ''] = process.argv.slice(2);
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) hash('sha256', readFileSync(path.join(entry.parentPath, entry.name)));
}
