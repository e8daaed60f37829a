/** Keeps equal texts of a parsed event log in memory once. */

import type { EventLog } from '../../generated/event-log.ts';

/**
 * Replaces texts that a log repeats by one of them. JSON.parse creates each anew: every fingerprint up to three times, every file
 * twice, and the issuers of all certificates. Events are left out: they repeat less, and looking each up takes time. Changes the log,
 * so that it is only for one that was just parsed.
 */
export function shareTexts({ places, certificates }: EventLog): void {
  const texts = new Map<string, string>();
  const share = (text: string) => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
  for (const fingerprint in certificates) {
    const facts = certificates[fingerprint] as EventLog['certificates'][string];
    texts.set(fingerprint, fingerprint);
    if (facts.fingerprint_sha256 === fingerprint) facts.fingerprint_sha256 = fingerprint;
    if (facts.common_name !== null && facts.common_name === facts.sans[0]) facts.common_name = facts.sans[0];
    if (facts.issuer !== null) facts.issuer = share(facts.issuer);
    if (facts.signature_algorithm !== null) facts.signature_algorithm = share(facts.signature_algorithm);
  }
  forEachPlace(places, (place, name) => {
    if (place.source === name) place.source = name;
    if (place.fingerprint !== null) place.fingerprint = share(place.fingerprint);
    if (place.previous !== null) place.previous = share(place.previous);
    if (place.since !== null) place.since = share(place.since);
  });
}

function forEachPlace(
  places: EventLog['places'],
  visit: (logged: EventLog['places'][string][string], place: string) => void,
): void {
  for (const byPlace of Object.values(places))
    for (const [place, logged] of Object.entries(byPlace)) visit(logged, place);
}
