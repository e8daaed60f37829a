/** Renders what `discover` found as GitHub Markdown, for a job summary or the text of a pull request. */

import type { Discovery, DiscoveryFinding } from '../../generated/discovery.ts';
import { formatCode } from '../format/markdown.ts';
import { createSection, createTable, renderDocument, type Section } from '../format/markdown-document.ts';
import { renderEntryYaml } from './entry-yaml.ts';
import {
  describeServer,
  formatValue,
  groupByEntry,
  listCandidates,
  listSummaryLines,
  listUnwatched,
} from './select.ts';
import type { DiscoveryView } from './terminal.ts';

/** GitHub accepts 65,536 characters as the text of a pull request. */
const MAX_BYTES = 60_000;

const REST = 'in the output of `certvigil discover`';

/** Fits into a pull request: what exceeds 60,000 bytes is left out, and the text says so. */
export function renderDiscoveryMarkdown(discovery: Discovery, { candidates, unresolved }: DiscoveryView): string {
  const missing = listUnwatched(discovery);
  const head = `## Certificates that are not watched\n\n${listSummaryLines(discovery).toReversed().map(formatText).join('  \n')}\n`;
  const sections = [
    createFindingTable('Not watched', missing),
    createEntrySection(missing),
    ...(candidates ? [createFindingTable('Candidates', listCandidates(discovery))] : []),
    ...(unresolved ? [createUnresolvedTable(discovery)] : []),
  ];
  return renderDocument(head, sections, '', MAX_BYTES);
}

/** Summary lines quote names of the repository. */
function formatText(line: string): string {
  return line.replace(/[\\`*_{}[\]<>#|@&]/g, (character) => `\\${character}`);
}

function createFindingTable(title: string, findings: readonly DiscoveryFinding[]): Section {
  const rows = findings.map((finding) => {
    const { kind, file, line, format, other_lines, names } = finding;
    if (names !== undefined)
      return [formatCode(formatValue(finding)), kind, formatCode(describeServer(finding)), formatCode(format)];
    const more = other_lines.length === 0 ? '' : ` and ${other_lines.length} more`;
    return [formatCode(formatValue(finding)), kind, `${formatCode(`${file}:${line}`)}${more}`, formatCode(format)];
  });
  return createTable(title, ['found', 'kind', 'at', 'format'], rows, REST);
}

function createEntrySection(findings: readonly DiscoveryFinding[]): Section {
  const entries = groupByEntry(findings).flatMap(({ entry }) => (entry === null ? [] : [entry]));
  const yaml = entries.map((entry) => renderEntryYaml(entry)).join('');
  // A fence is longer than any run of backticks inside of it.
  const fence = '`'.repeat(Math.max(3, ...(yaml.match(/`+/g) ?? []).map(({ length }) => length + 1)));
  const section = createSection('Entries for the manifest', yaml.split('\n').slice(0, -1), REST);
  return { ...section, before: `${section.before}${fence}yaml\ncertificates:\n`, after: `${fence}\n` };
}

function createUnresolvedTable({ unresolved }: Discovery): Section {
  const rows = unresolved.map(({ file, line, format, expression }) => [
    formatCode(expression),
    formatCode(`${file}:${line}`),
    formatCode(format),
  ]);
  return createTable('Not resolved', ['expression', 'at', 'format'], rows, REST);
}
