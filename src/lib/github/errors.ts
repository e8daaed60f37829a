/**
 * Classifies errors of GitHub's API. Messages of GitHub and octokit are used to tell causes apart, and are never shown, because
 * they may quote secrets.
 */

import { ProxyError, type ProxyFailureCode } from '../network/proxy-error.ts';
import { classifyNetworkError, type NetworkErrorKind } from '../network-errors.ts';
import { type GitHubFailureCode, MESSAGES } from './failure-messages.ts';
import { classifyGraphqlErrors, type GraphqlErrorItem, isRateLimitedGraphql } from './graphql-errors.ts';
import { findCodeByMessage, isRateLimitMessage } from './response-messages.ts';

export type { GitHubFailureCode } from './failure-messages.ts';

export interface GitHubFailure {
  code: GitHubFailureCode;
  detail: string;
  /** The fix. */
  hint: string;
  /** The HTTP status; null without a response, or for a GraphQL error. */
  status: number | null;
  /** There was no response, or a server error: the request may have taken effect. */
  isOutcomeUnknown: boolean;
}

/** A successful response that is not from GitHub's API. */
export class UnexpectedResponseError extends Error {}

/** Thrown by octokit; `response` is undefined after a network error. */
interface RequestError {
  name: 'HttpError';
  status: number;
  response?: { headers: Record<string, string | undefined>; data: unknown };
  cause?: unknown;
}

/** Thrown by octokit for a response with status 200 that contains errors. */
interface GraphqlError {
  name: 'GraphqlResponseError';
  errors: readonly GraphqlErrorItem[];
}

/**
 * Classifies an error thrown by octokit. `permission` is the permission that the request needs, for example `contents: write`; it is named
 * unless GitHub's response names one. Rethrows any other error, which is a bug.
 */
export function toGitHubFailure(error: unknown, permission: string): GitHubFailure {
  if (error instanceof UnexpectedResponseError) return createFailure('github-unexpected-response', permission, null);
  if (isGraphqlError(error)) return createFailure(classifyGraphqlErrors(error.errors), permission, null);
  if (!isRequestError(error)) throw error;
  if (error.response === undefined) return createFailure(classifyRequestError(error), permission, null);
  return createFailure(classifyResponse(error), readAcceptedPermission(error) ?? permission, error.status);
}

const OUTCOME_UNKNOWN = new Set<GitHubFailureCode>([
  'github-server-error',
  'github-timeout',
  'github-connection-lost',
  'github-unexpected-response',
  'github-unknown-error',
]);

/** Failures without an effect, after which the next attempt may succeed. */
const PASSING = new Set<GitHubFailureCode>([
  'github-conflict',
  'github-rate-limited',
  'github-unreachable',
  'github-proxy-invalid',
  'github-proxy-refused',
  'github-tls-failed',
]);

/** Whether the same request may succeed later, because the cause is neither the token nor a setting of the repository. */
export function isPassingFailure(code: string): boolean {
  return OUTCOME_UNKNOWN.has(code as GitHubFailureCode) || PASSING.has(code as GitHubFailureCode);
}

function createFailure(code: GitHubFailureCode, permission: string, status: number | null): GitHubFailure {
  return { code, ...MESSAGES[code](permission), status, isOutcomeUnknown: OUTCOME_UNKNOWN.has(code) };
}

function isGraphqlError(error: unknown): error is GraphqlError {
  return error instanceof Error && error.name === 'GraphqlResponseError';
}

function isRequestError(error: unknown): error is RequestError & Error {
  return error instanceof Error && error.name === 'HttpError';
}

const CODES_BY_STATUS: Record<number, GitHubFailureCode> = {
  401: 'github-unauthorized',
  403: 'github-forbidden',
  404: 'github-not-found',
  409: 'github-conflict',
  410: 'github-gone',
  429: 'github-rate-limited',
};

function classifyResponse(error: RequestError): GitHubFailureCode {
  if (isRateLimited({ error })) return 'github-rate-limited';
  const message = readMessage(error.response?.data);
  const code = [403, 409, 422].includes(error.status) ? findCodeByMessage(message) : undefined;
  if (code !== undefined) return code;
  return CODES_BY_STATUS[error.status] ?? (error.status >= 500 ? 'github-server-error' : 'github-rejected');
}

/** Reads the `message` and `errors` of a response, which are searched, but never shown. */
function readMessage(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const { message, errors } = data as { message?: unknown; errors?: unknown };
  return `${String(message ?? '')}\n${JSON.stringify(errors ?? '')}`;
}

type RequestOutcome = { response: unknown } | { error: unknown };

/** Returns the headers of a response, successful or not; empty without a response. */
export function getHeaders(outcome: RequestOutcome): Record<string, string | undefined> {
  const { response } = ('response' in outcome ? outcome : outcome.error) as { response?: unknown };
  return (response as { headers?: Record<string, string | undefined> } | undefined)?.headers ?? {};
}

/** Whether GitHub rejected the request for a rate limit: it had no effect, and may be sent again later. */
export function isRateLimited(outcome: RequestOutcome): boolean {
  if ('response' in outcome) {
    const { data } = outcome.response as { data?: { errors?: unknown } };
    return Array.isArray(data?.errors) && isRateLimitedGraphql(data.errors);
  }
  const { status, response } = outcome.error as Partial<RequestError>;
  if (status === 429) return true;
  const message = readMessage(response?.data);
  if (status === 422) return isRateLimitMessage(message);
  if (status !== 403) return false;
  const headers = getHeaders(outcome);
  const isSpent = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
  return isSpent || isRateLimitMessage(message);
}

/** Whether a response with status 200 reports an error that may be gone after a short time. */
export function isTemporaryGraphqlError({ response }: { response: unknown }): boolean {
  const { data } = response as { data?: { errors?: unknown } };
  if (!Array.isArray(data?.errors)) return false;
  return OUTCOME_UNKNOWN.has(classifyGraphqlErrors(data.errors));
}

const CODES_BY_KIND: Record<NetworkErrorKind, GitHubFailureCode> = {
  timeout: 'github-timeout',
  unreachable: 'github-unreachable',
  'connection-refused': 'github-unreachable',
  'name-not-found': 'github-unreachable',
  'dns-failed': 'github-unreachable',
  'tls-failed': 'github-tls-failed',
  'connection-reset': 'github-connection-lost',
};

const CODES_BY_PROXY_FAILURE: Record<ProxyFailureCode, GitHubFailureCode> = {
  'proxy-invalid': 'github-proxy-invalid',
  'proxy-denied': 'github-proxy-refused',
  'proxy-authentication-failed': 'github-proxy-refused',
  'proxy-refused': 'github-proxy-refused',
  'proxy-server-unreachable': 'github-unreachable',
  'proxy-unreachable': 'github-unreachable',
  'proxy-unexpected-reply': 'github-unreachable',
  'proxy-timeout': 'github-timeout',
  'proxy-closed': 'github-connection-lost',
  'proxy-tls-failed': 'github-tls-failed',
};

/** Finds the most specific code of the error and its causes. */
function classifyRequestError(error: RequestError): GitHubFailureCode {
  const codes: GitHubFailureCode[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (code === 'ERR_INVALID_URL') return 'github-unreachable';
    if (cause instanceof UnexpectedResponseError) return 'github-unexpected-response';
    if (cause instanceof ProxyError) return CODES_BY_PROXY_FAILURE[cause.code];
    const kind = classifyNetworkError(cause.name) ?? classifyNetworkError(code);
    if (kind !== undefined) codes.push(CODES_BY_KIND[kind]);
  }
  return codes.find((code) => code !== 'github-connection-lost') ?? 'github-connection-lost';
}

/** Formats `contents=write` of GitHub's header as in a workflow (`contents: write`); null if the header is empty. */
function readAcceptedPermission({ response }: RequestError): string | null {
  const accepted = response?.headers['x-accepted-github-permissions'] ?? '';
  const [first = ''] = accepted.split(';');
  const pairs = first.split(',').map((pair) => /^\s*([a-z_]{1,40})=(read|write|admin)\s*$/.exec(pair));
  const named = pairs.flatMap((pair) => (pair === null ? [] : [`${pair[1]?.replaceAll('_', '-')}: ${pair[2]}`]));
  return named.length === 0 ? null : named.join(', ');
}
