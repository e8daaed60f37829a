/** What a step says to the runner: annotations, outputs, the job summary and the log, in the forms that it understands. */

import { randomUUID } from 'node:crypto';
import * as core from '@actions/core';
import { parseChoice } from '../cli/parse-options.ts';
import { createProcessIo } from '../cli/process-io.ts';
import { AppError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import type { Annotation } from '../report/annotations.ts';

/** An input that is `true` or `false`; null where it is not written. */
export function readFlag(name: string): boolean | null {
  const written = core.getInput(name);
  if (written === '') return null;
  return parseChoice(`the input ${name}`, written.toLowerCase(), ['true', 'false']) === 'true';
}

const ANNOTATE = { error: core.error, warning: core.warning, notice: core.notice };

export function annotate(annotations: readonly Annotation[], io: Io): void {
  for (const { level, message, title, file, line, column } of annotations) {
    ANNOTATE[level](io.mask(message), {
      title: io.mask(title),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { startLine: line }),
      ...(column !== undefined && { startColumn: column }),
    });
  }
}

/** Adds to the job summary, unless `summary: false` is written. `markdown` is made only where there is one. */
export async function writeSummary(markdown: () => string, io: Io): Promise<void> {
  if (core.getInput('summary').toLowerCase() === 'false' || !io.env.GITHUB_STEP_SUMMARY) return;
  const text = io.mask(markdown());
  await inRunnersFile('GITHUB_STEP_SUMMARY', 'the job summary', async () => {
    await core.summary.addRaw(text).write();
  });
}

/** Sets the outputs; one that is null has no value. */
export async function setOutputs(outputs: Readonly<Record<string, string | number | boolean | null>>): Promise<void> {
  await inRunnersFile('GITHUB_OUTPUT', 'the outputs', async () => {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value ?? '');
  });
}

/** Throws AppError for a file of the runner that is not there, or cannot be written. */
async function inRunnersFile(variable: string, what: string, write: () => Promise<void>): Promise<void> {
  await write().catch((cause: unknown) => {
    throw new AppError('runner-file-unwritable', `${what} could not be written to the file that ${variable} names`, {
      hint: 'The runner makes that file for each step. Look at the disk of the runner, and at what earlier steps of the job do to its files. All else of this step was done.',
      exitCode: 3,
      cause,
    });
  });
}

/**
 * The process's Io, whose texts the runner does not read as commands: names of certificates come from strangers,
 * and `::error::` in one of them must stay a name. Secrets are masked by us too, since the runner masks lines as
 * they were, not as they are escaped.
 */
export function createRunnerIo(): Io {
  const io = createProcessIo();
  const plain = (write: (text: string) => void) => (text: string) => {
    const token = randomUUID();
    write(`::stop-commands::${token}\n${text}${text.endsWith('\n') ? '' : '\n'}::${token}::\n`);
  };
  return { ...io, stdout: plain(io.stdout), stderr: plain(io.stderr), isTTY: { stdout: false, stderr: false } };
}

/** Whether it was done; if not, it is told why. */
export async function runOrReport(work: Promise<void>, io: Io): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    core.setFailed(io.mask(formatError(error).trimEnd()));
    return false;
  }
}
