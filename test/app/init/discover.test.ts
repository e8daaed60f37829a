import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { discoverCertificates } from '../../../src/app/init/discover.ts';
import { proposeEntries } from '../../../src/app/init/propose-entries.ts';
import { resolveWorkspace } from '../../../src/lib/files/workspace-boundary.ts';
import { matchFiles } from '../../../src/scan/sources/match-files.ts';
import { buildCertificate, pem } from '../../helpers/certificates.ts';
import { createTestIo } from '../../manifest/io.ts';

let top: string;
let root: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'certvigil-find-'));
  root = join(top, 'repo');
  mkdirSync(join(root, 'certs'), { recursive: true });
});
afterEach(() => rmSync(top, { recursive: true }));

const write = (path: string, text = pem(buildCertificate())) => writeFileSync(join(root, path), text);

async function kinds(): Promise<Record<string, string>> {
  const { files } = await discoverCertificates(root, createTestIo(root));
  return Object.fromEntries(files.map(({ path, kind }) => [path, kind]));
}

it('classifies files by content, and ignores what is not a file', async () => {
  write('certs/own.pem');
  write('certs/note.pem', 'hello');
  writeFileSync(join(top, 'other.pem'), pem(buildCertificate()));
  symlinkSync('own.pem', join(root, 'certs/link.pem'));
  symlinkSync('../../other.pem', join(root, 'certs/out.pem'));
  symlinkSync('nowhere', join(root, 'certs/dangling.pem'));
  execFileSync('mkfifo', [join(root, 'certs/pipe.pem')]);
  expect(await kinds()).toEqual({
    'certs/own.pem': 'certificate',
    'certs/link.pem': 'certificate',
    'certs/note.pem': 'other',
    'certs/out.pem': 'outside',
    'certs/dangling.pem': 'closed',
  });
});

// Root can read every file.
it.skipIf(process.getuid?.() === 0)('does not claim that an unreadable file has no certificate', async () => {
  write('certs/own.pem');
  chmodSync(join(root, 'certs/own.pem'), 0);
  expect(await kinds()).toEqual({ 'certs/own.pem': 'closed' });
});

it('proposes patterns that match exactly one file, whatever its name', async () => {
  const names = ['a*.pem', 'ab.pem', '[x].pem', 'x.pem', '{a,b}.pem', 'q?.pem', '(1) !"#.pem', 'b\\*.pem'];
  for (const [index, name] of names.entries()) write(name, pem(buildCertificate({ serial: Buffer.from([index + 1]) })));
  const { entries } = proposeEntries(await discoverCertificates(root, createTestIo(root)), []);
  const found: string[][] = [];
  for (const { source } of entries) {
    const patterns = source.kind === 'file' ? source.patterns : [];
    const matches = await matchFiles({ patterns, exclude: [] }, root, resolveWorkspace(root, {}));
    found.push(matches.flatMap(({ paths }) => paths));
  }
  expect(found.flat().sort()).toEqual(names.sort());
  expect(found.every((paths) => paths.length === 1)).toBe(true);
});
