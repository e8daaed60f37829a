/** What init tells: what it wrote, what it left alone and why, and what to do next. */

import { groupBy } from '../../lib/collections.ts';
import type { Proposal, ProposedEntry, SkippedFile } from './propose-entries.ts';
import { DEFAULT_ACTION, SCAN_WORKFLOW_PATH } from './workflow-templates.ts';

export interface InitFile {
  path: string;
  what: string;
  status: 'written' | 'exists';
  /** Only in a dry run. */
  text: string | null;
}

export interface InitResult {
  /** The manifest, the workflow that validates, and the one that scans. */
  files: InitFile[];
  proposal: Proposal;
  /** The manifest that was there before. */
  existing: string | null;
  /** As the workflows name it. */
  action: string;
  /** That the manifest names: each is to be a secret. */
  variables: readonly string[];
  cron: string;
  dry_run: boolean;
}

export function renderInitSummary(setup: InitResult, quiet: boolean): string {
  const { files, proposal, existing, dry_run } = setup;
  const texts = files.flatMap(({ path, text }) => (text === null ? [] : [`# --- ${path}\n${text}\n`]));
  const outcome = files.map((file) => fileText(file, setup)).join('');
  if (quiet) return texts.join('') + outcome;
  const isWritten = files.some(({ status }) => status === 'written');
  return [
    ...texts,
    outcome,
    existing === null ? proposalText(proposal) : '',
    isWritten && !dry_run ? nextText(setup) : '',
    isWritten ? '' : 'Nothing was written: all of it is there. To have one of them anew, move it away first.\n',
  ].join('');
}

function fileText({ path, what, status }: InitFile, { dry_run, cron }: InitResult): string {
  if (status === 'exists') return `Left alone  ${path}: it exists\n`;
  const [minute = '', hour = ''] = cron.split(' ');
  const when = path === SCAN_WORKFLOW_PATH ? `, at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')} UTC` : '';
  return `${dry_run ? 'Would write' : 'Wrote      '} ${path}: ${what}${when}\n`;
}

function proposalText({ entries, left }: Proposal): string {
  const found =
    entries.length === 0
      ? '\nNo certificate was found: put your own in place of the example in the manifest.\n'
      : `\nWatched from now on:\n${entries.map(entryText).join('')}`;
  return found + leftText(left);
}

function entryText({ name, source, files, valid_to }: ProposedEntry): string {
  if (source.kind === 'endpoint') return `  ${name}: the server ${escapeName(source.endpoint)}\n`;
  const patterns = source.patterns.map(escapeName).join(', ');
  const count = files > 1 ? ` (${files} files)` : '';
  const end = valid_to === null ? '' : `, ${files > 1 ? 'the first ' : ''}until ${valid_to.slice(0, 10)}`;
  return `  ${name}: ${patterns}${count}${end}\n`;
}

/** So many names of one kind; of the others their number. */
const MAX_NAMES = 5;

function leftText(left: readonly SkippedFile[]): string {
  // What is no certificate by its content needs no word: a certificate is what was looked for.
  const told = left.filter(({ why }) => why !== 'no certificate');
  if (told.length === 0) return '';
  const lines = [...groupBy(told, ({ why }) => why)].map(([why, of]) => {
    const names = of.slice(0, MAX_NAMES).map(({ path }) => escapeName(path));
    const more = of.length > names.length ? ` and ${of.length - names.length} more` : '';
    return `  ${why}: ${names.join(', ')}${more}\n`;
  });
  return `\nNot watched:\n${lines.join('')}`;
}

/** Names of files are anyone's: nothing in them may move the cursor or turn the text. */
function escapeName(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
}

function nextText({ files, existing, action, variables }: InitResult): string {
  const written = files.filter(({ status }) => status === 'written').map(({ path }) => path);
  const workflows = written.filter((path) => path.startsWith('.github/workflows/'));
  const scan = files.at(-1)?.path ?? SCAN_WORKFLOW_PATH;
  const steps = [
    existing === null
      ? 'Look at the manifest, add what else is to be watched, and check it: certvigil validate'
      : 'Check the manifest: certvigil validate',
    'See what a scan would say and send: certvigil scan --dry-run',
    ...(action === DEFAULT_ACTION && workflows.length > 0
      ? [`Put the account that has the action in the place of OWNER: ${workflows.join(', ')}`]
      : []),
    ...(workflows.includes(scan)
      ? variables.map((name) => `Add the secret to the repository: gh secret set ${name}`)
      : []),
    `Commit, and push to the default branch: git add ${written.join(' ')}`,
    `Start the first scan by hand: gh workflow run ${scan.slice(scan.lastIndexOf('/') + 1)}`,
  ];
  return `\nNext:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('')}`;
}
