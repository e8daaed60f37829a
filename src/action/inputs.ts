/** Reads the inputs of the action into the options of its command. */

import * as core from '@actions/core';
import { parseShard, type Shard } from '../app/observations/shard.ts';
import { parseReportRequest, type ReportRequest } from '../app/reports/request.ts';
import { STORES, type StoreKind } from '../domain/index.ts';
import { FAIL_ON, type FailOn } from '../domain/severity.ts';
import { type AppError, createUsageError } from '../lib/app-error.ts';
import { parseChoice } from '../lib/parse-choice.ts';
import { readFlag } from './runner-io.ts';
import { findDryRunReason, type TriggerEvent } from './trigger-event.ts';

/** The inputs that `scan`, `digest` and `overview` share. */
export interface RunInputs {
  command: 'scan' | 'digest' | 'overview';
  manifest: string | null;
  event_log: string | null;
  /** Overrides the store of the manifest. */
  store: StoreKind | null;
  dry_run: boolean;
  fail_on: FailOn;
  allow_unread: boolean;
  report: ReportRequest[];
}

export type ScanInputs = RunInputs & {
  command: 'scan';
  ignore_cooldown: boolean;
  only: string | null;
  /** The files of observations; null: read the sources. */
  observations: string[] | null;
};
export type DigestInputs = RunInputs & { command: 'digest' };
export interface OverviewInputs extends RunInputs {
  command: 'overview';
  organization: string | null;
  topic: string | null;
  names: string[];
  send_digest: boolean;
}
export type ValidateInputs = { command: 'validate'; manifest: string | null; strict: boolean };

export interface ObserveInputs {
  command: 'observe';
  manifest: string | null;
  probe: string | null;
  shard: Shard | null;
  only: string | null;
  output: string;
}

export interface DiscoverInputs {
  command: 'discover';
  manifest: string | null;
  event_log: string | null;
  store: StoreKind | null;
  /** Whether the missing entries are added to the manifest. */
  write: boolean;
}

/** Checks every input, also those that the command does not use. Throws AppError `usage`. */
export function readInputs(
  event: TriggerEvent,
): ScanInputs | ObserveInputs | DigestInputs | DiscoverInputs | OverviewInputs | ValidateInputs {
  // These are only used at the end, but an invalid value must be reported before the command starts.
  readFlag('summary');
  readFlag('keepalive');
  const manifest = readText('manifest');
  const only = readText('only');
  const run: Omit<RunInputs, 'command'> = {
    manifest,
    event_log: readText('event-log'),
    store: readStore(),
    dry_run: readFlag('dry-run') ?? findDryRunReason(event) !== null,
    fail_on: parseChoice('the input fail-on', readText('fail-on') ?? 'never', FAIL_ON),
    allow_unread: readFlag('allow-unread') ?? false,
    report: core.getMultilineInput('report').map(parseReportRequest),
  };
  const ignore_cooldown = readFlag('ignore-cooldown') ?? false;
  const strict = readFlag('strict') ?? false;
  const write = readFlag('write') ?? false;
  const observing = {
    probe: readText('probe'),
    shard: readShard(),
    output: readText('output') ?? 'observations.jsonl',
  };
  const selection = {
    organization: readText('organization'),
    topic: readText('topic'),
    names: core.getMultilineInput('repositories'),
    send_digest: readFlag('send-digest') ?? false,
  };
  const paths = core.getMultilineInput('observations');
  const observations = paths.length === 0 ? null : paths;
  const command = parseChoice('the input command', readText('command') ?? 'scan', COMMANDS);
  for (const [input, users] of Object.entries(COMMAND_INPUTS)) {
    if (!(users as readonly string[]).includes(command) && readText(input) !== null)
      throw createUnusableError(input, command, users);
  }
  switch (command) {
    case 'validate':
      return { command, manifest, strict };
    case 'observe':
      return { command, manifest, only, ...observing };
    case 'scan':
      return { command, ...run, ignore_cooldown, only, observations };
    case 'digest':
      return { command, ...run };
    case 'discover':
      return { command, manifest, event_log: run.event_log, store: run.store, write };
    case 'overview':
      return { command, ...run, ...selection };
  }
}

const COMMANDS = ['scan', 'observe', 'validate', 'digest', 'discover', 'overview'] as const;
type Command = (typeof COMMANDS)[number];

/** The inputs whose absence would silently change another command, such as a scan of all entries instead of a shard. */
const COMMAND_INPUTS: Readonly<Record<string, readonly Command[]>> = {
  probe: ['observe'],
  shard: ['observe'],
  observations: ['scan'],
  only: ['scan', 'observe'],
  write: ['discover'],
  organization: ['overview'],
  topic: ['overview'],
  repositories: ['overview'],
  'send-digest': ['overview'],
};

function createUnusableError(input: string, command: Command, users: readonly Command[]): AppError {
  const others = users.map((one) => `command: ${one}`).join(' or ');
  return createUsageError(
    `the input ${input} cannot be used with command: ${command}`,
    `Set ${others}, or remove the input ${input}.`,
  );
}

function readText(name: string): string | null {
  return core.getInput(name) || null;
}

function readShard(): Shard | null {
  const text = readText('shard');
  const shard = text === null ? null : parseShard(text);
  if (text === null || shard !== null) return shard;
  throw createUsageError(
    `invalid shard "${text}" in the input shard`,
    'Use INDEX/COUNT with an index from 1 to the count, such as 3/16.',
  );
}

function readStore(): StoreKind | null {
  const text = readText('store');
  if (text === null) return null;
  const store = parseChoice('the input store', text, STORES);
  if (store === 'file' || readText('event-log') === null) return store;
  throw createUsageError(
    `the input event-log names a file, but the input store is ${store}`,
    'Remove one of the two inputs.',
  );
}
