import { expect, it } from 'vitest';
import { loadValid, useDirectory } from './temporary-manifest.ts';

useDirectory();

const HEAD = 'version: 1\ncertificates: [{ name: shop, endpoint: shop.example.com }]\n';

it('an empty section enables discovery with its defaults', async () => {
  const { discovery } = await loadValid(`${HEAD}discovery: {}\n`);
  expect(discovery).toEqual({ exclude: [], domains: [], ignore: [], variables: new Map(), require: false });
});

it('names are read in lower case and ASCII, and ends as times', async () => {
  const { discovery } = await loadValid(
    `${HEAD}discovery:
  paths: { exclude: [.archive/**, vendor/] }
  domains: [Example.org., bücher.example]
  variables: { CLUSTER_DOMAIN: example.org }
  require: true
  ignore:
    - { host: "*.Builders.example.org", reason: SSH only }
    - { domain: Example.NET, file: docs/**, reason: "a page of
        somebody else" }
    - { file: certs/bundle.pem, reason: CA bundle, until: 2027-06-01 }
`,
  );
  expect(discovery).toEqual({
    exclude: ['.archive/**', 'vendor/'],
    domains: ['example.org', 'xn--bcher-kva.example'],
    variables: new Map([['CLUSTER_DOMAIN', 'example.org']]),
    require: true,
    ignore: [
      {
        host: '*.builders.example.org',
        domain: null,
        file: null,
        reason: 'SSH only',
        until: null,
        position: { file: 'certvigil.yaml', line: 9, column: 7 },
      },
      {
        host: null,
        domain: 'example.net',
        file: 'docs/**',
        reason: 'a page of somebody else',
        until: null,
        position: { file: 'certvigil.yaml', line: 10, column: 7 },
      },
      {
        host: null,
        domain: null,
        file: 'certs/bundle.pem',
        reason: 'CA bundle',
        until: '2027-06-01T00:00:00Z',
        position: { file: 'certvigil.yaml', line: 12, column: 7 },
      },
    ],
  });
});
