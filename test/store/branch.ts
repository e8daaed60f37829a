/** A fake GitHub with an event log on a branch. */

import { AppError } from '../../src/lib/app-error.ts';
import { createGitBranchStore } from '../../src/store/git-branch.ts';
import type { Store } from '../../src/store/store.ts';
import { addCommit, getHead } from '../helpers/github/git.ts';
import { type FakeGitHub, getRepository, REPOSITORY, startGitHub, TOKEN } from '../helpers/github/server.ts';
import type { Commit } from '../helpers/github/state.ts';
import { type TextStore, toTextStore } from './text-store.ts';

export const BRANCH = 'certvigil-state';
export const PATH = '.certvigil/event-log.json';

interface Opening {
  branch?: string;
  max_commits?: number | null;
  /** Runs during each wait. */
  meanwhile?: () => Promise<unknown>;
}

export interface BranchFixture {
  github: FakeGitHub;
  /** The requested delays, in milliseconds. The test does not wait. */
  waits: number[];
  open: (opening?: Opening) => TextStore;
  /** A store of a log with parts. */
  openSet: (opening?: Opening) => Store;
  /** Saves like a scan: adds a line, once. */
  add: (line: string, opening?: Opening) => Promise<'saved' | 'unchanged'>;
  /** Commits a file directly. */
  commit: (branch: string, path: string, bytes: Buffer) => void;
  /** Removes a file directly. */
  remove: (branch: string, path: string) => void;
  /** The commits of a branch, newest first. */
  history: (branch?: string) => Commit[];
  /** The log in each commit of a branch, newest first. */
  texts: (branch?: string) => (string | undefined)[];
}

export async function startBranchFixture(): Promise<BranchFixture> {
  const github = await startGitHub();
  const waits: number[] = [];
  let now = Date.parse('2031-03-10T12:00:00Z');
  const openSet = ({ branch = BRANCH, max_commits = null, meanwhile = async () => {} }: Opening = {}) => {
    const io = {
      env: {},
      now: () => now,
      sleep: async (milliseconds: number) => {
        waits.push(milliseconds);
        now += milliseconds;
        await meanwhile();
      },
    };
    return createGitBranchStore(
      { path: PATH, branch, max_commits },
      { token: TOKEN, repository: REPOSITORY, api_url: github.api_url },
      io,
    );
  };
  const open = (opening?: Opening) => toTextStore(openSet(opening));
  const history = (branch = BRANCH) => {
    const { commits } = getRepository(github);
    const found: Commit[] = [];
    let at = getHead(getRepository(github), branch) ?? undefined;
    for (; at !== undefined; at = commits.get(at.parents[0] ?? '')) found.push(at);
    return found;
  };
  const formatCommit = ({ files }: Commit) =>
    getRepository(github)
      .blobs.get(files[PATH] ?? '')
      ?.toString();
  return {
    github,
    waits,
    open,
    openSet,
    add: (line, opening) => open(opening).save(adding(line), () => `certvigil: ${line}`),
    commit: (branch, path, bytes) => void addCommit(getRepository(github), branch, 'manual', { [path]: bytes }),
    remove: (branch, path) => void addCommit(getRepository(github), branch, 'manual', {}, [path]),
    history,
    texts: (branch) => history(branch).map(formatCommit),
  };
}

function adding(line: string): (current: string | null) => string {
  return (current) => [...new Set([...(current ?? '').split('\n').filter(Boolean), line])].sort().join('\n');
}

/** Returns the AppError of the work. Rethrows any other error. */
export async function catchAppError(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => new Error('it worked'),
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}
