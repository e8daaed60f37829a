/** What a plan is made from, indexed once. */

import { type Sending, sendingOf } from '../../domain/destinations.ts';
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
import { groupBy, indexGroups, own } from '../../lib/collections.ts';
import type { CompileRegex } from '../../lib/python-regex.ts';
import { type Histories, histories } from '../log/history.ts';

export interface PlanInput {
  manifest: Manifest;
  observation: Observation;
  /** Judges a subject of the observation. */
  verdictOf: (subject: Subject) => Verdict;
  scan: ScanContext;
  /** Alerts go whatever they were told before; endings, and what is told once, do not. */
  ignoreCooldown: boolean;
  /** null: no rule has an expression. */
  compileRegex: CompileRegex | null;
  /** Whether the scan is about an entry of that name (`--only`). */
  covers: (entry: string) => boolean;
}

export interface World extends PlanInput {
  log: EventLog;
  histories: Histories;
  entries: ReadonlyMap<string, Entry>;
  sending: Sending;
  placesOf: (entry: string) => readonly LivePlace[];
  place: (entry: string, place: string) => LivePlace | undefined;
  subjectsOf: (entry: string) => readonly Subject[];
  subject: (entry: string, fingerprint: string | null) => Subject | undefined;
  factsOf: (fingerprint: string | null) => CertificateFacts | null;
}

export function survey(input: PlanInput): World {
  const { observation, manifest } = input;
  const places = indexPlaces(observation.places);
  const subjects = groupBy(observation.subjects, ({ entry }) => entry);
  return {
    ...input,
    log: observation.log,
    histories: histories(observation.log),
    entries: new Map(manifest.entries.map((entry) => [entry.name, entry])),
    sending: sendingOf(manifest),
    placesOf: places.ofEntry,
    place: places.at,
    subjectsOf: (entry) => subjects.get(entry) ?? [],
    subject: indexGroups(subjects, ({ fingerprint }) => fingerprint),
    factsOf: (fingerprint) => (fingerprint === null ? null : (own(observation.log.certificates, fingerprint) ?? null)),
  };
}
