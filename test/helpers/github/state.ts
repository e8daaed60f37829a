/** What the fake GitHub holds. */

export type Level = 'read' | 'write';

export interface Token {
  /** Whom it stands for: `github-actions[bot]`. */
  login: string;
  /** Such as `{ contents: 'write' }`; `metadata: read` comes with every token. */
  permissions: Record<string, Level>;
  /** `owner/name` of the repositories that it reaches. */
  repositories: string[];
}

export interface Commit {
  sha: string;
  message: string;
  parents: string[];
  /** Path -> sha of its blob: a tree as a whole, however deep. */
  files: Record<string, string>;
}

export interface Repository {
  owner: string;
  name: string;
  default_branch: string;
  private: boolean;
  archived: boolean;
  /** `refs/heads/main` -> sha of its commit. */
  refs: Map<string, string>;
  commits: Map<string, Commit>;
  /** sha -> files, as in a commit. */
  trees: Map<string, Record<string, string>>;
  blobs: Map<string, Buffer>;
  /** Branches that only a pull request may change, also those that do not exist yet. */
  protected_branches: Set<string>;
  /** By the name of their file in `.github/workflows`. `enabled` counts how often each was switched on. */
  workflows: Map<string, { state: 'active' | 'disabled_inactivity'; enabled: number }>;
}

export interface GitHubState {
  /** By `owner/name`. */
  repositories: Map<string, Repository>;
  tokens: Map<string, Token>;
  /** For all tokens together. `reset` in seconds since the epoch. */
  rate: { limit: number; remaining: number; reset: number };
  /** False: an older GitHub Enterprise Server, which does not know the mutation. */
  has_create_commit_on_branch: boolean;
}

/** A repository with one commit on `main`, as it is when a workflow runs in it. */
export function createRepository(fullName: string, { isPrivate = false } = {}): Repository {
  const [owner = '', name = ''] = fullName.split('/');
  const first: Commit = { sha: '1'.repeat(40), message: 'Initial commit', parents: [], files: {} };
  return {
    owner,
    name,
    default_branch: 'main',
    private: isPrivate,
    archived: false,
    refs: new Map([['refs/heads/main', first.sha]]),
    commits: new Map([[first.sha, first]]),
    trees: new Map(),
    blobs: new Map(),
    protected_branches: new Set(),
    workflows: new Map([['certvigil-scan.yml', { state: 'active', enabled: 0 }]]),
  };
}
