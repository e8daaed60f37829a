/** Compares the certificates of a server with its TLSA records (RFC 6698 section 2.1, RFC 7671 sections 4, 5 and 9). */

import { hash } from 'node:crypto';
import { ignoreMalformed, readElement } from '../../certificate/asn1/der.ts';
import { parsePathFields } from '../../certificate/x509/path-fields.ts';
import { type DaneMatch, isServerRecord, type TlsaRecord } from '../../domain/dns.ts';
import { isTrusted, type PathFields, type Trust } from '../../domain/index.ts';
import { isIssuedForHost } from '../../trust/match-hostname.ts';
import { createFollower } from '../../trust/openssl-path.ts';
import { isSignedWith, readPublicKey } from '../../trust/signature-cache.ts';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../trust/validate-path.ts';

/** The certificates that a server presented, and the way in which clients verify them. */
export interface PresentedServer {
  /** The chain in DER, the leaf first. */
  chainDer: readonly Uint8Array[];
  /** The trust by the trust store of the entry; undefined: it has none. */
  trust: Trust | undefined;
  /** The names that clients accept. */
  names: readonly string[];
  /** Mail servers ignore usages 0 and 1 (RFC 7672 section 3.1.3). */
  is_smtp: boolean;
  /** Milliseconds. */
  now: number;
}

/**
 * Lists the names that a certificate below a CA of usage 2 may have. `base`: the name at which the TLSA records are, to which `name` may be
 * an alias. Mail servers do not accept the alias (RFC 7672 section 3.2.3).
 */
export function listAcceptedNames(name: string, base: string, is_smtp: boolean): string[] {
  return is_smtp ? [base] : [name, base];
}

/** Returns the result of each record; null if the leaf cannot be decoded. */
export function matchTlsa(records: readonly TlsaRecord[], server: PresentedServer): DaneMatch[] | null {
  const [leaf, ...others] = server.chainDer.slice(0, MAX_CERTIFICATES).map((der) => parsePathFields(der));
  if (!leaf) return null;
  const chain: Chain = {
    leaf,
    others: others.filter((one) => one !== null),
    published: records.flatMap((record) => readPublished(record, leaf, server.is_smtp)),
  };
  return ignoreWeakDigests(records.map((record) => ({ ...record, ...matchRecord(record, chain, server) })));
}

/** The full content, which is no digest. */
const FULL = 0;

/**
 * Among the digests of one usage and selector, clients use only the strongest, and ignore the others even if they match (RFC 7671 section
 * 9). Unusable records do not count, and full contents always do.
 */
function ignoreWeakDigests(matches: readonly DaneMatch[]): DaneMatch[] {
  const digests = matches.filter(({ result, matching_type }) => result !== 'unusable' && matching_type !== FULL);
  return matches.map((one) => {
    const isIgnored = digests.includes(one) && digests.some((other) => isStrongerDigest(other, one));
    return isIgnored ? { ...one, result: 'unusable', reason: describeWeakDigest(one) } : one;
  });
}

function isStrongerDigest(a: DaneMatch, b: DaneMatch): boolean {
  return a.usage === b.usage && a.selector === b.selector && a.matching_type > b.matching_type;
}

function describeWeakDigest({ usage, selector, result }: DaneMatch): string {
  const matching = result === 'match' ? 'it matches, but ' : '';
  return `${matching}clients use the stronger digest of \`${usage} ${selector} 2\` instead`;
}

/** The maximum of certificates: servers send fewer. */
const MAX_CERTIFICATES = 20;

interface Chain {
  leaf: PathFields;
  others: PathFields[];
  /** The CA certificates in all records, which OpenSSL, and so Postfix, tries before those that the server sends. */
  published: PathFields[];
}

type Result = Pick<DaneMatch, 'result' | 'reason'>;

const MATCH: Result = { result: 'match', reason: null };

/** The lengths of hashes in hex; full contents have any. */
const HASHES: Readonly<Record<number, { name: string; length: number } | null>> = {
  0: null,
  1: { name: 'sha256', length: 64 },
  2: { name: 'sha512', length: 128 },
};

/** Whether a record has this certificate or its key. */
type IsMatch = (one: PathFields) => boolean;

function matchRecord(record: TlsaRecord, chain: Chain, server: PresentedServer): Result {
  const { leaf, others, published } = chain;
  const { usage, selector, matching_type, data } = record;
  const unusable = findUnusable(record, server.is_smtp);
  if (unusable !== null) return { result: 'unusable', reason: unusable };
  const isMatch: IsMatch = (one) => {
    const content = selector === 0 ? one.der : one.spki;
    const algorithm = HASHES[matching_type];
    return data === (algorithm ? hash(algorithm.name, content, 'hex') : Buffer.from(content).toString('hex'));
  };
  if (usage === 3) return isMatch(leaf) ? MATCH : differ('the certificate of the server');
  if (usage === 1) return isMatch(leaf) ? requireTrust(server.trust) : differ('the certificate of the server');
  if (usage === 2) return matchAnchor(record, chain, [...published, ...others].filter(isMatch), server);
  return matchAuthority(record, chain, isMatch, server.trust);
}

function differ(what: string): Result {
  return { result: 'differs', reason: `it does not match ${what}` };
}

function findUnusable({ usage, selector, matching_type, data }: TlsaRecord, is_smtp: boolean): string | null {
  if (usage > 3) return `the usage ${usage} is not assigned`;
  if (selector > 1) return `the selector ${selector} is not assigned`;
  const algorithm = HASHES[matching_type];
  if (algorithm === undefined) return `the matching type ${matching_type} is not assigned`;
  if (algorithm !== null && data.length !== algorithm.length) return 'its data has the wrong length';
  if (algorithm === null && !isDecodable(Buffer.from(data, 'hex'), selector))
    return `its data is not a ${selector === 0 ? 'certificate' : 'public key'}`;
  return is_smtp && usage < 2 ? `mail servers ignore the usage ${usage}` : null;
}

/** Whether clients can decode a full content (`dane_tlsa_add` in ssl/ssl_lib.c of OpenSSL). */
function isDecodable(bytes: Buffer, selector: number): boolean {
  const end = ignoreMalformed(() => readElement(bytes, 0, bytes.length).end);
  return end === bytes.length && (selector === 0 ? parsePathFields(bytes) : readPublicKey(bytes)) !== null;
}

/** Requires a path to a trust anchor of the client, as usages 0 and 1 do. */
function requireTrust(trust: Trust | undefined): Result {
  if (trust === undefined || trust.trusted) return MATCH;
  if (isTrusted(trust) === null) return createUnchecked(trust);
  return { result: 'differs', reason: `it matches, but the certificate is not trusted (${trust.reason})` };
}

/** The result if nothing is known about the path. */
function createUnchecked({ reason }: Trust): Result {
  return { result: 'unknown', reason: `the trust could not be checked (${reason})` };
}

/**
 * Matches a CA on the path to a trust anchor of the client. Of a root that the server does not send, only the fingerprint is known, which
 * some records do not have.
 */
function matchAuthority(
  record: TlsaRecord,
  { leaf, others }: Chain,
  isMatch: IsMatch,
  trust: Trust | undefined,
): Result {
  if (trust !== undefined && isTrusted(trust) === null) return createUnchecked(trust);
  const [, ...path] = trust?.path ?? [];
  const fingerprint = readFingerprint(record);
  const isInPath = others.some((one) => isMatch(one) && (trust === undefined || path.includes(one.fingerprint)));
  if (isInPath || (fingerprint !== null && path.includes(fingerprint))) return requireTrust(trust);
  const isSent = (one: string) => [leaf, ...others].some((sent) => sent.fingerprint === one);
  const isKnown = fingerprint !== null || !trust?.trusted || path.every(isSent);
  return isKnown
    ? differ('a CA certificate of the path')
    : { result: 'unknown', reason: 'the server does not send the root certificate' };
}

/** Reads the SHA-256 of a certificate in a record; null: it has another hash, or a key. */
function readFingerprint({ selector, matching_type, data }: TlsaRecord): string | null {
  if (selector !== 0 || matching_type > 1) return null;
  return matching_type === FULL ? hash('sha256', Buffer.from(data, 'hex'), 'hex') : data;
}

/**
 * Matches an anchor: the matching certificate is the trust anchor of the path, independent of the trust store of the client (RFC 7671
 * section 5.2).
 */
function matchAnchor(
  { selector, matching_type, data }: TlsaRecord,
  { leaf, others, published }: Chain,
  authorities: readonly PathFields[],
  { names, now }: PresentedServer,
): Result {
  const issuers = [...published, ...others];
  const key = selector === 1 && matching_type === FULL ? readPublicKey(Buffer.from(data, 'hex')) : null;
  const isByKey = authorities.length === 0 && key !== null;
  const candidates = isByKey ? [leaf, ...issuers].filter((one) => isSignedWith(one, key)) : authorities;
  if (candidates.length === 0) return differ('a CA certificate that the server sends');
  const anchors = selectOnPath(candidates, leaf, issuers, now);
  if (anchors.length === 0) return { result: 'differs', reason: NOT_ON_PATH };
  const presented = { sent: [leaf, ...issuers] as const, anchors: indexAnchors(anchors), host: null, now };
  const trust = validateChain(presented, createSignatureVerifier());
  if (isTrusted(trust) === null) return createUnchecked(trust);
  if (!trust.trusted)
    return { result: 'differs', reason: `it matches, but there is no valid path to it (${trust.reason})` };
  if (!names.some((name) => isIssuedForHost(leaf, name)))
    return { result: 'differs', reason: 'it matches, but the certificate is for another host name' };
  return isByKey ? { result: 'match', reason: ANCHOR_NOT_SENT } : MATCH;
}

/** Selects the certificates of the path that OpenSSL, and so Postfix, builds from what was sent: it takes one certificate of each CA. */
function selectOnPath(
  authorities: readonly PathFields[],
  leaf: PathFields,
  sent: readonly PathFields[],
  now: number,
): PathFields[] {
  const { path } = createFollower(leaf, sent, indexAnchors([]))(now);
  return authorities.filter(({ fingerprint }) => path.some((one) => one.fingerprint === fingerprint));
}

const NOT_ON_PATH = 'it matches, but the path that OpenSSL and Postfix build does not contain it';

/** Postfix and OpenSSL find the path without the certificate of the anchor. Other clients may not (RFC 7671 section 5.2.2). */
const ANCHOR_NOT_SENT = 'the server does not send the certificate of this CA';

/** Reads the CA certificate in a record that clients use. That of the server itself is no CA. */
function readPublished(record: TlsaRecord, leaf: PathFields, is_smtp: boolean): PathFields[] {
  const { selector, matching_type, data } = record;
  const isCa = !isServerRecord(record) && selector === 0 && matching_type === FULL;
  if (!isCa || findUnusable(record, is_smtp) !== null) return [];
  const published = parsePathFields(Buffer.from(data, 'hex'));
  return published === null || published.fingerprint === leaf.fingerprint ? [] : [published];
}
