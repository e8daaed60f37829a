/** One process of Java for all files. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runProgram } from '../../real/harness.ts';
import type { Oracle } from '../suite.ts';
import { formatReading, nameItem } from './answers.ts';
import type { FileCase } from './cases.ts';
import { findKind, hasOthers } from './known.ts';

const SOURCE = fileURLToPath(new URL('ReadFiles.java', import.meta.url));

export async function openJava(
  [java, javac]: readonly [string, string],
  write: (one: FileCase) => string,
  directory: string,
): Promise<{ oracle: Oracle<FileCase>; close: () => Promise<void> }> {
  const [version = ''] = (await runProgram(java, ['--version'])).toString().split('\n');
  await runProgram(javac, ['-d', directory, SOURCE]);
  const child = spawn(java, ['-Xmx256m', '-cp', directory, 'ReadFiles'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const askOne = async (one: FileCase): Promise<string | null> => {
    const kind = findKind(one);
    if (kind === null || kind === 'document' || (kind === 'pem' && hasOthers(one))) return null;
    const password = one.password === null ? '-' : Buffer.from(one.password).toString('hex') || '-';
    const line = await new Promise<string>((resolve) => {
      waiting.push(resolve);
      child.stdin.write(`${kind} ${write(one)} ${password}\n`);
    });
    const [outcome, ...items] = line.split(' ');
    return formatReading(items.map(nameItem), outcome === 'error');
  };
  return {
    oracle: {
      name: `Java ${version.split(' ')[1]}`,
      ask: (cases) => Promise.all(cases.map(askOne)),
    },
    close: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
