import { run } from '../../app/scan.ts';
import { forecast } from '../../assess/forecast/index.ts';
import type { Io } from '../../lib/io.ts';
import { renderForecast, renderForecastJson } from '../../report/forecast/terminal.ts';
import type { Options } from '../parse-options.ts';
import { colored, columnsOf, loadFor } from './load-manifest.ts';
import { progress, runOptions } from './scan.ts';

/** Shows what is to come, from what a dry scan finds: sends nothing, writes nothing, and needs no webhook's secret. */
export async function forecastCommand(options: Options, io: Io): Promise<number> {
  const manifest = await loadFor(options, io);
  if (manifest === null) return 2;
  // One moment for both, or a certificate could end between them.
  const now = options.now ?? io.now();
  const dry = { ...runOptions(options, io), now, dry_run: true, onProgress: progress(options, io) };
  const { report } = await run(manifest, dry, io);
  const result = forecast({
    certificates: report.certificates,
    entries: manifest.entries,
    now,
    months: options.months,
  });
  if (options.format === 'json') io.stdout(renderForecastJson(result));
  else if (!options.quiet) io.stdout(renderForecast(result, { color: colored(io, 'stdout'), columns: columnsOf(io) }));
  return 0;
}
