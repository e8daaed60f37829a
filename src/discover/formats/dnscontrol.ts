/** dnscontrol: the records and zones that the calls of a configuration name literally. The script is read, never executed. */

import path from 'node:path/posix';
import { getOrCreate } from '../../lib/collections.ts';
import { memoizeWeakly } from '../../lib/memoize.ts';
import { isAddressType, type RecordLine, readRecords } from '../dns-records.ts';
import type { Format, Mention, Repository } from '../format.ts';
import { type Call, type Range, Script, type ScriptFunction } from '../javascript.ts';

export const DNSCONTROL: Format = {
  name: 'dnscontrol',
  files: /\.js$/,
  sniff: (text) => /\bD(?:_EXTEND)?\s*\(|\bNew(?:DnsProvider|Registrar)\s*\(/.test(text),
  *read({ path: file }, repository) {
    const found = readProject(file, repository)?.get(file);
    if (found === undefined) return;
    const unresolved = found.unresolved.map((line): Mention => ({ kind: 'unresolved', ...line }));
    yield* [...readRecords(found.records), ...unresolved].sort((a, b) => a.line - b.line);
  },
};

/** Functions that create a record, whose first argument is its name. */
const RECORDS = new Set(['A', 'AAAA', 'CNAME', 'ALIAS', 'ANAME', 'HTTPS', 'MX', 'NS']);

/** Reading stops after this many tokens, because nested calls and functions are read once for each level. */
const MAX_TOKENS = 20_000_000;

interface FileRecords {
  records: RecordLine[];
  unresolved: { expression: string; line: number }[];
}

/** The records of the files of each project, by the path of its `dnsconfig.js`. */
const getProjects = memoizeWeakly((_: Repository) => new Map<string, Map<string, FileRecords>>());

/** Reads the scripts below the directory of a `dnsconfig.js`, which can use functions and lists of each other. */
function readProject(file: string, repository: Repository): ReadonlyMap<string, FileRecords> | null {
  const main = repository.paths.find(
    (one) =>
      path.basename(one) === 'dnsconfig.js' && (path.dirname(one) === '.' || file.startsWith(`${path.dirname(one)}/`)),
  );
  if (main === undefined) return null;
  return getOrCreate(getProjects(repository), main, () => new Project(path.dirname(main), repository).readZones());
}

/** A part of a script. */
interface Source {
  file: string;
  script: Script;
  range: Range;
}

class Project {
  private readonly scripts = new Map<string, Script>();
  private readonly lines = new Map<string, string[]>();
  private readonly functions = new Map<string, ScriptFunction[]>();
  private readonly calls = new Map<string, { file: string; call: Call }[]>();
  /** Functions that create address records, by the position of the argument with the name. */
  private readonly makers = new Map<string, number>();
  private readonly values = new Map<string, Source>();
  private readonly found = new Map<string, FileRecords>();
  /** The names to which a loaded script is assigned, as in `shop = load("shop")`, by the name of the script. */
  private readonly loaders = new Map<string, string[]>();
  /** The arguments of `list.push(…)`, by the name of the list. */
  private readonly pushed = new Map<string, Source[]>();
  private remaining = MAX_TOKENS;

  constructor(directory: string, repository: Repository) {
    for (const file of repository.paths) {
      if (!file.endsWith('.js') || !(directory === '.' || file.startsWith(`${directory}/`))) continue;
      const text = repository.readText(file);
      if (text === null) continue;
      const script = new Script(text);
      this.scripts.set(file, script);
      this.lines.set(file, text.split('\n'));
      this.functions.set(file, [...script.listFunctions()]);
      for (const call of script.listCalls()) {
        getOrCreate(this.calls, call.name, () => []).push({ file, call });
        if (call.name === 'push' && call.receiver !== null)
          for (const range of call.args)
            getOrCreate(this.pushed, call.receiver, () => []).push({ file, script, range });
      }
      for (const { name, value } of script.listAssignments()) this.values.set(name, { file, script, range: value });
    }
    for (const [file, script] of this.scripts) this.findMakers(file, script);
    for (const [name, { script, range }] of this.values) {
      const loaded = this.spend(range) ? findLoaded(script, range) : null;
      if (loaded !== null) getOrCreate(this.loaders, loaded, () => []).push(name);
    }
  }

  readZones(): Map<string, FileRecords> {
    for (const name of ['D', 'D_EXTEND'])
      for (const { file, call } of this.calls.get(name) ?? []) this.readZone(file, call);
    return this.found;
  }

  /** Finds functions such as `function site(name) { return [A(name, …)]; }`, whose calls create records. */
  private findMakers(file: string, script: Script): void {
    for (const { name, parameters, body } of this.functions.get(file) ?? [])
      for (const call of this.spend(body) ? script.listCalls(body) : []) {
        const [first] = call.args;
        const token = first === undefined ? null : script.getToken(first);
        const index = token?.kind === 'name' ? parameters.indexOf(token.text) : -1;
        if (isAddressType(call.name) && index !== -1) this.makers.set(name, index);
      }
  }

  private readZone(file: string, call: Call): void {
    const script = this.scripts.get(file);
    const [first, ...rest] = call.args;
    if (script === undefined || first === undefined) return;
    const zone = this.findZone(file, script, first);
    if (zone === null) return;
    if (call.name === 'D')
      this.add(zone.file, { name: '@', zone: zone.name, type: 'SOA', values: [], line: zone.line });
    for (const range of rest) this.readRecords({ file, script, range }, zone.name, 0);
  }

  /** Finds the literal zone of `D(…)`, or of the constant or the template that it uses. */
  private findZone(file: string, script: Script, range: Range): { name: string; file: string; line: number } | null {
    const token = script.getToken(range);
    if (token?.kind === 'text') return { name: removeTag(token.text), file, line: token.line };
    if (token?.kind !== 'name') return null;
    const value = this.values.get(token.text);
    const constant = value?.script.getToken(value.range);
    if (value !== undefined && constant?.kind === 'text')
      return { name: removeTag(constant.text), file: value.file, line: constant.line };
    const [used, ...others] = this.listTemplateZones(file, script, range);
    // The names of a template are reported for its first zone. Its other zones are counted.
    for (const other of others) {
      this.add(other.file, { name: '@', zone: other.name, type: 'SOA', values: [], line: other.line });
      this.addUnresolved(other.file, other.line);
    }
    if (used === undefined) this.addUnresolved(file, token.line);
    return used ?? null;
  }

  /** Lists the literal zones for which a template is called: a function around `D(…)`, or one that loads this script by its name. */
  private listTemplateZones(
    file: string,
    script: Script,
    { from }: Range,
  ): { name: string; file: string; line: number }[] {
    const parameter = script.tokens[from]?.text ?? '';
    const functions = this.functions.get(file) ?? [];
    const direct = this.spend({ from: 0, to: functions.length })
      ? functions.find(({ body, parameters }) => body.from < from && from < body.to && parameters.includes(parameter))
      : undefined;
    const index = direct?.parameters.indexOf(parameter) ?? 0;
    const names = direct === undefined ? (this.loaders.get(path.basename(file, '.js')) ?? []) : [direct.name];
    return names.flatMap((name) =>
      (this.calls.get(name) ?? []).flatMap(({ file: caller, call }) => {
        const argument = call.args[index];
        const token = argument === undefined ? null : this.scripts.get(caller)?.getToken(argument);
        return token?.kind === 'text' && token.text.includes('.')
          ? [{ name: removeTag(token.text), file: caller, line: token.line }]
          : [];
      }),
    );
  }

  /** Reads the records that calls in an argument of a zone create, and the records of lists that the argument names. */
  private readRecords({ file, script, range }: Source, zone: string, depth: number): void {
    if (!this.spend(range)) return;
    const only = script.getToken(range);
    const list = only?.kind === 'name' ? this.values.get(only.text) : undefined;
    const pushed = only?.kind === 'name' ? (this.pushed.get(only.text) ?? []) : [];
    for (const source of list === undefined ? pushed : [list, ...pushed])
      if (depth < 3) this.readRecords(source, zone, depth + 1);
    for (const call of script.listCalls(range)) {
      const isRecord = RECORDS.has(call.name);
      const maker = isRecord ? 0 : this.makers.get(call.name);
      const argument = maker === undefined ? undefined : call.args[maker];
      if (argument === undefined) continue;
      const name = script.getToken(argument);
      const type = isRecord ? call.name : 'A';
      const values = isRecord ? call.args.slice(1).flatMap((one) => readLiteral(script, one)) : [];
      if (name?.kind === 'text') this.add(file, { name: name.text, zone, type, values, line: name.line });
      else if (isAddressType(type)) this.addUnresolved(file, call.line);
    }
  }

  private add(file: string, record: RecordLine): void {
    this.getRecords(file).records.push(record);
  }

  private addUnresolved(file: string, line: number): void {
    const expression = this.lines.get(file)?.[line - 1]?.trim() ?? '';
    const { unresolved } = this.getRecords(file);
    if (unresolved.at(-1)?.line !== line) unresolved.push({ expression, line });
  }

  private spend({ from, to }: Range): boolean {
    this.remaining -= 1 + to - from;
    return this.remaining > 0;
  }

  private getRecords(file: string): FileRecords {
    return getOrCreate(this.found, file, () => ({ records: [], unresolved: [] }));
  }
}

/** Removes the tag of a split horizon, as in `example.com!internal`. */
const removeTag = (zone: string): string => zone.replace(/!.*$/s, '');

function readLiteral(script: Script, range: Range): string[] {
  const token = script.getToken(range);
  return token?.kind === 'text' || token?.kind === 'number' ? [token.text] : [];
}

/** Finds the name of the script in a call such as `load("shop")`; returns null for other expressions. */
function findLoaded(script: Script, range: Range): string | null {
  const [call] = script.listCalls(range);
  const [argument] = call?.args ?? [];
  const token = argument === undefined ? null : script.getToken(argument);
  return token?.kind === 'text' ? path.basename(token.text, '.js') : null;
}
