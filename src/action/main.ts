import * as core from '@actions/core';
import { type RunResult, runScan } from '../app/scan.ts';
import {
  checkReportFiles,
  checkReportKinds,
  computeExitCode,
  formatUnsavedLog,
  runOptions,
  writeReports,
} from '../cli/commands/scan.ts';
import { FAIL_ON } from '../cli/option-specs.ts';
import { type Options, parseChoice, parseReportRequest } from '../cli/parse-options.ts';
import { STORES } from '../domain/index.ts';
import { AppError, createUsageError, formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { buildScanAnnotations } from '../report/annotations.ts';
import { renderJson } from '../report/json.ts';
import { renderFailureSummary, renderScanSummary } from '../report/scan/markdown.ts';
import { renderScanTable } from '../report/scan/terminal.ts';
import { runDigestStep } from './digest-step.ts';
import { keepWorkflowEnabled } from './keepalive.ts';
import { loadForRun } from './load-for-run.ts';
import { publishResult, type StepResult } from './outputs.ts';
import { annotate, createRunnerIo, readFlag, runOrReport, writeSummary } from './runner-io.ts';
import { computeDueTime, findDryRunReason, readTriggerEvent, type TriggerEvent } from './trigger-event.ts';
import { runValidateStep } from './validate-step.ts';

/** The inputs of action.yml as the options of the command line. `command` is read apart. */
function readOptions(event: TriggerEvent): Options {
  const text = (name: string) => core.getInput(name) || null;
  // It is read last, when all is done: what cannot be understood is to be refused before.
  readFlag('summary');
  readFlag('keepalive');
  const store = text('store');
  const kind = store === null ? null : parseChoice('the input store', store, STORES);
  if (kind !== null && kind !== 'file' && text('event-log') !== null)
    throw createUsageError(
      `the input event-log names a file, and the input store says ${kind}`,
      'Leave one of the two out.',
    );
  const command = parseChoice('the input command', text('command') ?? 'scan', ['scan', 'validate', 'digest']);
  if (command === 'digest' && text('only') !== null)
    throw createUsageError('the input only is for scans, and a digest is about all certificates', 'Leave it out.');
  return {
    command,
    operands: [],
    manifest: text('manifest'),
    event_log: text('event-log'),
    store: kind,
    format: 'text',
    now: null,
    quiet: false,
    dry_run: readFlag('dry-run') ?? findDryRunReason(event) !== null,
    ignore_cooldown: readFlag('ignore-cooldown') ?? false,
    only: text('only'),
    fail_on: parseChoice('the input fail-on', text('fail-on') ?? 'never', FAIL_ON),
    report: core.getMultilineInput('report').map(parseReportRequest),
    certificate: null,
    event: null,
    days_remaining: 13,
    rule: null,
    webhook: null,
    email: null,
    messages: false,
    all: false,
    preset: null,
    template: false,
    starttls: null,
    server_name: null,
    connect_to: null,
    addresses: 'first',
    both_algorithms: false,
    proxy: null,
    dns_servers: [],
    password_env: null,
    trust: null,
    ca_file: null,
    revocation: false,
    allow: [],
    pem: false,
    months: 12,
    endpoint: [],
    action: null,
    strict: readFlag('strict') ?? false,
  };
}

async function scan(options: Options, event: TriggerEvent, io: Io): Promise<number> {
  checkReportKinds(options.report);
  const begun = await loadForRun(options, event, io);
  if (begun === null) return 2;
  const { manifest } = begun;
  checkReportFiles(manifest, options, io);
  const result = await runScan(
    manifest,
    { ...runOptions(options, io), due: computeDueTime(event, io.now()) },
    io,
  ).finally(() => keepWorkflowEnabled(options, io));
  io.stdout(renderScanTable(result.report, { color: false, columns: 160 }));
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  annotate(buildScanAnnotations(result.report, positions, begun.annotations), io);
  annotate(
    result.problems.map(({ code, detail }) => ({ level: 'warning', title: code, message: detail })),
    io,
  );
  const status = reportOutcome(result, options, io);
  return (await publishResult(published(result, options, io), io)) ? status : 3;
}

function published({ report, unsaved }: RunResult, options: Options, io: Io): StepResult {
  const { scan_id, summary } = report;
  return {
    kind: 'report',
    scan_id,
    json: renderJson(report),
    counts: summary,
    events_fired: summary.events_fired,
    deliveries_failed: summary.deliveries_failed,
    summary: () => renderScanSummary(report, { unsaved }),
    writeReports: () => writeReports(options.report, ({ scan }) => scan(report), io),
  };
}

function reportOutcome(result: RunResult, options: Options, io: Io): number {
  const status = computeExitCode(result, options.fail_on);
  const { unsaved, report } = result;
  if (unsaved?.code === 'cache-denied') {
    // No one has broken anything: this kind of run may not write there. Its status is 3 all the same.
    core.warning(io.mask(formatUnsavedLog(unsaved, report, 'warning')), { title: unsaved.code });
  } else if (unsaved !== null) core.setFailed(io.mask(formatUnsavedLog(unsaved, report)));
  else if (status === 3) core.setFailed(undelivered(report.summary.deliveries_failed));
  else if (status === 1) core.setFailed(`A certificate is at or past fail-on: ${options.fail_on}.`);
  return status;
}

function undelivered(failed: number): string {
  if (failed === 0) return 'A certificate cannot be read, as a variable that it needs is not set: see its place.';
  if (failed === 1) return 'A delivery failed; the next scan tries it again.';
  return `${failed} deliveries failed; the next scan tries them again.`;
}

const STEPS = { scan, validate: runValidateStep, digest: runDigestStep };

/** Runs the action on this runner; resolves to the exit code. */
export async function runAction(): Promise<number> {
  const io = createRunnerIo();
  try {
    const event = readTriggerEvent(io.env);
    const options = readOptions(event);
    return await (STEPS[options.command as keyof typeof STEPS] ?? scan)(options, event, io);
  } catch (error) {
    core.setFailed(io.mask(formatError(error).trimEnd()));
    if (!(error instanceof AppError)) return 3;
    await runOrReport(
      writeSummary(() => renderFailureSummary(error), io),
      io,
    );
    return error.exitCode;
  }
}
