/** Writes which mutants a test file reached, as JSON into the directory CERTVIGIL_MUTANT_COVERAGE. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect } from 'vitest';

/** What the instrumented code counts: reached mutants by id. */
interface Instrumented {
  __stryker__?: { mutantCoverage?: { static: Record<string, number> } };
}

const directory = process.env.CERTVIGIL_MUTANT_COVERAGE;

afterAll(() => {
  if (directory === undefined) return;
  const { testPath = '' } = expect.getState();
  const reached = (globalThis as Instrumented).__stryker__?.mutantCoverage?.static ?? {};
  const name = createHash('sha256').update(testPath).digest('hex');
  writeFileSync(path.join(directory, `${name}.json`), JSON.stringify({ file: testPath, ids: Object.keys(reached) }));
});
