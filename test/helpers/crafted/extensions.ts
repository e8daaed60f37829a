/** The extensions of crafted certificates: their identifiers, well-formed values, and how to change one of a plan. */

import { der, name, oid } from '../certificates.ts';
import type { CertificatePlan, CraftedExtension } from './certificates.ts';

export const OID = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  names: '2.5.29.17',
  issuerNames: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  distributionPoints: '2.5.29.31',
  policies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshest: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfo: '1.3.6.1.5.5.7.1.1',
  subjectInfo: '1.3.6.1.5.5.7.1.11',
  tlsFeature: '1.3.6.1.5.5.7.1.24',
  timestamps: '1.3.6.1.4.1.11129.2.4.2',
  netscapeType: '2.16.840.1.113730.1.1',
  netscapeComment: '2.16.840.1.113730.1.13',
  unknown: '1.2.3.4',
} as const;

export const bytes = (...values: number[]) => Buffer.from(values);
export const uri = (text: string) => der(0x86, text);
export const dnsName = (text: string) => der(0x82, text);
export const integer = (value: number) => der(0x02, bytes(value));

/** Well-formed values. */
export const VALUES = {
  [OID.subjectKeyId]: (id: Buffer) => der(0x04, id),
  [OID.authorityKeyId]: (id: Buffer) => der(0x30, der(0x80, id)),
  [OID.names]: (...names: Buffer[]) => der(0x30, ...names),
  [OID.issuerNames]: () => der(0x30, dnsName('issuer.example')),
  [OID.basicConstraints]: (ca: boolean, pathLength: number | null = null) =>
    der(0x30, ...(ca ? [der(0x01, bytes(0xff))] : []), ...(pathLength === null ? [] : [integer(pathLength)])),
  /** The bits of the first byte: 0x80 digitalSignature, 0x04 keyCertSign, 0x02 cRLSign. */
  [OID.keyUsage]: (bits: number) =>
    der(0x03, bytes(Math.clz32(bits & -bits) === 32 ? 0 : 31 - Math.clz32(bits & -bits), bits)),
  [OID.extendedKeyUsage]: (...usages: string[]) => der(0x30, ...usages.map(oid)),
  [OID.distributionPoints]: () => der(0x30, der(0x30, der(0xa0, der(0xa0, uri('http://crl.example/1.crl'))))),
  [OID.freshest]: () => der(0x30, der(0x30, der(0xa0, der(0xa0, uri('http://crl.example/delta.crl'))))),
  [OID.authorityInfo]: () => der(0x30, der(0x30, oid('1.3.6.1.5.5.7.48.2'), uri('http://ca.example/ca.der'))),
  [OID.subjectInfo]: () => der(0x30, der(0x30, oid('1.3.6.1.5.5.7.48.5'), uri('http://ca.example/'))),
  [OID.tlsFeature]: () => der(0x30, integer(5)),
  [OID.policies]: () => der(0x30, der(0x30, oid('1.2.3.5'))),
  [OID.policyMappings]: () => der(0x30, der(0x30, oid('1.2.3.5'), oid('1.2.3.6'))),
  [OID.policyConstraints]: () => der(0x30, der(0x80, bytes(5))),
  [OID.inhibitAnyPolicy]: () => integer(5),
  [OID.nameConstraints]: () => der(0x30, der(0xa0, der(0x30, dnsName('example.com')))),
  [OID.timestamps]: () => der(0x04, bytes(0, 0)),
  [OID.netscapeType]: () => der(0x03, bytes(0, 0x47)),
  [OID.netscapeComment]: () => der(0x16, 'comment'),
  [OID.unknown]: () => der(0x05),
};

export const findExtension = ({ extensions }: CertificatePlan, dotted: string) =>
  extensions.find((one) => one.oid === dotted);

/** Replaces an extension, or appends it. */
export function setExtension(
  plan: CertificatePlan,
  dotted: string,
  value: Buffer,
  critical?: boolean,
): CertificatePlan {
  const earlier = findExtension(plan, dotted);
  const made: CraftedExtension = { oid: dotted, value, critical: critical ?? earlier?.critical ?? false };
  const extensions =
    earlier === undefined ? [...plan.extensions, made] : plan.extensions.map((one) => (one === earlier ? made : one));
  return { ...plan, extensions };
}

export function removeExtension(plan: CertificatePlan, dotted: string): CertificatePlan {
  return { ...plan, extensions: plan.extensions.filter((one) => one.oid !== dotted) };
}

/** A well-formed value of any kind. */
export function createDefaultValue(dotted: string, plan: CertificatePlan): Buffer {
  switch (dotted) {
    case OID.subjectKeyId:
    case OID.authorityKeyId:
      return VALUES[dotted](plan.key.id);
    case OID.names:
      return VALUES[dotted](dnsName('www.example.com'));
    case OID.basicConstraints:
      return VALUES[dotted](false);
    case OID.keyUsage:
      return VALUES[dotted](0x86);
    case OID.extendedKeyUsage:
      return VALUES[dotted](SERVER_AUTH);
    default:
      return (VALUES[dotted as typeof OID.unknown] as () => Buffer)();
  }
}

export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** A name that no certificate of a chain has. */
export const OTHER_NAME = name([['2.5.4.3', 12, 'somebody else']]);
