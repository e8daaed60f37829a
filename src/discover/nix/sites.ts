/** The virtual hosts and certificates that the options of NixOS name, with their attributes. */

import { getOrCreate } from '../../lib/collections.ts';
import {
  evaluateKey,
  evaluateText,
  follow,
  type Located,
  type LocatedKey,
  listSettings,
  type NixFile,
  readLiteral,
  type Setting,
  simplify,
  splitItems,
} from './evaluate.ts';
import type { Expression, Term } from './parse.ts';

/** A name in the file; null if the file does not give its text. */
export interface PlacedName {
  text: string | null;
  line: number;
}

/** An attribute of a site, such as `forceSSL`. */
interface Attribute extends Located {
  name: string;
}

/** `virtualHosts.NAME = { … }` or `certs.NAME = { … }`. */
export interface Site {
  /** The option before `virtualHosts` or `certs`, such as `nginx`, `caddy` or `acme`; null if the file begins with it. */
  service: string | null;
  name: PlacedName;
  attributes: Attribute[];
}

export interface Sites {
  sites: Site[];
  /** The lines of sites that only an evaluation by Nix could list, such as `mapAttrs' (name: …) services`. */
  unresolved: number[];
}

/** The maximum of attributes that the sites of one file may take from other sets, because each of them can take the same set. */
const MAX_SHARED = 20_000;
/** The maximum of functions that call each other, as in `site = port: withTls (proxy port);`. */
const MAX_SHARED_DEPTH = 3;
/** The maximum of terms of an expression in which names of sets are looked up. */
const MAX_TERMS = 100;

/** Lists the sites that the settings of a file name. */
export function listSites(file: NixFile): Sites {
  const sites = new Map<string, Site>();
  const unresolved: number[] = [];
  const shared = { remaining: MAX_SHARED, attributes: new Map<Expression, Attribute[]>() };
  for (const setting of listNamedSettings(file)) {
    const at = findSites(setting);
    if (at === -1) continue;
    const key = setting.path[at + 1];
    if (key === undefined) {
      if (isComputed(setting)) unresolved.push(setting.path[at]?.key.line ?? 1);
      continue;
    }
    const service = readName(setting.path[at - 1]);
    const text = evaluateKey(key, file);
    const line = key.key.line;
    const identity = JSON.stringify([service, text ?? line]);
    const site = getOrCreate(sites, identity, (): Site => ({ service, name: { text, line }, attributes: [] }));
    const name = readName(setting.path[at + 2]);
    if (setting.path.length === at + 2) site.attributes.push(...listShared(setting, file, shared));
    else if (name !== null && setting.path.length === at + 3)
      site.attributes.push({ name, value: setting.value, scope: setting.scope });
  }
  return { sites: [...sites.values()], unresolved };
}

/** Lists the settings of a file, and those in sets that an option takes by name: `virtualHosts = sites;`. */
function* listNamedSettings(file: NixFile): Generator<Setting> {
  for (const setting of file.settings) {
    yield setting;
    if (findSites(setting) !== setting.path.length - 1) continue;
    for (const found of listNamedSets(setting, file)) yield* listSettings(found, setting.path, 0);
  }
}

/** Returns the position of `virtualHosts` or `certs` in a path; -1 without one, and in the declaration of an option. */
function findSites({ path }: Setting): number {
  for (const [at, key] of path.entries()) {
    const name = readName(key);
    if (name === 'options') return -1;
    if (name === 'virtualHosts' || (name === 'certs' && readName(path[at - 1]) === 'acme')) return at;
  }
  return -1;
}

const readName = (located: LocatedKey | undefined): string | null =>
  located === undefined ? null : readLiteral(located.key);

/** Functions and keywords whose names of sites are those of the sets after them. */
const KEEPING_NAMES = /^(?:mkMerge|mapAttrs|optionalAttrs|recursiveUpdate|filterAttrs|mkOption|rec)$/;

/** Whether a function that is not known computes the names, or a part of them, also in a list such as that of `mkMerge`. */
function isComputed(setting: Located, depth = 0): boolean {
  if (depth > MAX_SHARED_DEPTH) return false;
  const { value, scope } = simplify(setting);
  const items = splitItems(value);
  return items.some((item, at) => {
    const [first] = item;
    if (first?.kind === 'list')
      return first.items.some((one) => one.kind === 'group' && isComputed({ value: one.items, scope }, depth + 1));
    const called = item.at(-1);
    const isCall = isOperand(items[at + 1]) && !isOperand(items[at - 1]);
    return isCall && first?.kind === 'name' && called?.kind === 'name' && !KEEPING_NAMES.test(called.text);
  });
}

const isOperand = (item: Expression | undefined): boolean => item !== undefined && item[0]?.kind !== 'symbol';

/** Finds the values of the names in an expression that the file gives: `common` in `{ … } // common` or `proxy` in `proxy 8080`. */
function listNamedSets(located: Located, file: NixFile): Located[] {
  const { value, scope } = simplify(located);
  return splitItems(value.slice(0, MAX_TERMS)).flatMap((item) => {
    const found = item[0]?.kind === 'name' ? follow({ value: item, scope }, [], file) : null;
    return found === null ? [] : [found];
  });
}

interface Shared {
  remaining: number;
  attributes: Map<Expression, Attribute[]>;
}

/** Lists the attributes of the sets that a site takes by name, and of those that they take. */
function listShared(site: Located, file: NixFile, shared: Shared, depth = 0): Attribute[] {
  if (depth > MAX_SHARED_DEPTH) return [];
  return listNamedSets(site, file).flatMap((found) => {
    const attributes = shared.attributes.get(found.value) ?? readShared(found, file, shared, depth);
    shared.remaining -= 1 + attributes.length;
    return shared.remaining > 0 ? attributes : [];
  });
}

function readShared(found: Located, file: NixFile, shared: Shared, depth: number): Attribute[] {
  const attributes: Attribute[] = [];
  // A function that calls itself adds nothing.
  shared.attributes.set(found.value, attributes);
  attributes.push(...listShared(found, file, shared, depth + 1));
  for (const { path, value, scope } of listSettings(found, [], 0)) {
    const name = path.length === 1 ? readName(path[0]) : null;
    if (name !== null) attributes.push({ name, value, scope });
  }
  return attributes;
}

/** Evaluates the text of an attribute; undefined without such an attribute. */
export function findName({ attributes }: Site, names: readonly string[], file: NixFile): PlacedName | undefined {
  const found = attributes.findLast(({ name }) => names.includes(name));
  return found && { text: evaluateText(found, file), line: found.value[0]?.line ?? 1 };
}

/** Evaluates the texts in lists, such as `serverAliases`. */
export function listNames({ attributes }: Site, names: readonly string[], file: NixFile): PlacedName[] {
  return attributes.flatMap((attribute) => {
    if (!names.includes(attribute.name)) return [];
    const { value, scope } = simplify(attribute);
    return value.flatMap((term): PlacedName[] => {
      if (term.kind === 'symbol') return [];
      if (term.kind !== 'list') return [{ text: null, line: term.line }];
      return splitItems(term.items).map((item) => ({
        text: evaluateText({ value: item, scope }, file),
        line: item[0]?.line ?? term.line,
      }));
    });
  });
}

/** Lists the sets in an expression, also those in lists and parentheses. */
export function listSets({ value, scope }: Located, depth = 0): Located[] {
  if (depth > 20) return [];
  return value.flatMap((term): Located[] => {
    if (term.kind === 'set') return term.bindings.length === 0 ? [] : [{ value: [term], scope }];
    return term.kind === 'list' || term.kind === 'group' ? listSets({ value: term.items, scope }, depth + 1) : [];
  });
}

/** Evaluates a switch; null if its value is not known. */
export function evaluateSwitch(located: Located, file: NixFile): Term | null {
  const { value } = follow(simplify(located), [], file) ?? simplify(located);
  const [only] = value;
  return value.length === 1 && only !== undefined ? only : null;
}
