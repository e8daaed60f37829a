import { expect, it } from 'vitest';
import { indexTestPaths, isExpiredName } from '../../src/discover/test-material.ts';

/** Whether the first file belongs to tests, in a repository that has the others. */
const isTestFile = (path: string, ...others: string[]) => indexTestPaths([path, ...others]).isTestFile(path);

it.each([
  'certs.example/sp/a.crt',
  'src/__tests__/a.pem',
  'internal/testdata/a.pem',
  'internal/test-data/a.pem',
  'spec/fixtures/a.pem',
  'fooTests/a.pem',
  'certs/dummy-server.crt',
  'pkg/tls/tls_test.go',
  'web/app.spec.ts',
  'src/test/resources/a.pem',
  'deployments/operator/src/test/resources/a.pem',
])('%s is one of tests', (path) => {
  expect(isTestFile(path)).toBe(true);
});

it.each([
  'certs/shop.pem',
  'certs/saml_test_sp.crt',
  'certs/sample.shop.example.pem',
  'certs/shop-test.pem',
  'latest/contest/attestation.pem',
  'special/inspector/a.pem',
  'demo/a.pem',
  'deploy/demo/a.pem',
  'deploy/test/a.pem',
  'staging/a.pem',
  'test/a.pem',
  'clusters/e2e/a.pem',
])('%s is not one of tests by its path alone', (path) => {
  expect(isTestFile(path)).toBe(false);
});

it.each([
  ['test/certs/a.pem', 'test/server_test.go'],
  ['test/certs/a.pem', 'test/server.c'],
  ['test/a.pem', 'test/unit_tests.sh'],
  ['server-test/a.pem', 'server-test/main.go'],
  ['test/a.pem', 'test/server_test.go', 'staging/src/api.go'],
  ['publisher/test/a.pem', 'publisher/publisher_test.go'],
  ['resources/core_test/a.pem', 'test/unit/core_test.clj'],
  ['deps/discovery_k8s/test/a.pem', 'deps/discovery_k8s/test/config_SUITE.erl'],
])('%s is one of tests beside %s', (path, ...others) => {
  expect(isTestFile(path, ...others)).toBe(true);
});

it.each([
  ['test/a.pem', 'test/deploy.sh', 'test/values.yaml'],
  ['test/a.pem', 'test/hook.py', 'production/a.pem'],
  ['deploy/test/a.pem', 'deploy/test/smoke_test.py'],
  ['environments/test/a.pem', 'environments/test/main.go'],
  ['src/k8s/test/a.pem', 'src/k8s/test/main.go'],
  ['test-eu/a.pem', 'test-eu/hook.py', 'prod-eu/a.pem'],
  ['src/test-eu/a.pem'],
  ['certs/a.pem', 'certs/app-test.pem'],
])('%s is not one of tests beside %s', (path, ...others) => {
  expect(isTestFile(path, ...others)).toBe(false);
});

it.each([
  ['envs/test/ingress.yaml', false],
  ['deploy/demo/ingress.yaml', false],
  ['deploy/e2e/ingress.yaml', false],
  ['tests/ingress.yaml', true],
  ['charts/shop/examples/values.yaml', true],
  ['example.yaml', false],
  ['src/app.spec.ts', false],
])('%s: in a directory of tests is %s', (path, expected) => {
  expect(indexTestPaths([path]).isInTests(path)).toBe(expected);
});

it.each([
  ['pkg/tls/a.pem', 'pkg/tls/server_test.go', true],
  ['pkg/tls/certs/a.pem', 'pkg/tls/server_test.go', true],
  ['lib/certs/a.pem', 'lib/tests/unit/a.py', true],
  ['web/src/a.pem', 'web/src/app.spec.ts', true],
  ['certs/a.pem', 'test_all.py', false],
  ['a.pem', 'test_all.py', false],
  ['certs/a.pem', 'certs/app-test.pem', false],
  ['deploy/prod/a.pem', 'deploy/test/values.yaml', false],
  ['deploy/prod/a.pem', 'deploy/tests/smoke_test.py', false],
])('%s beside %s: beside tests is %s', (path, other, expected) => {
  expect(indexTestPaths([path, other]).isBesideTests(path)).toBe(expected);
});

it.each([
  ['tests/expired-server.pem', true],
  ['tests/server.pem', false],
  ['expired/server.pem', false],
])('%s: expired on purpose is %s', (path, expected) => {
  expect(isExpiredName(path)).toBe(expected);
});
