/** How output looks on this terminal. */

import type { ReportCoverage } from '../../generated/report.ts';
import type { Io } from '../../lib/io.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { isCovered } from '../../report/coverage.ts';

/** Color only on a terminal, and never if NO_COLOR is set. */
export function isColored(io: Io, stream: 'stdout' | 'stderr'): boolean {
  return io.isTTY[stream] && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
}

/** Tables fit the terminal. In a pipe they are not truncated, so that names can be searched for. */
export function getTableLayout(io: Io): { color: boolean; columns: number } {
  return { color: isColored(io, 'stdout'), columns: io.isTTY.stdout ? io.columns : Number.POSITIVE_INFINITY };
}

/** A progress line on standard error; only on a terminal. */
export function createProgress(quiet: boolean, io: Io): ((done: number, total: number) => void) | undefined {
  if (quiet || !io.isTTY.stderr) return undefined;
  let printedAt = 0;
  return (done, total) => {
    const now = io.now();
    if (done < total && now - printedAt < 100) return;
    printedAt = now;
    io.stderr(done < total ? `\rReading ${done} of ${total} sources` : '\r\x1b[2K');
  };
}

/** With `--now`, revocation is still checked as of the current time, because a CA publishes its present status only. */
export function printRevocationTime(now: number | null, isChecked: boolean, io: Io): void {
  if (now !== null && isChecked) io.stderr('Revocation was checked as of the current time, not as of --now.\n');
}

/** The coverage line where a person sees it, if it is not true and the output on standard output does not show it. */
export function printUntrueCoverage(
  coverage: ReportCoverage,
  { format, quiet }: { format: string; quiet: boolean },
  io: Io,
): void {
  if (!isCovered(coverage) && (quiet || format !== 'text'))
    io.stderr(`certvigil: ${escapeUnprintable(coverage.text)}\n`);
}

/** Problems that do not fail the command. */
export function printWarnings(problems: readonly { code: string; detail: string }[], io: Io): void {
  for (const { code, detail } of problems) io.stderr(`certvigil: warning[${code}]: ${escapeUnprintable(detail)}\n`);
}
