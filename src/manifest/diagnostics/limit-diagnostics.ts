/** How many problems of a manifest are told at once. */

import type { Diagnostic } from '../../domain/index.ts';
import { compareText } from '../../lib/collections.ts';
import { createDiagnostic } from './diagnostic.ts';

/** More than anyone mends before looking again; what is wrong with a thousand entries is mostly one mistake. */
const MAX_REPORTED = 200;

/**
 * In the order of the files' text, each once, and where they are very many as many as can be read, errors before warnings: the others
 * are counted, at the place of the first of them.
 */
export function limitDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const all = distinct(diagnostics).sort(byPosition);
  if (all.length <= MAX_REPORTED) return all;
  const bySeverity = (['error', 'warning', 'notice'] as const).flatMap((one) =>
    all.filter(({ severity }) => severity === one),
  );
  const told = new Set(bySeverity.slice(0, MAX_REPORTED));
  const others = all.filter((one) => !told.has(one));
  const [first] = others;
  if (first === undefined) return all;
  const errors = others.filter(({ severity }) => severity === 'error').length;
  return [
    ...all.filter((one) => told.has(one)),
    createDiagnostic('more-problems', first, errors, others.length - errors),
  ];
}

/** What stands behind an alias is found as often as it is named. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const keyOf = ({ file, line, column, code, message }: Diagnostic) =>
    JSON.stringify([file, line, column, code, message]);
  return [...new Map(diagnostics.toReversed().map((one) => [keyOf(one), one])).values()].reverse();
}

function byPosition(a: Diagnostic, b: Diagnostic): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}
