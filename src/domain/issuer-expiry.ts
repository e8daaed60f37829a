/** The end of the CAs that certificates depend on. */

import type { IssuerExpiry } from '../generated/definitions.ts';
import { formatDay, parseIsoTime } from '../lib/iso-time.ts';
import { truncate } from '../lib/text/truncate.ts';
import { DAY } from './thresholds.ts';

/** CAs that end within this time are recorded, so that they are known if their certificates cannot be read later. */
const SOON = 90 * DAY;

/** Computes the time before which a CA ends soon. Both times are in milliseconds. */
export function computeSoon(now: number): number {
  return now + SOON;
}

/** Whether a CA ends no later than a certificate below it, which therefore cannot be renewed under it. */
export function isLimiting({ valid_to: ca }: Pick<IssuerExpiry, 'valid_to'>, valid_to: string): boolean {
  return parseIsoTime(ca) <= parseIsoTime(valid_to);
}

/** The qualifier of findings about the CA, which distinguishes them from the expiry of the certificate itself. */
export const ISSUER = 'issuer';

/** The topic of log records about a CA. If inventory items have several owners, the topic of each owner continues with a hash. */
export const ISSUER_TOPIC = `expiry_warning/${ISSUER}`;

/** Whether log records with this topic are about a CA. */
export function isIssuerTopic(topic: string | undefined): boolean {
  return topic === ISSUER_TOPIC || (topic?.startsWith(`${ISSUER_TOPIC}/`) ?? false);
}

/** The code of an alert about a CA that expires soon, or has expired. */
export function getIssuerCode(isOver: boolean): 'issuer-expired' | 'issuer-expiring' {
  return isOver ? 'issuer-expired' : 'issuer-expiring';
}

/**
 * Describes the CA, where it comes from, and what to do. The text does not change from day to day, because an open issue contains it.
 * `isOver`: whether it has expired.
 */
export function describeIssuerExpiry({ subject, valid_to, origin, is_root }: IssuerExpiry, isOver: boolean): string {
  const kind = is_root ? 'root' : 'intermediate';
  const effect = isOver
    ? `expired on ${formatDay(valid_to)}. Certificates below it do not work anymore, whatever their own date.`
    : `expires on ${formatDay(valid_to)}. Certificates below it stop working then, whatever their own date.`;
  return `The ${kind} CA "${truncate(subject)}" ${effect} ${ORIGINS[origin]} ${is_root ? ROOT_ADVICE[origin] : ADVICE[origin]}`;
}

const ORIGINS: Readonly<Record<IssuerExpiry['origin'], string>> = {
  sent: 'It is sent or stored with the certificate.',
  fetched: 'It is not sent with the certificate, but fetched from the URL of its issuer.',
  store: 'It is in the trust store.',
  ca_file: 'It is in the `ca_file` of the entry.',
};

const RENEW = 'Ask your CA for the new intermediate, renew the certificate under it, and install both.';
const ADVICE: typeof ORIGINS = {
  sent: RENEW,
  fetched: RENEW,
  store: RENEW,
  ca_file: 'Add the new intermediate to `ca_file` and to the clients, then renew the certificate under it.',
};

const ROOT = 'Add the new root to the trust stores of the clients, then renew the certificate under it.';
const ROOT_ADVICE: typeof ORIGINS = {
  sent: ROOT,
  fetched: ROOT,
  store: 'Ask your CA for a chain to another root, and install it.',
  ca_file: 'Add the new root to `ca_file` and to the clients, then renew the certificate under it.',
};
