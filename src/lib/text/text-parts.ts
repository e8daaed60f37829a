/** Divides texts of people, such as instructions, into plain text, code in backticks and web addresses. */

export interface TextPart {
  kind: 'text' | 'code' | 'link';
  text: string;
}

/** Whether a text is a web address that a page may link to. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text);
}

/** The punctuation after an address is not a part of it. */
const PARTS = /`([^`\n]+)`|(https?:\/\/[^\s\p{Cc}<>"'`]*[^\s\p{Cc}<>"'`.,;:!?)\]}])/giu;

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
