/** Finds certificates on lists as OpenSSL, GnuTLS and Java print them, and the same serial numbers as these programs do. */

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCertificateList } from '../../src/app/affected/read-list.ts';
import { createAffectedMatcher } from '../../src/assess/affected/matcher.ts';
import { parseCertificate } from '../../src/certificate/x509/parse.ts';
import { buildCertificate, pem } from '../helpers/certificates.ts';
import { createTestIo } from '../manifest/io.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

/** The numbers of bytes of the serial numbers: small ones, those with a leading zero, and the largest. */
const SIZES = [1, 1, 2, 3, 4, 7, 8, 9, 12, 16, 16, 16, 18, 19, 20, 20, 20, 20, 20, 20];

describeReal(
  'certificates on a list',
  { programs: ['openssl', 'certtool', 'keytool'] },
  (openssl = '', certtool = '', keytool = '') => {
    const directory = makeDirectory();
    afterAll(() => removeDirectory(directory));
    const certificates = SIZES.map((size, index) => buildCertificate({ serial: createSerial(size, index) }));
    const files = certificates.map((_, index) => join(directory, `${index}.pem`));
    beforeAll(() => {
      for (const [index, file] of files.entries()) writeFileSync(file, pem(certificates[index] as Buffer));
    });

    const x509 = (...options: string[]) => [openssl, 'x509', '-noout', ...options, '-in'];
    it.each<[string, string[]]>([
      ['openssl x509 -serial', x509('-serial')],
      ['openssl x509 -fingerprint -sha256', x509('-fingerprint', '-sha256')],
      ['openssl x509 -text', x509('-text')],
      ['openssl x509', [openssl, 'x509', '-in']],
      ['openssl x509 -outform PEM -text', [openssl, 'x509', '-text', '-in']],
      ['certtool --certificate-info', [certtool, '--certificate-info', '--infile']],
      ['certtool --fingerprint --hash sha256', [certtool, '--fingerprint', '--hash', 'sha256', '--infile']],
      ['keytool -printcert -rfc', [keytool, '-printcert', '-rfc', '-file']],
      ['keytool -printcert', [keytool, '-J-Duser.language=en', '-printcert', '-file']],
    ])('are found by the output of %s, and no other', async (_, [program = '', ...args]) => {
      const list = join(directory, 'list.txt');
      for (const [index, file] of files.entries()) {
        writeFileSync(list, await runProgram(program, [...args, file]));
        const { serials, fingerprints, hasOnly } = await readCertificateList('list.txt', createTestIo(directory));
        const announced = { certificates: { serials, fingerprints, hasOnly }, keys: null, issuer: [], issued: null };
        const decide = createAffectedMatcher({ ...announced, names: [] });
        const found = certificates.flatMap((der, other) => {
          const parsed = parseCertificate(der);
          if (!('facts' in parsed)) throw new Error('not parsed');
          return typeof decide({ facts: parsed.facts, key: null }) === 'string' ? [] : [other];
        });
        expect(found).toContain(index);
        // Short numbers may be equal by chance.
        if ((SIZES[index] ?? 0) > 4) expect(found).toEqual([index]);
      }
    });
  },
);

/** Creates the content of a positive INTEGER: with a leading zero byte if the first bit is set. */
function createSerial(size: number, index: number): Buffer {
  const bytes = randomBytes(size);
  bytes[0] = index % 2 === 0 ? (bytes[0] ?? 0) | 0x80 : ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}
