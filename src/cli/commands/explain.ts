/** `certvigil explain` */

import { ERROR_TEXTS } from '../../generated/error-texts.ts';
import { AppError } from '../../lib/app-error.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
import { truncateList } from '../../lib/text/truncate.ts';
import { formatPlainMarkdown } from '../../report/format/markdown.ts';
import type { CommandOptions } from '../command-specs.ts';

/** Prints the explanation of an error code. Throws AppError `unknown-code`. */
export async function runExplainCommand({ codes }: CommandOptions<'explain'>, io: Io): Promise<number> {
  io.stdout(codes.map(explain).join('\n'));
  return 0;
}

/** Also accepts what a message shows: `error[glob-no-match]`. */
function explain(operand: string): string {
  const code = /\[([a-z0-9-]+)\]/.exec(operand)?.[1] ?? operand.trim().toLowerCase();
  const found = getOwn(ERROR_TEXTS, code);
  if (found === undefined) throw createUnknownCodeError(operand.trim());
  return `${code}\n\n${formatPlainMarkdown(found.text)}\n\nMore: docs/reference/errors/${found.page}\n`;
}

function createUnknownCodeError(operand: string): AppError {
  const similar = suggest(operand, Object.keys(ERROR_TEXTS));
  return new AppError('unknown-code', `unknown error code "${operand}"`, { hint: formatHint(operand, similar) });
}

function formatHint(operand: string, similar: string | undefined): string {
  if (similar !== undefined) return `Did you mean ${similar}?`;
  const mentions = findMentions(operand);
  if (mentions.length > 0) return `Codes that mention it: ${truncateList(mentions, MAX_MENTIONS)}.`;
  return 'Use a code as messages show it in brackets, such as endpoint-refused.';
}

const MAX_MENTIONS = 8;

/** Codes with these words in their name or text, such as what other programs print for the same problem. Names come first. */
function findMentions(operand: string): string[] {
  const phrase = operand.toLowerCase();
  const slug = phrase.replace(/[\s_]+/g, '-');
  if (phrase.length < MIN_PHRASE_LENGTH) return [];
  const mentions = Object.entries(ERROR_TEXTS).filter(
    ([code, { text }]) => code.includes(slug) || text.replace(/\s+/g, ' ').toLowerCase().includes(phrase),
  );
  return mentions.map(([code]) => code).sort((a, b) => Number(b.includes(slug)) - Number(a.includes(slug)));
}

/** A shorter phrase would be in most texts. */
const MIN_PHRASE_LENGTH = 3;
