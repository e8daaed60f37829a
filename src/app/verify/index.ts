/** Reads the sources of entries, and verifies the trust of the certificates in them. */

import { findDeviations } from '../../assess/expectations.ts';
import { computeIssuanceDigests } from '../../certificate/x509/issuance-digests.ts';
import { hasEndingIssuer, type ParseCache } from '../../certificate/x509/parse.ts';
import { parsePathFields } from '../../certificate/x509/path-fields.ts';
import type {
  Expectations,
  Identity,
  LocationReading,
  Purpose,
  SourceReading,
  SourceResult,
  TrustRequest,
} from '../../domain/index.ts';
import { computeSoon } from '../../domain/issuer-expiry.ts';
import { findMisuse } from '../../domain/purposes.ts';
import { catchBugs, createBugReporter, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import { NO_DEADLINE, runWithDeadline } from '../../lib/deadline.ts';
import { getRealClock, type Io } from '../../lib/io.ts';
import { forEachLimited } from '../../lib/semaphore.ts';
import { createInternalFailure } from '../../scan/failures.ts';
import { createUntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import type { ReadableEntry, ScanOptions } from '../../scan/index.ts';
import type { ResponseCache } from '../../store/response-cache/file.ts';
import { isIssuedBy } from '../../trust/validate-path.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';
import { type DecodedLocation, type DecodedSource, readAndDecode } from './decode-sources.ts';
import { findMissingIssuers } from './missing-issuers.ts';
import { redactReadings } from './redact-readings.ts';
import { findUnusableStaple } from './staple-freshness.ts';
import {
  checkTrustRevocation,
  createTrustEvaluator,
  evaluatePresentedPath,
  evaluateTrust,
  type TrustEvaluator,
} from './trust-evaluator.ts';

interface ReadDependencies {
  /** The evaluator of policies; null if the manifest has none. */
  policies: PolicyEvaluator | null;
  /** Whether to compute the digests by which certificate transparency identifies certificates. Default: false. */
  hasDigests?: boolean;
  /** The cache of responses. Default: none. */
  cache?: ResponseCache | null;
}

/** The total time for requests to untrusted URLs in one scan. */
export const MAX_FETCH_SECONDS = 60;

/**
 * Reads the sources of the entries, decodes the certificates, and verifies their trust at `now` (milliseconds) if a location requests it.
 * Issuers and revocation information are fetched once a scan, and only after all sources were read, because the time for fetching is
 * limited; `cache` has those of earlier scans.
 */
export async function readAndVerify(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  now: number,
  { policies, hasDigests = false, cache = null }: ReadDependencies,
): Promise<SourceReading[]> {
  const fetcher = createUntrustedFetcher(io, { ...options, max_seconds: MAX_FETCH_SECONDS, kind: 'revocation' });
  const parsed: ParseCache = new Map();
  const evaluator = createTrustEvaluator(now, { fetch: fetcher.fetch, cache, clock: getRealClock(io) }, parsed);
  try {
    const decoding = { keepDer: policies !== null || hasDigests, soon: computeSoon(now), cache: parsed };
    const decoded = await limitSources(options, (limited) =>
      readAndDecode(entries, io, { ...limited, cache }, decoding),
    );
    const verified = await verifySources(decoded, {
      evaluator,
      policies,
      hasDigests,
      reportBug: createBugReporter(io),
    });
    return findMissingIssuers(redactReadings(verified, entries, io));
  } finally {
    fetcher.close();
  }
}

/** The part of the time for the sources. The rest is for verification, so that a slow source does not make certificates untrusted. */
const SOURCES_SHARE = 3 / 4;

/** Runs `read` with the deadline for the sources. */
export function limitSources<Result>(
  options: ScanOptions,
  read: (options: ScanOptions) => Promise<Result>,
): Promise<Result> {
  const { deadline = NO_DEADLINE } = options;
  return runWithDeadline(deadline.remaining() * SOURCES_SHARE, (part) => read({ ...options, deadline: part }));
}

export interface Verification {
  evaluator: TrustEvaluator;
  /** The evaluator of policies; null if the manifest has none. */
  policies: PolicyEvaluator | null;
  hasDigests?: boolean;
  reportBug: ReportBug;
}

/** The maximum of locations that are verified at once, which limits memory while they wait for issuers or revocation information. */
const MAX_VERIFIED_AT_ONCE = 2000;

/** Verifies every location of the sources. */
export function verifySources(sources: readonly DecodedSource[], verification: Verification): Promise<SourceReading[]> {
  return mapLocations(sources, (location) => verifyLocation(location, verification));
}

/** Returns the sources with the results of `work` for each of their locations, in their order. A limited number is in progress at once. */
export async function mapLocations<Result>(
  sources: readonly DecodedSource[],
  work: (location: DecodedLocation) => Promise<Result[]>,
): Promise<(SourceResult & { locations: Result[] })[]> {
  // An array that grows has room for 17 items, which is much for 100,000 sources with one.
  const results = sources.map(({ locations }) => Array.from(locations, (): Result[] => []));
  await forEachLimited(listPositions(sources), MAX_VERIFIED_AT_ONCE, async ({ location, source, position }) => {
    (results[source] as Result[][])[position] = await work(location);
  });
  return sources.map((source, index) => {
    const [first = [], ...others] = results[index] as Result[][];
    return { ...source, locations: others.length === 0 ? first : [...first, ...others.flat()] };
  });
}

function* listPositions(sources: readonly DecodedSource[]) {
  for (const [source, { locations }] of sources.entries())
    for (const [position, location] of locations.entries()) yield { location, source, position };
}

/**
 * Verifies the readings of a location against its trust request and the expectations of its entry, adds the fields for policies, and drops
 * the DER. Without a trust request, only the dates of the path are evaluated. A bug only fails one reading.
 */
export function verifyLocation(
  { readings, trust, expect }: DecodedLocation,
  verification: Verification,
): Promise<LocationReading[]> {
  const verify = (reading: LocationReading) =>
    catchBugs(
      () => verifyReading(reading, trust, expect, verification),
      () => createFailedReading(reading),
      verification.reportBug,
    );
  return Promise.all(readings.map(verify));
}

/** Checks stapling. Clients ignore or reject a stapled response that is not current, so that the server effectively does not staple. */
function checkStapling(reading: LocationReading, { now, dependencies }: TrustEvaluator): LocationReading {
  const { stapledResponse } = reading;
  if (!stapledResponse) return reading;
  const unusable_staple = findUnusableStaple(stapledResponse, dependencies?.clock() ?? now);
  return unusable_staple === undefined ? reading : { ...reading, unusable_staple };
}

/** Creates the reading of a location where a bug was caught. */
export function createFailedReading({ location, observed }: LocationReading): LocationReading {
  return { location, observed, certificate: null, failure: createInternalFailure(location) };
}

async function verifyReading(
  found: LocationReading,
  request: TrustRequest | null,
  expected: Expectations | null,
  { evaluator, policies, hasDigests = false }: Verification,
): Promise<LocationReading> {
  const identified = hasDigests ? addDigests(found) : found;
  const extended = policies?.addPolicyFields(identified) ?? identified;
  const { chainDer, stapledResponse = null, ...reading } = checkStapling(extended, evaluator);
  const { certificate } = reading;
  if (chainDer === undefined || certificate === null) return reading;
  // Trust evaluation checks the purpose itself.
  const purpose = request === null ? (expected?.purpose ?? null) : null;
  const identity = expected && readIdentity(evaluator, chainDer[0], purpose);
  const verified = {
    ...reading,
    // TLSA records are looked up after all sources were read.
    ...(expected?.dane && { chainDer }),
    ...(identity && { deviations: findDeviations(expected, certificate.facts, identity) }),
  };
  if (request === null) {
    const isEnding = hasEndingIssuer(certificate, computeSoon(evaluator.now));
    const presented_path = isEnding ? await evaluatePresentedPath(evaluator, chainDer) : null;
    return { ...verified, ...(presented_path && { presented_path }) };
  }
  const chain = certificate.chain.map(({ fingerprint_sha256 }) => fingerprint_sha256);
  const chainKey = [certificate.fingerprint, ...chain].join(' ');
  const evaluated = await evaluateTrust(evaluator, chainDer, chainKey, applyExpectations(request, expected, identity));
  if (evaluated === null) return verified;
  const revocation = await checkTrustRevocation(evaluator, evaluated, stapledResponse);
  return { ...verified, trust: evaluated.trust, ...(revocation && { revocation }) };
}

function addDigests(reading: LocationReading): LocationReading {
  const { certificate, chainDer: [leaf] = [] } = reading;
  const digests = leaf === undefined ? null : computeIssuanceDigests(leaf);
  return certificate === null || digests === null ? reading : { ...reading, certificate: { ...certificate, digests } };
}

/** Reads the identity; null if it is not a certificate. */
function readIdentity(
  { parsed, verify }: TrustEvaluator,
  der: Uint8Array | undefined,
  purpose: Purpose | null,
): Identity | null {
  const leaf = der && parsePathFields(der, parsed);
  if (!leaf) return null;
  const misuse = purpose === null ? null : findMisuse(leaf, purpose);
  return { key: leaf.key, self_signed: isIssuedBy(leaf, leaf, verify), misuse };
}

/** Applies expectations: expected names replace the host, and an expected self-signed certificate is its own anchor. */
function applyExpectations(
  request: TrustRequest,
  expected: Expectations | null,
  identity: Identity | null,
): TrustRequest {
  if (expected === null || identity === null) return request;
  const host = expected.names.length > 0 ? null : request.host;
  return { ...request, host, self_signed: expected.self_signed && identity.self_signed };
}
