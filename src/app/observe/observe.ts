/** Runs `certvigil observe`: reads entries and writes the readings to a file, from which another scan decides. */

import path from 'node:path';
import type { Entry, Manifest } from '../../domain/index.ts';
import type { ReadingOrder } from '../../domain/reading-order.ts';
import type { ObservationHeader } from '../../generated/observations.ts';
import { AppError } from '../../lib/app-error.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../../lib/files/repository-path.ts';
import type { Io } from '../../lib/io.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { VERSION } from '../../lib/version.ts';
import type { OnProgress } from '../../scan/progress.ts';
import { limitReading } from '../limit-reading.ts';
import { OBSERVATIONS_VERSION } from '../observations/format.ts';
import { resolveProbeSecret } from '../observations/probe-secret.ts';
import { formatShard } from '../observations/shard.ts';
import { computeManifestDigest, computeSourceDigest } from '../observations/source-digest.ts';
import { selectReading } from '../select-settings.ts';
import { collect } from './collect.ts';
import { redactCollected } from './redact-collected.ts';
import { type EntrySelection, selectEntries } from './select-entries.ts';
import { listLines } from './to-lines.ts';
import { checkHeaderSize, checkTarget, printObservations, writeObservations } from './write-file.ts';

export interface ObserveOptions extends EntrySelection {
  /** The absolute path; null: standard output. */
  output: string | null;
  /** Milliseconds; null: use the clock. */
  now: number | null;
  onProgress?: OnProgress | undefined;
}

export interface ObserveResult {
  entries: number;
  locations: number;
  /** The number of locations and sources that could not be read. */
  failed: number;
  bytes: number;
  isSigned: boolean;
}

/**
 * Observes entries, without an event log or secrets of receivers. Throws AppError if nothing can be written: an unknown probe, an unset
 * secret, or a file that is not writable.
 */
export async function runObserve(manifest: Manifest, options: ObserveOptions, io: Io): Promise<ObserveResult> {
  const entries = selectEntries(manifest, options);
  const secret = resolveSecret(manifest, options, io);
  if (options.output !== null) checkTarget(options.output);
  const now = options.now ?? io.now();
  const header = createHeader(manifest, entries, options, now, io);
  checkHeaderSize(header);
  const order = createRotatedOrder(entries, Math.random());
  const reading = { ...selectReading(manifest), onProgress: options.onProgress, order };
  const task = { entries: entries.length, consequence: 'nothing was written' };
  const collected = await limitReading(reading, task, io, (limited) => collect(entries, io, limited, now));
  const sources = redactCollected(collected.sources, entries, io);
  const lines = listLines({ ...collected, sources });
  const request = { header, lines, secret };
  const bytes =
    options.output === null ? await printObservations(request, io) : await writeObservations(request, options.output);
  const locations = sources.flatMap((source) => source.locations);
  const failures = [...sources, ...locations.map(({ reading }) => reading)].filter(({ failure }) => failure !== null);
  return {
    entries: entries.length,
    locations: locations.length,
    failed: failures.length,
    bytes,
    isSigned: secret !== null,
  };
}

/** Resolves the secret that signs the file; null if the manifest has none. Throws AppError `observations-secret-unset`. */
function resolveSecret(manifest: Manifest, { probe }: EntrySelection, io: Io): string | null {
  const secret = resolveProbeSecret(manifest, probe, io);
  if (secret === null || 'value' in secret) return secret?.value ?? null;
  throw new AppError('observations-secret-unset', `the file cannot be signed, because ${secret.unusable}`, {
    hint: 'Set it in the environment, in a workflow from `secrets`. The probe and the scan need the same value.',
    exitCode: 3,
  });
}

/** Creates the header; `now` in milliseconds. */
export function createHeader(
  manifest: Manifest,
  entries: readonly Entry[],
  { probe, shard, only }: EntrySelection,
  now: number,
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
): ObservationHeader {
  return {
    kind: 'header',
    version: OBSERVATIONS_VERSION,
    certvigil: VERSION,
    probe,
    shard: shard === null ? null : formatShard(shard),
    scanned_at: formatIsoTime(now),
    ...(only.length > 0 && { partial: true }),
    repository: env.GITHUB_REPOSITORY || null,
    manifest: { file: resolveManifestPath(manifest, cwd, env), digest: computeManifestDigest(manifest) },
    entries: entries.map((entry) => ({ name: entry.name, digest: computeSourceDigest(entry) })),
  };
}

/** Resolves the path relative to the root of its repository, so that it does not depend on the checkout. */
export function resolveManifestPath(
  { file, root }: Pick<Manifest, 'file' | 'root'>,
  cwd: string,
  env: Io['env'],
): string {
  return toRepositoryPath(path.resolve(cwd, file), resolveRepositoryRoot(root, env));
}

/**
 * Creates an order that begins at one of the entries, and goes on with the first one after the last. `start`: from 0 to 1, without 1. A probe
 * has no event log, which would tell what earlier runs had no time for.
 */
export function createRotatedOrder(entries: readonly { name: string }[], start: number): ReadingOrder {
  const first = Math.floor(start * entries.length);
  const ranks = new Map(entries.map(({ name }, index) => [name, index < first ? -entries.length - index : -index]));
  return {
    rankEntry: (entry) => ranks.get(entry) ?? 0,
    rankSources: () => 0,
    rankLocation: () => 0,
    hasLate: () => false,
  };
}
