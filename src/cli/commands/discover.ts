/** `certvigil discover` */

import { type DiscoveryRun, runDiscovery } from '../../app/discover/index.ts';
import { readLogOffline } from '../../app/discover/read-log.ts';
import { groupEntries, insertEntries } from '../../app/discover/write-entries.ts';
import { resolveLogRequest } from '../../app/log-request.ts';
import { rewriteManifest } from '../../app/manifest-edit/rewrite-manifest.ts';
import { printDiagnostics } from '../../app/print-diagnostics.ts';
import type { Manifest } from '../../domain/index.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { renderDiscoveryCodeQuality } from '../../report/discover/code-quality.ts';
import { buildDiscoveryDocument } from '../../report/discover/document.ts';
import { buildDiscoverySarif } from '../../report/discover/sarif.ts';
import { isMissing, listCandidates, listUnwatched } from '../../report/discover/select.ts';
import { renderMarkdown } from '../../report/document/markdown.ts';
import { renderTerminal } from '../../report/document/terminal.ts';
import { formatCount } from '../../report/format/labels.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';
import { discoverExpected } from './discover-expected.ts';
import { runNetworkSearch } from './discover-network.ts';
import { loadManifestFor } from './load-manifest.ts';
import { getTableLayout, isColored } from './terminal.ts';

/** GitHub accepts 65,536 characters as the text of a pull request. */
const MAX_MARKDOWN_BYTES = 60_000;

/** Returns 2 if the manifest has errors; 1 if `--fail-on unwatched` is given and a location is not watched. */
export async function runDiscoverCommand(options: CommandOptions<'discover'>, io: Io): Promise<number> {
  const loaded = await loadForDiscovery(options, io);
  if (loaded === 'invalid') return 2;
  const log = loaded === null ? null : await readLogOffline(loaded, resolveLogRequest(options, io), io);
  if (options.expected) return discoverExpected(loaded, log, options, io);
  const context = { manifest: loaded, log, now: options.now ?? io.now() };
  const run =
    options.network.length === 0
      ? { interrupted: null, ...(await runDiscovery(context, io)) }
      : { warnings: [], ...(await runNetworkSearch(options, context, io)) };
  if (!options.quiet) printDiagnostics(run.warnings, io.stderr, isColored(io, 'stderr'));
  print(run, options, io);
  if (run.interrupted !== null) throw run.interrupted;
  if (options.write && loaded !== null) await writeEntries(run, loaded, options, io);
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
  else if (options.format === 'markdown')
    io.stdout(renderMarkdown(buildDiscoveryDocument(discovery, options), { limit: MAX_MARKDOWN_BYTES }));
  else if (!options.quiet) io.stdout(renderTerminal(buildDiscoveryDocument(discovery, options), getTableLayout(io)));
}

/** Adds the proposed entries to the manifest. If the result is not valid, the manifest does not change. */
async function writeEntries(
  { discovery }: Pick<DiscoveryRun, 'discovery'>,
  { file }: Manifest,
  { candidates, quiet }: CommandOptions<'discover'>,
  io: Io,
): Promise<void> {
  const findings = [...listUnwatched(discovery), ...(candidates ? listCandidates(discovery) : [])];
  const sections = groupEntries(findings);
  const count = sections.flatMap(({ entries }) => entries).length;
  const reason =
    count === 0 ? null : await rewriteManifest(file, 'certificates', (text) => insertEntries(text, sections), io);
  if (reason !== null) throw createWriteError(file, reason);
  if (quiet) return;
  io.stderr(
    count === 0 ? `Nothing to add to ${file}.\n` : `Added ${formatCount(count, 'entry', 'entries')} to ${file}.\n`,
  );
}

function createWriteError(file: string, reason: string): AppError {
  return new AppError('discover-unwritable', `no entries were added to ${file}: ${reason}`, {
    hint: 'Add the entries that the output shows by hand.',
  });
}
