/** The options that several commands share. */

import { parseProbeRunner, parseShards } from '../app/init/parse-probe-options.ts';
import { parseReportRequest } from '../app/reports/request.ts';
import { FAIL_ON } from '../domain/severity.ts';
import { createUsageError } from '../lib/app-error.ts';
import { parseChoice } from '../lib/parse-choice.ts';
import { OVERVIEW_KINDS, REPORT_KINDS } from '../report/kinds/report-kind.ts';
import type { OptionReader } from './option-reader.ts';
import { parseDaysRemaining, parseEventName, parseEventPattern, parseNow, parseShardOption } from './option-values.ts';

export const readManifest = (o: OptionReader) =>
  o.text('manifest', 'FILE', 'manifest file (default: certvigil.yaml)', 'm');
export const readEventLog = (o: OptionReader) =>
  o.text('event-log', 'FILE', 'event log file; overrides the event log of the manifest');
const readFormat = (o: OptionReader) => {
  const text = o.text('format', 'text|json', 'output format (default: text)');
  return parseChoice('--format', text ?? 'text', ['text', 'json']);
};
const readTableFormat = (o: OptionReader) => {
  const text = o.text('format', 'text|json|csv', 'output format (default: text)');
  return parseChoice('--format', text ?? 'text', ['text', 'json', 'csv']);
};
export const readExportFormat = (o: OptionReader) => {
  const text = o.text('format', 'csv|json|netbox', 'output format (default: csv)');
  return parseChoice('--format', text ?? 'csv', ['csv', 'json', 'netbox']);
};
export const readDiscoveryFormat = (o: OptionReader) => {
  const text = o.text('format', 'text|json|markdown|sarif|codequality', 'output format (default: text)');
  return parseChoice('--format', text ?? 'text', ['text', 'json', 'markdown', 'sarif', 'codequality']);
};
export const readValidationFormat = (o: OptionReader) => {
  const text = o.text('format', 'text|json|codequality', 'output format (default: text)');
  return parseChoice('--format', text ?? 'text', ['text', 'json', 'codequality']);
};
const NOW_HELP = 'evaluate as if the current time were TIME';
export const readNow = (o: OptionReader, help = NOW_HELP) => parseNow(o.text('now', 'TIME', help));
export const readQuiet = (o: OptionReader) => o.flag('quiet', 'print failures only', 'q');

export const readTrace = (o: OptionReader) =>
  o.flag('trace', 'print each connection, request, login and decision to standard error');

/** The options that every command accepts, so that scripts can pass them to all commands; help only lists those that the command uses. */
export function readCommonOptions(o: OptionReader) {
  return {
    manifest: readManifest(o),
    event_log: readEventLog(o),
    format: readTableFormat(o),
    now: readNow(o),
    quiet: readQuiet(o),
    trace: readTrace(o),
  };
}

export const readOutput = (o: OptionReader) => ({ format: readFormat(o), quiet: readQuiet(o) });

/** The options of commands whose result can also be printed as CSV. */
export const readTableOutput = (o: OptionReader) => ({
  format: readTableFormat(o),
  columns: o.text('columns', 'NAMES', 'columns of --format csv, separated by commas (default: all)'),
  quiet: readQuiet(o),
});

/** Throws AppError `usage` for columns of another format. */
export function checkColumns({ format, columns }: ReturnType<typeof readTableOutput>): void {
  if (columns !== null && format !== 'csv')
    throw createUsageError('--columns requires --format csv', 'Add --format csv, or omit --columns.');
}

export const readDryRun = (o: OptionReader) => o.flag('dry-run', 'read the certificates, but send and record nothing');
export const readOnly = (o: OptionReader) => {
  const glob = o.text('only', 'GLOB', 'only certificates whose name matches');
  return glob === null ? [] : [glob];
};

/** The options of commands that change the event log. */
export const readRecording = (o: OptionReader) => ({
  manifest: readManifest(o),
  event_log: readEventLog(o),
  // A time given with --now must not get into the event log of real scans.
  now: readNow(o, `${NOW_HELP}; recorded only with --event-log`),
});

export const readFailOn = (o: OptionReader) => {
  const help = 'exit 1 if anything is at this level or worse (default: never)';
  return parseChoice('--fail-on', o.text('fail-on', FAIL_ON.join('|'), help) ?? 'never', FAIL_ON);
};

/** The options of commands that read the certificates and send notifications. */
export const readRun = (o: OptionReader) => {
  const fail_on = readFailOn(o);
  const allow_unread = o.flag('allow-unread', 'do not count unread locations in the exit code');
  const reports = o.list('report', 'KIND=FILE', `also write a report to a file; kinds: ${REPORT_KINDS.join(', ')}`);
  return {
    fail_on,
    allow_unread,
    report: reports.map(parseReportRequest),
    trace: readTrace(o),
    ...readRecording(o),
    ...readTableOutput(o),
  };
};

export const readOverview = (o: OptionReader) => {
  const reports = o.list('report', 'KIND=FILE', `also write a report to a file; kinds: ${OVERVIEW_KINDS.join(', ')}`);
  return {
    organization: o.text('organization', 'NAME', 'read its repositories (default: the owner of this repository)'),
    topic: o.text('topic', 'NAME', 'only repositories with this topic (default: all)'),
    repository: o.list('repository', 'GLOB', 'only repositories whose name matches; !GLOB leaves them out'),
    send_digest: o.flag('send-digest', 'send one digest to the receivers of digest.actions in the manifest'),
    dry_run: o.flag('dry-run', 'read the reports, but send nothing'),
    fail_on: readFailOn(o),
    allow_unread: o.flag('allow-unread', 'do not exit 1 because of repositories whose certificates are not known'),
    report: reports.map(parseReportRequest),
    manifest: readManifest(o),
    now: readNow(o),
    trace: readTrace(o),
    ...readTableOutput(o),
  };
};

/** The files that `scan` reads instead of the sources. */
export const readObservationPaths = (o: OptionReader) =>
  o.paths(
    'observations',
    'PATH...',
    'evaluate these files of certvigil observe, instead of reading certificates: files, directories or globs',
  );

export const readObserve = (o: OptionReader) => ({
  probe: o.text('probe', 'NAME', 'read the entries of this probe (default: those without a probe)'),
  shard: parseShardOption(o.text('shard', 'I/N', 'read only shard I of N, such as 3/16')),
  only: [...o.operands(), ...readOnly(o)],
  output: o.text('output', 'FILE', 'write to this file (default: standard output)'),
  manifest: readManifest(o),
  now: readNow(o, 'record TIME as the time of the observation'),
  quiet: readQuiet(o),
  trace: readTrace(o),
});

/** The options for the number of jobs into which `init` splits the reading. */
export const readJobs = (o: OptionReader) => ({
  shards: parseShards(o.text('shards', 'N', 'read the certificates in N parallel jobs')),
  probes: o
    .list('probe', 'NAME=RUNNER', 'read the entries of this probe on a runner with these labels')
    .map(parseProbeRunner),
});

export const readLogFilter = (o: OptionReader) => ({
  certificate: o.text('certificate', 'GLOB', 'only certificates whose name matches'),
  event: parseEventPattern(o.text('event', 'GLOB', 'only events whose name matches')),
});

/** The options of `test` and `render`. */
export const readSimulation = (o: OptionReader) => ({
  names: o.operands(),
  rule: o.text('rule', 'NAME', 'only this rule'),
  webhook: o.text('webhook', 'NAME', 'only this webhook'),
  email: o.text('email', 'NAME', 'only this email receiver'),
  event: parseEventName(o.text('event', 'NAME', 'simulate this event instead of an approaching expiry')),
  all: o.flag('all', 'every rule and destination once, with the first certificate that matches'),
  days_remaining: parseDaysRemaining(
    o.text(
      'days-remaining',
      'N',
      'simulate this number of days until expiry (default: the earliest day that would alert)',
    ),
  ),
  manifest: readManifest(o),
  now: readNow(o),
  ...readOutput(o),
});
