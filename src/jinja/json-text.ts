/** What is known of a JSON text while it is written, and where one that was written is wrong. */

/** Follows a JSON text from piece to piece: whether the next character stands inside of quotes. */
export interface JsonState {
  inString: boolean;
  /** How many characters an escape such as \n or \u00e9 still wants; right after its backslash `ANY_ESCAPE`. */
  escapeRemaining: number;
}

const ANY_ESCAPE = 5;

export const createJsonState = (): JsonState => ({ inString: false, escapeRemaining: 0 });

/** The state after `text`. */
export function advanceJsonState(state: JsonState, text: string): JsonState {
  let { inString, escapeRemaining: wanted } = state;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (wanted === ANY_ESCAPE) wanted = character === 'u' ? 4 : 0;
    else if (wanted > 0) wanted -= 1;
    else if (inString && character === '\\') wanted = ANY_ESCAPE;
    else if (character === '"') inString = !inString;
  }
  return { inString, escapeRemaining: wanted };
}

/**
 * The line (from 1) at which a text stops being JSON; null where it is JSON. The parser's own message is not used,
 * because it quotes the text.
 */
export function lineOfJsonProblem(text: string): number | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    return text.slice(0, offsetOfJsonProblem(text)).split('\n').length;
  }
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/uy;

type Expected = 'value' | 'first member' | 'key' | 'first key' | 'colon' | 'in list' | 'in object' | 'end';
type Step = Expected | 'complete' | 'open list' | 'open object' | 'close';

const VALUE: Record<string, Step> = { string: 'complete', other: 'complete', '[': 'open list', '{': 'open object' };

/** RFC 8259: which token may come where, and what it does. */
const GRAMMAR: Record<Expected, Record<string, Step>> = {
  value: VALUE,
  'first member': { ...VALUE, ']': 'close' },
  key: { string: 'colon' },
  'first key': { string: 'colon', '}': 'close' },
  colon: { ':': 'value' },
  'in list': { ',': 'value', ']': 'close' },
  'in object': { ',': 'key', '}': 'close' },
  end: {},
};

/** Between two tokens: the brackets that are open, from the outermost, and what may come. */
export interface JsonPlace {
  within: string;
  expected: Expected;
}

export const BEFORE_JSON: JsonPlace = { within: '', expected: 'value' };

/** The place behind a token, which is a bracket, a comma, a colon, `string` or `other`; null where it cannot stand. */
export function placeBehind({ within, expected }: JsonPlace, token: string): JsonPlace | null {
  const step = GRAMMAR[expected][token];
  if (step === undefined) return null;
  if (step === 'open list') return { within: `${within}[`, expected: 'first member' };
  if (step === 'open object') return { within: `${within}{`, expected: 'first key' };
  const around = step === 'close' ? within.slice(0, -1) : within;
  if (step !== 'close' && step !== 'complete') return { within, expected: step };
  return { within: around, expected: around === '' ? 'end' : around.endsWith('[') ? 'in list' : 'in object' };
}

function offsetOfJsonProblem(text: string): number {
  let place = BEFORE_JSON;
  TOKEN.lastIndex = 0;
  for (;;) {
    const start = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    const next = token && placeBehind(place, token[1] ?? (token[2] === undefined ? 'other' : 'string'));
    if (next === null) return start + text.slice(start).search(/[^ \t\r\n]|$/);
    place = next;
  }
}
