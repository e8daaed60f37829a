import { expect, it } from 'vitest';
import type { SlotContent } from '../../src/certificate/format-types.ts';
import { readBase64Field, readUnlabeledText } from '../../src/certificate/formats/embedded.ts';
import { buildCertificate } from '../helpers/certificates.ts';

const base64 = buildCertificate({}).toString('base64');

/** A PEM block in lines of `width` characters. */
function block(label: string, text: string, width: number): string {
  const lines = text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const describeContent = (content: SlotContent) =>
  typeof content === 'string' ? content : 'code' in content ? content.code : 'certificate';

const NARROW = block('CERTIFICATE', base64, 59);
const WIDE = block('CERTIFICATE', base64, 60);
const KEY = block('PRIVATE KEY', 'c2VjcmV0', 8);
const MENTION = '-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n';

it.each<[what: string, text: string, contents: string[]]>([
  ['a certificate', WIDE, ['certificate']],
  ['a certificate in short lines', NARROW, ['certificate']],
  ['a mention', MENTION, []],
  ['a mention beside a certificate', `${NARROW}${MENTION}`, ['certificate', 'certificate-malformed']],
  ['a mention beside a line of base64', `${MENTION}${'a'.repeat(60)}`, ['certificate-malformed']],
  ['a mention beside a shorter line of base64', `${MENTION}${'a'.repeat(59)}`, []],
  ['a mention beside a private key in short lines', `${MENTION}${KEY}`, []],
  ['PEM after a word that begins like base64', `MII\n${WIDE}`, ['certificate']],
  ['a truncated certificate', WIDE.slice(0, 200), ['certificate-truncated']],
  ['a private key in short lines', KEY, ['private-key']],
  ['base64 of a certificate', base64, ['certificate']],
  ['base64 of a certificate after an empty line', ` \n${base64}`, ['certificate']],
  ['base64 of PEM', Buffer.from(NARROW).toString('base64'), ['certificate']],
  ['base64 that begins like a certificate', `MII${'A'.repeat(97)}`, []],
  ['prose', 'MII, as in base64', []],
])('a text with %s is read', (_, text, contents) => {
  expect(readUnlabeledText(text).map(describeContent)).toEqual(contents);
});

const BUNDLE = Buffer.from(`${WIDE}${WIDE}`).toString('base64');
/** Between the blocks: in the base64 of the first hyphens of the second one. */
const BETWEEN = Math.ceil((WIDE.length * 4) / 3) + 4;
const replace = (character: string) => BUNDLE.slice(0, BETWEEN) + character + BUNDLE.slice(BETWEEN + 1);
const insert = (character: string) => BUNDLE.slice(0, BETWEEN) + character + BUNDLE.slice(BETWEEN);

it.each<[what: string, text: string, contents: string[]]>([
  ['intact', BUNDLE, ['certificate', 'certificate']],
  ['with a control character', insert('\x1a'), ['certificate', 'certificate-malformed']],
  ['with a line break after it', insert('\x1a\r\n'), ['certificate', 'certificate-malformed']],
  ['with padding', insert('='), ['certificate', 'certificate-malformed']],
  ['with a damaged character', replace('*'), ['certificate', 'certificate-malformed']],
  ['in short lines', insert('*').replace(/.{20}/g, '$&\n'), ['certificate', 'certificate-malformed']],
  ['truncated in the first block', BUNDLE.slice(0, 200) + insert('*').slice(201), ['certificate-truncated']],
  ['before another value', `${insert('*').slice(0, BETWEEN)}: ${BUNDLE.slice(BETWEEN)}`, ['certificate']],
  ['before a word', `${insert('*').slice(0, BETWEEN)}:word`, ['certificate']],
])('base64 of two blocks is read or reported %s', (_, text, contents) => {
  expect(readUnlabeledText(text).map(describeContent)).toEqual(contents);
});

it('names a malformed entry', () => {
  const malformed = buildCertificate({}).fill(0xff, 60).toString('base64');
  expect(readBase64Field(malformed)).toMatchObject([{ detail: expect.stringMatching(/^The entry /) }]);
});
