/** The failures of revocation sources. They do not say whether the certificate is good or revoked. */

import type { Failure } from '../../domain/index.ts';

/** `source` begins the sentence: `The revocation list at URL`, `The OCSP response of URL`, `The stapled OCSP response`. */
const MESSAGES = {
  'revocation-unreachable': (source: string, why: string) => `${source} is unavailable: the URL ${why}.`,
  'revocation-url-unsupported': (source: string) =>
    `${source} was not requested: only http and https URLs are supported, as in every client.`,
  'revocation-malformed': (source: string) => `${source} is malformed: it is truncated, a web page, or something else.`,
  'revocation-refused': (source: string, status: string) => `${source} is an error: ${status}.`,
  'revocation-stale': (source: string, expiry: string) =>
    `${source} expired at ${expiry}, and no newer one is available.`,
  'revocation-not-yet-valid': (source: string, from: string) =>
    `${source} is not valid before ${from}: the clock of this machine or of the CA is wrong.`,
  'revocation-issuer-mismatch': (source: string, issuer: string) =>
    `${source} is not from ${issuer}, the issuer of the certificate.`,
  'revocation-issuer-unknown': (source: string) =>
    `${source} cannot be verified: there is no path from the certificate through its issuer to a trust anchor.`,
  'revocation-certificate-mismatch': (source: string) => `${source} is for another certificate.`,
  'revocation-signature-invalid': (source: string, issuer: string) =>
    `${source} has a signature that does not match the key of ${issuer}: it was damaged or forged.`,
  'revocation-signature-unsupported': (source: string, algorithm: string) =>
    `${source} is signed with ${algorithm}, which can be forged or is not supported.`,
  'revocation-signer-unauthorized': (source: string, reason: string) =>
    `${source} has an unauthorized signer: ${reason}.`,
  'revocation-out-of-scope': (source: string) =>
    `${source} does not cover the certificate: by its scope, it is for other certificates or another URL.`,
  'revocation-unsupported': (source: string, feature: string) => `${source} is not supported: it ${feature}.`,
  'revocation-unknown-certificate': (source: string) =>
    `${source} has the status unknown: the responder does not know the certificate.`,
} satisfies Record<string, (source: string, fact: string) => string>;

export type RevocationFailureCode = keyof typeof MESSAGES;

/** Creates a failure. `facts` are the arguments of its message. */
export function createRevocationFailure<Code extends RevocationFailureCode>(
  code: Code,
  ...facts: Parameters<(typeof MESSAGES)[Code]>
): { problem: Failure } {
  const format = MESSAGES[code] as (...facts: string[]) => string;
  return { problem: { code, detail: format(...facts) } };
}
