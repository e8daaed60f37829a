/** `certvigil observe` */

import path from 'node:path';
import { runObserve } from '../../app/observe/observe.ts';
import type { Io } from '../../lib/io.ts';
import { formatCount, formatNumber } from '../../report/format/labels.ts';
import type { CommandOptions } from '../command-specs.ts';
import { loadManifestFor } from './load-manifest.ts';
import { createProgress } from './terminal.ts';

/** Returns 0 if the file was written, even if sources could not be read. The scan that reads the file reports failures. */
export async function runObserveCommand(options: CommandOptions<'observe'>, io: Io): Promise<number> {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const { probe, shard, only, output, now, quiet } = options;
  const file = output === null ? null : path.resolve(io.cwd, output);
  const onProgress = createProgress(quiet, io);
  const result = await runObserve(manifest, { probe, shard, only, output: file, now, onProgress }, io);
  if (!quiet) io.stderr(formatResult(result, options));
  return 0;
}

function formatResult(
  { entries, locations, failed, bytes, isSigned }: Awaited<ReturnType<typeof runObserve>>,
  { output, probe, only }: CommandOptions<'observe'>,
): string {
  const unread = failed === 0 ? '' : `, ${formatNumber(failed)} could not be read`;
  const where = output === null ? 'standard output' : output;
  const size = formatNumber(Math.ceil(bytes / 1024));
  const whose = probe === null ? 'without a probe' : `of the probe ${probe}`;
  const none = entries > 0 || only.length === 0 ? '' : ` No enabled entry ${whose} has a name that matches.`;
  return (
    `Observed ${formatCount(entries, 'entry', 'entries')}: ${formatCount(locations, 'location')}${unread}.${none}\n` +
    `Wrote ${where} (${size} KiB, ${isSigned ? 'signed' : 'not signed'}).\n`
  );
}
