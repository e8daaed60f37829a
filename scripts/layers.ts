/**
 * The layers of `src/`, from the bottom up. A folder may import the folders of lower layers and `generated`, never a
 * neighbour in its own layer. `test/architecture.test.ts` checks the import graph against this
 * table, and `npm run generate` turns it into lint rules (biome.layers.json).
 */
export const LAYERS = [
  ['lib', 'generated'],
  ['domain', 'jinja'],
  ['presets'],
  ['manifest', 'scan', 'certificate', 'trust', 'assess', 'events', 'notify', 'store', 'report'],
  ['app'],
  ['cli', 'action'],
] as const;

export type Folder = (typeof LAYERS)[number][number];

/** Functions of their arguments: of Node they import only `node:crypto`, and they use no clock, process or timer. */
export const PURE_FOLDERS: readonly Folder[] = [
  'certificate',
  'trust',
  'assess',
  'events',
  'report',
  'jinja',
  'domain',
  'presets',
];

/** Globals that a pure folder must receive as arguments instead. */
export const EFFECTFUL_GLOBALS = [
  'process',
  'globalThis',
  'fetch',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
] as const;

export const MAX_FILES_PER_FOLDER = 20;
export const MAX_LINES_PER_FILE = 300;

/** The folders of `src/` that files in `folder` may import, besides `folder` itself. */
export function listAllowedImports(folder: Folder): Folder[] {
  const level = LAYERS.findIndex((layer) => layer.some((name) => name === folder));
  const lower = LAYERS.slice(0, level).flat();
  return folder === 'lib' ? ['generated'] : lower;
}
