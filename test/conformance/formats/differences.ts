/** Where others read more or less of a file than we do. What was put in, and is not damaged, must always be read (see contents.ts). */

import { listFileLocations } from '../../../src/certificate/decode-file.ts';
import type { Parsed } from '../../../src/certificate/x509/parse.ts';
import type { Difference, Disagreement } from '../suite.ts';
import { nameDer, parseReading } from './answers.ts';
import type { FileCase, Part } from './cases.ts';
import { hasPassword, isDocument, listContents, listRequired } from './contents.ts';
import { isEncoded, isText, makeFile } from './files.ts';

type Found = Disagreement<FileCase>;

const CONTENTS = 'its contents';

const reports = ({ ours }: Found) => parseReading(ours).reports;
const isDamaged = ({ one }: Found) => one.damages.length > 0;
const isSubset = (some: readonly string[], all: readonly string[]) => some.every((one) => all.includes(one));

/** What only the other reads. */
const listMore = ({ ours, theirs }: Found) => listMissing(parseReading(theirs).read, parseReading(ours).read);
const listMissing = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

/** Whether we read as many items as were put in. */
const readsWhole = ({ one, ours }: Pick<Found, 'one' | 'ours'>) =>
  parseReading(ours).read.length >= listContents(one).length;

const readsRequired = ({ one, ours }: Found) => isSubset(listRequired(one), parseReading(ours).read);

/** Whether every item that is read expires when one of those that were put in does. */
function hasKnownExpiries(one: FileCase): boolean {
  const whole = new Set(listExpiries({ ...one, damages: [] }));
  return listExpiries(one).every((expiry) => whole.has(expiry));
}

const listExpiries = (one: FileCase) => listItems(one).map(({ facts }) => facts.valid_to);

function listItems(one: FileCase): Parsed[] {
  const found = listFileLocations('file', { bytes: makeFile(one), password: one.password });
  return found.flatMap(({ items }) => items);
}

/** The end of a file after its last block: printable text, hyphens, a private key or half a byte order mark, without the start of another block. */
const AFTER_BLOCK =
  /-----END [A-Z0-9 ]+-----(?:(?!-----B(?!EGIN PR))[\t\n\r -~]|\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)*(?:-----BEGIN PRIVATE KEY-----[A-Za-z0-9+/=\s-]*|\u00ef\u00bb?|\u00ff|\u00fe)?$/;

/** The text of a file, in Latin-1: that in base64 if it consists of that. */
function decodeFile(one: FileCase): string {
  const text = makeFile(one).toString('latin1');
  return one.parts.some(isEncoded) && /^[A-Za-z0-9+/=\s]*$/.test(text)
    ? Buffer.from(text, 'base64').toString('latin1')
    : text;
}

/** Whether all that is left of a file is some of its parts, with or without the zeros after them. */
function endsBetweenParts(cut: FileCase): boolean {
  const text = trimZeros(makeFile(cut));
  const kept = cut.parts.map((_, count) => makeFile({ ...cut, parts: cut.parts.slice(0, count), damages: [] }));
  return kept.some((one) => one.length > 0 && trimZeros(one) === text);
}

const trimZeros = (bytes: Buffer) => bytes.toString('latin1').replace(/(?<!\0)\0{1,3}$/, '');

/** Whether a file was cut where no block is, and other damages lost nothing: we read as many items as there are before the cut. */
function endsAfterBlock({ one, ours }: Found): boolean {
  const cut = { ...one, damages: one.damages.filter(({ kind }) => kind === 'cut') };
  return (
    cut.damages.length > 0 &&
    (AFTER_BLOCK.test(decodeFile(one).replaceAll('\0', '')) || endsBetweenParts(cut)) &&
    parseReading(ours).read.length >= listRequired(cut).length
  );
}

/** Whether the items that differ are ours with zeros where the signature, which comes last, is padded. */
function differsInPadding(found: Found): boolean {
  const encoded = listItems(found.one).map(({ der }) => nameDer(clearPadding(der)));
  return isSubset(parseReading(found.theirs).read, encoded);
}

/** Clears the unused bits of a BIT STRING at the end of DER, with one octet of length (X.690 section 11.2.1). */
function clearPadding(der: Uint8Array): Uint8Array {
  const at = der.findLastIndex((byte, index) => byte === 0x03 && der[index + 1] === der.length - index - 2);
  const unused = der[at + 2] ?? 0;
  return der.map((byte, index) => (index === der.length - 1 ? byte & (0xff << unused) : byte));
}

/** A block, also of an unknown kind that is cut off, and what is left of more than a token, in lines of nothing else. */
const BLOCK = /-----BEGIN ([^\n]+)-----[^-]*(?:-----END \1-----|$)/g;
const LOST = /^(?:[A-Za-z0-9+/]{60,}[ \t\r]*\n){2}/m;

const isInLine = ({ dress }: Part) => dress === 'base64 in a line';

const isOneDocument = ({ parts }: FileCase) => parts.every(isDocument);

export const differences: readonly Difference<FileCase>[] = [
  {
    name: 'a part that is damaged, or has another password',
    reason: 'It is read nevertheless, perhaps changed, or reported. All others are read.',
    source: 'docs/reference/formats.md#locations',
    covers: (found) =>
      found.oracle === CONTENTS &&
      (isDamaged(found) || !hasPassword(found.one)) &&
      readsRequired(found) &&
      (reports(found) || readsWhole(found)),
  },
  {
    name: 'a file that ends after a block',
    reason: 'Nothing is left of what came after it, except for text, hyphens, a private key or half a byte order mark.',
    source: 'RFC 7468 section 2',
    covers: (found) =>
      (found.oracle === CONTENTS || listMore(found).length === 0) && endsAfterBlock(found) && readsRequired(found),
  },
  {
    name: 'a block of which two damages leave little',
    reason: 'Base64 of up to 120 characters without boundaries may be a token, and a few words may be any text.',
    source: 'docs/reference/formats.md',
    covers: (found) =>
      (found.oracle === CONTENTS || listMore(found).length === 0) &&
      found.one.damages.length > 1 &&
      found.one.parts.every(isText) &&
      !LOST.test(makeFile(found.one).toString('latin1').replace(BLOCK, '')) &&
      readsRequired(found),
  },
  {
    name: 'zeros after DER',
    reason: 'We ignore white space and zeros between objects.',
    source: 'docs/reference/formats.md',
    covers: ({ one, theirs }) =>
      one.parts.length === 1 && one.parts[0]?.dress === 'zeros at the end' && parseReading(theirs).read.length === 0,
  },
  {
    name: 'base64 in one line whose start is damaged',
    reason: 'After other words in a line, it is data of any kind.',
    source: 'docs/reference/formats.md',
    covers: (found) =>
      found.oracle === CONTENTS &&
      isDamaged(found) &&
      found.one.parts.length > 1 &&
      found.one.parts.some(isInLine) &&
      readsRequired(found) &&
      readsWhole({ ...found, one: { ...found.one, parts: found.one.parts.filter((part) => !isInLine(part)) } }),
  },
  {
    name: 'a damaged document',
    reason: 'What is not valid is reported, or a text, in which whole certificates are found.',
    source: 'docs/reference/formats.md',
    covers: (found) => isDamaged(found) && isOneDocument(found.one) && listMore(found).length === 0,
  },
  {
    name: 'a damaged profile',
    reason: 'It is a document in a signed message: with the name of a field, what is in the field is lost.',
    source: 'docs/reference/formats.md#crls-and-profiles',
    covers: (found) =>
      found.oracle === CONTENTS &&
      isDamaged(found) &&
      found.one.parts.every(({ file }) => file === 'shop.mobileprovision') &&
      parseReading(found.ours).read.length > 0,
  },
  {
    name: 'a whole file of which others read less',
    reason:
      'Each program knows some ciphers, MACs, line breaks and labels, and some read only the first object. We read all that was put in.',
    source: 'docs/reference/formats.md',
    covers: (found) =>
      !isDamaged(found) &&
      hasPassword(found.one) &&
      listMore(found).length === 0 &&
      readsRequired(found) &&
      readsWhole(found),
  },
  {
    name: 'a password that does not fit',
    reason: 'We read what is not encrypted, and report the password. Others ignore it, or read nothing.',
    source: 'docs/reference/formats.md#passwords',
    covers: (found) =>
      !hasPassword(found.one) && readsRequired(found) && (reports(found) || found.one.password === null),
  },
  {
    name: 'a secret key in JCEKS',
    reason: 'Only Java can decode it. We report how many entries follow it (keystore-secret-key).',
    source: 'docs/reference/formats.md',
    covers: (found) =>
      found.one.parts.some(({ file }) => file === 'java.jceks') &&
      (found.oracle === CONTENTS || found.oracle.startsWith('Java')) &&
      reports(found) &&
      readsRequired(found),
  },
  {
    name: 'a damaged object that is reported',
    reason: 'Others do not notice the damage, stop at it, or read nothing. We read all that is intact.',
    source: 'docs/reference/formats.md#locations',
    covers: (found) => isDamaged(found) && reports(found) && readsRequired(found),
  },
  {
    name: 'the padding of a signature',
    reason: 'OpenSSL prints items in DER again, with zeros there. We identify an item by its bytes.',
    source: 'X.690 section 11.2.1',
    covers: (found) => isDamaged(found) && found.oracle.startsWith('OpenSSL') && differsInPadding(found),
  },
  {
    name: 'a damage that changes no expiry',
    reason:
      'Others also verify the names of PEM, and parts of a certificate that expiry does not depend on. We read as many items as were put ' +
      'in, and none of them expires at another time.',
    source: 'docs/reference/formats.md',
    covers: (found) =>
      isDamaged(found) &&
      (parseReading(found.theirs).reports || listMore(found).length === 0) &&
      readsRequired(found) &&
      readsWhole(found) &&
      hasKnownExpiries(found.one),
  },
];
