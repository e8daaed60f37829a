/** The filters above the table and the timeline. */

import type { App } from '../app.ts';
import { STATUS_ORDER, type StatusName } from '../data.ts';
import { h } from '../dom.ts';
import { formatDate, formatNumber, STATUS_TEXTS, shortenName } from '../model/format.ts';
import { hasFilters, NO_FILTERS, type PageState, parseRange } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { icon } from './parts.ts';

/** Calls `change` with the new state; the caller shows the results. */
export function createFilters({ store, state, go }: App, change: (part: Partial<PageState>) => void): HTMLElement {
  const { has, tables } = store.data;
  const search = h('input', {
    ...{ type: 'search', id: 'search', placeholder: 'Search names, hosts, owners, issuers …', value: state.search },
    ...{ autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Search certificates', maxlength: 200 },
    on: { input: () => change({ search: search.value }) },
  });
  const reset = () => go({ ...state, ...NO_FILTERS, status: [] });
  const owners: Option[] = [...toOptions(tables.owners, (name) => name), ['', 'No owner']];
  return h(
    'div',
    { class: 'filters', role: 'search' },
    h('div', { class: 'find' }, icon('search'), search),
    createStatusFilter(store, state, change),
    createFindingsFilter(store, state, change),
    has.owners && tables.owners.length > 0 && createSelect('Owner', owners, state.owner, (owner) => change({ owner })),
    has.issuers &&
      createSelect('Issuer', toOptions(tables.issuers, shortenName), state.issuer, (issuer) => change({ issuer })),
    has.labels && createSelect('Label', listLabels(store), state.label, (label) => change({ label })),
    state.expires !== null &&
      h(
        'span',
        { class: 'chip' },
        describeRange(state.expires),
        h(
          'button',
          { type: 'button', 'aria-label': 'Show every expiry', on: { click: () => go({ ...state, expires: null }) } },
          icon('close'),
        ),
      ),
    hasFilters(state) && h('button', { type: 'button', class: 'reset', on: { click: reset } }, 'Clear filters'),
  );
}

type Option = readonly [value: string, text: string];

function toOptions(values: readonly string[], toText: (value: string) => string): Option[] {
  return values
    .map((value): Option => [value, toText(value)])
    .sort(([, a], [, b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}

function listLabels({ data }: Store): Option[] {
  const pairs = new Set(data.tables.labels.flatMap((set) => set.map(([name, value]) => `${name}=${value}`)));
  return toOptions([...pairs], (pair) => pair);
}

function createSelect(
  name: string,
  options: readonly Option[],
  value: string | null,
  choose: (value: string | null) => void,
): HTMLElement {
  // The value of an option is its position, because any text can be a name.
  const select = h(
    'select',
    { 'aria-label': name, on: { change: () => choose(options[Number(select.value)]?.[0] ?? null) } },
    h('option', { value: '-1' }, `${name}: any`),
    options.map(([, text], index) => h('option', { value: index }, text.length > 80 ? `${text.slice(0, 79)}…` : text)),
  );
  select.value = String(value === null ? -1 : options.findIndex(([known]) => known === value));
  if (value !== null) select.classList.add('set');
  return h('span', { class: 'select' }, select);
}

function createStatusFilter(
  { data }: Store,
  state: PageState,
  change: (part: Partial<PageState>) => void,
): HTMLElement {
  let chosen: readonly StatusName[] = state.status;
  const toggle = (status: StatusName, button: HTMLElement) => {
    const isOn = chosen.includes(status);
    chosen = STATUS_ORDER.filter((one) => (one === status ? !isOn : chosen.includes(one)));
    button.setAttribute('aria-pressed', String(!isOn));
    change({ status: [...chosen] });
  };
  const buttons = STATUS_ORDER.flatMap((status, index) => {
    const count = data.summary.counts[index] ?? 0;
    if (count === 0 && !chosen.includes(status)) return [];
    const button: HTMLElement = h(
      'button',
      {
        type: 'button',
        class: `toggle ${status}`,
        'aria-pressed': String(chosen.includes(status)),
        on: { click: () => toggle(status, button) },
      },
      icon(status),
      STATUS_TEXTS[status],
      h('span', { class: 'count' }, formatNumber(count)),
    );
    return [button];
  });
  return h('div', { class: 'statuses', role: 'group', 'aria-label': 'Status' }, buttons);
}

/** Null if no certificate has findings. */
function createFindingsFilter(
  { data }: Store,
  state: PageState,
  change: (part: Partial<PageState>) => void,
): HTMLElement | null {
  const count = data.columns.flagged.reduce((sum, flag) => sum + flag, 0);
  if (count === 0 && !state.findings) return null;
  let isOn = state.findings;
  const toggle = () => {
    isOn = !isOn;
    button.setAttribute('aria-pressed', String(isOn));
    change({ findings: isOn });
  };
  const button: HTMLElement = h(
    'button',
    { type: 'button', class: 'toggle findings-toggle', 'aria-pressed': String(isOn), on: { click: toggle } },
    icon('tool'),
    'Findings',
    h('span', { class: 'count' }, formatNumber(count)),
  );
  return button;
}

function describeRange(expires: string): string {
  const range = parseRange(expires);
  return range === null ? '' : `Expires ${formatDate(range.from)} – ${formatDate(range.to - 1)}`;
}
