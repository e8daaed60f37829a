/**
 * Keeps the scheduled workflow enabled. GitHub disables the schedules of a public repository after 60 days without a commit; enabling the
 * workflow restarts that period. Once a month is enough, and GitHub has acted against actions that did this in every run.
 */

import type { ProxyPolicy } from '../domain/index.ts';
import { AppError } from '../lib/app-error.ts';
import { findLastTick } from '../lib/cron.ts';
import { createGitHubClient } from '../lib/github/client.ts';
import { toGitHubFailure } from '../lib/github/errors.ts';
import type { Io } from '../lib/io.ts';
import type { Annotation } from '../report/annotations.ts';
import { annotate, readFlag } from './runner-io.ts';
import { computeDueTime, type TriggerEvent } from './trigger-event.ts';

/** For a reusable workflow, this is the workflow that called it. */
const WORKFLOW_REF = /^([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@/;

/**
 * Waits for a run, and keeps its workflow enabled even if it failed: the schedule must continue, so that it runs again once the problem is
 * fixed. An interrupted run does not enable it, because the process must end immediately.
 */
export async function runAndKeepEnabled<Result>(
  run: Promise<Result>,
  { dryRun, event, proxy }: { dryRun: boolean; event: TriggerEvent; proxy?: ProxyPolicy },
  io: Io,
): Promise<Result> {
  const outcome = await run.then(
    () => 'done' as const,
    (error: unknown) => error,
  );
  const isInterrupted = outcome instanceof AppError && outcome.code === 'interrupted';
  if (!isInterrupted && !dryRun && isEarlyRun(event, io.now())) await keepWorkflowEnabled(proxy, io);
  return run;
}

/** The days of a month in which a daily run checks whether it is the first: GitHub drops some scheduled runs. */
const EARLY_DAYS = 7;

/** Whether a run may be the first of its month: a scheduled one in the first week, or the first for its schedule. */
export function isEarlyRun(event: Pick<TriggerEvent, 'name' | 'payload'>, start: number): boolean {
  const { schedule } = event.payload;
  if (event.name !== 'schedule' || typeof schedule !== 'string') return false;
  const due = computeDueTime(event, start) ?? start;
  if (new Date(due).getUTCDate() <= EARLY_DAYS) return true;
  const previous = findLastTick(schedule, due - 1);
  return previous === null || formatMonth(previous) !== formatMonth(due);
}

/** Formats a month as `2027-03`. */
function formatMonth(time: number): string {
  return new Date(time).toISOString().slice(0, 7);
}

async function keepWorkflowEnabled(proxy: ProxyPolicy | undefined, io: Io): Promise<void> {
  if (readFlag('keepalive') !== true) return;
  const problem = await enableWorkflow(proxy, io);
  if (problem !== null) annotate([problem], io);
}

/**
 * Enables the workflow of this run, if this is its first scheduled run of the month. Returns null on success; a failure is a warning and
 * does not fail the scan.
 */
async function enableWorkflow(proxy: ProxyPolicy | undefined, io: Io): Promise<Annotation | null> {
  const { github, env } = io;
  const [, repository, workflow_id] = WORKFLOW_REF.exec(env.GITHUB_WORKFLOW_REF ?? '') ?? [];
  if (github === null || workflow_id === undefined || repository !== github.repository) return UNKNOWN_WORKFLOW;
  const [owner = '', repo = ''] = github.repository.split('/');
  const octokit = createGitHubClient(github, io, { proxy });
  try {
    const created = `>=${formatMonth(io.now())}-01`;
    const runs = await octokit.request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
      owner,
      repo,
      workflow_id,
      event: 'schedule',
      created,
      per_page: 1,
    });
    // The count includes this run.
    if (runs.data.total_count > 1) return null;
    await octokit.request('PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable', {
      owner,
      repo,
      workflow_id,
    });
    return null;
  } catch (error) {
    const { code, detail, hint } = toGitHubFailure(error, 'actions: write');
    const message = `keepalive: could not enable ${workflow_id}: ${detail}. ${hint}`;
    return { level: 'warning', title: code, message };
  }
}

const UNKNOWN_WORKFLOW: Annotation = {
  level: 'warning',
  title: 'keepalive-unknown-workflow',
  message:
    'keepalive: the workflow of this run is unknown. Keepalive needs the input token, and the variables GITHUB_REPOSITORY and GITHUB_WORKFLOW_REF, which every runner sets.',
};
