/** `certvigil forecast` */

import { resolveLogRequest } from '../../app/log-request.ts';
import { runScan } from '../../app/scan.ts';
import { forecast as buildForecast } from '../../assess/forecast/index.ts';
import type { Io } from '../../lib/io.ts';
import { printRecords } from '../../lib/print-pieces.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { FORECAST_TABLE, listForecastRows } from '../../report/forecast/csv.ts';
import { buildForecastDocument } from '../../report/forecast/document.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { createCsvOutput } from './csv-output.ts';
import { loadManifestFor } from './load-manifest.ts';
import { createProgress, getTableLayout } from './terminal.ts';

/** Forecasts from a dry-run scan, which does not send or write, and does not require secrets of webhooks. */
export async function runForecastCommand(options: CommandOptions<'forecast'>, io: Io): Promise<number> {
  const csv = createCsvOutput(options, FORECAST_TABLE);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { months, only, quiet, format } = options;
  // The scan and the forecast use the same time: otherwise a certificate could expire in between.
  const now = options.now ?? io.now();
  const onProgress = createProgress(quiet, io);
  const log = resolveLogRequest(options, io);
  const { report } = await runScan(manifest, { log, now, dry_run: true, ignore_cooldown: false, only, onProgress }, io);
  const forecast = buildForecast({ certificates: report.certificates, entries: manifest.entries, now, months });
  if (format === 'json') io.stdout(renderJson(forecast));
  else if (csv !== null) await printRecords(csv(listForecastRows(forecast)), io);
  else if (!quiet) io.stdout(renderTerminal(buildForecastDocument(forecast), getTableLayout(io)));
  return 0;
}
