/** Prints the diagnostics of a manifest, and the line for a valid one. */

import type { Diagnostic, Manifest } from '../domain/index.ts';
import { escapeUnprintable } from '../lib/text/unprintable.ts';
import { formatDiagnostic } from '../manifest/diagnostics/diagnostic.ts';
import { formatCount } from '../report/format/labels.ts';

export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  write: (text: string) => void,
  color: boolean,
): void {
  for (const diagnostic of diagnostics) write(`${formatDiagnostic(diagnostic, color)}\n`);
}

/** Formats a number such as `2 errors`. */
export function countSeverity(diagnostics: readonly Diagnostic[], severity: Diagnostic['severity']): string {
  const count = diagnostics.filter((one) => one.severity === severity).length;
  return formatCount(count, severity);
}

export function formatValidManifest({ file, entries, rules, webhooks }: Manifest): string {
  const counts = [
    formatCount(entries.length, 'certificate'),
    formatCount(rules.length, 'rule'),
    formatCount(webhooks.length, 'webhook'),
  ];
  return `${escapeUnprintable(file)} is valid: ${counts.join(', ')}\n`;
}
