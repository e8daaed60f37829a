/** Reads the report of another repository, which is not trusted: only data that a scan can write is accepted. */

import type { Report } from '../../generated/report.ts';
import { readSingleFileZip } from '../../lib/files/zip.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

/** The maximum size, for more than 10,000 certificates with about 2 kB each. */
export const MAX_REPORT_BYTES = 32 * 1024 * 1024;

/** Parses the report in an artifact. Unknown fields, such as those of a later version, are left out. */
export async function parseReport(archive: Buffer): Promise<Report | 'invalid' | 'too-large'> {
  const bytes = readSingleFileZip(archive, MAX_REPORT_BYTES);
  if (typeof bytes === 'string') return bytes;
  const value = parseJson(bytes);
  // Only an overview needs this validator, which is large.
  const { validateReport } = await import('../../generated/validate-report.js');
  if (!validateReport(value) || !isWellFormed(value, '')) return 'invalid';
  return makePrintable(value, '') as Report;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** The forms of texts that reports calculate with and the schema does not describe, by key. */
const FORMS: readonly (readonly [key: RegExp, form: RegExp])[] = [
  [
    /^(?:valid_(?:from|to)|\w+_valid_to|(?:\w+_)?at|until|start|end|(?:failing_)?since|last_(?:seen|read)|timestamp|next_scan_due)$/,
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/,
  ],
  [/^serial_number$/, /^-?[0-9a-f]{1,200}$/],
  [/^(?:fingerprint_sha256|previous_fingerprint)$/, /^[0-9a-f]{64}$/],
];

function isWellFormed(value: unknown, key: string): boolean {
  if (typeof value === 'string')
    return FORMS.every(([keys, form]) => !keys.test(key) || (form.test(value) && isTime(value)));
  if (typeof value !== 'object' || value === null || key === 'labels') return true;
  if (Array.isArray(value)) return value.every((item) => isWellFormed(item, ''));
  return Object.entries(value).every(([name, item]) => isWellFormed(item, name));
}

/** Whether a text that looks like a time is a valid time, unlike the 31st of February. */
function isTime(text: string): boolean {
  return !text.endsWith('Z') || !Number.isNaN(Date.parse(text));
}

/** Makes texts printable: names come from manifests with other authors than the overview. */
function makePrintable(value: unknown, key: string): unknown {
  if (typeof value === 'string')
    return key === 'renewal_instructions'
      ? value.split('\n').map(escapeUnprintable).join('\n')
      : escapeUnprintable(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => makePrintable(item, ''));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [escapeUnprintable(name), makePrintable(item, name)]),
  );
}
