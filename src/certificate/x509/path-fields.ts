/** What the validation of paths needs of a certificate; read only where a path is looked for. */

import { hash } from 'node:crypto';
import type { PathFields } from '../../domain/index.ts';
import {
  type Element,
  expectTag,
  MalformedError,
  readChildren,
  readElement,
  readIntegerHex,
  TAG,
} from '../asn1/der.ts';
import {
  readAuthorityKeyId,
  readBasicConstraints,
  readExtendedKeyUsages,
  readExtensions,
  readIssuerUrls,
  readKeyUsages,
} from './details.ts';
import { readGeneralNames, readNameConstraints, readNormalizedName } from './general-names.ts';
import { type Parsed, tryParse } from './parse.ts';

/** Reads a certificate's DER, or what was parsed of it already; null where it is none. */
export function readPathFields(source: Uint8Array | Parsed): PathFields | null {
  const parsed = 'der' in source ? source : tryParse(Buffer.from(source.buffer, source.byteOffset, source.byteLength));
  if ('code' in parsed || parsed.kind !== 'certificate') return null;
  try {
    return read(parsed);
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}

function read(parsed: Parsed): PathFields {
  const { der: bytes, fingerprint, facts } = parsed;
  const [tbs] = readChildren(bytes, readElement(bytes, 0, bytes.length));
  const fields = readChildren(bytes, expectTag(tbs, TAG.sequence, 'the signed part'));
  const version = fields[0]?.tag === 0xa0 ? readChildren(bytes, fields[0])[0] : undefined;
  const first = fields[0]?.tag === 0xa0 ? 1 : 0;
  const nameAt = (offset: number) =>
    readNormalizedName(bytes, expectTag(fields[first + offset], TAG.sequence, 'a name'));
  const key = expectTag(fields[first + 5], TAG.sequence, 'the public key');
  return {
    der: bytes,
    fingerprint,
    name: facts.common_name || facts.subject || '(no name)',
    issuer_name: facts.issuer || '(no name)',
    subject: nameAt(4),
    issuer: nameAt(2),
    version: version === undefined ? 1 : Number.parseInt(readIntegerHex(bytes, version), 16) + 1,
    valid_from: facts.valid_from === null ? null : Date.parse(facts.valid_from),
    valid_to: Date.parse(facts.valid_to),
    key: hash('sha256', bytes.subarray(key.at, key.end), 'base64'),
    subject_key_id: parsed.subject_key_id,
    authority_key_id: parsed.authority_key_id,
    key_algorithm: facts.key_algorithm ?? '',
    key_size: facts.key_size,
    signature_algorithm: facts.signature_algorithm ?? '',
    ...readUses(bytes, fields),
  };
}

type Uses = Pick<
  PathFields,
  'basic_constraints' | 'key_usages' | 'extended_key_usages' | 'names' | 'constraints' | 'unreadable' | 'issuer_urls'
>;

/** How each extension is read into what it says. */
const READERS: Readonly<Record<string, (uses: Uses, bytes: Buffer, value: Element) => void>> = {
  '2.5.29.15': (uses, bytes, value) => {
    uses.key_usages = readKeyUsages(bytes, value);
  },
  '2.5.29.17': (uses, bytes, value) => {
    uses.names = readGeneralNames(bytes, expectTag(value, TAG.sequence, 'the names'));
  },
  '2.5.29.19': (uses, bytes, value) => {
    uses.basic_constraints = readBasicConstraints(bytes, expectTag(value, TAG.sequence, 'the constraints'));
  },
  '2.5.29.30': (uses, bytes, value) => {
    uses.constraints = readNameConstraints(bytes, expectTag(value, TAG.sequence, 'the constraints'));
  },
  '2.5.29.35': (_, bytes, value) => void readAuthorityKeyId(bytes, expectTag(value, TAG.sequence, 'the identifier')),
  '2.5.29.37': (uses, bytes, value) => {
    uses.extended_key_usages = readExtendedKeyUsages(bytes, expectTag(value, TAG.sequence, 'the usages'));
  },
  '1.3.6.1.5.5.7.1.1': (uses, bytes, value) => {
    uses.issuer_urls = readIssuerUrls(bytes, value);
  },
};

/**
 * Critical ones that change nothing here: certificate policies and what qualifies them (no policy is asked for),
 * distribution points, the must-staple feature, and the key identifier of the subject.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  '2.5.29.14',
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
  '1.3.6.1.5.5.7.1.24',
]);

function readUses(bytes: Buffer, fields: readonly Element[]): Uses {
  const uses: Uses = {
    basic_constraints: null,
    key_usages: null,
    extended_key_usages: null,
    names: [],
    constraints: null,
    unreadable: [],
    issuer_urls: [],
  };
  for (const [oid, { value, critical }] of readExtensions(bytes, fields)) {
    const reader = READERS[oid];
    if (reader === undefined) {
      if (critical && !HARMLESS.has(oid)) uses.unreadable.push(oid);
      continue;
    }
    try {
      reader(uses, value, readElement(value, 0, value.length));
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      uses.unreadable.push(oid);
    }
  }
  return uses;
}
