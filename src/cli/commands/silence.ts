/** `certvigil silence` */

import { addSilence } from '../../app/manifest-edit/add-silence.ts';
import { createUsageError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import type { CommandOptions } from '../command-specs.ts';
import { parseSilence } from '../silence-options.ts';
import { loadManifestFor } from './load-manifest.ts';

/** Returns 2 if the manifest has errors. */
export async function runSilenceCommand(options: CommandOptions<'silence'>, io: Io): Promise<number> {
  const silence = parseSilence(options);
  const { code, until } = silence;
  if (until.time <= (options.now ?? io.now()))
    throw createUsageError(`--until ${until.text} has passed`, 'Use a date in the future.');
  const manifest = await loadManifestFor({ ...options, quiet: true }, io);
  if (manifest === null) return 2;
  const isAdded = await addSilence(manifest, silence, io);
  if (options.quiet) return 0;
  const file = escapeUnprintable(manifest.file);
  if (isAdded) io.stdout(`${file} permits ${code} until ${until.text}. Commit the change.\n`);
  else io.stdout(`${file} already permits ${code} at least until ${until.text}: nothing to do.\n`);
  return 0;
}
