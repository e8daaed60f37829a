/** Opens the store of the event log that the manifest, the command line or the action selects. */

import path from 'node:path';
import type { Manifest, ProxyPolicy, StoreKind } from '../domain/index.ts';
import { AppError } from '../lib/app-error.ts';
import { resolveRepositoryRoot, toRepositoryPath } from '../lib/files/repository-path.ts';
import { leadsOutside, resolveWorkspace } from '../lib/files/workspace-boundary.ts';
import type { GitHubAccess, Io } from '../lib/io.ts';
import { createActionsCacheStore } from './actions-cache.ts';
import { isCacheAvailable } from './actions-cache-client.ts';
import { createStoreError } from './failures.ts';
import { createFileStore } from './file.ts';
import { createGitBranchStore } from './git-branch.ts';
import { openActionsResponseCache } from './response-cache/actions-cache.ts';
import { NO_CACHE, openFileResponseCache, type ResponseCache } from './response-cache/file.ts';
import type { Store } from './store.ts';

export type { Store } from './store.ts';

export interface StoreRequest {
  /** Absolute path of a log file that overrides the manifest; null: use the manifest's. */
  file: string | null;
  /** Kind of store that overrides the manifest; null: use the manifest's. */
  store: StoreKind | null;
}

/** The settings of the manifest for its event log. */
export interface LogSettings extends Pick<Manifest, 'root' | 'event_log'> {
  /** The proxies to GitHub; null: those of the environment. */
  proxy: ProxyPolicy | null;
}

/** The kind of store. Default: `commit` in GitHub Actions, `file` elsewhere. */
export function resolveStoreKind(
  { event_log }: Pick<LogSettings, 'event_log'>,
  { file, store }: StoreRequest,
  { env }: Pick<Io, 'env'>,
): StoreKind {
  if (file !== null) return 'file';
  return store ?? event_log.store ?? (env.GITHUB_ACTIONS === 'true' ? 'commit' : 'file');
}

type Opener = (home: LogSettings, file: string, io: Io) => Promise<Store>;

/** `file` is absolute. Throws AppError if a link leads it out of the workspace that contains the directory `root`. */
export function openFileStore(file: string, root: string, { env, stderr }: Pick<Io, 'env' | 'stderr'>): Store {
  if (leadsOutside(file, resolveWorkspace(root, env)))
    throw createStoreError('event-log-outside-workspace', file, 'a symbolic link leads out of the workspace');
  const onWait = (owner: string) => stderr(`certvigil: waiting for ${file}, which another run is using (${owner})\n`);
  return createFileStore(file, { onWait });
}

const OPENERS = {
  file: async ({ root }, file, io) => openFileStore(file, root, io),
  commit: async ({ root, event_log, proxy }, file, io) => {
    const inRepository = resolveRepositoryPath(file, root, io.env);
    return createGitBranchStore(
      { path: inRepository, branch: event_log.branch, max_commits: event_log.max_commits },
      requireGitHubAccess(io),
      io,
      proxy ?? undefined,
    );
  },
  cache: async ({ root }, file, io) => {
    return createActionsCacheStore(resolveRepositoryPath(file, root, io.env), io);
  },
} satisfies Record<StoreKind, Opener>;

/** Absolute path of the log in its store. */
export function resolveLogPath(
  { root, event_log }: Pick<LogSettings, 'root' | 'event_log'>,
  { file }: Pick<StoreRequest, 'file'>,
): string {
  return file ?? path.resolve(root, event_log.path);
}

/** The path of the log relative to the root of its repository. Throws AppError if it is outside. */
export function resolveRepositoryPath(file: string, root: string, env: Io['env']): string {
  const top = resolveRepositoryRoot(root, env);
  const relative = toRepositoryPath(file, top);
  if (relative.startsWith('..') || path.isAbsolute(relative) || /^[A-Za-z]:/.test(relative)) {
    throw createStoreError('event-log-outside-repository', file, `it is outside the repository in ${top}`);
  }
  return relative;
}

/** Does not read anything yet. Throws AppError if the store is not available. */
export async function openStore(home: LogSettings, request: StoreRequest, io: Io): Promise<Store> {
  const file = resolveLogPath(home, request);
  const open: Opener = OPENERS[resolveStoreKind(home, request, io)];
  return open(home, file, io);
}

/**
 * The cache of CRLs, OCSP responses and intermediates: next to an event log that is a file, otherwise in the GitHub Actions cache if that
 * is available. A `readonly` cache is never written.
 */
export function openResponseCache(
  home: Pick<LogSettings, 'root' | 'event_log'>,
  request: StoreRequest & { readonly: boolean },
  io: Io,
): ResponseCache {
  const { readonly } = request;
  const file = resolveLogPath(home, request);
  if (resolveStoreKind(home, request, io) !== 'file') {
    return isCacheAvailable(io.env)
      ? openActionsResponseCache(path.relative(home.root, file), { readonly }, io)
      : NO_CACHE;
  }
  const directory = path.join(path.dirname(file), 'revocation');
  if (leadsOutside(directory, resolveWorkspace(home.root, io.env))) return NO_CACHE;
  const cache = openFileResponseCache(directory, io.now);
  return readonly ? { ...NO_CACHE, get: cache.get } : cache;
}

function requireGitHubAccess({ github, env }: Io): GitHubAccess {
  if (github !== null) return github;
  const { what, hint } = missingAccess(env);
  throw new AppError('github-access-missing', `store: commit needs ${what}`, { hint });
}

function missingAccess(env: Io['env']): { what: string; hint: string } {
  const alternative = 'or use a file with --event-log';
  const { GITHUB_REPOSITORY: repository } = env;
  if (repository && !repository.includes('/')) {
    return { what: 'a repository', hint: `GITHUB_REPOSITORY is "${repository}". Use owner/name.` };
  }
  if (!repository?.includes('/')) {
    const hint = `Runners set it. In a shell, set it and GITHUB_TOKEN, ${alternative}.`;
    return { what: 'the repository in GITHUB_REPOSITORY (owner/name)', hint };
  }
  const hint =
    'INPUT_TOKEN' in env
      ? 'The input `token` is empty. Remove it to use the token of the run, or check the name of the secret that it comes from.'
      : `Set GITHUB_TOKEN (in a workflow, to github.token), ${alternative}.`;
  return { what: 'a token', hint };
}
