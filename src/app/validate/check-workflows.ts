/**
 * Checks the workflows of the repository that run this action: placeholders that `init` left, unknown inputs, invalid schedules, and
 * permissions and variables that the manifest needs.
 */

import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic, Manifest } from '../../domain/index.ts';
import { isCronExpression } from '../../lib/cron.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../../lib/files/repository-path.ts';
import { resolveWorkspace, restrictToWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { createDiagnostic } from '../../manifest/diagnostics/diagnostic.ts';
import {
  getChild,
  getField,
  getText,
  isBoolean,
  isText,
  listFields,
  listItems,
  type Node,
} from '../../manifest/yaml/node.ts';
import { parseYaml } from '../../manifest/yaml/parse.ts';
import { createSourceFile, type SourceFile } from '../../manifest/yaml/source-file.ts';
import { hasIssueRule } from '../../notify/template-variables.ts';
import { PLACEHOLDER_OWNER } from '../init/action-reference.ts';
import { checkPathFilters, type FilteredManifest, readsManifest } from './check-path-filters.ts';
import { checkWorkflowEnv, type StepContext, type VariableUser } from './check-workflow-env.ts';

/** The maximum size: GitHub rejects a larger workflow. */
const MAX_WORKFLOW_BYTES = 1024 * 1024;

/** The inputs that action.yml declares. */
export const ACTION_INPUTS = [
  ...['command', 'manifest', 'token', 'store', 'event-log', 'fail-on', 'allow-unread', 'dry-run', 'ignore-cooldown'],
  ...['only', 'observations', 'probe', 'shard', 'output', 'organization', 'topic', 'repositories', 'send-digest'],
  ...['write', 'strict', 'keepalive', 'summary', 'report'],
] as const;

/** The parts of a manifest that its workflows depend on. */
export interface CheckedManifest
  extends Pick<Manifest, 'event_log' | 'heartbeat_declined'>,
    VariableUser,
    FilteredManifest {}

/**
 * Checks the workflows, only regular files of the repository. `root`: the directory of the manifest (absolute). `manifest`: null if it has
 * errors.
 */
export function checkWorkflows(root: string, env: Io['env'], manifest: CheckedManifest | null = null): Diagnostic[] {
  return readWorkflows(root, env).flatMap((source) => [
    ...findPlaceholders(source),
    ...checkWorkflow(source, manifest),
  ]);
}

/** Lists the cron expressions of the workflows that scan the manifest with this path from the root of the repository. */
export function listScanCrons(root: string, env: Io['env'], manifest: string): string[] {
  return readWorkflows(root, env).flatMap((source) => {
    const workflow = parseYaml(source).root;
    if (workflow === null || !listRuns(workflow).runs.some((run) => isScan(run) && readsManifest(run, manifest)))
      return [];
    return listItems(getChild(workflow, 'on', 'schedule')).flatMap((one) => getText(getChild(one, 'cron')) ?? []);
  });
}

/** Reads the workflows of the repository that mention this action. */
function readWorkflows(root: string, env: Io['env']): SourceFile[] {
  const repository = resolveRepositoryRoot(root, env);
  const { isOutside } = restrictToWorkspace(resolveWorkspace(root, env));
  const files = listWorkflows(path.join(repository, '.github/workflows')).filter((file) => !isOutside(file));
  return files
    .map((file) => createSourceFile(toRepositoryPath(file, repository), readFileSync(file, 'utf8'), false))
    .filter(({ text }) => text.includes('certvigil'));
}

const USE = new RegExp(`^[ -]*uses: *["']?${PLACEHOLDER_OWNER}/`, 'gm');

/** Finds placeholders in the text, because a workflow with a syntax error has them, too. */
function findPlaceholders(file: SourceFile): Diagnostic[] {
  return [...file.text.matchAll(USE)].map(({ index, 0: line }) => {
    const start = index + line.indexOf(PLACEHOLDER_OWNER);
    return createDiagnostic(
      'action-placeholder',
      { file, start, end: start + PLACEHOLDER_OWNER.length },
      PLACEHOLDER_OWNER,
    );
  });
}

const ACTION = /^[\w.<>-]+\/certvigil@/;
/** The workflow of this project that runs the action, with the same inputs. */
const REUSABLE = /^[\w.<>-]+\/certvigil\/\.github\/workflows\/certvigil\.yml@/;

function isUsed(node: Node, pattern: RegExp): boolean {
  return pattern.test(getText(getChild(node, 'uses')) ?? '');
}

function checkWorkflow(file: SourceFile, manifest: CheckedManifest | null): Diagnostic[] {
  // GitHub reports syntax errors of its workflows.
  const { root } = parseYaml(file);
  if (root === null) return [];
  const { used, runs } = listRuns(root);
  if (runs.length === 0) return [];
  return [
    ...listItems(getChild(root, 'on', 'schedule')).flatMap(checkCron),
    ...(manifest === null ? [] : [...checkPathFilters(root, runs, manifest), ...checkHeartbeat(root, runs, manifest)]),
    ...used.flatMap(({ job, step }) => [
      ...checkInputs(step),
      ...(manifest === null
        ? []
        : [...checkPermissions(root, job, step, manifest), ...checkEnv({ root, job, step }, manifest)]),
    ]),
  ];
}

/** Lists the steps that use the action, with their jobs, and everything that runs it: these steps, and jobs of the reusable workflow. */
function listRuns(root: Node): { used: { job: Node; step: Node }[]; runs: Node[] } {
  const jobs = listFields(getChild(root, 'jobs')).map(([, { node }]) => node);
  const used = jobs.flatMap((job) => {
    const steps = listItems(getChild(job, 'steps')).filter((step) => isUsed(step, ACTION));
    return steps.map((step) => ({ job, step }));
  });
  return { used, runs: [...used.map(({ step }) => step), ...jobs.filter((job) => isUsed(job, REUSABLE))] };
}

function checkCron(schedule: Node): Diagnostic[] {
  const cron = getChild(schedule, 'cron');
  if (cron === undefined || !isText(cron) || isCronExpression(cron.value)) return [];
  return [createDiagnostic('workflow-cron-invalid', cron, cron.value)];
}

/** Reports a scan on a schedule without a monitor: if the schedule stops, no scan can alert. */
function checkHeartbeat(root: Node, runs: readonly Node[], manifest: CheckedManifest): Diagnostic[] {
  const schedule = getField(getChild(root, 'on'), 'schedule');
  const isWatched = manifest.heartbeat !== null || manifest.heartbeat_declined;
  const scans = runs.filter((run) => isScan(run) && readsManifest(run, manifest.path));
  if (schedule === undefined || isWatched || scans.length === 0) return [];
  return [createDiagnostic('heartbeat-missing', schedule.key)];
}

function isScan(run: Node): boolean {
  const dryRun = getChild(run, 'with', 'dry-run');
  const isDry = getText(dryRun) === 'true' || (dryRun !== undefined && isBoolean(dryRun, true));
  return (getText(getChild(run, 'with', 'command')) ?? 'scan') === 'scan' && !isDry;
}

function checkInputs(step: Node): Diagnostic[] {
  const known: readonly string[] = ACTION_INPUTS;
  return listFields(getChild(step, 'with'))
    .filter(([name]) => !known.includes(name))
    .map(([name, { key }]) => createDiagnostic('workflow-input-unknown', key, name, suggest(name, known), known));
}

function checkEnv(context: StepContext, manifest: CheckedManifest): Diagnostic[] {
  const { step } = context;
  return isScan(step) && readsManifest(step, manifest.path) ? checkWorkflowEnv(context, manifest) : [];
}

/** Checks the write permissions that a scan needs. A workflow that leaves permissions to the settings of the repository is not reported. */
function checkPermissions(
  root: Node,
  job: Node,
  step: Node,
  { event_log, rules }: Pick<Manifest, 'event_log' | 'rules'>,
): Diagnostic[] {
  const input = (name: string) => getText(getChild(step, 'with', name));
  const permissions = getField(job, 'permissions') ?? getField(root, 'permissions');
  if (!isScan(step) || permissions === undefined || input('token') !== undefined) return [];
  const store = input('event-log') === undefined ? (input('store') ?? event_log.store ?? 'commit') : 'file';
  const needed = [...(store === 'commit' ? ['contents'] : []), ...(hasIssueRule({ rules }) ? ['issues'] : [])];
  return needed
    .filter((name) => !isGranted(permissions.node, name))
    .map((name) => createDiagnostic('workflow-permission-missing', permissions.key, name));
}

function isGranted(permissions: Node, name: string): boolean {
  return getText(permissions) === 'write-all' || getText(getChild(permissions, name)) === 'write';
}

/** Lists regular files, sorted. Empty if there is no such directory. */
function listWorkflows(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => path.join(directory, name))
      .filter((file) => isSmallFile(file));
  } catch {
    return [];
  }
}

function isSmallFile(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size <= MAX_WORKFLOW_BYTES;
}
