/** Asks whether certificates are revoked: fetched by `scan/`, read by `certificate/`, judged by `revocation/`. */

import { findRevoked, readRevocationList } from '../../certificate/revocation/crl-entries.ts';
import { makeOcspRequest } from '../../certificate/revocation/ocsp-request.ts';
import { readOcspResponse } from '../../certificate/revocation/ocsp-response.ts';
import { readRevocable } from '../../certificate/x509/revocation-fields.ts';
import type {
  DistributionPoint,
  Failure,
  PathCertificate,
  Revocable,
  Revocation,
  RevocationAnswer,
  RevocationList,
} from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { limiter } from '../../lib/semaphore.ts';
import type { Strangers } from '../../scan/http/untrusted-fetcher.ts';
import type { Kept, KeptAnswer } from '../../store/response-cache/file.ts';
import { answerOfList, listProblem } from '../../trust/revocation/evaluate-crl.ts';
import { answerOfResponder } from '../../trust/revocation/evaluate-ocsp.ts';
import { problem } from '../../trust/revocation/messages.ts';

export interface Inquiry {
  fetch: Strangers['fetch'];
  kept: Kept;
  /** Milliseconds, by the clock: what was said holds by the clock of those who said it. */
  now: number;
}

export interface RevocationQuestion {
  /** From the leaf to the anchor. */
  path: readonly PathCertificate[];
  /** What the server sent along. */
  stapled: Uint8Array | null;
}

type Source = NonNullable<Revocation['source']>;

/** Somebody who can be asked. */
interface Witness {
  source: Source;
  ask: () => Promise<RevocationAnswer>;
}

type Believed = Exclude<RevocationAnswer, { problem: Failure }>;

/** What is known of one certificate. */
interface Testimony {
  certificate: PathCertificate;
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
export function openInquiry(inquiry: Inquiry): (question: RevocationQuestion) => Promise<Revocation | null> {
  const asked = new Map<string, Promise<Testimony | null>>();
  const once = <Value>(known: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>) => {
    const value = known.get(key) ?? ask();
    known.set(key, value);
    return value;
  };
  const listAt = listHolder((url, issuer) => fetchList(url, issuer, inquiry));
  return async ({ path, stapled }) => {
    const [leaf] = path;
    if (leaf === undefined || leaf.valid_to < inquiry.now) return null;
    const pairs = path.slice(0, -1).map((certificate, at) => [certificate, path[at + 1] as PathCertificate] as const);
    const testimonies = await Promise.all(
      pairs.map(([certificate, issuer]) => {
        const ask = () => hear(certificate, issuer, certificate === leaf ? stapled : null, inquiry, listAt);
        // A server's own answer is its own.
        const own = certificate === leaf && stapled !== null;
        return own ? ask() : once(asked, `${certificate.fingerprint} ${issuer.key}`, ask);
      }),
    );
    return verdictOn(testimonies.filter((one) => one !== null));
  };
}

type ListAt = (url: string, issuer: Revocable) => Promise<RevocationList | Refused>;

/**
 * Holds the lists that were asked for last, up to a sum of bytes, and loads few at once: many large ones would be more than
 * a machine has. One that is asked for again is read from where it was put aside, and verified anew.
 */
function listHolder(load: ListAt): ListAt {
  const lists = new Map<string, ReturnType<ListAt>>();
  /** Bytes of those that were loaded, the one asked for last at the end. */
  const sizes = new Map<string, number>();
  const turn = limiter(LISTS_AT_ONCE);
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

async function hear(
  child: PathCertificate,
  parent: PathCertificate,
  stapled: Uint8Array | null,
  inquiry: Inquiry,
  listAt: ListAt,
): Promise<Testimony | null> {
  const certificate = readRevocable(child);
  const issuer = readRevocable(parent);
  if (certificate === null || issuer === null) return null;
  const witnesses = [
    ...(stapled === null ? [] : [stapleWitness(stapled, certificate, issuer, inquiry.now)]),
    ...listWitnesses(certificate, issuer, listAt),
    ...responderWitnesses(certificate, issuer, inquiry),
  ];
  if (witnesses.length === 0) return null;
  const testimony: Testimony = { certificate: child, believed: null, problems: [] };
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
export async function hearStapled(
  [leaf, issuer]: readonly PathCertificate[],
  stapled: Uint8Array,
  now: number,
): Promise<RevocationAnswer> {
  const certificate = leaf && readRevocable(leaf);
  const signer = issuer && readRevocable(issuer);
  if (!certificate || !signer) return problem('revocation-issuer-unknown', 'The stapled answer');
  return stapleWitness(stapled, certificate, signer, now).ask();
}

function stapleWitness(stapled: Uint8Array, certificate: Revocable, issuer: Revocable, now: number): Witness {
  const { buffer, byteOffset, byteLength } = stapled;
  const response = () => readOcspResponse(Buffer.from(buffer, byteOffset, byteLength));
  return {
    source: 'stapled',
    ask: async () => answerOfResponder(response(), certificate, issuer, 'The stapled answer', now),
  };
}

function listWitnesses(certificate: Revocable, issuer: Revocable, listAt: ListAt): Witness[] {
  const named = certificate.points.flatMap((point) => point.urls.map((url) => ({ url, point })));
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
  certificate: Revocable,
  issuer: Revocable,
  listAt: ListAt,
): Promise<RevocationAnswer> {
  const source = `The revocation list at ${shown(url)}`;
  if (!isWeb(url)) return problem('revocation-url-unsupported', source);
  if (point.indirect)
    return problem('revocation-unsupported', source, 'is an indirect list, made by another authority');
  const list = await listAt(url, issuer);
  if ('problem' in list) return list;
  const entry = findRevoked(list, certificate.serial_bytes);
  return entry === 'malformed'
    ? problem('revocation-malformed', source)
    : answerOfList(list, certificate, point, entry, source);
}

function fetchList(url: string, issuer: Revocable, inquiry: Inquiry): Promise<RevocationList | Refused> {
  const source = `The revocation list at ${shown(url)}`;
  const judge = (body: Buffer) => {
    const list = readRevocationList(body);
    return list === null
      ? problem('revocation-malformed', source)
      : (listProblem(list, issuer, source, inquiry.now) ?? list);
  };
  return obtain({ url, most_mebibytes: LARGEST_LIST_MEBIBYTES, source, judge }, inquiry);
}

/**
 * By GET, as RFC 5019 section 5 wants it of requests this short: such answers come from caches near by, and a scan
 * differs from a list's in nothing but the URL. A responder that takes none is asked by POST.
 */
function responderWitnesses(certificate: Revocable, issuer: Revocable, inquiry: Inquiry): Witness[] {
  const usable = certificate.ocsp_urls.filter(isWeb);
  return (usable.length > 0 ? usable : certificate.ocsp_urls).slice(0, MOST_URLS).map((responder) => {
    const source = `The answer of ${shown(responder)}`;
    const judge = (body: Buffer) => answerOfResponder(readOcspResponse(body), certificate, issuer, source, inquiry.now);
    const ask = async () => {
      if (!isWeb(responder)) return problem('revocation-url-unsupported', source);
      const body = makeOcspRequest(certificate, issuer);
      const url = `${responder.replace(/\/$/, '')}/${encodeURIComponent(body.toString('base64'))}`;
      const post = { url: responder, body };
      return obtain({ url, most_mebibytes: LARGEST_ANSWER_MEBIBYTES, source, judge, post }, inquiry);
    };
    return { source: 'ocsp', ask };
  });
}

/** What is wanted of a URL. */
interface Wanted<Judged> {
  url: string;
  most_mebibytes: number;
  /** Names it in messages. */
  source: string;
  judge: (body: Buffer) => Judged | Refused;
  /** How it is asked for where it is not to be had by GET. */
  post?: { url: string; body: Buffer };
}

/** What a URL gives, or gave to an earlier scan. What was kept is judged as if it came now: it may be old, or not ours. */
async function obtain<Judged extends { next_update: number | null }>(
  wanted: Wanted<Judged>,
  { fetch, kept, now }: Inquiry,
): Promise<Judged | Refused> {
  const { url, source, judge } = wanted;
  const before = await kept.get(url);
  const earlier = before === null ? null : judge(before.body);
  const known = before === null || earlier === null || isRefused(earlier) ? null : { ...before, judged: earlier };
  if (before !== null && known === null) await kept.drop(url);
  if (known !== null && Math.abs(now - known.asked_at) < RECENT) return known.judged;
  const answered = await fetchWanted(wanted, known === null ? {} : conditions(known), fetch);
  if ('why' in answered) return known?.judged ?? problem('revocation-unreachable', source, answered.why);
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
const NO_GET: ReadonlySet<string> = new Set(['url-status', 'url-not-found', 'url-server-error']);

async function fetchWanted(
  { url, most_mebibytes, post }: Wanted<unknown>,
  headers: Record<string, string>,
  fetch: Inquiry['fetch'],
): ReturnType<Inquiry['fetch']> {
  const answered = await fetch(url, { headers, most_mebibytes });
  if (post === undefined || !('code' in answered) || !NO_GET.has(answered.code)) return answered;
  const { url: responder, body } = post;
  return fetch(responder, { headers: { 'content-type': 'application/ocsp-request' }, body, most_mebibytes });
}

/** Why nothing is believed. */
interface Refused {
  problem: Failure;
}

function isRefused(judged: object): judged is Refused {
  return 'problem' in judged;
}

/** RFC 9110 section 13.1. */
function conditions({ etag, modified }: KeptAnswer): Record<string, string> {
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
function verdictOn(testimonies: readonly Testimony[]): Revocation | null {
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
