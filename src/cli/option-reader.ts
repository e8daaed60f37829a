/** Reads the options of a command from its arguments, and lists them for its help text. */

import { parseArgs } from 'node:util';
import { createUsageError } from '../lib/app-error.ts';
import { suggest } from '../lib/text/did-you-mean.ts';

export interface OptionSpec {
  name: string;
  /** The placeholder of the value in the help text; null for a flag. */
  value: string | null;
  help: string;
  isRepeatable: boolean;
  /** Whether the following operands are values too, as when a shell expands a glob. */
  isGreedy?: boolean;
  /** The letters of the short forms, of which help shows the first. */
  short?: string;
}

/** Declares the options of a command. Each call declares an option and returns the value given for it. */
export interface OptionReader {
  flag: (name: string, help: string, short?: string) => boolean;
  /** Returns null if the option is not given. */
  text: (name: string, value: string, help: string, short?: string) => string | null;
  /** Returns the values of a repeatable option. */
  list: (name: string, value: string, help: string) => string[];
  /** Returns the values of a repeatable option, which takes all following operands. */
  paths: (name: string, value: string, help: string) => string[];
  /** Returns the positional arguments. */
  operands: () => string[];
}

/** Lists the options that `read` declares, in order. */
export function listOptions(read: (reader: OptionReader) => unknown): OptionSpec[] {
  const specs: OptionSpec[] = [];
  read({
    flag: (name, help, short) => {
      specs.push({ name, value: null, help, isRepeatable: false, ...(short !== undefined && { short }) });
      return false;
    },
    text: (name, value, help, short) => {
      specs.push({ name, value, help, isRepeatable: false, ...(short !== undefined && { short }) });
      return null;
    },
    list: (name, value, help) => {
      specs.push({ name, value, help, isRepeatable: true });
      return [];
    },
    paths: (name, value, help) => {
      specs.push({ name, value, help, isRepeatable: true, isGreedy: true });
      return [];
    },
    operands: () => [],
  });
  return specs;
}

/** The arguments of a command, split into options and operands. */
export interface Arguments {
  /** The values by option name; a flag has an empty list. */
  values: ReadonlyMap<string, string[]>;
  operands: string[];
}

/** Splits the arguments of a command. Throws AppError `usage` for an unknown option, or one used in the wrong way. */
export function splitArguments(command: string, args: readonly string[], specs: readonly OptionSpec[]): Arguments {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const byLetter = new Map(specs.flatMap((spec) => [...(spec.short ?? '')].map((letter) => [letter, spec] as const)));
  const toType = ({ value }: OptionSpec) => (value === null ? 'boolean' : 'string');
  const options = Object.fromEntries([
    ...specs.map((spec) => [spec.name, { type: toType(spec) }] as const),
    // parseArgs knows one letter for each option, so each letter is a separate option. Arguments cannot contain NUL.
    ...[...byLetter].map(([letter, spec]) => [`\0${letter}`, { type: toType(spec), short: letter }] as const),
  ]);
  // Strict mode is off, because the messages below also name the command and suggest a fix.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  let greedy: string[] | null = null;
  for (const token of tokens) {
    if (token.kind === 'positional') (greedy ?? operands).push(token.value);
    if (token.kind === 'option-terminator') greedy = null;
    if (token.kind !== 'option') continue;
    const spec = token.name.startsWith('\0') ? byLetter.get(token.name.slice(1)) : byName.get(token.name);
    if (spec === undefined)
      throw createUnknownOptionError(command, token.rawName, args[token.index] ?? '', [...byName.keys()]);
    const added = addValue(spec, token, values.get(spec.name));
    values.set(spec.name, added);
    greedy = spec.isGreedy ? added : null;
  }
  return { values, operands };
}

/** `argument`: as written. `-dry-run` is read as the letters d, r and so on, but means `--dry-run`. */
function createUnknownOptionError(command: string, option: string, argument: string, names: readonly string[]): Error {
  const isWord = /^-[a-z][a-z]/.test(argument);
  const similar = suggest(
    isWord ? `-${argument.split('=', 1).join('')}` : option,
    names.map((name) => `--${name}`),
  );
  const hint = similar === undefined ? `Run 'certvigil ${command} --help' for options.` : `Did you mean ${similar}?`;
  return createUsageError(`unknown option ${isWord && similar !== undefined ? argument : option} for ${command}`, hint);
}

/** Adds a value. `before`: the values given so far; undefined if the option is new. */
function addValue(
  { value: placeholder, isRepeatable }: OptionSpec,
  { rawName, value }: { rawName: string; value: string | undefined },
  before: string[] | undefined,
): string[] {
  if (placeholder === null) {
    if (value !== undefined) throw createUsageError(`${rawName} takes no value`, `Use ${rawName} alone.`);
    return [];
  }
  // An empty value is usually an unset variable in a script. Ignoring it would silently change what the command does.
  if (!value)
    throw createUsageError(`missing value for ${rawName}`, `Use ${rawName} ${placeholder.replace('...', '')}.`);
  if (before !== undefined && !isRepeatable) throw createUsageError(`duplicate option ${rawName}`, 'Use it once.');
  return [...(before ?? []), value];
}

export function createReader({ values, operands }: Arguments): OptionReader {
  return {
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.[0] ?? null,
    list: (name) => values.get(name) ?? [],
    paths: (name) => values.get(name) ?? [],
    operands: () => operands,
  };
}
