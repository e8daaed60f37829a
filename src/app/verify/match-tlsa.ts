/** Compares the certificates of a server with its TLSA records (RFC 6698 section 2.1, RFC 7671 sections 4, 5 and 9). */

import { hash } from 'node:crypto';
import { parsePathFields } from '../../certificate/x509/path-fields.ts';
import type { DaneMatch, TlsaRecord } from '../../domain/dns.ts';
import type { PathFields, Trust } from '../../domain/index.ts';
import { isIssuedForHost } from '../../trust/match-hostname.ts';
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

/** Returns the result of each record; null if the leaf cannot be decoded. */
export function matchTlsa(records: readonly TlsaRecord[], server: PresentedServer): DaneMatch[] | null {
  const [leaf, ...others] = server.chainDer.slice(0, MAX_CERTIFICATES).map((der) => parsePathFields(der));
  if (!leaf) return null;
  const chain: Chain = { leaf, others: others.filter((one) => one !== null) };
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
}

type Result = Pick<DaneMatch, 'result' | 'reason'>;

const MATCH: Result = { result: 'match', reason: null };

/** The lengths of hashes in hex; full contents have any. */
const HASHES: Readonly<Record<number, { name: string; length: number } | null>> = {
  0: null,
  1: { name: 'sha256', length: 64 },
  2: { name: 'sha512', length: 128 },
};

function matchRecord(record: TlsaRecord, { leaf, others }: Chain, server: PresentedServer): Result {
  const { usage, selector, matching_type, data } = record;
  const unusable = findUnusable(record, server.is_smtp);
  if (unusable !== null) return { result: 'unusable', reason: unusable };
  const isMatch = (one: PathFields) => {
    const content = selector === 0 ? one.der : one.spki;
    const algorithm = HASHES[matching_type];
    return data === (algorithm ? hash(algorithm.name, content, 'hex') : Buffer.from(content).toString('hex'));
  };
  if (usage === 3) return isMatch(leaf) ? MATCH : differ('the certificate of the server');
  if (usage === 1) return isMatch(leaf) ? requireTrust(server.trust) : differ('the certificate of the server');
  const authorities = others.filter(isMatch);
  if (usage === 2) return matchAnchor(record, leaf, others, authorities, server);
  return matchAuthority(record, authorities, server.trust);
}

function differ(what: string): Result {
  return { result: 'differs', reason: `it does not match ${what}` };
}

function findUnusable({ usage, selector, matching_type, data }: TlsaRecord, is_smtp: boolean): string | null {
  if (usage > 3) return `the usage ${usage} is not assigned`;
  if (selector > 1) return `the selector ${selector} is not assigned`;
  const algorithm = HASHES[matching_type];
  if (algorithm === undefined) return `the matching type ${matching_type} is not assigned`;
  if (data === '' || (algorithm !== null && data.length !== algorithm.length)) return 'its data is truncated';
  return is_smtp && usage < 2 ? `mail servers ignore the usage ${usage}` : null;
}

/** Requires a path to a trust anchor of the client, as usages 0 and 1 do. */
function requireTrust(trust: Trust | undefined): Result {
  if (trust === undefined || trust.trusted) return MATCH;
  return { result: 'differs', reason: `it matches, but the certificate is not trusted (${trust.reason})` };
}

/** Matches a CA. The record of an anchor that the server does not send can only be compared if it has the certificate's fingerprint. */
function matchAuthority(record: TlsaRecord, authorities: readonly PathFields[], trust: Trust | undefined): Result {
  const path = trust?.path ?? [];
  const isInPath = authorities.some(({ fingerprint }) => trust === undefined || path.includes(fingerprint));
  const isFingerprint = record.selector === 0 && record.matching_type === 1;
  if (isInPath || (isFingerprint && path.slice(1).includes(record.data))) return requireTrust(trust);
  if (isFingerprint || trust === undefined || !trust.trusted) return differ('a CA certificate of the path');
  return { result: 'unknown', reason: 'the server does not send the root certificate' };
}

/**
 * Matches an anchor: the matching certificate is the trust anchor of the path, independent of the trust store of the client (RFC 7671
 * section 5.2).
 */
function matchAnchor(
  { selector, matching_type, data }: TlsaRecord,
  leaf: PathFields,
  others: readonly PathFields[],
  authorities: readonly PathFields[],
  { names, now }: PresentedServer,
): Result {
  const sent = [leaf, ...others] as const;
  const key = selector === 1 && matching_type === FULL ? readPublicKey(Buffer.from(data, 'hex')) : null;
  const isByKey = authorities.length === 0 && key !== null;
  const anchors = isByKey
    ? sent.filter((one) => isSignedWith(one, key))
    : [...listPublished({ selector, matching_type, data }, leaf), ...authorities];
  if (anchors.length === 0) return differ('a CA certificate that the server sends');
  const presented = { sent, anchors: indexAnchors(anchors), host: null, now };
  const trust = validateChain(presented, createSignatureVerifier());
  if (!trust.trusted)
    return { result: 'differs', reason: `it matches, but there is no valid path to it (${trust.reason})` };
  if (!names.some((name) => isIssuedForHost(leaf, name)))
    return { result: 'differs', reason: 'it matches, but the certificate is for another host name' };
  return isByKey ? { result: 'match', reason: ANCHOR_NOT_SENT } : MATCH;
}

/** Postfix and OpenSSL find the path without the certificate of the anchor. Other clients may not (RFC 7671 section 5.2.2). */
const ANCHOR_NOT_SENT = 'the server does not send the certificate of this CA';

/** The certificate in the record, unless it is that of the server: that is no CA. */
function listPublished(
  { selector, matching_type, data }: Pick<TlsaRecord, 'selector' | 'matching_type' | 'data'>,
  leaf: PathFields,
): PathFields[] {
  const published = selector === 0 && matching_type === FULL ? parsePathFields(Buffer.from(data, 'hex')) : null;
  return published === null || published.fingerprint === leaf.fingerprint ? [] : [published];
}
