import type { components } from '@octokit/openapi-types';
import type { Route } from './route.ts';

type FullRepository = components['schemas']['full-repository'];

export const repositories: Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo',
    permission: ['metadata', 'read'],
    respond: ({ repository }) => {
      const { owner, name, default_branch, archived } = repository;
      const body: Pick<FullRepository, 'name' | 'full_name' | 'private' | 'default_branch' | 'archived'> = {
        name,
        full_name: `${owner}/${name}`,
        private: repository.private,
        default_branch,
        archived,
      };
      return { status: 200, body };
    },
  },
];
