/** What a plan is made from, indexed once. */

import { type DestinationIndex, indexDestinations } from '../../domain/destinations.ts';
import type {
  CertificateFacts,
  Entry,
  LivePlace,
  Manifest,
  Observation,
  ScanContext,
  Subject,
  Verdict,
} from '../../domain/index.ts';
import { indexPlaces } from '../../domain/place-index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { getOwn, groupBy, indexGroups } from '../../lib/collections.ts';
import type { RegexCompiler } from '../../lib/python-regex.ts';
import { groupHistories, type Histories } from '../log/history.ts';

export interface PlanInput {
  manifest: Manifest;
  observation: Observation;
  /** Judges a subject of the observation. */
  getVerdict: (subject: Subject) => Verdict;
  scan: ScanContext;
  /** Alerts go whatever they were told before; endings, and what is told once, do not. */
  ignoreCooldown: boolean;
  /** null: no rule has an expression. */
  compileRegex: RegexCompiler | null;
  /** Whether the scan is about an entry of that name (`--only`). */
  covers: (entry: string) => boolean;
}

export interface PlanContext extends PlanInput {
  log: EventLog;
  histories: Histories;
  entries: ReadonlyMap<string, Entry>;
  destinations: DestinationIndex;
  listPlaces: (entry: string) => readonly LivePlace[];
  findPlace: (entry: string, place: string) => LivePlace | undefined;
  listSubjects: (entry: string) => readonly Subject[];
  findSubject: (entry: string, fingerprint: string | null) => Subject | undefined;
  findFacts: (fingerprint: string | null) => CertificateFacts | null;
}

export function createPlanContext(input: PlanInput): PlanContext {
  const { observation, manifest } = input;
  const places = indexPlaces(observation.places);
  const subjects = groupBy(observation.subjects, ({ entry }) => entry);
  return {
    ...input,
    log: observation.log,
    histories: groupHistories(observation.log),
    entries: new Map(manifest.entries.map((entry) => [entry.name, entry])),
    destinations: indexDestinations(manifest),
    listPlaces: places.listByEntry,
    findPlace: places.find,
    listSubjects: (entry) => subjects.get(entry) ?? [],
    findSubject: indexGroups(subjects, ({ fingerprint }) => fingerprint),
    findFacts: (fingerprint) =>
      fingerprint === null ? null : (getOwn(observation.log.certificates, fingerprint) ?? null),
  };
}
