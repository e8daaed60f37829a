/** Reads the event log on a branch, with the GitHub API. */

import { createHash } from 'node:crypto';
import type { Octokit } from '@octokit/core';
import { AppError } from '../lib/app-error.ts';
import { type GitHubFailure, toGitHubFailure } from '../lib/github/errors.ts';
import { createStoreError } from './failures.ts';

export interface BranchLocation {
  /** Relative to the root of the repository, with `/`. */
  path: string;
  branch: string;
  /** At this many commits, the history is replaced; null: never. */
  max_commits: number | null;
}

/** The state of the branch when it was read. */
export interface BranchSnapshot {
  /** The last commit; null if the branch does not exist. */
  head: string | null;
  /** The blob SHA of the file; null if it does not exist. */
  blob: string | null;
  text: string | null;
}

export interface BranchClient extends BranchLocation {
  octokit: Octokit;
  owner: string;
  repo: string;
  description: string;
}

export function createGitHubError(
  { description }: BranchClient,
  what: 'read' | 'written',
  { code, detail, hint }: GitHubFailure,
): AppError {
  return new AppError(code, `the event log ${description} cannot be ${what}: ${detail}`, { hint, exitCode: 3 });
}

export async function readBranch(client: BranchClient): Promise<BranchSnapshot> {
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
