/** Assesses a test certificate: only its dates count, and it is never worse than a warning. */

import { describeExpiringFixtures, FIXTURE_EXPIRING } from '../domain/expiring-fixtures.ts';
import type { CertificateFacts, Finding, LiveLocation, Settings, Verdict } from '../domain/index.ts';
import { getLevel } from '../domain/severity.ts';

type Dates = Pick<Verdict, 'effective_valid_to' | 'days_since_expiry' | 'threshold'>;

/** Returns the parts of the verdict that follow from its dates. It has one finding if it crossed a threshold, or expired unintendedly. */
export function assessFixture(
  facts: CertificateFacts,
  fixture: NonNullable<Settings['fixture']>,
  dates: Dates,
  locations: readonly LiveLocation[],
): Pick<Verdict, 'status' | 'level' | 'date_status' | 'findings' | 'undecided' | 'renewal'> {
  const findings = detectExpiring(facts, fixture, dates, locations);
  const status = findings.length > 0 ? 'warning' : 'ok';
  return { status, level: getLevel(status), date_status: status, findings, undecided: [], renewal: null };
}

function detectExpiring(
  facts: CertificateFacts,
  fixture: NonNullable<Settings['fixture']>,
  { effective_valid_to, days_since_expiry, threshold }: Dates,
  locations: readonly LiveLocation[],
): Finding[] {
  const expired = days_since_expiry !== null;
  if (expired ? fixture.expired === 'intended' : threshold === null) return [];
  const names = locations.map(({ location }) => location);
  const valid_to = effective_valid_to ?? facts.valid_to;
  const { code, detail } = describeExpiringFixtures([{ locations: names, valid_to, expired }]);
  return [{ event: FIXTURE_EXPIRING, qualifier: '', severity: 'warning', code, detail, locations: names }];
}
