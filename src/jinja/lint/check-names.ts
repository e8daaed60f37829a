/** Checks the names and fields that a template uses against the schema of its context. */

import { suggest } from '../../lib/text/did-you-mean.ts';
import type { OutputMode } from '../escape-modes.ts';
import { globals } from '../globals.ts';
import { listMethodNames } from '../methods/index.ts';
import type { Arguments, Expression, Macro, Position, Statement, Target, Template } from '../parser/ast.ts';
import { ANY, type ContextSchema, FUNCTION, type Schema, TEXT } from '../schema.ts';
import {
  createLoopSchema,
  describeKnown,
  getElementSchema,
  getFilterSchema,
  getMemberSchema,
  joinPath,
  type Known,
} from './known-value.ts';
import type { LintProblem } from './lint-problem.ts';
import { countAssignments, listBodies, listOperands } from './syntax-tree.ts';

type Lookup = Expression & { kind: 'lookup' };

interface Scope {
  variables: Map<string, Known>;
  parent: Scope | null;
}

interface Suspect extends LintProblem {
  path: string | null;
}

const UNKNOWN: Known = { schema: ANY, path: null };

const createScope = (parent: Scope): Scope => ({ variables: new Map(), parent });

/** The position of the argument that names an attribute, by filter. */
const ATTRIBUTE_POSITIONS = new Map([
  ...['selectattr', 'rejectattr', 'groupby', 'sum'].map((name) => [name, 0] as const),
  ['join', 1] as const,
]);

/** Reports names and fields that the schema does not have, unless the template checks somewhere whether they exist. */
export function checkNames(template: Template, mode: OutputMode, schema: ContextSchema): LintProblem[] {
  const check = new NameCheck(template, schema, mode === 'url' || mode === 'header');
  check.run(template, { variables: new Map(), parent: null });
  return check.listProblems();
}

class NameCheck {
  readonly #schema: ContextSchema;
  readonly #skipsAfterDollar: boolean;
  /** The number of times that the template sets each name: the value of a name that is set twice is unknown. */
  readonly #assigned: ReadonlyMap<string, number>;
  readonly #suspects: Suspect[] = [];
  /** Paths that the template handles as possibly missing. */
  readonly #optional = new Set<string>();

  constructor(template: Template, schema: ContextSchema, skipsAfterDollar: boolean) {
    this.#schema = schema;
    this.#skipsAfterDollar = skipsAfterDollar;
    this.#assigned = countAssignments(template);
  }

  listProblems(): LintProblem[] {
    return this.#suspects
      .filter(({ path }) => path === null || !this.#optional.has(path))
      .map(({ path: _, ...problem }) => problem);
  }

  // ------------------------------------------------------------------------------------------------ statements

  run(body: Statement[], scope: Scope): void {
    for (const [index, statement] of body.entries()) {
      const before = body[index - 1];
      // In a URL or header, ${{ ... }} belongs to another language.
      const isForeign = before?.kind === 'text' && before.text.endsWith('$') && this.#skipsAfterDollar;
      if (statement.kind !== 'output' || !isForeign) this.#runOne(statement, scope);
    }
  }

  #runOne(statement: Statement, scope: Scope): void {
    switch (statement.kind) {
      case 'for':
        this.#runFor(statement, scope);
        break;
      case 'set':
        this.#assign(statement.target, this.#infer(statement.value, scope), scope);
        break;
      case 'with': {
        const inner = createScope(scope);
        for (const { target, value } of statement.values) this.#assign(target, this.#infer(value, scope), inner);
        this.run(statement.body, inner);
        break;
      }
      case 'macro':
        scope.variables.set(statement.macro.name, { schema: FUNCTION, path: null });
        this.#runMacro(statement.macro, scope);
        break;
      default:
        for (const operand of listOperands(statement)) this.#infer(operand, scope);
        for (const body of listBodies(statement)) {
          this.run(body, statement.kind === 'block' ? createScope(scope) : scope);
        }
    }
  }

  #runFor(statement: Statement & { kind: 'for' }, scope: Scope): void {
    const items = this.#infer(statement.items, scope).schema;
    const element = statement.isRecursive ? ANY : getElementSchema(items);
    const inner = createScope(scope);
    this.#assign(statement.target, { schema: element, path: null }, inner);
    inner.variables.set('loop', { schema: createLoopSchema(element), path: 'loop' });
    if (statement.condition !== null) this.#infer(statement.condition, inner);
    this.run(statement.body, inner);
    this.run(statement.otherwise, createScope(scope));
  }

  #runMacro(macro: Macro, scope: Scope): void {
    const inner = createScope(scope);
    for (const { name, fallback } of macro.parameters) {
      if (fallback !== null) this.#infer(fallback, inner);
      inner.variables.set(name, { schema: ANY, path: name });
    }
    for (const name of ['varargs', 'kwargs', 'caller']) inner.variables.set(name, UNKNOWN);
    this.run(macro.body, inner);
  }

  #assign(target: Target, { schema }: Known, scope: Scope): void {
    if ('object' in target) this.#infer(target.object, scope);
    else if ('parts' in target) for (const part of target.parts) this.#assign(part, UNKNOWN, scope);
    else {
      const known = (this.#assigned.get(target.name) ?? 0) > 1 ? ANY : schema;
      scope.variables.set(target.name, { schema: known, path: target.name });
    }
  }

  // ----------------------------------------------------------------------------------------------- expressions

  #infer(node: Expression, scope: Scope): Known {
    switch (node.kind) {
      case 'constant':
        return { schema: typeof node.value === 'string' ? TEXT : ANY, path: null };
      case 'name':
        return this.#inferName(node, scope);
      case 'lookup':
        return this.#inferLookup(node, scope);
      case 'slice': {
        const target = this.#infer(node.target, scope);
        for (const bound of [node.start, node.stop, node.step]) if (bound !== null) this.#infer(bound, scope);
        return { schema: target.schema, path: null };
      }
      case 'call':
        return this.#inferCall(node, scope);
      case 'filter':
        return this.#inferFilter(node, scope);
      case 'test': {
        const input = this.#infer(node.input, scope);
        this.#inferArguments(node.args, scope);
        if (node.name === 'defined' || node.name === 'undefined') this.#markOptional(input.path);
        return UNKNOWN;
      }
      case 'capture':
        this.run(node.body, createScope(scope));
        return { schema: TEXT, path: null };
      case 'caller':
        this.#runMacro(node.macro, scope);
        return UNKNOWN;
      case 'compare':
        for (const { operator, operand } of node.rest) {
          const container = this.#infer(operand, scope);
          // "name" in data
          if (operator === 'in' && node.first.kind === 'constant' && container.path !== null) {
            this.#markOptional(joinPath(container.path, String(node.first.value)));
          }
        }
        this.#infer(node.first, scope);
        return UNKNOWN;
      case 'conditional': {
        const [yes, otherwise] = [node.yes, node.otherwise].map((part) => part && this.#infer(part, scope));
        this.#infer(node.test, scope);
        const isSame = yes && (!otherwise || otherwise.schema === yes.schema);
        return isSame ? { schema: yes.schema, path: null } : UNKNOWN;
      }
      default:
        for (const operand of listOperands(node)) this.#infer(operand, scope);
        return UNKNOWN;
    }
  }

  #inferName(node: Expression & { kind: 'name' }, scope: Scope): Known {
    const { name } = node;
    for (let holder: Scope | null = scope; holder !== null; holder = holder.parent) {
      const found = holder.variables.get(name);
      if (found !== undefined) return found;
    }
    const schema = Object.hasOwn(this.#schema, name) ? this.#schema[name] : undefined;
    if (schema !== undefined) return { schema, path: name };
    if (!this.#assigned.has(name) && !globals.has(name)) {
      this.#report(node, `"${name}"`, name, Object.keys(this.#schema), name);
    }
    return { schema: ANY, path: name };
  }

  #inferLookup(node: Lookup, scope: Scope): Known {
    return this.#inferMember(this.#infer(node.target, scope), node, scope);
  }

  #inferMember(owner: Known, { key, isDotted }: Lookup, scope: Scope): Known {
    if (key.kind !== 'constant' || (typeof key.value !== 'string' && typeof key.value !== 'number')) {
      this.#infer(key, scope);
      return UNKNOWN;
    }
    return this.#getMember(owner, key.value, key, isDotted);
  }

  #getMember(owner: Known, key: string | number, at: Position, isDotted: boolean): Known {
    const path = owner.path === null ? null : joinPath(owner.path, key);
    const schema = getMemberSchema(owner.schema, key);
    if (schema !== undefined) return { schema, path };
    const methods = listMethodNames(owner.schema.kind);
    if (isDotted && methods.includes(String(key))) return { schema: FUNCTION, path };
    const known = [...Object.keys(owner.schema.fields ?? {}), ...methods];
    this.#report(at, `${describeKnown(owner)} has no member "${key}"`, String(key), known, path);
    return { schema: ANY, path };
  }

  #inferCall({ callee, args }: Expression & { kind: 'call' }, scope: Scope): Known {
    this.#inferArguments(args, scope);
    if (callee.kind !== 'lookup') {
      this.#infer(callee, scope);
      return UNKNOWN;
    }
    const owner = this.#infer(callee.target, scope);
    const method = callee.key.kind === 'constant' ? String(callee.key.value) : null;
    if (method === null || !listMethodNames(owner.schema.kind).includes(method)) {
      this.#inferMember(owner, callee, scope);
    } else if (method === 'get' && owner.schema.kind === 'dict') {
      const [key] = args.positional;
      if (key?.kind === 'constant' && typeof key.value === 'string') this.#getMember(owner, key.value, key, false);
    }
    return UNKNOWN;
  }

  #inferArguments({ positional, named }: Arguments, scope: Scope): void {
    for (const value of [...positional, ...named.map((one) => one.value)]) this.#infer(value, scope);
  }

  #inferFilter(node: Expression & { kind: 'filter' }, scope: Scope): Known {
    const input = this.#infer(node.input, scope);
    this.#inferArguments(node.args, scope);
    if (node.name === 'default' || node.name === 'd') this.#markOptional(input.path);
    this.#checkAttribute(node, getElementSchema(input.schema));
    return { schema: getFilterSchema(node.name, input.schema), path: null };
  }

  /** Checks the attribute that an argument of a filter names, as in `map(attribute="name")`. */
  #checkAttribute({ name, args }: Expression & { kind: 'filter' }, element: Schema): void {
    const named = args.named.find((one) => one.name === 'attribute')?.value;
    const node = named ?? args.positional[ATTRIBUTE_POSITIONS.get(name) ?? Number.NaN];
    if (node?.kind !== 'constant' || typeof node.value !== 'string' || element.fields === undefined) return;
    for (const path of node.value.split(',')) {
      const [key = ''] = path.split('.');
      this.#getMember({ schema: element, path: null }, key, node, false);
    }
  }

  #markOptional(path: string | null): void {
    if (path !== null) this.#optional.add(path);
  }

  #report({ line, column }: Position, what: string, name: string, known: string[], path: string | null): void {
    const near = suggest(name, known);
    const hint = near === undefined ? '.' : `; did you mean "${near}"?`;
    const message = `The template uses an undefined name: ${what}${hint}`;
    this.#suspects.push({ code: 'template-unknown-name', message, line, column, path });
  }
}
