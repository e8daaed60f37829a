/** The reference to the action in generated workflows. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PLACEHOLDER_ACTION, readActionReference } from '../../../src/app/init/action-reference.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'certvigil-action-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const repository = { type: 'git', url: 'git+https://github.com/acme/certvigil.git' };

it.each([
  ['a published package', { version: '0.3.1', repository, gitHead: COMMIT }, `acme/certvigil@${COMMIT} # v0.3.1`],
  ['a package without the commit', { version: '0.3.1', repository }, 'acme/certvigil@v0'],
  ['an abbreviated commit', { version: '0.3.1', repository, gitHead: '0123456' }, 'acme/certvigil@v0'],
  ['a checkout', { version: '0.3.1' }, PLACEHOLDER_ACTION],
  ['another server', { repository: { url: 'https://git.example.com/certvigil.git' } }, PLACEHOLDER_ACTION],
])('of %s is pinned as well as is known', (_, metadata, expected) => {
  writeFileSync(path.join(directory, 'package.json'), JSON.stringify(metadata));
  expect(readActionReference(path.join(directory, 'dist', 'chunks'))).toBe(expected);
});

it.each([
  ['https://github.com/acme/certvigil', 'acme/certvigil@v0'],
  ['https://github.com/acme/certvigil.git', 'acme/certvigil@v0'],
  ['https://user:token@github.com/acme/certvigil.git', 'acme/certvigil@v0'],
  ['git@github.com:acme/certvigil.git', 'acme/certvigil@v0'],
  ['ssh://git@github.com/acme/fork.git', 'acme/fork@v0'],
  ['https://git.example.com/acme/certvigil.git', PLACEHOLDER_ACTION],
  ['https://git.example.com/github.com/acme/certvigil', PLACEHOLDER_ACTION],
  ['../github.com/acme/certvigil', PLACEHOLDER_ACTION],
])('of a clone of %s is %s', (url, expected) => {
  writeFileSync(path.join(directory, 'package.json'), '{ "version": "0.3.1" }');
  mkdirSync(path.join(directory, '.git'));
  writeFileSync(path.join(directory, '.git', 'config'), `[remote "origin"]\n\turl = ${url}\n`);
  expect(readActionReference(path.join(directory, 'dist'))).toBe(expected);
});
