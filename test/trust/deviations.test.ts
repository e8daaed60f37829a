import { describe, expect, it } from 'vitest';
import type { ChainNoticeCode, DistrustReason, Trust } from '../../src/domain/index.ts';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../src/trust/validate-path.ts';
import { type CraftedKey, craftKey } from '../helpers/crafted/certificates.ts';
import { type CraftedChain, craftChain, HOST } from '../helpers/crafted/chain.ts';
import { type Deviation, ROLES, type Role } from '../helpers/crafted/deviation.ts';
import { DEVIATIONS } from '../helpers/crafted/index.ts';
import { NOW, readCertificate } from '../helpers/paths.ts';

const KEYS = {
  ec: { root: craftKey(), intermediate: craftKey(), leaf: craftKey() },
  rsa: { root: craftKey('rsa'), intermediate: craftKey('rsa'), leaf: craftKey('rsa') },
} satisfies Record<string, Record<Role, CraftedKey>>;

/** A chain in which the certificates of these roles deviate. */
function deviate(title: string, roles: readonly Role[]): CraftedChain {
  const deviation = DEVIATIONS.find(({ name }) => name === title) as Deviation;
  const keys = title.startsWith('signature') ? KEYS.rsa : KEYS.ec;
  const options = (role: Role) => ({ key: keys[role], deviations: roles.includes(role) ? [deviation] : [] });
  return craftChain({ root: options('root'), intermediate: options('intermediate'), leaf: options('leaf') }, NOW);
}

function validate({ leaf, intermediate, root }: CraftedChain): Trust {
  const sent = [readCertificate(leaf), readCertificate(intermediate)] as const;
  return validateChain(
    { sent, anchors: indexAnchors([readCertificate(root)]), host: HOST, now: NOW },
    createSignatureVerifier(),
  );
}

const ALL = ROLES;
const ISSUED: readonly Role[] = ['intermediate', 'leaf'];
const LEAF: readonly Role[] = ['leaf'];
const AUTHORITIES: readonly Role[] = ['root', 'intermediate'];

/** Each deviation with the only reason for distrust in certificates of these roles. */
const REJECTED: readonly [deviation: string, reason: DistrustReason, roles: readonly Role[]][] = [
  ['basicConstraints twice', 'extension-repeated', ALL],
  ['names twice', 'extension-repeated', ALL],
  ['keyUsage twice', 'extension-repeated', ALL],
  ['unknown twice', 'extension-repeated', ALL],
  ['two alternative name extensions', 'extension-repeated', LEAF],

  ['explicit curve', 'curve-explicit', ALL],
  ['the first byte of the key changed', 'key-malformed', LEAF],
  ['the last byte of the key changed', 'key-malformed', LEAF],
  ['a key of an unknown algorithm', 'key-malformed', LEAF],

  ['signature: SHA-1', 'weak-signature', ISSUED],
  ['signature: MD5', 'weak-signature', ISSUED],
  ['signature: RIPEMD-160', 'weak-signature', ISSUED],
  ['signature: SHA-512/256', 'signature-unsupported', ISSUED],
  ['signature: PSS with SHA-1', 'weak-signature', ISSUED],
  ['signature: PSS with MD5', 'weak-signature', ISSUED],
  ['signature: PSS with SHA-256 and a mask of SHA-1', 'weak-signature', ISSUED],
  ['signature: PSS with SHA-1 and a mask of SHA-256', 'weak-signature', ISSUED],
  ['signature: PSS with SHA-256 and a mask of SHA-512', 'pss-parameters', ISSUED],
  ['signature: PSS with a salt of 20 octets', 'pss-parameters', ISSUED],
  ['signature: PSS without salt', 'pss-parameters', ISSUED],
  ['signature: PSS with SHA-224', 'pss-parameters', ISSUED],
  ['signature: PSS with SHA-512/256', 'pss-parameters', ISSUED],
  ['signature: PSS with SHA-3', 'pss-parameters', ISSUED],

  ['subjectKeyId critical', 'extension-critical', ALL],
  ['authorityKeyId critical', 'extension-critical', ALL],
  ['authorityInfo critical', 'extension-critical', ALL],
  ['tlsFeature critical', 'extension-critical', ALL],
  ['freshest critical', 'extension-critical', ALL],
  ['subjectInfo critical', 'extension-critical', ALL],
  ['unknown critical', 'extension-unknown', ALL],
  ['netscapeType critical', 'extension-unknown', ALL],

  ['authority key identifier with another key', 'authority-mismatch', ISSUED],
  ['authority key identifier with another serial number', 'authority-mismatch', ISSUED],
  ['authorityKeyId with a constructed key', 'authority-mismatch', ISSUED],
  ['authority key identifier with another issuer', 'authority-mismatch', ISSUED],
  ['authority key identifier with only another serial number', 'authority-mismatch', ISSUED],
  ['authority key identifier with another serial number without issuer', 'authority-mismatch', ISSUED],

  ['distributionPoints empty', 'extension-malformed', ALL],
  ['distributionPoints of another type', 'extension-malformed', ALL],
  ['distributionPoints truncated', 'extension-malformed', ALL],
  ['subjectKeyId empty', 'extension-malformed', ALL],
  ['subjectKeyId of another type', 'extension-malformed', ALL],
  ['subjectKeyId truncated', 'extension-malformed', ALL],
  ['authorityKeyId truncated', 'extension-malformed', ALL],
  ['authorityInfo of another type', 'extension-malformed', ALL],
  ['policies of another type', 'extension-malformed', ALL],
  ['policyMappings truncated', 'extension-malformed', ALL],
  ['policyConstraints of another type', 'extension-malformed', ALL],
  ['inhibitAnyPolicy of another type', 'extension-malformed', ALL],
  ['inhibitAnyPolicy empty', 'extension-malformed', ALL],
  ['issuerNames of another type', 'extension-malformed', ALL],
  ['netscapeType of another type', 'extension-malformed', ALL],
  ['names with trailing data', 'extension-malformed', ALL],
  ['nameConstraints with trailing data', 'extension-malformed', ALL],
  ['nameConstraints an empty sequence', 'extension-malformed', ALL],
  ['names: an empty name too', 'extension-malformed', LEAF],
  ['names: a malformed URI too', 'extension-malformed', LEAF],
  ['keyUsage critical as BER TRUE', 'extension-malformed', ALL],
  ['names: a raw internationalized name too', 'extension-malformed', LEAF],
  ['names: an address of five octets too', 'extension-malformed', LEAF],
  ['name constraints: a name of an unknown tag permitted', 'extension-malformed', AUTHORITIES],
  ['name constraints: a broken mask excluded', 'extension-malformed', AUTHORITIES],
  ['name constraints: five octets permitted', 'extension-malformed', AUTHORITIES],
  ['name constraints: a trailing dot excluded', 'extension-malformed', AUTHORITIES],

  ['names of another type', 'extension-malformed', ALL],
  ['names truncated', 'extension-malformed', ALL],
  ['basicConstraints with a NULL', 'extension-malformed', LEAF],
  ['basicConstraints in another order', 'extension-malformed', LEAF],
  ['keyUsage with eight unused bits', 'extension-malformed', ALL],
  ['authorityKeyId with another tag', 'extension-malformed', ISSUED],
  ['extendedKeyUsage with a padded identifier', 'extension-malformed', LEAF],
  ['distributionPoints with only reasons', 'extension-malformed', ALL],

  ['notBefore on day 62', 'time-malformed', ALL],
  ['notAfter with fractional seconds', 'time-malformed', ALL],
  ['notBefore with fractional seconds', 'time-malformed', ALL],
  ['notAfter with an offset', 'time-malformed', ALL],
  ['notBefore with an offset', 'time-malformed', ALL],
  ['notAfter with a zero offset', 'time-malformed', ALL],
  ['notAfter as GeneralizedTime with an offset', 'time-malformed', ALL],

  ['names: a trailing dot', 'name-mismatch', LEAF],
  ['a Netscape type for clients', 'wrong-usage', LEAF],

  ['version 1 with extensions', 'version-invalid', ALL],
  ['version 2 with extensions', 'version-invalid', ALL],
  ['version 4', 'version-invalid', ALL],
  ['version 2', 'issuer-not-ca', AUTHORITIES],
  ['version 1', 'issuer-not-ca', ['intermediate']],
  ['no basic constraints', 'issuer-not-ca', ['intermediate']],
  ['no basic constraints and no key usage', 'issuer-not-ca', AUTHORITIES],
];

const ACCEPTED: readonly [deviation: string, roles: readonly Role[], notes: readonly ChainNoticeCode[]][] = [
  ['signature: SHA-384', ISSUED, []],
  ['signature: SHA-224', ISSUED, ['signature-unusual']],
  ['signature: SHA-3', ISSUED, ['signature-unusual']],
  ['signature: PSS with SHA-256', ISSUED, []],
  ['signature: PSS with SHA-384', ISSUED, []],
  ['signature: PSS with SHA-512', ISSUED, []],
  // The signature of an anchor does not matter.
  ['signature: PSS with SHA-1', ['root'], []],
  ['signature: PSS without salt', ['root'], []],
  ['signature: MD5', ['root'], []],
  ['distributionPoints critical', ALL, []],
  ['policies critical', ALL, []],
  ['tlsFeature of another type', LEAF, []],
  ['distributionPoints with trailing data', ALL, []],
  ['authority key identifier with issuer and serial number', ISSUED, []],
  ['authority key identifier with a serial number without issuer', ISSUED, []],
  ['authority key identifier with nothing', ISSUED, ['python-strict']],
  ['notAfter as GeneralizedTime', ALL, []],
  ['names: another name with a trailing dot', LEAF, []],
  ['a Netscape type for servers', LEAF, []],
  ['version 1', ['root'], ['python-strict']],
  ['no subject key identifier', AUTHORITIES, ['python-strict']],
  ['no authority key identifier', ISSUED, ['python-strict']],
  ['no key usage', AUTHORITIES, ['python-strict']],
  ['basic constraints not critical', AUTHORITIES, ['python-strict']],
  ['no basic constraints', ['root'], ['anchor-not-marked']],
  ['no basic constraints', LEAF, []],
  ['another spelling of the issuer', ISSUED, ['name-spelled-differently']],
  ['another string type of the issuer', ISSUED, ['name-spelled-differently']],
  ['name constraints: another directory excluded', AUTHORITIES, ['constraint-unsupported']],
  ['distributionPoints with a relative name', ALL, ['list-name-relative']],
  ['names: a URI with an escaped host too', LEAF, ['uri-unusual']],
  ['names: a URI with a large port too', LEAF, []],
  ['names: a registered identifier too', LEAF, []],
  ['names: a long registered identifier too', LEAF, []],
  ['names: the GUID of a domain controller too', LEAF, []],
  ['names: a user principal name too', LEAF, []],
  ['names: a Kerberos name too', LEAF, []],
  ['names: an XMPP address too', LEAF, []],
  ['names: a service name too', LEAF, []],
  ['names: an internationalized mail address too', LEAF, []],
  ['name constraints: a registered identifier excluded', AUTHORITIES, ['constraint-unsupported']],
  ['name constraints: a user principal name permitted', AUTHORITIES, ['constraint-unsupported']],
  ['negative serial number', ALL, ['serial-negative']],
  ['serial number 0', ALL, []],
  ['subjectKeyId critical FALSE spelled out', ALL, []],
  ['a policy is required', ALL, ['policies-not-checked']],
  ['policyMappings critical', ALL, ['policies-not-checked']],
];

describe('a certificate is rejected', () => {
  const cases = REJECTED.flatMap(([title, reason, roles]) => roles.map((role) => [title, role, reason] as const));
  it.each(cases)('with: %s (%s), because of %s', (title, role, reason) => {
    expect(validate(deviate(title, [role]))).toMatchObject({ trusted: false, reasons: [reason] });
  });
});

describe('a certificate is accepted', () => {
  const cases = ACCEPTED.flatMap(([title, roles, notes]) => roles.map((role) => [title, role, notes] as const));
  it.each(cases)('with: %s (%s), and the notices %j', (title, role, notes) => {
    const { reasons, notes: found } = validate(deviate(title, [role]));
    expect({ reasons, notes: found.map(({ code }) => code) }).toEqual({ reasons: [], notes });
  });
});

describe('a key', () => {
  const notice = (curve: string) => {
    const options = (role: Role) => ({ key: role === 'leaf' ? craftKey('ec', curve) : KEYS.ec[role], deviations: [] });
    return validate(
      craftChain({ root: options('root'), intermediate: options('intermediate'), leaf: options('leaf') }, NOW),
    );
  };

  it.each(['P-256', 'P-384', 'P-521'])('on %s has no notice', (curve) => {
    expect(notice(curve)).toMatchObject({ reasons: [], notes: [] });
  });

  it.each([
    ['secp256k1', 'browsers, Go and GnuTLS do not.'],
    ['P-224', 'OpenSSL supports it, browsers do not.'],
  ])('on %s has a notice about the clients that do not support it', (curve, clients) => {
    const { reasons, notes } = notice(curve);
    expect(reasons).toEqual([]);
    expect(notes).toEqual([{ code: 'key-unsupported', detail: expect.stringContaining(clients) }]);
  });
});

describe('an anchor of version 1', () => {
  it('is accepted only if it is self-signed, as in OpenSSL', () => {
    const { leaf, intermediate } = deviate('version 1', ['intermediate']);
    const presented = { leaf, intermediate, root: intermediate };
    expect(validate(presented).reasons).toEqual(['issuer-not-ca']);
  });
});

describe('a leaf that is the trust anchor', () => {
  const trustItself = (title: string) => {
    const { leaf } = deviate(title, ['leaf']);
    const own = readCertificate(leaf);
    return validateChain({ sent: [own], anchors: indexAnchors([own]), host: HOST, now: NOW }, createSignatureVerifier())
      .reasons;
  };

  it('is accepted although its issuer would be rejected', () => {
    expect(trustItself('authorityKeyId with a constructed key')).toEqual([]);
  });

  it('is rejected if OpenSSL cannot load it', () => {
    expect(trustItself('serial number with a leading zero')).toEqual(['signature-unsupported']);
  });
});

describe('the message', () => {
  const describeReason = (title: string, role: Role) => validate(deviate(title, [role])).detail ?? '';

  it('names the clients that differ about an issuer', () => {
    const bySerial = describeReason('authority key identifier with another serial number', 'leaf');
    expect(bySerial).toContain('the leaf names the certificate of its issuer by serial number and issuer');
    expect(bySerial).toContain(
      'OpenSSL rejects it, and so do curl, nginx and Python; browsers, Go and GnuTLS accept it',
    );
    expect(describeReason('authority key identifier with another key', 'leaf')).toContain(
      'OpenSSL and GnuTLS reject it',
    );
  });

  it('names both hashes and the salt of RSA-PSS', () => {
    expect(describeReason('signature: PSS with SHA-256 and a mask of SHA-1', 'leaf')).toContain(
      'RSASSA-PSS with sha256, MGF1 with sha1 and a salt of 32 bytes',
    );
  });

  it('names the extension that is the reason', () => {
    expect(describeReason('names twice', 'leaf')).toContain(
      'the leaf has the extension subjectAltName (2.5.29.17) more',
    );
    expect(describeReason('tlsFeature critical', 'leaf')).toContain(
      'The extension TLS features (1.3.6.1.5.5.7.1.24) of',
    );
    expect(describeReason('unknown critical', 'leaf')).toContain('the critical extension 1.2.3.4, which is unknown');
  });

  it('says that a trailing dot is the reason for a name mismatch', () => {
    expect(describeReason('names: a trailing dot', 'leaf')).toContain('A name that ends in a dot matches no host.');
  });
});

describe('OpenSSL', () => {
  const canRead = (title: string, role: Role) => {
    const { is_readable, defects } = readCertificate(deviate(title, [role])[role]);
    return { is_readable, isDefective: defects.length > 0 };
  };

  // Each was compared with X509_check_purpose of OpenSSL 3.5.9.
  it.each([
    ['keyUsage critical as BER TRUE', 'intermediate'],
    ['names with trailing data', 'intermediate'],
    ['names: an empty name too', 'leaf'],
    ['names: a raw internationalized name too', 'leaf'],
    ['names: an address of five octets too', 'leaf'],
    ['names: a malformed URI too', 'leaf'],
    ['nameConstraints an empty sequence', 'intermediate'],
    ['nameConstraints with trailing data', 'intermediate'],
    ['name constraints: a trailing dot permitted', 'intermediate'],
    ['name constraints: a broken mask excluded', 'intermediate'],
    ['name constraints: five octets permitted', 'intermediate'],
    ['CA as BER TRUE', 'intermediate'],
    ['policies of another type', 'intermediate'],
    ['unknown twice', 'intermediate'],
  ] as const)('reads a certificate although it is rejected: %s', (title, role) => {
    expect(canRead(title, role)).toEqual({ is_readable: true, isDefective: true });
  });

  it.each([
    'subjectKeyId of another type',
    'keyUsage twice',
    'names truncated',
    'basicConstraints empty',
    'negative path length',
    'name constraints: a name of an unknown tag permitted',
    'distributionPoints with only reasons',
    'authorityKeyId truncated',
    'extendedKeyUsage of another type',
    'netscapeType of another type',
  ])('cannot read a certificate with: %s', (title) => {
    expect(canRead(title, 'intermediate')).toEqual({ is_readable: false, isDefective: true });
  });

  it.each(['key usage without bits', 'key usage with zero bits'])('cannot read a certificate with: %s', (title) => {
    expect(canRead(title, 'intermediate')).toEqual({ is_readable: false, isDefective: false });
  });
});
