/** Runs the scan of a worst input, and tells what it did. */

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../../../src/generated/report.ts';
import { createWorld, type World } from '../world.ts';
import { type WorstInput, writeManifest } from './worst-input.ts';

export interface Scanned {
  exit: number;
  /** What the receiver got. */
  alerts: string[];
  /** The codes of the failures of each bad entry; null: it is not in the report. */
  entries: Record<string, string[] | null>;
  /** All codes in the report and the output. */
  codes: string[];
  /** The duration of the scan in milliseconds. */
  took: number;
  /** The coverage line, and the output. */
  output: string;
}

/** Scans ten days before the certificate of the server expires. `slowness`: that of the machine. */
export async function scanBeside(input: WorstInput, slowness: number): Promise<Scanned> {
  const world = await createWorld();
  try {
    await world.serve(10, 'shop');
    await input.prepare?.(world);
    await world.write(writeManifest(input, slowness));
    return await scan(world, input);
  } finally {
    await world.close();
  }
}

async function scan(world: World, { entries = '', options = [] }: WorstInput): Promise<Scanned> {
  const started = performance.now();
  const { exit, alerts, coverage, output } = await world.act(0, 'scan', ...options);
  const took = performance.now() - started;
  const text = await readFile(path.join(world.root, '.report.json'), 'utf8').catch(() => '{}');
  const report = JSON.parse(text) as Partial<Report>;
  const names = Array.from(entries.matchAll(/^- \{ name: ([\w-]+)/gm), ([, name = '']) => name);
  return {
    ...{ exit, alerts, took, output: `${coverage?.text}\n${output}` },
    entries: Object.fromEntries(names.map((name) => [name, listCodes(report, name)])),
    codes: [
      ...Array.from(text.matchAll(/"code": *"([\w-]+)"/g), ([, code = '']) => code),
      ...Array.from(output.matchAll(/(?:error|warning)\[([\w-]+)\]/g), ([, code = '']) => code),
    ],
  };
}

function listCodes({ certificates = [] }: Partial<Report>, name: string): string[] | null {
  const own = certificates.filter(({ certificate }) => certificate === name);
  if (own.length === 0) return null;
  return own.flatMap(({ locations }) => locations.flatMap(({ error }) => (error === null ? [] : [error.code])));
}

/** Measures the time in milliseconds of a scan without a bad input. The first one also loads the code. */
export async function measurePlainScan(): Promise<number> {
  const scanPlain = () => scanBeside({ kinds: [], worst: 'none', named: [] }, 10);
  await scanPlain();
  return (await scanPlain()).took;
}
