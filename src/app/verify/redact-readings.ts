/**
 * Redacts secrets in the responses of servers, before they become part of events, reports and the event log: a server can repeat a header
 * in a name of a certificate, and the data of a location are sent to other receivers.
 */

import type { SourceReading } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { createRedactor, isMaskable, type Redact } from '../../lib/secrets/redactor.ts';
import type { ReadableEntry } from '../../scan/index.ts';

/** Returns the same readings and locations unless they contain a secret. */
export function redactReadings(
  readings: SourceReading[],
  entries: readonly ReadableEntry[],
  { listSecrets }: Pick<Io, 'listSecrets'>,
): SourceReading[] {
  const secrets = listSecrets().filter(isSecret);
  if (secrets.length === 0) return readings;
  const redactors = new Map<string, ReadingRedactor>();
  const byEntry = new Map(
    entries.map((entry) => {
      const own = removePublicValues(secrets, entry);
      return [entry.name, getOrCreate(redactors, JSON.stringify(own), () => createReadingRedactor(own))];
    }),
  );
  const names = new Map<string, UniqueNames>();
  return readings.map(
    (reading) => byEntry.get(reading.entry)?.(reading, getOrCreate(names, reading.entry, createUniqueNames)) ?? reading,
  );
}

/** Creates the redactors of the secrets that the readings of each entry must not contain; null if there are no secrets. */
export function createEntryRedactors(
  entries: readonly ReadableEntry[],
  { listSecrets }: Pick<Io, 'listSecrets'>,
): ((entry: string) => Redact | undefined) | null {
  const secrets = listSecrets().filter(isSecret);
  if (secrets.length === 0) return null;
  const redactors = new Map<string, Redact>();
  const byEntry = new Map(
    entries.map((entry) => {
      const own = removePublicValues(secrets, entry);
      return [entry.name, getOrCreate(redactors, JSON.stringify(own), () => createRedactor(own))];
    }),
  );
  return (entry) => byEntry.get(entry);
}

/** Whether a value is secret. A plain host name, such as that of a mail server, is not: certificates contain it. */
function isSecret(value: string): boolean {
  const bare = value.trim();
  return isMaskable(bare) && !/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]+$/.test(bare);
}

/** Removes values that the entry contains in clear, such as a part of a path, which are not secret there. */
function removePublicValues(secrets: readonly string[], { variables: _, ...entry }: ReadableEntry): string[] {
  const written = JSON.stringify(entry);
  return secrets.filter((value) => !written.includes(value.trim()));
}

type ReadingRedactor = (reading: SourceReading, unique: UniqueNames) => SourceReading;

function createReadingRedactor(secrets: readonly string[]): ReadingRedactor {
  const redact = createRedactor(secrets);
  // One search in all texts together is much faster than one in each, and most readings contain no secret.
  const isClean = (value: unknown) => {
    const text = JSON.stringify(value);
    return redact(text) === text;
  };
  return (reading, unique) => {
    if (isClean(reading)) return reading;
    // Names without a secret stay as they are.
    for (const { location } of reading.locations) if (redact(location) === location) unique(location, location);
    const locations = reading.locations.map((location) => {
      const name = unique(redact(location.location), location.location);
      return isClean(location) ? location : { ...redactDeep(location, redact), location: name };
    });
    const { failure, omitted } = reading;
    return { ...reading, ...redactDeep({ failure, ...(omitted && { omitted }) }, redact), locations };
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

/** Redacts all texts in a value, except identifiers. */
function redactDeep<T>(value: T, redact: Redact): T {
  return redactValue(value, redact) as T;
}

function redactValue(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, redact));
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redactField(key, item, redact)]));
}

function redactField(key: string, value: unknown, redact: Redact): unknown {
  if (IDENTIFIERS.has(key)) return value;
  const redacted = redactValue(value, redact);
  return key === 'labels' ? redactKeys(redacted, redact) : redacted;
}

/** Redacts keys: labels of an inventory also have its names. */
function redactKeys(value: unknown, redact: Redact): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [redact(name), text]));
}

/** Adds a number to a name that another location already has, so that no location is lost. */
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
