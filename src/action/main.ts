import * as core from '@actions/core';
import { type RunResult, run } from '../app/scan.ts';
import {
  checkReportFiles,
  checkReports,
  exitStatus,
  runOptions,
  unsavedText,
  writeReports,
} from '../cli/commands/scan.ts';
import { FAIL_ON } from '../cli/option-specs.ts';
import { type Options, oneOf, reportOf } from '../cli/parse-options.ts';
import { STORES } from '../domain/index.ts';
import { AppError, createUsageError, errorText } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { annotationsOf } from '../report/annotations.ts';
import { renderJson } from '../report/json.ts';
import { renderProblem, renderSummary } from '../report/scan/markdown.ts';
import { renderTable } from '../report/scan/terminal.ts';
import { digestStep } from './digest-step.ts';
import { stayAlive } from './keepalive.ts';
import { begin } from './load-for-run.ts';
import { type Published, publish } from './outputs.ts';
import { annotate, flag, runnerIo, summarize, told } from './runner-io.ts';
import { dryRunReason, dueTime, type RunnerEvent, readEvent } from './trigger-event.ts';
import { validateStep } from './validate-step.ts';

/** The inputs of action.yml as the options of the command line. `command` is read apart. */
function readOptions(event: RunnerEvent): Options {
  const text = (name: string) => core.getInput(name) || null;
  // It is read last, when all is done: what cannot be understood is to be refused before.
  flag('summary');
  flag('keepalive');
  const store = text('store');
  const kind = store === null ? null : oneOf('the input store', store, STORES);
  if (kind !== null && kind !== 'file' && text('event-log') !== null)
    throw createUsageError(
      `the input event-log names a file, and the input store says ${kind}`,
      'Leave one of the two out.',
    );
  const command = oneOf('the input command', text('command') ?? 'scan', ['scan', 'validate', 'digest']);
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
    dry_run: flag('dry-run') ?? dryRunReason(event) !== null,
    ignore_cooldown: flag('ignore-cooldown') ?? false,
    only: text('only'),
    fail_on: oneOf('the input fail-on', text('fail-on') ?? 'never', FAIL_ON),
    report: core.getMultilineInput('report').map(reportOf),
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
    strict: flag('strict') ?? false,
  };
}

async function scan(options: Options, event: RunnerEvent, io: Io): Promise<number> {
  checkReports(options.report);
  const begun = await begin(options, event, io);
  if (begun === null) return 2;
  const { manifest } = begun;
  checkReportFiles(manifest, options, io);
  const result = await run(manifest, { ...runOptions(options, io), due: dueTime(event, io.now()) }, io).finally(() =>
    stayAlive(options, io),
  );
  io.stdout(renderTable(result.report, { color: false, columns: 160 }));
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  annotate(annotationsOf(result.report, positions, begun.annotations), io);
  annotate(
    result.problems.map(({ code, detail }) => ({ level: 'warning', title: code, message: detail })),
    io,
  );
  const status = tellOutcome(result, options, io);
  return (await publish(published(result, options, io), io)) ? status : 3;
}

function published({ report, unsaved }: RunResult, options: Options, io: Io): Published {
  const { scan_id, summary } = report;
  return {
    kind: 'report',
    scan_id,
    json: renderJson(report),
    counts: summary,
    events_fired: summary.events_fired,
    deliveries_failed: summary.deliveries_failed,
    summary: () => renderSummary(report, { unsaved }),
    writeReports: () => writeReports(report, options.report, io),
  };
}

function tellOutcome(result: RunResult, options: Options, io: Io): number {
  const status = exitStatus(result, options.fail_on);
  const { unsaved, report } = result;
  if (unsaved?.code === 'cache-denied') {
    // No one has broken anything: this kind of run may not write there. Its status is 3 all the same.
    core.warning(io.mask(unsavedText(unsaved, report, 'warning')), { title: unsaved.code });
  } else if (unsaved !== null) core.setFailed(io.mask(unsavedText(unsaved, report)));
  else if (status === 3) core.setFailed(undelivered(report.summary.deliveries_failed));
  else if (status === 1) core.setFailed(`A certificate is at or past fail-on: ${options.fail_on}.`);
  return status;
}

function undelivered(failed: number): string {
  if (failed === 0) return 'A certificate cannot be read, as a variable that it needs is not set: see its place.';
  if (failed === 1) return 'A delivery failed; the next scan tries it again.';
  return `${failed} deliveries failed; the next scan tries them again.`;
}

const STEPS = { scan, validate: validateStep, digest: digestStep };

/** Runs the action on this runner; resolves to the exit code. */
export async function runAction(): Promise<number> {
  const io = runnerIo();
  try {
    const event = readEvent(io.env);
    const options = readOptions(event);
    return await (STEPS[options.command as keyof typeof STEPS] ?? scan)(options, event, io);
  } catch (error) {
    core.setFailed(io.mask(errorText(error).trimEnd()));
    if (!(error instanceof AppError)) return 3;
    await told(
      summarize(() => renderProblem(error), io),
      io,
    );
    return error.exit;
  }
}
