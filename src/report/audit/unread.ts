/** Lists what an audit could not take from the last scan, for its first sentences and its section alike. */

import { isRedCode, RED_REASONS, type RedCode } from '../../domain/red-reasons.ts';
import type { ReportCoverage, ReportRedReason } from '../../generated/report.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { formatPlainMarkdown } from '../format/plain-markdown.ts';

/** Something that was not read. `entry` null: it is about the whole scan. */
export interface UnreadRow {
  entry: string | null;
  location: string | null;
  reason: string;
  last: string;
}

/**
 * The part of an audit that says something about a reason for a red run. `listed`: its locations, entries or lookups are in the coverage. `added`: it gets rows of
 * its own. `none`: it says nothing about what was read.
 */
const TREATMENTS: Readonly<Record<RedCode, 'listed' | 'added' | 'none'>> = {
  'no-entries': 'added',
  'never-read': 'listed',
  unread: 'listed',
  'inventory-shrunk': 'listed',
  'include-empty': 'added',
  'nothing-read': 'listed',
  'variable-unset': 'listed',
  'lookups-failed': 'listed',
  'revocation-unknown': 'listed',
  'not-observed': 'listed',
  'observations-rejected': 'added',
  'scan-blind': 'listed',
  'alert-without-rule': 'none',
  undelivered: 'none',
  'receiver-not-ready': 'none',
  'channel-test-failed': 'none',
  'log-unsaved': 'none',
  'heartbeat-unset': 'none',
  'internal-error': 'added',
  'repository-incomplete': 'added',
  'repository-missing': 'added',
  'overview-previous': 'added',
  'fail-on': 'none',
};

/** Reasons of other versions may be about anything. */
function getTreatment(code: string): 'listed' | 'added' | 'none' {
  return isRedCode(code) ? TREATMENTS[code] : 'added';
}

/** Whether the run is red because something was not read. */
export function isReadingRed({ reasons }: Pick<ReportCoverage, 'reasons'>): boolean {
  return reasons.some(({ code }) => getTreatment(code) !== 'none');
}

export function listUnread({
  unread,
  not_observed,
  empty,
  lookups_failed = [],
  reasons,
}: Omit<ReportCoverage, 'text'>): UnreadRow[] {
  return [
    ...unread.map(({ certificate: entry, location, code, never_read, last_read }): UnreadRow => {
      const last = last_read === null ? (never_read ? 'never' : 'unknown') : formatDay(last_read);
      return { entry, location, reason: code ?? 'unknown', last };
    }),
    ...not_observed.map((entry) => createRow(entry, 'its probe sent nothing')),
    ...empty.map((entry) => createRow(entry, 'it has no location')),
    ...lookups_failed.map(({ certificate, records }) => {
      const what =
        records === 'revocation' ? 'its revocation is unknown' : `its ${records} records could not be looked up`;
      return createRow(certificate, what);
    }),
    ...reasons
      .filter(({ code }) => getTreatment(code) === 'added')
      .flatMap(({ code, entries }) => toEntries(entries).map((entry) => createRow(entry, describeReason(code)))),
  ];
}

export function createRow(entry: string | null, reason: string): UnreadRow {
  return { entry, location: null, reason, last: '' };
}

function toEntries(entries: ReportRedReason['entries']): readonly (string | null)[] {
  return entries.length === 0 ? [null] : entries;
}

function describeReason(code: string): string {
  return isRedCode(code) ? formatPlainMarkdown(RED_REASONS[code].what) : code;
}
