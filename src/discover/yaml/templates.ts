/** Templates in YAML: Helm and Go (`{{ }}`), Jinja (`{{ }}`, `{% %}`, `{# #}`) and ERB (`<% %>`). */

/** Stands for each character of a template. Private use: no file contains it. */
const PLACEHOLDER = '\uE000';

const DELIMITERS: readonly (readonly [open: string, close: string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
  ['<%', '%>'],
];

/**
 * Replaces templates so that the rest is YAML. Lines with only templates become spaces, other templates placeholders. No
 * character moves.
 */
export function hideTemplates(text: string): string {
  const hidden = DELIMITERS.reduce((before, [open, close]) => hideDelimited(before, open, close), text);
  return hidden === text ? text : hidden.replace(/^[ \t\r\uE000]+$/gm, (line) => ' '.repeat(line.length));
}

function hideDelimited(text: string, open: string, close: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = text.indexOf(open); start !== -1; start = text.indexOf(open, at)) {
    const found = text.indexOf(close, start + open.length);
    // Not closed: the rest is no template.
    if (found === -1) break;
    const end = found + close.length;
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, PLACEHOLDER));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Whether a part of the text was a template. */
export function hasPlaceholder(text: string): boolean {
  return text.includes(PLACEHOLDER);
}

/** Templates of Helm, Jinja or ERB, or variables as in `${DOMAIN}`, `$(DOMAIN)`, `%(domain)s`, `__DOMAIN__` or `<domain>`. */
export function isTemplated(text: string): boolean {
  return /\$[{(A-Za-z_]|%[({]|\{[{%]|<%|__[A-Z]|<[a-zA-Z]|@[A-Z]/.test(text);
}
