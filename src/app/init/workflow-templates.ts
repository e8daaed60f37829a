/** Renders the two workflows that `certvigil init` writes, with the fewest permissions and a comment on each part. */

import { hash } from 'node:crypto';
import type { StoreKind } from '../../domain/index.ts';

/** The version that Dependabot updates in this repository's own workflows; a test compares them. */
export const CHECKOUT = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2';
const ARTIFACT_ACTIONS = {
  upload: 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0',
  download: 'actions/download-artifact@70fc10c6e5e1ce46ad2ea6f2b72d43f7d47b13c3 # v8.0.0',
  uploadPages: 'actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0',
  deployPages: 'actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0',
};
/**
 * The last versions before 4, on Node 20 where there is one: GitHub Enterprise Server does not support the artifacts of version 4 and
 * later.
 */
const GHES_ARTIFACT_ACTIONS: typeof ARTIFACT_ACTIONS = {
  upload: 'actions/upload-artifact@c24449f33cd45d4826c6702db7e49f7cdb9b551d # v3.2.1-node20',
  download: 'actions/download-artifact@ad191675b41f6a5b46da9a048cb6893812da158b # v3.1.0-node20',
  uploadPages: 'actions/upload-pages-artifact@a753861a5debcf57bf8b404356158c8e1e33150c # v2.0.0',
  deployPages: 'actions/deploy-pages@13b55b33dd8996121833dbc1db458c793a334630 # v3.0.1',
};

export function selectArtifactActions({ ghes }: Pick<WorkflowOptions, 'ghes'>): typeof ARTIFACT_ACTIONS {
  return ghes ? GHES_ARTIFACT_ACTIONS : ARTIFACT_ACTIONS;
}

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
  /** Whether the scan also publishes a dashboard. */
  dashboard: boolean;
  /** Whether the workflows run on GitHub Enterprise Server. */
  ghes: boolean;
}

/** Selects the runner. GitHub Enterprise Server does not host runners. */
export function selectRunner({ ghes }: Pick<WorkflowOptions, 'ghes'>): string {
  return ghes ? 'self-hosted' : 'ubuntu-latest';
}

export const VALIDATE_WORKFLOW_PATH = '.github/workflows/certvigil-validate.yml';
export const SCAN_WORKFLOW_PATH = '.github/workflows/certvigil-scan.yml';

/** Computes the schedule, which is constant for a repository, and spread over the night for many. */
export function computeDailyCron(repository: string): string {
  const digest = Buffer.from(hash('sha256', repository, 'hex'), 'hex');
  return `${MINUTES[digest.readUInt16BE(0) % MINUTES.length]} ${2 + (digest.readUInt16BE(2) % 4)} * * *`;
}

/** The minutes of schedules: odd and not multiples of five, because GitHub delays or drops runs at popular minutes. */
const MINUTES = Array.from({ length: 60 }, (_, minute) => minute).filter(
  (minute) => minute % 2 === 1 && minute % 5 > 0,
);

export function renderValidateWorkflow(options: WorkflowOptions): string {
  const { action, manifest, paths } = options;
  return `# Validates the manifest on pull requests. It needs no secrets and no network, so it is safe for forks.
name: certvigil validate
on:
  pull_request:
${paths === null ? '' : `    paths: [${paths.map((path) => JSON.stringify(path)).join(', ')}]\n`}\
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
      - uses: ${action}
        with:
          command: validate
          strict: true # also fails on warnings, such as a certificate that no rule covers
${manifest === null ? '' : `          manifest: ${JSON.stringify(manifest)}\n`}`;
}

export function renderScanWorkflow(options: WorkflowOptions): string {
  return `# Scans the certificates every day and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
${options.dashboard ? DASHBOARD_COMMENT : ''}name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day matches the default cooldown of 24 hours.
  workflow_dispatch:
permissions: {}
# Run one scan at a time. A canceled scan could send duplicate notifications.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  scan:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 25
    permissions:
${renderPermissionLines(options, '      ')}\
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
${renderInputs(options)}${renderEnvironment(options.variables)}${renderDashboardSteps(options)}`;
}

export const DASHBOARD_COMMENT = `# It publishes a dashboard, badges and a calendar on GitHub Pages: in the settings of the repository, set the source of Pages to GitHub
# Actions. Everyone who can open the page can read your inventory, and on most plans Pages of a private repository are public. The
# dashboard is also an artifact, for people who can read the repository: if that is enough, delete the job "publish".
`;

/** Renders the steps that publish the dashboard, and the job for Pages; empty without a dashboard. */
export function renderDashboardSteps(options: Pick<WorkflowOptions, 'dashboard' | 'ghes'>): string {
  if (!options.dashboard) return '';
  const { uploadPages, deployPages } = selectArtifactActions(options);
  const { upload, isWritten, name } = options.ghes ? renderGhesUpload(options) : renderUpload(options);
  return `${upload}\
      - uses: ${uploadPages}
        id: pages
        if: \${{ !cancelled() && ${isWritten} }}
        with:
          name: github-pages-\${{ github.run_attempt }} # Pages needs exactly one artifact of this name, even if the run is repeated
          path: site
    outputs:
      pages: \${{ ${name} }}
  publish:
    needs: scan
    if: \${{ !cancelled() && needs.scan.outputs.pages != '' }}
    runs-on: ${selectRunner(options)}
    timeout-minutes: 10
    permissions:
      pages: write # to publish the dashboard
      id-token: write # to prove to Pages which workflow publishes it
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: ${deployPages}
        id: deployment
        with:
          artifact_name: \${{ needs.scan.outputs.pages }}
      - name: Link to the dashboard from the job summary
        run: echo "[Open the dashboard]($URL)" >> "$GITHUB_STEP_SUMMARY"
        env:
          URL: \${{ steps.deployment.outputs.page_url }}
`;
}

/**
 * The upload of the dashboard. `isWritten` and `name` are expressions: whether there is a dashboard, and the name of its artifact for
 * Pages.
 */
interface DashboardUpload {
  upload: string;
  isWritten: string;
  name: string;
}

function renderUpload(options: Pick<WorkflowOptions, 'ghes'>): DashboardUpload {
  const upload = `\
      - uses: ${selectArtifactActions(options).upload}
        id: artifact
        if: \${{ !cancelled() }} # even if a notification failed
        with:
          path: site/index.html
          archive: false
          overwrite: true # so that a failed job can be run again
          retention-days: 14
      - name: Link to the dashboard from the job summary
        if: \${{ !cancelled() && steps.artifact.outputs.artifact-url != '' }}
        run: echo "[Download the dashboard]($URL)" >> "$GITHUB_STEP_SUMMARY"
        env:
          URL: \${{ steps.artifact.outputs.artifact-url }}
`;
  const name = `steps.pages.outputs.artifact_id && format('github-pages-{0}', github.run_attempt)`;
  return { upload, isWritten: `steps.artifact.outputs.artifact-url != ''`, name };
}

/** Renders the upload with versions of the actions that have no outputs, and replace an artifact of the same name. */
function renderGhesUpload(options: Pick<WorkflowOptions, 'ghes'>): DashboardUpload {
  const upload = `\
      - uses: ${selectArtifactActions(options).upload}
        if: \${{ !cancelled() }} # even if a notification failed
        with:
          name: dashboard
          path: site/index.html
          retention-days: 14
`;
  const name = `steps.pages.outcome == 'success' && format('github-pages-{0}', github.run_attempt) || ''`;
  return { upload, isWritten: `hashFiles('site/index.html') != ''`, name };
}

export const DASHBOARD_REPORTS = `\
          report: |
            html=site/index.html
            badge=site/badges/
            ics=site/certificates.ics
`;

export const LOG_LOCATION: Record<StoreKind, string> = {
  commit: 'on a separate branch',
  cache: 'in the Actions cache',
  file: 'in a file on the runner',
};

/** Renders the permissions of a job that scans, each on a line. */
export function renderPermissionLines(
  { store, issues }: Pick<WorkflowOptions, 'store' | 'issues'>,
  indent: string,
): string {
  return [
    store === 'commit' ? 'contents: write # to store the event log on a separate branch' : 'contents: read',
    ...(issues ? ['issues: write # to open issues'] : []),
    '# actions: write # for keepalive: true',
  ]
    .map((line) => `${indent}${line}\n`)
    .join('');
}

function renderInputs({ manifest, dashboard }: WorkflowOptions): string {
  const named = manifest === null ? '' : `          manifest: ${JSON.stringify(manifest)}\n`;
  const inputs = `${named}${dashboard ? DASHBOARD_REPORTS : ''}`;
  const start = inputs === '' ? '        # with:\n' : '        with:\n';
  return `${start}${inputs}        #   keepalive: true # in public repositories, GitHub disables schedules after 60 days without a commit\n`;
}

function renderEnvironment(variables: readonly string[]): string {
  if (variables.length === 0)
    return `        # env:\n        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}\n`;
  return `        env:\n${variables.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}`;
}
