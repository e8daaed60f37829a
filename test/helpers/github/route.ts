/** The types of the routes of the fake GitHub. */

import type { GitHubState, Level, Repository, Token } from './state.ts';

export interface ApiCall {
  state: GitHubState;
  token: Token;
  repository: Repository;
  /** The values of `:name` and `*name` in the path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** The parsed JSON, or undefined. */
  // biome-ignore lint/suspicious/noExplicitAny: the body is untyped; each route reads what it needs.
  body: any;
  /** For example `http://127.0.0.1:40001`. */
  origin: string;
}

export interface ApiResponse {
  status: number;
  /** Sent as JSON, except for a Buffer. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  method: string;
  /** Relative to the API root. `:name` matches one segment, `*name` all remaining ones. */
  path: string;
  /** The required permission, for example `['contents', 'write']`; null: any token. */
  permission: [name: string, level: Level] | null;
  /** Whether an archived repository rejects it. Default: all but GET. */
  writes?: boolean;
  respond: (call: ApiCall) => ApiResponse;
}

/** An error with a body like GitHub's. */
export function createErrorResponse(status: number, message: string, errors?: unknown[]): ApiResponse {
  const body = {
    message,
    ...(errors && { errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  };
  return { status, body };
}

/** A page of a list, and the header that names the next one (docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
export function paginate<Item>(
  all: readonly Item[],
  query: URLSearchParams,
  url: string,
): { page: Item[]; headers: Record<string, string> } {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100);
  const number = Number(query.get('page') ?? 1);
  const next = new URLSearchParams([...query].filter(([name]) => name !== 'page'));
  next.set('page', String(number + 1));
  const headers: Record<string, string> = number * size < all.length ? { link: `<${url}?${next}>; rel="next"` } : {};
  return { page: all.slice((number - 1) * size, number * size), headers };
}
