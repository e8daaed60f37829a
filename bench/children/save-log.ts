/** Reads an event log, saves a copy without its first event, and prints `{"milliseconds": N}`. */

import { copyFileSync } from 'node:fs';
import { parseLogFiles, serializeLogFiles } from '../../src/events/log/log-files.ts';
import { createFileStore } from '../../src/store/file.ts';

const [file = ''] = process.argv.slice(2);
const own = `${file}.copy`;
copyFileSync(file, own);
const startedAt = performance.now();
const store = createFileStore(own);
const base = parseLogFiles(await store.read(), store.description);
if (base === null) throw new Error(`${own} is missing`);
const log = { ...base.log, events: base.log.events.slice(1) };
await store.save(() => serializeLogFiles(log, base, 1), String);
process.stdout.write(JSON.stringify({ milliseconds: performance.now() - startedAt }));
