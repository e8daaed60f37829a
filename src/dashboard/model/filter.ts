/** Selects and sorts certificates. */

import { findFacet } from './facets.ts';
import { type PageState, parseRange, type SortKey } from './state.ts';
import type { Store } from './store.ts';

/** Returns the numbers of the certificates that pass all filters, sorted. The data is sorted by urgency. */
export function selectCertificates(store: Store, state: PageState): number[] {
  const passes = createFilter(store, state);
  const selected: number[] = [];
  for (let index = 0; index < store.size; index += 1) if (passes(index)) selected.push(index);
  return sortCertificates(store, selected, state);
}

function createFilter(store: Store, state: PageState): (index: number) => boolean {
  const { columns } = store.data;
  const status = new Set<string>(state.status);
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const facets = createFacetFilters(store, state);
  const range = parseRange(state.expires);
  return (index) => {
    const until = columns.until[index] ?? null;
    return (
      (status.size === 0 || status.has(store.getStatus(index))) &&
      facets.every((passes) => passes(index)) &&
      (!state.findings || columns.flagged[index] === 1) &&
      (range === null || (until !== null && until >= range.from && until < range.to)) &&
      (words.length === 0 || includesAll(store.getSearchText(index), words))
    );
  };
}

/**
 * Creates a filter for each facet: certificates must have at least one chosen value of every facet. An unknown facet does not match any
 * certificate.
 */
function createFacetFilters(store: Store, { facets }: PageState): ((index: number) => boolean)[] {
  return Object.entries(facets).map(([key, chosen]) => {
    const facet = findFacet(store, key);
    const wanted = new Set(chosen);
    return (index) => {
      const values = facet?.getValues(index) ?? [];
      return values.length === 0 ? wanted.has('') : values.some((value) => wanted.has(value));
    };
  });
}

function includesAll(text: string, words: readonly string[]): boolean {
  for (const word of words) if (!text.includes(word)) return false;
  return true;
}

/** Sorts certificates. Those without a value are last in both directions. */
function sortCertificates(store: Store, selected: number[], { sort, descending }: PageState): number[] {
  if (sort === 'urgency') return descending ? selected.reverse() : selected;
  const getValue = createSortValue(store, sort);
  const keyed = selected.map((index) => ({ index, value: getValue(index) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    if (a.value < b.value) return -sign;
    return a.value > b.value ? sign : a.index - b.index;
  });
  return keyed.map(({ index }) => index);
}

function createSortValue(store: Store, sort: SortKey): (index: number) => string | number | null {
  const { columns, tables } = store.data;
  const text = (value: string | null) => value?.toLowerCase() ?? null;
  switch (sort) {
    case 'expires':
      return (index) => columns.until[index] ?? null;
    case 'owner':
      return (index) => text(store.getOwner(index));
    case 'issuer':
      return (index) => text(store.getIssuer(index));
    case 'reason':
      return (index) => text(store.getReasons(index)[0] ?? null);
    case 'exchange':
      return (index) => tables.exchanges[columns.exchanges[index] ?? -1] ?? null;
    case 'score':
      return (index) => columns.score[index] ?? null;
    default:
      return (index) => text(store.getName(index));
  }
}
