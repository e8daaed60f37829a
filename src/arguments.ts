import { parseArgs } from 'node:util';
import { AppError } from './errors.ts';
import { suggest } from './manifest/suggest.ts';
import { parseTime } from './time.ts';
import { EVENTS, type StoreKind } from './types.ts';

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
  /** Of `test` and `render`: which of the manifest's rules and webhooks. */
  rule: string | null;
  webhook: string | null;
  all: boolean;
  /** Of `render`: a preset instead of a manifest, and whether it is written out. */
  preset: string | null;
  template: boolean;
  /** Of `inspect`: how endpoints are asked, the name of the password's variable, and whether PEM is the result. */
  starttls: string | null;
  server_name: string | null;
  password_env: string | null;
  pem: boolean;
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

export const FAIL_ON = ['never', 'warning', 'critical', 'expired'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export const COMMANDS = [
  'scan',
  'validate',
  'test',
  'render',
  'log list',
  'log clear',
  'inspect',
  'forecast',
  'init',
  'demo',
] as const;
export type Command = (typeof COMMANDS)[number];

/** Promised for later: named, so that nobody takes them for a spelling mistake. */
const NOT_YET = ['digest'];

interface OptionSpec {
  type: 'string' | 'boolean';
  short?: string;
  multiple?: true;
  /** How the value is called in the help. */
  value?: string;
  help: string;
}

const COMMON = {
  manifest: { type: 'string', short: 'm', value: 'FILE', help: 'the manifest, where it is not found by itself' },
  'event-log': { type: 'string', value: 'FILE', help: "the event log's file, instead of the manifest's" },
  format: { type: 'string', value: 'text|json', help: 'how the result is printed (text)' },
  now: { type: 'string', value: 'TIME', help: 'judge by this time; recorded only with --event-log' },
  quiet: { type: 'boolean', help: 'no progress, no notes, and no table' },
  help: { type: 'boolean', short: 'h', help: 'this text' },
  version: { type: 'boolean', help: 'the version' },
} satisfies Record<string, OptionSpec>;

/** Of `test` and `render`: what is pretended, and to whom it is sent. */
const TRIAL: Record<string, OptionSpec> = {
  rule: { type: 'string', value: 'NAME', help: 'only by this rule' },
  webhook: { type: 'string', value: 'NAME', help: 'only to this webhook' },
  event: { type: 'string', value: 'NAME', help: 'as if this had happened, instead of what the days bring' },
  all: { type: 'boolean', help: 'every rule and destination once, with the first certificate that reaches it' },
  'days-remaining': { type: 'string', value: 'N', help: 'days from expiry to pretend (13)' },
};

const SPECIFIC: Record<Command, Record<string, OptionSpec>> = {
  scan: {
    'dry-run': { type: 'boolean', help: 'read the sources, send nothing, record nothing' },
    'ignore-cooldown': { type: 'boolean', help: 'send again what was told, but for endings' },
    only: { type: 'string', value: 'GLOB', help: 'only the certificates whose names match' },
    'fail-on': { type: 'string', value: FAIL_ON.join('|'), help: 'exit 1 where a certificate is that bad (never)' },
    report: { type: 'string', multiple: true, value: 'KIND=FILE', help: 'also write a report: json, markdown' },
  },
  validate: { strict: { type: 'boolean', help: 'exit 2 on warnings too' } },
  test: TRIAL,
  render: {
    ...TRIAL,
    preset: { type: 'string', value: 'NAME', help: 'what this preset makes of a certificate; needs no manifest' },
    template: { type: 'boolean', help: 'with --preset: write it out as a webhook of the manifest, to be changed' },
  },
  'log list': {
    certificate: { type: 'string', value: 'GLOB', help: 'only the certificates whose names match' },
    event: { type: 'string', value: 'NAME', help: 'only this event' },
  },
  'log clear': {
    certificate: { type: 'string', value: 'GLOB', help: 'only the certificates whose names match' },
    event: { type: 'string', value: 'NAME', help: 'only this event' },
  },
  inspect: {
    starttls: { type: 'string', value: 'PROTOCOL', help: 'ask endpoints for TLS in this protocol: smtp, imap, ...' },
    'server-name': { type: 'string', value: 'NAME', help: 'the name that endpoints are asked for' },
    'password-env': { type: 'string', value: 'NAME', help: 'the variable that holds the password of keystores' },
    pem: { type: 'boolean', help: 'print the certificates as PEM' },
  },
  forecast: {
    months: { type: 'string', value: 'N', help: 'how many months to show, this one included (12)' },
    only: { type: 'string', value: 'GLOB', help: 'only the certificates whose names match' },
  },
  init: {
    endpoint: { type: 'string', multiple: true, value: 'HOST', help: 'also watch this server: host or host:port' },
    'dry-run': { type: 'boolean', help: 'show what would be written, and write nothing' },
    action: { type: 'string', value: 'REF', help: 'the action as the workflows name it, such as OWNER/certvigil@v1' },
  },
  demo: {},
};

const SUMMARY: Record<Command, { usage: string; what: string }> = {
  scan: { usage: 'scan', what: 'read the certificates, judge them, fire events, deliver and record them' },
  validate: { usage: 'validate [FILE...]', what: 'check manifests, offline and without secrets' },
  test: {
    usage: 'test [NAME]',
    what: "send what would be sent were NAME's certificate 13 days from expiry, as a test",
  },
  render: {
    usage: 'render [NAME]',
    what: 'print the requests that test would send; NAME is a certificate or a webhook',
  },
  'log list': { usage: 'log list', what: 'show what was told, and to whom' },
  'log clear': { usage: 'log clear', what: 'forget what was told, so that it is told again' },
  inspect: {
    usage: 'inspect TARGET...',
    what: 'show what is in files, at host:port, behind URLs or, as -, in standard input',
  },
  forecast: {
    usage: 'forecast',
    what: 'show what expires when, what renewals will cost, and which thresholds stop making sense',
  },
  init: {
    usage: 'init',
    what: 'write a first manifest and two workflows from what is found here; nothing is overwritten',
  },
  demo: { usage: 'demo', what: 'see the whole pipeline at work on this machine, with nothing to set up' },
};

/** What the command line asks for: a command, or a text to print. */
export type Request = { options: Options } | { print: 'version' } | { print: 'help'; text: string };

/** Reads the command line; every mistake in it is an AppError `usage`. */
export function parseArguments(argv: readonly string[]): Request {
  const [first, second] = argv;
  if (first === 'help' && argv.length > 1) return parseArguments([...argv.slice(1), '--help']);
  if (first === undefined || first === 'help') return { print: 'help', text: overview() };
  if (first === '--version') return { print: 'version' };
  if (first === '--help' || first === '-h') return { print: 'help', text: overview() };
  if (first === 'log' && (second === '--help' || second === '-h'))
    return { print: 'help', text: `${commandHelp('log list')}\n${commandHelp('log clear')}` };
  const command = commandOf(first, second);
  const rest = argv.slice(command.split(' ').length);
  const { values, operands } = readOptions(command, rest);
  if (values.help === true) return { print: 'help', text: commandHelp(command) };
  if (values.version === true) return { print: 'version' };
  return { options: optionsOf(command, operands, values) };
}

function commandOf(first: string, second: string | undefined): Command {
  const name = first === 'log' ? `log ${second ?? ''}`.trim() : first;
  const command = COMMANDS.find((known) => known === name);
  if (command !== undefined) return command;
  if (name === 'log') throw usage('log needs to know what to do', 'Write `log list` or `log clear`.');
  if (first.startsWith('-'))
    throw usage(`${first} stands before the command`, 'Write the command first: certvigil scan ...');
  if (NOT_YET.includes(first)) throw usage(`${first} is not available yet`, `There are: ${COMMANDS.join(', ')}.`);
  throw usage(`there is no command ${name}`, didYouMean(name, COMMANDS) ?? `There are: ${COMMANDS.join(', ')}.`);
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
      throw usage(`${command} has no option ${token.rawName}`, near ?? `See: certvigil ${command} --help`);
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
    if (token.value !== undefined) throw usage(`${token.rawName} takes no value`, `Write ${token.rawName} alone.`);
    return true;
  }
  // An empty value is nearly always an unset variable of a script, and would silently mean something else.
  if (!token.value) throw usage(`${token.rawName} needs a value`, `Write ${token.rawName} ${spec.value ?? 'VALUE'}.`);
  if (spec.multiple) return [...(Array.isArray(before) ? before : []), token.value];
  if (before !== undefined) throw usage(`${token.rawName} is written twice`, 'Write it once.');
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
    format: oneOf('--format', text('format') ?? 'text', ['text', 'json']),
    now: timeOf(text('now')),
    quiet: values.quiet === true,
    dry_run: values['dry-run'] === true,
    ignore_cooldown: values['ignore-cooldown'] === true,
    only: text('only'),
    fail_on: oneOf('--fail-on', text('fail-on') ?? 'never', FAIL_ON),
    report: (Array.isArray(values.report) ? values.report : []).map(reportOf),
    certificate: text('certificate'),
    event: eventOf(text('event')),
    days_remaining: daysOf(text('days-remaining') ?? '13'),
    rule: text('rule'),
    webhook: text('webhook'),
    all: values.all === true,
    preset: text('preset'),
    template: values.template === true,
    starttls: text('starttls'),
    server_name: text('server-name'),
    password_env: text('password-env'),
    pem: values.pem === true,
    months: monthsOf(text('months') ?? '12'),
    endpoint: Array.isArray(values.endpoint) ? values.endpoint : [],
    action: text('action'),
    strict: values.strict === true,
  };
}

/** What stands for the name of a certificate: then the first that fits is taken. */
const AIMS = ['rule', 'webhook', 'all', 'preset'];

function checkOperands(command: Command, operands: string[], values: Values): void {
  const named = command === 'test' || command === 'render';
  const isAimed = AIMS.some((name) => values[name] !== undefined);
  if (named && (operands.length > 1 || (operands.length === 0 && !isAimed))) {
    throw usage(
      `${command} needs one name, and got ${operands.length}`,
      `Write: certvigil ${command} NAME, or --rule NAME, --webhook NAME or --all.`,
    );
  }
  if (values.template === true && values.preset === undefined) {
    throw usage('--template needs --preset', 'Write: certvigil render --preset slack --template');
  }
  const without = ['rule', 'webhook', 'all', 'manifest'].find((name) => values[name] !== undefined);
  if (values.preset !== undefined && (operands.length > 0 || without !== undefined)) {
    throw usage('--preset stands alone: it needs no manifest', 'Write: certvigil render --preset NAME.');
  }
  if (named && values.all === true && operands.length > 0) {
    throw usage('--all stands beside a name', `Write: certvigil ${command} --all, or the name alone.`);
  }
  if (command === 'inspect' && operands.length === 0) {
    throw usage('inspect needs something to look at', 'Write a file, host:port, a URL, or - for standard input.');
  }
  if (!named && command !== 'validate' && command !== 'inspect' && operands.length > 0) {
    throw usage(`${command} takes no ${operands[0]}`, `See: certvigil ${command} --help`);
  }
}

/** One of the values, or an AppError `usage` that lists them. */
export function oneOf<T extends string>(what: string, written: string, values: readonly T[]): T {
  const value = values.find((known) => known === written);
  if (value === undefined) throw usage(`${what} cannot be ${written}`, `It is one of: ${values.join(', ')}.`);
  return value;
}

function timeOf(written: string | null): number | null {
  if (written === null) return null;
  const time = parseTime(written);
  if (time === null) {
    throw usage(
      `--now ${written} is not a time`,
      'Write an ISO 8601 date or time, such as 2027-03-01 or 2027-03-01T06:00:00Z.',
    );
  }
  return time;
}

/** An event's name or a glob of them: a misspelt one would look like a log in which nothing happened. */
function eventOf(written: string | null): string | null {
  const isGlob = written === null || /[*?[{]/.test(written);
  if (isGlob || EVENTS.some((name) => name === written)) return written;
  const near = EVENTS.find((name) => name === `certificate.${written}`) ?? suggest(written, EVENTS);
  throw usage(
    `--event ${written} is not an event`,
    near === undefined ? `There are: ${EVENTS.join(', ')}.` : `Did you mean ${near}?`,
  );
}

function daysOf(written: string): number {
  if (!/^-?\d{1,5}$/.test(written))
    throw usage(`--days-remaining ${written} is not a number of days`, 'Write a whole number, such as 13.');
  return Number(written);
}

function monthsOf(written: string): number {
  const months = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  if (months < 1 || months > 120)
    throw usage(`--months ${written} is not a number of months`, 'Write a whole number from 1 to 120, such as 12.');
  return months;
}

/** Reads `KIND=FILE`. */
export function reportOf(written: string): ReportRequest {
  const [, kind, file] = /^([a-z_-]+)=(.+)$/s.exec(written) ?? [];
  if (kind === undefined || file === undefined) {
    throw usage(`--report ${written} does not say what goes where`, 'Write KIND=FILE, such as json=report.json.');
  }
  return { kind, file };
}

export function usage(message: string, hint: string): AppError {
  return new AppError('usage', message, { hint });
}

function overview(): string {
  const width = Math.max(...COMMANDS.map((command) => SUMMARY[command].usage.length));
  const lines = COMMANDS.map((command) => `  ${SUMMARY[command].usage.padEnd(width)}  ${SUMMARY[command].what}`);
  return `certvigil: certificate expiry monitoring as code

Usage: certvigil COMMAND [OPTION...]

${lines.join('\n')}

certvigil COMMAND --help tells the options of a command.
Exit status: 0 done; 1 a certificate is at or past --fail-on; 2 usage or manifest; 3 a delivery failed,
the log could not be saved, or an internal error.
`;
}

function commandHelp(command: Command): string {
  const specs = Object.entries<OptionSpec>({ ...SPECIFIC[command], ...COMMON });
  const left = specs.map(([name, { short, value }]) => {
    const dash = short === undefined ? '    ' : `-${short}, `;
    return `  ${dash}--${name}${value === undefined ? '' : ` ${value}`}`;
  });
  const width = Math.max(...left.map((text) => text.length));
  const lines = specs.map(([, { help }], index) => `${(left[index] ?? '').padEnd(width)}  ${help}`);
  const { usage: words, what } = SUMMARY[command];
  return `Usage: certvigil ${words} [OPTION...]

${what[0]?.toUpperCase()}${what.slice(1)}.

${lines.join('\n')}
`;
}
