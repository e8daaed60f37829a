import { describe, expect, it } from 'vitest';
import type { PathFields } from '../../src/domain/index.ts';
import { checkLeaf, checkPath } from '../../src/trust/path-rules.ts';
import { checkFreshness } from '../../src/trust/revocation/freshness.ts';
import { CA, DAY, LEAF, make, NOW, ROOT } from './synthetic-fields.ts';

const codes = (failures: readonly { code: string }[]) => failures.map(({ code }) => code);
const listDetails = (what: string, failures: readonly { code: string; detail: string }[]) =>
  failures.map(({ code, detail }) => `${what}\n  ${code}: ${detail}\n`);

describe('a path', () => {
  it('is accepted with nothing wrong', () => {
    expect(checkPath([LEAF, CA, ROOT], NOW)).toEqual([]);
    expect(checkPath([LEAF], NOW)).toEqual([]);
  });

  const key = (id: string) => ({ subject_key_id: id });
  const named = (id: string) => ({ authority_key_id: id });
  const pss = (hash: string, mask: string, salt: number) => ({ pss: { hash, mask, salt } as PathFields['pss'] });
  const id = (serial: string | null, issuer: string[] | null) => ({ authority_id: { key: null, serial, issuer } });

  const CASES: [
    what: string,
    leaf: Partial<PathFields>,
    ca: Partial<PathFields>,
    root: Partial<PathFields>,
    string[],
  ][] = [
    ['the key that a certificate names', named('1'), key('1'), {}, []],
    ['another key than a certificate names', named('1'), key('2'), {}, ['authority-mismatch']],
    ['another key above an issuer', {}, named('1'), key('2'), ['authority-mismatch']],
    ['a key named only by the child', named('1'), {}, {}, []],
    ['a key named only by the issuer', {}, key('1'), {}, []],
    ['the serial number that a certificate names', id('01', null), {}, {}, []],
    ['another serial number', id('02', null), {}, {}, ['authority-mismatch']],
    ['the issuer that a certificate names', id('01', ['root']), {}, {}, []],
    ['another issuer', id('01', ['other']), {}, {}, ['authority-mismatch']],
    ['only another issuer', id(null, ['other']), {}, {}, ['authority-mismatch']],
    ['an anchor that names another key', {}, {}, { ...named('1'), ...key('2') }, []],
    ['a leaf that is not a CA', { basic_constraints: { ca: false, path_length: null } }, {}, {}, []],
    ['an issuer that is not a CA', {}, { basic_constraints: { ca: false, path_length: null } }, {}, ['issuer-not-ca']],
    ['an issuer without basic constraints', {}, { basic_constraints: null }, {}, ['issuer-not-ca']],
    [
      'such an issuer with a key usage',
      {},
      { basic_constraints: null, key_usages: ['keyCertSign'] },
      {},
      ['issuer-not-ca'],
    ],
    ['an issuer that may not sign', {}, { key_usages: ['cRLSign'] }, {}, ['issuer-not-ca']],
    ['an anchor that may not sign', {}, {}, { key_usages: ['cRLSign'] }, ['issuer-not-ca']],
    ['an anchor without basic constraints', {}, {}, { basic_constraints: null }, ['issuer-not-ca']],
    ['such an anchor with a key usage', {}, {}, { basic_constraints: null, key_usages: ['keyCertSign'] }, []],
    ['such an anchor of version 1', {}, {}, { basic_constraints: null, version: 1 }, []],
    ['such an anchor of version 2', {}, {}, { basic_constraints: null, version: 2 }, ['issuer-not-ca']],
    [
      'such an anchor that is not self-signed',
      {},
      {},
      { basic_constraints: null, version: 1, issuer: ['x'] },
      ['issuer-not-ca'],
    ],
    [
      'such an anchor whose key cannot have made its signature',
      {},
      {},
      { basic_constraints: null, version: 1, key_algorithm: 'EC', signature_algorithm: 'rsassaPss' },
      ['issuer-not-ca'],
    ],
    ['a path length of 0 above the leaf', {}, { basic_constraints: { ca: true, path_length: 0 } }, {}, []],
    ['a path length of 0 above a CA', {}, {}, { basic_constraints: { ca: true, path_length: 0 } }, ['path-too-long']],
    ['a path length of 1 above the leaf', {}, { basic_constraints: { ca: true, path_length: 1 } }, {}, []],
    ['a path length of 1 above a CA', {}, {}, { basic_constraints: { ca: true, path_length: 1 } }, []],
    [
      'a path length of 0 above a self-issued CA',
      {},
      { issuer: ['ca'] },
      { basic_constraints: { ca: true, path_length: 0 } },
      [],
    ],
    ['a defect of the leaf', { defects: [{ code: 'curve-explicit', what: '' }] }, {}, {}, ['curve-explicit']],
    ['a defect of the anchor', {}, {}, { defects: [{ code: 'curve-explicit', what: '' }] }, ['curve-explicit']],
    [
      'the same defect twice',
      { defects: [{ code: 'extension-unknown', what: '1' }] },
      {
        defects: [
          { code: 'extension-unknown', what: '2' },
          { code: 'version-invalid', what: '1' },
        ],
      },
      {},
      ['extension-unknown', 'version-invalid'],
    ],
    ['an unusual format of a time', {}, {}, { has_strict_times: false }, ['time-malformed']],
    ['a beginning at this moment', { valid_from: NOW }, {}, {}, []],
    ['a beginning in the future', {}, { valid_from: NOW + 1 }, {}, ['not-yet-valid']],
    ['an unknown beginning', {}, { valid_from: null }, {}, []],
    ['an end at this moment', { valid_to: NOW }, {}, {}, []],
    ['an end in the past', {}, {}, { valid_to: NOW - 1 }, ['path-expired']],
    [
      'a beginning in the future, and an end in the past',
      { valid_to: NOW - 1 },
      { valid_from: NOW + 1 },
      {},
      ['not-yet-valid'],
    ],
    ['another purpose of the leaf', { extended_key_usages: ['clientAuth'] }, {}, {}, []],
    ['another purpose of an issuer', {}, { extended_key_usages: ['clientAuth'] }, {}, ['wrong-usage']],
    ['the purpose of servers', {}, { extended_key_usages: ['clientAuth', 'serverAuth'] }, {}, []],
    ['any purpose', {}, { extended_key_usages: ['anyExtendedKeyUsage'] }, {}, ['wrong-usage']],
    ['a signature with SHA-1', { signature_algorithm: 'sha1WithRSAEncryption' }, {}, {}, ['weak-signature']],
    ['a signature with SHA-1 by another name', {}, { signature_algorithm: 'ecdsa-with-SHA-1' }, {}, ['weak-signature']],
    ['a signature with MD5', {}, { signature_algorithm: 'md5WithRSAEncryption' }, {}, ['weak-signature']],
    ['a signature with RIPEMD', {}, { signature_algorithm: 'ripemd160WithRSA' }, {}, ['weak-signature']],
    ['a signature with SHA-128', {}, { signature_algorithm: 'sha128' }, {}, []],
    ['a weak signature of the anchor', {}, {}, { signature_algorithm: 'md5WithRSAEncryption' }, []],
    ['PSS with one hash', pss('sha256', 'sha256', 32), pss('sha384', 'sha384', 48), {}, []],
    ['PSS with SHA-512', pss('sha512', 'sha512', 64), {}, {}, []],
    ['PSS with SHA-1', pss('sha1', 'sha256', 32), {}, {}, ['weak-signature']],
    ['PSS with a mask of SHA-1', {}, pss('sha256', 'sha1', 32), {}, ['weak-signature']],
    ['PSS with another mask', pss('sha256', 'sha384', 32), {}, {}, ['pss-parameters']],
    ['PSS with a short salt', {}, pss('sha256', 'sha256', 20), {}, ['pss-parameters']],
    ['PSS with another hash', {}, pss('sha224', 'sha224', 28), {}, ['pss-parameters']],
    [
      'unusual PSS above a weak signature',
      pss('sha1', 'sha1', 20),
      pss('sha224', 'sha224', 28),
      {},
      ['weak-signature', 'pss-parameters'],
    ],
    ['unusual PSS of the anchor', {}, {}, pss('sha224', 'sha224', 28), []],
    ['a weak key of the leaf', { key_algorithm: 'RSA', key_size: 2047 }, {}, {}, []],
    ['a weak key of an issuer', {}, { key_algorithm: 'RSA', key_size: 2047 }, {}, ['weak-key']],
    ['a weak key of the anchor', {}, {}, { key_algorithm: 'EC', key_size: 223 }, ['weak-key']],
    ['weak keys of two issuers', {}, { key_size: 1 }, { key_size: 1 }, ['weak-key']],
  ];

  const check = (leaf: Partial<PathFields>, ca: Partial<PathFields>, root: Partial<PathFields> = {}) =>
    checkPath(
      [
        { ...LEAF, ...leaf },
        { ...CA, ...ca },
        { ...ROOT, ...root },
      ],
      NOW,
    );

  it.each(CASES)('with %s has the failures that clients report', (_, leaf, ca, root, expected) => {
    expect(codes(check(leaf, ca, root))).toEqual(expected);
  });

  it('has a sentence for each failure', async () => {
    const texts = CASES.flatMap(([what, ...parts]) => listDetails(what, check(parts[0], parts[1], parts[2])));
    await expect(texts.join('')).toMatchFileSnapshot('../golden/trust/path-failures.txt');
  });

  it('has a limit on CAs below each CA', () => {
    const limited = { ...ROOT, basic_constraints: { ca: true, path_length: 1 } };
    const check = (...between: PathFields[]) => checkPath([LEAF, ...between, limited], NOW);
    expect(check(make('ca', 'root'))).toEqual([]);
    expect(check(make('ca', 'b'), make('b', 'root'))).toEqual([
      { code: 'path-too-long', detail: expect.stringMatching(/^root allows 1 CA below it, but there are 2\./) },
    ]);
  });

  it('is too complex with more name constraints than are compared', () => {
    const dns = { kind: 'dns' as const, text: 'a.example', bytes: null, parts: [] };
    const names = Array<typeof dns>(501).fill(dns);
    const constraints = { permitted: names.slice(1), excluded: [], bounded: false };
    expect(codes(checkPath([{ ...LEAF, names }, { ...CA, constraints }, ROOT], NOW))).toEqual(['path-too-complex']);
  });

  it('names the certificate that is wrong', () => {
    const details = (...parts: Parameters<typeof check>) => check(...parts).map(({ detail }) => detail);
    expect(details({}, { valid_from: NOW + DAY })).toEqual([expect.stringMatching(/^ca .*2026-06-02T00:00:00Z/)]);
    expect(details({}, {}, { valid_to: NOW - DAY })).toEqual([expect.stringMatching(/^root .*2026-05-31T00:00:00Z/)]);
    expect(details({}, { extended_key_usages: [] })).toEqual([expect.stringContaining('may only issue for nothing')]);
    const many = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(details({}, { extended_key_usages: many })).toEqual([expect.stringContaining('for a, b, c, d, e, so')]);
    expect(details({}, pss('sha256', 'sha384', 20))).toEqual([
      expect.stringContaining('RSASSA-PSS with sha256, MGF1 with sha384 and a salt of 20 bytes'),
    ]);
  });
});

describe('a leaf', () => {
  const CASES: [what: string, leaf: Partial<PathFields>, expected: string[]][] = [
    ['no usages', {}, []],
    ['the purpose of servers', { extended_key_usages: ['serverAuth'] }, []],
    ['no purpose', { extended_key_usages: [] }, ['wrong-usage']],
    ['another purpose', { extended_key_usages: ['clientAuth'] }, ['wrong-usage']],
    ['a key for signatures', { key_usages: ['digitalSignature'] }, []],
    ['a key for encryption', { key_usages: ['keyEncipherment', 'cRLSign'] }, []],
    ['a key for agreement', { key_usages: ['keyAgreement'] }, []],
    ['a key for certificates', { key_usages: ['keyCertSign'] }, ['wrong-usage']],
    ['a Netscape type for servers', { netscape_server: true }, []],
    ['another Netscape type', { netscape_server: false }, ['wrong-usage']],
    ['another purpose and another Netscape type', { extended_key_usages: [], netscape_server: false }, ['wrong-usage']],
    ['an RSA key of 2,048 bits', { key_algorithm: 'RSA', key_size: 2048 }, []],
    ['an RSA key of 2,047 bits', { key_algorithm: 'RSA', key_size: 2047 }, ['weak-key']],
    ['an RSA-PSS key of 2,047 bits', { key_algorithm: 'RSA-PSS', key_size: 2047 }, ['weak-key']],
    ['a DSA key of 2,047 bits', { key_algorithm: 'DSA', key_size: 2047 }, ['weak-key']],
    ['an EC key of 224 bits', { key_size: 224 }, []],
    ['an EC key of 223 bits', { key_size: 223 }, ['weak-key']],
    ['a key of an unknown size', { key_algorithm: 'RSA', key_size: null }, []],
    ['a key of another kind', { key_algorithm: 'Ed25519', key_size: 1 }, []],
    ['a key that cannot be decoded', { spki: Buffer.from([0x30, 0]) }, ['key-malformed']],
    [
      'a key for ML-DSA that cannot be decoded',
      { key_algorithm: 'ML-DSA-65', spki: Buffer.from([0x30, 0]) },
      ['key-malformed'],
    ],
  ];

  it.each(CASES)('with %s has the failures that clients report', (_, leaf, expected) => {
    expect(codes(checkLeaf({ ...LEAF, ...leaf }, null))).toEqual(expected);
  });

  const names = ['a.example', 'b.example'].map((text) => ({ kind: 'dns' as const, text, bytes: null, parts: [] }));
  const address = { kind: 'ip' as const, text: '192.0.2.9', bytes: null, parts: [] };

  it('has a sentence for each failure', async () => {
    const hosts = ['c.example', '192.0.2.1'].map((host) =>
      listDetails(host, checkLeaf({ ...LEAF, names: [...names, address] }, host)),
    );
    const texts = CASES.flatMap(([what, leaf]) => listDetails(what, checkLeaf({ ...LEAF, ...leaf }, null)));
    await expect([...texts, ...hosts.flat()].join('')).toMatchFileSnapshot('../golden/trust/leaf-failures.txt');
  });
});

describe('information about revocation', () => {
  const minutes = (count: number) => NOW + count * 60_000;
  it.each<[from: number, to: number | null, reason: string | null]>([
    [minutes(5), null, null],
    [minutes(5) + 1, null, 'revocation-not-yet-valid'],
    [minutes(-60), minutes(-5), null],
    [minutes(-60), minutes(-5) - 1, 'revocation-stale'],
    [minutes(-5) - DAY, null, null],
    [minutes(-5) - DAY - 1, null, 'revocation-stale'],
  ])('from %i to %j is stale: %j', (from, to, reason) => {
    expect(checkFreshness(from, to, 'It', NOW)?.problem.code ?? null).toBe(reason);
  });
});
