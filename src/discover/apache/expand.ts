/** Replaces `Include`, `Use` and `${NAME}` in a configuration of Apache httpd, and drops sections that a definition turns off. */

import type { Repository } from '../format.ts';
import { type Directive, findEnd, readDirective, type Word } from './directives.ts';
import { getShared, isApacheFile, type Macro, readIncludedFiles, readMacro, VARIABLE } from './files.ts';

const MAX_DEPTH = 5;
/** The maximum of characters that the variables, macros and included files of one file may add. */
const MAX_EXPANDED = 300_000;

export interface Expansion {
  path: string;
  repository: Repository;
  macros: Map<string, Macro>;
  variables: Map<string, string | null>;
  budget: { left: number };
  /** The name of each macro that is not known. */
  unread: Word[];
}

export const createExpansion = (path: string, repository: Repository): Expansion => ({
  ...{ path, repository, macros: new Map(), variables: new Map(), unread: [] },
  budget: { left: MAX_EXPANDED },
});

/** The surroundings of directives. */
interface Place {
  /** The number of macros and included files around them. */
  depth: number;
  isInHost: boolean;
}

/**
 * Expands the directives of a file, in order. A directive of a macro or of an included file has the line of the `Use` or `Include` in the
 * file that was given.
 */
export function* expandDirectives(
  directives: readonly Directive[],
  expansion: Expansion,
  { depth, isInHost: isInside }: Place = { depth: 0, isInHost: false },
): Generator<Directive> {
  const { macros, variables } = expansion;
  let isInHost = isInside;
  for (let at = 0; at < directives.length; at += 1) {
    const written = directives[at];
    const directive = written === undefined ? null : resolveVariables(written, expansion);
    if (directive === null) continue;
    const { name, args } = directive;
    const [first, second] = args;
    if (name === '<virtualhost' || name === '</virtualhost') isInHost = name === '<virtualhost';
    if (name === '<macro' || isOff(directive, variables)) {
      const end = findEnd(directives, at);
      if (name === '<macro') macros.set(...readMacro(directives, at, end));
      at = end;
    } else if (name === 'define') variables.set(first?.text ?? '', second?.text ?? null);
    else if (name === 'undefine') variables.delete(first?.text ?? '');
    else if (name === 'use')
      yield* expandDirectives(useMacro(directive, expansion, depth), expansion, { depth: depth + 1, isInHost });
    else if (/^include(?:optional)?$/.test(name))
      yield* expandIncluded(directive, expansion, { depth: depth + 1, isInHost });
    else yield directive;
  }
}

/** Whether a section is skipped: `<IfDefine !NAME>` of a name that is defined. Others can depend on the command line of the server. */
const isOff = ({ name, args: [condition] }: Directive, variables: ReadonlyMap<string, string | null>): boolean =>
  name === '<ifdefine' && condition?.text.startsWith('!') === true && variables.has(condition.text.slice(1));

/** Replaces the variables of `Define`, before the words are read, so that a value can be several words. */
function resolveVariables(directive: Directive, { variables, repository, budget }: Expansion): Directive | null {
  if (budget.left < 0 || !directive.text.includes('${')) return directive;
  const text = directive.text.replace(VARIABLE, (written, name: string) => {
    const own = variables.get(name);
    const value = (own === undefined ? getShared(repository).variables.get(name) : own) ?? written;
    budget.left -= value.length;
    return budget.left < 0 ? written : value;
  });
  return readDirective(text, directive.line);
}

/** Returns the directives that a `Use` inserts. A macro that is not known is counted if a host may be among its arguments. */
function useMacro({ args, line }: Directive, expansion: Expansion, depth: number): Directive[] {
  const { macros, repository, budget, unread } = expansion;
  const [first, ...values] = args;
  const name = first?.text.toLowerCase() ?? '';
  const macro = macros.get(name) ?? getShared(repository).macros.get(name);
  if (first && macro && isCalled(macro, values) && depth < MAX_DEPTH) {
    return fillMacro(macro, values, budget).flatMap((text) => readDirective(text, line) ?? []);
  }
  if (first && values.some(({ text }) => text.includes('.'))) unread.push(first);
  return [];
}

const MAX_PARAMETERS = 50;

const isCalled = ({ parameters }: Macro, values: readonly Word[]): boolean =>
  parameters.length === values.length && parameters.length <= MAX_PARAMETERS;

/** Replaces the parameters of a macro in its lines: where several fit, the longest. */
function fillMacro({ parameters, lines }: Macro, values: readonly Word[], budget: Expansion['budget']): string[] {
  const longest = [...parameters].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longest.map((one) => one.replace(/\W/g, '\\$&')).join('|') || '(?!)', 'g');
  return lines.flatMap((line) => {
    const text = line
      .replaceAll('\n', ' ')
      .replace(pattern, (parameter) => values[parameters.indexOf(parameter)]?.text ?? parameter);
    budget.left -= 1 + text.length;
    return budget.left < 0 ? [] : [text];
  });
}

/** Expands the included files. Those outside virtual hosts that are read themselves give only their definitions. */
function* expandIncluded(
  { args: [target], line }: Directive,
  expansion: Expansion,
  place: Place,
): Generator<Directive> {
  const { path, repository, budget } = expansion;
  if (target === undefined || place.depth > MAX_DEPTH) return;
  for (const file of readIncludedFiles(target.text, path, repository)) {
    budget.left -= 1 + file.text.length;
    if (budget.left < 0) return;
    const isReadAlone = !place.isInHost && isApacheFile(file.path, file.text);
    const own = isReadAlone ? { ...expansion, unread: [] } : expansion;
    for (const directive of expandDirectives(file.directives, own, place))
      if (!isReadAlone) yield placeAt(directive, line);
  }
}

const placeAt = (directive: Directive, line: number): Directive => ({
  ...directive,
  line,
  args: directive.args.map(({ text }) => ({ text, line })),
});
