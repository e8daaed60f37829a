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

it.each<[what: string, file: string, directories: string[], expected: string[] | string]>([
  ['a file', 'file.pem', [], ['file']],
  ['directories', '', ['one', 'two', 'missing'], ['a', 'b', 'c']],
  ['a file and a directory', 'file.pem', ['two'], ['file', 'c']],
  ['an empty directory', '', ['two/subdirectory'], 'has no certificates in PEM'],
])('the trust store of the system is %s', async (_, file, directories, expected) => {
  const env = {
    SSL_CERT_FILE: file && join(root, file),
    SSL_CERT_DIR: directories.map((one) => join(root, one)).join(delimiter),
  };
  const read = createTrustOptionsReader(root, { isOutside: () => false } as never, env);
  const options = await read({ trust: 'system', ca_file: null, aia: false, revocation: false, purpose: 'server' });
  const anchors = options?.anchors;
  if (!anchors) throw new Error('no anchors');
  const found = 'pem' in anchors ? [...anchors.pem.matchAll(/BEGIN (\w+)/g)].map(([, name]) => name) : anchors.problem;
  expect(found).toEqual(expected);
});
