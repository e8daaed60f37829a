/** `certvigil affected` */

import {
  type AffectedQuery,
  findAffected,
  readCurrentLog,
  readLists,
  readRecordedLog,
} from '../../app/affected/find-affected.ts';
import { resolveLogRequest } from '../../app/log-request.ts';
import type { Io } from '../../lib/io.ts';
import { printRecords } from '../../lib/print-pieces.ts';
import { AFFECTED_TABLE, listAffectedRows } from '../../report/affected/csv.ts';
import { buildAffectedDocument } from '../../report/affected/document.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { renderJson } from '../../report/json.ts';
import { parseDeadline } from '../affected-options.ts';
import type { CommandOptions } from '../command-specs.ts';
import { createCsvOutput } from './csv-output.ts';
import { loadManifestFor } from './load-manifest.ts';
import { createProgress, getTableLayout } from './terminal.ts';

/** Returns 1 while an affected certificate is in use, or a location could never be read. */
export async function runAffectedCommand(options: CommandOptions<'affected'>, io: Io): Promise<number> {
  const csv = createCsvOutput(options, AFFECTED_TABLE);
  const now = options.now ?? io.now();
  const query: AffectedQuery = { ...options, deadline: parseDeadline(options.deadline, now) };
  const lists = await readLists(query, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const request = resolveLogRequest(options, io);
  const { scan, quiet, format, spki } = options;
  const current = { log: request, now, keepsKeys: spki !== null, onProgress: createProgress(quiet, io) };
  const log = scan ? await readCurrentLog(manifest, current, io) : await readRecordedLog(manifest, request, io);
  const affected = findAffected(manifest, { log, query, lists, now });
  if (format === 'json') io.stdout(renderJson(affected));
  else if (csv !== null) await printRecords(csv(listAffectedRows(affected)), io);
  else if (!quiet) io.stdout(renderTerminal(buildAffectedDocument(affected), getTableLayout(io)));
  const { affected: inUse, unread } = affected.summary;
  return inUse + unread > 0 || affected.read_at === null ? 1 : 0;
}
