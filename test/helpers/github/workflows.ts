import { createErrorResponse, type Route } from './route.ts';

/** Workflows are identified by file name only. */
export const workflows: Route[] = [
  {
    method: 'PUT',
    path: '/repos/:owner/:repo/actions/workflows/:workflow_id/enable',
    permission: ['actions', 'write'],
    respond: ({ repository, params }) => {
      const workflow = repository.workflows.get(params.workflow_id ?? '');
      if (workflow === undefined) return createErrorResponse(404, 'Not Found');
      if (workflow.state === 'disabled_inactivity') workflow.state = 'active';
      workflow.enabled += 1;
      return { status: 204 };
    },
  },
];
