/** Scans that share a log on a branch or in files, and a model of the log as a set. */

import type { Suite } from '../suite.ts';
import { cases, type LogCase } from './cases.ts';
import { simulateInFile } from './in-file.ts';
import { predict } from './model.ts';
import { simulateOnBranch } from './on-branch.ts';

const simulate = (one: LogCase) => (one.store === 'branch' ? simulateOnBranch(one) : simulateInFile(one));

/** The kind says whether a certificate got the same message twice, which only a kill, an overlap or a lost log may cause. */
function format(lines: readonly string[]): string {
  const messages = lines.filter((line) => /^\d/.test(line)).map((line) => line.replace(/^\d+ /, ''));
  const kind = messages.length === 0 ? 'quiet' : new Set(messages).size < messages.length ? 'repeated' : 'once';
  return [kind, lines.toSorted().join(', ')].join(' ').trim();
}

export const LOG: Suite<LogCase> = {
  room: 'log',
  drawn:
    'scans that share a log on a branch or in files, claim or lock it, overlap, are killed at any request or file system call that writes, lose responses, race, and find the log set back, divided, claimed by a wrong clock, or written by the last release',
  programs: [],
  batch: 20,
  cases,
  answer: async (one) => format(await simulate(one)),
  open: async () => {
    const ask = async (all: readonly LogCase[]) => all.map((one) => format(predict(one)));
    return { oracles: [{ name: 'a set', ask }], close: async () => {} };
  },
  differences: [],
};
