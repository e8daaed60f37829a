import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isLookupFailure } from '../../src/domain/dns.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { type DnsClient, lookUpCaa, openDnsClient } from '../../src/scan/dns/index.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { formatNamedConfig, formatUnboundConfig } from './servers/dns.ts';

// The records that apply, as bind9 and unbound find them. `npm run conformance -- --room caa` tries what the records say.

const LINES = [
  ['own', 'CAA 0 issue "own.example"'],
  ['*.any', 'CAA 0 issue "any.example"'],
  ['alias', 'CNAME own'],
  ['outside', 'CNAME below.other.example.'],
  ['gone', 'CNAME gone.other.example.'],
  ['address', 'A 127.0.0.1'],
  ['_x', 'CAA 128 ISSUE "\\195\\164;\\009x"'],
  ['loop', 'CNAME loop'],
].map(([name, record]) => `${name} ${record}`);

/** The relevant name of a name, and its properties. */
const FOUND: readonly [name: string, domain: string | null, ...properties: string[]][] = [
  ['own.zone.example', 'own.zone.example', 'issue own.example'],
  ['a.b.OWN.zone.example', 'own.zone.example', 'issue own.example'],
  ['a.any.zone.example', 'a.any.zone.example', 'issue any.example'],
  ['any.zone.example', 'zone.example', 'iodef mailto:ca@zone.example'],
  ['alias.zone.example', 'own.zone.example', 'issue own.example'],
  ['a.alias.zone.example', 'own.zone.example', 'issue own.example'],
  // The parents of the target of an alias do not count (RFC 8659 section 3).
  ['outside.zone.example', 'zone.example', 'iodef mailto:ca@zone.example'],
  ['gone.zone.example', 'zone.example', 'iodef mailto:ca@zone.example'],
  ['address.zone.example', 'zone.example', 'iodef mailto:ca@zone.example'],
  ['_x.zone.example', '_x.zone.example', '!issue ä;\tx'],
  ['new.bare.example', null],
];

const HEADER = '$TTL 300\n@ SOA ns root 1 3600 600 86400 300\n@ NS ns\nns A 127.0.0.1\n';

describeReal('bind9 and unbound', { programs: ['named', 'unbound'] }, (named, unbound) => {
  let directory: string;
  const daemons: Daemon[] = [];
  let client: DnsClient;
  let port: number;

  beforeAll(async () => {
    directory = makeDirectory();
    mkdirSync(join(directory, 'zones'));
    const files = [
      { zone: 'zone.example', lines: ['@ CAA 0 iodef "mailto:ca@zone.example"', ...LINES] },
      { zone: 'other.example', lines: ['@ CAA 0 issue "other.example"', 'below A 127.0.0.1'] },
      { zone: 'bare.example', lines: [] },
      { zone: 'example', lines: ['zone NS ns', 'other NS ns', 'bare NS ns'] },
    ];
    for (const { zone, lines } of files)
      writeFileSync(join(directory, 'zones', zone), `${HEADER}${lines.join('\n')}\n`);
    const authority = await findFreePort();
    port = await findFreePort();
    const namedConfig = formatNamedConfig(join(directory, 'zones'), {
      port: authority,
      options: ['recursion no;'],
      zones: files.map(({ zone }) => `zone "${zone}" { type primary; file "${zone}"; check-names ignore; };`),
    });
    const unboundConfig = formatUnboundConfig(directory, {
      ports: [port],
      lines: ['do-not-query-localhost: no', 'module-config: "iterator"'],
      stubs: files.map(({ zone }) => ({ name: zone, port: authority })),
    });
    writeFileSync(join(directory, 'named.conf'), namedConfig);
    writeFileSync(join(directory, 'unbound.conf'), unboundConfig);
    daemons.push(
      await startDaemon(named, ['-g', '-c', join(directory, 'named.conf')], { cwd: directory, ports: [authority] }),
      await startDaemon(unbound, ['-d', '-c', join(directory, 'unbound.conf')], { ports: [port] }),
    );
    client = openDnsClient(
      { now: Date.now, env: {} },
      {
        ...{ root: directory, timeout_seconds: 20, concurrency: 10 },
        network: {
          ...{ deny: [], allow: [], proxy: DEFAULT_NETWORK_RULES.proxy },
          dns_servers: [`127.0.0.1:${port}`],
        },
      },
    );
  });
  afterAll(async () => {
    await client?.close();
    for (const daemon of daemons) await daemon.stop();
    await removeDirectory(directory);
  });

  it.each(FOUND)('have the records for %s at %s', async (name, domain, ...expected) => {
    const policy = await lookUpCaa(name, client);
    if (isLookupFailure(policy)) throw new Error(policy.detail);
    const properties = policy.properties.map(({ critical, tag, value }) => `${critical ? '!' : ''}${tag} ${value}`);
    expect([policy.domain, ...properties]).toEqual([domain, ...expected]);
  });

  it('cannot look up an alias of itself', async () => {
    expect(await lookUpCaa('loop.zone.example', client)).toMatchObject({ cause: 'name' });
  });
});
