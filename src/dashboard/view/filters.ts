/** The filters above the table and the timeline. */

import type { App } from '../app.ts';
import { STATUS_ORDER, type StatusName } from '../data.ts';
import { h } from '../dom.ts';
import { countValues, type Facet, listFacets } from '../model/facets.ts';
import { formatDate, formatNumber, STATUS_TEXTS } from '../model/format.ts';
import { chooseValues, countFilters, hasFilters, NO_FILTERS, type PageState, parseRange } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createIcon } from './shared-elements.ts';

/** The state of the filters, which each of them changes. */
interface Filters {
  store: Store;
  getState: () => PageState;
  change: (part: Partial<PageState>) => void;
}

/** Creates the filters, which call `show` with the changed part of the state; the caller shows the results. */
export function createFilters({ store, state, go }: App, show: (part: Partial<PageState>) => void): HTMLElement {
  let current = state;
  const filters: Filters = { store, getState: () => current, change };
  const clear = h('button', { type: 'button', class: 'reset', on: { click: reset } }, 'Clear filters');
  const count = h('span', { class: 'count' });
  const fold = h(
    'button',
    { type: 'button', class: 'toggle fold', 'aria-expanded': 'false', on: { click: toggle } },
    createIcon('filter'),
    'Filters',
    count,
  );
  const facets = listFacets(store);
  const labels = facets.filter(({ isLabel }) => isLabel);
  const element = h(
    'div',
    { class: 'filters', role: 'search' },
    h('div', { class: 'find' }, createIcon('search'), createSearch(filters)),
    fold,
    clear,
    h(
      'div',
      { class: 'choices' },
      createStatusFilter(filters),
      createFindingsFilter(filters),
      facets.filter(({ isLabel }) => !isLabel).map((facet) => createPicker(filters, facet.title, [facet])),
      labels.length > 0 && createPicker(filters, 'Labels', labels),
      createRange(state, go),
    ),
  );
  update();
  return element;

  function change(part: Partial<PageState>): void {
    current = { ...current, ...part };
    show(part);
    update();
  }
  function reset(): void {
    go({ ...current, ...NO_FILTERS, status: [] });
  }
  function toggle(): void {
    fold.setAttribute('aria-expanded', String(element.classList.toggle('open')));
  }
  function update(): void {
    const number = countFilters(current);
    clear.hidden = !hasFilters(current);
    count.textContent = number === 0 ? '' : String(number);
    count.hidden = number === 0;
  }
}

/** Creates the search field. The down arrow key moves to the first result. */
function createSearch({ getState, change }: Filters): HTMLElement {
  const search = h('input', {
    ...{
      type: 'search',
      id: 'search',
      placeholder: 'Search names, hosts, owners, issuers …',
      value: getState().search,
    },
    ...{ autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Search certificates', maxlength: 200 },
    on: {
      input: () => change({ search: search.value }),
      keydown: (event) => {
        if (!(event instanceof KeyboardEvent) || event.key !== 'ArrowDown') return;
        event.preventDefault();
        document.querySelector<HTMLElement>('.results a.name')?.focus();
      },
    },
  });
  return search;
}

function createRange({ expires, ...state }: PageState, go: App['go']): HTMLElement | null {
  const range = parseRange(expires);
  if (range === null) return null;
  const show = () => go({ ...state, expires: null });
  return h(
    'span',
    { class: 'chip' },
    `Expires ${formatDate(range.from)} – ${formatDate(range.to - 1)}`,
    h('button', { type: 'button', 'aria-label': 'Show every expiry', on: { click: show } }, createIcon('close')),
  );
}

function createStatusFilter({ store: { data }, getState, change }: Filters): HTMLElement {
  const toggle = (status: StatusName, button: HTMLElement) => {
    const chosen = getState().status;
    const isOn = chosen.includes(status);
    button.setAttribute('aria-pressed', String(!isOn));
    change({ status: STATUS_ORDER.filter((one) => (one === status ? !isOn : chosen.includes(one))) });
  };
  const buttons = STATUS_ORDER.flatMap((status, index) => {
    const count = data.summary.counts[index] ?? 0;
    const isOn = getState().status.includes(status);
    if (count === 0 && !isOn) return [];
    const button: HTMLElement = h(
      'button',
      {
        ...{ type: 'button', class: `toggle ${status}`, 'aria-pressed': String(isOn) },
        on: { click: () => toggle(status, button) },
      },
      createIcon(status),
      STATUS_TEXTS[status],
      h('span', { class: 'count' }, formatNumber(count)),
    );
    return [button];
  });
  return h('div', { class: 'statuses', role: 'group', 'aria-label': 'Status' }, buttons);
}

/** Returns null if no certificate has findings. */
function createFindingsFilter({ store: { data }, getState, change }: Filters): HTMLElement | null {
  const count = data.columns.flagged.reduce((sum, flag) => sum + flag, 0);
  if (count === 0 && !getState().findings) return null;
  const toggle = () => {
    const findings = !getState().findings;
    button.setAttribute('aria-pressed', String(findings));
    change({ findings });
  };
  const button: HTMLElement = h(
    'button',
    {
      ...{ type: 'button', class: 'toggle findings-toggle', 'aria-pressed': String(getState().findings) },
      on: { click: toggle },
    },
    createIcon('tool'),
    'Findings',
    h('span', { class: 'count' }, formatNumber(count)),
  );
  return button;
}

/** The maximum of options; further values are found by typing. */
const MAX_OPTIONS = 200;
const MIN_SEARCHED = 8;

/** Creates a list of values under a title; the values of labels are under their names. */
function createPicker(filters: Filters, title: string, facets: readonly Facet[]): HTMLElement {
  const count = h('span', { class: 'count' });
  const summary = h('summary', {}, title, count);
  const panel = h('div', { class: 'panel', role: 'group', 'aria-label': title });
  const picker = h('details', { class: 'picker', on: { toggle: open, keydown: close } }, summary, panel);
  const update = () => {
    const chosen = facets.flatMap(({ key }) => filters.getState().facets[key] ?? []).length;
    count.textContent = String(chosen);
    count.hidden = chosen === 0;
    picker.classList.toggle('set', chosen > 0);
  };
  update();
  return picker;

  function open(): void {
    if (!picker.open) return;
    if (panel.childElementCount === 0) fillPanel(panel, filters, facets, update);
    // At the right edge of the page, the list opens to the left.
    panel.classList.remove('end');
    panel.classList.toggle('end', panel.getBoundingClientRect().right > document.documentElement.clientWidth);
  }
  function close(event: Event): void {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
    picker.open = false;
    summary.focus();
  }
}

function fillPanel(panel: HTMLElement, filters: Filters, facets: readonly Facet[], update: () => void): void {
  const options = facets.flatMap((facet) => [
    ...(facet.isLabel ? [{ text: '', row: h('p', {}, facet.title) }] : []),
    ...countValues(filters.store, facet).map((one) => createOption(filters, facet, one, update)),
  ]);
  const show = (text: string) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const option of options) {
      const isFound = words.every((word) => option.text.includes(word)) && shown < MAX_OPTIONS;
      if (isFound) shown += 1;
      option.row.hidden = !isFound;
    }
  };
  const search = h('input', {
    ...{ type: 'search', placeholder: 'Find …', 'aria-label': 'Find a value', autocomplete: 'off' },
    on: { input: () => show(search.value) },
  });
  if (options.length > MIN_SEARCHED) panel.append(search);
  panel.append(...options.map(({ row }) => row));
  show('');
}

function createOption(
  { getState, change }: Filters,
  { key, format, none, title, isLabel }: Facet,
  [value, count]: readonly [string, number],
  update: () => void,
): { text: string; row: HTMLElement } {
  const box = h('input', {
    ...{ type: 'checkbox', checked: getState().facets[key]?.includes(value) === true },
    on: {
      change: () => {
        const others = (getState().facets[key] ?? []).filter((one) => one !== value);
        change({ facets: chooseValues(getState().facets, key, box.checked ? [...others, value] : others) });
        update();
      },
    },
  });
  const text = value === '' ? none : format(value);
  const row = h('label', {}, box, h('span', {}, text), h('span', { class: 'count' }, formatNumber(count)));
  return { text: `${isLabel ? `${title}=` : ''}${text}`.toLowerCase(), row };
}
