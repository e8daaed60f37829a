/**
 * What can go wrong with GitHub's API, in our own words. What GitHub or octokit says in an error is looked at to tell
 * one cause from another, and never shown.
 */

/** What is said of each: `permission` is such as `contents: write`. */
const MESSAGES = {
  'github-unauthorized': () => ({
    detail: 'GitHub does not accept the token: it is wrong, has expired or was revoked',
    hint: 'In a workflow leave the input token out, so that it is that of the run; elsewhere make a new one.',
  }),
  'github-forbidden': (permission: string) => ({
    detail: `the token may not do this: it needs the permission ${permission}`,
    hint: `In the workflow, write under \`permissions:\` of the job: ${permission}. A token of your own needs the same on this repository, and access to it where the organization uses SSO.`,
  }),
  'github-not-found': (permission: string) => ({
    detail: `GitHub finds nothing there, or does not show it to this token: it needs the permission ${permission}`,
    hint: `Check GITHUB_REPOSITORY and that the token is one of this repository. In the workflow, write under \`permissions:\` of the job: ${permission}.`,
  }),
  'github-rate-limited': () => ({
    detail: "GitHub's rate limit is used up, and lasts longer than we wait",
    hint: 'The next scan goes on where this one stopped. Scan less often, or use the token of a GitHub App, whose limit is its own.',
  }),
  'github-archived': () => ({
    detail: 'the repository is archived, so that nothing in it can be changed',
    hint: 'Unarchive it under Settings > General, or disable this workflow.',
  }),
  'github-repository-empty': () => ({
    detail: 'the repository has no commit yet',
    hint: 'Push the first commit, and scan then.',
  }),
  'github-branch-protected': () => ({
    detail: 'a branch protection rule or a ruleset of the repository forbids it',
    hint: 'Name a branch of its own under event_log.branch, exclude that branch from the rule under Settings > Rules, or give the input token that of a GitHub App which may bypass it.',
  }),
  'github-conflict': () => ({
    detail: 'someone else changed the same thing at the same time',
    hint: 'Scan again. Where it stays so, let one run wait for the other with a `concurrency` group.',
  }),
  'github-gone': () => ({
    detail: 'GitHub says that it is gone, or that the repository has its issues switched off',
    hint: 'Switch Issues on under Settings > General > Features of the repository, or take issues out of the manifest.',
  }),
  'github-rejected': () => ({
    detail: 'GitHub does not accept what was sent',
    hint: 'Check the names in the manifest that go to GitHub. If they are right, please report it.',
  }),
  'github-unsupported': () => ({
    detail: 'this GitHub server is too old for it',
    hint: 'Use GitHub Enterprise Server 3.10 or newer.',
  }),
  'github-server-error': () => ({
    detail: 'GitHub answered with an error of its own',
    hint: 'See githubstatus.com, or the status of your server. The next scan tries again.',
  }),
  'github-timeout': () => ({
    detail: 'GitHub did not answer in time',
    hint: 'See githubstatus.com, or the status of your server. The next scan tries again.',
  }),
  'github-connection-lost': () => ({
    detail: "the connection to GitHub broke off before the answer's end",
    hint: 'The next scan tries again. Where it stays so, look at the proxy between this runner and GitHub.',
  }),
  'github-unreachable': () => ({
    detail: 'GitHub cannot be reached: its address is none, its name is not found, or nothing accepts the connection',
    hint: 'Check GITHUB_API_URL, the proxy in https_proxy, and the network of this machine.',
  }),
  'github-tls-failed': () => ({
    detail: 'the certificate that was shown for GitHub is not trusted',
    hint: 'Give the authority of your server or proxy to Node in NODE_EXTRA_CA_CERTS.',
  }),
  'github-unexpected-response': () => ({
    detail: "the answer is not GitHub's: perhaps a proxy's page",
    hint: 'Check GITHUB_API_URL (https://HOST/api/v3 on GitHub Enterprise Server) and the proxy in between.',
  }),
} satisfies Record<string, (permission: string) => { detail: string; hint: string }>;

export type GitHubFailureCode = keyof typeof MESSAGES;

export interface GitHubFailure {
  code: GitHubFailureCode;
  detail: string;
  /** What to do about it. */
  hint: string;
  /** HTTP's status; null where there was no answer, or it came from GraphQL. */
  status: number | null;
  /** No answer came, or one of a server in trouble: what was asked for may have been done all the same. */
  isOutcomeUnknown: boolean;
}

/** Thrown for an answer of success that is not what the API speaks. */
export class UnexpectedResponseError extends Error {}

/** As octokit throws it: `response` is missing where none came. */
interface RequestError {
  name: 'HttpError';
  status: number;
  response?: { headers: Record<string, string | undefined>; data: unknown };
  cause?: unknown;
}

/** As octokit throws it, for an answer of 200 that says what failed. */
interface GraphqlError {
  name: 'GraphqlResponseError';
  errors: { type?: string; message?: string; extensions?: { code?: string } }[];
}

/**
 * Turns an error of octokit into ours. `permission` is what the request needs, such as `contents: write`, and is named
 * where GitHub does not say it. Throws again what is no error of octokit, which is a bug.
 */
export function toGitHubFailure(error: unknown, permission: string): GitHubFailure {
  if (error instanceof UnexpectedResponseError) return createFailure('github-unexpected-response', permission, null);
  if (isGraphqlError(error)) return createFailure(classifyGraphqlError(error), permission, null);
  if (!isRequestError(error)) throw error;
  if (error.response === undefined) return createFailure(classifyNetworkError(error), permission, null);
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

/** What tells more than the status does, by GitHub's message. */
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
  const told = [403, 409, 422].includes(error.status)
    ? CODES_BY_MESSAGE.find(([pattern]) => pattern.test(message))
    : undefined;
  if (told !== undefined) return told[1];
  return CODES_BY_STATUS[error.status] ?? (error.status >= 500 ? 'github-server-error' : 'github-rejected');
}

/** The message and what stands under `errors`, to be searched and never shown. */
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
  // A mutation that is not known has a type of input that is not known either: that is told first.
  if (errors.some(({ extensions }) => /^undefined/.test(extensions?.code ?? ''))) return 'github-unsupported';
  const byType = CODES_BY_GRAPHQL_TYPE[first.type ?? ''];
  if (byType === 'github-branch-protected' || byType === 'github-conflict') return byType;
  // An archive answers FORBIDDEN, a ruleset UNPROCESSABLE.
  const told = CODES_BY_MESSAGE.find(([pattern]) => pattern.test(first.message ?? ''));
  if (told !== undefined) return told[1];
  // GitHub's word for a time-out of its own, after which the change may stand.
  if (/^something went wrong/i.test(first.message ?? '')) return 'github-server-error';
  return byType ?? 'github-rejected';
}

type RequestOutcome = { answer: unknown } | { error: unknown };

/** The headers of an answer, of success or not; empty where none came. */
export function getHeaders(outcome: RequestOutcome): Record<string, string | undefined> {
  const answer = 'answer' in outcome ? outcome.answer : (outcome.error as { response?: unknown }).response;
  return (answer as { headers?: Record<string, string | undefined> } | undefined)?.headers ?? {};
}

/** Whether GitHub held the request back: it was not done, and may be sent again later. */
export function isRateLimited(outcome: RequestOutcome): boolean {
  if ('answer' in outcome) {
    const { data } = outcome.answer as { data?: { errors?: GraphqlError['errors'] } };
    return data?.errors?.[0]?.type === 'RATE_LIMITED';
  }
  const { status, response } = outcome.error as Partial<RequestError>;
  if (status === 429) return true;
  if (status !== 403) return false;
  const headers = getHeaders(outcome);
  const isSpent = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
  return isSpent || /rate limit|abuse detection/i.test(readMessage(response?.data));
}

const NETWORK_ERRORS: [RegExp, GitHubFailureCode][] = [
  [/^(TimeoutError|ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'github-timeout'],
  [
    /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN|ENOTFOUND|EAI_\w+|ERR_INVALID_URL)$/,
    'github-unreachable',
  ],
  [
    /^(ERR_TLS_|ERR_SSL_|ERR_OSSL|EPROTO|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/,
    'github-tls-failed',
  ],
];

function classifyNetworkError(error: RequestError): GitHubFailureCode {
  const names: string[] = [];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    names.push(cause.name, 'code' in cause ? String(cause.code) : '');
  }
  const found = NETWORK_ERRORS.find(([pattern]) => names.some((name) => pattern.test(name)));
  return found?.[1] ?? 'github-connection-lost';
}

/** `contents=write` of GitHub's header as it is written in a workflow; null where it does not say. */
function readAcceptedPermission({ response }: RequestError): string | null {
  const accepted = response?.headers['x-accepted-github-permissions'] ?? '';
  const [first = ''] = accepted.split(';');
  const pairs = first.split(',').map((pair) => /^\s*([a-z_]{1,40})=(read|write|admin)\s*$/.exec(pair));
  const named = pairs.flatMap((pair) => (pair === null ? [] : [`${pair[1]?.replaceAll('_', '-')}: ${pair[2]}`]));
  return named.length === 0 ? null : named.join(', ');
}
