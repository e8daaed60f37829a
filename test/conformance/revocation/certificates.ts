/** The CA hierarchy of a run: the certificates that are checked, their issuers, and everybody who signs. */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { type CreatedCertificate, createCertificate } from '../../../src/app/demo/create-certificate.ts';
import { getOrCreate } from '../../../src/lib/collections.ts';
import { der } from '../../helpers/certificates.ts';
import { link, NOW } from '../../helpers/paths.ts';
import { readSubject } from '../../helpers/revocation.ts';
import type { RevocationCase } from './cases.ts';

/** The issuer of the certificates that are checked, with other key usages; all have the same name and key. */
export type IssuerName = 'issuing' | 'without-crl-sign' | 'without-usages';

/** Who may sign. Only the first ones are authorized, the last of them only if it was not revoked. */
export const SIGNERS = [
  ...(['issuing', 'delegate', 'unchecked-delegate', 'revocable-delegate'] as const),
  ...(['root', 'namesake', 'other', 'without-usage', 'any-usage', 'expired', 'future'] as const),
  ...(['of-root', 'of-namesake', 'of-delegate', 'misnamed'] as const),
] as const;

export type SignerName = (typeof SIGNERS)[number];

export type CaName = SignerName | IssuerName;

const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
const ANY_USAGE = '2.5.29.37.0';
const NO_CHECK = '1.3.6.1.5.5.7.48.1.5';

/** The serial number of the responders that lists may contain. */
export const RESPONDER_SERIAL = '7e57';

export const URLS = { list: 'http://a.test/a.crl', more: 'http://b.test/b.crl', ocsp: 'http://c.test' } as const;

type Authorities = Record<CaName, CreatedCertificate>;

let authorities: Promise<Authorities> | null = null;
const targets = new Map<string, Promise<CreatedCertificate>>();

/** Returns the CAs and responders of the run. */
export function prepareAuthorities(): Promise<Authorities> {
  authorities ??= createAuthorities();
  return authorities;
}

async function createAuthorities(): Promise<Authorities> {
  const root = await link({ subject: 'root' });
  const issuing = await link({ subject: 'issuing', issuer: root });
  const namesake = await link({ subject: 'issuing', issuer: root });
  const respond = (subject: string, options: Parameters<typeof link>[0] = {}) =>
    link({ subject, issuer: issuing, ca: false, purposes: [OCSP_SIGNING], ...options });
  const delegate = await respond('delegate');
  return {
    ...{ root, issuing, namesake, delegate },
    other: await link({ subject: 'other', issuer: root }),
    'without-crl-sign': await link({
      ...{ subject: 'issuing', issuer: root, keys: issuing.keys },
      usages: x509.KeyUsageFlags.keyCertSign,
    }),
    'without-usages': await createWithoutUsages(root, issuing),
    'unchecked-delegate': await respond('unchecked', {
      serial: RESPONDER_SERIAL,
      more: [new x509.Extension(NO_CHECK, false, der(0x05))],
    }),
    'revocable-delegate': await respond('revocable', { serial: RESPONDER_SERIAL }),
    'without-usage': await link({ subject: 'without usage', issuer: issuing, ca: false }),
    'any-usage': await respond('any usage', { purposes: [ANY_USAGE] }),
    expired: await respond('expired', { to: -1 }),
    future: await respond('future', { from: 1 }),
    'of-root': await respond('of root', { issuer: root }),
    'of-namesake': await respond('of namesake', { issuer: namesake }),
    'of-delegate': await respond('of delegate', { issuer: delegate }),
    misnamed: await respond('issuing'),
  };
}

/** A CA without key usages may sign everything (RFC 5280 section 4.2.1.3). */
function createWithoutUsages(issuer: CreatedCertificate, { keys }: CreatedCertificate): Promise<CreatedCertificate> {
  return createCertificate({
    ...{ subject: 'CN=issuing', issuer, keys },
    notBefore: new Date(NOW - YEAR_MS),
    notAfter: new Date(NOW + YEAR_MS),
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
}

const YEAR_MS = 365 * 86_400_000;

/** Returns the certificate that the case is about. */
export async function createTarget(one: RevocationCase): Promise<CreatedCertificate> {
  const ca = await prepareAuthorities();
  const { kind, serial, point, lists, responder } = one;
  const urls = [URLS.list, URLS.more].slice(0, lists.length);
  const more = [
    ...(urls.length === 0 ? [] : [new x509.Extension(DISTRIBUTION_POINTS, false, encodePoints(urls, point, ca))]),
    ...(responder === null ? [] : [new x509.AuthorityInfoAccessExtension({ ocsp: [URLS.ocsp] })]),
  ];
  return getOrCreate(targets, JSON.stringify([kind, serial, urls, point, responder === null]), () =>
    link({ subject: 'target', issuer: ca.issuing, ca: kind === 'ca', serial, more }),
  );
}

const DISTRIBUTION_POINTS = '2.5.29.31';

/** Each list has a distribution point of its own (RFC 5280 section 4.2.1.13). */
function encodePoints(urls: readonly string[], kind: RevocationCase['point'], { issuing, other }: Authorities): Buffer {
  const names = kind === 'of-issuer' ? [issuing] : kind === 'of-other' ? [other] : [];
  const more = [
    ...(kind === 'some-reasons' ? [encodeReasons()] : []),
    ...names.map((made) => der(0xa2, der(0xa4, readSubject(made)))),
  ];
  return der(0x30, ...urls.map((url) => der(0x30, der(0xa0, der(0xa0, der(0x86, url))), ...more)));
}

/** The reason keyCompromise, as in distribution points. */
export function encodeReasons(tag = 0x81): Buffer {
  return der(tag, Buffer.from([6, 0x40]));
}
