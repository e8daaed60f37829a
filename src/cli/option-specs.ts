/** What the command line understands, as tables, and the help that is made of them. */

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
  'digest',
  'forecast',
  'init',
  'demo',
] as const;
export type Command = (typeof COMMANDS)[number];

export interface OptionSpec {
  type: 'string' | 'boolean';
  short?: string;
  multiple?: true;
  /** How the value is called in the help. */
  value?: string;
  help: string;
}

export const COMMON = {
  manifest: { type: 'string', short: 'm', value: 'FILE', help: 'the manifest, where it is not found by itself' },
  'event-log': { type: 'string', value: 'FILE', help: "the event log's file, instead of the manifest's" },
  format: { type: 'string', value: 'text|json', help: 'how the result is printed (text)' },
  now: { type: 'string', value: 'TIME', help: 'judge by this time' },
  quiet: { type: 'boolean', help: 'no progress, no notes, and no table' },
  help: { type: 'boolean', short: 'h', help: 'this text' },
  version: { type: 'boolean', help: 'the version' },
} satisfies Record<string, OptionSpec>;

/** Of `test` and `render`: what is pretended, and to whom it is sent. */
const TRIAL: Record<string, OptionSpec> = {
  rule: { type: 'string', value: 'NAME', help: 'only by this rule' },
  webhook: { type: 'string', value: 'NAME', help: 'only to this webhook' },
  email: { type: 'string', value: 'NAME', help: 'only by this item of email' },
  event: { type: 'string', value: 'NAME', help: 'as if this had happened, instead of what the days bring' },
  all: { type: 'boolean', help: 'every rule and destination once, with the first certificate that reaches it' },
  'days-remaining': { type: 'string', value: 'N', help: 'days from expiry to pretend (13)' },
};

export const SPECIFIC: Record<Command, Record<string, OptionSpec>> = {
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
    'connect-to': { type: 'string', value: 'HOST', help: 'where to connect instead: host or host:port' },
    addresses: { type: 'string', value: 'first|all', help: 'the first address that accepts, or every one (first)' },
    'both-algorithms': { type: 'boolean', help: 'the certificate for each kind of key that a server has' },
    proxy: { type: 'string', value: 'URL|env', help: 'the proxy that leads to endpoints, as in a manifest' },
    'dns-server': { type: 'string', multiple: true, value: 'ADDRESS', help: 'the DNS server that alone is asked' },
    trust: { type: 'string', value: 'mozilla|system|none', help: 'by whose trust anchors they are judged' },
    'ca-file': { type: 'string', value: 'FILE', help: 'a PEM file of the only authorities that are trusted' },
    revocation: { type: 'boolean', help: 'ask the issuers whether they have revoked it, by the URLs that it names' },
    allow: {
      type: 'string',
      multiple: true,
      value: 'NETWORK',
      help: 'connect to this network, link-local or private, too',
    },
    'password-env': { type: 'string', value: 'NAME', help: 'the variable that holds the password of keystores' },
    pem: { type: 'boolean', help: 'print the certificates as PEM' },
  },
  digest: {
    'dry-run': { type: 'boolean', help: 'read the sources, send nothing, record nothing' },
    messages: { type: 'boolean', help: 'print the mails and requests instead; send nothing, record nothing' },
    'fail-on': { type: 'string', value: FAIL_ON.join('|'), help: 'exit 1 where a certificate is that bad (never)' },
    report: { type: 'string', multiple: true, value: 'KIND=FILE', help: 'also write a report: json, markdown' },
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

/** Common options that say nothing to a command. It takes them, as scripts write them for all, and its help leaves them out. */
const IDLE: Partial<Record<Command, readonly (keyof typeof COMMON)[]>> = {
  validate: ['event-log'],
  test: ['event-log'],
  render: ['event-log'],
  'log list': ['now'],
  inspect: ['manifest', 'event-log'],
  init: ['event-log', 'now'],
  demo: ['manifest', 'event-log', 'format', 'now'],
};

/** A time that was made up is kept out of the log that others go by. */
const RECORDING: readonly Command[] = ['scan', 'log clear', 'digest'];

const SUMMARY: Record<Command, { usage: string; what: string }> = {
  scan: { usage: 'scan', what: 'read the certificates, judge them, fire events, deliver and record them' },
  validate: { usage: 'validate [FILE...]', what: 'check manifests, offline and without secrets' },
  test: {
    usage: 'test [NAME]',
    what: "send what would be sent were NAME's certificate 13 days from expiry, as a test",
  },
  render: {
    usage: 'render [NAME]',
    what: 'print the requests that test would send; NAME is a certificate, a webhook or an item of email',
  },
  'log list': { usage: 'log list', what: 'show what was told, and to whom' },
  'log clear': { usage: 'log clear', what: 'forget what was told, so that it is told again' },
  inspect: {
    usage: 'inspect TARGET...',
    what: 'show what is in files, at host:port or SRV records, behind URLs or, as -, in standard input',
  },
  digest: { usage: 'digest', what: 'tell how all certificates stand, and send it where the manifest says' },
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

export function renderOverview(): string {
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

function commonOf(command: Command): Record<string, OptionSpec> {
  const idle: readonly string[] = IDLE[command] ?? [];
  const { now } = COMMON;
  const help = RECORDING.includes(command) ? `${now.help}; recorded only with --event-log` : now.help;
  return Object.fromEntries(
    Object.entries({ ...COMMON, now: { ...now, help } }).filter(([name]) => !idle.includes(name)),
  );
}

export function renderCommandHelp(command: Command): string {
  const specs = Object.entries<OptionSpec>({ ...SPECIFIC[command], ...commonOf(command) });
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
