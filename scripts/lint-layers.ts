/** Creates the lint configuration that enforces the layers: one override for each folder and depth. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EFFECTFUL_GLOBALS, type Folder, LAYERS, listAllowedImports, PURE_FOLDERS } from './layers.ts';

/** @returns the text of biome.layers.json. */
export function createLintLayers(): string {
  const folders = LAYERS.flat().filter((folder) => folder !== 'generated');
  const overrides = folders.flatMap((folder) =>
    Array.from({ length: measureDepth(folder) }, (_, index) => createOverride(folder, index + 1)),
  );
  return `${JSON.stringify({ $schema: './node_modules/@biomejs/biome/configuration_schema.json', overrides }, null, 2)}\n`;
}

/** How many levels of folders hold files: 1 for `src/trust/x.ts` alone. */
function measureDepth(folder: Folder): number {
  const files = readdirSync(path.join('src', folder), { recursive: true, encoding: 'utf8' });
  return Math.max(1, ...files.filter((file) => file.endsWith('.ts')).map((file) => file.split(path.sep).length));
}

function createOverride(folder: Folder, depth: number): object {
  const isPure = PURE_FOLDERS.includes(folder);
  const up = '../'.repeat(depth);
  const layers = {
    group: [`${up}**`, ...listAllowedImports(folder).map((allowed) => `!${up}${allowed}/**`), '!**/package.json'],
    message: `src/${folder}/ may import only lower layers: see scripts/layers.ts.`,
  };
  const node = {
    group: ['node:*', 'node:*/**', '!node:crypto', 'undici', '@actions/**', '@octokit/**'],
    message: 'A pure folder has no effects: of Node it may import only node:crypto.',
  };
  const denied = EFFECTFUL_GLOBALS.map((name) => [name, 'A pure folder receives what it needs as an argument.']);
  const style = {
    noRestrictedImports: { level: 'error', options: { patterns: isPure ? [layers, node] : [layers] } },
    ...(isPure && {
      noRestrictedGlobals: { level: 'error', options: { deniedGlobals: Object.fromEntries(denied) } },
    }),
  };
  return {
    includes: [`src/${folder}/${'*/'.repeat(depth - 1)}*.ts`],
    linter: { rules: { style } },
    ...(isPure && { plugins: ['./scripts/no-clock.grit'] }),
  };
}
