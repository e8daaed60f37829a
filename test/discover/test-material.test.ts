import { expect, it } from 'vitest';
import { isExamplePath, isFixturePath, listTestedDirectories } from '../../src/discover/test-material.ts';

it.each([
  ['certs.example/sp/a.crt', true],
  ['src/__tests__/a.pem', true],
  ['internal/testdata/a.pem', true],
  ['e2e/a.pem', true],
  ['certs/saml_test_sp.crt', true],
  ['fooTest/a.pem', true],
  ['certs/shop.pem', false],
  ['certs/test.shop.example.pem', false],
  ['latest/contest/attestation.pem', false],
  ['special/inspector/a.pem', false],
])('%s: a certificate of tests is %s', (path, expected) => {
  expect(isFixturePath(path)).toBe(expected);
});

it.each([
  ['envs/test/ingress.yaml', false],
  ['deploy/demo/ingress.yaml', false],
  ['tests/ingress.yaml', true],
  ['charts/shop/examples/values.yaml', true],
  ['example.yaml', false],
])('%s: hosts of an example is %s', (path, expected) => {
  expect(isExamplePath(path)).toBe(expected);
});

it('finds the directories with tests', () => {
  const paths = ['pkg/tls/server_test.go', 'web/src/app.spec.ts', 'lib/tests/unit/a.py', 'test_all.py', 'src/main.go'];
  expect([...listTestedDirectories(paths)].sort()).toEqual(['', 'lib', 'pkg/tls', 'web/src']);
});
