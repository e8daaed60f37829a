/** `certvigil export` */

import { resolveLogRequest } from '../../app/log-request.ts';
import { writeReport } from '../../app/reports/files.ts';
import { removeObsoleteParts } from '../../app/reports/obsolete-parts.ts';
import { reportFromLog } from '../../app/reports/report-from-log.ts';
import { runScan } from '../../app/scan.ts';
import type { Manifest } from '../../domain/index.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import type { Io } from '../../lib/io.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { printPieces, printRecords } from '../../lib/print-pieces.ts';
import { createCsvRenderer } from '../../report/document/csv.ts';
import { NETBOX_TABLE, selectForNetBox } from '../../report/export/netbox.ts';
import { type ExportPart, splitRows } from '../../report/export/split-rows.ts';
import { formatCount } from '../../report/format/labels.ts';
import { renderJsonPieces } from '../../report/json.ts';
import { CERTIFICATE_TABLE } from '../../report/kinds/certificate-columns.ts';
import type { CommandOptions } from '../command-specs.ts';
import { createCsvOutput } from './csv-output.ts';
import { loadManifestFor } from './load-manifest.ts';
import { createProgress } from './terminal.ts';

type ExportOptions = CommandOptions<'export'>;

/** Exports the event log, or the certificates themselves, without sending or recording. */
export async function runExportCommand(options: ExportOptions, io: Io): Promise<number> {
  const csv = createCsvOutput(options, CERTIFICATE_TABLE);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { only, format } = options;
  const now = options.now ?? io.now();
  const { certificates } = await collect(manifest, options, now, io);
  const isSelected = createGlobMatcher(only.length === 0 ? ['*'] : only);
  const selected = certificates.filter(({ certificate }) => isSelected(certificate));
  if (csv !== null) await write(selected, csv, options, io);
  else if (format === 'json') await write(selected, (rows) => renderExport(rows, now), options, io);
  else await exportForNetBox(selected, options, io);
  return 0;
}

type Rows = readonly ReportCertificate[];

async function write(
  rows: Rows,
  render: (rows: Rows) => Iterable<string>,
  options: ExportOptions,
  io: Io,
): Promise<void> {
  const { output, split, quiet, format } = options;
  if (output === null) return (format === 'json' ? printPieces : printRecords)(render(rows), io);
  if (split !== null) await writeParts(rows, render, { output, split, quiet }, io);
  else await writePart({ file: output, rows }, render, quiet, io);
}

async function writePart(
  { file, rows }: ExportPart<ReportCertificate>,
  render: (rows: Rows) => Iterable<string>,
  quiet: boolean,
  io: Io,
): Promise<void> {
  await writeReport('export', render(rows), file, io);
  if (!quiet) io.stderr(`${formatCount(rows.length, 'certificate')} in ${file}\n`);
}

async function writeParts(
  rows: Rows,
  render: (rows: Rows) => Iterable<string>,
  { output, split, quiet }: { output: string; split: number; quiet: boolean },
  io: Io,
): Promise<void> {
  const parts = splitRows(rows, output, split);
  for (const part of parts) await writePart(part, render, quiet, io);
  const header = io.mask([...render([])].join(''));
  const { removed, kept } = removeObsoleteParts(output, parts.length, header, io.cwd);
  if (!quiet) for (const file of removed) io.stderr(`Removed ${file}, which an earlier export wrote.\n`);
  for (const file of kept)
    io.stderr(
      `Warning: ${file} is not part of this export. It was kept, because it has other columns or cannot be removed. Do not import it.\n`,
    );
}

function renderExport(certificates: Rows, now: number): Iterable<string> {
  return renderJsonPieces({ version: 1, exported_at: formatIsoTime(now), certificates });
}

async function collect(
  manifest: Manifest,
  options: ExportOptions,
  now: number,
  io: Io,
): Promise<Pick<Report, 'certificates'>> {
  const { scan, only, quiet } = options;
  const log = resolveLogRequest(options, io);
  if (scan) {
    const onProgress = createProgress(quiet, io);
    const run = { log, now, dry_run: true, ignore_cooldown: false, only, onProgress };
    return (await runScan(manifest, run, io)).report;
  }
  const run = await reportFromLog(manifest, log, now, io);
  if (run.read_at === null && !quiet)
    io.stderr(
      'No scan has been recorded yet, so nothing is known. Run `certvigil scan`, or add --scan to read the certificates now.\n',
    );
  return run.report;
}

/** The maximum number of rows that NetBox SSL imports at once, unless its `bulk_import_max_batch_size` is larger. */
const NETBOX_ROWS = 100;

async function exportForNetBox(certificates: Rows, options: ExportOptions, io: Io): Promise<void> {
  const { quiet, split } = options;
  const { rows, skipped } = selectForNetBox(certificates);
  if (skipped > 0 && !quiet)
    io.stderr(
      `${formatCount(skipped, 'certificate')} left out: NetBox needs issuer, serial number, fingerprint and both dates.\n`,
    );
  if (split === null && rows.length > NETBOX_ROWS && !quiet)
    io.stderr(
      `${rows.length} rows: NetBox SSL imports ${NETBOX_ROWS} at a time by default. Add --output FILE --split ${NETBOX_ROWS}.\n`,
    );
  await write(rows, createCsvRenderer(NETBOX_TABLE, null), options, io);
}
