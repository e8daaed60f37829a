/** The view of all known names: unwatched names, and the entries to add. */

import type { App } from '../app.ts';
import { type KnownNames, WATCHED_STATES, type WatchedRow } from '../data.ts';
import { h } from '../dom.ts';
import { formatCount, formatNumber, formatShare } from '../model/format.ts';
import { createCard } from './shared-elements.ts';

type State = (typeof WATCHED_STATES)[number];

const TITLES: Record<State, string> = {
  unwatched: 'Not watched',
  undeclared: 'In the manifest, but named nowhere else',
  ignored: 'Ignored',
  watched: 'Watched',
};
const NOTES: Record<State, string> = {
  unwatched: 'Entry to add',
  undeclared: 'Entry',
  ignored: 'Reason',
  watched: 'Entry',
};

/** Counts the watched names; ignored names are not counted. */
function countWatched({ counts }: KnownNames): [watched: number, total: number] {
  const [unwatched = 0, , , watched = 0] = counts;
  return [watched, watched + unwatched];
}

/** Formats the watched names, such as `54/61`. */
export function formatWatched(known: KnownNames): string {
  return countWatched(known).map(formatNumber).join('/');
}

function describeShare(known: KnownNames): string {
  const [watched, total] = countWatched(known);
  if (total === 0) return 'Nothing is known that has to be watched';
  return `${formatShare(watched, total, 'known name or certificate', 'known names and certificates')} watched`;
}

export function renderWatched({ store }: App): Node[] {
  const { known } = store.data;
  if (known === null) return [h('h1', {}, 'Watched'), h('p', { class: 'muted' }, 'This page does not show it.')];
  const logged =
    known.logged > 0 &&
    ` Certificate transparency logs have ${formatCount(known.logged, 'name')} that no entry watches.`;
  return [
    h('h1', {}, describeShare(known)),
    h(
      'p',
      { class: 'coverage' },
      'What files of the repository, inventories and certificate transparency logs name.',
      logged,
    ),
    ...WATCHED_STATES.flatMap((state, index) => {
      const rows = known.rows[index] ?? [];
      return rows.length === 0 ? [] : renderState(state, known.counts[index] ?? 0, rows);
    }),
  ];
}

function renderState(state: State, count: number, rows: readonly WatchedRow[]): HTMLElement {
  const heads = ['Name', 'Named by', NOTES[state]];
  const left = count - rows.length;
  const noteTag = state === 'ignored' ? 'span' : 'code';
  return createCard(
    TITLES[state],
    { note: formatNumber(count) },
    h(
      'table',
      { class: 'known' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          heads.map((text) => h('th', { scope: 'col' }, text)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map(({ name, kind, by, note }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, name, kind !== 'host' && h('small', {}, ` ${kind}`)),
            h('td', {}, by || '–'),
            h('td', {}, note === '' ? '–' : h(noteTag, {}, note)),
          ),
        ),
      ),
    ),
    left > 0 && h('p', { class: 'muted' }, `${formatNumber(left)} more in the report "watched".`),
  );
}
