/** What certvigil says of an entry, in the words of the table in docs/comparison.md. */

import type { Report } from '../../../src/generated/report.ts';

type Row = Report['certificates'][number];

export interface Outcome {
  /** Whether somebody is told to act. */
  alarm: boolean;
  words: string;
}

/** Of several certificates of an entry each is told, once. */
export function describeOutcome(rows: readonly Row[]): Outcome {
  const said = rows.map(describeRow);
  return {
    alarm: said.length === 0 || said.some(({ alarm }) => alarm),
    words: [...new Set(said.map(({ words }) => words))].sort().join('; '),
  };
}

function describeRow({ status, error, trust, limited_by, findings }: Row): Outcome {
  if (error !== null) return { alarm: true, words: error.code };
  const reasons = trust?.reasons ?? [];
  const notes = trust?.notes.map(({ code }) => code) ?? [];
  const isEarly = status === 'not_yet_valid' || reasons.includes('not-yet-valid');
  // What the times explain is said once.
  const others = reasons.filter((reason) => reason !== 'path-expired' && reason !== 'not-yet-valid');
  const found = findings.filter(({ event, severity }) => event !== 'certificate.untrusted' && severity !== 'info');
  const causes = [
    ...(status === 'expired' ? ['expired'] : []),
    ...(isEarly ? ['not-yet-valid'] : []),
    ...others,
    ...found.map(({ code }) => code),
  ];
  const words = causes.length === 0 ? status : causes.join(' + ');
  // Which certificate it is that ends first matters where its end does.
  const isOfEnd = ['expired', 'critical', 'warning'].includes(words);
  const by = isOfEnd && limited_by !== null ? ` by ${limited_by.subject}` : '';
  return { alarm: words !== 'ok', words: `${words}${by}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}` };
}
