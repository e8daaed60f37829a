/** The timeline: the lifetime and renewal window of each certificate, next to each other. */

import type { App } from '../app.ts';
import { describeLifetime, type Lifetime, readLifetime } from '../chart/lifetime.ts';
import { renderMonths } from '../chart/scale.ts';
import { fill, h } from '../dom.ts';
import { selectCertificates } from '../model/filter.ts';
import { formatRemaining } from '../model/format.ts';
import { formatKinds } from '../model/kinds.ts';
import { type TimeSpan, toPercent } from '../model/scale.ts';
import { formatHash, hasFilters, type PageState } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createFilters } from './filters.ts';
import { renderInChunks } from './render-in-chunks.ts';
import { createStatusBadge, truncateMiddle } from './shared-elements.ts';

const DAY = 86_400;
/** The visible time span ends with the last expiry, within these limits. */
const BEFORE = 100 * DAY;
const MIN_AFTER = 90 * DAY;
const MAX_AFTER = 400 * DAY;
/** A time span longer than this only has a name for every second month. */
const LONG = 300 * DAY;

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
        ? h('p', { class: 'empty' }, hasFilters(state) ? 'Nothing matches the filters.' : 'No lifetime is known.')
        : renderRows(app, found, () => state),
    );
  };
  const change = (part: Partial<PageState>) => {
    state = { ...state, ...part };
    app.replace(state);
    show();
  };
  show();
  return [h('h1', {}, 'Timeline'), createFilters(app, change), count, results];
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
  const span = findSpan(store, found);
  const list = h('ol', { class: 'gantt-rows' });
  const today = h('b', { style: { left: `${toPercent(store.now, span)}%` } }, 'Today');
  const step = span.end - span.start > LONG ? 2 : 1;
  const head = h(
    'div',
    { class: 'gantt-head', 'aria-hidden': 'true' },
    h('span', {}),
    h('div', { class: 'gantt-scale' }, today, h('div', { class: 'gantt-months' }, renderMonths(span, step, 5))),
  );
  const renderRow = (index: number): Node => {
    const href = formatHash({ ...getState(), certificate: store.getId(index) });
    return h(
      'li',
      {},
      h(
        'div',
        { class: 'gantt-name' },
        h('span', { class: 'gantt-status' }, createStatusBadge(store, index)),
        truncateMiddle(store.getName(index), 'a', { class: 'name', href }),
        h('span', { class: 'when' }, formatRemaining(store.data.columns.until[index] ?? null, store.now)),
      ),
      drawRow(store, index, span),
    );
  };
  return [renderLegend(), h('div', { class: 'card gantt' }, head, list), renderInChunks(list, found, renderRow)];
}

function findSpan({ data, now }: Store, found: readonly number[]): TimeSpan {
  const last = found.reduce((latest, index) => Math.max(latest, data.columns.until[index] ?? 0), 0);
  return { start: now - BEFORE, end: now + Math.min(MAX_AFTER, Math.max(MIN_AFTER, last - now + 10 * DAY)) };
}

function drawRow(store: Store, index: number, scale: TimeSpan): HTMLElement {
  const life = readLifetime(store, index) as Lifetime;
  const span = (from: number, to: number) => ({
    left: `${toPercent(from, scale)}%`,
    width: `${toPercent(to, scale) - toPercent(from, scale)}%`,
  });
  const text = describeLifetime(life);
  const edges = `${life.from < scale.start ? ' earlier' : ''}${life.until > scale.end ? ' later' : ''}`;
  return h(
    'div',
    { class: 'gantt-bar', role: 'img', 'aria-label': text, title: text },
    h('i', { class: 'today', style: { left: `${toPercent(store.now, scale)}%` } }),
    h('i', { class: `fill ${store.getStatus(index)}${edges}`, style: span(life.from, life.until) }),
    life.renewal !== null && h('i', { class: 'window', style: span(life.renewal.start, life.renewal.end) }),
  );
}
