/**
 * The one place where every diagnostic of a manifest is worded: its severity, what is wrong, and what to do about it.
 * Messages are made of our own words and the manifest's text, never of a library's message.
 */
import type { Diagnostic } from '../types.ts';
import { lineIndex, lineText, type Span } from './text.ts';

export { formatDiagnostic } from './format.ts';

/** Where a diagnostic points: a place in a file, with the line for its code frame. */
export type Where = Pick<Diagnostic, 'file' | 'line' | 'column' | 'source'>;

interface Wording {
  severity: 'error' | 'warning';
  message: string;
  hint?: string;
}

/** A setting as it is shown, and whether the user has written it. */
interface WrittenOrDefault {
  text: string;
  written: boolean;
}

const error = (message: string, hint?: string): Wording => ({ severity: 'error', message, ...(hint && { hint }) });
const warning = (message: string, hint?: string): Wording => ({ severity: 'warning', message, ...(hint && { hint }) });

// What JSON leaves alone and no one can see: controls, line separators, and what turns the direction of writing.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text of the user's, quoted, on one line and not too long. */
export function show(text: unknown): string {
  const whole = String(text);
  const cut = whole.length > 80 ? `${whole.slice(0, 79)}…` : whole;
  return JSON.stringify(cut).replace(UNSEEN, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

function list(words: readonly string[]): string {
  return words.join(', ');
}

function didYouMean(near: string | undefined, known: readonly string[], what: string): string {
  if (near !== undefined) return `Did you mean ${show(near)}?`;
  return known.length === 0 ? `There are no ${what}.` : `The ${what} are: ${list(known)}.`;
}

const LIMIT_FORMS = 'Write whole days (10 or "10d", up to 36500), hours ("36h") or a part of the lifetime ("33%").';

const WORDINGS = {
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
  'include-unreadable': (file: string, why: string) => error(`The file ${show(file)} cannot be read: ${why}.`),
  'include-outside-root': (file: string) =>
    error(
      `${show(file)} leads out of the folder of the manifest.`,
      'Move the file below the manifest, or write its absolute path.',
    ),
  'include-matches-nothing': (glob: string) =>
    warning(`No file matches ${show(glob)}.`, 'Paths under "include" are relative to the folder of the manifest.'),

  // ------------------------------------------------------------------------------------------------ YAML
  'yaml-syntax': (what: string, hint?: string) => error(what, hint),
  'needs-quotes': (what: string, quoted: string) => error(what, `Write ${quoted}, in quotes.`),
  'tab-indent': () => error('A tab cannot indent YAML.', 'Indent with spaces.'),
  'multiple-documents': () =>
    error('A second YAML document begins here.', 'Take the "---" out, or name the second part under "include".'),
  'duplicate-key': (key: string, line: number) =>
    error(`The key ${show(key)} stands already in line ${line}.`, 'Keep one of the two.'),
  'bad-key': (what: string) => error(what, 'Write a name, a colon, and the value.'),
  'unknown-tag': (tag: string) =>
    error(`${tag} is read as a YAML tag, and there are none in a manifest.`, 'Quote the text if it begins with "!".'),
  'unresolved-alias': (alias: string, near: string | undefined) =>
    error(
      `${alias} refers to an anchor that does not stand above it.`,
      near === undefined ? 'Write the anchor (&name) before the alias (*name).' : `Did you mean *${near}?`,
    ),
  'recursive-alias': (alias: string) =>
    error(`${alias} stands inside the very value that it refers to.`, 'Move the alias out of it.'),
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
  'missing-key': (key: string, of: string, hint?: string) => error(`${show(key)} is missing in ${of}.`, hint),
  'wrong-type': (what: string, expected: string, found: string, hint?: string) =>
    error(`${what} must be ${expected}, and is ${found}.`, hint),
  'empty-value': (what: string) => error(`${what} has no value.`, 'Give it one, or take the key out.'),
  'bad-value': (what: string, value: string, near: string | undefined, known: readonly string[]) =>
    error(`${what} cannot be ${show(value)}.`, didYouMean(near, known, 'values')),
  'out-of-range': (what: string, comparison: string, limit: number) => error(`${what} must be ${comparison} ${limit}.`),
  'unsupported-version': (value: string) =>
    error(`The version of this manifest is ${show(value)}, and this certvigil reads version 1.`, 'Write: version: 1'),
  'bad-name': (name: string, why: string) => error(`${show(name)} cannot be a name: ${why}.`),
  'not-available': (what: string, hint?: string) =>
    error(`${what} is not available yet.`, hint ?? 'Take it out: nothing would be done with it.'),
  'invalid-value': (what: string) => error(`${what} is not valid here.`, 'See the reference of the manifest.'),

  // ------------------------------------------------------------------------------------------------ certificates
  'source-missing': () =>
    error(
      'This certificate has no source.',
      'Write one of: endpoint (a host or host:port), file (a path or glob), expires (a date).',
    ),
  'source-conflict': (sources: readonly string[]) =>
    error(
      `This certificate has more than one source: ${list(sources)}.`,
      'Keep one, and write a certificate of its own for each other.',
    ),
  'needs-key': (key: string, needed: string) =>
    error(`${show(key)} has a meaning only beside ${show(needed)}.`, `Add ${show(needed)}, or take it out.`),
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
  'bad-date': (value: string) =>
    error(`${show(value)} is no date of the calendar.`, 'Write YYYY-MM-DD, such as 2027-03-01.'),
  'bad-endpoint': (value: string, why: string, hint: string) => error(`${show(value)} ${why}.`, hint),
  'bad-server-name': (value: string) =>
    error(
      `${show(value)} is no host name.`,
      'Write the bare name that the server is asked for, such as mail.example.com.',
    ),
  'duplicate-place': (place: string) => warning(`${show(place)} stands in this list already.`, 'Keep one of the two.'),
  'glob-matches-nothing': (pattern: string) =>
    warning(`No file matches ${show(pattern)}.`, 'Paths are relative to the folder of the manifest.'),

  // ------------------------------------------------------------------------------------------------ webhooks
  'bad-url': (why: string) =>
    error(`The URL ${why}.`, 'Write a URL that begins with https:// or http://, or a variable that holds one.'),
  'bad-header': (why: string) => error(why, 'Write the value on one line, without a block ("|" keeps the line end).'),
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
  'variable-not-replaced': (name: string) =>
    warning(
      `$\{${name}} is not replaced in a body_template.`,
      `Write secrets: { name: "$\{${name}}" } in this webhook, and {{ secrets.name }} here.`,
    ),
  'unused-webhook': (name: string) =>
    warning(`No rule sends to the webhook ${show(name)}.`, 'Name it in the actions of a rule, or take it out.'),
  'template-syntax': (what: string, hint?: string) => error(what, hint),
  'template-json-join': () =>
    warning(
      'Text joined with quotes breaks the JSON: the quotes are escaped like everything that is put out.',
      'Write {{ list | tojson }}, without quotes around it.',
    ),
  'template-json-tojson': () =>
    warning('tojson writes its own quotes, and here it stands between quotes.', 'Take the outer quotes away.'),

  // ------------------------------------------------------------------------------------------------ rules
  'unknown-event': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no event ${show(name)}.`, didYouMean(near, known, 'events')),
  'unknown-webhook': (name: string, near: string | undefined, known: readonly string[]) =>
    error(`There is no webhook ${show(name)}.`, didYouMean(near, known, 'webhooks')),
  'action-missing': () => error('This action names no receiver.', 'Write { webhook: NAME }.'),
  'action-conflict': (kinds: readonly string[]) =>
    error(`This action names more than one receiver: ${list(kinds)}.`, 'Write an item of its own for each.'),
  'unknown-attribute': (attr: string, why: string, hint: string) => error(`${show(attr)} ${why}.`, hint),
  'condition-type': (op: string, needed: string, found: string) =>
    error(`"${op}" compares with ${needed}, and the value is ${found}.`),
  'bad-regex': (pattern: string, problem: string) =>
    error(
      `${show(pattern)} is no regular expression: ${problem}.`,
      'Write it in single quotes, in which a backslash is a backslash.',
    ),
  'rule-matches-nothing': (what: string, hint: string) => warning(what, hint),

  // ------------------------------------------------------------------------------------------------ the whole
  'no-certificates': () =>
    warning('There are no certificates to watch.', 'List them under "certificates", or name files under "include".'),
  'nothing-is-sent': () =>
    warning(
      'There are certificates and webhooks, and no enabled rule: nothing will be sent.',
      'Add a rule that names the events and a webhook.',
    ),
} satisfies Record<string, (...args: never[]) => Wording>;

export type Code = keyof typeof WORDINGS;

/** Every code that a manifest can get. */
export const CODES = Object.keys(WORDINGS) as Code[];

/** One diagnostic, worded by the table above. */
export function diagnostic<C extends Code>(
  code: C,
  where: Where,
  ...args: Parameters<(typeof WORDINGS)[C]>
): Diagnostic {
  const word = WORDINGS[code] as (...args: unknown[]) => Wording;
  const { file, line, column, source } = where;
  return { code, ...word(...args), file, line, column, ...(source && { source }) };
}

/** The position of a span, and its first line for the code frame. */
export function whereIs({ file, start, end }: Span): Where {
  const index = lineIndex(file, start);
  const column = start - (file.lineStarts[index] ?? 0) + 1;
  const text = lineText(file, index);
  const length = Math.max(1, Math.min(end - start, text.length - column + 1));
  return { file: file.name, line: index + 1, column: Math.min(column, text.length + 1), source: { text, length } };
}
