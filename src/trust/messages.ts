/** The messages of each reason for distrust. Names in certificates are untrusted; they are escaped when they are shown. */

import type { DistrustReason, MissingIssuer, Purpose } from '../domain/index.ts';
import { truncate, truncateList } from '../lib/text/truncate.ts';
import { formatMissingIssuer } from './missing-issuer.ts';

/** The maximum of names that a message lists of a certificate for other hosts. */
const MAX_NAMES = 5;

/** Formats `no CA`, `1 CA` or `2 CAs`. */
function formatCas(count: number): string {
  return count === 0 ? 'no CA' : `${count} CA${count === 1 ? '' : 's'}`;
}

const MESSAGES = {
  'signature-invalid': (child: string) =>
    `The signature of ${child} does not match the key of its issuer: it was damaged, forged, or signed with another key. ` +
    'Install the certificate as the CA issued it, with its own chain.',
  'signature-unsupported': (child: string, algorithm: string) =>
    `The signature of ${child} (${algorithm}) cannot be verified: OpenSSL does not support its algorithm, its encoding, or the key of its ` +
    'issuer. Most other clients do not support it either. Reissue it with a common algorithm.',
  'version-invalid': (holder: string, version: string) =>
    `${holder} has version ${version}, but certificates with extensions must have version 3. GnuTLS or Go reject it; ` +
    'OpenSSL accepts it. Reissue it with version 3.',
  'time-malformed': (holder: string) =>
    `${holder} has a validity date that does not exist, such as 30 February, or one in a format that RFC 5280 does not allow, such as ` +
    'with fractions of a second or an offset instead of Z. OpenSSL rejects it, and so do GnuTLS and Go in most cases. Reissue it.',
  'self-signed': () =>
    'The certificate is self-signed and not a trust anchor. Use a certificate from a CA, or set `ca_file` to this ' +
    'certificate if clients trust it.',
  'missing-intermediate': (missing: MissingIssuer) => formatMissingIssuer(missing),
  'unknown-issuer': (missing: MissingIssuer) => formatMissingIssuer(missing),
  'issuer-distrusted': (root: string, after: string | null, removed: string | null) =>
    (removed === null
      ? `Mozilla distrusts certificates of ${root} that were issued after ${after}, as this one was. `
      : `Mozilla removed ${root} from its trust store on ${removed}. `) +
    'Browsers reject the certificate, even if an older operating system accepts it. Use a certificate of another CA.',
  'authority-mismatch': (child: string, issuer: string, differs: 'key' | 'serial' | 'anchor') =>
    AUTHORITY_MISMATCHES[differs](child, issuer),
  'stale-anchor': (anchor: string, fault: string) =>
    `The trust store has a certificate of ${anchor} that ${fault}. OpenSSL uses it although another certificate of this CA is valid, and ` +
    'so do curl, nginx, Node.js and Python: they reject the chain. GnuTLS and Go accept it. Remove the certificate from the trust store, ' +
    'or replace it with the current one.',
  'wrong-order': (ca: string, issuer: string, needed: string | null, fault: string) =>
    `The first certificate of ${ca} that the server sends, issued by ${issuer}, ${fault}. OpenSSL and GnuTLS try no other one, and ` +
    'neither do curl, nginx, Node.js and Python: they reject the chain. Browsers and Go accept it. ' +
    (needed === null
      ? 'Do not send this certificate.'
      : `Send the certificate that ${needed} issued first, or only that one.`),
  'self-issued': (holder: string) =>
    `${holder} has the same subject as its issuer, and no key identifier tells them apart. OpenSSL takes it for self-signed and rejects ` +
    'it, and so do curl, nginx, Node.js and Python; GnuTLS and Go accept it. Reissue it with another subject, or with a subject key ' +
    'identifier and an authority key identifier.',
  'path-too-complex': () =>
    'The chain has too many cross-signed certificates or name constraints, and no valid path was found within the limits. ' +
    'Send only the leaf and the intermediates that it needs.',
  'issuer-not-ca': (issuer: string) =>
    `${issuer} is not allowed to issue certificates: it is not a CA, or its key usage does not include keyCertSign. Use a ` +
    'certificate from a CA.',
  'path-too-long': (issuer: string, max: number, below: number) =>
    `${issuer} allows ${formatCas(max)} below it, but there ${below === 1 ? 'is' : 'are'} ${below}. Use a certificate from a CA higher in the chain.`,
  'name-constrained': (name: string, issuer: string) =>
    `${issuer} is not allowed to issue certificates for ${name}, because of its name constraints. Use a certificate without this ` +
    'name, or one from another CA.',
  'extension-repeated': (holder: string, oid: string) =>
    `${holder} has the extension ${oid} more than once. Go and GnuTLS reject it, and so does OpenSSL if it knows the ` +
    'extension. Reissue it with one extension of each kind.',
  'extension-malformed': (holder: string, oid: string) =>
    `The extension ${oid} of ${holder} is malformed. Some clients reject the certificate, even if the extension is not ` +
    'critical: OpenSSL, Go or GnuTLS. Reissue it.',
  'extension-critical': (holder: string, extension: string) =>
    `The extension ${extension} of ${holder} is marked as critical, which it must not be. OpenSSL and Go reject it; GnuTLS ` +
    'accepts it. Reissue it with an extension that is not critical.',
  'extension-unknown': (holder: string, oid: string) =>
    `${holder} has the critical extension ${oid}, which is unknown. Clients must reject it. Reissue it without the extension.`,
  'curve-explicit': (holder: string) =>
    `The key of ${holder} describes its elliptic curve by parameters instead of its name. OpenSSL, Go and browsers reject ` +
    'it. Reissue the certificate with a key on a named curve, such as P-256.',
  'key-malformed': (holder: string, algorithm: string) =>
    `The key of ${holder} (${algorithm}) cannot be decoded: it is malformed, or its algorithm or curve is unknown. OpenSSL ` +
    'and most other clients reject it. Reissue the certificate with a new key.',
  'not-yet-valid': (holder: string, from: string) =>
    `${holder} is not valid before ${from}. Check the clock of this machine, or use the previous certificate until then.`,
  'path-expired': (holder: string, to: string) =>
    `${holder} expired at ${to}, and no alternative path to a trust anchor exists. Renew it. If it is an intermediate, ` +
    'install the current one of the CA.',
  'wrong-usage': (holder: string, what: string, purpose: Purpose = 'server') =>
    `${holder} ${what}, ${MISUSES[purpose]}`,
  'weak-signature': (holder: string, algorithm: string) =>
    `${holder} is signed with ${algorithm}, which can be forged. Clients reject it. Reissue it with SHA-256 or better.`,
  'pss-parameters': (holder: string, signature: string) =>
    `${holder} is signed with ${signature}. Browsers, Go and GnuTLS reject it; OpenSSL accepts it. Reissue it with SHA-256, ` +
    'SHA-384 or SHA-512 in both fields, and a salt as long as the hash.',
  'weak-key': (holder: string, key: string) =>
    `The key of ${holder} is ${key}, which is too small: clients reject it. Reissue it with a new key, at least RSA 2048 or EC P-256.`,
  'name-mismatch': (host: string, kind: 'dns' | 'ip', names: readonly string[]) => {
    const none = kind === 'ip' ? 'no addresses or DNS names' : 'no DNS names';
    const has = names.length === 0 ? none : truncateList(names, MAX_NAMES);
    const needs = kind === 'ip' ? 'this address among its alternative names' : 'this name';
    const absolute = names.some((name) => name.endsWith('.')) ? ' A name that ends in a dot matches no host.' : '';
    return `The certificate is not for ${host}: it has ${has}.${absolute} Use a certificate with ${needs}, or set \`server_name\` to the name that clients use.`;
  },
  'ca-file-unusable': (path: string, problem: string) =>
    `Trust cannot be evaluated: \`ca_file\` ${path} ${problem}. Set it to a PEM file with the certificates of your CAs.`,
  'system-anchors-unusable': (path: string, problem: string) =>
    `Trust cannot be evaluated with the trust store of this machine: ${path} ${problem}. Install the package with the ` +
    'trust store, usually called ca-certificates, set the variable SSL_CERT_FILE, or remove `trust: system`.',
  'signature-unverified': (child: string, algorithm: string) =>
    `Trust cannot be evaluated: this version of Node.js cannot verify the signature of ${child} (${algorithm}). ` +
    'Run certvigil with Node.js 24.5 or newer.',
} satisfies Record<DistrustReason, (...facts: never[]) => string>;

/** The difference between the issuer and the one that the certificate names, or that OpenSSL uses instead. */
const AUTHORITY_MISMATCHES: Readonly<Record<'key' | 'serial' | 'anchor', (child: string, issuer: string) => string>> = {
  key: (child, issuer) =>
    `${child} names its issuer by a key identifier that ${issuer} does not have, although the signature matches. ` +
    'OpenSSL and GnuTLS reject it; browsers and Go accept it. Send the CA certificate with this key identifier, or ' +
    'reissue the certificate.',
  serial: (child, issuer) =>
    `${child} names the certificate of its issuer by serial number and issuer, and ${issuer} has others, for example after a CA ` +
    'was renewed with the same key. OpenSSL rejects it, and so do curl, nginx and Python; browsers, Go and GnuTLS ' +
    'accept it. Reissue the certificate, or send the CA certificate that it names.',
  anchor: (child, anchor) =>
    `The trust anchor ${anchor} has the name of the issuer of ${child}, but another key, and no key identifier tells them ` +
    'apart, for example after a CA changed its key. OpenSSL takes the trust anchor for the issuer and rejects the signature, and so do ' +
    'curl, nginx and Python, and GnuTLS in some cases; Go accepts it. Trust the CA certificate of the new key instead, or reissue the ' +
    'certificates with key identifiers.',
};

/** The limitation of a certificate with the wrong usage, and what to do. */
const MISUSES: Readonly<Record<Purpose, string>> = {
  server: 'so a TLS server cannot use it. Reissue it with the extended key usage serverAuth.',
  client:
    'so a TLS client cannot use it. Reissue it with the extended key usage clientAuth, or set `purpose` to what it is for.',
  code_signing:
    'so it cannot sign code. Reissue it with the extended key usage codeSigning, or set `purpose` to what it is for.',
  ca: 'so it cannot issue certificates. Use the certificate of a CA, or set `purpose` to what it is for.',
  saml: 'so it cannot sign or encrypt SAML messages. Reissue it with the key usage digitalSignature.',
  any: 'so it cannot be used.',
};

/** The sentence that is added to a failure if a missing issuer could not be fetched. */
export function formatFetchFailure(url: string, reason: string): string {
  return `\`aia: true\` did not help: ${truncate(url)} ${reason}.`;
}

export interface TrustFailure {
  code: DistrustReason;
  detail: string;
  missing?: MissingIssuer;
}

/** Creates a failure. `facts` are the arguments of its message, which are truncated. */
export function createTrustFailure<Code extends DistrustReason>(
  code: Code,
  ...facts: Parameters<(typeof MESSAGES)[Code]>
): TrustFailure {
  const format = MESSAGES[code] as (...facts: unknown[]) => string;
  return { code, detail: format(...facts.map(truncateFact)) };
}

function truncateFact(fact: unknown): unknown {
  if (Array.isArray(fact)) return fact.map(truncateFact);
  return typeof fact === 'string' ? truncate(fact) : fact;
}
