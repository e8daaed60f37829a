/** `certvigil explain` */

import { ERROR_TEXTS } from '../../generated/error-texts.ts';
import { AppError } from '../../lib/app-error.ts';
import { getOwn } from '../../lib/collections.ts';
import type { Io } from '../../lib/io.ts';
import { suggest } from '../../lib/text/did-you-mean.ts';
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
  if (found === undefined) throw createUnknownCodeError(code);
  return `${code}\n\n${toPlainText(found.text)}\n\nMore: docs/reference/errors/${found.page}\n`;
}

function createUnknownCodeError(code: string): AppError {
  const similar = suggest(code, Object.keys(ERROR_TEXTS));
  const hint =
    similar === undefined
      ? 'Use a code as messages show it in brackets, such as endpoint-refused.'
      : `Did you mean ${similar}?`;
  return new AppError('unknown-code', `unknown error code "${code}"`, { hint });
}

/** Without the targets of links and the marks of code and emphasis, which only matter in a browser. */
function toPlainText(markdown: string): string {
  return markdown.replace(/\[([^[\]]+)\]\([^()[\]]*\)/g, '$1').replaceAll('**', '');
}
