/** Divides texts of people, such as instructions, into plain text, code in backticks and web addresses. */

import { isWebAddress } from './format.ts';

export interface TextPart {
  kind: 'text' | 'code' | 'link';
  text: string;
}

/** The punctuation after an address is not a part of it. */
const PARTS = /`([^`\n]+)`|(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}])/gi;

/** Splits a text into parts. */
export function splitText(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  const add = (kind: TextPart['kind'], added: string) => {
    if (added !== '') parts.push({ kind, text: added });
  };
  for (const { 0: whole, 1: code, index } of text.matchAll(PARTS)) {
    if (code === undefined && !isWebAddress(whole)) continue;
    add('text', text.slice(end, index));
    if (code === undefined) add('link', whole);
    else add('code', code);
    end = index + whole.length;
  }
  add('text', text.slice(end));
  return parts;
}
