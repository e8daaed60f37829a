/**
 * Classifies errors of GitHub's API. Messages of GitHub and octokit are used to tell causes apart, and are never shown, because
 * they may quote secrets.
 */

import { classifyNetworkError, type NetworkErrorKind } from '../network-errors.ts';

/** `permission` is for example `contents: write`. */
const MESSAGES = {
  'github-unauthorized': () => ({
    detail: 'GitHub rejected the token: it is wrong, expired or revoked',
    hint: 'In a workflow, omit the input token to use the token of the run; elsewhere, create a new token.',
  }),
  'github-forbidden': (permission: string) => ({
    detail: `the token is not allowed to do this: it needs the permission ${permission}`,
    hint: `In the workflow, add ${permission} under \`permissions:\` of the job. For your own token, grant the same on this repository, and authorize it for SSO if the organization requires that.`,
  }),
  'github-not-found': (permission: string) => ({
    detail: `GitHub found nothing there, or hides it from this token: it needs the permission ${permission}`,
    hint: `Check GITHUB_REPOSITORY, and that the token belongs to this repository. In the workflow, add ${permission} under \`permissions:\` of the job.`,
  }),
  'github-rate-limited': () => ({
    detail: "GitHub's rate limit is exceeded, and resets later than certvigil waits",
    hint: 'The next scan continues where this one stopped. Scan less often, or use the token of a GitHub App, which has its own limit.',
  }),
  'github-archived': () => ({
    detail: 'the repository is archived and read-only',
    hint: 'Unarchive it under Settings > General, or disable this workflow.',
  }),
  'github-repository-empty': () => ({
    detail: 'the repository has no commits yet',
    hint: 'Push a first commit, then scan again.',
  }),
  'github-branch-protected': () => ({
    detail: 'a branch protection rule or ruleset of the repository blocks this change',
    hint: 'Set event_log.branch to a separate branch, exclude that branch under Settings > Rules, or pass the token of a GitHub App that may bypass the rule as the input token.',
  }),
  'github-conflict': () => ({
    detail: 'someone else changed the same data at the same time',
    hint: 'Scan again. If it keeps happening, add a `concurrency` group so that runs do not overlap.',
  }),
  'github-gone': () => ({
    detail: 'the resource no longer exists, or issues are disabled in the repository',
    hint: 'Enable Issues under Settings > General > Features of the repository, or remove issues from the manifest.',
  }),
  'github-rejected': () => ({
    detail: 'GitHub rejected the request as invalid',
    hint: 'Check the names in the manifest that are sent to GitHub. If they are correct, please report this.',
  }),
  'github-unsupported': () => ({
    detail: 'this GitHub server is too old for the request',
    hint: 'Use GitHub Enterprise Server 3.10 or newer.',
  }),
  'github-server-error': () => ({
    detail: 'GitHub failed with a server error',
    hint: 'Check githubstatus.com, or the status of your server. The next scan tries again.',
  }),
  'github-timeout': () => ({
    detail: 'GitHub did not respond in time',
    hint: 'Check githubstatus.com, or the status of your server. The next scan tries again.',
  }),
  'github-connection-lost': () => ({
    detail: 'the connection to GitHub closed before the response was complete',
    hint: 'The next scan tries again. If it keeps happening, check the proxy between this runner and GitHub.',
  }),
  'github-unreachable': () => ({
    detail: 'GitHub is unreachable: invalid address, unknown host name, or connection refused',
    hint: 'Check GITHUB_API_URL, the proxy in https_proxy, and the network of this machine.',
  }),
  'github-tls-failed': () => ({
    detail: 'the TLS certificate presented for GitHub is not trusted',
    hint: 'Point NODE_EXTRA_CA_CERTS at the CA certificate of your server or proxy.',
  }),
  'github-unexpected-response': () => ({
    detail: 'the response is not from the GitHub API; it may be a web page of a proxy',
    hint: 'Check GITHUB_API_URL (https://HOST/api/v3 on GitHub Enterprise Server) and the proxy in between.',
  }),
} satisfies Record<string, (permission: string) => { detail: string; hint: string }>;

export type GitHubFailureCode = keyof typeof MESSAGES;

export interface GitHubFailure {
  code: GitHubFailureCode;
  detail: string;
  /** How to fix it. */
  hint: string;
  /** HTTP status; null without a response, or for a GraphQL error. */
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
  errors: { type?: string; message?: string; extensions?: { code?: string } }[];
}

/**
 * Classifies an error thrown by octokit. `permission` is what the request needs, for example `contents: write`; it is named unless
 * GitHub's response names one. Rethrows any other error, which is a bug.
 */
export function toGitHubFailure(error: unknown, permission: string): GitHubFailure {
  if (error instanceof UnexpectedResponseError) return createFailure('github-unexpected-response', permission, null);
  if (isGraphqlError(error)) return createFailure(classifyGraphqlError(error), permission, null);
  if (!isRequestError(error)) throw error;
  if (error.response === undefined) return createFailure(classifyRequestError(error), permission, null);
  return createFailure(classifyResponse(error), readAcceptedPermission(error) ?? permission, error.status);
}

const OUTCOME_UNKNOWN = new Set<GitHubFailureCode>([
  'github-server-error',
  'github-timeout',
  'github-connection-lost',
  'github-unexpected-response',
]);

function createFailure(code: GitHubFailureCode, permission: string, status: number | null): GitHubFailure {
  return { code, ...MESSAGES[code](permission), status, isOutcomeUnknown: OUTCOME_UNKNOWN.has(code) };
}

function isGraphqlError(error: unknown): error is GraphqlError {
  return error instanceof Error && error.name === 'GraphqlResponseError';
}

function isRequestError(error: unknown): error is RequestError & Error {
  return error instanceof Error && error.name === 'HttpError';
}

/** GitHub's messages that are more specific than the status. */
const CODES_BY_MESSAGE: [RegExp, GitHubFailureCode][] = [
  [/archived/i, 'github-archived'],
  [/repository is empty/i, 'github-repository-empty'],
  [
    /rule violation|protected branch|through a pull request|required status check|approving review|^Reference update failed/i,
    'github-branch-protected',
  ],
  [/already[ _]exists|does not match|but expected|wasn't supplied/i, 'github-conflict'],
];

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

function findCodeByMessage(message: string): GitHubFailureCode | undefined {
  return CODES_BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
}

/** The `message` and `errors` of a response, to be searched and never shown. */
function readMessage(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const { message, errors } = data as { message?: unknown; errors?: unknown };
  return `${String(message ?? '')}\n${JSON.stringify(errors ?? '')}`;
}

const CODES_BY_GRAPHQL_TYPE: Record<string, GitHubFailureCode> = {
  STALE_DATA: 'github-conflict',
  FORBIDDEN: 'github-forbidden',
  INSUFFICIENT_SCOPES: 'github-forbidden',
  NOT_FOUND: 'github-not-found',
  RATE_LIMITED: 'github-rate-limited',
  BRANCH_PROTECTION_RULE_VIOLATION: 'github-branch-protected',
};

function classifyGraphqlError({ errors }: GraphqlError): GitHubFailureCode {
  const [first] = errors;
  if (first === undefined) return 'github-rejected';
  // For an unknown mutation, GitHub reports its unknown input type first.
  if (errors.some(({ extensions }) => /^undefined/.test(extensions?.code ?? ''))) return 'github-unsupported';
  const byType = CODES_BY_GRAPHQL_TYPE[first.type ?? ''];
  if (byType === 'github-branch-protected' || byType === 'github-conflict') return byType;
  // An archived repository is FORBIDDEN, a ruleset violation UNPROCESSABLE.
  const code = findCodeByMessage(first.message ?? '');
  if (code !== undefined) return code;
  // GitHub's message for a timeout of its own, after which the change may have taken effect.
  if (/^something went wrong/i.test(first.message ?? '')) return 'github-server-error';
  return byType ?? 'github-rejected';
}

type RequestOutcome = { response: unknown } | { error: unknown };

/** The headers of a response, successful or not; empty without a response. */
export function getHeaders(outcome: RequestOutcome): Record<string, string | undefined> {
  const { response } = ('response' in outcome ? outcome : outcome.error) as { response?: unknown };
  return (response as { headers?: Record<string, string | undefined> } | undefined)?.headers ?? {};
}

/** Whether GitHub rejected the request for a rate limit: it had no effect, and may be sent again later. */
export function isRateLimited(outcome: RequestOutcome): boolean {
  if ('response' in outcome) {
    const { data } = outcome.response as { data?: { errors?: GraphqlError['errors'] } };
    return data?.errors?.[0]?.type === 'RATE_LIMITED';
  }
  const { status, response } = outcome.error as Partial<RequestError>;
  if (status === 429) return true;
  if (status !== 403) return false;
  const headers = getHeaders(outcome);
  const isSpent = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
  return isSpent || /rate limit|abuse detection/i.test(readMessage(response?.data));
}

const CODES_BY_KIND: Record<NetworkErrorKind, GitHubFailureCode> = {
  timeout: 'github-timeout',
  unreachable: 'github-unreachable',
  'connection-refused': 'github-unreachable',
  'name-not-found': 'github-unreachable',
  'tls-failed': 'github-tls-failed',
  'connection-reset': 'github-connection-lost',
};

/** The most specific code of the error and its causes. */
function classifyRequestError(error: RequestError): GitHubFailureCode {
  const codes: GitHubFailureCode[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause ? String(cause.code) : '';
    if (code === 'ERR_INVALID_URL') return 'github-unreachable';
    const kind = classifyNetworkError(cause.name) ?? classifyNetworkError(code);
    if (kind !== undefined) codes.push(CODES_BY_KIND[kind]);
  }
  return codes.find((code) => code !== 'github-connection-lost') ?? 'github-connection-lost';
}

/** Formats `contents=write` of GitHub's header as in a workflow (`contents: write`); null if the header names nothing. */
function readAcceptedPermission({ response }: RequestError): string | null {
  const accepted = response?.headers['x-accepted-github-permissions'] ?? '';
  const [first = ''] = accepted.split(';');
  const pairs = first.split(',').map((pair) => /^\s*([a-z_]{1,40})=(read|write|admin)\s*$/.exec(pair));
  const named = pairs.flatMap((pair) => (pair === null ? [] : [`${pair[1]?.replaceAll('_', '-')}: ${pair[2]}`]));
  return named.length === 0 ? null : named.join(', ');
}
