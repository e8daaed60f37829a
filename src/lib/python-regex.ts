/**
 * Regular expressions of conditions, in the syntax of Python, as in NetBox. The engine takes time linear in the text: texts come
 * from untrusted certificates, and could make a backtracking engine run forever. Lookaround and backreferences, which such
 * an engine does not support, are rejected. `\b` knows only the letters of ASCII.
 */

import { memoize } from './memoize.ts';
import { translatePythonRegex } from './python-regex-syntax.ts';

type CompiledRegex = { ok: true; matchesStart: (text: string) => boolean } | { ok: false; problem: string };

/** Compiles an expression like Python's `re.match`: anchored at the start of the text only. `problem`: why it is invalid. */
export type RegexCompiler = (source: string) => CompiledRegex;

/** In characters. */
const MAX_SOURCE_LENGTH = 2_000;

/** In instructions. Each character of a text may cost one step for each of them; `(?:a?){1000}` has thousands. */
const MAX_PROGRAM_SIZE = 5_000;
const TOO_LARGE = 'it is too large';

/** Loads the engine, which is large. Each expression is compiled once. */
export async function loadRegexCompiler(): Promise<RegexCompiler> {
  const engine = await import('re2js');
  return memoize((source: string) => compile(source, engine));
}

function compile(source: string, { RE2JS, RE2JSException }: typeof import('re2js')): CompiledRegex {
  if (source.length > MAX_SOURCE_LENGTH)
    return { ok: false, problem: `it is longer than ${MAX_SOURCE_LENGTH} characters` };
  try {
    const regex = RE2JS.compile(translatePythonRegex(source));
    if (regex.programSize() > MAX_PROGRAM_SIZE) return { ok: false, problem: TOO_LARGE };
    return { ok: true, matchesStart: (text) => regex.matcher(text).lookingAt() };
  } catch (error) {
    if (error instanceof RE2JSException) return { ok: false, problem: describeProblem(error.message) };
    throw error;
  }
}

/** Our descriptions by the start of the engine's message. */
const PROBLEMS: [start: string, problem: string][] = [
  ['missing closing )', 'a ( is not closed'],
  ['unexpected )', 'a ) has no matching ('],
  ['missing closing ]', 'a [ is not closed'],
  ['missing argument to repetition operator', 'there is nothing to repeat before a repetition such as *'],
  ['invalid nested repetition operator', 'a repetition is itself repeated'],
  ['invalid repeat count', 'a repetition has limits that are too large or in the wrong order'],
  ['invalid character class range', 'a range in [ ] is in the wrong order'],
  ['invalid escape sequence', 'it contains an escape sequence that is not supported, such as a backreference (\\1)'],
  ['invalid or unsupported Perl syntax', 'it contains a group that is not supported, such as a lookaround (?=…)'],
  ['trailing backslash', 'it ends with a lone backslash'],
  ['expression nests too deeply', 'it is nested too deeply'],
  ['expression too large', TOO_LARGE],
];

function describeProblem(message: string): string {
  const reason = message.replace(/^error parsing regexp: /, '');
  return PROBLEMS.find(([start]) => reason.startsWith(start))?.[1] ?? 'it is not a valid regular expression';
}
