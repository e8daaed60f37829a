/** Verifies crafted chains with OpenSSL, GnuTLS and Go, each with the same anchors, hostname and time as certvigil. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../harness.ts';
import { startLineProcess } from './line-process.ts';

/** `ok`, or why a client rejects the chain. */
export type Results = Record<'openssl' | 'gnutls' | 'go', string>;

interface EncodedCertificate {
  der: Uint8Array;
  /** PEM. */
  certificate: string;
}

export interface PresentedCertificates {
  /** The leaf first. */
  sent: readonly EncodedCertificate[];
  anchors: readonly EncodedCertificate[];
  host: string;
  /** Milliseconds. */
  now: number;
}

export interface Clients {
  verify: (presented: PresentedCertificates) => Promise<Results>;
  close: () => Promise<void>;
}

export interface ClientPrograms {
  openssl: string;
  certtool: string;
  go: string;
}

/** Starts what the clients need. `directory` is for files. */
export async function startClients({ openssl, certtool, go }: ClientPrograms, directory: string): Promise<Clients> {
  const verifier = await startGoVerifier(go, directory);
  let runs = 0;
  return {
    verify: async (presented) => {
      runs += 1;
      const own = join(directory, String(runs));
      mkdirSync(own);
      const files = writeFiles(own, presented);
      const [first, second, third] = await Promise.all([
        verifyWithOpenssl(openssl, files, presented),
        verifyWithCerttool(certtool, files, presented),
        verifier.verify(presented),
      ]);
      return { openssl: first, gnutls: second, go: third };
    },
    close: () => verifier.close(),
  };
}

type Files = Record<'leaf' | 'others' | 'chain' | 'anchors', string>;

function writeFiles(directory: string, { sent, anchors }: PresentedCertificates): Files {
  const write = (name: string, made: readonly EncodedCertificate[]) => {
    const path = join(directory, name);
    writeFileSync(path, made.map(({ certificate }) => certificate).join(''));
    return path;
  };
  return {
    leaf: write('leaf.pem', sent.slice(0, 1)),
    others: write('others.pem', sent.slice(1)),
    chain: write('chain.pem', sent),
    anchors: write('anchors.pem', anchors),
  };
}

async function verifyWithOpenssl(
  program: string,
  { leaf, others, anchors }: Files,
  { sent, host, now }: PresentedCertificates,
): Promise<string> {
  const checks = ['-partial_chain', '-purpose', 'sslserver', '-auth_level', '2', '-verify_hostname', host];
  const store = ['-no-CApath', '-no-CAstore', '-CAfile', anchors];
  const untrusted = sent.length > 1 ? ['-untrusted', others] : [];
  const args = ['verify', ...checks, '-attime', String(now / 1000), ...store, ...untrusted, leaf];
  return summarize(runProgram(program, args), /error \d+ at .*|.*$/m);
}

async function verifyWithCerttool(
  program: string,
  { chain, anchors }: Files,
  { host, now }: PresentedCertificates,
): Promise<string> {
  const time = new Date(now).toISOString().slice(0, 19);
  const checks = ['--verify-hostname', host, '--verify-purpose', '1.3.6.1.5.5.7.3.1', '--attime', time];
  const args = ['--verify', ...checks, '--load-ca-certificate', anchors, '--infile', chain];
  return summarize(runProgram(program, args, { env: { TZ: 'UTC', LC_ALL: 'C' } }), /Chain verification output:.*/);
}

/** `ok` if the program succeeds, else the line of its output that says why not. */
async function summarize(run: Promise<Buffer>, pattern: RegExp): Promise<string> {
  try {
    await run;
    return 'ok';
  } catch (error) {
    const [, ...output] = String(error).split('\n');
    return pattern.exec(output.join('\n'))?.[0] ?? output.join(' ').trim();
  }
}

/** Builds the program in verify.go, and starts it. `directory` is for files. */
export async function startGoVerifier(go: string, directory: string) {
  const program = join(directory, 'verify');
  // Nothing is downloaded: the program needs only the standard library.
  const directories = { GOCACHE: join(directory, 'cache'), GOPATH: join(directory, 'go') };
  const env = { ...directories, GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' };
  // Without version control, because git refuses a checkout that belongs to another user, as in a container.
  await runProgram(go, ['build', '-buildvcs=false', '-o', program, '.'], { cwd: import.meta.dirname, env });
  return startVerifier(program);
}

/** One process for all chains: each line of its input is a chain, and each line of its output the result. */
function startVerifier(program: string) {
  const { ask, close } = startLineProcess(program);
  const toBase64 = ({ der }: EncodedCertificate) => Buffer.from(der).toString('base64');
  return {
    verify: ({ sent, anchors, host, now }: PresentedCertificates): Promise<string> =>
      ask(JSON.stringify({ sent: sent.map(toBase64), anchors: anchors.map(toBase64), host, at: now / 1000 })),
    close,
  };
}
