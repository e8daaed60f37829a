/** The filters that decide how a value is written: as JSON, HTML, part of a URL, or text. */

import { type Budget, spendCharacters } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { toInteger } from '../methods/arguments.ts';
import { formatPercent } from '../python/format-percent.ts';
import { isEscaped, repr, stringify, stringifyJson } from '../python/stringify.ts';
import { escapeHtmlText, percentEncode } from '../text-operations.ts';
import * as values from '../values.ts';
import { Fragment, type Value } from '../values.ts';
import { createFilter, type Filter } from './filter.ts';

function createJsonFilter(isJinja: (budget: Budget) => boolean): Filter {
  return {
    parameters: ['indent'],
    apply: (input, [spaces], { budget }) => {
      const indent = Math.min(Math.max(0, toInteger(spaces, 0)), 10);
      return new Fragment([{ from: 'json', text: stringifyJson(input, budget, { isJinja: isJinja(budget), indent }) }]);
    },
  };
}

const tojson = createJsonFilter(() => true);
/** The filter of nunjucks: compact, with keys in their original order. In plain text it is `tojson`. */
const dump = createJsonFilter(({ valueStyle }) => valueStyle === 'python');

/** Writes one line: in plain text as Python does, elsewhere as JSON. */
const pprint = createFilter([], (input, args, context) => {
  const { budget } = context;
  return budget.valueStyle === 'python' ? repr(input, budget, true) : dump.apply(input, args, context);
});

/** Escapes HTML in plain text only. In other modes every value is escaped once, when it is written. */
function createEscapeFilter(isForced: boolean): Filter {
  return {
    parameters: [],
    apply: (input, _, { escapesHtml, budget }) => {
      if (!escapesHtml || (!isForced && isEscaped(input))) return input;
      return new Fragment([{ from: 'html', text: escapeHtmlText(stringify(input, budget)) }]);
    },
  };
}

/** Marks text as escaped, so that `escape` leaves it as it is. */
const safe = createFilter([], (input, _, { escapesHtml, budget }) =>
  escapesHtml ? new Fragment([{ from: 'html', text: stringify(input, budget) }]) : input,
);

const xmlattr = createFilter(['autospace'], (input, [autospace], { budget }) => {
  if (!values.isDict(input)) throw new TemplateError('template-type-error', 'xmlattr needs a dict');
  const keys = values.listKeys(input, budget).filter((key) => (input[key] ?? null) !== null);
  const escaped = (value: Value) => {
    const html = escapeHtmlText(stringify(value, budget));
    spendCharacters(budget, html.length);
    return html;
  };
  if (keys.some((key) => /[\s/>=]/.test(key))) {
    throw new TemplateError('template-type-error', 'xmlattr needs keys that are valid attribute names');
  }
  const text = keys
    .filter((key) => !values.isUndefined(input[key]))
    .map((key) => `${escaped(key)}="${escaped(input[key])}"`)
    .join(' ');
  return text !== '' && autospace !== false ? ` ${text}` : text;
});

/** Escapes a slash too, except in plain text, so that no value can add a segment to the path of a URL. */
const urlencode = createFilter([], (input, _, { budget }) => {
  const encode = (value: Value) => {
    const text = stringify(value, budget);
    spendCharacters(budget, text.length);
    return percentEncode(text);
  };
  const encodePair = (pair: Value) =>
    values
      .listMembers(pair, budget)
      .map((part) => encode(part).replaceAll('%20', '+'))
      .join('=');
  const pairs = values.isDict(input) ? values.listPairs(input, budget) : Array.isArray(input) ? input : null;
  const slash = budget.valueStyle === 'python' ? '/' : '%2F';
  const text = pairs === null ? encode(input).replaceAll('%2F', slash) : pairs.map(encodePair).join('&');
  spendCharacters(budget, text.length);
  return new Fragment([{ from: 'url', text }]);
});

/** `"%s of %s" | format(a, b)` and `"%(x)s" | format(x=1)`. */
const format = createFilter(null, (input, _, { budget, call: { positional, named } }) => {
  const hasNames = Object.keys(named).length > 0;
  if (hasNames && positional.length > 0)
    throw new TemplateError('template-type-error', 'format takes values with names or without, not both');
  return formatPercent(stringify(input, budget), hasNames ? named : values.createTuple(positional), budget);
});

/** Text keeps its escaping. */
const string = createFilter([], (input, _, { budget }) => (values.isString(input) ? input : stringify(input, budget)));

const escapeHtml = createEscapeFilter(false);

/** The filter of NetBox: removes the characters that must not be in a header. */
const headerSafe = createFilter([], (input, _, { budget }) => {
  const text = stringify(input, budget);
  spendCharacters(budget, text.length);
  return text.replace(/[^\P{Cc}\x80-\x9f]/gu, '');
});

/** The filter of NetBox: the value of a variable that templates may read, or null. */
const env = createFilter([], (input, _, { budget, environment }) => {
  const name = stringify(input, budget);
  return Object.hasOwn(environment, name) ? environment[name] : null;
});

export const OUTPUT_FILTERS: Record<string, Filter> = {
  ...{ tojson, dump, pprint, xmlattr, urlencode, format, string },
  ...{ escape: escapeHtml, e: escapeHtml, forceescape: createEscapeFilter(true), safe },
  ...{ header_safe: headerSafe, env },
};
