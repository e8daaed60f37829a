/** `certvigil affected` */

import {
  type AffectedQuery,
  findAffected,
  notifyAffected,
  readLists,
  readRecordedLog,
  scanAffected,
} from '../../app/affected/find-affected.ts';
import { computeExitCode } from '../../app/exit-code.ts';
import { resolveLogRequest } from '../../app/log-request.ts';
import type { RunResult } from '../../app/scan.ts';
import { formatUnsavedLog } from '../../app/unsaved-log.ts';
import type { Io } from '../../lib/io.ts';
import { printRecords } from '../../lib/print-pieces.ts';
import { AFFECTED_TABLE, listAffectedRows } from '../../report/affected/csv.ts';
import { buildAffectedDocument } from '../../report/affected/document.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { formatCount } from '../../report/format/labels.ts';
import { renderJson } from '../../report/json.ts';
import { renderFailures } from '../../report/scan/failures-only.ts';
import { parseDeadline } from '../affected-options.ts';
import type { CommandOptions } from '../command-specs.ts';
import { createCsvOutput } from './csv-output.ts';
import { loadManifestFor } from './load-manifest.ts';
import { createProgress, getTableLayout, printWarnings } from './terminal.ts';

/** Returns 1 while an affected certificate is in use, or a location could never be read. */
export async function runAffectedCommand(options: CommandOptions<'affected'>, io: Io): Promise<number> {
  const csv = createCsvOutput(options, AFFECTED_TABLE);
  const now = options.now ?? io.now();
  const query: AffectedQuery = { ...options, deadline: parseDeadline(options.deadline, now) };
  const lists = await readLists(query, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const request = { log: resolveLogRequest(options, io), now, onProgress: createProgress(options.quiet, io) };
  const result = options.notify
    ? await notifyAffected(manifest, { query, lists }, { ...request, now: options.now }, io)
    : options.scan
      ? await scanAffected(manifest, lists, request, io)
      : null;
  const log = result?.log ?? (await readRecordedLog(manifest, request.log, io));
  const affected = findAffected(manifest, { log, query, lists, now });
  if (options.format === 'json') io.stdout(renderJson(affected));
  else if (csv !== null) await printRecords(csv(listAffectedRows(affected)), io);
  else if (!options.quiet) io.stdout(renderTerminal(buildAffectedDocument(affected), getTableLayout(io)));
  if (result !== null && options.notify) printNotified(result, options.quiet, io);
  const { affected: inUse, unread } = affected.summary;
  const isOpen = inUse + unread > 0 || affected.read_at === null;
  return result !== null && computeExitCode(result, 'never') === 3 ? 3 : Number(isOpen);
}

/** Prints what was sent, and why something was not. */
function printNotified({ report, unsaved, problems, recorded }: RunResult, quiet: boolean, io: Io): void {
  printWarnings(problems, io);
  if (unsaved !== null) io.stderr(formatUnsavedLog(unsaved, report));
  io.stderr(renderFailures(report));
  const announced = report.events.filter(({ event }) => event === 'certificate.revocation_announced');
  const unmatched = announced.filter(({ reason }) => reason === 'unmatched').length;
  if (unmatched > 0)
    io.stderr(
      `${formatCount(unmatched, 'affected certificate')} matched by no rule. Add certificate.revocation_announced to its events.\n`,
    );
  if (quiet) return;
  const { deliveries_sent, deliveries_failed } = report.summary;
  io.stderr(`${formatCount(deliveries_sent, 'delivery', 'deliveries')} sent, ${deliveries_failed} failed.\n`);
  if (!recorded) io.stderr('Not sent and not recorded: the time is that of --now.\n');
}
