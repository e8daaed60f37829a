/** Selects and sorts certificates. */

import { type PageState, parseRange, type SortKey } from './state.ts';
import type { Store } from './store.ts';

/** The numbers of the certificates that pass all filters, sorted. The data is sorted by urgency. */
export function selectCertificates(store: Store, state: PageState): number[] {
  const passes = createFilter(store, state);
  const selected: number[] = [];
  for (let index = 0; index < store.size; index += 1) if (passes(index)) selected.push(index);
  return sortCertificates(store, selected, state);
}

function createFilter({ data, ...store }: Store, state: PageState): (index: number) => boolean {
  const { columns, tables } = data;
  const status = new Set<string>(state.status);
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const owner = state.owner === null ? null : tables.owners.indexOf(state.owner);
  const issuer = state.issuer === null ? null : tables.issuers.indexOf(state.issuer);
  const labels = state.label === null ? null : findLabelSets(tables.labels, state.label);
  const range = parseRange(state.expires);
  return (index) => {
    const until = columns.until[index] ?? null;
    return (
      (status.size === 0 || status.has(store.getStatus(index))) &&
      (owner === null ||
        (columns.owners[index] === owner && owner !== -1) ||
        isNone(state.owner, columns.owners[index])) &&
      (issuer === null || (columns.issuers[index] === issuer && issuer !== -1)) &&
      (!state.findings || columns.flagged[index] === 1) &&
      (labels === null || labels.has(columns.labels[index] ?? -1)) &&
      (range === null || (until !== null && until >= range.from && until < range.to)) &&
      (words.length === 0 || includesAll(store.getSearchText(index), words))
    );
  };
}

/** The empty owner selects certificates without one. */
function isNone(owner: string | null, index: number | undefined): boolean {
  return owner === '' && index === -1;
}

function findLabelSets(sets: readonly (readonly (readonly [string, string])[])[], label: string): Set<number> {
  const matching = sets.flatMap((pairs, index) =>
    pairs.some(([name, value]) => `${name}=${value}` === label) ? [index] : [],
  );
  return new Set(matching);
}

function includesAll(text: string, words: readonly string[]): boolean {
  for (const word of words) if (!text.includes(word)) return false;
  return true;
}

/** Certificates without a value are last in both directions. */
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
  const { columns } = store.data;
  const text = (value: string | null) => value?.toLowerCase() ?? null;
  switch (sort) {
    case 'expires':
      return (index) => columns.until[index] ?? null;
    case 'owner':
      return (index) => text(store.getOwner(index));
    case 'issuer':
      return (index) => text(store.getIssuer(index));
    case 'locations':
      return (index) => columns.locations[index]?.length ?? 0;
    case 'score':
      return (index) => columns.score[index] ?? null;
    default:
      return (index) => text(store.getName(index));
  }
}
