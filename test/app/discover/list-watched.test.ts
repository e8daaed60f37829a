import { expect, it } from 'vitest';
import { listWatched } from '../../../src/app/discover/list-watched.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { ReportCertificate } from '../../../src/generated/report.ts';
import { createTestIo } from '../../manifest/io.ts';
import { directory, loadValid, useDirectory, writeFiles } from '../../manifest/temporary-manifest.ts';

useDirectory();

const MANIFEST = `version: 1
certificates:
  - { name: shop, endpoint: shop.example.com }
  - { name: old, endpoint: ["old.example.com:8443", "192.0.2.1:443"] }
  - { name: "off", endpoint: off.example.com, enabled: false }
  - { name: acm, aws_acm: { regions: [eu-central-1] } }
discovery:
  domains: [example.com]
  ignore: [{ host: internal.example.com, reason: no TLS }]
`;

it('lists what the repository and inventories name, once, and what only the manifest has', async () => {
  await writeFiles({ 'site/CNAME': 'shop.example.com\n', 'docs/CNAME': 'docs.example.com\n' });
  const manifest = await loadValid(MANIFEST);
  const inventory = {
    certificate: 'acm',
    sans: [
      'docs.example.com',
      'shop.example.com',
      'api.example.com',
      '*.example.com',
      'internal.example.com',
      'a.example.net',
    ],
  };
  // An inventory that has the certificate does not watch the server.
  const fingerprint = 'aa';
  const log = {
    ...createEmptyLog(),
    places: { acm: { 'aws_acm:1': { fingerprint, gone: false } } },
    certificates: { [fingerprint]: { sans: inventory.sans } },
  };
  const certificates = [inventory] as unknown as ReportCertificate[];
  const request = { manifest, log: log as never, certificates, now: Date.parse('2027-01-01T00:00:00Z') };
  const items = await listWatched(request, createTestIo(directory));
  expect(items.map(({ value, state, entry, named_by }) => [value, state, entry, named_by])).toEqual([
    ['docs.example.com', 'unwatched', null, ['docs/CNAME:1', 'acm']],
    ['shop.example.com', 'watched', 'shop', ['site/CNAME:1', 'acm']],
    ['api.example.com', 'unwatched', null, ['acm']],
    ['internal.example.com', 'ignored', null, ['acm']],
    ['old.example.com:8443', 'undeclared', 'old', []],
  ]);
});
