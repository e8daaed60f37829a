/** The result of `import`: what came over, what did not, and which secrets to set. */

import type { Import, ImportEntry, ImportLeftOut, ImportReceiver, ImportVariable } from '../../generated/import.ts';
import { renderEntryLine } from '../discover/entry-yaml.ts';
import {
  type Column,
  createDocument,
  createParagraph,
  createTable,
  type Document,
  type Paragraph,
  quoteMessage,
  quoteName,
  type Text,
} from '../document/model.ts';
import { formatCount } from '../format/labels.ts';

export interface ImportView {
  /** Whether nothing is written. */
  isDryRun: boolean;
}

/** Builds the document. */
export function buildImportDocument(imported: Import, view: ImportView): Document {
  const { entries, receivers, variables, left_out } = imported;
  const added = entries.filter(({ state }) => state === 'added');
  const lists = view.isDryRun
    ? [{ title: 'Entries', blocks: [createTable(ENTRY_COLUMNS, added, { isCopyable: true })] }]
    : [];
  return createDocument('Imported certificates', {
    lead: [createParagraph(describeResult(imported, view))],
    summary: listNotes(imported),
    sections: [
      ...lists,
      { title: 'Receivers', blocks: [createTable(RECEIVER_COLUMNS, receivers)] },
      { title: 'Not imported', blocks: [createTable(LEFT_OUT_COLUMNS, left_out, { isCopyable: true })] },
      { title: 'Set these secrets', blocks: [createTable(VARIABLE_COLUMNS, variables, { isCopyable: true })] },
      { only: 'terminal', blocks: listNextSteps(imported, view) },
    ],
    rest: { terminal: '--format json lists them' },
  });
}

const ENTRY_COLUMNS: readonly Column<ImportEntry>[] = [
  { title: 'Entry', cell: ({ entry }) => quoteName(renderEntryLine(entry)) },
  { title: 'Named by', lead: '  ', cell: describeOrigin },
];

const RECEIVER_COLUMNS: readonly Column<ImportReceiver>[] = [
  { title: 'Receiver', cell: ({ kind, name }) => quoteName(kind === 'issues' ? 'issues' : name) },
  {
    title: 'Kind',
    lead: '  ',
    cell: ({ kind, fields }) =>
      kind === 'webhook' ? String(fields.preset ?? 'webhook') : kind === 'email' ? 'email' : 'GitHub issues',
  },
  { title: 'State', lead: ', ', cell: ({ state }) => (state === 'added' ? 'added' : 'is in the manifest') },
];

const LEFT_OUT_COLUMNS: readonly Column<ImportLeftOut>[] = [
  { title: 'What', cell: ({ what }) => quoteName(what) },
  { title: 'Named by', lead: '  ', cell: describeOrigin },
  { title: 'Reason', isDetail: true, cell: ({ reason }) => quoteMessage(reason) },
];

const VARIABLE_COLUMNS: readonly Column<ImportVariable>[] = [
  { title: 'Variable', cell: ({ name }) => quoteName(name) },
  { title: 'Value', lead: '  ', cell: ({ meaning, receiver }) => [`${meaning}, for `, { code: receiver }] },
  { title: 'Named by', lead: ', ', cell: describeOrigin },
];

function describeOrigin({ file, line }: { file: string; line: number | null }): Text {
  return { code: line === null ? file : `${file}:${line}` };
}

function describeResult({ entries, manifest, is_new }: Import, { isDryRun }: ImportView): Text {
  const added = entries.filter(({ state }) => state === 'added').length;
  const count = formatCount(added, 'entry', 'entries');
  if (isDryRun) return [`${count} would be added to `, { code: manifest }, is_new ? ', which would be created.' : '.'];
  if (added === 0) return ['No entry was added to ', { code: manifest }, '.'];
  return is_new ? ['Created ', { code: manifest }, ` with ${count}.`] : [`Added ${count} to `, { code: manifest }, '.'];
}

function listNotes({ entries, left_out }: Import): Paragraph[] {
  const watched = entries.filter(({ state }) => state === 'watched').length;
  return [
    ...(watched === 0
      ? []
      : [
          createParagraph(`${formatCount(watched, 'server or domain is', 'servers and domains are')} already watched.`),
        ]),
    ...(left_out.length === 0
      ? []
      : [createParagraph(`${formatCount(left_out.length, 'thing was', 'things were')} not imported, as listed.`)]),
  ];
}

function listNextSteps({ entries, is_new, receivers }: Import, { isDryRun }: ImportView): Paragraph[] {
  if (isDryRun || entries.every(({ state }) => state === 'watched')) return [];
  const steps = [
    'Next: "certvigil scan --dry-run" reads the certificates, and sends nothing.',
    ...(is_new ? ['"certvigil init" creates the workflows; it keeps this manifest.'] : []),
    ...(receivers.length === 0 && is_new ? ['No receiver came over: add one under webhooks, email or issues.'] : []),
  ];
  return [createParagraph(steps.join(' '))];
}
