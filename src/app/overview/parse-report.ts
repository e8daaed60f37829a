/** Reads the report of another repository, which is not trusted: only data that a scan can write is accepted. */

import { limitFact } from '../../domain/limit-facts.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { readSingleFileZip } from '../../lib/files/zip.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

/** The maximum size, for more than 10,000 certificates with about 2 kB each. */
export const MAX_REPORT_BYTES = 32 * 1024 * 1024;
/** The maximum number of certificates and their locations: metrics repeat the labels of a certificate for each of its locations. */
const MAX_LOCATIONS = 50_000;

/** Parses the report in an artifact. Unknown fields, such as those of a later version, are left out. */
export async function parseReport(archive: Buffer): Promise<Report | 'invalid' | 'too-large'> {
  const bytes = readSingleFileZip(archive, MAX_REPORT_BYTES);
  if (typeof bytes === 'string') return bytes;
  const value = parseJson(bytes);
  // Only an overview needs this validator, which is large.
  const { validateReport } = await import('../../generated/validate-report.js');
  if (!validateReport(value) || !isWellFormed(value, '')) return 'invalid';
  const report = value as Report;
  if (countLocations(report) > MAX_LOCATIONS) return 'too-large';
  if (!report.certificates.every(isConsistent)) return 'invalid';
  return sanitize(report, '') as Report;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function countLocations({ certificates }: Report): number {
  return certificates.reduce((sum, { locations }) => sum + 1 + locations.length, 0);
}

// ---------------------------------------------------------------------------------------------- values that no scan writes

/** The forms of texts that reports calculate with and the schema does not describe, by key. */
const FORMS: readonly (readonly [key: RegExp, form: RegExp])[] = [
  [
    /^(?:valid_(?:from|to)|\w+_valid_to|(?:\w+_)?at|until|start|end|(?:failing_)?since|last_(?:seen|read)|timestamp|next_scan_due)$/,
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/,
  ],
  // The serial number of a certificate, possibly shortened, or the UUID of a profile.
  [/^serial_number$/, /^-?[0-9a-f]{1,200}(?:… \(.*\))?$/],
  [/^(?:fingerprint_sha256|previous_fingerprint)$/, /^[0-9a-f]{64}$/],
];

/** The limits of numbers. Days are those between the years 0 and 9999. */
const MAX_NUMBER = 1e12;
const MAX_DAYS = 10_000 * 366;

function isWellFormed(value: unknown, key: string): boolean {
  if (typeof value === 'string')
    return FORMS.every(([keys, form]) => !keys.test(key) || (form.test(value) && isTime(value)));
  if (typeof value === 'number') return Math.abs(value) <= (/(?:^|_)days(?:_|$)/.test(key) ? MAX_DAYS : MAX_NUMBER);
  if (typeof value !== 'object' || value === null || key === 'labels') return true;
  if (Array.isArray(value)) return value.every((item) => isWellFormed(item, ''));
  return Object.entries(value).every(([name, item]) => isWellFormed(item, name));
}

/** Whether a text that looks like a time is a valid time, unlike the 31st of February. */
function isTime(text: string): boolean {
  return !text.endsWith('Z') || !Number.isNaN(Date.parse(text));
}

/** Whether the fields of a certificate agree: a certificate without an expiry has no days until then, and the status `unknown`. */
function isConsistent({ effective_valid_to, days_remaining }: ReportCertificate): boolean {
  return (effective_valid_to === null) === (days_remaining === null);
}

// ---------------------------------------------------------------------------------------------- texts

/** The maximum length of texts that people write. The others are limited as in a scan. */
const MAX_INSTRUCTIONS = 16 * 1024;

/** Makes texts short and printable: names come from manifests with other authors than the overview. */
function sanitize(value: unknown, key: string): unknown {
  if (typeof value === 'string')
    return key === 'renewal_instructions'
      ? limitFact(value, MAX_INSTRUCTIONS).split('\n').map(escapeUnprintable).join('\n')
      : escapeUnprintable(limitFact(value));
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => sanitize(item, ''));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [escapeUnprintable(limitFact(name)), sanitize(item, name)]),
  );
}
