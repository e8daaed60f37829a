/** Selects the entries that a probe reads. */

import type { Entry, Manifest } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import type { Shard } from '../observations/shard.ts';
import { computeShardIndex } from '../observations/shard-index.ts';
import { createSelection } from '../scan-context.ts';

export interface EntrySelection {
  /** null: the entries without a probe. */
  probe: string | null;
  shard: Shard | null;
  /** The names, or globs for names; empty: all. */
  only: readonly string[];
}

/**
 * Selects the enabled entries of a probe and a shard. Entries of certificate transparency are left to the scan, which has the event log.
 * Throws AppError `unknown-probe` or `only-matches-nothing`.
 */
export function selectEntries(manifest: Manifest, { probe, shard, only }: EntrySelection): Entry[] {
  checkProbe(manifest, probe);
  const covers = createSelection(manifest.entries, only, manifest.file);
  const isInShard = (name: string) => shard === null || computeShardIndex(name, shard.count) === shard.index;
  return manifest.entries.filter(
    (entry) =>
      entry.enabled &&
      entry.source.kind !== 'ct' &&
      entry.probe === probe &&
      covers(entry.name) &&
      isInShard(entry.name),
  );
}

function checkProbe({ file, entries }: Manifest, probe: string | null): void {
  if (probe === null || entries.some((entry) => entry.probe === probe)) return;
  const known = listProbes(entries);
  const similar = suggest(probe, known);
  const hint =
    probe === 'none'
      ? 'Leave out --probe to read the entries without a probe.'
      : known.length === 0
        ? `No entry has a probe. Add "probe: ${probe}" to those that it reads.`
        : similar === undefined
          ? `Probes in the manifest: ${known.join(', ')}.`
          : `Did you mean ${similar}? Probes in the manifest: ${known.join(', ')}.`;
  throw new AppError('unknown-probe', `no entry in ${file} has the probe ${JSON.stringify(probe)}`, { hint });
}

export function listProbes(entries: readonly Pick<Entry, 'probe'>[]): string[] {
  return [...new Set(entries.flatMap(({ probe }) => probe ?? []))].sort();
}
