import { execSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('the suite that needs nothing installed says what it leaves out, and how that is run', () => {
  const said = execSync('npm run --silent posttest', { encoding: 'utf8' });
  expect(said).toContain('real servers and tools');
  expect(said).toContain('npm run test:real');
});
