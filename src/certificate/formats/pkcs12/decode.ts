/**
 * PKCS#12 keystores (RFC 7292). What holds a key is passed over, and never decrypted: of it is read under which name it
 * stands, and which certificate belongs to it.
 */

import { timingSafeEqual } from 'node:crypto';
import { groupBy } from '../../../lib/collections.ts';
import { octets, withDefiniteLengths } from '../../asn1/ber.ts';
import { children, content, type Element, expectTag, Malformed, readElement, readOid, TAG } from '../../asn1/der.ts';
import { isCutShort } from '../../detect-format.ts';
import { failure } from '../../failures.ts';
import { type Content, type Finding, type Item, isParsed, slotName } from '../../format-types.ts';
import { chains } from '../../order-chain.ts';
import { tryParseCrl } from '../../revocation/crl-summary.ts';
import { type Parsed, tryParse } from '../../x509/parse.ts';
import { decodePemBlock, findPemBlocks } from '../pem-blocks.ts';
import {
  decrypt,
  deriveKey,
  digestOf,
  hmacOf,
  newWork,
  PURPOSE,
  pbkdf2,
  Refused,
  readCount,
  type Secret,
  seal,
  secretsOf,
  type Work,
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
  finding: Finding | null;
  name: string | null;
  /** Hex; what a key and its certificate have in common. */
  key: string | null;
  /** It stands for itself, also where it is in the chain of another. */
  trusted: boolean;
}

type Beside = Omit<Bag, 'finding'>;

/** One part of a keystore: what is in it, or what must be opened first. */
interface Safe {
  bytes: Buffer;
  /** An AlgorithmIdentifier of the keystore's bytes; null where nothing is encrypted. */
  algorithm: Element | null;
}

/** The keystores among the blocks of PEM, as certtool writes them. All of them together may cost what one may. */
export function decodePemKeystores(text: string, password: string | null): Item[] {
  const work = newWork();
  return [...findPemBlocks(text)].flatMap((block) => {
    if (block.label !== 'PKCS12') return [];
    if (block.body === null) return [ofFile(failure('container-truncated', 'The file', KIND))];
    const bytes = decodePemBlock(block);
    if (bytes === null) return [ofFile(failure('container-malformed', 'The file', KIND, 'it is not base64'))];
    return decodePkcs12({ bytes, password }, work);
  });
}

export function decodePkcs12({ bytes, password }: Content, work = newWork()): Item[] {
  if (isCutShort(bytes)) return [ofFile(failure('container-truncated', 'The file', KIND))];
  try {
    return readKeystore(withDefiniteLengths(bytes), password, work);
  } catch (error) {
    if (error instanceof Refused) return [ofFile(failure(error.code))];
    if (error instanceof Malformed) return [ofFile(failure('container-malformed', 'The file', KIND, error.message))];
    throw error;
  }
}

function ofFile(finding: Finding): Item {
  return { format: 'pkcs12', slot: null, findings: [finding] };
}

function readKeystore(bytes: Buffer, password: string | null, work: Work): Item[] {
  const outer = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the keystore');
  const [, info, mac] = children(bytes, outer);
  const contents = contentOf(bytes, expectTag(info, TAG.sequence, 'the content'));
  if (contents === null) throw new Refused('keystore-encryption-unknown');
  const secrets = secretsOf(password ?? '');
  const fitting =
    mac === undefined ? secrets : secrets.filter((secret) => isSealedWith(secret, bytes, mac, contents, work));
  // The seal is over the bytes as they were.
  const held = withDefiniteLengths(contents);
  const opened = safesOf(held).map((safe) => openSafe(fitting, held, safe, work));
  const bags = opened.flatMap((safe) =>
    Buffer.isBuffer(safe) ? bagsIn(safe, readElement(safe, 0, safe.length), 0) : [],
  );
  const items = itemsOf(bags);
  const refused = opened.find((safe) => typeof safe === 'string');
  if (refused !== undefined) items.push(ofFile(failure(refused)));
  const isLocked = opened.includes(null) || (fitting.length === 0 && password !== null);
  if (isLocked)
    items.push(ofFile(failure(password === null ? 'keystore-password-missing' : 'keystore-password-wrong', KIND)));
  return items.length > 0 ? items : [ofFile(failure('container-empty', 'The file', KIND))];
}

/** The bytes of a ContentInfo of type data; null for another type. */
function contentOf(bytes: Buffer, info: Element): Buffer | null {
  const [type, wrapper] = children(bytes, info);
  if (readOid(bytes, expectTag(type, TAG.oid, 'the type of the content')) !== OID.data) return null;
  const [data] = children(bytes, expectTag(wrapper, 0xa0, 'the content'));
  return content(bytes, expectTag(data, TAG.octetString, 'the content'));
}

/** Whether the keystore was sealed with this password, as far as that can be told: a seal that is not known proves nothing. */
function isSealedWith(secret: Secret, bytes: Buffer, mac: Element, contents: Buffer, work: Work): boolean {
  try {
    return fitsSeal(secret, bytes, mac, contents, work);
  } catch (error) {
    if (error instanceof Refused && error.code === 'keystore-encryption-unknown') return true;
    throw error;
  }
}

/** RFC 7292 section 4; RFC 9579 for PBMAC1. */
function fitsSeal(secret: Secret, bytes: Buffer, mac: Element, contents: Buffer, work: Work): boolean {
  const [info, salt, rounds] = children(bytes, mac);
  const [algorithm, sealed] = children(bytes, expectTag(info, TAG.sequence, 'the seal'));
  const kind = expectTag(algorithm, TAG.sequence, 'the seal');
  const expected = content(bytes, expectTag(sealed, TAG.octetString, 'the seal'));
  const [oid, parameters] = children(bytes, kind);
  if (readOid(bytes, expectTag(oid, TAG.oid, 'the seal')) === OID.pbmac1) {
    const [derivation, scheme] = children(bytes, expectTag(parameters, TAG.sequence, 'the seal'));
    const key = pbkdf2(secret, bytes, expectTag(derivation, TAG.sequence, 'the seal'), null, work);
    const hmac = hmacOf(bytes, expectTag(scheme, TAG.sequence, 'the seal'));
    return isEqual(seal(hmac, key, contents), expected);
  }
  const digest = digestOf(bytes, kind);
  const count = rounds === undefined ? 1 : readCount(bytes, rounds);
  const from = content(bytes, expectTag(salt, TAG.octetString, 'the salt of the seal'));
  const derivation = { secret: secret.bmp, digest, salt: from, rounds: count, length: digest.size };
  const key = deriveKey(derivation, PURPOSE.mac, work);
  return isEqual(seal(digest, key, contents), expected);
}

function isEqual(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The parts of the keystore (RFC 7292 section 4.1). One that needs a private key to open is told of. */
function safesOf(bytes: Buffer): Safe[] {
  const list = expectTag(readElement(bytes, 0, bytes.length), TAG.sequence, 'the list of contents');
  return children(bytes, list).map((info) => {
    const plain = contentOf(bytes, expectTag(info, TAG.sequence, 'a content')) ?? null;
    if (plain !== null) return { bytes: plain, algorithm: null };
    const [type, wrapper] = children(bytes, info);
    if (readOid(bytes, expectTag(type, TAG.oid, 'a content')) !== OID.encrypted) {
      throw new Refused('keystore-encryption-unknown');
    }
    const [data] = children(bytes, expectTag(wrapper, 0xa0, 'a content'));
    const [, inner] = children(bytes, expectTag(data, TAG.sequence, 'an encrypted content'));
    const [, algorithm, encrypted] = children(bytes, expectTag(inner, TAG.sequence, 'an encrypted content'));
    if (encrypted === undefined) throw new Malformed('an encrypted content is missing');
    return {
      bytes: octets(content(bytes, encrypted), encrypted.tag),
      algorithm: expectTag(algorithm, TAG.sequence, 'a cipher'),
    };
  });
}

/**
 * What is in a part; null where no password opens it, or why none was tried: one that asks for too much hides none of the
 * others. Where nothing seals the keystore, a wrong password is told by what it opens: rubbish.
 */
function openSafe(
  secrets: readonly Secret[],
  bytes: Buffer,
  { bytes: held, algorithm }: Safe,
  work: Work,
): Buffer | Refused['code'] | null {
  if (algorithm === null) return withDefiniteLengths(held);
  try {
    for (const secret of secrets) {
      const opened = decrypt(secret, bytes, algorithm, held, work);
      if (opened?.[0] === TAG.sequence) return withDefiniteLengths(opened);
    }
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/** None nests them; the format allows it. */
const DEEPEST = 4;

/** The bags in a SafeContents (RFC 7292 section 4.2). */
function bagsIn(bytes: Buffer, contents: Element, depth: number): Bag[] {
  if (depth > DEEPEST) throw new Malformed('it is nested too deep');
  return children(bytes, expectTag(contents, TAG.sequence, 'a list of entries')).flatMap((bag) => {
    const [type, wrapper, attributes] = children(bytes, expectTag(bag, TAG.sequence, 'an entry'));
    const kind = readOid(bytes, expectTag(type, TAG.oid, 'the kind of an entry'));
    if (kind === OID.nestedBag) {
      const [nested] = children(bytes, expectTag(wrapper, 0xa0, 'an entry'));
      return bagsIn(bytes, expectTag(nested, TAG.sequence, 'a list of entries'), depth + 1);
    }
    const beside = attributes?.tag === TAG.set ? attributesOf(bytes, attributes) : nothingBeside();
    if (kind === OID.keyBag || kind === OID.shroudedKeyBag) return [{ finding: null, ...beside }];
    const finding = findingIn(bytes, kind, wrapper);
    return finding === null ? [] : [{ finding, ...beside }];
  });
}

/** Null for a secret, and for a certificate of another kind than X.509. */
function findingIn(bytes: Buffer, kind: string, wrapper: Element | undefined): Finding | null {
  if (kind !== OID.certificateBag && kind !== OID.crlBag) return null;
  const [inner] = children(bytes, expectTag(wrapper, 0xa0, 'an entry'));
  const [type, value] = children(bytes, expectTag(inner, TAG.sequence, 'an entry'));
  const form = readOid(bytes, expectTag(type, TAG.oid, 'the kind of a certificate'));
  if (form !== OID.x509 && form !== OID.x509Crl) return null;
  const [held] = children(bytes, expectTag(value, 0xa0, 'a certificate'));
  const der = content(bytes, expectTag(held, TAG.octetString, 'a certificate'));
  return kind === OID.crlBag ? tryParseCrl(der, 'The entry') : tryParse(der, 'The entry');
}

const nothingBeside = (): Beside => ({ name: null, key: null, trusted: false });

/** Rubbish in an attribute must not hide when the certificate ends. */
function attributesOf(bytes: Buffer, attributes: Element): Beside {
  const beside = nothingBeside();
  try {
    for (const attribute of children(bytes, attributes)) {
      const [type, values] = children(bytes, attribute);
      const [value] = values === undefined ? [] : children(bytes, values);
      if (type?.tag !== TAG.oid || value === undefined) continue;
      const kind = readOid(bytes, type);
      if (kind === OID.localKeyId) beside.key = content(bytes, value).toString('hex');
      else if (kind === OID.friendlyName) beside.name = slotName(bmpText(content(bytes, value)));
      else if (kind === OID.trusted) beside.trusted = true;
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return beside;
}

function bmpText(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

/**
 * A key's certificate with its chain is one slot; what is in no chain stands under its own name. Without a name, and
 * without a key, all are taken together, as the certificates of any file are.
 */
function itemsOf(bags: readonly Bag[]): Item[] {
  const keys = new Map(
    bags.flatMap(({ finding, name, key }) => (finding === null && key !== null ? [[key, name]] : [])),
  );
  const certificates = bags.filter(isCertificate);
  const isKeyed = ({ key }: Bag) => key !== null && keys.has(key);
  const chainOf = chains(certificates.filter((bag) => !isKeyed(bag)).map(({ finding }) => finding));
  const taken = new Set<Finding | null>();
  const items = certificates.filter(isKeyed).map(({ finding, name, key }): Item => {
    const chain = chainOf(finding);
    for (const one of [finding, ...chain]) taken.add(one);
    return {
      format: 'pkcs12',
      slot: name ?? keys.get(key ?? '') ?? null,
      findings: [finding, ...chain],
      chained: true,
    };
  });
  return [...items, ...bySlot(bags.filter(({ finding, trusted }) => trusted || !taken.has(finding)))];
}

function isCertificate(bag: Bag): bag is Bag & { finding: Parsed } {
  return bag.finding !== null && isParsed(bag.finding) && bag.finding.kind === 'certificate';
}

function bySlot(bags: readonly Bag[]): Item[] {
  const named = bags.flatMap(({ finding, name }) => (finding === null ? [] : [{ finding, name }]));
  return [...groupBy(named, ({ name }) => name)].map(([slot, held]) => ({
    format: 'pkcs12',
    slot,
    findings: held.map(({ finding }) => finding),
  }));
}
