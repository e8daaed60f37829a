/** The mutants of the pure directories, and a copy of the checkout that contains a sample of them, each behind a switch. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { listImportedSources } from './imports.ts';

type InstrumenterFile = Parameters<Instrumenter['instrument']>[0][number];

/** One change of the source. Lines and columns begin at 1. */
export interface Mutant {
  id: string;
  file: string;
  line: number;
  column: number;
  end: { line: number; column: number };
  mutator: string;
  original: string;
  replacement: string;
}

export interface Workspace {
  root: string;
  mutants: Mutant[];
  tests: TestFile[];
}

export interface TestFile {
  /** Path relative to the workspace. */
  file: string;
  /** The files of `src/` that it imports, directly or not. */
  sources: ReadonlySet<string>;
}

const SILENT_LOGGER = {
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, fatal: () => {} },
};

/** How the instrumented code finds the active mutant; here it looks for several of them. */
const SWITCH = { one: 'ns.activeMutant === id', several: 'ns.activeMutants?.has(id)' };

const PURE_DIRECTORIES = ['certificate', 'trust', 'assess', 'events', 'report', 'jinja', 'domain', 'presets'];

/** All mutants of the pure directories. */
export async function listMutants(): Promise<Mutant[]> {
  const sources = listTracked().filter(isPure).map(readSource);
  return (await instrument(sources.map((source) => ({ ...source, mutate: true })))).mutants;
}

/** Copies the files that Git does not ignore into a temporary directory, and puts the mutants of `sample` into the code there. */
export async function createWorkspace(sample: readonly Mutant[]): Promise<Workspace> {
  const root = mkdtempSync(path.join(tmpdir(), 'certvigil-mutants-'));
  const tracked = listTracked();
  for (const file of tracked) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    cpSync(file, path.join(root, file));
  }
  // Some tests ask where the repository begins.
  execFileSync('git', ['init', '--quiet', root]);
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  const tests = tracked.filter((file) => /^test\/(?!real\/|e2e\/).*\.test\.ts$/u.test(file));
  const imported = listImportedSources(tests, tracked);
  const mutants = await placeMutants(root, sample);
  return { root, mutants, tests: tests.map((file) => ({ file, sources: imported.get(file) ?? new Set() })) };
}

/** The files that Git does not ignore. */
export function listTracked(): string[] {
  const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  return execFileSync('git', options, { encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(file));
}

function isPure(file: string): boolean {
  return file.endsWith('.ts') && PURE_DIRECTORIES.some((directory) => file.startsWith(`src/${directory}/`));
}

function readSource(name: string): { name: string; content: string } {
  return { name, content: readFileSync(name, 'utf8') };
}

/** Instruments only the places of the sample: everything else runs at full speed. Mutants get new identifiers. */
async function placeMutants(root: string, sample: readonly Mutant[]): Promise<Mutant[]> {
  const placed = await instrument(
    [...new Set(sample.map(({ file }) => file))].map((name) => ({
      ...readSource(name),
      mutate: sample.filter(({ file }) => file === name).map(getRange),
    })),
  );
  for (const { name, content } of placed.files) {
    if (!content.includes(SWITCH.one)) throw new Error(`${name} has no switch for mutants`);
    writeFileSync(path.join(root, name), content.replaceAll(SWITCH.one, SWITCH.several));
  }
  const describe = (mutant: Mutant) => JSON.stringify({ ...mutant, id: null });
  const byPlace = new Map(placed.mutants.map((mutant) => [describe(mutant), mutant]));
  return sample.map((mutant) => {
    const found = byPlace.get(describe(mutant));
    if (found === undefined) throw new Error(`${mutant.file}:${mutant.line} was not placed`);
    return found;
  });
}

/** Lines and columns begin at 0 in the instrumenter. */
function getRange({ line, column, end }: Mutant): { start: Position; end: Position } {
  return { start: { line: line - 1, column: column - 1 }, end: { line: end.line - 1, column: end.column - 1 } };
}

async function instrument(
  sources: InstrumenterFile[],
): Promise<{ files: readonly { name: string; content: string }[]; mutants: Mutant[] }> {
  const { files, mutants } = await new Instrumenter(SILENT_LOGGER).instrument(sources, {
    plugins: null,
    ignorers: [],
    excludedMutations: [],
  });
  const texts = new Map(sources.map(({ name, content }) => [name, content.split('\n')]));
  return {
    files,
    mutants: mutants
      .filter(({ status }) => status === undefined)
      .map(({ id, fileName: file, location: { start, end }, mutatorName: mutator, replacement }) => ({
        ...{ id, file, line: start.line + 1, column: start.column + 1 },
        end: { line: end.line + 1, column: end.column + 1 },
        ...{ mutator, original: cut(texts.get(file) ?? [], start, end), replacement },
      })),
  };
}

interface Position {
  line: number;
  column: number;
}

function cut(lines: string[], start: Position, end: Position): string {
  const part = lines.slice(start.line, end.line + 1);
  part[part.length - 1] = (part.at(-1) ?? '').slice(0, end.column);
  part[0] = (part[0] ?? '').slice(start.column);
  return part.join('\n');
}
