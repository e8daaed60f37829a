/** Source files as text, and positions in them. Offsets count UTF-16 units. */

export interface SourceFile {
  /** The name as shown to users. */
  name: string;
  text: string;
  /** The offset of each line. */
  lineStarts: number[];
  /** Whether the file is listed under `include`; false for the manifest itself. */
  included: boolean;
}

/** A range in a file; `end` is exclusive. */
export interface Span {
  file: SourceFile;
  start: number;
  end: number;
}

/** Creates a source file. `included`: whether it is listed under `include`. */
export function createSourceFile(name: string, text: string, included: boolean): SourceFile {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { name, text, lineStarts, included };
}

/** Finds the line (from 0) of an offset. */
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

/** Returns the text of a line (from 0) without its line break. */
export function getLine(file: SourceFile, index: number): string {
  const start = file.lineStarts[index] ?? file.text.length;
  const end = file.lineStarts[index + 1] ?? file.text.length + 1;
  return file.text.slice(start, end - 1).replace(/\r$/, '');
}

/** Locates texts within a span, in order. Texts that are not found because of escapes get the whole span. */
export function locateTexts(span: Span, texts: readonly string[]): Span[] {
  const raw = span.file.text.slice(span.start, span.end);
  let from = 0;
  return texts.map((text) => {
    const at = from === -1 ? -1 : raw.indexOf(text, from);
    from = at === -1 ? -1 : at + text.length;
    return at === -1 ? span : { file: span.file, start: span.start + at, end: span.start + from };
  });
}

/** The bytes of a YAML text that can begin another value, and of escapes. */
const ITEM_BYTES = new Set(Buffer.from('\n,[]{}\\'));

/** Computes an upper bound of the number of values and escapes in a YAML text. */
export function countItems(bytes: Uint8Array): number {
  let items = 0;
  for (const byte of bytes) if (ITEM_BYTES.has(byte)) items += 1;
  return items;
}

/** Counts the line feeds. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

export type Decoded = { text: string } | { offset: number; line: number; column: number; utf16: boolean };

/** Decodes UTF-8 without its byte order mark. For invalid text, the result is the position of the first invalid byte or NUL. */
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

/** Finds the index of the first U+FFFD that the decoder inserted, as opposed to one in the file itself. */
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
