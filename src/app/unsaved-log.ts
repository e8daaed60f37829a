/** Error messages for notifications that were sent but could not be recorded in the event log. */

import type { Report } from '../generated/report.ts';
import type { AppError } from '../lib/app-error.ts';
import { describeUnsavedLog, UNSAVED_DIGEST_NOTE } from '../report/format/labels.ts';

type Severity = 'error' | 'warning';

export function formatUnsavedLog(error: AppError, report: Report, severity: Severity = 'error'): string {
  return formatUnsaved(error, severity, 'the event log was NOT saved', describeUnsavedLog(report.summary));
}

export function formatUnrecordedDigest(error: AppError): string {
  return formatUnsaved(error, 'error', 'the digest was NOT recorded', UNSAVED_DIGEST_NOTE);
}

function formatUnsaved(
  { code, message, hint }: AppError,
  severity: Severity,
  title: string,
  consequence: string,
): string {
  const help = hint === undefined ? '' : `  = help: ${hint}\n`;
  return `certvigil: ${severity}[${code}]: ${title}: ${message}\n  ${consequence}\n${help}`;
}
