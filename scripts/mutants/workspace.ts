/** A copy of the checkout whose pure directories contain every mutant, each behind a switch. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { PURE_DIRECTORIES } from '../layers.ts';

/** One change of the source. `line` and `column` begin at 1. */
export interface Mutant {
  id: string;
  file: string;
  line: number;
  column: number;
  mutator: string;
  original: string;
  replacement: string;
}

export interface Workspace {
  root: string;
  mutants: Mutant[];
  /** Test files, relative to `root`. */
  tests: string[];
}

const SILENT_LOGGER = {
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {}, fatal: () => {} },
};

/** Copies the files that Git does not ignore into a temporary directory and instruments the pure directories there. */
export async function createWorkspace(): Promise<Workspace> {
  const root = mkdtempSync(path.join(tmpdir(), 'certvigil-mutants-'));
  const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  })
    .split('\0')
    .filter(Boolean);
  for (const file of tracked) {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    cpSync(file, path.join(root, file));
  }
  // Some tests ask where the repository begins.
  execFileSync('git', ['init', '--quiet', root]);
  symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
  const tests = tracked.filter((file) => /^test\/(?!real\/|e2e\/).*\.test\.ts$/u.test(file));
  return { root, mutants: await instrument(root, tracked.filter(isPure)), tests };
}

function isPure(file: string): boolean {
  return file.endsWith('.ts') && PURE_DIRECTORIES.some((directory) => file.startsWith(`src/${directory}/`));
}

async function instrument(root: string, files: string[]): Promise<Mutant[]> {
  const sources = files.map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true }));
  const result = await new Instrumenter(SILENT_LOGGER).instrument(sources, {
    plugins: null,
    ignorers: [],
    excludedMutations: [],
  });
  for (const { name, content } of result.files) writeFileSync(path.join(root, name), content);
  const texts = new Map(sources.map(({ name, content }) => [name, content.split('\n')]));
  return result.mutants
    .filter(({ status }) => status === undefined)
    .map(({ id, fileName: file, location: { start, end }, mutatorName: mutator, replacement }) => {
      const original = cut(texts.get(file) ?? [], start, end);
      return { id, file, line: start.line + 1, column: start.column + 1, mutator, original, replacement };
    });
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
