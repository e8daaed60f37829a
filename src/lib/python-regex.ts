/**
 * Compiles the regular expressions of conditions, which have the syntax of Python, as in NetBox. The engine takes time linear in the text:
 * texts come from untrusted certificates, and could make a backtracking engine run forever. Lookaround and backreferences, which such an
 * engine does not support, are rejected. `\b` knows only the letters of ASCII.
 */

import { memoize } from './memoize.ts';

type CompiledRegex = { ok: true; matchesStart: (text: string) => boolean } | { ok: false; problem: string };

/** Compiles an expression like Python's `re.match`: anchored at the start of the text only. `problem` is the reason why it is invalid. */
export type RegexCompiler = (source: string) => CompiledRegex;

/** The maximum length of an expression, in characters. */
const MAX_SOURCE_LENGTH = 2_000;

/**
 * The maximum size of a program, in instructions. Each character of a text may cost one step for each of them; `(?:a?){1000}` has
 * thousands.
 */
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

/** The descriptions, by the start of the engine's message. */
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

/** The members of Python's classes, for use in `[ ]`. Python's classes contain Unicode characters, RE2's only ASCII. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  // The members of str.isalnum(), and the underscore.
  w: '\\p{L}_\\p{N}',
  // All other categories: RE2 has no complement of a class in a class. The last part lists the other members of Pc.
  W: '\\p{M}\\p{S}\\p{Z}\\p{C}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\x{203f}\\x{2040}\\x{2054}\\x{fe33}\\x{fe34}\\x{fe4d}-\\x{fe4f}\\x{ff3f}',
  // The members of str.isspace().
  s: '\\t-\\r\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}',
  S: '\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}',
};

/** The assertion `$` matches at the end, or before a line break at the end. */
const END = '(?:\\n?\\z)';

/** An escape, a character class, `{,3}`, a group that sets flags, a bracket of another group, or `$`. */
const TOKEN =
  /(?<sequence>\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[\s\S]))|(?<charset>\[\^?\]?(?:\\[\s\S]|[^\]\\])*(?:\]|\\?$))|\{,(?<max>\d+)\}|\(\?(?<on>[a-zA-Z]*)(?:-(?<off>[a-zA-Z]+))?(?<end>[:)])|[()$]/g;

/** Translates an expression from the syntax of Python's `re` to that of RE2. An invalid expression stays invalid. */
function translatePythonRegex(source: string): string {
  // Whether ^ and $ match at every line, in each open group.
  const multiline = [false];
  return source.replace(TOKEN, (text, ...rest) => {
    const { sequence, charset, max, on, off, end } = rest.at(-1) as Record<string, string | undefined>;
    if (sequence !== undefined) return translateEscape(sequence);
    if (charset !== undefined) return translateCharset(charset);
    if (max !== undefined) return `{0,${max}}`;
    const current = multiline.at(-1) ?? false;
    if (text === '$') return current ? text : END;
    const isSet = (on?.includes('m') || current) && !off?.includes('m');
    if (end === ')') multiline[multiline.length - 1] = isSet;
    else if (text === ')') multiline.pop();
    else multiline.push(isSet);
    return text;
  });
}

function translateEscape(sequence: string): string {
  const letter = sequence.charAt(1);
  if (sequence === '\\Z') return '\\z';
  if (Object.hasOwn(CLASSES, letter)) return `[${CLASSES[letter]}]`;
  return translateCodePoint(sequence);
}

function translateCharset(charset: string): string {
  return charset.replace(/\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[\s\S])/g, (sequence) => {
    // In a character class, `\b` is a backspace.
    if (sequence === '\\b') return '\\x{8}';
    return CLASSES[sequence.charAt(1)] ?? translateCodePoint(sequence);
  });
}

/** Translates code points such as `\u0041` and `\U00000041`. */
const translateCodePoint = (sequence: string): string => (sequence.length > 2 ? `\\x{${sequence.slice(2)}}` : sequence);
