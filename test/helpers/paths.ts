/** Creates certificates with everything that path validation checks. */

import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import {
  type CreatedCertificate,
  createCertificate,
  createKeys,
  type Keys,
} from '../../src/app/demo/create-certificate.ts';
import { parsePathFields } from '../../src/certificate/x509/path-fields.ts';
import type { PathFields, Trust } from '../../src/domain/index.ts';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../src/trust/validate-path.ts';
import { der } from './certificates.ts';

/** The current time in the tests. */
export const NOW = Date.parse('2026-06-01T00:00:00Z');

export interface LinkOptions {
  /** A plain name is a common name. */
  subject?: string;
  issuer?: CreatedCertificate;
  keys?: Keys;
  /** Days from now. */
  from?: number;
  to?: number;
  ca?: boolean;
  pathLength?: number;
  sans?: readonly { type: 'dns' | 'ip' | 'email' | 'url'; value: string }[];
  usages?: x509.KeyUsageFlags;
  /** A dotted object identifier. */
  purposes?: readonly string[];
  constraints?: { permitted?: readonly ConstraintBase[]; excluded?: readonly ConstraintBase[] };
  issuerUrl?: string;
  /** Leaves out the key identifiers. */
  unidentified?: boolean;
  /** Leaves out the basic constraints. */
  unmarked?: boolean;
  critical?: string;
  /** Hex. Default: random. */
  serial?: string;
  /** In addition to the extensions from the options above. */
  more?: readonly x509.Extension[];
}

/** Trusted until, in days from now. */
export function countTrustedDays({ effective_valid_to }: Trust): number | null {
  return effective_valid_to === null ? null : (Date.parse(effective_valid_to) - NOW) / 86_400_000;
}

export const dns = (value: string) => ({ type: 'dns', value }) as const;

/** A base of a name constraint: its kind, and its text, the octets of a network, or the DER of a name. */
export type ConstraintBase = ['dns' | 'email' | 'uri' | 'ip' | 'directory', Uint8Array | string];

const TAGS = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87, directory: 0xa4 } as const;
const DAY = 86_400_000;

export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** Reused key pairs, because key generation is slow. */
const pairs: Promise<Keys>[] = [];
let next = 0;

/** The next of 24 pairs. */
export function nextKeys(): Promise<Keys> {
  const at = next % 24;
  next += 1;
  pairs[at] ??= createKeys();
  return pairs[at];
}

/** Creates a CA by default, valid from a year before `now` (milliseconds) to a year after. */
export async function link(options: LinkOptions = {}, now = NOW): Promise<CreatedCertificate> {
  const { subject = `link ${next}`, issuer, from = -365, to = 365 } = options;
  const keys = options.keys ?? (await nextKeys());
  return createCertificate({
    subject: subject.includes('=') || subject === '' ? subject : `CN=${subject}`,
    notBefore: new Date(now + from * DAY),
    notAfter: new Date(now + to * DAY),
    ...(issuer && { issuer }),
    keys,
    ...(options.serial !== undefined && { serial: options.serial }),
    extensions: createExtensions(options, keys, (issuer?.keys ?? keys).id),
  });
}

/** Creates a leaf, by default for `www.example.com`. */
export function leaf(options: LinkOptions = {}): Promise<CreatedCertificate> {
  const sans = [{ type: 'dns', value: 'www.example.com' }] as const;
  return link({ ca: false, subject: 'leaf', sans, ...options });
}

const CA_USAGES = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;

function createExtensions(options: LinkOptions, keys: Keys, issuerId: string): x509.Extension[] {
  const {
    ca = true,
    pathLength,
    sans = [],
    usages = ca ? CA_USAGES : undefined,
    purposes,
    constraints,
    issuerUrl,
    unidentified,
    unmarked,
    critical,
    more = [],
  } = options;
  return [
    ...(unmarked ? [] : [new x509.BasicConstraintsExtension(ca, pathLength, true)]),
    ...(usages === undefined ? [] : [new x509.KeyUsagesExtension(usages, true)]),
    ...(purposes === undefined ? [] : [new x509.ExtendedKeyUsageExtension([...purposes])]),
    ...(sans.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...sans])]),
    ...(constraints === undefined ? [] : [constraintsExtension(constraints)]),
    ...(issuerUrl === undefined ? [] : [new x509.AuthorityInfoAccessExtension({ caIssuers: [issuerUrl] })]),
    ...(unidentified
      ? []
      : [new x509.SubjectKeyIdentifierExtension(keys.id), new x509.AuthorityKeyIdentifierExtension(issuerId)]),
    ...(critical === undefined ? [] : [new x509.Extension(critical, true, der(0x05))]),
    ...more,
  ];
}

function constraintsExtension({ permitted = [], excluded = [] }: NonNullable<LinkOptions['constraints']>) {
  const subtrees = (tag: number, bases: readonly ConstraintBase[]) =>
    bases.length === 0 ? [] : [der(tag, ...bases.map(([kind, value]) => der(0x30, der(TAGS[kind], value))))];
  const value = der(0x30, ...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded));
  return new x509.Extension('2.5.29.30', true, value);
}

/** Reads the fields that path validation uses. */
export function readCertificate(made: Pick<CreatedCertificate, 'der'>): PathFields {
  const certificate = parsePathFields(made.der);
  if (certificate === null) throw new Error('not a certificate');
  return certificate;
}

/** Validates the sent certificates, the leaf first. */
export function validateTrust(
  sent: readonly Pick<CreatedCertificate, 'der'>[],
  anchors: readonly Pick<CreatedCertificate, 'der'>[],
  { host = null, now = NOW }: { host?: string | null; now?: number } = {},
): Trust {
  const [first, ...others] = sent.map(readCertificate);
  if (first === undefined) throw new Error('nothing was sent');
  return validateChain(
    { sent: [first, ...others], anchors: indexAnchors(anchors.map(readCertificate)), host, now },
    createSignatureVerifier(),
  );
}
