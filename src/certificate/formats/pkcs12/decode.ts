/**
 * PKCS#12 keystores (RFC 7292). What holds a key is passed over, and never decrypted: of it is read under which name it
 * stands, and which certificate belongs to it.
 */

import { timingSafeEqual } from 'node:crypto';
import { groupBy } from '../../../lib/collections.ts';
import { convertToDefiniteLengths, joinOctetString } from '../../asn1/ber.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readContent,
  readElement,
  readOid,
  TAG,
} from '../../asn1/der.ts';
import { isTruncated } from '../../detect-format.ts';
import { createFailure } from '../../failures.ts';
import { type FileContent, formatSlotName, isParsed, type Slot, type SlotContent } from '../../format-types.ts';
import { createChainFinder } from '../../order-chain.ts';
import { tryParseCrl } from '../../revocation/crl-summary.ts';
import { type Parsed, tryParse } from '../../x509/parse.ts';
import { decodePemBlock, findPemBlocks } from '../pem-blocks.ts';
import {
  computeMac,
  createHashBudget,
  decrypt,
  derivePbkdf2Key,
  derivePkcs12Key,
  type EncodedPassword,
  type HashBudget,
  KeystoreError,
  listPasswordEncodings,
  PURPOSE,
  readCount,
  readDigest,
  readHmac,
} from './key-derivation.ts';

const KIND = 'a PKCS#12 keystore';

const OID = {
  data: '1.2.840.113549.1.7.1',
  encrypted: '1.2.840.113549.1.7.6',
  pbmac1: '1.2.840.113549.1.5.14',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  crlBag: '1.2.840.113549.1.12.10.1.4',
  nestedBag: '1.2.840.113549.1.12.10.1.6',
  x509: '1.2.840.113549.1.9.22.1',
  x509Crl: '1.2.840.113549.1.9.23.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  // Java's mark of an entry that is a certificate by itself.
  trusted: '2.16.840.1.113894.746875.1.1',
} as const;

/** A certificate, a list or a key, with what stands beside it. `finding` is null for a key. */
interface Bag {
  finding: SlotContent | null;
  name: string | null;
  /** Hex; what a key and its certificate have in common. */
  key: string | null;
  /** It stands for itself, also where it is in the chain of another. */
  trusted: boolean;
}

type BagAttributes = Omit<Bag, 'finding'>;

/** One part of a keystore: what is in it, or what must be opened first. */
interface Safe {
  bytes: Buffer;
  /** An AlgorithmIdentifier of the keystore's bytes; null where nothing is encrypted. */
  algorithm: Element | null;
}

/** The keystores among the blocks of PEM, as certtool writes them. All of them together may cost what one may. */
export function decodePemKeystores(text: string, password: string | null): Slot[] {
  const work = createHashBudget();
  return [...findPemBlocks(text)].flatMap((block) => {
    if (block.label !== 'PKCS12') return [];
    if (block.body === null) return [createFileSlot(createFailure('container-truncated', 'The file', KIND))];
    const bytes = decodePemBlock(block);
    if (bytes === null)
      return [createFileSlot(createFailure('container-malformed', 'The file', KIND, 'it is not base64'))];
    return decodePkcs12({ bytes, password }, work);
  });
}

export function decodePkcs12({ bytes, password }: FileContent, work = createHashBudget()): Slot[] {
  if (isTruncated(bytes)) return [createFileSlot(createFailure('container-truncated', 'The file', KIND))];
  try {
    return readKeystore(convertToDefiniteLengths(bytes), password, work);
  } catch (error) {
    if (error instanceof KeystoreError) return [createFileSlot(createFailure(error.code))];
    if (error instanceof MalformedError)
      return [createFileSlot(createFailure('container-malformed', 'The file', KIND, error.message))];
    throw error;
  }
}

function createFileSlot(finding: SlotContent): Slot {
  return { format: 'pkcs12', slot: null, findings: [finding] };
}

function readKeystore(bytes: Buffer, password: string | null, work: HashBudget): Slot[] {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the keystore');
  const [, info, mac] = readChildren(bytes, outer);
  const contents = readData(bytes, expectTag(info, TAG.sequence, 'the content'));
  if (contents === null) throw new KeystoreError('keystore-encryption-unsupported');
  const secrets = listPasswordEncodings(password ?? '');
  const fitting =
    mac === undefined ? secrets : secrets.filter((secret) => hasValidMac(secret, bytes, mac, contents, work));
  // The seal is over the bytes as they were.
  const held = convertToDefiniteLengths(contents);
  const opened = readSafes(held).map((safe) => openSafe(fitting, held, safe, work));
  const bags = opened.flatMap((safe) =>
    Buffer.isBuffer(safe) ? readBags(safe, readElement(safe, 0, safe.length), 0) : [],
  );
  const items = groupBags(bags);
  const refused = opened.find((safe) => typeof safe === 'string');
  if (refused !== undefined) items.push(createFileSlot(createFailure(refused)));
  const isLocked = opened.includes(null) || (fitting.length === 0 && password !== null);
  if (isLocked)
    items.push(
      createFileSlot(createFailure(password === null ? 'keystore-password-missing' : 'keystore-password-wrong', KIND)),
    );
  return items.length > 0 ? items : [createFileSlot(createFailure('container-empty', 'The file', KIND))];
}

/** The bytes of a ContentInfo of type data; null for another type. */
function readData(bytes: Buffer, info: Element): Buffer | null {
  const [type, wrapper] = readChildren(bytes, info);
  if (readOid(bytes, expectTag(type, TAG.oid, 'the type of the content')) !== OID.data) return null;
  const [data] = readChildren(bytes, expectTag(wrapper, 0xa0, 'the content'));
  return readContent(bytes, expectTag(data, TAG.octetString, 'the content'));
}

/** Whether the keystore was sealed with this password, as far as that can be told: a seal that is not known proves nothing. */
function hasValidMac(
  secret: EncodedPassword,
  bytes: Buffer,
  mac: Element,
  contents: Buffer,
  work: HashBudget,
): boolean {
  try {
    return verifyMac(secret, bytes, mac, contents, work);
  } catch (error) {
    if (error instanceof KeystoreError && error.code === 'keystore-encryption-unsupported') return true;
    throw error;
  }
}

/** RFC 7292 section 4; RFC 9579 for PBMAC1. */
function verifyMac(secret: EncodedPassword, bytes: Buffer, mac: Element, contents: Buffer, work: HashBudget): boolean {
  const [info, salt, rounds] = readChildren(bytes, mac);
  const [algorithm, sealed] = readChildren(bytes, expectTag(info, TAG.sequence, 'the seal'));
  const kind = expectTag(algorithm, TAG.sequence, 'the seal');
  const expected = readContent(bytes, expectTag(sealed, TAG.octetString, 'the seal'));
  const [oid, parameters] = readChildren(bytes, kind);
  if (readOid(bytes, expectTag(oid, TAG.oid, 'the seal')) === OID.pbmac1) {
    const [derivation, scheme] = readChildren(bytes, expectTag(parameters, TAG.sequence, 'the seal'));
    const key = derivePbkdf2Key(secret, bytes, expectTag(derivation, TAG.sequence, 'the seal'), null, work);
    const hmac = readHmac(bytes, expectTag(scheme, TAG.sequence, 'the seal'));
    return isEqual(computeMac(hmac, key, contents), expected);
  }
  const digest = readDigest(bytes, kind);
  const count = rounds === undefined ? 1 : readCount(bytes, rounds);
  const from = readContent(bytes, expectTag(salt, TAG.octetString, 'the salt of the seal'));
  const derivation = { secret: secret.bmp, digest, salt: from, rounds: count, length: digest.size };
  const key = derivePkcs12Key(derivation, PURPOSE.mac, work);
  return isEqual(computeMac(digest, key, contents), expected);
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The parts of the keystore (RFC 7292 section 4.1). One that needs a private key to open is told of. */
function readSafes(bytes: Buffer): Safe[] {
  const list = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the list of contents');
  return readChildren(bytes, list).map((info) => {
    const plain = readData(bytes, expectTag(info, TAG.sequence, 'a content')) ?? null;
    if (plain !== null) return { bytes: plain, algorithm: null };
    const [type, wrapper] = readChildren(bytes, info);
    if (readOid(bytes, expectTag(type, TAG.oid, 'a content')) !== OID.encrypted) {
      throw new KeystoreError('keystore-encryption-unsupported');
    }
    const [data] = readChildren(bytes, expectTag(wrapper, 0xa0, 'a content'));
    const [, inner] = readChildren(bytes, expectTag(data, TAG.sequence, 'an encrypted content'));
    const [, algorithm, encrypted] = readChildren(bytes, expectTag(inner, TAG.sequence, 'an encrypted content'));
    if (encrypted === undefined) throw new MalformedError('an encrypted content is missing');
    return {
      bytes: joinOctetString(readContent(bytes, encrypted), encrypted.tag),
      algorithm: expectTag(algorithm, TAG.sequence, 'a cipher'),
    };
  });
}

/**
 * What is in a part; null where no password opens it, or why none was tried: one that asks for too much hides none of the
 * others. Where nothing seals the keystore, a wrong password is told by what it opens: rubbish.
 */
function openSafe(
  secrets: readonly EncodedPassword[],
  bytes: Buffer,
  { bytes: held, algorithm }: Safe,
  work: HashBudget,
): Buffer | KeystoreError['code'] | null {
  if (algorithm === null) return convertToDefiniteLengths(held);
  try {
    for (const secret of secrets) {
      const opened = decrypt(secret, bytes, algorithm, held, work);
      if (opened?.[0] === TAG.sequence) return convertToDefiniteLengths(opened);
    }
    return null;
  } catch (error) {
    if (error instanceof KeystoreError) return error.code;
    throw error;
  }
}

/** None nests them; the format allows it. */
const MAX_DEPTH = 4;

/** The bags in a SafeContents (RFC 7292 section 4.2). */
function readBags(bytes: Buffer, contents: Element, depth: number): Bag[] {
  if (depth > MAX_DEPTH) throw new MalformedError('it is nested too deep');
  return readChildren(bytes, expectTag(contents, TAG.sequence, 'a list of entries')).flatMap((bag) => {
    const [type, wrapper, attributes] = readChildren(bytes, expectTag(bag, TAG.sequence, 'an entry'));
    const kind = readOid(bytes, expectTag(type, TAG.oid, 'the kind of an entry'));
    if (kind === OID.nestedBag) {
      const [nested] = readChildren(bytes, expectTag(wrapper, 0xa0, 'an entry'));
      return readBags(bytes, expectTag(nested, TAG.sequence, 'a list of entries'), depth + 1);
    }
    const beside = attributes?.tag === TAG.set ? readAttributes(bytes, attributes) : nothingBeside();
    if (kind === OID.keyBag || kind === OID.shroudedKeyBag) return [{ finding: null, ...beside }];
    const finding = readBagContent(bytes, kind, wrapper);
    return finding === null ? [] : [{ finding, ...beside }];
  });
}

/** Null for a secret, and for a certificate of another kind than X.509. */
function readBagContent(bytes: Buffer, kind: string, wrapper: Element | undefined): SlotContent | null {
  if (kind !== OID.certificateBag && kind !== OID.crlBag) return null;
  const [inner] = readChildren(bytes, expectTag(wrapper, 0xa0, 'an entry'));
  const [type, value] = readChildren(bytes, expectTag(inner, TAG.sequence, 'an entry'));
  const form = readOid(bytes, expectTag(type, TAG.oid, 'the kind of a certificate'));
  if (form !== OID.x509 && form !== OID.x509Crl) return null;
  const [held] = readChildren(bytes, expectTag(value, 0xa0, 'a certificate'));
  const der = readContent(bytes, expectTag(held, TAG.octetString, 'a certificate'));
  return kind === OID.crlBag ? tryParseCrl(der, 'The entry') : tryParse(der, 'The entry');
}

const nothingBeside = (): BagAttributes => ({ name: null, key: null, trusted: false });

/** Rubbish in an attribute must not hide when the certificate ends. */
function readAttributes(bytes: Buffer, attributes: Element): BagAttributes {
  const beside = nothingBeside();
  try {
    for (const attribute of readChildren(bytes, attributes)) {
      const [type, values] = readChildren(bytes, attribute);
      const [value] = values === undefined ? [] : readChildren(bytes, values);
      if (type?.tag !== TAG.oid || value === undefined) continue;
      const kind = readOid(bytes, type);
      if (kind === OID.localKeyId) beside.key = readContent(bytes, value).toString('hex');
      else if (kind === OID.friendlyName) beside.name = formatSlotName(decodeBmpString(readContent(bytes, value)));
      else if (kind === OID.trusted) beside.trusted = true;
    }
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
  }
  return beside;
}

function decodeBmpString(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

/**
 * A key's certificate with its chain is one slot; what is in no chain stands under its own name. Without a name, and
 * without a key, all are taken together, as the certificates of any file are.
 */
function groupBags(bags: readonly Bag[]): Slot[] {
  const keys = new Map(
    bags.flatMap(({ finding, name, key }) => (finding === null && key !== null ? [[key, name]] : [])),
  );
  const certificates = bags.filter(isCertificate);
  const isKeyed = ({ key }: Bag) => key !== null && keys.has(key);
  const chainOf = createChainFinder(certificates.filter((bag) => !isKeyed(bag)).map(({ finding }) => finding));
  const taken = new Set<SlotContent | null>();
  const items = certificates.filter(isKeyed).map(({ finding, name, key }): Slot => {
    const chain = chainOf(finding);
    for (const one of [finding, ...chain]) taken.add(one);
    return {
      format: 'pkcs12',
      slot: name ?? keys.get(key ?? '') ?? null,
      findings: [finding, ...chain],
      chained: true,
    };
  });
  return [...items, ...groupByName(bags.filter(({ finding, trusted }) => trusted || !taken.has(finding)))];
}

function isCertificate(bag: Bag): bag is Bag & { finding: Parsed } {
  return bag.finding !== null && isParsed(bag.finding) && bag.finding.kind === 'certificate';
}

function groupByName(bags: readonly Bag[]): Slot[] {
  const named = bags.flatMap(({ finding, name }) => (finding === null ? [] : [{ finding, name }]));
  return [...groupBy(named, ({ name }) => name)].map(([slot, held]) => ({
    format: 'pkcs12',
    slot,
    findings: held.map(({ finding }) => finding),
  }));
}
