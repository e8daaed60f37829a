/** Which issue is whose, and which have lost what they are about. Pure. */

import type { IssueSyncInput, Manifest, ScanContext } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { closeIssue, type IssueChange, type ManagedIssue } from './decide.ts';
import { parseAlertKey } from './marker.ts';
import { renderDuplicateComment, renderOrphanComment } from './render.ts';

export type IssueIndex = ReadonlyMap<string, ManagedIssue>;

/**
 * The issue of each subject: of several the open one that is oldest, which is the same for every scan that looks;
 * else the oldest closed one. One that was closed as a duplicate counts no more, whatever people do with it.
 */
export function indexIssues(issues: readonly ManagedIssue[]): IssueIndex {
  const groups = groupBy(
    issues.filter(({ marker }) => marker.state !== 'duplicate'),
    ({ marker }) => marker.key,
  );
  return new Map([...groups].map(([key, group]) => [key, group.toSorted(comparePrecedence)[0] as ManagedIssue]));
}

function comparePrecedence(a: ManagedIssue, b: ManagedIssue): number {
  return Number(b.open) - Number(a.open) || a.number - b.number;
}

export interface StaleIssue {
  issue: ManagedIssue;
  change: IssueChange;
}

/** Open issues that another one makes superfluous: two scans at once have both found none. */
export function findDuplicates(issues: readonly ManagedIssue[], scan: ScanReference): StaleIssue[] {
  const index = indexIssues(issues);
  return issues
    .filter(({ open, marker }) => open && marker.state === 'told')
    .flatMap((issue) => {
      const first = index.get(issue.marker.key);
      if (first === undefined || first.number === issue.number) return [];
      const comment = { id: `duplicate of ${first.number}`, text: renderDuplicateComment(first.number, scan) };
      return [{ issue, change: closeIssue(issue, [comment], 'duplicate') }];
    });
}

/** What a text says of the scan that tells it. */
export type ScanReference = { run_url: string | null; timestamp: string };

export function createScanReference({ run_url, now }: ScanContext): ScanReference {
  return { run_url, timestamp: formatIsoTime(now) };
}

interface OrphanSearch {
  /** What was seen, and whether that is everything. */
  upkeep: Pick<IssueSyncInput, 'observation' | 'isComplete'> | null;
  manifest: Manifest;
  file: string;
  scan: ScanReference;
}

/**
 * Open issues of this manifest whose subject is in use no more, though no ending tells so: the log was lost. Only a
 * scan of all entries may say so, and only of an entry that could be read whole, or is watched no more.
 */
export function findOrphans(
  issues: Iterable<ManagedIssue>,
  { upkeep, manifest, file, scan }: OrphanSearch,
): StaleIssue[] {
  if (!upkeep?.isComplete) return [];
  const { observation } = upkeep;
  const enabled = new Set(manifest.entries.filter((entry) => entry.enabled).map(({ name }) => name));
  const places = groupBy(observation.places, ({ entry }) => entry);
  const subjects = groupBy(observation.subjects, ({ entry }) => entry);
  const sweeps: StaleIssue[] = [];
  for (const issue of issues) {
    const { marker, open } = issue;
    const subject = parseAlertKey(marker.key);
    if (!open || marker.state !== 'told' || marker.manifest !== file || subject === null) continue;
    const { entry, fingerprint, place } = subject;
    const ofEntry = places.get(entry) ?? [];
    const there = (subjects.get(entry) ?? []).map((one) => one.fingerprint);
    const isHeld =
      fingerprint === null
        ? ofEntry.some(({ failures }) => failures > 0)
        : there.includes(fingerprint) || ofEntry.some(({ failure }) => failure !== null);
    if (enabled.has(entry) && (isHeld || ofEntry.length === 0)) continue;
    const id = `${marker.episode} gone`;
    sweeps.push({
      issue,
      change: closeIssue(issue, [{ id, text: renderOrphanComment({ entry, fingerprint, place }, there, scan) }]),
    });
  }
  return sweeps;
}
