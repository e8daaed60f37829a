/** MTA-STS of domains in bind9, with policies of nginx. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { parsePolicy } from '../../src/domain/mta-sts.ts';
import { createNetworkAccess, DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { type DnsClient, openDnsClient } from '../../src/scan/dns/index.ts';
import { fetchPolicy } from '../../src/scan/mta-sts/fetch-policy.ts';
import { readMtaSts } from '../../src/scan/mta-sts/read-mta-sts.ts';
import { startHttpProxy, type TestProxy } from '../helpers/proxy.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';
import { VALIDITY, writeKeyPair } from './reading.ts';
import { formatNamedConfig } from './servers/dns.ts';

const POLICY = 'version: STSv1\r\nmode: enforce\r\nmx: *.example.net\r\nmax_age: 604800\r\n';
const OTHERS = Array.from({ length: 60 }, (_, at) => `_mta-sts.many TXT "${'x'.repeat(200)} ${at}"`);

/** The domains: one that is usual, one with a record of two strings at an alias, one with many records, and one without mail. */
const ZONE = `$TTL 300
@ SOA ns root 1 3600 600 86400 300
@ NS ns
ns A 127.0.0.1
good MX 10 MX1.example.net.
good MX 20 mx2.example.net.
_mta-sts.good TXT "v=STSv1; id=20270301;"
alias MX 10 alias
_mta-sts.alias CNAME record
record TXT "v=STSv1; " "id=1"
_mta-sts.many TXT "v=STSv1; id=2"
${OTHERS.join('\n')}
silent MX 0 .
_mta-sts.silent TXT "v=spf1 -all"
`;

describeReal('bind9 and nginx', { programs: ['named', 'nginx'] }, (named, nginx) => {
  let directory: string;
  let proxy: TestProxy;
  let dns: DnsClient;
  let ca: string;
  const daemons: Daemon[] = [];

  beforeAll(async () => {
    directory = makeDirectory();
    const [dnsPort, port] = [await findFreePort(), await findFreePort()];
    writeFileSync(join(directory, 'zone'), ZONE);
    const zones = ['zone "example.org" { type primary; file "zone"; };'];
    writeFileSync(
      join(directory, 'named.conf'),
      formatNamedConfig(directory, { port: dnsPort, options: ['recursion no;'], zones }),
    );
    const root = join(directory, 'www', '.well-known');
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, 'mta-sts.txt'), POLICY);
    const issuer = await createCertificate({ ...VALIDITY, commonName: 'Policy CA', ca: true });
    ca = issuer.certificate;
    const { cert, key } = writeKeyPair(
      directory,
      'policy',
      await createCertificate({ ...VALIDITY, issuer, sans: ['mta-sts.good.example.org', 'mta-sts.many.example.org'] }),
    );
    const site = (name: string, more: string) => `server { listen 127.0.0.1:${port} ssl; server_name ${name};
      ssl_certificate ${cert}; ssl_certificate_key ${key}; ${more} }`;
    writeFileSync(
      join(directory, 'nginx.conf'),
      `daemon off; pid ${directory}/pid; error_log stderr; events {}
      http { access_log off; client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p;
      fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
      types { text/plain txt; } gzip on; gzip_types text/plain; gzip_min_length 1;
      ${site('mta-sts.good.example.org', `root ${directory}/www;`)}
      ${site('mta-sts.many.example.org', 'return 301 https://mta-sts.good.example.org$request_uri;')} }`,
    );
    daemons.push(
      await startDaemon(named, ['-g', '-c', join(directory, 'named.conf')], { cwd: directory, ports: [dnsPort] }),
      await startDaemon(nginx, ['-p', directory, '-c', join(directory, 'nginx.conf'), '-e', 'stderr'], {
        ports: [port],
      }),
    );
    proxy = await startHttpProxy({ to: port });
    const network = { deny: [], allow: [], dns_servers: [`127.0.0.1:${dnsPort}`], proxy: DEFAULT_NETWORK_RULES.proxy };
    dns = openDnsClient({ now: Date.now, env: {} }, { root: directory, timeout_seconds: 10, concurrency: 10, network });
  });
  afterAll(async () => {
    await dns?.close();
    await proxy?.close();
    for (const daemon of daemons) await daemon.stop();
    await removeDirectory(directory);
  });

  function read(domain: string) {
    const access = { kind: 'apis', env: {}, proxy: `http://127.0.0.1:${proxy.port}` } as const;
    const options = { network: createNetworkAccess(DEFAULT_NETWORK_RULES, access), ca, timeout_seconds: 10 };
    return readMtaSts(domain, { ask: dns.ask, fetch: (name) => fetchPolicy(name, options) });
  }

  it('are read as senders read them', async () => {
    expect(await read('good.example.org')).toEqual({
      records: ['v=STSv1; id=20270301;'],
      policy: parsePolicy(POLICY),
      hosts: ['mx1.example.net', 'mx2.example.net'],
      failures: [],
    });
  });

  it('are not valid if the policy is redirected, or the certificate is for another name', async () => {
    expect(await read('many.example.org')).toEqual({
      records: ['v=STSv1; id=2'],
      policy: { code: 'mta-sts-no-policy', detail: expect.stringContaining('redirects (301)') },
      hosts: ['many.example.org'],
      failures: [],
    });
    expect(await read('alias.example.org')).toMatchObject({
      records: ['v=STSv1; id=1'],
      policy: { code: 'mta-sts-untrusted' },
      hosts: ['alias.example.org'],
    });
  });

  it('have no record, and no host if they receive no mail', async () => {
    expect(await read('silent.example.org')).toMatchObject({ records: [], hosts: [], failures: [] });
  });
});
