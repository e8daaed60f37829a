/** Draws scales: lines with numbers, and the names of months. */

import { h } from '../dom.ts';
import { formatMonth, formatNumber } from '../model/format.ts';
import { type TimeSpan, toPercent } from '../model/scale.ts';

/** Renders a drawing with lines at its marks, which are numbered on the left. */
export function renderPlot(marks: readonly number[], drawing: Element): HTMLElement {
  const [low = 0, high = 1] = [marks[0], marks.at(-1)];
  const lines = marks.map((mark) =>
    h(
      'span',
      { class: 'mark', style: { bottom: `${((mark - low) / (high - low)) * 100}%` } },
      h('span', {}, formatNumber(mark)),
    ),
  );
  return h('div', { class: 'plot' }, h('div', { class: 'marks', 'aria-hidden': 'true' }, lines), drawing);
}

/** Renders the first day of every `step` months of the span; January has its year. A name that does not fit before the end is omitted. */
export function renderMonths(span: TimeSpan, step: number, minPercent: number): HTMLElement[] {
  const first = new Date(span.start * 1000);
  const months: HTMLElement[] = [];
  for (let month = first.getUTCMonth() + 1; ; month += 1) {
    const start = Date.UTC(first.getUTCFullYear(), month) / 1000;
    if (start >= span.end) return months;
    const left = toPercent(start, span);
    const [name = '', year = ''] = formatMonth(start).split(' ');
    if (month % step !== 0 || left > 100 - minPercent) continue;
    months.push(h('span', { style: { left: `${left}%` } }, name === 'Jan' ? `Jan ${year}` : name));
  }
}
