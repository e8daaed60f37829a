/** Whether the names of a path keep to the name constraints of its authorities (RFC 5280 section 4.2.1.10). */

import type { GeneralName, NameKind, PathFields } from '../domain/index.ts';
import { parseAddressBytes } from './match-hostname.ts';

/** Comparisons of a name with a subtree that one path may cost; what wants more is an attack. */
const MAX_COMPARISONS = 250_000;

export interface ConstraintViolation {
  /** The certificate whose name it is, and the authority that forbids it. */
  certificate: PathFields;
  authority: PathFields;
  name: string;
}

/**
 * The first name that is not permitted on a path, which runs from the leaf to the anchor; null where there is none, and
 * `too-complex` where telling would take too long.
 */
export function findConstraintViolation(path: readonly PathFields[]): ConstraintViolation | 'too-complex' | null {
  let left = MAX_COMPARISONS;
  for (const [index, authority] of path.entries()) {
    const { constraints } = authority;
    if (constraints === null) continue;
    for (const certificate of path.slice(0, index)) {
      // Section 6.1.3 (b): of the authorities that issued to themselves nothing is asked, of the leaf always.
      if (certificate !== path[0] && isSelfIssued(certificate)) continue;
      for (const name of listConstrainedNames(certificate)) {
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

export function isSelfIssued({ subject, issuer }: PathFields): boolean {
  return subject.length === issuer.length && subject.every((part, index) => part === issuer[index]);
}

/** Its alternative names and its subject; of the latter the mail addresses too where the former have none. */
function listConstrainedNames({ subject, names }: PathFields): GeneralName[] {
  const own = subject.length === 0 ? [] : [{ kind: 'directory' as const, text: '', bytes: null, parts: subject }];
  const mail = names.some(({ kind }) => kind === 'email')
    ? []
    : subject.flatMap((part) => /(?:^|\+)emailaddress=([^+]*)/.exec(part)?.[1] ?? []);
  return [...names, ...own, ...mail.map((text) => ({ kind: 'email' as const, text, bytes: null, parts: [] }))];
}

function isPermitted(
  name: GeneralName,
  permitted: readonly GeneralName[],
  excluded: readonly GeneralName[],
  bounded: boolean,
): boolean {
  const ofKind = (list: readonly GeneralName[]) => list.filter(({ kind }) => kind === name.kind);
  const [within, without] = [ofKind(permitted), ofKind(excluded)];
  if (within.length + without.length === 0) return true;
  const compare = COMPARE[name.kind];
  // What cannot be compared must be refused (section 4.2.1.10).
  if (bounded || compare === null || !isComparable(name)) return false;
  if (without.some((subtree) => compare(name, subtree, 'excluded'))) return false;
  return within.length === 0 || within.some((subtree) => compare(name, subtree, 'permitted'));
}

/** A URI without a host, or with an address for one, has nothing that could be compared. */
function isComparable(name: GeneralName): boolean {
  if (name.kind !== 'uri') return true;
  const host = parseUriHost(name.text);
  return host !== null && parseAddressBytes(host) === null;
}

type Compare = (name: GeneralName, subtree: GeneralName, list: 'permitted' | 'excluded') => boolean;

const COMPARE = {
  dns: ({ text }, subtree, list) => {
    const [own, base] = [text.toLowerCase(), subtree.text.toLowerCase()];
    // A wildcard stands for names that may be excluded, although it is none of them itself.
    const meant = list === 'excluded' && own.startsWith('*.') && base.endsWith(own.slice(1)) ? base : own;
    return isUnder(meant, base);
  },
  uri: ({ text }, subtree) => isHostIn(parseUriHost(text) ?? '', subtree.text),
  email: ({ text }, subtree) => {
    const at = text.lastIndexOf('@');
    const host = text.slice(at + 1);
    if (!subtree.text.includes('@')) return isHostIn(host, subtree.text);
    const from = subtree.text.lastIndexOf('@');
    const sameHost = host.toLowerCase() === subtree.text.slice(from + 1).toLowerCase();
    return sameHost && text.slice(0, at) === subtree.text.slice(0, from);
  },
  ip: ({ bytes }, { bytes: network }) => {
    if (bytes === null || network === null || network.length !== 2 * bytes.length) return false;
    return bytes.every((byte, at) => {
      const mask = network[bytes.length + at] ?? 0;
      return (byte & mask) === ((network[at] ?? 0) & mask);
    });
  },
  directory: ({ parts }, subtree) => subtree.parts.every((part, index) => part === parts[index]),
  other: null,
} satisfies Record<NameKind, Compare | null>;

/** DNS: the name itself and all under it; with a dot at its head, which some authorities write, those under it alone. */
function isUnder(name: string, base: string): boolean {
  if (base === '' || name === base) return true;
  return name.endsWith(base.startsWith('.') ? base : `.${base}`);
}

/** URIs and mail: one host, or with a dot at its head all hosts under it. */
function isHostIn(host: string, base: string): boolean {
  const [own, given] = [host.toLowerCase(), base.toLowerCase()];
  return given.startsWith('.') ? own.endsWith(given) && own !== given : given === '' || own === given;
}

function parseUriHost(uri: string): string | null {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)/i.exec(uri)?.[1];
  return authority || null;
}

function describeName({ kind, text, bytes }: GeneralName, certificate: PathFields): string {
  if (kind === 'ip' && bytes !== null) return bytes.length === 4 ? bytes.join('.') : 'an IPv6 address';
  if (kind === 'directory') return `the subject of ${certificate.name}`;
  return text || 'a name of a kind that cannot be compared';
}
