/** Which issue is whose, and which have lost what they are about. Pure. */

import type { Manifest, ScanContext, Upkeep } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';
import { isoTime } from '../../lib/iso-time.ts';
import { type Change, end, type OurIssue } from './decide.ts';
import { subjectOf } from './marker.ts';
import { duplicateComment, goneComment } from './render.ts';

export type IssueIndex = ReadonlyMap<string, OurIssue>;

/**
 * The issue of each subject: of several the open one that is oldest, which is the same for every scan that looks;
 * else the oldest closed one. One that was closed as a duplicate counts no more, whatever people do with it.
 */
export function indexIssues(issues: readonly OurIssue[]): IssueIndex {
  const groups = groupBy(
    issues.filter(({ marker }) => marker.state !== 'duplicate'),
    ({ marker }) => marker.key,
  );
  return new Map([...groups].map(([key, group]) => [key, group.toSorted(goesOn)[0] as OurIssue]));
}

function goesOn(a: OurIssue, b: OurIssue): number {
  return Number(b.open) - Number(a.open) || a.number - b.number;
}

export interface Sweep {
  issue: OurIssue;
  change: Change;
}

/** Open issues that another one makes superfluous: two scans at once have both found none. */
export function duplicates(issues: readonly OurIssue[], scan: Told): Sweep[] {
  const index = indexIssues(issues);
  return issues
    .filter(({ open, marker }) => open && marker.state === 'told')
    .flatMap((issue) => {
      const first = index.get(issue.marker.key);
      if (first === undefined || first.number === issue.number) return [];
      const comment = { id: `duplicate of ${first.number}`, text: duplicateComment(first.number, scan) };
      return [{ issue, change: end(issue, [comment], 'duplicate') }];
    });
}

/** What a text says of the scan that tells it. */
export type Told = { run_url: string | null; timestamp: string };

export function toldBy({ run_url, now }: ScanContext): Told {
  return { run_url, timestamp: isoTime(now) };
}

interface Looked {
  /** What was seen, and whether that is everything. */
  upkeep: Pick<Upkeep, 'observation' | 'whole'> | null;
  manifest: Manifest;
  file: string;
  scan: Told;
}

/**
 * Open issues of this manifest whose subject is in use no more, though no ending tells so: the log was lost. Only a
 * scan of all entries may say so, and only of an entry that could be read whole, or is watched no more.
 */
export function orphans(issues: Iterable<OurIssue>, { upkeep, manifest, file, scan }: Looked): Sweep[] {
  if (!upkeep?.whole) return [];
  const { observation } = upkeep;
  const enabled = new Set(manifest.entries.filter((entry) => entry.enabled).map(({ name }) => name));
  const places = groupBy(observation.places, ({ entry }) => entry);
  const subjects = groupBy(observation.subjects, ({ entry }) => entry);
  const sweeps: Sweep[] = [];
  for (const issue of issues) {
    const { marker, open } = issue;
    const subject = subjectOf(marker.key);
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
    sweeps.push({ issue, change: end(issue, [{ id, text: goneComment({ entry, fingerprint, place }, there, scan) }]) });
  }
  return sweeps;
}
