/** Sends readings through files, as probes and the scan that decides do. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readObservations } from '../../../src/app/observations/read-observations.ts';
import { computeShardIndex } from '../../../src/app/observations/shard-index.ts';
import { createHeader } from '../../../src/app/observe/observe.ts';
import { listProbes } from '../../../src/app/observe/select-entries.ts';
import { listLines } from '../../../src/app/observe/to-lines.ts';
import { writeObservations } from '../../../src/app/observe/write-file.ts';
import type { Manifest, SourceReading } from '../../../src/domain/index.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import { createLocationLister } from '../../../src/events/state/location-names.ts';
import type { EventLog } from '../../../src/generated/event-log.ts';
import type { RenewalInfoResult } from '../../../src/scan/acme/renewal-info.ts';
import { createTestIo } from '../../manifest/io.ts';

interface Transmission {
  manifest: Manifest;
  readings: readonly SourceReading[];
  /** Of each probe. */
  shards: number;
  /** By fingerprint; each file has all. Default: none. */
  renewals?: ReadonlyMap<string, RenewalInfoResult>;
  /** Milliseconds. */
  now: number;
}

export interface Channel {
  /** Writes one file for each shard of each probe, and returns the paths. */
  write: (sent: Transmission) => Promise<string[]>;
  read: (
    manifest: Manifest,
    paths: readonly string[],
    now: number,
    log?: EventLog,
  ) => ReturnType<typeof readObservations>;
  close: () => void;
}

export function openChannel(): Channel {
  const directory = mkdtempSync(join(tmpdir(), 'certvigil-channel-'));
  const io = createTestIo(directory);
  let count = 0;
  const write = async ({ manifest, readings, shards, renewals = new Map(), now }: Transmission) => {
    const files: string[] = [];
    for (const probe of [null, ...listProbes(manifest.entries)]) {
      for (let index = 1; index <= shards; index += 1) {
        const entries = manifest.entries.filter(
          (entry) => entry.enabled && entry.probe === probe && computeShardIndex(entry.name, shards) === index,
        );
        const names = new Set(entries.map(({ name }) => name));
        const sources = readings
          .filter(({ entry }) => names.has(entry))
          .map((source) => ({
            ...source,
            locations: source.locations.map((reading) => ({
              reading,
              verified: reading,
              host: undefined,
              isExpected: true,
            })),
          }));
        const shard = { index, count: shards };
        const header = createHeader(manifest, entries, { probe, shard, only: [] }, now, io);
        const lines = listLines({ sources, evidence: [], anchors: [], renewals });
        count += 1;
        const file = join(directory, `${count}.jsonl`);
        await writeObservations({ header, lines, secret: null }, file);
        files.push(file);
      }
    }
    return files;
  };
  return {
    write,
    read: (manifest, paths, now, log = createEmptyLog()) => {
      const entries = manifest.entries.filter(({ enabled }) => enabled);
      const options = { now, isComplete: true, policies: null, cache: null, onProgress: undefined };
      const listKnownLocations = createLocationLister(log);
      return readObservations(entries, manifest, { paths, log, clock: now }, { ...options, listKnownLocations }, io);
    },
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
}
