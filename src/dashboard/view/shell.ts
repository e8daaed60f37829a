/** The frame of the page: title, age of the scan, navigation. */

import type { App } from '../app.ts';
import { fill, h } from '../dom.ts';
import { formatDuration, formatTime } from '../model/format.ts';
import { listExpiredSince } from '../model/groups.ts';
import { formatKinds } from '../model/kinds.ts';
import { createState, formatHash, VIEWS } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { readTheme, toggleTheme } from '../theme.ts';
import { VIEW_DEFINITIONS } from './index.ts';
import { createIcon } from './shared-elements.ts';

export interface Shell {
  root: HTMLElement;
  main: HTMLElement;
  /** Marks the current view. */
  update: (app: App) => void;
}

export function createShell(store: Store): Shell {
  const { title } = store.data;
  const links = VIEWS.flatMap((view) => {
    const { getTitle, getCount, isShown } = VIEW_DEFINITIONS[view];
    if (isShown?.(store) === false) return [];
    const count = getCount?.(store) ?? null;
    const link = h(
      'a',
      { href: formatHash(createState(view)) },
      getTitle(store),
      count !== null && h('span', { class: 'count' }, count),
    );
    return [{ view, link }];
  });
  const main = h('main', { id: 'main', tabindex: '-1' });
  const skip = h('a', { class: 'skip', href: '#main', on: { click: skipToMain } }, 'Skip to content');
  function skipToMain(event: Event): void {
    event.preventDefault();
    main.focus();
  }
  const tabs = h(
    'nav',
    { 'aria-label': 'Views' },
    links.map(({ link }) => link),
  );
  const header = h(
    'header',
    { class: 'top' },
    h(
      'div',
      { class: 'bar' },
      h('a', { class: 'brand', href: formatHash(createState('overview')) }, createIcon('shield'), h('span', {}, title)),
      describeAge(store),
      createThemeButton(),
    ),
    tabs,
  );
  const footer = h(
    'footer',
    { class: 'end' },
    h('span', {}, 'Times are UTC. Search: press '),
    h('kbd', {}, '/'),
    h('span', {}, '. Created by certvigil.'),
  );
  return {
    root: h('div', { class: 'page' }, skip, header, describeStaleness(store), main, footer),
    main,
    update: ({ state }) => {
      for (const { view, link } of links) {
        if (view !== state.view) link.removeAttribute('aria-current');
        else {
          link.setAttribute('aria-current', 'page');
          tabs.scrollLeft = link.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - link.offsetWidth) / 2;
        }
      }
      const name = VIEW_DEFINITIONS[state.view].getTitle(store);
      document.title = state.view === 'overview' ? title : `${name} – ${title}`;
    },
  };
}

function isStale({ data, now }: Store): boolean {
  return data.scanned === null || now - data.scanned > data.stale_after;
}

function describeAge(store: Store): HTMLElement {
  const { scanned } = store.data;
  if (scanned === null) return h('span', { class: 'age stale' }, h('b', {}, 'Never scanned'));
  return h(
    'span',
    { class: isStale(store) ? 'age stale' : 'age' },
    h('b', {}, `Scanned ${formatDuration(store.now - scanned)} ago`),
    h('time', {}, formatTime(scanned)),
  );
}

/** Warns that the last scan is old, and names the certificates that have expired since. */
function describeStaleness(store: Store): HTMLElement | null {
  const { scanned } = store.data;
  if (scanned === null || !isStale(store)) return null;
  const expired = listExpiredSince(store);
  const since = expired.length === 0 ? '' : ` ${formatKinds(store, expired)} expired since then.`;
  return h(
    'p',
    { class: 'banner', role: 'alert' },
    createIcon('critical'),
    h(
      'span',
      {},
      h('b', {}, `The last scan was ${formatDuration(store.now - scanned)} ago.`),
      ` Statuses can be out of date.${since} Check why no scan ran.`,
    ),
  );
}

function createThemeButton(): HTMLElement {
  const button = h('button', { type: 'button', class: 'theme', on: { click: () => show(toggleTheme()) } });
  const show = (theme: 'light' | 'dark') => {
    fill(button, createIcon(theme === 'dark' ? 'sun' : 'moon'));
    button.setAttribute('aria-label', theme === 'dark' ? 'Use the light theme' : 'Use the dark theme');
    button.title = button.getAttribute('aria-label') ?? '';
  };
  show(readTheme());
  return button;
}
