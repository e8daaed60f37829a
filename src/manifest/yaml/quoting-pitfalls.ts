/**
 * Texts that YAML reads otherwise than they look: what they are mistaken for, and what to quote. A trap is recognised
 * by the text around the place at which the parser stumbled.
 */

import type { PitfallKind } from '../diagnostics/messages.ts';

export interface Pitfall {
  kind: PitfallKind;
  /** Offsets of the text that needs quotes, `end` excluded. */
  start: number;
  end: number;
  /** The text in quotes, as it should be written. */
  quoted: string;
}

/** A text that begins with a character which may not begin an unquoted one, such as `@org/team`. */
export function findReservedCharacter(text: string, offset: number): Pitfall | null {
  const char = text[offset] ?? '';
  if (char !== '@' && char !== '`' && char !== '%' && char !== ',') return null;
  return createPitfall(char, text, offset, findValueEnd(text, offset));
}

/** A glob that begins with `*`, which YAML reads as an alias; null where it looks like an alias that was meant. */
export function findGlobAlias(text: string, offset: number): Pitfall | null {
  const end = findValueEnd(text, offset);
  return /^\*[A-Za-z0-9_-]+$/.test(text.slice(offset, end)) ? null : createPitfall('*', text, offset, end);
}

/** `Step one: ask`: a text that YAML reads as a key and its value, where a map cannot begin. */
export function findColonInText(text: string, offset: number): Pitfall | null {
  const end = findValueEnd(text, offset);
  const afterKey = /(^|\s)[^\s#]+: +$/.test(getLineBefore(text, offset));
  const value = text.slice(offset, end);
  if (!afterKey || !value.includes(': ')) return null;
  const [, within] = /^"(.*".*)"$/.exec(value) ?? [];
  if (within !== undefined) return { kind: '"', start: offset, end, quoted: quote(within) };
  const found = createPitfall(': ', text, offset, end);
  // A port that stands too far away.
  return /^[\w.-]+: +\d{1,5}$/.test(value) ? { ...found, quoted: quote(value.replace(/ +/, '')) } : found;
}

/** What the parser stumbles over at `offset` because of a trap that stands at or before it in the line. */
export function findPitfallAround(text: string, offset: number): Pitfall | null {
  return findAddressWithPort(text, offset) ?? findVariableInFlow(text, offset) ?? findTemplateInFlow(text, offset);
}

/** `[2001:db8::1]:443`: a YAML list, and then `:443`. */
function findAddressWithPort(text: string, offset: number): Pitfall | null {
  const address = /\[[0-9A-Fa-f:.%]+\]$/.exec(getLineBefore(text, offset));
  if (address === null || text[offset] !== ':') return null;
  return createPitfall('[', text, offset - address[0].length, findValueEnd(text, offset));
}

/** `{ Authorization: Bearer ${T} }`: within a flow map, `{` begins another. */
function findVariableInFlow(text: string, offset: number): Pitfall | null {
  const dollar = [offset - 1, offset, offset - 2].find((at) => at >= 0 && text.startsWith('${', at));
  if (dollar === undefined) return null;
  const before = getLineBefore(text, dollar);
  // The value begins after its key, or after what separates it from the value before.
  const separator = Math.max(...[': ', '{', '[', ','].map((mark) => before.lastIndexOf(mark)));
  const value = before.slice(separator + 1).trimStart();
  const close = text.slice(dollar, dollar + MAX_DISTANCE).indexOf('}');
  const end = close === -1 ? findValueEnd(text, dollar) : dollar + close + 1;
  return createPitfall('{ {', text, dollar - value.length, end);
}

/** `{{ data.status }}` as a value of its own: a YAML map in a map. */
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

/** Double quotes, or single ones where the text has double quotes or backslashes itself. */
function quote(value: string): string {
  return /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}

/** How far is looked to either side: a line of megabytes is nothing that anyone wrote by hand. */
const MAX_DISTANCE = 300;

function getLineBefore(text: string, offset: number): string {
  const near = text.slice(Math.max(0, offset - MAX_DISTANCE), offset);
  return near.slice(near.lastIndexOf('\n') + 1);
}

/** Where an unquoted value that begins at `offset` ends: at a comment, the line's end, or what closes a flow collection. */
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
