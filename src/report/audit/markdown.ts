/** An audit as Markdown, for a job summary, a wiki or a pull request. */

import { formatCoverageLine, formatMessage } from '../format/markdown.ts';
import { createSection, createTable, renderDocument } from '../format/markdown-document.ts';
import type { Audit } from './build.ts';
import { listFacts, listSections, summarizeAudit } from './sections.ts';

const REST = 'in the report `audit`';

/** At most 1 MB, so that GitHub shows it. */
export function renderAuditMarkdown(audit: Audit): string {
  const facts = listFacts(audit).map(([name, value]) => `- ${formatMessage(name)}: ${formatMessage(value)}`);
  const lines = [formatMessage(audit.title), ...summarizeAudit(audit), formatCoverageLine(audit.coverage)];
  return renderDocument(
    `## Certificate policy audit\n\n${lines.join('\n\n')}\n`,
    [
      createSection('Evidence', facts, REST),
      ...listSections(audit).map(({ title, note, columns, rows, empty }) => {
        if (rows.length === 0) return `\n### ${title}\n\n${empty}\n`;
        const cells = rows.map((row) => row.cells.map(formatMessage));
        const { before, ...table } = createTable(title, columns, cells, REST);
        return { ...table, before: note === '' ? before : before.replace('\n\n', `\n\n${note}\n\n`) };
      }),
    ],
    '',
  );
}
