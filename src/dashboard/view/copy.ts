/** Buttons that copy a text. */

import { fill, h } from '../dom.ts';
import { createIcon } from './shared-elements.ts';

const SHOWN_MS = 1500;

/** Creates a button without text, next to the text that it copies. */
export function createCopyButton(name: string, getText: () => string): HTMLElement {
  const label = `Copy ${name}`;
  const button = h(
    'button',
    { type: 'button', class: 'copy', 'aria-label': label, title: label, on: { click: () => copy() } },
    createIcon('copy'),
  );
  async function copy(): Promise<void> {
    const isCopied = await copyText(getText(), button);
    fill(button, createIcon(isCopied ? 'ok' : 'expired'));
    button.setAttribute('aria-label', isCopied ? 'Copied' : 'Not copied');
    setTimeout(() => {
      fill(button, createIcon('copy'));
      button.setAttribute('aria-label', label);
    }, SHOWN_MS);
  }
  return button;
}

/** Copies a text. A page that was loaded over plain HTTP has no clipboard, but can copy selected text. */
async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = h('textarea', { class: 'hidden', 'aria-hidden': 'true' }, text);
    // In a dialog, elements outside it cannot be selected.
    near.after(area);
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    near.focus();
    return isCopied;
  }
}
