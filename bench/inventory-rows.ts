/** The rows about inventories. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from './children.ts';
import { child, cli, measured, type Row, sized } from './commands.ts';
import { ANCHORS } from './environment.ts';

/** What `scan` needs to read an inventory on a port of this machine. */
interface Cloud {
  /** Key of the manifest. */
  kind: string;
  name: string;
  /** What is requested. */
  requests: string;
  runs: number;
  createEntry: (origin: string) => object;
  createEnv: (origin: string) => Record<string, string>;
}

const CLOUDS: readonly Cloud[] = [
  {
    kind: 'aws_acm',
    name: 'AWS Certificate Manager',
    requests: '3 signed requests each',
    runs: 3,
    createEntry: () => ({ aws_acm: { regions: ['eu-west-1'] } }),
    createEnv: (origin) => ({
      AWS_ACCESS_KEY_ID: 'key-of-the-benchmark',
      AWS_SECRET_ACCESS_KEY: 'secret-of-the-benchmark',
      AWS_ENDPOINT_URL: origin,
    }),
  },
  {
    kind: 'azure_key_vault',
    name: 'Azure Key Vault',
    requests: 'a request each, 25 on a page',
    runs: 5,
    createEntry: (origin) => ({ azure_key_vault: { vaults: [origin] } }),
    createEnv: (origin) => ({
      AZURE_TENANT_ID: 'contoso',
      AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
      AZURE_CLIENT_SECRET: 'secret-of-the-benchmark',
      AZURE_AUTHORITY_HOST: origin,
    }),
  },
  {
    kind: 'gcp_certificate_manager',
    name: 'Google Certificate Manager',
    requests: '100 on a page',
    runs: 5,
    createEntry: () => ({ gcp_certificate_manager: { projects: ['shop-production'] } }),
    createEnv: (origin) => ({
      GOOGLE_OAUTH_ACCESS_TOKEN: 'token-of-the-benchmark',
      CLOUDSDK_API_ENDPOINT_OVERRIDES_CERTIFICATEMANAGER: origin,
    }),
  },
  {
    kind: 'vault_pki',
    name: 'Vault',
    requests: 'a request each, without a cache',
    runs: 5,
    createEntry: (origin) => ({ vault_pki: { url: origin } }),
    createEnv: () => ({ VAULT_TOKEN: 'token-of-the-benchmark' }),
  },
  {
    kind: 'kubernetes',
    name: 'Kubernetes',
    requests: '100 on a page',
    runs: 5,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a manifest.
    createEntry: (origin) => ({ kubernetes: { server: origin, token: '${KUBE_TOKEN}', resources: ['secrets'] } }),
    createEnv: () => ({ KUBE_TOKEN: 'token-of-the-benchmark' }),
  },
];

const CLOUD_ROWS = CLOUDS.map(
  ({ kind, name, requests, runs, createEntry, createEnv }): Row => ({
    name: `inventory-${kind.replace(/_.*/, '')}`,
    measured: `\`scan\` of 10,000 certificates in ${name}: ${requests}`,
    against: 'the same requests, with their responses parsed',
    aim: '< 1.5 x',
    compare: 'ratio',
    measure: async (bench) => {
      const count = String(sized(bench, 10_000));
      await using server = await startProcess(bench.children['serve-cloud'], [kind, count]);
      const port = String(server.output.live[0]);
      const origin = `https://127.0.0.1:${port}`;
      const ca = path.join(bench.directory, ANCHORS);
      await writeFile(ca, server.output.ca ?? '');
      const manifest = { version: 1, certificates: [{ name: 'inventory', ...createEntry(origin) }] };
      await writeFile(path.join(bench.directory, 'certvigil.yaml'), JSON.stringify(manifest));
      const env = { NODE_EXTRA_CA_CERTS: ca, ...createEnv(origin) };
      const commands = [cli(bench, 'scan', '--dry-run', '--quiet'), child(bench, 'get-cloud', kind, port)];
      return await measured(
        bench,
        commands.map((command) => ({ ...command, env })),
        runs,
      );
    },
  }),
);

const REST_ROW: Row = {
  name: 'inventory',
  measured: '`scan` of 10,000 certificates on 100 pages of a REST API, each of which takes 20 ms',
  against: 'the same requests, with their responses parsed',
  aim: '< 1.5 x',
  compare: 'ratio',
  measure: async (bench) => {
    const count = sized(bench, 10_000);
    await using server = await startProcess(bench.children['serve-inventory'], [String(count)]);
    const port = String(server.output.live[0]);
    await writeFile(path.join(bench.directory, 'certvigil.yaml'), createManifest(port));
    const scan = cli(bench, 'scan', '--dry-run', '--quiet');
    return await measured(bench, [scan, child(bench, 'get-pages', port, String(Math.ceil(count / 100)))], 5);
  },
};

export const INVENTORY_ROWS: readonly Row[] = [REST_ROW, ...CLOUD_ROWS];

function createManifest(port: string): string {
  return `version: 1
certificates:
  - name: inventory
    rest: http://127.0.0.1:${port}/items
    items: items
    next: { page: { parameter: page, size_parameter: size }, total: total }
    map: { id: id, common_name: name, sans: sans, issuer: issuer, serial: serial, valid_from: from, valid_to: to, labels: tags }
`;
}
