/** The methods of Python's strings. */

import { type Budget, spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { formatFields } from '../python/format.ts';
import { stringify } from '../python/stringify.ts';
import { countCharacters } from '../python/strings.ts';
import { capitalize, centerText, replaceText, splitLines, stripCharacters, toPythonTitleCase } from '../text.ts';
import { createTuple, type Dict, isString, listMembers, type Value } from '../values.ts';
import { chargeList, chargeSearch, requireFound, toInteger } from './arguments.ts';

type TextMethod = (text: string, args: Value[], budget: Budget, named: Dict) => Value;
type Find = (text: string, part: string) => number;

const findFirst: Find = (text, part) => text.indexOf(part);
const findLast: Find = (text, part) => text.lastIndexOf(part);

/** An index in UTF-16 code units as one in characters. */
const toCharacterIndex = (text: string, index: number): number =>
  index < 0 ? index : countCharacters(text.slice(0, index));

const createFindMethod =
  (find: Find): TextMethod =>
  (text, [part], budget) =>
    toCharacterIndex(text, find(text, chargeSearch(text, part, budget)));

/** `whole`: the index of the whole text in the result if it does not contain the separator. */
function createPartitionMethod(find: Find, whole: 0 | 2): TextMethod {
  return (text, [separator], budget) => {
    const delimiter = chargeSearch(text, separator, budget);
    const index = find(text, delimiter);
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
  return (text, args, budget, named) => {
    const separator = args[0] ?? named.sep;
    const max = toInteger(args[1] ?? named.maxsplit, -1);
    const delimiter = isString(separator) ? chargeSearch(text, separator, budget) : null;
    if (delimiter === '') throw new TemplateError('template-type-error', 'split needs a separator that is not empty');
    const parts = chargeList(delimiter === null ? (text.match(/\S+/g) ?? []) : text.split(delimiter), budget);
    if (max < 0 || parts.length <= max) return parts;
    const cut = isFromEnd ? parts.length - max : max;
    const [before, after] = [parts.slice(0, cut), parts.slice(cut)];
    const [separate, joined] = isFromEnd ? [after, before] : [before, after];
    const rest = delimiter === null ? cutWords(text, separate, isFromEnd) : joined.join(delimiter);
    return chargeList(isFromEnd ? [rest, ...separate] : [...separate, rest], budget);
  };
}

/** What remains of a text without the words at its start or end. */
function cutWords(text: string, words: string[], isFromEnd: boolean): string {
  if (!isFromEnd) return words.reduce((rest, word) => rest.trimStart().slice(word.length), text).trimStart();
  return words.reduceRight((rest, word) => rest.trimEnd().slice(0, -word.length), text).trimEnd();
}

/** `startswith` and `endswith` take one text, or a list of them. */
function createAffixMethod(has: (text: string, affix: string) => boolean): TextMethod {
  return (text, [affixes], budget) =>
    (Array.isArray(affixes) ? affixes : [affixes]).some((one) => {
      const affix = stringify(one, budget);
      spendSteps(budget, 1);
      // A longer one is rejected at once.
      spendCharacters(budget, affix.length <= text.length ? affix.length : 0);
      return has(text, affix);
    });
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
  casefold: (text) => text.toLowerCase().replaceAll('\u00df', 'ss'),
  title: toPythonTitleCase,
  capitalize,
  swapcase: (text) =>
    text.replace(/\p{Lu}|\p{Ll}/gu, (one) => (/\p{Lu}/u.test(one) ? one.toLowerCase() : one.toUpperCase())),
  strip: createStripMethod({ start: true, end: true }),
  lstrip: createStripMethod({ start: true, end: false }),
  rstrip: createStripMethod({ start: false, end: true }),
  trim: (text) => text.trim(),
  center: createPadMethod(centerText),
  ljust: createPadMethod((text, width, fill) => text + createPadding(text, width, fill)),
  rjust: createPadMethod((text, width, fill) => createPadding(text, width, fill) + text),
  zfill: (text, [width]) => {
    const [, sign = '', digits = ''] = /^([+-]?)([\s\S]*)$/.exec(text) ?? [];
    return sign + createPadding(text, Math.min(toInteger(width, 0), 1000), '0') + digits;
  },
  split: createSplitMethod(false),
  rsplit: createSplitMethod(true),
  partition: createPartitionMethod(findFirst, 0),
  rpartition: createPartitionMethod(findLast, 2),
  splitlines: (text, _, budget) => chargeList(splitLines(text), budget),
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
  find: createFindMethod(findFirst),
  rfind: createFindMethod(findLast),
  index: createFindMethod((text, part) => requireFound(findFirst(text, part))),
  count: (text, [part], budget) => {
    const needle = chargeSearch(text, part, budget);
    return needle === '' ? countCharacters(text) + 1 : text.split(needle).length - 1;
  },
  isdigit: (text) => /^[\p{Nd}\u00b2\u00b3\u00b9\u2070-\u2089]+$/u.test(text),
  isdecimal: (text) => /^\p{Nd}+$/u.test(text),
  isnumeric: (text) => /^\p{N}+$/u.test(text),
  isalpha: (text) => /^\p{L}+$/u.test(text),
  isalnum: (text) => /^[\p{L}\p{N}]+$/u.test(text),
  isspace: (text) => text !== '' && text.trim() === '',
  islower: (text) => /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text),
  isupper: (text) => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text),
};
