/**
 * A certificate for a public name in a directory of tests is a test certificate exactly if OpenSSL verifies it with the certificates of the
 * repository alone.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { runDiscovery } from '../../src/app/discover/index.ts';
import { createDice } from '../helpers/dice.ts';
import { createTestIo } from '../manifest/io.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';
import { VALIDITY } from './reading.ts';

const ROUNDS = 12;
const LEAVES = 10;

describeReal('openssl verify', { programs: ['openssl'] }, (openssl) => {
  let directory: string;
  beforeAll(() => {
    directory = makeDirectory();
  });
  afterAll(() => removeDirectory(directory));

  it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
    'finds the same certificates in repository %i whose CA is there',
    async (round) => {
      const dice = createDice(round);
      const root = join(directory, `repository-${round}`);
      mkdirSync(join(root, 'testdata'), { recursive: true });
      const authorities: CreatedCertificate[] = [];
      for (let number = 0; number < 6; number += 1) {
        const issuer = authorities[dice.upTo(authorities.length + 1)];
        // Names recur, so that only the key tells CAs apart.
        const commonName = `CA ${dice.upTo(3)}`;
        authorities.push(await createCertificate({ ...VALIDITY, commonName, ca: true, ...(issuer && { issuer }) }));
      }
      const committed = authorities.filter(() => dice.chance(0.6));
      for (const [number, { certificate }] of committed.entries())
        writeFileSync(join(root, `ca-${number}.pem`), certificate);
      const leaves = await Promise.all(
        Array.from({ length: LEAVES }, () => {
          const issuer = authorities[dice.upTo(authorities.length)];
          const names = { commonName: 'shop.example.dev', sans: ['shop.example.dev'] };
          return createCertificate({ ...VALIDITY, ...names, ...(issuer && { issuer }) });
        }),
      );
      for (const [number, { certificate }] of leaves.entries())
        writeFileSync(join(root, `testdata/${number}.pem`), certificate);

      // Without -partial_chain, a chain must end with a self-signed certificate.
      const store = join(directory, `store-${round}.pem`);
      writeFileSync(store, [...committed, ...leaves].map(({ certificate }) => certificate).join(''));
      const verify = (number: number) => {
        const file = join(root, `testdata/${number}.pem`);
        const args = ['verify', '-no_check_time', '-no-CApath', '-no-CAstore', '-CAfile', store];
        return spawnSync(openssl, [...args, file]).status === 0;
      };

      const { search } = await runDiscovery({ manifest: null, log: null, now: Date.now() }, createTestIo(root));
      const found = new Map(search.files.map(({ path, fixture }) => [path, fixture !== null]));
      const kinds = leaves.map((_, number) => [number, found.get(`testdata/${number}.pem`)]);
      expect(kinds).toEqual(leaves.map((_, number) => [number, verify(number)]));
      rmSync(root, { recursive: true });
    },
  );
});
