/** The messages of each reason for distrust. Names in certificates are untrusted; they are escaped when they are shown. */

import type { DistrustReason } from '../domain/index.ts';
import { truncate, truncateList } from '../lib/truncate.ts';

/** Names that a message lists of a certificate for other hosts. */
const MAX_NAMES = 5;

const PRIVATE_CA = 'If it is a private CA that clients trust, set `ca_file`.';

const MESSAGES = {
  'signature-invalid': (child: string) =>
    `The signature of ${child} does not match the key of its issuer: it was damaged, forged, or signed with another key. ` +
    'Install the certificate as the CA issued it, with its own chain.',
  'signature-unsupported': (child: string) =>
    `The signature of ${child} cannot be verified: its algorithm, or the key of its issuer, is not supported. Most clients ` +
    'do not support it either.',
  'self-signed': () =>
    'The certificate is self-signed and not a trust anchor. Use a certificate from a CA, or set `ca_file` to this ' +
    'certificate if clients trust it.',
  'missing-intermediate': (issuer: string, url: string) =>
    `The server did not send the intermediate certificate of its issuer, ${issuer}. Clients that do not fetch it cannot ` +
    `verify the certificate. Add it to the server's chain: it is at ${url}. ${PRIVATE_CA}`,
  'unknown-issuer': (top: string, issuer: string) =>
    top === issuer
      ? `The chain ends at ${top}, which is not a trust anchor. ${PRIVATE_CA}`
      : `${top} was issued by ${issuer}, but the chain does not include a certificate of this CA that leads to a trust anchor. ` +
        `Add it to the chain. ${PRIVATE_CA}`,
  'path-too-complex': () =>
    'The chain has too many cross-signed certificates or name constraints, and no valid path was found within the limits. ' +
    'Send only the leaf and the intermediates that it needs.',
  'issuer-not-ca': (issuer: string) =>
    `${issuer} may not issue certificates: it is not a CA, or its key usage does not include keyCertSign. Use a ` +
    'certificate from a CA.',
  'path-too-long': (issuer: string, max: number, below: number) =>
    `${issuer} allows ${max} CAs below it, but there are ${below}. Use a certificate from a CA higher in the chain.`,
  'name-constrained': (name: string, issuer: string) =>
    `${issuer} may not issue certificates for ${name}, because of its name constraints. Use a certificate without this ` +
    'name, or one from another CA.',
  'extension-unknown': (holder: string, oid: string) =>
    `${holder} has the critical extension ${oid}, which is unknown or malformed. Clients must reject it. ` +
    'Reissue it without the extension.',
  'not-yet-valid': (holder: string, from: string) =>
    `${holder} is not valid before ${from}. Check the clock of this machine, or use the previous certificate until then.`,
  'path-expired': (holder: string, to: string) =>
    `${holder} expired at ${to}, and no alternative path to a trust anchor exists. Renew it. If it is an intermediate, ` +
    'install the current one of the CA.',
  'wrong-usage': (holder: string, what: string) =>
    `${holder} ${what}, so a TLS server cannot use it. Reissue it with the extended key usage serverAuth.`,
  'weak-signature': (holder: string, algorithm: string) =>
    `${holder} is signed with ${algorithm}, which can be forged. Clients reject it. Reissue it with SHA-256 or better.`,
  'weak-key': (holder: string, key: string) =>
    `The key of ${holder} is ${key}, which is too small: clients reject it. Reissue it with a new key, at least RSA 2048 or EC P-256.`,
  'name-mismatch': (host: string, kind: 'dns' | 'ip', names: readonly string[]) => {
    const has = names.length === 0 ? 'no DNS names' : truncateList(names, MAX_NAMES);
    const needs = kind === 'ip' ? 'this address among its alternative names' : 'this name';
    return `The certificate is not for ${host}: it has ${has}. Use a certificate with ${needs}, or set \`server_name\` to the name that clients use.`;
  },
  'ca-file-unusable': (path: string, problem: string) =>
    `Trust cannot be evaluated: \`ca_file\` ${path} ${problem}. Set it to a PEM file with the certificates of your CAs.`,
  'system-anchors-unusable': (path: string, problem: string) =>
    `Trust cannot be evaluated with the trust store of this machine: ${path} ${problem}. Install the package with the ` +
    'trust store, usually called ca-certificates, set the variable SSL_CERT_FILE, or remove `trust: system`.',
} satisfies Record<DistrustReason, (...facts: never[]) => string>;

/** The sentence that is added to a failure if a missing issuer could not be fetched. */
export function formatFetchFailure(url: string, reason: string): string {
  return `\`aia: true\` did not help: ${truncate(url)} ${reason}.`;
}

export interface TrustFailure {
  code: DistrustReason;
  detail: string;
}

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
