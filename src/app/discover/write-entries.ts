/** Groups the entries that discovery proposes, and adds them to the text of a manifest. */

import type { DiscoveryFinding } from '../../generated/discovery.ts';
import { AppError } from '../../lib/app-error.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { type EntrySpec, renderEntryLine, renderEntryYaml } from '../../report/discover/entry-yaml.ts';
import { groupByEntry } from '../../report/discover/select.ts';
import { formatCount } from '../../report/format/labels.ts';
import { insertItems } from '../manifest-edit/insert-items.ts';
import { rewriteManifest, toEdited } from '../manifest-edit/rewrite-manifest.ts';

/** Entries that belong together, and the comment above them. */
export interface EntrySection {
  comment: string;
  entries: EntrySpec[];
}

/** Groups entries by owner, then by the file that names them, so that the entries of one team are together. */
export function groupEntries(findings: readonly DiscoveryFinding[]): EntrySection[] {
  const proposed = groupByEntry(findings).flatMap(({ entry, findings: [first] }) =>
    entry === null || first === undefined ? [] : { entry, file: first.file, isFile: first.file === first.value },
  );
  const getOwner = ({ entry }: (typeof proposed)[number]) => (typeof entry.owner === 'string' ? entry.owner : '');
  const sorted = proposed.toSorted((a, b) => compareText(getOwner(a), getOwner(b)));
  const sections = groupBy(sorted, (one) => `${getOwner(one)}\n${one.isFile ? '' : one.file}`);
  return [...sections.values()].map((group) => {
    const [first] = group;
    const source = first === undefined || first.isFile ? 'certificate files' : first.file;
    return { comment: `# Found by discover: ${toSingleLine(source)}`, entries: group.map(({ entry }) => entry) };
  });
}

/** Replaces line ends, which a path may contain, because they would end the comment. */
function toSingleLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}

/** Inserts entries; null if `certificates` is not a list that can be extended, such as an alias. */
export function insertEntries(text: string, sections: readonly EntrySection[]): string | null {
  const groups = sections.map(({ comment, entries }) => ({
    comment,
    items: entries.map((entry) => ({
      renderBlock: (indent: number) => renderEntryYaml(entry, indent),
      line: renderEntryLine(entry),
    })),
  }));
  return insertItems(text, 'certificates', groups);
}

/**
 * Adds the entries that the findings propose to the manifest `file`, and describes the change. If the result is not valid, the manifest does
 * not change. Throws AppError `discover-unwritable`.
 */
export async function writeEntries(findings: readonly DiscoveryFinding[], file: string, io: Io): Promise<string> {
  const sections = groupEntries(findings);
  const count = sections.flatMap(({ entries }) => entries).length;
  if (count === 0) return `Nothing to add to ${file}.\n`;
  const reason = await rewriteManifest(file, (text) => toEdited(insertEntries(text, sections), 'certificates'), io);
  if (reason === null) return `Added ${formatCount(count, 'entry', 'entries')} to ${file}.\n`;
  throw new AppError('discover-unwritable', `no entries were added to ${file}: ${reason}`, {
    hint: 'Add the entries that the output shows by hand.',
  });
}
