/** The first view: the overall state, and the first tasks. */

import { isWebAddress } from '../../lib/text/text-parts.ts';
import type { App } from '../app.ts';
import { drawExpiries } from '../chart/expiries.ts';
import { drawTrend, hasTrend } from '../chart/trend.ts';
import { STATUS_ORDER } from '../data.ts';
import { h } from '../dom.ts';
import { findFacet } from '../model/facets.ts';
import { selectCertificates } from '../model/filter.ts';
import { formatCount, formatDate, formatExpiry, formatNumber, STATUS_TEXTS } from '../model/format.ts';
import { groupCertificates } from '../model/groups.ts';
import { describeTasks, listTasks } from '../model/headline.ts';
import { isTestCertificate } from '../model/kinds.ts';
import { createState, formatHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { renderGroupTable } from './groups.ts';
import { createLink, renderText } from './rich-text.ts';
import {
  createCard,
  createIcon,
  createStatusBadge,
  createStatusBar,
  truncateMiddle,
  truncateText,
} from './shared-elements.ts';

const MAX_TASKS = 6;
const SHORT_LIST = 2;
/** The maximum of groups: without a chart above them, there is room for more. */
const MAX_GROUPS = { beside: 5, alone: 8 };
const MAX_NEXT = 8;

export function renderOverview({ store }: App): (Node | null)[] {
  const { counts } = store.data.summary;
  // A short list leaves room below the tasks.
  const isShort = listTasks(store).length <= SHORT_LIST;
  return [
    h(
      'section',
      { class: 'hero' },
      h('h1', {}, describeTasks(store)),
      renderCoverage(store),
      renderUnwatched(store),
      renderLead(store),
      h('div', { class: 'tiles' }, renderTiles(counts)),
      store.size > 0 && createStatusBar(counts),
    ),
    h(
      'div',
      { class: 'columns' },
      h('div', { class: 'side' }, renderTasks(store), isShort && drawExpiries(store)),
      h('div', { class: 'side' }, renderTrend(store), renderGroups(store), renderChannels(store)),
    ),
    isShort ? null : drawExpiries(store),
  ];
}

/** Renders the coverage of the last scan, which stands out if it is incomplete. */
function renderCoverage({ data: { coverage } }: Store): HTMLElement {
  return h('p', { class: `coverage${coverage.complete ? '' : ' critical'}` }, coverage.text);
}

/** Renders when each receiver last accepted anything. One that never has may be broken without anybody knowing. */
function renderChannels({ data: { channels } }: Store): HTMLElement | null {
  if (channels.length === 0) return null;
  const rows = channels.map(({ name, delivered }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, name),
      h(
        'td',
        { class: 'date' },
        delivered === null ? h('span', { class: 'badge warning' }, 'never') : formatDate(delivered),
      ),
    ),
  );
  return createCard(
    'Receivers',
    { note: 'When each last accepted an alert, a digest or a test' },
    h('table', { class: 'audit full' }, h('tbody', {}, rows)),
  );
}

/** Renders the number of unwatched names, if it is known. */
function renderUnwatched({ data: { known } }: Store): HTMLElement | null {
  const [count = 0] = known?.counts ?? [];
  if (count === 0) return null;
  const text = `${formatCount(count, 'known name or certificate is', 'known names and certificates are')} not watched`;
  return h('p', { class: 'coverage' }, h('a', { href: formatHash(createState('watched')) }, text), '.');
}

/** Renders the most urgent certificate in one line. */
function renderLead(store: Store): HTMLElement | null {
  const [first] = listTasks(store);
  if (first === undefined) return null;
  const status = store.getStatus(first);
  const owner = store.getOwner(first);
  const href = formatHash(createState('overview', { certificate: store.getId(first) }));
  const what = status === 'unknown' ? 'could not be read' : lowerFirst(describeWhen(store, first));
  return h(
    'p',
    { class: 'lead' },
    'Start with ',
    h('a', { href, title: store.getName(first) }, store.getName(first)),
    `: ${what}`,
    owner !== null && [', ', h('bdi', {}, owner)],
    '.',
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function renderTiles(counts: readonly number[]): Node[] {
  return STATUS_ORDER.map((status, index) => {
    const count = counts[index] ?? 0;
    const href = formatHash(createState('certificates', { status: [status] }));
    return h(
      'a',
      { class: `tile ${status}${count === 0 ? ' none' : ''}`, href },
      h('b', {}, formatNumber(count)),
      h('span', {}, createIcon(status), STATUS_TEXTS[status]),
    );
  });
}

function renderTasks(store: Store): HTMLElement {
  const tasks = listTasks(store);
  const shown = tasks.slice(0, MAX_TASKS).map((index) => renderTask(store, index));
  const statuses = STATUS_ORDER.filter((status) => status !== 'ok');
  const href = formatHash(createState('certificates', { status: statuses }));
  const more = tasks.length - MAX_TASKS;
  return createCard(
    'Do this first',
    { class: 'tasks' },
    shown.length === 0 ? renderNothing(store) : h('ol', {}, shown),
    more > 0 && h('p', { class: 'more' }, h('a', { href }, `All ${formatNumber(tasks.length)}`)),
    tasks.length <= MAX_TASKS && renderNext(store, MAX_NEXT - shown.length),
  );
}

function renderNothing({ size }: Store): HTMLElement {
  if (size === 0) return h('p', { class: 'empty' }, 'Add entries to the manifest.');
  return h('p', { class: 'empty' }, createIcon('ok'), 'Nothing to do.');
}

/** Renders the list after the tasks: the next expiries that are not tasks yet. */
function renderNext(store: Store, count: number): Node | null {
  const ok = createState('certificates', { status: ['ok'], sort: 'expires' });
  const until = (index: number) => store.data.columns.until[index] ?? null;
  const next = selectCertificates(store, ok)
    .filter((index) => until(index) !== null)
    .slice(0, count);
  if (next.length === 0) return null;
  const rows = next.map((index) => {
    const href = formatHash(createState('overview', { certificate: store.getId(index) }));
    return h(
      'li',
      {},
      truncateMiddle(store.getName(index), 'a', { class: 'name', href }),
      h('span', { class: 'muted' }, `${formatExpiry(until(index), store.now)}, ${formatDate(until(index))}`),
    );
  });
  return h('div', { class: 'next' }, h('h3', {}, 'Next to expire'), h('ol', {}, rows));
}

function renderTask(store: Store, index: number): HTMLElement {
  const status = store.getStatus(index);
  const href = formatHash(createState('overview', { certificate: store.getId(index) }));
  const [location, ...others] = store.data.columns.locations[index] ?? [];
  const until = store.data.columns.until[index] ?? null;
  return h(
    'li',
    { class: `task ${status}` },
    h(
      'div',
      { class: 'task-head' },
      createStatusBadge(store, index),
      truncateMiddle(store.getName(index), 'a', { class: 'name', href }),
      h('span', { class: 'when', title: formatDate(until) }, describeWhen(store, index)),
    ),
    h('p', { class: 'problem' }, renderAction(store, index)),
    h(
      'ul',
      { class: 'facts' },
      isTestCertificate(store, index) && h('li', {}, 'Test certificate'),
      renderOwner(store, index),
      location !== undefined &&
        h(
          'li',
          {},
          createIcon('location'),
          truncateMiddle(location, 'span', {}, others.length > 0 ? ` +${others.length}` : ''),
        ),
    ),
  );
}

/** Renders the action, its instructions and its deadline. */
function renderAction(store: Store, index: number): (Node | string)[] {
  const { columns } = store.data;
  const action = store.getAction(index);
  const problem = columns.problem[index] || null;
  if (action === 'renew') return renderRenewal(store, index);
  if (action === 'wait') {
    return [h('b', {}, 'Keep the old one'), ` until ${formatDate(columns.from[index] ?? null)}.`];
  }
  if (problem !== null) return renderText(problem);
  return [store.getStatus(index) === 'unknown' ? 'Find out why it cannot be read.' : 'Look at its details.'];
}

function renderRenewal(store: Store, index: number): (Node | string)[] {
  const until = store.data.columns.until[index] ?? null;
  const steps = store.getInstructions(index);
  const isPast = until === null || until < store.now;
  const what = isTestCertificate(store, index) ? 'Replace it' : 'Renew it';
  return [
    h('b', {}, isPast ? `${what} now` : `${what} by ${formatDate(until)}`),
    ...(steps === null ? ['.'] : [': ', ...(isWebAddress(steps) ? [shortenLink(steps)] : renderText(steps))]),
  ];
}

function shortenLink(address: string): HTMLElement {
  return createLink(address, address.replace(/^https?:\/\//i, ''));
}

function renderOwner(store: Store, index: number): HTMLElement | false {
  const owner = store.getOwner(index);
  if (owner !== null) return h('li', {}, createIcon('owner'), truncateText(owner));
  return store.data.has.owners && h('li', { class: 'none' }, createIcon('owner'), 'No owner');
}

/** Describes the urgency: the reason to fix it, or a date. */
function describeWhen({ data, now, ...store }: Store, index: number): string {
  const [reason] = store.getReasons(index);
  if (store.getAction(index) === 'fix' && reason !== undefined) return reason.charAt(0).toUpperCase() + reason.slice(1);
  if (store.getStatus(index) === 'not_yet_valid') return `Valid from ${formatDate(data.columns.from[index] ?? null)}`;
  return formatExpiry(data.columns.until[index] ?? null, now);
}

function renderTrend(store: Store): HTMLElement {
  const { score } = store.data.summary;
  const note = score === null ? undefined : h('span', {}, 'Policy score ', h('b', {}, String(score)));
  return createCard(
    'Trend',
    { class: 'trend', ...(note !== undefined && { note }) },
    drawTrend(store.data.trend, store.now),
  );
}

/** Renders the groups by owner, or else by issuer. */
function renderGroups(store: Store): Node | null {
  const facet = findFacet(store, 'owner') ?? findFacet(store, 'issuer');
  if (facet === undefined) return null;
  const groups = groupCertificates(store, facet);
  const href = formatHash(createState('groups', { by: facet.key }));
  const most = hasTrend(store.data.trend, store.now) ? MAX_GROUPS.beside : MAX_GROUPS.alone;
  const all = groups.length > most && h('a', { href }, `All ${formatNumber(groups.length)}`);
  return createCard(
    `${facet.title}s`,
    {},
    renderGroupTable(store, facet, groups.slice(0, most), true),
    all && h('p', { class: 'more' }, all),
  );
}
