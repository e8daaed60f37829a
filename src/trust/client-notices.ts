/** Notices about an accepted path: properties that OpenSSL accepts, and some other clients reject. */

import type { ChainNotice, ChainNoticeCode, PathFields } from '../domain/index.ts';
import { truncate } from '../lib/text/truncate.ts';
import { isGoUri } from '../lib/uri-syntax.ts';
import { hasMatchingKeyId, type Path } from './build-path.ts';
import { parseAddressBytes } from './match-hostname.ts';
import { isSelfIssued } from './name-constraints.ts';
import { isOnlyInNewerOpenssl, OPENSSL_3_0 } from './signature-support.ts';
import { findStrictExclusion, type StrictExclusion } from './strict-exclusion.ts';
import { findStrictFault } from './strict-profile.ts';

/** The rest of a chain with an accepted path, as clients see it. */
export interface ClientView {
  /** The path that OpenSSL follows now. Default: the accepted one. */
  followed?: Path;
  /** The certificates that were sent, the leaf first: clients decode all of them. Default: those of the path. */
  sent?: readonly PathFields[];
}

/**
 * Lists the notices about an accepted path, at most one of each kind. `host` is the name that the leaf was compared with; null: none.
 */
export function listClientNotices(
  path: Path,
  host: string | null = null,
  { followed = path, sent = [] }: ClientView = {},
): ChainNotice[] {
  const needed = new Set(path.map(({ fingerprint }) => fingerprint));
  const unneeded = sent.filter(({ fingerprint }) => !needed.has(fingerprint));
  const views = { path, followed, unneeded, decoded: [...path, ...unneeded] };
  const unmarked = path.slice(1).find(isUnmarked);
  return (Object.entries(DIFFERENCES) as [ChainNoticeCode, Difference][]).flatMap(([code, { view, find, format }]) => {
    const found = find(views[view], host);
    // The notice `anchor-not-marked` says that Python rejects it, too.
    const isKnown = code === 'python-strict' && found !== undefined && found === unmarked;
    return found === undefined || isKnown ? [] : [{ code, detail: format(truncate(found.name), found, views[view]) }];
  });
}

/** Whether clients that try every path, as Go and browsers do, accept this one. */
export function isAcceptedByAll(path: Path, host: string | null): boolean {
  return (Object.values(DIFFERENCES) as Difference[]).every(
    ({ view, find }) => view === 'followed' || view === 'unneeded' || find(path, host) === undefined,
  );
}

interface Difference {
  /** The certificates that matter: the accepted path, the one that OpenSSL follows, what was sent beside them, or the accepted path and that. */
  view: 'path' | 'followed' | 'unneeded' | 'decoded';
  /** The first certificate that some clients reject. */
  find: (certificates: Path, host: string | null) => PathFields | undefined;
  /** Formats which clients accept it, and which do not. */
  format: (name: string, certificate: PathFields, certificates: Path) => string;
}

const DIFFERENCES = {
  'anchor-not-marked': {
    view: 'path',
    find: (path) => path.slice(1).find(isUnmarked),
    format: (name, anchor) => {
      const results = isTakenForRoot(anchor)
        ? 'OpenSSL and GnuTLS accept it, Go rejects it,'
        : 'OpenSSL accepts it, Go and GnuTLS reject it,';
      return (
        `The trust anchor ${name} has no basic constraints. ${results} and so does Python since version 3.13. ` +
        'Issue a CA certificate with basic constraints.'
      );
    },
  },
  'name-spelled-differently': {
    view: 'path',
    // RFC 5280 section 7.1: case, repeated spaces and the types of strings do not matter.
    find: (path) => path.find(({ issuer_der }, index) => !isSame(issuer_der, path[index + 1]?.subject_der)),
    format: (name) =>
      `${name} spells the name of its issuer differently from the issuer: in another case, with other spaces or with ` +
      'another type of string. OpenSSL accepts it, Go and GnuTLS reject it. Reissue it with the exact name.',
  },
  'constraint-unsupported': {
    view: 'path',
    // RFC 5280 section 4.2.1.10 allows to reject constraints of kinds that are not supported.
    find: (path) => path.find((one) => isConstrainedForGo(one) || isConstrainedForGnutls(one)),
    format: (name, _, path) => {
      const clients = [
        ...(path.some(isConstrainedForGo) ? ['Go'] : []),
        ...(path.some(isConstrainedForGnutls) ? ['GnuTLS'] : []),
      ];
      const [support, results] = clients.length > 1 ? ['do', 'reject'] : ['does', 'rejects'];
      return (
        `${name} has name constraints of a kind that ${clients.join(' and ')} ${support} not support, such as for directory names. OpenSSL accepts the ` +
        `chain, ${clients.join(' and ')} ${results} it.`
      );
    },
  },
  'constraint-strict': {
    view: 'path',
    find: (path) => findStrictExclusion(path)?.authority,
    format: (name, _, path) => {
      const found = findStrictExclusion(path);
      return found === undefined ? '' : formatExclusion(name, found);
    },
  },
  'policies-not-checked': {
    view: 'path',
    find: (path) => path.find(({ restricts_policies }) => restricts_policies),
    format: (name) =>
      `${name} restricts certificate policies, which are not checked here. OpenSSL checks them only on request, Go checks ` +
      'them, and GnuTLS rejects the chain.',
  },
  'list-name-relative': {
    view: 'decoded',
    // RFC 5280 section 4.2.1.13: CAs should not use such a name.
    find: (path) => path.find(({ distributionPoints }) => distributionPoints.some(({ relative }) => relative)),
    format: (name) =>
      `${name} names a revocation list relative to the name of its issuer. OpenSSL and GnuTLS accept it, Go rejects it. ` +
      'Reissue it with the URL of the list.',
  },
  'uri-unusual': {
    view: 'decoded',
    find: (path) => path.find(({ names }) => names.some(({ kind, text }) => kind === 'uri' && !isGoUri(text))),
    format: (name) =>
      `${name} has a URI in its alternative names that Go cannot parse, such as one with escaped characters in its host. ` +
      'OpenSSL and GnuTLS accept it, Go rejects it. Reissue it with another URI, or without it.',
  },
  'serial-negative': {
    view: 'decoded',
    // RFC 5280 section 4.1.2.2 requires clients to handle such a certificate, although no CA may issue it.
    find: (path) => path.find(({ serial }) => serial.startsWith('-')),
    format: (name) =>
      `The serial number of ${name} is negative. OpenSSL and GnuTLS accept it, Go rejects it since version 1.23. Reissue it.`,
  },
  'signature-unusual': {
    view: 'path',
    // The signature of the anchor is not verified.
    find: (path) => path.slice(0, -1).find(({ signature_algorithm }) => UNUSUAL_HASH.test(signature_algorithm)),
    format: (name, { signature_algorithm: algorithm }) => {
      const [openssl, others] = isOnlyInNewerOpenssl(algorithm, OPENSSL_3_0)
        ? ['OpenSSL 3.5', 'OpenSSL 3.0 and Go reject']
        : ['OpenSSL', 'Go rejects'];
      return `${name} is signed with ${algorithm}. ${openssl} and GnuTLS accept it, ${others} it. Reissue it with SHA-256.`;
    },
  },
  'path-length-strict': {
    view: 'path',
    // RFC 5280 section 6.1.4 (l): self-issued certificates do not count.
    find: (path) =>
      path.find(({ basic_constraints }, index) => index - 1 > (basic_constraints?.path_length ?? path.length)),
    format: (name) =>
      `${name} allows fewer CAs below it than the chain has, if certificates count that a CA issued for itself, as after a change of its key. ` +
      'OpenSSL does not count them; GnuTLS and Go do, and reject the chain. Use a certificate from the new key of the CA.',
  },
  'wildcard-underscore': {
    view: 'path',
    find: ([leaf], host) => (leaf && host !== null && isOnlyForWildcard(leaf, host) ? leaf : undefined),
    format: (name) =>
      `${name} is only for this host name by a wildcard, and the name has an underscore, or begins or ends a domain with a hyphen. curl and ` +
      'GnuTLS accept it; OpenSSL and Python reject it. Use another host name, or a certificate with the whole name.',
  },
  'python-strict': {
    view: 'followed',
    find: (path) => findStrictFault(path)?.certificate,
    format: (name, _, path) =>
      `${name} ${findStrictFault(path)?.fault}. OpenSSL and most other clients accept it, Python rejects it since version 3.13. ` +
      'Reissue it.',
  },
  'sent-undecodable': {
    view: 'unneeded',
    find: (certificates) => certificates.find((one) => findDecodingFault(one) !== null),
    format: (name, certificate) =>
      `${name} was sent, and is not needed, but not all clients can decode it: ${findDecodingFault(certificate)}. OpenSSL ignores it. Go and ` +
      'GnuTLS may end the connection. Do not send it.',
  },
  'key-unsupported': {
    view: 'path',
    // The key that the most clients do not support.
    find: (path) => {
      const unsupported = path.filter(({ key_algorithm, curve }) =>
        key_algorithm === 'EC' ? !BROWSER_CURVES.includes(curve) : key_algorithm !== 'RSA',
      );
      return unsupported.find((one) => !isKeyKnownToGo(one)) ?? unsupported[0];
    },
    format: (name, one) => {
      const isCurve = one.key_algorithm === 'EC';
      const key = isCurve ? 'on an uncommon curve' : `of the kind ${one.key_algorithm}`;
      const others = isCurve ? 'browsers, Go and GnuTLS do' : 'browsers and Go do';
      return `The key of ${name} is ${key}. OpenSSL supports it, ${isKeyKnownToGo(one) ? 'browsers do' : others} not.`;
    },
  },
} satisfies Partial<Record<ChainNoticeCode, Difference>>;

function isUnmarked({ version, basic_constraints }: PathFields): boolean {
  return version === 3 && basic_constraints === null;
}

/**
 * Finds why Go or GnuTLS may not decode a certificate. Both decode each one that is sent, and skip extensions that they do not know. On the path,
 * these are reasons of their own.
 */
function findDecodingFault({ defects, has_strict_times, key_algorithm, curve }: PathFields): string | null {
  const defect = defects.find(({ code }) => code !== 'extension-unknown');
  if (defect !== undefined) return `\`${defect.code}\`${defect.what === '' ? '' : `, ${defect.what}`}`;
  if (!has_strict_times) return '`time-malformed`';
  return key_algorithm === 'EC' && curve !== P224 && !BROWSER_CURVES.includes(curve)
    ? 'its key is on an uncommon curve'
    : null;
}

/** Whether GnuTLS takes it for a root, the only CA that it accepts without basic constraints (`check_if_ca`). */
function isTakenForRoot(anchor: PathFields): boolean {
  return isSelfIssued(anchor) && hasMatchingKeyId(anchor, anchor);
}

function isKeyKnownToGo({ key_algorithm, curve }: PathFields): boolean {
  return curve === P224 || key_algorithm === 'Ed25519';
}

/** Go ignores constraints that are not critical. */
function isConstrainedForGo({ constraints, critical }: PathFields): boolean {
  const bases = constraints === null ? [] : [...constraints.permitted, ...constraints.excluded];
  return critical.includes(NAME_CONSTRAINTS) && bases.some(({ kind }) => !GO_KINDS.includes(kind));
}

/** GnuTLS rejects every subject if any is excluded (`check_unsupported_constraint`). */
function isConstrainedForGnutls({ constraints }: PathFields): boolean {
  return constraints?.excluded.some(({ kind }) => kind === 'directory') === true;
}

/** `name` is that of the CA. */
function formatExclusion(name: string, { certificate, name: own, base, ...clients }: StrictExclusion): string {
  const kind = own.kind === 'uri' ? 'URIs' : 'mail addresses';
  const results = [
    ...(clients.is_for_go ? ['Go also excludes the hosts below it, and rejects the chain'] : []),
    ...(clients.is_for_gnutls ? ['GnuTLS rejects every URI if one is excluded'] : []),
  ];
  return (
    `${name} excludes ${kind} of the host ${truncate(base.text)}, and ${truncate(certificate.name)} has ${truncate(own.text)}. OpenSSL accepts it. ` +
    `${results.join('. ')}. Reissue the certificate without that name.`
  );
}

const UNUSUAL_HASH = /sha-?224|sha3-/i;

/** Whether OpenSSL does not match the wildcard for the host, which it only does for letters, digits and hyphens between them. */
function isOnlyForWildcard(leaf: PathFields, host: string): boolean {
  const [first = '', ...parents] = host.toLowerCase().replace(/\.$/, '').split('.');
  const isUsual = /^[a-z\d-]+$/.test(first) && parents.every((label) => /^[a-z\d]([a-z\d-]*[a-z\d])?$/.test(label));
  const isWhole = leaf.names.some(
    ({ kind, text }) => kind === 'dns' && text.toLowerCase() === [first, ...parents].join('.'),
  );
  return !isUsual && !isWhole && parseAddressBytes(host) === null;
}

const NAME_CONSTRAINTS = '2.5.29.30';
const GO_KINDS: readonly string[] = ['dns', 'ip', 'email', 'uri'];

/** The OIDs of P-256, P-384 and P-521. */
const BROWSER_CURVES: readonly (string | null)[] = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'];
const P224 = '1.3.132.0.33';

/** Whether the names have the same encoding. The last certificate has no issuer on the path. */
function isSame(issuer: Uint8Array, subject: Uint8Array | undefined): boolean {
  return subject === undefined || Buffer.from(issuer).equals(subject);
}
