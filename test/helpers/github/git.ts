/** Git objects and references, with real blob hashes. */

import { createHash } from 'node:crypto';
import type { components } from '@octokit/openapi-types';
import { type ApiCall, type ApiResponse, createErrorResponse, type Route } from './route.ts';
import type { Commit, Repository } from './state.ts';

type GitRef = components['schemas']['git-ref'];
type GitCommit = components['schemas']['git-commit'];

/** As `git hash-object` does. */
function storeBlob({ blobs }: Repository, bytes: Buffer): string {
  const sha = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  blobs.set(sha, bytes);
  return sha;
}

export function storeTree({ trees }: Repository, files: Record<string, string>): string {
  const sha = createHash('sha1')
    .update(`tree ${JSON.stringify(Object.entries(files).sort())}`)
    .digest('hex');
  trees.set(sha, files);
  return sha;
}

function storeCommit(repository: Repository, commit: Omit<Commit, 'sha'>): Commit {
  const sha = createHash('sha1')
    .update(`commit ${repository.commits.size} ${JSON.stringify(commit)}`)
    .digest('hex');
  const stored = { sha, ...commit };
  repository.commits.set(sha, stored);
  return stored;
}

/** The last commit of a branch; null if the branch does not exist. */
export function getHead({ refs, commits }: Repository, branch: string): Commit | null {
  return commits.get(refs.get(`refs/heads/${branch}`) ?? '') ?? null;
}

/** Adds a commit to an existing branch. */
export function addCommit(
  repository: Repository,
  branch: string,
  message: string,
  files: Record<string, Buffer>,
  deletions: readonly string[] = [],
): Commit {
  const head = getHead(repository, branch);
  if (head === null) throw new Error(`no branch ${branch}`);
  const stored = Object.entries(files).map(([path, bytes]) => [path, storeBlob(repository, bytes)]);
  const kept = Object.entries(head.files).filter(([path]) => !deletions.includes(path));
  const commit = storeCommit(repository, {
    message,
    parents: [head.sha],
    files: { ...Object.fromEntries(kept), ...Object.fromEntries(stored) },
  });
  repository.refs.set(`refs/heads/${branch}`, commit.sha);
  return commit;
}

function createRefBody({ repository, origin }: ApiCall, ref: string, sha: string): GitRef {
  const base = `${origin}/repos/${repository.owner}/${repository.name}/git`;
  return {
    ref,
    node_id: `REF_${ref}`,
    url: `${base}/${ref}`,
    object: { type: 'commit', sha, url: `${base}/commits/${sha}` },
  };
}

function listMatchingRefs(call: ApiCall): ApiResponse {
  const { refs } = call.repository;
  if (refs.size === 0) return createErrorResponse(409, 'Git Repository is empty.');
  const found = [...refs].filter(([ref]) => ref.startsWith(`refs/${call.params.ref}`));
  return { status: 200, body: found.map(([ref, sha]) => createRefBody(call, ref, sha)) };
}

function createRef(call: ApiCall): ApiResponse {
  const { repository, body } = call;
  if (repository.refs.has(body.ref)) return createErrorResponse(422, 'Reference already exists');
  if (repository.protected_branches.has(body.ref.replace('refs/heads/', '')))
    return createErrorResponse(
      422,
      'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n',
    );
  if (!repository.commits.has(body.sha)) return createErrorResponse(422, 'Object does not exist');
  repository.refs.set(body.ref, body.sha);
  return { status: 201, body: createRefBody(call, body.ref, body.sha) };
}

/** The entries of one directory, each subdirectory as a tree; or all files below. */
function getTree({ repository, params: { sha = '' }, query }: ApiCall): ApiResponse {
  const files = repository.commits.get(sha)?.files ?? repository.trees.get(sha);
  if (files === undefined) return createErrorResponse(404, 'Not Found');
  if (query.get('recursive') !== null) {
    const all = Object.entries(files).map(([path, blob]) => ({ path, type: 'blob', mode: '100644', sha: blob }));
    return { status: 200, body: { sha, tree: all, truncated: false } };
  }
  const names = new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''));
  const tree = [...names].map((path) => {
    const below = Object.entries(files).filter(([file]) => file.startsWith(`${path}/`));
    if (below.length === 0) return { path, type: 'blob', mode: '100644', sha: files[path] };
    const inside = Object.fromEntries(below.map(([file, blob]) => [file.slice(path.length + 1), blob]));
    return { path, type: 'tree', mode: '040000', sha: storeTree(repository, inside) };
  });
  return { status: 200, body: { sha, tree, truncated: false } };
}

function createTree({ repository, body }: ApiCall): ApiResponse {
  const base = repository.trees.get(body.base_tree);
  if (body.base_tree !== undefined && base === undefined) return createErrorResponse(422, 'base_tree is not a tree');
  const entries = body.tree as { path: string; content?: string; sha?: string | null }[];
  if (entries.some(({ sha }) => typeof sha === 'string' && !repository.blobs.has(sha)))
    return createErrorResponse(422, 'tree.sha is not a valid blob');
  const files = { ...base };
  for (const { path, content, sha } of entries) {
    if (content !== undefined) files[path] = storeBlob(repository, Buffer.from(content));
    else if (typeof sha === 'string') files[path] = sha;
    else delete files[path];
  }
  return { status: 201, body: { sha: storeTree(repository, files) } };
}

function createBlob({ repository, body }: ApiCall): ApiResponse {
  return { status: 201, body: { sha: storeBlob(repository, Buffer.from(body.content, body.encoding)) } };
}

function getBlob({ repository, params: { sha = '' } }: ApiCall): ApiResponse {
  const bytes = repository.blobs.get(sha);
  if (bytes === undefined) return createErrorResponse(404, 'Not Found');
  return { status: 200, body: { sha, size: bytes.length, encoding: 'base64', content: bytes.toString('base64') } };
}

function getCommit({ repository, params: { sha = '' } }: ApiCall): ApiResponse {
  const commit = repository.commits.get(sha);
  if (commit === undefined) return createErrorResponse(404, 'Not Found');
  return { status: 200, body: { sha, tree: { sha: storeTree(repository, commit.files) }, message: commit.message } };
}

/** Without `force`. */
function updateRef(call: ApiCall): ApiResponse {
  const { repository, params, body } = call;
  const ref = `refs/${params.ref}`;
  const current = repository.refs.get(ref);
  const commit = repository.commits.get(body.sha);
  if (current === undefined || commit === undefined) return createErrorResponse(422, 'Reference does not exist');
  if (repository.protected_branches.has(ref.replace('refs/heads/', '')))
    return createErrorResponse(422, 'Repository rule violations found');
  if (!commit.parents.includes(current)) return createErrorResponse(422, 'Update is not a fast forward');
  repository.refs.set(ref, body.sha);
  return { status: 200, body: createRefBody(call, ref, body.sha) };
}

function createCommit({ repository, body }: ApiCall): ApiResponse {
  const files = repository.trees.get(body.tree);
  if (files === undefined) return createErrorResponse(422, 'Tree SHA does not exist');
  const commit = storeCommit(repository, { message: body.message, parents: body.parents ?? [], files });
  const answer: Pick<GitCommit, 'sha' | 'message'> = { sha: commit.sha, message: commit.message };
  return { status: 201, body: answer };
}

const BASE = '/repos/:owner/:repo/git';

export const git: Route[] = [
  { method: 'GET', path: `${BASE}/matching-refs/*ref`, permission: ['contents', 'read'], respond: listMatchingRefs },
  { method: 'GET', path: `${BASE}/trees/:sha`, permission: ['contents', 'read'], respond: getTree },
  { method: 'POST', path: `${BASE}/refs`, permission: ['contents', 'write'], respond: createRef },
  { method: 'POST', path: `${BASE}/trees`, permission: ['contents', 'write'], respond: createTree },
  { method: 'GET', path: `${BASE}/blobs/:sha`, permission: ['contents', 'read'], respond: getBlob },
  { method: 'POST', path: `${BASE}/blobs`, permission: ['contents', 'write'], respond: createBlob },
  { method: 'GET', path: `${BASE}/commits/:sha`, permission: ['contents', 'read'], respond: getCommit },
  { method: 'PATCH', path: `${BASE}/refs/*ref`, permission: ['contents', 'write'], respond: updateRef },
  { method: 'POST', path: `${BASE}/commits`, permission: ['contents', 'write'], respond: createCommit },
];
