/** Whether a mutant compiles. If `tsc` rejects it, it cannot reach the main branch, and no test needs to notice it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { API } from 'typescript/unstable/sync';
import { listImporters } from './imports.ts';
import type { Mutant } from './workspace.ts';

export interface Compiler {
  /** Whether the file of the mutant and the files that import it have no error under `tsconfig.json`. Some 0.2 s. */
  accepts: (mutant: Mutant) => boolean;
  close: () => void;
}

/**
 * Opens the project in the working directory, without errors of its own. Compiles only the changed file and its direct importers:
 * inferred types can reach further, but most exported functions declare what they return.
 */
export function openCompiler(tracked: readonly string[]): Compiler {
  const changed = new Map<string, string>();
  const api = new API({ cwd: process.cwd(), fs: { readFile: (file) => changed.get(file) } });
  const config = path.resolve('tsconfig.json');
  const importers = listImporters(tracked);
  let snapshot = api.updateSnapshot({ openProjects: [config] });
  const compile = (file: string): boolean => {
    const previous = snapshot;
    snapshot = api.updateSnapshot({ fileChanges: { changed: [path.resolve(file)] } });
    previous.dispose();
    const program = snapshot.getProject(config)?.program;
    if (program === undefined) throw new Error(`${config} is not a project`);
    if (program.getSyntacticDiagnostics(path.resolve(file)).length > 0) return false;
    return [file, ...(importers.get(file) ?? [])].every(
      (one) => program.getSemanticDiagnostics(path.resolve(one)).length === 0,
    );
  };
  return {
    accepts(mutant) {
      const file = path.resolve(mutant.file);
      changed.set(file, applyMutant(readFileSync(file, 'utf8'), mutant));
      const accepted = compile(mutant.file);
      changed.delete(file);
      if (!accepted && !compile(mutant.file)) throw new Error(`${mutant.file} does not compile without a mutant`);
      return accepted;
    },
    close: () => api.close(),
  };
}

/** The source with the replacement in its place: in parentheses, as the operators around it may bind more strongly. */
function applyMutant(source: string, { line, column, end, mutator, replacement }: Mutant): string {
  const lines = source.split('\n');
  const before = [...lines.slice(0, line - 1), (lines[line - 1] ?? '').slice(0, column - 1)].join('\n');
  const after = [(lines[end.line - 1] ?? '').slice(end.column - 1), ...lines.slice(end.line)].join('\n');
  const isStatement = mutator === 'BlockStatement' || /^(?:case |default:|for )/u.test(replacement);
  return before + (isStatement ? replacement : `(${replacement})`) + after;
}
