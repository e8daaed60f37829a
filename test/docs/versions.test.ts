import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { listSourceFiles } from '../helpers/source-files.ts';

const SEARCHED =
  /^(?:docs|examples|deploy|src|schema|\.github)\/.*\.(?:md|ya?ml|json|ts)$|^(?:README|CONTRIBUTING|CHANGELOG)\.md$/;

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

it('the CronJob of deploy/kustomize runs the image of this version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const { images } = parse(readFileSync('deploy/kustomize/base/kustomization.yaml', 'utf8'));
  // Names of images are in lower case; the placeholder is replaced before the first release.
  const newName = expect.stringMatching(/^ghcr\.io\/(?:<OWNER>|[a-z0-9-]+)\/certvigil$/);
  expect(images).toEqual([{ name: 'certvigil', newName, newTag: version }]);
});

it('kustomize takes the components from the tag of this major version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const pages = listSourceFiles().filter((file) => /^docs\/.*\.md$/.test(file));
  const tags = pages.flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(/\/certvigil\/\/deploy\S*\?ref=(\S+)/g), ([, tag]) => tag),
  );
  expect(new Set(tags)).toEqual(new Set([`v${version.split('.')[0]}`]));
});
