/** The state of the page, which is the part of its URL after `#`: links to it work from a disk and from any web server. */

import { STATUS_ORDER, type StatusName } from '../data.ts';
import { isFacetKey } from './facets.ts';

export const VIEWS = ['overview', 'certificates', 'timeline', 'groups', 'policies', 'forecast', 'watched'] as const;
export type View = (typeof VIEWS)[number];

export const SORT_KEYS = ['urgency', 'name', 'expires', 'reason', 'owner', 'issuer', 'score', 'exchange'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/**
 * The chosen values by the key of their facet. A certificate must have one of the values of each facet. An empty value stands for
 * certificates without a value.
 */
export type Chosen = Readonly<Record<string, readonly string[]>>;

export interface PageState {
  view: View;
  /** The words, all of which must occur. */
  search: string;
  /** The selected statuses; empty: all. */
  status: StatusName[];
  facets: Chosen;
  /** Whether only certificates with findings are shown. */
  findings: boolean;
  /** The first and last day of the expiry, both included: `2027-03-01..2027-03-07`. */
  expires: string | null;
  /** The key of the facet by which certificates are grouped. */
  by: string;
  sort: SortKey;
  descending: boolean;
  /** The certificate whose details are open. */
  certificate: string | null;
}

export const NO_FILTERS = {
  ...{ search: '', status: [] as StatusName[], facets: {} as Chosen, expires: null, findings: false },
} as const;

export function createState(view: View, more: Partial<PageState> = {}): PageState {
  return {
    ...{ view, ...NO_FILTERS, status: [], by: 'owner' },
    ...{ sort: 'urgency' as const, descending: false, certificate: null },
    ...more,
  };
}

/** The former views that are now a grouping, so that old links work. */
const OLD_VIEWS: Readonly<Record<string, Partial<PageState> & { view: View }>> = {
  owners: { view: 'groups', by: 'owner' },
  issuers: { view: 'groups', by: 'issuer' },
};

/** Parses the state. Unknown parts are ignored, so that an old or mistyped link still works. */
export function parseHash(hash: string): PageState {
  const [, path = '', query = ''] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const params = new URLSearchParams(query);
  const by = params.get('by') ?? '';
  const old = Object.hasOwn(OLD_VIEWS, path) ? OLD_VIEWS[path] : undefined;
  const view = VIEWS.find((name) => name === path) ?? 'overview';
  const sort = params.get('sort') ?? '';
  const key = SORT_KEYS.find((name) => name === sort.replace(/^-/, '')) ?? 'urgency';
  const wanted = (params.get('status') ?? '').split(',');
  return createState(view, {
    search: params.get('q') ?? '',
    status: STATUS_ORDER.filter((status) => wanted.includes(status)),
    facets: parseFacets(params),
    findings: params.has('findings'),
    expires: parseRange(params.get('expires')) === null ? null : params.get('expires'),
    by: isFacetKey(by) ? by : 'owner',
    sort: key,
    descending: sort.startsWith('-'),
    certificate: params.get('certificate'),
    ...old,
  });
}

function parseFacets(params: URLSearchParams): Chosen {
  const facets: Record<string, string[]> = {};
  for (const [name, text] of params) {
    // Old links name a label as `label=team=web`.
    const [, label, labelValue = ''] = (name === 'label' && /^([^=]+)=(.*)$/s.exec(text)) || [];
    const [key, value] = label === undefined ? [name, text] : [`labels.${label}`, labelValue];
    if (!isFacetKey(key)) continue;
    const chosen = Object.hasOwn(facets, key) ? (facets[key] ?? []) : [];
    Object.defineProperty(facets, key, { value: [...chosen, value], enumerable: true, configurable: true });
  }
  return facets;
}

export function formatHash(state: PageState): string {
  const { view, search, status, facets, findings, expires, by, sort, descending, certificate } = state;
  const params = new URLSearchParams();
  if (by !== 'owner') params.set('by', by);
  if (search !== '') params.set('q', search);
  if (status.length > 0) params.set('status', status.join(','));
  for (const [key, values] of Object.entries(facets)) for (const value of values) params.append(key, value);
  if (findings) params.set('findings', '1');
  if (expires !== null) params.set('expires', expires);
  if (sort !== 'urgency' || descending) params.set('sort', `${descending ? '-' : ''}${sort}`);
  if (certificate !== null) params.set('certificate', certificate);
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%40', '@');
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

/** Replaces the chosen values of one facet. Without values, the facet is no longer a filter. */
export function chooseValues(facets: Chosen, key: string, values: readonly string[]): Chosen {
  const others = Object.entries(facets).filter(([known]) => known !== key);
  return Object.fromEntries(values.length === 0 ? others : [...others, [key, values]]);
}

const DAY = 86_400;

/** Parses the range in seconds, with an exclusive end; returns null if it is not a range of days. */
export function parseRange(text: string | null): { from: number; to: number } | null {
  const [, first = '', last = ''] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text ?? '') ?? [];
  const [from, to] = [Date.parse(`${first}T00:00:00Z`) / 1000, Date.parse(`${last}T00:00:00Z`) / 1000];
  return Number.isNaN(from) || Number.isNaN(to) ? null : { from, to: to + DAY };
}

/** Counts the filters that are set, except for the search. */
export function countFilters({ status, facets, findings, expires }: PageState): number {
  const chosen = Object.values(facets).reduce((sum, values) => sum + values.length, 0);
  return status.length + chosen + Number(findings) + Number(expires !== null);
}

export function hasFilters(state: PageState): boolean {
  return state.search !== '' || countFilters(state) > 0;
}
