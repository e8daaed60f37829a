/** `$GENERATE` of BIND: a record for each number of a range (BIND 9 Administrator Reference Manual, section 8.5.3). */

/** The numbers from `start` to `stop`, which is included, in steps of at least 1. */
export interface Range {
  start: number;
  stop: number;
  step: number;
}

/** Parses a range such as `1-254` or `0-30/2`. Returns null if it is malformed. */
export function parseRange(text: string): Range | null {
  const [, start, stop, step = '1'] = /^(\d{1,10})-(\d{1,10})(?:\/(\d{1,10}))?$/.exec(text) ?? [];
  const range = { start: Number(start), stop: Number(stop), step: Number(step) };
  return stop === undefined || range.stop < range.start || range.step < 1 ? null : range;
}

/** Counts the numbers of a range. */
export const countRange = ({ start, stop, step }: Range): number => Math.floor((stop - start) / step) + 1;

export function* listRange({ start, stop, step }: Range): Generator<number> {
  for (let value = start; value <= stop; value += step) yield value;
}

/** A name has at most this number of characters (RFC 1035 section 2.3.4). */
const MAX_WIDTH = 255;

/** The bases, as `printf` of C writes them: only decimal numbers have a sign, which counts as a part of the width. */
const FORMATTERS: Readonly<Record<string, (value: number, width: number) => string>> = {
  d: (value, width) => (value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0')),
  o: (value, width) => (value >>> 0).toString(8).padStart(width, '0'),
  x: (value, width) => (value >>> 0).toString(16).padStart(width, '0'),
  X: (value, width) => (value >>> 0).toString(16).toUpperCase().padStart(width, '0'),
};

/** Replaces `$` and `${offset,width,base}` by the number. `\$` and `$$` stand for the character. */
export function expandNumber(template: string, number: number): string {
  return template.replace(
    /\\[\s\S]|\$\$|\$(?:\{(-?\d{1,10})(?:,(\d{1,10})(?:,([doxXnN]))?)?\}|(?!\{))/g,
    (written: string, offset = '0', width = '0', base = 'd') => {
      if (!written.startsWith('$') || written === '$$') return written.replace('$$', '\\$');
      const [value, length] = [number + Number(offset), Math.min(Number(width), MAX_WIDTH)];
      return FORMATTERS[base]?.(value, length) ?? formatNibbles(value, length, base === 'N');
    },
  );
}

/** Formats the hexadecimal digits from the lowest one, each as a label, for reverse zones. The width counts the dots. */
function formatNibbles(value: number, width: number, isUpper: boolean): string {
  const digits = [...(value >>> 0).toString(16)].reverse();
  while (digits.length * 2 < width) digits.push('0');
  const text = digits.join('.') + (width > digits.length * 2 - 1 ? '.' : '');
  return isUpper ? text.toUpperCase() : text;
}
