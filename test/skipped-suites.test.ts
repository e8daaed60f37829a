import { execSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('npm test reports the suites that it skips, and how to run them', () => {
  const output = execSync('npm run --silent posttest', { encoding: 'utf8' });
  expect(output).toContain('real servers and tools');
  expect(output).toContain('npm run test:real');
});
