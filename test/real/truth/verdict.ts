/** What certvigil says of an entry, in the words of the table in docs/truth.md. */

import type { Report } from '../../../src/generated/report.ts';

type Row = Report['certificates'][number];

export interface Said {
  /** Whether somebody is told to act. */
  alarm: boolean;
  words: string;
}

/** Of several certificates of an entry each is told, once. */
export function saidOf(rows: readonly Row[]): Said {
  const said = rows.map(saidOfOne);
  return {
    alarm: said.length === 0 || said.some(({ alarm }) => alarm),
    words: [...new Set(said.map(({ words }) => words))].sort().join('; '),
  };
}

function saidOfOne({ status, error, trust, fingerprint_sha256 }: Row): Said {
  if (error !== null) return { alarm: true, words: error.code };
  const reasons = trust?.reasons ?? [];
  const notes = trust?.notes.map(({ code }) => code) ?? [];
  const limit = trust?.limited_by ?? null;
  const ended = status === 'expired' || reasons.includes('path-expired');
  const early = status === 'not_yet_valid' || reasons.includes('not-yet-valid');
  const others = reasons.filter((reason) => reason !== 'path-expired' && reason !== 'not-yet-valid');
  const causes = [...(ended ? ['expired'] : []), ...(early ? ['not-yet-valid'] : []), ...others];
  const words = causes.length === 0 ? status : causes.join(' + ');
  // Which certificate it is that ends first matters where its end does.
  const by = limit === null || limit.fingerprint_sha256 === fingerprint_sha256 || words === 'ok' || !endMatters(words);
  return {
    alarm: words !== 'ok',
    words: `${words}${by ? '' : ` by ${limit.subject}`}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`,
  };
}

function endMatters(words: string): boolean {
  return ['expired', 'critical', 'warning'].includes(words);
}
