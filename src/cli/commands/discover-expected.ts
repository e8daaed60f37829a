/** `certvigil discover --expected`: shows items of `expected` for certificates in transparency logs, and adds them to the manifest. */

import { listExpectedItems, type ProposedItems } from '../../app/discover/propose-expected.ts';
import { insertExpected } from '../../app/manifest-edit/insert-expected.ts';
import { rewriteManifest, toEdited } from '../../app/manifest-edit/rewrite-manifest.ts';
import { renderExpected } from '../../domain/expected-certificates.ts';
import type { Manifest } from '../../domain/index.ts';
import type { EventLog } from '../../generated/event-log.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { formatCount } from '../../report/format/labels.ts';
import type { CommandOptions } from '../command-specs.ts';

type Options = Pick<CommandOptions<'discover'>, 'now' | 'quiet' | 'write'>;

/** Returns 0. Throws AppError `discover-unwritable` if an entry is not in this file, or cannot be extended. */
export async function discoverExpected(
  manifest: Manifest | null,
  log: EventLog | null,
  options: Options,
  io: Io,
): Promise<number> {
  const proposed =
    manifest === null || log === null ? [] : listExpectedItems(manifest.entries, log, options.now ?? io.now());
  if (!options.quiet) io.stdout(describe(proposed, log));
  if (!options.write || manifest === null) return 0;
  const edit = (text: string) =>
    toEdited(
      proposed.reduce<string | null>((done, { entry, items }) => done && insertExpected(done, entry, items), text),
      'expected',
    );
  const reason = proposed.length === 0 ? null : await rewriteManifest(manifest.file, edit, io);
  if (reason !== null)
    throw new AppError('discover-unwritable', `no items were added to ${manifest.file}: ${reason}`, {
      hint: 'Add the items that the output shows by hand.',
    });
  const count = proposed.flatMap(({ items }) => items).length;
  if (!options.quiet) io.stderr(`Added ${formatCount(count, 'item')} to ${manifest.file}.\n`);
  return 0;
}

function describe(proposed: readonly ProposedItems[], log: EventLog | null): string {
  if (log === null) return 'There is no event log here. Run a scan first.\n';
  if (proposed.length === 0) return 'Transparency logs have no other certificate that no location has.\n';
  const lines = proposed.flatMap(({ entry, items }) => [
    `${entry}:`,
    '  expected:',
    ...items.map((item) => `    - ${renderExpected(item)}`),
  ]);
  return `NO LOCATION HAS THESE CERTIFICATES\n${lines.map((line) => `  ${line}\n`).join('')}Keep only those that a service ordered for you.\n`;
}
