/** All routes of the fake GitHub. */

import { artifacts } from './artifacts.ts';
import { contents } from './contents.ts';
import { git } from './git.ts';
import { graphql } from './graphql.ts';
import { issues } from './issues.ts';
import { repositories } from './repositories.ts';
import type { Route } from './route.ts';
import { workflows } from './workflows.ts';

const ROUTES: Route[] = [...repositories, ...git, ...contents, ...graphql, ...issues, ...workflows, ...artifacts];

/** The route of a request and its path parameters; null if there is none. */
export function findRoute(method: string, path: string): { route: Route; params: Record<string, string> } | null {
  for (const route of ROUTES) {
    const found = route.method === method ? createPattern(route.path).exec(path) : null;
    if (found === null) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { route, params: Object.fromEntries(params) };
  }
  return null;
}

function createPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)').replace(/\*(\w+)/g, '(?<$1>.+)')}$`);
}
