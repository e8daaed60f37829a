/** Messages about the manifest's files and their YAML syntax. */

import { truncateList } from '../../../lib/text/truncate.ts';
import type { Refusal } from '../../path-restrictions.ts';
import { createError, createNotice, createWarning, formatSuggestion, type MessageTable, quote } from './message.ts';

/** Syntax errors. Upper-case codes come from the YAML parser. */
const SYNTAX = {
  BAD_ALIAS: ['The alias has no name.', 'Quote a string that starts with "*" or ends with ":".'],
  BAD_DIRECTIVE: ['Invalid YAML directive.', 'Remove the line that starts with "%".'],
  BAD_DQ_ESCAPE: [
    'Invalid escape sequence in a double-quoted string.',
    'Use single quotes, in which a backslash has no special meaning.',
  ],
  BAD_INDENT: [
    'The indentation does not match the lines above.',
    'Align the keys of a map and indent its values. Close every [ and { opened above.',
  ],
  BAD_SCALAR_START: ['An unquoted string cannot start with this character.', 'Quote the string.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'Unexpected key in the middle of a value.',
    'Quote a string that contains ": ". Start a map on a separate, indented line.',
  ],
  BLOCK_IN_FLOW: [
    'An indented list or map is not allowed inside [ ] or { }.',
    'Put a comma before the next key, quote a string that contains ": ", or write the inner map with { } too.',
  ],
  KEY_OVER_1024_CHARS: ['The key is longer than 1024 characters.', 'Close the quote that is left open above.'],
  MISSING_CHAR: [
    'Missing ":" or ",", or an unclosed quote or bracket.',
    'Close every quote, [ and {, and put ": " after each key.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'A key cannot span several lines.',
    'Put ": " (with the space) after the key, and align the line with its neighbors. Inside { }, put a comma after each value.',
  ],
  MULTIPLE_ANCHORS: ['A value can have only one anchor.', 'Keep one of the anchors.'],
  MULTIPLE_TAGS: ['A value can have only one tag.', 'Remove the tags.'],
  RESOURCE_EXHAUSTION: ['Lists or maps are nested too deeply.', 'A manifest needs at most ten levels.'],
  'after-quote': [
    'Unexpected text after the closing quote.',
    "Quote the whole string. Inside single quotes, write a single quote twice ('').",
  ],
  'dash-without-space': ['The space after "-" is missing in this list item.', 'Write it like "- name: shop".'],
  'missing-comma': [
    'A comma is missing after this value.',
    'Put a comma between the items of a list, and between the keys of a map.',
  ],
  'open-quote': ['The quote that starts here is not closed.', 'Add the same quote at the end of the string.'],
  'conflict-marker': [
    'Git left a merge conflict here.',
    'Keep one of the two versions, and remove the lines that start with <<<<<<<, ======= and >>>>>>>.',
  ],
  'list-beside-key': [
    'A list cannot start on the same line as its key.',
    'Start it on the next line, or write [a, b].',
  ],
  unexpected: ['Unexpected text.', 'Check the indentation, and that all [ ], { } and quotes are closed.'],
} satisfies Record<string, [message: string, hint: string]>;

export type SyntaxProblem = keyof typeof SYNTAX;

export function isSyntaxProblem(code: string): code is SyntaxProblem {
  return Object.hasOwn(SYNTAX, code);
}

/** Unquoted strings that YAML reads as something else. */
const PITFALLS = {
  '@': 'An unquoted string cannot start with "@", which is reserved in YAML.',
  '`': 'An unquoted string cannot start with "`", which is reserved in YAML.',
  '%': 'An unquoted string cannot start with "%", which starts a YAML directive.',
  ',': 'An unquoted string cannot start with ",", which separates items.',
  '*': 'An unquoted "*" starts a YAML alias.',
  '[': 'An unquoted "[" starts a YAML list.',
  '{': 'An unquoted "{" starts a YAML map.',
  '{ {': 'Inside the braces of a YAML map, "{" starts another map.',
  '"': 'The double quote ends a string that started with a double quote.',
  ': ': 'An unquoted ": " starts a YAML map.',
};

export type PitfallKind = keyof typeof PITFALLS;

const REFUSALS: Record<Refusal, { problem: string; hint: string }> = {
  link: {
    problem: 'is or contains a symlink that points outside the workspace, so it is not read',
    hint: 'Put the file itself there. Error messages show lines of the file, so the file must not come from elsewhere on the machine.',
  },
  outside: {
    problem: 'is outside the repository, so it is not read in runs that may check out a pull request',
    hint: 'Include only files of the repository. Otherwise, a pull request could name any file on the machine and show its lines in error messages.',
  },
  git: {
    problem: 'is inside the .git directory, so it is not read',
    hint: 'Include a file of the repository. Error messages show lines of the file, and .git can contain a token.',
  },
};

export const YAML_MESSAGES = {
  'manifest-empty': () => createError('The file is empty.', 'Start with "version: 1" and a list "certificates:".'),
  'included-file-empty': () =>
    createError('The included file is empty.', 'Add certificates, rules or webhooks, or remove it from "include".'),
  'file-too-large': (limit: string) =>
    createError(`The file exceeds the limit of ${limit}.`, 'Split it and list the parts under "include".'),
  'not-utf8': (offset: number, utf16: boolean) =>
    createError(
      `The file is not valid UTF-8: unexpected byte at offset ${offset}.`,
      utf16 ? 'It looks like UTF-16. Save it as UTF-8.' : 'Save it as UTF-8.',
    ),
  'nul-character': () =>
    createError('The value contains the character NUL.', 'Remove the escape sequence \\0, \\x00 or \\u0000.'),
  'include-not-found': (file: string) =>
    createError(`File ${quote(file)} not found.`, 'Paths under "include" are relative to the manifest\'s directory.'),
  'include-unreadable': (file: string, why: string) =>
    createError(`Cannot read the file ${quote(file)}: ${why}.`, 'Include a readable file, or a glob.'),
  'include-outside-root': (file: string) =>
    createError(
      `${quote(file)} is outside the manifest's directory.`,
      "Move the file into the manifest's directory, or use its absolute path.",
    ),
  'include-outside-workspace': (file: string, why: Refusal) =>
    createError(`${quote(file)} ${REFUSALS[why].problem}.`, REFUSALS[why].hint),
  'include-too-large': (limit: string) =>
    createError(
      `The manifest and its included files exceed the limit of ${limit} in total.`,
      'Use several manifests, each with a scan of its own, or list similar certificates with globs.',
    ),
  'path-outside-checkout': (path: string) =>
    createError(
      `${quote(path)} points outside the checkout.`,
      'In runs that may check out a pull request, only files of the repository are read. Put the file into the repository, or move the entry to a manifest that these runs do not use.',
    ),
  'action-placeholder': (placeholder: string) =>
    createWarning(
      `The workflow contains the placeholder ${placeholder}, so it cannot run.`,
      `Replace ${placeholder} with the account that hosts the action.`,
    ),
  'workflow-cron-invalid': (cron: string) =>
    createWarning(
      `${quote(cron)} is not a valid schedule, so the workflow never runs.`,
      'Use five fields, such as "17 5 * * *".',
    ),
  'workflow-input-unknown': (name: string, near: string | undefined, known: readonly string[]) =>
    createWarning(`The action has no input ${quote(name)}.`, formatSuggestion(near, known, 'inputs')),
  'workflow-permission-missing': (name: string) =>
    createWarning(
      name === 'contents'
        ? 'The job does not have permission to write the event log to the repository, so the scan fails before it sends anything.'
        : 'The job does not have permission to write issues, so no issue is opened.',
      `Add "${name}: write" to these permissions.`,
    ),
  'workflow-paths-incomplete': (missing: readonly string[]) =>
    missing.length === 0
      ? createWarning(
          'The check does not run on every pull request, but "discovery" compares all files that one changes.',
          'Remove "paths".',
        )
      : createWarning(
          `The check does not run on pull requests that change ${truncateList(missing.map(quote), 3)}.`,
          'Add these paths, or remove "paths".',
        ),
  'workflow-env-incomplete': (missing: readonly string[]) =>
    createNotice(
      `The scan of this step does not get ${truncateList(missing, 5)}, which the manifest needs.`,
      `Add under env of the step, such as: ${missing[0]}: \${{ secrets.${missing[0]} }}`,
    ),
  'heartbeat-missing': () =>
    createNotice(
      'If these scheduled scans stop, nobody is alerted.',
      'Set settings.heartbeat_url to a monitor outside, or to none if you notice it in another way.',
    ),
  'include-matches-nothing': (glob: string) =>
    createWarning(
      `No file matches ${quote(glob)}.`,
      'Paths under "include" are relative to the manifest\'s directory.',
    ),

  'yaml-syntax': (problem: SyntaxProblem) => createError(...SYNTAX[problem]),
  'needs-quotes': (pitfall: PitfallKind, quoted: string) => createError(PITFALLS[pitfall], `Quote it: ${quoted}`),
  'tab-indent': () => createError('YAML does not allow tabs as indentation.', 'Indent with spaces.'),
  'multiple-documents': () =>
    createError(
      'A second YAML document starts here.',
      'Remove the "---", or move the second part to a file listed under "include".',
    ),
  'duplicate-key': (key: string, line: number) =>
    createError(`Duplicate key ${quote(key)} (first defined on line ${line}).`, 'Keep one of the two.'),
  'bad-key': (isEmpty: boolean) =>
    createError(
      isEmpty ? 'The value has no key.' : 'A list or map cannot be a key.',
      'Write a name, a colon, and the value.',
    ),
  'unknown-tag': (tag: string) =>
    createError(`${tag} is a YAML tag, and manifests do not support tags.`, 'Quote a string that starts with "!".'),
  'unresolved-alias': (alias: string, near: string | undefined) =>
    createError(
      `No anchor &${alias} is defined before the alias *${alias}.`,
      near === undefined ? `Define the anchor (&${alias}) above, or quote the string.` : `Did you mean *${near}?`,
    ),
  'recursive-alias': (alias: string) =>
    createError(
      `Recursive alias *${alias}: it is inside the value that it refers to.`,
      'Move the alias out of that value.',
    ),
  'too-many-aliases': (limit: number) =>
    createError(
      `Aliases expand to more than ${limit.toLocaleString('en')} values.`,
      'Write the values out, or split the manifest with "include".',
    ),
  'bad-merge': () =>
    createError('The value of "<<" is not a map.', 'Use an alias of a map, or a list of such aliases.'),
} satisfies MessageTable;
