/** The timeline: the lifetime and renewal window of each certificate, next to each other. */

import type { App } from '../app.ts';
import { describeLifetime, type Lifetime, readLifetime } from '../chart/lifetime.ts';
import { fill, h } from '../dom.ts';
import { selectCertificates } from '../model/filter.ts';
import { formatMonth, formatRemaining } from '../model/format.ts';
import { formatKinds } from '../model/kinds.ts';
import { formatHash, type PageState } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createFilters } from './filters.ts';
import { cutMiddle, statusBadge } from './parts.ts';
import { renderInChunks } from './results.ts';

const DAY = 86_400;
/** The part of time that is shown. */
const BEFORE = 120 * DAY;
const AFTER = 400 * DAY;

export function renderTimeline(app: App): Node[] {
  let state = app.state;
  const results = h('div', { class: 'results' });
  const count = h('p', { class: 'found', role: 'status' });
  const show = () => {
    const sorted = state.sort === 'urgency' ? { ...state, sort: 'expires' as const } : state;
    const found = selectCertificates(app.store, sorted).filter((index) => readLifetime(app.store, index) !== null);
    count.textContent = `${formatKinds(app.store, found)} with a known lifetime, next expiry first`;
    fill(
      results,
      found.length === 0
        ? h('p', { class: 'empty' }, 'No certificate matches the filters.')
        : renderRows(app, found, () => state),
    );
  };
  const change = (part: Partial<PageState>) => {
    state = { ...state, ...part };
    app.replace(state);
    show();
  };
  show();
  return [h('h1', {}, 'Timeline'), createFilters(app, change), count, renderLegend(), results];
}

function renderLegend(): HTMLElement {
  const item = (name: string, text: string) => h('li', {}, h('i', { class: name }), text);
  return h(
    'ul',
    { class: 'legend' },
    item('line-life', 'Lifetime'),
    item('window', 'Renewal window, or from the expected renewal to expiry'),
    item('line-today', 'Today'),
  );
}

function renderRows(app: App, found: readonly number[], getState: () => PageState): Node[] {
  const { store } = app;
  const scale = { start: store.now - BEFORE, end: store.now + AFTER };
  const list = h('ol', { class: 'gantt-rows' });
  const months = listMonths(scale, store.now).map((start) =>
    h('span', { style: { left: `${toPercent(start, scale)}%` } }, formatMonth(start).slice(0, 3)),
  );
  const head = h(
    'div',
    { class: 'gantt-head', 'aria-hidden': 'true' },
    h('span', {}),
    h('div', { class: 'gantt-scale' }, months, h('b', { style: { left: `${toPercent(store.now, scale)}%` } }, 'Today')),
  );
  const renderRow = (index: number): Node => {
    const href = formatHash({ ...getState(), certificate: store.getId(index) });
    return h(
      'li',
      {},
      h(
        'div',
        { class: 'gantt-name' },
        statusBadge(store, index),
        cutMiddle(store.getName(index), 'a', { class: 'name', href }),
        h('span', { class: 'when' }, formatRemaining(store.data.columns.until[index] ?? null, store.now)),
      ),
      drawRow(store, index, scale),
    );
  };
  return [h('div', { class: 'card gantt' }, head, list), renderInChunks(list, found, renderRow)];
}

interface Scale {
  start: number;
  end: number;
}

function toPercent(time: number, { start, end }: Scale): number {
  return Math.min(100, Math.max(0, ((time - start) / (end - start)) * 100));
}

/** Every second month, but none that the word for today would cover. */
function listMonths({ start, end }: Scale, now: number): number[] {
  const first = new Date(start * 1000);
  const months = Array.from(
    { length: 24 },
    (_, index) => Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1 + index * 2) / 1000,
  );
  return months.filter((time) => time < end - 20 * DAY && (time < now - 20 * DAY || time > now + 45 * DAY));
}

function drawRow(store: Store, index: number, scale: Scale): HTMLElement {
  const life = readLifetime(store, index) as Lifetime;
  const span = (from: number, to: number) => ({
    left: `${toPercent(from, scale)}%`,
    width: `${toPercent(to, scale) - toPercent(from, scale)}%`,
  });
  const text = describeLifetime(life);
  return h(
    'div',
    { class: 'gantt-bar', role: 'img', 'aria-label': text, title: text },
    h('i', {
      class: `fill ${store.getStatus(index)}${life.from < scale.start ? ' earlier' : ''}${life.until > scale.end ? ' later' : ''}`,
      style: span(life.from, life.until),
    }),
    life.renewal !== null && h('i', { class: 'window', style: span(life.renewal.start, life.renewal.end) }),
    h('i', { class: 'today', style: { left: `${toPercent(store.now, scale)}%` } }),
  );
}
