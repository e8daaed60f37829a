import { describe, expect, it } from 'vitest';
import { buildCertificate, CN, name, pem } from '../helpers/certificates.ts';
import { readings, summary } from './helpers.ts';

const build = (host: string) => pem(buildCertificate({ subject: name([[CN, 12, host]]) }));
const ONE = build('one.example');
const TWO = build('two.example');
const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';
const DAMAGED = 'pem-boundary-damaged';

/** The failures, and the names of what was read. */
const list = async (text: string) => (await summary(text)).map((line) => line.replace(/^.*: /, '')).sort();

describe('a block of PEM whose boundary is damaged', () => {
  it.each([
    ['a hyphen too few before it', '----BEGIN CERTIFICATE-----'],
    ['a hyphen too few after it', '-----BEGIN CERTIFICATE----'],
    ['four hyphens on both sides', '----BEGIN CERTIFICATE----'],
    ['another letter', '-----BEGIN CERTIFIDATE-----'],
    ['lower case', '-----begin certificate-----'],
    ['another word', '-----BEGUN CERTIFICATE-----'],
    ['two spaces', '-----BEGIN  CERTIFICATE-----'],
    ['a space at the end', '-----BEGIN CERTIFICATE -----'],
    ['spaces around it', '----- BEGIN CERTIFICATE -----'],
    ['no characters', ''],
  ])('is read, and reported, with a first line of %s', async (_, line) => {
    for (const text of [ONE.replace(BEGIN, line) + TWO, TWO + ONE.replace(BEGIN, line)])
      expect(await list(text)).toEqual(['one.example', DAMAGED, 'two.example']);
  });

  it.each([
    ['hyphens', '----BEGIN CERTIFICATE----', '----END CERTIFICATE----'],
    ['lower case', '-----begin certificate-----', '-----end certificate-----'],
    ['spaces', '-----BEGIN CERTIFICATE -----', '-----END CERTIFICATE -----'],
  ])('is reported once if both lines differ in %s', async (_, first, last) => {
    expect(await list(TWO + ONE.replace(BEGIN, first).replace(END, last))).toEqual([
      'one.example',
      DAMAGED,
      'two.example',
    ]);
  });

  it('is read, and reported, after a key whose last line is lost', async () => {
    const text = `-----BEGIN PRIVATE KEY-----${ONE.slice(1)}`;
    expect(await list(text)).toEqual(['one.example', DAMAGED]);
  });

  it.each(['\n', '\r\n', '\r', ' \n  '])('is reported with lines of 16 characters that end with %j', async (end) => {
    const wrap = (text: string) => text.replace(/^(?!-).*/gm, (line) => line.replace(/.{16}(?=.)/g, `$&${end}`));
    const text = TWO + wrap(ONE).replace(BEGIN, '----BEGIN CERTIFICATE-----');
    expect(await list(text)).toEqual([DAMAGED, 'two.example']);
  });

  it.each(['    ', '> ', '# '])('is reported if the file ends within it, after %j', async (prefix) => {
    expect(await list(`${TWO}\n${prefix}-----BEGIN CERTIF`)).toEqual(['certificate-truncated', 'two.example']);
  });

  it('is reported with its line and label', async () => {
    const text = TWO + ONE.replaceAll('CERTIFICATE', 'X509 CRL').replace('BEGIN', 'BEGUN');
    const lines = text.slice(0, text.indexOf('-----END X509')).split('\n').length;
    const found = (await readings(text)).map(({ failure }) => failure?.detail ?? '').join('');
    expect(found).toContain(`Line ${lines} belongs to a PEM block`);
    expect(found).toContain('`-----BEGIN X509 CRL-----`');
  });
});

describe('text around blocks of PEM is not reported', () => {
  it.each([
    ['a heading', `--- BEGIN CERTIFICATE ---\n${ONE}--- END CERTIFICATE ---\n`],
    ['a script', `${ONE}sed -n '/-----END CERTIFICATE-----/q'\n`],
    ['a request', `${ONE}-----begin certificate request-----\n${'A'.repeat(64)}\n-----end certificate request-----\n`],
    ['a key', `${ONE}----BEGIN PRIVATE KEY----\n${'A'.repeat(64)}\n----END PRIVATE KEY----\n`],
    ['words', `${ONE}begin after -----BEGIN CERTIFICATE\n${'internationalization\n'.repeat(3)}-----\n`],
    ['a hash', `${ONE}${'a1'.repeat(64)}\n`],
  ])('if it is %s', async (_, text) => {
    expect(await list(text)).toEqual(['one.example']);
  });
});

describe('base64 beside PEM', () => {
  const encode = (text: string, width: number) =>
    Buffer.from(text)
      .toString('base64')
      .replace(new RegExp(`.{${width}}`, 'g'), '$&\n');

  it.each([64, 76, 10_000])('of PEM is read in lines of %i', async (width) => {
    const encoded = encode(TWO, width);
    for (const text of [`${ONE}${encoded}\n`, `${encoded}\n${ONE}`, `${encoded} and words\n${ONE}`])
      expect(await list(text)).toEqual(['one.example', 'two.example']);
    expect(await list(`${encoded}\n${encode(build('three.example'), width)}\n${ONE}`)).toHaveLength(3);
  });

  it('of a certificate in DER is read', async () => {
    const [, body = ''] = TWO.split(/-----[A-Z ]*-----/);
    expect(await list(`${ONE}\n$cert = '${body.trim()}';\n`)).toEqual(['one.example', 'two.example']);
  });
});
