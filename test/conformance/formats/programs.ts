/** The programs that read certificates from files: OpenSSL, certtool of GnuTLS and pk12util of NSS, each with a process for each file. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../../real/harness.ts';
import type { Oracle } from '../suite.ts';
import { formatReading, nameDer, nameItem, readBlocks } from './answers.ts';
import type { FileCase } from './cases.ts';
import { makeFile } from './files.ts';
import { findKind, hasOthers, type Kind } from './known.ts';

/** Each file is written once, and replaced when the number of files that a batch may have is exceeded several times. */
const MAX_FILES = 1000;

export function createWriter(directory: string): (one: FileCase) => string {
  const paths = new WeakMap<FileCase, string>();
  let files = 0;
  return (one) => {
    const known = paths.get(one);
    if (known !== undefined) return known;
    const path = join(directory, `${files % MAX_FILES}.bin`);
    files += 1;
    writeFileSync(path, makeFile(one));
    paths.set(one, path);
    return path;
  };
}

interface Outcome {
  text: string;
  succeeds: boolean;
}

/** Runs a program that may fail. */
async function run(program: string, args: readonly string[]): Promise<Outcome> {
  const script = '"$0" "$@" 2>&1; echo "exit $?"';
  const text = (await runProgram('/bin/sh', ['-c', script, program, ...args], { input: '' })).toString('latin1');
  if (/exit 12[67]\n$/.test(text)) throw new Error(`${program} does not run: ${text}`);
  return { text, succeeds: text.endsWith('exit 0\n') };
}

type Arguments = (kind: Kind, path: string, one: FileCase) => string[] | null;
type ReadItems = (outcome: Outcome) => string[];

function createProgramOracle(
  name: string,
  program: string,
  write: (one: FileCase) => string,
  { list, read }: { list: Arguments; read: ReadItems },
): Oracle<FileCase> {
  const askOne = async (one: FileCase): Promise<string | null> => {
    const kind = findKind(one);
    const args = kind === null ? null : list(kind, write(one), one);
    if (args === null) return null;
    const outcome = await run(program, args);
    const items = read(outcome);
    // `openssl storeutl` succeeds, too, if it finds nothing.
    return formatReading(items, !outcome.succeeds || items.length === 0);
  };
  return { name, ask: (cases) => Promise.all(cases.map(askOne)) };
}

const readPemItems: ReadItems = ({ text }) => readBlocks(text).map(nameDer);

export async function openOpenssl(openssl: string, write: (one: FileCase) => string): Promise<Oracle<FileCase>> {
  const version = (await runProgram(openssl, ['version'])).toString().split(' ').slice(0, 2).join(' ');
  const list: Arguments = (kind, path, { password }) => {
    const pass = ['-passin', `pass:${password ?? ''}`];
    if (kind === 'pkcs7' || kind === 'pkcs7-pem')
      return ['pkcs7', '-inform', kind === 'pkcs7' ? 'DER' : 'PEM', '-print_certs', '-in', path];
    if (kind === 'pkcs12') return ['pkcs12', '-legacy', '-nokeys', ...pass, '-in', path];
    return kind === 'jks' || kind === 'jceks' || kind === 'document' ? null : ['storeutl', ...pass, path];
  };
  return createProgramOracle(version, openssl, write, { list, read: readPemItems });
}

export async function openCerttool(certtool: string, write: (one: FileCase) => string): Promise<Oracle<FileCase>> {
  const [line = ''] = (await runProgram(certtool, ['--version'])).toString().split('\n');
  const list: Arguments = (kind, path, one) => {
    if (kind === 'crl') return ['--crl-info', '--inder', '--infile', path];
    if (hasOthers(one)) return null;
    if (kind === 'pem') return ['--certificate-info', '--infile', path];
    if (kind === 'der') return ['--certificate-info', '--inder', '--infile', path];
    if (kind === 'pkcs7') return ['--p7-info', '--inder', '--infile', path];
    if (kind === 'pkcs7-pem') return ['--p7-info', '--infile', path];
    return kind === 'pkcs12' ? ['--p12-info', '--inder', '--password', one.password ?? '', '--infile', path] : null;
  };
  const name = `GnuTLS ${line.split(' ').at(-1)}`;
  return createProgramOracle(name, certtool, write, { list, read: readPemItems });
}

/** The fingerprint with SHA-256 is on the line after its label. */
const FINGERPRINT = /Fingerprint \(SHA-256\):\s+([0-9A-F:]{95})/g;

export async function openNss(
  [pk12util, certutil]: readonly [string, string],
  write: (one: FileCase) => string,
  directory: string,
): Promise<Oracle<FileCase>> {
  const database = join(directory, 'nss');
  mkdirSync(database);
  await runProgram(certutil, ['-N', '-d', `sql:${database}`, '--empty-password']);
  const list: Arguments = (kind, path, { password }) =>
    kind === 'pkcs12' ? ['-l', path, '-W', password ?? '', '-d', `sql:${database}`] : null;
  const read: ReadItems = ({ text }) => [...text.matchAll(FINGERPRINT)].map(([, hex = '']) => nameItem(hex));
  return createProgramOracle('NSS', pk12util, write, { list, read });
}
