/** The Terraform configuration of a repository: its root modules, the modules they call, and the values of their variables. */

import path from 'node:path/posix';
import { getOrCreate, groupBy } from '../../lib/collections.ts';
import { lazy } from '../../lib/memoize.ts';
import type { Repository } from '../format.ts';
import { addNames, type Budget, evaluate, listPairs, type Scope } from './evaluate.ts';
import { type Block, type Body, type Expression, parseHcl } from './parse.ts';
import { createList, NULL, type ObjectValue, UNKNOWN, type Value } from './values.ts';

/** One resource, data source or module call with the values of `each` and `count` that apply to it. */
export interface Instance {
  block: Block;
  scope: Scope;
}

const CONFIGURATION = /\.(?:tf|tofu)$/;
const VARIABLES = /\.tfvars$/;
const AUTOMATIC = /(?:^|\/)terraform\.tfvars$|\.auto\.tfvars$/;
const MAX_MODULE_DEPTH = 10;
const MAX_INSTANCES = 200;
const STEPS_PER_REPOSITORY = 3_000_000;
const STEPS_PER_BLOCK = 10;

/** Lists every resource and module call of all root modules, with the instances of `for_each` and `count`. */
export function* listInstances(repository: Repository): Generator<Instance> {
  const budget: Budget = { steps: STEPS_PER_REPOSITORY, depth: 0 };
  const directories = readDirectories(repository);
  const called = new Set(Array.from(directories.values(), (files) => listSources(files)).flat());
  const roots = new Map([...directories].filter(([directory]) => !called.has(directory)));
  const variables = assignVariables(repository, roots, budget);
  for (const directory of roots.keys())
    for (const inputs of variables.get(directory) ?? [new Map<string, Value>()])
      yield* new Module(directories, directory, inputs, budget).listInstances(0);
}

interface SourceBody {
  file: string;
  body: Body;
}

type Directories = ReadonlyMap<string, readonly SourceBody[]>;

function readDirectories(repository: Repository): Directories {
  const bodies = repository.paths
    .filter((file) => CONFIGURATION.test(file))
    .flatMap((file): SourceBody[] => {
      const text = repository.readText(file);
      return text === null ? [] : [{ file, body: parseHcl(text) }];
    });
  return groupBy(bodies, ({ file }) => path.dirname(file));
}

/** Lists the directories of the local modules that a directory calls. */
function listSources(files: readonly SourceBody[]): string[] {
  return files.flatMap(({ file, body }) =>
    body.blocks.flatMap((block) => resolveSource(path.dirname(file), block) ?? []),
  );
}

/** Resolves the directory of a module in this repository; returns null for an external module. */
function resolveSource(directory: string, block: Block): string | null {
  const source = block.body.attributes.get('source');
  if (block.type !== 'module' || source?.kind !== 'literal' || typeof source.value !== 'string') return null;
  return /^\.\.?(?:\/|$)/.test(source.value)
    ? path.join(directory, source.value.replace('//', '/')).replace(/\/$/, '')
    : null;
}

/**
 * Assigns the inputs of each root module: `terraform.tfvars` and `*.auto.tfvars`, and one variant for each other variable file, as
 * `-var-file` would add it. A file belongs to the nearest module above it, or else to the only module with its variables.
 */
function assignVariables(
  repository: Repository,
  roots: Directories,
  budget: Budget,
): Map<string, Map<string, Value>[]> {
  const automatic = new Map<string, Map<string, Value>>();
  const variants = new Map<string, Map<string, Value>[]>();
  for (const file of repository.paths) {
    const text = VARIABLES.test(file) ? repository.readText(file) : null;
    if (text === null) continue;
    const scope: Scope = { file, getName: () => UNKNOWN, budget };
    const { attributes } = parseHcl(text);
    const values = new Map(Array.from(attributes, ([name, expression]) => [name, evaluate(expression, scope)]));
    const directory = AUTOMATIC.test(file) ? path.dirname(file) : findModule(file, [...values.keys()], roots);
    if (directory === null) continue;
    if (AUTOMATIC.test(file)) automatic.set(directory, new Map([...(automatic.get(directory) ?? []), ...values]));
    else getOrCreate(variants, directory, () => []).push(values);
  }
  return new Map(
    [...new Set([...automatic.keys(), ...variants.keys()])].map((directory) => {
      const base = automatic.get(directory) ?? new Map<string, Value>();
      return [directory, (variants.get(directory) ?? [new Map()]).map((variant) => new Map([...base, ...variant]))];
    }),
  );
}

function findModule(file: string, names: readonly string[], roots: Directories): string | null {
  for (let directory = path.dirname(file); ; directory = path.dirname(directory)) {
    if (roots.has(directory)) return directory;
    if (directory === '.' || directory === '/') break;
  }
  const matching = [...roots].filter(([, files]) => {
    const declared = new Set(listBlocks(files, 'variable').map(({ block }) => block.labels[0]));
    return names.length > 0 && names.every((name) => declared.has(name));
  });
  return matching.length === 1 ? (matching[0]?.[0] ?? null) : null;
}

const listBlocks = (files: readonly SourceBody[], type: string): { file: string; block: Block }[] =>
  files.flatMap(({ file, body }) =>
    body.blocks.filter((block) => block.type === type).map((block) => ({ file, block })),
  );

const createNamespace = (get: (name: string) => Value): ObjectValue => ({
  kind: 'object',
  block: null,
  get,
  select: () => UNKNOWN,
});

/** A module with its inputs. */
class Module {
  private readonly directories: Directories;
  private readonly directory: string;
  private readonly files: readonly SourceBody[];
  private readonly inputs: ReadonlyMap<string, Value>;
  private readonly budget: Budget;
  private readonly values = new Map<string, () => Value>();

  constructor(directories: Directories, directory: string, inputs: ReadonlyMap<string, Value>, budget: Budget) {
    this.directories = directories;
    this.directory = directory;
    this.files = directories.get(directory) ?? [];
    this.inputs = inputs;
    this.budget = budget;
    for (const { body } of this.files) budget.steps -= STEPS_PER_BLOCK * body.blocks.length;
    this.define();
  }

  /** Lists the resources and module calls of this module and of the modules that it calls. */
  *listInstances(depth: number): Generator<Instance> {
    for (const { file, body } of this.files)
      for (const block of body.blocks) {
        if (block.type !== 'resource' && block.type !== 'module') continue;
        for (const scope of this.listScopes(block, this.createScope(file))) {
          if (this.budget.steps <= 0) return;
          yield { block, scope };
          const directory = resolveSource(this.directory, block);
          if (directory !== null && depth < MAX_MODULE_DEPTH)
            yield* this.call(directory, block, scope).listInstances(depth + 1);
        }
      }
  }

  /** Defines variables, locals, outputs, resources, data sources and module calls by their addresses. */
  private define(): void {
    const set = (address: string, compute: () => Value) => this.values.set(address, guard(lazy(compute)));
    for (const { file, body } of this.files)
      for (const block of body.blocks) {
        const { type, labels } = block;
        const scope = this.createScope(file);
        const [first = '', second = ''] = labels;
        if (type === 'variable') set(`var.${first}`, () => this.readVariable(first, block, scope));
        if (type === 'output')
          set(`output.${first}`, () => evaluateOptional(block.body.attributes.get('value'), scope));
        if (type === 'resource') set(`${first}.${second}`, () => this.createResource(block, scope));
        if (type === 'data') set(`data.${first}.${second}`, () => this.createResource(block, scope));
        if (type === 'module') set(`module.${first}`, () => this.createCall(block, scope));
        if (type === 'locals')
          for (const [name, expression] of block.body.attributes)
            set(`local.${name}`, () => evaluate(expression, scope));
      }
  }

  private get(address: string): Value {
    return this.values.get(address)?.() ?? UNKNOWN;
  }

  private createScope(file: string): Scope {
    const data = createNamespace((type) => createNamespace((name) => this.get(`data.${type}.${name}`)));
    const getName = (root: string): Value => {
      if (['each', 'count', 'self', 'path', 'terraform'].includes(root)) return UNKNOWN;
      return root === 'data' ? data : createNamespace((name) => this.get(`${root}.${name}`));
    };
    return { file, getName, budget: this.budget };
  }

  private readVariable(name: string, block: Block, scope: Scope): Value {
    return this.inputs.get(name) ?? evaluateOptional(block.body.attributes.get('default'), scope, UNKNOWN);
  }

  private createResource(block: Block, scope: Scope): ObjectValue {
    const resource: ObjectValue = {
      kind: 'object',
      block,
      get: (name) => readArgument(block.body, name, scope) ?? { kind: 'unknown', owner: resource },
      select: (key) => this.createResource(block, selectInstance(block, scope, key)),
    };
    return resource;
  }

  private createCall(block: Block, scope: Scope): ObjectValue {
    const directory = resolveSource(this.directory, block);
    const module = lazy(() => (directory === null ? null : this.call(directory, block, scope)));
    return {
      kind: 'object',
      block,
      get: (name) => module()?.get(`output.${name}`) ?? UNKNOWN,
      select: (key) => this.createCall(block, selectInstance(block, scope, key)),
    };
  }

  private call(directory: string, block: Block, scope: Scope): Module {
    const inputs = Array.from(block.body.attributes, ([name, expression]): [string, Value] => [
      name,
      evaluate(expression, scope),
    ]);
    return new Module(this.directories, directory, new Map(inputs), this.budget);
  }

  /** Lists one scope for each instance; a single scope if the keys are unknown. */
  private listScopes(block: Block, scope: Scope): Scope[] {
    const { attributes } = block.body;
    const count = attributes.get('count');
    if (count !== undefined) {
      const value = evaluate(count, scope);
      if (value.kind !== 'number') return [scope];
      const numbers = Array.from({ length: Math.min(value.number, MAX_INSTANCES) }, (_, index) => index);
      return numbers.map((number) => selectInstance(block, scope, { kind: 'number', number }));
    }
    const each = attributes.get('for_each');
    const pairs = each === undefined ? null : listPairs(evaluate(each, scope));
    if (pairs === null) return [scope];
    return pairs
      .slice(0, MAX_INSTANCES)
      .map(([key, value]) => bindEach(scope, key.kind === 'number' ? value : key, value));
  }
}

/** Reads an argument: an attribute, or the list of the blocks with this name; null if it is absent, or if blocks are dynamic. */
function readArgument(body: Body, name: string, scope: Scope): Value | null {
  const expression = body.attributes.get(name);
  if (expression !== undefined) return evaluate(expression, scope);
  const blocks = body.blocks.filter(({ type }) => type === name);
  if (blocks.length === 0 || body.blocks.some(({ type, labels }) => type === 'dynamic' && labels[0] === name))
    return null;
  return createList(
    blocks.map((block) => createNamespace((inner) => readArgument(block.body, inner, scope) ?? UNKNOWN)),
  );
}

const evaluateOptional = (expression: Expression | undefined, scope: Scope, missing = NULL): Value =>
  expression === undefined ? missing : evaluate(expression, scope);

/** Guards against cycles: a value that refers to itself is unknown. */
function guard(compute: () => Value): () => Value {
  let isRunning = false;
  return () => {
    if (isRunning) return UNKNOWN;
    isRunning = true;
    const value = compute();
    isRunning = false;
    return value;
  };
}

const bindEach = (scope: Scope, key: Value, value: Value): Scope =>
  addNames(scope, [['each', createNamespace((name) => (name === 'key' ? key : value))]]);

/** Returns the scope of the instance that an index selects: a key of `for_each`, or a number of `count`. */
function selectInstance(block: Block, scope: Scope, key: Value): Scope {
  const each = block.body.attributes.get('for_each');
  if (each === undefined) return addNames(scope, [['count', createNamespace(() => key)]]);
  const pairs = listPairs(evaluate(each, scope)) ?? [];
  const found = pairs.find(([name, value]) => {
    const own = name.kind === 'number' ? value : name;
    return own.kind === 'text' && key.kind === 'text' && own.text === key.text;
  });
  return found === undefined ? scope : bindEach(scope, key, found[1]);
}
