/** Renders what an overview shows of one repository, so that a bug that its report triggers does not end the overview of all. */

import type { Io } from '../../lib/io.ts';
import { renderMarkdown } from '../../report/document/markdown.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { renderJsonPieces } from '../../report/json.ts';
import { buildOverview, mergeReports, type OverviewInput } from '../../report/overview/build.ts';
import { buildOverviewDocument } from '../../report/overview/document.ts';
import { type ReportedRun, rehearseReports } from '../reports/files.ts';
import type { ReportFile } from '../reports/select.ts';
import { buildOverviewDigest } from './build-digest.ts';

interface Rehearsal {
  /** An overview with this repository only. */
  input: OverviewInput;
  reports: readonly ReportFile[];
  toRun: (report: ReportedRun['report']) => ReportedRun;
}

/** Renders all outputs of an overview of one repository, and discards them. Throws the bug that its report triggers. */
export async function rehearse({ input, reports, toRun }: Rehearsal, io: Io): Promise<void> {
  const merged = mergeReports(input);
  const overview = buildOverview(input, merged.report);
  const document = buildOverviewDocument(overview, merged.report);
  renderTerminal(document, { color: false, columns: 160 });
  renderMarkdown(document);
  buildOverviewDigest(merged);
  for (const piece of renderJsonPieces(overview)) io.mask(piece);
  await rehearseReports(reports, toRun(merged.report), io);
}
