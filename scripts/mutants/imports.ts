/** Which files import each other, from the text of their imports. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/gu;

/** The files of `src/` that each test imports, directly or not, also later by `import()`. Paths are relative to the checkout. */
export function listImportedSources(tests: readonly string[], tracked: readonly string[]): Map<string, Set<string>> {
  const known = new Set(tracked);
  const direct = new Map<string, string[]>();
  const listDirect = (file: string): string[] => {
    const found = direct.get(file) ?? readImports(file).filter((target) => known.has(target));
    direct.set(file, found);
    return found;
  };
  return new Map(
    tests.map((test) => {
      const reached = new Set([test]);
      for (const file of reached) for (const target of listDirect(file)) reached.add(target);
      return [test, new Set([...reached].filter((file) => file.startsWith('src/')))];
    }),
  );
}

/** The files that import each file directly. Paths are relative to the checkout. */
export function listImporters(files: readonly string[]): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const file of files)
    for (const target of new Set(readImports(file))) importers.set(target, [...(importers.get(target) ?? []), file]);
  return importers;
}

function readImports(file: string): string[] {
  if (!file.endsWith('.ts')) return [];
  const modules = Array.from(readFileSync(file, 'utf8').matchAll(IMPORT), ([, module = '']) => module);
  return modules.map((module) => path.posix.join(path.posix.dirname(file), module));
}
