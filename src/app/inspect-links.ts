/** Compares the targets of one inspection: finds those with the same certificate, and those with a newer one for the same names. */

import type { InspectedCertificate, InspectedLocation, InspectedTarget } from '../generated/inspect.ts';
import { groupBy } from '../lib/collections.ts';
import { parseIsoTime } from '../lib/iso-time.ts';

/** The maximum of links: a certificate can be on hundreds of servers, each of which would list all others. */
const MAX_LINKS = 50;

interface Found {
  target: InspectedTarget;
  location: InspectedLocation;
  leaf: InspectedCertificate;
  expiry: number;
}

/** Adds `also_at` and `newer_at` to the locations that have them. */
export function linkTargets(targets: InspectedTarget[]): InspectedTarget[] {
  if (targets.length < 2) return targets;
  const found = targets.flatMap((target) =>
    target.locations.flatMap((location) => {
      const [leaf] = location.certificates;
      return leaf?.kind === 'certificate' ? [{ target, location, leaf, expiry: parseIsoTime(leaf.valid_to) }] : [];
    }),
  );
  const byFingerprint = groupBy(found, ({ leaf }) => leaf.fingerprint_sha256);
  const latestFirst = found.toSorted((a, b) => b.expiry - a.expiry);
  const byNames = groupBy(latestFirst, ({ leaf }) => getNames(leaf));
  const links = new Map(
    found.map((one) => {
      const same = takeOthers(byFingerprint.get(one.leaf.fingerprint_sha256) ?? [], one, () => true);
      const isNewer = ({ expiry }: Found) => expiry > one.expiry;
      return [one.location, describeLinks(same, takeOthers(byNames.get(getNames(one.leaf)) ?? [], one, isNewer))];
    }),
  );
  return targets.map((target) => ({
    ...target,
    locations: target.locations.map((location) => ({ ...location, ...links.get(location) })),
  }));
}

/** Takes the first certificates at other targets and locations, as long as a condition is true. */
function takeOthers(candidates: readonly Found[], one: Found, isWanted: (candidate: Found) => boolean): Found[] {
  const taken: Found[] = [];
  for (const candidate of candidates) {
    if (!isWanted(candidate) || taken.length >= MAX_LINKS) break;
    const isElsewhere = candidate.target !== one.target && candidate.location.location !== one.location.location;
    if (isElsewhere) taken.push(candidate);
  }
  return taken;
}

/** Returns a text that is equal for certificates that serve the same purpose, also from different issuers. */
function getNames({ subject, sans, is_ca }: InspectedCertificate): string {
  const names = [...sans].sort();
  return JSON.stringify([is_ca, names.length === 0 ? subject : null, names]);
}

function describeLinks(
  same: readonly Found[],
  newer: readonly Found[],
): Pick<InspectedLocation, 'other_locations' | 'successors'> {
  const other_locations = [...new Set(same.map(({ location }) => location.location))];
  const successors = newer.map(({ location: { location }, leaf: { fingerprint_sha256, valid_to } }) => {
    return { location, fingerprint_sha256, valid_to };
  });
  return {
    ...(other_locations.length > 0 && { other_locations: other_locations }),
    ...(successors.length > 0 && { successors }),
  };
}
