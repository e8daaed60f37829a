/** What a plan is computed from, indexed once. */

import { type OnBug, throwBug } from '../../domain/certificate-bug.ts';
import { type DestinationIndex, indexDestinations } from '../../domain/destinations.ts';
import type {
  CertificateFacts,
  Comparison,
  Entry,
  LiveLocation,
  Manifest,
  Reachability,
  ScanContext,
  Subject,
  TransparencyState,
  Verdict,
} from '../../domain/index.ts';
import {
  type CertificateCounts,
  countCertificates,
  indexEntries,
  indexLocations,
  indexSubjects,
  type LocationIndex,
} from '../../domain/location-index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn, indexGroups } from '../../lib/collections.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { groupHistories, type Histories } from '../log/history.ts';

export interface PlanInput {
  manifest: Manifest;
  comparison: Comparison;
  getVerdict: (subject: Subject) => Verdict;
  scan: ScanContext;
  /** Sends alerts despite the cooldown; one-shot events and resolutions are not affected. */
  ignoreCooldown: boolean;
  /** null: no rule has a regular expression. */
  compileRegex: RegexCompiler | null;
  /** Whether the scan covers an entry (`--only`). */
  covers: (entry: string) => boolean;
  /** Whether the scan reached the endpoints. Default: unknown, so that nothing fires or resolves. */
  reachability?: Reachability;
  /** The locations and subjects of the comparison. Default: they are indexed here. */
  index?: LocationIndex;
  subjects?: ReadonlyMap<string, readonly Subject[]>;
  /** How many certificates each entry has. Default: those of the comparison. */
  counts?: CertificateCounts;
  /** The entries of the manifest by name. Default: they are indexed here. */
  byName?: ReadonlyMap<string, Entry>;
  /** The issuances that no entry knows. Default: none. */
  transparency?: TransparencyState;
  /** Called with a bug about an alert, which is then not planned. Default: the bug is thrown. */
  onBug?: OnBug;
}

export interface PlanContext extends PlanInput {
  log: EventLog;
  onBug: OnBug;
  histories: Histories;
  entries: ReadonlyMap<string, Entry>;
  destinations: DestinationIndex;
  listLocations: (entry: string) => readonly LiveLocation[];
  findLocation: (entry: string, location: string) => LiveLocation | undefined;
  findLocations: (entry: string, locations: readonly string[], fingerprint: string | null) => LiveLocation[];
  listSubjects: (entry: string) => readonly Subject[];
  findSubject: (entry: string, fingerprint: string | null) => Subject | undefined;
  findFacts: (fingerprint: string | null) => CertificateFacts | null;
  /** Whether an entry has several certificates now, or would have with one more that is not in use any more. */
  hasSeveral: (entry: string, removed?: 1) => boolean;
}

export function createPlanContext(input: PlanInput): PlanContext {
  const { comparison, manifest } = input;
  const { log } = comparison;
  const locations = input.index ?? indexLocations(comparison.locations);
  const subjects = input.subjects ?? indexSubjects(comparison.subjects);
  const counts = input.counts ?? countCertificates(comparison, subjects);
  return {
    ...input,
    log,
    onBug: input.onBug ?? throwBug,
    histories: groupHistories(log),
    entries: input.byName ?? indexEntries(manifest.entries),
    destinations: indexDestinations(manifest),
    listLocations: locations.listByEntry,
    findLocation: locations.find,
    findLocations: locations.findAll,
    listSubjects: (entry) => subjects.get(entry) ?? [],
    findSubject: indexGroups(subjects, ({ fingerprint }) => fingerprint),
    findFacts: (fingerprint) => (fingerprint === null ? null : (getOwn(log.certificates, fingerprint) ?? null)),
    hasSeveral: (entry, removed) => counts.count(entry) + (removed ?? 0) > 1,
  };
}
