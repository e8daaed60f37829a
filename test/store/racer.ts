/** A script that adds lines to a file, with one save for each line. Arguments: file, name, number of lines. */

import { createFileStore } from '../../src/store/file.ts';

const [file = '', name = '', number = '0'] = process.argv.slice(2);
const store = createFileStore(file, { timeout_ms: 30_000, stale_ms: 10_000, poll_ms: 1 });
for (let index = 0; index < Number(number); index += 1) {
  await store.save((current) => `${current ?? ''}${name} ${index}\n`);
}
