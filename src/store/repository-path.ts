import { pathFromTop, repositoryTop } from '../lib/files/repository-path.ts';
import { storeError } from './failures.ts';

/** Where the log's file stands in its repository. Throws AppError for one that lies outside. */
export function pathInRepository(file: string, root: string, env: Parameters<typeof repositoryTop>[1]): string {
  const top = repositoryTop(root, env);
  const path = pathFromTop(file, top);
  if (path.startsWith('..') || path.startsWith('/') || /^[A-Za-z]:/.test(path))
    throw storeError('event-log-outside-repository', file, `it lies outside of the repository in ${top}`);
  return path;
}
