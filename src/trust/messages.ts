/** What is said of each reason for distrust; names of certificates are strangers' and escaped later. */

import type { DistrustReason } from '../domain/index.ts';
import { truncate, truncateList } from '../lib/truncate.ts';

/** Names that are shown of a certificate that is for others. */
const MAX_NAMES = 5;

const MESSAGES = {
  'signature-invalid': (child: string) =>
    `The signature of ${child} does not fit the key of the issuer that it names: it was damaged, forged, or signed by ` +
    'another key of that name. Install the certificate that the authority gave, with its own chain.',
  'signature-unsupported': (child: string) =>
    `The signature of ${child} cannot be checked: its algorithm or the key of its issuer is not known here. Most clients ` +
    'do not know it either.',
  'self-signed': () =>
    'It is signed by itself, and none of the trust anchors. Have it issued by an authority, or name it in `ca_file` where ' +
    'clients trust it as it is.',
  'missing-intermediate': (issuer: string, url: string) =>
    `The certificate of its issuer, ${issuer}, is not sent along, so that clients which do not fetch it cannot check it. ` +
    `Add it to the server's chain: it is at ${url}. Where that is an authority of your own that clients trust, name it in ` +
    '`ca_file`.',
  'unknown-issuer': (top: string, issuer: string) =>
    top === issuer
      ? `The chain ends at ${top}, which is none of the trust anchors. Where it is an authority of your own that clients ` +
        'trust, name it in `ca_file`.'
      : `${top} was issued by ${issuer}, and no certificate of that which leads to a trust anchor was sent along. Add it to the chain; ` +
        'where it is an authority of your own that clients trust, name it in `ca_file`.',
  'path-too-complex': () =>
    'There are more cross-signs or name constraints than any chain in use has, and no path was found among those that ' +
    'were tried. Send the leaf and the intermediates that it needs alone.',
  'issuer-not-ca': (issuer: string) =>
    `${issuer} may not issue certificates: it is no authority, or its key usage lacks keyCertSign. Have the certificate ` +
    'issued by one that is.',
  'path-too-long': (issuer: string, most: number, below: number) =>
    `${issuer} allows ${most} authorities below it, and there are ${below}. Have the certificate issued by a higher one.`,
  'name-constrained': (name: string, issuer: string) =>
    `${issuer} may not issue for ${name}: its name constraints leave that out. Have the certificate issued without that ` +
    'name, or by another authority.',
  'extension-unknown': (holder: string, oid: string) =>
    `${holder} has the extension ${oid}, which is critical and not known here, or damaged. Clients must refuse it; have it ` +
    'issued anew without it.',
  'not-yet-valid': (holder: string, from: string) =>
    `${holder} is valid from ${from} on. Check the clocks, or use the certificate before it until then.`,
  'path-expired': (holder: string, to: string) =>
    `${holder} ended at ${to}, and no other path leads to a trust anchor. Renew it; of an intermediate take the one that ` +
    'the authority offers now.',
  'wrong-usage': (holder: string, what: string) =>
    `${holder} ${what}, so it is of no use to a TLS server. Have it issued with the extended key usage serverAuth.`,
  'weak-signature': (holder: string, algorithm: string) =>
    `${holder} is signed with ${algorithm}, which can be forged and is refused by clients. Have it issued anew.`,
  'weak-key': (holder: string, key: string) =>
    `The key of ${holder} is ${key}, which is too short: clients refuse it. Make a new key of RSA 2048 or EC P-256.`,
  'name-mismatch': (host: string, kind: 'dns' | 'ip', names: readonly string[]) => {
    const has = names.length === 0 ? 'no DNS names' : truncateList(names, MAX_NAMES);
    const needs = kind === 'ip' ? 'that address among its alternative names' : 'that name';
    return `It is not for ${host}: it has ${has}. Have it issued with ${needs}, or set \`server_name\` to the name that clients use.`;
  },
  'ca-file-unusable': (path: string, problem: string) =>
    `Nothing can be said of its trust: \`ca_file\` ${path} ${problem}. Write the path of a PEM file with the certificates ` +
    'of the authorities.',
  'system-anchors-unusable': (path: string, problem: string) =>
    `Nothing can be said of its trust by the anchors of this machine: ${path} ${problem}. Install the package of them, which is ` +
    'mostly called ca-certificates, name their file in the variable SSL_CERT_FILE, or take out `trust: system`.',
} satisfies Record<DistrustReason, (...facts: never[]) => string>;

/** Added to what is said of a path that lacks an issuer which was looked for. */
export function formatFetchFailure(url: string, why: string): string {
  return `\`aia: true\` did not help: ${truncate(url)} ${why}.`;
}

export interface TrustFailure {
  code: DistrustReason;
  detail: string;
}

export function createTrustFailure<Code extends DistrustReason>(
  code: Code,
  ...facts: Parameters<(typeof MESSAGES)[Code]>
): TrustFailure {
  const wording = MESSAGES[code] as (...facts: unknown[]) => string;
  return { code, detail: wording(...facts.map(truncateFact)) };
}

function truncateFact(fact: unknown): unknown {
  if (Array.isArray(fact)) return fact.map(truncateFact);
  return typeof fact === 'string' ? truncate(fact) : fact;
}
