/** The visibility of repositories, on which it depends which of them can use the central workflows. */

import { createRepositoryFailure } from './failures.ts';
import type { Visibility } from './list-repositories.ts';
import type { RepositoryReading } from './read-repository.ts';

/** From the least to the most visible. */
const ORDER: readonly Visibility[] = ['private', 'internal', 'public'];

/**
 * Whether a repository can use the actions and reusable workflows of another one, the host: only if the host is at least as visible
 * (docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations#access-to-reusable-workflows).
 */
function canUseWorkflows(caller: Visibility, host: Visibility): boolean {
  return ORDER.indexOf(host) >= ORDER.indexOf(caller);
}

/** Names the visibility as the cause if a repository that cannot use the central workflows has no report. */
export function explainByVisibility(
  reading: RepositoryReading,
  central: string,
  visibilities: ReadonlyMap<string, Visibility>,
): RepositoryReading {
  const { full_name } = reading.repository;
  const [caller, host] = [visibilities.get(full_name), visibilities.get(central)];
  const hasNone = reading.state === 'no_manifest' || reading.state === 'not_scanned';
  if (!hasNone || caller === undefined || host === undefined || canUseWorkflows(caller, host)) return reading;
  return { ...reading, error: createRepositoryFailure('repository-visibility', full_name, caller, central, host) };
}
