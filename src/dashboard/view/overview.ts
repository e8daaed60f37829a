/** The first view: how it looks, and what to do first. */

import type { App } from '../app.ts';
import { drawExpiries } from '../chart/expiries.ts';
import { drawTrend } from '../chart/trend.ts';
import { STATUS_ORDER } from '../data.ts';
import { h } from '../dom.ts';
import { formatCount, formatDate, formatExpiry, formatNumber, isWebAddress, STATUS_TEXTS } from '../model/format.ts';
import { groupCertificates } from '../model/groups.ts';
import { describeTasks, listTasks } from '../model/headline.ts';
import { isTestCertificate } from '../model/kinds.ts';
import { createState, formatHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { renderGroupTable } from './groups.ts';
import { card, cut, icon, statusBadge, statusBar } from './parts.ts';

const MAX_TASKS = 6;
const MAX_GROUPS = 6;

export function renderOverview({ store }: App): Node[] {
  const { counts } = store.data.summary;
  return [
    h(
      'section',
      { class: 'hero' },
      h('h1', {}, describeTasks(store)),
      renderCoverage(store),
      renderUnwatched(store),
      renderLead(store),
      h('div', { class: 'tiles' }, renderTiles(counts)),
      store.size > 0 && statusBar(counts),
    ),
    h('div', { class: 'columns' }, renderTasks(store), renderTrend(store)),
    drawExpiries(store),
    renderGroups(store),
  ];
}

/** What the last scan covered, which stands out if that is not everything. */
function renderCoverage({ data: { coverage } }: Store): HTMLElement {
  return h('p', { class: `coverage${coverage.complete ? '' : ' critical'}` }, coverage.text);
}

/** What nobody watches, if it is known. */
function renderUnwatched({ data: { known } }: Store): HTMLElement | null {
  const [count = 0] = known?.counts ?? [];
  if (count === 0) return null;
  const text = `${formatCount(count, 'known name or certificate is', 'known names and certificates are')} not watched`;
  return h('p', { class: 'coverage' }, h('a', { href: formatHash(createState('watched')) }, text), '.');
}

/** The most urgent certificate in one line. */
function renderLead(store: Store): HTMLElement | null {
  const [first] = listTasks(store);
  if (first === undefined) return null;
  const status = store.getStatus(first);
  const owner = store.getOwner(first);
  const href = formatHash(createState('overview', { certificate: store.getId(first) }));
  const when = lowerFirst(describeWhen(store, first));
  const isFlagged = status !== 'expired' && store.data.columns.flagged[first] === 1;
  const what = status === 'unknown' ? 'could not be read' : `${when}${isFlagged ? ', with findings' : ''}`;
  const by = owner === null ? '' : `, ${owner}`;
  return h('p', { class: 'lead' }, 'Start with ', h('a', { href }, store.getName(first)), `: ${what}${by}.`);
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
      h('span', {}, icon(status), STATUS_TEXTS[status]),
    );
  });
}

function renderTasks(store: Store): HTMLElement {
  const tasks = listTasks(store);
  const shown = tasks.slice(0, MAX_TASKS).map((index) => renderTask(store, index));
  const statuses = STATUS_ORDER.filter((status) => status !== 'ok');
  const href = formatHash(createState('certificates', { status: statuses }));
  const all = tasks.length > MAX_TASKS && h('a', { href }, `All ${formatNumber(tasks.length)}`);
  return card(
    'Do this first',
    { class: 'tasks' },
    shown.length === 0 ? h('p', { class: 'empty' }, icon('ok'), 'Nothing to do.') : h('ol', {}, shown),
    h('p', { class: 'more' }, all),
  );
}

function renderTask(store: Store, index: number): HTMLElement {
  const { columns } = store.data;
  const status = store.getStatus(index);
  const href = formatHash(createState('overview', { certificate: store.getId(index) }));
  const problem = columns.problem[index] || null;
  const [location, ...others] = columns.locations[index] ?? [];
  const until = columns.until[index] ?? null;
  const owner = store.getOwner(index);
  return h(
    'li',
    { class: `task ${status}` },
    h(
      'div',
      { class: 'task-head' },
      statusBadge(status),
      h('a', { class: 'cut name', href }, store.getName(index)),
      until !== null && h('span', { class: 'when', title: formatDate(until) }, describeWhen(store, index)),
    ),
    problem !== null && h('p', { class: 'problem' }, problem),
    h(
      'ul',
      { class: 'facts' },
      isTestCertificate(store, index) && h('li', {}, 'Test certificate'),
      owner !== null
        ? h('li', {}, icon('owner'), cut(owner))
        : store.data.has.owners && h('li', { class: 'none' }, icon('owner'), 'No owner'),
      location !== undefined && h('li', {}, icon('location'), cut(location), others.length > 0 && `+${others.length}`),
      renderInstructions(store, index),
    ),
  );
}

function describeWhen({ data, now, ...store }: Store, index: number): string {
  if (store.getStatus(index) === 'not_yet_valid') return `Valid from ${formatDate(data.columns.from[index] ?? null)}`;
  return formatExpiry(data.columns.until[index] ?? null, now);
}

/** A link if the instructions are nothing but a web address. */
export function renderInstructions({ data }: Store, index: number): HTMLElement | null {
  const text = data.tables.instructions[data.columns.instructions[index] ?? -1];
  if (text === undefined) return null;
  const shown = isWebAddress(text)
    ? h('a', { class: 'cut', href: text, rel: 'noreferrer noopener', title: text }, text.replace(/^https?:\/\//i, ''))
    : cut(text);
  return h('li', { class: 'steps' }, icon('tool'), h('span', { class: 'hidden' }, 'How to renew: '), shown);
}

function renderTrend(store: Store): HTMLElement {
  const { score } = store.data.summary;
  const note = score === null ? undefined : h('span', {}, 'Policy score ', h('b', {}, String(score)));
  return card('Trend', { class: 'trend', ...(note !== undefined && { note }) }, drawTrend(store.data.trend, store.now));
}

function renderGroups(store: Store): Node {
  const { has } = store.data;
  const render = (by: 'owners' | 'issuers', title: string) => {
    const groups = groupCertificates(store, by);
    const all =
      groups.length > MAX_GROUPS &&
      h('a', { class: 'more', href: formatHash(createState(by)) }, `All ${formatNumber(groups.length)}`);
    return card(title, {}, renderGroupTable(store, by, groups.slice(0, MAX_GROUPS), true), all);
  };
  return h(
    'div',
    { class: 'halves' },
    has.owners && render('owners', 'Owners'),
    has.issuers && render('issuers', 'Issuers'),
  );
}
