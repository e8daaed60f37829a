/** Explains why a service rejects the times of an ID token: it has expired, or a clock is wrong. */

import type { Failure } from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import type { InventoryResponse } from '../inventory/client.ts';
import { createInventoryFailure } from '../inventory/failures.ts';
import { parseFields } from '../inventory/values.ts';

/** An ID token that was sent. */
export interface SentToken {
  token: string;
  /** The name in failures, such as `the token of /var/run/token`. */
  name: string;
}

/** The clock of the service, which is in its response, or else that of this machine. */
interface Reply {
  response: InventoryResponse;
  now: () => number;
}

/**
 * Creates the failure for times that a service rejects. A token that has expired is usually in a file that nobody renews; one whose times
 * include the present shows that a clock is wrong. Null: the request has no token, but was dated by this machine.
 */
export function createTimesFailure(name: string, sent: SentToken | null, reply: Reply): Failure {
  if (sent === null) return createInventoryFailure('inventory-clock-skew', name);
  const { from, until } = readTimes(sent.token);
  const expiry = describeExpiry(sent, reply);
  if (expiry !== '' || (from === null && until === null))
    return createInventoryFailure('inventory-id-token-expired', name, expiry);
  const limits = [
    from === null ? '' : `from ${formatIsoTime(from)}`,
    until === null ? '' : `until ${formatIsoTime(until)}`,
  ];
  return createInventoryFailure(
    'inventory-clock-skew',
    name,
    `${sent.name} is valid ${limits.filter((limit) => limit !== '').join(' ')}`,
  );
}

/** Describes when a token has expired; an empty text: it has not, or its times cannot be read. */
export function describeExpiry(sent: SentToken | null, { response, now }: Reply): string {
  if (sent === null) return '';
  const { until } = readTimes(sent.token);
  const stated = Date.parse(response.header('date') ?? '');
  const present = Number.isNaN(stated) ? now() : stated;
  return until !== null && until <= present ? `${sent.name} expired at ${formatIsoTime(until)}` : '';
}

/** Reads the times of a JSON Web Token (RFC 7519 sections 4.1.4 to 4.1.6) in milliseconds, without a check of its signature. */
function readTimes(token: string): { from: number | null; until: number | null } {
  const { nbf, iat, exp } = parseFields(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  return { from: toTime(nbf) ?? toTime(iat), until: toTime(exp) };
}

/** The maximum of a Date, in milliseconds. */
const MAX_TIME = 8.64e15;

function toTime(seconds: unknown): number | null {
  return typeof seconds === 'number' && Math.abs(seconds * 1000) <= MAX_TIME ? seconds * 1000 : null;
}
