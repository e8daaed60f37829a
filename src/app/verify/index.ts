/** Reads the sources of entries, and verifies the trust of the certificates in them. */

import { findDeviations } from '../../assess/expectations.ts';
import { decodePlace } from '../../certificate/decode.ts';
import { hasEarlierExpiry } from '../../certificate/x509/parse.ts';
import { createParseCache } from '../../certificate/x509/parse-cache.ts';
import { parsePathFields } from '../../certificate/x509/path-fields.ts';
import type {
  DecodePlace,
  Expectations,
  Identity,
  PlaceReading,
  Purpose,
  RawPlace,
  SourceReading,
  TrustRequest,
} from '../../domain/index.ts';
import { findMisuse } from '../../domain/purposes.ts';
import { shareKnownFacts } from '../../events/state/known-facts.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { catchBugs, catchBugsSync, createBugReporter, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { type MaybePromise, mapMaybePromise } from '../../lib/maybe-promise.ts';
import { createInternalFailure } from '../../scan/failures.ts';
import { createLazyUntrustedFetcher } from '../../scan/http/untrusted-fetcher-lazy.ts';
import { type ReadableEntry, readSources, type ScanOptions } from '../../scan/index.ts';
import type { ResponseCache } from '../../store/response-cache/file.ts';
import { isIssuedBy } from '../../trust/validate-path.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';
import { findMissingIssuers } from './missing-issuers.ts';
import { redactReadings } from './redact-readings.ts';
import { checkStapleFreshness } from './staple-freshness.ts';
import {
  checkTrustRevocation,
  createTrustEvaluator,
  evaluatePresentedPath,
  evaluateTrust,
  type TrustEvaluator,
} from './trust-evaluator.ts';

interface ReadDependencies {
  /** Null if the manifest has no policies. */
  policies: PolicyEvaluator | null;
  /** Default: nothing. */
  cache?: ResponseCache | null;
  /** The certificates of the event log, whose facts are not kept twice. Default: none. */
  known?: EventLog['certificates'];
}

/** For everything that is fetched from untrusted URLs in one scan. */
export const MAX_FETCH_SECONDS = 60;

/**
 * Reads the sources of the entries, and verifies the trust of what is found at `now` (milliseconds) if a place asks for
 * it. Issuers and revocation information are fetched once a scan; `cache` has those of earlier scans.
 */
export async function readAndVerify(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  now: number,
  { policies, cache = null, known = {} }: ReadDependencies,
): Promise<SourceReading[]> {
  const fetcher = createLazyUntrustedFetcher(io, { ...options, max_seconds: MAX_FETCH_SECONDS });
  const parsed = createParseCache();
  const evaluator = createTrustEvaluator(now, { fetch: fetcher.fetch, cache, clock: io.now }, parsed);
  const reportBug = createBugReporter(io);
  const isFirst = Object.keys(known).length === 0;
  const decode: DecodePlace<PlaceReading> = (raw, passwords, expected) => {
    const keepDer = policies !== null || expected !== null || ('trust' in raw && raw.trust !== undefined);
    const share = (reading: PlaceReading) => shareKnownFacts(reading, known);
    return mapMaybePromise(decodePlace(raw, passwords, { keepDer, cache: parsed }), (readings) =>
      verifyReadings(isFirst ? readings : readings.map(share), raw, { evaluator, policies, expected, reportBug }),
    );
  };
  try {
    const read = await readSources(entries, io, { ...options, cache }, decode);
    return findMissingIssuers(redactReadings(read, entries, io, reportBug));
  } finally {
    fetcher.close();
  }
}

export interface Verification {
  evaluator: TrustEvaluator;
  /** Null if the manifest has no policies. */
  policies: PolicyEvaluator | null;
  /** The `expect` block of the entry. */
  expected: Expectations | null;
  reportBug: ReportBug;
}

/**
 * Verifies the readings of a place against its trust request and the expectations of its entry, adds what policies need, and
 * drops the DER. Without a trust request, only the dates of the path count. A reading that triggers a bug becomes a failure; the others are not affected.
 */
export function verifyReadings(
  readings: PlaceReading[],
  raw: RawPlace,
  verification: Verification,
): MaybePromise<PlaceReading[]> {
  const { policies, expected, reportBug } = verification;
  const request = 'trust' in raw ? raw.trust : undefined;
  const addFields = (reading: PlaceReading) =>
    policies === null
      ? reading
      : catchBugsSync(
          () => policies.addPolicyFields(reading),
          () => createFailedReading(reading),
          reportBug,
        );
  const extended = readings.map((reading) => addFields(checkStapling(reading, verification.evaluator)));
  const isEvaluated = ({ certificate, chainDer }: PlaceReading) =>
    chainDer !== undefined &&
    certificate !== null &&
    (request !== undefined || expected !== null || hasEarlierExpiry(certificate));
  if (!extended.some(isEvaluated)) return extended.some(({ chainDer }) => chainDer) ? extended.map(dropDer) : extended;
  const verify = (reading: PlaceReading) =>
    catchBugs(
      () => verifyReading(reading, request, verification),
      () => createFailedReading(reading),
      reportBug,
    );
  return Promise.all(extended.map(verify));
}

/** Clients ignore or reject a stapled response that is not current, so that the server does not staple in effect. */
function checkStapling(reading: PlaceReading, { now, dependencies }: TrustEvaluator): PlaceReading {
  const { stapledResponse, staples } = reading;
  if (!stapledResponse || !staples) return reading;
  const { current, expired } = checkStapleFreshness(stapledResponse, dependencies?.clock() ?? now);
  return { ...reading, staples: current, ...(expired && { staple_expired: expired }) };
}

function createFailedReading({ place, address }: PlaceReading): PlaceReading {
  return { place, address, certificate: null, failure: createInternalFailure(place) };
}

async function verifyReading(
  { chainDer, stapledResponse = null, ...reading }: PlaceReading,
  request: TrustRequest | undefined,
  { evaluator, expected }: Verification,
): Promise<PlaceReading> {
  const { certificate } = reading;
  if (chainDer === undefined || certificate === null) return reading;
  // Trust evaluation checks the purpose itself.
  const purpose = request === undefined ? (expected?.purpose ?? null) : null;
  const identity = expected && readIdentity(evaluator, chainDer[0], purpose);
  const verified = {
    ...reading,
    ...(identity && { deviations: findDeviations(expected, certificate.facts, identity) }),
  };
  if (request === undefined) {
    const presented_path = hasEarlierExpiry(certificate) ? await evaluatePresentedPath(evaluator, chainDer) : null;
    return { ...verified, ...(presented_path && { presented_path }) };
  }
  const chain = certificate.chain.map(({ fingerprint_sha256 }) => fingerprint_sha256);
  const chainKey = [certificate.fingerprint, ...chain].join(' ');
  const evaluated = await evaluateTrust(evaluator, chainDer, chainKey, applyExpectations(request, expected, identity));
  if (evaluated === null) return verified;
  const revocation = await checkTrustRevocation(evaluator, evaluated, stapledResponse);
  return { ...verified, trust: evaluated.trust, ...(revocation && { revocation }) };
}

/** Null if it is not a certificate. */
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

/** Expected names replace the host, and an expected self-signed certificate is its own anchor. */
function applyExpectations(
  request: TrustRequest,
  expected: Expectations | null,
  identity: Identity | null,
): TrustRequest {
  if (expected === null || identity === null) return request;
  const host = expected.names.length > 0 ? null : request.host;
  return { ...request, host, self_signed: expected.self_signed && identity.self_signed };
}

function dropDer({ chainDer: _chainDer, stapledResponse: _stapledResponse, ...reading }: PlaceReading): PlaceReading {
  return reading;
}
