/** The columns of the table of certificates, from left to right. A column that is added here is in the table. */

import type { App } from '../app.ts';
import { drawLifetime } from '../chart/lifetime.ts';
import { h } from '../dom.ts';
import { formatDate, formatRemaining, shortenName } from '../model/format.ts';
import { hasOtherKinds, isTestCertificate } from '../model/kinds.ts';
import { formatHash, type PageState, type SortKey } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createStatusBadge, truncateMiddle, truncateText } from './shared-elements.ts';

interface Column {
  title: string;
  /** The sort key; null if the table cannot be sorted by the column. */
  sort: SortKey | null;
  /** The class of its cells, for the style. */
  class: string;
  /** Whether any certificate has a value. */
  isShown: boolean;
  render: (index: number) => Node | string;
}

/** Lists the columns. `getState`: returns the state of the page when a link is created. */
export function listColumns({ store }: App, getState: () => PageState): Column[] {
  const { columns, has } = store.data;
  const all: Column[] = [
    {
      title: 'Status',
      sort: 'urgency',
      class: 'status',
      isShown: true,
      render: (index) => createStatusBadge(store, index),
    },
    {
      ...{ title: hasOtherKinds(store) ? 'Name' : 'Certificate', sort: 'name', class: 'main', isShown: true },
      render: (index) =>
        h(
          'div',
          { class: 'stack' },
          linkName(store, index, getState()),
          renderLocation(store, index),
          has.reasons && h('small', { class: 'narrow-only' }, store.getReasons(index).join(', ')),
        ),
    },
    {
      ...{ title: 'Expires', sort: 'expires', class: 'date', isShown: true },
      render: (index) => renderExpiry(store, columns.until[index] ?? null),
    },
    {
      ...{ title: 'Reason', sort: 'reason', class: 'reason', isShown: has.reasons },
      render: (index) => renderReasons(store.getReasons(index)),
    },
    {
      ...{ title: 'Lifetime', sort: null, class: 'lifetime', isShown: true },
      render: (index) => drawLifetime(store, index),
    },
    {
      ...{ title: 'Owner', sort: 'owner', class: 'owner', isShown: has.owners },
      render: (index) => truncateMiddle(store.getOwner(index) ?? '–'),
    },
    {
      ...{ title: 'Issuer', sort: 'issuer', class: 'issuer', isShown: has.issuers },
      render: (index) => truncateText(shortenName(store.getIssuer(index) ?? '–')),
    },
    {
      ...{ title: 'Key exchange', sort: 'exchange', class: 'exchange', isShown: has.exchanges },
      render: (index) => truncateText(store.data.tables.exchanges[columns.exchanges[index] ?? -1] ?? '–'),
    },
    {
      ...{ title: 'Score', sort: 'score', class: 'number', isShown: has.scores },
      render: (index) => String(columns.score[index] ?? '–'),
    },
  ];
  return all.filter(({ isShown }) => isShown);
}

function linkName(store: Store, index: number, state: PageState): HTMLElement {
  const href = formatHash({ ...state, certificate: store.getId(index) });
  return truncateMiddle(store.getName(index), 'a', { class: 'name', href });
}

function renderExpiry(store: Store, until: number | null): HTMLElement {
  return h(
    'div',
    { class: 'stack' },
    h('b', {}, formatRemaining(until, store.now)),
    until !== null && h('small', {}, formatDate(until)),
  );
}

/** Renders the worst reason, and the number of others. */
function renderReasons(reasons: readonly string[]): Node | string {
  const [first, ...others] = reasons;
  if (first === undefined) return h('span', { class: 'muted' }, '–');
  const text = others.length === 0 ? first : `${first} +${others.length}`;
  return h('span', { class: 'cut', title: reasons.join(', ') }, text);
}

/** Renders the location, or the names if locations are not published. */
function renderLocation(store: Store, index: number): Node | null {
  const locations = store.data.columns.locations[index] ?? [];
  const [first, ...others] = locations.length > 0 ? locations : store.getNames(index);
  const test = isTestCertificate(store, index) ? 'Test certificate · ' : '';
  if (first === undefined) return test === '' ? null : h('small', {}, 'Test certificate');
  return truncateMiddle(test + first, 'small', {}, others.length > 0 ? ` +${others.length}` : '');
}
