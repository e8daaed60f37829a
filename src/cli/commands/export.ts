/** `certvigil export` */

import { resolveLogRequest } from '../../app/log-request.ts';
import { writeReport } from '../../app/reports/files.ts';
import { reportFromLog } from '../../app/reports/from-log.ts';
import { runScan } from '../../app/scan.ts';
import type { Manifest } from '../../domain/index.ts';
import type { Report, ReportCertificate } from '../../generated/report.ts';
import { createGlobMatcher } from '../../lib/files/glob.ts';
import type { Io } from '../../lib/io.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';
import { formatCount } from '../../report/format/labels.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { createCsvOutput, loadCertificateTable } from './csv-output.ts';
import { loadManifestFor } from './load-manifest.ts';
import { createProgress } from './terminal.ts';

type ExportOptions = CommandOptions<'export'>;

/** Reads the event log, or the certificates themselves; sends and records nothing. */
export async function runExportCommand(options: ExportOptions, io: Io): Promise<number> {
  const csv = await createCsvOutput(options, loadCertificateTable);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { output, only, quiet } = options;
  const now = options.now ?? io.now();
  const { certificates } = await collect(manifest, options, now, io);
  const isSelected = createGlobMatcher(only.length === 0 ? ['*'] : only);
  const selected = certificates.filter(({ certificate }) => isSelected(certificate));
  const text = csv === null ? await render(selected, options, now, io) : csv(selected);
  if (output === null) io.stdout(text);
  else await writeReport('export', text, output, io);
  if (output !== null && !quiet) io.stderr(`${formatCount(selected.length, 'certificate')} in ${output}\n`);
  return 0;
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

async function render(
  certificates: readonly ReportCertificate[],
  { format, quiet }: ExportOptions,
  now: number,
  io: Io,
): Promise<string> {
  if (format === 'json') return renderJson({ version: 1, exported_at: formatIsoTime(now), certificates });
  const [{ NETBOX_TABLE, selectForNetBox }, { createCsvRenderer }] = await Promise.all([
    import('../../report/export/netbox.ts'),
    import('../../report/format/csv.ts'),
  ]);
  const { rows, skipped } = selectForNetBox(certificates);
  if (skipped > 0 && !quiet)
    io.stderr(
      `${skipped} certificates were left out: NetBox needs issuer, serial number, fingerprint and both dates.\n`,
    );
  return createCsvRenderer(NETBOX_TABLE, null)(rows);
}
