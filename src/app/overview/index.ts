/** Runs an overview: reads the last reports of an organization's repositories, merges them, and sends a digest. */

import type { Octokit } from '@octokit/core';
import type { Failure, Manifest, ScanContext } from '../../domain/index.ts';
import { HOUR } from '../../domain/thresholds.ts';
import { createEmptyLog } from '../../events/log/serialize.ts';
import type { Digest } from '../../generated/digest.ts';
import type { Overview } from '../../generated/overview.ts';
import type { Report } from '../../generated/report.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { catchBugs, createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import { createGitHubClient } from '../../lib/github/client.ts';
import type { GitHubAccess, Io } from '../../lib/io.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { OVERVIEW_KINDS } from '../../report/kinds/report-kind.ts';
import { buildOverview, mergeReports } from '../../report/overview/build.ts';
import { createInternalFailure } from '../../scan/failures.ts';
import type { OnProgress } from '../../scan/progress.ts';
import { deliverPlan } from '../deliver.ts';
import { buildDigestPlan, buildDigestReceivers } from '../digest/digest-plan.ts';
import { findDelivery } from '../digest/run-digest.ts';
import type { ReportedRun } from '../reports/files.ts';
import type { ReportFile } from '../reports/select.ts';
import { createScanContext } from '../scan-context.ts';
import { selectReceivers } from '../select-settings.ts';
import { buildOverviewDigest } from './build-digest.ts';
import { createNameTest, type ListedRepository, listRepositories } from './list-repositories.ts';
import { findMissing, readPrevious } from './previous.ts';
import { type RepositoryReading, readRepository } from './read-repository.ts';
import { rehearse } from './rehearse.ts';
import { explainByVisibility } from './visibility.ts';

export interface OverviewOptions {
  /** The organization; null: the owner of the repository of this run. */
  organization: string | null;
  topic: string | null;
  /** The names, or globs for names, as in `Selection`. */
  names: readonly string[];
  send_digest: boolean;
  dry_run: boolean;
  allow_unread: boolean;
  now: number | null;
  /** The reports that are written afterwards. */
  reports: readonly ReportFile[];
  /** Called with the number of read repositories, and of all. */
  onProgress?: OnProgress | undefined;
}

export interface OverviewResult {
  overview: Overview;
  /** The merged report. */
  report: Report;
  /** The run for the report files. */
  run: ReportedRun;
  /** Problems such as a receiver that could not be reached at first. */
  problems: readonly Failure[];
  failedDeliveries: number;
  hasBug: boolean;
}

/** Checks the kinds of reports. Throws AppError `usage` for a report about the manifest and files of one repository. */
export function checkOverviewReports(reports: readonly { kind: string }[]): void {
  for (const { kind } of reports) {
    if (OVERVIEW_KINDS.some((known) => known === kind)) continue;
    const fix = `Use one of: ${OVERVIEW_KINDS.join(', ')}.`;
    throw createUsageError(`overview has no report ${kind}`, fix);
  }
}

/** The default suits a daily scan that is late or was dropped once. */
const DEFAULT_STALE_HOURS = 36;

/** Runs an overview. Throws AppError if it cannot start. A repository that cannot be read is part of the result. */
export async function runOverview(manifest: Manifest, options: OverviewOptions, io: Io): Promise<OverviewResult> {
  const access = requireAccess(io);
  const organization = options.organization ?? access.repository.split('/', 1)[0] ?? '';
  const octokit = createGitHubClient(access, io, { proxy: manifest.scan.network.proxy });
  pace(octokit, io);
  const scan = createScanContext(options.now ?? io.now(), io);
  const list = await listRepositories(octokit, { ...options, organization });
  const { selected, left_out } = list;
  const known = await readPrevious(octokit, access.repository, organization);
  const manifests = typeof known === 'object' && 'manifests' in known ? known.manifests : new Map<string, string[]>();
  const previous = known === 'none' ? 'none' : 'code' in known ? 'unreadable' : 'compared';
  const stale_after = (manifest.stale_after_hours ?? DEFAULT_STALE_HOURS) * HOUR;
  const { dry_run, allow_unread, reports } = options;
  const createInput = (repositories: readonly RepositoryReading[]) => {
    return { organization, repositories, left_out, previous, scan, dry_run, allow_unread } as const;
  };
  const toRun = (report: Report) => createRun(manifest, report);
  const check = (reading: RepositoryReading) => rehearse({ input: createInput([reading]), reports, toRun }, io);
  const readOne = async (repository: ListedRepository) => {
    const known = manifests.get(repository.full_name) ?? [];
    const readings = await readRepository(octokit, repository, { now: scan.now, stale_after, known });
    for (const reading of readings) if (reading.report !== null) await check(reading);
    return readings.map((reading) => explainByVisibility(reading, access.repository, list.visibilities));
  };
  const { repositories, hasBug } = await readAll(selected, readOne, options, io);
  const missing = await findMissing(octokit, manifests.keys(), list, createNameTest(options.names));
  const input = createInput([...repositories, ...missing]);
  const { report, events } = mergeReports(input);
  const sent = await sendDigest(manifest, { report, events }, scan, options, io);
  return {
    overview: { ...buildOverview(input, report), deliveries: sent.digest.deliveries },
    report,
    run: toRun(report),
    problems: [...(typeof known === 'object' && 'code' in known ? [known] : []), ...sent.problems],
    failedDeliveries: sent.digest.deliveries.filter(({ status }) => status === 'failed').length,
    hasBug,
  };
}

/** Creates the run for report files. Entries and names to watch are those of other repositories. */
function createRun(manifest: Manifest, report: Report): ReportedRun {
  return {
    manifest: { ...manifest, entries: [], discovery: null },
    report,
    digest: null,
    log: createEmptyLog(),
    read_at: report.scanned_at,
  };
}

/** Returns the access to GitHub. Throws AppError `github-access-missing` without it. */
function requireAccess({ github }: Io): GitHubAccess {
  if (github !== null) return github;
  throw new AppError('github-access-missing', 'overview needs a token and a repository', {
    hint: 'Set GITHUB_TOKEN to the token of a GitHub App that can read the repositories, and GITHUB_REPOSITORY to owner/name of the central one. In a workflow, set the input token.',
  });
}

/**
 * The interval of requests: GitHub permits 900 of this kind a minute
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api).
 */
const REQUEST_INTERVAL_MS = 75;

/** Spreads the requests, so that they do not reach the limit of a minute. */
function pace(octokit: Octokit, { now, sleep }: Pick<Io, 'now' | 'sleep'>): void {
  let next = 0;
  octokit.hook.before('request', async () => {
    const wait = next - now();
    next = Math.max(next, now()) + REQUEST_INTERVAL_MS;
    if (wait > 0) await sleep(wait);
  });
}

/** The number of repositories that are read at once: a response takes about half a second. */
const MAX_READERS = 8;

/** Reads all repositories with `readOne`. A bug that one of them triggers makes it unreadable, and leaves the others as they are. */
async function readAll(
  selected: readonly ListedRepository[],
  readOne: (repository: ListedRepository) => Promise<RepositoryReading[]>,
  { onProgress = () => {} }: Pick<OverviewOptions, 'onProgress'>,
  io: Io,
): Promise<{ repositories: RepositoryReading[]; hasBug: boolean }> {
  const limit = createSemaphore(MAX_READERS);
  const reportBug = createBugReporter(io);
  let hasBug = false;
  let done = 0;
  /** After this failure, further requests would only prolong the limit. */
  let limited: Failure | null = null;
  const fail = (repository: ListedRepository, error: Failure): RepositoryReading => {
    return { repository, manifest: null, state: 'unreadable', report: null, run_url: null, error };
  };
  const read = async (repository: ListedRepository): Promise<RepositoryReading[]> => {
    if (limited !== null) return [fail(repository, limited)];
    const readings = await catchBugs(
      () => readOne(repository),
      () => {
        hasBug = true;
        return [fail(repository, createInternalFailure(repository.full_name))];
      },
      reportBug,
    );
    limited = readings.find(({ error }) => error?.code === 'github-rate-limited')?.error ?? limited;
    return readings;
  };
  const readAndCount = async (repository: ListedRepository) => {
    const readings = await read(repository);
    done += 1;
    onProgress({ done, total: selected.length, findSlowest: () => null });
    return readings;
  };
  const repositories = await Promise.all(selected.map((one) => limit(() => readAndCount(one))));
  return { repositories: repositories.flat(), hasBug };
}

/** Sends the digest, if requested. */
async function sendDigest(
  manifest: Manifest,
  merged: Parameters<typeof buildOverviewDigest>[0],
  scan: ScanContext,
  { send_digest, dry_run }: Pick<OverviewOptions, 'send_digest' | 'dry_run'>,
  io: Io,
): Promise<{ digest: Digest; problems: readonly Failure[] }> {
  const digest = buildOverviewDigest(merged);
  const { actions, always } = manifest.digest;
  if (!send_digest) return { digest, problems: [] };
  if (actions.length === 0)
    throw new AppError('nothing-to-send', `${manifest.file} has no recipients for the digest`, {
      hint: 'Add a webhook or an email receiver to digest.actions, or omit --send-digest (in a workflow, the input send-digest).',
    });
  const planned = buildDigestPlan(digest, actions, scan);
  const isDue = digest.is_due || always;
  const { receipts, problems } =
    dry_run || !isDue
      ? { receipts: [], problems: [] }
      : await io.deferExit((interrupted) =>
          deliverPlan(planned, buildDigestReceivers(selectReceivers(manifest), actions), io, { interrupted }),
        );
  const unsent = !isDue ? 'unneeded' : dry_run ? 'due' : 'failed';
  const deliveries = planned.deliveries.map(({ destination }) => findDelivery(destination, receipts, unsent));
  return { digest: { ...digest, deliveries }, problems };
}
