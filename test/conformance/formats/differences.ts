/** Where others read more or less of a file than we do. What was put in, and is not damaged, must always be read (see contents.ts). */

import { listFileLocations } from '../../../src/certificate/decode-file.ts';
import type { Difference, Disagreement } from '../suite.ts';
import { parseReading } from './answers.ts';
import type { FileCase, Part } from './cases.ts';
import { hasPassword, isAmongText, isEncodedBinary, listContents, listRequired } from './contents.ts';
import { makeFile } from './files.ts';

type Found = Disagreement<FileCase>;

const CONTENTS = 'its contents';

const reports = ({ ours }: Found) => parseReading(ours).reports;
const isDamaged = ({ one }: Found) => one.damages.length > 0;
const isSubset = (some: readonly string[], all: readonly string[]) => some.every((one) => all.includes(one));

/** What only the other reads. */
const listMore = ({ ours, theirs }: Found) => listMissing(parseReading(theirs).read, parseReading(ours).read);
const listMissing = (all: readonly string[], some: readonly string[]) => all.filter((one) => !some.includes(one));

/** Whether no program reads more than we do, although it may report something. */
const isUnseen = (found: Found) => found.oracle === CONTENTS || listMore(found).length === 0;

/** Whether we read as many items as were put in. */
const readsWhole = ({ one, ours }: Pick<Found, 'one' | 'ours'>) =>
  parseReading(ours).read.length >= listContents(one).length;

const readsRequired = ({ one, ours }: Found) => isSubset(listRequired(one), parseReading(ours).read);

/** Whether every item that is read expires when one of those that were put in does. */
function hasKnownExpiries(one: FileCase): boolean {
  const whole = new Set(listExpiries({ ...one, damages: [] }));
  return listExpiries(one).every((expiry) => whole.has(expiry));
}

function listExpiries(one: FileCase): string[] {
  const found = listFileLocations('file', { bytes: makeFile(one), password: one.password });
  return found.flatMap(({ items }) => items.map(({ facts }) => facts.valid_to));
}

/** The case without parts of a kind, with its damages: what must be read of the others. */
const without = (one: FileCase, is: (part: Part) => boolean): FileCase => ({
  ...one,
  parts: one.parts.filter((part) => !is(part)),
});

const hasShortLines = ({ dress }: Part) => dress === 'short lines';

/** The end of a file after its last block, without the start of another one that expires. */
const AFTER_BLOCK = /-----END [^-]+-----(?:(?!-----B(?!EGIN PR))[\s\S])*$/;

const isEncoded = ({ dress }: Part) => dress === 'base64';

/** Counts the beginnings of base64 of PEM with a line of base64. */
const countEncoded = (one: FileCase) =>
  makeFile(one)
    .toString('latin1')
    .match(/LS0tLS1CRUdJTi[A-Za-z0-9+/]{60}/g)?.length ?? 0;

/** The first lines of blocks with a label that is known. */
const START = /-----BEGIN (?:(?:X509 |TRUSTED )?CERTIFICATE|X509 CRL|PKCS7|PRIVATE KEY)-----/g;

const countStarts = (one: FileCase) => makeFile(one).toString('latin1').match(START)?.length ?? 0;

const countEnds = (one: FileCase) =>
  makeFile(one)
    .toString('latin1')
    .match(new RegExp(START.source.replace('BEGIN', 'END'), 'g'))?.length ?? 0;

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
    name: 'base64 of a binary format beside text',
    reason: 'Only certificates are detected in it: any word is base64 of something.',
    source: 'docs/reference/formats.md',
    covers: (found) =>
      found.oracle === CONTENTS &&
      isAmongText(found.one) &&
      found.one.parts.some(isEncodedBinary) &&
      readsWhole({ ...found, one: without(found.one, isEncodedBinary) }),
  },
  {
    name: 'lines of 20 characters without a first line',
    reason: 'Only lines of 60 characters are taken for the base64 of a block whose boundary is damaged.',
    source: 'src/certificate/formats/pem-gaps.ts',
    covers: (found) =>
      found.oracle === CONTENTS &&
      isDamaged(found) &&
      found.one.parts.some(hasShortLines) &&
      countStarts(found.one) < countStarts({ ...found.one, damages: [] }) &&
      readsWhole({ ...found, one: without(found.one, hasShortLines) }),
  },
  {
    name: 'base64 of PEM whose beginning is damaged',
    reason: 'It is then base64 of anything, or only mentions PEM.',
    source: 'src/certificate/formats/embedded.ts',
    covers: (found) =>
      found.one.damages.length > 0 &&
      found.oracle === CONTENTS &&
      countEncoded(found.one) < countEncoded({ ...found.one, damages: [] }) &&
      readsRequired(found) &&
      readsWhole({ ...found, one: without(found.one, isEncoded) }),
  },
  {
    name: 'a block without its first and its last line',
    reason: 'Two damages leave base64 that no line calls PEM.',
    source: 'src/certificate/formats/pem-gaps.ts',
    covers: (found) =>
      isUnseen(found) &&
      found.one.damages.length > 1 &&
      countStarts(found.one) < countStarts({ ...found.one, damages: [] }) &&
      countEnds(found.one) < countEnds({ ...found.one, damages: [] }) &&
      readsRequired(found),
  },
  {
    name: 'a file that ends after a block',
    reason: 'Nothing is left of what came after it, except for text, hyphens, one byte of DER, or a private key.',
    source: 'RFC 7468 section 2',
    covers: (found) =>
      isUnseen(found) &&
      found.one.damages.some(({ kind }) => kind === 'cut') &&
      AFTER_BLOCK.test(makeFile(found.one).toString('latin1')) &&
      readsRequired(found),
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
      found.oracle.startsWith('Java') &&
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
