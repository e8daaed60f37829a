import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNameResolver, type NameResolver } from '../../src/scan/network/dns.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { formatUnboundConfig } from './servers/dns.ts';

describeReal('unbound', { programs: ['unbound'] }, (unbound) => {
  let directory: string;
  let daemon: Daemon | undefined;
  let names: NameResolver;
  // More addresses than fit into a datagram.
  const many = Array.from({ length: 200 }, (_, index) => `127.0.1.${index + 1}`);

  beforeAll(async () => {
    directory = makeDirectory();
    const port = await findFreePort();
    const records = [
      ...many.map((address) => `many.example.com. A ${address}`),
      'many.example.com. AAAA ::1',
      'loop.example.com. CNAME pool.example.com.',
      'pool.example.com. CNAME loop.example.com.',
      'empty.example.com. TXT text',
      '_imaps._tcp.example.com. SRV 20 0 993 b.example.com.',
      '_imaps._tcp.example.com. SRV 10 0 993 a.example.com.',
      '_pop3s._tcp.example.com. SRV 0 0 0 .',
    ];
    const config = join(directory, 'unbound.conf');
    const lines = [
      ...['module-config: "iterator"', 'local-zone: "example.com." static', 'local-zone: "refused.example." refuse'],
      ...records.map((record) => `local-data: "${record}"`),
    ];
    writeFileSync(config, formatUnboundConfig(directory, { ports: [port], lines }));
    daemon = await startDaemon(unbound, ['-d', '-c', config], { ports: [port] });
    const notFound = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }));
    names = createNameResolver({
      hostsFile: join(directory, 'hosts'),
      servers: [`127.0.0.1:${port}`],
      timeout_seconds: 20,
      fallback: notFound,
    });
  });

  afterAll(async () => {
    names?.close();
    await daemon?.stop();
    await removeDirectory(directory);
  });

  it('returns every address of a name that has many', async () => {
    const { addresses, missing } = await names.lookupAddresses('many.example.com');
    expect(missing).toBeNull();
    expect([...addresses].sort()).toEqual([...many, '::1'].sort());
  });

  it.each([
    ['loop.example.com', 'ELOOP'],
    ['empty.example.com', 'ENODATA'],
    ['none.example.com', 'ENOTFOUND'],
    ['www.refused.example', 'EREFUSED'],
  ])('rejects %s with %s', async (name, code) => {
    await expect(names.lookup(name)).rejects.toMatchObject({ code });
  });

  it('returns the servers of a service', async () => {
    expect(await names.lookupServices('_imaps._tcp.example.com')).toEqual([
      { host: 'a.example.com', port: 993 },
      { host: 'b.example.com', port: 993 },
    ]);
    expect(await names.lookupServices('_pop3s._tcp.example.com')).toEqual([]);
    await expect(names.lookupServices('_sip._tcp.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});
