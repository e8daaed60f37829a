import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatArtifactName, parseArtifactName } from '../../../src/app/overview/artifact-name.ts';

it.each([
  ['certvigil.yaml', 'certvigil-report'],
  ['./certvigil.yaml', 'certvigil-report'],
  ['.github/certvigil.yaml', 'certvigil-report-.github%2Fcertvigil.yaml'],
  ['eu/certs (old)*.yaml', 'certvigil-report-eu%2Fcerts%20%28old%29%2A.yaml'],
])('names the artifact of %s', (manifest, name) => {
  expect(formatArtifactName(manifest, 'certvigil.yaml')).toBe(name);
});

// @actions/artifact: path-and-artifact-name-validation.ts
it('names each path differently, with the characters that GitHub allows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
      const path = `a${text.replace(/[./\\\p{Surrogate}]/gu, '')}`;
      const name = formatArtifactName(path, null);
      expect(name).not.toMatch(/[":<>|*?\r\n\\/]/);
      expect(name.length).toBeLessThan(200);
      if (!name.includes('~')) expect(parseArtifactName(name)).toBe(path);
    }),
  );
  const long = (end: string) => formatArtifactName(`${'x'.repeat(500)}${end}`, null);
  expect(long('a')).not.toBe(long('b'));
  expect(parseArtifactName(long('a'))).toMatch(/^x+~[0-9a-f]{16}$/);
});

it.each([
  ['certvigil-report', null],
  ['certvigil-reports', undefined],
  ['certvigil-report-a%2fb', undefined],
  ['certvigil-report-%', undefined],
  ['other', undefined],
])('parses %s', (name, manifest) => {
  expect(parseArtifactName(name)).toBe(manifest);
});
