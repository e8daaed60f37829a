import type { LocationReading, Manifest, SourceReading } from '../../../src/domain/index.ts';
import { getOrCreateList, type History, includeMoment, type Knowledge, type Sighting } from './history.ts';

/** What a scan can know about the locations, from its own readings and those of the scans that it knows. */

/** A simulated scan. */
export interface ScanOfModel {
  moment: number;
  now: number;
  manifest: Manifest;
  covers: (entry: string) => boolean;
  readings: SourceReading[];
  ignoreCooldown: boolean;
  /** What its log knew when it was loaded. */
  knows: Knowledge;
}

export interface LocationView {
  entry: string;
  location: string;
  source: string;
  live: boolean;
  /** The certificate that is there, or was when it was last read. */
  fingerprint: string | null;
  /** What was there before; `sure` is false if concurrent scans saw different certificates. */
  before: { fingerprint: string | null; sure: boolean };
  /** When the certificate appeared: concurrent scans may both have been the first to see it. */
  since: { earliest: number; latest: number };
  failed: boolean;
  /** Whether it failed in two scans in a row; concurrent scans can leave the order open. */
  unreachable: 'yes' | 'perhaps' | 'no';
  /**
   * It fails now, and of two concurrent scans the earlier saw something new and the later what was there before. The log has no
   * record of the latter, so it is unknown what is there until it is read again.
   */
  blurred: boolean;
}

/** Computes what this scan can see, and records its sightings in the history. */
export function computeView(history: History, scan: ScanOfModel): LocationView[] {
  const names = new Set([...scan.manifest.entries.map(({ name }) => name), ...history.sightings.keys()]);
  return [...names].filter(scan.covers).flatMap((name) => computeEntryView(history, scan, name));
}

function computeEntryView(history: History, scan: ScanOfModel, entry: string): LocationView[] {
  const locations = history.sightings.get(entry) ?? new Map<string, Sighting[]>();
  history.sightings.set(entry, locations);
  const known = new Map<string, Known>();
  for (const [location, sightings] of locations) {
    const before = recallLocation(sightings, scan.knows, history);
    if (before) known.set(location, before);
  }
  const seen = groupReadings(scan.readings, entry, known);
  for (const [location, { saw, source, fingerprint }] of seen) {
    const before = known.get(location);
    const was = before?.live ? before.fingerprint : null;
    const fresh = saw === 'failure' ? !before?.live : was !== fingerprint;
    const { moment, now: time } = scan;
    getOrCreateList(locations, location).push({ moment, time, source, saw, fingerprint, before: was, fresh });
  }
  const knows = includeMoment(scan.knows, scan.moment);
  return [...locations].flatMap(([location, sightings]) => {
    const after = recallLocation(sightings, knows, history);
    if (!after) return [];
    const failed = seen.get(location)?.saw === 'failure';
    const unreachable = failed ? (known.get(location)?.failing ?? 'no') : 'no';
    return [{ entry, location, ...after, failed, unreachable, blurred: failed && after.blurred }];
  });
}

interface Seen {
  saw: Sighting['saw'];
  source: string;
  fingerprint: string | null;
}

/** The readings of one entry by location, including known locations that are not there any more. */
function groupReadings(
  readings: readonly SourceReading[],
  entry: string,
  known: ReadonlyMap<string, Known>,
): Map<string, Seen> {
  const live = [...known].filter(([, location]) => location.live);
  const seen = new Map<string, Seen>();
  for (const [location, { source }] of live) seen.set(location, { saw: 'nothing', source, fingerprint: null });
  for (const { source, failure, locations } of readings.filter((reading) => reading.entry === entry)) {
    const fail = (location: string): Map<string, Seen> =>
      seen.set(location, { saw: 'failure', source, fingerprint: null });
    const under = live.filter(([, location]) => location.source === source).map(([location]) => location);
    if (failure) for (const location of under.length > 0 ? under : [source]) fail(location);
    else for (const reading of locations) addReading(reading, source, under, seen, fail);
  }
  return seen;
}

function addReading(
  { location, certificate }: LocationReading,
  source: string,
  under: readonly string[],
  seen: Map<string, Seen>,
  fail: (location: string) => void,
): void {
  if (certificate) {
    seen.set(location, { saw: 'certificate', source, fingerprint: certificate.fingerprint });
    return;
  }
  const parts = under.filter((one) => one === location || one.startsWith(`${location}#`));
  for (const part of parts.length > 0 ? parts : [location]) fail(part);
}

interface Known extends Pick<LocationView, 'source' | 'live' | 'fingerprint' | 'before' | 'since' | 'blurred'> {
  /** Whether the last sighting was a failure. */
  failing: 'yes' | 'perhaps' | 'no';
}

function recallLocation(sightings: readonly Sighting[], knows: Knowledge, history: History): Known | null {
  const seen = sightings.filter(({ moment }) => knows[moment]);
  const last = seen.at(-1);
  if (!last) return null;
  const at = seen.findLastIndex(({ saw }) => saw !== 'failure');
  const base = seen[at];
  const failing = last.saw === 'failure' ? 'yes' : hasConcurrentFailure(seen, last, history) ? 'perhaps' : 'no';
  const known = { source: last.source, failing } as const;
  if (base?.saw !== 'certificate') {
    const nothing = { fingerprint: null, before: { fingerprint: null, sure: true }, since: { earliest: 0, latest: 0 } };
    return { ...known, ...nothing, blurred: false, live: seen.slice(at + 1).some(({ fresh }) => fresh) };
  }
  const blurred = !base.fresh && seen.some((one) => isNews(one) && !history.knowledge[base.moment]?.[one.moment]);
  return { ...known, ...computeStay(seen, at), blurred, live: true, fingerprint: base.fingerprint };
}

const isNews = ({ saw, fresh }: Sighting): boolean => saw === 'nothing' || (saw === 'certificate' && fresh);

/** Whether a scan that the last sighting's did not know of has failed there. */
function hasConcurrentFailure(seen: readonly Sighting[], last: Sighting, history: History): boolean {
  const knew = history.knowledge[last.moment];
  return seen.slice(-12).some((one) => one.saw === 'failure' && one !== last && !knew?.[one.moment]);
}

/** When the certificate of the sighting at `at` appeared, and what was there before. */
function computeStay(seen: readonly Sighting[], at: number): Pick<Known, 'before' | 'since'> {
  const fingerprint = seen[at]?.fingerprint ?? null;
  const fresh: Sighting[] = [];
  let first: Sighting | undefined;
  let earlier: string | null = null;
  for (let index = at; index >= 0; index -= 1) {
    const one = seen[index];
    if (!one || one.saw === 'nothing') break;
    if (one.saw === 'failure') continue;
    if (one.fingerprint !== fingerprint) {
      earlier = one.fingerprint;
      break;
    }
    if (one.fresh) fresh.push(one);
    first = one;
  }
  const before = fresh.map((one) => one.before);
  const sure = first?.fresh === true && before.every((one) => one === earlier);
  const times = fresh.map(({ time }) => time);
  return {
    before: { fingerprint: earlier, sure },
    since: { earliest: first?.time ?? 0, latest: sure ? Math.max(...times) : Number.POSITIVE_INFINITY },
  };
}
