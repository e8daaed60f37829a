/** One process of Python's cryptography for all files of a batch. */

import { fileURLToPath } from 'node:url';
import { runProgram } from '../../real/harness.ts';
import type { Oracle } from '../suite.ts';
import { formatReading, nameItem } from './answers.ts';
import type { FileCase } from './cases.ts';
import { makeFile } from './files.ts';
import { findKind, hasOthers } from './known.ts';

const SCRIPT = fileURLToPath(new URL('read_files.py', import.meta.url));
const VERSION = 'import cryptography; print(cryptography.__version__)';

function knows(one: FileCase): boolean {
  const kind = findKind(one);
  if (kind === null || kind === 'jks' || kind === 'jceks' || kind === 'several-der') return false;
  // It reads the certificates of a text, and nothing else.
  return kind !== 'pem' || !hasOthers(one);
}

export async function openPython(python: string): Promise<Oracle<FileCase>> {
  const version = (await runProgram(python, ['-c', VERSION])).toString().trim();
  const ask = async (cases: readonly FileCase[]) => {
    const asked = cases.filter(knows);
    const input = JSON.stringify(
      asked.map((one) => [findKind(one), makeFile(one).toString('base64'), one.password ?? '']),
    );
    const found: (string[] | null)[] = JSON.parse((await runProgram(python, [SCRIPT], { input })).toString());
    const answers = new Map(asked.map((one, at) => [one, found[at] ?? null]));
    return cases.map((one) => {
      const items = answers.get(one);
      return items === undefined ? null : formatReading((items ?? []).map(nameItem), items === null);
    });
  };
  return { name: `cryptography ${version}`, ask };
}
