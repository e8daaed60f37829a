/** The options of `certvigil affected`. */

import { createUsageError } from '../lib/app-error.ts';
import { formatIsoTime, parseDateOrTime } from '../lib/iso-time.ts';
import type { OptionReader } from './option-reader.ts';
import { checkColumns, readEventLog, readManifest, readNow, readTableOutput, readTrace } from './shared-options.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const readAffected = (o: OptionReader) => ({
  serials: o.text('serials', 'FILE', 'serial numbers, SHA-256 fingerprints or PEM, as text or CSV; -: standard input'),
  spki: o.text('spki', 'FILE', 'SHA-256 of public keys, in hex or base64'),
  issuer: o.list('issuer', 'GLOB', 'name of the issuer: its common name, organization or full name'),
  issued: parseIssued(o.text('issued', 'FROM..TO', 'first and last day or time of notBefore')),
  names: o.list('names', 'GLOB', 'a name in the certificate'),
  deadline: o.text('deadline', 'TIME', 'when the CA revokes: a time, or hours or days from now, such as 24h or 5d'),
  scan: o.flag('scan', 'read the certificates now instead of using the event log; send and record nothing'),
  manifest: readManifest(o),
  event_log: readEventLog(o),
  now: readNow(o),
  trace: readTrace(o),
  ...readTableOutput(o),
});

export function checkAffected(fields: ReturnType<typeof readAffected>): void {
  const { serials, spki, issuer, issued, names } = fields;
  checkColumns(fields);
  if (serials === null && spki === null && issued === null && issuer.length + names.length === 0)
    throw createUsageError(
      'affected needs to know what was announced',
      'Add --serials FILE, --spki FILE, --issuer GLOB, --issued FROM..TO or --names GLOB. With several, all must apply.',
    );
  if (serials === '-' && spki === '-')
    throw createUsageError('--serials and --spki cannot both be standard input', 'Use a file for one of them.');
}

/** Parses a period. A last day is included as a whole. */
function parseIssued(text: string | null): { from: number; to: number } | null {
  if (text === null) return null;
  const [first = '', last = '', ...others] = text.split('..');
  const from = parseDateOrTime(first);
  const end = parseDateOrTime(last);
  const invalid = (hint: string) => createUsageError(`invalid period "${text}" for --issued`, hint);
  if (from === null || end === null || others.length > 0)
    throw invalid('Use two ISO 8601 days or times, such as 2026-11-01..2026-11-30.');
  const to = last.includes('T') ? end : end + DAY - 1;
  if (to < from) throw invalid('The second must not be before the first.');
  return { from, to };
}

const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: DAY };

/** Parses a deadline to milliseconds. `now`: milliseconds. Throws AppError `usage`. */
export function parseDeadline(text: string | null, now: number): number | null {
  if (text === null) return null;
  const [, count = '', unit = ''] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  const second = now - (now % 1000);
  const time = unit === '' ? parseDateOrTime(text) : second + Number(count) * (UNITS[unit] ?? 0);
  if (time !== null) return time;
  throw createUsageError(
    `invalid time "${text}" for --deadline`,
    `Use hours or days from now, such as 24h or 5d, or a time such as ${formatIsoTime(now + DAY)}.`,
  );
}
