import { describe, expect, it } from 'vitest';
import { convertToDefiniteLengths } from '../../src/certificate/asn1/ber.ts';
import {
  countIntegerBits,
  type Element,
  expectTag,
  handleMalformed,
  ignoreMalformed,
  MalformedError,
  readChildren,
  readElement,
  readIntegerHex,
  readOid,
  readStrictOid,
} from '../../src/certificate/asn1/der.ts';
import {
  decodeAsciiText,
  decodeUnicodeText,
  detectBinaryFormat,
  isTruncated,
  looksLikeDer,
} from '../../src/certificate/detect-format.ts';
import { der } from '../helpers/certificates.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** The tag, content and end of the element at the beginning, or the message of the error. */
function read(text: string, limit?: number): string {
  const bytes = hex(text);
  try {
    const { tag, start, end } = readElement(bytes, 0, limit ?? bytes.length);
    return `${tag.toString(16)} ${start}-${end}`;
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return error.message;
  }
}

describe('malformed input', () => {
  const fail = (error: Error) => () => {
    throw error;
  };

  it('has a result or a message', () => {
    const handle = ({ message }: Error) => message;
    expect(handleMalformed(() => 7, handle)).toBe(7);
    expect(handleMalformed(fail(new MalformedError('an element is truncated')), handle)).toBe(
      'an element is truncated',
    );
  });

  it('does not hide other errors', () => {
    const other = new RangeError('too many elements');
    expect(() => handleMalformed(fail(other), () => null)).toThrow(other);
    expect(() => ignoreMalformed(fail(other))).toThrow(other);
    expect(ignoreMalformed(fail(new MalformedError()))).toBeNull();
  });
});

describe('an element of DER', () => {
  it.each([
    ['04 00', '4 2-2'],
    ['04 01 ff', '4 2-3'],
    ['04 01 ff ff', '4 2-3'],
    [`04 7f ${'00'.repeat(127)}`, '4 2-129'],
    [`04 81 80 ${'00'.repeat(128)}`, '4 3-131'],
    [`04 82 0100 ${'00'.repeat(256)}`, '4 4-260'],
    // Unnecessary bytes of the length, as in old certificates.
    ['04 81 01 ff', '4 3-4'],
    ['04 82 0001 ff', '4 4-5'],
    ['04 83 000001 ff', '4 5-6'],
    ['04 84 00000001 ff', '4 6-7'],
    ['04 81 00', '4 3-3'],
    ['1e 00', '1e 2-2'],
    ['3e 00', '3e 2-2'],
    ['be 00', 'be 2-2'],
  ])('is read: %s', (bytes, expected) => {
    expect(read(bytes)).toBe(expected);
  });

  it.each([
    ['', 'an element is truncated'],
    ['04', 'an element is truncated'],
    ['1f 00', 'a multi-byte tag'],
    ['3f 81 00', 'a multi-byte tag'],
    ['9f 00', 'a multi-byte tag'],
    ['ff 00', 'a multi-byte tag'],
    // The indefinite form, terminated or not, primitive or constructed (X.690 section 10.1).
    ['30 80', 'a length that is not valid DER'],
    ['30 80 00 00', 'a length that is not valid DER'],
    ['04 80 00 00', 'a length that is not valid DER'],
    ['30 80 04 01 ff 00 00', 'a length that is not valid DER'],
    ['04 85 0000000001 ff', 'a length that is not valid DER'],
    ['04 ff', 'a length that is not valid DER'],
    ['04 81', 'a length is truncated'],
    ['04 82 00', 'a length is truncated'],
    ['04 84 000000', 'a length is truncated'],
    ['04 01', 'an element exceeds its parent'],
    ['04 02 ff', 'an element exceeds its parent'],
    ['04 81 01', 'an element exceeds its parent'],
    ['04 84 ffffffff', 'an element exceeds its parent'],
  ])('is malformed: %s', (bytes, expected) => {
    expect(read(bytes)).toBe(expected);
  });

  it.each([
    [4, '4 2-4'],
    [3, 'an element exceeds its parent'],
    [2, 'an element exceeds its parent'],
    [1, 'an element is truncated'],
    [0, 'an element is truncated'],
  ])('ends at or before %i bytes of a parent', (limit, expected) => {
    expect(read('04 02 ff ff 00', limit)).toBe(expected);
  });

  it.each([
    ['inside of an element', '30 04 30 80 00 00'],
    ['inside of the second one', '30 07 02 01 01 30 80 00 00'],
  ])('has no children of indefinite length: %s', (_, text) => {
    const bytes = hex(text);
    const parent = readElement(bytes, 0, bytes.length);
    expect(() => readChildren(bytes, parent)).toThrow('a length that is not valid DER');
  });
});

it('an element has at most as many children as its reader allows', () => {
  const bytes = hex('30 04 05 00 05 00');
  expect(readChildren(bytes, whole(bytes), 2)).toHaveLength(2);
  expect(() => readChildren(bytes, whole(bytes), 1)).toThrow(new MalformedError('too many elements'));
});

const whole = (bytes: Buffer): Element => readElement(bytes, 0, bytes.length);

describe('an object identifier', () => {
  it.each([
    ['06 01 00', '0.0'],
    ['06 01 27', '0.39'],
    ['06 01 28', '1.0'],
    ['06 01 4f', '1.39'],
    ['06 01 50', '2.0'],
    ['06 02 8837', '2.999'],
    ['06 03 550403', '2.5.4.3'],
    // Arcs of 7 and 8 bytes: the longer ones do not fit into a double.
    ['06 08 2a ffffffffffff7f', '1.2.562949953421311'],
    ['06 09 2a ffffffffffffff7f', '1.2.72057594037927935'],
    ['06 0b 81808080808080808000 01', '2.9223372036854775728.1'],
  ])('is read: %s', (bytes, dotted) => {
    expect(readOid(hex(bytes), whole(hex(bytes)))).toBe(dotted);
  });

  it.each(['06 00', '06 01 80', '06 02 2a 80', '06 03 2a 01 ff'])('is truncated: %s', (bytes) => {
    expect(() => readOid(hex(bytes), whole(hex(bytes)))).toThrow('an object identifier is truncated');
  });

  it.each([
    ['06 02 2a 01', '1.2.1'],
    ['06 04 2a 81 80 01', '1.2.16385'],
    ['06 05 2a 81 80 80 01', '1.2.2097153'],
  ])('is strict without zero bits at the beginning of an arc: %s', (bytes, dotted) => {
    expect(readStrictOid(hex(bytes), whole(hex(bytes)))).toBe(dotted);
  });

  it.each(['06 02 80 01', '06 03 2a 80 01', '06 05 2a 81 01 80 01'])('is not strict: %s', (bytes) => {
    expect(() => readStrictOid(hex(bytes), whole(hex(bytes)))).toThrow(MalformedError);
    expect(readOid(hex(bytes), whole(hex(bytes)))).toMatch(/^[012]\./);
  });

  it('has arcs of at most 64 bytes', () => {
    const withArc = (length: number) =>
      der(0x06, Buffer.from([0x2a]), Buffer.alloc(length - 1, 0x81), Buffer.from([1]));
    expect(readOid(withArc(64), whole(withArc(64)))).toMatch(/^1\.2\.\d{130,}$/);
    expect(() => readOid(withArc(65), whole(withArc(65)))).toThrow('an object identifier is too long');
  });
});

it.each([
  ['the list', 'the list is missing'],
  ['the extensions', 'the extensions are missing'],
  ['the status', 'the status is missing'],
  ['a class', 'a class is missing'],
  ['the s of it', 'the s of it is missing'],
  [undefined, 'an element is missing'],
])('an element that must be present is called %j: %s', (what, message) => {
  const bytes = hex('3000');
  expect(() => expectTag(undefined, 0x30, what)).toThrow(new MalformedError(message));
  expect(() => expectTag(whole(bytes), 0x31, what)).toThrow(new MalformedError(message));
  expect(expectTag(whole(bytes), 0x30, what)).toEqual(whole(bytes));
});

it('an integer has at least one byte', () => {
  expect(() => readIntegerHex(hex('0200'), whole(hex('0200')))).toThrow('an integer is empty');
});

it.each([
  ['02 01 00', '00', 0],
  ['02 01 01', '01', 1],
  // What follows it does not count.
  ['02 01 00 00 ff', '00', 0],
  ['02 01 7f', '7f', 7],
  ['02 02 0080', '80', 8],
  ['02 02 0100', '0100', 9],
  ['02 03 010001', '010001', 17],
  ['02 03 000000', '00', 0],
  ['02 01 ff', '-01', 8],
  ['02 01 80', '-80', 8],
  ['02 02 ff7f', '-81', 16],
])('the integer %s is %s and has %i bits', (bytes, text, bits) => {
  expect(readIntegerHex(hex(bytes), whole(hex(bytes)))).toBe(text);
  expect(countIntegerBits(hex(bytes), whole(hex(bytes)))).toBe(bits);
});

/** Nests an element of indefinite length in others. */
function nest(depth: number): Buffer {
  const [heads, ends] = [Buffer.alloc(2 * depth), Buffer.alloc(2 * depth)];
  for (let at = 0; at < heads.length; at += 2) heads.writeUInt16BE(0x3080, at);
  return Buffer.concat([heads, ends]);
}

describe('the conversion of indefinite lengths', () => {
  it.each([
    ['nothing', '', ''],
    ['one byte', '30', '30'],
    ['DER', '30 03 02 01 01', '30 03 02 01 01'],
    ['DER, without what follows it', '30 03 02 01 01 ff', '30 03 02 01 01'],
    ['DER with unnecessary bytes of a length', '30 81 03 02 01 01', '30 81 03 02 01 01'],
    ['DER with such bytes inside', '30 06 31 81 03 02 01 01', '30 06 31 81 03 02 01 01'],
    ['an empty element', '30 80 00 00', '30 00'],
    [
      'such bytes beside an element that changes',
      '30 0a 31 81 03 02 01 01 30 80 00 00',
      '30 08 31 81 03 02 01 01 30 00',
    ],
    ['an element without content', '30 80 05 00 02 01 01 00 00', '30 05 05 00 02 01 01'],
    [
      'an element with a malformed part after one that changes',
      '30 0a 30 80 02 01 01 00 00 04 05 aa',
      '30 0a 30 80 02 01 01 00 00 04 05 aa',
    ],
    ['an element in another', '30 80 31 80 02 01 01 00 00 00 00', '30 05 31 03 02 01 01'],
    ['an element in one of definite length', '30 07 30 80 02 01 01 00 00', '30 05 30 03 02 01 01'],
    ['an element after one of definite length', '30 80 02 01 01 02 01 02 00 00', '30 06 02 01 01 02 01 02'],
    ['a string of segments', '24 80 04 01 aa 04 01 bb 00 00', '04 02 aa bb'],
    ['a string of no segments', '24 80 00 00', '04 00'],
    ['a string of definite length with segments', '24 06 04 01 aa 04 01 bb', '04 02 aa bb'],
    ['a string of segments in a string', '24 80 24 80 04 01 aa 00 00 04 01 bb 00 00', '04 02 aa bb'],
    // 128 bytes need a longer length.
    ['127 bytes', `30 80 04 7d ${'aa'.repeat(125)} 00 00`, `30 7f 04 7d ${'aa'.repeat(125)}`],
    ['128 bytes', `30 80 04 7e ${'aa'.repeat(126)} 00 00`, `30 81 80 04 7e ${'aa'.repeat(126)}`],
    ['256 bytes', `30 80 04 81 fd ${'aa'.repeat(253)} 00 00`, `30 82 0100 04 81 fd ${'aa'.repeat(253)}`],
    // Zeros inside of an element do not end it.
    ['zeros in a string', '30 80 04 02 00 00 00 00', '30 04 04 02 00 00'],
    ['an element with the tag 0', '30 80 00 01 aa 00 00', '30 03 00 01 aa'],
    // A primitive element may contain anything, and so may a constructed one that is not a list of elements.
    ['an octet string with such bytes', '30 04 04 02 30 80', '30 04 04 02 30 80'],
    ['an octet string whose bytes are such an element', '04 04 30 80 00 00', '04 04 30 80 00 00'],
    ['a tagged element without a list of elements', '30 04 a0 02 ff ff', '30 04 a0 02 ff ff'],
  ])('returns %s', (_, bytes, expected) => {
    expect(convertToDefiniteLengths(hex(bytes)).toString('hex')).toBe(hex(expected).toString('hex'));
  });

  it.each([
    ['30 80', 'an element of indefinite length is not terminated'],
    ['30 80 00', 'an element of indefinite length is not terminated'],
    ['30 80 02 01 01', 'an element of indefinite length is not terminated'],
    ['30 80 02 01 01 00', 'an element of indefinite length is not terminated'],
    ['30 80 30 80 00 00', 'an element of indefinite length is not terminated'],
    ['04 80 00 00', 'a primitive element of indefinite length'],
    ['30 80 04 80 00 00 00 00', 'a primitive element of indefinite length'],
    ['24 80 02 01 01 00 00', 'a constructed string has a segment of the wrong type'],
  ])('rejects %s', (bytes, message) => {
    expect(() => convertToDefiniteLengths(hex(bytes))).toThrow(message);
  });

  it('does not follow definite lengths to any depth', () => {
    const depth = 20_000;
    const bytes = Buffer.alloc(6 * depth);
    for (let at = 0; at < bytes.length; at += 6) {
      bytes.writeUInt16BE(0x3084, at);
      bytes.writeUInt32BE(bytes.length - at - 6, at + 2);
    }
    expect(convertToDefiniteLengths(bytes).equals(bytes)).toBe(true);
  });

  it('accepts 49 levels, and rejects more', () => {
    expect(convertToDefiniteLengths(nest(49))).toEqual(nestDefinite(49));
    expect(() => convertToDefiniteLengths(nest(50))).toThrow('it is nested too deeply');
  });
});

/** Nests an empty element in others of definite length. */
function nestDefinite(depth: number): Buffer {
  return Array.from({ length: depth }).reduce<Buffer>((inner) => der(0x30, inner), Buffer.alloc(0));
}

describe('detecting a format', () => {
  it.each([
    ['30 7f', false],
    ['30 80', false],
    ['30 81', true],
    ['30 84', true],
    ['30 85', false],
    ['31 82', false],
    ['', false],
  ])('takes a file that begins with %s for DER: %s', (bytes, expected) => {
    expect(looksLikeDer(hex(bytes))).toBe(expected);
  });

  it.each([
    ['fe ed fe ed', 'jks'],
    ['ce ce ce ce', 'jceks'],
    ['fe ed fe', 'other'],
    ['30 80', 'pkcs12'],
    ['30 80 02 01 03', 'pkcs12'],
    ['30 80 06 09', 'pkcs7'],
    ['31 80 06 09', 'other'],
    ['30 7f 06 09', 'other'],
  ])('takes %s for %s', (bytes, format) => {
    expect(detectBinaryFormat(hex(bytes))).toBe(format);
  });

  // The content is truncated: only its first elements tell the format.
  it.each([
    ['30 81 f0 06 09', 'pkcs7'],
    ['30 82 0fff 06 09', 'pkcs7'],
    ['30 81 f0 02 01 03 30 81', 'pkcs12'],
    ['30 81 f0 02 01 00 30 81', 'private-key'],
    ['30 81 f0 02 01 01 30 81', 'private-key'],
    ['30 81 f0 02 01 02 30 81', 'other'],
    ['30 81 f0 02 02 03 03', 'other'],
    ['30 81 f0 02 00 03 30', 'other'],
    ['30 81 f0 30 81 e0 02 01 01 30 00 30 00 17 00', 'crl'],
    ['30 81 f0 30 81 e0 02 01 01 30 00 30 00 18 00', 'crl'],
    ['30 81 f0 30 81 e0 30 00 30 00 17 00', 'crl'],
    ['30 82 0fff 30 82 0eee 30 00 30 00 17 00', 'crl'],
    ['30 81 f0 30 10 30 00 30 00 17 00', 'crl'],
    ['30 81 f0 30 80 30 00 30 00 17 00', 'crl'],
    ['30 81 f0 30 81 e0 02 01 01 30 00 30 00 30 00', 'certificate'],
    ['30 81 f0 30 81 e0 30 00 17 00', 'certificate'],
    ['30 81 f0 30 81 e0 02 01 01 17 00 17 00', 'certificate'],
    ['30 81 f0 30 81 e0', 'certificate'],
    ['30 81 f0', 'certificate'],
  ])('takes the truncated %s for %s', (bytes, format) => {
    expect(detectBinaryFormat(hex(bytes))).toBe(format);
  });

  // 30 81 has a minimum of 128 bytes, which a primitive element at the end fills.
  it.each([
    ['02 01 03 30 00', 'pkcs12'],
    ['02 01 00 30 00', 'private-key'],
    ['06 01 2a', 'pkcs7'],
    ['30 03 06 01 2a 04 00', 'private-key'],
    ['30 03 06 01 2a 03 00', 'public-key'],
    ['05 00', 'other'],
    ['30 00', 'certificate'],
    ['30 0a 02 01 01 30 03 06 01 2a 30 00', 'certificate'],
    ['30 07 02 01 01 30 00 30 00', 'request'],
    ['30 0b 02 01 01 30 02 31 00 30 00 02 00', 'request'],
    ['30 09 30 03 06 01 2a 30 00 17 00', 'crl'],
    ['30 09 30 03 06 01 2a 30 00 18 00', 'crl'],
    ['30 07 30 00 30 00 05 01 00', 'certificate'],
    ['30 05 02 01 01 17 00', 'certificate'],
  ])('takes a whole file that begins with %s for %s', (bytes, format) => {
    const rest = 200 - hex(bytes).length;
    const content = Buffer.concat([hex(bytes), hex(`04 81 ${(rest - 3).toString(16)}`), Buffer.alloc(rest - 3)]);
    expect(detectBinaryFormat(der(0x30, content))).toBe(format);
  });

  it.each([
    ['ff fe 41 00 42 00', 'AB'],
    ['fe ff 00 41 00 42', 'AB'],
    ['fe ff 00 41 00 42 00', 'AB'],
    ['41 00 42 00', 'AB'],
    ['00 41 00 42', 'AB'],
    ['41 0a 42 00 0a 00', 'A\nB\n'],
    ['00 00 00 42', 'B'],
    ['ff fe', ''],
    ['ff ff 41', '\xff\xffA'],
    ['ef bb bf 41', 'A'],
    ['ef bb be 41', '\xef\xbb\xbeA'],
    ['ef ba bf 41', '\xef\xba\xbfA'],
    ['ee bb bf 41', '\xee\xbb\xbfA'],
  ])('decodes the text %s as %j', (bytes, text) => {
    expect(decodeAsciiText(hex(bytes))).toBe(text);
  });

  it.each([
    ['ff fe 41 00 42 00', 'AB'],
    ['fe ff 00 41 00 42', 'AB'],
    ['41 00 42 00', 'AB'],
    ['00 41 00 42', 'AB'],
    ['41 01 42 00', 'A\x01B\0'],
    ['00 01 42 00', '\0\x01B\0'],
    ['41 00 42 01', 'A\0B\x01'],
    ['41 00 00 00', 'A\0\0\0'],
    ['00 41 01 42', '\0A\x01B'],
    ['00 41 00 00', '\0A\0\0'],
    ['01 41 00 42', '\x01A\0B'],
    ['00 00 00 42', '\0\0\0B'],
  ])('decodes the Unicode text %s as %j', (bytes, text) => {
    expect(decodeUnicodeText(hex(bytes))).toBe(text);
  });

  it.each([
    ['30 81', true],
    ['30 81 01', true],
    ['30 81 01 00', false],
    ['30 81 00', false],
    ['30 82 01', true],
    ['30 82 0002 00', true],
    ['30 82 0002 0000', false],
    ['30 82 0002 000000', false],
    // Only DER has a length.
    ['30 80', false],
    ['30 05', false],
  ])('takes %s for truncated: %s', (bytes, expected) => {
    expect(isTruncated(hex(bytes))).toBe(expected);
  });
});
