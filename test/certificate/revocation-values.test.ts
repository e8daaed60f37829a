import { describe, expect, it } from 'vitest';
import { findRevokedEntry, readRevocationList } from '../../src/certificate/revocation/crl-entries.ts';
import { readOcspResponse } from '../../src/certificate/revocation/ocsp-response.ts';
import { CN, der, name, oid } from '../helpers/certificates.ts';
import { SMALL } from './damaged-inputs.ts';

const hex = (text: string) => Buffer.from(text, 'hex');
const list = (...parts: Buffer[]) => der(0x30, ...parts);
const ALGORITHM = list(oid('1.2.840.10045.4.3.2'));
const SIGNATURE = der(0x03, '\0s');
const TIME = der(0x17, '260101000000Z');
const CA = name([[CN, 12, 'CA']]);
const extension = (type: string, value: Buffer, critical = false) =>
  list(oid(type), ...(critical ? [hex('0101ff')] : []), der(0x04, value));

describe('a revocation list', () => {
  const build = (entries: Buffer[], extensions: Buffer[] = [], next = [der(0x17, '260201000000Z')]) => {
    const more = extensions.length === 0 ? [] : [der(0xa0, list(...extensions))];
    const body = entries.length === 0 ? [] : [list(...entries)];
    return list(list(hex('020101'), ALGORITHM, CA, TIME, ...next, ...body, ...more), ALGORITHM, SIGNATURE);
  };
  const read = (bytes: Buffer) => {
    const found = readRevocationList(bytes);
    if (found === null) throw new Error('the list is malformed');
    return found;
  };
  const scope = (...parts: Buffer[]) => read(build([], [extension('2.5.29.28', list(...parts))])).scope;
  const NONE = { urls: null, relative: false, only: null, some_reasons: false, indirect: false };
  const full = der(0xa0, der(0xa0, der(0x86, 'a:b')));

  it.each<[what: string, parts: Buffer[], expected: object]>([
    ['a URL', [full], { urls: ['a:b'] }],
    ['a name without a URL', [der(0xa0, der(0xa0))], { urls: [] }],
    ['a relative name', [der(0xa0, der(0xa1))], { urls: [], relative: true }],
    ['no name', [der(0xa0)], { urls: [] }],
    ['both kinds of names', [der(0xa0, der(0xa0, der(0x86, 'a:b')), der(0xa1))], { urls: ['a:b'], relative: true }],
    ['leaves', [hex('8101ff')], { only: 'leaves' }],
    ['CAs', [hex('8201ff')], { only: 'authorities' }],
    ['attribute certificates', [hex('8501ff')], { only: 'attributes' }],
    ['flags that are false', [hex('810100'), hex('820100'), hex('840100'), hex('850100')], {}],
    ['some reasons', [hex('83020780')], { some_reasons: true }],
    ['other issuers', [hex('8401ff')], { indirect: true }],
  ])('has a scope with %s', (_, parts, expected) => {
    expect(scope(...parts)).toEqual({ ...NONE, ...expected });
  });

  it.each<[what: string, parts: Buffer[]]>([
    ['nothing', []],
    ['leaves and CAs', [hex('8101ff'), hex('8201ff')]],
    ['CAs and attribute certificates', [hex('8201ff'), hex('8501ff')]],
  ])('is malformed if its scope has %s', (_, parts) => {
    expect(readRevocationList(build([], [extension('2.5.29.28', list(...parts))]))).toBeNull();
  });

  it('has no scope by default, and may only have changes', () => {
    expect(read(build([]))).toMatchObject({ scope: NONE, delta: false, unknown: [], repeated: [] });
    const delta = extension('2.5.29.27', hex('020101'), true);
    expect(read(build([], [delta]))).toMatchObject({ delta: true, unknown: [] });
    expect(read(build([], [extension('2.5.29.28', list(hex('8101ff')), true)])).unknown).toEqual([]);
    expect(read(build([], [extension('1.2.3', list(), true), extension('1.2.4', list())])).unknown).toEqual(['1.2.3']);
    expect(read(build([], [extension('1.2.3', list()), extension('1.2.3', list())])).repeated).toEqual(['1.2.3']);
  });

  it('is one whole list', () => {
    const bytes = build([]);
    expect(readRevocationList(bytes)).not.toBeNull();
    expect(readRevocationList(Buffer.concat([bytes, hex('00')]))).toBeNull();
    expect(readRevocationList(bytes.subarray(0, -1))).toBeNull();
    expect(readRevocationList(Buffer.alloc(0))).toBeNull();
  });

  it('may leave out the next update, its entries, and both', () => {
    const entry = list(hex('020107'), TIME);
    const times = (bytes: Buffer) => [read(bytes).next_update, findRevokedEntry(read(bytes), hex('07'))];
    const at = { reason: null, revoked_at: '2026-01-01T00:00:00Z' };
    expect(times(build([entry]))).toEqual([Date.parse('2026-02-01'), at]);
    expect(times(build([entry], [], []))).toEqual([null, at]);
    expect(times(build([]))).toEqual([Date.parse('2026-02-01'), null]);
    expect(times(build([], [], []))).toEqual([null, null]);
    expect(times(build([], [extension('2.5.29.20', hex('020107'))], []))).toEqual([null, null]);
    expect(read(build([entry], [], [der(0x18, '20260201000000Z')])).next_update).toBe(Date.parse('2026-02-01'));
  });

  const entry = (serial: string, ...extensions: Buffer[]) =>
    list(der(0x02, hex(serial)), TIME, ...(extensions.length === 0 ? [] : [list(...extensions)]));
  const reason = (value: number) => extension('2.5.29.21', der(0x0a, Buffer.from([value])));

  it.each<[serial: string, entries: Buffer[], found: string | null]>([
    ['07', [entry('07')], 'null'],
    ['07', [entry('0007')], 'null'],
    ['0007', [entry('07')], 'null'],
    ['00', [entry('00')], 'null'],
    ['07', [entry('0107')], null],
    ['0107', [entry('07')], null],
    ['17', [entry('08')], null],
    ['07', [entry('08'), entry('07', reason(1)), entry('09')], 'keyCompromise'],
    ['07', [entry('07', reason(1)), entry('07', reason(4))], 'keyCompromise'],
    ['07', [entry('07', reason(8)), entry('07', reason(1))], 'keyCompromise'],
    ['07', [entry('07', reason(1)), entry('07', reason(8))], 'keyCompromise'],
    ['07', [entry('07', reason(8))], null],
    ['07', [entry('07', reason(7))], 'null'],
    ['07', [entry('07', reason(10))], 'aACompromise'],
    ['07', [entry('07', extension('2.5.29.24', hex('0500')), reason(0))], 'unspecified'],
  ])('has for the serial number %s an entry, case %#', (serial, entries, expected) => {
    const found = findRevokedEntry(read(build(entries)), hex(serial));
    expect(found === null || found === 'malformed' ? found : String(found.reason)).toBe(expected);
  });

  it.each<[what: string, extensions: Buffer[], unknown: string[], others: boolean]>([
    ['a reason', [reason(1)], [], false],
    ['a critical reason', [extension('2.5.29.21', hex('0a0101'), true)], [], false],
    ['an invalidity date', [extension('2.5.29.24', TIME, true)], [], false],
    ['an issuer', [extension('2.5.29.29', list(), true)], [], true],
    ['an issuer that is not critical', [extension('2.5.29.29', list())], [], true],
    ['an unknown extension', [extension('1.2.3', list())], [], false],
    ['an unknown critical one', [reason(1), extension('1.2.3', list(), true)], ['1.2.3'], false],
  ])('knows the extensions of its entries: %s', (_, extensions, unknown, others) => {
    const two = [entry('07', ...extensions), entry('08', ...extensions)];
    expect(read(build(two))).toMatchObject({ unknown, has_other_issuers: others });
  });

  it.each<[what: string, entries: Buffer]>([
    ['an entry of another type', der(0x31, hex('020107'), TIME)],
    ['an entry of indefinite length', hex('3080020107')],
    ['a length of five octets', hex('30850000000003020107')],
    ['an entry without a serial number', list()],
    ['an entry that exceeds the list', hex('3009020107')],
    ['a serial number that exceeds its entry', hex('3003020207')],
    ['one octet', hex('30')],
  ])('is malformed with %s', (_, bytes) => {
    expect(readRevocationList(build([bytes]))).toBeNull();
  });
});

describe('an OCSP response', () => {
  const id = (hash = '1.3.14.3.2.26') => list(list(oid(hash)), der(0x04, 'n'), der(0x04, 'k'), hex('020108'));
  const single = (status: Buffer, ...more: Buffer[]) => list(id(), status, TIME, ...more);
  const GOOD = hex('8000');
  const byName = der(0xa1, CA);
  const wrap = (basic: Buffer, type = '1.3.6.1.5.5.7.48.1.1') =>
    list(hex('0a0100'), der(0xa0, list(oid(type), der(0x04, basic))));
  const basic = (
    singles: Buffer[],
    { responder = byName, head = [] as Buffer[], tail = [] as Buffer[], sent = [] as Buffer[] } = {},
  ) => list(list(...head, responder, TIME, list(...singles), ...tail), ALGORITHM, SIGNATURE, ...sent);
  const read = (...parts: Parameters<typeof basic>) => {
    const found = readOcspResponse(wrap(basic(...parts)));
    return found === null || 'refusal' in found ? null : found;
  };

  it.each<[what: string, bytes: Buffer, expected: object | null]>([
    ...[1, 2, 3, 5, 6, 4, 7, 77].map((code): [string, Buffer, object] => [
      `the status ${code}`,
      list(der(0x0a, Buffer.from([code]))),
      {
        refusal:
          ['malformedRequest', 'internalError', 'tryLater', 'status 4', 'sigRequired', 'unauthorized'][code - 1] ??
          `status ${code}`,
      },
    ]),
    ['no status', list(), null],
    ['a status of another type', list(hex('020100')), null],
    ['success without a response', list(hex('0a0100')), null],
    ['another type of response', wrap(basic([single(GOOD)]), '1.3.6.1.5.5.7.48.1.2'), null],
    ['another type', der(0x31), null],
    ['nothing', Buffer.alloc(0), null],
  ])('is read with %s', (_, bytes, expected) => {
    expect(readOcspResponse(bytes)).toEqual(expected);
  });

  it.each<[what: string, status: Buffer, expected: object | null]>([
    ['good', GOOD, { status: 'good', revoked: null }],
    ['unknown', hex('8200'), { status: 'unknown', revoked: null }],
    ['revoked', der(0xa1, TIME), { status: 'revoked', revoked: { reason: null, revoked_at: '2026-01-01T00:00:00Z' } }],
    [
      'revoked for a reason',
      der(0xa1, TIME, der(0xa0, hex('0a0104'))),
      { revoked: { reason: 'superseded', revoked_at: '2026-01-01T00:00:00Z' } },
    ],
    [
      'revoked for no reason',
      der(0xa1, TIME, der(0xa0)),
      { revoked: { reason: null, revoked_at: '2026-01-01T00:00:00Z' } },
    ],
    [
      'revoked for an unknown reason',
      der(0xa1, TIME, der(0xa0, hex('0a0163'))),
      { revoked: { reason: null, revoked_at: '2026-01-01T00:00:00Z' } },
    ],
    ['revoked without a time', der(0xa1), null],
    ['of another kind', hex('8300'), null],
  ])('has the status %s', (_, status, expected) => {
    const found = read([single(status)]);
    if (expected === null) expect(found).toBeNull();
    else expect(found?.responses).toMatchObject([expected]);
  });

  it.each<[what: string, responder: Buffer, expected: object | null]>([
    ['a name', byName, { name: ['cn=ca'] }],
    ['a key', der(0xa2, der(0x04, 'k')), { key_hash: '6b' }],
    ['a name of another type', der(0xa1, der(0x04, 'k')), null],
    ['a key of another type', der(0xa2, CA), null],
    ['another kind', der(0xa3, CA), null],
  ])('has a responder with %s', (_, responder, expected) => {
    expect(read([single(GOOD)], { responder })?.responder ?? null).toEqual(expected);
  });

  it('has a time for the next update if it names one', () => {
    const next = (...more: Buffer[]) => read([single(GOOD, ...more)])?.responses[0]?.next_update;
    expect(next()).toBeNull();
    expect(next(der(0xa0, der(0x18, '20260201000000Z')))).toBe(Date.parse('2026-02-01'));
    expect(next(der(0xa1, list()))).toBeNull();
    expect(next(der(0xa0))).toBeUndefined();
  });

  it('may have a version, certificates, and extensions, of which critical ones are unknown', () => {
    const critical = der(0xa1, list(extension('1.2.3', list(), true), extension('1.2.4', list())));
    const found = read([single(GOOD, critical)], {
      head: [der(0xa0, hex('020100'))],
      tail: [critical],
      sent: [der(0xa0, list(SMALL, list()))],
    });
    expect(found?.responses[0]?.unknown).toEqual(['1.2.3']);
    expect(found?.unknown).toEqual(['1.2.3']);
    expect(found?.certificates.map((one) => one.name)).toEqual(['b']);
    const plain = read([single(GOOD)]);
    expect([plain?.unknown, plain?.responses[0]?.unknown, plain?.certificates]).toEqual([[], [], []]);
  });

  it('is read up to 100 certificates that it is about, and 10 that are sent', () => {
    const found = read(Array(101).fill(single(GOOD)), { sent: [der(0xa0, list(...Array(11).fill(SMALL)))] });
    expect([found?.responses.length, found?.certificates.length]).toEqual([100, 10]);
  });
});
