/** One document with each kind of block, as each medium shows it. */

import { describe, expect, it } from 'vitest';
import { renderCsv } from '../../src/report/document/csv.ts';
import { renderHtml } from '../../src/report/document/html.ts';
import { renderMarkdown } from '../../src/report/document/markdown.ts';
import {
  type Column,
  createDocument,
  createList,
  createParagraph,
  createTable,
  type Document,
  joinTexts,
  quoteMessage,
  quoteName,
} from '../../src/report/document/model.ts';
import { renderTerminal } from '../../src/report/document/terminal.ts';
import { buildScanDocument } from '../../src/report/scan/document.ts';
import { expectGolden } from './golden.ts';
import { certificate, report } from './samples.ts';

interface Server {
  name: string;
  status: 'expired' | 'ok';
  days: number;
  owner: string | null;
  problem: string;
}

const SERVERS: readonly Server[] = [
  { name: 'shop', status: 'expired', days: -2, owner: null, problem: 'Renew it.' },
  { name: 'a | `b` <i> @all', status: 'ok', days: 1_200, owner: null, problem: '' },
];

const COLUMNS: readonly Column<Server>[] = [
  { title: 'Status', cell: ({ status }) => ({ mark: status, text: status }) },
  { title: 'Days', align: 'right', cell: ({ days }) => days },
  { title: 'Server', shorten: 'end', cell: ({ name }) => quoteName(name) },
  { title: 'Owner', optional: true, cell: ({ owner }) => quoteName(owner) },
  { title: 'Seen by', only: 'markdown', cell: () => 'Markdown' },
  { title: 'Seen by', only: 'terminal', cell: () => 'terminal' },
];

const SENTENCES: readonly Column<Server>[] = [
  { title: 'Server', cell: ({ name }) => quoteName(name) },
  { title: 'Status', lead: ' is ', cell: ({ status }) => status },
  { title: 'What to do', isDetail: true, cell: ({ problem }) => quoteMessage(problem) },
];

const table = createTable(COLUMNS, SERVERS, {
  limit: 1,
  total: { cells: ['total', 1_198, '', null, '', ''], mark: 'strong' },
  describeRow: ({ name }) => ({ isPart: name !== 'shop', below: [createParagraph(`below ${name}`)] }),
});

const DOCUMENT: Document = createDocument(['Servers of ', { code: 'acme' }], {
  mark: 'bad',
  subtitle: 'Example',
  lead: [createParagraph('The most important sentence.', { mark: 'bad' })],
  summary: [createParagraph('1. Another one, with event_log.retention_days.')],
  sections: [
    { title: 'A table', blocks: [table, createParagraph('A note.')] },
    { title: 'Sentences', blocks: [createTable(SENTENCES, SERVERS)] },
    { title: 'A list', mark: 'bad', blocks: [createList([joinTexts(['a', 'b', 'c'].map(quoteName), 2), 'd'], 1)] },
    {
      title: 'Folded',
      isFolded: true,
      blocks: [
        {
          kind: 'facts',
          facts: [
            ['Name', 'value'],
            ['Other', null],
          ],
        },
      ],
    },
    {
      blocks: [
        {
          kind: 'tree',
          name: 'Chain',
          nodes: [
            { depth: 0, text: 'shop', state: 'ok', mark: 'ok' },
            { depth: 1, text: 'CA', state: 'expired', mark: 'expired' },
          ],
        },
      ],
    },
    { title: 'Lines', blocks: [{ kind: 'listing', language: 'yaml', lines: ['a: 1', '```'] }] },
    { title: 'Left out', blocks: [createTable(COLUMNS, [])] },
    { title: 'Empty', blocks: [createTable(COLUMNS, [])], empty: 'Nothing to show.' },
    { title: 'To sign', only: 'html', blocks: [{ kind: 'form', fields: ['Name', 'Date'] }] },
  ],
  footer: [createParagraph(['See ', { link: 'https://example.com/runs/1', text: 'this run' }, '.'])],
  rest: { terminal: 'see JSON', markdown: 'see JSON' },
});

describe('a document', () => {
  it('is text on a terminal', () =>
    expectGolden('document.txt', renderTerminal(DOCUMENT, { color: false, columns: 60 })));

  it('is Markdown', () => expectGolden('document.md', renderMarkdown(DOCUMENT)));

  it('is a page', () => {
    const page = [...renderHtml(DOCUMENT)].join('');
    return expectGolden('document.html', page.replace(/<style>.*?<\/style>|'sha256-[^']+'/gs, ''));
  });

  it('has tables that are CSV', () => {
    expect([...renderCsv(createTable(COLUMNS.slice(0, 4), SERVERS))].join('')).toBe(
      'Status,Days,Server,Owner\r\nexpired,-2,shop,\r\nok,1200,a | `b` <i> @all,\r\n',
    );
  });
});

describe('the document of a scan', () => {
  const certificates = [certificate('shop', 'expired', -2), certificate('wiki', 'ok', 200)];
  const document = buildScanDocument(report(certificates));

  it.each([
    ['terminal', renderTerminal(document, { color: false, columns: 100 })],
    ['markdown', renderMarkdown(document)],
    ['html', [...renderHtml(document)].join('')],
  ])('names every certificate in the medium %s', (_, text) => {
    for (const { certificate: name } of certificates) expect(text).toContain(name);
  });
});
