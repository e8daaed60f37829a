/** The views by owner and by issuer. */

import type { App } from '../app.ts';
import { h } from '../dom.ts';
import { formatDate, formatNumber, formatRemaining, shortenName } from '../model/format.ts';
import { type Group, groupCertificates } from '../model/groups.ts';
import { hasOtherKinds } from '../model/kinds.ts';
import { createState, formatHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { card, statusBar } from './parts.ts';

type Grouping = 'owners' | 'issuers';

const TITLES: Record<Grouping, string> = { owners: 'Owners', issuers: 'Issuers' };
const NOBODY: Record<Grouping, string> = { owners: 'No owner', issuers: 'Issuer unknown' };

export function renderGroups({ store }: App, by: Grouping): Node[] {
  const groups = groupCertificates(store, by);
  return [
    h('h1', {}, TITLES[by]),
    card(
      `${formatNumber(groups.length)} ${TITLES[by].toLowerCase()}`,
      { note: 'Most urgent first' },
      h(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': TITLES[by] },
        renderGroupTable(store, by, groups, false),
      ),
    ),
  ];
}

export function renderGroupTable(
  store: Store,
  by: Grouping,
  groups: readonly Group[],
  isCompact: boolean,
): HTMLElement {
  const hasScores = store.data.has.scores && !isCompact;
  const heads = [by === 'owners' ? 'Owner' : 'Issuer', 'Status', 'Next expiry'];
  const numbers = [hasOtherKinds(store) ? 'Total' : 'Certificates', ...(hasScores ? ['Policy score'] : [])];
  return h(
    'table',
    { class: 'groups' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, heads[0]),
        numbers.map((text) => h('th', { scope: 'col', class: 'number' }, text)),
        h('th', { scope: 'col' }, heads[1]),
        h('th', { scope: 'col' }, heads[2]),
      ),
    ),
    h(
      'tbody',
      {},
      groups.map((group) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, renderLink(by, group)),
          h('td', { class: 'number' }, formatNumber(group.total)),
          hasScores && h('td', { class: 'number' }, group.score === null ? '–' : String(group.score)),
          h('td', { class: 'wide' }, statusBar(group.counts)),
          h('td', { class: 'date', title: formatDate(group.next) }, formatRemaining(group.next, store.now)),
        ),
      ),
    ),
  );
}

function renderLink(by: Grouping, { name }: Group): Node {
  if (name === null && by === 'issuers') return h('span', { class: 'muted' }, NOBODY[by]);
  const filter = by === 'owners' ? { owner: name ?? '' } : { issuer: name };
  const text = name === null ? NOBODY[by] : by === 'issuers' ? shortenName(name) : name;
  return h('a', { class: 'cut', href: formatHash(createState('certificates', filter)), title: name ?? '' }, text);
}
