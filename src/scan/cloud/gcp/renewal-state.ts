/** Reads the state of Google's renewal of its managed certificates. */

import type { IsoTime, RenewalState } from '../../../domain/index.ts';
import { toObject, toTime } from '../../inventory/values.ts';
import { toReason, UNMANAGED } from '../facts.ts';

type Fields = Readonly<Record<string, unknown>>;

const OK: RenewalState = { managed: true, state: 'ok', reason: null, since: null };

const fail = (reason: string, since: IsoTime | null = null): RenewalState => ({
  managed: true,
  state: 'failing',
  reason,
  since,
});
const wait = (reason: string | null): RenewalState => ({ managed: true, state: 'pending', reason, since: null });

/** The reason after which Google tries again by itself. */
const RATE_LIMITED = 'RATE_LIMITED';

/**
 * Returns the renewal state of a certificate in Certificate Manager. It renews while the state is `PROVISIONING`, and also stays `ACTIVE`
 * while the authorization of a domain fails: the latest attempt for each domain has the failure.
 */
export function toManagerRenewalState(certificate: Fields): RenewalState {
  const managed = certificate.managed ?? certificate.managedIdentity;
  if (managed === undefined || managed === null) return UNMANAGED;
  const { state, provisioningIssue, authorizationAttemptInfo } = toObject(managed);
  const issue = toKnownReason(toObject(provisioningIssue).reason);
  const attempts = (Array.isArray(authorizationAttemptInfo) ? authorizationAttemptInfo : []).map(toObject);
  const failed = attempts.filter((attempt) => attempt.state === 'FAILED');
  const blocking = failed.find(({ failureReason }) => failureReason !== RATE_LIMITED);
  if (blocking !== undefined)
    return fail(toKnownReason(blocking.failureReason) ?? issue ?? 'AUTHORIZATION_ISSUE', toTime(blocking.attemptTime));
  if (state === 'FAILED') return fail(issue ?? 'FAILED');
  if (issue !== null && issue !== RATE_LIMITED) return fail(issue);
  if (issue !== null || failed.length > 0) return wait(RATE_LIMITED);
  return state === 'PROVISIONING' ? wait(null) : OK;
}

const DOMAIN_RATE_LIMITED = 'FAILED_RATE_LIMITED';

/** Returns the renewal state of a classic certificate. `domainStatus` has the reason. */
export function toSslRenewalState({ type, managed }: Fields): RenewalState {
  if (type !== 'MANAGED') return UNMANAGED;
  const { status, domainStatus } = toObject(managed);
  const domains = Object.values(toObject(domainStatus)).flatMap((one) => toKnownReason(one) ?? []);
  const blocking = domains.find((one) => one.startsWith('FAILED') && one !== DOMAIN_RATE_LIMITED);
  const reason = toKnownReason(status);
  if (reason?.includes('FAILED')) return fail(blocking ?? reason);
  if (blocking !== undefined) return fail(blocking);
  if (domains.includes(DOMAIN_RATE_LIMITED)) return wait(RATE_LIMITED);
  return reason === 'PROVISIONING' ? wait(null) : OK;
}

/** Returns a reason such as CAA; null for `…_UNSPECIFIED`, which is no information. */
function toKnownReason(value: unknown): string | null {
  const reason = toReason(value);
  return reason?.endsWith('_UNSPECIFIED') ? null : reason;
}
