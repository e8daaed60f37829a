/** Prints the diagnostics of a manifest, and the line for a valid one. */

import type { Diagnostic, Manifest } from '../domain/index.ts';
import { formatDiagnostic } from '../manifest/diagnostics/diagnostic.ts';

export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  write: (text: string) => void,
  color: boolean,
): void {
  for (const diagnostic of diagnostics) write(`${formatDiagnostic(diagnostic, color)}\n`);
}

/** Such as `2 errors`. */
export function countSeverity(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): string {
  const count = diagnostics.filter((one) => one.severity === severity).length;
  return `${count} ${severity}${count === 1 ? '' : 's'}`;
}

export function formatValidManifest({ file, entries, rules, webhooks }: Manifest): string {
  return `${file}: valid; certificates: ${entries.length}, rules: ${rules.length}, webhooks: ${webhooks.length}\n`;
}
