/** The commands of the command line: options with their help texts, summaries, and rules about combinations. */

import { FORMAT_NAMES } from '../import/import-format.ts';
import { createUsageError } from '../lib/app-error.ts';
import { parseChoice } from '../lib/parse-choice.ts';
import { REPORT_KINDS } from '../report/kinds/report-kind.ts';
import { checkAffected, readAffected } from './affected-options.ts';
import { checkInit, readInit } from './init-options.ts';
import { listOptions, type OptionReader, type OptionSpec } from './option-reader.ts';
import { parseMonths } from './option-values.ts';
import { checkExport, checkInspect, readExport, readInspect } from './reading-options.ts';
import {
  checkColumns,
  readDiscoveryFormat,
  readDryRun,
  readEventLog,
  readLogFilter,
  readManifest,
  readNow,
  readObservationPaths,
  readObserve,
  readOnly,
  readOutput,
  readOverview,
  readQuiet,
  readRecording,
  readRun,
  readSimulation,
  readTableOutput,
  readTrace,
  readValidationFormat,
} from './shared-options.ts';
import { parseSilence, readSilence } from './silence-options.ts';

/** The shells with completion. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

interface CommandSpec<Fields> {
  /** Positional arguments in the usage line. */
  operands?: string;
  /** A phrase in the imperative, without a full stop. */
  summary: string;
  read: (reader: OptionReader) => Fields;
  /** Throws AppError `usage` for incompatible options. */
  check?: (fields: Fields) => void;
}

function defineCommand<Name extends string, Fields>(name: Name, spec: CommandSpec<Fields>) {
  const { operands, summary, read, check } = spec;
  return {
    name,
    summary,
    takesOperands: operands !== undefined,
    usage: operands === undefined ? name : `${name} ${operands}`,
    listOptions: (): OptionSpec[] => listOptions(read),
    parse: (reader: OptionReader) => {
      const fields = read(reader);
      check?.(fields);
      return { command: name, ...fields };
    },
  };
}

export const COMMANDS = [
  defineCommand('scan', {
    operands: '[NAME...]',
    summary: 'check the certificates, or only those named, and send notifications',
    read: (o) => ({
      dry_run: readDryRun(o),
      ignore_cooldown: o.flag(
        'ignore-cooldown',
        'resend active alerts despite the cooldown (recovery messages are not repeated)',
      ),
      send: o.flag('send', 'with --now: send notifications, marked as tests'),
      only: [...o.operands(), ...readOnly(o)],
      observations: readObservationPaths(o),
      ...readRun(o),
    }),
    check: checkColumns,
  }),

  defineCommand('observe', {
    operands: '[NAME...]',
    summary: 'read certificates for a scan on another machine',
    read: readObserve,
  }),

  defineCommand('validate', {
    operands: '[FILE...]',
    summary: 'check manifests, offline and without secrets',
    read: (o) => ({
      files: o.operands(),
      strict: o.flag('strict', 'exit 2 on warnings too'),
      manifest: readManifest(o),
      now: readNow(o),
      format: readValidationFormat(o),
      quiet: readQuiet(o),
    }),
  }),

  defineCommand('test', {
    operands: '[NAME]',
    summary: 'send a test notification through each rule that can match the certificate NAME',
    read: (o) => ({ ...readSimulation(o), trace: readTrace(o) }),
    check: (options) => checkSimulation('test', options),
  }),

  defineCommand('render', {
    operands: '[NAME]',
    summary: 'print the requests that test would send; NAME is a certificate, webhook or email receiver',
    read: (o) => ({
      ...readSimulation(o),
      preset: o.text('preset', 'NAME', 'render this preset with a sample certificate; needs no manifest'),
      template: o.flag('template', 'with --preset: print the preset as a webhook that you can edit'),
    }),
    check: (options) => {
      if (options.template && options.preset === null)
        throw createUsageError('--template requires --preset', 'Use: certvigil render --preset slack --template');
      if (options.preset === null) checkSimulation('render', options);
      else checkPreset(options);
    },
  }),

  defineCommand('log list', {
    summary: 'show recorded events and their deliveries',
    read: (o) => ({
      ...readLogFilter(o),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      ...readTableOutput(o),
    }),
    check: checkColumns,
  }),

  defineCommand('log clear', {
    summary: 'forget sent notifications, so that active alerts are sent again',
    read: (o) => ({
      ...readLogFilter(o),
      ...readRecording(o),
      ...readOutput(o),
    }),
    check: ({ now, event_log }) => {
      if (now !== null && event_log === null)
        throw createUsageError('--now requires --event-log', 'Add --event-log FILE, or omit --now.');
    },
  }),

  defineCommand('inspect', {
    operands: 'TARGET...',
    summary: 'show the certificates in files, at host:port or SRV records, at URLs, or on standard input (-)',
    read: readInspect,
    check: checkInspect,
  }),

  defineCommand('digest', {
    summary: 'send a status digest of all certificates',
    read: (o) => ({
      dry_run: readDryRun(o),
      messages: o.flag('messages', 'print the messages; send and record nothing'),
      ...readRun(o),
    }),
    check: (options) => {
      checkColumns(options);
      if (options.messages && options.format === 'csv')
        throw createUsageError('--messages cannot be printed as CSV', 'Use --format text or json.');
    },
  }),

  defineCommand('forecast', {
    summary: 'show upcoming expiries, renewals per year, and thresholds that will stop working',
    read: (o) => ({
      months: parseMonths(o.text('months', 'N', 'number of months, including this one (default: 12)') ?? '12'),
      only: readOnly(o),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      now: readNow(o),
      ...readTableOutput(o),
    }),
    check: checkColumns,
  }),

  defineCommand('affected', {
    summary: 'find certificates that a CA will revoke: whose they are, where they are in use, and how to renew them',
    read: readAffected,
    check: checkAffected,
  }),

  defineCommand('report', {
    operands: 'KIND',
    summary: `render a report from the event log, such as html or 'audit[format=csv]'; kinds: ${REPORT_KINDS.join(', ')}`,
    read: (o) => ({
      kinds: o.operands(),
      output: o.text('output', 'FILE', 'write to this file (default: standard output)'),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      now: readNow(o),
      quiet: readQuiet(o),
    }),
    check: ({ kinds }) => {
      if (kinds.length === 1) return;
      throw createUsageError(`report needs one kind, got ${kinds.length}`, `Use one of: ${REPORT_KINDS.join(', ')}.`);
    },
  }),

  defineCommand('export', {
    summary: 'export all known certificate data as CSV or JSON, or for import into NetBox SSL',
    read: readExport,
    check: checkExport,
  }),

  defineCommand('discover', {
    summary: 'find hosts and certificates in the files of a repository that the manifest does not watch, offline',
    read: (o) => ({
      candidates: o.flag('candidates', 'also show what may serve TLS, such as address records'),
      unresolved: o.flag('unresolved', 'also show templates and variables that could not be resolved'),
      network: o.list('network', 'CIDR', 'search this network for TLS servers, instead of the files here'),
      ports: o.text('ports', 'LIST', 'with --network: ports to try (default: 443,8443,636)'),
      probe: o.text('probe', 'NAME', 'with --network: the probe that will read these servers'),
      expected: o.flag(
        'expected',
        'show certificates in transparency logs that no location has, instead of the files here',
      ),
      write: o.flag('write', 'add the missing entries to the manifest; with --candidates, those of candidates too'),
      fail_on: parseChoice(
        '--fail-on',
        o.text('fail-on', 'unwatched|never', 'exit 1 if a host or certificate is not watched (default: never)') ??
          'never',
        ['unwatched', 'never'],
      ),
      manifest: readManifest(o),
      event_log: readEventLog(o),
      now: readNow(o),
      format: readDiscoveryFormat(o),
      quiet: readQuiet(o),
      trace: readTrace(o),
    }),
    check: ({ network, ports, probe, expected, format }) => {
      if (expected && (network.length > 0 || format !== 'text'))
        throw createUsageError(
          `--expected cannot be combined with ${network.length > 0 ? '--network' : `--format ${format}`}`,
          'Remove one of them.',
        );
      if (network.length === 0 && (ports !== null || probe !== null))
        throw createUsageError(
          `--${ports === null ? 'probe' : 'ports'} needs --network`,
          'Add --network, such as --network 10.20.0.0/24.',
        );
      if (network.length > 0 && (format === 'sarif' || format === 'codequality'))
        throw createUsageError(`--format ${format} cannot show servers in a network`, 'Use --format json or markdown.');
    },
  }),

  defineCommand('import', {
    operands: 'FILE...',
    summary: 'extend or create a manifest from a list, CSV, Prometheus, Gatus, Upptime or Uptime Kuma',
    read: (o) => {
      const from = o.text('from', 'FORMAT', `format of the files, if it is not recognized: ${FORMAT_NAMES.join(', ')}`);
      return {
        files: o.operands(),
        from: from === null ? null : parseChoice('--from', from, FORMAT_NAMES),
        dry_run: o.flag('dry-run', 'show what would be added, and write nothing'),
        manifest: readManifest(o),
        ...readOutput(o),
      };
    },
    check: ({ files }) => {
      if (files.length === 0)
        throw createUsageError(
          'import needs a file',
          'Use: certvigil import FILE, such as prometheus.yml, .upptimerc.yml or hosts.txt.',
        );
    },
  }),

  defineCommand('init', {
    summary:
      'create a manifest and two workflows for the certificates found here, and send a test message; existing files stay unchanged',
    read: readInit,
    check: checkInit,
  }),

  defineCommand('overview', {
    summary: "merge the last reports of an organization's repositories into one, and send one digest",
    read: readOverview,
    check: checkColumns,
  }),

  defineCommand('silence', {
    operands: 'CODE',
    summary: 'permit a known reason for a red run until a date, in the manifest',
    read: readSilence,
    check: (options) => void parseSilence(options),
  }),

  defineCommand('explain', {
    operands: 'CODE|WORDS',
    summary: 'explain an error code, or find the page about some words, such as proxy or "self signed"',
    read: (o) => ({ words: o.operands() }),
    check: ({ words }) => {
      if (words.length === 0)
        throw createUsageError(
          'missing error code',
          'Use: certvigil explain CODE, with the code that a message shows, or words such as proxy.',
        );
    },
  }),

  defineCommand('completion', {
    operands: 'SHELL',
    summary: 'print the completion script for bash, zsh or fish',
    read: (o) => ({ shells: o.operands() }),
    check: ({ shells: [shell, ...others] }) => {
      if (shell === undefined || others.length > 0)
        throw createUsageError('completion needs one shell', `Use one of: ${SHELLS.join(', ')}.`);
      parseChoice('completion', shell, SHELLS);
    },
  }),

  defineCommand('demo', {
    summary: 'run the whole pipeline on this machine, without setup',
    read: (o) => ({
      details: o.flag('details', 'show the whole manifest, every message, and more steps'),
      quiet: readQuiet(o),
    }),
  }),
] as const;

export type CommandDefinition = (typeof COMMANDS)[number];
type Command = CommandDefinition['name'];

/** The options of a command line, discriminated by `command`. */
export type Options = ReturnType<CommandDefinition['parse']>;

export type CommandOptions<Name extends Command> = Extract<Options, { command: Name }>;

type SimulationFields = ReturnType<typeof readSimulation>;

function checkSimulation(command: string, { names, rule, webhook, email, all }: SimulationFields): void {
  const isSelected = rule !== null || webhook !== null || email !== null || all;
  if (names.length > 1 || (names.length === 0 && !isSelected)) {
    throw createUsageError(
      `${command} needs one name, got ${names.length}`,
      `Use: certvigil ${command} NAME, or --rule NAME, --webhook NAME, --email NAME or --all.`,
    );
  }
  if (all && names.length > 0)
    throw createUsageError(
      '--all cannot be combined with a name',
      `Use: certvigil ${command} --all, or the name alone.`,
    );
}

function checkPreset({ names, rule, webhook, email, all, manifest }: SimulationFields): void {
  if (names.length === 0 && rule === null && webhook === null && email === null && !all && manifest === null) return;
  throw createUsageError(
    '--preset cannot be combined with a name, --rule, --webhook, --email, --all or --manifest',
    'Use: certvigil render --preset NAME.',
  );
}
