/** The words of all answers: `good`, `revoked` with its reason and date, `unchecked`, and `none` without a source. */

import type { RevocationDetails } from '../../../src/domain/index.ts';

/** What one source says: its word with the details, and its thisUpdate in milliseconds. */
export type SourceAnswer = [answer: string, this_update: number];

const GOOD = 'good';
export const UNCHECKED = 'unchecked';
export const NONE = 'none';

export function formatRevoked({ reason, revoked_at }: RevocationDetails): string {
  return `revoked ${reason ?? '-'} ${revoked_at}`;
}

const DAY_MS = 86_400_000;

/** Combines what the sources of a certificate say as docs/concepts/trust.md does: they are asked until one says revoked, or lately good. */
export function combineAnswers(answers: readonly SourceAnswer[], now: number): string {
  if (answers.length === 0) return NONE;
  const decisive = answers.findIndex(
    ([answer, at]) => answer.startsWith('revoked') || (answer === GOOD && now - at < DAY_MS),
  );
  const asked = decisive < 0 ? answers : answers.slice(0, decisive + 1);
  const [last = UNCHECKED] = asked.at(-1) ?? [];
  if (decisive >= 0) return last;
  return asked.some(([answer]) => answer === GOOD) ? GOOD : UNCHECKED;
}
