/** Artifacts of workflow runs, which are downloaded from another origin, as from GitHub's storage. */

import { crc32, deflateRawSync } from 'node:zlib';
import type { components } from '@octokit/openapi-types';
import { type ApiCall, type ApiResponse, createErrorResponse, paginate, type Route } from './route.ts';
import type { GitHubState, Repository } from './state.ts';

type Artifact = components['schemas']['artifact'];

function listArtifacts({ repository, query, origin }: ApiCall): ApiResponse {
  const name = query.get('name');
  const found = repository.artifacts.filter((one) => name === null || one.name === name).reverse();
  const { page, headers } = paginate(found, query, `${origin}/api/v3/repositories/${repository.id}/actions/artifacts`);
  const artifacts = page.map((one): Artifact => {
    const url = `${origin}/api/v3/repos/${repository.owner}/${repository.name}/actions/artifacts/${one.id}`;
    return {
      ...{ id: one.id, node_id: `A_${one.id}`, name: one.name, size_in_bytes: one.size ?? one.archive.length },
      ...{ url, archive_download_url: `${url}/zip`, expired: one.expired, created_at: one.created_at },
      ...{ expires_at: null, updated_at: one.created_at },
      workflow_run: { ...one.run, repository_id: repository.id, head_sha: '1'.repeat(40) },
    };
  });
  return { status: 200, body: { total_count: found.length, artifacts }, headers };
}

function downloadArtifact({ repository, params, origin }: ApiCall): ApiResponse {
  const artifact = repository.artifacts.find(({ id }) => String(id) === params.artifact_id);
  if (artifact === undefined) return createErrorResponse(404, 'Not Found');
  if (artifact.expired) return createErrorResponse(410, 'Artifact has expired');
  return { status: 302, headers: { location: `${origin.replace('127.0.0.1', 'localhost')}/storage/${artifact.id}` } };
}

/** The storage needs no token: the URL is signed. */
export function sendArchive(id: number, { repositories }: GitHubState): ApiResponse {
  const artifact = [...repositories.values()].flatMap((one) => one.artifacts).find((one) => one.id === id);
  if (artifact === undefined) return createErrorResponse(404, 'Not Found');
  return { status: 200, body: artifact.archive, headers: { 'content-type': 'application/zip' } };
}

let lastId = 1000;

/** Adds an artifact of a run on the default branch, with one file. */
export function addArtifact(
  repository: Repository,
  text: string | Buffer,
  changes: Partial<Omit<Repository['artifacts'][number], 'run'>> & {
    run?: Partial<Repository['artifacts'][number]['run']>;
  } = {},
): void {
  lastId += 1;
  repository.artifacts.push({
    ...{ id: lastId, name: 'certvigil-report', archive: createZip('report.json', Buffer.from(text)), expired: false },
    ...{ created_at: '2031-03-10T12:00:00Z', ...changes },
    run: { id: lastId, head_branch: repository.default_branch, head_repository_id: repository.id, ...changes.run },
  });
}

/** A ZIP archive with one file, as the artifact actions create it: sizes are in the directory and behind the content only. */
export function createZip(name: string, content: Buffer, method: 0 | 8 = 8): Buffer {
  const data = method === 0 ? content : deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 6);
  local.writeUInt16LE(method, 8);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(crc32(content), 16);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt32LE(content.length, 24);
  entry.writeUInt16LE(name.length, 28);
  const body = Buffer.concat([local, Buffer.from(name), data]);
  const directory = Buffer.concat([entry, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, directory, end]);
}

export const artifacts: Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/actions/artifacts',
    permission: ['actions', 'read'],
    respond: listArtifacts,
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/actions/artifacts/:artifact_id/zip',
    permission: ['actions', 'read'],
    respond: downloadArtifact,
  },
];
