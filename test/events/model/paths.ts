/** Alternative data paths: readings from observation files, and a partitioned event log. Decisions must be the same on each. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseLogFiles, serializeLogFiles } from '../../../src/events/log/log-files.ts';
import { createFileStore } from '../../../src/store/file.ts';
import { openChannel } from '../../app/observations/transmit.ts';
import { PRODUCT, type Product } from './run.ts';

interface OpenedPath {
  product: Product;
  close: () => void;
}

/** What `compareWithLog` writes on three machines, in two shards each, and `scan --observations` reads. */
export function openObservationPath(): OpenedPath {
  const channel = openChannel();
  const transmit: Product['transmit'] = async ({ readings, manifest, now, log }) => {
    const files = await channel.write({ manifest, readings, shards: 2, now });
    const { readings: received, unobserved } = await channel.read(manifest, files, now, log);
    for (const file of files) rmSync(file);
    const names = new Set(readings.map(({ entry }) => entry));
    if ([...unobserved.keys()].some((name) => names.has(name))) throw new Error('an entry is lost on the way');
    return received.filter(({ entry }) => names.has(entry));
  };
  return { product: { ...PRODUCT, transmit }, close: channel.close };
}

/** A file store whose log is divided into another number of partitions from time to time. */
export function openPartitionedPath(): OpenedPath {
  const directory = mkdtempSync(join(tmpdir(), 'certvigil-model-'));
  const file = join(directory, 'event-log.json');
  const store = createFileStore(file);
  let saves = 0;
  const saveAndLoad: Product['saveAndLoad'] = async (log) => {
    const count = COUNTS[Math.floor(saves / 40) % COUNTS.length] ?? 1;
    saves += 1;
    await store.save((current) => serializeLogFiles(log, parseLogFiles(current, file), count), String);
    const loaded = parseLogFiles(await store.read(), file);
    if (loaded === null || loaded.partitions.length !== (count < 2 ? 0 : count))
      throw new Error('partitions are missing');
    return loaded.log;
  };
  return { product: { ...PRODUCT, saveAndLoad }, close: () => rmSync(directory, { recursive: true, force: true }) };
}

const COUNTS = [16, 3, 1, 4];
