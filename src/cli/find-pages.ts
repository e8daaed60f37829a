/** Finds the pages of the documentation that answer a few words, as people type them or as they occur in messages. */

import { type IndexedPage, PAGES } from '../generated/page-index.ts';

/** Finds the matching pages, the best first. The list is empty if no page has any of the words. */
export function findPages(query: string): IndexedPage[] {
  const words = listWords(query);
  const scored = PAGES.map((page, index) => ({ page, score: scorePage(words, indexed()[index] ?? EMPTY) }));
  const best = Math.max(...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > 0 && score >= best * MIN_SHARE)
    .sort((a, b) => b.score - a.score)
    .map(({ page }) => page);
}

/** Pages with less than this share of the best score do not answer the question. */
const MIN_SHARE = 0.4;

/** Words of questions that do not identify their subject. */
const IGNORED = new Set(
  'a an and are at by can do does for from get how i if in is it my of on or our that the this to use we what with you your'.split(
    ' ',
  ),
);

/** Lists lower-case words, in the singular. */
function listWords(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9_]+/g) ?? [];
  return words.filter((word) => !IGNORED.has(word)).map((word) => word.replace(/ies$/, 'y').replace(/([^s])s$/, '$1'));
}

interface Fields {
  /** The words of each phrase that people type. */
  phrases: string[][];
  /** All words, with the weight of their position. */
  weights: ReadonlyMap<string, number>;
}

const EMPTY: Fields = { phrases: [], weights: new Map() };

const WEIGHTS = { heading: 1, word: 2, title: 3 };

let fields: Fields[] | null = null;

function indexed(): Fields[] {
  fields ??= PAGES.map(({ title, words, headings }) => {
    const weights = new Map<string, number>();
    const add = (text: string, weight: number) => {
      for (const word of listWords(text)) weights.set(word, Math.max(weight, weights.get(word) ?? 0));
    };
    for (const heading of headings) add(heading, WEIGHTS.heading);
    for (const word of words) add(word, WEIGHTS.word);
    add(title, WEIGHTS.title);
    return { phrases: [title, ...words].map(listWords), weights };
  });
  return fields;
}

/** Rare words count more than frequent ones, and a whole phrase more than its words. */
function scorePage(words: readonly string[], { phrases, weights }: Fields): number {
  const found = words.map((word) => (weights.get(word) ?? 0) * computeRarity(word));
  const contained = phrases.filter((phrase) => phrase.length > 0 && phrase.every((word) => words.includes(word)));
  const phrase = Math.max(0, ...contained.map((list) => list.reduce((sum, word) => sum + computeRarity(word), 0)));
  const isExact = contained.some((list) => list.length === words.length);
  return found.reduce((sum, score) => sum + score, 0) + PHRASE_WEIGHT * phrase * (isExact ? 2 : 1);
}

const PHRASE_WEIGHT = 2;

/** Computes the negated logarithm of the share of pages with the word; 0 if no page has it. */
function computeRarity(word: string): number {
  const pages = indexed().filter(({ weights }) => weights.has(word)).length;
  return pages === 0 ? 0 : Math.log(1 + PAGES.length / pages);
}
