/**
 * Stores the event log as a file on a branch, with the GitHub API. Each save is a commit on top of the one that was read.
 * If two scans save at once, the later one reads again, merges, and retries.
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

/** Attempts to save if others write to the branch, or responses are lost. */
const MAX_TRIES = 8;
/** Before the second attempt. Doubles with each attempt, up to the maximum. */
const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;

export interface BranchLocation {
  /** Relative to the root of the repository, with `/`. */
  path: string;
  branch: string;
}

/** The state of the branch when it was read. */
interface BranchSnapshot {
  /** The last commit; null if the branch does not exist. */
  head: string | null;
  /** The blob SHA of the file; null if it does not exist. */
  blob: string | null;
  text: string | null;
}

/** The first save creates the branch if needed, as an orphan branch. */
export function createGitBranchStore(
  place: BranchLocation,
  github: GitHubAccess,
  io: Pick<Io, 'env' | 'now' | 'sleep'>,
): Store {
  const description = `${place.path} on the branch ${place.branch} of ${github.repository}`;
  const [owner = '', repo = ''] = github.repository.split('/');
  const client: BranchClient = { octokit: createGitHubClient(github, io), owner, repo, ...place, description };
  return {
    description,
    load: async () => (await readBranch(client)).text,
    save: (update, message) => save(client, update, message, io),
  };
}

interface BranchClient extends BranchLocation {
  octokit: Octokit;
  owner: string;
  repo: string;
  description: string;
}

async function save(
  client: BranchClient,
  update: (current: string | null) => ChunkedText,
  message: () => string,
  { sleep }: Pick<Io, 'sleep'>,
): Promise<'saved' | 'unchanged'> {
  /** The text of a save whose response was lost: it may have succeeded. */
  let unconfirmed: string | null = null;
  for (let tries = 1; ; tries += 1) {
    const snapshot = await readBranch(client);
    if (unconfirmed !== null && snapshot.text === unconfirmed) return 'saved';
    const next = joinChunks(update(snapshot.text));
    if (next === snapshot.text) return 'unchanged';
    const failure = await write(client, snapshot, next, message());
    if (failure === null) return 'saved';
    if (failure.isOutcomeUnknown) unconfirmed = next;
    if (tries === MAX_TRIES || !(failure.isOutcomeUnknown || failure.code === 'github-conflict'))
      throw createGitHubError(client, 'written', failure);
    // Random, so that two scans do not collide again.
    await sleep(Math.min(FIRST_RETRY_MS * 2 ** (tries - 1), MAX_RETRY_MS) * (0.5 + Math.random()));
  }
}

function createGitHubError(
  { description }: BranchClient,
  what: 'read' | 'written',
  { code, detail, hint }: GitHubFailure,
): AppError {
  return new AppError(code, `the event log ${description} cannot be ${what}: ${detail}`, { hint, exitCode: 3 });
}

async function readBranch(client: BranchClient): Promise<BranchSnapshot> {
  try {
    const head = await fetchHead(client);
    if (head === null) return { head, blob: null, text: null };
    const file = await fetchFile(client, head);
    return { head, blob: file?.sha ?? null, text: file?.text ?? null };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw createGitHubError(client, 'read', toGitHubFailure(error, 'contents: read'));
  }
}

/** Lists matching refs, because this returns an empty list for a missing branch, and 404 only for an inaccessible repository. */
async function fetchHead(client: BranchClient): Promise<string | null> {
  const { octokit, owner, repo, branch } = client;
  const ref = `heads/${branch}`;
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', { owner, repo, ref });
  return data.find((one) => one.ref === `refs/${ref}`)?.object.sha ?? null;
}

/** The file in a commit; null if it does not exist. Throws if the content does not match its SHA. */
async function fetchFile(client: BranchClient, commit: string): Promise<{ sha: string; text: string } | null> {
  const file = await fetchContent(client, commit);
  if (file !== null) {
    if (computeBlobSha(file.bytes) === file.sha) return { sha: file.sha, text: toText(file.bytes, client) };
    throw createUnreadableError(client, 'the response does not match the content of the branch, or is not UTF-8 text');
  }
  // A spurious 404 would readBranch like a first run, and the next commit would replace the log with an empty one.
  if (await isAbsent(client, commit)) return null;
  throw createUnreadableError(client, 'GitHub lists the file but does not return it');
}

/** null for a 404. */
async function fetchContent(client: BranchClient, ref: string): Promise<{ sha: string; bytes: Buffer } | null> {
  const { octokit, owner, repo, path } = client;
  const request = (as: { mediaType?: { format: 'raw' } } = {}) =>
    octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, path, ref, ...as });
  try {
    const { data } = await request();
    if (Array.isArray(data) || data.type !== 'file') throw createUnreadableError(client, 'it is not a file');
    if (data.encoding === 'base64') return { sha: data.sha, bytes: Buffer.from(data.content, 'base64') };
    // For files over 1 MB, the response does not include the content.
    const raw = await request({ mediaType: { format: 'raw' } });
    return { sha: data.sha, bytes: Buffer.from(String(raw.data)) };
  } catch (error) {
    if (!(error instanceof AppError) && toGitHubFailure(error, '').code === 'github-not-found') return null;
    throw error;
  }
}

function createUnreadableError({ description }: BranchClient, why: string): AppError {
  return createStoreError('event-log-unreadable', description, why);
}

/** Whether a commit really has no such file, by listing the directories of its path. */
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

/** The SHA-1 that git computes for a file's content. */
function computeBlobSha(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function toText(bytes: Buffer, client: BranchClient): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw createUnreadableError(client, 'it is not UTF-8 text');
  }
}

/** Returns null if it succeeds. */
async function write(
  client: BranchClient,
  snapshot: BranchSnapshot,
  text: string,
  message: string,
): Promise<GitHubFailure | null> {
  try {
    if (snapshot.head === null) await createBranch(client, text, message);
    else await commitOnBranch(client, { ...snapshot, head: snapshot.head }, text, message);
    return null;
  } catch (error) {
    return toGitHubFailure(error, 'contents: write');
  }
}

/** Creates the ref last, so that the branch never exists without the log, and only one of two scans can create it. */
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

/** Commits only on top of the commit that was read. Older servers check the blob of the file instead. */
async function commitOnBranch(
  client: BranchClient,
  snapshot: BranchSnapshot & { head: string },
  text: string,
  message: string,
): Promise<void> {
  const { octokit, owner, repo, path, branch } = client;
  const contents = Buffer.from(text).toString('base64');
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: snapshot.head,
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
      ...(snapshot.blob !== null && { sha: snapshot.blob }),
    };
    await octokit.request('PUT /repos/{owner}/{repo}/contents/{path}', file);
  }
}
