/**
 * Regular expressions of conditions, in Python's spelling as NetBox's `regex` has it. They are run by an engine that
 * takes time linear in the text: the texts come from strangers' certificates, and a backtracking matcher could be
 * held up by one of them. What such an engine cannot do, lookaround and backreferences, is refused.
 */
type CompiledRegex = { ok: true; matchesStart: (text: string) => boolean } | { ok: false; problem: string };

/**
 * Compiles an expression for Python's `re.match`: it must match from the start of a text, not up to its end.
 * `problem` says in our words why it cannot be used.
 */
export type RegexCompiler = (source: string) => CompiledRegex;

/** Characters of an expression; longer ones are no work of a person. */
const MAX_SOURCE_LENGTH = 2_000;

/** Instructions: each character of a text may cost a step for every one of them, and `(?:a?){1000}` makes thousands. */
const MAX_PROGRAM_SIZE = 5_000;
const TOO_LARGE = 'it is too large';

/** Loads the engine, which is large: to be asked for only where there is an expression. Each is compiled once. */
export async function loadRegexCompiler(): Promise<RegexCompiler> {
  const engine = await import('re2js');
  const compiled = new Map<string, CompiledRegex>();
  return (source) => {
    const known = compiled.get(source) ?? compile(source, engine);
    compiled.set(source, known);
    return known;
  };
}

function compile(source: string, { RE2JS, RE2JSException }: typeof import('re2js')): CompiledRegex {
  if (source.length > MAX_SOURCE_LENGTH)
    return { ok: false, problem: `it is longer than ${MAX_SOURCE_LENGTH} characters` };
  try {
    const regex = RE2JS.compile(translateToRe2(source));
    if (regex.programSize() > MAX_PROGRAM_SIZE) return { ok: false, problem: TOO_LARGE };
    return { ok: true, matchesStart: (text) => regex.matcher(text).lookingAt() };
  } catch (error) {
    if (error instanceof RE2JSException) return { ok: false, problem: describeProblem(error.message) };
    throw error;
  }
}

/** What Python spells otherwise than RE2: `\Z`, `\u0041` and `{,3}`, where they are not escaped or in a class. */
function translateToRe2(source: string): string {
  return source.replace(
    /\\u([0-9A-Fa-f]{4})|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*(?:\]|\\?$)|\{,(\d+)\}/g,
    (text, hex, most) => {
      if (hex !== undefined) return `\\x{${hex}}`;
      if (most !== undefined) return `{0,${most}}`;
      return text === '\\Z' ? '\\z' : text;
    },
  );
}

/** The engine's messages by what they begin with; they may quote the expression, which is the user's own. */
const PROBLEMS: [start: string, problem: string][] = [
  ['missing closing )', 'a ( is not closed'],
  ['unexpected )', 'a ) has no ( before it'],
  ['missing closing ]', 'a [ is not closed'],
  ['missing argument to repetition operator', 'nothing stands before a repetition such as *'],
  ['invalid nested repetition operator', 'a repetition is itself repeated'],
  ['invalid repeat count', 'a repetition has bounds that are too large or the wrong way round'],
  ['invalid character class range', 'a range in [ ] has no order'],
  ['invalid escape sequence', 'it has an escape that is not supported; a backreference such as \\1 is none'],
  ['invalid or unsupported Perl syntax', 'it has a group that is not supported; lookaround is none'],
  ['trailing backslash', 'it ends with a lone backslash'],
  ['expression nests too deeply', 'it is nested too deeply'],
  ['expression too large', TOO_LARGE],
];

function describeProblem(message: string): string {
  const said = message.replace(/^error parsing regexp: /, '');
  return PROBLEMS.find(([start]) => said.startsWith(start))?.[1] ?? 'it is not a regular expression';
}
