/** What stands between two slashes of a glob, or in a glob of names: what it matches, and how its braces lie. */

/** A test for what a text with wildcards matches; the text that it stands for where it has none. */
export function wildcard(text: string): string | ((name: string) => boolean) {
  const tokens = parse(text, 0);
  return tokens.every(isPlain) ? tokens.join('') : tester(tokens);
}

/** A character that stands for itself, one of some kind, any number of any, or one of several texts. */
type Token = string | { one: RegExp } | { many: true } | { choices: Token[][] };

function isPlain(token: Token): token is string {
  return typeof token === 'string';
}

function tester(tokens: readonly Token[]): (name: string) => boolean {
  const [first, ...others] = splitAtMany(tokens);
  const [last] = others;
  if (others.length === 1 && first?.every(isPlain) && last?.every(isPlain)) {
    // Nearly all are such, as `*.pem`.
    const [head, tail] = [first.join(''), last.join('')];
    return (name) => name.length >= head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
  }
  return (name) => {
    const characters = Array.from(name);
    return endsOf(tokens, characters, new Set([0])).has(characters.length);
  };
}

function splitAtMany(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (typeof token === 'object' && 'many' in token) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Where in the name the tokens may end, having begun at any of these places. */
function endsOf(tokens: readonly Token[], name: readonly string[], starts: ReadonlySet<number>): ReadonlySet<number> {
  let at = starts;
  for (const token of tokens) {
    if (at.size === 0) return at;
    at = endsOfOne(token, name, at);
  }
  return at;
}

function endsOfOne(token: Token, name: readonly string[], starts: ReadonlySet<number>): ReadonlySet<number> {
  const ends = new Set<number>();
  if (typeof token === 'object' && 'many' in token) {
    for (let at = Math.min(...starts); at <= name.length; at += 1) ends.add(at);
  } else if (typeof token === 'object' && 'choices' in token) {
    for (const choice of token.choices) for (const at of endsOf(choice, name, starts)) ends.add(at);
  } else {
    const isSame = isPlain(token) ? (one: string) => one === token : (one: string) => token.one.test(one);
    for (const at of starts) if (at < name.length && isSame(name[at] as string)) ends.add(at + 1);
  }
  return ends;
}

/** Deeper ones are taken for plain text. */
const DEEPEST_BRACES = 20;

function parse(text: string, depth: number): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const special = specialAt(text, at, depth);
    if (special !== null) {
      tokens.push(special.token);
      at = special.end;
      continue;
    }
    if (text[at] === '\\' && at + 1 < text.length) at += 1;
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    tokens.push(character);
    at += character.length;
  }
  return tokens;
}

function specialAt(text: string, at: number, depth: number): { token: Token; end: number } | null {
  switch (text[at]) {
    case '*':
      return { token: { many: true }, end: at + 1 };
    case '?':
      return { token: { one: /^.$/su }, end: at + 1 };
    case '[':
      return setAt(text, at);
    case '{': {
      const group = depth < DEEPEST_BRACES ? groupAt(text, at) : null;
      if (group === null) return null;
      const texts = group.parts.length > 1 ? group.parts : rangeOf(group.parts[0] ?? '');
      return texts && { token: { choices: texts.map((one) => parse(one, depth + 1)) }, end: group.end };
    }
    default:
      return null;
  }
}

/** POSIX's names of sets of characters. */
const CLASSES: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}0-9',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  xdigit: '0-9A-Fa-f',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\s',
};

/** `]` stands for itself at the head of a set. */
const SET = /\[([!^]?)((?:\]|\[:\w+:\]|\\.|[^\]\\])(?:\[:\w+:\]|\\.|[^\]\\])*)\]/suy;

function setAt(text: string, at: number): { token: Token; end: number } | null {
  SET.lastIndex = at;
  const [whole, not = '', members = ''] = SET.exec(text) ?? [];
  if (whole === undefined) return null;
  const body = members.replace(/\[:(\w+):\]|\\(.)|([\]\\[^&|~()/{}])/gsu, (_, name, escaped, plain) =>
    name === undefined ? asItself(escaped ?? plain) : (CLASSES[name] ?? ''),
  );
  try {
    return { token: { one: new RegExp(`^[${not && '^'}${body}]$`, 'u') }, end: at + whole.length };
  } catch {
    // A range from a later character to an earlier one: it holds none.
    return { token: { one: NONE }, end: at + whole.length };
  }
}

/** No character is one of nothing. */
const NONE = /^(?!)$/;

function asItself(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}

/** The parts of the braces that open at an index, and where they are over; null where they never close. */
export function groupAt(text: string, from: number): { parts: string[]; end: number } | null {
  const parts: string[] = [];
  let depth = 0;
  let begin = from + 1;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '{') depth += 1;
    else if (character === ',' && depth === 1) {
      parts.push(text.slice(begin, at));
      begin = at + 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) return { parts: [...parts, text.slice(begin, at)], end: at + 1 };
    }
  }
  return null;
}

const LONGEST_RANGE = 1000;

/** `1..12`, `01..12` with its zeros, or `a..f`; null for anything else. */
function rangeOf(text: string): string[] | null {
  const [, first, last] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? [];
  if (first !== undefined && last !== undefined) {
    const width = /^0\d/.test(first) || /^0\d/.test(last) ? Math.max(first.length, last.length) : 0;
    return between(Number(first), Number(last), (number) => String(number).padStart(width, '0'));
  }
  const [, from, to] = /^([a-z])\.\.([a-z])$/i.exec(text) ?? [];
  if (from === undefined || to === undefined) return null;
  return between(from.charCodeAt(0), to.charCodeAt(0), (code) => String.fromCharCode(code));
}

function between(a: number, b: number, show: (number: number) => string): string[] | null {
  const [low, high] = a < b ? [a, b] : [b, a];
  if (high - low >= LONGEST_RANGE) return null;
  return Array.from({ length: high - low + 1 }, (_, index) => show(low + index));
}
