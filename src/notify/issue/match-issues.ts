/** Finds the issue of each alert, and issues that are no longer needed. Pure. */

import { type Comparison, type IssueSyncInput, isNeverRead, type ScanContext } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { closeIssue, type IssueChange, type ManagedIssue } from './decide.ts';
import { parseAlertKey, parseIssuerKey } from './marker.ts';
import { renderDuplicateComment, renderIssuerOrphanComment, renderOrphanComment } from './render.ts';

export type IssueIndex = ReadonlyMap<string, ManagedIssue>;

/**
 * Maps each key to its issue: the oldest open one, so that all scans choose the same, or else the oldest closed one. An issue closed as
 * a duplicate is ignored, even if a person reopens it.
 */
export function indexIssues(issues: readonly ManagedIssue[]): IssueIndex {
  const index = new Map<string, ManagedIssue>();
  for (const issue of issues.toSorted((a, b) => Number(b.open) - Number(a.open) || a.number - b.number)) {
    const { key, state } = issue.marker;
    if (state !== 'duplicate' && !index.has(key)) index.set(key, issue);
  }
  return index;
}

/**
 * Drops copies: certvigil opened the oldest of the issues with the same key and nonce. Until the marker has the number of its issue,
 * another workflow that quotes the body copies it unchanged.
 */
export function dropCopies(issues: readonly ManagedIssue[]): ManagedIssue[] {
  const originals = new Map<string, number>();
  const identify = ({ marker: { key, nonce } }: ManagedIssue) => `${nonce} ${key}`;
  for (const issue of issues) {
    originals.set(identify(issue), Math.min(issue.number, originals.get(identify(issue)) ?? issue.number));
  }
  return issues.filter((issue) => originals.get(identify(issue)) === issue.number);
}

/** An issue to close, and the change to make. */
export interface StaleIssue {
  issue: ManagedIssue;
  change: IssueChange;
}

/** Finds open issues with the same key: two concurrent scans each found no issue and opened one. */
export function findDuplicates(issues: readonly ManagedIssue[], scan: ScanReference): StaleIssue[] {
  const index = indexIssues(issues);
  return issues.filter(isOpenAndFiring).flatMap((issue) => {
    const original = index.get(issue.marker.key);
    if (original === undefined || original.number === issue.number) return [];
    const comment = { id: `duplicate of ${original.number}`, text: renderDuplicateComment(original.number, scan) };
    return [{ issue, change: closeIssue(issue, [comment], 'duplicate') }];
  });
}

function isOpenAndFiring({ open, marker }: ManagedIssue): boolean {
  return open && marker.state === 'firing';
}

/** The scan that texts refer to. */
export type ScanReference = { run_url: string | null; timestamp: string };

/** Creates the reference with which texts name and link a scan. */
export function createScanReference({ run_url, now }: ScanContext): ScanReference {
  return { run_url, timestamp: formatIsoTime(now) };
}

/** Whether an issue is about a CA that no chain has any more. The chain of a location that was never read is unknown. */
function isIssuerOver(key: string, { locations }: Pick<Comparison, 'locations'>): boolean {
  const ca = parseIssuerKey(key);
  if (ca === null) return false;
  return locations.every((one) => !isNeverRead(one) && one.issuer_end?.fingerprint_sha256 !== ca);
}

interface OrphanSearch {
  issueSync: Pick<IssueSyncInput, 'comparison' | 'isComplete'> | null;
  file: string;
  scan: ScanReference;
}

/**
 * Finds open issues of this manifest whose certificate or location is no longer in use, although no event resolves them, because the event
 * log was lost. Orphans are detected only in a scan of all entries, and only for entries that were read completely or are no longer
 * monitored.
 */
export function findOrphans(issues: Iterable<ManagedIssue>, { issueSync, file, scan }: OrphanSearch): StaleIssue[] {
  if (!issueSync?.isComplete) return [];
  const { comparison } = issueSync;
  return [...issues].flatMap((issue) => {
    const { marker } = issue;
    if (isOpenAndFiring(issue) && marker.manifest === file && isIssuerOver(marker.key, comparison)) {
      const over = { id: `${marker.episode} orphan`, text: renderIssuerOrphanComment(scan) };
      return [{ issue, change: closeIssue(issue, [over]) }];
    }
    const subject = parseAlertKey(marker.key);
    if (!isOpenAndFiring(issue) || marker.manifest !== file || subject === null) return [];
    const { entry, fingerprint, location } = subject;
    const locations = comparison.listLocations(entry);
    const current = comparison.listSubjects(entry).map((one) => one.fingerprint);
    const isInUse =
      fingerprint === null
        ? location !== null && locations.some(({ failures }) => failures > 0)
        : current.includes(fingerprint) || locations.some(({ failure }) => failure !== null);
    const isEnabled = comparison.entries.get(entry)?.enabled ?? false;
    if (isEnabled && (isInUse || locations.length === 0)) return [];
    const comment = { id: `${marker.episode} orphan`, text: renderOrphanComment(subject, current, scan) };
    return [{ issue, change: closeIssue(issue, [comment]) }];
  });
}
