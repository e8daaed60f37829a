/** Rows that are rendered in chunks: the next chunk when the last row comes into view, or on request. */

import { fill, h } from '../dom.ts';
import { formatNumber } from '../model/format.ts';

/** A chunk is larger than a screen, so that later chunks are added out of sight. */
const CHUNK = 30;

/** Appends a row for each of `items` to `list`. Returns the button that shows more rows, which is hidden at the end. */
export function renderInChunks(
  list: Element,
  items: readonly number[],
  renderRow: (index: number) => Node,
): HTMLElement {
  let shown = 0;
  const more = h('button', { type: 'button', class: 'more-rows', on: { click: () => showMore() } });
  const showMore = (): void => {
    const next = items.slice(shown, shown + CHUNK);
    list.append(...next.map(renderRow));
    shown += next.length;
    more.hidden = shown >= items.length;
    fill(more, h('span', {}, 'Show more: '), `${formatNumber(items.length - shown)} not shown`);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting) && !more.hidden && more.isConnected) showMore();
    },
    { rootMargin: '600px' },
  );
  showMore();
  observer.observe(more);
  return more;
}
