/** The clients that verify a store: two libraries in processes of Python, Go, and handshakes of Python and Node.js. */

import { fileURLToPath } from 'node:url';
import type { CraftedCertificate } from '../../helpers/crafted/certificates.ts';
import { startGoVerifier } from '../../real/clients/clients.ts';
import { startLineProcess } from '../../real/clients/line-process.ts';
import { runProgram } from '../../real/harness.ts';
import type { Oracle } from '../suite.ts';
import type { Tape } from '../tape.ts';
import { ACCEPTED, type AnsweredStore, answerTape, REJECTED } from './answer.ts';
import { connectNode } from './node-handshakes.ts';
import { HOST } from './random-stores.ts';

export interface OpenedOracle {
  oracle: Oracle<Tape>;
  close: () => Promise<void>;
}

type AskOne = (store: AnsweredStore) => Promise<string | null>;

const createOracle = (name: string, askOne: AskOne): Oracle<Tape> => ({
  name,
  ask: (cases) => Promise.all(cases.map((tape) => askOne(answerTape(tape)))),
});

async function readVersion(program: string, argument: string): Promise<string[]> {
  return (await runProgram(program, [argument])).toString().split(/\s/);
}

const locate = (script: string) => fileURLToPath(new URL(script, import.meta.url));
const toBase64 = ({ der }: CraftedCertificate) => Buffer.from(der).toString('base64');
const toPem = ({ certificate }: CraftedCertificate) => certificate;

/**
 * The times of a case for OpenSSL, whose time effective_valid_to is, in seconds: now, and if we trust it, the second before the last one, and one after. For OpenSSL, a certificate has expired
 * in its last second, which RFC 5280 section 4.1.2.5 counts as valid.
 */
function listTimes({ now, trust }: AnsweredStore): number[] {
  const end = trust?.trusted === true ? Date.parse(trust.effective_valid_to ?? '') : null;
  return (end === null ? [now] : [now, end - 1000, end + 1000]).map((at) => at / 1000);
}

/** The answers now, before the end and after it. */
function summarize([now = 'no answer', before = now, after = REJECTED]: readonly string[]): string {
  if (now !== before) return `${now}, and ${before} just before effective_valid_to`;
  return now === ACCEPTED && after === ACCEPTED ? `${now}, also after effective_valid_to` : now;
}

/** A script that verifies at any time. */
function startScript(python: string, script: string) {
  const { ask, close } = startLineProcess(python, [locate(script)]);
  const verify = async ({ sent, anchors }: AnsweredStore, times: readonly number[]): Promise<string[]> => {
    const asked = { sent: sent.map(toBase64), anchors: anchors.map(toBase64), host: HOST, times };
    return JSON.parse(await ask(JSON.stringify(asked))) as string[];
  };
  return { verify, close };
}

export async function openOpenssl(openssl: string, python: string): Promise<OpenedOracle> {
  const [name, number] = await readVersion(openssl, 'version');
  const { verify, close } = startScript(python, 'openssl.py');
  const askOne = async (store: AnsweredStore) => summarize(await verify(store, listTimes(store)));
  return { oracle: createOracle(`${name} ${number}`, askOne), close };
}

export async function openGnutls(certtool: string, python: string): Promise<OpenedOracle> {
  const [, version = ''] = await readVersion(certtool, '--version');
  const { verify, close } = startScript(python, 'gnutls.py');
  const askOne = async (store: AnsweredStore) => summarize(await verify(store, [store.now / 1000]));
  return { oracle: createOracle(`GnuTLS ${version}`, askOne), close };
}

export async function openGo(go: string, directory: string): Promise<OpenedOracle> {
  const [, , version = ''] = await readVersion(go, 'version');
  const { verify, close } = await startGoVerifier(go, directory);
  const askOne = async ({ sent, anchors, now }: AnsweredStore) =>
    (await verify({ sent, anchors, host: HOST, now })) === 'ok' ? ACCEPTED : REJECTED;
  return { oracle: createOracle(version.replace('go', 'Go '), askOne), close };
}

export async function openPython(python: string): Promise<OpenedOracle> {
  const [name, number] = await readVersion(python, '--version');
  const { ask, close } = startLineProcess(python, [locate('handshakes.py')]);
  const askOne = async ({ sent, anchors }: AnsweredStore) => {
    const key = sent[0]?.plan.key.privateKey.export({ format: 'pem', type: 'pkcs8' });
    const asked = { sent: sent.map(toPem).join(''), key, anchors: anchors.map(toPem), host: HOST };
    const answer = await ask(JSON.stringify(asked));
    return answer === 'null' ? null : answer;
  };
  return { oracle: createOracle(`${name} ${number}`, askOne), close };
}

export function openNode(): OpenedOracle {
  const askOne = async ({ sent, anchors }: AnsweredStore) => {
    const key = sent[0]?.plan.key;
    return key === undefined ? null : connectNode({ sent, anchors, key, host: HOST });
  };
  return { oracle: createOracle(`Node.js ${process.versions.node}`, askOne), close: async () => {} };
}
