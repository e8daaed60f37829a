/** The filters for text. */

import { type Budget, spendCharacters } from '../budget.ts';
import { chargeList, toInteger } from '../methods/arguments.ts';
import { joinTexts } from '../methods/text-methods.ts';
import { capitalize, toTitleWords } from '../python/letter-case.ts';
import { stringify } from '../python/stringify.ts';
import { countCharacters, sliceCharacters } from '../python/strings.ts';
import { wrapText } from '../python/word-wrap.ts';
import * as texts from '../text-operations.ts';
import { isDict, isString, isTrue, listKeys, type Value } from '../values.ts';
import { createFilter, type Filter } from './filter.ts';

type TextFilter = (text: string, args: Value[], budget: Budget) => Value;

/** A filter that stringifies its input and pays for reading it. */
function createTextFilter(parameters: string[], apply: TextFilter, required = 0): Filter {
  return {
    parameters,
    required,
    apply: (input, args, { budget }) => {
      const text = stringify(input, budget);
      spendCharacters(budget, text.length);
      return apply(text, args, budget);
    },
  };
}

export const stringifyOr = (value: Value, fallback: string, budget: Budget): string =>
  value === undefined || value === null ? fallback : stringify(value, budget);

const indent: TextFilter = (text, [width, first, blank], budget) => {
  const spaces = Math.min(Math.max(0, toInteger(width, 4)), 1000);
  const margin = isString(width) ? stringify(width, budget) : ' '.repeat(spaces);
  const lines = texts.splitLines(`${text}\n`);
  spendCharacters(budget, text.length + lines.length * margin.length);
  const isIndented = (line: string, index: number) =>
    index > 0 ? line !== '' || isTrue(blank, budget) : isTrue(first, budget);
  return lines.map((line, index) => (isIndented(line, index) ? margin + line : line)).join('\n');
};

const wordwrap: TextFilter = (text, [width, breaksWords = true, newline, breaksHyphens = true], budget) => {
  const lines = wrapText(text, {
    width: Math.max(1, toInteger(width, 79)),
    breaksWords: isTrue(breaksWords, budget),
    breaksHyphens: isTrue(breaksHyphens, budget),
  });
  return joinTexts(stringifyOr(newline, '\n', budget), chargeList(lines, budget), budget);
};

const truncateText = createTextFilter([], (text, [length, killwords, end, leeway], budget) => {
  const max = toInteger(length, 255);
  const suffix = stringifyOr(end, '...', budget);
  if (countCharacters(text) <= max + toInteger(leeway, 5)) return text;
  const start = sliceCharacters(text, 0, Math.max(0, max - countCharacters(suffix)));
  const space = start.lastIndexOf(' ');
  return (isTrue(killwords, budget) || space < 0 ? start : start.slice(0, space)) + suffix;
});

/** A short list stays a list, and an undefined value undefined. */
const truncate = createFilter(['length', 'killwords', 'end', 'leeway'], (input, args, context) => {
  const max = toInteger(args[0], 255) + toInteger(args[3], 5);
  const size = Array.isArray(input) ? input.length : isDict(input) ? listKeys(input, context.budget).length : null;
  if (input === undefined && max >= 0) return input;
  return size !== null && size <= max ? input : truncateText.apply(input, args, context);
});

export const TEXT_FILTERS: Record<string, Filter> = {
  capitalize: createTextFilter([], capitalize),
  center: createTextFilter(['width'], (text, [width], budget) => {
    const length = toInteger(width, 80);
    spendCharacters(budget, Math.max(text.length, length));
    return texts.centerText(text, length);
  }),
  indent: createTextFilter(['width', 'first', 'blank'], indent),
  lower: createTextFilter([], (text) => text.toLowerCase()),
  nl2br: createTextFilter([], (text, _, budget) => texts.replaceText(text, '\n', '<br />\n', -1, budget)),
  replace: createTextFilter(
    ['old', 'new', 'count'],
    (text, [from, to, count], budget) => {
      const [old, replacement] = [stringifyOr(from, '', budget), stringifyOr(to, '', budget)];
      return texts.replaceText(text, old, replacement, toInteger(count, -1), budget);
    },
    2,
  ),
  striptags: createTextFilter([], texts.stripTags),
  title: createTextFilter([], toTitleWords),
  trim: createTextFilter(['chars'], (text, [characters], budget) =>
    texts.stripCharacters(text, isString(characters) ? stringify(characters, budget) : null, budget),
  ),
  truncate,
  upper: createTextFilter([], (text) => text.toUpperCase()),
  wordcount: createTextFilter([], (text) => text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  wordwrap: createTextFilter(['width', 'break_long_words', 'wrapstring', 'break_on_hyphens'], wordwrap),
};
