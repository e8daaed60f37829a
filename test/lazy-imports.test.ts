import { readdirSync, readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import path from 'node:path';
import { expect, it } from 'vitest';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('generated/'))
  .map((name) => path.join('src', name));

/** Of the packages that are loaded at the point of use, each with the file that does so. */
const late = sources.flatMap((file) =>
  Array.from(
    readFileSync(file, 'utf8').matchAll(/\bimport\('(?!node:)([^'./][^']*)'\)/g),
    ([, name = '']) => [name, file] as const,
  ),
);

// In the bundle such an import of CommonJS has no names, only a default: `const { name } = await import('it')` finds
// nothing there, while it works from the sources. A file of our own that imports it is imported late instead.
it.each(late)('%s, which %s imports late, is a module and no CommonJS', (name, file) => {
  const resolved = import.meta.resolve(name);
  const metadata = findPackageJSON(name, path.resolve(file));
  const { type } = metadata === undefined ? {} : createRequire(import.meta.url)(metadata);
  expect(resolved.endsWith('.mjs') || (type === 'module' && resolved.endsWith('.js')), resolved).toBe(true);
});
