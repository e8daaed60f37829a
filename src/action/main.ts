/** Runs the action as a step of a workflow. */

import * as core from '@actions/core';
import { AppError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { reportCrashes } from '../lib/process/crashes.ts';
import type { HostProcess } from '../lib/process/process-io.ts';
import { renderMarkdown } from '../report/document/markdown.ts';
import { buildFailureDocument } from '../report/scan/document.ts';
import { runDigestStep } from './digest-step.ts';
import { runDiscoverStep } from './discover-step.ts';
import { readInputs } from './inputs.ts';
import { runObserveStep } from './observe-step.ts';
import { runOverviewStep } from './overview-step.ts';
import { createRunnerIo, runOrReport, startStepTrace, writeSummary } from './runner-io.ts';
import { runScanStep } from './scan-step.ts';
import { readTriggerEvent } from './trigger-event.ts';
import { runValidateStep } from './validate-step.ts';

/** Returns the exit code. */
export async function runAction(host: HostProcess = process): Promise<number> {
  const io = createRunnerIo(host);
  reportCrashes(io, host, (code) => process.exit(code));
  const stopTrace = startStepTrace(io);
  try {
    return await runStep(io);
  } catch (error) {
    core.setFailed(io.mask(formatError(error).trimEnd()));
    if (!(error instanceof AppError)) return 3;
    await runOrReport(
      writeSummary(() => renderMarkdown(buildFailureDocument(error)), io),
      io,
    );
    return error.exitCode;
  } finally {
    stopTrace();
  }
}

async function runStep(io: Io): Promise<number> {
  const event = readTriggerEvent(io.env);
  const inputs = readInputs(event);
  switch (inputs.command) {
    case 'scan':
      return runScanStep(inputs, event, io);
    case 'observe':
      return runObserveStep(inputs, event, io);
    case 'validate':
      return runValidateStep(inputs, event, io);
    case 'digest':
      return runDigestStep(inputs, event, io);
    case 'discover':
      return runDiscoverStep(inputs, event, io);
    case 'overview':
      return runOverviewStep(inputs, event, io);
  }
}
