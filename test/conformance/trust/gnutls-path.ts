/**
 * A model of the paths that GnuTLS 3.8 verifies (`gnutls_x509_trust_list_verify_crt2`, `_gnutls_sort_clist`, `shorten_clist` and
 * `_gnutls_verify_crt_status`). It follows the first issuer that was sent at each step, and asks the trust store only at the end.
 */

import type { PathFields } from '../../../src/domain/index.ts';

/** Certificates from the leaf on, and whether each next one may have issued the one before, up to a trust anchor. */
export interface GnutlsPath {
  path: PathFields[];
  isComplete: boolean;
}

/** Lists the path that GnuTLS verifies, and the one that it tries if it does not find an issuer, or only an expired or weak one. `sent` has the leaf first, and `now` is in milliseconds. */
export function listGnutlsPaths(
  sent: readonly PathFields[],
  anchors: readonly PathFields[],
  now: number,
): GnutlsPath[] {
  const chain = shorten(sort(sent, anchors), anchors);
  const last = chain.at(-1);
  if (last === undefined) return [];
  const named = (name: Uint8Array) => anchors.filter(({ subject_der }) => isSame(subject_der, name));
  const first = complete(chain, named(last.issuer_der), now);
  // The last certificate is verified first. If it begins later, no other path is tried.
  const isLater = first.path.length > chain.length && (last.valid_from ?? 0) > now;
  // The last certificate may itself be a trust anchor.
  return isLater || isSame(last.subject_der, last.issuer_der)
    ? [first]
    : [first, complete(chain, named(last.subject_der), now)];
}

/** Lists the certificates in chains, up to the first chain whose last issuer is in the trust store. */
function sort(sent: readonly PathFields[], anchors: readonly PathFields[]): PathFields[] {
  let list = [...sent];
  const seen = new Set<string>();
  for (let at = 0; at < list.length; ) {
    const rest = list.slice(at);
    const chain = followSent(rest);
    list = [...list.slice(0, at), ...chain, ...rest.filter((one) => !chain.includes(one))];
    const repeated = chain.findIndex(({ fingerprint }) => seen.has(fingerprint));
    if (repeated >= 0) {
      // Only the next certificate moves to its position, so that the last one is lost.
      list[at + repeated] = list[at + repeated + 1] ?? (list[at + repeated] as PathFields);
      list.pop();
      continue;
    }
    for (const { fingerprint } of chain) seen.add(fingerprint);
    at += chain.length;
    const top = list[at - 1] as PathFields;
    if (anchors.some((anchor) => isIssuer(top, anchor))) return list.slice(0, at);
  }
  return list;
}

/** More certificates are not sorted (`DEFAULT_MAX_VERIFY_DEPTH`). */
const MAX_SORTED = 16;

/** Follows the first issuer of each certificate, never to the first one. */
function followSent(list: readonly PathFields[]): PathFields[] {
  const chain = list.slice(0, 1);
  for (let top = chain[0]; top !== undefined && list.length <= MAX_SORTED; top = chain.at(-1)) {
    const child = top;
    if (isIssuer(child, child)) break;
    const issuer = list.slice(1).find((one) => one !== child && isIssuer(child, one));
    if (issuer === undefined || chain.includes(issuer)) break;
    chain.push(issuer);
  }
  return chain;
}

/** Removes a self-issued certificate at the end, and what follows a root of the trust store. */
function shorten(list: readonly PathFields[], anchors: readonly PathFields[]): PathFields[] {
  const chain = dropRoot(list);
  const isRoot = (one: PathFields) =>
    isSame(one.subject_der, one.issuer_der) && anchors.some(({ fingerprint }) => fingerprint === one.fingerprint);
  const root = chain.findIndex((one, index) => index > 0 && isRoot(one));
  return root < 0 ? chain : chain.slice(0, root + 1);
}

function dropRoot(list: readonly PathFields[]): PathFields[] {
  const last = list.at(-1);
  return list.length > 1 && last !== undefined && isIssuer(last, last) ? list.slice(0, -1) : [...list];
}

/** Ends a chain at the first certificate with the name and key of an anchor, and adds the anchor that counts as the issuer of the last one. */
function complete(list: readonly PathFields[], anchors: readonly PathFields[], now: number): GnutlsPath {
  const chain = dropRoot(list);
  const isAnchor = (one: PathFields, anchor: PathFields, isLeaf: boolean) =>
    isLeaf
      ? one.fingerprint === anchor.fingerprint
      : isSame(one.subject_der, anchor.subject_der) && one.key === anchor.key;
  for (const [index, one] of chain.entries()) {
    const anchor = anchors.find((known) => isAnchor(one, known, index === 0));
    if (anchor === undefined) continue;
    const below = chain.slice(0, index);
    // The anchor with the same key must be valid, also if it is another one that counts as the issuer.
    const isEnd = index === 0 || !isValid(anchor, now);
    return isEnd ? { path: [...below, anchor], isComplete: isLinked(below) } : addIssuer(below, anchors, now);
  }
  return addIssuer(chain, anchors, now);
}

/** Adds the last of the valid anchors that may have issued the last certificate, or else the first of all (`find_issuer`). */
function addIssuer(chain: readonly PathFields[], anchors: readonly PathFields[], now: number): GnutlsPath {
  const top = chain.at(-1) as PathFields;
  const issuers = anchors.filter((anchor) => isIssuer(top, anchor));
  const issuer = issuers.findLast((one) => isValid(one, now)) ?? issuers[0];
  return issuer === undefined
    ? { path: [...chain], isComplete: false }
    : { path: [...chain, issuer], isComplete: isLinked(chain) };
}

/** Unrelated certificates that were sent may be between others. */
function isLinked(chain: readonly PathFields[]): boolean {
  return chain.slice(1).every((issuer, index) => isIssuer(chain[index] as PathFields, issuer));
}

/** Compares the encoded names, and the key identifiers if both certificates have one (`is_issuer`). */
function isIssuer(child: PathFields, issuer: PathFields): boolean {
  const isNamed = isSame(child.issuer_der, issuer.subject_der);
  const [wanted, own] = [child.authority_key_id, issuer.subject_key_id];
  return isNamed && (wanted === null || own === null || wanted === own);
}

function isValid({ valid_from, valid_to }: PathFields, now: number): boolean {
  return valid_from !== null && valid_from <= now && now <= valid_to;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a).equals(b);
}
