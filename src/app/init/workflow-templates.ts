/** The two workflows, as text: they pass actionlint, ask for no more than they need, and say what each part is for. */

import { hash } from 'node:crypto';
import type { StoreKind } from '../../domain/index.ts';

/** How the action is named in a workflow, where the user names no other. */
export const DEFAULT_ACTION = 'OWNER/certvigil@v1';

export interface WorkflowOptions {
  /** Such as `OWNER/certvigil@v1`. */
  action: string;
  /** The manifest's path where it is not found by itself; null where it is. */
  manifest: string | null;
  /** Files that a pull request must touch to be checked; null: every pull request is. */
  paths: readonly string[] | null;
  /** Variables that the manifest names, each a secret of the repository. */
  variables: readonly string[];
  store: StoreKind;
  /** Whether the manifest has issues opened. */
  issues: boolean;
  /** Of the daily scan: five fields, UTC. */
  cron: string;
}

export const VALIDATE_WORKFLOW_PATH = '.github/workflows/certvigil-validate.yml';
export const SCAN_WORKFLOW_PATH = '.github/workflows/certvigil-scan.yml';

/** Of a repository's name: the same for one, and spread over the night for many. */
export function computeDailyCron(repository: string): string {
  const digest = Buffer.from(hash('sha256', repository, 'hex'), 'hex');
  return `${MINUTES[digest.readUInt16BE(0) % MINUTES.length]} ${2 + (digest.readUInt16BE(2) % 4)} * * *`;
}

/** Odd, and none at which many others start: runs that are due on the hour wait longest, or are dropped. */
const MINUTES = Array.from({ length: 60 }, (_, minute) => minute).filter(
  (minute) => minute % 2 === 1 && minute % 5 > 0,
);

export function renderValidateWorkflow({ action, manifest, paths }: WorkflowOptions): string {
  return `# Checks the manifest on pull requests: without secrets and without the network, so it is safe for those from forks.
name: certvigil validate
on:
  pull_request:
${paths === null ? '' : `    paths: [${paths.map((path) => JSON.stringify(path)).join(', ')}]\n`}\
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 2 # the merge and what it is merged into, so that the summary shows what changes
          persist-credentials: false
      - uses: ${action}
        with:
          command: validate
${manifest === null ? '' : `          manifest: ${JSON.stringify(manifest)}\n`}`;
}

export function renderScanWorkflow(options: WorkflowOptions): string {
  return `# Scans the certificates each day, tells of what expires, and keeps the event log ${LOG_LOCATION[options.store]}.
name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day goes with the cooldown of 24 hours.
  workflow_dispatch:
permissions:
${renderPermissions(options)}\
# One scan after another: a scan that was stopped half-way would tell again what it had told.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  scan:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: ${options.action}
${renderInputs(options)}${renderEnvironment(options.variables)}`;
}

const LOG_LOCATION: Record<StoreKind, string> = {
  commit: 'on a branch of its own',
  cache: 'in the Actions cache',
  file: 'in a file on the runner',
};

function renderPermissions({ store, issues }: WorkflowOptions): string {
  return [
    store === 'commit' ? '  contents: write # the event log, on a branch of its own\n' : '  contents: read\n',
    ...(issues ? ['  issues: write # a critical certificate opens an issue\n'] : []),
    '  # actions: write # for keepalive: true\n',
  ].join('');
}

function renderInputs({ manifest }: WorkflowOptions): string {
  const named = manifest === null ? '' : `        with:\n          manifest: ${JSON.stringify(manifest)}\n`;
  const rest = manifest === null ? '        # with:\n' : '';
  return `${named}${rest}        #   keepalive: true # GitHub stops a schedule after 60 days without a commit in a public repository\n`;
}

function renderEnvironment(variables: readonly string[]): string {
  if (variables.length === 0)
    return `        # env:\n        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}\n`;
  return `        env:\n${variables.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}`;
}
