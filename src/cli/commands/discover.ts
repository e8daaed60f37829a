/** `certvigil discover` */

import { listFindings } from '../../app/discover/findings.ts';
import { discover } from '../../discover/index.ts';
import { readCheckout } from '../../discover/read-repository.ts';
import { createBugReporter } from '../../lib/bugs/catch-bugs.ts';
import type { Io } from '../../lib/io.ts';
import { renderJson } from '../../report/json.ts';
import type { CommandOptions } from '../command-specs.ts';

export async function runDiscoverCommand({ format }: CommandOptions<'discover'>, io: Io): Promise<number> {
  const reportBug = createBugReporter(io);
  const discovered = discover(await readCheckout(io.cwd, io, reportBug), reportBug);
  const findings = listFindings(discovered);
  if (format === 'json') io.stdout(renderJson({ version: 1, findings }));
  else for (const { value, file, line } of findings) io.stdout(`${value}  ${file}:${line}\n`);
  return 0;
}
