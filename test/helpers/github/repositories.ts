import type { components } from '@octokit/openapi-types';
import { type ApiCall, type ApiResponse, createErrorResponse, paginate, type Route } from './route.ts';

type FullRepository = components['schemas']['full-repository'];

type MinimalRepository = components['schemas']['minimal-repository'];

/** Those that the token can see. */
function listOfOrganization({ state, token, params, query, origin }: ApiCall): ApiResponse {
  const visible = [...state.repositories.values()].filter(
    ({ owner, name, private: isPrivate }) =>
      owner === params.org && (!isPrivate || token.repositories.includes(`${owner}/${name}`)),
  );
  if (visible.length === 0) return createErrorResponse(404, 'Not Found');
  const { page, headers } = paginate(visible, query, `${origin}/api/v3/organizations/1/repos`);
  const body = page.map(
    ({
      id,
      owner,
      name,
      private: isPrivate,
      visibility,
      archived,
      fork,
      topics,
      default_branch,
    }): Pick<
      MinimalRepository,
      | 'id'
      | 'name'
      | 'full_name'
      | 'html_url'
      | 'private'
      | 'visibility'
      | 'archived'
      | 'fork'
      | 'topics'
      | 'default_branch'
    > => ({
      ...{ id, name, full_name: `${owner}/${name}`, html_url: `${origin}/${owner}/${name}`, private: isPrivate },
      ...{ visibility, archived, fork, topics, default_branch },
    }),
  );
  return { status: 200, body, headers };
}

export const repositories: Route[] = [
  { method: 'GET', path: '/orgs/:org/repos', permission: null, respond: listOfOrganization },
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
