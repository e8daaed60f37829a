/** Adds entries to the text of a manifest. Comments, order and the other text are unchanged. */

import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLSeq } from 'yaml';
import type { DiscoveryFinding } from '../../generated/discovery.ts';
import { compareText, groupBy } from '../../lib/collections.ts';
import { type EntrySpec, renderEntryLine, renderEntryYaml } from '../../report/discover/entry-yaml.ts';
import { groupByEntry } from '../../report/discover/select.ts';

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
  const document = parseDocument(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const pair = document.contents.items.find(({ key }) => isScalar(key) && key.value === 'certificates');
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const inserted = pair === undefined ? appendList(text, sections) : extendList(text, pair, sections);
  return inserted === null ? null : inserted.replace(/\r?\n/g, end);
}

function appendList(text: string, sections: readonly EntrySection[]): string {
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}\ncertificates:\n${renderSections(sections, 2)}`;
}

function extendList(text: string, { key, value }: Pair, sections: readonly EntrySection[]): string | null {
  const isEmpty =
    value === null || (isScalar(value) && value.value === null) || (isSeq(value) && value.items.length === 0);
  if (isEmpty) return fillList(text, key, value, sections);
  if (!isSeq(value)) return null;
  if (value.flow) {
    const entries = sections.flatMap((section) => section.entries).map((entry) => `, ${renderEntryLine(entry)}`);
    const last = findLastEnd(value);
    return text.slice(0, last) + entries.join('') + text.slice(last);
  }
  const at = findLineEnd(text, findLastEnd(value));
  return join(text.slice(0, at), renderSections(sections, findIndent(text, value)), text.slice(at));
}

/** Replaces `[]` or an empty value. */
function fillList(text: string, key: unknown, value: unknown, sections: readonly EntrySection[]): string | null {
  const keyEnd = isScalar(key) ? key.range?.[1] : undefined;
  if (keyEnd === undefined) return null;
  const colon = text.indexOf(':', keyEnd) + 1;
  const isList = isSeq(value) && value.range;
  const rest = isList ? text.slice((value as YAMLSeq).range?.[1]) : text.slice(colon);
  const at = findLineEnd(rest, 0);
  return join(`${text.slice(0, colon)}${rest.slice(0, at)}`, renderSections(sections, 2), rest.slice(at));
}

/** Finds the end of the value of the last item. Comments after it stay below the added entries. */
function findLastEnd({ items }: YAMLSeq): number {
  const last = items.at(-1) as { range?: [number, number, number] } | undefined;
  return last?.range?.[1] ?? 0;
}

/** Finds the end of the line that contains `offset`, unless a line begins there. */
function findLineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Finds the column of the dashes. */
function findIndent(text: string, { items }: YAMLSeq): number {
  const start = (items[0] as { range?: [number, number, number] } | undefined)?.range?.[0] ?? 0;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return Math.max(0, line.indexOf('-'));
}

function join(before: string, added: string, after: string): string {
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${added}${after}`;
}

function renderSections(sections: readonly EntrySection[], indent: number): string {
  const margin = ' '.repeat(indent);
  return sections
    .map(
      ({ comment, entries }) =>
        `${margin}${comment}\n${entries.map((entry) => renderEntryYaml(entry, indent)).join('')}`,
    )
    .join('');
}
