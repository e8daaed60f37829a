/**
 * The facets by which certificates can be filtered and grouped. A facet that is added to `FACETS` has a filter, a grouping, and a place in
 * the address of the page.
 */

import { shortenName } from './format.ts';
import type { Store } from './store.ts';

interface FacetDefinition {
  title: string;
  /** The name of the group without a value. */
  none: string;
  /** Whether any certificate has a value, and values are published. */
  isShown: (store: Store) => boolean;
  getValues: (store: Store, index: number) => readonly string[];
  /** Formats a value. Default: unchanged. */
  format?: (value: string) => string;
}

const FACETS: Readonly<Record<string, FacetDefinition>> = {
  owner: {
    ...{ title: 'Owner', none: 'No owner', isShown: ({ data }) => data.has.owners },
    getValues: (store, index) => toList(store.getOwner(index)),
  },
  issuer: {
    ...{ title: 'Issuer', none: 'Issuer unknown', isShown: ({ data }) => data.has.issuers, format: shortenName },
    getValues: (store, index) => toList(store.getIssuer(index)),
  },
  reason: {
    ...{ title: 'Reason', none: 'No reason', isShown: ({ data }) => data.has.reasons },
    getValues: (store, index) => store.getReasons(index),
  },
  policy: {
    ...{ title: 'Violated policy', none: 'No violation', isShown: ({ data }) => data.has.violated },
    getValues: ({ data }, index) => data.tables.violated[data.columns.violated[index] ?? -1] ?? [],
  },
  quantum: {
    ...{ title: 'Post-quantum', none: 'Unknown', isShown: hasQuantum },
    getValues: ({ data }, index) => data.tables.quantum[data.columns.quantum[index] ?? -1] ?? [],
  },
};

/** Whether the quantum facet offers a choice: it does not if all certificates are classical and the key exchange of servers is unknown. */
function hasQuantum({ data }: Store): boolean {
  return data.has.exchanges || data.tables.quantum.flat().some((text) => !text.startsWith('Classical'));
}

const LABEL = 'labels.';

export interface Facet {
  /** The key in addresses: `owner`, or `labels.team` for each label. */
  key: string;
  title: string;
  none: string;
  isLabel: boolean;
  getValues: (index: number) => readonly string[];
  format: (value: string) => string;
}

export function isFacetKey(key: string): boolean {
  return Object.hasOwn(FACETS, key) || (key.startsWith(LABEL) && key !== LABEL);
}

export function listFacets(store: Store): Facet[] {
  const names = new Set(store.data.tables.labels.flatMap((pairs) => pairs.map(([name]) => name)));
  const keys = [...Object.keys(FACETS), ...[...names].sort().map((name) => LABEL + name)];
  return keys.flatMap((key) => findFacet(store, key) ?? []);
}

/** Finds a facet; returns undefined if no certificate has it. A label that is not in use is a facet without values. */
export function findFacet(store: Store, key: string): Facet | undefined {
  if (key.startsWith(LABEL)) return createLabelFacet(store, key.slice(LABEL.length));
  const definition = Object.hasOwn(FACETS, key) ? FACETS[key] : undefined;
  if (!definition?.isShown(store)) return undefined;
  const { title, none, getValues, format = (value) => value } = definition;
  return { key, title, none, isLabel: false, format, getValues: (index) => getValues(store, index) };
}

function createLabelFacet(store: Store, name: string): Facet {
  return {
    ...{ key: LABEL + name, title: name, none: `No label ${name}`, isLabel: true, format: (value: string) => value },
    getValues: (index) => store.getLabels(index).flatMap(([known, value]) => (known === name ? [value] : [])),
  };
}

/** Counts the certificates with each value, in the order of the texts. If certificates have no value, the last value is empty. */
export function countValues({ size }: Store, { getValues, format }: Facet): [value: string, count: number][] {
  const counts = new Map<string, number>();
  let without = 0;
  for (let index = 0; index < size; index += 1) {
    const values = getValues(index);
    if (values.length === 0) without += 1;
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const known = [...counts].map((one) => ({ one, text: format(one[0]).toLowerCase() }));
  known.sort((a, b) => (a.text < b.text ? -1 : 1));
  return [...known.map(({ one }) => one), ...(without > 0 ? [['', without] as [string, number]] : [])];
}

function toList(value: string | null): string[] {
  return value === null ? [] : [value];
}
