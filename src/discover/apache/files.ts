/** The files of Apache httpd in a repository, and the macros and variables that they share. */

import { getOrCreate } from '../../lib/collections.ts';
import { memoizeWeakly } from '../../lib/memoize.ts';
import type { Repository } from '../format.ts';
import { findIncludedFiles } from '../included-files.ts';
import { hideTemplates } from '../yaml/templates.ts';
import { type Directive, findEnd, listDirectives } from './directives.ts';

/** Paths of files that Apache may read. */
export const APACHE_PATH = /apache|httpd|sites-(?:available|enabled)\/|conf\.d\/|vhost|\.conf\b/i;
const DOCUMENT = /\.(?:md|mdx|rst|adoc|txt|html?|ya?ml|json|py|rb|go|js|ts|sh)$/i;

/** Whether a file is read without another one that includes it. */
export const isApacheFile = (path: string, text: string): boolean =>
  APACHE_PATH.test(path) && !DOCUMENT.test(path) && isApacheText(text);

/** Whether a text can name hosts. A directive of another program, such as `use epoll;` of nginx, ends with a semicolon. */
export const isApacheText = (text: string): boolean =>
  /<VirtualHost\s|^[ \t]*(?:MDomain\s|<MDomainSet\s|Use\s[^;\n]*$)/im.test(text);

/** A variable of `Define`. */
export const VARIABLE = /\$\{(\w+)\}/g;

export interface IncludedFile {
  path: string;
  text: string;
  directives: Directive[];
}

const getParsed = memoizeWeakly((_: Repository) => new Map<string, IncludedFile | null>());

/** Reads the files of the repository that `Include` names: a file, a pattern, or a directory. */
export function readIncludedFiles(target: string, path: string, repository: Repository): IncludedFile[] {
  const relative = target.replace(/^\/?(?:etc\/(?:apache2|httpd)|usr\/local\/apache2)\/|\/$/g, '');
  const named = findIncludedFiles(relative, path, repository);
  const files =
    named.length > 0 || relative.includes('*') ? named : findIncludedFiles(`${relative}/*`, path, repository);
  return files.filter((file) => file !== path).flatMap((file) => readFile(file, repository) ?? []);
}

const readFile = (path: string, repository: Repository): IncludedFile | null =>
  getOrCreate(getParsed(repository), path, () => {
    const text = repository.readText(path);
    return text === null ? null : { path, text, directives: listDirectives(hideTemplates(text)) };
  });

/** A block of lines with parameters, which `Use` inserts (https://httpd.apache.org/docs/2.4/mod/mod_macro.html). */
export interface Macro {
  parameters: string[];
  lines: string[];
}

/** Reads the macro whose `<Macro NAME $parameter …>` is at an index, up to the directive at `end`. */
export function readMacro(directives: readonly Directive[], start: number, end: number): [name: string, macro: Macro] {
  const [name, ...parameters] = (directives[start]?.args ?? []).map(({ text }) => text).filter((text) => text !== '>');
  return [(name ?? '').toLowerCase(), { parameters, lines: directives.slice(start + 1, end).map(({ text }) => text) }];
}

/** Macros and variables by name; null if several files of the repository define it differently. */
interface Shared {
  macros: ReadonlyMap<string, Macro | null>;
  variables: ReadonlyMap<string, string | null>;
}

/** The macros and variables of all files: the file that includes both a definition and its use may be outside the repository. */
export const getShared = memoizeWeakly((repository: Repository): Shared => {
  const [macros, variables] = [new Map<string, Macro | null>(), new Map<string, string | null>()];
  for (const path of repository.paths.filter((one) => APACHE_PATH.test(one) && !DOCUMENT.test(one))) {
    if (!/^[ \t]*(?:<Macro|Define)\s/im.test(repository.readText(path) ?? '')) continue;
    const directives = readFile(path, repository)?.directives ?? [];
    for (let at = 0; at < directives.length; at += 1) {
      const { name, args } = directives[at] ?? { name: '', args: [] };
      const [variable, value] = args;
      if (name === '<macro') {
        const end = findEnd(directives, at);
        addShared(macros, ...readMacro(directives, at, end));
        at = end;
      } else if (name === 'define' && variable && value)
        addShared(variables, variable.text, resolveShared(value.text, variables));
    }
  }
  return { macros, variables };
});

/** The maximum length of the value of a variable. */
const MAX_VALUE = 1_000;

function resolveShared(text: string, variables: ReadonlyMap<string, string | null>): string {
  const resolved = text
    .slice(0, MAX_VALUE)
    .replace(VARIABLE, (written, name: string) => variables.get(name) ?? written);
  return resolved.slice(0, MAX_VALUE);
}

function addShared<Value>(shared: Map<string, Value | null>, name: string, value: Value): void {
  const known = shared.get(name);
  const isSame = known === undefined || JSON.stringify(known) === JSON.stringify(value);
  shared.set(name, isSame ? value : null);
}
