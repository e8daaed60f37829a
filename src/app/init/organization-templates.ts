/**
 * Renders the files of `certvigil init --organization`, a central repository with the workflows, settings and receivers of all others, and
 * the files of `init --central` in each of these.
 */

import { renderEntryYaml } from '../../report/discover/entry-yaml.ts';
import type { ProposedEntry } from '../discover/propose-entries.ts';
import { toEntrySpec } from '../discover/reconcile.ts';
import { isFixture, SCHEMA_URL } from './manifest-template.ts';
import type { InitReceivers } from './parse-receivers.ts';
import {
  FROM_WARNING_EXAMPLE,
  ISSUE_ACTION,
  listReceiverSecrets,
  renderFixtureRule,
  renderReceivers,
} from './receivers.ts';
import { CHECKOUT, selectArtifactActions, selectRunner } from './workflow-templates.ts';

/** The directory of the shared files, which the workflows put beside the manifest of a repository. */
const SHARED_DIRECTORY = '.certvigil-shared';
const SHARED_FILE = 'certvigil.yaml';
/** The path with which a manifest includes the file. */
export const SHARED_INCLUDE = `${SHARED_DIRECTORY}/${SHARED_FILE}`;
export const CENTRAL_SHARED_PATH = `shared/${SHARED_FILE}`;
export const CENTRAL_SCAN_PATH = '.github/workflows/scan.yml';
export const CENTRAL_VALIDATE_PATH = '.github/workflows/validate.yml';
export const CENTRAL_OVERVIEW_PATH = '.github/workflows/overview.yml';
export const MEMBER_WORKFLOW_PATH = '.github/workflows/certvigil.yml';
/** The topic of repositories that are expected to have a manifest. */
export const TOPIC = 'certvigil';

const APP_TOKEN = 'actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3 # v3.1.1';

/** The central repository, as others refer to it. */
export interface CentralRepository {
  /** `owner/name` */
  repository: string;
  /** A branch, such as main. */
  ref: string;
}

export interface OrganizationOptions {
  central: CentralRepository;
  action: string;
  receivers: InitReceivers;
  ghes: boolean;
}

/** Returns the name of the team that reviews these files. */
export function nameTeam(repository: string): string {
  return `@${repository.split('/', 1)[0]}/certvigil`;
}

export function renderCentralManifest({ receivers }: OrganizationOptions): string {
  return `# yaml-language-server: $schema=${SCHEMA_URL}
# The manifest of the overview: who is notified about the certificates of all repositories. It does not need certificates of its own.
version: 1
include: [${CENTRAL_SHARED_PATH}]

certificates: []
${renderDigest(receivers)}
# dashboard:
#   title: Certificates of all teams
`;
}

function listDestinations({ chats, email }: InitReceivers): string[] {
  return [...chats.map(({ service }) => `{ webhook: ${service} }`), ...(email === null ? [] : ['{ email: mail }'])];
}

function renderDigest(receivers: InitReceivers): string {
  const destinations = listDestinations(receivers);
  const actions = destinations.length === 0 ? ['{ webhook: slack }'] : destinations;
  const text = `digest: { actions: [${actions.join(', ')}] }\n`;
  return `\n# Every Monday, one digest of the certificates that need attention.\n${destinations.length === 0 ? `# ${text}` : text}`;
}

export function renderSharedSettings({ central, receivers }: OrganizationOptions): string {
  const sections = renderReceivers({ ...receivers, issues: false }, false);
  return `# Settings, receivers, rules and policies of all repositories. Each includes this file, as it is on the branch ${central.ref}. A setting in the
# manifest of a repository takes precedence. Receivers and rules cannot be changed there, only added.
version: 1

settings:
  expiry_scan_repeat: thresholds # an active alert repeats 14, 7, 3, 1 days before the expiry, 0, 1, 3, 7 days after it, then weekly
  # expiry_warning_days: 30
  # expiry_critical_days: 14
${sections === '' ? SHARED_EXAMPLE : sections}
# policies:
#   - { name: strong-keys, min_key_size: 2048 }
`;
}

const SHARED_EXAMPLE = `
# To send all alerts to a chat channel, uncomment the lines below. Also uncomment the secret in ${CENTRAL_SCAN_PATH} and
# ${CENTRAL_OVERVIEW_PATH}.
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: alerts
#     events: [certificate.*, scan.*]
${FROM_WARNING_EXAMPLE}#     actions: [{ webhook: slack }]
`;

/** Renders an action, which can be used without a token, also if the repository is private. */
export function renderSharedAction({ central }: OrganizationOptions): string {
  return `# Puts the shared files beside the manifest of the repository that calls a workflow of ${central.repository}.
name: certvigil shared settings
description: Puts the shared settings of the organization beside the manifest.
runs:
  using: composite
  steps:
    - shell: bash
      run: |
        rm -rf ${SHARED_DIRECTORY} # in case the repository contains one, or a link
        mkdir ${SHARED_DIRECTORY}
        cp "$GITHUB_ACTION_PATH"/*.yaml ${SHARED_DIRECTORY}/
`;
}

function renderSharedStep({ central }: OrganizationOptions): string {
  return `      - uses: ${central.repository}/shared@${central.ref}\n        if: github.repository != '${central.repository}'\n`;
}

function renderSecrets({ receivers }: OrganizationOptions): string {
  const names = listReceiverSecrets(receivers).map(({ variable }) => variable);
  const lines = names.map((name) => `          ${name}: \${{ secrets.${name} }}\n`);
  if (lines.length > 0) return `        env:\n${lines.join('')}`;
  return `        # env:\n        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}\n`;
}

export function renderCentralScan(options: OrganizationOptions): string {
  const { upload } = selectArtifactActions(options);
  return `# Scans the manifest of the repository that calls it, with the shared settings and receivers, and uploads the report for the overview. It has
# the permissions of the calling job, and the secrets that this repository can use.
name: certvigil scan
on:
  workflow_call:
    inputs:
      manifest:
        description: The path of the manifest, if it does not have a default name.
        type: string
        default: ""
      runs-on:
        description: The runner, for example a self-hosted one for internal servers.
        type: string
        default: ${selectRunner(options)}
jobs:
  scan:
    runs-on: \${{ inputs.runs-on }}
    timeout-minutes: 25
    # Run one scan at a time. A canceled scan could send duplicate notifications.
    concurrency:
      group: certvigil-scan-\${{ inputs.manifest }}
      cancel-in-progress: false
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
${renderSharedStep(options)}\
      - uses: ${options.action}
        id: certvigil
        with:
          manifest: \${{ inputs.manifest }}
${renderSecrets(options)}\
      - uses: ${upload}
        if: \${{ !cancelled() && steps.certvigil.outputs.report != '' }} # even if an alert failed
        with:
          name: \${{ steps.certvigil.outputs.artifact }} # the overview looks for this name
          path: \${{ steps.certvigil.outputs.report }}
${options.ghes ? '' : '          overwrite: true # so that a failed job can be run again\n'}\
          retention-days: 30
`;
}

export function renderCentralValidate(options: OrganizationOptions): string {
  const { repository } = options.central;
  return `# Validates the manifest on pull requests, without secrets. Each repository calls it, or a ruleset of the organization requires it. With a
# ruleset, a pull request cannot change or remove it.
name: certvigil validate
on:
  pull_request:
  merge_group:
  workflow_call:
permissions:
  contents: read
jobs:
  validate:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 5
    steps:
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 2 # the merge commit and its base, so that the summary shows what changes
          persist-credentials: false
${renderSharedStep(options)}\
      - uses: ${options.action}
        # A ruleset also runs it in repositories without certificates.
        if: hashFiles('certvigil.yaml', 'certvigil.yml', '.github/certvigil.yaml', '.github/certvigil.yml') != ''
        with:
          command: validate
          strict: \${{ github.repository != '${repository}' }} # also fails on warnings
`;
}

const DIGEST_CRON = '43 6 * * 1';

export function renderOverviewWorkflow(options: OrganizationOptions): string {
  const { upload } = selectArtifactActions(options);
  const hasDigest = listDestinations(options.receivers).length > 0;
  const schedules = hasDigest
    ? `    - cron: "43 6 * * 0,2-6" # UTC, after the scans of the night\n    - cron: "${DIGEST_CRON}" # with the digest\n`
    : `    - cron: "43 6 * * *" # UTC, after the scans of the night\n`;
  return `# Merges the last reports of all repositories with the topic ${TOPIC}: one dashboard, one metrics file, one digest. It fails if the state
# of a repository is unknown.
name: certvigil overview
on:
  schedule:
${schedules}\
  workflow_dispatch:
permissions: {}
concurrency:
  group: certvigil-overview
  cancel-in-progress: false
jobs:
  overview:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 30
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      # The app has these permissions only, and is installed on all repositories. Its key is a secret of this repository alone.
      - uses: ${APP_TOKEN}
        id: app
        with:
          client-id: \${{ vars.CERTVIGIL_APP_CLIENT_ID }}
          private-key: \${{ secrets.CERTVIGIL_APP_PRIVATE_KEY }}
          owner: \${{ github.repository_owner }}
          permission-actions: read
          permission-contents: read
      - uses: ${options.action}
        id: certvigil
        with:
          command: overview
          token: \${{ steps.app.outputs.token }}
          topic: ${TOPIC} # without it, every repository must have a manifest
${hasDigest ? `          send-digest: \${{ github.event.schedule == '${DIGEST_CRON}' }}\n` : '          # send-digest: true\n'}\
          report: |
            html=overview/index.html
            openmetrics=overview/metrics.txt
${renderSecrets(options)}\
      # The next overview compares its repositories with these, so that none disappears unnoticed.
      - uses: ${upload}
        if: \${{ !cancelled() && steps.certvigil.outputs.report != '' }}
        with:
          name: \${{ steps.certvigil.outputs.artifact }}
          path: \${{ steps.certvigil.outputs.report }}
${options.ghes ? '' : '          overwrite: true # so that a failed job can be run again\n'}\
          retention-days: 90
      # Readers of this repository can download it. It names the hosts of all repositories: publish it only where every reader is allowed to know them.
      - uses: ${upload}
        if: \${{ !cancelled() && hashFiles('overview/index.html') != '' }}
        with:
          name: overview
          path: overview
${options.ghes ? '' : '          overwrite: true # so that a failed job can be run again\n'}\
          retention-days: 30
`;
}

export function renderCentralCodeOwners({ central }: OrganizationOptions): string {
  return `# Whoever can change this repository can send the secrets of all others anywhere.\n* ${nameTeam(central.repository)}\n`;
}

/** Renders a ruleset for the API, which adds the ID of the repository (docs/guides/organization.md). */
export function renderRuleset({ central }: OrganizationOptions): string {
  const ruleset = {
    name: 'certvigil validate',
    target: 'branch',
    enforcement: 'active',
    conditions: {
      ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] },
      repository_name: { include: ['~ALL'], exclude: [] },
    },
    rules: [
      {
        type: 'workflows',
        parameters: {
          do_not_enforce_on_create: true,
          workflows: [{ path: CENTRAL_VALIDATE_PATH, ref: `refs/heads/${central.ref}`, repository_id: 0 }],
        },
      },
    ],
  };
  return `${JSON.stringify(ruleset, null, 2)}\n`;
}

// ---------------------------------------------------------------------------------------------- other repositories

export interface MemberOptions {
  central: CentralRepository;
  cron: string;
  entries: readonly ProposedEntry[];
  server: string;
}

export function renderMemberManifest({ central, entries, server }: MemberOptions): string {
  const { repository } = central;
  const example = '  # Example: replace it with your own.\n  - { name: example, endpoint: example.com }\n';
  const listed = entries.map((entry) => renderEntryYaml(toEntrySpec({ ...entry, owner: null }))).join('');
  return `# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates of this repository. Settings, receivers and rules come from ${repository}, whose workflow puts them beside this file. To
# validate it on your machine: git clone --depth 1 ${server}/${repository} ../central && cp -R ../central/shared ${SHARED_DIRECTORY}
version: 1
include: [${SHARED_INCLUDE}]

certificates:
${entries.length === 0 ? example : listed}
# Opens an issue in this repository for each certificate that is in warning or critical, expired or rejected by clients.
issues: { from: warning }
${entries.some(isFixture) ? `\nrules:\n${renderFixtureRule([ISSUE_ACTION])}` : ''}`;
}

/**
 * Renders the workflow of a repository. Secrets are inherited, so that a new receiver needs no change in any repository. It validates every
 * pull request, because the shared settings may have policies, or get them later.
 */
export function renderMemberWorkflow({ central, cron }: MemberOptions): string {
  const { repository, ref } = central;
  return `# Validates the manifest on pull requests, and scans the certificates every day, with the workflows of ${repository}.
name: certvigil
on:
  pull_request:
  schedule:
    - cron: "${cron}" # UTC
  workflow_dispatch:
permissions: {}
jobs:
  validate:
    if: github.event_name == 'pull_request'
    permissions:
      contents: read
    uses: ${repository}/${CENTRAL_VALIDATE_PATH}@${ref}
  scan:
    if: github.event_name != 'pull_request'
    permissions:
      contents: write # to store the event log on a separate branch
      issues: write # to open issues
    uses: ${repository}/${CENTRAL_SCAN_PATH}@${ref}
    secrets: inherit
`;
}

export function renderMemberCodeOwners({ central }: MemberOptions, manifest: string): string {
  const team = nameTeam(central.repository);
  return ['.github/CODEOWNERS', manifest, MEMBER_WORKFLOW_PATH].map((path) => `/${path} ${team}\n`).join('');
}
