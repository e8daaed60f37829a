/**
 * Parses the Nix language into a tree of sets, lists, texts and names, in one pass. Operators stay as they are written: the order of
 * terms in an expression is that of the text.
 */

export type Expression = readonly Term[];

export type Term =
  /** A name or keyword, such as `config`, `rec` or `with`. */
  | { kind: 'name'; text: string; line: number }
  /** An operator, number, path or URL. */
  | { kind: 'symbol'; text: string; line: number }
  | { kind: 'text'; parts: readonly TextPart[]; line: number }
  /** `{ … }`. `rest`: terms without a binding, which are the parameters of a function. */
  | { kind: 'set'; bindings: readonly Binding[]; rest: Expression; line: number }
  /** The bindings of `let … in`, which the terms after it use. */
  | { kind: 'let'; bindings: readonly Binding[]; line: number }
  | { kind: 'list'; items: Expression; line: number }
  /** `( … )`. */
  | { kind: 'group'; items: Expression; line: number }
  | Inserted;

/** `${ … }` in a text or in a path of attributes. */
interface Inserted {
  kind: 'inserted';
  items: Expression;
  line: number;
}

/** A part of a text: literal, with its escapes replaced and its line breaks kept, or inserted. */
type TextPart = { kind: 'literal'; text: string; line: number } | Inserted;

export type TextTerm = Extract<Term, { kind: 'text' }>;

/** One name of a path of attributes, such as `virtualHosts` or `"a.example.com"`. */
export type Key = Extract<Term, { kind: 'name' | 'text' | 'inserted' }>;

/** `a.b = value;`, or a name of `inherit`, whose value is that of the surrounding scope. */
export interface Binding {
  keys: readonly Key[];
  value: Expression;
  isInherited: boolean;
}

type Opening = '{' | '[' | '(' | '${' | '"' | "''" | 'let' | 'file';

interface Frame {
  opening: Opening;
  line: number;
  /** The terms of the current expression. */
  terms: Term[];
  /** The path before `=`; null before it. */
  path: Expression | null;
  bindings: Binding[];
  parts: TextPart[];
  /** The number of `with` and `assert` in the current expression whose semicolon does not end it. */
  prefixes: number;
}

const SPACE = /(?:[ \t\r\n]|#[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?)+/y;
/** A name directly before a colon and a letter is a URL without quotes. */
const EXPRESSION =
  /''|\$\{|[A-Za-z_][\w'-]*(?::[\w%/?:@&=+$,!~*'-][\w%/?:@&=+$,.!~*'-]*)?|\d+|\/\/|\+\+|[=!<>]=|&&|\|\||->|\.{0,2}\/[\w.+/-]*|[\s\S]/y;
const QUOTED = /[^$"\\]+|\$\{|\$[^{"\\]|\\[\s\S]|[\s\S]/y;
const INDENTED = /[^$']+|''\$|'''|''\\[\s\S]|''|\$\{|\$[^{']|[\s\S]/y;
const NAME = /^[A-Za-z_][\w'-]*$/;

/** Parses a file. Brackets and texts that are not closed end with the file, and brackets that close nothing are skipped. */
export function parseNix(text: string): Expression {
  const file = createFrame('file', 1);
  const frames = [file];
  let [at, line] = [0, 1];
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? '';
  };
  while (at < text.length) {
    const frame = frames.at(-1) ?? file;
    const isText = frame.opening === '"' || frame.opening === "''";
    const space = isText ? '' : take(SPACE);
    const token = space || take(isText ? (frame.opening === '"' ? QUOTED : INDENTED) : EXPRESSION);
    if (isText) readTextToken(frames, frame, token, line);
    else if (space === '') readToken(frames, frame, token, line);
    at += token.length;
    for (let end = token.indexOf('\n'); end !== -1; end = token.indexOf('\n', end + 1)) line += 1;
  }
  while (frames.length > 1) close(frames);
  return file.terms;
}

const createFrame = (opening: Opening, line: number): Frame => ({
  opening,
  line,
  terms: [],
  path: null,
  bindings: [],
  parts: [],
  prefixes: 0,
});

function readTextToken(frames: Frame[], frame: Frame, token: string, line: number): void {
  if (token === frame.opening) close(frames);
  else if (token === '${') frames.push(createFrame('${', line));
  else
    frame.parts.push({
      kind: 'literal',
      text: frame.opening === '"' ? unescapeQuoted(token) : unescapeIndented(token),
      line,
    });
}

/** `\n` is a line break; it becomes a space, so that the lines of a text remain those of the file. */
const unescapeQuoted = (token: string): string =>
  token.startsWith('\\') ? token.slice(1).replace(/^[nrt]$/, ' ') : token;

function unescapeIndented(token: string): string {
  if (token === "''$") return '$';
  if (token === "'''") return "''";
  return token.startsWith("''\\") ? unescapeQuoted(token.slice(2)) : token;
}

function readToken(frames: Frame[], frame: Frame, token: string, line: number): void {
  const hasBindings = frame.opening === '{' || frame.opening === 'let';
  if (token === '"' || token === "''" || token === '${' || token === '{' || token === '[' || token === '(')
    frames.push(createFrame(token, line));
  else if (token === '}' || token === ']' || token === ')') closeBracket(frames, token);
  else if (token === 'let') frames.push(createFrame('let', line));
  else if (token === 'in' && frame.opening === 'let') close(frames);
  else if (token === '=' && hasBindings && frame.path === null) {
    frame.path = frame.terms;
    frame.terms = [];
  } else if (token === ';') endExpression(frame);
  else {
    if (token === 'with' || token === 'assert') frame.prefixes += 1;
    frame.terms.push({ kind: NAME.test(token) ? 'name' : 'symbol', text: token, line });
  }
}

function endExpression(frame: Frame): void {
  if (frame.prefixes > 0) {
    frame.prefixes -= 1;
    frame.terms.push({ kind: 'symbol', text: ';', line: frame.line });
  } else {
    addBindings(frame);
    frame.terms = [];
  }
}

/** Adds the binding, or the names of `inherit`, that a frame has read up to here. */
function addBindings(frame: Frame): void {
  const { path, terms } = frame;
  frame.path = null;
  const [first, second] = terms;
  if (path !== null) {
    const keys = path.filter(isKey);
    if (keys.length > 0) frame.bindings.push({ keys, value: terms, isInherited: false });
  } else if (first?.kind === 'name' && first.text === 'inherit') {
    const source = second?.kind === 'group' ? second : null;
    for (const key of terms.slice(source === null ? 1 : 2).filter(isKey)) {
      const value = source === null ? [key] : [source, { kind: 'symbol', text: '.', line: key.line } as const, key];
      frame.bindings.push({ keys: [key], value, isInherited: source === null });
    }
  }
}

const isKey = (term: Term): term is Key => term.kind === 'name' || term.kind === 'text' || term.kind === 'inserted';

/** Closes the brackets up to the one that the token closes. `}` also closes lists and groups that were left open. */
function closeBracket(frames: Frame[], token: '}' | ']' | ')'): void {
  while (frames.at(-1)?.opening === 'let') close(frames);
  const opening = frames.at(-1)?.opening;
  if (token !== '}') {
    if (opening === (token === ']' ? '[' : '(')) close(frames);
    return;
  }
  while (frames.length > 1) {
    const { opening: inner } = frames.at(-1) ?? {};
    close(frames);
    if (inner === '{' || inner === '${') return;
  }
}

/** Ends the innermost frame, and adds it to the one around it. */
function close(frames: Frame[]): void {
  const frame = frames.pop();
  const outer = frames.at(-1);
  if (frame === undefined || outer === undefined) return;
  const { opening, line, bindings, parts, terms: items } = frame;
  const rest = frame.path === null ? items : [];
  if (opening === '{' || opening === 'let') addBindings(frame);
  if (opening === '{') outer.terms.push({ kind: 'set', bindings, rest, line });
  else if (opening === 'let') outer.terms.push({ kind: 'let', bindings, line });
  else if (opening === '[') outer.terms.push({ kind: 'list', items, line });
  else if (opening === '(') outer.terms.push({ kind: 'group', items, line });
  else if (opening !== '${') outer.terms.push({ kind: 'text', parts, line });
  else if (outer.opening === '"' || outer.opening === "''") outer.parts.push({ kind: 'inserted', items, line });
  else outer.terms.push({ kind: 'inserted', items, line });
}
