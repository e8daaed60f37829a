/** Deviations of extensions: repeated, critical or malformed ones, names, constraints, usages and key identifiers. */

import { der, oid } from '../certificates.ts';
import type { CertificatePlan } from './certificates.ts';
import { AUTHORITIES, change, type Deviation, ISSUED, ROLES, type Role } from './deviation.ts';
import {
  bytes,
  CLIENT_AUTH,
  createDefaultValue,
  dnsName,
  findExtension,
  integer,
  OID,
  OTHER_NAME,
  removeExtension,
  SERVER_AUTH,
  setExtension,
  uri,
  VALUES,
} from './extensions.ts';

/** A second extension of the same kind, at the end. */
const REPEATED: readonly Deviation[] = Object.entries(OID).map(([title, dotted]) =>
  change(`${title} twice`, ROLES, (plan) => {
    const made = findExtension(plan, dotted) ?? {
      oid: dotted,
      critical: false,
      value: createDefaultValue(dotted, plan),
    };
    return { ...plan, extensions: [...plan.extensions.filter((one) => one.oid !== dotted), made, made] };
  }),
);

const TWO_NAMES = change('two alternative name extensions', ['leaf'], (plan) => ({
  ...plan,
  extensions: [
    { oid: OID.names, critical: false, value: VALUES[OID.names](dnsName('other.example')) },
    ...plan.extensions,
  ],
}));

const setFlag = (title: string, dotted: string, flag: number) =>
  change(title, ROLES, (plan) => ({
    ...plan,
    extensions: plan.extensions.map((one) => (one.oid === dotted ? { ...one, flag } : one)),
  }));

const FLAGS: readonly Deviation[] = [
  setFlag('keyUsage critical as BER TRUE', OID.keyUsage, 1),
  setFlag('subjectKeyId critical as BER TRUE', OID.subjectKeyId, 1),
  setFlag('subjectKeyId critical FALSE spelled out', OID.subjectKeyId, 0),
];

const CRITICAL: readonly Deviation[] = Object.entries(OID).map(([title, dotted]) =>
  change(`${title} critical`, ROLES, (plan) =>
    setExtension(plan, dotted, findExtension(plan, dotted)?.value ?? createDefaultValue(dotted, plan), true),
  ),
);

const BROKEN: Readonly<Record<string, (value: Buffer) => Buffer>> = {
  empty: () => Buffer.alloc(0),
  'of another type': () => der(0x05),
  'an empty sequence': () => der(0x30),
  truncated: (value) => value.subarray(0, -1),
  'with trailing data': (value) => Buffer.concat([value, bytes(5, 0)]),
};

const MALFORMED: readonly Deviation[] = Object.entries(OID).flatMap(([title, dotted]) =>
  Object.entries(BROKEN).map(([how, spoil]) =>
    change(`${title} ${how}`, ROLES, (plan) => {
      const value = findExtension(plan, dotted)?.value ?? createDefaultValue(dotted, plan);
      return setExtension(plan, dotted, spoil(value));
    }),
  ),
);

const inner = (title: string, dotted: string, value: Buffer, roles: readonly Role[] = ROLES) =>
  change(title, roles, (plan) => setExtension(plan, dotted, value));

/** Of the right type, but with something wrong inside. */
const WRONG_INSIDE: readonly Deviation[] = [
  inner('basicConstraints with a NULL', OID.basicConstraints, der(0x30, der(0x05)), ['leaf']),
  inner('basicConstraints in another order', OID.basicConstraints, der(0x30, integer(3), der(0x01, bytes(0xff)))),
  inner('keyUsage with eight unused bits', OID.keyUsage, der(0x03, bytes(8, 0x86))),
  inner('authorityKeyId with another tag', OID.authorityKeyId, der(0x30, der(0x83, bytes(1))), ISSUED),
  inner('authorityKeyId with a constructed key', OID.authorityKeyId, der(0x30, der(0xa0, der(4, bytes(1)))), ISSUED),
  inner('extendedKeyUsage with a padded identifier', OID.extendedKeyUsage, der(0x30, der(6, bytes(0x2a, 0x80, 1))), [
    'leaf',
  ]),
  inner(
    'distributionPoints with only reasons',
    OID.distributionPoints,
    der(0x30, der(0x30, der(0x81, bytes(7, 0x80)))),
  ),
  inner(
    'distributionPoints with a relative name',
    OID.distributionPoints,
    der(0x30, der(0x30, der(0xa0, der(0xa1, der(0x30, oid('2.5.4.3'), der(0x0c, 'crl')))))),
  ),
];

const authority = (title: string, make: (issuer: CertificatePlan) => Buffer[]) =>
  change(`authority key identifier with ${title}`, ISSUED, (plan, issuer) =>
    setExtension(plan, OID.authorityKeyId, der(0x30, ...make(issuer))),
  );
const keyId = (id: Buffer) => der(0x80, id);
const issuerName = (dn: Buffer) => der(0xa1, der(0xa4, dn));
const serial = (value: Buffer) => der(0x82, value);

const AUTHORITY_KEY_IDS: readonly Deviation[] = [
  authority('another key', () => [keyId(Buffer.alloc(20, 7))]),
  authority('issuer and serial number', (issuer) => [
    keyId(issuer.key.id),
    issuerName(issuer.issuer),
    serial(issuer.serial),
  ]),
  authority('another serial number', (issuer) => [keyId(issuer.key.id), issuerName(issuer.issuer), serial(bytes(99))]),
  authority('another issuer', (issuer) => [keyId(issuer.key.id), issuerName(OTHER_NAME), serial(issuer.serial)]),
  authority('only another serial number', (issuer) => [issuerName(issuer.issuer), serial(bytes(99))]),
  authority('a serial number without issuer', (issuer) => [keyId(issuer.key.id), serial(issuer.serial)]),
  authority('another serial number without issuer', (issuer) => [keyId(issuer.key.id), serial(bytes(99))]),
  authority('an issuer without serial number', (issuer) => [keyId(issuer.key.id), issuerName(issuer.issuer)]),
  authority('nothing', () => []),
];

const names = (title: string, ...list: Buffer[]) =>
  change(`names: ${title}`, ['leaf'], (plan) => setExtension(plan, OID.names, VALUES[OID.names](...list)));
const HOST = dnsName('www.example.com');
const PRINCIPAL_NAME = '1.3.6.1.4.1.311.20.2.3';
const otherName = (type: string, value: Buffer) => der(0xa0, oid(type), der(0xa0, value));
const registeredId = (dotted: string) => der(0x88, oid(dotted).subarray(2));
const NAMES: readonly Deviation[] = [
  names('a trailing dot', dnsName('www.example.com.')),
  names('another name with a trailing dot', HOST, dnsName('www.example.org.')),
  names('an empty name too', HOST, dnsName('')),
  names('a space too', HOST, dnsName(' ')),
  names('a NUL too', HOST, dnsName('a\0b')),
  names('a raw internationalized name too', HOST, dnsName('b\xfccher.example')),
  names('an underscore too', HOST, dnsName('_a.example.com')),
  names('a wildcard', dnsName('*.example.com')),
  names('another host', dnsName('www.example.org')),
  names('an address of five octets too', HOST, der(0x87, bytes(1, 2, 3, 4, 5))),
  names('a malformed mail address too', HOST, der(0x81, 'a b')),
  names('a malformed URI too', HOST, uri('http://[')),
  names('a URI with an escaped host too', HOST, uri('http://a%7Bb/')),
  names('a URI with a large port too', HOST, uri('http://a:99999/')),
  names('a registered identifier too', HOST, der(0x88, bytes(0x2a, 3))),
  names('a long registered identifier too', HOST, registeredId('1.3.6.1.4.1.311.25.1')),
  names(
    'the GUID of a domain controller too',
    HOST,
    otherName('1.3.6.1.4.1.311.25.1', der(0x04, Buffer.alloc(16, 0xe1))),
  ),
  names('a user principal name too', HOST, otherName(PRINCIPAL_NAME, der(0x0c, 'dc$@example.com'))),
  names('a Kerberos name too', HOST, otherName('1.3.6.1.5.2.2', der(0x30, der(0xa0, der(0x1b, 'EXAMPLE.COM'))))),
  names('an XMPP address too', HOST, otherName('1.3.6.1.5.5.7.8.5', der(0x0c, 'b\xc3\xbccher.example'))),
  names('a service name too', HOST, otherName('1.3.6.1.5.5.7.8.7', der(0x16, '_ldap.example.com'))),
  names(
    'an internationalized mail address too',
    HOST,
    otherName('1.3.6.1.5.5.7.8.9', der(0x0c, '\xc3\xa9@example.com')),
  ),
  names('another name without a value too', HOST, der(0xa0, oid(PRINCIPAL_NAME))),
  names('a name of an unknown tag too', HOST, der(0x89, bytes(0x2a, 3))),
  names('a constructed name too', HOST, der(0xa2, 'a.example')),
  names('a directory name too', HOST, der(0xa4, OTHER_NAME)),
  change('names: none', ['leaf'], (plan) => removeExtension(plan, OID.names)),
];

const constraints = (title: string, list: 'permitted' | 'excluded', base: Buffer) =>
  change(`name constraints: ${title} ${list}`, AUTHORITIES, (plan) =>
    setExtension(plan, OID.nameConstraints, der(0x30, der(list === 'permitted' ? 0xa0 : 0xa1, der(0x30, base))), true),
  );
const CONSTRAINTS: readonly Deviation[] = (['permitted', 'excluded'] as const).flatMap((list) => [
  constraints('the domain', list, dnsName('example.com')),
  constraints('the domain with a leading dot', list, dnsName('.example.com')),
  constraints('the host with a leading dot', list, dnsName('.www.example.com')),
  constraints('another domain', list, dnsName('example.org')),
  constraints('a trailing dot', list, dnsName('example.com.')),
  constraints('everything', list, dnsName('')),
  constraints('no address', list, der(0x87, Buffer.alloc(8))),
  constraints('a broken mask', list, der(0x87, bytes(192, 0, 2, 0, 255, 0, 255, 0))),
  constraints('five octets', list, der(0x87, bytes(1, 2, 3, 4, 5))),
  constraints('another directory', list, der(0xa4, OTHER_NAME)),
  constraints('all directories', list, der(0xa4, der(0x30))),
  constraints('a registered identifier', list, der(0x88, bytes(0x2a, 3))),
  constraints('a user principal name', list, otherName(PRINCIPAL_NAME, der(0x0c, 'example.com'))),
  constraints('a name of an unknown tag', list, der(0x89, bytes(0x2a, 3))),
]);

const extend = (title: string, roles: readonly Role[], dotted: string, value: Buffer, critical?: boolean) =>
  change(title, roles, (plan) => setExtension(plan, dotted, value, critical));

const AUTHORITY_FIELDS: readonly Deviation[] = [
  change('no basic constraints', ROLES, (plan) => removeExtension(plan, OID.basicConstraints)),
  change('no basic constraints and no key usage', AUTHORITIES, (plan) =>
    removeExtension(removeExtension(plan, OID.basicConstraints), OID.keyUsage),
  ),
  change('no extensions', AUTHORITIES, (plan) => ({ ...plan, extensions: [] })),
  extend('not a CA', AUTHORITIES, OID.basicConstraints, VALUES[OID.basicConstraints](false)),
  extend('path length 0', AUTHORITIES, OID.basicConstraints, VALUES[OID.basicConstraints](true, 0)),
  extend('path length 1', AUTHORITIES, OID.basicConstraints, VALUES[OID.basicConstraints](true, 1)),
  extend('negative path length', AUTHORITIES, OID.basicConstraints, der(0x30, der(1, bytes(255)), integer(0xff))),
  extend('path length without CA', ROLES, OID.basicConstraints, der(0x30, integer(3))),
  extend('CA as BER TRUE', AUTHORITIES, OID.basicConstraints, der(0x30, der(1, bytes(1)))),
  extend('CA FALSE spelled out', ['leaf'], OID.basicConstraints, der(0x30, der(1, bytes(0)))),
  change('basic constraints not critical', AUTHORITIES, (plan) =>
    setExtension(plan, OID.basicConstraints, VALUES[OID.basicConstraints](true), false),
  ),
  extend('may not sign certificates', AUTHORITIES, OID.keyUsage, VALUES[OID.keyUsage](0x02)),
  change('no key usage', ROLES, (plan) => removeExtension(plan, OID.keyUsage)),
  change('no subject key identifier', ROLES, (plan) => removeExtension(plan, OID.subjectKeyId)),
  change('no authority key identifier', ROLES, (plan) => removeExtension(plan, OID.authorityKeyId)),
  extend('another subject key identifier', AUTHORITIES, OID.subjectKeyId, der(0x04, Buffer.alloc(20, 9))),
  extend('empty subject key identifier', ROLES, OID.subjectKeyId, der(0x04)),
];

const USAGES: readonly Deviation[] = [
  extend('for clients', ROLES, OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage](CLIENT_AUTH)),
  extend('for servers', ROLES, OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage](SERVER_AUTH)),
  extend('for any purpose', ROLES, OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage]('2.5.29.37.0')),
  extend('for step-up', ROLES, OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage]('2.16.840.1.113730.4.1')),
  extend('for servers, critical', ROLES, OID.extendedKeyUsage, VALUES[OID.extendedKeyUsage](SERVER_AUTH), true),
  extend('key usage dataEncipherment', ['leaf'], OID.keyUsage, VALUES[OID.keyUsage](0x10)),
  extend('key usage keyEncipherment', ['leaf'], OID.keyUsage, VALUES[OID.keyUsage](0x20)),
  extend('key usage without bits', ROLES, OID.keyUsage, der(0x03, bytes(0))),
  extend('key usage with zero bits', ROLES, OID.keyUsage, der(0x03, bytes(0, 0))),
  extend('key usage with keyCertSign', ['leaf'], OID.keyUsage, VALUES[OID.keyUsage](0x84)),
  extend('a Netscape type for clients', ['leaf'], OID.netscapeType, der(0x03, bytes(7, 0x80))),
  extend('a Netscape type for servers', ['leaf'], OID.netscapeType, der(0x03, bytes(6, 0x40))),
  extend('a policy is required', ROLES, OID.policyConstraints, der(0x30, der(0x80, bytes(0))), true),
  extend('a CA as leaf', ['leaf'], OID.basicConstraints, VALUES[OID.basicConstraints](true)),
];

export const EXTENSION_DEVIATIONS: readonly Deviation[] = [
  ...REPEATED,
  TWO_NAMES,
  ...FLAGS,
  ...CRITICAL,
  ...MALFORMED,
  ...WRONG_INSIDE,
  ...AUTHORITY_KEY_IDS,
  ...NAMES,
  ...CONSTRAINTS,
  ...AUTHORITY_FIELDS,
  ...USAGES,
];
