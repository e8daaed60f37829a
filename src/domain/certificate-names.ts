/** Compares the names of certificates, derives entry names, and names certificates for people. */

import { capitalize } from '../lib/text/capitalize.ts';
import { truncateTo } from '../lib/text/truncate.ts';
import type { CertificateFacts, Entry, SubjectKind } from './index.ts';
import { getSubjectKind } from './sources/index.ts';

/** Lists the lower-case names of a certificate, or its subject if it has none. */
export function listNames({ common_name, sans, subject }: CertificateFacts): string[] {
  const names = common_name === null ? sans : [common_name, ...sans];
  return (names.length > 0 || subject === null ? names : [subject]).map((name) => name.toLowerCase());
}

/** Whether a certificate has every name of an older one. */
export function coversNames(facts: CertificateFacts, old: CertificateFacts): boolean {
  const names = new Set(listNames(facts));
  return listNames(old).every((name) => names.has(name));
}

/** Derives an entry name of at most `maxLength` characters; empty if no character of the text is allowed in a name. */
export function toEntryName(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  return text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, maxLength)
    .replace(/^[-.]+|(?<![-.])[-.]+$/g, '');
}

/** The limit is sufficient for most host names (RFC 1035 section 2.3.4 allows 253 characters), and short enough for a title. */
const MAX_NAME_LENGTH = 100;
const MAX_LOCATION_LENGTH = 120;

/** The item that an entry monitors at its locations. */
export interface SubjectNoun {
  kind: SubjectKind;
  /** The noun for it: `certificate`, `domain registration`, `license`. */
  what: string;
}

export const CERTIFICATE: SubjectNoun = { kind: 'certificate', what: 'certificate' };
const FIXTURE: SubjectNoun = { ...CERTIFICATE, kind: 'fixture' };

/** Resolves the noun for the locations of an entry. `entry` is null if it has been removed. */
export function resolveNoun(
  entry: Pick<Entry, 'source' | 'settings'> | null,
  locations: readonly string[],
): SubjectNoun {
  const kind = getSubjectKind(entry?.source ?? null, locations[0] ?? '');
  if (kind === 'certificate') return entry?.settings.fixture === undefined ? CERTIFICATE : FIXTURE;
  if (kind === 'domain') return { kind, what: 'domain registration' };
  // A date without a noun stands for a certificate that cannot be read.
  return { kind, what: (entry?.source.kind === 'expires' ? entry.source.what : null) ?? CERTIFICATE.what };
}

/** Whether texts call the item a certificate. */
export function isCalledCertificate({ what }: { what: string | null }): boolean {
  return what === CERTIFICATE.what;
}

export interface NamedCertificate {
  /** The name of the entry. */
  name: string;
  /** Default: a certificate. */
  noun?: SubjectNoun;
  /** The names of its locations, only for a domain. */
  locations?: readonly string[];
  /** The facts; null if it was never read. */
  facts: Pick<CertificateFacts, 'common_name' | 'sans' | 'subject'> | null;
  /** The locations that distinguish it from the other certificates or locations of the entry; null if the name is enough. */
  distinguishing_locations: readonly string[] | null;
}

/**
 * Formats the display name: `shop`, or `www.example.com (certs/shop.pem and 2 more)` for one of several certificates; `Domain registration
 * of example.org`; `License NAME`. The result is one line without control characters, because names in certificates are untrusted.
 */
export function formatDisplayName({
  name,
  noun = CERTIFICATE,
  facts,
  locations = [],
  distinguishing_locations,
}: NamedCertificate): string {
  if (noun.kind === 'domain') return `Domain registration of ${findDomain(facts, locations) ?? name}`;
  if (!isCalledCertificate(noun)) return `${capitalize(toOneLine(noun.what))} ${name}`;
  if (distinguishing_locations === null) return name;
  const common = truncateTo(toOneLine(facts === null ? '' : findName(facts)), MAX_NAME_LENGTH);
  const [location] = distinguishing_locations;
  if (location === undefined) return common || name;
  const more = distinguishing_locations.length > 1 ? ` and ${distinguishing_locations.length - 1} more` : '';
  return `${common || name} (${truncateTo(toOneLine(removeFingerprint(location)), MAX_LOCATION_LENGTH)}${more})`;
}

/** Finds the domain of a registration. If it was never read, the domain is in the name of its location. */
function findDomain(facts: NamedCertificate['facts'], [location = '']: readonly string[]): string | null {
  return facts?.common_name ?? (/^domain:(.*)$/s.exec(location)?.[1] || null);
}

/** Returns the common name, else the first subject alternative name, else the subject. Returns an empty text if all are missing. */
function findName({ common_name, sans, subject }: NonNullable<NamedCertificate['facts']>): string {
  return common_name ?? sans[0] ?? subject ?? '';
}

/** Converts `bundle.pem#0123456789ab` to `bundle.pem`, because the fingerprint is of no use to people. */
function removeFingerprint(location: string): string {
  return location.replace(/#[0-9a-f]{12}$/, '');
}

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\s]+/gu;

function toOneLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ').trim();
}

const KEY_NAME = /\.key$|-key\.pem$/;

/** Whether a field of a document or Secret with this name has a private key. */
export function isPrivateKeyName(name: string): boolean {
  return KEY_NAME.test(name);
}
