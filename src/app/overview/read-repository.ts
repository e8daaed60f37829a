/** Reads the last report of a repository: the newest artifact of a run on its default branch. */

import type { Octokit } from '@octokit/core';
import type { components } from '@octokit/openapi-types';
import type { Failure } from '../../domain/index.ts';
import type { OverviewRepository } from '../../generated/overview.ts';
import type { Report } from '../../generated/report.ts';
import { groupBy } from '../../lib/collections.ts';
import { toGitHubFailure } from '../../lib/github/errors.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { formatElapsed } from '../../lib/text/elapsed.ts';
import { MANIFEST_NAMES } from '../../manifest/files.ts';
import { formatArtifactName, parseArtifactName } from './artifact-name.ts';
import { createRepositoryFailure, REPORT_ARTIFACT, toRequestFailure } from './failures.ts';
import { isLastPage, type ListedRepository, PAGE_SIZE } from './list-repositories.ts';
import { MAX_REPORT_BYTES, parseReport } from './parse-report.ts';

export interface RepositoryReading {
  repository: ListedRepository;
  /** The path of the manifest; null for the default one. */
  manifest: string | null;
  state: OverviewRepository['state'];
  /** The report; null if it is unknown. */
  report: Report | null;
  run_url: string | null;
  /** The reason if the state is not `read`. */
  error: Failure | null;
}

/** The maximum size of the archive. A text of this kind is compressed to a tenth, so that the limit for the report applies first. */
const MAX_ARCHIVE_BYTES = MAX_REPORT_BYTES / 2;
/** The maximum of pages of artifacts: contributors can add any number of artifacts from branches and forks. */
const MAX_PAGES = 100;

interface ReadingOptions {
  /** The time of the overview, and the age at which a scan is stale, in milliseconds. */
  now: number;
  stale_after: number;
  /** The manifests besides the default one that the previous overview had. */
  known: readonly string[];
}

/** Reads a repository: one result for each of its manifests. Throws only bugs. */
export async function readRepository(
  octokit: Octokit,
  repository: ListedRepository,
  { known, ...times }: ReadingOptions,
): Promise<RepositoryReading[]> {
  const nothing = { repository, manifest: null, report: null, run_url: null };
  try {
    const found = await findReports(octokit, repository, known);
    const isAlone = [...found].every(([manifest, artifact]) => manifest === null || artifact === null);
    const readings = Array.from(found, async ([manifest, artifact]) => {
      const one = { ...nothing, manifest };
      if (artifact === null) return explainAbsence(octokit, one, isAlone);
      if (artifact === 'too-many') return { ...one, state: 'unreadable' as const, error: explainFlood(repository) };
      return readArtifact(octokit, one, artifact, times);
    });
    return (await Promise.all(readings)).filter((one) => one !== null);
  } catch (error) {
    return [{ ...nothing, state: 'unreadable', error: toRequestFailure(error, repository.full_name, 'actions: read') }];
  }
}

type Unread = Omit<RepositoryReading, 'state' | 'error'>;

async function readArtifact(
  octokit: Octokit,
  unread: Unread,
  artifact: Artifact,
  { now, stale_after }: Omit<ReadingOptions, 'known'>,
): Promise<RepositoryReading | null> {
  const { repository, manifest } = unread;
  const run_url = artifact.run === null ? null : `${repository.url}/actions/runs/${artifact.run}`;
  const found = { ...unread, run_url };
  const report = await fetchReport(octokit, repository, artifact);
  if (typeof report === 'string') return { ...found, state: 'unreadable', error: explainUnusable(repository, report) };
  // A time in the future would never be stale.
  const time = Math.min(Date.parse(report.scanned_at), Date.parse(artifact.created_at));
  const assessment = assessScan(repository, report, now - time, stale_after);
  if (assessment.state === 'stale' && manifest !== null && (await isRemoved(octokit, repository, manifest)))
    return null;
  return { ...found, report: { ...report, scanned_at: formatIsoTime(time) }, ...assessment };
}

/** Explains why a manifest has no report. Null if there is nothing to explain, because the repository does not have the manifest. */
async function explainAbsence(octokit: Octokit, unread: Unread, isAlone: boolean): Promise<RepositoryReading | null> {
  const { repository, manifest } = unread;
  if (manifest === null) {
    const reading = { ...unread, ...(await explainMissing(octokit, repository)) };
    return reading.state === 'no_manifest' && !isAlone ? null : reading;
  }
  if (await isRemoved(octokit, repository, manifest)) return null;
  const { full_name, default_branch } = repository;
  return {
    ...unread,
    state: 'not_scanned',
    error: createRepositoryFailure('repository-not-scanned', full_name, default_branch, manifest),
  };
}

/** Whether a manifest was removed from the default branch, so that no report of it is expected. */
async function isRemoved(octokit: Octokit, { owner, name }: ListedRepository, path: string): Promise<boolean> {
  try {
    await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo: name, path });
    return false;
  } catch (error) {
    if (toGitHubFailure(error, '').code === 'github-not-found') return true;
    throw error;
  }
}

/**
 * Finds the newest report of each manifest, with null for the default one. The newest 100 artifacts of the repository show which manifests
 * it has. Those that are not among them, but known, are searched for by name: other workflows can create thousands of artifacts.
 */
async function findReports(
  octokit: Octokit,
  repository: ListedRepository,
  known: readonly string[],
): Promise<Map<string | null, Artifact | null | 'too-many'>> {
  const query = { owner: repository.owner, repo: repository.name, per_page: PAGE_SIZE };
  const { data, headers } = await octokit.request('GET /repos/{owner}/{repo}/actions/artifacts', query);
  const found = new Map<string | null, Artifact | null | 'too-many'>();
  for (const [name, some] of groupBy(data.artifacts, (one) => one.name)) {
    const manifest = parseArtifactName(name);
    const newest = manifest === undefined ? undefined : findNewest(some, repository);
    if (manifest !== undefined && newest !== undefined) found.set(manifest, newest);
  }
  const isWhole = isLastPage(data.artifacts, headers);
  for (const manifest of [null, ...known].filter((one) => !found.has(one))) {
    const name = manifest === null ? REPORT_ARTIFACT : formatArtifactName(manifest, null);
    found.set(manifest, isWhole ? null : await findArtifact(octokit, repository, name));
  }
  return found;
}

/** A repository, and the branch whose artifacts are trusted. */
type ArtifactOwner = Pick<ListedRepository, 'owner' | 'name' | 'default_branch'>;

interface Artifact {
  id: number;
  size: number;
  created_at: string;
  run: number | null;
}

/**
 * Finds the newest artifact of a run on the default branch of the repository itself: anybody can upload one from a pull request. GitHub
 * lists the newest artifacts first.
 */
export async function findArtifact(
  octokit: Octokit,
  repository: ArtifactOwner,
  artifact = REPORT_ARTIFACT,
): Promise<Artifact | null | 'too-many'> {
  const query = { owner: repository.owner, repo: repository.name, name: artifact, per_page: PAGE_SIZE };
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const request = octokit.request('GET /repos/{owner}/{repo}/actions/artifacts', { ...query, page });
    const { data, headers } = await request;
    const newest = findNewest(data.artifacts, repository);
    if (newest !== undefined) return newest;
    if (isLastPage(data.artifacts, headers)) return null;
  }
  return 'too-many';
}

function findNewest(
  artifacts: readonly components['schemas']['artifact'][],
  repository: ArtifactOwner,
): Artifact | undefined {
  const trusted = artifacts.flatMap((one) => toTrustedArtifact(one, repository) ?? []);
  return trusted.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at))[0];
}

function toTrustedArtifact(
  { id, expired, created_at, size_in_bytes, workflow_run: run }: components['schemas']['artifact'],
  { default_branch }: ArtifactOwner,
): Artifact | null {
  const isOwn = run?.repository_id !== undefined && run.repository_id === run.head_repository_id;
  if (!isOwn || run.head_branch !== default_branch || expired || created_at === null) return null;
  return { id, size: size_in_bytes, created_at, run: run.id ?? null };
}

async function fetchReport(
  octokit: Octokit,
  repository: ListedRepository,
  artifact: Artifact,
): Promise<Report | 'invalid' | 'too-large'> {
  if (artifact.size > MAX_ARCHIVE_BYTES) return 'too-large';
  const archive = await fetchArchive(octokit, repository, artifact);
  return archive === null ? 'invalid' : parseReport(archive);
}

/** Fetches the archive of an artifact; null if the response is not one. */
export async function fetchArchive(
  octokit: Octokit,
  { owner, name }: ArtifactOwner,
  { id }: Artifact,
): Promise<Buffer | null> {
  const path = { owner, repo: name, artifact_id: id, archive_format: 'zip' };
  const route = 'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}';
  const download = async () => octokit.request(route, path);
  // The storage rejects a signed URL now and then. The next request gets another URL.
  const { data } = await download().catch((error) => (isForbidden(error) ? download() : Promise.reject(error)));
  const bytes: unknown = data;
  return bytes instanceof ArrayBuffer ? Buffer.from(bytes) : null;
}

/** Whether the storage of artifacts rejected a download. The token can list the artifacts, so it has the permission. */
function isForbidden(error: unknown): boolean {
  return toGitHubFailure(error, '').code === 'github-forbidden';
}

function explainFlood({ full_name }: ListedRepository): Failure {
  return createRepositoryFailure('repository-artifacts-too-many', full_name, PAGE_SIZE * MAX_PAGES);
}

function explainUnusable({ full_name }: ListedRepository, reason: 'invalid' | 'too-large'): Failure {
  return reason === 'invalid'
    ? createRepositoryFailure('repository-report-invalid', full_name)
    : createRepositoryFailure('repository-report-too-large', full_name, `${MAX_REPORT_BYTES / 1024 / 1024} MiB`);
}

type Assessment = Pick<RepositoryReading, 'state' | 'error'>;

function assessScan({ full_name }: ListedRepository, { coverage }: Report, age: number, limit: number): Assessment {
  const fail = (state: RepositoryReading['state'], error: Failure): Assessment => ({ state, error });
  if (age > limit)
    return fail('stale', createRepositoryFailure('repository-scan-stale', full_name, formatElapsed(age), formatElapsed(limit)));
  const { complete, allowed, scanned, entries, text } = coverage;
  if (scanned < entries)
    return fail('incomplete', createRepositoryFailure('repository-scan-partial', full_name, scanned, entries));
  if (complete || allowed) return { state: 'read', error: null };
  return fail('incomplete', createRepositoryFailure('repository-scan-incomplete', full_name, text));
}

/** Explains a missing report: the repository may not have a manifest yet. */
async function explainMissing(octokit: Octokit, repository: ListedRepository): Promise<Assessment> {
  const { full_name, default_branch } = repository;
  const names = [...(await listFiles(octokit, repository, '')), ...(await listFiles(octokit, repository, '.github'))];
  return MANIFEST_NAMES.some((name) => names.includes(name))
    ? {
        state: 'not_scanned',
        error: createRepositoryFailure('repository-not-scanned', full_name, default_branch, null),
      }
    : { state: 'no_manifest', error: createRepositoryFailure('repository-without-manifest', full_name) };
}

/** Lists the paths in a directory of the default branch. Empty if it does not exist, or the repository has no commits. */
async function listFiles(octokit: Octokit, { owner, name }: ListedRepository, path: string): Promise<string[]> {
  try {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', { owner, repo: name, path });
    return Array.isArray(data) ? data.map((item) => item.path) : [];
  } catch (error) {
    if (toGitHubFailure(error, '').code === 'github-not-found') return [];
    throw error;
  }
}
