/** What the page shows, as the part of its URL after `#`: a link to it works from a disk and from any web server. */

import { STATUS_ORDER, type StatusName } from '../data.ts';

export const VIEWS = ['overview', 'certificates', 'timeline', 'owners', 'issuers', 'forecast', 'watched'] as const;
export type View = (typeof VIEWS)[number];

export const SORT_KEYS = ['urgency', 'name', 'expires', 'owner', 'issuer', 'locations', 'score'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface PageState {
  view: View;
  /** Words that all must occur. */
  search: string;
  /** Empty: every status. */
  status: StatusName[];
  owner: string | null;
  issuer: string | null;
  /** `name=value` */
  label: string | null;
  /** Only certificates with findings. */
  findings: boolean;
  /** Days of the expiry, both included: `2027-03-01..2027-03-07`. */
  expires: string | null;
  sort: SortKey;
  descending: boolean;
  /** The certificate whose details are open. */
  certificate: string | null;
}

export const NO_FILTERS = {
  ...{ search: '', status: [], owner: null, issuer: null, label: null, expires: null, findings: false },
} as const;

export function createState(view: View, more: Partial<PageState> = {}): PageState {
  return {
    ...{ view, ...NO_FILTERS, status: [] as StatusName[] },
    ...{ sort: 'urgency' as const, descending: false, certificate: null },
    ...more,
  };
}

/** Ignores what it does not know, so that an old or mistyped link shows something. */
export function parseHash(hash: string): PageState {
  const [, path = '', query = ''] = /^#?\/?([^?]*)\??(.*)$/s.exec(hash) ?? [];
  const params = new URLSearchParams(query);
  const view = VIEWS.find((name) => name === path) ?? 'overview';
  const sort = params.get('sort') ?? '';
  const key = SORT_KEYS.find((name) => name === sort.replace(/^-/, '')) ?? 'urgency';
  const wanted = (params.get('status') ?? '').split(',');
  return createState(view, {
    search: params.get('q') ?? '',
    status: STATUS_ORDER.filter((status) => wanted.includes(status)),
    owner: params.get('owner'),
    issuer: params.get('issuer'),
    label: params.get('label'),
    findings: params.has('findings'),
    expires: parseRange(params.get('expires')) === null ? null : params.get('expires'),
    sort: key,
    descending: sort.startsWith('-'),
    certificate: params.get('certificate'),
  });
}

export function formatHash(state: PageState): string {
  const { view, search, status, owner, issuer, label, findings, expires, sort, descending, certificate } = state;
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search);
  if (status.length > 0) params.set('status', status.join(','));
  if (owner !== null) params.set('owner', owner);
  if (issuer !== null) params.set('issuer', issuer);
  if (label !== null) params.set('label', label);
  if (findings) params.set('findings', '1');
  if (expires !== null) params.set('expires', expires);
  if (sort !== 'urgency' || descending) params.set('sort', `${descending ? '-' : ''}${sort}`);
  if (certificate !== null) params.set('certificate', certificate);
  const query = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%40', '@');
  return `#/${view}${query === '' ? '' : `?${query}`}`;
}

const DAY = 86_400;

/** The range in seconds, without its end; null if it is not a range of days. */
export function parseRange(text: string | null): { from: number; to: number } | null {
  const [, first = '', last = ''] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text ?? '') ?? [];
  const [from, to] = [Date.parse(`${first}T00:00:00Z`) / 1000, Date.parse(`${last}T00:00:00Z`) / 1000];
  return Number.isNaN(from) || Number.isNaN(to) ? null : { from, to: to + DAY };
}

export function hasFilters({ search, status, owner, issuer, label, findings, expires }: PageState): boolean {
  return search !== '' || status.length > 0 || findings || [owner, issuer, label, expires].some((one) => one !== null);
}
