/** The state of the fake GitHub. */

import { createHash } from 'node:crypto';

export type Level = 'read' | 'write';

export interface Token {
  /** Its user, for example `github-actions[bot]`. */
  login: string;
  /** For example `{ contents: 'write' }`; every token has `metadata: read`. */
  permissions: Record<string, Level>;
  /** `owner/name` of the accessible repositories. */
  repositories: string[];
}

export interface Commit {
  sha: string;
  message: string;
  parents: string[];
  /** Path -> sha of the blob, for the whole tree. */
  files: Record<string, string>;
}

/** An artifact of a workflow run. */
export interface Artifact {
  id: number;
  name: string;
  /** The ZIP archive. */
  archive: Buffer;
  /** Default: the length of the archive. */
  size?: number;
  created_at: string;
  expired: boolean;
  run: { id: number; head_branch: string; head_repository_id: number };
}

export interface Repository {
  id: number;
  owner: string;
  name: string;
  topics: string[];
  fork: boolean;
  /** The last one is the newest. */
  artifacts: Artifact[];
  default_branch: string;
  private: boolean;
  /** The owner's choice; GitHub Enterprise also has `internal`, which is private for everybody else. */
  visibility: 'public' | 'internal' | 'private';
  archived: boolean;
  /** `refs/heads/main` -> sha of its commit. */
  refs: Map<string, string>;
  commits: Map<string, Commit>;
  /** sha -> files, as in a commit. */
  trees: Map<string, Record<string, string>>;
  blobs: Map<string, Buffer>;
  /** Branches that only pull requests may change, including future ones. */
  protected_branches: Set<string>;
  /** Whether a ruleset rejects force pushes to every branch. */
  has_linear_pushes: boolean;
  /** By file name in `.github/workflows`. `enabled` counts how often each was enabled; `runs` are the times of its scheduled runs. */
  workflows: Map<string, { state: 'active' | 'disabled_inactivity'; enabled: number; runs: string[] }>;
}

export interface GitHubState {
  /** By `owner/name`. */
  repositories: Map<string, Repository>;
  /** Old names -> new names. */
  renamed: Map<string, string>;
  tokens: Map<string, Token>;
  /** Shared by all tokens. `reset` is in seconds since the epoch. */
  rate: { limit: number; remaining: number; reset: number };
  /** False: an older GitHub Enterprise Server without this mutation. */
  has_create_commit_on_branch: boolean;
}

/** A repository with one commit on `main`. */
export function createRepository(fullName: string, { isPrivate = false } = {}): Repository {
  const [owner = '', name = ''] = fullName.split('/');
  const first: Commit = { sha: '1'.repeat(40), message: 'Initial commit', parents: [], files: {} };
  return {
    // Stable, because the tests compare requests.
    id: Number.parseInt(createHash('sha1').update(fullName).digest('hex').slice(0, 8), 16),
    owner,
    name,
    topics: [],
    fork: false,
    artifacts: [],
    default_branch: 'main',
    private: isPrivate,
    visibility: isPrivate ? 'private' : 'public',
    archived: false,
    refs: new Map([['refs/heads/main', first.sha]]),
    commits: new Map([[first.sha, first]]),
    trees: new Map(),
    blobs: new Map(),
    protected_branches: new Set(),
    has_linear_pushes: false,
    workflows: new Map([['certvigil-scan.yml', { state: 'active', enabled: 0, runs: [] }]]),
  };
}
