/** Draws a certificate's lifetime as a bar: the part that has passed, and the time of the renewal. */

import { h } from '../dom.ts';
import { formatDate } from '../model/format.ts';
import type { Store } from '../model/store.ts';

/** The times of a certificate in seconds; null without a known lifetime. */
export interface Lifetime {
  from: number;
  until: number;
  /** Start and end of the renewal window. Without a window of the CA, it lasts until the expiry. */
  renewal: { start: number; end: number; isWindow: boolean } | null;
}

export function readLifetime({ data: { columns } }: Store, index: number): Lifetime | null {
  const [from, until] = [columns.from[index] ?? null, columns.until[index] ?? null];
  if (from === null || until === null || until <= from) return null;
  const [start, end] = [columns.renewal[index] ?? null, columns.window[index] ?? null];
  const renewal = start === null ? null : { start, end: end ?? until, isWindow: end !== null };
  return { from, until, renewal };
}

export function describeLifetime({ from, until, renewal }: Lifetime): string {
  const valid = `Valid ${formatDate(from)} to ${formatDate(until)}`;
  if (renewal === null) return `${valid}.`;
  if (renewal.isWindow) return `${valid}. Renewal window: ${formatDate(renewal.start)} to ${formatDate(renewal.end)}.`;
  return `${valid}. Renewal expected: ${formatDate(renewal.start)}.`;
}

export function drawLifetime(store: Store, index: number): HTMLElement {
  const life = readLifetime(store, index);
  if (life === null) return h('span', { class: 'muted' }, '–');
  const { from, until, renewal } = life;
  const toPercent = (time: number) => Math.min(100, Math.max(0, ((time - from) / (until - from)) * 100));
  const text = describeLifetime(life);
  return h(
    'span',
    { class: 'life', role: 'img', 'aria-label': text, title: text },
    h('i', { class: `fill ${store.getStatus(index)}`, style: { width: `${toPercent(store.now)}%` } }),
    renewal !== null &&
      h('i', {
        class: 'window',
        style: { left: `${toPercent(renewal.start)}%`, width: `${toPercent(renewal.end) - toPercent(renewal.start)}%` },
      }),
  );
}
