/**
 * A year of daily scans of servers and files that an automaton renews, decided by the code of a scan. Only reading and sending are left
 * out. What happens in the year is drawn beforehand, so that a model can tell from it alone what the scans should say.
 */

import type { Certificate, DomainReading, Failure, Manifest, SourceReading } from '../../src/domain/index.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import type { ReportCoverage } from '../../src/generated/report.ts';
import { createRandom } from '../events/model/random.ts';
import { certificate, endpoint, files, revocation } from '../events/scenario.ts';
import { createScanner } from './simulation.ts';

export const DAYS = 365;
const START = Date.parse('2027-01-01T06:00:00Z');

/** The lifetimes of the certificates of servers, in days, and how many servers have them. */
const LIFETIMES = [
  [90, 14],
  [47, 10],
  [365, 8],
  [6, 5],
  [1, 3],
] as const;
const FILES = 20;
const ITEMS = 32;
/** The day on which somebody cleans the inventory up. */
const CLEANED = 300;

/** What happens in a year, before anything is scanned. */
export interface Truth {
  servers: { name: string; lifetime: number }[];
  /** Whether a server does not respond to the scan of a day. */
  isDown: (server: number, day: number) => boolean;
  /** Whether the runner reaches nothing. */
  isBlocked: (day: number) => boolean;
  /** Whether a server is read with `revocation: true`, so that its revocation must be known. */
  isRevocationRequired: (server: number) => boolean;
  /** Whether the revocation list of its CA cannot be fetched. */
  isRevocationUnknown: (server: number, day: number) => boolean;
  /** Whether the provider of transparency logs does not respond. */
  isTransparencyDown: (day: number) => boolean;
  /** The items of the inventory on a day. */
  listItems: (day: number) => number[];
  /** When the scan of a day starts, in milliseconds. */
  getTime: (day: number) => number;
}

/** `[from, to)`, in days. */
type Period = readonly [from: number, to: number];
const includes = (periods: readonly Period[], day: number) => periods.some(([from, to]) => day >= from && day < to);

export interface TruthOptions {
  seed: number;
  /** How often a server does not respond to a scan, although it works. Not on the first day. */
  flakiness?: number;
  /** How often a revocation list cannot be fetched. */
  listFlakiness?: number;
  outages?: Readonly<Record<string, Period>>;
  blocked?: readonly Period[];
  transparencyDown?: readonly Period[];
  /** When the revocation lists cannot be fetched. */
  listsDown?: readonly Period[];
}

export function drawTruth(options: TruthOptions): Truth {
  const {
    seed,
    flakiness = 0,
    listFlakiness = 0,
    outages = {},
    blocked = [],
    transparencyDown = [],
    listsDown = [],
  } = options;
  const random = createRandom(seed);
  const servers = LIFETIMES.flatMap(([lifetime, count]) =>
    Array.from({ length: count }, (_, index) => ({ name: `server-${lifetime}d-${index}`, lifetime })),
  );
  const flaky = servers.map(() => Array.from({ length: DAYS }, (_, day) => day > 0 && random.chance(flakiness)));
  const unfetched = servers.map(() => Array.from({ length: DAYS }, () => random.chance(listFlakiness)));
  // Schedules are late by up to half an hour.
  const delays = Array.from({ length: DAYS }, () => random.int(0, 30) * 60_000);
  // Each day, an item may be added or removed.
  const items = Array.from({ length: DAYS }, () => [random.chance(0.1), random.chance(0.1)] as const);
  let current = Array.from({ length: ITEMS }, (_, index) => index);
  const listings = items.map(([isAdded, isRemoved], day) => {
    const removed = day === CLEANED ? Math.floor(current.length / 4) : isRemoved ? 1 : 0;
    current = [...current.slice(removed), ...(isAdded ? [ITEMS + day] : [])];
    return current;
  });
  return {
    servers,
    isDown: (server, day) => {
      const outage = outages[servers[server]?.name ?? ''];
      return (flaky[server]?.[day] ?? false) || (outage !== undefined && includes([outage], day));
    },
    isBlocked: (day) => includes(blocked, day),
    isRevocationRequired: (server) => servers[server]?.lifetime === 365,
    isRevocationUnknown: (server, day) => (unfetched[server]?.[day] ?? false) || includes(listsDown, day),
    isTransparencyDown: (day) => includes(transparencyDown, day),
    listItems: (day) => listings[day] ?? [],
    getTime: (day) => START + day * DAY + (delays[day] ?? 0),
  };
}

/** The certificates of the manifest of a year. `team`: of every other server. */
export function writeCertificates({ servers, isRevocationRequired }: Truth): string {
  const lines = [
    ...servers.map(
      ({ name }, index) =>
        `{ name: ${name}, endpoint: ${name}.example.com, labels: { team: ${index % 2 === 0 ? 'web' : 'ops'} }${isRevocationRequired(index) ? ', revocation: true' : ''} }`,
    ),
    ...Array.from({ length: FILES }, (_, index) => `{ name: file-${index}, file: certs/${index}.pem }`),
    '{ name: transparency, ct: example.com, provider: crtsh }',
    '{ name: portal, rest: "https://portal.example.com", map: { id: id, valid_to: until } }',
  ];
  return `certificates:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
}

/** What one scan said. */
export interface ScanDay {
  day: number;
  isRed: boolean;
  coverage: ReportCoverage;
  /** The event and the entry of what was sent. */
  sent: string[];
}

/** Scans a year. `getManifest`: the manifest of a day, in which somebody may have silenced something. */
export function scanYear(truth: Truth, getManifest: (day: number) => Manifest): ScanDay[] {
  const scan = createScanner();
  return Array.from({ length: DAYS }, (_, day) => {
    const now = truth.getTime(day);
    const readings = readSources(truth, day, now);
    const outcome = scan({ manifest: getManifest(day), now, readings, transparency: [readDomain(truth, day)] });
    const sent = [...new Set(outcome.sent.map(({ event, entry }) => `${event} ${entry}`))];
    return { ...outcome, day, sent };
  });
}

const NO_ANSWER: Failure = { code: 'endpoint-timeout', detail: 'It did not answer in time.' };
const NO_ANSWER_OF_URL: Failure = { code: 'url-timeout', detail: 'It did not answer in time.' };

function readSources(truth: Truth, day: number, now: number): SourceReading[] {
  const isBlocked = truth.isBlocked(day);
  const servers = truth.servers.map(({ name, lifetime }, index) => {
    const isDown = isBlocked || truth.isDown(index, day);
    if (isDown) return endpoint(name, `${name}.example.com:443`, NO_ANSWER);
    const served = getCertificate(name, index, lifetime, now);
    const good = truth.isRevocationUnknown(index, day) ? [] : [served.fingerprint ?? ''];
    return endpoint(name, `${name}.example.com:443`, served, revocation({ good }));
  });
  const onDisk = Array.from({ length: FILES }, (_, index) => {
    const path = `certs/${index}.pem`;
    return files(`file-${index}`, path, { [path]: getCertificate(`file-${index}`, index, 90, now) });
  });
  return [...servers, ...onDisk, readPortal(truth, day, now)];
}

/** The certificate that an automaton has installed: it renews at two thirds of the lifetime, each server at another time. */
function getCertificate(name: string, index: number, lifetime: number, now: number): Certificate {
  const period = (lifetime * 2 * DAY) / 3;
  const offset = (index * 0.37 * period) % period;
  const from = Math.floor((now - offset) / period) * period + offset;
  return certificate(`${name}-${from}`, { from, to: from + lifetime * DAY, names: [`${name}.example.com`] });
}

function readPortal(truth: Truth, day: number, now: number): SourceReading {
  const reading = { entry: 'portal', source: 'rest', inventory: 'remote' as const };
  if (truth.isBlocked(day)) return { ...reading, failure: NO_ANSWER_OF_URL, locations: [] };
  const locations = truth.listItems(day).map((id) => ({
    location: `rest:${id}`,
    observed: {},
    certificate: getCertificate(`item-${id}`, id, 365, now),
    failure: null,
  }));
  return { ...reading, failure: null, locations };
}

function readDomain(truth: Truth, day: number): DomainReading {
  const isDown = truth.isBlocked(day) || truth.isTransparencyDown(day);
  const failure = isDown ? { code: 'inventory-server-error', detail: 'It answered 502.' } : null;
  return {
    ...{ entry: 'transparency', domain: 'example.com', query: 'crtsh example.com', issuances: [] },
    ...{ cursor: null, isComplete: !isDown, failure, retry_at: null },
  };
}
