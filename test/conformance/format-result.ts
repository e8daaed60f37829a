/** Formats the result of a suite for a terminal. */

import type { SuiteResult } from './run-suite.ts';
import type { Difference } from './suite.ts';

/** Returns a line for the suite, one for each difference with its reason and source, and the one that nothing explains. */
export function formatResult(
  { differences }: { differences: readonly Omit<Difference<never>, 'covers'>[] },
  { room, seed, oracles, cases, agreements, answers, explained, unexplained }: SuiteResult,
): string {
  const lines = differences.flatMap(({ name, reason, source }) =>
    explained[name] === undefined ? [] : [`  ${explained[name]}  ${name}: ${reason} (${source})`],
  );
  const open =
    unexplained === null
      ? []
      : [
          `  NOT EXPLAINED: ${unexplained.oracle} says ${quote(unexplained.theirs)}, we say ${quote(unexplained.ours)}`,
          `  ${JSON.stringify(unexplained.one)}`,
        ];
  const kinds = Object.entries(answers).map(([kind, times]) => `${times} ${kind}`);
  const head = `${room}: ${cases} cases of seed ${seed} (${kinds.join(', ')}), ${agreements} answered like ${oracles.join(' and ')}`;
  return `${[head, ...lines, ...open].join('\n')}\n`;
}

const quote = (text: string) => JSON.stringify(text);
