/**
 * The oracle that knows what was put into a file: what a damage left intact is read, and the file is read as a whole, or something is
 * reported.
 */

import type { Oracle } from '../suite.ts';
import { formatReading, nameDer } from './answers.ts';
import { DOCUMENT_PARTS, type FileCase, type Part } from './cases.ts';
import { isEncoded, isText, makeFile, makePart, readMaterial } from './files.ts';

const CONTENTS: Readonly<Record<string, readonly string[]>> = {
  'shop.pem': ['shop'],
  'shop.der': ['shop'],
  'root.pem': ['root'],
  'root.der': ['root'],
  'other.pem': ['other'],
  'live/fullchain.pem': ['blog', 'middle'],
  'key.pem': [],
  'list.pem': ['list'],
  'list.crl': ['list'],
  'nameless.p12': ['shop', 'root', 'other'],
  'java.pkcs12': ['shop', 'root', 'other'],
  'java.jks': ['shop', 'root', 'other'],
  'java.jceks': ['shop', 'root', 'other'],
  'encrypted.p7m': [],
  'with-list.p7b': ['shop', 'root', 'list'],
  'secret.yaml': ['shop', 'root', 'other'],
  'list.json': ['shop', 'root', 'other'],
  'keys.json': ['shop', 'root', 'other'],
};
const DEFAULT = ['shop', 'root'];

/** What comes before the secret key in the file, which only Java can pass. */
const BEFORE_SECRET = ['other'];

const PASSWORDS: Readonly<Record<string, string>> = { 'empty-password.p12': '' };
const DEFAULT_PASSWORD = 'changeit';

const isKeystore = ({ file }: Part) => /\.(?:p12|pkcs12|jks|jceks)$|^keystore\.pem$/.test(file);
const fits = ({ file }: Part, password: string | null) => (PASSWORDS[file] ?? DEFAULT_PASSWORD) === password;

/** Whether all keystores have the password of the case. */
export const hasPassword = ({ parts, password }: FileCase) =>
  parts.every((part) => !isKeystore(part) || fits(part, password));

const listItems = (parts: readonly Part[]) => [...new Set(parts.flatMap(listPartItems))];

/** The name of a profile is that of its bytes. Its signer's chain is skipped. */
function listPartItems({ file }: Part): readonly string[] {
  return file === 'shop.mobileprovision' ? ['shop', nameDer(readMaterial(file))] : (CONTENTS[file] ?? DEFAULT);
}

/** The names of what was put in. */
export const listContents = ({ parts }: FileCase) => listItems(parts);

export const CONTENTS_ORACLE: Oracle<FileCase> = {
  name: 'its contents',
  ask: async (cases) => cases.map(answer),
};

/** Knows nothing about a damaged document, which may be a valid one with less in it. */
function answer(one: FileCase): string | null {
  if (one.damages.length > 0 && one.parts.every(isDocument)) return null;
  const contents = listContents(one);
  const required = listRequired(one);
  const isLess = required.length < contents.length || contents.length === 0;
  return formatReading(required, isLess || !verifies(one) || one.parts.some(hasSecretKey));
}

/** Whether the password is right, or its being wrong cannot be noticed: without one, nothing is verified. */
const verifies = (one: FileCase) => hasPassword(one) || one.password === null;

const hasSecretKey = ({ file }: Part) => file === 'java.jceks';

/**
 * Lists the items that must be read. Blocks of PEM are found anywhere, unless a binary object before them is damaged, and hides them. Other
 * formats are found if nothing before their end is damaged.
 */
export function listRequired(one: FileCase): string[] {
  const bytes = makeFile(one);
  const whole = makeFile({ ...one, damages: [] });
  const required: string[] = [];
  let isClear = true;
  let end = 0;
  for (const part of one.parts) {
    end += makePart(part).length;
    const isIntact = bytes.subarray(0, end).equals(whole.subarray(0, end));
    if (isClear && isBlocks(part)) required.push(...listIntactBlocks(part, one, bytes));
    else if (isClear && isIntact && isPromised(part, one)) required.push(...listReadable(part, one.password));
    isClear &&= isText(part) || ((isEncoded(part) || isIntact) && !hasSecretKey(part));
  }
  return [...new Set(required)];
}

/** Whether a part consists of blocks of PEM that can be read alone. */
const isBlocks = (part: Part) => isText(part) && !isEncoded(part) && !/^(?:utf-16|quoted)/.test(part.dress);

const BLOCK = /-----BEGIN [^-]*-----[^-]*-----END [^-]*-----/g;

function listIntactBlocks(part: Part, { password }: FileCase, bytes: Buffer): readonly string[] {
  const blocks = makePart(part).toString('latin1').match(BLOCK) ?? [];
  const items = listReadable(part, password);
  const isIntact = (block: string | undefined) => block !== undefined && bytes.includes(Buffer.from(block, 'latin1'));
  return blocks.length === 1 ? (isIntact(blocks[0]) ? items : []) : items.filter((_, at) => isIntact(blocks[at]));
}

/** A damage of other base64 may shift that of a binary object, and one after a document makes it malformed. */
const isPromised = (part: Part, one: FileCase) =>
  isText(part) || (!isEncoded(part) && !isDocument(part)) || one.damages.length === 0;

export const isDocument = ({ file }: Part) => DOCUMENT_PARTS.some((one) => one === file);

function listReadable(part: Part, password: string | null): readonly string[] {
  if (hasSecretKey(part)) return BEFORE_SECRET;
  const isOpen = !isKeystore(part) || part.file === 'java.jks' || part.file === 'plain.p12' || fits(part, password);
  return isOpen ? listItems([part]) : [];
}
