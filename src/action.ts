import os from 'node:os';
import path from 'node:path';
import * as core from '@actions/core';
import { context } from '@actions/github';
import { keepAlive } from './action/keepalive.ts';
import { annotate, flag, runnerIo, setOutputs, summarize } from './action/runner.ts';
import { loadForScan, validateStep } from './action/validate.ts';
import { FAIL_ON, type Options, oneOf, reportOf, usage } from './arguments.ts';
import { checkReports, exitStatus, runOptions, unsavedText, writeReport, writeReports } from './commands/scan.ts';
import { AppError, errorText } from './errors.ts';
import type { Io } from './io.ts';
import { type Annotation, annotationsOf, diagnosticAnnotations } from './report/annotations.ts';
import { renderJson } from './report/json.ts';
import { renderProblem, renderSummary } from './report/summary.ts';
import { renderTable } from './report/table.ts';
import { type RunResult, run } from './run.ts';
import { lastTick } from './schedule.ts';
import { SHORTEST_MASKED } from './secrets.ts';
import { storeKind } from './store/index.ts';
import { type Manifest, STORES } from './types.ts';

/** The inputs of action.yml as the options of the command line. `command` is read apart. */
function readOptions(): Options {
  const text = (name: string) => core.getInput(name) || null;
  // It is read last, when all is done: what cannot be understood is to be refused before.
  flag('summary');
  flag('keepalive');
  const store = text('store');
  const kind = store === null ? null : oneOf('the input store', store, STORES);
  if (kind !== null && kind !== 'file' && text('event-log') !== null)
    throw usage(`the input event-log names a file, and the input store says ${kind}`, 'Leave one of the two out.');
  return {
    command: oneOf('the input command', text('command') ?? 'scan', ['scan', 'validate']),
    operands: [],
    manifest: text('manifest'),
    event_log: text('event-log'),
    store: kind,
    format: 'text',
    now: null,
    quiet: false,
    dry_run: flag('dry-run') ?? dryRunByEvent() !== null,
    ignore_cooldown: flag('ignore-cooldown') ?? false,
    only: text('only'),
    fail_on: oneOf('the input fail-on', text('fail-on') ?? 'never', FAIL_ON),
    report: core.getMultilineInput('report').map(reportOf),
    certificate: null,
    event: null,
    days_remaining: 13,
    rule: null,
    webhook: null,
    all: false,
    preset: null,
    template: false,
    starttls: null,
    server_name: null,
    password_env: null,
    pem: false,
    endpoint: [],
    action: null,
    strict: flag('strict') ?? false,
  };
}

/** Why a scan is a dry run by itself, or null: contract section 7. */
function dryRunByEvent(): string | null {
  const { eventName, ref, payload } = context;
  if (eventName === 'pull_request' || eventName === 'merge_group') return `the event is ${eventName}`;
  const branch: unknown = payload.repository?.default_branch;
  // Where the event does not name the default branch, any may be it; a tag or the ref of a pull request is none.
  const isDefault = typeof branch === 'string' ? ref === `refs/heads/${branch}` : /^(refs\/heads\/|$)/.test(ref ?? '');
  if (eventName === 'schedule' || isDefault) return null;
  return `${ref} is not the default branch`;
}

/**
 * When this run was due, or null where it is on no schedule. Runs start minutes or hours late: by their start, one that
 * is less late than that of the day before would fall into its cooldown.
 */
function dueTime(start: number): number | null {
  const { eventName, payload } = context;
  const schedule: unknown = payload.schedule;
  return eventName === 'schedule' && typeof schedule === 'string' ? lastTick(schedule, start) : null;
}

/** A manifest of a pull request's author must never meet the secrets of this repository. */
function refuseUntrusted(): void {
  if (context.eventName !== 'pull_request_target') return;
  throw new AppError('untrusted-event', 'scan does not run under pull_request_target', {
    hint: 'There a stranger could send your secrets away. Use `on: pull_request` with `command: validate`, and scan on a schedule.',
  });
}

async function scan(options: Options, io: Io): Promise<number> {
  refuseUntrusted();
  checkReports(options.report);
  const loaded = await loadForScan(options, io);
  if (loaded?.manifest == null) return 2;
  const { manifest } = loaded;
  tellSecrets(['INPUT_TOKEN', ...loaded.variables], io);
  const circumstantial = circumstances(manifest, options, io);
  annotate(circumstantial, io);
  const result = await run(manifest, { ...runOptions(options, io), due: dueTime(io.now()) }, io).finally(() =>
    stayAlive(options, io),
  );
  io.stdout(renderTable(result.report, { color: false, columns: 160 }));
  const positions = new Map(manifest.entries.map(({ name, position }) => [name, position]));
  const before = [...diagnosticAnnotations(loaded.diagnostics), ...circumstantial];
  annotate(annotationsOf(result.report, positions, before), io);
  annotate(
    result.problems.map(({ code, detail }) => ({ level: 'warning', title: code, message: detail })),
    io,
  );
  const status = tellOutcome(result, options, io);
  await publish(result, options, io);
  return status;
}

/** Also where the scan could not begin: its schedule is needed once that is mended. */
async function stayAlive({ dry_run }: Options, io: Io): Promise<void> {
  if (dry_run || flag('keepalive') !== true) return;
  const problem = await keepAlive(io);
  if (problem !== null) annotate([problem], io);
}

/** The runner masks what it is told, also where others print it. A short value, such as a port, would garble its log. */
function tellSecrets(variables: readonly string[], { env }: Io): void {
  for (const value of variables.map((name) => env[name] ?? '')) {
    if (value.length >= SHORTEST_MASKED) core.setSecret(value);
  }
}

/** What makes this run other than the reader may expect. */
function circumstances(manifest: Manifest, options: Options, io: Io): Annotation[] {
  const reason = dryRunByEvent();
  if (options.dry_run && reason !== null) {
    const message = `This is a dry run, since ${reason}: nothing is sent or recorded. Write dry-run: false to scan in earnest.`;
    return [{ level: 'notice', title: 'dry run', message }];
  }
  const kind = storeKind(manifest, { file: options.event_log, store: options.store }, io);
  if (options.dry_run || kind !== 'file' || io.env.RUNNER_ENVIRONMENT !== 'github-hosted') return [];
  const message =
    'The event log is a file on a hosted runner, which is thrown away after the job: unless a later step keeps it, every run tells everything again.';
  return [{ level: 'warning', title: 'file-store-on-hosted-runner', message }];
}

async function publish({ report, unsaved }: RunResult, options: Options, io: Io): Promise<void> {
  const { summary } = report;
  const file = path.join(io.env.RUNNER_TEMP || os.tmpdir(), `certvigil-report-${report.scan_id}.json`);
  await writeReport('json', renderJson(report), file, io);
  const outputs = {
    'scan-id': report.scan_id,
    certificates: summary.certificates,
    ok: summary.ok,
    warning: summary.warning,
    critical: summary.critical,
    expired: summary.expired,
    unknown: summary.unknown,
    'events-fired': summary.events_fired,
    'deliveries-failed': summary.deliveries_failed,
    report: file,
  };
  setOutputs(outputs);
  await summarize(() => renderSummary(report, { unsaved }), io);
  await writeReports(report, options.report, io);
}

function tellOutcome(result: RunResult, options: Options, io: Io): number {
  const status = exitStatus(result, options.fail_on);
  if (result.unsaved !== null) core.setFailed(io.mask(unsavedText(result.unsaved, result.report)));
  else if (status === 3) core.setFailed(undelivered(result.report.summary.deliveries_failed));
  else if (status === 1) core.setFailed(`A certificate is at or past fail-on: ${options.fail_on}.`);
  return status;
}

function undelivered(failed: number): string {
  if (failed === 0) return 'A certificate cannot be read, as a variable that it needs is not set: see its place.';
  if (failed === 1) return 'A delivery failed; the next scan tries it again.';
  return `${failed} deliveries failed; the next scan tries them again.`;
}

async function main(): Promise<number> {
  const io = runnerIo();
  try {
    const options = readOptions();
    return options.command === 'validate' ? await validateStep(options, io) : await scan(options, io);
  } catch (error) {
    core.setFailed(io.mask(errorText(error).trimEnd()));
    if (!(error instanceof AppError)) return 3;
    await summarize(() => renderProblem(error), io);
    return error.exit;
  }
}

process.exitCode = await main();
