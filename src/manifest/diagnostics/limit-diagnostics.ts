/** Sorts diagnostics and limits their number. */

import type { Diagnostic } from '../../domain/index.ts';
import { compareText } from '../../lib/collections.ts';
import { createDiagnostic } from './diagnostic.ts';

/** Many diagnostics often have the same cause, so more would not help. */
const MAX_REPORTED = 200;

/**
 * Sorts by position, removes duplicates, and keeps at most MAX_REPORTED, errors first. The others are counted in a
 * diagnostic at the position of the first of them.
 */
export function limitDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const all = sortDiagnostics(diagnostics);
  if (all.length <= MAX_REPORTED) return all;
  const bySeverity = (['error', 'warning', 'notice'] as const).flatMap((severity) =>
    all.filter((one) => one.severity === severity),
  );
  const reported = new Set(bySeverity.slice(0, MAX_REPORTED));
  const others = all.filter((one) => !reported.has(one));
  const [first] = others;
  if (first === undefined) return all;
  const errors = others.filter(({ severity }) => severity === 'error').length;
  const rest = createDiagnostic('more-problems', first, errors, others.length - errors);
  return [...all.filter((one) => reported.has(one)), rest];
}

/** Sorts by position and removes duplicates: values in `defaults` or behind an alias are checked several times. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const toKey = ({ file, line, column, code, message }: Diagnostic) =>
    JSON.stringify([file, line, column, code, message]);
  const distinct = new Map(diagnostics.toReversed().map((one) => [toKey(one), one]));
  return [...distinct.values()]
    .reverse()
    .sort(
      (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code),
    );
}
