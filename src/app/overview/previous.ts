/**
 * Reads the previous overview, which the central repository has as an artifact, and finds the repositories that have disappeared since: a
 * repository that is archived, deleted or without the topic would otherwise turn 12 of 12 into 11 of 11.
 */

import type { Octokit } from '@octokit/core';
import type { Failure } from '../../domain/index.ts';
import { getOrCreate } from '../../lib/collections.ts';
import { readSingleFileZip } from '../../lib/files/zip.ts';
import { toGitHubFailure } from '../../lib/github/errors.ts';
import { createRepositoryFailure, OVERVIEW_ARTIFACT, toRequestFailure } from './failures.ts';
import type { ListedRepository, RepositoryList } from './list-repositories.ts';
import { fetchArchive, findArtifact, type RepositoryReading } from './read-repository.ts';

/** The previous overview: its repositories by full name, with their manifests besides the default one; `none` if there is no overview of this organization. */
export type Previous = { manifests: ReadonlyMap<string, readonly string[]> } | 'none' | Failure;

const MAX_BYTES = 32 * 1024 * 1024;

/** Reads the previous overview. `central`: `owner/name` of the repository that runs the overview. Throws only bugs. */
export async function readPrevious(octokit: Octokit, central: string, organization: string): Promise<Previous> {
  const [owner = '', name = ''] = central.split('/');
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}', { owner, repo: name });
    const repository = { owner, name, default_branch: data.default_branch };
    const artifact = await findArtifact(octokit, repository, OVERVIEW_ARTIFACT);
    if (artifact === null) return 'none';
    const archive = artifact === 'too-many' ? null : await fetchArchive(octokit, repository, artifact);
    const previous = archive === null ? null : parseOverview(archive, organization);
    return previous ?? createRepositoryFailure('overview-previous-invalid', central);
  } catch (error) {
    const { code } = toGitHubFailure(error, 'actions: read');
    return code === 'github-not-found' ? 'none' : toRequestFailure(error, central, 'actions: read');
  }
}

type Row = Record<'repository' | 'manifest', unknown>;

/** Parses the JSON output. Null if the archive is not an overview. */
function parseOverview(archive: Buffer, organization: string): Previous | null {
  const bytes = readSingleFileZip(archive, MAX_BYTES);
  if (typeof bytes === 'string') return null;
  try {
    const value: unknown = JSON.parse(bytes.toString());
    const { organization: known, repositories } = value as { organization: unknown; repositories: Row[] };
    if (typeof known === 'string' && known !== organization) return 'none';
    const manifests = new Map<string, string[]>();
    for (const { repository, manifest } of repositories) {
      if (typeof repository !== 'string' || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return null;
      const list = getOrCreate(manifests, repository, () => []);
      if (typeof manifest === 'string') list.push(manifest);
    }
    return { manifests };
  } catch {
    return null;
  }
}

/**
 * Finds the repositories of the previous overview that this one does not read, although their names are not left out on purpose. They stay
 * missing until they are back, or `isNamed` leaves them out. A renamed repository is not missing.
 */
export async function findMissing(
  octokit: Octokit,
  names: Iterable<string>,
  { selected, others }: RepositoryList,
  isNamed: (name: string) => boolean,
): Promise<RepositoryReading[]> {
  const known = new Set(selected.map(({ full_name }) => full_name));
  const missing = [...names].filter((full) => !known.has(full) && isNamed(full.slice(full.indexOf('/') + 1)));
  const { origin } = new URL(selected[0]?.url ?? 'https://github.com');
  const readings: RepositoryReading[] = [];
  for (const full_name of missing) {
    const [owner = '', name = ''] = full_name.split('/');
    const current = others.has(full_name) ? null : await findCurrentName(octokit, owner, name);
    if (current !== null && known.has(current)) continue;
    const repository: ListedRepository = { owner, name, full_name, default_branch: '', url: `${origin}/${full_name}` };
    const error = createRepositoryFailure('repository-missing', full_name, others.get(full_name) ?? 'invisible');
    readings.push({ repository, manifest: null, state: 'missing', report: null, run_url: null, error });
  }
  return readings;
}

/** Finds the current name of a repository, which may have been renamed. Null if it cannot be read. */
async function findCurrentName(octokit: Octokit, owner: string, repo: string): Promise<string | null> {
  try {
    return (await octokit.request('GET /repos/{owner}/{repo}', { owner, repo })).data.full_name;
  } catch (error) {
    toGitHubFailure(error, '');
    return null;
  }
}
