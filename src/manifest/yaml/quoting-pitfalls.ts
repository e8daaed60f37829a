/**
 * Texts that YAML reads otherwise than they look: what they are mistaken for, and what to quote. A trap is recognised
 * by the text around the place at which the parser stumbled.
 */

import type { TrapKind } from '../diagnostics/messages.ts';

export interface Trap {
  kind: TrapKind;
  /** Offsets of the text that needs quotes, `end` excluded. */
  start: number;
  end: number;
  /** The text in quotes, as it should be written. */
  quoted: string;
}

/** A text that begins with a character which may not begin an unquoted one, such as `@org/team`. */
export function reservedStart(text: string, offset: number): Trap | null {
  const char = text[offset] ?? '';
  if (char !== '@' && char !== '`' && char !== '%' && char !== ',') return null;
  return trap(char, text, offset, valueEnd(text, offset));
}

/** A glob that begins with `*`, which YAML reads as an alias; null where it looks like an alias that was meant. */
export function globAlias(text: string, offset: number): Trap | null {
  const end = valueEnd(text, offset);
  return /^\*[A-Za-z0-9_-]+$/.test(text.slice(offset, end)) ? null : trap('*', text, offset, end);
}

/** `Step one: ask`: a text that YAML reads as a key and its value, where a map cannot begin. */
export function colonInText(text: string, offset: number): Trap | null {
  const end = valueEnd(text, offset);
  const afterKey = /(^|\s)[^\s#]+: +$/.test(lineBefore(text, offset));
  const value = text.slice(offset, end);
  if (!afterKey || !value.includes(': ')) return null;
  const [, within] = /^"(.*".*)"$/.exec(value) ?? [];
  if (within !== undefined) return { kind: '"', start: offset, end, quoted: quote(within) };
  const found = trap(': ', text, offset, end);
  // A port that stands too far away.
  return /^[\w.-]+: +\d{1,5}$/.test(value) ? { ...found, quoted: quote(value.replace(/ +/, '')) } : found;
}

/** What the parser stumbles over at `offset` because of a trap that stands at or before it in the line. */
export function trapAround(text: string, offset: number): Trap | null {
  return addressWithPort(text, offset) ?? variableInFlow(text, offset) ?? templateInFlow(text, offset);
}

/** `[2001:db8::1]:443`: a YAML list, and then `:443`. */
function addressWithPort(text: string, offset: number): Trap | null {
  const address = /\[[0-9A-Fa-f:.%]+\]$/.exec(lineBefore(text, offset));
  if (address === null || text[offset] !== ':') return null;
  return trap('[', text, offset - address[0].length, valueEnd(text, offset));
}

/** `{ Authorization: Bearer ${T} }`: within a flow map, `{` begins another. */
function variableInFlow(text: string, offset: number): Trap | null {
  const dollar = [offset - 1, offset, offset - 2].find((at) => at >= 0 && text.startsWith('${', at));
  if (dollar === undefined) return null;
  const before = lineBefore(text, dollar);
  // The value begins after its key, or after what separates it from the value before.
  const separator = Math.max(...[': ', '{', '[', ','].map((mark) => before.lastIndexOf(mark)));
  const value = before.slice(separator + 1).trimStart();
  const close = text.slice(dollar, dollar + FARTHEST).indexOf('}');
  const end = close === -1 ? valueEnd(text, dollar) : dollar + close + 1;
  return trap('{ {', text, dollar - value.length, end);
}

/** `{{ data.status }}` as a value of its own: a YAML map in a map. */
function templateInFlow(text: string, offset: number): Trap | null {
  const before = lineBefore(text, Math.min(offset + 2, text.length));
  const at = before.lastIndexOf('{{');
  if (at === -1) return null;
  const start = Math.min(offset + 2, text.length) - before.length + at;
  const end = valueEnd(text, start);
  if (/["'|>]/.test(lineBefore(text, start).slice(-2))) return null;
  return trap('{', text, start, end);
}

function trap(kind: TrapKind, text: string, start: number, end: number): Trap {
  return { kind, start, end, quoted: quote(text.slice(start, end)) };
}

/** Double quotes, or single ones where the text has double quotes or backslashes itself. */
function quote(value: string): string {
  return /["\\]/.test(value) ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}

/** How far is looked to either side: a line of megabytes is nothing that anyone wrote by hand. */
const FARTHEST = 300;

function lineBefore(text: string, offset: number): string {
  const near = text.slice(Math.max(0, offset - FARTHEST), offset);
  return near.slice(near.lastIndexOf('\n') + 1);
}

/** Where an unquoted value that begins at `offset` ends: at a comment, the line's end, or what closes a flow collection. */
function valueEnd(text: string, offset: number): number {
  const [rest = ''] = text.slice(offset, offset + FARTHEST).split('\n', 1);
  const before = lineBefore(text, offset);
  const inFlow = count(before, /[[{]/g) > count(before, /[\]}]/g);
  const end = rest.search(inFlow ? /\s#|\s*[,\]}]/ : /\s+#|\s*$/);
  return offset + (end <= 0 ? rest.trimEnd().length : end);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
