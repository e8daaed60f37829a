/** Compares the notice about Python with its own ssl module, which is strict by default since version 3.13, for each deviation. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSignatureVerifier, indexAnchors, validateChain } from '../../src/trust/validate-path.ts';
import { type CraftedKey, craftKey } from '../helpers/crafted/certificates.ts';
import { craftChain, HOST } from '../helpers/crafted/chain.ts';
import { ROLES, type Role } from '../helpers/crafted/deviation.ts';
import { DEVIATIONS } from '../helpers/crafted/index.ts';
import { readCertificate } from '../helpers/paths.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';

const PYTHON = '/usr/bin/python3';

/** Each line of the standard input is a directory with a chain, and each line of the output the result of a handshake in memory. */
const CLIENT = `
import ssl, sys
def connect(path):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path + '/chain.pem', path + '/key.pem')
    client = ssl.create_default_context(cafile=path + '/root.pem')
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [client.wrap_bio(down, up, server_hostname='${HOST}'), server.wrap_bio(up, down, server_side=True)]
    for _ in range(4):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                pass
for line in sys.stdin:
    try:
        connect(line.strip())
        print('ok', flush=True)
    except Exception as error:
        print(str(error).replace('\\n', ' '), flush=True)
`;

describeReal('Python', { programs: [PYTHON] }, (python) => {
  const directory = makeDirectory();
  let keys: Record<'ec' | 'rsa', Record<Role, CraftedKey>>;
  beforeAll(() => {
    const craftKeys = (kind: 'ec' | 'rsa') => ({
      root: craftKey(kind),
      intermediate: craftKey(kind),
      leaf: craftKey(kind),
    });
    keys = { ec: craftKeys('ec'), rsa: craftKeys('rsa') };
  });
  afterAll(() => removeDirectory(directory));

  it('rejects the trusted chains that have a notice about it, and accepts the others', async () => {
    const now = Date.now();
    const client = spawn(python, ['-c', CLIENT], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
    const differing: string[] = [];
    const counts = { accepted: 0, rejected: 0 };
    try {
      for (const deviation of DEVIATIONS) {
        for (const role of deviation.roles) {
          const kind = deviation.name.startsWith('signature') ? 'rsa' : 'ec';
          const options = (one: Role) => ({ key: keys[kind][one], deviations: one === role ? [deviation] : [] });
          const chain = craftChain(
            { root: options('root'), intermediate: options('intermediate'), leaf: options('leaf') },
            now,
          );
          const [root, intermediate, leaf] = ROLES.map((one) => tryRead(chain[one]));
          if (!root || !intermediate || !leaf) continue;
          const presented = { sent: [leaf, intermediate] as const, anchors: indexAnchors([root]), host: HOST, now };
          const { trusted, notes } = validateChain(presented, createSignatureVerifier());
          if (!trusted) continue;
          writeFileSync(join(directory, 'root.pem'), chain.root.certificate);
          writeFileSync(join(directory, 'chain.pem'), chain.leaf.certificate + chain.intermediate.certificate);
          const key = keys[kind].leaf.privateKey.export({ type: 'pkcs8', format: 'pem' });
          writeFileSync(join(directory, 'key.pem'), key);
          client.stdin.write(`${directory}\n`);
          const { value: result } = await lines.next();
          const isExpected = notes.some(({ code }) => STRICT.includes(code));
          counts[result === 'ok' ? 'accepted' : 'rejected'] += 1;
          if (UNSUPPORTED.includes(deviation.name)) continue;
          if (isExpected === (result === 'ok')) differing.push(`${deviation.name} (${role}): ${result}`);
        }
      }
    } finally {
      client.stdin.end();
      await once(client, 'exit');
    }
    expect(differing).toEqual([]);
    expect(Math.min(counts.accepted, counts.rejected)).toBeGreaterThan(10);
  }, 600_000);
});

/** An alternative name extension without names is read like none. */
const UNSUPPORTED: readonly string[] = ['names an empty sequence'];

const STRICT: readonly string[] = ['python-strict', 'anchor-not-marked', 'wildcard-underscore'];

function tryRead(made: Parameters<typeof readCertificate>[0]) {
  try {
    return readCertificate(made);
  } catch {
    // Not every deviation can be read.
    return null;
  }
}
