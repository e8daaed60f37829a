/** Detects certificates whose issuing system should renew them, but fails. */

import type { Finding, LiveLocation, RenewalState } from '../../domain/index.ts';
import { getOwn } from '../../lib/collections.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { type FindingCheck, type FindingResult, NO_FINDINGS } from './finding-check.ts';

const UNDECIDED: FindingResult = {
  findings: [],
  undecided: [{ event: 'certificate.renewal_failing', qualifier: null }],
};

/**
 * The renewal is failing if any location of the certificate reports it. The finding is undecided if a location could not be read, or once
 * the certificate has expired, which has its own alert.
 */
export const detectRenewalFailing: FindingCheck = ({ facts }, { locations, date_status }) => {
  if (date_status === 'expired') return UNDECIDED;
  const failing = locations.filter((one) => !isUnread(one) && isFailing(one.observed.renewal_state));
  const state = failing[0]?.observed.renewal_state;
  if (!state) return locations.some(isUnread) ? UNDECIDED : NO_FINDINGS;
  const names = failing.map(({ location }) => location);
  const finding: Finding = {
    event: 'certificate.renewal_failing',
    qualifier: '',
    severity: 'warning',
    code: 'renewal-failing',
    detail:
      `The automatic renewal of ${truncateList(names, MAX_LISTED)} fails${formatReason(state)}, and the certificate ` +
      `expires at ${facts.valid_to}. ${findAdvice(state)}`,
    locations: names,
  };
  return { findings: [finding], undecided: [] };
};

const MAX_LISTED = 5;

function isFailing(state: RenewalState | undefined): boolean {
  return state?.managed === true && state.state === 'failing';
}

function isUnread({ evidence }: LiveLocation): boolean {
  return evidence === null;
}

function formatReason({ reason, since }: RenewalState): string {
  const parts = [...(reason === null ? [] : [reason]), ...(since === null ? [] : [`since ${since}`])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** Advice by the error texts of ACM, cert-manager, Key Vault and Google. */
const ADVICE: Readonly<Record<string, string>> = {
  PENDING_VALIDATION:
    'AWS could not validate the domain: restore the CNAME record that ACM asks for, or answer the validation mail.',
  INELIGIBLE: 'ACM does not renew this certificate, although it is in use. Request a new one that ACM can renew.',
  CAA_ERROR: 'Allow the CA in the CAA records of the domain.',
  CAA: 'Allow the CA in the CAA records of the domain.',
  CONFIG: 'Check the DNS records of the domain and the load balancer.',
  AUTHORIZATION_ISSUE: 'Google could not authorize a domain: check its DNS records, CAA records and load balancer.',
  FAILED_NOT_VISIBLE:
    'Google does not see the domain on the load balancer: point all of its A and AAAA records there, and keep the certificate ' +
    'attached to a target proxy.',
  FAILED_CAA_CHECKING: 'Google could not read the CAA records of the domain: check that its DNS servers respond.',
  FAILED_CAA_FORBIDDEN: 'Allow the CA in the CAA records of the domain.',
  PROVISIONING_FAILED_PERMANENTLY: 'Google does not try again: create a new certificate.',
  RenewalOverdue:
    'It was not started in time: check that the controller of cert-manager, or the CA integration of Key Vault, works.',
  IssuanceHangs:
    'It was started, but does not finish, such as at a challenge or an approval. For cert-manager, `kubectl describe` its Order and ' +
    'Challenge; for Key Vault and ACM, look at the certificate there.',
};

function findAdvice({ reason }: RenewalState): string {
  const advice = reason === null ? undefined : getOwn(ADVICE, reason);
  return advice ?? 'Check it in the system that manages the certificate.';
}
