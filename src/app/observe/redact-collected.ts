/**
 * Redacts secrets in the data that a probe collected. Names and failures are redacted as in a scan. A certificate is sent as it is, so one
 * that contains a secret is not sent at all.
 */

import type { Entry, LocationReading, SourceReading } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { createObservationFailure } from '../observations/observation-problems.ts';
import { createEntryRedactors, redactReadings } from '../verify/redact-readings.ts';
import type { CollectedLocation, CollectedSource } from './collect.ts';

/** Returns the same sources if there are no secrets. */
export function redactCollected(sources: CollectedSource[], entries: readonly Entry[], io: Io): CollectedSource[] {
  const getRedactor = createEntryRedactors(entries, io);
  if (getRedactor === null) return sources;
  const plain = sources.map((source): SourceReading => ({ ...source, locations: source.locations.map(removeBytes) }));
  const redacted = redactReadings(plain, entries, io);
  return sources.map((source, index): CollectedSource => {
    const { locations, ...rest } = redacted[index] ?? plain[index] ?? { ...source, locations: [] };
    const redact = getRedactor(source.entry);
    const contains = (text: string) => redact !== undefined && redact(text) !== text;
    return {
      ...rest,
      locations: locations.map((location, at): CollectedLocation => {
        // Redaction keeps the number and order of the locations.
        const original = source.locations[at] as CollectedLocation;
        const { chainDer, stapledResponse } = original.reading;
        const bytes = [...(chainDer ?? []), ...(stapledResponse ? [stapledResponse] : [])];
        const isSecret =
          isCertificateRedacted(original.reading, location) || bytes.some((one) => contains(toText(one)));
        const reading = isSecret ? failLocation(location) : { ...location, chainDer, stapledResponse };
        return { ...original, reading: reading as LocationReading };
      }),
    };
  });
}

function removeBytes({ reading }: CollectedLocation): LocationReading {
  const { chainDer: _chainDer, stapledResponse: _stapledResponse, ...rest } = reading;
  return rest;
}

function isCertificateRedacted({ certificate }: LocationReading, redacted: LocationReading): boolean {
  return JSON.stringify(certificate) !== JSON.stringify(redacted.certificate);
}

function failLocation({ location, observed }: LocationReading): LocationReading {
  return { location, observed, certificate: null, failure: createObservationFailure('observation-secret', location) };
}

/** Converts bytes to text in which secrets with one byte a character are found, and those with two bytes (BMPString), too. */
function toText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return `${text}\n${Buffer.from(bytes).toString('utf8')}\n${text.replaceAll('\0', '')}`;
}
