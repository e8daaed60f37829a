import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('generated/'))
  .map((name) => path.join('src', name));

/** Packages with a dynamic import, and the importing file. */
const dynamicImports = sources.flatMap((file) =>
  Array.from(
    readFileSync(file, 'utf8').matchAll(/\bimport\('(?!node:)([^'./][^']*)'\)/g),
    ([, name = '']) => [name, file] as const,
  ),
);

// In the bundle, a dynamic import of a CommonJS package has only a default export: `const { name } = await import('it')` works
// from the sources but not in the bundle. Dynamically import a file of our own that imports the package instead.
it.each(dynamicImports)('%s, dynamically imported by %s, is an ES module', (name, file) => {
  const resolved = import.meta.resolve(name);
  const metadata = findPackageJSON(name, path.resolve(file));
  const { type } = metadata === undefined ? {} : createRequire(import.meta.url)(metadata);
  expect(resolved.endsWith('.mjs') || (type === 'module' && resolved.endsWith('.js')), resolved).toBe(true);
});
