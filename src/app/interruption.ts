/** The error with which an interrupted scan or digest ends, once the event log is saved. */

import type { Receipt } from '../domain/index.ts';
import { AppError } from '../lib/app-error.ts';
import { getInterruption } from '../lib/process/interruption.ts';

interface InterruptedRun {
  receipts: readonly Receipt[];
  /** Whether the run was meant to be recorded. */
  recorded: boolean;
  /** The error of saving the event log, or null. */
  unsaved: AppError | null;
  /** The coverage line of a scan; absent for a digest. */
  coverage?: string;
}

/** Throws AppError `interrupted` if the process got a signal during the run. Its exit code is 128 + the number of the signal. */
export function throwIfInterrupted(interrupted: AbortSignal, run: InterruptedRun): void {
  const interruption = getInterruption(interrupted);
  if (interruption === null) return;
  const { signal, exitCode } = interruption;
  const sent = run.receipts.filter(({ status }) => status === 'sent').length;
  const message = `${signal} interrupted the run: ${sent} of ${run.receipts.length} due notifications were sent`;
  throw new AppError('interrupted', message, {
    hint: [describeRecord(run, sent), ...(run.coverage ? [run.coverage] : [])].join(' '),
    exitCode,
    cause: run.unsaved,
  });
}

function describeRecord({ recorded, unsaved }: InterruptedRun, sent: number): string {
  if (unsaved !== null) {
    const repeated = sent > 0 ? ' The next run sends these again.' : '';
    return `This is NOT recorded (${unsaved.code}): ${unsaved.message}.${repeated}`;
  }
  return recorded ? 'This is recorded in the event log, and the next run sends the rest.' : 'Nothing was recorded.';
}
