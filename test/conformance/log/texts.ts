/** The files of a log as texts, and what others than scans do to them. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EventLog, LoggedClaim } from '../../../src/generated/event-log.ts';

/** The log that the last release wrote. Its last scan was before the first one here. */
export const RELEASED = readFileSync(path.join(import.meta.dirname, '../../golden/event-logs/0.1.0.json'), 'utf8');

/** The texts by the names of the files. None: there is no log. */
export type Texts = Readonly<Record<string, string>>;

function edit(texts: Texts, change: (log: EventLog, name: string) => unknown): Texts {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, JSON.stringify(change(JSON.parse(text), name))]),
  );
}

/** Rewrites a log as a release does that has none of the fields which the schema does not require. */
export function rewriteTexts(texts: Texts): Texts {
  return edit(texts, ({ version, partitions, partition, scans, locations, certificates, events }) => ({
    ...{ version, partitions, partition },
    scans: { manifest: scans.manifest, last: scans.last },
    locations: mapValues(locations, (all) => mapValues(all, pickLocation)),
    certificates,
    events: events.map(({ deliveries, ...event }) => ({
      ...pickEvent(event),
      deliveries: mapValues(deliveries, (all) => mapValues(all, pickDelivery)),
    })),
  }));
}

function mapValues<From, To>(records: Readonly<Record<string, From>>, map: (one: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(records).map(([key, one]) => [key, map(one)]));
}

type Events = EventLog['events'][number];
type Locations = EventLog['locations'][string][string];

const pickLocation = ({ source, fingerprint, previous, since, failures, failures_at, removed }: Locations) => {
  return { source, fingerprint, previous, since, failures, failures_at, removed };
};

const pickEvent = (event: Omit<Events, 'deliveries'>) => {
  const { id, certificate, event: name, threshold, topic, fingerprint, location } = event;
  const { locations, fired_at, scan_id, cleared_at } = event;
  return {
    id,
    certificate,
    event: name,
    threshold,
    topic,
    fingerprint,
    location,
    locations,
    fired_at,
    scan_id,
    cleared_at,
  };
};

const pickDelivery = ({ tried_at, sent_at, status, attempts, error }: Events['deliveries'][string][string]) => {
  return { tried_at, sent_at, status, attempts, error };
};

/** Adds a claim to the main file. */
export function claimTexts(texts: Texts, main: string, claim: LoggedClaim): Texts {
  return edit(texts, (log, name) => (name === main ? { ...log, scans: { ...log.scans, claim } } : log));
}
