/** Of the files that a manifest is made of, and of their YAML. */

import type { Refusal } from '../../path-restrictions.ts';
import { error, type MessageTable, quote, warning } from './message.ts';

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
  'dash-without-space': [
    'An item of a list begins with "-" and a space, and here the space is missing.',
    'Write it as in "- name: shop".',
  ],
  'open-quote': ['The quote that begins here is not closed.', 'Write the same quote where the text ends.'],
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
const PITFALLS = {
  '@': 'An unquoted text cannot begin with "@", which YAML reserves.',
  '`': 'An unquoted text cannot begin with "`", which YAML reserves.',
  '%': 'An unquoted text cannot begin with "%", which begins a directive of YAML.',
  ',': 'An unquoted text cannot begin with ",", which separates items.',
  '*': 'An unquoted "*" begins an alias of YAML.',
  '[': 'An unquoted "[" begins a list of YAML.',
  '{': 'An unquoted "{" begins a map of YAML.',
  '{ {': 'Between the braces of a YAML map, "{" begins another map.',
  '"': 'A double quote ends a text that began with one.',
  ': ': 'An unquoted ": " makes a map of YAML.',
};

export type PitfallKind = keyof typeof PITFALLS;

const REFUSALS: Record<Refusal, { problem: string; hint: string }> = {
  link: {
    problem: 'is a link, or lies behind one, that leads out of the workspace, and is not read',
    hint: 'Put the file itself there. What is wrong in a file is shown with its line, which must not be one of another file of the machine.',
  },
  stranger: {
    problem: 'lies outside of the repository, and is not read where a pull request may be checked out',
    hint: 'Include files of the repository alone: whoever opens a pull request could name any file of the machine, and see its lines.',
  },
  git: {
    problem: "lies in git's own folder, and is not read",
    hint: 'Name a file of the repository: what is wrong in a file is shown with its line, and git may keep a token there.',
  },
};

export const YAML_MESSAGES = {
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
    error(`There is no file ${quote(file)}.`, 'Paths under "include" are relative to the folder of the manifest.'),
  'include-unreadable': (file: string, why: string) =>
    error(`The file ${quote(file)} cannot be read: ${why}.`, 'Name a file that this user may read, or a glob.'),
  'include-outside-root': (file: string) =>
    error(
      `${quote(file)} leads out of the folder of the manifest.`,
      'Move the file below the manifest, or write its absolute path.',
    ),
  'include-outside-workspace': (file: string, why: Refusal) =>
    error(`${quote(file)} ${REFUSALS[why].problem}.`, REFUSALS[why].hint),
  'include-matches-nothing': (glob: string) =>
    warning(`No file matches ${quote(glob)}.`, 'Paths under "include" are relative to the folder of the manifest.'),

  'yaml-syntax': (problem: SyntaxProblem) => error(...SYNTAX[problem]),
  'needs-quotes': (trap: PitfallKind, quoted: string) => error(PITFALLS[trap], `Write ${quoted}, in quotes.`),
  'tab-indent': () => error('A tab cannot indent YAML.', 'Indent with spaces.'),
  'multiple-documents': () =>
    error('A second YAML document begins here.', 'Take the "---" out, or name the second part under "include".'),
  'duplicate-key': (key: string, line: number) =>
    error(`The key ${quote(key)} stands already in line ${line}.`, 'Keep one of the two.'),
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
} satisfies MessageTable;
