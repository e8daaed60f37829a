import { describe, expect, it } from 'vitest';
import { parseCertificateList } from '../../../src/assess/affected/certificate-list.ts';

const SHA256 = 'c3'.repeat(32);
const A = '04aabbccddeeff001122';
const B = '05aabbccddeeff001122';

/** Parses a text to `serial@line`, with `d` for a decimal reading, `fingerprint@line`, and the lines that were not understood. */
function parse(text: string) {
  const { serials, fingerprints, notUnderstood, hasOnly } = parseCertificateList(text);
  return {
    serials: [...serials].map(([hex, { line, isDecimal }]) => `${hex}@${line}${isDecimal ? 'd' : ''}`),
    fingerprints: [...fingerprints].map(([hex, line]) => `${hex}@${line}`),
    notUnderstood: notUnderstood.map(({ line, problem }) => `${line} ${problem}`),
    hasOnly,
  };
}

const short = (hex: string) => hex.replace(/^0+/, '');

describe('a list of certificates', () => {
  it('has one in each line, apart from comments and empty lines', () => {
    expect(parse(`# revoked\n\n${A}\r\n  # more\n${B}\rff\n`)).toMatchObject({
      serials: [`${short(A)}@3`, `${short(B)}@5`, 'ff@6'],
      notUnderstood: [],
    });
  });

  it('keeps the first line of a certificate that is listed twice', () => {
    expect(parse(`${A}\n${A.toUpperCase()}\n`).serials).toEqual([`${short(A)}@1`]);
    expect(parse(`${SHA256}\n${SHA256}\n`).fingerprints).toEqual([`${SHA256}@1`]);
  });

  it('reads digits as hex and as decimal', () => {
    expect(parse('4660\n').serials).toEqual(['4660@1', '1234@1d']);
  });

  it('prefers a hex number to the decimal reading of another line', () => {
    expect(parse('4660\n0x1234\n').serials).toEqual(['4660@1', '1234@2']);
    expect(parse('0x1234\n4660\n').serials).toEqual(['1234@1', '4660@2']);
  });

  it('may be CSV with a header, of which only the columns with serial numbers and fingerprints count', () => {
    const text = `crt.sh ID,Serial Number,"Issuer Serial",SPKI SHA-256\n99999999999999999999,${A},${B},${SHA256}\n`;
    expect(parse(text)).toMatchObject({ serials: [`${short(A)}@2`], fingerprints: [], notUnderstood: [] });
  });

  it.each(['serial=EB', 'Serial Number: FA:CE', 'fingerprint=AB'])(
    'takes "%s" in the first line for a value',
    (line) => {
      expect(parse(`${line}\n`)).toMatchObject({ serials: [expect.stringMatching(/@1$/)], notUnderstood: [] });
    },
  );

  it.each([',', ';', '\t'])('may have the delimiter "%s" and quotes', (delimiter) => {
    const text = `${['name', 'serial'].join(delimiter)}\n"a ""b"" ${delimiter}"${delimiter}"${A}"\n`;
    expect(parse(text).serials).toEqual([`${short(A)}@2`]);
  });

  it('without a header has values of 16 digits or more in any column', () => {
    expect(parse(`2026,shop.example.com,${A}\n2027,ff,abc\n`)).toMatchObject({
      serials: [`${short(A)}@1`],
      notUnderstood: ['2 other'],
    });
  });

  it('hides no line after a quote that is never closed', () => {
    expect(parse(`name,serial\n"open,${A}\nb,${B}\n`)).toMatchObject({
      serials: [`${short(B)}@3`],
      notUnderstood: ['2 other'],
    });
  });

  it('reports numbers that a spreadsheet rounded, SHA-1 fingerprints, and other text', () => {
    const text = `${A}\n1.23E+19\n1,5e+20\nSHA1 Fingerprint=AA:BB\nTotal: 4\n`;
    expect(parse(text).notUnderstood).toEqual(['2 rounded', '3 rounded', '4 sha1', '5 other']);
  });

  it('with a column of SHA-1 fingerprints alone has nothing that could be found', () => {
    const text = `name,thumbprint\nshop,${'ab'.repeat(20)}\n`;
    expect(parse(text)).toMatchObject({ serials: [], notUnderstood: ['2 sha1'] });
  });

  it('knows whether lines have only serial numbers or only fingerprints', () => {
    expect(parse(`serial,sha256\n${A},${SHA256}\n`).hasOnly).toEqual({ serials: false, fingerprints: false });
    expect(parse(`${A}\n`).hasOnly).toEqual({ serials: true, fingerprints: false });
    expect(parse(`${SHA256}\n`).hasOnly).toEqual({ serials: false, fingerprints: true });
  });

  it('takes certificates in PEM by both, because a precertificate has another fingerprint', () => {
    const list = parseCertificateList('', [
      { line: 3, fingerprint: SHA256, serial: '00AB' },
      { line: 9, fingerprint: 'd4'.repeat(32), serial: null },
    ]);
    expect(list.serials.get('ab')).toEqual({ line: 3, isDecimal: false });
    expect(list.fingerprints.get(SHA256)).toBe(3);
    expect(list.hasOnly).toEqual({ serials: false, fingerprints: true });
  });

  it('shortens lines that were not understood', () => {
    expect(parseCertificateList(`x${'y'.repeat(500)}\n`).notUnderstood[0]?.text).toHaveLength(80);
  });
});
