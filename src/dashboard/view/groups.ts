/** The view of groups: by owner, issuer, or any label. */

import type { App } from '../app.ts';
import { STATUS_ORDER } from '../data.ts';
import { h } from '../dom.ts';
import { type Facet, listFacets } from '../model/facets.ts';
import { formatCount, formatDate, formatNumber, formatRemaining, STATUS_TEXTS } from '../model/format.ts';
import { type Group, groupCertificates } from '../model/groups.ts';
import { createState, formatHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createCard, createStatusBar, truncateMiddle } from './shared-elements.ts';

export function renderGroups(app: App): Node[] {
  const { store, state } = app;
  const facets = listFacets(store);
  const facet = facets.find(({ key }) => key === state.by) ?? facets[0];
  if (facet === undefined) {
    return [h('h1', {}, 'Groups'), h('p', { class: 'muted' }, 'No owners, issuers or labels are known.')];
  }
  const groups = groupCertificates(store, facet);
  return [
    h('h1', {}, 'Groups'),
    renderChoices(app, facets, facet),
    createCard(
      `${formatCount(groups.length, 'group')} by ${facet.isLabel ? `label ${facet.title}` : facet.title.toLowerCase()}`,
      { note: 'Most urgent first' },
      h(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Groups' },
        renderGroupTable(store, facet, groups, false),
      ),
    ),
  ];
}

/** The maximum of labels with their own links; more labels become a list. */
const MAX_LINKED_LABELS = 8;

function renderChoices({ state, go }: App, facets: readonly Facet[], current: Facet): HTMLElement {
  const labels = facets.filter(({ isLabel }) => isLabel);
  const isLong = labels.length > MAX_LINKED_LABELS;
  const links = facets
    .filter(({ isLabel }) => !isLabel || !isLong)
    .map(({ key, title }) =>
      h(
        'a',
        { href: formatHash({ ...state, by: key }), class: 'choice', 'aria-current': key === current.key && 'true' },
        title,
      ),
    );
  const choose = () => list.value !== '' && go({ ...state, by: list.value });
  const list = h(
    'select',
    { class: current.isLabel ? 'choice set' : 'choice', 'aria-label': 'Label', on: { change: choose } },
    h('option', { value: '' }, 'Label …'),
    labels.map(({ key, title }) => h('option', { value: key, selected: key === current.key }, title)),
  );
  return h(
    'nav',
    { class: 'segments', 'aria-label': 'Group by' },
    h('span', { class: 'muted' }, 'Group by'),
    links,
    isLong && list,
  );
}

/** The statuses with a separate column. */
const COUNTED = ['expired', 'critical', 'warning'] as const;

export function renderGroupTable(
  store: Store,
  facet: Facet,
  groups: readonly Group[],
  isCompact: boolean,
): HTMLElement {
  const hasScores = store.data.has.scores && !isCompact;
  const counted = isCompact ? COUNTED.slice(0, 1) : COUNTED;
  const number = (text: string, name = '') => h('th', { scope: 'col', class: `number ${name}`.trim() }, text);
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, facet.title),
    number('All'),
    counted.map((status) => number(STATUS_TEXTS[status], `of-${status}`)),
    hasScores && number('Score', 'of-score'),
    h('th', { scope: 'col', class: 'wide' }, 'Status'),
    h('th', { scope: 'col', class: 'date' }, 'Next expiry'),
  );
  const renderCount = ({ counts }: Group, status: (typeof COUNTED)[number]) => {
    const count = counts[STATUS_ORDER.indexOf(status)] ?? 0;
    return h('td', { class: `number of-${status} ${count === 0 ? 'zero' : `${status} has`}` }, formatNumber(count));
  };
  const renderRow = (group: Group) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, renderLink(facet, group)),
      h('td', { class: 'number' }, formatNumber(group.total)),
      counted.map((status) => renderCount(group, status)),
      hasScores && h('td', { class: 'number of-score' }, group.score === null ? '–' : String(group.score)),
      h('td', { class: 'wide' }, createStatusBar(group.counts)),
      h('td', { class: 'date', title: formatDate(group.next) }, formatRemaining(group.next, store.now)),
    );
  return h(
    'table',
    { class: isCompact ? 'groups compact' : 'groups' },
    h('thead', {}, head),
    h('tbody', {}, groups.map(renderRow)),
  );
}

function renderLink({ key, none, format }: Facet, { name }: Group): Node {
  const text = name === null ? none : format(name);
  const href = formatHash(createState('certificates', { facets: { [key]: [name ?? ''] } }));
  return truncateMiddle(text, 'a', { href });
}
