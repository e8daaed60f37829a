/** What all requests for issues share: the client, the pace that GitHub asks for, and the names of what goes wrong. */

import type { openGitHub } from '../../lib/github/client.ts';
import { type GitHubFailure, type GitHubFailureCode, githubFailure } from '../../lib/github/errors.ts';
import type { Io } from '../../lib/io.ts';
import { failure, of } from '../failures.ts';
import { TrackerFailure } from './sync.ts';

export type Client = Pick<Awaited<ReturnType<typeof openGitHub>>, 'request' | 'graphql'>;

const PERMISSION = 'issues: write';
/** Changes that are made at once; after them one a second, within the 80 a minute of GitHub. */
const BURST = 15;
const PAUSE = 1_000;
/** Changes in one scan, within the 500 an hour of GitHub. */
const MOST_WRITES = 400;
/** Before it is looked whether a request was done whose answer was lost, in milliseconds. */
export const SETTLING = 3_000;

export interface Session {
  client: Client;
  io: Pick<Io, 'sleep' | 'mask'>;
  /** Milliseconds that are left of the time for all deliveries. */
  left: () => number;
  repository: { owner: string; repo: string };
  fullName: string;
  /** Whom the token stands for; asked once. */
  login: string | null;
  writes: number;
  /** Labels that are known to be there. */
  labels: Set<string>;
}

const FATAL: ReadonlySet<GitHubFailureCode> = new Set<GitHubFailureCode>([
  'github-unauthorized',
  'github-forbidden',
  'github-rate-limited',
  'github-archived',
  'github-unsupported',
  'github-unreachable',
  'github-tls-failed',
]);

/** GitHub's failure as ours. `wide`: it befell the repository as a whole, and not one issue in it. */
export function trackerFailure(failed: GitHubFailure, { fullName }: Session, wide = false): TrackerFailure {
  const { code, detail, hint, lost } = failed;
  const said = of(`issues of ${fullName}`, { code, detail: `${detail}. ${hint}` });
  return new TrackerFailure(said, { fatal: wide || FATAL.has(code), outage: lost });
}

/** What came of a request: its answer, or GitHub's failure; anything else is a bug and is thrown. */
export async function attempt<T>(request: Promise<T>): Promise<{ answer: T } | { failed: GitHubFailure }> {
  try {
    return { answer: await request };
  } catch (error) {
    return { failed: githubFailure(error, PERMISSION) };
  }
}

export async function must<T>(session: Session, request: Promise<T>, wide = false): Promise<T> {
  const outcome = await attempt(request);
  if ('failed' in outcome) throw trackerFailure(outcome.failed, session, wide);
  return outcome.answer;
}

/** Waits for its turn, while there is time: GitHub asks for a pause between many changes. */
export async function turn(session: Session): Promise<void> {
  if (session.left() <= 0) throw new TrackerFailure(of('issue', failure('delivery-timeout')), { fatal: true });
  if (session.writes >= MOST_WRITES)
    throw new TrackerFailure(of('issue', failure('issue-writes-limit', String(MOST_WRITES))), { fatal: true });
  if (session.writes >= BURST) await session.io.sleep(PAUSE);
  session.writes += 1;
}
