/** Checks the names on a path against the name constraints of its CAs (RFC 5280 section 4.2.1.10). */

import type { GeneralName, NameKind, PathFields } from '../domain/index.ts';
import { formatOctets } from '../lib/host-port.ts';
import { parseAddressBytes } from './match-hostname.ts';

/** The maximum of comparisons between names and subtrees for one path. Only an attack needs more. */
const MAX_COMPARISONS = 250_000;

export interface ConstraintViolation {
  /** The certificate with the name, and the CA that does not permit it. */
  certificate: PathFields;
  authority: PathFields;
  name: string;
}

/** Finds the first name that is not permitted on a path from the leaf to the anchor. Returns `too-complex` if a limit is reached. */
export function findConstraintViolation(path: readonly PathFields[]): ConstraintViolation | 'too-complex' | null {
  let left = MAX_COMPARISONS;
  for (const [index, authority] of path.entries()) {
    const { constraints } = authority;
    if (constraints === null) continue;
    for (const certificate of path.slice(0, index)) {
      // RFC 5280 section 6.1.3 (b): self-issued certificates are exempt, except for the leaf.
      if (certificate !== path[0] && isSelfIssued(certificate)) continue;
      for (const name of listConstrainedNames(certificate, certificate === path[0])) {
        left -= constraints.permitted.length + constraints.excluded.length;
        if (left < 0) return 'too-complex';
        const { permitted, excluded, bounded } = constraints;
        if (!isPermitted(name, permitted, excluded, bounded)) {
          return { certificate, authority, name: describeName(name, certificate) };
        }
      }
    }
  }
  return null;
}

/** Whether subject and issuer have the same name (RFC 5280 section 3.2). */
export function isSelfIssued({ subject, issuer }: PathFields): boolean {
  return isSameName(subject, issuer);
}

/** Compares normalized names (RFC 5280 section 7.1). */
export function isSameName(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index]);
}

/**
 * The alternative names and the subject, and the mail addresses in the subject, as in OpenSSL: RFC 5280 section 4.2.1.10 requires them only
 * without a mail address in the alternative names. If those of the leaf have no DNS name, also the common names that look like one.
 */
function listConstrainedNames({ subject, names }: PathFields, isLeaf: boolean): GeneralName[] {
  const listValues = (kind: 'email' | 'dns', pattern: RegExp): GeneralName[] =>
    subject
      .flatMap((part) => part.match(pattern)?.map((found) => found.replace(/^\+?\w+=/, '')) ?? [])
      .map((text) => ({ kind, text, bytes: null, parts: [] }));
  const directory = subject.length === 0 ? [] : [{ kind: 'directory' as const, text: '', bytes: null, parts: subject }];
  const isNamed = names.some(({ kind }) => kind === 'dns');
  const hosts =
    isLeaf && !isNamed ? listValues('dns', /(?:^|\+)cn=[^+]*/g).filter(({ text }) => HOST_NAME.test(text)) : [];
  return [...names, ...directory, ...listValues('email', /(?:^|\+)emailaddress=[^+]*/g), ...hosts];
}

/** A name of at least two labels (`cn2dnsid` of OpenSSL). */
const HOST_NAME = /^\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)+$/;

function isPermitted(
  name: GeneralName,
  permitted: readonly GeneralName[],
  excluded: readonly GeneralName[],
  bounded: boolean,
): boolean {
  const ofKind = (list: readonly GeneralName[]) => list.filter((base) => appliesTo(base, name));
  const [within, outside] = [ofKind(permitted), ofKind(excluded)];
  if (within.length + outside.length === 0) return true;
  const compare = COMPARE[name.kind];
  // A name that cannot be compared must be rejected (RFC 5280 section 4.2.1.10).
  if (bounded || compare === null || !isComparable(name) || ![...within, ...outside].every(isComparableBase))
    return false;
  if (outside.some((subtree) => compare(name, subtree, true))) return false;
  return within.length === 0 || within.some((subtree) => compare(name, subtree, false));
}

/** Whether a constraint is for names of this kind. Constraints for `other` names each apply to one type. */
function appliesTo(base: GeneralName, { kind, text }: GeneralName): boolean {
  if (kind === 'smtp-utf8') return base.kind === 'email';
  return base.kind === kind && (kind !== 'other' || base.text === text);
}

/**
 * These names cannot be compared: a URI without a host or with an address as its host, a DNS name with a trailing dot, and a mail address
 * without a domain.
 */
function isComparable(name: GeneralName): boolean {
  if (name.kind === 'dns') return !name.text.endsWith('.');
  if (name.kind === 'email' || name.kind === 'smtp-utf8') return name.text.includes('@');
  if (name.kind !== 'uri') return true;
  const host = parseUriHost(name.text);
  return host !== '' && parseAddressBytes(host) === null;
}

/** Whether an address is followed by its mask. OpenSSL takes a base of another length for an error. */
function isComparableBase({ kind, bytes }: GeneralName): boolean {
  return kind !== 'ip' || bytes?.length === 8 || bytes?.length === 32;
}

type Compare = (name: GeneralName, subtree: GeneralName, isExcluded: boolean) => boolean;

const COMPARE = {
  dns: ({ text }, subtree, isExcluded) => {
    const [name, base] = [text.toLowerCase(), subtree.text.toLowerCase()];
    // A wildcard covers names that may be excluded, although it is not itself one of them.
    const covered = isExcluded && name.startsWith('*.') && base.endsWith(name.slice(1)) ? base : name;
    return isUnder(covered, base);
  },
  uri: ({ text }, subtree) => isHostIn(parseUriHost(text), subtree.text),
  email: compareMail,
  'smtp-utf8': compareMail,
  ip: ({ bytes }, { bytes: network }) => {
    if (bytes === null || network === null || network.length !== 2 * bytes.length) return false;
    return bytes.every((byte, at) => {
      const mask = network[bytes.length + at] ?? 0;
      return (byte & mask) === ((network[at] ?? 0) & mask);
    });
  },
  directory: ({ parts }, subtree) => subtree.parts.every((part, index) => part === parts[index]),
  other: null,
  registered: null,
  x400: null,
  'edi-party': null,
} satisfies Record<NameKind, Compare | null>;

function compareMail({ text }: GeneralName, subtree: GeneralName): boolean {
  const at = text.lastIndexOf('@');
  const host = text.slice(at + 1);
  if (!subtree.text.includes('@')) return isHostIn(host, subtree.text);
  const from = subtree.text.lastIndexOf('@');
  const sameHost = host.toLowerCase() === subtree.text.slice(from + 1).toLowerCase();
  return sameHost && text.slice(0, at) === subtree.text.slice(0, from);
}

/** A DNS constraint matches the name and its subdomains; only the subdomains if it begins with a dot, as some CAs write it. */
function isUnder(name: string, base: string): boolean {
  if (base === '' || name === base) return true;
  return name.endsWith(base.startsWith('.') ? base : `.${base}`);
}

/** A constraint for URIs and mail matches one host, or all hosts below it if it begins with a dot. */
function isHostIn(host: string, base: string): boolean {
  const [name, suffix] = [host.toLowerCase(), base.toLowerCase()];
  return suffix.startsWith('.') ? name.endsWith(suffix) && name !== suffix : suffix === '' || name === suffix;
}

/** Returns the host of a URI or mail address; an empty text if it has none. */
export function readHost({ kind, text }: GeneralName): string {
  return kind === 'uri' ? parseUriHost(text) : text.slice(text.lastIndexOf('@') + 1);
}

/** Returns an empty text if the URI has no host. */
function parseUriHost(uri: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(uri)?.[1] ?? '';
}

function describeName({ kind, text, bytes }: GeneralName, certificate: PathFields): string {
  if (bytes !== null) return formatOctets(bytes) ?? 'an address';
  if (kind === 'directory') return `the subject of ${certificate.name}`;
  if (kind === 'other') return `a name of the type ${text}`;
  return text || 'a name of an unsupported kind';
}
