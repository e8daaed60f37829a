/** Adds items to a list in the text of a manifest. Comments, order and the other text are unchanged. */

import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLSeq } from 'yaml';

/** An item as YAML: in a list with one item a line, or in a list on one line. */
export interface ItemText {
  /** Renders the lines of the item. `indent`: of the dash. */
  renderBlock: (indent: number) => string;
  line: string;
}

/** Items that belong together, and the comment above them. */
export interface ItemGroup {
  comment: string | null;
  items: readonly ItemText[];
}

/** Inserts items into the list at `key`, which is created if it does not exist. Returns null if it is not a list that can be extended, such as an alias. */
export function insertItems(text: string, key: string, groups: readonly ItemGroup[]): string | null {
  const document = parseDocument(text, { keepSourceTokens: true });
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  const pair = document.contents.items.find((one) => isScalar(one.key) && one.key.value === key);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const inserted = pair === undefined ? appendList(text, key, groups) : extendList(text, pair, groups);
  return inserted === null ? null : inserted.replace(/\r?\n/g, end);
}

function appendList(text: string, key: string, groups: readonly ItemGroup[]): string {
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${separator}\n${key}:\n${renderGroups(groups, 2)}`;
}

/** Extends the list of a pair; null if it is not a list. */
export function extendList(text: string, { key, value }: Pair, groups: readonly ItemGroup[]): string | null {
  const isEmpty =
    value === null || (isScalar(value) && value.value === null) || (isSeq(value) && value.items.length === 0);
  if (isEmpty) return fillList(text, key, value, groups);
  if (!isSeq(value)) return null;
  if (value.flow) {
    const items = groups.flatMap((group) => group.items).map(({ line }) => `, ${line}`);
    const last = findLastEnd(value);
    return text.slice(0, last) + items.join('') + text.slice(last);
  }
  const at = findLineEnd(text, findLastEnd(value));
  return join(text.slice(0, at), renderGroups(groups, findIndent(text, value)), text.slice(at));
}

/** Replaces `[]` or an empty value. */
function fillList(text: string, key: unknown, value: unknown, groups: readonly ItemGroup[]): string | null {
  const keyEnd = isScalar(key) ? key.range?.[1] : undefined;
  if (keyEnd === undefined) return null;
  const colon = text.indexOf(':', keyEnd) + 1;
  const isList = isSeq(value) && value.range;
  const rest = isList ? text.slice((value as YAMLSeq).range?.[1]) : text.slice(colon);
  const at = findLineEnd(rest, 0);
  const start = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1) + 2;
  return join(`${text.slice(0, colon)}${rest.slice(0, at)}`, renderGroups(groups, indent), rest.slice(at));
}

/** Finds the end of the value of the last item. Comments after it stay below the added entries. */
function findLastEnd({ items }: YAMLSeq): number {
  const last = items.at(-1) as { range?: [number, number, number] } | undefined;
  return last?.range?.[1] ?? 0;
}

/** Finds the end of the line that contains `offset`, unless a line begins there. */
export function findLineEnd(text: string, offset: number): number {
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

function renderGroups(groups: readonly ItemGroup[], indent: number): string {
  const margin = ' '.repeat(indent);
  return groups
    .map(({ comment, items }) => {
      const first = comment === null ? '' : `${margin}${comment}\n`;
      return `${first}${items.map(({ renderBlock }) => renderBlock(indent)).join('')}`;
    })
    .join('');
}
