/** The reasons for which a run is red, and which of them a silence or `--allow-unread` permits. */

import type { Entry, Silence } from '../../domain/index.ts';
import { createEntryMatcher } from '../../domain/matcher.ts';
import { isRedCode, isUnreadReason, RED_CODES, type RedCode } from '../../domain/red-reasons.ts';
import type { ReportRedReason } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { parseIsoTime } from '../../lib/iso-time.ts';

/** A reason about one entry, or about the scan (null). */
export interface Cause {
  code: RedCode;
  entry: string | null;
}

export interface Permissions {
  /** The entries of the manifest, with the labels that silences match. */
  entries: readonly Pick<Entry, 'name' | 'labels'>[];
  silences: readonly Silence[];
  /** Milliseconds. */
  now: number;
}

/** Groups causes by code and silence, in the order of the table. Each entry is named once in a group. */
export function listRedReasons(causes: readonly Cause[], permissions: Permissions): ReportRedReason[] {
  const findEnd = createSilenceFinder(permissions);
  const found = causes.map((cause) => ({ ...cause, until: findEnd(cause) }));
  const groups = groupBy(found, ({ code, until }) => JSON.stringify([code, until]));
  const reasons = Array.from(groups.values(), (group) => {
    const [{ code, until }] = group as [(typeof found)[number]];
    const entries = [...new Set(group.flatMap(({ entry }) => entry ?? []))];
    return { code, entries, ...(until !== null && { silenced_until: until }) };
  });
  return reasons.sort((a, b) => RED_CODES.indexOf(a.code) - RED_CODES.indexOf(b.code));
}

/** Whether a run with this reason is not red. */
export function isPermitted({ code, silenced_until }: ReportRedReason, allowUnread: boolean): boolean {
  if (silenced_until !== undefined) return true;
  return allowUnread && isRedCode(code) && isUnreadReason(code);
}

/** Finds the end of the silence that lasts longest; null: none permits the cause. A silence of some entries does not permit a cause without one. */
function createSilenceFinder({ entries, silences, now }: Permissions): (cause: Cause) => string | null {
  const labels = new Map(entries.map((entry) => [entry.name, entry.labels]));
  const tests = silences
    .filter(({ until, codes }) => codes.length > 0 && parseIsoTime(until) > now)
    .sort((a, b) => parseIsoTime(b.until) - parseIsoTime(a.until))
    .map(({ until, codes, match }) => {
      const isOfAll = match.names.length === 0 && Object.keys(match.labels).length === 0;
      return { until, codes, isOfAll, matches: createEntryMatcher(match) };
    });
  return ({ code, entry }) => {
    const found = tests.find(({ codes, isOfAll, matches }) => {
      if (!codes.includes(code)) return false;
      return entry === null ? isOfAll : matches(entry, labels.get(entry) ?? {});
    });
    return found?.until ?? null;
  };
}
