/** The expiries of the next twelve months, by week. */

import { STATUS_ORDER } from '../data.ts';
import { h, svg } from '../dom.ts';
import { formatCount, formatDate, formatDay, formatNumber } from '../model/format.ts';
import { countExpiriesByWeek, groupByMonth, type Month, type Week } from '../model/groups.ts';
import { listMarks } from '../model/scale.ts';
import { createState, formatHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createCard } from '../view/shared-elements.ts';
import { renderPlot } from './scale.ts';

const TITLE = 'Expiries in the next 12 months';
const WEEKS = 53;
const HEIGHT = 120;
const DAY = 86_400;
/** A month with fewer weeks has no room for its name: on a phone (`SHORT_MONTH`), or on any screen (`TINY_MONTH`). */
const SHORT_MONTH = 3;
const TINY_MONTH = 2;

/** Draws the bars, which are for sight and mouse; the months below are links with their numbers for all readers. */
export function drawExpiries(store: Store): HTMLElement {
  const weeks = countExpiriesByWeek(store, WEEKS);
  const total = weeks.reduce((sum, week) => sum + week.total, 0);
  if (total === 0) return createCard(TITLE, {}, h('p', { class: 'empty' }, 'No known expiry in this time.'));
  const marks = listMarks(Math.max(...weeks.map((week) => week.total)));
  const top = marks.at(-1) ?? 1;
  const chart = svg(
    'svg',
    { class: 'bars', viewBox: `0 0 ${WEEKS * 10} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    weeks.map((week, index) => drawWeek(week, index, top)),
  );
  return createCard(
    TITLE,
    { class: 'expiries', note: `${formatCount(total, 'expiry', 'expiries')}, by week` },
    renderPlot(marks, chart),
    h('ol', { class: 'months' }, groupByMonth(weeks).map(renderMonth)),
  );
}

function renderMonth({ name, start, end, total, weeks }: Month): HTMLElement {
  return h(
    'li',
    {
      class: weeks < TINY_MONTH ? 'short tiny' : weeks < SHORT_MONTH ? 'short' : undefined,
      style: { 'flex-grow': String(weeks) },
    },
    h(
      'a',
      { href: linkTo(start, end) },
      h('span', {}, name.slice(0, 3), h('span', { class: 'hidden' }, `${name.slice(3)}: `)),
      h('b', {}, formatNumber(total), h('span', { class: 'hidden' }, total === 1 ? ' expiry' : ' expiries')),
    ),
  );
}

function linkTo(start: number, end: number): string {
  return formatHash(
    createState('certificates', { expires: `${formatDay(start)}..${formatDay(end - DAY)}`, sort: 'expires' }),
  );
}

function drawWeek(week: Week, index: number, most: number): SVGElement {
  const end = week.start + 7 * DAY;
  let top = HEIGHT;
  const parts = STATUS_ORDER.flatMap((status, at) => {
    const count = week.counts[at] ?? 0;
    if (count === 0) return [];
    const height = (count / most) * HEIGHT;
    top -= height;
    return [svg('rect', { class: `fill ${status}`, x: index * 10 + 1.2, y: top, width: 7.6, height })];
  });
  const text = `${formatDate(week.start)} – ${formatDate(end - DAY)}: ${formatCount(week.total, 'expiry', 'expiries')}`;
  const area = svg('rect', { class: 'hit', x: index * 10, y: 0, width: 10, height: HEIGHT });
  const open = () => location.assign(linkTo(week.start, end));
  return svg('g', week.total > 0 ? { class: 'week', on: { click: open } } : {}, svg('title', {}, text), area, parts);
}
