/** A GitHub client that calls the routes of the fake directly, with random faults. Fast enough for years of scans. */

import type { GitHubClient } from '../../../src/notify/issue/api-session.ts';
import type { Random } from '../../events/model/random.ts';
import type { ApiResponse } from '../../helpers/github/route.ts';
import { findRoute } from '../../helpers/github/routes.ts';
import { REPOSITORY } from '../../helpers/github/server.ts';
import { createRepository, type GitHubState, type Repository, type Token } from '../../helpers/github/state.ts';

export const BOT = 'github-actions[bot]';

export interface ModelGitHub {
  repository: Repository;
  client: GitHubClient;
  /** The probability that a request fails: rejected, or lost before or after it took effect. */
  faults: number;
  /** Failed requests since it was last reset. */
  failed: number;
}

class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly response: { headers: Record<string, string>; data: unknown } | undefined;
  constructor(status: number, answer?: ApiResponse) {
    super('a fault of the model');
    this.status = status;
    this.response = answer && { headers: answer.headers ?? {}, data: answer.body };
  }
}

export function createModelGitHub(random: Random): ModelGitHub {
  const repository = createRepository(REPOSITORY);
  const token: Token = { login: BOT, permissions: { issues: 'write' }, repositories: [REPOSITORY] };
  const state: GitHubState = {
    repositories: new Map([[REPOSITORY, repository]]),
    tokens: new Map(),
    renamed: new Map(),
    rate: { limit: 1000, remaining: 1000, reset: 0 },
    has_create_commit_on_branch: true,
  };
  const ask = (method: string, path: string, rest: Record<string, unknown>): ApiResponse => {
    const found = findRoute(method, path);
    if (found === null) throw new Error(`the fake has no route for ${method} ${path}`);
    const query = new URLSearchParams(
      Object.entries(rest).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const origin = 'http://127.0.0.1';
    return found.route.respond({
      state,
      token,
      repository,
      params: found.params,
      query,
      headers: {},
      body: rest,
      origin,
    });
  };
  const request = async (route: string, given: Record<string, unknown>) => {
    const [method = '', template = ''] = route.split(' ');
    const rest = { ...given };
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(rest[name]);
      delete rest[name];
      return encodeURIComponent(value);
    });
    // Concurrent scans alternate after each request.
    await Promise.resolve();
    const fate = random.chance(self.faults) ? random.pick(['refused', 'before', 'after'] as const) : 'done';
    if (fate !== 'done') self.failed += 1;
    if (fate === 'before') throw new HttpError(500);
    if (fate === 'refused') throw new HttpError(500, { status: 500, body: { message: 'in trouble' } });
    const answer = ask(method, path, rest);
    if (fate === 'after') throw new HttpError(500);
    if (answer.status >= 300) throw new HttpError(answer.status, answer);
    return { status: answer.status, data: JSON.parse(JSON.stringify(answer.body ?? null)) };
  };
  const self: ModelGitHub = {
    repository,
    client: { request, graphql: async () => ({ viewer: { login: BOT } }) } as unknown as GitHubClient,
    faults: 0,
    failed: 0,
  };
  return self;
}
