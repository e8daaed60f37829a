/** Creates the lint configuration that enforces the layers: one override for each directory and depth. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type Directory, EFFECTFUL_GLOBALS, LAYERS, listAllowedImports, PURE_DIRECTORIES } from '../layers.ts';

/** @returns the text of biome.layers.json. */
export function createLintLayers(): string {
  const directories = LAYERS.flat().filter((directory) => directory !== 'generated');
  const overrides = directories.flatMap((directory) =>
    Array.from({ length: measureDepth(directory) }, (_, index) => createOverride(directory, index + 1)),
  );
  return `${JSON.stringify({ $schema: './node_modules/@biomejs/biome/configuration_schema.json', overrides }, null, 2)}\n`;
}

/** How many levels of directories hold files: 1 for `src/trust/x.ts` alone. */
function measureDepth(directory: Directory): number {
  const files = readdirSync(path.join('src', directory), { recursive: true, encoding: 'utf8' });
  return Math.max(1, ...files.filter((file) => file.endsWith('.ts')).map((file) => file.split(path.sep).length));
}

function createOverride(directory: Directory, depth: number): object {
  const isPure = PURE_DIRECTORIES.includes(directory);
  const up = '../'.repeat(depth);
  const layers = {
    group: [`${up}**`, ...listAllowedImports(directory).map((allowed) => `!${up}${allowed}/**`), '!**/package.json'],
    message: `src/${directory}/ may import only lower layers: see scripts/layers.ts.`,
  };
  const node = {
    group: ['node:*', 'node:*/**', '!node:crypto', 'undici', '@actions/**', '@octokit/**'],
    message: 'A pure directory has no effects: of Node it may import only node:crypto.',
  };
  const denied = EFFECTFUL_GLOBALS.map((name) => [name, 'A pure directory receives what it needs as an argument.']);
  const style = {
    noRestrictedImports: { level: 'error', options: { patterns: isPure ? [layers, node] : [layers] } },
    ...(isPure && {
      noRestrictedGlobals: { level: 'error', options: { deniedGlobals: Object.fromEntries(denied) } },
    }),
  };
  return {
    includes: [`src/${directory}/${'*/'.repeat(depth - 1)}*.ts`],
    linter: { rules: { style } },
    ...(isPure && { plugins: ['./scripts/no-clock.grit'] }),
  };
}
