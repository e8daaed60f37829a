/** What can be believed of a responder's answer (RFC 6960 section 3.2). */

import { hash, X509Certificate } from 'node:crypto';
import type { OcspResponse, OcspSingleResponse, RevocationFields, RevocationResult } from '../../domain/index.ts';
import { describeStaleness } from './freshness.ts';
import { createRevocationFailure } from './messages.ts';
import { verifySignature } from './verify-signature.ts';

/** Of `issuer_name_hash` and `issuer_key_hash`, by their dotted names. */
const HASHES: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** `source` names the answer in messages, `now` is in milliseconds. */
export function evaluateOcspResponse(
  response: OcspResponse | { refusal: string } | null,
  certificate: RevocationFields,
  issuer: RevocationFields,
  source: string,
  now: number,
): RevocationResult {
  if (response === null) return createRevocationFailure('revocation-malformed', source);
  if ('refusal' in response) return createRevocationFailure('revocation-refused', source, response.refusal);
  const single = response.responses.find((answer) => isAbout(answer, certificate, issuer));
  if (single === undefined) return createRevocationFailure('revocation-certificate-mismatch', source);
  const [unknown] = [...response.unknown, ...single.unknown];
  if (unknown !== undefined) {
    return createRevocationFailure(
      'revocation-unsupported',
      source,
      `has the extension ${unknown}, which is critical and not known here`,
    );
  }
  const { status, revoked, this_update, next_update } = single;
  const stale = describeStaleness(this_update, next_update, now);
  if (stale !== null) return createRevocationFailure('revocation-stale', source, stale);
  const distrust = checkSigner(response, issuer, source, now);
  if (distrust !== null) return distrust;
  if (status === 'unknown') return createRevocationFailure('revocation-unknown-certificate', source);
  return { status, revoked, this_update, next_update };
}

function isAbout(
  answer: OcspSingleResponse,
  { serial, issuer: name }: RevocationFields,
  { key }: RevocationFields,
): boolean {
  const algorithm = HASHES[answer.hash];
  return (
    algorithm !== undefined &&
    answer.serial === serial &&
    answer.issuer_name_hash === hash(algorithm, name, 'hex') &&
    answer.issuer_key_hash === hash(algorithm, key, 'hex')
  );
}

type Refused = ReturnType<typeof createRevocationFailure> | null;

/** The issuer signs itself, or one whom it has charged with that (section 4.2.2.2). */
function checkSigner(response: OcspResponse, issuer: RevocationFields, source: string, now: number): Refused {
  const { signed, certificates } = response;
  const signers = [issuer, ...certificates].filter((one) => isNamedResponder(one, response));
  const signatures = signers.map((one) => ({ one, signature: verifySignature(signed, one.spki) }));
  const signer = signatures.find(({ signature }) => signature === 'valid')?.one;
  if (signer !== undefined) return signer === issuer ? null : checkDelegatedSigner(signer, issuer, source, now);
  if (signers.length === 0) {
    return createRevocationFailure(
      'revocation-signer-unauthorized',
      source,
      'the certificate of the one that it names was not sent along',
    );
  }
  return signatures.some(({ signature }) => signature === 'unsupported')
    ? createRevocationFailure('revocation-signature-unsupported', source, signed.algorithm)
    : createRevocationFailure('revocation-signature-invalid', source, signers[0]?.certificate.name);
}

function isNamedResponder({ certificate, key }: RevocationFields, { responder }: OcspResponse): boolean {
  // Of a public key, which is no secret: section 4.2.1 wants SHA-1.
  if ('key_hash' in responder) return responder.key_hash === hash('sha1', key, 'hex');
  return responder.name.join('\n') === certificate.subject.join('\n');
}

/** Its own revocation is not asked for: such certificates are short-lived, and say that it need not be (`nocheck`). */
function checkDelegatedSigner(
  { certificate }: RevocationFields,
  issuer: RevocationFields,
  source: string,
  now: number,
): Refused {
  const { name, issuer: issued, extended_key_usages, valid_from, valid_to } = certificate;
  const refused = (why: string) => createRevocationFailure('revocation-signer-unauthorized', source, why);
  if (issued.join('\n') !== issuer.certificate.subject.join('\n') || !isSignedBy(certificate.der, issuer)) {
    return refused(`${name} is not certified by ${issuer.certificate.name}`);
  }
  if (!extended_key_usages?.includes('OCSPSigning')) return refused(`${name} lacks the extended key usage OCSPSigning`);
  if (valid_from === null || now < valid_from || now > valid_to)
    return refused(`the certificate of ${name} is not valid now`);
  return null;
}

function isSignedBy(der: Uint8Array, { certificate: issuer }: RevocationFields): boolean {
  try {
    return new X509Certificate(der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    // OpenSSL does not know the algorithm, the curve or the encoding.
    return false;
  }
}
