import { type Certificate, type EventName, RESOLUTION_NAMES, type Status } from '../../../src/domain/index.ts';

/**
 * What really happened in the model's world, and who can know of it. A log is not looked into: it is a set of the
 * moments (scans, clears) that went into it, and what a scan should do follows from those.
 */
export interface History {
  /** By alert key: every message that was attempted, in the order of the scans' times. */
  messages: Map<string, Message[]>;
  /** By alert key: the scans that saw it end. */
  ends: Map<string, End[]>;
  /** By entry and place: what each scan saw there. */
  sightings: Map<string, Map<string, Sighting[]>>;
  clears: Clear[];
  certificates: Map<string, Certificate>;
  /** By moment: what was known at it. */
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
  /** The place, for what is told of a place. */
  place: string | null;
  /** When the threshold was crossed; null where there is none. */
  crossed: number | null;
  status: Status;
  /** `lost`: the receiver has it, and the scan believes that it failed. */
  outcome: 'accepted' | 'lost' | 'failed';
  /** The places of the subject at that time. */
  places: string[];
}

export interface End {
  moment: number;
  time: number;
  /** False where the scan did not know that anything had been told: it may have seen no end in it. */
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
  /** Whether it saw another certificate, or failed where it knew of nothing: a place is new then. */
  fresh: boolean;
}

interface Clear {
  moment: number;
  time: number;
  entry: string | null;
  event: string | null;
}

/** By moment: 1 where it is known. */
export type Knowledge = Uint8Array;

/** The most moments that a world may have. */
const MOMENTS = 1536;

export function emptyHistory(certificates: Map<string, Certificate>): History {
  return {
    messages: new Map(),
    ends: new Map(),
    sightings: new Map(),
    clears: [],
    certificates,
    knowledge: [],
  };
}

export const nothingKnown = (): Knowledge => new Uint8Array(MOMENTS);

/** What two logs know together. */
export function together(a: Knowledge, b: Knowledge): Knowledge {
  const both = a.slice();
  for (let moment = 0; moment < both.length; moment += 1) if (b[moment]) both[moment] = 1;
  return both;
}

export function listed<K, V>(map: Map<K, V[]>, key: K): V[] {
  const list = map.get(key);
  if (list) return list;
  const fresh: V[] = [];
  map.set(key, fresh);
  return fresh;
}

export function grouped<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) listed(groups, keyOf(value)).push(value);
  return groups;
}

/** Opens a new moment at which this much is known, and gives its number. */
export function openMoment(history: History, knows: Knowledge): number {
  if (history.knowledge.length >= MOMENTS) throw new Error('the model has too many moments');
  return history.knowledge.push(knows) - 1;
}

export function knowing(knows: Knowledge, moment: number): Knowledge {
  const more = knows.slice();
  more[moment] = 1;
  return more;
}

/**
 * The messages of one alert key that the knowledge holds, each with whether a clear has lifted it: that is for alerts,
 * which have cooldowns; what was told keeps its right to one ending.
 */
export function recall(history: History, key: string, knows: Knowledge): (Message & { lifted: boolean })[] {
  const known = (history.messages.get(key) ?? []).filter(({ moment }) => knows[moment]);
  const clears = history.clears.filter(({ moment }) => knows[moment]);
  return known.map((message) => ({ ...message, lifted: clears.some((clear) => lifts(clear, message)) }));
}

export const isEnding = (event: EventName): boolean => (RESOLUTION_NAMES as readonly string[]).includes(event);

function lifts(clear: Clear, message: Message): boolean {
  return (
    !isEnding(message.event) &&
    clear.time >= message.time &&
    (clear.entry === null || clear.entry === message.entry) &&
    (clear.event === null || clear.event === message.event)
  );
}
