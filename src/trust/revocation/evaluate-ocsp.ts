/** Evaluates OCSP responses (RFC 6960 section 3.2). */

import { hash } from 'node:crypto';
import type { Failure, OcspResponse, OcspSingleResponse, PathFields, RevocationResult } from '../../domain/index.ts';
import { isSameName } from '../name-constraints.ts';
import { isWeaklySigned } from '../path-rules.ts';
import { createSignatureVerifier } from '../signature-cache.ts';
import { checkFreshness } from './freshness.ts';
import { createRevocationFailure } from './messages.ts';
import { verifySignature } from './verify-signature.ts';

/** The supported hashes of `issuer_name_hash` and `issuer_key_hash`. */
const HASHES: readonly string[] = ['sha1', 'sha256', 'sha384', 'sha512'];

/** `source` names the response in messages, `now` is in milliseconds. */
export function evaluateOcspResponse(
  response: OcspResponse | { refusal: string } | null,
  certificate: PathFields,
  issuer: PathFields,
  source: string,
  now: number,
): RevocationResult {
  if (response === null) return createRevocationFailure('revocation-malformed', source);
  if ('refusal' in response) return createRevocationFailure('revocation-refused', source, response.refusal);
  const single = response.responses.find((one) => isForCertificate(one, certificate, issuer));
  if (single === undefined) return createRevocationFailure('revocation-certificate-mismatch', source);
  const [extension] = [...response.unknown, ...single.unknown];
  if (extension !== undefined) {
    const feature = `has the unknown critical extension ${extension}`;
    return createRevocationFailure('revocation-unsupported', source, feature);
  }
  const { status, revoked, this_update, next_update } = single;
  const stale = checkFreshness(this_update, next_update, source, now);
  if (stale !== null) return stale;
  const signer = resolveSigner(response, issuer, source, now);
  if ('problem' in signer) return signer;
  if (status === 'unknown') return createRevocationFailure('revocation-unknown-certificate', source);
  const responder = signer === issuer || signer.ocsp_nocheck ? {} : { responder: signer };
  return { status, revoked, this_update, next_update, ...responder };
}

function isForCertificate(
  single: OcspSingleResponse,
  { serial, issuer_der }: PathFields,
  { public_key }: PathFields,
): boolean {
  return (
    HASHES.includes(single.hash) &&
    single.serial === serial &&
    single.issuer_name_hash === hash(single.hash, issuer_der, 'hex') &&
    single.issuer_key_hash === hash(single.hash, public_key, 'hex')
  );
}

/** The signer must be the issuer, or a responder that it has authorized (RFC 6960 section 4.2.2.2). */
function resolveSigner(
  response: OcspResponse,
  issuer: PathFields,
  source: string,
  now: number,
): PathFields | { problem: Failure } {
  const { signed, certificates } = response;
  const signers = [issuer, ...certificates].filter((one) => isNamedResponder(one, response));
  const signatures = signers.map((one) => ({ one, signature: verifySignature(signed, one.spki) }));
  const signer = signatures.find(({ signature }) => signature === 'valid')?.one;
  if (signer !== undefined) return signer === issuer ? issuer : checkDelegatedSigner(signer, issuer, source, now);
  const [named] = signers;
  if (named === undefined) {
    const reason = 'the certificate of the responder was not sent';
    return createRevocationFailure('revocation-signer-unauthorized', source, reason);
  }
  return signatures.some(({ signature }) => signature === 'unsupported')
    ? createRevocationFailure('revocation-signature-unsupported', source, signed.algorithm)
    : createRevocationFailure('revocation-signature-invalid', source, named.name);
}

function isNamedResponder({ subject, public_key }: PathFields, { responder }: OcspResponse): boolean {
  // RFC 6960 section 4.2.1 requires SHA-1 here. A public key is not secret.
  if ('key_hash' in responder) return responder.key_hash === hash('sha1', public_key, 'hex');
  return isSameName(responder.name, subject);
}

/** Returns the signer if the issuer authorized it. The caller must check whether it was revoked. */
function checkDelegatedSigner(
  signer: PathFields,
  issuer: PathFields,
  source: string,
  now: number,
): PathFields | { problem: Failure } {
  const { name, extended_key_usages, valid_from, valid_to, defects } = signer;
  const fail = (reason: string) => createRevocationFailure('revocation-signer-unauthorized', source, reason);
  if (!isSameName(signer.issuer, issuer.subject) || createSignatureVerifier()(signer, issuer) !== 'valid') {
    return fail(`the certificate of ${name} was not issued by ${issuer.name}`);
  }
  if (isWeaklySigned(signer)) return fail(`the signature of the certificate of ${name} can be forged`);
  if (defects.length > 0) return fail(`the certificate of ${name} is malformed or has an unknown critical extension`);
  if (!extended_key_usages?.includes('OCSPSigning'))
    return fail(`${name} does not have the extended key usage OCSPSigning`);
  if (valid_from === null || now < valid_from || now > valid_to)
    return fail(`the certificate of ${name} is not valid now`);
  return signer;
}
