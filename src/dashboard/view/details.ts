/** The details of one certificate, in a dialog. */

import { drawLifetime } from '../chart/lifetime.ts';
import type { Details, LabelPair } from '../data.ts';
import { h } from '../dom.ts';
import { formatDate, formatExpiry, formatNumber } from '../model/format.ts';
import { createState, formatHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { renderChain } from './chain.ts';
import { createCopyButton } from './copy.ts';
import {
  renderFindings,
  renderHistory,
  renderLinks,
  renderLocations,
  renderPolicies,
  renderRenewal,
  renderSiblings,
} from './details-parts.ts';
import { renderLongText } from './rich-text.ts';
import { createIcon, createStatusBadge } from './shared-elements.ts';

const MAX_NAMES = 20;
const MAX_LABELS = 12;

/** Creates the dialog. `close` is called when the reader closes it. */
export function createDetailsDialog(
  store: Store,
  index: number,
  details: Details,
  close: () => void,
): HTMLDialogElement {
  const dialog: HTMLDialogElement = h('dialog', {
    class: 'details',
    'aria-labelledby': 'details-title',
    on: {
      close,
      click: (event) => {
        if (event.target === dialog) dialog.close();
      },
    },
  });
  const button = h(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'Close', on: { click: () => dialog.close() } },
    createIcon('close'),
  );
  const until = store.data.columns.until[index] ?? null;
  dialog.append(
    h(
      'article',
      {},
      h(
        'header',
        {},
        h(
          'div',
          { class: 'stack' },
          createStatusBadge(store, index),
          h('h2', { id: 'details-title', tabindex: '-1' }, store.getName(index)),
        ),
        createCopyButton('link', () => createLink(store, index)),
        button,
      ),
      h(
        'div',
        { class: 'expiry' },
        h('b', {}, formatExpiry(until, store.now)),
        h('span', {}, describeDates(store, index, details)),
        drawLifetime(store, index),
      ),
      renderFindings(store, index, details),
      renderFacts(store, index, details),
      renderRenewal(store, index, details),
      renderChain(store, index, details),
      renderLocations(store, index, details),
      renderLinks(details),
      renderSiblings(store, index),
      renderNames(store.getNames(index)),
      renderPolicies(store.data.columns.score[index] ?? null, details),
      renderHistory(details),
    ),
  );
  return dialog;
}

function describeDates(store: Store, index: number, details: Details): string {
  const { columns } = store.data;
  const [from, to, until] = [columns.from[index] ?? null, columns.to[index] ?? null, columns.until[index] ?? null];
  const dates = from === null ? formatDate(until) : `${formatDate(from)} – ${formatDate(to)}`;
  if (to === until || details.limited_by === undefined) return dates;
  return `${dates}. Its issuer ${details.limited_by} already expires on ${formatDate(until)}.`;
}

function renderFacts(store: Store, index: number, details: Details): HTMLElement {
  const steps = store.getInstructions(index);
  const facts: [string, Node | string | null | undefined][] = [
    ['Kind', details.fixture && 'Test certificate: only its dates are checked'],
    ['Owner', store.getOwner(index)],
    ['How to renew', steps === null ? null : renderLongText(steps)],
    ['Labels', renderLabels(store.getLabels(index))],
    ['Entry', store.getEntry(index) === store.getName(index) ? null : store.getEntry(index)],
    ['Issuer', store.getIssuer(index)],
    ['Subject', details.subject],
    ['Key', details.key],
    ['Signature', details.signature],
    ['Serial number', copyable('serial number', details.serial)],
    ['SHA-256', copyable('fingerprint', details.fingerprint)],
    ['Assignments', details.assignments?.join(', ')],
    [
      'Last read',
      details.last_seen === undefined
        ? null
        : `First seen ${formatDate(details.last_seen)}; could not be read in the last scan`,
    ],
  ];
  const shown = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return h(
    'dl',
    {},
    shown.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  );
}

/** Creates a link to these details, which is the same after a renewal. */
function createLink(store: Store, index: number): string {
  return new URL(formatHash(createState('certificates', { certificate: store.getId(index) })), location.href).href;
}

function copyable(name: string, text: string | undefined): Node | null {
  if (text === undefined) return null;
  return h(
    'span',
    { class: 'copyable' },
    h('code', {}, text),
    createCopyButton(name, () => text),
  );
}

function renderLabels(labels: readonly LabelPair[]): Node | null {
  if (labels.length === 0) return null;
  const list = (those: readonly LabelPair[]) =>
    h(
      'div',
      {},
      those.map(([name, value]) => h('span', { class: 'label' }, `${name}=${value}`)),
    );
  return h('div', {}, renderFirst(labels, MAX_LABELS, list));
}

function renderNames(names: readonly string[]): Node | null {
  if (names.length === 0) return null;
  const list = (those: readonly string[]) =>
    h(
      'ul',
      { class: 'names' },
      those.map((name) => h('li', {}, name)),
    );
  const title = h('h3', {}, 'Names', h('span', { class: 'count' }, String(names.length)));
  return h('section', {}, title, renderFirst(names, MAX_NAMES, list));
}

/** Renders the first items of a list, and the others on request. */
function renderFirst<T>(all: readonly T[], most: number, renderList: (those: readonly T[]) => Node): Node[] {
  const rest = all.slice(most);
  const first = renderList(all.slice(0, most));
  if (rest.length === 0) return [first];
  return [first, h('details', {}, h('summary', {}, `${formatNumber(rest.length)} more`), renderList(rest))];
}
