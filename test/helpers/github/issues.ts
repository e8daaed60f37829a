import type { components } from '@octokit/openapi-types';
import { addIssue, type Board, type Comment, getBoard, type Issue, touch } from './board.ts';
import { type ApiCall, type ApiResponse, createErrorResponse, type Route } from './route.ts';

type RestIssue = components['schemas']['issue'];
type IssueResponse = Pick<
  RestIssue,
  'number' | 'title' | 'body' | 'state' | 'state_reason' | 'locked' | 'labels' | 'repository_url' | 'pull_request'
> & { closed_at: string | null; closed_by: { login: string } | null; user: { login: string } };

const MAX_BODY_LENGTH = 65_536;
const MAX_TITLE_LENGTH = 256;

function toResponse(issue: Issue, { origin, repository }: ApiCall): IssueResponse {
  const { number, title, body, state, state_reason, locked, labels, login } = issue;
  return {
    number,
    title,
    body,
    state,
    state_reason,
    closed_at: issue.closed?.at ?? null,
    closed_by: issue.closed && { login: issue.closed.by },
    locked,
    labels: labels.map((name) => ({ name })),
    repository_url: `${origin}/api/v3/repos/${repository.owner}/${repository.name}`,
    user: { login },
    ...(issue.isPullRequest && { pull_request: { diff_url: null, html_url: null, patch_url: null, url: null } }),
  };
}

/** The issue, or an error response. */
function findIssue(call: ApiCall): Issue | ApiResponse {
  const board = getBoard(call.repository);
  const number = Number(call.params.number);
  const moved = board.moved.get(number);
  if (moved !== undefined) {
    const location = `${call.origin}/api/v3/repos/${moved}/issues/1`;
    return { status: 301, headers: { location }, body: { message: 'Moved Permanently', url: location } };
  }
  if (board.deleted.has(number)) return createErrorResponse(410, 'This issue was deleted');
  return board.issues.get(number) ?? createErrorResponse(404, 'Not Found');
}

/** A route of one issue, unless issues are disabled. */
function onIssue(act: (issue: Issue, call: ApiCall, board: Board) => ApiResponse): Route['respond'] {
  return (call) => {
    const board = getBoard(call.repository);
    if (!board.enabled) return createErrorResponse(410, 'Issues are disabled for this repo');
    const issue = findIssue(call);
    return 'status' in issue ? issue : act(issue, call, board);
  };
}

function listIssues(call: ApiCall): ApiResponse {
  const { query, repository } = call;
  const board = getBoard(repository);
  if (!board.enabled) return createErrorResponse(410, 'Issues are disabled for this repo');
  const [state, creator] = [query.get('state') ?? 'open', query.get('creator')];
  const per_page = Number(query.get('per_page') ?? 30);
  const key = query.get('sort') === 'updated' ? 'updated' : 'number';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  const all = [...board.issues.values()]
    .filter((issue) => issue.number <= board.highestListed)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => creator === null || issue.login === creator)
    .sort((a, b) => sign * (a[key] - b[key]));
  const start = (Number(query.get('page') ?? 1) - 1) * per_page;
  return { status: 200, body: all.slice(start, start + per_page).map((issue) => toResponse(issue, call)) };
}

function validateLengths(body: unknown, title?: unknown): ApiResponse | null {
  const errors = [
    ...(String(body ?? '').length > MAX_BODY_LENGTH ? [{ field: 'body', code: 'custom' }] : []),
    ...(String(title ?? '').length > MAX_TITLE_LENGTH ? [{ field: 'title', code: 'custom' }] : []),
  ];
  return errors.length > 0 ? createErrorResponse(422, 'Validation Failed', errors) : null;
}

function createIssue(call: ApiCall): ApiResponse {
  const board = getBoard(call.repository);
  if (!board.enabled) return createErrorResponse(410, 'Issues are disabled for this repo');
  const { title, body = '', labels = [], assignees = [], milestone = null } = call.body;
  const refused = validateLengths(body, title);
  if (refused !== null) return refused;
  const isOpen = board.milestones.some(({ number, state }) => number === milestone && state === 'open');
  if (assignees.some((user: string) => !board.members.has(user)) || (milestone !== null && !isOpen))
    return createErrorResponse(422, 'Validation Failed');
  for (const label of labels) if (!board.labels.has(label)) board.labels.set(label, 'ededed');
  const issue = addIssue(board, { login: call.token.login, title, body, labels, assignees, milestone });
  return { status: 201, body: toResponse(issue, call) };
}

const REASONS = ['completed', 'not_planned', 'duplicate', 'reopened', null];

function updateIssue(issue: Issue, call: ApiCall, board: Board): ApiResponse {
  const { body, state, state_reason } = call.body;
  const refused = validateLengths(body);
  if (refused !== null) return refused;
  if (state_reason !== undefined && !REASONS.includes(state_reason))
    return createErrorResponse(422, 'Validation Failed');
  if (body !== undefined) issue.body = body;
  if (state !== undefined && state !== issue.state) {
    issue.state = state;
    issue.state_reason = state === 'open' ? 'reopened' : (state_reason ?? 'completed');
  }
  touch(board, issue);
  return { status: 200, body: toResponse(issue, call) };
}

function toCommentResponse({ id, login, body }: Comment) {
  return { id, body, user: { login } };
}

function listComments(issue: Issue, { query }: ApiCall): ApiResponse {
  const per_page = Number(query.get('per_page') ?? 30);
  const start = (Number(query.get('page') ?? 1) - 1) * per_page;
  return { status: 200, body: issue.comments.slice(start, start + per_page).map(toCommentResponse) };
}

function addComment(issue: Issue, { body: { body }, token }: ApiCall, board: Board): ApiResponse {
  if (issue.locked) return createErrorResponse(403, 'Unable to create comment because issue is locked.');
  const refused = validateLengths(body);
  if (refused !== null) return refused;
  const added = { id: board.steps + 1, login: token.login, body };
  issue.comments.push(added);
  touch(board, issue);
  return { status: 201, body: toCommentResponse(added) };
}

function addLabels(issue: Issue, { body: { labels } }: ApiCall, board: Board): ApiResponse {
  for (const label of labels) {
    if (!board.labels.has(label)) board.labels.set(label, 'ededed');
    if (!issue.labels.includes(label)) issue.labels.push(label);
  }
  touch(board, issue);
  return { status: 200, body: issue.labels.map((name) => ({ name })) };
}

function removeLabel(issue: Issue, { params }: ApiCall, board: Board): ApiResponse {
  if (!issue.labels.includes(params.name ?? '')) return createErrorResponse(404, 'Label does not exist');
  issue.labels = issue.labels.filter((name) => name !== params.name);
  touch(board, issue);
  return { status: 200, body: issue.labels.map((name) => ({ name })) };
}

function createLabel({ body: { name, color }, repository }: ApiCall): ApiResponse {
  const { labels } = getBoard(repository);
  if (labels.has(name))
    return createErrorResponse(422, 'Validation Failed', [{ code: 'already_exists', field: 'name' }]);
  labels.set(name, color);
  return { status: 201, body: { name, color } };
}

const READ: Route['permission'] = ['issues', 'read'];
const WRITE: Route['permission'] = ['issues', 'write'];
const ISSUES = '/repos/:owner/:repo/issues';

export const issues: Route[] = [
  { method: 'GET', path: ISSUES, permission: READ, respond: listIssues },
  { method: 'POST', path: ISSUES, permission: WRITE, respond: createIssue },
  {
    method: 'GET',
    path: `${ISSUES}/:number`,
    permission: READ,
    respond: onIssue((issue, call) => ({ status: 200, body: toResponse(issue, call) })),
  },
  { method: 'PATCH', path: `${ISSUES}/:number`, permission: WRITE, respond: onIssue(updateIssue) },
  { method: 'GET', path: `${ISSUES}/:number/comments`, permission: READ, respond: onIssue(listComments) },
  { method: 'POST', path: `${ISSUES}/:number/comments`, permission: WRITE, respond: onIssue(addComment) },
  { method: 'POST', path: `${ISSUES}/:number/labels`, permission: WRITE, respond: onIssue(addLabels) },
  { method: 'DELETE', path: `${ISSUES}/:number/labels/:name`, permission: WRITE, respond: onIssue(removeLabel) },
  { method: 'POST', path: '/repos/:owner/:repo/labels', permission: WRITE, respond: createLabel },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/labels/:name',
    permission: READ,
    respond: ({ repository, params }) => {
      const color = getBoard(repository).labels.get(params.name ?? '');
      return color === undefined
        ? createErrorResponse(404, 'Not Found')
        : { status: 200, body: { name: params.name, color } };
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/assignees/:assignee',
    permission: READ,
    respond: ({ repository, params }) =>
      getBoard(repository).members.has(params.assignee ?? '') ? { status: 204 } : createErrorResponse(404, 'Not Found'),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/milestones',
    permission: READ,
    respond: ({ repository }) => ({
      status: 200,
      body: getBoard(repository).milestones.filter(({ state }) => state === 'open'),
    }),
  },
];
