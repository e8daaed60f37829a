/** The entry point of the command line. All other code is imported after the cache of compiled code is enabled, so that the cache has it. */

import { enableCompileCache } from './lib/process/compile-cache.ts';
import { describeOldNode } from './lib/process/node-version.ts';

const problem = describeOldNode(process.versions.node);
if (problem === null) {
  enableCompileCache({ env: process.env, cwd: process.cwd() });
  const { runProcess } = await import('./cli/run-process.ts');
  await runProcess();
} else {
  process.stderr.write(problem);
  process.exitCode = 2;
}
