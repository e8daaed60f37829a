import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedError, readElement } from '../../src/certificate/asn1/der.ts';
import { findRevokedEntry, readRevocationList } from '../../src/certificate/revocation/crl-entries.ts';
import { findContent, readLength, scanEntryExtensions } from '../../src/certificate/revocation/crl-entry-walk.ts';
import { CN, der, name, oid } from '../helpers/certificates.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const TIME = der(0x17, '260101000000Z');
const REASON = '2.5.29.21';
const ISSUER = '2.5.29.29';

interface Extension {
  type: string;
  critical: boolean;
  value: Buffer;
}

interface Entry {
  serial: Buffer;
  extensions: Extension[];
}

/** With unnecessary octets of the length, which BER allows, too. */
function encode(tag: number, octets: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const least = content.length < 0x80 ? 0 : Math.ceil(content.length.toString(16).length / 2);
  const count = Math.max(octets, least);
  if (count === 0) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.alloc(count);
  length.writeUIntBE(content.length, 0, count);
  return Buffer.concat([Buffer.from([tag, 0x80 | count]), length, content]);
}

function encodeEntry({ serial, extensions }: Entry, octets: number): Buffer {
  const list = extensions.map(({ type, critical, value }) =>
    encode(0x30, octets, oid(type), ...(critical ? [hex('0101ff')] : []), encode(0x04, octets, value)),
  );
  const parts = [encode(0x02, octets, serial), TIME, ...(list.length === 0 ? [] : [encode(0x30, octets, ...list)])];
  return encode(0x30, octets, ...parts);
}

function readList(entries: Buffer) {
  const algorithm = der(0x30, oid('1.2.840.10045.4.3.2'));
  const tbs = der(0x30, algorithm, name([[CN, 12, 'CA']]), TIME, TIME, der(0x30, entries));
  const list = readRevocationList(der(0x30, tbs, algorithm, der(0x03, '\0s')));
  if (list === null) throw new Error('the list is malformed');
  return list;
}

const OCTETS = fc.integer({ min: 0, max: 4 });
const LENGTH = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(100, 127, 128, 130, 255, 256, 300, 70_000));
const EXTENSION = fc.record({
  type: fc.constantFrom(REASON, '2.5.29.24', ISSUER, '1.2.3', '1.2.4', '1.3.6.1.4.1.99999'),
  critical: fc.boolean(),
  value: LENGTH.map((length) => encode(0x0c, 0, Buffer.alloc(length, 7))),
});
const SERIAL = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 3 }),
  fc.uint8Array({ minLength: 18, maxLength: 21 }),
  fc.uint8Array({ minLength: 126, maxLength: 130 }),
);
const ENTRY = fc.record({
  serial: SERIAL.map((bytes) => Buffer.from(bytes)),
  extensions: fc.array(EXTENSION, { maxLength: 3 }),
});

const trim = (serial: Buffer) => serial.toString('hex').replace(/^(?:00)+(?=..)/, '');

describe('the entries of a revocation list', () => {
  it('are found by their serial numbers, whatever their length and extensions', () => {
    const property = fc.property(fc.array(ENTRY, { maxLength: 6 }), SERIAL, OCTETS, (entries, other, octets) => {
      // The reason of an entry is read with it, and must be one.
      const plain = entries.map(({ serial, extensions }) => ({
        serial,
        extensions: extensions.map((one) => (one.type === REASON ? { ...one, value: hex('0a0101') } : one)),
      }));
      const list = readList(Buffer.concat(plain.map((entry) => encodeEntry(entry, octets))));
      const serials = plain.map(({ serial }) => trim(serial));
      for (const serial of [...plain.map((one) => one.serial), Buffer.from(other)]) {
        const found = findRevokedEntry(list, serial);
        const index = serials.lastIndexOf(trim(serial));
        const isReason = plain[index]?.extensions.some(({ type }) => type === REASON);
        const expected = { reason: isReason ? 'keyCompromise' : null, revoked_at: '2026-01-01T00:00:00Z' };
        expect(found).toEqual(index === -1 ? null : expected);
      }
      const all = plain.flatMap(({ extensions }) => extensions);
      const unknown = all.filter(({ type, critical }) => critical && !type.startsWith('2.5.29.'));
      expect(list.unknown).toEqual(unknown.slice(0, 1).map(({ type }) => type));
      expect(list.has_other_issuers).toBe(all.some(({ type }) => type === ISSUER));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('are malformed if one does not begin with an INTEGER', () => {
    const list = readList(Buffer.concat([der(0x30, der(0x0a, '\x07'), TIME), der(0x30, der(0x02, '\x08'), TIME)]));
    expect(findRevokedEntry(list, hex('08'))).toBe('malformed');
    // Nothing is walked without need.
    expect(findRevokedEntry(list, hex('99'))).toBeNull();
  });

  it.each<[what: string, bytes: string, end: number]>([
    ['an entry that exceeds them', '30 05 02 01 07 05 00', 5],
    ['a serial number that exceeds its entry', '30 04 02 05 07 05 00 05 00', 6],
    ['a time that exceeds its entry', '30 05 02 01 07 17 03 05 00 00', 7],
    ['extensions that exceed their entry', '30 07 02 01 07 05 00 30 03 05 00 00', 9],
    ['an entry without a time', '30 03 02 01 07 05 00', 5],
    ['an entry without a serial number', '30 00 02 01 07 05 00', 2],
    ['an entry of another type', '31 05 02 01 07 05 00', 7],
    ['one octet', '30', 1],
    ['one octet after an entry', '30 05 02 01 07 05 00 30', 8],
  ])('are rejected with %s', (_, bytes, end) => {
    expect(() => scanEntryExtensions(hex(bytes), 0, end)).toThrow(MalformedError);
  });

  it('are read up to their end', () => {
    const bytes = hex('30 05 02 01 07 05 00 31 00');
    expect(scanEntryExtensions(bytes, 0, 7)).toEqual({ unknown: null, has_other_issuers: false });
    expect(() => scanEntryExtensions(bytes, 0, 9)).toThrow(MalformedError);
    expect(scanEntryExtensions(bytes, 9, 9)).toEqual({ unknown: null, has_other_issuers: false });
  });
});

/** A list that is not signed: it is read before its signature is verified. */
function readParts(...fields: Buffer[]) {
  const algorithm = der(0x30, oid('1.2.840.10045.4.3.2'));
  const tbs = der(0x30, algorithm, name([[CN, 12, 'CA']]), TIME, TIME, ...fields);
  return readRevocationList(der(0x30, tbs, algorithm, der(0x03, '\0s')));
}

describe('a list that would take minutes or gigabytes to decode', () => {
  const critical = der(0x30, oid('1.2.3'), hex('0101ff'), der(0x04, hex('0500')));
  const repeat = (bytes: Buffer, megabytes: number) => Buffer.alloc(megabytes * 1_048_576, bytes);

  it.each([
    ['with millions of extensions', der(0xa0, der(0x30, repeat(critical, 2)))],
    ['with millions of fields', repeat(hex('0500'), 2)],
    [
      'with millions of extensions in an entry',
      der(0x30, der(0x30, hex('020107'), TIME, der(0x30, repeat(critical, 2)))),
    ],
  ])('is rejected %s', (_, field) => {
    expect(readParts(field)).toBeNull();
  });

  it('names one extension, even if each of its entries has another', () => {
    const entries = Array.from({ length: 1000 }, (_, at) =>
      encodeEntry({ serial: hex('07'), extensions: [{ type: `1.2.${at}`, critical: true, value: hex('0500') }] }, 0),
    );
    expect(readParts(der(0x30, ...entries))?.unknown).toEqual(['1.2.0']);
  });

  it('is read with thousands of extensions in a moment', () => {
    const extensions = Array.from({ length: 20_000 }, (_, at) => der(0x30, oid(`1.2.${at}`), der(0x04, hex('0500'))));
    const again = der(0x30, oid('1.2.7'), der(0x04, hex('0500')));
    expect(readParts(der(0xa0, der(0x30, Buffer.concat([...extensions, again]))))?.repeated).toEqual(['1.2.7']);
  });
});

describe('the header of an element', () => {
  const LENGTHS = [
    '00',
    '01',
    '7f',
    '80',
    '81 05',
    '81 80',
    '82 00 05',
    '83 00 00 05',
    '84 00 00 00 05',
    '85 00 00 00 00 05',
  ];

  it.each(LENGTHS)('is read as everywhere else with the length %s', (length) => {
    const bytes = Buffer.concat([hex(`ff ff 30 ${length}`), Buffer.alloc(200)]);
    for (let limit = 2; limit <= bytes.length; limit += 1) {
      const read = () => {
        const start = findContent(bytes, 2, limit);
        return { start, end: start + readLength(bytes, 2) };
      };
      const expected = () => readElement(bytes, 2, limit);
      try {
        const { start, end } = expected();
        expect(read()).toEqual({ start, end });
      } catch (error) {
        // Its callers check where it ends.
        if ((error as Error).message === 'an element exceeds its parent') expect(read().end).toBeGreaterThan(limit);
        else expect(read).toThrow(MalformedError);
      }
    }
  });
});
