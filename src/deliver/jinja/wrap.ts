/** Lines broken at a width, as Python's `textwrap` does it for Jinja's `wordwrap`. */

import { lengthOf } from './strings.ts';
import { linesOf } from './text.ts';

export interface Wrapping {
  width: number;
  breaksWords: boolean;
  breaksHyphens: boolean;
  /** What stands between the lines. */
  newline: string;
}

export function wrapped(text: string, wrapping: Wrapping): string {
  return linesOf(text)
    .map((line) => wrappedLine(line, wrapping))
    .join(wrapping.newline);
}

/** A word may be broken behind a hyphen between letters: two before it, or one and another hyphen. */
const HYPHEN = /(?<=\p{L}{2}-|\p{L}-[\p{L}\p{N}_!"'&.,?]-)(?=\p{L}-?\p{L})/u;
const SPACES = /([\t\n\v\f\r ]+)/;

const isSpace = (chunk: string): boolean => SPACES.test(chunk);

function chunksOf(line: string, breaksHyphens: boolean): string[] {
  const words = line.split(SPACES).filter((chunk) => chunk !== '');
  return breaksHyphens ? words.flatMap((word) => (isSpace(word) ? [word] : word.split(HYPHEN))) : words;
}

function wrappedLine(text: string, { width, breaksWords, breaksHyphens, newline }: Wrapping): string {
  const lines: string[] = [];
  let parts: string[] = [];
  let room = width;
  const close = () => {
    if (parts.length > 0 && isSpace(parts.at(-1) as string)) parts.pop();
    if (parts.length > 0) lines.push(parts.join(''));
    parts = [];
    room = width;
  };
  for (const chunk of chunksOf(text, breaksHyphens)) {
    const length = lengthOf(chunk);
    if (length > room && (length <= width || !breaksWords) && parts.length > 0) close();
    // Space at the beginning of a line goes, but for the first.
    if (isSpace(chunk) && parts.length === 0 && lines.length > 0) continue;
    if (length > room && breaksWords) {
      const characters = [...chunk];
      let start = 0;
      while (characters.length - start > room) {
        if (room > 0) parts.push(characters.slice(start, start + room).join(''));
        start += room;
        close();
      }
      parts.push(characters.slice(start).join(''));
      room -= characters.length - start;
    } else {
      parts.push(chunk);
      room -= length;
    }
  }
  close();
  return lines.join(newline);
}
