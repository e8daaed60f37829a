/**
 * Redacts the secrets of an entry in what its servers returned, before it becomes part of events, reports and the event log: a
 * server can repeat a header in a name of a certificate, and everything about a place is sent to other receivers.
 */

import type { SourceReading } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { createRedactor, type Redact } from '../../lib/secrets/redactor.ts';
import { listReferencedVariables, readVariable } from '../../lib/secrets/references.ts';
import type { ReadableEntry } from '../../scan/index.ts';

/** Redacts each reading with the secrets of its own entry. Returns the same readings if no entry has any. */
export function redactReadings(
  readings: SourceReading[],
  entries: readonly ReadableEntry[],
  env: Io['env'],
): SourceReading[] {
  const redactors = new Map(entries.flatMap((entry) => createEntryRedactor(entry, env)));
  if (redactors.size === 0) return readings;
  const names = new Map<Redact, UniqueNames>();
  return readings.map((reading) => {
    const redact = redactors.get(reading.entry);
    if (redact === undefined) return reading;
    const unique = names.get(redact) ?? createUniqueNames();
    names.set(redact, unique);
    return redactReading(reading, redact, unique);
  });
}

/** Empty if the entry has no secrets. */
function createEntryRedactor(entry: ReadableEntry, env: Io['env']): [name: string, redact: Redact][] {
  const { variables, ...written } = entry;
  const text = JSON.stringify(written);
  const used = new Set([...Object.keys(variables), ...listReferencedVariables(text)]);
  const values = Array.from(used, (name) => readVariable(name, env)).filter((value) => isSecret(value, text));
  return values.length === 0 ? [] : [[entry.name, createRedactor(values)]];
}

/** A plain host name, or a value that the entry itself contains in clear, such as a part of a path, is not secret. */
function isSecret(value: string, written: string): boolean {
  const bare = value.trim();
  return bare !== '' && !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+$/.test(bare) && !written.includes(bare);
}

function redactReading(reading: SourceReading, redact: Redact, unique: UniqueNames): SourceReading {
  const { failure, places } = reading;
  return {
    ...reading,
    failure: redactDeep(failure, redact),
    places: places.map((place) => ({ ...redactDeep(place, redact), place: unique(redact(place.place), place.place) })),
  };
}

/** Values that identify a certificate, and times. They are never text of a server. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'fingerprint',
  'fingerprint_sha256',
  'serial_number',
  'authority_key_id',
  'valid_from',
  'valid_to',
  'effective_valid_to',
  'at',
]);

function redactDeep<T>(value: T, redact: Redact): T {
  return redactValue(value, redact) as T;
}

function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, IDENTIFIERS.has(key) ? item : redactValue(item, redact)]),
  );
}

/** Gives a name that another place already has a number, so that no place is lost. */
type UniqueNames = (name: string, original: string) => string;

function createUniqueNames(): UniqueNames {
  const taken = new Map<string, string>();
  return (name, original) => {
    for (let count = 1; ; count += 1) {
      const candidate = count === 1 ? name : `${name}~${count}`;
      const holder = taken.get(candidate) ?? original;
      taken.set(candidate, holder);
      if (holder === original) return candidate;
    }
  };
}
