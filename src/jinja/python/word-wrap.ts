/** Wraps lines as Python's `textwrap` does for the filter `wordwrap`. */

import { splitLines } from '../text-operations.ts';
import { countCharacters } from './strings.ts';

export interface WrapOptions {
  width: number;
  breaksWords: boolean;
  breaksHyphens: boolean;
}

/** Splits a text into lines that are at most as long as the width, if they can be broken. An empty line stays empty. */
export function wrapText(text: string, wrapping: WrapOptions): string[] {
  return splitLines(text).flatMap((line) => {
    const lines = wrapLine(line, wrapping);
    return lines.length === 0 ? [''] : lines;
  });
}

/** A letter: Python's `\w` matches it and `\d` does not. */
const LETTER = String.raw`[\p{L}\p{Nl}\p{No}_]`;

/** The positions where a word can break: after a hyphen between letters, and on both sides of a dash of several hyphens. */
const HYPHEN = new RegExp(
  [
    `(?<=${LETTER}{2}-|${LETTER}-${LETTER}-)(?=${LETTER}-?${LETTER})`,
    String.raw`(?<=[\p{L}\p{N}_!"'&.,?])(?=-{2,}[\p{L}\p{N}_])`,
    String.raw`(?=[\p{L}\p{N}_])(?<=[\p{L}\p{N}_!"'&.,?]-{2,})`,
  ].join('|'),
  'u',
);
const SPACES = /([\t\n\v\f\r ]+)/;

/** A chunk is either all white space or free of it, so that its first character is enough. */
const isSpace = (chunk: string): boolean => /^[\t\n\v\f\r ]/.test(chunk);

function splitChunks(line: string, breaksHyphens: boolean): string[] {
  const words = line.split(SPACES).filter((chunk) => chunk !== '');
  return breaksHyphens ? words.flatMap((word) => (isSpace(word) ? [word] : word.split(HYPHEN))) : words;
}

function wrapLine(text: string, { width, breaksWords, breaksHyphens }: WrapOptions): string[] {
  const lines: string[] = [];
  let parts: string[] = [];
  let remaining = width;
  const close = () => {
    // As in Python, only one trailing space is dropped.
    if (parts.at(-1)?.trim() === '') parts.pop();
    if (parts.length > 0) lines.push(parts.join(''));
    parts = [];
    remaining = width;
  };
  for (const chunk of splitChunks(text, breaksHyphens)) {
    const length = countCharacters(chunk);
    if (length > remaining && (length <= width || !breaksWords)) close();
    // Leading space is dropped, except on the first line.
    if (isSpace(chunk) && parts.length === 0 && lines.length > 0) continue;
    if (length > remaining && breaksWords) {
      const characters = [...chunk];
      let start = 0;
      while (characters.length - start > remaining) {
        const part = characters.slice(start, start + remaining);
        const hyphen = breaksHyphens ? part.lastIndexOf('-') : -1;
        const end = hyphen > 0 && part.slice(0, hyphen).some((one) => one !== '-') ? hyphen + 1 : remaining;
        parts.push(part.slice(0, end).join(''));
        start += end;
        close();
        if (isSpace(chunk) && lines.length > 0) start = characters.length;
      }
      parts.push(characters.slice(start).join(''));
      remaining -= characters.length - start;
    } else {
      parts.push(chunk);
      remaining -= length;
    }
  }
  close();
  return lines;
}
