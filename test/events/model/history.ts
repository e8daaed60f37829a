import { type Certificate, type EventName, RESOLUTION_NAMES, type Status } from '../../../src/domain/index.ts';

/**
 * What really happened in the simulation, and which scans can know it. The content of a log is not inspected: it is the set of
 * moments (scans, clears) that it includes, from which follows what a scan should do.
 */
export interface History {
  /** By alert key: every attempted message, in the order of scan times. */
  messages: Map<string, Message[]>;
  /** By alert key: the scans that saw it resolve. */
  resolutions: Map<string, SeenResolution[]>;
  /** By entry and location: what each scan saw there. */
  sightings: Map<string, Map<string, Sighting[]>>;
  clears: Clear[];
  certificates: Map<string, Certificate>;
  /** By moment: the moments that were known then. */
  knowledge: Knowledge[];
}

export interface Message {
  moment: number;
  /** The scan's time, as every `time` here. */
  time: number;
  rule: string;
  destination: string;
  event: EventName;
  entry: string;
  /** The location, for events about a location. */
  location: string | null;
  /** When the threshold was crossed; null if there is none. */
  crossed: number | null;
  status: Status;
  /** `lost`: the receiver got it, but the response was lost. */
  outcome: 'accepted' | 'lost' | 'failed';
  /** The locations of the subject at that time. */
  locations: string[];
}

export interface SeenResolution {
  moment: number;
  time: number;
  /** False if the scan did not know that anything was sent, so it may not have seen a resolution. */
  certain: boolean;
  names: EventName[];
}

export interface Sighting {
  moment: number;
  time: number;
  source: string;
  saw: 'certificate' | 'failure' | 'nothing';
  fingerprint: string | null;
  /** What the scan knew to be there before. */
  before: string | null;
  /** Whether it saw another certificate, or failed at an unknown location, which is new then. */
  fresh: boolean;
}

interface Clear {
  moment: number;
  time: number;
  entry: string | null;
  event: string | null;
}

/** By moment: 1 if it is known. */
export type Knowledge = Uint8Array;

/** The maximum number of moments of a simulation. */
const MAX_MOMENTS = 1536;

export function createHistory(certificates: Map<string, Certificate>): History {
  return {
    messages: new Map(),
    resolutions: new Map(),
    sightings: new Map(),
    clears: [],
    certificates,
    knowledge: [],
  };
}

export const createEmptyKnowledge = (): Knowledge => new Uint8Array(MAX_MOMENTS);

/** Combines what two logs know. */
export function mergeKnowledge(a: Knowledge, b: Knowledge): Knowledge {
  const both = a.slice();
  for (let moment = 0; moment < both.length; moment += 1) if (b[moment]) both[moment] = 1;
  return both;
}

export function getOrCreateList<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key);
  if (list) return list;
  const fresh: V[] = [];
  map.set(key, fresh);
  return fresh;
}

export function groupBy<K, V>(values: readonly V[], getKey: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) getOrCreateList(groups, getKey(value)).push(value);
  return groups;
}

/** Adds a moment with this knowledge, and returns its number. */
export function addMoment(history: History, knows: Knowledge): number {
  if (history.knowledge.length >= MAX_MOMENTS) throw new Error('the model has too many moments');
  return history.knowledge.push(knows) - 1;
}

export function includeMoment(knows: Knowledge, moment: number): Knowledge {
  const more = knows.slice();
  more[moment] = 1;
  return more;
}

/** The known messages of one alert key, each with whether a clear lifted its cooldown. They still get a resolution. */
export function recallMessages(history: History, key: string, knows: Knowledge): (Message & { lifted: boolean })[] {
  const known = (history.messages.get(key) ?? []).filter(({ moment }) => knows[moment]);
  const clears = history.clears.filter(({ moment }) => knows[moment]);
  return known.map((message) => ({ ...message, lifted: clears.some((clear) => liftsCooldown(clear, message)) }));
}

export const isResolution = (event: EventName): boolean => (RESOLUTION_NAMES as readonly string[]).includes(event);

function liftsCooldown(clear: Clear, message: Message): boolean {
  return (
    !isResolution(message.event) &&
    clear.time >= message.time &&
    (clear.entry === null || clear.entry === message.entry) &&
    (clear.event === null || clear.event === message.event)
  );
}
