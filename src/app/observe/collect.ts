/** Reads the entries of a probe, and collects all data whose retrieval needs a network or a secret. */

import type { ParseCache } from '../../certificate/x509/parse.ts';
import type { Entry, LocationReading, SourceReading, SourceResult } from '../../domain/index.ts';
import { createEmptyLog } from '../../events/log/serialize.ts';
import type { ObservedAnchors } from '../../generated/observations.ts';
import { catchBugs, createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import type { RenewalInfoResult } from '../../scan/acme/renewal-info.ts';
import { createUntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import type { ScanOptions } from '../../scan/index.ts';
import { createTrustOptionsReader } from '../../scan/sources/trust-anchors.ts';
import { type DecodedLocation, readAndDecode } from '../verify/decode-sources.ts';
import { createRenewalFetcher, listRenewalQueries } from '../verify/fetch-renewal-info.ts';
import { limitSources, MAX_FETCH_SECONDS, mapLocations, type Verification, verifyLocation } from '../verify/index.ts';
import { createTrustEvaluator } from '../verify/trust-evaluator.ts';
import { createEvidenceRecorder, type EvidenceRecorder } from './record-evidence.ts';

/** The result of reading a location. */
export interface CollectedLocation {
  /** The decoded reading, with the DER of its chain. */
  reading: LocationReading;
  /** The reading with the trust, as the probe evaluates it. */
  verified: LocationReading;
  /** The name that its certificate must cover, null for any; undefined if its trust is not evaluated. */
  host: string | null | undefined;
  /** Whether the expectations of its entry apply. */
  isExpected: boolean;
}

export interface CollectedSource extends SourceResult {
  locations: CollectedLocation[];
}

export interface Collected {
  sources: CollectedSource[];
  evidence: ReturnType<EvidenceRecorder['listLines']>;
  anchors: ObservedAnchors[];
  renewals: ReadonlyMap<string, RenewalInfoResult>;
}

/**
 * Collects the data. Certificates are verified only to find the data that verification needs. `now` is the time of the observation in
 * milliseconds. A probe has no event log, so that it requests the renewal information of every certificate.
 */
export async function collect(
  entries: readonly Entry[],
  io: Io,
  options: ScanOptions,
  now: number,
): Promise<Collected> {
  const fetcher = createUntrustedFetcher(io, { ...options, max_seconds: MAX_FETCH_SECONDS, kind: 'revocation' });
  const recorder = createEvidenceRecorder(fetcher.fetch);
  const cache: ParseCache = new Map();
  const dependencies = { fetch: recorder.fetch, lookUpCrl: recorder.lookUpCrl, cache: null, clock: () => now };
  const evaluator = createTrustEvaluator(now, dependencies, cache);
  const reportBug = createBugReporter(io);
  try {
    const decoded = await limitSources(options, (limited) =>
      readAndDecode(entries, io, limited, { keepDer: true, cache }),
    );
    const verification = { evaluator, policies: null, reportBug };
    const sources = await mapLocations(decoded, (location) => collectLocation(location, verification));
    const renewals = await catchBugs(
      () => fetchRenewals(sources, entries, io, options, now),
      () => new Map<string, RenewalInfoResult>(),
      reportBug,
    );
    return { sources, evidence: recorder.listLines(), anchors: await readAnchors(entries, io, options), renewals };
  } finally {
    fetcher.close();
  }
}

async function collectLocation(decoded: DecodedLocation, verification: Verification): Promise<CollectedLocation[]> {
  const verified = await verifyLocation(decoded, verification);
  const { readings, trust, expect } = decoded;
  return readings.map((reading, index) => {
    return { reading, verified: verified[index] ?? reading, host: trust?.host, isExpected: expect !== null };
  });
}

async function fetchRenewals(
  sources: readonly CollectedSource[],
  entries: readonly Entry[],
  io: Io,
  options: ScanOptions,
  now: number,
): Promise<ReadonlyMap<string, RenewalInfoResult>> {
  const readings = sources.map((source): SourceReading => {
    return { ...source, locations: source.locations.map(({ verified }) => verified) };
  });
  const queries = listRenewalQueries({ log: createEmptyLog(), entries, readings, now });
  return queries.length === 0 ? new Map() : createRenewalFetcher(io, options)(queries);
}

/** Reads the trust store of this machine, if an entry is verified with it. */
async function readAnchors(entries: readonly Entry[], { env }: Io, { root }: ScanOptions): Promise<ObservedAnchors[]> {
  const trusting = entries
    .map(({ source }) => source)
    .find((source) => 'trust' in source && source.trust === 'system' && source.ca_file === null);
  if (trusting === undefined || !('trust' in trusting)) return [];
  const options = await createTrustOptionsReader(root, resolveWorkspace(root, env), env)(trusting);
  const anchors = options?.anchors;
  return [{ kind: 'anchors', pem: anchors && 'pem' in anchors ? anchors.pem : null }];
}
