/** Judges the trust in what was read: the certificates of `certificate/`, by the rules of `trust/`. */

import { findDeviations } from '../../assess/expectations.ts';
import { decodePlace } from '../../certificate/decode.ts';
import { readPem } from '../../certificate/formats/pem.ts';
import { readPathFields } from '../../certificate/x509/path-fields.ts';
import type {
  DecodePlace,
  Expectations,
  Identity,
  PathFields,
  PlaceReading,
  RawPlace,
  Revocation,
  RevocationResult,
  SourceReading,
  Trust,
  TrustAnchorFile,
  TrustRequest,
} from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { type MaybePromise, mapMaybePromise } from '../../lib/maybe-promise.ts';
import { createLazyUntrustedFetcher } from '../../scan/http/untrusted-fetcher-lazy.ts';
import { type ReadableEntry, readSources, type ScanOptions } from '../../scan/index.ts';
import type { ResponseCache } from '../../store/response-cache/file.ts';
import {
  createSignatureVerifier,
  createUnusableAnchorsTrust,
  indexAnchors,
  isIssuedBy,
  type PresentedChain,
  type VerifySignature,
  validateChain,
} from '../../trust/validate-path.ts';
import type { PolicyEvaluator } from '../policy-evaluator.ts';
import type { Fetch } from './fetch-intermediates.ts';

type Anchors = PresentedChain['anchors'];

/** What Mozilla's would be called, were there none. */
const MOZILLA_ROOTS = { from: 'system', path: "Mozilla's list" } as const;

/** For everything that strangers are asked for in one scan. */
const MAX_FETCH_SECONDS = 60;

/** What was sent of one place, the leaf first, each DER. */
type Sent = readonly Uint8Array[];

/**
 * Reads the sources of the entries, and judges what is found at `now` (milliseconds), where that is asked for. What it
 * takes of strangers for that is asked for once, whoever needs it; `kept` is what they said before.
 */
export async function readAndVerify(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  now: number,
  { policies, kept = null }: { policies: PolicyEvaluator | null; kept?: ResponseCache | null },
): Promise<SourceReading[]> {
  const strangers = createLazyUntrustedFetcher(io, { ...options, max_seconds: MAX_FETCH_SECONDS });
  const { fetch } = strangers;
  const { verifyReadings: readings } = createTrustEvaluator(now, { fetch, kept, clock: io.now });
  const take: DecodePlace<PlaceReading> = (raw, password, expected) => {
    const isAsked = policies !== null || expected !== null || ('trust' in raw && raw.trust !== undefined);
    return mapMaybePromise(decodePlace(raw, password, isAsked), (decoded) =>
      readings(policies === null ? decoded : decoded.map(policies.addPolicyFields), raw, expected),
    );
  };
  try {
    return await readSources(entries, io, options, take);
  } finally {
    strangers.close();
  }
}

/** What a judge asks beyond what is before him. */
export interface TrustDependencies {
  fetch: Fetch;
  kept: ResponseCache | null;
  /** Milliseconds. What issuers say holds by the clock, whatever the time that is judged at. */
  clock: Io['now'];
}

type Inquire = ReturnType<typeof import('./check-revocation.ts').createRevocationChecker>;

export interface TrustEvaluator {
  /** Null where the leaf is no certificate. `key` is the same for the same certificates in the same order. */
  evaluateTrust: (sent: Sent, key: string, question: TrustRequest) => Promise<Trust | null>;
  /** What its issuers say of a certificate that was judged, where that is asked for and there is anybody to be asked. */
  checkRevocation: (trust: Trust, stapled: Uint8Array | null) => Promise<Revocation | null>;
  /** What the stapled answer alone says. */
  checkStapledResponse: (trust: Trust, stapled: Uint8Array) => Promise<RevocationResult>;
  /** Judges the readings of a place where that is asked for; what was sent is held no longer. */
  verifyReadings: (
    readings: PlaceReading[],
    raw: RawPlace,
    expected: Expectations | null,
  ) => MaybePromise<PlaceReading[]>;
}

/**
 * Judges at `now` (milliseconds). A chain that many places show is judged once, and anchors are read once. Without `means`
 * nothing is fetched, whatever the question says.
 */
export function createTrustEvaluator(now: number, means: TrustDependencies | null = null): TrustEvaluator {
  const verify = createSignatureVerifier();
  const trusts = new Map<string, Promise<Trust | null>>();
  const anchors = new Map<string, Promise<Anchors | string>>();
  const anchorsIn = (file: TrustAnchorFile | null) => {
    const key = keyOf(file);
    const known = anchors.get(key) ?? readAnchors(file);
    anchors.set(key, known);
    return known;
  };
  const paths = new WeakMap<Trust, PathFields[]>();
  const inquiry: Promise<Inquire>[] = [];
  const judgeNew = async (sent: Sent, question: TrustRequest): Promise<Trust | null> => {
    const { host, anchors: file, aia, self_signed } = question;
    const [leaf, ...others] = sent.map(readPathFields);
    if (!leaf) return null;
    const trusted = self_signed ? indexAnchors([leaf]) : await anchorsIn(file);
    if (typeof trusted === 'string') return createUnusableAnchorsTrust(file ?? MOZILLA_ROOTS, trusted);
    const presented: PresentedChain = {
      sent: [leaf, ...others.filter((one) => one !== null)],
      anchors: trusted,
      host,
      now,
    };
    const judged = { trust: validateChain(presented, verify), fetched: [] as PathFields[] };
    if (judged.trust.path.length === 0 && aia && means !== null) {
      const { validateWithFetchedIssuers: judgeFetching } = await import('./fetch-intermediates.ts');
      Object.assign(judged, await judgeFetching(presented, verify, means.fetch));
    }
    const { trust, fetched } = judged;
    if (question.revocation) paths.set(trust, certificatesOf(trust, [...presented.sent, ...fetched], trusted));
    return trust;
  };
  const revocation: TrustEvaluator['checkRevocation'] = async (trust, stapled) => {
    const path = paths.get(trust) ?? [];
    if (means === null || path.length === 0) return null;
    inquiry[0] ??= openLate(means);
    return (await inquiry[0])({ path, stapled });
  };
  const judge: TrustEvaluator['evaluateTrust'] = (sent, key, question) => {
    const { host, anchors: file, aia, revocation: asks, self_signed = false } = question;
    const whole = JSON.stringify([key, host, keyOf(file), aia, asks, self_signed]);
    const known = trusts.get(whole) ?? judgeNew(sent, question);
    trusts.set(whole, known);
    return known;
  };
  return {
    evaluateTrust: judge,
    checkRevocation: revocation,
    checkStapledResponse: async (trust, stapled) => {
      const { checkStapledResponse: hearStapled } = await import('./check-revocation.ts');
      return hearStapled(paths.get(trust) ?? [], stapled, means?.clock() ?? now);
    },
    verifyReadings: (readings, raw, expected) => {
      const asked = 'trust' in raw ? raw.trust : undefined;
      if (asked === undefined && expected === null) {
        return readings.some(({ chainDer: sent }) => sent) ? readings.map(withoutSent) : readings;
      }
      return Promise.all(
        readings.map(async ({ chainDer: sent, stapledResponse: stapled = null, ...reading }) => {
          const { certificate } = reading;
          if (sent === undefined || certificate === null) return reading;
          const identity = expected && identityOf(sent[0], verify);
          const deviated = identity && { deviations: findDeviations(expected, certificate.facts, identity) };
          if (asked === undefined) return { ...reading, ...deviated };
          const question = asExpected(asked, expected, identity);
          const chain = certificate.chain.map(({ fingerprint_sha256 }) => fingerprint_sha256);
          const trust = await judge(sent, [certificate.fingerprint, ...chain].join(' '), question);
          if (trust === null) return { ...reading, ...deviated };
          const said = await revocation(trust, stapled);
          return { ...reading, ...deviated, trust, ...(said && { revocation: said }) };
        }),
      );
    },
  };
}

/** Null for what is no certificate. */
function identityOf(der: Uint8Array | undefined, verify: VerifySignature): Identity | null {
  const leaf = der && readPathFields(der);
  return leaf ? { key: leaf.key, self_signed: isIssuedBy(leaf, leaf, verify) } : null;
}

/** The names that are expected stand in place of the host, and one that is to be signed by itself is its own anchor. */
function asExpected(asked: TrustRequest, expected: Expectations | null, identity: Identity | null): TrustRequest {
  if (expected === null || identity === null) return asked;
  const host = expected.names.length > 0 ? null : asked.host;
  return { ...asked, host, self_signed: expected.self_signed && identity.self_signed };
}

async function openLate({ fetch, kept, clock }: TrustDependencies): Promise<Inquire> {
  const [{ createRevocationChecker: openInquiry }, { NO_CACHE: NOTHING_KEPT }] = await Promise.all([
    import('./check-revocation.ts'),
    import('../../store/response-cache/file.ts'),
  ]);
  return openInquiry({ fetch, kept: kept ?? NOTHING_KEPT, now: clock() });
}

/** The certificates of the path that was judged, from the leaf to the anchor. */
function certificatesOf({ path }: Trust, offered: readonly PathFields[], anchors: Anchors): PathFields[] {
  const known = new Map([...[...anchors.bySubject.values()].flat(), ...offered].map((one) => [one.fingerprint, one]));
  return path.flatMap((fingerprint) => known.get(fingerprint) ?? []);
}

function keyOf(file: TrustAnchorFile | null): string {
  return file === null ? '' : `${file.from} ${file.path}`;
}

/** The anchors, or why there are none. */
async function readAnchors(file: TrustAnchorFile | null): Promise<Anchors | string> {
  if (file !== null && 'problem' in file) return file.problem;
  const pem = file === null ? (await import('./mozilla-roots.ts')).MOZILLA_ROOTS_PEM : file.pem;
  const found = readPem(pem).flatMap((finding) =>
    typeof finding === 'object' && 'facts' in finding ? (readPathFields(finding) ?? []) : [],
  );
  return found.length === 0 ? 'holds no certificate in PEM' : indexAnchors(found);
}

function withoutSent({ chainDer: _sent, stapledResponse: _stapled, ...reading }: PlaceReading): PlaceReading {
  return reading;
}
