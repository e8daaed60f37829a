/** Evaluates the changes that Stryker made: which did tests notice? */

/** The part that we read of Stryker's JSON report: https://github.com/stryker-mutator/mutation-testing-elements */
export interface MutationReport {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

interface Mutant {
  replacement?: string;
  status: string;
  /** Whether its code runs when a module is loaded. */
  static?: boolean;
  location: { start: Position; end: Position };
}

interface Position {
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
}

/** A change of code that changes nothing that anybody could notice. */
export interface EquivalentMutant {
  file: string;
  /** The changed code and what it was changed to, as they are printed for a survivor. */
  change: string;
  /** A part of the line where the changed code begins, if the file has the same code at other places, which others may notice. */
  line?: string;
  reason: string;
}

export interface RoomResult {
  room: string;
  /** The number of changes that tests noticed. */
  noticed: number;
  /** The number of changes, without equivalent ones. */
  changes: number;
  /** The changes that no test noticed, as `file:line: old → new`. */
  survivors: string[];
}

const NOTICED: ReadonlySet<string> = new Set(['Killed', 'Timeout', 'RuntimeError']);
const UNNOTICED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

/**
 * Lists the places of changes that may be noticed although they were not: their code ran when a module was loaded, and modules stay loaded
 * without the change. They need a process for each change.
 */
export function listUncertain({ files }: MutationReport): string[] {
  const places = Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants.filter(isUncertain).map(({ location: { start, end } }) => `${file}:${start.line}-${end.line}`),
  );
  return [...new Set(places)];
}

function isUncertain(mutant: Mutant): boolean {
  return mutant.static === true && !NOTICED.has(mutant.status);
}

/** Replaces the results that are uncertain with those of another run. */
export function replaceUncertain({ files }: MutationReport, again: MutationReport): MutationReport {
  const replaced = Object.entries(files).map(([file, { source, mutants }]) => {
    const others = new Map(again.files[file]?.mutants.map((one) => [identify(one), one]));
    return [file, { source, mutants: mutants.map((one) => (isUncertain(one) && others.get(identify(one))) || one) }];
  });
  return { files: Object.fromEntries(replaced) };
}

function identify({ location: { start, end }, replacement }: Mutant): string {
  return JSON.stringify([start.line, start.column, end.line, end.column, replacement]);
}

/** Counts the changes of each directory of src/, in the order of their names. */
export function evaluate({ files }: MutationReport, equivalent: readonly EquivalentMutant[]): RoomResult[] {
  const isEquivalent = (file: string, change: string, code: string) =>
    equivalent.some((one) => one.file === file && one.change === change && code.includes(one.line ?? ''));
  const results = new Map<string, RoomResult>();
  for (const [file, { source, mutants }] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const room = file.split('/')[1] ?? file;
    const result = results.get(room) ?? { room, noticed: 0, changes: 0, survivors: [] };
    results.set(room, result);
    const lines = source.split('\n');
    for (const mutant of mutants) {
      const change = describeChange(source, mutant);
      const { line } = mutant.location.start;
      if (NOTICED.has(mutant.status)) result.noticed += 1;
      else if (!UNNOTICED.has(mutant.status) || isEquivalent(file, change, lines[line - 1] ?? '')) continue;
      else result.survivors.push(`${file}:${line}: ${change}`);
      result.changes += 1;
    }
  }
  return [...results.values()];
}

/** The old and the new code, each in one line. */
function describeChange(source: string, { location, replacement = '' }: Mutant): string {
  return `${flatten(cut(source, location))} → ${flatten(replacement)}`;
}

function cut(source: string, { start, end }: Mutant['location']): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines.push((lines.pop() ?? '').slice(0, end.column - 1));
  lines.unshift((lines.shift() ?? '').slice(start.column - 1));
  return lines.join('\n');
}

const flatten = (code: string) => code.replace(/\s+/g, ' ').trim();
