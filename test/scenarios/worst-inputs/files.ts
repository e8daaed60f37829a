/** The worst files. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { buildCertificate, der, pem } from '../../helpers/certificates.ts';
import { certificateBag, pkcs12WithPbmac1, plainContent } from '../../helpers/keystores.ts';
import type { World } from '../world.ts';
import type { WorstInput } from './worst-input.ts';

type Create = (file: string, world: World) => unknown;

const pipe: Create = (file) => execFileSync('mkfifo', [file]);
const directory: Create = (file) => mkdirSync(file);
const loop: Create = (file) => symlinkSync(path.basename(file), file);
const outside: Create = (file) => symlinkSync('/dev/zero', file);
const sparse: Create = (file) => {
  writeFileSync(file, '');
  truncateSync(file, 200 * 1024 * 1024);
};
const socket: Create = async (file, world) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(file, resolve));
  world.keep({ close: () => server.close() });
};
/** Just below the largest file that is read. */
const repeat =
  (unit: string): Create =>
  (file) =>
    writeFileSync(file, Buffer.from(unit.repeat(Math.floor(10_400_000 / unit.length)), 'latin1'));

/** A keystore with one certificate, whose MAC takes this number of rounds. */
const createKeystore = (rounds: number) =>
  pkcs12WithPbmac1([plainContent(der(0x30, certificateBag(buildCertificate(), null)))], { rounds });
/** As careful tools ask for. Without its turn between two of them, a server would have to wait for most of the hundred. */
const USUAL_ROUNDS = 1_000_000;

const FILE = { path: 'worst.bin', entry: '- { name: worst, file: worst.bin, password: x }' };

const bad = (worst: string, create: Create, ...named: string[]): WorstInput => ({
  ...{ kinds: ['file'], worst, entries: FILE.entry, named },
  prepare: (world) => create(path.join(world.root, FILE.path), world),
  isBusy: true,
});

const SYSTEM_FILES: [worst: string, create: Create, named: string][] = [
  ['a pipe to which nobody writes', pipe, 'file-not-regular'],
  ['a directory', directory, 'file-is-directory'],
  ['a link to itself', loop, 'link-loop'],
  ['a link to an endless device', outside, 'link-outside-workspace'],
  ['a file of 200 MiB', sparse, 'file-too-large'],
  ['a socket', socket, 'file-not-regular'],
];

export const FILES: WorstInput[] = [
  ...SYSTEM_FILES.map(([worst, create, named]) => bad(worst, create, named)),
  bad(
    'a file with 370,000 beginnings of certificates',
    repeat('-----BEGIN CERTIFICATE-----\n'),
    'certificate-truncated',
  ),
  bad('a file with ten million brackets', repeat('['), 'no-certificate'),
  bad('a file with five million YAML lists in each other', repeat('- '), 'no-certificate'),
  bad('a file with three million XML elements in each other', repeat('<a>'), 'no-certificate'),
  bad('a file with five million ASN.1 elements in each other', repeat('0\x80'), 'certificate-malformed'),
  {
    ...bad('a keystore that asks for two billion rounds', (file) => writeFileSync(file, createKeystore(2 ** 31 - 1))),
    ...{ named: ['keystore-unverified'], tolerated: 'its certificates are not encrypted, and are read' },
  },
  {
    ...{ kinds: ['file'], worst: 'a hundred keystores with a million rounds each', isBusy: true },
    entries: '- { name: worst, file: "worst/*.p12", password: x }',
    prepare: ({ root }) => {
      mkdirSync(path.join(root, 'worst'));
      for (let at = 0; at < 100; at += 1)
        writeFileSync(path.join(root, `worst/${at}.p12`), createKeystore(USUAL_ROUNDS));
    },
    named: ['not-read-in-time'],
  },
  {
    ...{ kinds: ['file'], worst: 'an endless device that the manifest names' },
    entries: '- { name: worst, file: /dev/zero }',
    named: ['file-not-regular'],
  },
  {
    ...{ kinds: ['file'], worst: 'pipes in the place of a CA file, a client certificate and a kubeconfig' },
    entries: `- { name: ca, endpoint: "shop.example.com:$PORT_SHOP", ca_file: pipe }
- { name: client, endpoint: "shop.example.com:$PORT_SHOP", trust: none, client_certificate: { cert: pipe, key: pipe } }
- { name: cluster, kubernetes: { kubeconfig: pipe } }`,
    prepare: (world) => pipe(path.join(world.root, 'pipe'), world),
    others: ['certificate.expiry_warning ca'],
    ...{
      named: ['ca-file-without-certificate', 'client-certificate-unreadable', 'inventory-credentials-missing'],
      hasAll: true,
    },
  },
  {
    ...{ kinds: ['csv'], worst: 'a pipe, and a table of 200 MiB' },
    entries: `- { name: pipe, csv: pipe.csv, map: { id: id, valid_to: to } }
- { name: large, csv: large.csv, map: { id: id, valid_to: to } }`,
    prepare: async (world) => {
      await pipe(path.join(world.root, 'pipe.csv'), world);
      await sparse(path.join(world.root, 'large.csv'), world);
    },
    named: ['file-not-regular', 'file-too-large'],
  },
  {
    ...{ kinds: ['csv'], worst: 'a quotation of 10 MB without an end', isBusy: true },
    entries: '- { name: worst, csv: worst.csv, map: { id: id, valid_to: to } }',
    prepare: ({ root }) => writeFileSync(path.join(root, 'worst.csv'), `id,to\n"${'a,'.repeat(5_000_000)}`),
    named: ['csv-malformed', 'inventory-malformed'],
  },
  {
    ...{ kinds: ['env'], worst: 'a variable of 10 MB that ends too early', isBusy: true },
    entries: '- { name: worst, env: WORST }',
    prepare: ({ env }) => void Object.assign(env, { WORST: '-----BEGIN CERTIFICATE-----\\n'.repeat(350_000) }),
    named: ['certificate-truncated'],
  },
  {
    ...{ kinds: ['pem'], worst: 'a certificate with 10,000 hostile names', tolerated: 'it is read', isBusy: true },
    entries: '- { name: worst, pem: "$PEM" }',
    prepare: ({ values }) => {
      const name = 'a.*.\u001b[31m\r\n::error::%0A</script>|`';
      const names = Array.from({ length: 10_000 }, (_, at) => der(0x82, `${at}${name}`));
      const certificate = buildCertificate({ extensions: { '2.5.29.17': der(0x30, ...names) }, to: '270601000000Z' });
      values.PEM = pem(certificate).replaceAll('\n', '\\n');
    },
    named: [],
  },
  {
    ...{ kinds: ['expires'], worst: 'the last day that there is', tolerated: 'it is read' },
    entries: '- { name: worst, expires: 9999-12-31 }',
    named: [],
  },
];
