/** Texts of people, such as instructions: web addresses become links, and `code` is shown as code. Everything else is text. */

import { h } from '../dom.ts';
import { isWebAddress } from '../model/format.ts';

/** Code in backticks, or what may be a web address. A sentence that ends in one does not belong to it. */
const PARTS = /`([^`\n]+)`|(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}])/gi;

export function renderText(text: string): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const { 0: whole, 1: code, 2: address = '', index } of text.matchAll(PARTS)) {
    if (index > end) parts.push(text.slice(end, index));
    end = index + whole.length;
    if (code !== undefined) parts.push(h('code', {}, code));
    else if (isWebAddress(address)) parts.push(createLink(address, whole));
    else parts.push(whole);
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** The address of the page, which may be internal, is sent nowhere. */
export function createLink(address: string, text: string): HTMLElement {
  return h('a', { href: address, rel: 'noopener noreferrer' }, text);
}

const MAX_LENGTH = 280;
const MAX_LINES = 4;

/** A paragraph that begins with its first lines if it is long, and a button that shows the rest. */
export function renderLongText(text: string): HTMLElement {
  const paragraph = h('p', { class: 'long' }, renderText(text));
  if (text.length <= MAX_LENGTH && text.split('\n').length <= MAX_LINES) return paragraph;
  paragraph.classList.add('clamped');
  const toggle = () => {
    const isClamped = paragraph.classList.toggle('clamped');
    button.setAttribute('aria-expanded', String(!isClamped));
    button.textContent = isClamped ? 'Show all' : 'Show less';
  };
  const button = h(
    'button',
    { type: 'button', class: 'link-button', 'aria-expanded': 'false', on: { click: toggle } },
    'Show all',
  );
  return h('div', {}, paragraph, button);
}
