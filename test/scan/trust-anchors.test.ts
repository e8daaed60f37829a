import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createTrustOptionsReader } from '../../src/scan/sources/trust-anchors.ts';

const root = mkdtempSync(join(tmpdir(), 'certvigil-anchors-'));
afterAll(() => rmSync(root, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(root, name), `-----BEGIN ${text}-----`);
mkdirSync(join(root, 'one'));
mkdirSync(join(root, 'two/subdirectory'), { recursive: true });
write('file.pem', 'file');
write('one/b.pem', 'b');
write('one/a.0', 'a');
write('two/c.0', 'c');
writeFileSync(join(root, 'two/README'), 'no certificate');

/** The names of the anchors, or the problem, and the label of the store without the directory of the test. */
async function readStore(file: string, directories: string[]): Promise<[found: string[] | string, label: string]> {
  const env = {
    SSL_CERT_FILE: file && join(root, file),
    SSL_CERT_DIR: directories.map((one) => one && join(root, one)).join(delimiter),
  };
  const read = createTrustOptionsReader(root, { isOutside: () => false } as never, env);
  const options = await read({ trust: 'system', ca_file: null, aia: false, revocation: false, purpose: 'server' });
  const anchors = options?.anchors;
  if (!anchors) throw new Error('no anchors');
  const found =
    'pem' in anchors ? [...anchors.pem.matchAll(/BEGIN (\w+)/g)].flatMap(([, name]) => name ?? []) : anchors.problem;
  return [found, anchors.path.replaceAll(`${root}/`, '')];
}

it.each<[what: string, file: string, directories: string[], expected: string[] | string, label: string]>([
  ['a file', 'file.pem', [], ['file'], 'SSL_CERT_FILE file.pem'],
  ['directories', '', ['one', 'two'], ['a', 'b', 'c'], 'SSL_CERT_DIR one, SSL_CERT_DIR two'],
  ['the directory that exists', '', ['missing', 'one'], ['a', 'b'], 'SSL_CERT_DIR one'],
  ['a file and a directory', 'file.pem', ['two'], ['file', 'c'], 'SSL_CERT_FILE file.pem, SSL_CERT_DIR two'],
  ['the file, beside an empty directory', 'file.pem', ['two/subdirectory'], ['file'], 'SSL_CERT_FILE file.pem'],
  ['the file, beside a missing directory', 'file.pem', ['missing'], ['file'], 'SSL_CERT_FILE file.pem'],
  ['the directory, beside a missing file', 'missing.pem', ['two'], ['c'], 'SSL_CERT_DIR two'],
  ['an empty directory', '', ['two/subdirectory'], 'has no certificates in PEM', 'SSL_CERT_DIR two/subdirectory'],
  ['a missing file', 'missing.pem', [], 'does not exist', 'SSL_CERT_FILE missing.pem'],
  [
    'a missing file and directory',
    'missing.pem',
    ['missing'],
    'has no certificates in PEM',
    'SSL_CERT_FILE missing.pem, SSL_CERT_DIR missing',
  ],
  ['a directory, beside an empty name', '', ['', 'two'], ['c'], 'SSL_CERT_DIR two'],
  ['a file, beside empty names', 'file.pem', ['', ''], ['file'], 'SSL_CERT_FILE file.pem'],
])('the trust store of the system is %s', async (_, file, directories, expected, label) => {
  expect(await readStore(file, directories)).toEqual([expected, label]);
});
