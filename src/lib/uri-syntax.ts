/** Checks whether URIs are valid, and whether Go parses them: Go rejects a certificate with any other URI in its alternative names. */

const SCHEME = '[a-z][a-z0-9+.-]*';
const PERCENT = '%[0-9a-f]{2}';
/** RFC 3986 section 2: unreserved characters and sub-delimiters. */
const PLAIN = "[\\w.~!$&'()*+,;=-]";

const pattern = (text: string) => new RegExp(`^(?:${text})$`, 'i');

const PCHAR = `(?:${PLAIN}|[:@]|${PERCENT})`;
const TAIL = `(?:${PCHAR}|[/?])*`;
const HOST = `\\[[0-9a-f:.]+(?:${PERCENT}[\\w.~-]+)?\\]|(?:${PLAIN}|${PERCENT})*`;
const AUTHORITY = `(?:(?:${PLAIN}|:|${PERCENT})*@)?(?:${HOST})(?::\\d*)?`;
const STANDARD = pattern(
  `${SCHEME}:(?://(?:${AUTHORITY})(?:/(?:${PCHAR}|/)*)?|(?!//)(?:${PCHAR}|/)*)(?:\\?${TAIL})?(?:#${TAIL})?`,
);

/** Whether a text is a URI with the syntax of RFC 3986 section 3, as RFC 5280 section 4.2.1.6 requires. */
export function isStandardUri(text: string): boolean {
  return STANDARD.test(text);
}

const ESCAPED = `(?:[^%?#]|${PERCENT})*`;
/** A part of a host between dots. Go unescapes only `%25` in it. */
const LABEL = `(?:[\\w~!$&'()*+,;=<>":[\\]-]|%25)+`;
/** The part after the last colon is a port. */
const GO_HOST = `(?!\\[[^\\]/?#]*(?:[/?#]|$)|[^/?#]*:\\d*[^\\d:/?#\\]][^:/?#\\]]*(?:[/?#]|$))(?:${LABEL}(?:\\.${LABEL})*)?`;
const GO = pattern(
  `${SCHEME}:(?:(?!/)[^#]*|//(?:(?:${PLAIN}|[:@]|${PERCENT})*@)?${GO_HOST}(?:/${ESCAPED})?(?:\\?[^#]*)?|/(?!/)${ESCAPED}(?:\\?[^#]*)?)(?:#(?:[^%]|${PERCENT})*)?|[^:]*`,
);

/** Whether Go accepts a URI in a certificate: `net/url` parses it, and the labels of its host are ASCII and not empty. */
export function isGoUri(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern searches for control characters.
  return !/[\u0000-\u001f\u007f]/.test(text) && GO.test(text);
}
