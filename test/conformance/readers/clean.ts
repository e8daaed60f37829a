/** The cleaning that the documentation of reports promises for values, by the medium that shows them. */

/** Replaces what UTF-8 cannot contain. */
export const toUtf8 = (text: string) => Buffer.from(text).toString();

/** Replaces characters that XML 1.0 does not allow (section 2.2). */
export const toXml = (text: string) =>
  Array.from(toUtf8(text), (one) =>
    /[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(one) ? one : '\ufffd',
  ).join('');

/** Writes out characters that nobody sees, or that change how others are shown. */
export const toVisible = (text: string) =>
  Array.from(text, (one) => (INVISIBLE.test(one) ? `\\u{${one.codePointAt(0)?.toString(16)}}` : one)).join('');

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\p{Default_Ignorable_Code_Point}]/u;

/** Keeps spreadsheets from evaluating a text. NUL is no text in CSV. */
export const toCell = (text: string) =>
  toUtf8(/^[=+\-@\t\r\n＋－＝＠]/.test(text) ? `'${text}` : text).replaceAll('\0', '\ufffd');

/** The part of the label of a metric that is compared: behind that, reports tell its length. */
const MAX_LABEL = 400;

export const toLabel = (text: string) => Array.from(toUtf8(text)).slice(0, MAX_LABEL).join('');

/** The part of a shown text that is compared: reports may shorten it behind that. */
const MAX_SHOWN = 90;

/** What a reader of a page sees, where spaces count once. A table of Markdown cannot show every pipe, which is written out. */
export const toShown = (text: string) =>
  Array.from(text.replaceAll('\\u{7c}', '|').replaceAll(/\s+/g, ' ').trim()).slice(0, MAX_SHOWN).join('');

/** How a page shows values. */
export interface Medium {
  /** The text for a missing value. */
  none: string;
  /** A name, or what stands for one that is blank. */
  name: (text: string) => string;
  /** A sentence that quotes names. */
  message: (text: string) => string;
}

const nameOr = (text: string, none: string) => (text.trim() === '' ? none : toVisible(text));

export const HTML: Medium = {
  none: '',
  name: (text) => toVisible(text),
  message: (text) => toVisible(text),
};

export const MARKDOWN: Medium = {
  none: '–',
  name: (text) => nameOr(text, '–'),
  // Backticks around names would end the code.
  message: (text) => nameOr(text.replaceAll('`', '"'), '–'),
};

/** A name on the dashboard, where users select it. */
export const toSelectable = (text: string) => toShown(nameOr(text, '(empty)'));
