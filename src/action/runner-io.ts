/** The interface to the runner: inputs, annotations, outputs, the job summary and the log. */

import { randomUUID } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import * as core from '@actions/core';
import type { Failure } from '../domain/index.ts';
import { AppError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { parseChoice } from '../lib/parse-choice.ts';
import { createProcessIo, type HostProcess } from '../lib/process/process-io.ts';
import { isTraceRequested, startTrace } from '../lib/trace/start-trace.ts';
import type { Annotation } from '../report/annotations.ts';

/** Reads an input that is `true` or `false`; returns null if it is not set. Throws AppError `usage` for other values. */
export function readFlag(name: string): boolean | null {
  const text = core.getInput(name);
  if (text === '') return null;
  return parseChoice(`the input ${name}`, text.toLowerCase(), ['true', 'false']) === 'true';
}

const ANNOTATE = { error: core.error, warning: core.warning, notice: core.notice };

/** Writes annotations, with secrets masked, to the log of the runner. */
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

/** Creates annotations for failures that do not fail the step. */
export function toWarnings(problems: readonly Failure[]): Annotation[] {
  return problems.map(({ code, detail }) => ({ level: 'warning', title: code, message: detail }));
}

/** Adds to the job summary, unless the input `summary` is `false`. `markdown` is only called if there is a summary. */
export async function writeSummary(markdown: () => string, io: Io): Promise<void> {
  if (core.getInput('summary').toLowerCase() === 'false' || !io.env.GITHUB_STEP_SUMMARY) return;
  const text = io.mask(markdown());
  await writeRunnerFile('GITHUB_STEP_SUMMARY', 'the job summary', async () => {
    await core.summary.addRaw(text).write();
  });
}

/** Sets the outputs; null becomes an empty value. */
export async function setOutputs(outputs: Readonly<Record<string, string | number | boolean | null>>): Promise<void> {
  await writeRunnerFile('GITHUB_OUTPUT', 'the outputs', async () => {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value ?? '');
  });
}

/** Resolves the path of a file that later steps can read, and that the runner deletes after the job. */
export function resolveJobFile(name: string, { env }: Io): string {
  return path.join(env.RUNNER_TEMP || os.tmpdir(), name);
}

/** Throws AppError `runner-file-unwritable`. */
async function writeRunnerFile(variable: string, what: string, write: () => Promise<void>): Promise<void> {
  await write().catch((cause: unknown) => {
    throw new AppError('runner-file-unwritable', `${what} could not be written to the file in ${variable}`, {
      hint: 'The runner creates this file for each step. Check the free disk space, and whether an earlier step changes the files of the runner. Everything else in this step is done.',
      exitCode: 3,
      cause,
    });
  });
}

/**
 * Creates the Io of a process, with workflow commands disabled in its output: certificate names are untrusted, and `::error::` in a name
 * must not become a command. Secrets are also masked here, because the runner does not mask escaped values.
 */
export function createRunnerIo(host: HostProcess): Io {
  const io = createProcessIo(host);
  const withoutCommands = (write: (text: string) => void) => (text: string) => {
    const token = randomUUID();
    write(`::stop-commands::${token}\n${text}${text.endsWith('\n') ? '' : '\n'}::${token}::\n`);
  };
  return {
    ...io,
    stdout: withoutCommands(io.stdout),
    stderr: withoutCommands(io.stderr),
    isTTY: { stdin: false, stdout: false, stderr: false },
  };
}

/**
 * With step debugging, debug lines of the log show what the step does; with the variable of the command line, lines do. The returned
 * function ends that.
 */
export function startStepTrace(io: Io): () => void {
  if (core.isDebug()) return startTrace(io, core.debug);
  return isTraceRequested(io.env) ? startTrace(io, io.stderr) : () => undefined;
}

/** Waits for `work`. If it fails, reports the error and returns false. */
export async function runOrReport(work: Promise<void>, io: Io): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    core.setFailed(io.mask(formatError(error).trimEnd()));
    return false;
  }
}
