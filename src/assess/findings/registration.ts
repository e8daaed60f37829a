/** Detects registrations of domains that are on hold, or being deleted, by the status that the registry reports (RFC 8056). */

import type { Finding, Registration } from '../../domain/index.ts';
import type { FindingCheck } from './finding-check.ts';

interface RegistrationProblem {
  status: string;
  /** Whether the status is a problem. Default: always. */
  applies?: (registration: Registration) => boolean;
  qualifier: string;
  code: string;
  describe: (registration: Registration) => string;
}

/** The problems, the worst first: a domain in its redemption period also has the status `pending delete`. */
const PROBLEMS: readonly RegistrationProblem[] = [
  {
    status: 'redemption period',
    qualifier: 'redemption-period',
    code: 'domain-redemption-period',
    describe: (one) =>
      `${one.domain} was deleted, and its names do not resolve. Only ${formatRegistrar(one)} can restore it, usually within 30 days and for a fee. Contact the registrar now.`,
  },
  {
    status: 'pending delete',
    qualifier: 'pending-delete',
    code: 'domain-pending-delete',
    describe: ({ domain }) =>
      `The registry deletes ${domain} within days, and then anyone can register it. It can usually not be restored any more. Ask the registrar at once.`,
  },
  {
    status: 'pending restore',
    qualifier: 'pending-restore',
    code: 'domain-pending-restore',
    describe: (one) =>
      `${one.domain} was deleted, and ${formatRegistrar(one)} asked the registry to restore it. Until the registrar has reported the reasons, its names do not resolve, and it can still be lost. Ask the registrar.`,
  },
  {
    status: 'server hold',
    qualifier: 'server-hold',
    code: 'domain-server-hold',
    describe: (one) =>
      `The registry took ${one.domain} out of the DNS, for example because of a dispute or a report of abuse. Ask ${formatRegistrar(one)} for the reason.`,
  },
  {
    status: 'client hold',
    qualifier: 'client-hold',
    code: 'domain-client-hold',
    describe: (one) =>
      `${one.domain} was taken out of the DNS by ${formatRegistrar(one)}, for example because an invoice or the verification of a contact is open. Contact the registrar now.`,
  },
  {
    status: 'inactive',
    applies: ({ was_delegated }) => was_delegated === true,
    qualifier: 'inactive',
    code: 'domain-inactive',
    describe: ({ domain }) =>
      `${domain} has no name servers any more, so its names do not resolve. Check its name servers at the registrar, and whether somebody removed them.`,
  },
];

function formatRegistrar({ registrar }: Registration): string {
  return registrar ?? 'its registrar';
}

/** While a registration could not be read, an alert about it neither repeats nor resolves. */
export const detectRegistrationStatus: FindingCheck = (_, { locations }) => {
  const registered = locations.flatMap(({ location, registration, evidence }) =>
    registration === undefined ? [] : { location, registration, isRead: evidence !== null },
  );
  const [worst] = PROBLEMS.flatMap((problem) => {
    const [first, ...others] = registered.filter(({ registration }) => hasProblem(registration, problem));
    return first === undefined ? [] : createFinding(problem, [first, ...others]);
  });
  return {
    findings: worst === undefined ? [] : [worst],
    undecided: registered.every(({ isRead }) => isRead) ? [] : [{ event: EVENT, qualifier: null }],
  };
};

const EVENT = 'certificate.registration_status';

interface RegisteredDomain {
  location: string;
  registration: Registration;
}

function createFinding(
  { qualifier, code, describe }: RegistrationProblem,
  affected: readonly [RegisteredDomain, ...RegisteredDomain[]],
): Finding {
  const detail = describe(affected[0].registration);
  const locations = affected.map(({ location }) => location);
  return { event: EVENT, qualifier, severity: 'critical', code, detail, locations };
}

function hasProblem(registration: Registration, { status, applies = () => true }: RegistrationProblem): boolean {
  return registration.statuses.includes(status) && applies(registration);
}
