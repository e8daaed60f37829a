/** Texts of people, such as instructions: web addresses become links, and `code` is shown as code. Other parts are plain text. */

import { splitText } from '../../lib/text/text-parts.ts';
import { h } from '../dom.ts';

export function renderText(text: string): (Node | string)[] {
  return splitText(text).map((part) => {
    if (part.kind === 'link') return createLink(part.text, part.text);
    return part.kind === 'code' ? h('code', {}, part.text) : part.text;
  });
}

/** Creates a link that does not reveal the address of the page, which may be internal. */
export function createLink(address: string, text: string): HTMLElement {
  return h('a', { class: 'in-text', href: address, rel: 'noopener noreferrer' }, text);
}

const MAX_LENGTH = 280;
const MAX_LINES = 4;

/** Renders a paragraph. A long paragraph shows its first lines, and a button that shows the rest. */
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
