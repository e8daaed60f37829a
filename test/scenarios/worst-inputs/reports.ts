/** The worst files to write a report to. */

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { REPORT_KINDS } from '../../../src/report/kinds/report-kind.ts';
import type { WorstInput } from './worst-input.ts';

/** The file of a kind: some kinds write a directory if the name has no dot. */
const name = (kind: string) => `worst-${kind}.txt`;
const options = REPORT_KINDS.flatMap((kind) => ['--report', `${kind}=${name(kind)}`]);

const all = (worst: string, create: (file: string) => unknown): WorstInput => ({
  ...{ kinds: REPORT_KINDS, worst, options, named: ['report-unwritable'], isBusy: true },
  prepare: ({ root }) => {
    for (const kind of REPORT_KINDS) create(path.join(root, name(kind)));
  },
});

export const REPORTS: WorstInput[] = [
  all('pipes that nobody reads, for reports', (file) => execFileSync('mkfifo', [file])),
  {
    ...all('directories in the place of reports', mkdirSync),
    ...{ named: ['usage'], held: 'the command line is wrong, and says so before anything is read' },
  },
  {
    ...{ kinds: ['json'], worst: 'a disk that is full', named: ['report-unwritable'], isBusy: true },
    options: ['--report', 'json=/dev/full'],
  },
];
