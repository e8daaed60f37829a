/** Adapts output to the terminal: colors, width and progress. */

import type { ReportCoverage } from '../../generated/report.ts';
import { ERASE_LINE, type Io } from '../../lib/io.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';
import { isCovered } from '../../report/coverage/index.ts';
import { formatCount, formatNumber } from '../../report/format/labels.ts';
import { truncateToWidth } from '../../report/format/terminal-text.ts';
import type { OnProgress, Progress } from '../../scan/progress.ts';

/** Output is colored only on a terminal, and never if NO_COLOR is set. */
export function isColored(io: Io, stream: 'stdout' | 'stderr'): boolean {
  return io.isTTY[stream] && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
}

/** Tables fit the terminal. In a pipe they are not truncated, so that names can be searched for. */
export function getTableLayout(io: Io): { color: boolean; columns: number } {
  return { color: isColored(io, 'stdout'), columns: io.isTTY.stdout ? io.columns : Number.POSITIVE_INFINITY };
}

/** The minimum interval between updates of the progress line, and the minimum duration of a read to be named, in milliseconds. */
const PROGRESS_INTERVAL = 200;
const SLOW = 2000;

/** Creates a progress line on standard error, with the slowest server; only on a terminal. It is updated even while no read finishes. */
export function createProgress(quiet: boolean, io: Io): OnProgress | undefined {
  if (quiet || !io.isTTY.stderr) return undefined;
  let printedAt = 0;
  let timer: NodeJS.Timeout | null = null;
  let latest: Progress = { done: 0, total: 0, findSlowest: () => null };
  const print = () => {
    printedAt = io.now();
    io.stderr(`${ERASE_LINE}${truncateToWidth(formatProgress(latest, io.now()), io.columns - 1)}`);
  };
  return (progress) => {
    latest = progress;
    timer ??= setInterval(print, 1000).unref();
    if (progress.done < progress.total) {
      if (io.now() - printedAt >= PROGRESS_INTERVAL) print();
      return;
    }
    clearInterval(timer);
    timer = null;
    io.stderr(ERASE_LINE);
  };
}

/** Formats a line such as `Reading 34 of 120 sources, slowest: db.example.com:5432 (8 s)` */
export function formatProgress({ done, total, findSlowest }: Progress, now: number): string {
  const slowest = findSlowest();
  const isSlow = slowest !== null && now - slowest.since >= SLOW;
  const waiting = isSlow
    ? `, slowest: ${escapeUnprintable(slowest.name)} (${Math.floor((now - slowest.since) / 1000)} s)`
    : '';
  return `Reading ${formatNumber(done)} of ${formatCount(total, 'source')}${waiting}`;
}

/** With `--now`, revocation is still checked for the current time, because CAs only publish the current status. */
export function printRevocationTime(now: number | null, isChecked: boolean, io: Io): void {
  if (now !== null && isChecked) io.stderr('Revocation was checked for the current time, not for --now.\n');
}

/** Prints the coverage line on standard error if coverage is incomplete and standard output does not show it. */
export function printIncompleteCoverage(
  coverage: ReportCoverage,
  { format, quiet }: { format: string; quiet: boolean },
  io: Io,
): void {
  if (!isCovered(coverage) && (quiet || format !== 'text'))
    io.stderr(`certvigil: ${escapeUnprintable(coverage.text)}\n`);
}

/** Prints problems that do not fail the command. */
export function printWarnings(problems: readonly { code: string; detail: string }[], io: Io): void {
  for (const { code, detail } of problems) io.stderr(`certvigil: warning[${code}]: ${escapeUnprintable(detail)}\n`);
}
