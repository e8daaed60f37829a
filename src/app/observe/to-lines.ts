/** Converts the data that a probe collected to the lines of its file. */

import { isDeepStrictEqual } from 'node:util';
import { decodeServed } from '../../certificate/decode.ts';
import type { ParseCache } from '../../certificate/x509/parse.ts';
import type { LocationReading, SourceResult } from '../../domain/index.ts';
import type { ObservedLocation, ObservedRenewal, ObservedSource } from '../../generated/observations.ts';
import { truncateTo } from '../../lib/text/truncate.ts';
import type { RenewalInfoResult } from '../../scan/acme/renewal-info.ts';
import { isValidLine, MAX_LINE_BYTES, type ObservationLine } from '../observations/format.ts';
import { createObservationFailure } from '../observations/observation-problems.ts';
import type { Collected, CollectedLocation, CollectedSource } from './collect.ts';

/** Lists the lines between the header and the trailer: first the fetched responses, then the sources and locations in their order. */
export function* listLines({ sources, evidence, anchors, renewals }: Collected): Generator<ObservationLine> {
  yield* [...anchors, ...evidence, ...[...renewals].map(toRenewalLine)].filter(isSendable);
  const cache: ParseCache = new Map();
  for (const source of sources) {
    const line = toSourceLine(source);
    if (line !== null) yield line;
    for (const location of source.locations) yield toLocationLine(location, source, cache);
  }
}

function toRenewalLine([certificate, result]: [string, RenewalInfoResult]): ObservedRenewal {
  const { retry_after } = result;
  const retry = retry_after === undefined ? {} : { retry_after };
  return 'code' in result
    ? { kind: 'renewal', certificate, failure: { code: result.code, detail: result.detail }, ...retry }
    : { kind: 'renewal', certificate, window: result.window, ...retry };
}

/** Creates the line of a source; null if the lines of its locations are sufficient. */
function toSourceLine(source: CollectedSource): ObservedSource | null {
  const { entry, failure, skips, inventory, unlisted, omitted, locations } = source;
  const name = shortenSource(source.source);
  const properties = {
    ...(skips && { skips }),
    ...(inventory && { inventory }),
    ...(unlisted && { unlisted }),
    ...(omitted && { omitted }),
  };
  if (failure === null && Object.keys(properties).length === 0 && locations.length > 0) return null;
  const line: ObservedSource = { kind: 'source', entry, source: name, failure, ...properties };
  return isSendable(line)
    ? line
    : { kind: 'source', entry, source: name, failure: createObservationFailure('observation-too-large', name) };
}

function toLocationLine(
  { reading, host, isExpected }: CollectedLocation,
  { entry, source }: Pick<SourceResult, 'entry' | 'source'>,
  cache: ParseCache,
): ObservedLocation {
  const { location, observed, failure, notice } = reading;
  const at = { kind: 'location', entry, source: shortenSource(source), location, observed } as const;
  const line: ObservedLocation = {
    ...at,
    ...(failure === null ? toContent(reading, cache) : { failure }),
    ...(failure === null && host !== undefined && { host }),
    ...(failure === null && !isExpected && { expected: false as const }),
    ...(notice && { notice }),
  };
  if (isSendable(line)) return line;
  const short = { ...at, location: truncateTo(location, MAX_LOCATION_LENGTH), observed: {} };
  return { ...short, failure: createObservationFailure('observation-too-large', short.location) };
}

const MAX_LOCATION_LENGTH = 1000;

/** Shortens the name of a source, which must be the same in the lines of its locations. */
function shortenSource(source: string): string {
  return truncateTo(source, MAX_SOURCE_LENGTH);
}

const MAX_SOURCE_LENGTH = 4096;

/** Returns the bytes of the chain if the certificate can be decoded from them again; otherwise the decoded facts. */
function toContent(
  { certificate, chainDer, stapledResponse }: LocationReading,
  cache: ParseCache,
): Pick<ObservedLocation, 'chain' | 'stapled' | 'certificate'> {
  if (certificate === null) throw new Error('A location has neither a certificate nor a failure');
  if (chainDer !== undefined && isDeepStrictEqual(decodeServed(chainDer, cache), certificate)) {
    return {
      chain: chainDer.map(toBase64),
      ...(stapledResponse !== undefined && { stapled: stapledResponse && toBase64(stapledResponse) }),
    };
  }
  const { fingerprint, facts, chain, authority_key_id, from_fields } = certificate;
  const more = { ...(from_fields && { from_fields }), ...(authority_key_id && { authority_key_id }) };
  return { certificate: { fingerprint, facts, chain, ...more } };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Whether the scan that reads the file accepts the line. */
function isSendable(line: ObservationLine): boolean {
  return isValidLine(line) && Buffer.byteLength(JSON.stringify(line)) < MAX_LINE_BYTES;
}
