/** `certvigil import` */

import { findImportTarget, runImport } from '../../app/import/run.ts';
import { writeImport } from '../../app/import/write.ts';
import type { Io } from '../../lib/io.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { buildImportDocument } from '../../report/import/document.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { loadManifestFor } from './load-manifest.ts';
import { getTableLayout } from './terminal.ts';

/** Returns 2 if the manifest has errors. */
export async function runImportCommand(options: CommandOptions<'import'>, io: Io): Promise<number> {
  const { file, isNew } = findImportTarget(options.manifest, io);
  const existing = isNew ? null : await loadManifestFor({ ...options, quiet: true }, io);
  if (!isNew && existing === null) return 2;
  const request = { files: options.files, from: options.from, manifest: file, existing };
  const imported = await runImport(request, io);
  const hasNews = imported.entries.some(({ state }) => state === 'added');
  if (hasNews && !options.dry_run) await writeImport(imported, io);
  if (options.format === 'json') io.stdout(renderJson(imported));
  else if (!options.quiet)
    io.stdout(renderTerminal(buildImportDocument(imported, { isDryRun: options.dry_run }), getTableLayout(io)));
  return 0;
}
