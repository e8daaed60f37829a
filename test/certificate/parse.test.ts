import { describe, expect, it } from 'vitest';
import type { Name } from '../../src/certificate/x509/names.ts';
import {
  type Parsed,
  parseCertificate,
  type ReadCache,
  toBuffer,
  toCertificate,
} from '../../src/certificate/x509/parse.ts';
import { buildCertificate, CN, der, name, oid } from '../helpers/certificates.ts';

describe('the issuers of certificates', () => {
  const parse = (issuer: string, issuers: ReadCache['issuers'] | null) => {
    const der = buildCertificate({ issuer: name([[CN, 12, issuer]]) });
    const parsed = parseCertificate(der, 'It', issuers && { issuers, curves: new Map() });
    if ('code' in parsed) throw new Error(parsed.detail);
    return parsed.issuer;
  };

  it('are read once for the same bytes', () => {
    const issuers = new Map<string, Name>();
    expect(['A', 'B', 'A'].map((one) => parse(one, issuers))).toEqual(['CN=A', 'CN=B', 'CN=A']);
    expect([...issuers.values()].map(({ text }) => text)).toEqual(['CN=A', 'CN=B']);
    // The map decides, so that a name in it is not read again.
    for (const [key, one] of issuers) issuers.set(key, { ...one, text: `known ${one.text}` });
    expect(parse('A', issuers)).toBe('known CN=A');
    expect(parse('A', null)).toBe('CN=A');
  });

  it('are kept up to 512 bytes each', () => {
    const issuers = new Map<string, Name>();
    const sizes = [480, 490, 494, 495, 496, 497, 498, 499, 500, 520];
    for (const size of sizes) parse('x'.repeat(size), issuers);
    // Without the header of the name.
    const kept = sizes.filter((size) => name([[CN, 12, 'x'.repeat(size)]]).length - 4 <= 512);
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.length).toBeLessThan(sizes.length);
    expect([...issuers.values()].map(({ commonName }) => commonName?.length)).toEqual(kept);
  });

  it('are kept for 256 names, and then forgotten', () => {
    const issuers = new Map<string, Name>();
    for (let index = 0; index < 256; index += 1) parse(`${index}`, issuers);
    expect(issuers.size).toBe(256);
    parse('0', issuers);
    expect(issuers.size).toBe(256);
    expect(parse('256', issuers)).toBe('CN=256');
    expect(issuers.size).toBe(1);
  });
});

describe('the key of a certificate', () => {
  const EC = '1.2.840.10045.2.1';
  const build = (algorithm: Buffer, ...key: Buffer[]) => buildCertificate({ key: der(0x30, algorithm, ...key) });
  const curve = (dotted: string) => der(0x30, oid(EC), oid(dotted));
  const POINT = der(0x03, '0004');
  const P256 = '1.2.840.10045.3.1.7';
  const P384 = '1.3.132.0.34';

  it.each<[what: string, certificates: Buffer[]]>([
    ['known curves', [build(curve(P256), POINT), build(curve(P384), POINT), build(curve(P256), POINT)]],
    ['unknown curves', [build(curve('1.2.3'), POINT), build(curve('1.2.4'), POINT), build(curve('1.2.3'), POINT)]],
    ['a key without its bits', [build(curve(P256), POINT), build(curve(P256)), build(curve(P256), der(0x04, '00'))]],
    ['other algorithms', [build(der(0x30, oid('1.3.101.112')), POINT), build(der(0x30, oid('1.2.3')), POINT)]],
    ['RSA keys of two sizes', [rsa('ff'), rsa('ffff')]],
    ['no algorithm', [build(curve(P256), POINT), buildCertificate({ key: der(0x30) })]],
    ['a long algorithm', [build(der(0x30, oid(EC), der(0x04, Buffer.alloc(600))), POINT)]],
  ])('has the same facts with a cache: %s', (_, certificates) => {
    const cache = { issuers: new Map(), curves: new Map() };
    const cached = [...certificates, ...certificates].map((bytes) => parseCertificate(bytes, 'It', cache));
    expect(cached).toEqual([...certificates, ...certificates].map((bytes) => parseCertificate(bytes, 'It')));
  });

  it('is read once for each curve', () => {
    const cache: ReadCache = { issuers: new Map(), curves: new Map() };
    for (const dotted of [P256, P384, P256]) parseCertificate(build(curve(dotted), POINT), 'It', cache);
    parseCertificate(rsa('ff'), 'It', cache);
    expect([...cache.curves.values()]).toEqual([
      { key_algorithm: 'EC', key_size: 256 },
      { key_algorithm: 'EC', key_size: 384 },
    ]);
    for (const key of cache.curves.keys()) cache.curves.set(key, { key_algorithm: 'EC', key_size: 1 });
    expect(parseCertificate(build(curve(P256), POINT), 'It', cache)).toMatchObject({ facts: { key_size: 1 } });
  });

  function rsa(modulus: string): Buffer {
    const numbers = der(0x30, der(0x02, `00${modulus}`), der(0x02, '03'));
    return build(der(0x30, oid('1.2.840.113549.1.1.1'), der(0x05)), der(0x03, '00', numbers));
  }
});

describe('a parsed certificate', () => {
  const parse = (...fields: Parameters<typeof buildCertificate>) => {
    const parsed = parseCertificate(buildCertificate(...fields));
    if ('code' in parsed) throw new Error(parsed.detail);
    return parsed;
  };

  it.each<[subject: string, issuer: string]>([
    ['a', 'a'],
    ['a', 'b'],
    ['a', 'ab'],
    ['ab', 'a'],
    ['', 'a'],
    ['a', ''],
  ])('has the subject %j and the issuer %j', (subject, issuer) => {
    const parsed = parse({ subject: name([[CN, 12, subject]]), issuer: name([[CN, 12, issuer]]) });
    expect([parsed.subject, parsed.issuer]).toEqual([`CN=${subject}`, `CN=${issuer}`]);
    expect(parsed.facts).toMatchObject({ subject: parsed.subject, issuer: parsed.issuer });
  });

  it.each<[what: string, extensions: Record<string, Buffer>, subject: string | null, authority: string | null]>([
    ['none', {}, null, null],
    ['both', { '2.5.29.14': der(0x04, 'ab'), '2.5.29.35': der(0x30, der(0x80, 'cd')) }, '6162', '6364'],
    ['another type', { '2.5.29.14': der(0x0c, 'ab'), '2.5.29.35': der(0x31, der(0x80, 'cd')) }, null, null],
    ['another field', { '2.5.29.35': der(0x30, der(0x82, 'cd')) }, null, null],
    ['after another field', { '2.5.29.35': der(0x30, der(0x82, 'x'), der(0x80, 'cd')) }, null, '6364'],
    ['without bytes', { '2.5.29.14': der(0x04), '2.5.29.35': der(0x30, der(0x80)) }, '', ''],
    ['other names', { '2.5.28.14': der(0x04, 'ab'), '1.5.29.35': der(0x30, der(0x80, 'cd')) }, null, null],
  ])('has the key identifiers: %s', (_, extensions, subject, authority) => {
    expect(parse({ extensions })).toMatchObject({ subject_key_id: subject, authority_key_id: authority });
  });

  it('becomes a certificate with its chain, and with the key identifier of its issuer if it has one', () => {
    const leaf = parse({ extensions: { '2.5.29.35': der(0x30, der(0x80, 'cd')) } });
    const ca = parse({ subject: name([[CN, 12, 'CA']]) });
    expect(toCertificate(leaf, [ca, leaf])).toEqual({
      fingerprint: leaf.fingerprint,
      facts: leaf.facts,
      chain: [ca.facts, leaf.facts],
      authority_key_id: '6364',
    });
    const { fingerprint, facts } = ca;
    expect(toCertificate(ca, [])).toEqual({ fingerprint, facts, chain: [] });
    const document: Parsed = { kind: 'crl', der: leaf.der, fingerprint: leaf.fingerprint, facts: leaf.facts };
    expect(toCertificate(document, [])).toEqual({ fingerprint: leaf.fingerprint, facts: leaf.facts, chain: [] });
  });

  it('has bytes on the same memory', () => {
    const buffer = Buffer.from('abcdef');
    expect(toBuffer(buffer)).toBe(buffer);
    const view = new Uint8Array(buffer.buffer, buffer.byteOffset + 1, 3);
    expect(toBuffer(view).toString()).toBe('bcd');
    view[0] = 0x78;
    expect(toBuffer(view).toString()).toBe('xcd');
    expect(buffer.toString()).toBe('axcdef');
  });

  it.each([
    [
      'alternative',
      { subject: der(0x30), extensions: { '2.5.29.17': der(0x30, der(0x82, 'a.example')) } },
      'a.example',
    ],
    ['no', { subject: der(0x30) }, null],
  ])('takes its common name from the %s name if its subject is empty', (_, fields, commonName) => {
    expect(parse(fields).facts.common_name).toBe(commonName);
  });

  it('is followed by anything', () => {
    const der = buildCertificate();
    const parsed = parseCertificate(Buffer.concat([der, Buffer.from('more')]));
    expect(parsed).toMatchObject({ kind: 'certificate', der });
  });

  it.each([
    ['without a name', undefined, 'The certificate that was sent'],
    ['of a file', 'PEM block 2', 'PEM block 2'],
  ])('is named in a failure: %s', (_, where, written) => {
    const [cut, broken] = [buildCertificate().subarray(0, 99), der(0x30)].map((bytes) =>
      parseCertificate(bytes, where),
    );
    expect(cut).toMatchObject({ code: 'certificate-truncated', detail: expect.stringMatching(`^${written}`) });
    expect(broken).toMatchObject({ code: 'certificate-malformed', detail: expect.stringMatching(`^${written}`) });
  });
});

describe('the extensions of a certificate', () => {
  const key = der(0x30, der(0x30, oid('1.2.840.10045.2.1')), der(0x03, '\0'));
  const value = der(0x04, '\x05\0');
  const id = oid('2.5.29.99');
  const read = (...elements: Buffer[]) =>
    parseCertificate(buildCertificate({ key: Buffer.concat([key, der(0xa3, ...elements)]) }));
  const list = (...extensions: Buffer[]) => der(0x30, ...extensions);

  it.each<[what: string, elements: Buffer[], message: string]>([
    ['no list', [], 'the extensions are missing'],
    ['another element', [der(0x31, der(0x30, id, value))], 'the extensions are missing'],
    ['something else in the list', [list(der(0x31, id, value))], 'an extension is missing'],
    ['an empty extension', [list(der(0x30))], 'the name of an extension is missing'],
    ['an extension without a name', [list(der(0x30, value))], 'the name of an extension is missing'],
    ['an extension without a value', [list(der(0x30, id))], 'the value of an extension is missing'],
    ['an extension with only a flag', [list(der(0x30, id, der(0x01, '\xff')))], 'the value of an extension is missing'],
    ['a value of another type', [list(der(0x30, id, der(0x03, '\0')))], 'the value of an extension is missing'],
    ['something after the value', [list(der(0x30, id, value, der(0x05)))], 'the value of an extension is missing'],
    ['a truncated value', [list(der(0x30, id, Buffer.from([4])))], 'an element is truncated'],
    [
      'an extension that exceeds its list',
      [list(der(0x30, id, value).fill(99, 1, 2))],
      'an element exceeds its parent',
    ],
  ])('are malformed with %s', (_, elements, message) => {
    expect(read(...elements)).toMatchObject({ detail: expect.stringContaining(`(${message})`) });
  });

  it.each<[what: string, elements: Buffer[], found: object[]]>([
    ['an empty list', [list()], []],
    ['no flag', [list(der(0x30, id, value))], [{ critical: false, hasStrictFlag: true }]],
    ['a flag', [list(der(0x30, id, der(0x01, '\xff'), value))], [{ critical: true, hasStrictFlag: true }]],
    ['a flag that is off', [list(der(0x30, id, der(0x01, '\0'), value))], [{ critical: false, hasStrictFlag: true }]],
    ['a loose flag', [list(der(0x30, id, der(0x01, '\x01'), value))], [{ critical: true, hasStrictFlag: false }]],
    ['a flag without octets', [list(der(0x30, id, der(0x01), value))], [{ hasStrictFlag: false }]],
    ['two lists, of which the first counts', [list(), list(der(0x30, id, value))], []],
    [
      'two extensions',
      [list(der(0x30, id, value), der(0x30, id, der(0x01, '\xff'), value))],
      [{ critical: false }, { critical: true }],
    ],
  ])('are read with %s', (_, elements, found) => {
    const parsed = read(...elements);
    expect('structure' in parsed ? parsed.structure.extensions : parsed).toMatchObject(found);
    expect('structure' in parsed && parsed.structure.extensions).toHaveLength(found.length);
  });
});
