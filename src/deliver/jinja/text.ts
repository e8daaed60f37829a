/** Operations on texts that filters and methods share; each takes time linear in the text, and pays for its result. */

import { type Budget, spendCharacters, spendSearch } from './budget.ts';

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

/** Each word with a capital; words end at white space, hyphens and brackets. */
export function titled(text: string): string {
  return text.toLowerCase().replace(/(^|[\s\-([{<])(\p{L})/gu, (_, before: string, letter: string) => {
    return before + letter.toUpperCase();
  });
}

/** Python's replace: an empty `from` stands between all characters; `most` below 0 means every one. */
export function replaced(text: string, from: string, to: string, most: number, budget: Budget): string {
  spendSearch(budget, text, from);
  const parts = from === '' ? ['', ...text, ''] : text.split(from);
  const cuts = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1);
  spendCharacters(budget, cuts * to.length);
  return (
    parts
      .slice(0, cuts)
      .map((part) => part + to)
      .join('') + parts.slice(cuts).join(from)
  );
}

/** Without tags and comments of HTML, and with white space in a row as one space. */
export function withoutTags(text: string): string {
  const isTag = (part: string) => /^<(?:\/?[a-zA-Z]|!--)/.test(part);
  const parts = text.split(/(?=<)/).map((part) => {
    const end = part.indexOf('>');
    return isTag(part) && end >= 0 ? part.slice(end + 1) : part;
  });
  return parts.join('').split(/\s+/).join(' ').trim();
}

export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.join('\n');
}

const HTML: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };

export function escapedHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character] as string);
}

/** Half a pair of a character beyond U+FFFF is no text that could be encoded: U+FFFD stands for it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** `encodeURIComponent`, which also takes texts that are not well formed, and encodes ! ' ( ) * too. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

const CONVERSION = /%(?:\(([^)]{1,100})\))?([-0+ ]{0,3})(\d{0,3})(?:\.(\d{1,2}))?([sdifrx%])/g;

/** Python's `%` formatting: %s %d %i %f %x %r with flags, width and precision, by place or by `%(name)s`. */
export function formatted(
  format: string,
  next: (name: string | undefined) => { text: string; number: number },
): string {
  return format.replace(CONVERSION, (_, name, flags: string, width, precision, type: string) => {
    if (type === '%') return '%';
    const { text, number } = next(name);
    const sign = flags.includes('+') && number >= 0 ? '+' : '';
    const plain =
      type === 's' || type === 'r'
        ? text.slice(0, precision === undefined ? undefined : Number(precision))
        : sign +
          (type === 'f' ? number.toFixed(Number(precision ?? 6)) : Math.trunc(number).toString(type === 'x' ? 16 : 10));
    if (flags.includes('-')) return plain.padEnd(Number(width));
    return plain.padStart(Number(width), flags.includes('0') && type !== 's' ? '0' : ' ');
  });
}
