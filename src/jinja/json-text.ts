/** Follows JSON while it is written, and explains where a text stops being JSON (RFC 8259). */

/** The state of JSON that is being written. */
export interface JsonState {
  inString: boolean;
  /** Characters that an escape such as \n or \u00e9 still needs; `ANY_ESCAPE` right after its backslash. */
  escapeRemaining: number;
}

const ANY_ESCAPE = 5;

export const createJsonState = (): JsonState => ({ inString: false, escapeRemaining: 0 });

/** Returns the state after `text`. */
export function advanceJsonState(state: JsonState, text: string): JsonState {
  let { inString, escapeRemaining } = state;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (escapeRemaining === ANY_ESCAPE) escapeRemaining = character === 'u' ? 4 : 0;
    else if (escapeRemaining > 0) escapeRemaining -= 1;
    else if (inString && character === '\\') escapeRemaining = ANY_ESCAPE;
    else if (character === '"') inString = !inString;
  }
  return { inString, escapeRemaining };
}

export interface JsonError {
  /** The position where the text stops being JSON, in characters from 0; the length of the text if it is incomplete. */
  offset: number;
  /** The reason, without quoting the text, which may contain secrets. */
  reason: string;
}

/** Returns null if the text is JSON. */
export function findJsonError(text: string): JsonError | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    return locateJsonError(text);
  }
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/uy;

type Expected = 'value' | 'first member' | 'key' | 'first key' | 'colon' | 'in list' | 'in object' | 'end';
type Step = Expected | 'complete' | 'open list' | 'open object' | 'close';

const VALUE: Record<string, Step> = { string: 'complete', other: 'complete', '[': 'open list', '{': 'open object' };

/** The tokens that may follow, and the effect of each. */
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

const EXPECTED: Record<Expected, string> = {
  value: 'a value',
  'first member': 'a value or ]',
  key: 'a key in double quotes',
  'first key': 'a key in double quotes or }',
  colon: 'a colon',
  'in list': 'a comma or ]',
  'in object': 'a comma or }',
  end: '',
};

/** A position between two tokens: the brackets that are open, from the outermost, and the tokens that may follow. */
interface JsonPosition {
  open: string[];
  expected: Expected;
}

function locateJsonError(text: string): JsonError {
  const position: JsonPosition = { open: [], expected: 'value' };
  TOKEN.lastIndex = 0;
  for (;;) {
    const start = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    const kind = token?.[1] ?? (token?.[2] === undefined ? 'other' : 'string');
    if (token === null || !acceptToken(position, kind)) {
      const offset = start + text.slice(start).search(/[^ \t\r\n]|$/);
      return explain(text, offset, position, token !== null);
    }
  }
}

/** Moves past a token: a bracket, a comma, a colon, `string` or `other`. Returns false if the token is not allowed there. */
function acceptToken(position: JsonPosition, token: string): boolean {
  const step = GRAMMAR[position.expected][token];
  if (step === undefined) return false;
  if (step === 'open list' || step === 'open object') position.open.push(token);
  if (step === 'close') position.open.pop();
  if (step === 'open list') position.expected = 'first member';
  else if (step === 'open object') position.expected = 'first key';
  else if (step !== 'close' && step !== 'complete') position.expected = step;
  else if (position.open.length === 0) position.expected = 'end';
  else position.expected = position.open.at(-1) === '[' ? 'in list' : 'in object';
  return true;
}

function explain(text: string, offset: number, { open, expected }: JsonPosition, isToken: boolean): JsonError {
  const at = (reason: string): JsonError => ({ offset, reason });
  const character = text[offset];
  const isAfterComma = expected === 'value' || expected === 'key';
  if (character === undefined) {
    const bracket = open.at(-1);
    return at(bracket === undefined ? 'it is empty' : `a ${bracket} is not closed`);
  }
  if (character === '"' && !isToken) return explainString(text, offset);
  if (character === "'") return at('JSON strings use double quotes');
  if (/[\]}]/.test(character) && isAfterComma && open.length > 0) return at('nothing follows the comma or colon');
  if (expected === 'end') return at('nothing may follow the JSON value');
  if (isToken || GRAMMAR[expected].string !== 'complete') return at(`expected ${EXPECTED[expected]}`);
  if (/[-\d]/.test(character)) return at('this is not a valid number');
  return at('text needs double quotes');
}

/** Explains why the string that begins at `start` is invalid. */
function explainString(text: string, start: number): JsonError {
  const part = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;
  part.lastIndex = start;
  part.exec(text);
  const offset = part.lastIndex;
  const character = text[offset];
  if (character === undefined) return { offset, reason: 'a string is not closed' };
  if (character === '\\') return { offset, reason: 'JSON has no such escape; write \\\\ for a backslash' };
  if (character !== '\n') return { offset, reason: 'a string contains a control character' };
  return { offset, reason: 'a line ends inside a string; write \\n (\\\\n inside a double-quoted YAML string)' };
}
