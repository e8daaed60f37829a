import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SHAPES } from '../../src/lib/github/response-shapes.ts';

it('every endpoint of GitHub that is used has a shape, and no other', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const used = files
    .filter((file) => !file.includes('generated') && !file.endsWith('response-shapes.ts'))
    .flatMap(
      (file) =>
        readFileSync(`src/${file}`, 'utf8').match(/(?<=')(GET|POST|PUT|PATCH|DELETE) \/(?:repos|orgs)\/[^']+(?=')/g) ??
        [],
    );
  expect([...new Set(used)].sort()).toEqual(Object.keys(SHAPES).sort());
});
