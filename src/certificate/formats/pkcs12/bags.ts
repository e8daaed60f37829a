/** The entries of a PKCS#12 keystore ("bags", RFC 7292 section 4.2), which become slots. */

import { groupBy } from '../../../lib/collections.ts';
import {
  type Element,
  expectTag,
  ignoreMalformed,
  MalformedError,
  readChildren,
  readContent,
  readOid,
  TAG,
} from '../../asn1/der.ts';
import { createFailure } from '../../failures.ts';
import { formatSlotName, isParsed, type Slot, type SlotContent } from '../../format-types.ts';
import { createChainFinder } from '../../order-chain.ts';
import { parseCrl } from '../../revocation/crl-summary.ts';
import { type ParsedCertificate, parseCertificate } from '../../x509/parse.ts';

const OID = {
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  crlBag: '1.2.840.113549.1.12.10.1.4',
  secretBag: '1.2.840.113549.1.12.10.1.5',
  nestedBag: '1.2.840.113549.1.12.10.1.6',
  sdsi: '1.2.840.113549.1.9.22.2',
  x509: '1.2.840.113549.1.9.22.1',
  x509Crl: '1.2.840.113549.1.9.23.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  // The attribute with which Java marks a trusted certificate entry.
  trusted: '2.16.840.1.113894.746875.1.1',
} as const;

/** A certificate, a revocation list or a key, with its attributes. `content` is null for a key. */
export interface Bag {
  content: SlotContent | null;
  name: string | null;
  /** The key ID in hex. A key and its certificate have the same. */
  keyId: string | null;
  /** Whether the certificate is an entry of its own, even if it is also in the chain of another one. */
  trusted: boolean;
}

/** A PKCS#12 keystore, as a failure names it. */
export const KEYSTORE = 'a PKCS#12 keystore';

type BagAttributes = Omit<Bag, 'content'>;

/** The format allows nesting, but no tool uses it. */
const MAX_DEPTH = 4;

/** Reads the bags in a SafeContents. Throws MalformedError. */
export function readBags(bytes: Buffer, contents: Element, depth = 0): Bag[] {
  if (depth > MAX_DEPTH) throw new MalformedError('it is nested too deeply');
  return readChildren(bytes, expectTag(contents, TAG.sequence, 'a list of entries')).flatMap((bag) => {
    const [type, wrapper, attributes] = readChildren(bytes, expectTag(bag, TAG.sequence, 'an entry'));
    const kind = readOid(bytes, expectTag(type, TAG.oid, 'the kind of an entry'));
    if (kind === OID.nestedBag) {
      const [nested] = readChildren(bytes, expectTag(wrapper, 0xa0, 'an entry'));
      return readBags(bytes, expectTag(nested, TAG.sequence, 'a list of entries'), depth + 1);
    }
    const content = kind === OID.keyBag || kind === OID.shroudedKeyBag ? null : readBagContent(bytes, kind, wrapper);
    return content === 'other' ? [] : [{ content, ...readAttributes(bytes, attributes) }];
  });
}

/** The kinds of RFC 7292, section 4.2, that do not expire, or are not X.509. Of another kind is only a damaged entry. */
const OTHER: ReadonlySet<string> = new Set([OID.secretBag, OID.sdsi]);

/** Returns `other` for a secret, and for a certificate that is not X.509. */
function readBagContent(bytes: Buffer, kind: string, wrapper: Element | undefined): SlotContent {
  if (kind !== OID.certificateBag && kind !== OID.crlBag) return createOtherContent(kind);
  const [inner] = readChildren(bytes, expectTag(wrapper, 0xa0, 'an entry'));
  const [type, value] = readChildren(bytes, expectTag(inner, TAG.sequence, 'an entry'));
  const form = readOid(bytes, expectTag(type, TAG.oid, 'the kind of a certificate'));
  if (form !== OID.x509 && form !== OID.x509Crl) return createOtherContent(form);
  const [octets] = readChildren(bytes, expectTag(value, 0xa0, 'a certificate'));
  const der = readContent(bytes, expectTag(octets, TAG.octetString, 'a certificate'));
  return kind === OID.crlBag ? parseCrl(der, 'The entry') : parseCertificate(der, 'The entry');
}

function createOtherContent(kind: string): SlotContent {
  return OTHER.has(kind)
    ? 'other'
    : createFailure('container-malformed', 'The file', KEYSTORE, 'it has an entry of an unknown kind');
}

/** Malformed attributes are ignored: they must not hide when the certificate expires. */
function readAttributes(bytes: Buffer, set: Element | undefined): BagAttributes {
  const attributes: BagAttributes = { name: null, keyId: null, trusted: false };
  if (set?.tag !== TAG.set) return attributes;
  ignoreMalformed(() => {
    for (const attribute of readChildren(bytes, set)) readAttribute(bytes, attribute, attributes);
  });
  return attributes;
}

function readAttribute(bytes: Buffer, attribute: Element, attributes: BagAttributes): void {
  const [type, values] = readChildren(bytes, attribute);
  const [value] = values === undefined ? [] : readChildren(bytes, values);
  if (type?.tag !== TAG.oid || value === undefined) return;
  const kind = readOid(bytes, type);
  if (kind === OID.localKeyId) attributes.keyId = readContent(bytes, value).toString('hex');
  else if (kind === OID.friendlyName) attributes.name = formatSlotName(decodeBmpString(readContent(bytes, value)));
  else if (kind === OID.trusted) attributes.trusted = true;
}

function decodeBmpString(bytes: Buffer): string {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString('utf16le');
}

/**
 * The certificate of a key with its chain is one slot. As in Java, its issuers may have keys, and slots, of their own. Certificates outside
 * of any chain are slots by their names. Certificates without a name and a key are grouped like the certificates of any file.
 */
export function groupBags(bags: readonly Bag[]): Slot[] {
  const keys = new Map(bags.flatMap(({ content, name, keyId }) => (content === null ? [[keyId, name]] : [])));
  const certificates = bags.filter(isCertificate);
  const hasKey = ({ keyId }: Bag) => keyId !== null && keys.has(keyId);
  const findChain = createChainFinder(certificates.map(({ content }) => content));
  const chained = new Set<SlotContent | null>();
  const slots = certificates.filter(hasKey).map(({ content, name, keyId }): Slot => {
    const contents = [content, ...findChain(content)];
    for (const one of contents) chained.add(one);
    return { format: 'pkcs12', name: name ?? keys.get(keyId) ?? null, contents, chained: true };
  });
  // OpenSSL stores a certificate a second time, without a name, if the file with its chain contains it too.
  const fingerprints = new Set(
    slots.flatMap(({ contents }) => contents.filter(isParsed).map((one) => one.fingerprint)),
  );
  const isCopy = (bag: Bag) => bag.name === null && isCertificate(bag) && fingerprints.has(bag.content.fingerprint);
  return [...slots, ...groupByName(bags.filter((bag) => bag.trusted || !(chained.has(bag.content) || isCopy(bag))))];
}

function isCertificate(bag: Bag): bag is Bag & { content: ParsedCertificate } {
  return bag.content !== null && isParsed(bag.content) && bag.content.kind === 'certificate';
}

function groupByName(bags: readonly Bag[]): Slot[] {
  const named = bags.flatMap(({ content, name }) => (content === null ? [] : [{ content, name }]));
  return [...groupBy(named, ({ name }) => name)].map(([name, members]) => ({
    format: 'pkcs12',
    name,
    contents: members.map(({ content }) => content),
  }));
}
