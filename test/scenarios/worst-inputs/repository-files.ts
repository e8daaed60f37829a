/** The worst files of a repository, which a report compares with the manifest. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FORMAT_FILES } from '../../helpers/format-files.ts';
import type { WorstInput } from './worst-input.ts';

const options = ['--report', 'watched=watched.md'];
const TOLERATED = 'the report is about hosts that are not watched yet, and names those of the other files';

const SIZE = 100_000;
const UNITS = ['{', '(', '"', '- ', 'a: b\n', 'a="$' + '{', '&a [*a,', '$GENERATE 0-4294967295 a$ A b\n'];

const format = (kind: string): WorstInput => ({
  ...{
    kinds: [kind],
    worst: `hostile files in the format ${kind}`,
    options,
    named: [],
    tolerated: TOLERATED,
    isBusy: true,
  },
  prepare: ({ root }) => {
    for (const [file, beginning] of FORMAT_FILES[kind] ?? [])
      for (const [at, unit] of UNITS.entries()) {
        const target = path.join(root, `${at}`, file);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, beginning + unit.repeat((SIZE - beginning.length) / unit.length));
      }
  },
});

export const REPOSITORY_FILES: WorstInput[] = [
  ...Object.keys(FORMAT_FILES).map(format),
  {
    ...{
      kinds: [],
      worst: 'pipes, loops, devices and huge files in a repository',
      options,
      named: [],
      tolerated: TOLERATED,
    },
    prepare: ({ root }) => {
      const at = (name: string) => path.join(root, name);
      execFileSync('mkfifo', [at('pipe.yaml')]);
      symlinkSync('.', at('loop'));
      symlinkSync('/dev/zero', at('zero.yaml'));
      symlinkSync('/proc', at('proc'));
      writeFileSync(at('huge.yaml'), '');
      truncateSync(at('huge.yaml'), 300 * 1024 * 1024);
    },
  },
];
