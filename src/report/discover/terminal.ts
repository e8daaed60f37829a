/** Shows what `discover` found and no entry watches, each with the entry that would. */

import type { Discovery, DiscoveryFinding } from '../../generated/discovery.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { wrapAfter } from '../format/terminal-text.ts';
import { renderEntryLine } from './entry-yaml.ts';
import {
  describeServer,
  type EntryGroup,
  formatValue,
  groupByEntry,
  listCandidates,
  listSummaryLines,
  listUnwatched,
} from './select.ts';

export interface DiscoveryView {
  candidates: boolean;
  unresolved: boolean;
}

/** Sentences have at most `columns`; what is found is not truncated, so that it can be copied. */
export function renderDiscovery(
  discovery: Discovery,
  { candidates, unresolved }: DiscoveryView,
  columns: number,
): string {
  const sections = [
    renderFindings('Not watched', listUnwatched(discovery)),
    candidates ? renderFindings('Candidates', listCandidates(discovery)) : '',
    unresolved ? renderUnresolved(discovery) : '',
    renderSkipped(discovery),
    wrapAfter('', renderNextStep(discovery), columns),
  ];
  const summary = listSummaryLines(discovery).map((line) => wrapAfter('', line, columns));
  return [...sections.filter((section) => section !== '').map((section) => `${section}\n`), ...summary].join('');
}

function renderFindings(title: string, findings: readonly DiscoveryFinding[]): string {
  if (findings.length === 0) return '';
  return `${title}:\n${groupByEntry(findings).map(renderGroup).join('')}`;
}

function renderGroup({ entry, findings }: EntryGroup): string {
  const lines = findings.map(
    (finding) => `  ${escapeUnprintable(formatValue(finding))}  ${formatLocations(finding)}\n`,
  );
  const [reason] = findings.flatMap((finding) => finding.reason ?? []);
  const proposal = entry === null ? reason : `- ${renderEntryLine(entry)}`;
  return lines.join('') + (proposal === undefined ? '' : `      ${escapeUnprintable(proposal)}\n`);
}

function formatLocations(finding: DiscoveryFinding): string {
  if (finding.names !== undefined) return escapeUnprintable(describeServer(finding));
  return formatFileLocations(finding);
}

function formatFileLocations({ kind, value, file, line, format, other_lines, valid_to }: DiscoveryFinding): string {
  const more = other_lines.length === 0 ? '' : `, and ${other_lines.length} more`;
  if (kind === 'host' || kind === 'domain' || file !== value)
    return `${escapeUnprintable(file)}:${line} (${format}${more})`;
  const expiry = valid_to === null ? '' : `, expires on ${formatDay(valid_to)}`;
  return `(${kind === 'fixture' ? `test certificate, ${format}` : format}${expiry})`;
}

function renderUnresolved({ unresolved }: Discovery): string {
  if (unresolved.length === 0) return '';
  const lines = unresolved.map(
    ({ file, line, format, expression }) =>
      `  ${escapeUnprintable(expression)}  ${escapeUnprintable(file)}:${line} (${format})\n`,
  );
  return `Not resolved:\n${lines.join('')}`;
}

function renderNextStep(discovery: Discovery): string {
  const entries = listUnwatched(discovery).filter(({ entry }) => entry !== null);
  if (entries.length === 0) return '';
  if (discovery.network !== undefined)
    return discovery.manifest === null
      ? 'There is no manifest: "certvigil init" creates one.'
      : `Add --write to add these entries to ${discovery.manifest}.`;
  return discovery.manifest === null
    ? 'There is no manifest. "certvigil init" creates one with these entries.'
    : `"certvigil discover --write" adds these entries to ${discovery.manifest}.`;
}

/** The limit of files in text output; JSON has all. */
const MAX_SKIPPED = 10;

/** Private keys and the like are expected; only what could hide a certificate is shown. */
function renderSkipped({ skipped }: Discovery): string {
  const notable = skipped.filter(({ reason }) => !/^(?:a private key|a link to|documentation)/.test(reason));
  if (notable.length === 0) return '';
  const lines = notable
    .slice(0, MAX_SKIPPED)
    .map(({ file, reason }) => `  ${escapeUnprintable(file)}  ${escapeUnprintable(reason)}\n`);
  const more =
    notable.length > MAX_SKIPPED ? `  and ${notable.length - MAX_SKIPPED} more (--format json lists them)\n` : '';
  return `Skipped:\n${lines.join('')}${more}`;
}
