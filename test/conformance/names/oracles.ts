/** The programs that match hosts with certificates: OpenSSL, Go, Python and Node.js. */

import { X509Certificate } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { domainToASCII, fileURLToPath } from 'node:url';
import { NOW } from '../../helpers/paths.ts';
import { startGoVerifier } from '../../real/clients/clients.ts';
import { runProgram } from '../../real/harness.ts';
import type { Oracle } from '../suite.ts';
import { ACCEPTED, REJECTED } from './answers.ts';
import type { NamesCase } from './cases.ts';
import { createPresented } from './certificates.ts';

const HANDSHAKES = fileURLToPath(new URL('handshakes.py', import.meta.url));

export async function readVersion(program: string, argument: string): Promise<string[]> {
  return (await runProgram(program, [argument])).toString().split(/\s/);
}

/** Programs without internationalized names of their own get the ASCII form. */
const toAscii = (host: string) => (isIP(host) === 0 ? domainToASCII(host) : host);

export async function openOpenssl(openssl: string, directory: string): Promise<Oracle<NamesCase>> {
  const [name, number] = await readVersion(openssl, 'version');
  let runs = 0;
  const askOne = async (one: NamesCase): Promise<string> => {
    const { leaf, root } = await createPresented(one);
    runs += 1;
    const own = join(directory, `openssl-${runs}`);
    mkdirSync(own);
    writeFileSync(join(own, 'leaf.pem'), leaf.certificate);
    writeFileSync(join(own, 'root.pem'), root.certificate);
    const check = [isIP(one.host) === 0 ? '-verify_hostname' : '-verify_ip', toAscii(one.host)];
    const store = ['-no-CApath', '-no-CAstore', '-CAfile', join(own, 'root.pem')];
    try {
      await runProgram(openssl, ['verify', ...check, ...store, join(own, 'leaf.pem')]);
      return ACCEPTED;
    } catch (error) {
      if (/error 6[24] at /.test(String(error))) return REJECTED;
      throw error;
    } finally {
      rmSync(own, { recursive: true });
    }
  };
  return { name: `${name} ${number}`, ask: (cases) => Promise.all(cases.map(askOne)) };
}

export async function openGo(
  go: string,
  directory: string,
): Promise<{ oracle: Oracle<NamesCase>; close: () => Promise<void> }> {
  const verifier = await startGoVerifier(go, directory);
  const askOne = async (one: NamesCase): Promise<string> => {
    const { leaf, root } = await createPresented(one);
    const presented = { sent: [leaf], anchors: [root], host: toAscii(one.host), now: NOW };
    return (await verifier.verify(presented)) === 'ok' ? ACCEPTED : REJECTED;
  };
  const [, , version = ''] = await readVersion(go, 'version');
  return {
    oracle: { name: version.replace('go', 'Go '), ask: (cases) => Promise.all(cases.map(askOne)) },
    close: () => verifier.close(),
  };
}

export async function openPython(python: string): Promise<Oracle<NamesCase>> {
  const [name, number] = await readVersion(python, '--version');
  const ask = async (cases: readonly NamesCase[]) => {
    const presented = await Promise.all(cases.map(createPresented));
    const [first] = presented;
    const input = JSON.stringify({
      root: first?.root.certificate,
      key: first?.leaf.privateKeyPem,
      cases: cases.map(({ host }, at) => [presented[at]?.leaf.certificate, host]),
    });
    return JSON.parse((await runProgram(python, [HANDSHAKES], { input })).toString()) as string[];
  };
  return { name: `${name} ${number}`, ask };
}

export function openNode(): Oracle<NamesCase> {
  const askOne = async (one: NamesCase) => {
    const { leaf } = await createPresented(one);
    const certificate = new X509Certificate(leaf.der).toLegacyObject() as PeerCertificate;
    return checkServerIdentity(toAscii(one.host), certificate) === undefined ? ACCEPTED : REJECTED;
  };
  return { name: `Node.js ${process.versions.node}`, ask: (cases) => Promise.all(cases.map(askOne)) };
}
