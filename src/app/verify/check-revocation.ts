/** Asks whether certificates are revoked: fetched by `scan/`, read by `certificate/`, judged by `revocation/`. */

import { findRevokedEntry, readRevocationList } from '../../certificate/revocation/crl-entries.ts';
import { buildOcspRequest } from '../../certificate/revocation/ocsp-request.ts';
import { readOcspResponse } from '../../certificate/revocation/ocsp-response.ts';
import { readRevocationFields } from '../../certificate/x509/revocation-fields.ts';
import type {
  DistributionPoint,
  Failure,
  PathFields,
  Revocation,
  RevocationFields,
  RevocationList,
  RevocationResult,
} from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import type { UntrustedFetcher } from '../../scan/http/untrusted-fetcher.ts';
import type { CachedResponse, ResponseCache } from '../../store/response-cache/file.ts';
import { checkCrl, evaluateCrl } from '../../trust/revocation/evaluate-crl.ts';
import { evaluateOcspResponse } from '../../trust/revocation/evaluate-ocsp.ts';
import { createRevocationFailure } from '../../trust/revocation/messages.ts';

export interface RevocationDependencies {
  fetch: UntrustedFetcher['fetch'];
  kept: ResponseCache;
  /** Milliseconds, by the clock: what was said holds by the clock of those who said it. */
  now: number;
}

export interface RevocationInput {
  /** From the leaf to the anchor. */
  path: readonly PathFields[];
  /** What the server sent along. */
  stapled: Uint8Array | null;
}

type Source = NonNullable<Revocation['source']>;

/** Somebody who can be asked. */
interface RevocationSource {
  source: Source;
  ask: () => Promise<RevocationResult>;
}

type Believed = Exclude<RevocationResult, { problem: Failure }>;

/** What is known of one certificate. */
interface RevocationEvidence {
  certificate: PathFields;
  believed: (Believed & { source: Source }) | null;
  problems: Failure[];
}

/** A list that is larger is not read, and no answer of a responder is larger. */
const LARGEST_LIST_MEBIBYTES = 64;
const LARGEST_ANSWER_MEBIBYTES = 1;

/** Bytes of lists that are held, and how many are loaded, beside these. */
const MOST_HELD = LARGEST_LIST_MEBIBYTES * 1024 * 1024;
const LISTS_AT_ONCE = 4;

/** No authority names more in a certificate. */
const MOST_URLS = 4;

/** What was said longer ago is asked for again; until its own end it stands in for what is not to be had. */
const RECENT = 6 * 3_600_000;

/**
 * Asks for one path after the other, and for each certificate, list and answer once. Null where the certificate has ended,
 * or nobody is named who could be asked.
 */
export function createRevocationChecker(
  inquiry: RevocationDependencies,
): (question: RevocationInput) => Promise<Revocation | null> {
  const asked = new Map<string, Promise<RevocationEvidence | null>>();
  const once = <Value>(known: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>) => {
    const value = known.get(key) ?? ask();
    known.set(key, value);
    return value;
  };
  const listAt = listHolder((url, issuer) => fetchList(url, issuer, inquiry));
  return async ({ path, stapled }) => {
    const [leaf] = path;
    if (leaf === undefined || leaf.valid_to < inquiry.now) return null;
    const pairs = path.slice(0, -1).map((certificate, at) => [certificate, path[at + 1] as PathFields] as const);
    const testimonies = await Promise.all(
      pairs.map(([certificate, issuer]) => {
        const ask = () => checkCertificate(certificate, issuer, certificate === leaf ? stapled : null, inquiry, listAt);
        // A server's own answer is its own.
        const own = certificate === leaf && stapled !== null;
        return own ? ask() : once(asked, `${certificate.fingerprint} ${issuer.key}`, ask);
      }),
    );
    return combineEvidence(testimonies.filter((one) => one !== null));
  };
}

type ListAt = (url: string, issuer: RevocationFields) => Promise<RevocationList | Refused>;

/**
 * Holds the lists that were asked for last, up to a sum of bytes, and loads few at once: many large ones would be more than
 * a machine has. One that is asked for again is read from where it was put aside, and verified anew.
 */
function listHolder(load: ListAt): ListAt {
  const lists = new Map<string, ReturnType<ListAt>>();
  /** Bytes of those that were loaded, the one asked for last at the end. */
  const sizes = new Map<string, number>();
  const turn = createSemaphore(LISTS_AT_ONCE);
  const touch = (key: string, size: number) => {
    sizes.delete(key);
    sizes.set(key, size);
    let all = [...sizes.values()].reduce((sum, one) => sum + one, 0);
    for (const [oldest, bytes] of sizes) {
      if (all <= MOST_HELD || oldest === key) break;
      if (bytes === 0) continue;
      all -= bytes;
      sizes.delete(oldest);
      lists.delete(oldest);
    }
  };
  return async (url, issuer) => {
    const key = `${issuer.certificate.key} ${url}`;
    const loading = lists.get(key) ?? turn(() => load(url, issuer));
    lists.set(key, loading);
    const list = await loading;
    if (lists.get(key) === loading) touch(key, isRefused(list) ? 0 : list.bytes.length);
    return list;
  };
}

async function checkCertificate(
  child: PathFields,
  parent: PathFields,
  stapled: Uint8Array | null,
  inquiry: RevocationDependencies,
  listAt: ListAt,
): Promise<RevocationEvidence | null> {
  const certificate = readRevocationFields(child);
  const issuer = readRevocationFields(parent);
  if (certificate === null || issuer === null) return null;
  const witnesses = [
    ...(stapled === null ? [] : [stapleWitness(stapled, certificate, issuer, inquiry.now)]),
    ...listWitnesses(certificate, issuer, listAt),
    ...responderWitnesses(certificate, issuer, inquiry),
  ];
  if (witnesses.length === 0) return null;
  const testimony: RevocationEvidence = { certificate: child, believed: null, problems: [] };
  for (const { source, ask } of witnesses) {
    const answer = await ask();
    if ('problem' in answer) testimony.problems.push(answer.problem);
    else if (answer.status === 'revoked') return { ...testimony, believed: { ...answer, source } };
    else {
      testimony.believed ??= { ...answer, source };
      // A good answer may be handed round for days after the revocation: others are asked too.
      if (inquiry.now - answer.this_update < DAY) return { ...testimony, believed: { ...answer, source } };
    }
  }
  return testimony;
}

/** What a server stapled for its certificate, by itself; `path` as in a question, `now` in milliseconds. */
export async function checkStapledResponse(
  [leaf, issuer]: readonly PathFields[],
  stapled: Uint8Array,
  now: number,
): Promise<RevocationResult> {
  const certificate = leaf && readRevocationFields(leaf);
  const signer = issuer && readRevocationFields(issuer);
  if (!certificate || !signer) return createRevocationFailure('revocation-issuer-unknown', 'The stapled answer');
  return stapleWitness(stapled, certificate, signer, now).ask();
}

function stapleWitness(
  stapled: Uint8Array,
  certificate: RevocationFields,
  issuer: RevocationFields,
  now: number,
): RevocationSource {
  const { buffer, byteOffset, byteLength } = stapled;
  const response = () => readOcspResponse(Buffer.from(buffer, byteOffset, byteLength));
  return {
    source: 'stapled',
    ask: async () => evaluateOcspResponse(response(), certificate, issuer, 'The stapled answer', now),
  };
}

function listWitnesses(certificate: RevocationFields, issuer: RevocationFields, listAt: ListAt): RevocationSource[] {
  const named = certificate.distributionPoints.flatMap((point) => point.urls.map((url) => ({ url, point })));
  const usable = named.filter(({ url }) => isWeb(url));
  const chosen = (usable.length > 0 ? usable : named).slice(0, MOST_URLS);
  return chosen.map(({ url, point }) => ({
    source: 'crl',
    ask: () => askList(url, point, certificate, issuer, listAt),
  }));
}

async function askList(
  url: string,
  point: DistributionPoint,
  certificate: RevocationFields,
  issuer: RevocationFields,
  listAt: ListAt,
): Promise<RevocationResult> {
  const source = `The revocation list at ${shown(url)}`;
  if (!isWeb(url)) return createRevocationFailure('revocation-url-unsupported', source);
  if (point.indirect)
    return createRevocationFailure('revocation-unsupported', source, 'is an indirect list, made by another authority');
  const list = await listAt(url, issuer);
  if ('problem' in list) return list;
  const entry = findRevokedEntry(list, certificate.serial_bytes);
  return entry === 'malformed'
    ? createRevocationFailure('revocation-malformed', source)
    : evaluateCrl(list, certificate, point, entry, source);
}

function fetchList(
  url: string,
  issuer: RevocationFields,
  inquiry: RevocationDependencies,
): Promise<RevocationList | Refused> {
  const source = `The revocation list at ${shown(url)}`;
  const judge = (body: Buffer) => {
    const list = readRevocationList(body);
    return list === null
      ? createRevocationFailure('revocation-malformed', source)
      : (checkCrl(list, issuer, source, inquiry.now) ?? list);
  };
  return fetchOrReuse({ url, max_mebibytes: LARGEST_LIST_MEBIBYTES, source, judge }, inquiry);
}

/**
 * By GET, as RFC 5019 section 5 wants it of requests this short: such answers come from caches near by, and a scan
 * differs from a list's in nothing but the URL. A responder that takes none is asked by POST.
 */
function responderWitnesses(
  certificate: RevocationFields,
  issuer: RevocationFields,
  inquiry: RevocationDependencies,
): RevocationSource[] {
  const usable = certificate.ocsp_urls.filter(isWeb);
  return (usable.length > 0 ? usable : certificate.ocsp_urls).slice(0, MOST_URLS).map((responder) => {
    const source = `The answer of ${shown(responder)}`;
    const judge = (body: Buffer) =>
      evaluateOcspResponse(readOcspResponse(body), certificate, issuer, source, inquiry.now);
    const ask = async () => {
      if (!isWeb(responder)) return createRevocationFailure('revocation-url-unsupported', source);
      const body = buildOcspRequest(certificate, issuer);
      const url = `${responder.replace(/\/$/, '')}/${encodeURIComponent(body.toString('base64'))}`;
      const post = { url: responder, body };
      return fetchOrReuse({ url, max_mebibytes: LARGEST_ANSWER_MEBIBYTES, source, judge, post }, inquiry);
    };
    return { source: 'ocsp', ask };
  });
}

/** What is wanted of a URL. */
interface Wanted<Judged> {
  url: string;
  max_mebibytes: number;
  /** Names it in messages. */
  source: string;
  judge: (body: Buffer) => Judged | Refused;
  /** How it is asked for where it is not to be had by GET. */
  post?: { url: string; body: Buffer };
}

/** What a URL gives, or gave to an earlier scan. What was kept is judged as if it came now: it may be old, or not ours. */
async function fetchOrReuse<Judged extends { next_update: number | null }>(
  wanted: Wanted<Judged>,
  { fetch, kept, now }: RevocationDependencies,
): Promise<Judged | Refused> {
  const { url, source, judge } = wanted;
  const before = await kept.get(url);
  const earlier = before === null ? null : judge(before.body);
  const known = before === null || earlier === null || isRefused(earlier) ? null : { ...before, judged: earlier };
  if (before !== null && known === null) await kept.drop(url);
  if (known !== null && Math.abs(now - known.asked_at) < RECENT) return known.judged;
  const answered = await fetchWanted(wanted, known === null ? {} : conditions(known), fetch);
  if ('why' in answered)
    return known?.judged ?? createRevocationFailure('revocation-unreachable', source, answered.why);
  if (answered.body === null && known !== null) {
    const { judged, ...same } = known;
    await kept.put(url, { ...same, asked_at: now });
    return judged;
  }
  const body = answered.body ?? Buffer.alloc(0);
  const judged = judge(body);
  if (isRefused(judged)) return known?.judged ?? judged;
  const about = { etag: answered.header('etag'), modified: answered.header('last-modified') };
  // Where newer is to be had at any time there is nothing to keep.
  if (judged.next_update !== null) await kept.put(url, { body, ...about, asked_at: now, until: judged.next_update });
  return judged;
}

/** Of responders that know no GET: 405 as a rule, and 400, 404 or 501 of others. */
const NO_GET: ReadonlySet<string> = new Set(['url-unexpected-status', 'url-not-found', 'url-server-error']);

async function fetchWanted(
  { url, max_mebibytes, post }: Wanted<unknown>,
  headers: Record<string, string>,
  fetch: RevocationDependencies['fetch'],
): ReturnType<RevocationDependencies['fetch']> {
  const answered = await fetch(url, { headers, max_mebibytes });
  if (post === undefined || !('code' in answered) || !NO_GET.has(answered.code)) return answered;
  const { url: responder, body } = post;
  return fetch(responder, { headers: { 'content-type': 'application/ocsp-request' }, body, max_mebibytes });
}

/** Why nothing is believed. */
interface Refused {
  problem: Failure;
}

function isRefused(judged: object): judged is Refused {
  return 'problem' in judged;
}

/** RFC 9110 section 13.1. */
function conditions({ etag, modified }: CachedResponse): Record<string, string> {
  return { ...(etag && { 'if-none-match': etag }), ...(modified && { 'if-modified-since': modified }) };
}

function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

const LONGEST_SHOWN = 200;

/** Of a stranger's URL what can stand in a message. */
function shown(url: string): string {
  const plain = url.replace(/[^\x21-\x7e]/g, '?');
  return plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain;
}

/** One that is revoked makes the path worthless; of none of the others may it be open. */
function combineEvidence(testimonies: readonly RevocationEvidence[]): Revocation | null {
  const [first] = testimonies;
  if (first === undefined) return null;
  const problems = testimonies.flatMap((one) => one.problems);
  const bad = testimonies.find(({ believed }) => believed?.status === 'revoked');
  if (bad?.believed) {
    const { believed, certificate } = bad;
    const { reason = null, at = '' } = believed.revoked ?? {};
    const { name: subject, fingerprint: fingerprint_sha256 } = certificate;
    return {
      status: 'revoked',
      source: believed.source,
      revoked: { subject, fingerprint_sha256, reason, at },
      problems,
    };
  }
  const isOpen = testimonies.some(({ believed }) => believed === null);
  if (isOpen) return { status: 'unknown', source: null, revoked: null, problems };
  return { status: 'good', source: first.believed?.source ?? null, revoked: null, problems };
}
