import { access } from 'node:fs/promises';
import path from 'node:path';
import { storeError } from './failures.ts';

/**
 * Where a file stands in its repository: from the nearest folder above that git knows, or else from the workflow's.
 * Throws AppError for one that lies outside.
 */
export async function pathInRepository(file: string, root: string, workspace: string | undefined): Promise<string> {
  const top = (await repositoryAbove(root)) ?? workspace ?? root;
  const relative = path.relative(top, file);
  if (relative.startsWith('..') || path.isAbsolute(relative))
    throw storeError('event-log-outside-repository', file, `it lies outside of the repository in ${top}`);
  return relative.split(path.sep).join('/');
}

async function repositoryAbove(folder: string): Promise<string | null> {
  const isTop = await access(path.join(folder, '.git')).then(
    () => true,
    () => false,
  );
  if (isTop) return folder;
  const above = path.dirname(folder);
  return above === folder ? null : repositoryAbove(above);
}
