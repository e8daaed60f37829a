/** The filters: Jinja's, with its parameters, and nunjucks's `dump` and `nl2br` beside them. */

import { type Budget, MAX_STRING_LENGTH, spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { getMethod } from '../methods.ts';
import { formatPercent } from '../python/format.ts';
import { toNumber } from '../python/numbers.ts';
import { isEscaped, repr, stringify, stringifyJson } from '../python/stringify.ts';
import { countCharacters, sliceCharacters } from '../python/strings.ts';
import { wrapText } from '../python/word-wrap.ts';
import * as texts from '../text.ts';
import * as values from '../values.ts';
import { Fragment, type Value } from '../values.ts';
import type { CallArguments, Filter, FilterRun } from './filter.ts';
import { LIST_FILTERS } from './list.ts';
import { NUMBER_FILTERS } from './number.ts';

type TextFilter = (text: string, args: Value[], budget: Budget) => Value;

/** A filter of a text, which pays for reading it. */
function createTextFilter(parameters: string[], apply: TextFilter): Filter {
  return {
    parameters,
    apply: (input, args, { budget }) => {
      const text = stringify(input, budget);
      spendCharacters(budget, text.length);
      return apply(text, args, budget);
    },
  };
}

const toInteger = (value: Value, otherwise: number): number => Math.trunc(toNumber(value) ?? otherwise);
const stringifyOr = (value: Value, otherwise: string, budget: Budget): string =>
  value === undefined || value === null ? otherwise : stringify(value, budget);

function createJsonFilter(isJinja: (budget: Budget) => boolean): Filter {
  return {
    parameters: ['indent'],
    apply: (input, [indent], { budget }) => {
      const spaces = Math.min(Math.max(0, toInteger(indent, 0)), 10);
      const text = stringifyJson(input, budget, { isJinja: isJinja(budget), indent: spaces });
      return new Fragment([{ from: 'json', text }]);
    },
  };
}

const tojson = createJsonFilter(() => true);
/** Nunjucks's: short, and in the order in which keys came, but in a text as `tojson`. */
const dump = createJsonFilter(({ valueStyle: spelling }) => spelling === 'python');

/** Where texts are Python's, all on one line; else JSON, which is as good to look at. */
const pprint: Filter = {
  parameters: [],
  apply: (input, args, tools) => {
    return tools.budget.valueStyle === 'python' ? repr(sortKeys(input), tools.budget) : dump.apply(input, args, tools);
  },
};

/** With the keys of each dict in order. */
function sortKeys(value: Value): Value {
  if (values.isDict(value)) {
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, sortKeys(value[key])]),
    );
  }
  return Array.isArray(value) && !(value instanceof values.Tuple) ? value.map(sortKeys) : value;
}

const fallback: Filter = {
  parameters: ['default_value', 'boolean'],
  apply: (input, [otherwise, boolean], { budget }) => {
    const isMissing = values.isTrue(boolean, budget) ? !values.isTrue(input, budget) : values.isUndefined(input);
    return isMissing ? (otherwise === undefined ? values.createConstant('') : otherwise) : input;
  },
};

/** HTML in texts alone: elsewhere everything is escaped once, as it is put out. */
function createEscapeFilter(isForced: boolean): Filter {
  return {
    parameters: [],
    apply: (input, _, { escapesHtml, budget }) => {
      if (!escapesHtml || (!isForced && isEscaped(input))) return input;
      return new Fragment([{ from: 'html', text: texts.escapeHtmlText(stringify(input, budget)) }]);
    },
  };
}

/** Texts are the escaped ones of `escape` from here on, which it leaves as they are. */
const safe: Filter = {
  parameters: [],
  apply: (input, _, { escapesHtml, budget }) => {
    return escapesHtml ? new Fragment([{ from: 'html', text: stringify(input, budget) }]) : input;
  },
};

const xmlattr: Filter = {
  parameters: ['autospace'],
  apply: (input, [autospace], { budget }) => {
    if (!values.isDict(input)) throw new TemplateError('template-type-error', 'xmlattr wants a dict');
    const pairs = Object.entries(input).filter(([, value]) => value !== null && !values.isUndefined(value));
    if (pairs.some(([key]) => /[\s/>=]/.test(key)))
      throw new TemplateError('template-type-error', 'xmlattr wants names');
    const escaped = (value: Value) => texts.escapeHtmlText(stringify(value, budget));
    const text = pairs.map(([key, value]) => `${escaped(key)}="${escaped(value)}"`).join(' ');
    return text !== '' && autospace !== false ? ` ${text}` : text;
  },
};

const length: Filter = {
  parameters: [],
  apply: (input, _, { budget }) => {
    if (!values.isString(input)) return values.listMembers(input, budget).length;
    spendCharacters(budget, values.toPlainString(input).length);
    return countCharacters(values.toPlainString(input));
  },
};

/** A URL takes what this makes as it is: there, a slash is escaped too, and no value can add to the path. */
const urlencode: Filter = {
  parameters: [],
  apply: (input, _, { budget }) => {
    const encode = (value: Value) => {
      const text = stringify(value, budget);
      spendCharacters(budget, text.length);
      return texts.percentEncode(text);
    };
    const ofQuery = (value: Value) => encode(value).replaceAll('%20', '+');
    const pairs = values.isDict(input) ? Object.entries(input) : Array.isArray(input) ? input : null;
    const plain = () => (budget.valueStyle === 'python' ? encode(input).replaceAll('%2F', '/') : encode(input));
    const pair = (one: Value) => values.listMembers(one, budget).map(ofQuery).join('=');
    const text = pairs === null ? plain() : pairs.map(pair).join('&');
    spendCharacters(budget, text.length);
    return new Fragment([{ from: 'url', text }]);
  },
};

/** `"%s of %s" | format(a, b)` and `"%(x)s" | format(x=1)`. */
const format: Filter = {
  parameters: [],
  apply: (input, _, { budget, given: { positional, named } }) => {
    return formatPercent(
      stringify(input, budget),
      positional,
      budget,
      Object.keys(named).length > 0 ? named : undefined,
    );
  },
};

/** A text stays what it is, with its escaping; anything else becomes one. */
const string: Filter = {
  parameters: [],
  apply: (input, _, { budget }) => {
    if (values.isString(input)) return input;
    return stringify(input, budget);
  },
};

const attr: Filter = {
  parameters: ['name'],
  apply: (input, [name], { budget }) => getMethod(input, stringifyOr(name, '', budget), budget),
};

function indentText(text: string, [width, first, blank]: Value[], budget: Budget): string {
  const margin = values.isString(width)
    ? stringify(width, budget)
    : ' '.repeat(Math.min(Math.max(0, toInteger(width, 4)), 1000));
  const lines = texts.splitLines(`${text}\n`);
  spendCharacters(budget, text.length + lines.length * margin.length);
  const isIndented = (line: string, index: number) =>
    index > 0 ? line !== '' || values.isTrue(blank, budget) : values.isTrue(first, budget);
  return lines.map((line, index) => (isIndented(line, index) ? margin + line : line)).join('\n');
}

const wordwrap: TextFilter = (text, [width, breaksWords, newline, breaksHyphens], budget) =>
  wrapText(text, {
    width: Math.max(1, toInteger(width, 79)),
    breaksWords: breaksWords === undefined || values.isTrue(breaksWords, budget),
    breaksHyphens: breaksHyphens === undefined || values.isTrue(breaksHyphens, budget),
    newline: stringifyOr(newline, '\n', budget),
  });

/** A short list is left as it is. */
const truncate: Filter = {
  parameters: ['length', 'killwords', 'end', 'leeway'],
  apply: (input, args, tools) => {
    const most = toInteger(args[0], 255) + toInteger(args[3], 5);
    const isShortList = (Array.isArray(input) || values.isDict(input)) && Object.keys(input).length <= most;
    return isShortList ? input : truncateText.apply(input, args, tools);
  },
};

const truncateText = createTextFilter([], truncateString);

function truncateString(text: string, [length, killwords, end, leeway]: Value[], budget: Budget): Value {
  const most = toInteger(length, 255);
  const ending = stringifyOr(end, '...', budget);
  if (countCharacters(text) <= most + toInteger(leeway, 5)) return text;
  const cut = sliceCharacters(text, 0, Math.max(0, most - countCharacters(ending)));
  const space = cut.lastIndexOf(' ');
  return (values.isTrue(killwords, budget) || space < 0 ? cut : cut.slice(0, space)) + ending;
}

const TEXT_FILTERS: Record<string, Filter> = {
  capitalize: createTextFilter([], texts.capitalize),
  center: createTextFilter(['width'], (text, [width], budget) => {
    const most = Math.min(toInteger(width, 80), text.length + MAX_STRING_LENGTH + 1);
    spendCharacters(budget, Math.max(text.length, most));
    return texts.centerText(text, most);
  }),
  indent: createTextFilter(['width', 'first', 'blank'], indentText),
  lower: createTextFilter([], (text) => text.toLowerCase()),
  nl2br: createTextFilter([], (text, _, budget) => texts.replaceText(text, '\n', '<br />\n', -1, budget)),
  replace: createTextFilter(['old', 'new', 'count'], (text, [from, to, most], budget) => {
    return texts.replaceText(
      text,
      stringifyOr(from, '', budget),
      stringifyOr(to, '', budget),
      toInteger(most, -1),
      budget,
    );
  }),
  striptags: createTextFilter([], texts.stripTags),
  title: createTextFilter([], texts.toTitleCase),
  trim: createTextFilter(['chars'], (text, [characters], budget) => {
    return texts.stripCharacters(text, values.isString(characters) ? stringify(characters, budget) : null, budget);
  }),
  upper: createTextFilter([], (text) => text.toUpperCase()),
  wordcount: createTextFilter([], (text) => text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  wordwrap: createTextFilter(['width', 'break_long_words', 'wrapstring', 'break_on_hyphens'], wordwrap),
};

const FILTERS: Record<string, Filter> = {
  ...TEXT_FILTERS,
  ...NUMBER_FILTERS,
  ...LIST_FILTERS,
  ...{ tojson, dump, pprint },
  ...{ default: fallback, d: fallback },
  ...{
    escape: createEscapeFilter(false),
    e: createEscapeFilter(false),
    forceescape: createEscapeFilter(true),
    safe,
    xmlattr,
  },
  ...{ length, count: length },
  ...{ urlencode, format, string, attr, truncate },
};

export const isFilterName = (name: string): boolean => Object.hasOwn(FILTERS, name);
export const listFilterNames = (): string[] => Object.keys(FILTERS);

/** Throws a `TemplateError` where there is no such filter, or it cannot do what is asked. */
export function applyFilter(name: string, input: Value, given: CallArguments, run: FilterRun): Value {
  const filter = isFilterName(name) ? FILTERS[name] : undefined;
  if (filter === undefined) throw new TemplateError('template-syntax', `there is no filter "${name}"`);
  const args = filter.parameters.map((parameter, place) => {
    if (place < given.positional.length) return given.positional[place];
    return Object.hasOwn(given.named, parameter) ? given.named[parameter] : undefined;
  });
  const result = filter.apply(input, args, { ...run, applyFilter, given });
  if (Array.isArray(result)) spendSteps(run.budget, result.length);
  else if (values.isString(result)) spendCharacters(run.budget, values.toPlainString(result).length);
  return result;
}
