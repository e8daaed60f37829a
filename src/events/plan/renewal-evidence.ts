/** Says what this scan knows about a renewal: where the new certificate is, and which commit or system supplied it. */

import type {
  Comparison,
  LiveLocation,
  Plan,
  PlannedEvent,
  RenewalCommit,
  RenewalEvidence,
  RenewalIssuer,
} from '../../domain/index.ts';
import { formatRenewalEvidence } from '../../domain/renewal-evidence.ts';
import { getFilePart } from '../state/location-names.ts';

/** The maximum of listed locations and files. A glob can match thousands. */
const MAX_LISTED = 20;

export interface RenewalInput {
  /** The fingerprints of both certificates. */
  old: string | null;
  renewed: string;
  /** The locations that notifications about the old certificate named. */
  alerted: readonly string[];
  /** All locations of the entry. */
  locations: readonly LiveLocation[];
}

/**
 * Collects the evidence from the locations that have the new certificate, or had the old one. Other locations of the entry, such as the
 * other files of a glob, are not part of the renewal.
 */
export function collectRenewalEvidence({ old, renewed, alerted, locations }: RenewalInput): RenewalEvidence {
  const known = new Set(alerted);
  const concerned = locations.filter(
    (one) => known.has(one.location) || (old !== null && one.previous === old) || has(one, old) || has(one, renewed),
  );
  const read = concerned.filter(({ failure }) => failure === null);
  const having = read.filter((one) => has(one, renewed));
  const outdated = read.filter((one) => has(one, old));
  const others = read.filter((one) => !has(one, renewed) && !has(one, old));
  const unread = concerned.filter(({ failure }) => failure !== null);
  return addText({
    renewed_locations: having.length,
    locations: concerned.length,
    ...listIfAny('old_locations', outdated),
    ...listIfAny('other_locations', others),
    ...listIfAny('unread_locations', unread),
    ...selectIssuers(having),
  });
}

/** Whether a location has a certificate, also as one of several. */
function has({ fingerprint, others }: LiveLocation, wanted: string | null): boolean {
  return wanted !== null && (fingerprint === wanted || others?.some((other) => other.fingerprint === wanted) === true);
}

type LocationList = 'old_locations' | 'other_locations' | 'unread_locations';

function listIfAny(name: LocationList, found: readonly LiveLocation[]): Pick<RenewalEvidence, LocationList> {
  return found.length === 0 ? {} : { [name]: found.slice(0, MAX_LISTED).map(({ location }) => location) };
}

/** Selects the systems that say that they issued it. */
function selectIssuers(having: readonly LiveLocation[]): Pick<RenewalEvidence, 'issued_by'> {
  const issued_by = having.flatMap(({ location, observed: { renewal_state } }): RenewalIssuer[] => {
    const { revision, status } = renewal_state ?? {};
    if (revision !== undefined) return [{ system: 'cert-manager', location, revision }];
    return status === 'SUCCESS' ? [{ system: 'aws-acm', location, status }] : [];
  });
  return issued_by.length === 0 ? {} : { issued_by: issued_by.slice(0, MAX_LISTED) };
}

/** A commit without the file that it changed. */
export type FileCommit = Omit<RenewalCommit, 'path'>;

/** Lists the renewed files of the notifications that are due, at most 20. Their paths are those of the locations. */
export function listRenewedFiles({ events }: Plan, comparison: Comparison): string[] {
  const due = events.filter(({ suppressed }) => !suppressed);
  return [...new Set(due.flatMap((event) => listFiles(event, comparison)))].slice(0, MAX_LISTED);
}

/** Lists the files of an entry with files that this scan found to have the new certificate of the event. */
function listFiles({ certificate: entry, context: { data } }: PlannedEvent, comparison: Comparison): string[] {
  const { renewal_evidence, fingerprint_sha256: fingerprint } = data;
  if (renewal_evidence === undefined || comparison.entries.get(entry)?.source.kind !== 'file') return [];
  const { locations = [] } = comparison.findSubject(entry, fingerprint) ?? {};
  const read = comparison.findLocations(entry, locations, fingerprint).filter(({ failure }) => failure === null);
  return [...new Set(read.map(({ location }) => getFilePart(location)))];
}

/** Adds the commits of renewed files to their events. `commits`: by path; a file without one is left out. */
export function addRenewalCommits(plan: Plan, comparison: Comparison, commits: ReadonlyMap<string, FileCommit>): Plan {
  if (commits.size === 0) return plan;
  return { ...plan, events: plan.events.map((event) => addCommits(event, listFiles(event, comparison), commits)) };
}

function addCommits(
  event: PlannedEvent,
  files: readonly string[],
  commits: ReadonlyMap<string, FileCommit>,
): PlannedEvent {
  const { context } = event;
  const { renewal_evidence: evidence } = context.data;
  const known = files.flatMap((path) => {
    const commit = commits.get(path);
    return commit === undefined ? [] : [{ ...commit, path }];
  });
  if (evidence === undefined || known.length === 0) return event;
  const { text: _, ...others } = evidence;
  const renewal_evidence = addText({ ...others, commits: known });
  return { ...event, context: { ...context, data: { ...context.data, renewal_evidence } } };
}

/** Adds the text, which describes all other fields. */
function addText(evidence: Omit<RenewalEvidence, 'text'>): RenewalEvidence {
  return { text: formatRenewalEvidence(evidence), ...evidence };
}
