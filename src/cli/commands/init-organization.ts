/** `certvigil init --organization` and `init --central`: the central repository of an organization, and the others. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runDiscovery } from '../../app/discover/index.ts';
import { proposeEntries, toHostSources } from '../../app/discover/propose-entries.ts';
import { PLACEHOLDER_ACTION, PLACEHOLDER_OWNER, readActionReference } from '../../app/init/action-reference.ts';
import {
  CENTRAL_OVERVIEW_PATH,
  CENTRAL_SCAN_PATH,
  CENTRAL_SHARED_PATH,
  CENTRAL_VALIDATE_PATH,
  type CentralRepository,
  MEMBER_WORKFLOW_PATH,
  nameTeam,
  type OrganizationOptions,
  renderCentralCodeOwners,
  renderCentralManifest,
  renderCentralScan,
  renderCentralValidate,
  renderMemberCodeOwners,
  renderMemberManifest,
  renderMemberWorkflow,
  renderOverviewWorkflow,
  renderRuleset,
  renderSharedAction,
  renderSharedSettings,
  SHARED_INCLUDE,
  TOPIC,
} from '../../app/init/organization-templates.ts';
import { listReceiverSecrets } from '../../app/init/receivers.ts';
import { readRepositoryName, readServerUrl } from '../../app/init/repository.ts';
import { renderServerNotes } from '../../app/init/server-notes.ts';
import { computeDailyCron } from '../../app/init/workflow-templates.ts';
import { createFile, type InitFile, type PlannedFile } from '../../app/init/write-files.ts';
import { createUsageError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { MANIFEST_NAMES } from '../../manifest/files.ts';
import { renderJson } from '../../report/json.ts';
import { type InitOptions, selectReceivers } from '../init-options.ts';
import { getTableLayout } from './terminal.ts';

/** Returns 0 if a file was written, 2 if all of them exist. */
export async function initOrganization(options: InitOptions, io: Io): Promise<number> {
  const central = readCentral(io.cwd);
  const receivers = selectReceivers(options);
  const action = options.action ?? readActionReference();
  const input: OrganizationOptions = { central, action, receivers, ghes: options.ghes };
  const owners = findCodeOwners(io.cwd);
  const file = (name: string, what: string, text: string): PlannedFile => ({ path: name, what, text, exists: null });
  const planned = [
    file('certvigil.yaml', 'the manifest of the overview', renderCentralManifest(input)),
    file(CENTRAL_SHARED_PATH, 'settings, receivers and rules of all repositories', renderSharedSettings(input)),
    file('shared/action.yml', 'puts them beside the manifest of a repository', renderSharedAction(input)),
    file(CENTRAL_SCAN_PATH, 'scans a repository that calls it', renderCentralScan(input)),
    file(CENTRAL_VALIDATE_PATH, 'validates manifests on pull requests', renderCentralValidate(input)),
    file(CENTRAL_OVERVIEW_PATH, 'merges the reports of all repositories daily', renderOverviewWorkflow(input)),
    {
      path: '.github/CODEOWNERS',
      what: 'who reviews changes of this repository',
      text: renderCentralCodeOwners(input),
      // Another file would disable the existing one.
      exists: owners,
    },
    file('ruleset.json', 'requires the validation in all repositories', renderRuleset(input)),
  ];
  const files = await writeAll(planned, options, io);
  const secrets = listReceiverSecrets(receivers).map(({ variable }) => variable);
  const notes = options.ghes ? renderServerNotes(planned, getTableLayout(io).columns) : '';
  const missing = listMissing([[owners, nameTeam(central.repository), `* ${nameTeam(central.repository)}`]], io);
  return printResult(files, { missing, others: listCentralSteps(input, secrets) }, notes, options, io);
}

/**
 * Writes the manifest, the workflow and the code owners of a repository that uses a central one. Returns the same exit codes as
 * `initOrganization`.
 */
export async function initMember(options: InitOptions, central: CentralRepository, io: Io): Promise<number> {
  const { discovery, search } = await runDiscovery({ manifest: null, log: null, now: io.now() }, io);
  const given = options.endpoint.map((endpoint) => ({ kind: 'endpoint' as const, endpoint }));
  const { entries } = proposeEntries(search, [...given, ...toHostSources(discovery.findings, options.endpoint)]);
  const manifest = MANIFEST_NAMES.find((name) => existsSync(path.join(io.cwd, name))) ?? MANIFEST_NAMES[0];
  const cron = computeDailyCron(readRepositoryName(io.cwd));
  const input = {
    central,
    cron,
    entries,
    server: readServerUrl(io.cwd),
  };
  const owners = findCodeOwners(io.cwd);
  const files = await writeAll(
    [
      { path: manifest, what: 'the manifest', text: renderMemberManifest(input), exists: null },
      { path: MEMBER_WORKFLOW_PATH, what: 'validates and scans it', text: renderMemberWorkflow(input), exists: null },
      {
        path: '.github/CODEOWNERS',
        what: 'who reviews its changes',
        text: renderMemberCodeOwners(input, manifest),
        exists: owners,
      },
    ],
    options,
    io,
  );
  const missing = listMissing(
    [
      [manifest, SHARED_INCLUDE, `include: [${SHARED_INCLUDE}]`],
      [
        MEMBER_WORKFLOW_PATH,
        `${central.repository}/`,
        `the jobs that call ${central.repository}, or delete it and run this again`,
      ],
      [owners, `/${manifest} `, renderMemberCodeOwners(input, manifest).trim().replaceAll('\n', '; ')],
    ],
    io,
  );
  const others = [
    'Review the manifest, and add other certificates',
    `Commit, and push to the default branch: git add ${listWritten(files).join(' ')}`,
    `Let the overview read this repository: gh repo edit --add-topic ${TOPIC}`,
    'Start the first scan: gh workflow run certvigil.yml',
  ];
  return printResult(files, { missing, others }, '', options, io);
}

function readCentral(directory: string): CentralRepository {
  const repository = readRepositoryName(directory);
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw createUsageError(
      'the repository of --organization is unknown',
      'Run it in a clone, or set the remote first: git remote add origin https://github.com/OWNER/certvigil.git',
    );
  return { repository, ref: readBranch(directory) };
}

/** Reads the current branch, to which other repositories refer. */
function readBranch(directory: string): string {
  try {
    const head = readFileSync(path.join(directory, '.git', 'HEAD'), 'utf8');
    return /^ref: refs\/heads\/([\w./-]+)\n?$/.exec(head)?.[1] ?? 'main';
  } catch {
    return 'main';
  }
}

/**
 * Lists missing lines of existing files, which are not changed: `[file, text that proves its presence, lines to add]`. New files already
 * have them.
 */
function listMissing(needs: readonly (readonly [string | null, string, string])[], { cwd }: Io): string[] {
  return needs.flatMap(([name, sign, addition]) => {
    const file = name === null ? null : path.join(cwd, name);
    if (file === null || !existsSync(file) || readFileSync(file, 'utf8').includes(sign)) return [];
    return [`Add to ${name}: ${addition}`];
  });
}

/** Finds the file that GitHub uses: the first of these files (docs.github.com, about code owners). */
function findCodeOwners(directory: string): string | null {
  const names = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
  return names.find((name) => existsSync(path.join(directory, name))) ?? null;
}

async function writeAll(files: readonly PlannedFile[], { dry_run }: InitOptions, io: Io): Promise<InitFile[]> {
  const written: InitFile[] = [];
  for (const file of files) written.push(await createFile(file, dry_run, io));
  return written;
}

function listWritten(files: readonly InitFile[]): string[] {
  return files.filter(({ status }) => status === 'written').map(({ path: name }) => name);
}

function listCentralSteps({ central, action, ghes }: OrganizationOptions, secrets: readonly string[]): string[] {
  const { repository } = central;
  const [owner = ''] = repository.split('/');
  return [
    ...(action === PLACEHOLDER_ACTION
      ? [`Replace ${PLACEHOLDER_OWNER} with the account that hosts the action, in all three workflows`]
      : []),
    `Create the team ${nameTeam(repository)} with write access, which reviews changes, and protect the branch ${central.ref}`,
    'Let other repositories use this one: Settings > Actions > General > Access. A private one serves only private repositories, an internal one also internal ones',
    ...secrets.map(
      (name) => `Add the secret to the organization: gh secret set ${name} --org ${owner} --visibility all`,
    ),
    'Create a GitHub App with read access to actions and contents, install it on all repositories, and set here the variable CERTVIGIL_APP_CLIENT_ID and the secret CERTVIGIL_APP_PRIVATE_KEY',
    `Require the validation everywhere${ghes ? ' (GitHub Enterprise Server 3.12 and newer)' : ' (GitHub Enterprise)'}: jq --argjson id "$(gh api repos/${repository} --jq .id)" '.rules[].parameters.workflows[].repository_id = $id' ruleset.json | gh api orgs/${owner}/rulesets --input -`,
    `In each repository with certificates: certvigil init --central ${repository}${central.ref === 'main' ? '' : `@${central.ref}`}`,
    'Start the overview: gh workflow run overview.yml',
  ];
}

function printResult(
  files: readonly InitFile[],
  { missing, others }: { missing: readonly string[]; others: readonly string[] },
  notes: string,
  { format, quiet, dry_run }: InitOptions,
  io: Io,
): number {
  const isWritten = listWritten(files).length > 0;
  if (format === 'json') {
    const shown = files.map(({ path: name, status, text }) => ({ path: name, status, ...(text !== null && { text }) }));
    io.stdout(renderJson({ version: 1, dry_run, files: shown }));
    return isWritten ? 0 : 2;
  }
  for (const { path: name, text } of files) if (text !== null) io.stdout(`# --- ${name}\n${text}\n`);
  for (const { path: name, what, status } of files)
    io.stdout(
      status === 'exists'
        ? `Skipped     ${name}: already exists\n`
        : `${dry_run ? 'Would write' : 'Wrote      '} ${name}: ${what}\n`,
    );
  const steps = isWritten ? [...missing, ...others] : missing;
  if (steps.length > 0 && !quiet && !dry_run)
    io.stdout(`\nNext steps:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`);
  if (isWritten && !quiet) io.stdout(notes);
  return isWritten ? 0 : 2;
}
