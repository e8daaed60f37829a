/**
 * The one place where every diagnostic of a manifest is worded: its severity, what is wrong, and what to do about it.
 * Messages are made of our own words and the manifest's text, never of a library's message.
 */

export interface Wording {
  severity: 'error' | 'warning';
  message: string;
  hint: string;
}

/** A setting as it is shown, and whether the user has written it. */
export interface WrittenOrDefault {
  text: string;
  written: boolean;
}

const error = (message: string, hint: string): Wording => ({ severity: 'error', message: sentence(message), hint });
const warning = (message: string, hint: string): Wording => ({ severity: 'warning', message: sentence(message), hint });

/** Begins with a capital, unless it begins with a key: that stays as it is written in the manifest. */
function sentence(message: string): string {
  return /^[a-z]+_/.test(message) ? message : message.charAt(0).toUpperCase() + message.slice(1);
}

// What JSON leaves alone and no one can see: controls, line separators, and what turns the direction of writing.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text of the user's, quoted, on one line and not too long. */
function show(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return JSON.stringify(cut).replace(UNSEEN, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

function list(words: readonly string[]): string {
  return words.join(', ');
}

function didYouMean(near: string | undefined, known: readonly string[], what: string): string {
  if (near !== undefined) return `Did you mean ${show(near)}?`;
  return known.length === 0 ? `There are no ${what}.` : `The ${what} are: ${list(known)}.`;
}

/** What the parser of YAML stumbled over, by its own codes and some of ours in lower case. */
const SYNTAX = {
  BAD_ALIAS: ['An alias needs a name.', 'Quote a text that begins with "*" or ends with ":".'],
  BAD_DIRECTIVE: ['A directive of YAML is not written so.', 'Take the line that begins with "%" out.'],
  BAD_DQ_ESCAPE: [
    'There is no such escape in a text between double quotes.',
    'Use single quotes, in which a backslash is a backslash.',
  ],
  BAD_INDENT: [
    'The indentation does not fit what stands above.',
    'Align the keys of one map and indent its values; close every [ and { that is opened above.',
  ],
  BAD_SCALAR_START: ['An unquoted text cannot begin with this character.', 'Put the text in quotes.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'A key with its value stands where a text was begun.',
    'Quote a text that has ": " in it; a map begins on a line of its own, indented.',
  ],
  BLOCK_IN_FLOW: [
    'Between [ ] or { } there can be no indented list or map.',
    'Quote a text that has ": " in it, or write the inner map with { } too.',
  ],
  KEY_OVER_1024_CHARS: ['A key cannot be longer than 1024 characters.', 'Close the quote that is left open above.'],
  MISSING_CHAR: [
    'Something is left open, or a ":" or "," is missing.',
    'Close every quote, [ and { that is opened, and put ": " after each key.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'A key cannot go over more than one line.',
    'Put ": " (with the space) after the key, and indent the line as its neighbours.',
  ],
  MULTIPLE_ANCHORS: ['A value can have one anchor only.', 'Keep one of them.'],
  MULTIPLE_TAGS: ['A value can have one tag only.', 'Take the tags out.'],
  RESOURCE_EXHAUSTION: ['Lists or maps are nested too deeply to be read.', 'A manifest needs no more than ten levels.'],
  'after-quote': [
    'Text follows a closing quote.',
    "Quote the whole text; a quote within single quotes is doubled ('').",
  ],
  'list-beside-key': ['A list cannot begin on the line of its key.', 'Begin it on the next line, or write [a, b].'],
  unexpected: [
    'This cannot stand here.',
    'Check the indentation, and that [ ], { } and quotes are closed where they should.',
  ],
} satisfies Record<string, [message: string, hint: string]>;

export type SyntaxProblem = keyof typeof SYNTAX;

export function isSyntaxProblem(code: string): code is SyntaxProblem {
  return Object.hasOwn(SYNTAX, code);
}

/** What a text without quotes is mistaken for. */
const TRAPS = {
  '@': 'An unquoted text cannot begin with "@", which YAML reserves.',
  '`': 'An unquoted text cannot begin with "`", which YAML reserves.',
  '%': 'An unquoted text cannot begin with "%", which begins a directive of YAML.',
  ',': 'An unquoted text cannot begin with ",", which separates items.',
  '*': 'An unquoted "*" begins an alias of YAML.',
  '[': 'An unquoted "[" begins a list of YAML.',
  '{': 'An unquoted "{" begins a map of YAML.',
  '{ {': 'Between the braces of a YAML map, "{" begins another map.',
  ': ': 'An unquoted ": " makes a map of YAML.',
};

export type TrapKind = keyof typeof TRAPS;

const NAMES = {
  entry: ['characters other than letters, digits, dot, underscore and hyphen', 'Write a name such as shop-1.'],
  edges: ['nothing in it, or a space at its edge', 'Write a name that begins and ends with a letter or digit.'],
  header: ['characters that no header has', 'A header has letters, digits and hyphens, and no space or colon.'],
  secret: ['characters that a template cannot name', 'Write letters, digits and underscores, and no digit first.'],
  variable: [
    'characters that no variable has',
    'Write the bare name, such as SIGNING_CERTIFICATE: letters, digits and underscores, no digit first.',
  ],
  branch: ['what no branch of git may be called', 'Write a name such as certvigil-state.'],
  label: ['a comma, a space at its edge, or more than 50 characters', 'Write a label such as certificate.'],
  user: [
    'characters that no user of GitHub has',
    'Write a user such as octocat. A team can be an "owner": it is mentioned.',
  ],
  long: ['more than 200 characters', 'Shorten it.'],
} satisfies Record<string, [why: string, hint: string]>;

export type NameProblem = keyof typeof NAMES;

const ENDPOINT_FORMS = 'Write host, host:port, or [address]:port for IPv6.';
const ENDPOINTS = {
  url: ['is a URL', ENDPOINT_FORMS],
  space: ['has a space in it', `${ENDPOINT_FORMS} Several places are a list: [a, b].`],
  path: ['has a path in it', ENDPOINT_FORMS],
  user: ['has a user name in it', ENDPOINT_FORMS],
  port: ['has no port from 1 to 65535', ENDPOINT_FORMS],
  brackets: ['has brackets around what is no IPv6 address', ENDPOINT_FORMS],
  colons: ['is neither an IPv6 address nor host:port', 'An IPv6 address with a port is written [address]:port.'],
  wildcard: ['is a wildcard, and no server has that name', 'Write a name that a client connects to.'],
  host: ['has no host name or address in it', ENDPOINT_FORMS],
} satisfies Record<string, [why: string, hint: string]>;

export type EndpointProblem = keyof typeof ENDPOINTS;

const URLS = {
  'line-end': 'has a line end in it',
  space: 'has a space in it',
  scheme: 'begins with neither https:// nor http://',
  host: 'has no host',
  malformed: 'is not well formed',
};

export type UrlProblem = keyof typeof URLS;

const TYPES: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'a map',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a whole number',
  null: 'null',
};

/** The kind of a value for people, by JSON Schema's name of it. */
export function kindName(type: string): string {
  return TYPES[type] ?? 'something else';
}

function typeHint(expected: readonly string[], text: string | null): string {
  const scalar = text !== null;
  if (expected.includes('boolean') && /^(yes|on|y)$/i.test(text ?? '')) {
    return `YAML 1.2 reads ${text} as a text: write true.`;
  }
  if (expected.includes('boolean') && /^(no|off|n)$/i.test(text ?? '')) {
    return `YAML 1.2 reads ${text} as a text: write false.`;
  }
  if (expected.includes('string') && scalar) return `Put it in quotes: ${show(text)}.`;
  if (expected.includes('string'))
    return 'A text that begins with { or [ needs quotes, or stands as a block after "|".';
  if (expected.includes('array') && scalar) return `Write a list: [${text.slice(0, 60)}].`;
  if (expected.includes('object')) return 'Write lines of "key: value", indented.';
  if (expected.includes('number') || expected.includes('integer')) return 'Write a number, without quotes.';
  return 'Write true or false, without quotes.';
}

const LIMIT_FORMS = 'Write whole days (10 or "10d", up to 36500), hours ("36h") or a part of the lifetime ("33%").';

/** Code -> wording, by what the message is about. */
export const WORDINGS = {
  // ------------------------------------------------------------------------------------------------ the file
  'manifest-empty': () =>
    error('The file is empty.', 'A manifest begins with "version: 1" and a list "certificates:".'),
  'included-file-empty': () =>
    error('The included file is empty.', 'Give it certificates, rules or webhooks, or take it out of "include".'),
  'file-too-large': (limit: string) =>
    error(`The file is over ${limit}, which is more than is read.`, 'Split it, and name the parts under "include".'),
  'not-utf8': (offset: number, utf16: boolean) =>
    error(
      `The file is not UTF-8 text: the byte at offset ${offset} cannot stand there.`,
      utf16 ? 'It looks like UTF-16. Save it as UTF-8.' : 'Save it as UTF-8.',
    ),
  'include-not-found': (file: string) =>
    error(`There is no file ${show(file)}.`, 'Paths under "include" are relative to the folder of the manifest.'),
  'include-unreadable': (file: string, why: string) =>
    error(`The file ${show(file)} cannot be read: ${why}.`, 'Name a file that this user may read, or a glob.'),
  'include-outside-root': (file: string) =>
    error(
      `${show(file)} leads out of the folder of the manifest.`,
      'Move the file below the manifest, or write its absolute path.',
    ),
  'include-matches-nothing': (glob: string) =>
    warning(`No file matches ${show(glob)}.`, 'Paths under "include" are relative to the folder of the manifest.'),

  // ------------------------------------------------------------------------------------------------ YAML
  'yaml-syntax': (problem: SyntaxProblem) => error(...SYNTAX[problem]),
  'needs-quotes': (trap: TrapKind, quoted: string) => error(TRAPS[trap], `Write ${quoted}, in quotes.`),
  'tab-indent': () => error('A tab cannot indent YAML.', 'Indent with spaces.'),
  'multiple-documents': () =>
    error('A second YAML document begins here.', 'Take the "---" out, or name the second part under "include".'),
  'duplicate-key': (key: string, line: number) =>
    error(`The key ${show(key)} stands already in line ${line}.`, 'Keep one of the two.'),
  'bad-key': (isEmpty: boolean) =>
    error(
      isEmpty ? 'A value stands here without a key.' : 'A list or map cannot be a key.',
      'Write a name, a colon, and the value.',
    ),
  'unknown-tag': (tag: string) =>
    error(`${tag} is read as a YAML tag, and a manifest has none.`, 'Quote a text that begins with "!".'),
  'unresolved-alias': (alias: string, near: string | undefined) =>
    error(
      `*${alias} refers to an anchor that does not stand above it.`,
      near === undefined ? `Write the anchor (&${alias}) above it, or quote the text.` : `Did you mean *${near}?`,
    ),
  'recursive-alias': (alias: string) =>
    error(`*${alias} stands inside the very value that it refers to.`, 'Move the alias out of it.'),
  'too-many-aliases': (limit: number) =>
    error(`Aliases make more than ${limit} values of this file.`, 'Write the values out, or include other files.'),
  'bad-merge': () =>
    error('"<<" merges maps, and this is none.', 'Write an alias of a map, or a list of such aliases.'),

  // ------------------------------------------------------------------------------------------------ the schema
  'unknown-key': (key: string, of: string, near: string | undefined, known: readonly string[]) =>
    error(`${show(key)} is not a key of ${of}.`, didYouMean(near, known, 'keys')),
  'belongs-in-manifest': (key: string) =>
    error(
      `${show(key)} holds for the whole manifest and cannot stand in an included file.`,
      'Move it to the manifest.',
    ),
  'missing-key': (key: string, of: string) =>
    error(
      `${show(key)} is missing in ${of}.`,
      key === 'version' ? 'Begin the file with: version: 1' : `Add ${show(key)}.`,
    ),
  'wrong-type': (what: string, expected: readonly string[], found: string, text: string | null) =>
    error(
      `${what} must be ${expected.map(kindName).join(' or ')}, and is ${kindName(found)}.`,
      typeHint(expected, text),
    ),
  'empty-value': (what: string) =>
    error(
      `${what} has no value.`,
      /^"issues?"$/.test(what) ? `Write ${what.slice(1, -1)}: {}` : 'Give it one, or take the key out.',
    ),
  'bad-value': (what: string, value: string, near: string | undefined, known: readonly string[]) =>
    error(`${what} cannot be ${show(value)}.`, didYouMean(near, known, 'values')),
  'out-of-range': (what: string, value: string, comparison: string, limit: number) =>
    error(`${what} cannot be ${show(value)}.`, `Write a number ${comparison} ${limit}.`),
  'unsupported-version': (value: string) =>
    error(`The version of this manifest is ${value}, and this certvigil reads version 1.`, 'Write: version: 1'),
  'bad-name': (name: string, problem: NameProblem) =>
    error(`The name ${show(name)} has ${NAMES[problem][0]}.`, NAMES[problem][1]),
  'invalid-value': (what: string) => error(`${what} is not valid here.`, 'See the reference, docs/manifest.md.'),

  // ------------------------------------------------------------------------------------------------ certificates
  'source-missing': () =>
    error(
      'This certificate has no source.',
      'Write one of: endpoint (a host or host:port), file (a path or glob), url, env (the name of a variable), pem (the text itself), expires (a date).',
    ),
  'source-conflict': (sources: readonly string[]) =>
    error(
      `This certificate has more than one source: ${list(sources)}.`,
      'Keep one, and write a certificate of its own for each other.',
    ),
  'needs-key': (key: string, needed: readonly string[]) => {
    const one = needed.map(show).join(' or ');
    return error(`${show(key)} has a meaning only beside ${one}.`, `Add ${one}, or take it out.`);
  },
  'duplicate-name': (what: string, name: string, first: string) =>
    error(`The ${what} ${show(name)} stands already at ${first}.`, 'Give one of the two another name.'),
  'bad-limit': (value: string) => error(`${show(value)} is no distance to the end of a certificate.`, LIMIT_FORMS),
  'duplicate-threshold': (threshold: string, first: string) =>
    warning(`${show(threshold)} is the same threshold as ${show(first)}.`, 'Keep one of the two.'),
  'critical-over-warning': (critical: WrittenOrDefault, warn: WrittenOrDefault) => {
    const shown = ({ text, written }: WrittenOrDefault) => (written ? text : `${text}, the default`);
    const message = `expiry_critical_days (${shown(critical)}) is over expiry_warning_days (${shown(warn)}).`;
    if (!critical.written) return error(message, `Write expiry_critical_days too, not over ${warn.text}.`);
    if (!warn.written) return error(message, `Write expiry_warning_days too, not under ${critical.text}.`);
    return error(message, 'Make expiry_critical_days the smaller one.');
  },
  'percentage-without-lifetime': (key: string, value: string) =>
    error(
      `${show(value)} is a part of the lifetime, and a date known by hand has no lifetime.`,
      `Give the certificate its own ${key}, in days or hours.`,
    ),
  'bad-pem': () =>
    error(
      'There is no PEM in this text: no line of it is a "-----BEGIN CERTIFICATE-----".',
      'Write the certificate as a block after "|", so that its lines stay lines.',
    ),
  'private-key-in-manifest': () =>
    error(
      'A private key stands in this text.',
      'Take it out, and treat the key as stolen: whoever can read this file has it. The certificate alone is needed.',
    ),
  'bad-date': (value: string) =>
    error(`${show(value)} is no date of the calendar.`, 'Write YYYY-MM-DD, such as 2027-03-01.'),
  'bad-endpoint': (value: string, problem: EndpointProblem, better: string | null) =>
    error(`${show(value)} ${ENDPOINTS[problem][0]}.`, better === null ? ENDPOINTS[problem][1] : `Write ${better}.`),
  'starttls-without-port': (endpoint: string, starttls: string, usual: number) =>
    warning(
      `${show(endpoint)} has no port, so port 443 is asked for ${starttls}.`,
      `Write the port, such as ${endpoint}:${usual}.`,
    ),
  'bad-srv': (value: string) =>
    error(
      `${show(value)} is no name of an SRV record.`,
      'Write _service._tcp.domain, such as _imaps._tcp.example.com.',
    ),
  'bad-proxy': () =>
    error(
      'This is no proxy.',
      'Write http://host:port or socks5://host:port (with user:password@ before the host where it asks), env, or none.',
    ),
  'bad-network': (value: string) =>
    error(
      `${show(value)} is neither an address nor a CIDR block.`,
      'Write an address such as 192.0.2.1, or a block such as 10.0.0.0/8 or fd00::/8.',
    ),
  'bad-dns-server': (value: string) =>
    error(
      `${show(value)} is no address of a DNS server.`,
      'Write an address, with a port where it is not 53: 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353.',
    ),
  'bad-server-name': (value: string) =>
    error(`${show(value)} is no host name.`, 'Write the bare name that is asked for, such as mail.example.com.'),
  'duplicate-place': (place: string) => warning(`${show(place)} stands in this list already.`, 'Keep one of the two.'),
  'glob-matches-nothing': (pattern: string) =>
    warning(`No file matches ${show(pattern)}.`, 'Paths are relative to the folder of the manifest.'),

  // ------------------------------------------------------------------------------------------------ webhooks
  'bad-url': (problem: UrlProblem) =>
    error(
      `The URL ${URLS[problem]}.`,
      'Write a URL that begins with https:// or http://, or a variable that holds one.',
    ),
  'bad-header': (header: string) =>
    error(
      `The value of ${show(header)} has a line end in it.`,
      'Write it on one line, without a block ("|" keeps the line end).',
    ),
  'reserved-variable': (name: string) =>
    error(
      `$\{${name}} is the runner's own and is never sent anywhere.`,
      'Names that begin with GITHUB_, ACTIONS_, RUNNER_ or INPUT_ are refused: set a variable of your own.',
    ),
  'bad-variable': (text: string, expression: boolean) =>
    error(
      `${show(text)} is no reference to a variable.`,
      expression
        ? `Expressions of GitHub are not known here: write $\{NAME}, and set NAME in the env of the workflow step.`
        : `Write $\{NAME}: letters, digits and underscores, no digit first.`,
    ),
  'variable-not-replaced': (name: string, key: string) =>
    warning(
      `$\{${name}} is not replaced in a ${key}.`,
      key === 'body_template'
        ? `Write secrets: { name: "$\{${name}}" } in this webhook, and {{ secrets.name }} here.`
        : 'Take it out: what stands in a mail comes from its templates alone.',
    ),
  'preset-needs-secret': (preset: string, secret: string, what: string) =>
    error(
      `The preset ${preset} needs the secret ${show(secret)}: ${what}.`,
      `Write secrets: { ${secret}: "$\{NAME}" }, and set NAME in the environment of the scan.`,
    ),
  'bad-secret': (secret: string, what: string) =>
    error(`${show(secret)} is not what the receiver takes: ${what}.`, `Write $\{NAME}, and set NAME to that.`),
  'unused-webhook': (name: string) =>
    warning(`No rule sends to the webhook ${show(name)}.`, 'Name it in the actions of a rule, or take it out.'),
  'bad-address': (value: string) =>
    error(
      `${show(value)} is no address of mail.`,
      'Write ops@example.com, or Operations <ops@example.com>; several are a list: [a@example.com, b@example.com].',
    ),
  'password-unencrypted': () =>
    error(
      'With "tls: none" the password would be sent for anyone to read.',
      'Write tls: starttls or tls: implicit, or take username and password out.',
    ),
  'unused-email': (name: string) =>
    warning(`Nothing is sent to the item ${show(name)} of email.`, 'Name it in the actions of a rule, or take it out.'),
  'template-syntax': (what: string) => error(what, 'Mend the template: Jinja2 writes {{ value }} and {% if … %}.'),
  'template-refused': (what: string) =>
    error(what, 'Compute with what the template is handed: data, filters and tests; see docs/templates.md.'),
  'template-json-join': () =>
    warning(
      'Text joined with quotes breaks the JSON: the quotes are escaped like everything that is put out.',
      'Write {{ list | tojson }}, without quotes around it.',
    ),
  'template-unlike-jinja': (what: string) =>
    warning(
      what,
      'Nothing needs to change where it is meant as it is rendered here; docs/templates.md lists the differences.',
    ),
  'template-json-tojson': () =>
    warning(
      'The filter tojson writes its own quotes, and here it stands between quotes.',
      'Take the outer quotes away.',
    ),

  // ------------------------------------------------------------------------------------------------ rules
  'unknown-event': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no event ${show(name)}.`, didYouMean(near, known, 'events')),
  'unknown-webhook': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no webhook ${show(name)}.`, didYouMean(near, known, 'webhooks')),
  'unknown-email': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no item ${show(name)} of email.`, didYouMean(near, known, 'items of email')),
  'action-missing': () =>
    error('This action names no receiver.', 'Write { webhook: NAME }, { email: NAME } or { issue: {} }.'),
  'action-conflict': (kinds: readonly string[]) =>
    error(`This action names more than one receiver: ${list(kinds)}.`, 'Write an item of its own for each.'),
  'duplicate-action': (kind: 'webhook' | 'email', name: string, first: string) =>
    warning(
      `This rule sends to the ${kind} ${show(name)} already, at ${first}: that action counts, and this one does not.`,
      'Take one of the two out, or write it in a rule of its own.',
    ),
  'group-of-one': (preset: string) =>
    error(
      `The preset ${preset} opens an alert for each certificate and ends it by itself, so it cannot take several in one message.`,
      'Take group_by out; what receives them groups them in its own settings.',
    ),
  'unknown-attribute': (attr: string, near: string | undefined, known: readonly string[]) =>
    error(`${show(attr)} is no attribute of data.`, didYouMean(near, known, 'attributes')),
  'condition-type': (op: string, needed: string, found: string) =>
    error(
      `"${op}" needs ${kindName(needed)} to compare with, and the value is ${kindName(found)}.`,
      `Write ${kindName(needed)}, or another "op".`,
    ),
  'bad-regex': (pattern: string, problem: string) =>
    error(
      `${show(pattern)} is no regular expression: ${problem}.`,
      'Write it in single quotes, in which a backslash is a backslash.',
    ),
  'rule-matches-nothing': (what: 'name' | 'label' | 'threshold', value: string) =>
    warning(`No certificate has the ${what} ${show(value)}.`, 'Mend it, or take it out: the rule never fires for it.'),

  // ------------------------------------------------------------------------------------------------ silences, quiet hours
  'bad-time': (value: string) =>
    error(
      `${show(value)} is no time.`,
      'Write a date such as 2027-03-01, which is its first moment in UTC, or a time with its zone such as 2027-03-01T08:00:00+01:00.',
    ),
  'silence-expired': (until: string) =>
    warning(
      `This silence ended at ${until}: what it held back is told again.`,
      'Take it out, or give it a later end if it is still wanted.',
    ),
  'silence-too-long': (until: string, limit: string) =>
    error(
      `This silence ends at ${until}, more than a year from now.`,
      `Write a time before ${limit}; what need not be watched at all is "enabled: false".`,
    ),
  'silence-of-endings': (event: string) =>
    error(
      `${show(event)} cannot be silenced: what was told is always ended, and nothing else is.`,
      'Name the alerts that are to be held back, such as certificate.expiry_warning: what was never told has no ending.',
    ),
  'silence-matches-nothing': (what: 'name' | 'label' | 'threshold', value: string) =>
    warning(
      `No certificate has the ${what} ${show(value)}.`,
      'Mend it, or take it out: the silence holds nothing back for it.',
    ),
  'bad-time-of-day': (value: string) =>
    error(`${show(value)} is no time of day.`, 'Write hours and minutes in quotes, such as "07:00" or "22:30".'),
  'bad-time-zone': (value: string, near: string | undefined) =>
    error(
      `There is no time zone ${show(value)}.`,
      near === undefined
        ? 'Write a name of the IANA database, such as Europe/Berlin or UTC.'
        : `Did you mean ${show(near)}?`,
    ),
  'bad-quiet-hours': (problem: 'empty' | 'endless') =>
    problem === 'empty'
      ? error('These hours end when they begin.', 'Write "00:00" and "24:00" for a whole day, and its "days".')
      : error(
          'These hours leave less than an hour of any day, so that nothing would be sent.',
          'Leave time for a scan in which what was held back can be sent.',
        ),

  'stale-after-missing': (event: string) =>
    warning(
      `${show(event)} never fires: it is not said after how long a scan is stale.`,
      'Write settings: { stale_after_hours: 36 } for a daily schedule, or take the event out.',
    ),

  // ------------------------------------------------------------------------------------------------ the whole
  'no-certificates': () =>
    warning('There are no certificates to watch.', 'List them under "certificates", or name files under "include".'),
  'nothing-is-sent': () =>
    warning(
      'There are certificates and webhooks, and no enabled rule: nothing will be sent.',
      'Add a rule that names the events and a webhook, or "issues: {}".',
    ),
} satisfies Record<string, (...args: never[]) => Wording>;
