import { expect, it } from 'vitest';
import { listWatched } from '../../../src/app/discover/list-watched.ts';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { ReportCertificate } from '../../../src/generated/report.ts';
import { createTestIo } from '../../manifest/io.ts';
import { directory, loadValid, useDirectory, writeFiles } from '../../manifest/temporary-manifest.ts';

useDirectory();

const NOW = Date.parse('2027-01-01T00:00:00Z');

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
      'mail.default',
    ],
  };
  // An inventory that has the certificate does not watch the server.
  const fingerprint = 'aa';
  const log = {
    ...createEmptyLog(),
    locations: { acm: { 'aws_acm:1': { fingerprint, removed: false } } },
    certificates: { [fingerprint]: { sans: inventory.sans } },
  };
  const certificates = [inventory] as unknown as ReportCertificate[];
  const request = { manifest, log: log as never, report: { certificates }, hasRepository: true, now: NOW };
  const items = await listWatched(request, createTestIo(directory));
  expect(items.map(({ value, state, watched_by, named_by }) => [value, state, watched_by, named_by])).toEqual([
    ['docs.example.com', 'unwatched', null, ['docs/CNAME:1', 'acm']],
    ['shop.example.com', 'watched', 'shop', ['site/CNAME:1', 'acm']],
    ['api.example.com', 'unwatched', null, ['acm']],
    ['internal.example.com', 'ignored', null, ['acm']],
    ['old.example.com:8443', 'undeclared', 'old', []],
  ]);
  expect(items.map(({ entry }) => entry)).toEqual([
    { name: 'docs.example.com', endpoint: 'docs.example.com' },
    null,
    { name: 'api.example.com', endpoint: 'api.example.com' },
    null,
    null,
  ]);
});

it('lists what only certificate transparency logs have, with the entry to add, also without the repository', async () => {
  await writeFiles({ 'site/CNAME': 'docs.example.com\n', 'deploy/CNAME': 'pay.example.org\n' });
  const manifest = await loadValid(`${MANIFEST}`.replace('internal', 'spare'));
  const unwatched = (name: string) => ({ name, issuer: 'CN=R11', valid_to: '2027-05-30T00:00:00Z', entry: null });
  const transparency = {
    certificate: 'transparency',
    unwatched: ['pay.example.org', '*.pay.example.org', 'spare.example.com', 'off.example.com', 'shop'].map(unwatched),
  };
  const report = { certificates: [], transparency: [transparency] as never };
  const request = { manifest, log: createEmptyLog(), report, hasRepository: false, now: NOW };
  const io = createTestIo(directory);
  const items = await listWatched(request, io);
  expect(items.map(({ value, state, reason, entry }) => [value, state, reason ?? entry])).toEqual([
    ['pay.example.org', 'unwatched', { name: 'pay.example.org', endpoint: 'pay.example.org' }],
    ['*.pay.example.org', 'unwatched', null],
    ['spare.example.com', 'ignored', 'no TLS'],
    ['off.example.com', 'ignored', 'the entry off is disabled'],
    ['shop', 'unwatched', { name: 'shop-2', endpoint: 'shop' }],
  ]);
  expect(items[0]?.logged).toEqual({ issuer: 'CN=R11', valid_to: '2027-05-30T00:00:00Z' });
  const both = await listWatched({ ...request, hasRepository: true }, io);
  expect(both.find(({ value }) => value === 'docs.example.com')).toMatchObject({ state: 'unwatched', logged: null });
  expect(both.find(({ value }) => value === 'old.example.com:8443')).toMatchObject({ state: 'undeclared' });
});
