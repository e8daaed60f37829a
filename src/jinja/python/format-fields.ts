/** Python's `"{} {0} {name.key[0]:>8}".format(...)`. */

import { type Budget, spendCharacters, spendSteps } from '../budget.ts';
import { TemplateError } from '../errors.ts';
import { type Dict, getMember, type Value } from '../values.ts';
import { formatValue } from './format-specification.ts';
import { repr, reprAscii, stringify } from './stringify.ts';

const fail = (detail: string): never => {
  throw new TemplateError('template-type-error', `format() ${detail}`);
};

/** A field can be inside the specification of another one, but no deeper. */
const MAX_DEPTH = 2;

/** The numbering of fields, which is either by their order or explicit: a format cannot mix both. */
type Numbering = 'automatic' | 'manual' | null;

/**
 * Fills the fields of a format.
 *
 * @throws TemplateError if the format is invalid, or has a field without a value.
 */
export function formatFields(format: string, args: Value[], named: Dict, budget: Budget): string {
  return new FieldFormatter(args, named, budget).fill(format, 1);
}

class FieldFormatter {
  readonly #args: Value[];
  readonly #named: Dict;
  readonly #budget: Budget;
  #numbering: Numbering = null;
  #index = 0;

  constructor(args: Value[], named: Dict, budget: Budget) {
    this.#args = args;
    this.#named = named;
    this.#budget = budget;
  }

  fill(format: string, depth: number): string {
    if (depth > MAX_DEPTH) return fail('got fields that are nested too deeply');
    const parts: string[] = [];
    let index = 0;
    while (index < format.length) {
      spendSteps(this.#budget, 1);
      const next = findBrace(format, index);
      parts.push(format.slice(index, next));
      index = next;
      if (next === format.length) break;
      const brace = format.charAt(next);
      if (format.charAt(next + 1) === brace) {
        parts.push(brace);
        index += 2;
      } else if (brace === '}') fail('got a } without a {; write }} for a brace');
      else {
        const end = findFieldEnd(format, next + 1);
        parts.push(this.#fillField(format.slice(next + 1, end), depth));
        index = end + 1;
      }
    }
    const text = parts.join('');
    spendCharacters(this.#budget, text.length);
    return text;
  }

  #fillField(field: string, depth: number): string {
    const [, path = '', conversion, specification = ''] = FIELD.exec(field) ?? fail('got an invalid field');
    const value = this.#read(path);
    const filled = specification.includes('{') ? this.fill(specification, depth + 1) : specification;
    if (conversion === undefined) return formatValue(value, filled, this.#budget);
    return formatValue(convert(value, conversion, this.#budget), filled, this.#budget);
  }

  #read(field: string): Value {
    const [head = '', ...path] = field.split(/[.[]/);
    const start = head === '' || /^\d+$/.test(head) ? this.#readPositional(head) : this.#readNamed(head);
    return path.reduce<Value>((found, part) => {
      const key = part.replace(/\]$/, '');
      return getMember(found, /^\d+$/.test(key) ? Number(key) : key, this.#budget);
    }, start);
  }

  #readPositional(number: string): Value {
    const numbering: Numbering = number === '' ? 'automatic' : 'manual';
    if (this.#numbering !== null && this.#numbering !== numbering) fail('mixes {} with fields that have a number');
    this.#numbering = numbering;
    const index = number === '' ? this.#index++ : Number(number);
    if (index >= this.#args.length) fail(`has no value for field ${index}`);
    return this.#args[index];
  }

  #readNamed(name: string): Value {
    if (!Object.hasOwn(this.#named, name)) fail('has no value for a field that has a name');
    return this.#named[name];
  }
}

function convert(value: Value, conversion: string, budget: Budget): string {
  if (conversion === 's') return stringify(value, budget);
  return conversion === 'r' ? repr(value, budget) : reprAscii(value, budget);
}

/** A path, a conversion and a specification: `name.key[0]!r:>8`. */
const FIELD = /^((?:[^[{}:!]|\[[^\]]*\])*)(?:!([rsa]))?(?::([\s\S]*))?$/;
const BRACE = /[{}]/g;

function findBrace(format: string, start: number): number {
  BRACE.lastIndex = start;
  return BRACE.exec(format)?.index ?? format.length;
}

/** Finds the end of the field that begins at `start`: the position of its brace. */
function findFieldEnd(format: string, start: number): number {
  let depth = 1;
  for (let index = findBrace(format, start); index < format.length; index = findBrace(format, index + 1)) {
    depth += format.charAt(index) === '{' ? 1 : -1;
    if (depth === 0) return index;
  }
  return fail('got a { without a }; write {{ for a brace');
}
