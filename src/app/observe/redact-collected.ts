/**
 * Redacts secrets in what a probe collected. Names and failures are redacted as in a scan. A certificate is sent as it is, so one
 * that contains a secret is not sent at all.
 */

import type { Entry, PlaceReading, SourceReading } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import { createObservationFailure } from '../observations/problems.ts';
import { createEntryRedactors, redactReadings } from '../verify/redact-readings.ts';
import type { CollectedPlace, CollectedSource } from './collect.ts';

/** Returns the same sources if there are no secrets. */
export function redactCollected(sources: CollectedSource[], entries: readonly Entry[], io: Io): CollectedSource[] {
  const getRedactor = createEntryRedactors(entries, io);
  if (getRedactor === null) return sources;
  const plain = sources.map((source): SourceReading => ({ ...source, places: source.places.map(removeBytes) }));
  const redacted = redactReadings(plain, entries, io);
  return sources.map((source, index): CollectedSource => {
    const { places, ...rest } = redacted[index] ?? plain[index] ?? { ...source, places: [] };
    const redact = getRedactor(source.entry);
    const contains = (text: string) => redact !== undefined && redact(text) !== text;
    return {
      ...rest,
      places: places.map((place, at): CollectedPlace => {
        // Redaction keeps the number and order of the places.
        const original = source.places[at] as CollectedPlace;
        const { chainDer, stapledResponse } = original.reading;
        const bytes = [...(chainDer ?? []), ...(stapledResponse ? [stapledResponse] : [])];
        const isSecret = isCertificateRedacted(original.reading, place) || bytes.some((one) => contains(toText(one)));
        const reading = isSecret ? failPlace(place) : { ...place, chainDer, stapledResponse };
        return { ...original, reading: reading as PlaceReading };
      }),
    };
  });
}

function removeBytes({ reading }: CollectedPlace): PlaceReading {
  const { chainDer: _chainDer, stapledResponse: _stapledResponse, ...rest } = reading;
  return rest;
}

function isCertificateRedacted({ certificate }: PlaceReading, redacted: PlaceReading): boolean {
  return JSON.stringify(certificate) !== JSON.stringify(redacted.certificate);
}

function failPlace({ place, address }: PlaceReading): PlaceReading {
  return { place, address, certificate: null, failure: createObservationFailure('observation-secret', place) };
}

/** The bytes as text in which a secret of one byte a character is found, and one of two bytes (BMPString) too. */
function toText(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return `${text}\n${Buffer.from(bytes).toString('utf8')}\n${text.replaceAll('\0', '')}`;
}
