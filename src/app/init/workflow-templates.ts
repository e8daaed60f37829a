/** Renders the two workflows that `certvigil init` writes, with the fewest permissions and a comment on each part. */

import { hash } from 'node:crypto';
import type { StoreKind } from '../../domain/index.ts';

/** Updated by Dependabot in this repository's own workflows, which a test compares. */
const CHECKOUT = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2';

export interface WorkflowOptions {
  /** For example `OWNER/certvigil@SHA # v1.2.3`. */
  action: string;
  /** The path of the manifest; null if it has a default name. */
  manifest: string | null;
  /** Only pull requests that change these files are validated; null for all. */
  paths: readonly string[] | null;
  /** Variables of the manifest, each a secret of the repository. */
  variables: readonly string[];
  store: StoreKind;
  /** Whether the manifest opens issues. */
  issues: boolean;
  /** The schedule of the daily scan: five fields, UTC. */
  cron: string;
}

export const VALIDATE_WORKFLOW_PATH = '.github/workflows/certvigil-validate.yml';
export const SCAN_WORKFLOW_PATH = '.github/workflows/certvigil-scan.yml';

/** Always the same for a repository; spread over the night for many. */
export function computeDailyCron(repository: string): string {
  const digest = Buffer.from(hash('sha256', repository, 'hex'), 'hex');
  return `${MINUTES[digest.readUInt16BE(0) % MINUTES.length]} ${2 + (digest.readUInt16BE(2) % 4)} * * *`;
}

/** GitHub delays or drops runs at popular minutes, so these are odd and no multiples of five. */
const MINUTES = Array.from({ length: 60 }, (_, minute) => minute).filter(
  (minute) => minute % 2 === 1 && minute % 5 > 0,
);

export function renderValidateWorkflow({ action, manifest, paths }: WorkflowOptions): string {
  return `# Validates the manifest on pull requests. It needs no secrets and no network, so it is safe for forks.
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
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 2 # the merge commit and its base, so that the summary shows what changes
          persist-credentials: false
      - uses: ${action}
        with:
          command: validate
          strict: true # also fails on warnings, such as a certificate that no rule notifies about
${manifest === null ? '' : `          manifest: ${JSON.stringify(manifest)}\n`}`;
}

export function renderScanWorkflow(options: WorkflowOptions): string {
  return `# Scans the certificates every day and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day matches the default cooldown of 24 hours.
  workflow_dispatch:
permissions:
${renderPermissions(options)}\
# Run one scan at a time. A canceled scan could send duplicate notifications.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  scan:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
${renderInputs(options)}${renderEnvironment(options.variables)}`;
}

const LOG_LOCATION: Record<StoreKind, string> = {
  commit: 'on a separate branch',
  cache: 'in the Actions cache',
  file: 'in a file on the runner',
};

function renderPermissions({ store, issues }: WorkflowOptions): string {
  return [
    store === 'commit' ? '  contents: write # to store the event log on a separate branch\n' : '  contents: read\n',
    ...(issues ? ['  issues: write # to open issues for critical certificates\n'] : []),
    '  # actions: write # for keepalive: true\n',
  ].join('');
}

function renderInputs({ manifest }: WorkflowOptions): string {
  const named = manifest === null ? '' : `        with:\n          manifest: ${JSON.stringify(manifest)}\n`;
  const rest = manifest === null ? '        # with:\n' : '';
  return `${named}${rest}        #   keepalive: true # in public repositories, GitHub disables schedules after 60 days without a commit\n`;
}

function renderEnvironment(variables: readonly string[]): string {
  if (variables.length === 0)
    return `        # env:\n        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}\n`;
  return `        env:\n${variables.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}`;
}
