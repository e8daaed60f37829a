/**
 * Distinguishes current certificates of an inventory from those that expired long ago, or that a later one for the same names supersedes.
 */

import { hash, X509Certificate } from 'node:crypto';
import type { InventoryItem } from '../../domain/index.ts';
import { DAY } from '../../domain/thresholds.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';

export interface CertificateSummary {
  /** A text that is equal for certificates of the same issuer for the same names. */
  names: string;
  /** Milliseconds. */
  from: number;
  to: number;
}

/** Summarizes a certificate in PEM or DER; null if it cannot be parsed. */
export function summarizeCertificate(content: string | Uint8Array): CertificateSummary | null {
  try {
    const { issuer, subject, subjectAltName = '', validFrom, validTo, ca } = new X509Certificate(content);
    const sans = subjectAltName.split(', ').sort();
    const names = JSON.stringify([issuer, subject, sans, ca]);
    return { names, from: Date.parse(validFrom), to: Date.parse(validTo) };
  } catch {
    // The certificate is monitored, and reported as unreadable.
    return null;
  }
}

const MIN_HASHED_LENGTH = 64;

/** Summarizes the certificate of an item, or its fields if it has none; null if they do not identify it. */
export function summarizeItem(item: InventoryItem): CertificateSummary | null {
  const [content] = item.contents;
  const parsed = content === undefined ? summarizeFields(item) : summarizeCertificate(decodeBase64(content));
  if (parsed === null) return null;
  // The names of each item are kept until all pages are read, so long names are hashed.
  const { names } = parsed;
  return { ...parsed, names: names.length > MIN_HASHED_LENGTH ? hash('sha256', names, 'base64') : names };
}

/** Decodes base64 to DER; Node reads the other formats. */
function decodeBase64(content: Uint8Array): Uint8Array {
  const text = Buffer.from(content).toString('latin1').trim();
  return /^[A-Za-z0-9+/\s]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : content;
}

function summarizeFields({
  issuer,
  common_name,
  sans,
  valid_from,
  valid_to,
}: InventoryItem): CertificateSummary | null {
  if (valid_to === null || (common_name === null && sans.length === 0)) return null;
  const names = JSON.stringify([issuer, common_name, [...sans].sort()]);
  return { names, from: valid_from === null ? 0 : parseIsoTime(valid_from), to: parseIsoTime(valid_to) };
}

/** Finds the certificates with a later one for the same names, by expiry, then by issuance. */
export function findSuperseded<Key>(summaries: ReadonlyMap<Key, CertificateSummary>): Set<Key> {
  const latest = new Map<string, CertificateSummary>();
  for (const summary of summaries.values()) {
    const known = latest.get(summary.names);
    if (known === undefined || isLater(summary, known)) latest.set(summary.names, summary);
  }
  return new Set([...summaries].flatMap(([key, summary]) => (latest.get(summary.names) === summary ? [] : [key])));
}

function isLater(a: CertificateSummary, b: CertificateSummary): boolean {
  return a.to > b.to || (a.to === b.to && a.from > b.from);
}

/** Whether an item expired more than a number of days ago; false without a known expiry. `now`: milliseconds. */
export function isExpiredFor(days: number, item: InventoryItem, now: number): boolean {
  const expiry = findExpiry(item);
  return expiry !== null && now - expiry > days * DAY;
}

function findExpiry({ valid_to, contents: [content] }: InventoryItem): number | null {
  if (valid_to !== null) return parseIsoTime(valid_to);
  return content === undefined ? null : (summarizeCertificate(decodeBase64(content))?.to ?? null);
}
