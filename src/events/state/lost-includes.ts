/**
 * Finds includes that had entries in the last whole scan, and have none now, such as a glob for a directory that was renamed, or a list that
 * became empty. The entries that are missing since then keep their state: they were probably not removed on purpose.
 */

import type { Entry, IncludedEntries } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { compareText, getOwn } from '../../lib/collections.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';

/** Includes without entries, and what is missing because of them. */
export interface LostIncludes {
  /** The includes and files, with the number of their entries in the last whole scan; null: the include is new, and replaces another one. */
  includes: { name: string; before: number | null }[];
  /** The entries that are no longer in the manifest, sorted. */
  entries: readonly string[];
}

/** Lists the entries that the log has, and the manifest has not, sorted. Entries without locations are not known to the log. */
export function listAbsentEntries({ locations, transparency = {} }: EventLog, entries: readonly Entry[]): string[] {
  const names = new Set(entries.map(({ name }) => name));
  const known = Object.entries(locations).flatMap(([name, byLocation]) =>
    Object.values(byLocation).some(({ removed }) => !removed) ? name : [],
  );
  return [...new Set([...known, ...Object.keys(transparency)])].filter((name) => !names.has(name)).sort(compareText);
}

/**
 * Finds the lost includes; null if there are none, or if no entry is missing. An include that was renamed in the manifest, and has no
 * entries under its new name, is lost, too.
 */
export function findLostIncludes(
  log: EventLog,
  { included, entries }: { included: readonly IncludedEntries[]; entries: readonly Entry[] },
): LostIncludes | null {
  const before = log.scans.includes ?? {};
  const names = new Set(included.flatMap(({ name, files }) => [name, ...files.map((file) => file.name)]));
  const isSelected = createGlobMatcher(included.map(({ name }) => name));
  const isReplaced = Object.keys(before).some((name) => !names.has(name) && !isSelected(name));
  const count = ({ name }: { name: string }) => ({ name, before: getOwn(before, name) ?? null });
  const lost = included
    .filter(({ allow_empty }) => !allow_empty)
    .flatMap((one) => {
      const own = count(one);
      if (one.entries === 0 && (own.before ?? (isReplaced ? 1 : 0)) > 0) return [own];
      return one.files
        .filter(({ entries }) => entries === 0)
        .map(count)
        .filter((file) => (file.before ?? 0) > 0);
    });
  const absent = lost.length === 0 ? [] : listAbsentEntries(log, entries);
  return absent.length === 0 ? null : { includes: lost, entries: absent };
}

/** Records the number of entries of each include after a whole scan without lost ones. Returns the same log if nothing changed. */
export function recordIncludes(log: EventLog, included: readonly IncludedEntries[]): EventLog {
  const counts = included.flatMap((one) => [...one.files, one]).map(({ name, entries }) => [name, entries] as const);
  const { includes: before, ...scans } = log.scans;
  if (counts.length === 0) return before === undefined ? log : { ...log, scans };
  const includes = Object.fromEntries(counts.toSorted(([a], [b]) => compareText(a, b)));
  return { ...log, scans: { ...scans, includes } };
}
