import { createErrorResponse, type Route } from './route.ts';

/** Workflows are identified by file name only. */
export const workflows: Route[] = [
  {
    method: 'GET',
    path: '/repos/:owner/:repo/actions/workflows/:workflow_id/runs',
    permission: ['actions', 'read'],
    respond: ({ repository, params, query }) => {
      const workflow = repository.workflows.get(params.workflow_id ?? '');
      if (workflow === undefined) return createErrorResponse(404, 'Not Found');
      const [, since = ''] = /^>=(.+)$/.exec(query.get('created') ?? '') ?? [];
      const runs = query.get('event') === 'schedule' ? workflow.runs.filter((time) => time >= since) : [];
      return { status: 200, body: { total_count: runs.length, workflow_runs: [] } };
    },
  },
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
