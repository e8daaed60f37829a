import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CreatedCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import type { DistrustReason, Trust } from '../../src/domain/index.ts';
import { name } from '../helpers/certificates.ts';
import {
  CLIENT_AUTH,
  type ConstraintBase,
  countTrustedDays,
  dns,
  type LinkOptions,
  leaf,
  link,
  SERVER_AUTH,
  validateTrust,
} from '../helpers/paths.ts';

let root: CreatedCertificate;
let middle: CreatedCertificate;
let good: CreatedCertificate;
beforeAll(async () => {
  root = await link({ subject: 'root' });
  middle = await link({ subject: 'middle', issuer: root });
  good = await leaf({ issuer: middle, to: 90 });
});

describe('a certificate', () => {
  it('is trusted if a path leads to an anchor', () => {
    const trust = validateTrust([good, middle], [root], { host: 'www.example.com' });
    expect(trust).toMatchObject({ trusted: true, reason: null, detail: null, reasons: [], notes: [] });
    expect(countTrustedDays(trust)).toBe(90);
    expect(trust.limited_by).toEqual({ subject: 'leaf', fingerprint_sha256: good.fingerprint });
  });

  it('expires with the first certificate on its path', async () => {
    const brief = await link({ subject: 'brief', issuer: root, to: 10 });
    const under = await leaf({ issuer: brief });
    const trust = validateTrust([under, brief], [root]);
    expect(countTrustedDays(trust)).toBe(10);
    expect(trust.limited_by?.subject).toBe('brief');
  });

  it('expires with its anchor if that expires first', async () => {
    const anchor = await link({ subject: 'brief root', to: 5 });
    expect(countTrustedDays(validateTrust([await leaf({ issuer: anchor })], [anchor]))).toBe(5);
  });

  it('is trusted if it is an anchor itself', async () => {
    const own = await leaf();
    expect(validateTrust([own], [own]).trusted).toBe(true);
    expect(validateTrust([own], [root]).reason).toBe('self-signed');
  });

  it('is not trusted if its notBefore is malformed', async () => {
    const own = await leaf();
    const der = Buffer.from(own.der);
    // The header of a UTCTime: the first one is notBefore.
    der[der.indexOf(Buffer.from('170d', 'hex')) + 2] = 0x78;
    const trust = validateTrust([{ ...own, der }], [{ ...own, der }]);
    expect(trust).toMatchObject({ trusted: false, reason: 'time-malformed', reasons: ['time-malformed'] });
  });

  it.each([{}, { unidentified: true }])(
    'without a path has no expiry and no path, with the options %j',
    async (options) => {
      const own = await leaf(options);
      const { detail, ...trust } = validateTrust([own], [root]);
      expect(trust).toEqual({
        ...{ trusted: false, reason: 'self-signed', reasons: ['self-signed'] },
        ...{ effective_valid_to: null, limited_by: null, notes: [], path: [] },
      });
      expect(detail).toContain('self-signed');
    },
  );

  it('is not self-signed if its issuer has the same name and another key', async () => {
    const issuer = await link({ subject: 'leaf', keys: await createKeys(), unidentified: true });
    const own = await leaf({ issuer, keys: await createKeys(), unidentified: true });
    expect(validateTrust([own], [root]).reason).toBe('unknown-issuer');
  });

  it('is trusted by an intermediate that is an anchor, without its root', () => {
    expect(validateTrust([good], [middle]).trusted).toBe(true);
  });
});

/** Each case with its reason. The certificates are a root, an intermediate and a leaf. */
type Situation = [what: string, reason: DistrustReason | null, parts: Parts];
interface Parts {
  root?: LinkOptions;
  middle?: LinkOptions;
  leaf?: LinkOptions;
  host?: string;
  sends?: 'leaf alone' | 'root too';
  trusts?: 'nothing';
}

const directory = (organization: string): ConstraintBase => ['directory', name([['2.5.4.10', 12, organization]])];
const ip = (value: string) => ({ type: 'ip', value }) as const;
const { digitalSignature, keyCertSign, cRLSign, keyEncipherment, keyAgreement, dataEncipherment } = x509.KeyUsageFlags;

const SITUATIONS: Situation[] = [
  [
    'an intermediate is missing but has an issuer URL',
    'missing-intermediate',
    { sends: 'leaf alone', leaf: { issuerUrl: 'http://ca.example/middle.der' } },
  ],
  ['an intermediate is missing without an issuer URL', 'unknown-issuer', { sends: 'leaf alone' }],
  ['the root is not trusted', 'unknown-issuer', { trusts: 'nothing' }],
  ['the root is sent and not trusted', 'unknown-issuer', { trusts: 'nothing', sends: 'root too' }],
  ['the leaf has expired', 'path-expired', { leaf: { to: -1 } }],
  ['the intermediate has expired', 'path-expired', { middle: { to: -1 } }],
  ['the root has expired', 'path-expired', { root: { to: -1 } }],
  ['the leaf is not yet valid', 'not-yet-valid', { leaf: { from: 1 } }],
  ['the intermediate is not yet valid', 'not-yet-valid', { middle: { from: 1 } }],
  ['the intermediate is not a CA', 'issuer-not-ca', { middle: { ca: false } }],
  ['the intermediate may not sign certificates', 'issuer-not-ca', { middle: { usages: cRLSign } }],
  ['the intermediate may sign certificates', null, { middle: { usages: keyCertSign } }],
  ['the root allows no intermediate', 'path-too-long', { root: { pathLength: 0 } }],
  ['the intermediate allows none below it', null, { middle: { pathLength: 0 } }],
  ['the leaf is only for clients', 'wrong-usage', { leaf: { purposes: [CLIENT_AUTH] } }],
  ['the leaf is for clients and code', 'wrong-usage', { leaf: { purposes: [CLIENT_AUTH, '1.3.6.1.5.5.7.3.3'] } }],
  ['the leaf is for servers and clients', null, { leaf: { purposes: [CLIENT_AUTH, SERVER_AUTH] } }],
  ['the leaf is for any purpose', 'wrong-usage', { leaf: { purposes: ['2.5.29.37.0'] } }],
  ['the intermediate is only for mail', 'wrong-usage', { middle: { purposes: ['1.3.6.1.5.5.7.3.4'] } }],
  ['the key of the leaf may only encrypt data', 'wrong-usage', { leaf: { usages: dataEncipherment } }],
  ['the key of the leaf may sign', null, { leaf: { usages: digitalSignature } }],
  ['the key of the leaf may agree on keys', null, { leaf: { usages: keyAgreement | keyEncipherment } }],
  ['an unknown extension is critical', 'extension-unknown', { leaf: { critical: '1.2.3.4' } }],
  ['an extension is malformed', 'extension-malformed', { middle: { critical: '2.5.29.30' } }],

  ['the name does not match', 'name-mismatch', { host: 'example.com' }],
  ['the name is in upper case', null, { host: 'WWW.Example.COM' }],
  ['the name ends in a dot', null, { host: 'www.example.com.' }],
  ['a wildcard matches one label', null, { leaf: { sans: [dns('*.example.com')] }, host: 'shop.example.com' }],
  [
    'a wildcard would have to match two labels',
    'name-mismatch',
    { leaf: { sans: [dns('*.example.com')] }, host: 'a.b.example.com' },
  ],
  [
    'a wildcard would have to match no label',
    'name-mismatch',
    { leaf: { sans: [dns('*.example.com')] }, host: 'example.com' },
  ],
  [
    'a wildcard is part of a label',
    'name-mismatch',
    { leaf: { sans: [dns('sh*.example.com')] }, host: 'shop.example.com' },
  ],
  [
    'a wildcard is not the first label',
    'name-mismatch',
    { leaf: { sans: [dns('www.*.com')] }, host: 'www.example.com' },
  ],
  [
    'a wildcard covers a whole top-level domain',
    'name-mismatch',
    { leaf: { sans: [dns('*.com')] }, host: 'example.com' },
  ],
  [
    'the name is internationalized',
    null,
    { leaf: { sans: [dns('xn--bcher-kva.example')] }, host: 'xn--bcher-kva.example' },
  ],
  [
    'only the common name matches',
    'name-mismatch',
    { leaf: { subject: 'www.example.com', sans: [] }, host: 'www.example.com' },
  ],
  ['the address matches', null, { leaf: { sans: [ip('192.0.2.1')] }, host: '192.0.2.1' }],
  ['the address does not match', 'name-mismatch', { leaf: { sans: [ip('192.0.2.1')] }, host: '192.0.2.2' }],
  ['the address is a DNS name', 'name-mismatch', { leaf: { sans: [dns('192.0.2.1')] }, host: '192.0.2.1' }],
  ['the IPv6 address matches', null, { leaf: { sans: [ip('2001:db8::1')] }, host: '2001:DB8:0:0::1' }],
  ['the IPv6 address is in brackets', null, { leaf: { sans: [ip('2001:db8::1')] }, host: '[2001:db8::1]' }],
  ['the IPv6 address does not match', 'name-mismatch', { leaf: { sans: [ip('2001:db8::1')] }, host: '2001:db8::2' }],

  ['a name is permitted', null, { middle: { constraints: { permitted: [['dns', 'example.com']] } } }],
  ['a name is not permitted', 'name-constrained', { middle: { constraints: { permitted: [['dns', 'example.org']] } } }],
  [
    'a name only has the same suffix as a permitted one',
    'name-constrained',
    { middle: { constraints: { permitted: [['dns', 'ample.com']] } } },
  ],
  ['a name is excluded', 'name-constrained', { root: { constraints: { excluded: [['dns', 'www.example.com']] } } }],
  [
    'a wildcard includes an excluded name',
    'name-constrained',
    { leaf: { sans: [dns('*.example.com')] }, root: { constraints: { excluded: [['dns', 'www.example.com']] } } },
  ],
  [
    'an address is permitted',
    null,
    {
      leaf: { sans: [ip('192.0.2.1')] },
      root: { constraints: { permitted: [['ip', Buffer.from([192, 0, 2, 0, 255, 255, 255, 0])]] } },
    },
  ],
  [
    'an address is not permitted',
    'name-constrained',
    {
      leaf: { sans: [ip('192.0.3.1')] },
      root: { constraints: { permitted: [['ip', Buffer.from([192, 0, 2, 0, 255, 255, 255, 0])]] } },
    },
  ],
  [
    'no address is permitted',
    'name-constrained',
    { leaf: { sans: [ip('192.0.2.1')] }, root: { constraints: { excluded: [['ip', Buffer.alloc(8)]] } } },
  ],
  ['the constraints are of other kinds', null, { root: { constraints: { permitted: [['email', 'example.org']] } } }],
  [
    'a mail address is at the permitted host',
    null,
    {
      leaf: { sans: [{ type: 'email', value: 'a@example.org' }] },
      root: { constraints: { permitted: [['email', 'example.org']] } },
    },
  ],
  [
    'a mail address is at a subdomain of the permitted host',
    'name-constrained',
    {
      leaf: { sans: [{ type: 'email', value: 'a@mail.example.org' }] },
      root: { constraints: { permitted: [['email', 'example.org']] } },
    },
  ],
  [
    'a mail address in the subject is not permitted',
    'name-constrained',
    { leaf: { subject: 'E=a@example.com,CN=a' }, root: { constraints: { permitted: [['email', 'example.org']] } } },
  ],
  [
    'a URI is at a subdomain of the permitted host',
    null,
    {
      leaf: { sans: [{ type: 'url', value: 'https://a.example.org/x' }] },
      root: { constraints: { permitted: [['uri', '.example.org']] } },
    },
  ],
  [
    'a URI is at the permitted host itself',
    'name-constrained',
    {
      leaf: { sans: [{ type: 'url', value: 'https://example.org/x' }] },
      root: { constraints: { permitted: [['uri', '.example.org']] } },
    },
  ],
  [
    'a URI has no host',
    'name-constrained',
    {
      leaf: { sans: [{ type: 'url', value: 'urn:x' }] },
      root: { constraints: { excluded: [['uri', 'example.org']] } },
    },
  ],
  [
    'the organization is permitted',
    null,
    {
      middle: { subject: 'O=Example,CN=middle' },
      leaf: { subject: 'O=EXAMPLE,CN=leaf' },
      root: { constraints: { permitted: [directory('Example')] } },
    },
  ],
  [
    'the organization is not permitted',
    'name-constrained',
    {
      middle: { subject: 'O=Example,CN=middle' },
      leaf: { subject: 'O=Other,CN=leaf' },
      root: { constraints: { permitted: [directory('Example')] } },
    },
  ],
];

async function validate(parts: Parts): Promise<Trust> {
  const top = await link({ subject: 'top', ...parts.root });
  const between = await link({ subject: 'between', issuer: top, ...parts.middle });
  const end = await leaf({ issuer: between, ...parts.leaf });
  const sent = parts.sends === 'leaf alone' ? [end] : parts.sends === 'root too' ? [end, between, top] : [end, between];
  return validateTrust(sent, parts.trusts === 'nothing' ? [] : [top], { host: parts.host ?? null });
}

describe('the reason', () => {
  it('has a short message, however long the names are', async () => {
    const issuer = await link({ subject: 'i'.repeat(60_000) });
    const { detail } = validateTrust([await leaf({ issuer })], [root]);
    expect(detail).toContain('iii…');
    expect(detail?.length).toBeLessThan(1_000);
  });

  it('is explained with a way to fix it in every situation', async () => {
    const failing = SITUATIONS.filter(([, reason]) => reason !== null);
    const texts = await Promise.all(
      failing.map(async ([what, , parts]) => `${what}:\n  ${(await validate(parts)).detail}\n`),
    );
    await expect(texts.join('\n')).toMatchFileSnapshot('../golden/trust/situations.txt');
  });

  it.each(SITUATIONS)('if %s is %s', async (_, reason, parts) => {
    const trust = await validate(parts);
    expect({ reason: trust.reason, trusted: trust.trusted }).toEqual({ reason, trusted: reason === null });
    expect(trust.detail === null).toBe(reason === null);
  });

  it('is a weak signature, except for that of an anchor', async () => {
    const keys = await createKeys();
    const sha1 = { ...keys, signing: { name: 'ECDSA', hash: 'SHA-1' } };
    const old = await link({ subject: 'old', keys: sha1 });
    expect(validateTrust([await leaf({ issuer: old })], [old]).reason).toBe('weak-signature');
    const again = { ...old, keys };
    expect(validateTrust([await leaf({ issuer: again })], [old]).reason).toBe(null);
  });

  it('is a weak key of the leaf or of an issuer', async () => {
    const generate = {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      publicExponent: new Uint8Array([1, 0, 1]),
      modulusLength: 1024,
    };
    const pair = await crypto.subtle.generateKey(generate, true, ['sign', 'verify']);
    const keys = { pair, signing: { name: 'RSASSA-PKCS1-v1_5' }, privateKeyPem: '', id: 'ab' };
    const weak = await link({ subject: 'weak', keys, issuer: root });
    expect(validateTrust([await leaf({ issuer: root, keys })], [root]).reason).toBe('weak-key');
    expect(validateTrust([await leaf({ issuer: weak }), weak], [root]).reason).toBe('weak-key');
  });

  it('is an invalid signature if an issuer of the same name has another key', async () => {
    const other = await link({ subject: 'middle', issuer: root, keys: await createKeys(), unidentified: true });
    const orphan = await leaf({ issuer: { ...other, keys: await createKeys() }, unidentified: true });
    expect(validateTrust([orphan, other], [root]).reason).toBe('signature-invalid');
  });

  it('is the first of several, which are all listed', async () => {
    const own = await leaf({ to: -1, purposes: [CLIENT_AUTH] });
    expect(validateTrust([own], [root], { host: 'example.org' }).reasons).toEqual([
      'self-signed',
      'path-expired',
      'wrong-usage',
      'name-mismatch',
    ]);
  });

  it('names every kind of defect once', async () => {
    const issuer = await link({ subject: 'odd', issuer: root, critical: '2.5.29.30' });
    const own = await leaf({
      issuer,
      critical: '1.2.3.4',
      more: [new x509.Extension('2.5.29.36', false, Buffer.from([5, 0]))],
    });
    const { reasons } = validateTrust([own, issuer], [root]);
    expect(reasons).toEqual(['extension-malformed', 'extension-unknown']);
  });

  it('is listed in order of importance, wherever on the path it is', async () => {
    const old = await link({ subject: 'old', issuer: root, keys: await createKeys() });
    const forgeable = { ...old, keys: { ...old.keys, signing: { name: 'ECDSA', hash: 'SHA-1' } } };
    const own = await leaf({ issuer: forgeable, purposes: [CLIENT_AUTH] });
    expect(validateTrust([own, old], [root]).reasons).toEqual(['wrong-usage', 'weak-signature']);
  });

  it('has the URL of a missing intermediate', async () => {
    const orphan = await leaf({ issuer: middle, issuerUrl: 'http://ca.example/middle.der' });
    expect(validateTrust([orphan], [root]).detail).toContain('of its issuer, CN=middle.');
    expect(validateTrust([orphan], [root]).detail).toContain('http://ca.example/middle.der');
  });
});
