/** The unwatched findings of `discover`, each with the proposed entry. */

import type { Discovery, DiscoveryFinding } from '../../generated/discovery.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { lazy } from '../../lib/memoize.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  type Paragraph,
  quoteMessage,
  quoteName,
  type Section,
  type Text,
} from '../document/model.ts';
import { renderEntryLine, renderEntryYaml } from './entry-yaml.ts';
import {
  describeServer,
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

/** Builds the document. Findings are not shortened on a terminal, so that they can be copied. */
export function buildDiscoveryDocument(discovery: Discovery, { candidates, unresolved }: DiscoveryView): Document {
  const missing = listUnwatched(discovery);
  const [hosts = '', ...others] = listSummaryLines(discovery);
  return createDocument('Certificates that are not watched', {
    lead: [createParagraph(hosts)],
    summary: others.map((line) => createParagraph(line)),
    sections: [
      buildFindingSection('Not watched', missing),
      buildEntrySection(missing),
      ...(candidates ? [buildFindingSection('Candidates', listCandidates(discovery))] : []),
      ...(unresolved ? [buildUnresolvedSection(discovery)] : []),
      buildSkippedSection(discovery),
      { only: 'terminal', blocks: listNextSteps(discovery) },
    ],
    rest: { terminal: '--format json lists them', markdown: 'in the output of certvigil discover' },
  });
}

interface FindingRow {
  finding: DiscoveryFinding;
  /** The proposed entry, at the last finding that it would watch; null at others. */
  proposal: string | null;
}

const FINDING_COLUMNS: readonly Column<FindingRow>[] = [
  { title: 'Found', cell: ({ finding }) => quoteName(formatValue(finding)) },
  { title: 'Kind', only: 'file', cell: ({ finding }) => finding.kind },
  { title: 'Named by', only: 'file', cell: ({ finding }) => describeLines(finding) },
  { title: 'Format', only: 'file', cell: ({ finding }) => quoteName(finding.format) },
  { title: 'Named by', only: 'terminal', lead: '  ', cell: ({ finding }) => quoteName(formatLines(finding)) },
  { title: 'Entry to add', only: 'terminal', isDetail: true, cell: ({ proposal }) => quoteName(proposal) },
];

function buildFindingSection(title: string, findings: readonly DiscoveryFinding[]): Section {
  const rows = groupByEntry(findings).flatMap(({ entry, findings: group }) => {
    const [reason] = group.flatMap((finding) => finding.reason ?? []);
    const proposal = entry === null ? (reason ?? null) : `- ${renderEntryLine(entry)}`;
    return group.map((finding, index) => ({ finding, proposal: index === group.length - 1 ? proposal : null }));
  });
  return { title, blocks: [createTable(FINDING_COLUMNS, rows, { isCopyable: true })] };
}

function describeLines(finding: DiscoveryFinding): Text {
  const { names, file, line, other_lines } = finding;
  if (names !== undefined) return quoteName(describeServer(finding));
  return [{ code: `${file}:${line}` }, other_lines.length === 0 ? '' : ` and ${other_lines.length} more`];
}

/** Formats `deploy/shop.yaml:6 (kubernetes, and 2 more)`; for a certificate file, which has no lines, only its content. */
function formatLines(finding: DiscoveryFinding): string {
  const { names, kind, value, file, line, format, other_lines, valid_to } = finding;
  if (names !== undefined) return describeServer(finding);
  const more = other_lines.length === 0 ? '' : `, and ${other_lines.length} more`;
  if (kind === 'host' || kind === 'domain' || file !== value) return `${file}:${line} (${format}${more})`;
  const expiry = valid_to === null ? '' : `, expires on ${formatDay(valid_to)}`;
  return `(${kind === 'fixture' ? `test certificate, ${format}` : format}${expiry})`;
}

function buildEntrySection(findings: readonly DiscoveryFinding[]): Section {
  const getLines = lazy(() => {
    const entries = groupByEntry(findings).flatMap(({ entry }) => (entry === null ? [] : [entry]));
    const lines = entries.flatMap((entry) => renderEntryYaml(entry).trimEnd().split('\n'));
    return lines.length === 0 ? [] : ['certificates:', ...lines];
  });
  return {
    title: 'Entries for the manifest',
    only: 'file',
    // A terminal shows none of them, and there may be hundreds of thousands.
    get blocks() {
      return [{ kind: 'listing' as const, language: 'yaml' as const, lines: getLines() }];
    },
  };
}

const UNRESOLVED_COLUMNS: readonly Column<Discovery['unresolved'][number]>[] = [
  { title: 'Expression', cell: ({ expression }) => quoteName(expression) },
  { title: 'Named by', lead: '  ', cell: ({ file, line }) => quoteName(`${file}:${line}`) },
  { title: 'Format', lead: ', ', cell: ({ format }) => quoteName(format) },
];

function buildUnresolvedSection({ unresolved }: Discovery): Section {
  const table = createTable(UNRESOLVED_COLUMNS, unresolved, { isCopyable: true });
  return { title: 'Not resolved', blocks: [table] };
}

/** The limit of files on a terminal; JSON has all. */
const MAX_SKIPPED = 10;

const SKIPPED_COLUMNS: readonly Column<Discovery['skipped'][number]>[] = [
  { title: 'File', cell: ({ file }) => quoteName(file) },
  { title: 'Reason', lead: '  ', cell: ({ reason }) => quoteMessage(reason) },
];

/** Builds the section of skipped files. Files such as private keys are expected; only files that could contain a certificate are shown. */
function buildSkippedSection({ skipped }: Discovery): Section {
  const notable = skipped.filter(({ reason }) => !/^(?:a private key|a link to|documentation|archived)/.test(reason));
  const table = createTable(SKIPPED_COLUMNS, notable, { isCopyable: true, limit: MAX_SKIPPED });
  return { title: 'Skipped', only: 'terminal', blocks: [table] };
}

function listNextSteps(discovery: Discovery): Paragraph[] {
  const { manifest, network } = discovery;
  if (listUnwatched(discovery).every(({ entry }) => entry === null)) return [];
  const step =
    manifest === null
      ? network === undefined
        ? 'There is no manifest. "certvigil init" creates one with these entries.'
        : 'There is no manifest: "certvigil init" creates one.'
      : network === undefined
        ? `"certvigil discover --write" adds these entries to ${manifest}.`
        : `Add --write to add these entries to ${manifest}.`;
  return [createParagraph(step)];
}
