/** Detects domains that can be moved to another registrar, by the status that the registry reports (RFC 8056). */

import type { Finding, LiveLocation } from '../../domain/index.ts';
import type { FindingCheck } from './finding-check.ts';

const FINDING_KEY = { event: 'certificate.transfer_lock', qualifier: '' } as const;

/** Only entries that ask for it have the fact. A registry that reports no statuses says nothing about a lock that it reported before. */
export const detectTransferLock: FindingCheck = (_, { locations }) => {
  const moving = locations.filter(isMoving);
  const affected =
    moving.length > 0 ? moving : locations.filter(({ observed }) => observed.transfer_lock === 'unlocked');
  const [first] = affected;
  if (first === undefined) return { findings: [], undecided: locations.some(isUndecided) ? [FINDING_KEY] : [] };
  const domain = first.registration?.domain ?? first.location;
  const isTransfer = moving.length > 0;
  const finding: Finding = {
    ...FINDING_KEY,
    severity: isTransfer ? 'critical' : 'warning',
    code: isTransfer ? 'domain-pending-transfer' : 'domain-unlocked',
    detail: isTransfer ? describeTransfer(domain) : describeUnlocked(domain),
    locations: affected.map(({ location }) => location),
  };
  return { findings: [finding], undecided: [] };
};

function isMoving({ observed, registration }: LiveLocation): boolean {
  return observed.transfer_lock !== undefined && (registration?.statuses.includes('pending transfer') ?? false);
}

function isUndecided({ evidence, observed, registration }: LiveLocation): boolean {
  return observed.transfer_lock === 'unknown' || (evidence === null && registration !== undefined);
}

function describeTransfer(domain: string): string {
  return (
    `Another registrar has requested ${domain}, and gets it within days unless the request is rejected. If nobody of your team asked for ` +
    'that, reject it at your registrar at once.'
  );
}

function describeUnlocked(domain: string): string {
  return (
    `The registry reports no transfer lock for ${domain}, so that whoever has its authorization code can move it to another registrar. ` +
    'Enable the lock at your registrar. Its status is `clientTransferProhibited`.'
  );
}
