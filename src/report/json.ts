/** Renders a result as JSON, as a whole or in pieces. */

/** Renders JSON that ends in a newline. */
export function renderJson(result: object): string {
  return `${stringify(result, 2)}\n`;
}

/**
 * Renders the same text in pieces. `levels` is the number of levels that are divided: with 2, the members of `result` and the elements of
 * its lists are pieces. In these levels, any iterable is a list, so that its elements can be generated while they are written.
 */
export function* renderJsonPieces(result: object, levels = 2): Generator<string> {
  yield* renderMembers(result, levels, { depth: 0, space: 2 });
  yield '\n';
}

/** Renders the text of `JSON.stringify` without layout, in pieces. */
export function renderCompactPieces(value: object, levels = 2): Generator<string> {
  return renderMembers(value, levels, { depth: 0, space: 0 });
}

interface Layout {
  /** The number of lists and objects around the value. */
  depth: number;
  /** The number of spaces for each of them; 0: all is on one line. */
  space: 0 | 2;
}

function* renderMembers(value: object, levels: number, { depth, space }: Layout): Generator<string> {
  const [start, end] = Symbol.iterator in value ? ['[', ']'] : ['{', '}'];
  const inside = { depth: depth + 1, space };
  let before = start;
  const separate = () => {
    const text = before + breakLine(inside);
    before = ',';
    return text;
  };
  if (Symbol.iterator in value && levels === 1) {
    for (const batch of divide(value as Iterable<unknown>)) yield separate() + stringifyElements(batch, inside);
  } else {
    for (const [name, member] of listMembers(value)) {
      yield separate() + (name === null ? '' : `${stringify(name)}:${' '.repeat(space / 2)}`);
      if (levels === 1 || typeof member !== 'object' || member === null) yield stringifyElements([member], inside);
      else yield* renderMembers(member, levels - 1, inside);
    }
  }
  yield before === ',' ? breakLine({ depth, space }) + end : start + end;
}

function* listMembers(value: object): Generator<[name: string | null, member: unknown]> {
  if (Symbol.iterator in value) for (const member of value as Iterable<unknown>) yield [null, member];
  else for (const [name, member] of Object.entries(value)) if (member !== undefined) yield [name, member];
}

/** The number of elements that are rendered together, which is faster. A certificate has about 2 kB. */
const BATCH_SIZE = 20;

function* divide(list: Iterable<unknown>): Generator<unknown[]> {
  let batch: unknown[] = [];
  for (const element of list) {
    batch.push(element);
    if (batch.length < BATCH_SIZE) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function breakLine({ depth, space }: Layout): string {
  return space === 0 ? '' : `\n${' '.repeat(depth * space)}`;
}

/** Renders the elements as within `depth` lists, without the brackets. */
function stringifyElements(elements: readonly unknown[], { depth, space }: Layout): string {
  let nested = elements;
  for (let level = 1; level < depth; level += 1) nested = [nested];
  const text = stringify(nested, space);
  // With a layout, each bracket is on a line that is indented by two spaces for each list around it, and so is the first element.
  const after = space === 0 ? depth : depth * depth + depth;
  const before = space === 0 ? depth : after + 2 * depth;
  return text.slice(before, text.length - after);
}

/**
 * `JSON.stringify` with U+FFFD for lone surrogates, which it writes as escape sequences. How a parser reads those is unpredictable, and
 * strict ones reject the whole text (RFC 8259 section 8.2).
 */
function stringify(value: unknown, space = 0): string {
  const text = JSON.stringify(value, null, space);
  if (!text.includes('\\ud')) return text;
  return text.replace(/\\(?:u(d[89a-f][\da-f]{2})|.)/g, (written, surrogate) =>
    surrogate === undefined ? written : '\ufffd',
  );
}
