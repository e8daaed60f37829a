import { describe, expect, it } from 'vitest';
import {
  hasEndingIssuer,
  type Parsed,
  parseCertificate,
  toBuffer,
  toCertificate,
} from '../../src/certificate/x509/parse.ts';
import { buildCertificate, CN, der, name, oid } from '../helpers/certificates.ts';

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

  it.each([
    [128, true],
    [129, false],
  ])('becomes a certificate with a key identifier of up to 128 bytes: %i', (length, isKept) => {
    const leaf = parse({ extensions: { '2.5.29.35': der(0x30, der(0x80, Buffer.alloc(length))) } });
    expect('authority_key_id' in toCertificate(leaf, [])).toBe(isKept);
  });

  it.each<[what: string, ends: string[], soon: string | undefined, expected: boolean]>([
    ['no issuer', [], undefined, false],
    ['no issuer and any time', [], '2027-06-01', false],
    ['an issuer that expires before', ['261231235959Z'], undefined, true],
    ['an issuer that expires at the same time', ['270101000000Z'], undefined, true],
    ['an issuer that expires a second later', ['270101000001Z'], undefined, false],
    ['one of two issuers', ['280101000000Z', '260601000000Z'], undefined, true],
    ['a later issuer that expires before that time', ['270501000000Z'], '2027-06-01', true],
    ['a later issuer that expires after that time', ['270701000000Z'], '2027-06-01', false],
    ['a time before it expires', ['261201000000Z'], '2026-06-01', true],
  ])('has an issuer that ends no later than it, or before a time: %s', (_, ends, soon, expected) => {
    const leaf = parse({ to: '270101000000Z' });
    const issuers = ends.map((to) => parse({ to }));
    const time = soon === undefined ? undefined : Date.parse(soon);
    expect(hasEndingIssuer(toCertificate(leaf, issuers), time)).toBe(expected);
  });

  it.each<[what: string, parts: Buffer[], message: string]>([
    ['nothing', [], 'the key algorithm is missing'],
    ['no name of the algorithm', [der(0x30), der(0x03, '\0')], 'the key algorithm is missing'],
    ['another algorithm', [der(0x31, oid('1.2.3')), der(0x03, '\0')], 'the key algorithm is missing'],
    ['no bits', [der(0x30, oid('1.2.3'))], 'the public key is missing'],
    ['bits of another type', [der(0x30, oid('1.2.3')), der(0x04, '\0')], 'the public key is missing'],
  ])('is malformed if its key has %s', (_, parts, message) => {
    const parsed = parseCertificate(buildCertificate({ key: der(0x30, ...parts) }));
    expect(parsed).toMatchObject({ code: 'certificate-malformed', detail: expect.stringContaining(`(${message})`) });
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
