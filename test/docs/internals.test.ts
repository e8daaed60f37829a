/** The code that docs/internals/ shows is the code of the project. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** The same text, however its lines are wrapped. */
const normalize = (text: string): string => text.replace(/\s+/g, ' ').trim();

const SOURCES = ['src', 'test', 'schema'].flatMap((directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && /\.(?:ts|json)$/.test(one.name) && !one.parentPath.includes('golden'))
    .map(({ parentPath, name }) => normalize(readFileSync(path.join(parentPath, name), 'utf8'))),
);

/** Example Chat in adding-a-preset.md does not exist. */
const PAGES = readdirSync('docs/internals').filter((name) => /^adding-(?!a-preset)/.test(name));

const BLOCKS = PAGES.flatMap((name) =>
  Array.from(
    readFileSync(`docs/internals/${name}`, 'utf8').matchAll(/^```(?:ts|json)\n(.*?)^```$/gms),
    ([, code = '']) => [name, code] as const,
  ),
);

it.each(BLOCKS)('%s shows code that exists: %s', (_, code) => {
  // The comment stands for code that is left out.
  const parts = code.split(/^ *\/\/ …$/m).map(normalize);
  const missing = parts.filter((part) => !SOURCES.some((source) => source.includes(part)));
  expect(missing).toEqual([]);
});
