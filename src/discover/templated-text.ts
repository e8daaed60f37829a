/** Reads configuration files that are Jinja, Go or ERB templates: literal parts are read, and lines with other parts are counted. */

import type { Mention } from './format.ts';
import { hasPlaceholder, hideTemplates } from './yaml/templates.ts';

/** Whether a word comes from a template, or has a variable of the configuration: `${name}`, `{$NAME}`, `%[…]` or `@@NAME@@`. */
export const isTemplatedWord = (text: string): boolean => hasPlaceholder(text) || /[${}%<>]|^__|@@/.test(text);

/** Reads a text without its templates. A line is counted as unresolved at most once. */
export function* readTemplated(text: string, read: (hidden: string) => Iterable<Mention>): Generator<Mention> {
  const lines = text.split('\n');
  const seen = new Set<number>();
  for (const mention of read(hideTemplates(hideStatements(text)))) {
    if (mention.kind !== 'unresolved') yield mention;
    else if (!seen.has(mention.line)) {
      seen.add(mention.line);
      yield { ...mention, expression: lines[mention.line - 1]?.trim() ?? '' };
    }
  }
}

/** Replaces statements and comments of Jinja by blanks, because they do not insert text between words. */
const hideStatements = (text: string): string =>
  text.replace(/\{%[^%]*%\}|\{#[^#]*#\}/g, (found) => found.replace(/[^\n]/g, ' '));
