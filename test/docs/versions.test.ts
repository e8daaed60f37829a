import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the action, the package, the image and the schema have one major version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [major] = version.split('.');
  const files = ['README.md', 'docs', 'examples', 'src', 'schema', '.github', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const pattern = 'certvigil(/\\.github/workflows/certvigil\\.yml)?(@v?|:)[0-9]+';
  const found = execFileSync('git', ['grep', '-hoE', pattern, '--', ...files], { encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((reference) => !new RegExp(`[@:]v?${major}$`).test(reference))).toEqual([]);
});
