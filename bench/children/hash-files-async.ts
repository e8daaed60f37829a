/** Finds, reads and hashes the files below a directory with promises, as most programs do. */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const [directory = '', concurrency] = process.argv.slice(2);
const entries = await readdir(directory, { recursive: true, withFileTypes: true });
const pending = entries.values();

async function lane(): Promise<void> {
  for (const entry of pending) {
    if (!entry.isFile()) continue;
    const content = await readFile(path.join(entry.parentPath, entry.name));
    createHash('sha256').update(content).digest('hex');
  }
}

await Promise.all(Array.from({ length: Number(concurrency) }, lane));
