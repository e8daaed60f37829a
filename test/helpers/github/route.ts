/** What a route of the fake GitHub is. */

import type { GitHubState, Level, Repository, Token } from './state.ts';

export interface ApiCall {
  state: GitHubState;
  token: Token;
  repository: Repository;
  /** What stands for `:name` and `*name` in the route's path, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** The parsed JSON, or undefined. */
  // biome-ignore lint/suspicious/noExplicitAny: what a client sends is not known; each route takes what it needs.
  body: any;
  /** Of the server, such as `http://127.0.0.1:40001`. */
  origin: string;
}

export interface ApiResponse {
  status: number;
  /** Sent as JSON; a Buffer as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Route {
  method: string;
  /** Below the API's root. `:name` stands for one segment, `*name` for all that follow; without `:repo` there is none. */
  path: string;
  /** What the token needs: `['contents', 'write']`; null: any token will do. */
  permission: [name: string, level: Level] | null;
  /** Whether an archived repository refuses it. By default whatever is no GET. */
  writes?: boolean;
  respond: (call: ApiCall) => ApiResponse;
}

/** GitHub's body of an error. */
export function createErrorResponse(status: number, message: string, errors?: unknown[]): ApiResponse {
  const body = {
    message,
    ...(errors && { errors }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  };
  return { status, body };
}
