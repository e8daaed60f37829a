/** Deviations of the other fields: times, versions, serial numbers, names, signatures and keys. */

import { der, oid } from '../certificates.ts';
import { type CertificatePlan, commonName, describeCurve } from './certificates.ts';
import { change, type Deviation, ISSUED, ROLES } from './deviation.ts';
import { bytes } from './extensions.ts';

const text = (time: Buffer) => time.toString('latin1', 2);
const full = (time: Buffer) => (time[0] === 0x17 ? `20${text(time)}` : text(time));
const times = (title: string, spell: (time: Buffer) => Buffer): readonly Deviation[] => [
  change(`notAfter ${title}`, ROLES, (plan) => ({ ...plan, to: spell(plan.to) })),
  change(`notBefore ${title}`, ROLES, (plan) => ({ ...plan, from: spell(plan.from) })),
];
const TIMES: readonly Deviation[] = [
  ...times('with fractional seconds', (time) => der(0x18, full(time).replace('Z', '.5Z'))),
  ...times('with an offset', (time) => der(0x17, text(time).slice(-13).replace('Z', '+0100'))),
  ...times('with a zero offset', (time) => der(0x17, text(time).slice(-13).replace('Z', '+0000'))),
  ...times('without seconds', (time) => der(0x17, text(time).slice(-13).replace(/..Z/, 'Z'))),
  ...times('as GeneralizedTime', (time) => der(0x18, full(time))),
  ...times('as GeneralizedTime with an offset', (time) => der(0x18, full(time).replace('Z', '+0100'))),
  ...times('as GeneralizedTime without seconds', (time) => der(0x18, full(time).replace(/..Z/, 'Z'))),
];

const DATES: readonly Deviation[] = [
  change('notBefore on day 62', ROLES, (plan) => ({ ...plan, from: der(0x17, '260262000000Z') })),
];

const VERSIONS: readonly Deviation[] = [
  change('version 1', ROLES, (plan) => ({ ...plan, version: 1, extensions: [] })),
  change('version 1 with extensions', ROLES, (plan) => ({ ...plan, version: 1 })),
  change('version 2', ROLES, (plan) => ({ ...plan, version: 2, extensions: [] })),
  change('version 2 with extensions', ROLES, (plan) => ({ ...plan, version: 2 })),
  change('version 4', ROLES, (plan) => ({ ...plan, version: 4 })),
  change('serial number 0', ROLES, (plan) => ({ ...plan, serial: bytes(0) })),
  change('negative serial number', ROLES, (plan) => ({ ...plan, serial: bytes(0x80, 1) })),
  change('serial number of 21 octets', ROLES, (plan) => ({ ...plan, serial: Buffer.alloc(21, 5) })),
  change('serial number with a leading zero', ROLES, (plan) => ({ ...plan, serial: bytes(0, 5) })),
];

const SUBJECTS: readonly Deviation[] = [
  change('empty subject', ROLES, (plan) => ({ ...plan, subject: der(0x30) })),
  change('a subject with an empty part', ROLES, (plan) => ({ ...plan, subject: der(0x30, der(0x31)) })),
  change('a self-issued subject', ISSUED, (plan) => ({ ...plan, subject: plan.issuer })),
  change('another spelling of the issuer', ISSUED, (plan) => ({ ...plan, issuer: respell(plan.issuer) })),
  change('another string type of the issuer', ISSUED, (plan) => ({ ...plan, issuer: retype(plan.issuer) })),
  change('another issuer', ISSUED, (plan) => ({ ...plan, issuer: commonName('somebody else') })),
];

/** In upper case: the same name (RFC 5280 section 7.1). */
function respell(dn: Buffer): Buffer {
  const text = dn.toString('latin1');
  return Buffer.from(
    text.replace(/[a-z]{3,}/g, (word) => word.toUpperCase()),
    'latin1',
  );
}

/** PrintableString instead of UTF8String. */
function retype(dn: Buffer): Buffer {
  return Buffer.from(dn.toString('latin1').replaceAll('\x0c', '\x13'), 'latin1');
}

const pss = (title: string, signature: CertificatePlan['signature']) =>
  change(`signature: ${title}`, ROLES, (plan) => ({ ...plan, signature }));

/** They need an issuer with an RSA key, except for SHA-1. */
const SIGNATURES: readonly Deviation[] = [
  pss('SHA-1', 'sha1'),
  pss('MD5', 'md5'),
  pss('RIPEMD-160', 'ripemd160'),
  pss('SHA-224', 'sha224'),
  pss('SHA-384', 'sha384'),
  pss('SHA-3', 'sha3-256'),
  pss('SHA-512/256', 'sha512-256'),
  pss('PSS with SHA-256', { hash: 'sha256', mask: 'sha256', salt: 32 }),
  pss('PSS with SHA-384', { hash: 'sha384', mask: 'sha384', salt: 48 }),
  pss('PSS with SHA-512', { hash: 'sha512', mask: 'sha512', salt: 64 }),
  pss('PSS with SHA-1', { hash: 'sha1', mask: 'sha1', salt: 20 }),
  pss('PSS with MD5', { hash: 'md5', mask: 'md5', salt: 16 }),
  pss('PSS with SHA-256 and a mask of SHA-1', { hash: 'sha256', mask: 'sha1', salt: 32 }),
  pss('PSS with SHA-1 and a mask of SHA-256', { hash: 'sha1', mask: 'sha256', salt: 20 }),
  pss('PSS with SHA-256 and a mask of MD5', { hash: 'sha256', mask: 'md5', salt: 32 }),
  pss('PSS with SHA-256 and a mask of SHA-512', { hash: 'sha256', mask: 'sha512', salt: 32 }),
  pss('PSS with SHA-224', { hash: 'sha224', mask: 'sha224', salt: 28 }),
  pss('PSS with SHA-512/256', { hash: 'sha512-256', mask: 'sha512-256', salt: 32 }),
  pss('PSS with SHA-3', { hash: 'sha3-256', mask: 'sha3-256', salt: 32 }),
  pss('PSS with a salt of 20 octets', { hash: 'sha256', mask: 'sha256', salt: 20 }),
  pss('PSS without salt', { hash: 'sha256', mask: 'sha256', salt: 0 }),
];

const KEYS: readonly Deviation[] = [
  change('explicit curve', ROLES, (plan) =>
    plan.key.privateKey.asymmetricKeyType === 'ec' ? { ...plan, key: describeCurve(plan.key) } : plan,
  ),
  ...(['last', 'first'] as const).map((at) =>
    change(`the ${at} byte of the key changed`, ['leaf'], (plan) => {
      const spki = Buffer.from(plan.key.spki);
      const index = at === 'last' ? spki.length - 1 : spki.length - 65;
      spki[index] = (spki[index] as number) ^ 1;
      return { ...plan, key: { ...plan.key, spki } };
    }),
  ),
  change('a key of an unknown algorithm', ['leaf'], (plan) => ({
    ...plan,
    key: { ...plan.key, spki: der(0x30, der(0x30, oid('1.2.3.4')), der(0x03, Buffer.alloc(66))) },
  })),
];

export const FIELD_DEVIATIONS: readonly Deviation[] = [
  ...TIMES,
  ...DATES,
  ...VERSIONS,
  ...SUBJECTS,
  ...SIGNATURES,
  ...KEYS,
];
