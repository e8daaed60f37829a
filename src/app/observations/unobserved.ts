/** Explains why entries were not observed. */

import { type Entry, type Failure, NOT_OBSERVED } from '../../domain/index.ts';
import type { ObservationHeader } from '../../generated/observations.ts';
import { formatShard, parseShard } from './shard.ts';
import { computeShardIndex } from './shard-index.ts';

/**
 * Explains a missing entry. `headers`: those of the accepted files. `changed`: the entries with another source than a probe read.
 * `foreign`: the entries for which a probe reports items that their source cannot have.
 */
export function explainMissing(
  { name, probe }: Entry,
  headers: readonly ObservationHeader[],
  { changed, foreign }: { changed: ReadonlySet<string>; foreign: ReadonlySet<string> },
): Failure {
  if (foreign.has(name))
    return createFailure(
      'Its probe reports a location, an owner or fields that its source cannot have, so nothing of it is used. Check whether the probe can be trusted, and runs the same certvigil.',
    );
  if (changed.has(name))
    return createFailure(
      'Its source or its probe changed in the manifest after it was observed. The next observation covers it.',
    );
  const shard = findShard(name, probe, headers);
  const whose = probe === null ? '' : ` of the probe ${probe}`;
  const which = shard === null ? '' : ` (shard ${shard})`;
  return createFailure(
    `Not covered by any accepted file${whose}${which}. Check the job that runs \`certvigil observe\`, and the rejected files.`,
  );
}

/** Finds the shard that must have the entry, if the other files of its probe are shards of the same number. */
function findShard(name: string, probe: string | null, headers: readonly ObservationHeader[]): string | null {
  const shards = headers.flatMap((header) => (header.probe === probe ? [parseShard(header.shard ?? '')] : []));
  const [first] = shards;
  if (!first || shards.some((shard) => shard?.count !== first.count)) return null;
  return formatShard({ index: computeShardIndex(name, first.count), count: first.count });
}

/** Explains a probe, or one of its shards, that reached none of its endpoints. */
export function explainBlindProbe(probe: string | null, shard: string | null, detail: string): Failure {
  const who = probe === null ? 'The machine that observes it' : `The probe ${probe}`;
  return createFailure(`${who}${shard === null ? '' : ` (shard ${shard})`} has no network. ${detail}`);
}

function createFailure(detail: string): Failure {
  return { code: NOT_OBSERVED, detail };
}
