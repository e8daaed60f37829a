/** Decides by its HTTP status whether a request is sent again. */

/** RFC 9110 section 15.5.9, RFC 8470 section 5.2 and RFC 6585 section 4. */
const TEMPORARY_CLIENT_ERRORS: ReadonlySet<number> = new Set([408, 425, 429]);

/** The statuses whose `Retry-After` has a meaning (RFC 6585 section 4 and RFC 9110 section 15.6.4). */
export const OVERLOAD_STATUSES: ReadonlySet<number> = new Set([429, 503]);

/** The statuses of servers that do not support the request (RFC 9110 sections 15.6.2 and 15.6.6). */
const PERMANENT_SERVER_ERRORS: ReadonlySet<number> = new Set([501, 505]);

/** Whether a status is about the service, not about the request or its credentials. */
export function isServiceError(status: number): boolean {
  return status >= 500 || TEMPORARY_CLIENT_ERRORS.has(status);
}

/** Whether the same request may succeed later. */
export function isTemporaryError(status: number): boolean {
  return isServiceError(status) && !PERMANENT_SERVER_ERRORS.has(status);
}

/** Redirects to the same resource (RFC 9110 section 15.4). */
export const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
