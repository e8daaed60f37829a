import { runScan } from '../../app/scan.ts';
import { forecast } from '../../assess/forecast/index.ts';
import type { Io } from '../../lib/io.ts';
import { renderForecast } from '../../report/forecast/terminal.ts';
import { renderJson } from '../../report/json.ts';
import type { Options } from '../parse-options.ts';
import { getTableWidth, isColored, loadManifestFor } from './load-manifest.ts';
import { createProgress, runOptions } from './scan.ts';

/** Shows what is to come, from what a dry scan finds: sends nothing, writes nothing, and needs no webhook's secret. */
export async function runForecastCommand(options: Options, io: Io): Promise<number> {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  // One moment for both, or a certificate could end between them.
  const now = options.now ?? io.now();
  const dry = { ...runOptions(options, io), now, dry_run: true, onProgress: createProgress(options, io) };
  const { report } = await runScan(manifest, dry, io);
  const result = forecast({
    certificates: report.certificates,
    entries: manifest.entries,
    now,
    months: options.months,
  });
  if (options.format === 'json') io.stdout(renderJson(result));
  else if (!options.quiet)
    io.stdout(renderForecast(result, { color: isColored(io, 'stdout'), columns: getTableWidth(io) }));
  return 0;
}
