/** The filters: nunjucks's own and those that users of Jinja expect beside them, with Jinja's parameters. */

import { type Budget, LONGEST_TEXT, spendCharacters, spendSteps } from './budget.ts';
import type { Filter, FilterRun, Given } from './filter.ts';
import { LIST_FILTERS } from './list-filters.ts';
import { TemplateError } from './problem.ts';
import * as texts from './text.ts';
import * as values from './values.ts';
import { type Dict, Fragment, textOf, type Value } from './values.ts';

type TextFilter = (text: string, args: Value[], budget: Budget) => Value;

/** A filter of a text, which pays for reading it. */
function ofText(parameters: string[], apply: TextFilter): Filter {
  return {
    parameters,
    apply: (input, args, { budget }) => {
      const text = textOf(input, budget);
      spendCharacters(budget, text.length);
      return apply(text, args, budget);
    },
  };
}

function ofNumber(parameters: string[], apply: (number: number, args: Value[]) => Value): Filter {
  return {
    parameters,
    apply: (input, args) => (typeof input === 'number' ? apply(input, args) : (input ?? null) === null ? input : null),
  };
}

const asNumber = (value: Value, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const asText = (value: Value, otherwise: string, budget: Budget): string =>
  value === undefined || value === null ? otherwise : textOf(value, budget);

const json: Filter = {
  parameters: ['indent'],
  apply: (input, [indent], { budget }) => {
    const spaces = Math.min(Math.max(0, Math.trunc(asNumber(indent, 0))), 10);
    return new Fragment([{ from: 'json', text: values.jsonOf(input, budget, spaces) }]);
  },
};

const fallback: Filter = {
  parameters: ['default_value', 'boolean'],
  apply: (input, [otherwise, boolean], { budget }) => {
    const isMissing = values.isTrue(boolean, budget) ? !values.isTrue(input, budget) : input === undefined;
    return isMissing ? (otherwise === undefined ? values.constant('') : otherwise) : input;
  },
};

const escapeHtml: Filter = {
  parameters: [],
  apply: (input, _, tools) => (tools.escapesHtml ? texts.escapedHtml(textOf(input, tools.budget)) : input),
};

const length: Filter = {
  parameters: [],
  apply: (input, _, { budget }) => {
    return values.isText(input) ? textOf(input, budget).length : values.membersOf(input, budget).length;
  },
};

const urlencode: Filter = {
  parameters: [],
  apply: (input, _, { budget }) => {
    const encode = (value: Value) => {
      const text = textOf(value, budget);
      spendCharacters(budget, text.length);
      return texts.percentEncoded(text);
    };
    const pairs = values.isDict(input) ? Object.entries(input) : Array.isArray(input) ? input : null;
    const text =
      pairs === null
        ? encode(input)
        : pairs
            .map((pair) =>
              values
                .membersOf(pair as Value, budget)
                .map(encode)
                .join('='),
            )
            .join('&');
    spendCharacters(budget, text.length);
    return new Fragment([{ from: 'url', text }]);
  },
};

/** `"%s of %s" | format(a, b)` and `"%(x)s" | format(x=1)`. */
const format: Filter = {
  parameters: [],
  apply: (input, args, { budget }) => {
    const named = args.find(values.isDict) ?? values.emptyDict();
    let place = 0;
    const text = texts.formatted(textOf(input, budget), (name) => {
      const value = name === undefined ? args[place++] : named[name];
      const written = textOf(value, budget);
      spendCharacters(budget, written.length + 1000);
      return { text: written, number: Number(written) || 0 };
    });
    spendCharacters(budget, text.length);
    return text;
  },
};

const TEXT_FILTERS: Record<string, Filter> = {
  capitalize: ofText([], texts.capitalized),
  center: ofText(['width'], (text, [width], budget) => {
    const room = Math.min(Math.max(0, asNumber(width, 80) - text.length), LONGEST_TEXT + 1);
    spendCharacters(budget, text.length + room);
    return text.padStart(text.length + Math.floor(room / 2)).padEnd(text.length + room);
  }),
  indent: ofText(['width', 'first', 'blank'], (text, [width, first, blank], budget) => {
    const margin = values.isText(width)
      ? textOf(width, budget)
      : ' '.repeat(Math.min(Math.max(0, asNumber(width, 4)), 1000));
    const lines = text.split('\n');
    spendCharacters(budget, text.length + lines.length * margin.length);
    const isIndented = (line: string, index: number) =>
      index > 0 ? line !== '' || values.isTrue(blank, budget) : values.isTrue(first, budget);
    return lines.map((line, index) => (isIndented(line, index) ? margin + line : line)).join('\n');
  }),
  lower: ofText([], (text) => text.toLowerCase()),
  nl2br: ofText([], (text, _, budget) => texts.replaced(text, '\n', '<br />\n', -1, budget)),
  replace: ofText(['old', 'new', 'count'], (text, [from, to, most], budget) => {
    return texts.replaced(text, asText(from, '', budget), asText(to, '', budget), asNumber(most, -1), budget);
  }),
  string: ofText([], (text) => text),
  striptags: ofText([], texts.withoutTags),
  title: ofText([], texts.titled),
  trim: ofText([], (text) => text.trim()),
  truncate: ofText(['length', 'killwords', 'end', 'leeway'], truncate),
  upper: ofText([], (text) => text.toUpperCase()),
  wordcount: ofText([], (text) => text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0),
  wordwrap: ofText(['width'], (text, [width]) => texts.wrapped(text, asNumber(width, 79))),
};

function truncate(text: string, [length, killwords, end, leeway]: Value[], budget: Budget): Value {
  const most = asNumber(length, 255);
  const ending = asText(end, '...', budget);
  if (text.length <= most + asNumber(leeway, 5)) return text;
  const cut = text.slice(0, Math.max(0, most - ending.length));
  const space = cut.lastIndexOf(' ');
  return (values.isTrue(killwords, budget) || space < 0 ? cut : cut.slice(0, space)) + ending;
}

const NUMBER_FILTERS: Record<string, Filter> = {
  abs: ofNumber([], Math.abs),
  round: ofNumber(['precision', 'method'], (number, [precision, method]) => {
    const factor = 10 ** Math.min(Math.max(-15, Math.trunc(asNumber(precision, 0))), 15);
    const rounders: Record<string, (value: number) => number> = { ceil: Math.ceil, floor: Math.floor };
    const name = values.isText(method) ? String(method instanceof Fragment ? method.pieces[0]?.text : method) : '';
    return ((Object.hasOwn(rounders, name) ? rounders[name] : undefined) ?? Math.round)(number * factor) / factor;
  }),
  int: {
    parameters: ['default', 'base'],
    apply: (input, [otherwise, base], { budget }) => {
      const radix = asNumber(base, 10);
      const number = typeof input === 'number' ? Math.trunc(input) : Number.parseInt(textOf(input, budget), radix);
      return Number.isFinite(number) ? number : (otherwise ?? 0);
    },
  },
  float: {
    parameters: ['default'],
    apply: (input, [otherwise], { budget }) => {
      const number = typeof input === 'number' ? input : Number.parseFloat(textOf(input, budget));
      return Number.isFinite(number) ? number : (otherwise ?? 0);
    },
  },
};

const FILTERS: Record<string, Filter> = {
  ...TEXT_FILTERS,
  ...NUMBER_FILTERS,
  ...LIST_FILTERS,
  ...{ tojson: json, dump: json, pprint: json },
  ...{ default: fallback, d: fallback },
  ...{ escape: escapeHtml, e: escapeHtml, forceescape: escapeHtml },
  safe: { parameters: [], apply: (input) => input },
  ...{ length, count: length },
  urlencode,
  format,
};

export const isFilterName = (name: string): boolean => Object.hasOwn(FILTERS, name);
export const filterNames = (): string[] => Object.keys(FILTERS);

/** Throws a `TemplateError` where there is no such filter, or it cannot do what is asked. */
export function applyFilter(name: string, input: Value, given: Given, run: FilterRun): Value {
  const filter = isFilterName(name) ? FILTERS[name] : undefined;
  if (filter === undefined) throw new TemplateError('template-syntax', `there is no filter "${name}"`);
  const bound = filter.parameters.map((parameter, place) => {
    if (place < given.positional.length) return given.positional[place];
    return Object.hasOwn(given.named, parameter) ? given.named[parameter] : undefined;
  });
  const rest = given.positional.slice(filter.parameters.length);
  const result = filter.apply(input, [...bound, ...rest, ...restNamed(filter, given.named)], { ...run, applyFilter });
  if (Array.isArray(result)) spendSteps(run.budget, result.length);
  else if (values.isText(result)) spendCharacters(run.budget, textOf(result, run.budget).length);
  return result;
}

/** Named arguments that are not parameters, for `format`. */
function restNamed(filter: Filter, named: Dict): Dict[] {
  return filter.parameters.length === 0 && Object.keys(named).length > 0 ? [named] : [];
}
