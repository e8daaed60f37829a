import { createSocket, type Socket } from 'node:dgram';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packet from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { isLookupFailure } from '../../src/domain/dns.ts';
import type { NetworkPolicy } from '../../src/domain/index.ts';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { openDnsClient } from '../../src/scan/dns/index.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { writeKeyPair } from './reading.ts';
import { formatNamedConfig, formatUnboundConfig, type Stub } from './servers/dns.ts';

// Zones whose servers fail in different ways, behind BIND and unbound as resolvers, and resolvers that fail themselves. The tests run together,
// because they wait for timeouts. Each resolver is asked for other names, so that no answer comes from a cache.

const DAY = 86_400_000;

/** The servers of a zone: real ones, ones that do not respond, and ones that respond with a code (RFC 1035 section 4.1.1). */
const ZONES = { good: null, drop: 'silence', refuse: 5, servfail: 2 } as const;
type Zone = keyof typeof ZONES;

/** The default of the manifest, with which certvigil waits for 15 s. */
const SECONDS = 10;

async function startAuthority(behavior: number | 'silence'): Promise<Socket> {
  const socket = createSocket('udp4').on('message', (message, peer) => {
    if (behavior === 'silence') return;
    const { id, questions } = packet.decode(message);
    socket.send(
      packet.encode({ type: 'response', id: id ?? 0, flags: behavior, questions: questions ?? [] }),
      peer.port,
    );
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

describeReal('bind9 and unbound as resolvers', { programs: ['named', 'unbound'] }, (named, unbound) => {
  let directory: string;
  const daemons: Daemon[] = [];
  const sockets: Socket[] = [];
  const ports = {} as Record<'bind' | 'unbound' | 'https' | 'cut off', number>;
  let silent: number;

  beforeAll(async () => {
    directory = makeDirectory();
    const authority = await findFreePort();
    const listening = {} as Record<Zone | '.', number>;
    listening['.'] = authority;
    for (const [zone, behavior] of Object.entries(ZONES)) {
      if (behavior === null) listening[zone as Zone] = authority;
      else {
        const socket = await startAuthority(behavior);
        sockets.push(socket);
        listening[zone as Zone] = socket.address().port;
      }
    }
    const dead = await startAuthority('silence');
    sockets.push(dead);
    silent = dead.address().port;
    for (const name of ['bind', 'unbound', 'https', 'cut off'] as const) ports[name] = await findFreePort();
    const zones = (Object.entries(listening) as [Zone | '.', number][]).map(([zone, port]) => ({
      name: zone === '.' ? '.' : `${zone}.example`,
      port,
    }));

    const startNamed = async (name: string, port: number, recursion: string, zones: readonly string[]) => {
      const own = join(directory, name);
      mkdirSync(own);
      writeFileSync(join(own, 'root'), '$TTL 300\n@ SOA a. b. 1 3600 600 86400 300\n@ NS a.\na. A 127.0.0.1\n');
      writeFileSync(
        join(own, 'good.example'),
        '$TTL 300\n@ SOA a. b. 1 3600 600 86400 300\n@ NS a.\n* CAA 0 issue "ca.example"\n',
      );
      const options = ['empty-zones-enable no;', recursion];
      writeFileSync(join(own, 'named.conf'), formatNamedConfig(own, { port, options, zones }));
      daemons.push(await startDaemon(named, ['-g', '-c', join(own, 'named.conf')], { cwd: own, ports: [port] }));
    };
    const primary = (name: string, file: string) => `zone "${name}" { type primary; file "${file}"; };`;
    await startNamed('authority', authority, 'recursion no;', [
      primary('.', 'root'),
      primary('good.example', 'good.example'),
    ]);
    const forward = ({ name, port }: { name: string; port: number }) =>
      `zone "${name}" { type forward; forward only; forwarders { 127.0.0.1 port ${port}; }; };`;
    await startNamed('resolver', ports.bind, 'recursion yes;', zones.map(forward));

    const made = await createCertificate({
      sans: ['127.0.0.1'],
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + DAY),
    });
    const { cert, key } = writeKeyPair(directory, 'server', made);
    const startUnbound = async (name: string, listen: number[], stubs: Stub[]) => {
      const own = join(directory, `unbound-${name}`);
      mkdirSync(own);
      const file = join(own, 'unbound.conf');
      const lines = [
        ...[`https-port: ${ports.https}`, `tls-service-key: "${key}"`, `tls-service-pem: "${cert}"`],
        ...['do-not-query-localhost: no', 'module-config: "iterator"', 'ede: yes'],
      ];
      writeFileSync(file, formatUnboundConfig(own, { ports: listen, lines, stubs }));
      daemons.push(await startDaemon(unbound, ['-d', '-c', file], { ports: listen }));
    };
    await startUnbound('resolver', [ports.unbound], zones);
    await startUnbound('https', [ports.https], zones);
    await startUnbound(
      'cut-off',
      [ports['cut off']],
      zones.map(({ name }) => ({ name, port: silent })),
    );
  });
  afterAll(async () => {
    for (const daemon of daemons) await daemon.stop();
    for (const socket of sockets) socket.close();
    await removeDirectory(directory);
  });

  const open = (policy: Partial<NetworkPolicy>) =>
    openDnsClient(
      { now: Date.now, env: {} },
      {
        ...{ root: directory, timeout_seconds: SECONDS, concurrency: 10 },
        network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy, ...policy },
      },
    );
  const RESOLVERS = ['bind', 'unbound', 'https'] as const;
  const openResolver = (name: keyof typeof ports) =>
    name === 'https'
      ? open({ dns_over_https: { url: `https://127.0.0.1:${ports.https}/dns-query`, ca_file: 'server.pem' } })
      : open({ dns_servers: [`127.0.0.1:${ports[name]}`] });

  describe.each(RESOLVERS)('%s', (name) => {
    it.concurrent.each<[Zone, RegExp]>([
      ['drop', /^The lookup of \w+\.drop\.example failed \(.+\)\. Check the DNS servers of the zone\.$/],
      [
        'refuse',
        /^The lookup of \w+\.refuse\.example failed \(SERVFAIL of .+\)\. Check the DNS servers of the zone\.$/,
      ],
      ['servfail', /^The lookup of \w+\.servfail\.example failed \(SERVFAIL of .+\)\. Check/],
    ])('blames the zone for servers that %s', async (zone, detail) => {
      const client = openResolver(name);
      expect(await client.ask(`${name}.${zone}.example`, 'CAA')).toMatchObject({
        ...{ code: 'dns-server-failure', cause: 'name' },
        detail: expect.stringMatching(detail),
      });
      await client.close();
    });

    it.concurrent('answers for many names while the servers of others do not respond', async () => {
      const client = openResolver(name);
      const start = Date.now();
      const ask = (zone: string, count: number) =>
        Promise.all(
          Array.from({ length: count }, (_, number) => client.ask(`${name}${number}.${zone}.example`, 'CAA')),
        );
      const dead = ask('drop', 200);
      const live = await ask('good', 100);
      expect(live.filter(isLookupFailure)).toEqual([]);
      const found = await dead;
      const codes = [...new Set(found.map((one) => (isLookupFailure(one) ? one.code : 'answered')))];
      expect(codes).toEqual(['dns-server-failure']);
      expect(Date.now() - start).toBeLessThan(110_000);
      await client.close();
    }, 120_000);
  });

  it.concurrent('says what BIND says about the servers', async () => {
    const client = openResolver('bind');
    const result = await client.ask('b.drop.example', 'TLSA');
    expect(result).toMatchObject({
      detail: expect.stringContaining('none of the DNS servers of the zone can be reached'),
    });
    await client.close();
  });

  it.concurrent('blames a resolver that does not respond', async () => {
    const client = open({ dns_servers: [`127.0.0.1:${silent}`] });
    const found = await Promise.all(['a', 'b'].map((one) => client.ask(`${one}.good.example`, 'CAA')));
    expect(found).toMatchObject([{ code: 'dns-resolver-unreachable' }, { code: 'dns-resolver-unreachable' }]);
    expect(await client.ask('c.good.example', 'CAA')).toMatchObject({ code: 'dns-resolver-unreachable' });
    await client.close();
  });

  it.concurrent('blames a resolver that cannot reach any servers', async () => {
    const client = openResolver('cut off');
    const result = await client.ask('a.good.example', 'CAA');
    expect(result).toMatchObject({
      code: expect.stringMatching(/^dns-resolver-(unreachable|failing)$/),
      cause: 'resolver',
    });
    await client.close();
  });

  it.concurrent('asks the second resolver if the first one does not respond, and later at once', async () => {
    const client = open({ dns_servers: [`127.0.0.1:${silent}`, `127.0.0.1:${ports.bind}`] });
    expect(await client.ask('a.good.example', 'CAA')).toMatchObject({ caa: [{ value: 'ca.example' }] });
    const start = Date.now();
    expect(await client.ask('b.good.example', 'CAA')).toMatchObject({ caa: [{ value: 'ca.example' }] });
    expect(Date.now() - start).toBeLessThan(900);
    await client.close();
  });
});
