import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PLACEHOLDER_ACTION } from '../../../src/app/init/action-reference.ts';
import { checkWorkflows } from '../../../src/app/validate/check-workflows.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
  for (const name of ['repo/.git', 'repo/.github/workflows', 'repo/ops'])
    mkdirSync(path.join(root, name), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(path.join(root, 'repo/.github/workflows', name), text);
const check = () =>
  checkWorkflows(path.join(root, 'repo/ops'), {}).map(({ code, file, line, column }) => ({ code, file, line, column }));

const step = (action: string) => `jobs:\n  scan:\n    steps:\n      - uses: ${action}\n`;

it('reports each placeholder with its position in the repository, whose manifest may be in a subdirectory', () => {
  write('a.yml', step(PLACEHOLDER_ACTION) + step(PLACEHOLDER_ACTION));
  write('b.yaml', step(`"${PLACEHOLDER_ACTION}"`));
  const code = 'action-placeholder';
  expect(check()).toEqual([
    { code, file: '.github/workflows/a.yml', line: 4, column: 15 },
    { code, file: '.github/workflows/a.yml', line: 8, column: 15 },
    { code, file: '.github/workflows/b.yaml', line: 4, column: 16 },
  ]);
});

it('ignores other actions, comments, and files that are not workflows', () => {
  write('a.yml', `# uses: ${PLACEHOLDER_ACTION}\n${step('acme/certvigil@v0')}`);
  write('notes.md', step(PLACEHOLDER_ACTION));
  expect(check()).toEqual([]);
});

it('does not follow links, which may lead out of the repository', () => {
  writeFileSync(path.join(root, 'elsewhere.yml'), step(PLACEHOLDER_ACTION));
  symlinkSync('../../../elsewhere.yml', path.join(root, 'repo/.github/workflows/link.yml'));
  expect(check()).toEqual([]);
  rmSync(path.join(root, 'repo/.github/workflows'), { recursive: true });
  mkdirSync(path.join(root, 'others'));
  writeFileSync(path.join(root, 'others/a.yml'), step(PLACEHOLDER_ACTION));
  symlinkSync('../../others', path.join(root, 'repo/.github/workflows'));
  expect(check()).toEqual([]);
});

it('reports nothing without workflows', () => {
  rmSync(path.join(root, 'repo/.github'), { recursive: true });
  expect(check()).toEqual([]);
});
