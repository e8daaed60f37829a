/** `certvigil init` */

import path from 'node:path';
import { runDiscovery } from '../../app/discover/index.ts';
import {
  explainSkip,
  type ProposedEntry,
  type ProposedSource,
  proposeEntries,
  toHostSources,
} from '../../app/discover/propose-entries.ts';
import { readActionReference } from '../../app/init/action-reference.ts';
import { renderManifest } from '../../app/init/manifest-template.ts';
import type { ReceiverSecret } from '../../app/init/parse-receivers.ts';
import { type Draft, type FilePlan, listVariables, planFiles } from '../../app/init/plan-files.ts';
import { checkProbeRunners, listSigningSecrets } from '../../app/init/probe-options.ts';
import { listReceiverSecrets } from '../../app/init/receivers.ts';
import { readRepositoryName } from '../../app/init/repository.ts';
import { renderServerNotes } from '../../app/init/server-notes.ts';
import { type InitResult, type InitTests, NO_TESTS, renderInitSummary } from '../../app/init/summary.ts';
import { surveyServers } from '../../app/init/survey-servers.ts';
import { computeDailyCron } from '../../app/init/workflow-templates.ts';
import { createFile, type InitFile, type PlannedFile } from '../../app/init/write-files.ts';
import { createSimulation } from '../../app/simulate/select-targets.ts';
import { findStartTls, parseEndpoint } from '../../domain/sources/endpoint.ts';
import { AppError, createUsageError } from '../../lib/app-error.ts';
import { findCaFileProblem } from '../../lib/files/ca-bundle.ts';
import { findRepositoryRoot } from '../../lib/files/repository-path.ts';
import { resolveWorkspace } from '../../lib/files/workspace-boundary.ts';
import type { Io } from '../../lib/io.ts';
import { MANIFEST_NAMES } from '../../manifest/files.ts';
import { type LoadedManifest, loadManifest, parseBuiltInManifest } from '../../manifest/load.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { type InitOptions, selectReceivers } from '../init-options.ts';
import { createPrompter } from '../prompt.ts';
import { askForOptions, formatSurvey, proposeCaFiles } from './init-dialog.ts';
import { initMember, initOrganization } from './init-organization.ts';
import { reportDiagnostics } from './load-manifest.ts';
import { createProgress, getTableLayout } from './terminal.ts';
import { sendTests } from './test.ts';

/**
 * Creates the manifest and the two workflows, as far as they do not exist. Returns 0 if a file was written (or would be, with
 * --dry-run), 2 if all of them exist or the manifest has errors.
 */
export async function runInitCommand(given: CommandOptions<'init'>, io: Io): Promise<number> {
  const options = { ...given, ca_file: toCaFile(given, io) };
  checkEndpoints(options.endpoint);
  checkAction(options.action);
  checkDirectory(io.cwd);
  if (options.organization) return initOrganization(options, io);
  if (options.central !== null) return initMember(options, options.central, io);
  const named = toRepositoryFile(options.manifest, io);
  const existing = await loadExistingManifest(named, io);
  if (existing === null) checkNewName(named);
  else checkNewManifestOptions(options, existing.files[0] ?? '');
  checkProbeRunners(options.probes, existing?.manifest ?? null);
  // The workflows depend on the manifest and are never regenerated, so it must be valid.
  if (existing?.manifest === null) {
    reportDiagnostics(existing, options, io);
    return 2;
  }
  const draft = existing === null ? await draftManifest(options, io) : NO_DRAFT;
  const secrets = listReceiverSecrets(draft.receivers);
  const plan: FilePlan = {
    directory: io.cwd,
    manifest: existing?.files[0] ?? named ?? MANIFEST_NAMES[0],
    existing,
    draft,
    action: options.action ?? readActionReference(),
    variables: existing?.variables ?? listVariables(draft),
    signing: existing === null ? listSigningSecrets(options.probes) : [],
    cron: computeDailyCron(readRepositoryName(io.cwd)),
  };
  const planned = planFiles(plan, options);
  const files: InitFile[] = [];
  for (const file of planned) files.push(await createFile(file, options.dry_run, io));
  const [manifest] = planned;
  const isNew = existing === null && files[0]?.status === 'written' && !options.dry_run;
  const tests = isNew && manifest !== undefined ? await sendTestMessages(manifest, secrets, io) : NO_TESTS;
  printResult({ plan, options, files, tests }, planned, options, io);
  if (!files.some(({ status }) => status === 'written')) return 2;
  return tests.sent.every(({ status }) => status === 'sent') ? 0 : 3;
}

function printResult(
  result: InitResult,
  planned: readonly PlannedFile[],
  { format, quiet, ghes }: InitOptions,
  io: Io,
): void {
  if (format === 'json') {
    io.stdout(renderJson(toJson(result)));
    return;
  }
  const { columns } = getTableLayout(io);
  io.stdout(renderInitSummary(result, columns));
  if (ghes && !quiet) io.stdout(renderServerNotes(planned, columns));
}

const NO_DRAFT: Draft = {
  proposal: { entries: [], skipped: [], damaged: [] },
  hasInternal: false,
  receivers: { chats: [], email: null, issues: false },
  heartbeat: null,
};

/** Asks in a terminal for missing options. Servers are read in a terminal, and to find those that use the CA of `--ca-file`. */
async function draftManifest(given: InitOptions, io: Io): Promise<Draft> {
  const { discovery, search } = await runDiscovery({ manifest: null, log: null, now: io.now() }, io);
  const hosts = toHostSources(discovery.findings, given.endpoint);
  const isAsking = given.format === 'text' && !given.quiet && !given.dry_run;
  const prompter = isAsking ? createPrompter(io) : null;
  const hasInternal = discovery.counts.dropped.internal !== undefined;
  const files = search.files.filter((file) => explainSkip(file) === null).length;
  const found = { hosts: hosts.length, files, hasInternal };
  const options = prompter === null ? given : await askForOptions(given, found, prompter, io);
  const receivers = selectReceivers(options);
  const { heartbeat } = options;
  io.addSecrets([...listReceiverSecrets(receivers), heartbeat].flatMap((secret) => secret?.value ?? []));
  const known = new Set(options.endpoint);
  const endpoints = [
    ...options.endpoint.map(toEndpointSource),
    ...hosts.filter((host) => host.kind !== 'endpoint' || !known.has(host.endpoint)),
  ];
  const proposal = proposeEntries(search, endpoints);
  const draft = { proposal, hasInternal, receivers, heartbeat: heartbeat?.variable ?? null };
  const hasServers = proposal.entries.some(({ source }) => source.kind === 'endpoint');
  if (!hasServers || (prompter === null && options.ca_file === null)) return draft;
  const manifest = parseBuiltInManifest(
    renderManifest({ entries: proposal.entries, receivers, secrets: [], heartbeat: null }),
    MANIFEST_NAMES[0],
    io.cwd,
  );
  const servers = await surveyServers(manifest, search, options.ca_file, io, createProgress(options.quiet, io));
  if (isAsking) io.stdout(formatSurvey(servers.survey, options, getTableLayout(io).columns));
  const caFiles = await proposeCaFiles(servers, options.ca_file, prompter, io);
  return { ...draft, proposal: { ...proposal, entries: proposal.entries.map((entry) => addCaFile(entry, caFiles)) } };
}

function toEndpointSource(endpoint: string): ProposedSource {
  const parsed = parseEndpoint(endpoint);
  const starttls = 'problem' in parsed ? null : findStartTls(parsed.port);
  return { kind: 'endpoint', endpoint, ...(starttls !== null && { starttls }) };
}

function addCaFile(entry: ProposedEntry, caFiles: ReadonlyMap<string, string>): ProposedEntry {
  const ca_file = caFiles.get(entry.name);
  if (ca_file === undefined || entry.source.kind !== 'endpoint') return entry;
  return { ...entry, source: { ...entry.source, ca_file } };
}

/** Sends one test message to each receiver whose secrets are known, without recording it. */
async function sendTestMessages(
  { path: file, text }: PlannedFile,
  secrets: readonly ReceiverSecret[],
  io: Io,
): Promise<InitTests> {
  const given = Object.fromEntries(
    secrets.flatMap(({ variable, value }) => (value === null ? [] : [[variable, value]])),
  );
  const env = { ...io.env, ...given };
  const unset = secrets.map(({ variable }) => variable).filter((name) => !env[name]);
  const manifest = parseBuiltInManifest(text, file, io.cwd);
  const isReady = ({ variables }: { variables: object }) => !unset.some((name) => name in variables);
  const ready = new Set([
    ...manifest.webhooks.filter(isReady).map(({ name }) => `webhook:${name}`),
    ...manifest.emails.filter(isReady).map(({ name }) => `email:${name}`),
  ]);
  if (ready.size === 0) return { sent: [], unset };
  io.registerSecrets(secrets.map(({ variable }) => variable));
  const entry = manifest.entries.find(({ source }) => source.kind === 'endpoint') ?? manifest.entries[0];
  const sample = { ...manifest, entries: entry === undefined ? [] : [entry] };
  const { plan, manifest: extended } = await createSimulation(TEST_OPTIONS, sample, { ...io, env });
  const deliveries = plan.deliveries.filter(({ destination }) => ready.has(destination));
  return { sent: await sendTests({ ...plan, deliveries }, extended, { ...io, env }), unset };
}

const TEST_OPTIONS = {
  command: 'test',
  names: [],
  now: null,
  event: null,
  days_remaining: null,
  rule: null,
  webhook: null,
  email: null,
} as const;

/** Rejects options that only apply to a new manifest. Throws AppError `usage`. */
function checkNewManifestOptions(options: InitOptions, file: string): void {
  const { endpoint, slack, teams, email, heartbeat, ca_file, github_issues, no_workflows } = options;
  const given = [
    [endpoint.length > 0, '--endpoint', 'the endpoint'],
    [slack !== null, '--slack', 'the receiver'],
    [teams !== null, '--teams', 'the receiver'],
    [email.length > 0, '--email', 'the receiver'],
    [github_issues, '--github-issues', '"issues: {}"'],
    [heartbeat !== null, '--heartbeat', 'settings.heartbeat_url'],
    [ca_file !== null, '--ca-file', 'ca_file'],
    [no_workflows, '--no-workflows', 'what is missing'],
  ] as const;
  const found = given.find(([isGiven]) => isGiven);
  if (found === undefined) return;
  throw createUsageError(`${found[1]} only works for a new manifest, but ${file} exists`, `Add ${found[2]} to it.`);
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

/** Returns the path of `--ca-file` for the manifest. The workflows only have the files of the repository. Throws AppError `usage`. */
function toCaFile({ ca_file, no_workflows }: InitOptions, io: Io): string | null {
  if (ca_file === null) return null;
  const problem = findCaFileProblem(ca_file, io.cwd, resolveWorkspace(io.cwd, io.env));
  if (problem === 'missing') throw createUsageError(`${ca_file} for --ca-file does not exist`, 'Check the path.');
  if (problem !== null)
    throw createUsageError(`${ca_file} for --ca-file contains no certificate`, 'Use a PEM file with the CA.');
  const name = path.relative(io.cwd, path.resolve(io.cwd, ca_file)).split(path.sep).join('/');
  if (!name.startsWith('../') && !path.isAbsolute(name)) return name;
  if (no_workflows) return ca_file;
  throw createUsageError(`${ca_file} for --ca-file is outside ${io.cwd}`, 'Copy it into this repository.');
}

/** Returns the path of the manifest in the repository, for the workflows. */
function toRepositoryFile(file: string | null, { cwd }: Io): string | null {
  if (file === null) return null;
  const name = path.relative(cwd, path.resolve(cwd, file)).split(path.sep).join('/');
  if (!name.startsWith('../') && !path.isAbsolute(name)) return name;
  throw createUsageError(`--manifest ${file} is outside ${cwd}`, 'Use a path in this repository.');
}

/** Rejects a path without a YAML extension: a directory that does not exist would become a file. */
function checkNewName(file: string | null): void {
  if (file === null || /\.ya?ml$/.test(file)) return;
  throw createUsageError(`${file} for --manifest does not exist`, 'Name a file that ends in .yaml to create it.');
}

/** Loads the existing manifest, valid or not; returns null if it does not exist. */
async function loadExistingManifest(file: string | null, io: Io): Promise<LoadedManifest | null> {
  try {
    return await loadManifest(file, io);
  } catch (error) {
    if (error instanceof AppError && error.code === 'manifest-not-found') return null;
    throw error;
  }
}

function toJson({ plan: { draft, cron }, options, files, tests }: InitResult) {
  return {
    version: 1,
    dry_run: options.dry_run,
    cron,
    files: files.map(({ path, status, text }) => ({ path, status, ...(text !== null && { text }) })),
    tests: tests.sent.map(({ destination, status, answer, error }) => ({ destination, status, answer, error })),
    certificates: draft.proposal.entries,
    damaged: draft.proposal.damaged,
    skipped: draft.proposal.skipped.map(({ path, why }) => ({ path, reason: why })),
  };
}
