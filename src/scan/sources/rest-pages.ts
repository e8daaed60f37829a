/** Finds the next page of a REST listing: by a link, a header, a cursor, a number or an offset. */

import type { RestSource } from '../../domain/index.ts';
import { readPath, setPath } from '../inventory/read-path.ts';

/** The position of a request in the listing. */
export interface PageState {
  /** The number of pages that were read before. */
  index: number;
  /** The number of items that were read before. */
  received: number;
  /** The URL of the page, if the response before it had one. */
  link?: string;
  cursor?: string;
}

export interface RestRequest {
  url: URL;
  body: Record<string, unknown>;
}

export function serializeState(state: PageState): string {
  return state.link ?? (state.cursor === undefined ? JSON.stringify(state) : JSON.stringify({ cursor: state.cursor }));
}

/** Parses a state. That of a link or a cursor does not depend on its position, so that a loop is detected. */
export function parseState(text: string): PageState {
  if (!text.startsWith('{')) return { index: 1, received: 0, link: text };
  return { index: 1, received: 0, ...(JSON.parse(text) as Partial<PageState>) };
}

/** Creates the request for a page. With POST, parameters are set in the body. */
export function createFirstRequest(
  { method, body, next }: Pick<RestSource, 'method' | 'body' | 'next'>,
  url: URL,
  { index, received, link, cursor }: PageState,
): RestRequest {
  const request: RestRequest = { url: new URL(link ?? url), body: body ?? {} };
  // Credentials in a link are not those of the entry.
  request.url.username = '';
  request.url.password = '';
  if (link !== undefined) return request;
  const set = (name: string | undefined, value: string | number) => {
    if (name === undefined) return;
    if (method === 'POST') request.body = setPath(request.body, name, value);
    else request.url.searchParams.set(name, String(value));
  };
  const { page, offset } = next;
  if (page !== undefined) {
    set(page.parameter, (page.first ?? 1) + index);
    set(page.size_parameter, page.size ?? DEFAULT_SIZE);
  }
  if (offset !== undefined) {
    set(offset.parameter, received);
    set(offset.size_parameter, offset.size ?? DEFAULT_SIZE);
  }
  if (cursor !== undefined) set(next.cursor?.parameter, cursor);
  return request;
}

const DEFAULT_SIZE = 100;

interface Received {
  content: unknown;
  header: (name: string) => string | null;
  /** The URL of the request. */
  url: URL;
}

interface Following {
  next: PageState | null;
  total: number | null;
  /** The problem of the response. */
  problem?: string;
}

/**
 * Finds the page after one with `count` items. Numbered pages end with an empty page, or when the total was received: a short page need not
 * be the last one.
 */
export function findNext(
  { next }: Pick<RestSource, 'next'>,
  { content, header, url }: Received,
  { index, received, count }: PageState & { count: number },
): Following {
  const total = readTotal(next.total, content, header);
  const following = { index: index + 1, received: received + count };
  if (next.link !== undefined || next.header === true) {
    const link = next.link === undefined ? parseLinkHeader(header('link')) : readPath(content, next.link);
    if (isNone(link)) return { next: null, total };
    const where = next.link === undefined ? 'the header `Link`' : `\`next.link: ${next.link}\``;
    if (typeof link !== 'string' || !URL.canParse(link, url.href))
      return { next: null, total, problem: `${where} is not a URL` };
    return { next: { ...following, link: rebase(new URL(link, url.href), url).href }, total };
  }
  if (next.cursor !== undefined) {
    const cursor = readPath(content, next.cursor.path);
    if (isNone(cursor)) return { next: null, total };
    if (typeof cursor !== 'string' && typeof cursor !== 'number')
      return { next: null, total, problem: `\`next.cursor.path: ${next.cursor.path}\` is not a string or number` };
    return { next: { ...following, cursor: String(cursor) }, total };
  }
  if (next.page === undefined && next.offset === undefined) return { next: null, total };
  const isComplete = total !== null && following.received >= total;
  return { next: count === 0 || isComplete ? null : following, total };
}

/**
 * Rebases a link. A service behind a proxy may not know its public scheme, host and prefix. A link to another page of the same listing gets
 * the origin and prefix of the request. Any other link to another origin stays as it is, and is refused.
 */
function rebase(link: URL, request: URL): URL {
  const isSameListing =
    /^https?:$/.test(link.protocol) && link.pathname.length > 1 && request.pathname.endsWith(link.pathname);
  if (link.origin === request.origin || !isSameListing || link.search === '') return link;
  const rebuilt = new URL(request);
  rebuilt.search = link.search;
  return rebuilt;
}

/** Whether a value means that there is no other page. */
function isNone(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false;
}

/** Reads the total; a value that is not a number is treated as missing. */
function readTotal(path: string | undefined, content: unknown, header: Received['header']): number | null {
  if (path === undefined) return null;
  const value = path.startsWith('header:')
    ? header(path.slice('header:'.length).toLowerCase())
    : readPath(content, path);
  const total = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof total === 'number' && Number.isInteger(total) && total >= 0 ? total : null;
}

/** The result for a header that is not a list of links. */
export const MALFORMED_LINK = Symbol('malformed link');

/** Finds the URL with the relation `next` (RFC 8288 section 3); null if there is none. */
export function parseLinkHeader(header: string | null): string | null | typeof MALFORMED_LINK {
  const [before = '', ...links] = (header ?? '').split('<');
  if (before.trim() !== '' || !links.every((link) => link.includes('>'))) return MALFORMED_LINK;
  for (const link of links) {
    const end = link.indexOf('>');
    if (link.slice(end).split(';').some(isRelationNext)) return link.slice(0, end);
  }
  return null;
}

/** Whether a parameter such as `rel="next last"` has the relation `next`. A comma may follow. */
function isRelationNext(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=', 2);
  const relations = value.toLowerCase().split(/[\s",]/);
  return name.trim().toLowerCase() === 'rel' && relations.includes('next');
}
