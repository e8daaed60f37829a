/** `certvigil init` */

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runDiscovery } from '../../app/discover/index.ts';
import { type Proposal, proposeEntries, toHostSources } from '../../app/discover/propose-entries.ts';
import { readActionReference } from '../../app/init/action-reference.ts';
import { renderManifest } from '../../app/init/manifest-template.ts';
import { listSecretUses, renderObserveWorkflow, type SecretUse } from '../../app/init/observe-workflow.ts';
import { checkProbeRunners, listSigningSecrets, type SigningSecret } from '../../app/init/probe-options.ts';
import { findWorkflows, readRepositoryName } from '../../app/init/repository.ts';
import { type InitFile, type InitResult, renderInitSummary } from '../../app/init/summary.ts';
import { listNamedFiles, listWorkflowPaths } from '../../app/init/workflow-paths.ts';
import {
  computeDailyCron,
  renderScanWorkflow,
  renderValidateWorkflow,
  SCAN_WORKFLOW_PATH,
  VALIDATE_WORKFLOW_PATH,
} from '../../app/init/workflow-templates.ts';
import { parseEndpoint } from '../../domain/sources/endpoint.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { findRepositoryRoot } from '../../lib/files/repository-path.ts';
import { leadsOutside, resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { MANIFEST_NAMES } from '../../manifest/files.ts';
import { type LoadedManifest, loadManifest } from '../../manifest/load.ts';
import { hasIssueRule } from '../../notify/template-variables.ts';
import { renderJson } from '../../report/json.ts';
import { describeSystemError } from '../../store/failures.ts';
import type { CommandOptions } from '../command-specs.ts';
import { reportDiagnostics } from './load-manifest.ts';

/**
 * Creates the manifest and the two workflows, as far as they do not exist. Returns 0 if a file was written (or would be, with
 * --dry-run), 2 if all of them exist or the manifest has errors.
 */
export async function runInitCommand(options: CommandOptions<'init'>, io: Io): Promise<number> {
  checkEndpoints(options.endpoint);
  checkAction(options.action);
  checkDirectory(io.cwd);
  const existing = await loadExistingManifest(toRepositoryFile(options.manifest, io), io);
  if (existing !== null && options.endpoint.length > 0) {
    throw createUsageError(
      `--endpoint only works for a new manifest, but ${existing.files[0]} exists`,
      'Add the endpoint to it.',
    );
  }
  checkProbeRunners(options.probes, existing?.manifest ?? null);
  // The workflows depend on the manifest and are never regenerated, so it must be valid.
  if (existing?.manifest === null) {
    reportDiagnostics(existing, options, io);
    return 2;
  }
  const noEntries: Proposal = { entries: [], skipped: [] };
  const proposal = existing === null ? await proposeNewEntries(options.endpoint, io) : noEntries;
  const result: InitResult = {
    files: [],
    proposal,
    existing: existing?.files[0] ?? null,
    action: options.action ?? readActionReference(),
    variables: existing?.variables ?? [],
    signing: existing === null ? listSigningSecrets(options.probes) : [],
    cron: computeDailyCron(readRepositoryName(io.cwd)),
    dashboard: options.dashboard,
    probes: existing === null ? options.probes.map(({ probe }) => probe) : [],
    dry_run: options.dry_run,
  };
  const planned = planFiles(result, existing, options, io.cwd);
  for (const file of planned) result.files.push(await createFile(file, options.dry_run, io));
  if (options.format === 'json') io.stdout(renderJson(toJson(result)));
  else io.stdout(renderInitSummary(result, options.quiet));
  return result.files.some(({ status }) => status === 'written') ? 0 : 2;
}

/** The servers given come first, then those that files of the repository declare. */
async function proposeNewEntries(endpoints: readonly string[], io: Io): Promise<Proposal> {
  const { discovery, search } = await runDiscovery({ manifest: null, log: null, now: io.now() }, io);
  const given = endpoints.map((endpoint) => ({ kind: 'endpoint' as const, endpoint }));
  return proposeEntries(search, [...given, ...toHostSources(discovery.findings, endpoints)]);
}

/** An invalid endpoint would make the generated manifest invalid. */
function checkEndpoints(endpoints: readonly string[]): void {
  for (const endpoint of endpoints) {
    const parsed = parseEndpoint(endpoint);
    if (!('problem' in parsed)) continue;
    const suggestion = parsed.better ?? 'host or host:port, such as shop.example.com';
    throw createUsageError(`invalid endpoint "${endpoint}" for --endpoint`, `Use ${suggestion}.`);
  }
}

/** The reference is copied into the workflows unchanged. */
function checkAction(action: string | null): void {
  if (action === null || /^(?:[\w.-]+(?:\/[\w.-]+)+@[\w./-]+|\.{1,2}\/[\w./-]*)$/.test(action)) return;
  throw createUsageError(`invalid action reference "${action}" for --action`, 'Use OWNER/REPOSITORY@REF.');
}

/** GitHub only runs workflows in `.github/workflows` at the root of a repository. */
function checkDirectory(directory: string): void {
  const root = findRepositoryRoot(directory);
  if (root === null || root === directory) return;
  throw new AppError('not-at-repository-root', `${directory} is a subdirectory of the repository ${root}`, {
    hint: `GitHub only runs workflows at the root. Run certvigil init there (cd ${path.relative(directory, root)}).`,
  });
}

/** The path of the manifest in the repository, as the workflows need it. */
function toRepositoryFile(file: string | null, { cwd }: Io): string | null {
  if (file === null) return null;
  const name = path.relative(cwd, path.resolve(cwd, file)).split(path.sep).join('/');
  if (!name.startsWith('../') && !path.isAbsolute(name)) return name;
  throw createUsageError(`--manifest ${file} is outside ${cwd}`, 'Use a path in this repository.');
}

/** The existing manifest, valid or not; null if there is none. */
async function loadExistingManifest(file: string | null, io: Io): Promise<LoadedManifest | null> {
  try {
    return await loadManifest(file, io);
  } catch (error) {
    if (error instanceof AppError && error.code === 'manifest-not-found' && file === null) return null;
    throw error;
  }
}

interface PlannedFile {
  path: string;
  what: string;
  text: string;
  /** Path of the existing file, which may have another name; null if there is none. */
  exists: string | null;
}

/** A generated manifest opens issues. */
function opensIssues(existing: LoadedManifest | null): boolean {
  if (existing === null) return true;
  return existing.manifest !== null && hasIssueRule(existing.manifest);
}

function toSecretUse({ probe, name }: SigningSecret): SecretUse {
  return { name, probes: [probe], decides: true };
}

function listProposedFiles({ entries }: Proposal): string[] {
  return entries.flatMap(({ source }) => (source.kind === 'file' ? source.patterns : []));
}

function planFiles(
  { proposal, action, variables, signing, cron, dashboard }: InitResult,
  existing: LoadedManifest | null,
  { shards, probes, ghes }: Pick<CommandOptions<'init'>, 'shards' | 'probes' | 'ghes'>,
  directory: string,
): PlannedFile[] {
  const workflows = findWorkflows(directory);
  const [name = MANIFEST_NAMES[0]] = existing?.files ?? [];
  const named = existing === null ? listProposedFiles(proposal) : listNamedFiles(existing);
  const paths = listWorkflowPaths(named, existing?.root ?? directory, directory);
  const manifest = existing?.manifest ?? null;
  const secrets = manifest === null ? signing.map(toSecretUse) : listSecretUses(manifest, variables);
  const isSplit = shards !== null || probes.length > 0;
  const isDefaultName = MANIFEST_NAMES.some((known) => known === name);
  const workflow = {
    action,
    manifest: isDefaultName ? null : name,
    paths: paths === null ? null : [...new Set([name, ...paths])],
    variables,
    store: existing?.manifest?.event_log.store ?? 'commit',
    issues: opensIssues(existing),
    cron,
    dashboard,
    ghes,
  } as const;
  return [
    {
      path: name,
      what: 'the manifest',
      text: renderManifest(proposal.entries, signing),
      exists: existing === null ? null : name,
    },
    {
      path: VALIDATE_WORKFLOW_PATH,
      what: 'validates the manifest on pull requests',
      text: renderValidateWorkflow(workflow),
      exists: workflows.validate,
    },
    {
      path: SCAN_WORKFLOW_PATH,
      what: `${isSplit ? 'observes in several jobs, and scans daily' : 'scans daily'}${dashboard ? ', and publishes a dashboard' : ''}`,
      text: isSplit
        ? renderObserveWorkflow({ ...workflow, shards: shards ?? 1, probes, secrets })
        : renderScanWorkflow(workflow),
      exists: workflows.scan,
    },
  ];
}

/** Writes a new file. A file that another process creates meanwhile is not overwritten. */
async function createFile({ path: name, what, text, exists }: PlannedFile, dryRun: boolean, io: Io): Promise<InitFile> {
  const file = path.resolve(io.cwd, name);
  if (exists !== null) return { path: exists, what, status: 'exists', text: null };
  if (existsSync(file)) return { path: name, what, status: 'exists', text: null };
  if (leadsOutside(file, resolveWorkspace(io.cwd, io.env)))
    throw createUnwritableError(name, 'Remove the symbolic link that leads out of the repository');
  if (dryRun) return { path: name, what, status: 'written', text };
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    return { path: name, what, status: 'written', text: null };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(file))
      return { path: name, what, status: 'exists', text: null };
    throw createUnwritableError(name, `Check that ${path.dirname(file)} is a writable directory`, cause);
  }
}

function createUnwritableError(name: string, fix: string, cause?: unknown): AppError {
  const hint = `${fix}, and run init again. It does not change existing files.`;
  const reason = describeSystemError(cause);
  return new AppError('init-unwritable', `${name} could not be written${reason === null ? '' : `: ${reason}`}`, {
    hint,
    cause,
  });
}

function toJson({ files, proposal, cron, dry_run }: InitResult) {
  return {
    version: 1,
    dry_run,
    cron,
    files: files.map(({ path, status, text }) => ({ path, status, ...(text !== null && { text }) })),
    certificates: proposal.entries,
    left_alone: proposal.skipped,
  };
}
