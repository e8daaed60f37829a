/** Checks the import graph and the sizes of files and directories against scripts/layers.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Directory,
  EFFECTFUL_GLOBALS,
  LAYERS,
  listAllowedImports,
  MAX_FILES_PER_DIRECTORY,
  MAX_LINES_PER_FILE,
  PURE_DIRECTORIES,
  SIZED_DIRECTORIES,
} from '../scripts/layers.ts';

/** All files below a directory, with forward slashes. */
function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => path.join(parentPath, name).split(path.sep).join('/'))
    .sort();
}

const FILES = listFiles('src').filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
const HANDWRITTEN = FILES.filter((file) => !file.startsWith('src/generated/'));

const IMPORT = /^(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm;

/** Every module that a file imports: static or dynamic, values or types. */
function listImports(file: string): string[] {
  return Array.from(read(file).matchAll(IMPORT), ([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? '');
}

const read = (file: string): string => readFileSync(file, 'utf8');

const resolveImport = (file: string, module: string): string => path.posix.join(path.posix.dirname(file), module);

const GRAPH = new Map(
  FILES.map((file) => {
    const local = listImports(file).filter((module) => module.startsWith('.'));
    return [file, local.map((module) => resolveImport(file, module)).filter((target) => target.startsWith('src/'))];
  }),
);

const isDirectory = (name: string | undefined): name is Directory =>
  LAYERS.flat().some((directory) => directory === name);

/** The top-level directory of a file; null for the two entry points. */
function findDirectory(file: string): Directory | null {
  const [, directory, ...rest] = file.split('/');
  return rest.length > 0 && isDirectory(directory) ? directory : null;
}

/** The files of one import cycle, or null. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

describe('the layers', () => {
  it('contain every directory of src/, and the root contains only the two entry points', () => {
    const directories = new Set(FILES.map((file) => file.split('/')[1]));
    expect([...directories].sort()).toEqual([...LAYERS.flat(), 'action.ts', 'cli.ts'].sort());
  });

  it('import only downwards', () => {
    const violations = FILES.flatMap((file) => {
      const directory = findDirectory(file);
      const allowed = directory === null ? LAYERS.flat() : [directory, ...listAllowedImports(directory)];
      const targets = GRAPH.get(file) ?? [];
      return targets
        .filter((target) => !allowed.some((name) => name === findDirectory(target)))
        .map((target) => `${file} -> ${target}`);
    });
    expect(violations).toEqual([]);
  });

  it('have no import cycles', () => {
    expect(findCycle(GRAPH)).toBeNull();
  });

  it('resolve every local import to a file', () => {
    const generated = readdirSync('src/generated').map((name) => `src/generated/${name}`);
    const known = new Set([...FILES, ...generated]);
    const missing = [...GRAPH].flatMap(([file, targets]) =>
      targets.filter((one) => !known.has(one)).map((one) => [file, one]),
    );
    expect(missing).toEqual([]);
  });
});

describe('the walks in docs/internals/architecture.md', () => {
  const [, section = ''] = read('docs/internals/architecture.md').split('## Follow the code');
  const walks = (section.split('\n## ')[0] ?? '').split(/\n\n(?=1\. )/).slice(1);

  it.each(walks.map((walk) => Array.from(walk.matchAll(/^\d+\. `([^`]+)`: \w/gm), ([, file]) => `src/${file}`)))(
    'reach each file from the first one, in fewer than 25: %s …',
    (...files) => {
      const [first = ''] = files;
      const reached = new Set([first]);
      for (const file of reached) for (const target of GRAPH.get(file) ?? []) reached.add(target);
      expect(files.filter((file) => !reached.has(file) || !FILES.includes(file))).toEqual([]);
      expect(files.length).toBeGreaterThan(10);
      expect(files.length).toBeLessThan(25);
    },
  );

  it('are three', () => {
    expect(walks).toHaveLength(3);
  });
});

describe('src/jinja', () => {
  it('is imported only through its index', () => {
    const isInternal = (file: string) => file.startsWith('src/jinja/') && file !== 'src/jinja/index.ts';
    const violations = [...GRAPH].flatMap(([file, targets]) =>
      findDirectory(file) === 'jinja' ? [] : targets.filter(isInternal).map((target) => `${file} -> ${target}`),
    );
    expect(violations).toEqual([]);
  });
});

describe('pure directories', () => {
  const pure = HANDWRITTEN.filter((file) => PURE_DIRECTORIES.some((directory) => directory === findDirectory(file)));

  it('import of Node only node:crypto', () => {
    const found = pure.flatMap((file) =>
      listImports(file)
        .filter((name) => name.startsWith('node:'))
        .map((name) => [file, name]),
    );
    expect(found.filter(([, name]) => name !== 'node:crypto')).toEqual([]);
  });

  it.each(EFFECTFUL_GLOBALS)('cannot use %s, because the lint configuration denies it', (name) => {
    const { overrides } = JSON.parse(read('biome.layers.json'));
    for (const directory of PURE_DIRECTORIES) {
      const mine = overrides.find(({ includes: [glob] }: { includes: string[] }) => glob === `src/${directory}/*.ts`);
      expect(mine.linter.rules.style.noRestrictedGlobals.options.deniedGlobals).toHaveProperty(name);
    }
  });
});

describe.each(SIZED_DIRECTORIES)('the sizes in %s/', (root) => {
  const files = listFiles(root).filter((file) => !file.startsWith('src/generated/'));

  it(`keep every file within ${MAX_LINES_PER_FILE} lines`, () => {
    const lengths = files.map((file) => [file, read(file).trimEnd().split('\n').length] as const);
    expect(lengths.length).toBeGreaterThan(20);
    expect(lengths.filter(([, lines]) => lines > MAX_LINES_PER_FILE)).toEqual([]);
  });

  it(`keep every directory within ${MAX_FILES_PER_DIRECTORY} files`, () => {
    const counts = new Map<string, number>();
    for (const file of files) {
      const directory = path.posix.dirname(file);
      counts.set(directory, (counts.get(directory) ?? 0) + 1);
    }
    expect([...counts].filter(([, count]) => count > MAX_FILES_PER_DIRECTORY)).toEqual([]);
  });
});

describe('findCycle', () => {
  it('finds a cycle, and none in a tree', () => {
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['a']],
        ]),
      ),
    ).toEqual(['a', 'b', 'c', 'a']);
    expect(
      findCycle(
        new Map([
          ['a', ['b', 'c']],
          ['b', ['c']],
        ]),
      ),
    ).toBeNull();
  });
});
