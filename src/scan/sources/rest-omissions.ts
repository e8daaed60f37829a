/**
 * Finds out whether a response that is read as the whole listing says that there is more: a link or a cursor of a next page, or a total above
 * the number of its items. Without a declared `next`, the items of further pages would seem removed.
 */

import { readPath } from '../inventory/read-path.ts';
import { parseLinkHeader } from './rest-pages.ts';

interface Response {
  content: unknown;
  header: (name: string) => string | null;
}

/** The sign of further items in a response, and the key that reads them, in YAML. */
export interface Omission {
  what: string;
  key: string;
}

/** Paths of the URL of the next page in the responses of frameworks, such as Django REST framework, OData, HAL, JSON:API and Laravel. */
const LINKS = [
  'next',
  '@odata\\.nextLink',
  'nextLink',
  'next_page_url',
  'next_url',
  'links.next',
  'links.next.href',
  '_links.next',
  '_links.next.href',
  'meta.next',
  'paging.next',
  'pagination.next',
];

/** Paths of the cursor of the next page, as in the APIs of Google, AWS, Kubernetes and Slack. */
const CURSORS = [
  'nextPageToken',
  'next_page_token',
  'nextToken',
  'NextToken',
  'next_token',
  'nextCursor',
  'next_cursor',
  'meta.next_cursor',
  'response_metadata.next_cursor',
  'metadata.continue',
];

/** Fields that are true if there are more items. */
const FLAGS = ['has_more', 'hasMore', 'has_next', 'hasNext', 'hasNextPage', 'pageInfo.hasNextPage'];

/** Paths of the number of all items, in the responses of the same frameworks and of Spring. */
const TOTALS = [
  'total',
  'count',
  'total_count',
  'totalCount',
  'TotalCount',
  '@odata\\.count',
  'totalElements',
  'page.totalElements',
  'pageMetadata.totalElements',
  'page.total',
  'meta.total',
  'meta.total_count',
  'pagination.total',
  'paging.total',
];

const TOTAL_HEADER = 'X-Total-Count';

/** Finds a next page that a response has; null if it has none. */
export function findUnreadPage({ content, header }: Response): Omission | null {
  const link = parseLinkHeader(header('link'));
  if (typeof link === 'string') return { what: 'a header `Link` with `rel="next"`', key: 'next: { header: true }' };
  for (const path of LINKS) {
    const value = readPath(content, path);
    if (typeof value !== 'string' || value === '') continue;
    const isUrl = /^(?:https?:\/)?\/|^\?/i.test(value);
    return describe(path, isUrl ? `link: ${quote(path)}` : formatCursor(path));
  }
  for (const path of CURSORS) {
    const value = readPath(content, path);
    if (typeof value === 'string' && value !== '') return describe(path, formatCursor(path));
  }
  const flag = FLAGS.find((path) => readPath(content, path) === true);
  return flag === undefined ? null : describe(flag, formatPage(null));
}

/** Finds a total above the number of `received` items; null if there is none. */
export function findLargerTotal({ content, header }: Response, received: number): Omission | null {
  for (const path of TOTALS)
    if (isLarger(readPath(content, path), received)) return describe(path, formatPage(quote(path)));
  if (!isLarger(header(TOTAL_HEADER.toLowerCase()), received)) return null;
  return { what: `a header \`${TOTAL_HEADER}\``, key: `next: { ${formatPage(`header:${TOTAL_HEADER}`)} }` };
}

function isLarger(value: unknown, received: number): boolean {
  const total = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof total === 'number' && total > received;
}

function describe(path: string, key: string): Omission {
  return { what: `\`${path.replaceAll('\\', '')}\``, key: `next: { ${key} }` };
}

const formatCursor = (path: string) => `cursor: { path: ${quote(path)}, parameter: PARAMETER }`;
const formatPage = (total: string | null) =>
  `page: { parameter: PARAMETER }${total === null ? '' : `, total: ${total}`}`;

/** Quotes a path that is not plain text in YAML. */
function quote(path: string): string {
  return path.startsWith('@') ? `'${path}'` : path;
}
