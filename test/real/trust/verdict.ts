/** Formats the result of certvigil for an entry as in the table of docs/comparison.md. */

import type { Report } from '../../../src/generated/report.ts';

type Row = Report['certificates'][number];

export interface Outcome {
  /** Whether someone must act. */
  alarm: boolean;
  words: string;
}

/** Lists the distinct results of all certificates of an entry. */
export function describeOutcome(rows: readonly Row[]): Outcome {
  const outcomes = rows.map(describeRow);
  return {
    alarm: outcomes.length === 0 || outcomes.some(({ alarm }) => alarm),
    words: [...new Set(outcomes.map(({ words }) => words))].sort().join('; '),
  };
}

function describeRow({ status, error, trust, limited_by, findings }: Row): Outcome {
  if (error !== null) return { alarm: true, words: error.code };
  const reasons = trust?.reasons ?? [];
  const notes = trust?.notes.map(({ code }) => code) ?? [];
  const isEarly = status === 'not_yet_valid' || reasons.includes('not-yet-valid');
  // Reasons that the validity explains are not repeated.
  const others = reasons.filter((reason) => reason !== 'path-expired' && reason !== 'not-yet-valid');
  const found = findings.filter(({ event, severity }) => event !== 'certificate.untrusted' && severity !== 'info');
  const causes = [
    ...(status === 'expired' ? ['expired'] : []),
    ...(isEarly ? ['not-yet-valid'] : []),
    ...others,
    ...found.map(({ code }) => code),
  ];
  const words = causes.length === 0 ? status : causes.join(' + ');
  // The certificate that expires first matters if its expiry is the result.
  const isOfEnd = ['expired', 'critical', 'warning'].includes(words);
  const by = isOfEnd && limited_by !== null ? ` by ${limited_by.subject}` : '';
  return { alarm: words !== 'ok', words: `${words}${by}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}` };
}
