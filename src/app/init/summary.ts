/** Renders the output of `certvigil init`: what was written, what was skipped and why, and the next steps. */

import { groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { NO_CERTIFICATE, type Proposal, type ProposedEntry, type SkippedFile } from '../discover/propose-entries.ts';
import { PLACEHOLDER_ACTION, PLACEHOLDER_OWNER } from './action-reference.ts';
import type { SigningSecret } from './probe-options.ts';
import { SCAN_WORKFLOW_PATH } from './workflow-templates.ts';

export interface InitFile {
  path: string;
  what: string;
  status: 'written' | 'exists';
  /** Only in a dry run. */
  text: string | null;
}

/** A test message, and what the receiver answered. */
interface InitTest {
  destination: string;
  status: string;
  answer: { status: number; advice: string | null } | null;
  error: { code: string; detail: string } | null;
}

export interface InitTests {
  sent: readonly InitTest[];
  /** Secrets that are not in the environment, without which a receiver cannot be tested. */
  unset: readonly string[];
}

export const NO_TESTS: InitTests = { sent: [], unset: [] };

export interface InitResult {
  /** The manifest, the workflow that validates, and the one that scans. */
  files: InitFile[];
  proposal: Proposal;
  /** The manifest that existed before; null if there was none. */
  existing: string | null;
  /** The action, as the workflows refer to it. */
  action: string;
  /** Variables of the manifest, each to be a secret of the repository. */
  variables: readonly string[];
  /** The secrets that a new manifest has for probes. */
  signing: readonly SigningSecret[];
  cron: string;
  /** Whether the scan workflow publishes a dashboard. */
  dashboard: boolean;
  /** The probes that a new manifest needs entries for. */
  probes: readonly string[];
  /** Whether a new manifest opens GitHub issues. */
  issues: boolean;
  dry_run: boolean;
  /** The messages that were sent to the receivers of a new manifest. */
  tests: InitTests;
}

export function renderInitSummary(result: InitResult, quiet: boolean): string {
  const { files, proposal, existing, dry_run } = result;
  const texts = files.flatMap(({ path, text }) => (text === null ? [] : [`# --- ${path}\n${text}\n`]));
  const outcome = files.map((file) => renderFile(file, result)).join('');
  const tests = result.tests.sent.map(renderTest).join('');
  if (quiet) return texts.join('') + outcome + tests;
  const isWritten = files.some(({ status }) => status === 'written');
  return [
    ...texts,
    outcome,
    existing === null ? renderProposal(proposal) : '',
    tests === '' ? '' : `\nTest messages:\n${tests}`,
    isWritten && !dry_run ? renderNextSteps(result) : '',
    renderDashboardHint(result),
    isWritten ? '' : 'Nothing was written because all files exist. To generate one again, move it away first.\n',
  ].join('');
}

function renderTest({ destination, status, answer, error }: InitTest): string {
  const response = answer === null ? '' : `, status ${answer.status}`;
  const advice = answer?.advice ? `\n          ${answer.advice}` : '';
  if (status === 'sent') return `  sent    ${destination}${response}${advice}\n`;
  return `  FAILED  ${destination}: ${error?.detail ?? ''} [${error?.code ?? ''}]\n`;
}

function renderFile({ path, what, status }: InitFile, { dry_run, cron }: InitResult): string {
  if (status === 'exists') return `Skipped     ${path}: already exists\n`;
  const [minute = '', hour = ''] = cron.split(' ');
  const when = path === SCAN_WORKFLOW_PATH ? `, at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')} UTC` : '';
  return `${dry_run ? 'Would write' : 'Wrote      '} ${path}: ${what}${when}\n`;
}

function renderProposal({ entries, skipped }: Proposal): string {
  const found =
    entries.length === 0
      ? '\nNo certificates found: replace the example in the manifest with your own.\n'
      : `\nMonitored:\n${entries.slice(0, MAX_ENTRIES).map(renderEntry).join('')}${renderMore(entries.length)}`;
  return found + renderSkipped(skipped);
}

/** A longer list is only in the manifest. */
const MAX_ENTRIES = 20;

function renderMore(entries: number): string {
  return entries > MAX_ENTRIES ? `  and ${entries - MAX_ENTRIES} more: see the manifest\n` : '';
}

function renderEntry({ name, source, files, valid_to }: ProposedEntry): string {
  if (source.kind === 'endpoint') return `  ${name}: server ${escapeName(source.endpoint)}\n`;
  if (source.kind === 'domain') return `  ${name}: registration of ${escapeName(source.domain)}\n`;
  const patterns = source.patterns.map(escapeName).join(', ');
  const count = files > 1 ? ` (${files} files)` : '';
  const test = source.fixture ? (files > 1 ? ', test certificates' : ', a test certificate') : '';
  const expiry = valid_to === null ? '' : `, ${files > 1 ? 'the first ' : ''}expires on ${formatDay(valid_to)}`;
  return `  ${name}: ${patterns}${count}${test}${expiry}\n`;
}

/** The limit of file names per reason. */
const MAX_NAMES = 5;

function renderSkipped(skipped: readonly SkippedFile[]): string {
  // Files without a certificate are of no interest to someone who looks for certificates.
  const listed = skipped.filter(({ why }) => why !== NO_CERTIFICATE);
  if (listed.length === 0) return '';
  const lines = [...groupBy(listed, ({ why }) => why)].map(([why, group]) => {
    const names = group.map(({ path }) => escapeName(path));
    return `  ${why}: ${truncateList(names, MAX_NAMES)}\n`;
  });
  return `\nNot monitored:\n${lines.join('')}`;
}

/** File names are untrusted input: nothing in them may move the cursor or reverse the text. */
function escapeName(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}

/** An existing workflow is not changed. */
function renderDashboardHint({ files, dashboard }: InitResult): string {
  const scan = files[2];
  if (!dashboard || scan?.status !== 'exists') return '';
  return `\nThe dashboard is not published: ${scan.path} exists. Add the steps of examples/workflows/pages.yml to it, or move it away and run\ninit --dashboard again.\n`;
}

function renderNextSteps(result: InitResult): string {
  const { files, existing, action, variables, signing, dashboard, probes, tests, proposal, issues } = result;
  const written = files.filter(({ status }) => status === 'written').map(({ path }) => path);
  const workflows = written.filter((path) => path.startsWith('.github/workflows/'));
  const scan = files[2]?.path ?? null;
  const isScanWritten = scan !== null && workflows.includes(scan);
  const caFiles = proposal.entries.flatMap(({ source }) => (source.kind === 'endpoint' ? (source.ca_file ?? []) : []));
  const committed = [...new Set([...written, ...caFiles])];
  const steps = [
    existing === null
      ? 'Review the manifest, add other certificates, and check it: certvigil validate'
      : 'Check the manifest: certvigil validate',
    ...probes.map((probe) => `Add "probe: ${probe}" to the entries that this probe reads`),
    ...(tests.unset.length === 0
      ? []
      : [`Set ${tests.unset.join(' and ')}, and send a test message: certvigil test --all`]),
    ...(scan === null ? [] : ['Preview a scan and its notifications: certvigil scan --dry-run']),
    ...(action === PLACEHOLDER_ACTION && workflows.length > 0
      ? [`Replace ${PLACEHOLDER_OWNER} with the account that hosts the action: ${workflows.join(', ')}`]
      : []),
    ...(isScanWritten
      ? [
          ...signing.map(({ name }) => `Create a secret for the files: openssl rand -hex 32 | gh secret set ${name}`),
          ...variables.map((name) => `Add the secret to the repository: gh secret set ${name}`),
        ]
      : []),
    ...(dashboard && isScanWritten
      ? [
          'Enable GitHub Pages (Settings > Pages > Source: GitHub Actions), or delete the job "publish": the page is public',
        ]
      : []),
    ...(scan === null
      ? [
          ...(issues
            ? [
                'Add another receiver, or set GITHUB_TOKEN and GITHUB_REPOSITORY: no issue is opened outside GitHub without them',
              ]
            : []),
          ...(variables.length === 0 ? [] : [`Pass ${variables.join(' and ')} to each scan, as environment variables`]),
          'Scan, and alert: certvigil scan',
          'Do that every day: see docs/getting-started/other-schedulers.md',
        ]
      : [
          `Commit, and push to the default branch: git add ${committed.join(' ')}`,
          `Start the first scan: gh workflow run ${scan.slice(scan.lastIndexOf('/') + 1)}`,
        ]),
  ];
  return `\nNext steps:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`;
}
