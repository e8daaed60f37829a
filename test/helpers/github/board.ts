/** The issues of a repository of the fake GitHub. */

import type { Repository } from './state.ts';

export interface Comment {
  id: number;
  login: string;
  body: string;
}

export interface Issue {
  number: number;
  login: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  state_reason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  labels: string[];
  assignees: string[];
  milestone: number | null;
  locked: boolean;
  isPullRequest: boolean;
  comments: Comment[];
  /** Who closed it, and when; null: it was never closed. */
  closed: { by: string; at: string } | null;
  /** The step of the last change, for `sort=updated`. */
  updated: number;
}

export interface Board {
  /** False: issues are disabled in the repository. */
  enabled: boolean;
  issues: Map<number, Issue>;
  deleted: Set<number>;
  /** Transferred issues: number -> repository. */
  moved: Map<number, string>;
  /** Name -> color. */
  labels: Map<string, string>;
  milestones: { number: number; title: string; state: 'open' | 'closed' }[];
  /** Users that can be assigned. */
  members: Set<string>;
  steps: number;
  /** The highest number in lists, because lists may be stale. */
  highestListed: number;
}

const boards = new WeakMap<Repository, Board>();

export function getBoard(repository: Repository): Board {
  const board = boards.get(repository) ?? createBoard();
  boards.set(repository, board);
  return board;
}

function createBoard(): Board {
  return {
    enabled: true,
    issues: new Map(),
    deleted: new Set(),
    moved: new Map(),
    labels: new Map(),
    milestones: [],
    members: new Set(),
    steps: 0,
    highestListed: Number.POSITIVE_INFINITY,
  };
}

/** Opens an issue as a person or another tool. */
export function addIssue(board: Board, given: Partial<Issue> & Pick<Issue, 'login' | 'title'>): Issue {
  const number = Math.max(0, ...board.issues.keys(), ...board.deleted, ...board.moved.keys()) + 1;
  const issue: Issue = {
    number,
    body: '',
    state: 'open',
    state_reason: null,
    labels: [],
    assignees: [],
    milestone: null,
    locked: false,
    isPullRequest: false,
    comments: [],
    closed: null,
    updated: 0,
    ...given,
  };
  board.issues.set(number, issue);
  touch(board, issue);
  return issue;
}

export function touch(board: Board, issue: Issue): void {
  board.steps += 1;
  issue.updated = board.steps;
}
