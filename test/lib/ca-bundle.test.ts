import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findCaFileProblem } from '../../src/lib/files/ca-bundle.ts';
import { resolveWorkspace, restrictToWorkspace } from '../../src/lib/files/workspace-boundary.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
const root = path.join(directory, 'repository');
afterAll(() => rmSync(directory, { recursive: true }));

const PEM = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
mkdirSync(path.join(root, '.git'), { recursive: true });
mkdirSync(path.join(root, 'ca'));
writeFileSync(path.join(root, 'ca.pem'), `# ours\r\n${PEM}`);
writeFileSync(path.join(root, 'old.pem'), PEM.replaceAll('CERTIFICATE', 'X509 CERTIFICATE'));
writeFileSync(path.join(root, 'ca.der'), Buffer.from([0x30, 0x00]));
writeFileSync(path.join(root, 'key.pem'), PEM.replaceAll('CERTIFICATE', 'PRIVATE KEY'));
writeFileSync(path.join(root, 'empty.pem'), '');
writeFileSync(path.join(directory, 'beyond.pem'), 'nothing');
symlinkSync(path.join(directory, 'beyond.pem'), path.join(root, 'link.pem'));
symlinkSync('nowhere.pem', path.join(root, 'dangling.pem'));

describe('findCaFileProblem', () => {
  it.each([
    ['ca.pem', null],
    ['old.pem', null],
    ['ca.der', 'without-certificate'],
    ['key.pem', 'without-certificate'],
    ['empty.pem', 'without-certificate'],
    ['ca', 'without-certificate'],
    ['nothing.pem', 'missing'],
    ['dangling.pem', 'missing'],
    ['ca.pem/inner.pem', 'missing'],
    [`${'x'.repeat(300)}.pem`, 'missing'],
    ['../nothing.pem', 'missing'],
    // Not read: files outside the workspace are private.
    ['../beyond.pem', null],
    [path.join(directory, 'beyond.pem'), null],
    ['link.pem', null],
  ])('returns for %s: %s', (file, problem) => {
    expect(findCaFileProblem(file, root, restrictToWorkspace(resolveWorkspace(root, {})))).toBe(problem);
  });

  it('does not read a pipe, which would block', () => {
    execFileSync('mkfifo', [path.join(root, 'pipe')]);
    const workspace = restrictToWorkspace(resolveWorkspace(root, {}));
    expect(findCaFileProblem('pipe', root, workspace)).toBe('without-certificate');
  });
});
