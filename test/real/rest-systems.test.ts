import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readInventorySource } from '../helpers/inventory/context.ts';
import { NETBOX_SSL_SYSTEM } from '../helpers/inventory/fakes/rest/netbox-ssl.ts';
import { SYSTEM_TOKEN, startRestSystem } from '../helpers/inventory/fakes/rest/system.ts';
import { describeReal } from './harness.ts';

// Clients of the other systems cannot be installed here: test/scan/inventory/presets.test.ts checks their fakes against what they document.

const run = promisify(execFile);

const SCRIPT = `
import json, pynetbox, sys
api = pynetbox.api(sys.argv[1], token=sys.argv[2])
for one in api.plugins.ssl.certificates.all(limit=2):
    print(json.dumps([one.id, one.common_name, one.status, one.tenant.slug, one.valid_to]))
`;

describeReal('pynetbox, the Python client for NetBox', { programs: ['/usr/bin/python3'] }, (python) => {
  it('sees the same certificates in the fake as we do', async () => {
    const netbox = await startRestSystem(NETBOX_SSL_SYSTEM);
    try {
      for (const name of ['shop.example.com', 'mail.example.com', 'docs.example.com', 'vpn.example.com'])
        await netbox.add(name);
      await netbox.add('old.example.com', { state: 'renewed' });
      const { stdout } = await run(python, ['-c', SCRIPT, netbox.origin, SYSTEM_TOKEN]);
      const seen = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string[]);
      expect(seen).toHaveLength(5);
      const active = seen.filter(([, , status]) => status === 'active');
      const { locations } = await readInventorySource({ source: netbox.source, env: netbox.env });
      expect(
        locations.map(({ location, certificate, observed }) => [
          ...[location, certificate?.facts.common_name, observed.ownership?.labels.tenant],
        ]),
      ).toEqual(active.map(([id, name, , tenant]) => [`rest:${id}`, name, tenant]));
      expect(active).toHaveLength(4);
    } finally {
      await netbox.close();
    }
  });
});
