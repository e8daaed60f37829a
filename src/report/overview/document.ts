/** An overview for people: the repositories that need attention, the merged scan, and the other repositories. */

import { STATUS_LABELS } from '../../domain/index.ts';
import type { Overview, OverviewRepository } from '../../generated/overview.ts';
import type { Report } from '../../generated/report.ts';
import {
  type Column,
  createParagraph,
  createTable,
  type Document,
  quoteMessage,
  quoteName,
  type Text,
} from '../document/model.ts';
import { formatCount } from '../format/labels.ts';
import { buildScanDocument } from '../scan/document.ts';

const STATE_LABELS: Readonly<Record<OverviewRepository['state'], string>> = {
  missing: 'missing',
  unreadable: 'unreadable',
  no_manifest: 'no manifest',
  not_scanned: 'not scanned',
  stale: 'old scan',
  incomplete: 'incomplete',
  read: 'read',
};

/** The limit of listed repositories; the others are in the JSON output. */
const MAX_LISTED = 50;

const COLUMNS: readonly Column<OverviewRepository>[] = [
  { title: 'Repository', shorten: 'end', cell: formatName },
  {
    title: 'State',
    cell: ({ state }) => (state === 'read' ? STATE_LABELS.read : { mark: 'bad', text: STATE_LABELS[state] }),
  },
  {
    title: 'Worst status',
    cell: ({ worst_status: worst }) => (worst === null ? null : { mark: worst, text: STATUS_LABELS[worst] }),
  },
  { title: 'Certificates', align: 'right', cell: ({ certificates }) => certificates },
  { title: 'Last scan', cell: ({ scanned_at }) => quoteName(scanned_at) },
  { title: 'What to do', only: 'file', cell: ({ error }) => quoteMessage(error?.detail ?? null) },
];

function formatName({ repository, manifest, run_url }: OverviewRepository): Text {
  const name = manifest === null ? repository : `${repository}/${manifest}`;
  return run_url === null ? { code: name } : { link: run_url, text: name };
}

export function buildOverviewDocument(overview: Overview, report: Report): Document {
  const scan = buildScanDocument(report);
  const listed = overview.repositories.filter(needsAttention);
  const others = overview.repositories.filter((one) => !needsAttention(one));
  return {
    ...scan,
    sections: [
      { title: 'Repositories', blocks: [createTable(COLUMNS, listed, { limit: MAX_LISTED })] },
      ...scan.sections,
      {
        title: `${formatCount(others.length, 'repository', 'repositories')} without a problem`,
        only: 'file',
        isFolded: true,
        blocks: [createTable(COLUMNS, others)],
      },
    ],
    footer: [...scan.footer, createParagraph(describeLeftOut(overview))],
  };
}

/** Whether a repository needs attention, and so a line of its own. */
function needsAttention({ state, worst_status }: OverviewRepository): boolean {
  return state !== 'read' || (worst_status !== 'ok' && worst_status !== null);
}

/** Describes the repositories that were left out: `Not selected of acme: 3 archived, 2 forks and 700 others.` */
function describeLeftOut({ organization, summary }: Overview): Text {
  const { archived, forks, not_selected } = summary;
  return [
    'Not selected of ',
    { code: organization },
    `: ${archived} archived, ${formatCount(forks, 'fork')} and ${formatCount(not_selected, 'other')}.`,
  ];
}
