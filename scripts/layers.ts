/**
 * The layers of `src/`, from the bottom up. A directory may import the directories of lower layers, never a neighbor in its own.
 * `test/architecture.test.ts` checks the import graph against this table, and `npm run generate` turns it into lint rules
 * (biome.layers.json).
 */
export const LAYERS = [
  ['generated'],
  ['lib'],
  ['domain', 'jinja'],
  ['presets', 'dashboard'],
  ['manifest', 'scan', 'certificate', 'trust', 'assess', 'events', 'notify', 'store', 'report'],
  ['app'],
  ['cli', 'action'],
] as const;

export type Directory = (typeof LAYERS)[number][number];

/** Functions of their arguments: of Node they import only `node:crypto`, and they use no clock, process or timer. */
export const PURE_DIRECTORIES: readonly Directory[] = [
  'certificate',
  'trust',
  'assess',
  'events',
  'report',
  'jinja',
  'domain',
  'presets',
];

/** Globals that a pure directory must receive as arguments instead. */
export const EFFECTFUL_GLOBALS = [
  'process',
  'globalThis',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
] as const;

/** The code besides tests, whose files and directories are small. */
export const SIZED_DIRECTORIES = ['src', 'scripts', 'bench'] as const;
export const MAX_FILES_PER_DIRECTORY = 30;
export const MAX_LINES_PER_FILE = 500;

/** The directories of `src/` that files in `directory` may import, besides `directory` itself. */
export function listAllowedImports(directory: Directory): Directory[] {
  const level = LAYERS.findIndex((layer) => layer.some((name) => name === directory));
  return LAYERS.slice(0, level).flat();
}
