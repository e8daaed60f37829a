/** Small parts that several views use. */

import { STATUS_ORDER } from '../data.ts';
import { h, svg } from '../dom.ts';
import { formatNumber, STATUS_TEXTS } from '../model/format.ts';
import type { Store } from '../model/store.ts';

/** The icons, drawn with lines in a square of 24 x 24. */
const ICONS = {
  expired: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19M8.6 8.6l6.8 6.8m0-6.8-6.8 6.8',
  critical: 'M12 3 1.8 20.5h20.4zM12 9.5v5m0 3v.2',
  unknown: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19M9.2 9.3a2.9 2.9 0 1 1 4.3 2.9c-1 .6-1.5 1.1-1.5 2.3m0 2.9v.2',
  not_yet_valid: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19M12 6.5V12l3.6 2.2',
  warning: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19M12 7v6m0 3.5v.2',
  ok: 'M12 2.5a9.5 9.5 0 1 0 0 19 9.5 9.5 0 0 0 0-19M7.5 12.3l3.1 3.1 5.9-6.5',
  search: 'M10.5 3.5a7 7 0 1 0 0 14 7 7 0 0 0 0-14M15.6 15.6 21 21',
  close: 'M5 5l14 14M19 5 5 19',
  sun: 'M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M12 1.5v2.6m0 15.8v2.6M1.5 12h2.6m15.8 0h2.6M4.6 4.6l1.8 1.8m11.2 11.2 1.8 1.8m0-14.8-1.8 1.8M6.4 17.6l-1.8 1.8',
  moon: 'M20.5 14.2A8.7 8.7 0 0 1 9.8 3.5a8.7 8.7 0 1 0 10.7 10.7',
  shield: 'M12 2 4 5.2v5.6c0 5 3.4 9.7 8 10.9 4.6-1.2 8-5.9 8-10.9V5.2zM8.2 12l2.6 2.6 5-5.4',
  owner: 'M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 20.5c.6-4.2 3.8-6.3 8-6.3s7.4 2.1 8 6.3',
  location: 'M12 21.5s-7-6.4-7-11.6a7 7 0 1 1 14 0c0 5.2-7 11.6-7 11.6M12 7.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2',
  tool: 'M14.6 6.2a4.6 4.6 0 0 1 6-1.7l-3 3 1.9 1.9 3-3a4.6 4.6 0 0 1-6.3 5.7l-8 8a2 2 0 0 1-2.9-2.9l8-8a4.6 4.6 0 0 1 1.3-3',
  filter: 'M3 5h18M6.5 12h11M10 19h4',
  download: 'M12 3v12m-5-5 5 5 5-5M4 20.5h16',
  copy: 'M8.5 8.5h12v12h-12zM15.5 8V3.5h-12v12H8',
  renew: 'M20 4.5v5h-5M4 19.5v-5h5M19.4 9.5A8 8 0 0 0 5.2 8M4.6 14.5A8 8 0 0 0 18.8 16',
  anchor: 'M12 8.5V21m0-18a2.75 2.75 0 1 0 0 5.5A2.75 2.75 0 0 0 12 3M4 13c0 4.4 3.6 8 8 8s8-3.6 8-8M8.5 12h7',
} as const;

export type IconName = keyof typeof ICONS;

/** Creates a decorative icon, which always has a text next to it. */
export function createIcon(name: IconName): SVGSVGElement {
  return svg('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: ICONS[name] }));
}

/** Creates a badge with the status, or with the verdict on a critical certificate: `Untrusted`, `Revoked`. */
export function createStatusBadge(store: Store, index: number): HTMLElement {
  const status = store.getStatus(index);
  const verdict = store.getVerdict(index);
  const text = verdict === '' ? STATUS_TEXTS[status] : verdict.charAt(0).toUpperCase() + verdict.slice(1);
  return h('span', { class: `badge ${status}` }, createIcon(status), text);
}

/** Creates a bar with a segment for each status; the counts are in its text alternative. */
export function createStatusBar(counts: readonly number[]): HTMLElement {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const texts = STATUS_ORDER.flatMap((status, index) =>
    counts[index] ? [`${formatNumber(counts[index])} ${STATUS_TEXTS[status]}`] : [],
  );
  const segments = STATUS_ORDER.map((status, index) => {
    const share = ((counts[index] ?? 0) / Math.max(1, total)) * 100;
    return share > 0 && h('i', { class: `fill ${status}`, style: { 'flex-grow': String(Math.max(share, 0.6)) } });
  });
  return h(
    'span',
    { class: 'status-bar', role: 'img', 'aria-label': texts.join(', '), title: texts.join(', ') },
    segments,
  );
}

export function createCard(
  title: string,
  properties: { class?: string; note?: string | Node },
  ...children: Parameters<typeof h>[2][]
): HTMLElement {
  const note = properties.note === undefined ? null : h('span', { class: 'note' }, properties.note);
  const heading = h('header', {}, h('h2', {}, title), note);
  return h('section', { class: `card ${properties.class ?? ''}`.trim() }, heading, ...children);
}

/** Truncates a text at its end if it does not fit. */
export function truncateText(text: string): HTMLElement {
  return h('span', { class: 'cut', title: text }, text);
}

const MIN_CUT = 24;
/** The maximum share of the end in a text, so that its beginning is also visible. */
const MAX_SHARE = 0.6;
const TAIL = 12;

/**
 * Truncates a text in the middle if it does not fit: the end distinguishes a name, and contains the file name of a path. `more` is never
 * truncated.
 */
export function truncateMiddle(
  text: string,
  tag: 'a' | 'span' | 'small' = 'span',
  properties: { class?: string; href?: string } = {},
  more = '',
): HTMLElement {
  const at = findTail(text);
  return h(
    tag,
    { ...properties, class: `middle ${properties.class ?? ''}`.trim(), title: text },
    h('span', { class: 'cut' }, text.slice(0, at)),
    h('span', { class: 'tail' }, text.slice(at) + more),
  );
}

/** Finds the start of the part that is never truncated: the last slash, or a few letters before the end. */
function findTail(text: string): number {
  const slash = text.lastIndexOf('/');
  if (slash > 0 && text.length - slash <= text.length * MAX_SHARE) return slash;
  if (text.length <= MIN_CUT) return text.length;
  const tail = text.length - TAIL;
  // A surrogate pair must not be split.
  return /[\udc00-\udfff]/.test(text.charAt(tail)) ? tail - 1 : tail;
}
