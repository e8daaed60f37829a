/** The worst files to write a report to. */

import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { REPORT_KINDS } from '../../../src/report/kinds/report-kind.ts';
import type { WorstInput } from './worst-input.ts';

/** The file of a kind: some kinds write a directory if the name has no dot. */
const name = (kind: string) => `worst-${kind}.txt`;
const options = REPORT_KINDS.flatMap((kind) => ['--report', `${kind}=${name(kind)}`]);

/** The capacity of a pipe of Linux. */
const PIPE_BYTES = 65_536;

const all = (worst: string, create: (file: string) => unknown): WorstInput => ({
  ...{ kinds: REPORT_KINDS, worst, options, named: ['report-unwritable'], isBusy: true },
  prepare: ({ root }) => {
    for (const kind of REPORT_KINDS) create(path.join(root, name(kind)));
  },
});

export const REPORTS: WorstInput[] = [
  all('pipes that nobody reads, for reports', (file) => execFileSync('mkfifo', [file])),
  {
    ...{ kinds: ['json'], worst: 'a full pipe whose reader does not read, for a report' },
    ...{ options: ['--report', 'json=worst.pipe'], named: ['report-unwritable'], waits: 10 },
    prepare: ({ root, keep }) => {
      const pipe = path.join(root, 'worst.pipe');
      execFileSync('mkfifo', [pipe]);
      const reader = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
      writeSync(reader, Buffer.alloc(PIPE_BYTES));
      keep({ close: () => closeSync(reader) });
    },
  },
  {
    ...all('directories in the place of reports', mkdirSync),
    ...{ named: ['usage'], held: 'the command line is wrong, and says so before anything is read' },
  },
  {
    ...{ kinds: ['json'], worst: 'a disk that is full', named: ['report-unwritable'], isBusy: true },
    options: ['--report', 'json=/dev/full'],
  },
];
