/** Describes the test certificates of an entry that expire soon or have expired. */

import { formatDay } from '../lib/iso-time.ts';
import { truncate, truncateList } from '../lib/text/truncate.ts';
import type { FindingName } from './event-definitions.ts';
import type { IsoTime } from './index.ts';

export const FIXTURE_EXPIRING = 'certificate.fixture_expiring' satisfies FindingName;

/** Whether a rule with these events is only about test certificates. */
export function isFixtureRule(events: readonly string[]): boolean {
  return events.length > 0 && events.every((event) => event === FIXTURE_EXPIRING);
}

/** A test certificate that expires soon or has expired; `valid_to` is its effective expiry. */
export interface ExpiringFixture {
  locations: readonly string[];
  valid_to: IsoTime;
  expired: boolean;
}

/** The maximum of certificates in one description. */
const MAX_LISTED = 10;

/** Creates the code and the detail of one or more test certificates that must be created again. */
export function describeExpiringFixtures(fixtures: readonly ExpiringFixture[]): { code: string; detail: string } {
  const expired = fixtures.filter((one) => one.expired);
  const expiring = fixtures.filter((one) => !one.expired);
  const sentences = [
    ...listSentences(expired, 'has expired', 'have expired'),
    ...listSentences(expiring, 'expires soon', 'expire soon'),
    `Tests that use ${fixtures.length === 1 ? 'it' : 'them'} ${expired.length > 0 ? 'fail' : 'will fail from then on'}.`,
    `Create ${fixtures.length === 1 ? 'it' : 'them'} again, or generate certificates in the tests.`,
    ...(expired.length > 0
      ? ['Move certificates that are meant to be expired to an entry with `expired: intended`.']
      : []),
  ];
  return { code: expired.length > 0 ? 'fixture-expired' : 'fixture-expiring', detail: sentences.join(' ') };
}

function listSentences(group: readonly ExpiringFixture[], singular: string, plural: string): string[] {
  if (group.length === 0) return [];
  const count = group.length === 1 ? `1 test certificate ${singular}` : `${group.length} test certificates ${plural}`;
  return [`${count}: ${formatLocations(group)}.`];
}

function formatLocations(fixtures: readonly ExpiringFixture[]): string {
  const names = fixtures.map(
    ({ locations, valid_to }) => `${truncateList(locations.map(truncate), 1)} (${formatDay(valid_to)})`,
  );
  return truncateList(names, MAX_LISTED);
}
