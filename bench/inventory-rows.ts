/** The rows about inventories. */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from './children.ts';
import { child, cli, measured, type Row, sized } from './commands.ts';

export const INVENTORY_ROWS: readonly Row[] = [
  {
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
  },
];

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
