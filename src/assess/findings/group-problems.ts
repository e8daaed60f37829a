/** Groups what several locations of an entry have in common: one finding for each kind of problem, instead of one for each location. */

import type { Finding, FindingName, LiveLocation } from '../../domain/index.ts';
import { groupBy } from '../../lib/collections.ts';

/** A problem of one location. */
export type Problem = Pick<Finding, 'qualifier' | 'severity' | 'code' | 'detail'>;

/** Groups problems by qualifier. A finding has the text of its first critical problem, or of its first one. */
export function groupProblems(
  event: FindingName,
  locations: readonly LiveLocation[],
  listProblems: (location: LiveLocation) => readonly Problem[],
): Finding[] {
  const found = locations.flatMap((at) => listProblems(at).map((problem) => ({ ...problem, location: at.location })));
  return [...groupBy(found, ({ qualifier }) => qualifier).values()].flatMap((some): Finding[] => {
    const worst = some.find(({ severity }) => severity === 'critical') ?? some[0];
    if (worst === undefined) return [];
    const { location: _, ...problem } = worst;
    return [{ event, ...problem, locations: some.map(({ location }) => location) }];
  });
}
