import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listFiles } from '../../src/discover/read-repository.ts';
import { UNRESTRICTED } from '../../src/lib/files/workspace-boundary.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'certvigil-listing-'));
  mkdirSync(path.join(root, 'deploy'));
  writeFileSync(path.join(root, 'deploy', 'values.yml'), 'host: shop.example.com');
});
afterAll(() => rmSync(root, { recursive: true }));

const throwBug = (bug: unknown) => {
  throw bug;
};

it('lists all files if there is time, and says that there was not otherwise', () => {
  expect(listFiles(root, UNRESTRICTED, throwBug)).toEqual({ paths: ['deploy/values.yml'], skipped: [] });
  expect(listFiles(root, UNRESTRICTED, throwBug, -1)).toEqual({ paths: [], skipped: [], searched: 0 });
});
