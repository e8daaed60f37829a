/** Reads the sources of entries, and decodes each location at once, so that its bytes need not be kept. */

import { type DecodeOptions, decodeLocation } from '../../certificate/decode.ts';
import type {
  Expectations,
  LocationReading,
  Passwords,
  RawLocation,
  RawSource,
  SourceResult,
  TrustRequest,
} from '../../domain/index.ts';
import { catchBugsSync, createBugReporter, type ReportBug } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { createTurns, type Turns } from '../../lib/turns.ts';
import { createInternalFailure } from '../../scan/failures.ts';
import { type ReadableEntry, readSources, type ScanOptions } from '../../scan/index.ts';
import { createVariableResolver } from '../../scan/sources/resolve-variables.ts';

/** The decoded reading of a location, and the data to verify it. */
export interface DecodedLocation {
  readings: LocationReading[];
  /** The request to verify trust; null: only the dates of the path are evaluated. */
  trust: TrustRequest | null;
  /** The `expect` block of the entry, if it applies. */
  expect: Expectations | null;
}

export interface DecodedSource extends SourceResult {
  locations: DecodedLocation[];
}

/** Returns the sources in the order of the entries. The DER of a certificate is kept if verification needs it. */
export async function readAndDecode(
  entries: readonly ReadableEntry[],
  io: Io,
  options: ScanOptions,
  decoding: DecodeOptions = {},
): Promise<DecodedSource[]> {
  const reportBug = createBugReporter(io);
  const turns = createTurns();
  const ranks = new Map(entries.map((entry, rank) => [entry, rank]));
  const found: { rank: number; position: number; source: DecodedSource }[] = [];
  await readSources(entries, io, options, async ({ entry, position, sources }) => {
    const rank = ranks.get(entry) ?? 0;
    const passwords = resolvePasswords(entry, io.env);
    for (const source of sources) {
      const expect = source.isClientCertificate ? null : (entry.expect ?? null);
      const keepDer = decoding.keepDer || expect !== null;
      const decode = (raw: RawLocation): DecodedLocation => ({
        readings: decodeOrFail(raw, passwords, { ...decoding, keepDer }, reportBug),
        trust: 'trust' in raw ? (raw.trust ?? null) : null,
        expect,
      });
      found.push({ rank, position, source: await decodeSource(source, decode, turns) });
    }
  });
  return found.sort((a, b) => a.rank - b.rank || a.position - b.position).map(({ source }) => source);
}

/** Resolves passwords. If a password of a keystore is not set, the keystore fails, and the other locations of the entry are decoded. */
export function resolvePasswords(entry: ReadableEntry, env: Io['env']): Passwords {
  const resolved = entry.passwords.map(createVariableResolver(entry, env));
  return {
    values: resolved.flatMap((one) => ('value' in one ? one.value : [])),
    unset: resolved.flatMap((one) => ('failure' in one ? one.failure : []))[0] ?? null,
  };
}

/** Files are read while their locations are iterated. Keystores can keep the processor busy for a second each. */
async function decodeSource(
  { locations, isClientCertificate: _, ...source }: RawSource,
  decode: (raw: RawLocation) => DecodedLocation,
  turns: Turns,
): Promise<DecodedSource> {
  const decoded: DecodedLocation[] = [];
  const remaining = locations[Symbol.iterator]();
  const decodeNext = () => {
    const { value, done } = remaining.next();
    if (!done) decoded.push(decode(value));
    return done === true;
  };
  while (!turns.run(decodeNext)) await turns.yield();
  // The copy has no room for further items, which would take 15 MB for 100,000 sources.
  return { ...source, locations: decoded.slice() };
}

/** Like `decodeLocation`, but a bug only fails the location. */
export function decodeOrFail(
  raw: RawLocation,
  passwords: Passwords | null,
  options: DecodeOptions,
  reportBug: ReportBug,
): LocationReading[] {
  const { location, observed } = raw;
  return catchBugsSync(
    () => decodeLocation(raw, passwords, options),
    () => [{ location, observed, certificate: null, failure: createInternalFailure(location) }],
    reportBug,
  );
}
