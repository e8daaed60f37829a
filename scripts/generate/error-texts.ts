/** Turns docs/reference/errors/ and the reasons for red runs into the texts of `certvigil explain`. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { RED_REASONS, type RedReason } from '../../src/domain/red-reasons.ts';

const DIRECTORY = 'docs/reference/errors';
const STATUS_PAGE = 'docs/concepts/status.md';
/** A heading that is a code, and the text up to the next heading. */
const ENTRY = /^##+ `([a-z0-9-]+)`\n([\s\S]*?)(?=^##? |^### |$(?![\s\S]))/gm;
/** A row of a table: the code, the problem and the fix. */
const ROW = /^\| `([a-z0-9-]+)` \| ([^|]+) \| ([^|]+) \|$/gm;

/** Renders TypeScript with one line for each code, sorted. */
export async function renderErrorTexts(): Promise<string> {
  const pages = (await readdir(DIRECTORY)).filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
  const texts = new Map<string, { page: string; text: string }>();
  for (const page of pages) {
    const markdown = await readFile(path.join(DIRECTORY, page), 'utf8');
    for (const [, code = '', text = ''] of markdown.matchAll(ENTRY))
      texts.set(code, { page: `${DIRECTORY}/${page}`, text: text.trim() });
    for (const [, code = '', what = '', fix = ''] of markdown.matchAll(ROW))
      texts.set(code, {
        page: `${DIRECTORY}/${page}`,
        text: `${what.charAt(0).toUpperCase()}${what.slice(1)}. ${fix}`,
      });
  }
  for (const [code, reason] of Object.entries<RedReason>(RED_REASONS)) {
    const { page = STATUS_PAGE, text } = texts.get(code) ?? {};
    texts.set(code, { page, text: [...(text === undefined ? [] : [text]), explainReason(code, reason)].join('\n\n') });
  }
  const lines = [...texts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, entry]) => `  ${JSON.stringify(code)}: ${JSON.stringify(entry)},\n`);
  return `/** The explanation of each error code in Markdown, and its page. */
export const ERROR_TEXTS: Readonly<Record<string, { page: string; text: string }>> = {
${lines.join('')}};
`;
}

function explainReason(code: string, { what, since, remedy, exitCode, permittedBy }: RedReason): string {
  const silence = `\n\nTo permit it for a time: \`certvigil silence ${code} --until DATE --reason TEXT\`, with \`--entry NAME\` if it is about one entry.`;
  const permitted = permittedBy.includes('silence') ? silence : '';
  return `A reason for a [red run](../../concepts/status.md#red-runs): ${what}. It is red ${since}. Exit code: ${exitCode}. To end it, ${remedy}.${permitted}`;
}
