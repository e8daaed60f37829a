import 'reflect-metadata';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CreatedCertificate } from '../../src/app/demo/create-certificate.ts';
import { buildOcspRequest } from '../../src/certificate/revocation/ocsp-request.ts';
import { readOcspResponse } from '../../src/certificate/revocation/ocsp-response.ts';
import type { OcspResponse, PathFields, RevocationResult } from '../../src/domain/index.ts';
import { evaluateOcspResponse } from '../../src/trust/revocation/evaluate-ocsp.ts';
import { der, oid } from '../helpers/certificates.ts';
import { leaf, link, NOW, readCertificate, SERVER_AUTH } from '../helpers/paths.ts';
import { buildOcspError, makeResponse, type ResponseOptions } from '../helpers/revocation.ts';

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

let issuer: CreatedCertificate;
let other: CreatedCertificate;
let child: CreatedCertificate;
/** A responder that the issuer authorized, and some that are not authorized, or not now. */
let delegate: CreatedCertificate;
let clerk: CreatedCertificate;
let former: CreatedCertificate;
let otherResponder: CreatedCertificate;
let forgeable: CreatedCertificate;
let defective: CreatedCertificate;
beforeAll(async () => {
  issuer = await link({ subject: 'issuer' });
  other = await link({ subject: 'other' });
  child = await leaf({ issuer });
  const responder = { subject: 'responder', ca: false, purposes: [OCSP_SIGNING] };
  delegate = await link({ ...responder, issuer });
  clerk = await link({ ...responder, issuer, purposes: [SERVER_AUTH] });
  former = await link({ ...responder, issuer, to: -1 });
  otherResponder = await link({ ...responder, issuer: other });
  const signing = { name: 'ECDSA', hash: 'SHA-1' };
  forgeable = await link({ ...responder, issuer: { ...issuer, keys: { ...issuer.keys, signing } } });
  defective = await link({ ...responder, issuer, critical: '1.2.3.4' });
});

function evaluate(bytes: Buffer): RevocationResult {
  const response = readOcspResponse(bytes);
  return evaluateOcspResponse(response, readCertificate(child), readCertificate(issuer), 'The response', NOW);
}

/** `good`, the reason and date of a revocation, or the code of the failure. */
function ask(bytes: Buffer): string {
  const answer = evaluate(bytes);
  if ('problem' in answer) return answer.problem.code;
  return answer.revoked === null ? answer.status : `${answer.revoked.reason} at ${answer.revoked.revoked_at}`;
}

const respond = (options: Partial<ResponseOptions> = {}) => makeResponse({ issuer, about: child, ...options });
const by = (signer: CreatedCertificate, options: Partial<ResponseOptions> = {}) =>
  respond({ signer, certificates: [signer], ...options });

describe('an OCSP response', () => {
  it.each<[string, () => Buffer, string]>([
    ['reports a good certificate', () => respond(), 'good'],
    ['identifies the issuer by its key', () => respond({ responder: 'key' }), 'good'],
    ['uses SHA-256 hashes', () => respond({ hash: 'sha256' }), 'good'],
    ['uses SHA-384 hashes', () => respond({ hash: 'sha384' }), 'good'],
    ['uses SHA-512 hashes', () => respond({ hash: 'sha512' }), 'good'],
    ['uses hashes that it does not support', () => respond({ hash: 'md5' }), 'revocation-certificate-mismatch'],
    ['is good without nextUpdate', () => respond({ to: null }), 'good'],
    ['is signed by a delegated responder', () => by(delegate), 'good'],
    ['identifies a delegated responder by its key', () => by(delegate, { responder: 'key' }), 'good'],
    [
      'reports a revocation with date and reason',
      () => respond({ status: { reason: 1 } }),
      'keyCompromise at 2026-05-31T23:00:00Z',
    ],
    ['reports a revocation without a reason', () => respond({ status: {} }), 'null at 2026-05-31T23:00:00Z'],
  ])('%s', (_, make, said) => {
    expect(ask(make())).toBe(said);
  });

  const REJECTED: [string, () => Buffer, string][] = [
    ['with the status unknown', () => respond({ status: 'unknown' }), 'revocation-unknown-certificate'],
    ['about another serial number', () => respond({ serial: Buffer.from([1]) }), 'revocation-certificate-mismatch'],
    ['about another issuer', () => respond({ hashed: other }), 'revocation-certificate-mismatch'],
    ['that has expired', () => respond({ from: -48, to: -1 }), 'revocation-stale'],
    ['that is old and has no nextUpdate', () => respond({ from: -48, to: null }), 'revocation-stale'],
    ['from the future', () => respond({ from: 1 }), 'revocation-not-yet-valid'],
    ['signed with SHA-1', () => respond({ algorithm: 'sha1' }), 'revocation-signature-unsupported'],
    ['by a responder that another issuer delegated', () => by(otherResponder), 'revocation-signer-unauthorized'],
    ['by another issuer', () => by(other), 'revocation-signer-unauthorized'],
    ['by a responder without OCSPSigning', () => by(clerk), 'revocation-signer-unauthorized'],
    ['by a responder with an expired certificate', () => by(former), 'revocation-signer-unauthorized'],
    ['by a responder whose certificate is signed with SHA-1', () => by(forgeable), 'revocation-signer-unauthorized'],
    ['by a responder with an unknown critical extension', () => by(defective), 'revocation-signer-unauthorized'],
    ['by the certificate itself', () => by(child), 'revocation-signer-unauthorized'],
    [
      'signed by a responder whose certificate is not sent',
      () => respond({ signer: delegate }),
      'revocation-signer-unauthorized',
    ],
    ['with an unknown critical extension', () => respond({ critical: '1.2.3.4' }), 'revocation-unsupported'],
    ['an error', () => buildOcspError(6), 'revocation-refused'],
    ['an unknown error', () => buildOcspError(77), 'revocation-refused'],
    ['that is a web page', () => Buffer.from('<!doctype html>'), 'revocation-malformed'],
    ['that is empty', () => Buffer.alloc(0), 'revocation-malformed'],
    ['with trailing data', () => Buffer.concat([respond({}), Buffer.from([0])]), 'revocation-malformed'],
  ];

  it.each(REJECTED)('is rejected: %s', (_, make, code) => {
    expect(ask(make())).toBe(code);
  });

  it('that is rejected has a sentence', async () => {
    const texts = REJECTED.map(([what, make]) => {
      const result = evaluate(make());
      return `${what}\n  ${'problem' in result ? result.problem.detail : result.status}\n`;
    });
    await expect(texts.join('')).toMatchFileSnapshot('../golden/trust/ocsp-failures.txt');
  });

  it.each<[string, Partial<PathFields>]>([
    ['name', { issuer_der: Buffer.from('another') }],
    ['serial number', { serial: '01' }],
  ])('is about another certificate if the %s differs', (_, fields) => {
    const [response, about] = [readOcspResponse(respond()), { ...readCertificate(child), ...fields }];
    expect(evaluateOcspResponse(response, about, readCertificate(issuer), 'The response', NOW)).toMatchObject({
      problem: { code: 'revocation-certificate-mismatch' },
    });
  });

  it('is about another certificate if the key of the issuer differs', () => {
    const by = { ...readCertificate(issuer), public_key: readCertificate(other).public_key };
    const response = readOcspResponse(respond());
    expect(evaluateOcspResponse(response, readCertificate(child), by, 'The response', NOW)).toMatchObject({
      problem: { code: 'revocation-certificate-mismatch' },
    });
  });

  it('is only accepted from the issuer or a responder that is valid now', async () => {
    const read = (bytes: Buffer) => {
      const response = readOcspResponse(bytes);
      if (response === null || 'refusal' in response) throw new Error('the response is malformed');
      return response;
    };
    const evaluateWith = (response: OcspResponse) => {
      const result = evaluateOcspResponse(
        response,
        readCertificate(child),
        readCertificate(issuer),
        'The response',
        NOW,
      );
      return 'problem' in result ? result.problem.code : result.status;
    };
    const own = read(respond());
    expect(evaluateWith({ ...own, responder: { name: ['cn=', 'issuer'] } })).toBe('revocation-signer-unauthorized');
    const parts = own.responder as { name: string[] };
    expect(evaluateWith({ ...own, responder: { name: [...parts.name, 'o=x'] } })).toBe(
      'revocation-signer-unauthorized',
    );
    expect(evaluateWith({ ...own, responder: { key_hash: '00' } })).toBe('revocation-signer-unauthorized');
    const bytes = Buffer.from('another text');
    const unreadable = { ...readCertificate(issuer), spki: Buffer.from('no key') };
    const several = { ...own, signed: { ...own.signed, bytes }, certificates: [unreadable] };
    expect(evaluateWith(several)).toBe('revocation-signature-unsupported');
    expect(evaluateWith({ ...own, signed: { ...own.signed, bytes } })).toBe('revocation-signature-invalid');
    const delegated = read(by(delegate));
    const withSigner = (fields: Partial<PathFields>) =>
      evaluateWith({ ...delegated, certificates: delegated.certificates.map((one) => ({ ...one, ...fields })) });
    expect(withSigner({ valid_from: NOW, valid_to: NOW })).toBe('good');
    const rejected: Partial<PathFields>[] = [
      { valid_from: NOW + 1 },
      { valid_to: NOW - 1 },
      { valid_from: null },
      { issuer: ['cn=', 'issuer'] },
      { extended_key_usages: null },
    ];
    expect(rejected.map(withSigner)).toEqual(rejected.map(() => 'revocation-signer-unauthorized'));
    const namesake = await link({ subject: 'issuer' });
    const forged = await link({ subject: 'responder', ca: false, purposes: [OCSP_SIGNING], issuer: namesake });
    expect(ask(by(forged))).toBe('revocation-signer-unauthorized');
  });

  it('never has another result if it is damaged or truncated', () => {
    const bytes = by(delegate, { status: { reason: 1 } });
    const whole = ask(bytes);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] as number) ^ by;
        const said = ask(damaged);
        expect(said === whole || said.startsWith('revocation-')).toBe(true);
      }),
    );
    fc.assert(fc.property(fc.nat(bytes.length - 1), (to) => ask(bytes.subarray(0, to)).startsWith('revocation-')));
  });
});

it('an OCSP request has no nonce, and fits into a URL', () => {
  const request = buildOcspRequest(readCertificate(child), readCertificate(issuer));
  expect(request.toString('base64').length).toBeLessThan(255);
  expect(request.includes(Buffer.from(readCertificate(child).serial_bytes))).toBe(true);
  // SHA-1, which every responder supports (RFC 6960 section 4.3).
  expect(request.includes(Buffer.concat([oid('1.3.14.3.2.26'), der(0x05)]))).toBe(true);
});
