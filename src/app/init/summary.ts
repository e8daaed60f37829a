/** Renders the output of `certvigil init`: the written files, the skipped ones with the reasons, and the next steps. */

import { groupBy } from '../../lib/collections.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { formatAfterDestination } from '../../notify/failures.ts';
import { measureWidth, wrapAfter } from '../../report/format/terminal-text.ts';
import { NO_CERTIFICATE, type ProposedEntry, type SkippedFile } from '../discover/propose-entries.ts';
import { PLACEHOLDER_ACTION, PLACEHOLDER_OWNER } from './action-reference.ts';
import type { ProbeRunner } from './observe-workflow.ts';
import { type Draft, type FilePlan, isDefaultName } from './plan-files.ts';
import { SCAN_WORKFLOW_PATH } from './workflow-templates.ts';
import type { InitFile } from './write-files.ts';

/** A test message, and the response of the receiver. */
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
  plan: FilePlan;
  options: SummaryOptions;
  /** The manifest, the workflow that validates, and the one that scans. */
  files: InitFile[];
  /** The messages that were sent to the receivers of a new manifest. */
  tests: InitTests;
}

interface SummaryOptions {
  dashboard: boolean;
  dry_run: boolean;
  quiet: boolean;
  probes: readonly ProbeRunner[];
}

/** Renders the summary. Lines have at most `columns`, except commands, which are copied and never broken. */
export function renderInitSummary(result: InitResult, columns: number): string {
  const { plan, options, files } = result;
  const texts = files.flatMap(({ path, text }) => (text === null ? [] : [`# --- ${path}\n${text}\n`]));
  const outcome = files.map((file) => renderFile(file, result, columns)).join('');
  const tests = result.tests.sent.map((test) => renderTest(test, columns)).join('');
  if (options.quiet) return texts.join('') + outcome + tests;
  const isWritten = files.some(({ status }) => status === 'written');
  return [
    ...texts,
    outcome,
    plan.existing === null ? renderDraft(plan.draft, columns) : '',
    tests === '' ? '' : `\nTest messages:\n${tests}`,
    isWritten && !options.dry_run ? renderNextSteps(result, columns) : '',
    ...listHints(result).map((hint) => `\n${wrapAfter('', hint, columns)}`),
    isWritten
      ? ''
      : wrapAfter(
          '',
          'Nothing was written because all files exist. To generate one again, move it away first.',
          columns,
        ),
  ].join('');
}

function renderTest({ destination, status, answer, error }: InitTest, columns: number): string {
  const response = answer === null ? '' : `, status ${answer.status}`;
  const advice = answer?.advice ? wrapAfter(' '.repeat(10), answer.advice, columns) : '';
  if (status === 'sent') return `  sent    ${destination}${response}\n${advice}`;
  const reason = error === null ? '' : formatAfterDestination(error, destination);
  return wrapAfter('  FAILED  ', `${destination}${reason}`, columns);
}

function renderFile({ path, what, status }: InitFile, { plan, options }: InitResult, columns: number): string {
  if (status === 'exists') return wrapAfter('Skipped     ', `${path}: already exists`, columns);
  const [minute = '', hour = ''] = plan.cron.split(' ');
  const when = path === SCAN_WORKFLOW_PATH ? `, at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')} UTC` : '';
  return wrapAfter(options.dry_run ? 'Would write ' : 'Wrote       ', `${path}: ${what}${when}`, columns);
}

function renderDraft({ proposal, hasInternal }: Draft, columns: number): string {
  const { entries, damaged, skipped } = proposal;
  const monitored = entries.slice(0, MAX_ENTRIES).map((entry) => wrapItem(describeEntry(entry), columns));
  const found =
    entries.length === 0
      ? `\n${wrapAfter('', 'No certificates found: replace the example in the manifest with your own.', columns)}`
      : `\nMonitored:\n${monitored.join('')}${renderMore(entries.length)}`;
  return found + renderDamaged(damaged, columns) + renderSkipped(skipped, hasInternal, columns);
}

function wrapItem(text: string, columns: number): string {
  return wrapAfter('  ', text, columns, 4);
}

/** The maximum of listed entries; a longer list is only in the manifest. */
const MAX_ENTRIES = 20;

function renderMore(entries: number): string {
  return entries > MAX_ENTRIES ? `  and ${entries - MAX_ENTRIES} more: see the manifest\n` : '';
}

function describeEntry({ name, source, files, valid_to }: ProposedEntry): string {
  if (source.kind === 'endpoint') return `${name}: server ${source.endpoint}`;
  if (source.kind === 'domain') return `${name}: registration of ${source.domain}`;
  const count = files > 1 ? ` (${files} files)` : '';
  const test = source.fixture ? (files > 1 ? ', test certificates' : ', a test certificate') : '';
  const expiry = valid_to === null ? '' : `, ${files > 1 ? 'the first ' : ''}expires on ${formatDay(valid_to)}`;
  return `${name}: ${source.patterns.join(', ')}${count}${test}${expiry}`;
}

/** The limit of file names per reason. */
const MAX_NAMES = 5;

function renderDamaged(damaged: readonly string[], columns: number): string {
  if (damaged.length === 0) return '';
  const title = wrapAfter('', 'Damaged (scans report them until you replace, delete or exclude them):', columns);
  return `\n${title}${wrapItem(truncateList(damaged, MAX_NAMES), columns)}`;
}

function renderSkipped(skipped: readonly SkippedFile[], hasInternal: boolean, columns: number): string {
  // Files without a certificate are not relevant for monitoring.
  const listed = skipped.filter(({ why }) => why !== NO_CERTIFICATE);
  const lines = [...groupBy(listed, ({ why }) => why)].map(([why, group]) => {
    const names = group.map(({ path }) => path);
    return `${why}: ${truncateList(names, MAX_NAMES)}`;
  });
  const all = [...lines, ...(hasInternal ? [INTERNAL_HINT] : [])];
  return all.length === 0 ? '' : `\nNot monitored:\n${all.map((line) => wrapItem(line, columns)).join('')}`;
}

const INTERNAL_HINT =
  'hosts in private domains, such as .internal or .corp: name yours in discovery.domains, and run certvigil discover --write';

/** Lists hints about features that an existing workflow, which is not changed, lacks. */
function listHints({ plan, options, files: [manifest, , scan] }: InitResult): string[] {
  if (scan?.status !== 'exists') return [];
  const isOther = plan.existing === null && manifest?.status === 'written' && !isDefaultName(plan.manifest);
  return [
    ...(isOther
      ? [`${scan.path} exists, and may scan another manifest. Add a step with "manifest: ${plan.manifest}" to it.`]
      : []),
    ...(options.dashboard
      ? [
          `The dashboard is not published: ${scan.path} exists. Add the steps of examples/workflows/pages.yml to it, or move it away and run init --dashboard again.`,
        ]
      : []),
  ];
}

/** A step with its command. */
type Step = readonly [text: string, command?: string];

function renderNextSteps(result: InitResult, columns: number): string {
  return `\nNext steps:\n${listNextSteps(result)
    .map((step, index) => renderStep(step, `${index + 1}.`.padStart(4), columns))
    .join('')}`;
}

function renderStep([text, command]: Step, number: string, columns: number): string {
  const line = command === undefined ? text : `${text}: ${command}`;
  if (command === undefined || measureWidth(`${number} ${line}`) <= columns)
    return wrapAfter(`${number} `, line, columns);
  return `${wrapAfter(`${number} `, `${text}:`, columns)}${' '.repeat(7)}${command}\n`;
}

function listNextSteps(result: InitResult): Step[] {
  const { plan, options, files } = result;
  const name = isDefaultName(plan.manifest) ? '' : ` -m ${quoteWord(plan.manifest)}`;
  const scan = files[2]?.path ?? null;
  return [
    plan.existing === null
      ? ['Review the manifest, add certificates, and check it', `certvigil validate${name}`]
      : ['Check the manifest', `certvigil validate${name}`],
    ...(plan.existing === null ? options.probes : []).map(
      ({ probe }): Step => [`Add "probe: ${probe}" to the entries that this probe reads`],
    ),
    ...listTestSteps(result, name),
    ...(hasHeartbeat(plan) ? [] : ([[HEARTBEAT_HINT]] as const)),
    ...(scan === null ? listSteps(result, name) : listWorkflowSteps(result, scan, name)),
  ];
}

const HEARTBEAT_HINT =
  'Set settings.heartbeat_url to a monitor, such as healthchecks.io: if scans stop, nothing else can tell you';

/** Whether a monitor notices if scans stop, or the manifest says that none is needed. */
function hasHeartbeat({ existing, draft }: FilePlan): boolean {
  if (existing === null) return draft.heartbeat !== null;
  const { manifest } = existing;
  return manifest === null || manifest.heartbeat !== null || manifest.heartbeat_declined;
}

/** Lists steps for receivers that rejected their message, or were not tested without a secret. */
function listTestSteps({ plan, tests: { sent, unset } }: InitResult, name: string): Step[] {
  const isFailed = sent.some(({ status }) => status !== 'sent');
  if (!isFailed && unset.length === 0) return [];
  const variables = isFailed ? plan.variables : unset;
  const todo = [
    ...(isFailed ? ['Correct the receiver'] : []),
    ...(variables.length === 0 ? [] : [`${isFailed ? 'set' : 'Set'} ${variables.join(' and ')}`]),
    'and send a test message',
  ];
  return [[todo.join(', '), `certvigil test --all${name}`]];
}

/** Lists the steps without workflows. */
function listSteps({ plan: { draft, variables } }: InitResult, name: string): Step[] {
  return [
    ...(draft.receivers.issues ? ([[ISSUES_HINT]] as const) : []),
    ...(variables.length === 0
      ? []
      : ([[`Pass ${variables.join(' and ')} to each scan, as environment variables`]] as const)),
    ['Scan, and alert', `certvigil scan${name}`],
    ['Do that every day, with cron or systemd', 'see docs/getting-started/linux.md'],
  ];
}

const ISSUES_HINT =
  'Add another receiver, or set GITHUB_TOKEN and GITHUB_REPOSITORY: no issue is opened outside GitHub without them';

/** Lists the steps with workflows. `scan`: the workflow that scans, new or existing. */
function listWorkflowSteps({ plan, options, files }: InitResult, scan: string, name: string): Step[] {
  const { action, variables, signing, draft } = plan;
  const written = files.filter(({ status }) => status === 'written').map(({ path }) => path);
  const workflows = written.filter((path) => path.startsWith('.github/workflows/'));
  const isScanWritten = workflows.includes(scan);
  const caFiles = draft.proposal.entries.flatMap(({ source }) =>
    source.kind === 'endpoint' ? (source.ca_file ?? []) : [],
  );
  const secrets = [
    ...signing.map(
      (one): Step => ['Create a secret for the files', `openssl rand -hex 32 | gh secret set ${one.name}`],
    ),
    ...variables.map((variable): Step => ['Add the secret to the repository', `gh secret set ${variable}`]),
  ];
  return [
    ['Preview a scan and its notifications', `certvigil scan --dry-run${name}`],
    ...(action === PLACEHOLDER_ACTION && workflows.length > 0
      ? ([[`Replace ${PLACEHOLDER_OWNER} with the account that hosts the action: ${workflows.join(', ')}`]] as const)
      : []),
    ...(isScanWritten ? secrets : []),
    ...(options.dashboard && isScanWritten ? ([[PAGES_HINT]] as const) : []),
    [
      'Commit, and push to the default branch',
      `git add ${[...new Set([...written, ...caFiles])].map(quoteWord).join(' ')}`,
    ],
    ['Start the first scan', `gh workflow run ${scan.slice(scan.lastIndexOf('/') + 1)}`],
  ];
}

/** Quotes a word of a shell command. */
function quoteWord(text: string): string {
  const isPlain = /^[\w@%+=:,./-]+$/.test(text);
  return isPlain ? text : `'${escapeUnprintable(text).replaceAll("'", "'\\''")}'`;
}

const PAGES_HINT =
  'Enable GitHub Pages (Settings > Pages > Source: GitHub Actions), or delete the job "publish": the page is public';
