import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createRandom } from '../events/model/random.ts';
import { leaf, link, validateTrust } from '../helpers/paths.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

describeReal('the end of the CA that expires first', { programs: ['openssl'] }, (program) => {
  const directory = makeDirectory();
  afterAll(() => removeDirectory(directory));

  const verify = async (at: number): Promise<string> => {
    const args = ['verify', '-attime', String(at / 1000), '-CAfile', 'root.pem', '-no-CApath', '-no-CAstore'];
    return runProgram(program, [...args, '-untrusted', 'sent.pem', 'leaf.pem'], { cwd: directory }).then(
      () => 'ok',
      (error: unknown) => /error (\d+) at/.exec(String(error))?.[1] ?? String(error),
    );
  };

  it('is the time at which openssl verify rejects a certificate that lives longer, in random chains', async () => {
    const random = createRandom(7);
    for (let number = 0; number < 25; number += 1) {
      const root = await link({ subject: 'root', to: random.int(20, 900) });
      const sent = [];
      let issuer = root;
      for (let depth = random.int(0, 3); depth > 0; depth -= 1) {
        issuer = await link({ subject: `ca ${depth}`, issuer, to: random.int(20, 900) });
        sent.push(issuer);
      }
      const end = await leaf({ issuer, to: 1000 });
      const { issuer_expiry } = validateTrust([end, ...sent.toReversed()], [root]);
      writeFileSync(join(directory, 'root.pem'), root.certificate);
      writeFileSync(
        join(directory, 'sent.pem'),
        sent.map(({ certificate }) => certificate).join('\n') || root.certificate,
      );
      writeFileSync(join(directory, 'leaf.pem'), end.certificate);
      const last = Date.parse(issuer_expiry?.valid_to ?? '');
      // 10: certificate has expired, which OpenSSL also says in the last second.
      expect([await verify(last - 1000), await verify(last)]).toEqual(['ok', '10']);
    }
  });
});
