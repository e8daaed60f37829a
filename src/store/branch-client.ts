/** Reads the event log on a branch, with the GitHub API. */

import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Octokit } from '@octokit/core';
import type { Failure } from '../domain/index.ts';
import { AppError } from '../lib/app-error.ts';
import { type FileSet, formatPartPath, listPartsIn, parsePartName } from '../lib/files/file-set.ts';
import { type GitHubFailure, toGitHubFailure } from '../lib/github/errors.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import { createStoreError } from './failures.ts';

export interface BranchLocation {
  /** The path of the log relative to the root of the repository, with `/`. */
  path: string;
  branch: string;
  /** The number of commits at which the history is replaced; null: never. */
  max_commits: number | null;
}

/** The state of the branch when it was read. */
export interface BranchSnapshot {
  /** The last commit; null if the branch does not exist. */
  head: string | null;
  /** The blob SHA of the main file; null if it does not exist. */
  blob: string | null;
  files: FileSet;
  /** The paths of all files that are named as parts. The list is empty if the main file names none. */
  partPaths: readonly string[];
}

export interface BranchClient extends BranchLocation {
  /** The texts of parts by blob SHA, so that each is fetched once. */
  blobs: Map<string, string>;
  octokit: Octokit;
  /** Problems that did not prevent saving the log. */
  warnings: Failure[];
  owner: string;
  repo: string;
  description: string;
}

/** Creates the error for an event log that cannot be read or written, with exit code 3. */
export function createGitHubError(
  { description }: BranchClient,
  what: 'read' | 'written',
  { code, detail, hint }: GitHubFailure,
): AppError {
  return new AppError(code, `the event log ${description} cannot be ${what}: ${detail}`, { hint, exitCode: 3 });
}

const NOTHING: BranchSnapshot = { head: null, blob: null, files: { main: null, parts: new Map() }, partPaths: [] };

/** Returns `known` if the branch has no newer commit. */
export async function readBranch(client: BranchClient, known: BranchSnapshot | null = null): Promise<BranchSnapshot> {
  try {
    const head = await fetchHead(client);
    if (known !== null && head !== null && head === known.head) return known;
    if (head === null) return NOTHING;
    const { sha: blob, text: main } = (await fetchFile(client, head)) ?? { sha: null, text: null };
    const names = main === null ? null : listPartsIn(main);
    if (names?.length === 0) return { head, blob, files: { main, parts: new Map() }, partPaths: [] };
    const { parts, partPaths } = await fetchParts(client, head, names);
    return { head, blob, files: { main, parts }, partPaths };
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
  // After a wrong 404, the log would seem to be new, and the next commit would replace it with an empty one.
  if (await isAbsent(client, commit)) return null;
  throw createUnreadableError(client, 'GitHub lists the file but does not return it');
}

/** Returns null for a 404. */
async function fetchContent(client: BranchClient, ref: string): Promise<{ sha: string; bytes: Buffer } | null> {
  const { octokit, owner, repo, path: file } = client;
  const request = (as: { mediaType?: { format: 'raw' } } = {}) =>
    octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo, path: file, ref, ...as });
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

/** Checks that a commit really does not contain the file. */
async function isAbsent(client: BranchClient, commit: string): Promise<boolean> {
  const names = await listDirectory(client, commit);
  return !names.has(path.posix.basename(client.path));
}

/** Lists the blob SHAs of the log's directory in a commit, by file name. The map is empty if the directory does not exist. */
async function listDirectory(
  { octokit, owner, repo, path: file }: BranchClient,
  commit: string,
): Promise<ReadonlyMap<string, string>> {
  const list = async (tree_sha: string) => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', { owner, repo, tree_sha });
    return new Map(data.tree.map(({ path: name, sha }) => [name, sha]));
  };
  let names = await list(commit);
  for (const directory of file.split('/').slice(0, -1)) {
    const tree = names.get(directory);
    if (tree === undefined) return new Map();
    names = await list(tree);
  }
  return names;
}

/** The maximum number of concurrent requests for blobs. */
const MAX_REQUESTS = 6;

/** Fetches the parts with these names; null: all parts beside the main file. */
async function fetchParts(
  client: BranchClient,
  commit: string,
  names: readonly string[] | null,
): Promise<{ parts: ReadonlyMap<string, string>; partPaths: string[] }> {
  const { path: main } = client;
  const blobs = await listDirectory(client, commit);
  const all = [...blobs.keys()].flatMap((name) => parsePartName(name, main) ?? []);
  const limit = createSemaphore(MAX_REQUESTS);
  const found = (names ?? all).flatMap((name): [string, string][] => {
    const sha = blobs.get(path.posix.basename(formatPartPath(main, name)));
    return sha === undefined ? [] : [[name, sha]];
  });
  const parts = await Promise.all(
    found.map(([name, sha]) => limit(async (): Promise<[string, string]> => [name, await fetchBlob(client, sha)])),
  );
  // Blobs of earlier versions are dropped from the cache.
  for (const sha of client.blobs.keys()) if (!found.some(([, current]) => current === sha)) client.blobs.delete(sha);
  return { parts: new Map(parts), partPaths: all.map((name) => formatPartPath(main, name)) };
}

/** Throws if the content does not match its SHA. */
async function fetchBlob(client: BranchClient, sha: string): Promise<string> {
  const known = client.blobs.get(sha);
  if (known !== undefined) return known;
  const { octokit, owner, repo } = client;
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
    owner,
    repo,
    file_sha: sha,
  });
  const bytes = Buffer.from(data.content, 'base64');
  if (computeBlobSha(bytes) !== sha) throw createUnreadableError(client, 'a response does not match its SHA');
  const text = toText(bytes, client);
  client.blobs.set(sha, text);
  return text;
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
