/**
 * Writes the table of docs/comparison.md anew: every situation of test/real/truth, as certvigil and others judge it; with words,
 * those that have one of them in their name. Needs what `scripts/install-real.sh comparators` installs. Takes a quarter of
 * an hour, as testssl.sh is thorough.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { CHAPTERS } from '../test/real/trust/index.ts';
import { type StartedScenario, scanScenarios, startScenarios } from '../test/real/trust/setup.ts';
import type { Outcome } from '../test/real/trust/verdict.ts';
import {
  type Comparator,
  createCheckSslCert,
  createOpenssl,
  createTestssl,
  startBlackboxExporter,
} from './compare/comparators.ts';
import { formatCells, formatTable, parseCells } from './compare/table.ts';

const FILE = 'docs/comparison.md';
const [BEGIN, END] = ['<!-- Made by `npm run compare`. Do not edit. -->\n', '<!-- The end of what is made. -->'];
const words = process.argv.slice(2);
const AT_ONCE = 4;

const stage = await startScenarios();
let others: Comparator[] = [];
try {
  const ours = await scanScenarios(stage);
  others = [
    await createCheckSslCert(),
    await startBlackboxExporter(stage.folder, stage.sets),
    await createTestssl(stage.folder),
    await createOpenssl(),
  ];
  const { before, cells, after } = await read();
  const isAsked = ({ situation: { name } }: StartedScenario) =>
    words.length === 0 || !cells.has(name) || words.some((word) => name.includes(word));
  for (const { situation, entry } of stage.sets) {
    const [own = ''] = formatCells([ours(entry)], situation.alarm);
    const [, ...kept] = cells.get(situation.name) ?? [];
    if (kept.length > 0) cells.set(situation.name, [own, ...kept]);
  }
  const waiting = stage.sets.filter(isAsked);
  const asking = async () => {
    for (let staged = waiting.shift(); staged !== undefined; staged = waiting.shift()) {
      const { name, alarm } = staged.situation;
      cells.set(name, formatCells([ours(staged.entry), ...(await askAll(staged))], alarm));
      process.stderr.write(`${name}: ${cells.get(name)?.join(' | ')}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asking));
  await writeFile(FILE, `${before}\n${formatTable(CHAPTERS, others, cells)}\n${after}`);
} finally {
  await Promise.all(others.map(({ close }) => close?.()));
  await stage.close();
}

/** One after the other: a server may have patience with one client only. */
async function askAll(staged: StartedScenario): Promise<Outcome[]> {
  const answers: Outcome[] = [];
  for (const { ask } of others) answers.push(await ask(staged));
  return answers;
}

/** The chapter as it is: what the table holds, and what stands before and after it. */
async function read(): Promise<{ before: string; cells: Map<string, string[]>; after: string }> {
  const text = await readFile(FILE, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  if (!text.includes(BEGIN) || end < begin) throw new Error(`${FILE} does not say where the table stands`);
  return { before: text.slice(0, begin), cells: parseCells(text.slice(begin, end)), after: text.slice(end) };
}
