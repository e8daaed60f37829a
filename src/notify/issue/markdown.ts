/**
 * Formats untrusted text (names in certificates, locations, labels) for GitHub's Markdown. In a code span or block, HTML, links,
 * @mentions, #references and commands have no effect.
 */

import { truncateList } from '../../lib/text/truncate.ts';
import { escapeUnprintable, formatCodePoint } from '../../lib/text/unprintable.ts';

const MAX_TEXT_LENGTH = 200;

/** Formats a single, truncated line. Invisible characters and those that change the text direction become `\u{202e}`. */
export function formatPlain(text: string, maxLength = MAX_TEXT_LENGTH): string {
  // An HTML comment could be mistaken for a marker of certvigil.
  const line = escapeUnprintable(text).replaceAll('<!--', '<\\u{21}--');
  const characters = [...line];
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : line;
}

/** Formats a code span. Backticks, which would end it, and pipes, which would end its table cell, are escaped. */
export function formatCode(text: string, maxLength = MAX_TEXT_LENGTH): string {
  return text.trim() === '' ? '–' : `\`${formatPlain(text.replace(/[`|]/g, formatCodePoint), maxLength)}\``;
}

/** Formats at most `max` code spans, and the number of the others. */
export function formatCodeList(texts: readonly string[], max: number): string {
  if (texts.length === 0) return '–';
  if (max === 0) return String(texts.length);
  const spans = texts.map((text) => formatCode(text));
  return truncateList(spans, max);
}

/** Formats a code block that keeps the lines of the text, with a fence that no line can close. */
export function formatCodeBlock(text: string, maxLength: number): string {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => formatPlain(line, maxLength));
  const content = [...lines.join('\n')].slice(0, maxLength).join('');
  const fence = '`'.repeat(Math.max(3, ...Array.from(content.matchAll(/`+/g), ([run]) => run.length + 1)));
  return `${fence}text\n${content}\n${fence}`;
}

/** Formats a table; without `head`, its header row is empty. */
export function formatTable(rows: readonly (readonly string[])[], head: readonly string[] = ['', '']): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
