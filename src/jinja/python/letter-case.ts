/** Upper, lower and title case of Python's strings. */

import { SPACE_CLASS } from './white-space.ts';

/** The letters that have a title case of their own. */
const TITLE_LETTERS = [...'ǅǈǋǲᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾼῌῼ'];
const TITLE_CASE = new Map(
  TITLE_LETTERS.flatMap((title) => {
    const lower = title.toLowerCase();
    return [lower, lower.toUpperCase(), title].map((letter) => [letter, title] as const);
  }),
);
/** The capital of this letter is two letters, both upper case. */
TITLE_CASE.set('ŉ', 'ʼN');

/** Georgian has capitals, but no title case. */
const GEORGIAN = /[\u10d0-\u10ff]/;

/** The title case of one letter. A capital of two letters, as for ß, keeps only the first one. */
function toTitleLetter(letter: string): string {
  const title = TITLE_CASE.get(letter) ?? (GEORGIAN.test(letter) ? letter : letter.toUpperCase());
  if (TITLE_CASE.has(letter) || title.length <= letter.length) return title;
  const [first = '', ...others] = title;
  return first + others.join('').toLowerCase();
}

/** Capitalizes the first letter, and lowercases all others. */
export function capitalize(text: string): string {
  const [first = ''] = text;
  // All letters are lowercased together, because the form of a sigma depends on the letters before it.
  const lower = text.toLowerCase();
  return toTitleLetter(first) + lower.slice(first.toLowerCase().length);
}

const WORD = new RegExp(`[^-({[<${SPACE_CLASS.slice(1)}+`, 'gu');

/** The filter `title`: words end at white space, hyphens and brackets. */
export function toTitleWords(text: string): string {
  return text.replace(WORD, (word) => {
    const [first = ''] = word;
    return first.toUpperCase() + word.slice(first.length).toLowerCase();
  });
}

/** The method `title`: a capital follows everything that has no case, as in "It'S". */
export const toTitleCase = (text: string): string => text.replace(/\p{Cased}+/gu, capitalize);

export const swapCase = (text: string): string =>
  text.replace(/\p{Uppercase}|\p{Lowercase}/gu, (letter, index: number) => {
    if (letter === 'Σ' && isLastOfWord(text, index)) return 'ς';
    return /\p{Uppercase}/u.test(letter) ? letter.toLowerCase() : letter.toUpperCase();
  });

const isLastOfWord = (text: string, index: number): boolean =>
  /\p{Cased}$/u.test(text.slice(Math.max(0, index - 2), index)) &&
  !/^\p{Cased}/u.test(text.slice(index + 1, index + 3));

/** Folds case for comparisons: both forms of the small sigma are one letter, and ß is ss. */
export const foldCase = (text: string): string =>
  text
    .replace(/[^\0-\x7f\u0131\u13a0-\u13f5]/gu, (letter) => letter.toLowerCase().toUpperCase().toLowerCase())
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

export const isLowerCase = (text: string): boolean =>
  /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
export const isUpperCase = (text: string): boolean =>
  /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);

/** Whether each group of letters begins with a capital, and all other letters are lower case. */
export const isTitleCase = (text: string): boolean =>
  /\p{Cased}/u.test(text) &&
  !/\p{Cased}[\p{Uppercase}\p{Lt}]|(?<!\p{Cased})(?![\p{Uppercase}\p{Lt}])\p{Lowercase}/u.test(text);
