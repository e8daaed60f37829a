/** Why nobody is believed of those who were asked of a certificate; none of it says that it is good, or revoked. */

import type { Failure } from '../../domain/index.ts';

/** `source` begins the sentence: `The list at URL`, `The answer of URL`, `The stapled answer`. */
const MESSAGES = {
  'revocation-unreachable': (source: string, why: string) => `${source} is not to be had: the URL ${why}.`,
  'revocation-url-unsupported': (source: string) =>
    `${source} is not asked for: only http and https are, as by every client.`,
  'revocation-malformed': (source: string) =>
    `${source} cannot be read: it is cut short, a web page, or something else in its place.`,
  'revocation-refused': (source: string, status: string) => `${source} is a refusal: ${status}.`,
  'revocation-stale': (source: string, said: string) => `${source} ${said}.`,
  'revocation-issuer-mismatch': (source: string, issuer: string) =>
    `${source} is not by ${issuer}, which issued the certificate.`,
  'revocation-issuer-unknown': (source: string) =>
    `${source} cannot be verified: no path leads from the certificate by its issuer to a trust anchor.`,
  'revocation-certificate-mismatch': (source: string) => `${source} is about another certificate.`,
  'revocation-signature-invalid': (source: string, issuer: string) =>
    `${source} has a signature that does not fit the key of ${issuer}: it was damaged or forged.`,
  'revocation-signature-unsupported': (source: string, algorithm: string) =>
    `${source} is signed with ${algorithm}, which can be forged, or is not known here.`,
  'revocation-signer-unauthorized': (source: string, why: string) => `${source} is signed by one who may not: ${why}.`,
  'revocation-out-of-scope': (source: string) =>
    `${source} does not cover the certificate: by what it says of itself it is for others, or another place.`,
  'revocation-unsupported': (source: string, what: string) => `${source} is not followed: it ${what}.`,
  'revocation-unknown-certificate': (source: string) =>
    `${source} says that the responder knows nothing of the certificate.`,
} satisfies Record<string, (source: string, fact: string) => string>;

export type RevocationFailureCode = keyof typeof MESSAGES;

export function createRevocationFailure(code: RevocationFailureCode, source: string, fact = ''): { problem: Failure } {
  return { problem: { code, detail: MESSAGES[code](source, fact) } };
}
