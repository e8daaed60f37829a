import { access, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { discoverCertificates } from '../../app/init/discover.ts';
import { renderManifest } from '../../app/init/manifest-template.ts';
import { type Proposal, proposeEntries } from '../../app/init/propose-entries.ts';
import { type ExistingWorkflows, findWorkflows, readRepositoryName } from '../../app/init/repository.ts';
import { type InitFile, type InitResult, renderInitSummary } from '../../app/init/summary.ts';
import {
  computeDailyCron,
  DEFAULT_ACTION,
  renderScanWorkflow,
  renderValidateWorkflow,
  SCAN_WORKFLOW_PATH,
  VALIDATE_WORKFLOW_PATH,
} from '../../app/init/workflow-templates.ts';
import { parseEndpoint } from '../../domain/sources/endpoint.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { findRepositoryRoot } from '../../lib/files/repository-path.ts';
import type { Io } from '../../lib/io.ts';
import { MANIFEST_NAMES } from '../../manifest/files.ts';
import { type LoadedManifest, loadManifest } from '../../manifest/load.ts';
import type { Options } from '../parse-options.ts';
import { reportDiagnostics } from './load-manifest.ts';

/**
 * Writes what is missing of a manifest and the two workflows, and touches nothing that is there. 0 where something was
 * written (or would be, with --dry-run); 2 where all of it exists, the manifest has errors, or a file cannot be written.
 */
export async function runInitCommand(options: Options, io: Io): Promise<number> {
  checkEndpoints(options.endpoint);
  checkAction(options.action);
  refuseBelowTop(io.cwd);
  const existing = await existingManifest(inRepository(options.manifest, io), io);
  if (existing !== null && options.endpoint.length > 0) {
    throw createUsageError(
      `--endpoint is for a new manifest, and ${existing.files[0]} exists`,
      'Write the endpoint into it.',
    );
  }
  // The workflows are made for the manifest, and never made anew.
  if (existing?.manifest === null) {
    reportDiagnostics(existing, options, io);
    return 2;
  }
  const nothing: Proposal = { entries: [], skipped: [] };
  const proposal =
    existing === null ? proposeEntries(await discoverCertificates(io.cwd, io.env), options.endpoint) : nothing;
  const cron = computeDailyCron(readRepositoryName(io.cwd));
  const action = options.action ?? DEFAULT_ACTION;
  const files = plannedFiles({ proposal, existing, workflows: findWorkflows(io.cwd), cron, action });
  const setup: InitResult = {
    files: [],
    proposal,
    existing: existing?.files[0] ?? null,
    action,
    variables: existing?.variables ?? [],
    cron,
    dry_run: options.dry_run,
  };
  for (const file of files) setup.files.push(await place(file, options.dry_run, io));
  io.stdout(options.format === 'json' ? asJson(setup) : renderInitSummary(setup, options.quiet));
  return setup.files.some(({ status }) => status === 'written') ? 0 : 2;
}

/** A mistake here would be one in the manifest, and is told before anything is written. */
function checkEndpoints(endpoints: readonly string[]): void {
  for (const endpoint of endpoints) {
    const parsed = parseEndpoint(endpoint);
    if ('problem' in parsed) {
      const better = parsed.better === null ? 'host or host:port, such as shop.example.com' : parsed.better;
      throw createUsageError(`--endpoint ${endpoint} is not a host with its port`, `Write ${better}.`);
    }
  }
}

/** It stands in the workflows as it is written. */
function checkAction(action: string | null): void {
  if (action === null || /^(?:[\w.-]+(?:\/[\w.-]+)+@[\w./-]+|\.{1,2}\/[\w./-]*)$/.test(action)) return;
  throw createUsageError(
    `--action ${action} does not name an action`,
    'Write OWNER/REPOSITORY@REF, such as OWNER/certvigil@v1.',
  );
}

/** GitHub reads workflows at the top of a repository alone. */
function refuseBelowTop(folder: string): void {
  const top = findRepositoryRoot(folder);
  if (top === null || top === folder) return;
  throw new AppError('not-at-repository-root', `${folder} is a folder inside of the repository ${top}`, {
    hint: `GitHub reads workflows at the top alone: run certvigil init there (cd ${path.relative(folder, top)}).`,
  });
}

/** Workflows name the manifest by its path in the repository. */
function inRepository(file: string | null, { cwd }: Io): string | null {
  if (file === null) return null;
  const name = path.relative(cwd, path.resolve(cwd, file)).split(path.sep).join('/');
  if (!name.startsWith('../') && !path.isAbsolute(name)) return name;
  throw createUsageError(`--manifest ${file} lies outside of ${cwd}`, 'Name one in this repository.');
}

/** The manifest that is there, with its errors if it has some; null where there is none. */
async function existingManifest(file: string | null, io: Io): Promise<LoadedManifest | null> {
  try {
    return await loadManifest(file, io);
  } catch (error) {
    if (error instanceof AppError && error.code === 'manifest-not-found' && file === null) return null;
    throw error;
  }
}

interface Planned {
  path: string;
  what: string;
  text: string;
  /** There already, under this name or another. */
  exists: string | null;
}

/** A first manifest does. */
function opensIssues(existing: LoadedManifest | null): boolean {
  if (existing === null) return true;
  return existing.manifest?.rules.some(({ actions }) => actions.some(({ kind }) => kind === 'issue')) ?? false;
}

function plannedFiles(from: {
  proposal: Proposal;
  existing: LoadedManifest | null;
  workflows: ExistingWorkflows;
  cron: string;
  action: string;
}): Planned[] {
  const { proposal, existing, workflows, cron, action } = from;
  const [name = MANIFEST_NAMES[0], ...included] = existing?.files ?? [];
  const isFound = MANIFEST_NAMES.some((known) => known === name);
  const workflow = {
    action,
    manifest: isFound ? null : name,
    // What an include's glob will match one day is not known, and policies are about certificates in files, which a pull
    // request may change alone: then every pull request is checked.
    paths: included.length > 0 || (existing?.manifest?.policies ?? []).length > 0 ? null : [name],
    variables: existing?.variables ?? [],
    store: existing?.manifest?.event_log.store ?? 'commit',
    issues: opensIssues(existing),
    cron,
  } as const;
  return [
    {
      path: name,
      what: 'the manifest',
      text: renderManifest(proposal.entries),
      exists: existing === null ? null : name,
    },
    {
      path: VALIDATE_WORKFLOW_PATH,
      what: 'checks the manifest on pull requests',
      text: renderValidateWorkflow(workflow),
      exists: workflows.validate,
    },
    { path: SCAN_WORKFLOW_PATH, what: 'scans each day', text: renderScanWorkflow(workflow), exists: workflows.scan },
  ];
}

/** Writes a file that is not there; one that came meanwhile is left alone too. */
async function place({ path: name, what, text, exists }: Planned, dryRun: boolean, io: Io): Promise<InitFile> {
  const file = path.resolve(io.cwd, name);
  if (exists !== null) return { path: exists, what, status: 'exists', text: null };
  if (await isThere(file)) return { path: name, what, status: 'exists', text: null };
  if (dryRun) return { path: name, what, status: 'written', text };
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    return { path: name, what, status: 'written', text: null };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST' && (await isThere(file)))
      return { path: name, what, status: 'exists', text: null };
    throw new AppError('init-unwritable', `${name} could not be written`, {
      hint: `Check that ${path.dirname(file)} is a folder that this user may write to, and run it again: what is there by then is left alone.`,
      cause,
    });
  }
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function asJson({ files, proposal, cron, dry_run }: InitResult): string {
  const shown = files.map(({ path, status, text }) => ({ path, status, ...(text !== null && { text }) }));
  return `${JSON.stringify({ version: 1, dry_run, cron, files: shown, certificates: proposal.entries, left_alone: proposal.skipped }, null, 2)}\n`;
}
