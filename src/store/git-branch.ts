/**
 * Stores the event log as a file on a branch, with the GitHub API. Each save is a commit on top of the one that was read.
 * If two scans save at once, the later one reads again, merges, and retries.
 */

import type { Failure, ProxyPolicy } from '../domain/index.ts';
import { AppError } from '../lib/app-error.ts';
import { type CompleteFileSet, type FileSet, formatPartPath, listFileChanges } from '../lib/files/file-set.ts';
import { createGitHubClient } from '../lib/github/client.ts';
import type { GitHubFailure, GitHubFailureCode } from '../lib/github/errors.ts';
import type { Clocks, GitHubAccess, Io } from '../lib/io.ts';
import {
  type BranchClient,
  type BranchLocation,
  type BranchSnapshot,
  createGitHubError,
  readBranch,
} from './branch-client.ts';
import { type CommitMethod, writeBranch } from './branch-commit.ts';
import type { BranchChanges } from './branch-objects.ts';
import type { Store } from './store.ts';

/** Attempts to save if others write to the branch, or responses are lost. */
const MAX_TRIES = 8;
/** The delay before the second attempt. It doubles with each attempt, up to the maximum. */
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;
/** The delays before further attempts after a rejection: GitHub's replicas sometimes answer 403 or 404 for a moment. */
const REJECTION_DELAYS_MS = [500, 1_500];
/** Retries cannot fix these rejections, and GitHub's message names the reason. The client has already waited for a rate limit. */
const CERTAIN_REJECTIONS: ReadonlySet<string> = new Set([
  'github-unauthorized',
  'github-archived',
  'github-ip-not-allowed',
  'github-branch-protected',
  'github-rate-limited',
  'github-repository-empty',
] satisfies GitHubFailureCode[]);

/** The first save creates the branch if needed, as an orphan branch. */
export function createGitBranchStore(
  location: BranchLocation,
  github: GitHubAccess,
  io: Pick<Io, 'env' | 'sleep'> & Clocks,
  proxy?: ProxyPolicy,
): Store {
  const description = `${location.path} on the branch ${location.branch} of ${github.repository}`;
  const [owner = '', repo = ''] = github.repository.split('/');
  const octokit = createGitHubClient(github, io, { proxy });
  const warnings: Failure[] = [];
  const client: BranchClient = { octokit, owner, repo, ...location, blobs: new Map(), description, warnings };
  let known: BranchSnapshot | null = null;
  return {
    description,
    hasParts: true,
    read: async () => {
      known = await readPatiently(client, io, known);
      return known.files;
    },
    save: (merge, message, { always = false } = {}) => save(client, merge, { message, always }, io),
    provesBySaving: true,
    warnings,
  };
}

async function save(
  client: BranchClient,
  merge: (current: FileSet) => CompleteFileSet,
  { message, always }: { message: () => string; always: boolean },
  io: Pick<Io, 'sleep'>,
): Promise<'saved' | 'unchanged'> {
  /** The main file of a save whose outcome is unknown: it may have succeeded. */
  let unconfirmed: string | null = null;
  let wasUnknown = false;
  let method: CommitMethod = 'commit';
  let rejections = 0;
  for (let tries = 1; ; tries += 1) {
    const snapshot = await readPatiently(client, io);
    if (unconfirmed !== null && snapshot.files.main === unconfirmed) return 'saved';
    const changes = listChanges(client.path, snapshot, merge(snapshot.files));
    const isUnchanged = changes.additions.size + changes.deletions.length === 0;
    if (isUnchanged && !always) return 'unchanged';
    const additions = isUnchanged ? new Map([[client.path, snapshot.files.main ?? '']]) : changes.additions;
    const failure = await writeBranch(client, snapshot, { ...changes, additions }, message(), method);
    if (failure === null) return 'saved';
    const nextMethod: CommitMethod = snapshot.head === null ? method : chooseMethod(failure, method, wasUnknown);
    const isPassing = failure.isOutcomeUnknown || failure.code === 'github-conflict' || nextMethod !== method;
    const wait = isPassing ? computeBackoff(tries) : getRejectionDelay(failure.code, rejections);
    if (tries === MAX_TRIES || wait === null) throw createGitHubError(client, 'written', failure);
    if (failure.isOutcomeUnknown && !isUnchanged) unconfirmed = additions.get(client.path) ?? null;
    if (!isPassing) rejections += 1;
    wasUnknown ||= failure.isOutcomeUnknown;
    method = nextMethod;
    await io.sleep(wait);
  }
}

/** The delay is random, so that two scans do not collide again. */
function computeBackoff(tries: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), MAX_RETRY_MS) * (0.5 + Math.random());
}

/** A wrong rejection must not stop a scan, or make the next one send everything again. */
async function readPatiently(
  client: BranchClient,
  { sleep }: Pick<Io, 'sleep'>,
  known: BranchSnapshot | null = null,
): Promise<BranchSnapshot> {
  for (let rejections = 0; ; rejections += 1) {
    try {
      return await readBranch(client, known);
    } catch (error) {
      const wait = error instanceof AppError ? getRejectionDelay(error.code, rejections) : null;
      if (wait === null) throw error;
      await sleep(wait);
    }
  }
}

/** Returns the delay in milliseconds; null: do not retry. */
function getRejectionDelay(code: string, rejections: number): number | null {
  return CERTAIN_REJECTIONS.has(code) ? null : (REJECTION_DELAYS_MS[rejections] ?? null);
}

/** Lists the files that differ from those on the branch. */
function listChanges(main: string, { files, partPaths }: BranchSnapshot, next: CompleteFileSet): BranchChanges {
  const getPath = (part: string | null) => (part === null ? main : formatPartPath(main, part));
  const additions = listFileChanges(files, next).map(({ part, text }) => [getPath(part), text] as const);
  const kept = new Set(Array.from(next.parts.keys(), getPath));
  return { additions: new Map(additions), deletions: partPaths.filter((path) => !kept.has(path)) };
}

/**
 * Chooses how to commit in the next attempt. The Contents API is a fallback that does not depend on GraphQL: without a saved log, the next
 * scan sends everything again. A commit with an unknown outcome is looked up and retried once before the fallback.
 */
function chooseMethod(
  { code, status, isOutcomeUnknown }: GitHubFailure,
  method: CommitMethod,
  wasUnknown: boolean,
): CommitMethod {
  if (isOutcomeUnknown) return wasUnknown ? 'contents' : method;
  // The limits of GraphQL are counted separately; a secondary limit, which has an HTTP status, applies to both.
  const isGraphqlLimit = code === 'github-rate-limited' && status === null;
  return code === 'github-rejected' || code === 'github-unsupported' || isGraphqlLimit ? 'contents' : method;
}
