/** One file of the user's as text, with the offsets (UTF-16 units) at which its lines begin. */
export interface SourceFile {
  /** As named to the user. */
  name: string;
  text: string;
  lineStarts: number[];
  /** Named under `include`, and not the manifest itself. */
  included: boolean;
}

/** A stretch of a file: offsets in UTF-16 units, `end` excluded. */
export interface Span {
  file: SourceFile;
  start: number;
  end: number;
}

export function createSourceFile(name: string, text: string, included: boolean): SourceFile {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { name, text, lineStarts, included };
}

/** Line (from 0) that an offset stands in. */
export function findLineIndex(file: SourceFile, offset: number): number {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The text of a line (from 0) without its end. */
export function getLine(file: SourceFile, index: number): string {
  const start = file.lineStarts[index] ?? file.text.length;
  const end = file.lineStarts[index + 1] ?? file.text.length + 1;
  return file.text.slice(start, end - 1).replace(/\r$/, '');
}

/**
 * Where texts stand within a span, given in the order in which they do. For those that do not stand there as they are,
 * because something is escaped, the whole span.
 */
export function locateTexts(span: Span, texts: readonly string[]): Span[] {
  const raw = span.file.text.slice(span.start, span.end);
  let from = 0;
  return texts.map((text) => {
    const at = from === -1 ? -1 : raw.indexOf(text, from);
    from = at === -1 ? -1 : at + text.length;
    return at === -1 ? span : { file: span.file, start: span.start + at, end: span.start + from };
  });
}

/** An upper bound of what a YAML text can hold: its lines, what can begin or end a value in one, and escapes. */
export function countItems(text: string): number {
  return text.match(/[\n,[\]{}\\]/g)?.length ?? 0;
}

export type Decoded = { text: string } | { offset: number; line: number; column: number; utf16: boolean };

/** UTF-8 to text, without a byte order mark; else where the first byte stands that is not UTF-8, or is NUL. */
export function decodeText(bytes: Uint8Array): Decoded {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const nul = text.indexOf('\0');
    return nul === -1 ? { text } : { ...toBytePosition(bytes, text.slice(0, nul)), utf16: true };
  } catch {
    const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return { ...toBytePosition(bytes, lenient.slice(0, findReplacement(bytes, lenient))), utf16 };
  }
}

/** Index of the first U+FFFD that the decoder put in: one that stands in the file itself is not meant. */
function findReplacement(bytes: Uint8Array, lenient: string): number {
  let offset = 0;
  let from = 0;
  for (let at = lenient.indexOf('\ufffd'); at !== -1; at = lenient.indexOf('\ufffd', from)) {
    offset += Buffer.byteLength(lenient.slice(from, at));
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return at;
    offset += 3;
    from = at + 1;
  }
  return lenient.length;
}

function toBytePosition(bytes: Uint8Array, before: string): { offset: number; line: number; column: number } {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const text = before.replace(/^\ufeff/, '');
  return {
    offset: Buffer.byteLength(text) + (bom ? 3 : 0),
    line: text.split('\n').length,
    column: text.length - (text.lastIndexOf('\n') + 1) + 1,
  };
}
