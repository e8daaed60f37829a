/** The URL of the repository that a scan runs for, for links in messages. */

import type { EventData } from '../domain/index.ts';

/**
 * Returns the URL of the run, up to the name of the repository, because the server may be installed below a path. Returns null if the scan
 * is not a workflow run.
 */
export function findRepositoryUrl({ repository, run_url }: Pick<EventData, 'repository' | 'run_url'>): string | null {
  if (repository === null || run_url === null) return null;
  const at = run_url.lastIndexOf(`/${repository}/actions/runs/`);
  return at < 0 ? null : run_url.slice(0, at + 1 + repository.length);
}
