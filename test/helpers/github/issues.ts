import type { components } from '@octokit/openapi-types';
import { type Board, boardOf, type Comment, type Issue, openIssue, touch } from './board.ts';
import { type Answer, type Call, type Route, refusal } from './route.ts';

type RestIssue = components['schemas']['issue'];
type Shown = Pick<
  RestIssue,
  'number' | 'title' | 'body' | 'state' | 'state_reason' | 'locked' | 'labels' | 'repository_url' | 'pull_request'
> & { user: { login: string } };

const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;

function shown(issue: Issue, { origin, repository }: Call): Shown {
  const { number, title, body, state, state_reason, locked, labels, login } = issue;
  return {
    number,
    title,
    body,
    state,
    state_reason,
    locked,
    labels: labels.map((name) => ({ name })),
    repository_url: `${origin}/api/v3/repos/${repository.owner}/${repository.name}`,
    user: { login },
    ...(issue.isPullRequest && { pull_request: { diff_url: null, html_url: null, patch_url: null, url: null } }),
  };
}

/** The issue, or why there is none. */
function found(call: Call): Issue | Answer {
  const board = boardOf(call.repository);
  const number = Number(call.params.number);
  const moved = board.moved.get(number);
  if (moved !== undefined) {
    const location = `${call.origin}/api/v3/repos/${moved}/issues/1`;
    return { status: 301, headers: { location }, body: { message: 'Moved Permanently', url: location } };
  }
  if (board.deleted.has(number)) return refusal(410, 'This issue was deleted');
  return board.issues.get(number) ?? refusal(404, 'Not Found');
}

/** A route of one issue; where the board is switched off there is none. */
function onIssue(act: (issue: Issue, call: Call, board: Board) => Answer): Route['answer'] {
  return (call) => {
    const board = boardOf(call.repository);
    if (!board.enabled) return refusal(410, 'Issues are disabled for this repo');
    const issue = found(call);
    return 'status' in issue ? issue : act(issue, call, board);
  };
}

function list(call: Call): Answer {
  const { query, repository } = call;
  const board = boardOf(repository);
  if (!board.enabled) return refusal(410, 'Issues are disabled for this repo');
  const [state, creator] = [query.get('state') ?? 'open', query.get('creator')];
  const per_page = Number(query.get('per_page') ?? 30);
  const key = query.get('sort') === 'updated' ? 'updated' : 'number';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  const all = [...board.issues.values()]
    .filter((issue) => issue.number <= board.listed)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => creator === null || issue.login === creator)
    .sort((a, b) => sign * (a[key] - b[key]));
  const start = (Number(query.get('page') ?? 1) - 1) * per_page;
  return { status: 200, body: all.slice(start, start + per_page).map((issue) => shown(issue, call)) };
}

function tooLong(body: unknown, title?: unknown): Answer | null {
  const errors = [
    ...(String(body ?? '').length > LONGEST_BODY ? [{ field: 'body', code: 'custom' }] : []),
    ...(String(title ?? '').length > LONGEST_TITLE ? [{ field: 'title', code: 'custom' }] : []),
  ];
  return errors.length > 0 ? refusal(422, 'Validation Failed', errors) : null;
}

function create(call: Call): Answer {
  const board = boardOf(call.repository);
  if (!board.enabled) return refusal(410, 'Issues are disabled for this repo');
  const { title, body = '', labels = [], assignees = [], milestone = null } = call.body;
  const refused = tooLong(body, title);
  if (refused !== null) return refused;
  const isOpen = board.milestones.some(({ number, state }) => number === milestone && state === 'open');
  if (assignees.some((user: string) => !board.members.has(user)) || (milestone !== null && !isOpen))
    return refusal(422, 'Validation Failed');
  for (const label of labels) if (!board.labels.has(label)) board.labels.set(label, 'ededed');
  const issue = openIssue(board, { login: call.token.login, title, body, labels, assignees, milestone });
  return { status: 201, body: shown(issue, call) };
}

const REASONS = ['completed', 'not_planned', 'duplicate', 'reopened', null];

function update(issue: Issue, call: Call, board: Board): Answer {
  const { body, state, state_reason } = call.body;
  const refused = tooLong(body);
  if (refused !== null) return refused;
  if (state_reason !== undefined && !REASONS.includes(state_reason)) return refusal(422, 'Validation Failed');
  if (body !== undefined) issue.body = body;
  if (state !== undefined && state !== issue.state) {
    issue.state = state;
    issue.state_reason = state === 'open' ? 'reopened' : (state_reason ?? 'completed');
  }
  touch(board, issue);
  return { status: 200, body: shown(issue, call) };
}

function comment({ id, login, body }: Comment) {
  return { id, body, user: { login } };
}

function listComments(issue: Issue, { query }: Call): Answer {
  const per_page = Number(query.get('per_page') ?? 30);
  const start = (Number(query.get('page') ?? 1) - 1) * per_page;
  return { status: 200, body: issue.comments.slice(start, start + per_page).map(comment) };
}

function addComment(issue: Issue, { body: { body }, token }: Call, board: Board): Answer {
  if (issue.locked) return refusal(403, 'Unable to create comment because issue is locked.');
  const refused = tooLong(body);
  if (refused !== null) return refused;
  const added = { id: board.steps + 1, login: token.login, body };
  issue.comments.push(added);
  touch(board, issue);
  return { status: 201, body: comment(added) };
}

function addLabels(issue: Issue, { body: { labels } }: Call, board: Board): Answer {
  for (const label of labels) {
    if (!board.labels.has(label)) board.labels.set(label, 'ededed');
    if (!issue.labels.includes(label)) issue.labels.push(label);
  }
  touch(board, issue);
  return { status: 200, body: issue.labels.map((name) => ({ name })) };
}

function removeLabel(issue: Issue, { params }: Call, board: Board): Answer {
  if (!issue.labels.includes(params.name ?? '')) return refusal(404, 'Label does not exist');
  issue.labels = issue.labels.filter((name) => name !== params.name);
  touch(board, issue);
  return { status: 200, body: issue.labels.map((name) => ({ name })) };
}

function makeLabel({ body: { name, color }, repository }: Call): Answer {
  const { labels } = boardOf(repository);
  if (labels.has(name)) return refusal(422, 'Validation Failed', [{ code: 'already_exists', field: 'name' }]);
  labels.set(name, color);
  return { status: 201, body: { name, color } };
}

const READ: Route['permission'] = ['issues', 'read'];
const WRITE: Route['permission'] = ['issues', 'write'];
const ISSUES = '/repos/:owner/:repo/issues';

export const issues: Route[] = [
  { method: 'GET', path: ISSUES, permission: READ, answer: list },
  { method: 'POST', path: ISSUES, permission: WRITE, answer: create },
  {
    method: 'GET',
    path: `${ISSUES}/:number`,
    permission: READ,
    answer: onIssue((issue, call) => ({ status: 200, body: shown(issue, call) })),
  },
  { method: 'PATCH', path: `${ISSUES}/:number`, permission: WRITE, answer: onIssue(update) },
  { method: 'GET', path: `${ISSUES}/:number/comments`, permission: READ, answer: onIssue(listComments) },
  { method: 'POST', path: `${ISSUES}/:number/comments`, permission: WRITE, answer: onIssue(addComment) },
  { method: 'POST', path: `${ISSUES}/:number/labels`, permission: WRITE, answer: onIssue(addLabels) },
  { method: 'DELETE', path: `${ISSUES}/:number/labels/:name`, permission: WRITE, answer: onIssue(removeLabel) },
  { method: 'POST', path: '/repos/:owner/:repo/labels', permission: WRITE, answer: makeLabel },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/labels/:name',
    permission: READ,
    answer: ({ repository, params }) => {
      const color = boardOf(repository).labels.get(params.name ?? '');
      return color === undefined ? refusal(404, 'Not Found') : { status: 200, body: { name: params.name, color } };
    },
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/assignees/:assignee',
    permission: READ,
    answer: ({ repository, params }) =>
      boardOf(repository).members.has(params.assignee ?? '') ? { status: 204 } : refusal(404, 'Not Found'),
  },
  {
    method: 'GET',
    path: '/repos/:owner/:repo/milestones',
    permission: READ,
    answer: ({ repository }) => ({
      status: 200,
      body: boardOf(repository).milestones.filter(({ state }) => state === 'open'),
    }),
  },
];
