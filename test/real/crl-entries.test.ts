import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { afterAll, expect, it } from 'vitest';
import { findRevokedEntry, readRevocationList } from '../../src/certificate/revocation/crl-entries.ts';
import { checkCrl } from '../../src/trust/revocation/evaluate-crl.ts';
import { der, pem } from '../helpers/certificates.ts';
import { leaf, link, NOW, readCertificate } from '../helpers/paths.ts';
import { type Entry, type EntryExtension, makeList } from '../helpers/revocation.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const extension = (name: string, value: Uint8Array, critical: boolean): EntryExtension => ({ name, value, critical });
const UNKNOWN = der(0x05);
const DATE = der(0x18, '20260101000000Z');
const ISSUER = der(0x30, der(0xa4, der(0x30)));

/** What the entry of another certificate has. */
const CASES: readonly [what: string, entry: Partial<Entry>, isAccepted: boolean][] = [
  ['no extension', {}, true],
  ['a reason', { reason: 4 }, true],
  ['an unknown extension', { more: [extension('1.2.3.4', UNKNOWN, false)] }, true],
  ['an unknown critical extension', { more: [extension('1.2.3.4', UNKNOWN, true)] }, false],
  ['a reason and an unknown critical extension', { reason: 4, more: [extension('1.2.3.4', UNKNOWN, true)] }, false],
  ['an invalidity date', { more: [extension('2.5.29.24', DATE, false)] }, true],
];

/** OpenSSL applies such an entry to the other issuer. Here, the list is rejected: RFC 5280 section 5.3.3 is not supported. */
const OTHER_ISSUER: Partial<Entry> = { more: [extension('2.5.29.29', ISSUER, true)] };

describeReal('the extensions of CRL entries', { programs: ['openssl'] }, (program) => {
  const directory = makeDirectory();
  afterAll(() => removeDirectory(directory));

  it.each(CASES)('make a list usable or not as in openssl verify, with %s', async (_, entry, isAccepted) => {
    const issuer = await link({ subject: 'issuer' });
    const [child, revoked] = [await leaf({ issuer }), await leaf({ issuer })];
    const serial = (made: typeof child) => readCertificate(made).serial_bytes;
    const others = { serial: serial(revoked), ...entry };
    const verify = async (made: typeof child, list: Buffer): Promise<string> => {
      writeFileSync(join(directory, 'ca.pem'), issuer.certificate);
      writeFileSync(join(directory, 'leaf.pem'), made.certificate);
      writeFileSync(join(directory, 'list.pem'), pem(list, 'X509 CRL'));
      const files = ['-CAfile', 'ca.pem', '-CRLfile', 'list.pem', '-no-CApath', '-no-CAstore'];
      const args = ['verify', '-crl_check', '-attime', String(NOW / 1000), ...files, 'leaf.pem'];
      const run = runProgram(program, args, { cwd: directory });
      return run.then(
        () => 'ok',
        (error: unknown) => /error (\d+) at/.exec(String(error))?.[1] ?? String(error),
      );
    };
    const bytes = makeList({ issuer, revoked: [others] });
    const list = readRevocationList(bytes);
    if (list === null) throw new Error('not read');
    expect(checkCrl(list, readCertificate(issuer), 'The list', NOW) === null).toBe(isAccepted);
    expect(findRevokedEntry(list, serial(child))).toBeNull();
    // 36: unhandled critical CRL extension; 3: unable to get certificate CRL; 23: certificate revoked.
    expect(await verify(child, bytes)).toBe(isAccepted ? 'ok' : '36');
    if (isAccepted) expect(await verify(revoked, bytes)).toBe('23');
  });

  it('make a list of other issuers unusable', async () => {
    const issuer = await link({ subject: 'issuer' });
    const bytes = makeList({ issuer, revoked: [{ serial: Buffer.from([1]), ...OTHER_ISSUER }] });
    const list = readRevocationList(bytes);
    expect(list && checkCrl(list, readCertificate(issuer), 'The list', NOW)?.problem.code).toBe(
      'revocation-unsupported',
    );
  });
});
