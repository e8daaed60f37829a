import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findCaFileProblem, readCaFile } from '../../src/lib/files/ca-bundle.ts';
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

describe('readCaFile', () => {
  const read = (name: string, isOutside?: (file: string) => boolean) => readCaFile(path.join(root, name), isOutside);

  it('reads the text without the byte order mark at its beginning', async () => {
    writeFileSync(path.join(root, 'marked.pem'), `\ufeff${PEM}\ufeff`);
    const mark = Buffer.from('\ufeff').toString('latin1');
    expect(await read('marked.pem')).toEqual({ pem: `${PEM}${mark}` });
    expect(await read('old.pem')).toEqual({ pem: PEM.replaceAll('CERTIFICATE', 'X509 CERTIFICATE') });
  });

  it.each([
    ['ca', 'is not a file'],
    ['nothing.pem', 'does not exist'],
    ['dangling.pem', 'does not exist'],
    ['ca.pem/inner.pem', 'does not exist'],
    [`${'x'.repeat(300)}.pem`, 'cannot be read'],
  ])('says why it does not read %s', async (name, problem) => {
    expect(await read(name)).toEqual({ problem });
  });

  it('reads at most 10 MiB', async () => {
    const file = path.join(root, 'large.pem');
    writeFileSync(file, '');
    truncateSync(file, 10 * 1024 * 1024);
    expect(await read('large.pem')).toHaveProperty('pem');
    truncateSync(file, 10 * 1024 * 1024 + 1);
    expect(await read('large.pem')).toEqual({ problem: 'is larger than 10 MiB' });
  });

  it('does not read a link that leaves the workspace', async () => {
    const problem = 'is a symbolic link to a file outside the workspace';
    expect(await read('link.pem', (file) => file.endsWith('link.pem'))).toEqual({ problem });
    expect(await read('link.pem')).toEqual({ pem: 'nothing' });
  });
});
