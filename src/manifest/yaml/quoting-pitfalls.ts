/** Detects unquoted strings that YAML reads as something else, from the text around the position of a parser error. */

import type { PitfallKind } from '../diagnostics/messages.ts';

export interface Pitfall {
  kind: PitfallKind;
  /** The offsets of the string that needs quotes; `end` is exclusive. */
  start: number;
  end: number;
  /** The string in quotes. */
  quoted: string;
}

/** A string that starts with a reserved character, such as `@org/team`. */
export function findReservedCharacter(text: string, offset: number): Pitfall | null {
  const char = text[offset] ?? '';
  if (char !== '@' && char !== '`' && char !== '%' && char !== ',') return null;
  return createPitfall(char, text, offset, findValueEnd(text, offset));
}

/** A glob that starts with `*`, which YAML reads as an alias. Null if it looks like an intended alias. */
export function findGlobAlias(text: string, offset: number): Pitfall | null {
  const end = findValueEnd(text, offset);
  return /^\*[A-Za-z0-9_-]+$/.test(text.slice(offset, end)) ? null : createPitfall('*', text, offset, end);
}

/** `Step one: ask`: a string that YAML reads as a key and a value, where a map cannot start. */
export function findColonInText(text: string, offset: number): Pitfall | null {
  const end = findValueEnd(text, offset);
  const afterKey = /(^|\s)[^\s#]+: +$/.test(getLineBefore(text, offset));
  const value = text.slice(offset, end);
  if (!afterKey || !value.includes(': ')) return null;
  const [, within] = /^"(.*".*)"$/.exec(value) ?? [];
  if (within !== undefined) return { kind: '"', start: offset, end, quoted: quote(within) };
  const found = createPitfall(': ', text, offset, end);
  // A space before the port, as in `host: 443`.
  return /^[\w.-]+: +\d{1,5}$/.test(value) ? { ...found, quoted: quote(value.replace(/ +/, '')) } : found;
}

/** A pitfall at or before the offset of a parser error, on the same line. */
export function findPitfallAround(text: string, offset: number): Pitfall | null {
  return findAddressWithPort(text, offset) ?? findVariableInFlow(text, offset) ?? findTemplateInFlow(text, offset);
}

/** `[2001:db8::1]:443`: a YAML list, followed by `:443`. */
function findAddressWithPort(text: string, offset: number): Pitfall | null {
  const address = /\[[0-9A-Fa-f:.%]+\]$/.exec(getLineBefore(text, offset));
  if (address === null || text[offset] !== ':') return null;
  return createPitfall('[', text, offset - address[0].length, findValueEnd(text, offset));
}

/** `{ Authorization: Bearer ${T} }`: inside a flow map, `{` starts another map. */
function findVariableInFlow(text: string, offset: number): Pitfall | null {
  const dollar = [offset - 1, offset, offset - 2].find((at) => at >= 0 && text.startsWith('${', at));
  if (dollar === undefined) return null;
  const before = getLineBefore(text, dollar);
  // The value starts after its key, or after the separator.
  const separator = Math.max(...[': ', '{', '[', ','].map((mark) => before.lastIndexOf(mark)));
  const value = before.slice(separator + 1).trimStart();
  const close = text.slice(dollar, dollar + MAX_DISTANCE).indexOf('}');
  const end = close === -1 ? findValueEnd(text, dollar) : dollar + close + 1;
  return createPitfall('{ {', text, dollar - value.length, end);
}

/** `{{ data.status }}` as an unquoted value: a YAML map in a map. */
function findTemplateInFlow(text: string, offset: number): Pitfall | null {
  const before = getLineBefore(text, Math.min(offset + 2, text.length));
  const at = before.lastIndexOf('{{');
  if (at === -1) return null;
  const start = Math.min(offset + 2, text.length) - before.length + at;
  const end = findValueEnd(text, start);
  if (/["'|>]/.test(getLineBefore(text, start).slice(-2))) return null;
  return createPitfall('{', text, start, end);
}

function createPitfall(kind: PitfallKind, text: string, start: number, end: number): Pitfall {
  return { kind, start, end, quoted: quote(text.slice(start, end)) };
}

/** Uses single quotes if the string contains double quotes or backslashes. */
function quote(value: string): string {
  return /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}

/** Number of characters to inspect on either side, because a line can be megabytes long. */
const MAX_DISTANCE = 300;

function getLineBefore(text: string, offset: number): string {
  const near = text.slice(Math.max(0, offset - MAX_DISTANCE), offset);
  return near.slice(near.lastIndexOf('\n') + 1);
}

/** The end of an unquoted value: a comment, the end of the line, or the end of a flow collection. */
function findValueEnd(text: string, offset: number): number {
  const [rest = ''] = text.slice(offset, offset + MAX_DISTANCE).split('\n', 1);
  const before = getLineBefore(text, offset);
  const inFlow = count(before, /[[{]/g) > count(before, /[\]}]/g);
  const end = rest.search(inFlow ? /\s#|\s*[,\]}]/ : /\s+#|\s*$/);
  return offset + (end <= 0 ? rest.trimEnd().length : end);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
