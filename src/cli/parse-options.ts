import { parseArgs } from 'node:util';
import { EVENT_NAMES, type StoreKind, type TrustStore } from '../domain/index.ts';
import { createUsageError } from '../lib/app-error.ts';
import { suggest } from '../lib/did-you-mean.ts';
import { parseDateOrTime } from '../lib/iso-time.ts';
import {
  COMMANDS,
  COMMON,
  type Command,
  FAIL_ON,
  type FailOn,
  type OptionSpec,
  renderCommandHelp,
  renderOverview,
  SPECIFIC,
} from './option-specs.ts';

/** The command line as data: contract section 6. */
export interface Options {
  command: Command;
  /** What stands behind the command: files of `validate`, targets of `inspect`, the name of `test` and `render`. */
  operands: string[];
  manifest: string | null;
  event_log: string | null;
  /** Goes before the manifest's. The action's alone: a command line names a file. */
  store: StoreKind | null;
  format: 'text' | 'json';
  /** Milliseconds; null: the clock. */
  now: number | null;
  quiet: boolean;
  dry_run: boolean;
  ignore_cooldown: boolean;
  only: string | null;
  fail_on: FailOn;
  report: ReportRequest[];
  certificate: string | null;
  event: string | null;
  days_remaining: number;
  /** Of `test` and `render`: which of the manifest's rules, webhooks and mail servers. */
  rule: string | null;
  webhook: string | null;
  email: string | null;
  all: boolean;
  /** Of `render`: a preset instead of a manifest, and whether it is written out. */
  preset: string | null;
  template: boolean;
  /** Of `inspect`: how endpoints are asked, the name of the password's variable, and whether PEM is the result. */
  starttls: string | null;
  server_name: string | null;
  connect_to: string | null;
  addresses: 'first' | 'all';
  both_algorithms: boolean;
  proxy: string | null;
  dns_servers: string[];
  password_env: string | null;
  /** Of `inspect`: by whose anchors; null: by Mozilla's for endpoints, and files not at all. */
  trust: TrustStore | null;
  ca_file: string | null;
  /** Of `inspect`: whether issuers are asked about revocation, and which networks are connected to besides. */
  revocation: boolean;
  allow: string[];
  pem: boolean;
  /** Of `digest`: printed, and not sent. */
  messages: boolean;
  /** Of `forecast`. */
  months: number;
  /** Of `init`. */
  endpoint: string[];
  action: string | null;
  /** Warnings fail the check of a manifest as errors do. */
  strict: boolean;
}

export interface ReportRequest {
  kind: string;
  file: string;
}

/** What the command line asks for: a command, or a text to print. */
export type Request = { options: Options } | { print: 'version' } | { print: 'help'; text: string };

/** Reads the command line; every mistake in it is an AppError `usage`. */
export function parseArguments(argv: readonly string[]): Request {
  const [first, second] = argv;
  if (first === 'help' && argv.length > 1) return parseArguments([...argv.slice(1), '--help']);
  if (first === undefined || first === 'help') return { print: 'help', text: renderOverview() };
  if (first === '--version') return { print: 'version' };
  if (first === '--help' || first === '-h') return { print: 'help', text: renderOverview() };
  if (first === 'log' && (second === '--help' || second === '-h'))
    return { print: 'help', text: `${renderCommandHelp('log list')}\n${renderCommandHelp('log clear')}` };
  const command = commandOf(first, second);
  const rest = argv.slice(command.split(' ').length);
  const { values, operands } = readOptions(command, rest);
  if (values.help === true) return { print: 'help', text: renderCommandHelp(command) };
  if (values.version === true) return { print: 'version' };
  return { options: optionsOf(command, operands, values) };
}

function commandOf(first: string, second: string | undefined): Command {
  const name = first === 'log' ? `log ${second ?? ''}`.trim() : first;
  const command = COMMANDS.find((known) => known === name);
  if (command !== undefined) return command;
  if (name === 'log') throw createUsageError('log needs to know what to do', 'Write `log list` or `log clear`.');
  if (first.startsWith('-'))
    throw createUsageError(`${first} stands before the command`, 'Write the command first: certvigil scan ...');
  throw createUsageError(
    `there is no command ${name}`,
    didYouMean(name, COMMANDS) ?? `There are: ${COMMANDS.join(', ')}.`,
  );
}

function didYouMean(written: string, known: readonly string[]): string | null {
  const near = suggest(written, known);
  return near === undefined ? null : `Did you mean ${near}?`;
}

type Values = Record<string, string | boolean | string[]>;

function readOptions(command: Command, args: string[]): { values: Values; operands: string[] } {
  const specs: Record<string, OptionSpec> = { ...COMMON, ...SPECIFIC[command] };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  );
  // Not strict: the words for a mistake are ours, and name the command.
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  const values: Values = {};
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) {
      const names = Object.keys(specs).map((name) => `--${name}`);
      const near = didYouMean(token.rawName, names);
      throw createUsageError(`${command} has no option ${token.rawName}`, near ?? `See: certvigil ${command} --help`);
    }
    values[token.name] = optionValue(spec, token, values[token.name]);
  }
  return { values, operands };
}

function optionValue(
  spec: OptionSpec,
  token: { rawName: string; value: string | undefined },
  before: string | boolean | string[] | undefined,
): string | boolean | string[] {
  if (spec.type === 'boolean') {
    if (token.value !== undefined)
      throw createUsageError(`${token.rawName} takes no value`, `Write ${token.rawName} alone.`);
    return true;
  }
  // An empty value is nearly always an unset variable of a script, and would silently mean something else.
  if (!token.value)
    throw createUsageError(`${token.rawName} needs a value`, `Write ${token.rawName} ${spec.value ?? 'VALUE'}.`);
  if (spec.multiple) return [...(Array.isArray(before) ? before : []), token.value];
  if (before !== undefined) throw createUsageError(`${token.rawName} is written twice`, 'Write it once.');
  return token.value;
}

function optionsOf(command: Command, operands: string[], values: Values): Options {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : null);
  checkOperands(command, operands, values);
  return {
    command,
    operands,
    manifest: text('manifest'),
    event_log: text('event-log'),
    store: null,
    format: parseChoice('--format', text('format') ?? 'text', ['text', 'json']),
    now: timeOf(text('now')),
    quiet: values.quiet === true,
    dry_run: values['dry-run'] === true,
    ignore_cooldown: values['ignore-cooldown'] === true,
    only: text('only'),
    fail_on: parseChoice('--fail-on', text('fail-on') ?? 'never', FAIL_ON),
    report: (Array.isArray(values.report) ? values.report : []).map(parseReportRequest),
    certificate: text('certificate'),
    event: eventOf(text('event')),
    days_remaining: daysOf(text('days-remaining') ?? '13'),
    rule: text('rule'),
    webhook: text('webhook'),
    email: text('email'),
    all: values.all === true,
    preset: text('preset'),
    template: values.template === true,
    starttls: text('starttls'),
    server_name: text('server-name'),
    connect_to: text('connect-to'),
    addresses: parseChoice('--addresses', text('addresses') ?? 'first', ['first', 'all']),
    both_algorithms: values['both-algorithms'] === true,
    proxy: text('proxy'),
    dns_servers: Array.isArray(values['dns-server']) ? values['dns-server'] : [],
    password_env: text('password-env'),
    trust: trustOf(text('trust'), text('ca-file')),
    ca_file: text('ca-file'),
    revocation: values.revocation === true,
    allow: Array.isArray(values.allow) ? values.allow : [],
    pem: values.pem === true,
    messages: values.messages === true,
    months: monthsOf(text('months') ?? '12'),
    endpoint: Array.isArray(values.endpoint) ? values.endpoint : [],
    action: text('action'),
    strict: values.strict === true,
  };
}

/** What stands for the name of a certificate: then the first that fits is taken. */
const AIMS = ['rule', 'webhook', 'email', 'all', 'preset'];

function checkOperands(command: Command, operands: string[], values: Values): void {
  const named = command === 'test' || command === 'render';
  const isAimed = AIMS.some((name) => values[name] !== undefined);
  if (named && (operands.length > 1 || (operands.length === 0 && !isAimed))) {
    throw createUsageError(
      `${command} needs one name, and got ${operands.length}`,
      `Write: certvigil ${command} NAME, or --rule NAME, --webhook NAME, --email NAME or --all.`,
    );
  }
  if (values.template === true && values.preset === undefined) {
    throw createUsageError('--template needs --preset', 'Write: certvigil render --preset slack --template');
  }
  const without = ['rule', 'webhook', 'email', 'all', 'manifest'].find((name) => values[name] !== undefined);
  if (values.preset !== undefined && (operands.length > 0 || without !== undefined)) {
    throw createUsageError('--preset stands alone: it needs no manifest', 'Write: certvigil render --preset NAME.');
  }
  if (named && values.all === true && operands.length > 0) {
    throw createUsageError('--all stands beside a name', `Write: certvigil ${command} --all, or the name alone.`);
  }
  if (command === 'inspect' && operands.length === 0) {
    throw createUsageError(
      'inspect needs something to look at',
      'Write a file, host:port, a URL, or - for standard input.',
    );
  }
  if (!named && command !== 'validate' && command !== 'inspect' && operands.length > 0) {
    throw createUsageError(`${command} takes no ${operands[0]}`, `See: certvigil ${command} --help`);
  }
}

/** One of the values, or an AppError `usage` that lists them. */
export function parseChoice<T extends string>(what: string, written: string, values: readonly T[]): T {
  const value = values.find((known) => known === written);
  if (value === undefined)
    throw createUsageError(`${what} cannot be ${written}`, `It is one of: ${values.join(', ')}.`);
  return value;
}

function timeOf(written: string | null): number | null {
  if (written === null) return null;
  const time = parseDateOrTime(written);
  if (time === null) {
    throw createUsageError(
      `--now ${written} is not a time`,
      'Write an ISO 8601 date or time, such as 2027-03-01 or 2027-03-01T06:00:00Z.',
    );
  }
  return time;
}

/** An event's name or a glob of them: a misspelt one would look like a log in which nothing happened. */
function eventOf(written: string | null): string | null {
  const isGlob = written === null || /[*?[{]/.test(written);
  if (isGlob || EVENT_NAMES.some((name) => name === written)) return written;
  const near = EVENT_NAMES.find((name) => name === `certificate.${written}`) ?? suggest(written, EVENT_NAMES);
  throw createUsageError(
    `--event ${written} is not an event`,
    near === undefined ? `There are: ${EVENT_NAMES.join(', ')}.` : `Did you mean ${near}?`,
  );
}

function trustOf(written: string | null, ca_file: string | null): TrustStore | null {
  if (written === null) return null;
  if (ca_file !== null)
    throw createUsageError('--trust and --ca-file both say whom clients trust', 'Write one of them.');
  return parseChoice<TrustStore>('--trust', written, ['mozilla', 'system', 'none']);
}

function daysOf(written: string): number {
  if (!/^-?\d{1,5}$/.test(written))
    throw createUsageError(`--days-remaining ${written} is not a number of days`, 'Write a whole number, such as 13.');
  return Number(written);
}

function monthsOf(written: string): number {
  const months = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  if (months < 1 || months > 120)
    throw createUsageError(
      `--months ${written} is not a number of months`,
      'Write a whole number from 1 to 120, such as 12.',
    );
  return months;
}

/** Reads `KIND=FILE`. */
export function parseReportRequest(written: string): ReportRequest {
  const [, kind, file] = /^([a-z_-]+)=(.+)$/s.exec(written) ?? [];
  if (kind === undefined || file === undefined) {
    throw createUsageError(
      `--report ${written} does not say what goes where`,
      'Write KIND=FILE, such as json=report.json.',
    );
  }
  return { kind, file };
}
