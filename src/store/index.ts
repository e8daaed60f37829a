/** Opens the event log where a manifest, the command line or the action says that it is. */

import path from 'node:path';
import type { Manifest, StoreKind } from '../domain/index.ts';
import { AppError } from '../lib/app-error.ts';
import type { GitHubAccess, Io } from '../lib/io.ts';
import { isCacheAvailable } from './actions-cache-client.ts';
import { createFileStore } from './file.ts';
import { resolveRepositoryPath } from './repository-path.ts';
import { openActionsResponseCache } from './response-cache/actions-cache.ts';
import { NO_CACHE, openFileResponseCache, type ResponseCache } from './response-cache/file.ts';
import type { Store } from './store.ts';

export type { Store } from './store.ts';

export interface StoreRequest {
  /** Absolute path of a file that is the log, whatever the manifest says; null: the manifest's log. */
  file: string | null;
  /** Kind that goes before the manifest's; null: the manifest's. */
  store: StoreKind | null;
}

type LogSettings = Pick<Manifest, 'root' | 'event_log'>;

/** The kind of store that a log has: contract section 4. */
export function resolveStoreKind(
  { event_log }: LogSettings,
  { file, store }: StoreRequest,
  { env }: Pick<Io, 'env'>,
): StoreKind {
  if (file !== null) return 'file';
  return store ?? event_log.store ?? (env.GITHUB_ACTIONS === 'true' ? 'commit' : 'file');
}

type Opener = (home: LogSettings, file: string, io: Io) => Promise<Store>;

const OPENERS = {
  file: async (_home, file) => createFileStore(file),
  commit: async ({ root, event_log }, file, io) => {
    const { createGitBranchStore: commitStore } = await import('./git-branch.ts');
    const inRepository = resolveRepositoryPath(file, root, io.env);
    return commitStore({ path: inRepository, branch: event_log.branch }, requireGitHubAccess(io), io);
  },
  cache: async ({ root }, file, io) => {
    const { createActionsCacheStore: cacheStore } = await import('./actions-cache.ts');
    return cacheStore(resolveRepositoryPath(file, root, io.env), io);
  },
} satisfies Record<StoreKind, Opener>;

/** Absolute path of the log in its store. */
export function resolveLogPath({ root, event_log }: LogSettings, { file }: Pick<StoreRequest, 'file'>): string {
  return file ?? path.resolve(root, event_log.path);
}

/** Nothing is read or reached yet. Throws AppError where the store needs what is not there. */
export async function openStore(home: LogSettings, request: StoreRequest, io: Io): Promise<Store> {
  const file = resolveLogPath(home, request);
  return OPENERS[resolveStoreKind(home, request, io)](home, file, io);
}

/**
 * What strangers said: beside an event log that is a file, else in the cache of GitHub Actions where that is within
 * reach. `readonly`: nothing is written.
 */
export function openResponseCache(
  home: LogSettings,
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
  const kept = openFileResponseCache(path.join(path.dirname(file), 'revocation'), io.now);
  return readonly ? { ...NO_CACHE, get: kept.get } : kept;
}

function requireGitHubAccess({ github, env }: Io): GitHubAccess {
  if (github !== null) return github;
  const { what, hint } = missingAccess(env);
  throw new AppError('github-access-missing', `the store commit needs ${what}`, { hint });
}

function missingAccess(env: Io['env']): { what: string; hint: string } {
  const elsewhere = 'or name a file with --event-log';
  if (!env.GITHUB_REPOSITORY?.includes('/')) {
    const hint = `Every runner sets it; from a shell, set it and GITHUB_TOKEN, ${elsewhere}.`;
    return { what: 'the name of a repository in GITHUB_REPOSITORY (owner/name)', hint };
  }
  const hint =
    'INPUT_TOKEN' in env
      ? 'The input token is empty, or is none. Leave it out, so that it is that of the run; where it comes from a secret, check the name of that.'
      : `Set GITHUB_TOKEN (in a workflow that of the run, github.token), ${elsewhere}.`;
  return { what: 'a token', hint };
}
