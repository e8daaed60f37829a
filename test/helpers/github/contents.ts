import type { components } from '@octokit/openapi-types';
import { addCommit, getHead } from './git.ts';
import { type ApiCall, type ApiResponse, createErrorResponse, type Route } from './route.ts';
import type { Repository } from './state.ts';

type ContentFile = components['schemas']['content-file'];

/** Larger files are returned without content, except with the raw media type. */
const MAX_INLINE_BYTES = 1024 * 1024;

/** `ref` is the sha of a commit or the name of a branch. */
function findFilesAt(repository: Repository, ref: string | null): Record<string, string> | null {
  const commit = repository.commits.get(ref ?? '') ?? getHead(repository, ref ?? repository.default_branch);
  return commit?.files ?? null;
}

type DirectoryItem = components['schemas']['content-directory'][number];

/** The files and directories in a directory; empty if it does not exist. */
function listDirectory(
  files: Record<string, string>,
  directory: string,
): Pick<DirectoryItem, 'type' | 'name' | 'path' | 'sha'>[] {
  const prefix = directory === '' ? '' : `${directory}/`;
  const inside = Object.entries(files).filter(([path]) => path.startsWith(prefix));
  const items = new Map(
    inside.map(([path, sha]) => {
      const [name = '', ...rest] = path.slice(prefix.length).split('/');
      const type = rest.length === 0 ? ('file' as const) : ('dir' as const);
      return [name, { type, name, path: prefix + name, sha }] as const;
    }),
  );
  return [...items.values()];
}

function getContents({ repository, params: { path = '' }, query, headers }: ApiCall): ApiResponse {
  const files = findFilesAt(repository, query.get('ref'));
  if (files === null) return createErrorResponse(404, `No commit found for the ref ${query.get('ref')}`);
  const sha = files[path];
  const bytes = repository.blobs.get(sha ?? '');
  const entries = listDirectory(files, path);
  if (entries.length > 0) return { status: 200, body: entries };
  if (sha === undefined || bytes === undefined) return createErrorResponse(404, 'Not Found');
  if (/\braw\b/.test(String(headers.accept)))
    return { status: 200, body: bytes, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } };
  const isInline = bytes.length <= MAX_INLINE_BYTES;
  const body: Pick<ContentFile, 'type' | 'path' | 'sha' | 'size' | 'encoding' | 'content'> = {
    type: 'file',
    path,
    sha,
    size: bytes.length,
    encoding: isInline ? 'base64' : 'none',
    // GitHub wraps it into lines.
    content: isInline ? bytes.toString('base64').replace(/.{60}/g, '$&\n') : '',
  };
  return { status: 200, body };
}

function putContents({ repository, params: { path = '' }, body }: ApiCall): ApiResponse {
  const branch = body.branch ?? repository.default_branch;
  const head = getHead(repository, branch);
  if (head === null) return createErrorResponse(404, `Branch ${branch} not found`);
  if (repository.protected_branches.has(branch))
    return createErrorResponse(
      409,
      'Repository rule violations found\n\nChanges must be made through a pull request.\n\n',
    );
  const current = head.files[path];
  if (current !== undefined && body.sha === undefined)
    return createErrorResponse(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (body.sha !== undefined && body.sha !== current)
    return createErrorResponse(409, `${path} does not match ${body.sha}`);
  const commit = addCommit(repository, branch, body.message, { [path]: Buffer.from(body.content, 'base64') });
  return { status: current === undefined ? 201 : 200, body: { commit: { sha: commit.sha, message: body.message } } };
}

const PATH = '/repos/:owner/:repo/contents/*path';
const ROOT = '/repos/:owner/:repo/contents';

export const contents: Route[] = [
  { method: 'GET', path: PATH, permission: ['contents', 'read'], respond: getContents },
  { method: 'GET', path: ROOT, permission: ['contents', 'read'], respond: getContents },
  { method: 'PUT', path: PATH, permission: ['contents', 'write'], respond: putContents },
];
