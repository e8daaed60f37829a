/** What certificates have beside the usual: extensions that limit what a CA may issue, or what a leaf is for, and faults of every kind. */

import { der, name, oid } from '../../helpers/certificates.ts';
import { type CertificatePlan, commonName } from '../../helpers/crafted/certificates.ts';
import type { Deviation, Role } from '../../helpers/crafted/deviation.ts';
import {
  bytes,
  CLIENT_AUTH,
  dnsName,
  OID,
  OTHER_NAME,
  removeExtension,
  SERVER_AUTH,
  setExtension,
  uri,
  VALUES,
} from '../../helpers/crafted/extensions.ts';
import { DEVIATIONS } from '../../helpers/crafted/index.ts';
import type { Dice } from '../../helpers/dice.ts';

/** Changes a certificate before it is signed. */
type Feature = (plan: CertificatePlan, dice: Dice) => CertificatePlan;

const ANY_PURPOSE = '2.5.29.37.0';
const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';

const PURPOSES = [
  [SERVER_AUTH],
  [SERVER_AUTH, CLIENT_AUTH],
  [CLIENT_AUTH],
  [ANY_PURPOSE],
  [SERVER_AUTH, ANY_PURPOSE],
  [CODE_SIGNING],
];

const limitPurposes: Feature = (plan, { chance, pick }) =>
  setExtension(plan, OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage](...pick(PURPOSES)), chance(0.1));

const limitPathLength: Feature = (plan, { upTo, chance }) =>
  setExtension(plan, OID.basicConstraints, VALUES[OID.basicConstraints](true, upTo(2)), !chance(0.2));

const confuseBasicConstraints: Feature = (plan, { pick }) => {
  const value = pick([
    VALUES[OID.basicConstraints](true),
    null,
    VALUES[OID.basicConstraints](false),
    der(0x30, der(0x02, bytes(1))),
  ]);
  return value === null
    ? removeExtension(plan, OID.basicConstraints)
    : setExtension(plan, OID.basicConstraints, value, false);
};

/** The bits of a key usage; null: none. */
const changeKeyUsage =
  (usages: readonly (number | null)[]): Feature =>
  (plan, { pick, chance }) => {
    const bits = pick(usages);
    return bits === null
      ? removeExtension(plan, OID.keyUsage)
      : setExtension(plan, OID.keyUsage, VALUES[OID.keyUsage](bits), !chance(0.2));
  };

const mail = (text: string) => der(0x81, text);
const address = (...octets: number[]) => der(0x87, bytes(...octets));
const directory = (dn: Buffer) => der(0xa4, dn);

/** Most of them are for the host, or for names that a leaf has beside it. */
const BASES = [
  ...['example.com', 'www.example.com', '.example.com', 'com', '', 'example.org', 'mail.example.com'].map(dnsName),
  ...['example.com', 'example.org', '.example.com', 'one@example.com'].map(mail),
  address(192, 0, 2, 0, 255, 255, 255, 0),
  address(198, 51, 100, 0, 255, 255, 255, 0),
  address(0, 0, 0, 0, 0, 0, 0, 0),
  ...['example.com', '.example.com', 'www.example.com'].map(uri),
  directory(commonName('leaf')),
  directory(OTHER_NAME),
];

const constrainNames: Feature = (plan, dice) => {
  const { chance, pick, upTo } = dice;
  const list = (tag: number, length: number) =>
    length === 0 ? [] : [der(tag, ...Array.from({ length }, () => der(0x30, pick(BASES))))];
  const permitted = list(0xa0, upTo(2));
  const excluded = list(0xa1, permitted.length === 0 ? 1 : upTo(1));
  return setExtension(plan, OID.nameConstraints, der(0x30, ...permitted, ...excluded), !chance(0.3));
};

const POLICY = '1.2.3.5';
const ANY_POLICY = '2.5.29.32.0';

const addPolicies: Feature = (plan, { chance, pick, upTo }) => {
  const named = setExtension(plan, OID.policies, der(0x30, der(0x30, oid(pick([POLICY, ANY_POLICY])))));
  if (!chance(0.4)) return named;
  return chance(0.5)
    ? setExtension(named, OID.inhibitAnyPolicy, der(0x02, bytes(upTo(1))), true)
    : setExtension(named, OID.policyConstraints, der(0x30, der(0x80, bytes(upTo(2)))), true);
};

const addUnknown: Feature = (plan, { chance }) => setExtension(plan, OID.unknown, der(0x05), chance(0.5));

const becomeOld: Feature = (plan) => ({ ...plan, version: 1, extensions: [] });

const changeSubjectKeyId: Feature = (plan) => setExtension(plan, OID.subjectKeyId, der(0x04, Buffer.alloc(20, 9)));

/** One of the deviations that tests try in every chain. */
const deviate =
  (role: Role): Feature =>
  (plan, { pick }) =>
    pick(LISTED[role]).apply(plan, plan);

/** Signatures depend on the key of the issuer. */
const listFor = (role: Role): readonly Deviation[] =>
  DEVIATIONS.filter((one) => one.roles.includes(role) && !one.name.startsWith('signature'));
const LISTED: Record<Role, readonly Deviation[]> = {
  root: listFor('root'),
  intermediate: listFor('intermediate'),
  leaf: listFor('leaf'),
};

/** What occurs more often has several places. */
const listAuthorityFeatures = (role: Role): readonly Feature[] => [
  ...[limitPathLength, limitPathLength, limitPathLength],
  ...[constrainNames, constrainNames, constrainNames, constrainNames],
  ...[limitPurposes, limitPurposes],
  ...[addPolicies, addPolicies],
  changeKeyUsage([0x04, 0x86, null, 0x02, 0x80]),
  confuseBasicConstraints,
  addUnknown,
  becomeOld,
  changeSubjectKeyId,
  deviate(role),
];

const LEAF_FEATURES: readonly Feature[] = [
  ...[limitPurposes, limitPurposes],
  (plan) => removeExtension(plan, OID.extendedKeyUsage),
  changeKeyUsage([0xa0, null, 0x20, 0x08, 0x84, 0x10, 0x04]),
  confuseBasicConstraints,
  addPolicies,
  addUnknown,
  (plan) => setExtension(plan, OID.tlsFeature, VALUES[OID.tlsFeature]()),
  deviate('leaf'),
];

const FEATURES: Record<Role, readonly Feature[]> = {
  root: listAuthorityFeatures('root'),
  intermediate: listAuthorityFeatures('intermediate'),
  leaf: LEAF_FEATURES,
};

/** Adds nothing to most certificates, and one or two features to others. */
export function addFeatures(plan: CertificatePlan, role: Role, dice: Dice): CertificatePlan {
  const count = dice.chance(0.22) ? 1 + (dice.chance(0.2) ? 1 : 0) : 0;
  return Array.from({ length: count }).reduce<CertificatePlan>((one) => dice.pick(FEATURES[role])(one, dice), plan);
}

const OTHERS = [
  ...['mail.example.com', '*.example.com', 'example.org', 'under_score.example.com', 'anexample.com'].map(dnsName),
  address(192, 0, 2, 7),
  ...['one@example.com', 'two@example.com', 'one@example.org', 'one@mail.example.com', 'one@anexample.com'].map(mail),
  ...['https://www.example.com/', 'https://example.org/', 'https://a.www.example.com/'].map(uri),
  directory(OTHER_NAME),
];

const MAIL_ADDRESS = '1.2.840.113549.1.9.1';
const SUBJECTS = [
  commonName('leaf'),
  commonName('www.example.com'),
  commonName('mail.example.org'),
  name([['2.5.4.3', 12, 'leaf']], [[MAIL_ADDRESS, 22, 'one@example.com']]),
  der(0x30),
];

/** Chooses the subject and the names of a leaf: almost always for the host. */
export function nameLeaf(plan: CertificatePlan, { chance, pick, upTo }: Dice, host: string): CertificatePlan {
  const subject = chance(0.2) ? pick(SUBJECTS) : plan.subject;
  if (chance(0.01)) return { ...plan, subject };
  const parent = host.replace(/^[^.]*/, '*');
  const own = chance(0.03) ? [] : [dnsName(chance(0.1) ? parent : host)];
  const others = chance(0.25) || own.length === 0 ? Array.from({ length: 1 + upTo(1) }, () => pick(OTHERS)) : [];
  return setExtension({ ...plan, subject }, OID.names, VALUES[OID.names](...own, ...others), subject.length === 2);
}
