/** `certvigil explain` */

import { ERROR_TEXTS } from '../../generated/error-texts.ts';
import { AppError } from '../../lib/app-error.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatPlainMarkdown } from '../../report/format/plain-markdown.ts';
import { wrapAfter } from '../../report/format/terminal-text.ts';
import type { CommandOptions } from '../command-specs.ts';
import { findPages } from '../find-pages.ts';
import { getTableLayout } from './terminal.ts';

/**
 * Prints the explanation of error codes; or, for other words, the related pages and codes. Throws AppError `unknown-code` if nothing is
 * found.
 */
export async function runExplainCommand({ words }: CommandOptions<'explain'>, io: Io): Promise<number> {
  const { columns } = getTableLayout(io);
  const texts = words.map((word) => explainCode(word, columns));
  const areCodes = texts.every((text) => text !== null);
  io.stdout(areCodes ? texts.join('\n') : listAnswers(words.join(' ').trim(), columns));
  return 0;
}

/** Explains a code, also in the form of messages: `error[glob-no-match]`. Returns null for other words. */
function explainCode(operand: string, columns: number): string | null {
  const code = /\[([a-z0-9-]+)\]/.exec(operand)?.[1] ?? operand.trim().toLowerCase();
  const found = getOwn(ERROR_TEXTS, code);
  if (found === undefined) return null;
  return `${code}\n\n${reflow(formatPlainMarkdown(found.text), columns)}\n\nMore: ${found.page}\n`;
}

function listAnswers(phrase: string, columns: number): string {
  // A word with hyphens that resembles a code is a misspelled code.
  const similar = phrase.includes('-') && !phrase.includes(' ') ? suggest(phrase, Object.keys(ERROR_TEXTS)) : undefined;
  if (similar !== undefined) throw createUnknownCodeError(`unknown error code "${phrase}"`, `Did you mean ${similar}?`);
  const pages = findPages(phrase).slice(0, MAX_PAGES);
  const codes = findMentions(phrase);
  if (pages.length === 0 && codes.length === 0)
    throw createUnknownCodeError(
      `no error code or page is about "${phrase}"`,
      'Use a code as messages show it in brackets, or a word such as proxy. docs/README.md lists the pages.',
    );
  const width = Math.max(...pages.map(({ page }) => page.length));
  const lines = pages.map(({ page, title }) => `docs/${page.padEnd(width)}  ${title}\n`);
  if (codes.length === 0) return lines.join('');
  const mentions = `Error codes that mention it: ${truncateList(codes, MAX_MENTIONS)}. Run: certvigil explain ${codes[0]}`;
  return [...lines, ...(lines.length === 0 ? [] : ['\n']), wrapAfter('', mentions, columns)].join('');
}

/** Wraps the paragraphs and list items of a text at the width of the terminal. In a pipe, and in code blocks, lines do not change. */
function reflow(markdown: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY) return markdown;
  const wrapItem = (item: string) => {
    const mark = /^(?:- |\d+\. )/.exec(item)?.[0] ?? '';
    return wrapAfter(mark, item.slice(mark.length).replaceAll('\n', ' '), columns).trimEnd();
  };
  return markdown
    .split(/(```[\s\S]*?```|\n\n|\n(?=- |\d+\. ))/)
    .map((part, index) => (index % 2 === 1 || part.trim() === '' ? part : wrapItem(part.trim())))
    .join('');
}

function createUnknownCodeError(message: string, hint: string): AppError {
  return new AppError('unknown-code', message, { hint });
}

const MAX_PAGES = 3;
const MAX_MENTIONS = 8;

/** Finds codes with these words in their name or text, which includes messages of other programs for the same problem. Names come first. */
function findMentions(operand: string): string[] {
  const phrase = operand.toLowerCase();
  const slug = phrase.replace(/[\s_]+/g, '-');
  if (phrase.length < MIN_PHRASE_LENGTH) return [];
  const mentions = Object.entries(ERROR_TEXTS).filter(
    ([code, { text }]) => code.includes(slug) || text.replace(/\s+/g, ' ').toLowerCase().includes(phrase),
  );
  return mentions.map(([code]) => code).sort((a, b) => Number(b.includes(slug)) - Number(a.includes(slug)));
}

/** A shorter phrase would match most texts. */
const MIN_PHRASE_LENGTH = 3;
