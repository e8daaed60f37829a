/** The table of all certificates. */

import type { App } from '../app.ts';
import { fill, h } from '../dom.ts';
import { renderCsv } from '../model/csv.ts';
import { selectCertificates } from '../model/filter.ts';
import { formatCount, formatDay, formatNumber } from '../model/format.ts';
import { formatKinds, hasOtherKinds } from '../model/kinds.ts';
import { hasFilters, type PageState } from '../model/state.ts';
import { listColumns } from './columns.ts';
import { createFilters } from './filters.ts';
import { renderInChunks } from './render-in-chunks.ts';
import { createIcon } from './shared-elements.ts';

export function renderCertificates(app: App): Node[] {
  let state = app.state;
  const results = h('div', { class: 'results' });
  const count = h('p', { class: 'found', role: 'status' });
  const all = hasOtherKinds(app.store) ? formatNumber(app.store.size) : formatCount(app.store.size, 'certificate');
  const show = () => {
    const found = selectCertificates(app.store, state);
    const total = app.store.size;
    count.textContent =
      found.length === total ? formatKinds(app.store, found) : `${formatNumber(found.length)} of ${all}`;
    fill(
      results,
      found.length === 0
        ? h('p', { class: 'empty' }, hasFilters(state) ? 'Nothing matches the filters.' : 'Nothing is monitored.')
        : renderTable(app, found, () => state, sortBy),
    );
  };
  const sortBy = (part: Partial<PageState>) => change(part);
  const change = (part: Partial<PageState>) => {
    state = { ...state, ...part };
    app.replace(state);
    show();
  };
  const download = () => {
    const text = renderCsv(app.store, selectCertificates(app.store, state));
    downloadText(`certificates-${formatDay(app.store.data.scanned ?? app.store.now)}.csv`, text);
  };
  show();
  return [
    h('h1', {}, hasOtherKinds(app.store) ? 'Everything that expires' : 'Certificates'),
    createFilters(app, change),
    h(
      'div',
      { class: 'above' },
      count,
      h(
        'button',
        { type: 'button', class: 'plain-button', on: { click: download } },
        createIcon('download'),
        'Download CSV',
      ),
    ),
    results,
  ];
}

function renderTable(
  app: App,
  found: readonly number[],
  getState: () => PageState,
  sortBy: (part: Partial<PageState>) => void,
): Node[] {
  const columns = listColumns(app, getState);
  const body = h('tbody', { on: { keydown: moveBetweenRows } });
  const table = h(
    'table',
    { class: 'certificates', 'aria-rowcount': found.length + 1, 'aria-label': 'Certificates' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        columns.map((column) => renderHead(column, getState(), sortBy)),
      ),
    ),
    body,
  );
  const renderRow = (index: number) =>
    h(
      'tr',
      { class: app.store.getStatus(index), on: { click: openRow } },
      columns.map((column) => h('td', { class: column.class }, column.render(index))),
    );
  return [table, renderInChunks(body, found, renderRow)];
}

function renderHead(
  { title, sort, class: name }: ReturnType<typeof listColumns>[number],
  { sort: current, descending }: PageState,
  sortBy: (part: Partial<PageState>) => void,
): HTMLElement {
  if (sort === null) return h('th', { scope: 'col', class: name }, title);
  const isCurrent = sort === current;
  const order = descending ? 'descending' : 'ascending';
  const click = () => {
    sortBy({ sort, descending: isCurrent && !descending });
    const again = document.querySelector<HTMLElement>(`th button[data-sort="${sort}"]`);
    again?.focus();
  };
  const button = h(
    'button',
    { type: 'button', 'data-sort': sort, on: { click } },
    title,
    h('span', { class: 'arrow', 'aria-hidden': 'true' }, isCurrent ? (descending ? '↓' : '↑') : ''),
  );
  return h('th', { scope: 'col', class: name, 'aria-sort': isCurrent ? order : 'none' }, button);
}

/** Opens a row after a click anywhere in it, except when text is selected. */
function openRow(event: Event): void {
  const row = event.currentTarget;
  if (!(row instanceof HTMLElement) || String(getSelection()) !== '') return;
  if (event.target instanceof Element && event.target.closest('a') === null)
    row.querySelector<HTMLElement>('a.name')?.click();
}

/** Moves between the names with the arrow keys, and from the first one back to the search. */
function moveBetweenRows(event: Event): void {
  if (!(event instanceof KeyboardEvent) || !(event.target instanceof HTMLElement)) return;
  const row = event.target.closest('tr');
  const next =
    event.key === 'ArrowDown' ? row?.nextElementSibling : event.key === 'ArrowUp' ? row?.previousElementSibling : null;
  const isBack = event.key === 'ArrowUp' && row !== null && next === null;
  const target = isBack ? document.getElementById('search') : next?.querySelector<HTMLElement>('a.name');
  if (target === null || target === undefined) return;
  event.preventDefault();
  target.focus();
}

/** Excel reads UTF-8 only with a byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF';

function downloadText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, text], { type: 'text/csv' }));
  h('a', { href: url, download: name }).click();
  // Some browsers read the URL with a delay.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
