/** `certvigil discover` */

import { type DiscoveryRun, runDiscovery } from '../../app/discover/index.ts';
import { readLogOffline } from '../../app/discover/read-log.ts';
import { writeEntries } from '../../app/discover/write-entries.ts';
import { resolveLogRequest } from '../../app/log-request.ts';
import { printDiagnostics } from '../../app/print-diagnostics.ts';
import type { Manifest } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { renderDiscoveryCodeQuality } from '../../report/discover/code-quality.ts';
import { buildDiscoveryDocument } from '../../report/discover/document.ts';
import { renderDiscoveryMarkdown } from '../../report/discover/markdown.ts';
import { buildDiscoverySarif } from '../../report/discover/sarif.ts';
import { isMissing, listCandidates, listUnwatched } from '../../report/discover/select.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { discoverExpected } from './discover-expected.ts';
import { runNetworkSearch } from './discover-network.ts';
import { loadManifestFor } from './load-manifest.ts';
import { getTableLayout, isColored } from './terminal.ts';

/** Returns 2 if the manifest has errors; 1 if `--fail-on unwatched` is given and a location is not watched. */
export async function runDiscoverCommand(options: CommandOptions<'discover'>, io: Io): Promise<number> {
  const loaded = await loadForDiscovery(options, io);
  if (loaded === 'invalid') return 2;
  const log = loaded === null ? null : await readLogOffline(loaded, resolveLogRequest(options, io), io);
  if (options.expected) return discoverExpected(loaded, log, options, io);
  const context = { manifest: loaded, log, now: options.now ?? io.now() };
  const run =
    options.network.length === 0
      ? { incomplete: null, ...(await runDiscovery(context, io)) }
      : { warnings: [], ...(await runNetworkSearch(options, context, io)) };
  if (!options.quiet) printDiagnostics(run.warnings, io.stderr, isColored(io, 'stderr'));
  print(run, options, io);
  if (run.incomplete !== null) throw run.incomplete;
  if (options.write && loaded !== null) {
    const candidates = options.candidates ? listCandidates(run.discovery) : [];
    const change = await writeEntries([...listUnwatched(run.discovery), ...candidates], loaded.file, io);
    if (!options.quiet) io.stderr(change);
  }
  return options.fail_on === 'unwatched' && !options.write && run.discovery.findings.some(isMissing) ? 1 : 0;
}

/** Returns null if there is no manifest, unless the options name one. */
async function loadForDiscovery(options: CommandOptions<'discover'>, io: Io): Promise<Manifest | null | 'invalid'> {
  try {
    return (await loadManifestFor(options, io)) ?? 'invalid';
  } catch (error) {
    const isOptional = options.manifest === null && !options.write;
    if (isOptional && error instanceof AppError && error.code === 'manifest-not-found') return null;
    throw error;
  }
}

function print({ discovery }: Pick<DiscoveryRun, 'discovery'>, options: CommandOptions<'discover'>, io: Io): void {
  if (options.format === 'json') io.stdout(renderJson(discovery));
  else if (options.format === 'sarif') io.stdout(renderJson(buildDiscoverySarif(discovery)));
  else if (options.format === 'codequality') io.stdout(renderDiscoveryCodeQuality(discovery));
  else if (options.format === 'markdown') io.stdout(renderDiscoveryMarkdown(discovery, options));
  else if (!options.quiet) io.stdout(renderTerminal(buildDiscoveryDocument(discovery, options), getTableLayout(io)));
}
