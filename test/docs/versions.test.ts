import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { listSourceFiles } from '../helpers/source-files.ts';

const SEARCHED =
  /^(?:docs|examples|src|schema|\.github)\/.*\.(?:md|ya?ml|json|ts)$|^(?:README|CONTRIBUTING|CHANGELOG)\.md$/;

it('the action, the package, the image and the schema have one major version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const [major] = version.split('.');
  const texts = listSourceFiles()
    .filter((file) => SEARCHED.test(file))
    .map((file) => readFileSync(file, 'utf8'));
  const found = texts.flatMap(
    (text) => text.match(/certvigil(?:\/\.github\/workflows\/certvigil\.yml)?(?:@v?|:)\d+/g) ?? [],
  );
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((reference) => !new RegExp(`[@:]v?${major}$`).test(reference))).toEqual([]);
});
