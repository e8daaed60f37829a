/**
 * The event log as a file on a branch, through GitHub's API. Each save is one commit on top of the one that was read,
 * or none: of two scans at once the later reads again, merges, and writes again.
 */

import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/core';
import { AppError } from '../errors.ts';
import { openGitHub } from '../github.ts';
import { type GitHubFailure, githubFailure } from '../github-failure.ts';
import type { GitHubAccess, Io } from '../io.ts';
import { storeError } from './failures.ts';
import type { Store } from './store.ts';

/** How often a save is tried while others write to the branch, or answers are lost. */
const TRIES = 8;
/** Before the second try, in milliseconds; it doubles with each, up to the longest. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 5_000;

export interface CommitPlace {
  /** From the root of the repository, with `/`. */
  path: string;
  branch: string;
}

/** The branch at one moment. */
interface Seen {
  /** The last commit; null where there is no such branch yet. */
  head: string | null;
  /** Git's name of the file's content; null where there is no file. */
  blob: string | null;
  text: string | null;
}

/** A branch that does not exist is made by the first save, with no history but the log. */
export function commitStore(place: CommitPlace, github: GitHubAccess, io: Pick<Io, 'env' | 'now' | 'sleep'>): Store {
  const describe = `${place.path} on the branch ${place.branch} of ${github.repository}`;
  const [owner = '', repo = ''] = github.repository.split('/');
  const reach: Reach = { octokit: openGitHub(github, io), owner, repo, ...place, describe };
  return {
    describe,
    load: async () => (await look(reach)).text,
    save: (update, message) => save(reach, update, message, io),
  };
}

interface Reach extends CommitPlace {
  octokit: Octokit;
  owner: string;
  repo: string;
  describe: string;
}

async function save(
  reach: Reach,
  update: (current: string | null) => string,
  message: () => string,
  { sleep }: Pick<Io, 'sleep'>,
): Promise<'saved' | 'unchanged'> {
  /** What may have been written, by an answer that was lost. */
  let sent: string | null = null;
  for (let tries = 1; ; tries += 1) {
    const seen = await look(reach);
    if (sent !== null && seen.text === sent) return 'saved';
    const next = update(seen.text);
    if (next === seen.text) return 'unchanged';
    const failure = await write(reach, seen, next, message());
    if (failure === null) return 'saved';
    if (failure.lost) sent = next;
    if (tries === TRIES || !(failure.lost || failure.code === 'github-conflict'))
      throw refused(reach, 'written', failure);
    // Those who met must not meet again.
    await sleep(Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE) * (0.5 + Math.random()));
  }
}

function refused({ describe }: Reach, what: 'read' | 'written', { code, detail, hint }: GitHubFailure): AppError {
  return new AppError(code, `the event log ${describe} cannot be ${what}: ${detail}`, { hint, exit: 3 });
}

// ------------------------------------------------------------------------------------------------------------- reading

async function look(reach: Reach): Promise<Seen> {
  const head = await headOf(reach);
  if (head === null) return { head, blob: null, text: null };
  const file = await fileAt(reach, head);
  return { head, blob: file?.sha ?? null, text: file?.text ?? null };
}

/** Does what reads; `onMissing` is what a 404 means. */
async function reading<Result>(reach: Reach, work: () => Promise<Result>, onMissing?: () => Promise<null>) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const failure = githubFailure(error, 'contents: read');
    if (failure.code === 'github-not-found' && onMissing !== undefined) return onMissing();
    throw refused(reach, 'read', failure);
  }
}

async function headOf(reach: Reach): Promise<string | null> {
  const { octokit, owner, repo, branch } = reach;
  const ask = async () => {
    const ref = `heads/${branch}`;
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { owner, repo, ref });
    return data.object.sha;
  };
  // GitHub says of what the token may not see that it is not there. Only in a repository that is seen it is so.
  const confirm = async () => {
    await reading(reach, () => octokit.request('GET /repos/{owner}/{repo}', { owner, repo }));
    return null;
  };
  return reading(reach, ask, confirm);
}

/** The file in a commit; null where there is none. What was cut short or changed on its way is an error. */
async function fileAt(reach: Reach, commit: string): Promise<{ sha: string; text: string } | null> {
  const { octokit, owner, repo } = reach;
  const where = { owner, repo, path: reach.path, ref: commit };
  const ask = async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', where);
    if (Array.isArray(data) || data.type !== 'file')
      throw storeError('event-log-unreadable', reach.describe, 'it is not a file');
    // Over 1 MB the answer comes without its content.
    const bytes = data.encoding === 'base64' ? Buffer.from(data.content, 'base64') : await rawAt();
    if (blobName(bytes) === data.sha) return { sha: data.sha, text: toText(bytes, reach) };
    throw storeError(
      'event-log-unreadable',
      reach.describe,
      'what came is not what the branch holds, or not UTF-8 text',
    );
  };
  const rawAt = async () => {
    const asked = { ...where, mediaType: { format: 'raw' } };
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', asked);
    return Buffer.from(data as unknown as string);
  };
  return reading(reach, ask, async () => null);
}

/** As git names a file's content. */
function blobName(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function toText(bytes: Buffer, { describe }: Reach): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw storeError('event-log-unreadable', describe, 'it is not UTF-8 text');
  }
}

// ------------------------------------------------------------------------------------------------------------- writing

/** Null where it is written. */
async function write(reach: Reach, seen: Seen, text: string, message: string): Promise<GitHubFailure | null> {
  try {
    if (seen.head === null) await makeBranch(reach, text, message);
    else await commitOnBranch(reach, { ...seen, head: seen.head }, text, message);
    return null;
  } catch (error) {
    return githubFailure(error, 'contents: write');
  }
}

/** Nobody sees the branch before it holds the log, and of two who make it only one can. */
async function makeBranch({ octokit, owner, repo, path, branch }: Reach, text: string, message: string): Promise<void> {
  const tree = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
    owner,
    repo,
    tree: [{ path, mode: '100644', type: 'blob', content: text }],
  });
  const first = { owner, repo, message, tree: tree.data.sha, parents: [] };
  const commit = await octokit.request('POST /repos/{owner}/{repo}/git/commits', first);
  const ref = { owner, repo, ref: `refs/heads/${branch}`, sha: commit.data.sha };
  await octokit.request('POST /repos/{owner}/{repo}/git/refs', ref);
}

const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** Only on top of the commit that was seen. Older servers take the file's content for what must not have changed. */
async function commitOnBranch(
  reach: Reach,
  seen: Seen & { head: string },
  text: string,
  message: string,
): Promise<void> {
  const { octokit, owner, repo, path, branch } = reach;
  const contents = Buffer.from(text).toString('base64');
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: seen.head,
    message: { headline: message },
    fileChanges: { additions: [{ path, contents }] },
  };
  try {
    await octokit.graphql(COMMIT, { input });
  } catch (error) {
    if (githubFailure(error, '').code !== 'github-unsupported') throw error;
    const file = {
      owner,
      repo,
      path,
      branch,
      message,
      content: contents,
      ...(seen.blob !== null && { sha: seen.blob }),
    };
    await octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', file);
  }
}
