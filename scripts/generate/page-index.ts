/** Generates the index of the documentation that `certvigil explain` searches. */

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';

interface Page {
  page: string;
  title: string;
  /** The words that people type. */
  words: string[];
  headings: string[];
}

/** Pages without answers of their own, or only for contributors. */
const LEFT_OUT = /^(?:README\.md|images\/|internals\/|(?:guides|reference)\/README\.md)/;

/** Reads the pages of docs/ with their words, those of docs/words.yaml first. */
export async function readPages(): Promise<Page[]> {
  const listed: { page: string; words: string[] }[] = parse(await readFile('docs/words.yaml', 'utf8'));
  const files = (await readdir('docs', { recursive: true })).map((name) => name.split(path.sep).join('/'));
  const found = files.filter((name) => name.endsWith('.md') && !LEFT_OUT.test(name)).sort();
  const missing = listed.filter(({ page }) => !found.includes(page));
  if (missing.length > 0)
    throw new Error(`docs/words.yaml names pages that do not exist: ${missing.map(({ page }) => page)}`);
  const names = [...new Set([...listed.map(({ page }) => page), ...found])];
  return Promise.all(
    names.map(async (page) => {
      const text = (await readFile(`docs/${page}`, 'utf8')).replace(/^```[\s\S]*?^```$/gm, '');
      const headings = Array.from(text.matchAll(/^##+ (.+)$/gm), ([, heading = '']) => heading.replaceAll('`', ''));
      const words = listed.filter((one) => one.page === page).flatMap((one) => one.words);
      return { page, title: /^# (.+)$/m.exec(text)?.[1] ?? page, words, headings: isErrors(page) ? [] : headings };
    }),
  );
}

/** Whether a page explains errors. Its headings are codes, which have a separate index. */
function isErrors(page: string): boolean {
  return page.startsWith('reference/errors/');
}

/** Renders TypeScript with one line for each page. */
export function renderPageIndex(pages: readonly Page[]): string {
  const lines = pages.map((page) => `  ${JSON.stringify(page)},\n`);
  return `/** A page of docs/, with words that people type for it. */
export interface IndexedPage {
  page: string;
  title: string;
  words: readonly string[];
  headings: readonly string[];
}

export const PAGES: readonly IndexedPage[] = [
${lines.join('')}];
`;
}
