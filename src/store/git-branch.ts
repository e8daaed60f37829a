/**
 * The event log as a file on a branch, through GitHub's API. Each save is one commit on top of the one that was read,
 * or none: of two scans at once the later reads again, merges, and writes again.
 */

import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/core';
import { AppError } from '../lib/app-error.ts';
import { createGitHubClient } from '../lib/github/client.ts';
import { type GitHubFailure, toGitHubFailure } from '../lib/github/errors.ts';
import type { GitHubAccess, Io } from '../lib/io.ts';
import { type ChunkedText, joinChunks } from './chunked-text.ts';
import { createStoreError } from './failures.ts';
import type { Store } from './store.ts';

/** How often a save is tried while others write to the branch, or answers are lost. */
const MAX_TRIES = 8;
/** Before the second try, in milliseconds; it doubles with each, up to the longest. */
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;

export interface BranchLocation {
  /** From the root of the repository, with `/`. */
  path: string;
  branch: string;
}

/** The branch at one moment. */
interface BranchSnapshot {
  /** The last commit; null where there is no such branch yet. */
  head: string | null;
  /** Git's name of the file's content; null where there is no file. */
  blob: string | null;
  text: string | null;
}

/** A branch that does not exist is made by the first save, with no history but the log. */
export function createGitBranchStore(
  place: BranchLocation,
  github: GitHubAccess,
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
): Store {
  const describe = `${place.path} on the branch ${place.branch} of ${github.repository}`;
  const [owner = '', repo = ''] = github.repository.split('/');
  const reach: BranchClient = { octokit: createGitHubClient(github, io), owner, repo, ...place, describe };
  return {
    describe,
    load: async () => (await look(reach)).text,
    save: (update, message) => save(reach, update, message, io),
  };
}

interface BranchClient extends BranchLocation {
  octokit: Octokit;
  owner: string;
  repo: string;
  describe: string;
}

async function save(
  reach: BranchClient,
  update: (current: string | null) => ChunkedText,
  message: () => string,
  { sleep }: Pick<Io, 'sleep'>,
): Promise<'saved' | 'unchanged'> {
  /** What may have been written, by an answer that was lost. */
  let sent: string | null = null;
  for (let tries = 1; ; tries += 1) {
    const seen = await look(reach);
    if (sent !== null && seen.text === sent) return 'saved';
    const next = joinChunks(update(seen.text));
    if (next === seen.text) return 'unchanged';
    const failure = await write(reach, seen, next, message());
    if (failure === null) return 'saved';
    if (failure.isOutcomeUnknown) sent = next;
    if (tries === MAX_TRIES || !(failure.isOutcomeUnknown || failure.code === 'github-conflict'))
      throw createGitHubError(reach, 'written', failure);
    // Those who met must not meet again.
    await sleep(Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), MAX_RETRY_MS) * (0.5 + Math.random()));
  }
}

function createGitHubError(
  { describe }: BranchClient,
  what: 'read' | 'written',
  { code, detail, hint }: GitHubFailure,
): AppError {
  return new AppError(code, `the event log ${describe} cannot be ${what}: ${detail}`, { hint, exitCode: 3 });
}

// ------------------------------------------------------------------------------------------------------------- reading

async function look(reach: BranchClient): Promise<BranchSnapshot> {
  const head = await fetchHead(reach);
  if (head === null) return { head, blob: null, text: null };
  const file = await fetchFile(reach, head);
  return { head, blob: file?.sha ?? null, text: file?.text ?? null };
}

/** Does what reads, and puts what goes wrong with it into our words. */
async function reading<Result>(reach: BranchClient, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError
      ? error
      : createGitHubError(reach, 'read', toGitHubFailure(error, 'contents: read'));
  }
}

/** From the list of such branches, which GitHub shows only where it shows the repository: a 404 is never a first run. */
async function fetchHead(reach: BranchClient): Promise<string | null> {
  const { octokit, owner, repo, branch } = reach;
  const ref = `heads/${branch}`;
  const ask = () => octokit.request('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', { owner, repo, ref });
  const { data } = await reading(reach, ask);
  return data.find((one) => one.ref === `refs/${ref}`)?.object.sha ?? null;
}

/** The file in a commit; null where there is none. What was cut short or changed on its way is an error. */
async function fetchFile(reach: BranchClient, commit: string): Promise<{ sha: string; text: string } | null> {
  const file = await reading(reach, () => fetchContent(reach, commit));
  if (file !== null) {
    if (computeBlobSha(file.bytes) === file.sha) return { sha: file.sha, text: toText(file.bytes, reach) };
    throw unreadable(reach, 'what came is not what the branch holds, or not UTF-8 text');
  }
  // A 404 in error, taken for a first run, would have the next commit put an empty log over the old one.
  if (await reading(reach, () => isAbsent(reach, commit))) return null;
  throw unreadable(reach, 'GitHub lists it and does not show it');
}

/** Null for a 404. */
async function fetchContent(reach: BranchClient, ref: string): Promise<{ sha: string; bytes: Buffer } | null> {
  const { octokit, owner, repo, path } = reach;
  const ask = (as: { mediaType?: { format: 'raw' } } = {}) =>
    octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, path, ref, ...as });
  try {
    const { data } = await ask();
    if (Array.isArray(data) || data.type !== 'file') throw unreadable(reach, 'it is not a file');
    if (data.encoding === 'base64') return { sha: data.sha, bytes: Buffer.from(data.content, 'base64') };
    // Over 1 MB the answer comes without its content.
    const raw = await ask({ mediaType: { format: 'raw' } });
    return { sha: data.sha, bytes: Buffer.from(raw.data as unknown as string) };
  } catch (error) {
    if (!(error instanceof AppError) && toGitHubFailure(error, '').code === 'github-not-found') return null;
    throw error;
  }
}

function unreadable({ describe }: BranchClient, why: string): AppError {
  return createStoreError('event-log-unreadable', describe, why);
}

/** Whether a commit has no such file, by the lists of its folders down the path. */
async function isAbsent({ octokit, owner, repo, path }: BranchClient, commit: string): Promise<boolean> {
  let tree_sha = commit;
  for (const name of path.split('/')) {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { owner, repo, tree_sha });
    const found = data.tree.find((entry) => entry.path === name);
    if (found?.sha === undefined) return true;
    tree_sha = found.sha;
  }
  return false;
}

/** As git names a file's content. */
function computeBlobSha(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function toText(bytes: Buffer, reach: BranchClient): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(reach, 'it is not UTF-8 text');
  }
}

// ------------------------------------------------------------------------------------------------------------- writing

/** Null where it is written. */
async function write(
  reach: BranchClient,
  seen: BranchSnapshot,
  text: string,
  message: string,
): Promise<GitHubFailure | null> {
  try {
    if (seen.head === null) await createBranch(reach, text, message);
    else await commitOnBranch(reach, { ...seen, head: seen.head }, text, message);
    return null;
  } catch (error) {
    return toGitHubFailure(error, 'contents: write');
  }
}

/** Nobody sees the branch before it holds the log, and of two who make it only one can. */
async function createBranch(
  { octokit, owner, repo, path, branch }: BranchClient,
  text: string,
  message: string,
): Promise<void> {
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
  reach: BranchClient,
  seen: BranchSnapshot & { head: string },
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
    if (toGitHubFailure(error, '').code !== 'github-unsupported') throw error;
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
