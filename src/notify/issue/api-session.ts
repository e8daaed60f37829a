/** What all requests for issues share: the client, the pace that GitHub asks for, and the names of what goes wrong. */

import type { createGitHubClient } from '../../lib/github/client.ts';
import { type GitHubFailure, type GitHubFailureCode, toGitHubFailure } from '../../lib/github/errors.ts';
import type { Io } from '../../lib/io.ts';
import { createFailure, withSubject } from '../failures.ts';
import { TrackerError } from './sync.ts';

export type GitHubClient = Pick<Awaited<ReturnType<typeof createGitHubClient>>, 'request' | 'graphql'>;

const PERMISSION = 'issues: write';
/** Changes that are made at once; after them one a second, within the 80 a minute of GitHub. */
const UNTHROTTLED_WRITES = 15;
const WRITE_INTERVAL_MS = 1_000;
/** Changes in one scan, within the 500 an hour of GitHub. */
const MAX_WRITES = 400;
/** Before it is looked whether a request was done whose answer was lost, in milliseconds. */
export const SETTLE_MS = 3_000;

export interface ApiSession {
  client: GitHubClient;
  io: Pick<Io, 'sleep' | 'mask'>;
  /** Milliseconds that are left of the time for all deliveries. */
  remainingMs: () => number;
  repository: { owner: string; repo: string };
  fullName: string;
  /** Whom the token stands for; asked once. */
  login: string | null;
  writes: number;
  /** Labels that are known to be there. */
  labels: Set<string>;
}

const FATAL_CODES: ReadonlySet<GitHubFailureCode> = new Set<GitHubFailureCode>([
  'github-unauthorized',
  'github-forbidden',
  'github-rate-limited',
  'github-archived',
  'github-unsupported',
  'github-unreachable',
  'github-tls-failed',
]);

/** GitHub's failure as ours. `wide`: it befell the repository as a whole, and not one issue in it. */
export function createTrackerError(failed: GitHubFailure, { fullName }: ApiSession, wide = false): TrackerError {
  const { code, detail, hint, isOutcomeUnknown: lost } = failed;
  const said = withSubject(`issues of ${fullName}`, { code, detail: `${detail}. ${hint}` });
  return new TrackerError(said, { fatal: wide || FATAL_CODES.has(code), outage: lost });
}

/** What came of a request: its answer, or GitHub's failure; anything else is a bug and is thrown. */
export async function tryRequest<T>(request: Promise<T>): Promise<{ answer: T } | { failed: GitHubFailure }> {
  try {
    return { answer: await request };
  } catch (error) {
    return { failed: toGitHubFailure(error, PERMISSION) };
  }
}

export async function requireSuccess<T>(session: ApiSession, request: Promise<T>, wide = false): Promise<T> {
  const outcome = await tryRequest(request);
  if ('failed' in outcome) throw createTrackerError(outcome.failed, session, wide);
  return outcome.answer;
}

/** Waits for its turn, while there is time: GitHub asks for a pause between many changes. */
export async function throttleWrite(session: ApiSession): Promise<void> {
  if (session.remainingMs() <= 0)
    throw new TrackerError(withSubject('issue', createFailure('delivery-timeout')), { fatal: true });
  if (session.writes >= MAX_WRITES)
    throw new TrackerError(withSubject('issue', createFailure('issue-writes-limit', String(MAX_WRITES))), {
      fatal: true,
    });
  if (session.writes >= UNTHROTTLED_WRITES) await session.io.sleep(WRITE_INTERVAL_MS);
  session.writes += 1;
}
