import { resolveRepositoryRoot, toRepositoryPath } from '../lib/files/repository-path.ts';
import { createStoreError } from './failures.ts';

/** Where the log's file stands in its repository. Throws AppError for one that lies outside. */
export function resolveRepositoryPath(
  file: string,
  root: string,
  env: Parameters<typeof resolveRepositoryRoot>[1],
): string {
  const top = resolveRepositoryRoot(root, env);
  const path = toRepositoryPath(file, top);
  if (path.startsWith('..') || path.startsWith('/') || /^[A-Za-z]:/.test(path))
    throw createStoreError('event-log-outside-repository', file, `it lies outside of the repository in ${top}`);
  return path;
}
