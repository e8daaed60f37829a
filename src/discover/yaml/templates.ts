/** Templates in YAML: Helm and Go (`{{ }}`), Jinja (`{{ }}`, `{% %}`, `{# #}`) and ERB (`<% %>`). */

/** A placeholder for each character of a template, from the private use area: files do not contain it. */
const PLACEHOLDER = '\uE000';

const DELIMITERS: readonly (readonly [open: string, close: string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}'],
  ['<%', '%>'],
];

/**
 * Replaces templates so that the rest is YAML. Lines with only templates become spaces, other templates become placeholders. The positions
 * of all characters are kept.
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
    // The tag is not closed, so the rest is not a template.
    if (found === -1) break;
    const end = found + close.length;
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, PLACEHOLDER));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Whether a part of the text was a template before `hideTemplates`. */
export function hasPlaceholder(text: string): boolean {
  return text.includes(PLACEHOLDER);
}

/**
 * Whether a text has templates of Helm, Jinja or ERB, or other delimiters (`<< inputs.id >>` of Flux, `[[ ]]`, `(( ))`, `#{ }`), or variables
 * as in `${DOMAIN}`, `$(DOMAIN)`, `%(domain)s`, `%DOMAIN%`, `__DOMAIN__` or `<domain>`.
 */
export function isTemplated(text: string): boolean {
  return /\$[{(A-Za-z_]|%[({]|%[A-Z_]{3,}%|\{[{%]|<[%<a-zA-Z]|\[\[|\(\(|#\{|__[A-Z]|@[A-Z]/.test(text);
}
