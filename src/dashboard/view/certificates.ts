/** The table of all certificates. */

import type { App } from '../app.ts';
import { drawLifetime } from '../chart/lifetime.ts';
import { fill, h } from '../dom.ts';
import { selectCertificates } from '../model/filter.ts';
import { formatCount, formatDate, formatNumber, formatRemaining, shortenName } from '../model/format.ts';
import { formatKinds, hasOtherKinds, isTestCertificate } from '../model/kinds.ts';
import { formatHash, type PageState, type SortKey } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createFilters } from './filters.ts';
import { cut, statusBadge } from './parts.ts';
import { renderInChunks } from './results.ts';

interface Column {
  title: string;
  sort: SortKey | null;
  class: string;
  render: (index: number) => Node | string;
}

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
        ? h('p', { class: 'empty' }, 'Nothing matches the filters.')
        : renderTable(app, found, () => state, sortBy),
    );
  };
  const sortBy = (part: Partial<PageState>) => change(part);
  const change = (part: Partial<PageState>) => {
    state = { ...state, ...part };
    app.replace(state);
    show();
  };
  show();
  return [
    h('h1', {}, hasOtherKinds(app.store) ? 'Everything that expires' : 'Certificates'),
    createFilters(app, change),
    count,
    results,
  ];
}

function listColumns({ store }: App, getState: () => PageState): Column[] {
  const { columns, has } = store.data;
  const link = (index: number) =>
    h(
      'a',
      {
        class: 'cut name',
        href: formatHash({ ...getState(), certificate: store.getId(index) }),
        title: store.getName(index),
      },
      store.getName(index),
    );
  return [
    { title: 'Status', sort: 'urgency', class: 'status', render: (index) => statusBadge(store.getStatus(index)) },
    {
      title: hasOtherKinds(store) ? 'Name' : 'Certificate',
      sort: 'name',
      class: 'main',
      render: (index) => h('div', { class: 'stack' }, link(index), renderNames(store, index)),
    },
    {
      title: 'Expires',
      sort: 'expires',
      class: 'date',
      render: (index) => {
        const until = columns.until[index] ?? null;
        return h(
          'div',
          { class: 'stack' },
          h('b', {}, formatRemaining(until, store.now)),
          until !== null && h('small', {}, formatDate(until)),
        );
      },
    },
    { title: 'Lifetime', sort: null, class: 'lifetime', render: (index) => drawLifetime(store, index) },
    ...(has.owners
      ? [
          {
            title: 'Owner',
            sort: 'owner' as const,
            class: 'owner',
            render: (index: number) => cut(store.getOwner(index) ?? '–'),
          },
        ]
      : []),
    ...(has.issuers
      ? [
          {
            title: 'Issuer',
            sort: 'issuer' as const,
            class: 'issuer',
            render: (index: number) => cut(shortenName(store.getIssuer(index) ?? '–')),
          },
        ]
      : []),
    ...(has.locations
      ? [
          {
            title: 'Locations',
            sort: 'locations' as const,
            class: 'number',
            render: (index: number) => formatNumber(columns.locations[index]?.length ?? 0),
          },
        ]
      : []),
    ...(has.scores
      ? [
          {
            title: 'Score',
            sort: 'score' as const,
            class: 'number',
            render: (index: number) => String(columns.score[index] ?? '–'),
          },
        ]
      : []),
  ];
}

function renderNames(store: Store, index: number): Node | null {
  const [first, ...others] = store.getNames(index);
  const names = first === undefined ? [] : [others.length === 0 ? first : `${first} +${others.length}`];
  const texts = [...(isTestCertificate(store, index) ? ['Test certificate'] : []), ...names];
  return texts.length === 0 ? null : h('small', { class: 'cut' }, texts.join(' · '));
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
      { class: app.store.getStatus(index), on: { click: (event) => openRow(event) } },
      columns.map((column) => h('td', { class: column.class }, column.render(index))),
    );
  return [table, renderInChunks(body, found, renderRow)];
}

function renderHead(
  { title, sort, class: name }: Column,
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

/** A click anywhere in a row opens it, but text can still be selected. */
function openRow(event: Event): void {
  const row = event.currentTarget;
  if (!(row instanceof HTMLElement) || String(getSelection()) !== '') return;
  if (event.target instanceof Element && event.target.closest('a') === null)
    row.querySelector<HTMLElement>('a.name')?.click();
}

/** The arrow keys move between the names. */
function moveBetweenRows(event: Event): void {
  if (!(event instanceof KeyboardEvent) || !(event.target instanceof HTMLElement)) return;
  const row = event.target.closest('tr');
  const next =
    event.key === 'ArrowDown' ? row?.nextElementSibling : event.key === 'ArrowUp' ? row?.previousElementSibling : null;
  const link = next?.querySelector<HTMLElement>('a.name');
  if (link === null || link === undefined) return;
  event.preventDefault();
  link.focus();
}
