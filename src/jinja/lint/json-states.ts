/**
 * JSON read character by character along several ways at once, as far as each is JSON. A value that nobody knows yet
 * stands for any: within quotes it is more of the text, and outside of them one value or a part of a number.
 */

import { BEFORE_JSON, type JsonPlace, placeBehind } from '../json-text.ts';

/** One way so far. `token`: what has been read of the one under way, of a text its quote and what an escape still wants. */
interface Way extends JsonPlace {
  token: string;
}

/** Thrown where nothing can be said. */
export class Unsure extends Error {}

/** Brackets that are open at once: nobody writes a message that is nested deeper. */
const DEEPEST = 200;

/** The ways that are JSON so far, each once. */
export type Ways = ReadonlyMap<string, Way>;

const NO_WAY: Ways = new Map();
export const START: Ways = together([{ ...BEFORE_JSON, token: '' }]);

/** Where no way goes on, and why the last of them does not. */
export interface Stop {
  /** How many characters of the text were read. */
  offset: number;
  why: string;
}

export function isInText({ token }: Way): boolean {
  return token.startsWith('"');
}

export function union(...all: readonly Ways[]): Ways {
  return new Map(all.flatMap((ways) => [...ways]));
}

function together(ways: readonly Way[]): Ways {
  return new Map(ways.map((way) => [`${way.within} ${way.expected} ${way.token}`, way]));
}

/** Reads what stands in the template itself. */
export function readText(ways: Ways, text: string): { ways: Ways; stop: Stop | null } {
  let now = ways;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string;
    // Most of a text stands within quotes, where nothing changes.
    if (isPlain(character) && [...now.values()].every(({ token }) => token === '"')) continue;
    const next = each(now, (way) => readCharacter(way, character));
    if (character === '[' || character === '{') checkDepth(next);
    if (next.size === 0) {
      const [last] = now.values();
      return { ways: NO_WAY, stop: last === undefined ? null : { offset: index, why: reason(last, character) } };
    }
    now = next;
  }
  return { ways: now, stop: null };
}

function checkDepth(ways: Ways): void {
  for (const { within } of ways.values()) if (within.length > DEEPEST) throw new Unsure();
}

/** Reads a value that is escaped as it is put out. */
export function readValue(ways: Ways): { ways: Ways; why: string } {
  const next = each(ways, (way) => {
    if (isInText(way) || way.token.includes(ANY)) return way;
    if (way.token !== '') return { ...way, token: way.token + ANY };
    if (placeBehind(way, 'other') !== null) return { ...way, token: ANY };
    return between(placeBehind(way, 'string'));
  });
  const [last] = ways.values();
  return { ways: next, why: last === undefined ? '' : `a value stands where ${wantedAt(behind(last) ?? last)}` };
}

/** Whether one of the ways is whole at the end; else what it lacks. */
export function lacking(ways: Ways): string | null {
  const ends = [...ways.values()].map((way) => (isInText(way) ? 'a closing quote' : atEnd(way)));
  return ends.includes(null) ? null : (ends[0] ?? null);
}

function atEnd(way: Way): string | null {
  const place = behind(way);
  if (place === null) return 'the rest of a value';
  if (place.expected === 'end') return null;
  const open = place.within.at(-1);
  return open === undefined ? 'a value' : `the ${open === '[' ? ']' : '}'} of a ${open} that is open`;
}

/** Stands in a word for a value that is not known. */
const ANY = '\uffff';

function each(ways: Ways, step: (way: Way) => Way | null): Ways {
  return together([...ways.values()].flatMap((way) => step(way) ?? []));
}

const between = (place: JsonPlace | null): Way | null => place && { ...place, token: '' };

const isPlain = (character: string): boolean => character >= ' ' && character !== '"' && character !== '\\';

function readCharacter(way: Way, character: string): Way | null {
  if (isInText(way)) return readInText(way, character);
  if (!/[\s[\]{},:"]/.test(character)) {
    const token = way.token + character;
    const isFirst = way.token === '';
    return (!isFirst || placeBehind(way, 'other') !== null) && isWordBegun(token) ? { ...way, token } : null;
  }
  const place = behind(way);
  if (place === null) return null;
  if (/[ \t\r\n]/.test(character)) return between(place);
  if (character !== '"') return between(placeBehind(place, character));
  return placeBehind(place, 'string') && { ...place, token: '"' };
}

/** The place behind a word that ends here; null where it is no whole one. */
function behind(way: Way): JsonPlace | null {
  if (way.token === '') return way;
  const isWhole = way.token.includes(ANY) || WORD.test(way.token);
  return isWhole ? placeBehind(way, 'other') : null;
}

const WORD = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;
const NUMBER_BEGUN = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:(?<=\d)[eE][+-]?\d*)?)?$/;
const AROUND_ANY = /^[-+.\deE\uffff]+$/;

function isWordBegun(token: string): boolean {
  if (token.includes(ANY)) return AROUND_ANY.test(token);
  return NUMBER_BEGUN.test(token) || ['true', 'false', 'null'].some((word) => word.startsWith(token));
}

/** After the quote stand the characters that an escape may still take: `\` any, and a digit for so many of hex. */
function readInText(way: Way, character: string): Way | null {
  const wanted = way.token[1];
  if (wanted === undefined) {
    if (character === '"') return between(placeBehind(way, 'string'));
    if (character === '\\') return { ...way, token: '"\\' };
    return character < ' ' ? null : way;
  }
  if (wanted === '\\') {
    if (character === 'u') return { ...way, token: '"4' };
    return /["\\/bfnrt]/.test(character) ? { ...way, token: '"' } : null;
  }
  if (!/[\da-f]/i.test(character)) return null;
  return { ...way, token: wanted === '1' ? '"' : `"${Number(wanted) - 1}` };
}

// ------------------------------------------------------------------------------------------ why it goes on no further

function reason(way: Way, character: string): string {
  if (isInText(way)) {
    if (way.token !== '"') return 'JSON has no such escape; a backslash is written \\\\';
    return character === '\n'
      ? 'a line ends within quotes; JSON has \\n there, which within double quotes of YAML is \\\\n'
      : 'a control character is within quotes';
  }
  const place = behind(way);
  if (place === null || (way.token !== '' && !/[\s[\]{},:"]/.test(character))) return 'this is no value of JSON';
  if (character === "'") return 'JSON has double quotes, and no single ones';
  const isAfterComma = place.expected === 'value' || place.expected === 'key';
  if (/[\]}]/.test(character) && isAfterComma) return 'a comma, or a colon, has nothing behind it';
  const isText = /[\p{L}_]/u.test(character) && !/^[\]},]/.test(character);
  if (isText && placeBehind(place, 'string') !== null)
    return 'a text stands without quotes (JSON has true, false and null)';
  return `this stands where ${wantedAt(place)}`;
}

const WANTED = {
  value: 'a value is wanted',
  'first member': 'a value or a ] is wanted',
  key: 'a key in quotes is wanted',
  'first key': 'a key in quotes or a } is wanted',
  colon: 'a colon is wanted',
  'in list': 'a comma or a ] is wanted',
  'in object': 'a comma or a } is wanted',
  end: 'the JSON is over',
} satisfies Record<JsonPlace['expected'], string>;

function wantedAt({ expected }: JsonPlace): string {
  return WANTED[expected];
}
