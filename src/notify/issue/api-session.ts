/** The shared state of all GitHub requests for issues: the client, the limit of writes, and the errors. */

import type { createGitHubClient } from '../../lib/github/client.ts';
import { type GitHubFailure, type GitHubFailureCode, toGitHubFailure } from '../../lib/github/errors.ts';
import type { Io } from '../../lib/io.ts';
import { addSubject, createFailure, type OwnFailureCode } from '../failures.ts';
import { TrackerError } from './tracker.ts';

export type GitHubClient = Pick<ReturnType<typeof createGitHubClient>, 'request' | 'graphql'>;

const PERMISSION = 'issues: write';
/** The maximum of writes per scan. GitHub allows about 500 content-creating requests per hour. */
const MAX_WRITES = 400;
/** The time to wait before checking whether a request without response took effect. */
export const SETTLE_MS = 3_000;

export interface ApiSession {
  client: GitHubClient;
  io: Pick<Io, 'sleep' | 'mask'>;
  /** Returns the milliseconds until the time limit for all deliveries. */
  remainingMs: () => number;
  repository: { owner: string; repo: string };
  /** The repository as `owner/name`. */
  fullName: string;
  /** The user of the token, once known. */
  login: string | null;
  writes: number;
  /** Labels known to exist, in lower case. */
  labels: Set<string>;
  /** Whether a user can be assigned, as far as known. */
  assignable: Map<string, boolean>;
  /** The open milestones, once known. */
  milestones: { number: number; title: string }[] | null;
}

const FATAL_CODES: ReadonlySet<GitHubFailureCode> = new Set<GitHubFailureCode>([
  'github-unauthorized',
  'github-forbidden',
  'github-rate-limited',
  'github-archived',
  'github-ip-not-allowed',
  'github-interaction-limited',
  'github-unsupported',
  'github-unreachable',
  'github-proxy-invalid',
  'github-proxy-refused',
  'github-tls-failed',
]);

/** `isFatal`: the failure affects the repository, not just one issue. */
export function createTrackerError(failure: GitHubFailure, { fullName }: ApiSession, isFatal = false): TrackerError {
  const { code, detail, hint, isOutcomeUnknown } = failure;
  const described = addSubject({ code, detail: `${detail}. ${hint}` }, `issues of ${fullName}`);
  return new TrackerError(described, { isFatal: isFatal || FATAL_CODES.has(code), isOutage: isOutcomeUnknown });
}

/** Creates an error for a limit of certvigil. */
export function createLimitError(code: OwnFailureCode, limit = '', isFatal = true): TrackerError {
  return new TrackerError(addSubject(createFailure(code, limit), 'issue'), { isFatal });
}

/** Returns the response or GitHub's failure; other errors are bugs and are thrown. */
export async function tryRequest<T>(request: Promise<T>): Promise<{ response: T } | { failure: GitHubFailure }> {
  try {
    return { response: await request };
  } catch (error) {
    return { failure: toGitHubFailure(error, PERMISSION) };
  }
}

/** Returns the response, or throws a `TrackerError`. */
export async function requireSuccess<T>(session: ApiSession, request: Promise<T>, isFatal = false): Promise<T> {
  const outcome = await tryRequest(request);
  if ('failure' in outcome) throw createTrackerError(outcome.failure, session, isFatal);
  return outcome.response;
}

/** Like `requireSuccess`, but returns null if the request fails with one of these codes. */
export async function allowFailure<T>(
  session: ApiSession,
  request: Promise<T>,
  ...codes: GitHubFailureCode[]
): Promise<T | null> {
  const outcome = await tryRequest(request);
  if ('response' in outcome) return outcome.response;
  if (codes.includes(outcome.failure.code)) return null;
  throw createTrackerError(outcome.failure, session);
}

/** Counts a write, before it is sent. Throws when the time or the writes are used up. The client paces writes. */
export function countWrite(session: ApiSession): void {
  if (session.remainingMs() <= 0) throw createLimitError('delivery-timeout');
  if (session.writes >= MAX_WRITES) throw createLimitError('issue-writes-limit', String(MAX_WRITES));
  session.writes += 1;
}
