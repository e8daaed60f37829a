/** Checks whether a file is about this manifest and current, and which entries it covers. */

import type { Entry, Manifest } from '../../domain/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import type { ObservationHeader } from '../../generated/observations.ts';
import { formatIsoTime, parseIsoTime } from '../../lib/iso-time.ts';
import { RejectedFile } from './observation-problems.ts';
import { parseShard } from './shard.ts';
import { computeShardIndex } from './shard-index.ts';
import { computeSourceDigest } from './source-digest.ts';

/** The settings that decide whether the files of probes are accepted. */
export type ProbeSettings = Pick<Manifest, 'file' | 'root' | 'entries' | 'observations'>;

export interface HeaderContext {
  settings: Pick<ProbeSettings, 'entries' | 'observations'>;
  /** The path relative to the root of its repository. */
  manifestPath: string;
  /** `owner/name`; null if unknown. */
  repository: string | null;
  /** The time of the clock in milliseconds. */
  now: number;
}

/** Tolerated difference between clocks. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Checks the header. Throws `RejectedFile` if the file must not be used. */
export function checkHeader(name: string, header: ObservationHeader, context: HeaderContext): void {
  const { settings, manifestPath, repository, now } = context;
  const { max_age_hours } = settings.observations;
  const time = parseIsoTime(header.scanned_at);
  if (header.repository !== null && repository !== null && header.repository !== repository)
    throw new RejectedFile(
      'observations-other-manifest',
      name,
      `the repository ${header.repository}, not ${repository}`,
    );
  if (header.manifest.file !== manifestPath)
    throw new RejectedFile(
      'observations-other-manifest',
      name,
      `the manifest ${header.manifest.file}, not ${manifestPath}`,
    );
  if (header.probe !== null && !settings.entries.some(({ probe }) => probe === header.probe))
    throw new RejectedFile('observations-probe-unused', name, header.probe);
  if (header.shard !== null && !hasOnlyEntriesIn(header.shard, header))
    throw new RejectedFile(
      'observations-invalid',
      name,
      `line 1 lists an entry that is not in the shard ${header.shard}`,
    );
  if (!(time <= now + CLOCK_TOLERANCE_MS)) throw new RejectedFile('observations-in-future', name, header.scanned_at);
  if (time < now - max_age_hours * HOUR)
    throw new RejectedFile('observations-too-old', name, formatIsoTime(time), String(max_age_hours));
}

function hasOnlyEntriesIn(text: string, { entries }: ObservationHeader): boolean {
  const shard = parseShard(text);
  return shard !== null && entries.every(({ name }) => computeShardIndex(name, shard.count) === shard.index);
}

/** The current entries of a manifest, with the digests of their sources. */
export type EntryIndex = ReadonlyMap<string, { entry: Entry; digest: string }>;

export function indexEntries(entries: readonly Entry[]): EntryIndex {
  return new Map(entries.map((entry) => [entry.name, { entry, digest: computeSourceDigest(entry) }]));
}

/** Selects the entries that the file observed as the manifest has them now, and the names of those that changed since. */
export function selectCovered(
  { probe, entries }: ObservationHeader,
  index: EntryIndex,
): { covered: Map<string, Entry>; changed: string[] } {
  const covered = new Map<string, Entry>();
  const changed: string[] = [];
  for (const { name, digest } of entries) {
    const known = index.get(name);
    if (known === undefined) continue;
    if (known.digest === digest && known.entry.probe === probe) covered.set(name, known.entry);
    else changed.push(name);
  }
  return { covered, changed };
}
