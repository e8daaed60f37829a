/** Formats untrusted text (names in certificates, locations, labels) for the Markdown of an issue. */

import {
  createLink,
  escapeMarkdown,
  formatCodeSpan,
  formatTableRow,
  listInstructionPieces,
  renderPieces,
} from '../../lib/text/markdown.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

const MAX_TEXT_LENGTH = 200;

/** Formats a single, truncated line. Invisible characters and those that change the text direction become `\u{202e}`. */
export function formatPlain(text: string, maxLength = MAX_TEXT_LENGTH): string {
  const line = hideComments(escapeUnprintable(text));
  const characters = [...line];
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : line;
}

/** An HTML comment could be mistaken for a marker of certvigil. */
function hideComments(text: string): string {
  return text.replaceAll('<!--', '<\\u{21}--');
}

/** Formats a code span, or a dash for an empty text. */
export function formatCode(text: string, maxLength = MAX_TEXT_LENGTH): string {
  return text.trim() === '' ? '–' : formatCodeSpan(formatPlain(text, maxLength));
}

/** Escapes a text in a sentence. */
export function formatText(text: string, maxLength = MAX_TEXT_LENGTH): string {
  return hideComments(escapeMarkdown(formatPlain(text, maxLength)));
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

/** Formats renewal instructions. A path in the repository at `repositoryUrl` becomes a link, too. */
export function formatInstructions(text: string, repositoryUrl: string | null, maxLength: number): string {
  const isPath = PATH.test(text) && repositoryUrl !== null;
  const pieces = isPath
    ? [createLink(`${repositoryUrl}/blob/HEAD/${text}`, text)]
    : listInstructionPieces(text, maxLength);
  return hideComments(renderPieces(pieces));
}

const PATH = /^[\w.-]+(\/[\w.-]+)*\.\w{1,8}$/;

/** Formats a table; without `head`, its header row is empty. */
export function formatTable(rows: readonly (readonly string[])[], head: readonly string[] = ['', '']): string {
  return [head, head.map(() => '---'), ...rows].map(formatTableRow).join('\n');
}
