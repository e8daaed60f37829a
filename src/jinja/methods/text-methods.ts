/** The methods of Python's strings. */

import { type Budget, spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { formatFields } from '../python/format-fields.ts';
import { capitalize, foldCase, swapCase, toTitleCase } from '../python/letter-case.ts';
import { stringify } from '../python/stringify.ts';
import { countCharacters, sliceCharacters } from '../python/strings.ts';
import { splitWords, trimEnd, trimStart } from '../python/white-space.ts';
import { centerText, replaceText, splitLines, stripCharacters } from '../text-operations.ts';
import { createTuple, type Dict, isString, isTrue, listMembers, type Value } from '../values.ts';
import { chargeList, chargeSearch, requireFound, toInteger } from './arguments.ts';
import { TEXT_PREDICATES } from './text-predicates.ts';

/** `args` has one value for each parameter of its signature in `index.ts`, except for `format`. */
type TextMethod = (text: string, args: Value[], budget: Budget, named: Dict) => Value;
type Find = (text: string, part: string) => number;

const findFirst: Find = (text, part) => text.indexOf(part);
const findLast: Find = (text, part) => text.lastIndexOf(part);

/** A part of a text, and its index in characters. */
interface Range {
  part: string;
  offset: number;
}

/**
 * Returns the part between two indexes, which can be negative or missing; null if the first index is after the end of the text or the
 * second index.
 */
function cutRange(text: string, start: Value, end: Value, budget: Budget): Range | null {
  if ((start ?? null) === null && (end ?? null) === null) return { part: text, offset: 0 };
  spendCharacters(budget, text.length);
  const length = countCharacters(text);
  const resolve = (bound: Value, fallback: number) => {
    const index = toInteger(bound, fallback);
    return Math.max(0, index < 0 ? index + length : index);
  };
  const [from, to] = [resolve(start, 0), Math.min(resolve(end, length), length)];
  return from > to ? null : { part: sliceCharacters(text, from, to), offset: from };
}

/** Finds a text, optionally between two indexes; returns -1 if it is absent. */
const createFindMethod =
  (find: Find): TextMethod =>
  (text, [part, start, end], budget) => {
    const range = cutRange(text, start, end, budget);
    if (range === null) return -1;
    const index = find(range.part, chargeSearch(range.part, part, budget));
    return index < 0 ? -1 : range.offset + countCharacters(range.part.slice(0, index));
  };

const find = createFindMethod(findFirst);
const rfind = createFindMethod(findLast);

/** `whole`: the index of the whole text in the result if it does not contain the separator. */
function createPartitionMethod(findPart: Find, whole: 0 | 2): TextMethod {
  return (text, [separator], budget) => {
    const delimiter = chargeSearch(text, separator, budget);
    if (delimiter === '')
      throw new TemplateError('template-type-error', 'partition needs a separator that is not empty');
    const index = findPart(text, delimiter);
    if (index < 0) return createTuple(whole === 0 ? [text, '', ''] : ['', '', text]);
    return createTuple([text.slice(0, index), delimiter, text.slice(index + delimiter.length)]);
  };
}

const createPadding = (text: string, width: number, fill: string): string =>
  fill.repeat(Math.max(0, width - countCharacters(text)));

function createPadMethod(pad: (text: string, width: number, fill: string) => string): TextMethod {
  return (text, [width, fill], budget) => {
    const length = toInteger(width, 0);
    spendCharacters(budget, Math.max(0, length));
    const filler = isString(fill) ? stringify(fill, budget) : ' ';
    if (filler.length > 2 || countCharacters(filler) !== 1)
      throw new TemplateError('template-type-error', 'the fill must be one character');
    return pad(text, length, filler);
  };
}

function createStripMethod(ends: { start: boolean; end: boolean }): TextMethod {
  return (text, [characters], budget) =>
    stripCharacters(text, isString(characters) ? stringify(characters, budget) : null, budget, ends);
}

/** Cuts a text at most `max` times, and leaves the rest whole: at its end, or for `rsplit` at its start. */
function createSplitMethod(isFromEnd: boolean): TextMethod {
  return (text, [separator, maxSplit], budget) => {
    const max = toInteger(maxSplit, -1);
    const delimiter = isString(separator) ? chargeSearch(text, separator, budget) : null;
    if (delimiter === '') throw new TemplateError('template-type-error', 'split needs a separator that is not empty');
    const parts = chargeList(delimiter === null ? splitWords(text) : text.split(delimiter), budget);
    if (max < 0 || parts.length <= max) return parts;
    const cut = isFromEnd ? parts.length - max : max;
    const [before, after] = [parts.slice(0, cut), parts.slice(cut)];
    const [separate, joined] = isFromEnd ? [after, before] : [before, after];
    const rest = delimiter === null ? cutWords(text, separate, isFromEnd) : joined.join(delimiter);
    return chargeList(isFromEnd ? [rest, ...separate] : [...separate, rest], budget);
  };
}

/** Removes words from the start or end of a text. */
function cutWords(text: string, words: string[], isFromEnd: boolean): string {
  if (!isFromEnd) return trimStart(words.reduce((rest, word) => trimStart(rest).slice(word.length), text));
  return trimEnd(words.reduceRight((rest, word) => trimEnd(rest).slice(0, -word.length), text));
}

/** `startswith` and `endswith` take one text, or a tuple or list of them, and optionally two indexes. */
function createAffixMethod(has: (text: string, affix: string) => boolean): TextMethod {
  return (text, [affixes, start, end], budget) => {
    const range = cutRange(text, start, end, budget);
    return (Array.isArray(affixes) ? affixes : [affixes]).some((one) => {
      const affix = stringify(one, budget);
      spendSteps(budget, 1);
      // A longer affix is rejected at once.
      spendCharacters(budget, affix.length <= text.length ? affix.length : 0);
      return range !== null && has(range.part, affix);
    });
  };
}

/** Python's `expandtabs`: each tab becomes spaces up to the next multiple of the size. */
function expandTabs(text: string, size: number, budget: Budget): string {
  let column = 0;
  const parts = text.split(/([\t\n\r])/).map((part) => {
    if (part === '\n' || part === '\r') column = 0;
    if (part !== '\t') {
      column += part === '\n' || part === '\r' ? 0 : countCharacters(part);
      return part;
    }
    const width = size > 0 ? size - (column % size) : 0;
    spendCharacters(budget, width);
    column += width;
    return ' '.repeat(width);
  });
  return parts.join('');
}

export function joinTexts(separator: string, items: Value[], budget: Budget): string {
  const parts = items.map((item) => stringify(item, budget));
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
  spendCharacters(budget, length);
  return parts.join(separator);
}

export const TEXT_METHODS: Record<string, TextMethod> = {
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  casefold: foldCase,
  title: toTitleCase,
  capitalize,
  swapcase: swapCase,
  strip: createStripMethod({ start: true, end: true }),
  lstrip: createStripMethod({ start: true, end: false }),
  rstrip: createStripMethod({ start: false, end: true }),
  trim: createStripMethod({ start: true, end: true }),
  center: createPadMethod(centerText),
  ljust: createPadMethod((text, width, fill) => text + createPadding(text, width, fill)),
  rjust: createPadMethod((text, width, fill) => createPadding(text, width, fill) + text),
  zfill: (text, [width], budget) => {
    const [, sign = '', digits = ''] = /^([+-]?)([\s\S]*)$/.exec(text) ?? [];
    const length = toInteger(width, 0);
    spendCharacters(budget, Math.max(0, length));
    return sign + createPadding(text, length, '0') + digits;
  },
  split: createSplitMethod(false),
  rsplit: createSplitMethod(true),
  partition: createPartitionMethod(findFirst, 0),
  rpartition: createPartitionMethod(findLast, 2),
  splitlines: (text, [keepsEnds], budget) => chargeList(splitLines(text, isTrue(keepsEnds, budget)), budget),
  expandtabs: (text, [size], budget) => expandTabs(text, toInteger(size, 8), budget),
  join: (text, [items], budget) => joinTexts(text, listMembers(items, budget), budget),
  format: (text, args, budget, named) => formatFields(text, args, named, budget),
  replace: (text, [from, to, max], budget) =>
    replaceText(text, stringify(from, budget), stringify(to, budget), toInteger(max, -1), budget),
  removeprefix: (text, [prefix], budget) => {
    const start = stringify(prefix, budget);
    return text.startsWith(start) ? text.slice(start.length) : text;
  },
  removesuffix: (text, [suffix], budget) => {
    const end = stringify(suffix, budget);
    return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
  },
  startswith: createAffixMethod((text, affix) => text.startsWith(affix)),
  endswith: createAffixMethod((text, affix) => text.endsWith(affix)),
  find,
  rfind,
  index: (text, args, budget, named) => requireFound(find(text, args, budget, named)),
  rindex: (text, args, budget, named) => requireFound(rfind(text, args, budget, named)),
  count: (text, [part, start, end], budget) => {
    const range = cutRange(text, start, end, budget);
    if (range === null) return 0;
    const needle = chargeSearch(range.part, part, budget);
    return needle === '' ? countCharacters(range.part) + 1 : range.part.split(needle).length - 1;
  },
  ...TEXT_PREDICATES,
};
