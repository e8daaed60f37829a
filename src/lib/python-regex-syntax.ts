/** Translates regular expressions from the syntax of Python's `re` to that of RE2. */

/** What Python's classes contain, to be written in `[ ]`. They are those of Unicode, and RE2's only of ASCII. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  // str.isalnum(), and the underscore.
  w: '\\p{L}_\\p{N}',
  // All other categories: RE2 has no complement of a class in a class. The last part are the other members of Pc.
  W: '\\p{M}\\p{S}\\p{Z}\\p{C}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\x{203f}\\x{2040}\\x{2054}\\x{fe33}\\x{fe34}\\x{fe4d}-\\x{fe4f}\\x{ff3f}',
  // str.isspace()
  s: '\\t-\\r\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}',
  S: '\\x{0}-\\x{8}\\x{e}-\\x{1b}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{10ffff}',
};

/** At the end, or before a line break at the end. */
const END = '(?:\\n?\\z)';

/** An escape, a character class, `{,3}`, a group that sets flags, a bracket of another group, or `$`. */
const TOKEN =
  /(?<sequence>\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[\s\S]))|(?<charset>\[\^?\]?(?:\\[\s\S]|[^\]\\])*(?:\]|\\?$))|\{,(?<max>\d+)\}|\(\?(?<on>[a-zA-Z]*)(?:-(?<off>[a-zA-Z]+))?(?<end>[:)])|[()$]/g;

/** The expression in the syntax of RE2. An invalid one stays invalid. */
export function translatePythonRegex(source: string): string {
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
    // In a character class, it is a backspace.
    if (sequence === '\\b') return '\\x{8}';
    return CLASSES[sequence.charAt(1)] ?? translateCodePoint(sequence);
  });
}

/** `\u0041` and `\U00000041` */
const translateCodePoint = (sequence: string): string => (sequence.length > 2 ? `\\x{${sequence.slice(2)}}` : sequence);
