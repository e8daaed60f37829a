import { addCommit, getHead, storeTree } from './git.ts';
import type { ApiCall, ApiResponse, Route } from './route.ts';
import type { GitHubState, Repository, Token } from './state.ts';

interface Problem {
  type?: string;
  message: string;
  extensions?: { code: string };
}

/** Returns the data of a mutation, or an error. */
// biome-ignore lint/suspicious/noExplicitAny: the input is untyped; each mutation reads what it needs.
type Mutation = (input: any, call: Pick<ApiCall, 'state' | 'token'>) => { data: unknown } | Problem;

/** The repository, if the token may write its contents. */
function findWritable(fullName: string, state: GitHubState, token: Token): Repository | Problem {
  const repository = state.repositories.get(fullName);
  if (repository === undefined || !token.repositories.includes(fullName))
    return { type: 'NOT_FOUND', message: `Could not resolve to a Repository with the name '${fullName}'.` };
  if (token.permissions.contents !== 'write')
    return { type: 'FORBIDDEN', message: 'Resource not accessible by integration' };
  if (repository.archived) return { type: 'FORBIDDEN', message: 'Repository was archived so is read-only.' };
  return repository;
}

const createCommitOnBranch: Mutation = (input, { state, token }) => {
  const { repositoryNameWithOwner, branchName } = input.branch;
  const repository = findWritable(repositoryNameWithOwner, state, token);
  if ('message' in repository) return repository;
  const head = getHead(repository, branchName);
  if (head === null) return { type: 'NOT_FOUND', message: `Branch ${branchName} not found` };
  if (head.sha !== input.expectedHeadOid)
    return {
      type: 'STALE_DATA',
      message: `Expected branch to point to "${input.expectedHeadOid}" but it did not.  Pull and try again.`,
    };
  if (repository.protected_branches.has(branchName))
    return {
      type: 'UNPROCESSABLE',
      message: 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n',
    };
  const additions = (input.fileChanges.additions as { path: string; contents: string }[]).map(({ path, contents }) => [
    path,
    Buffer.from(contents, 'base64'),
  ]);
  const deletions = ((input.fileChanges.deletions ?? []) as { path: string }[]).map(({ path }) => path);
  if (deletions.some((path) => head.files[path] === undefined))
    return { type: 'NOT_FOUND', message: 'A path was requested for deletion which does not exist' };
  const { headline, body } = input.message;
  const message = body === undefined ? headline : `${headline}\n\n${body}`;
  const commit = addCommit(repository, branchName, message, Object.fromEntries(additions), deletions);
  return { data: { commit: { oid: commit.sha } } };
};

interface RefUpdate {
  name: string;
  beforeOid: string;
  afterOid: string;
  force: boolean;
}

const updateRefs: Mutation = (input, { state, token }) => {
  const repository = findWritable(String(input.repositoryId).replace(/^R_/, ''), state, token);
  if ('message' in repository) return repository;
  for (const { name, beforeOid, afterOid, force } of input.refUpdates as RefUpdate[]) {
    if (repository.refs.get(name) !== beforeOid)
      return { type: 'UNPROCESSABLE', message: `${name} is at ${repository.refs.get(name)} but expected ${beforeOid}` };
    if (repository.has_linear_pushes)
      return {
        type: 'UNPROCESSABLE',
        message: 'Repository rule violations found\n\nCannot force-push to this branch\n\n',
      };
    if (!force || !repository.commits.has(afterOid))
      return { type: 'UNPROCESSABLE', message: 'Reference update failed' };
    repository.refs.set(name, afterOid);
  }
  return { data: { clientMutationId: null } };
};

const MUTATIONS: Record<string, Mutation> = { createCommitOnBranch, updateRefs };

/** The history of a commit, and its repository. */
function getHistory({ owner, repo, head }: Record<string, string>, { state }: ApiCall): unknown {
  const repository = state.repositories.get(`${owner}/${repo}`);
  const commit = repository?.commits.get(head ?? '');
  if (repository === undefined || commit === undefined) return null;
  let totalCount = 0;
  for (let at: string | undefined = commit.sha; at !== undefined; at = repository.commits.get(at)?.parents[0])
    totalCount += 1;
  return {
    id: `R_${owner}/${repo}`,
    defaultBranchRef: { name: repository.default_branch },
    object: { tree: { oid: storeTree(repository, commit.files) }, history: { totalCount } },
  };
}

function respond(call: ApiCall): ApiResponse {
  const { query, variables } = call.body;
  if (/^query \{ viewer \{ login \} \}$/.test(query))
    return { status: 200, body: { data: { viewer: { login: call.token.login } } } };
  if (/^query .*totalCount/s.test(query))
    return { status: 200, body: { data: { repository: getHistory(variables, call) } } };
  const name = Object.keys(MUTATIONS).find((known) => query.includes(`${known}(`)) ?? '';
  const mutation =
    name === 'createCommitOnBranch' && !call.state.has_create_commit_on_branch ? undefined : MUTATIONS[name];
  if (mutation === undefined) {
    const message = `Field '${name}' doesn't exist on type 'Mutation'`;
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input isn't a defined input type (on $input)`;
    const errors = [
      { path: ['mutation'], extensions: { code: 'variableRequiresValidType' }, message: type },
      { path: ['mutation', name], extensions: { code: 'undefinedField' }, message },
    ];
    return { status: 200, body: { errors } };
  }
  const result = mutation(variables.input, call);
  if ('data' in result) return { status: 200, body: { data: { [name]: result.data } } };
  return { status: 200, body: { data: { [name]: null }, errors: [{ ...result, path: [name] }] } };
}

// Each mutation checks the permissions, because its errors are those of GraphQL.
export const graphql: Route[] = [{ method: 'POST', path: '/graphql', permission: null, respond: respond }];
