/** What the formats of `certvigil discover` read in a configuration is what the servers themselves read in it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Format, Repository } from '../../src/discover/format.ts';
import { APACHE } from '../../src/discover/formats/apache.ts';
import { NGINX } from '../../src/discover/formats/nginx.ts';
import { ZONE_FILE } from '../../src/discover/formats/zone-file.ts';
import { describeReal, makeDirectory, removeDirectory } from './harness.ts';
import { VALIDITY, writeKeyPair } from './reading.ts';

/** `HOST:PORT` of every host that a format finds in a file. */
function readHosts(format: Format, files: Readonly<Record<string, string>>, file: string): string[] {
  const repository: Repository = { paths: Object.keys(files), readText: (one) => files[one] ?? null };
  const mentions = [...format.read({ path: file, text: files[file] ?? '' }, repository)];
  return mentions.flatMap((one) => (one.kind === 'host' ? `${one.host}:${one.port ?? 443}` : [])).sort();
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
}

/** nginx opens the ports that it checks, so they are local. The port of a local server is not the one that others reach. */
const listenAnywhere = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([file, text]) => [file, text.replaceAll(/(?:127\.0\.0\.1|\[::1\]):/g, '*:')]),
  );

describeReal('nginx -T', { programs: ['nginx'] }, (nginx) => {
  let directory: string;
  let pair: { cert: string; key: string };
  beforeAll(async () => {
    directory = makeDirectory();
    pair = writeKeyPair(directory, 'shop', await createCertificate({ ...VALIDITY, commonName: 'shop.example' }));
  });
  afterAll(() => removeDirectory(directory));

  it('shows the servers that the format reads, also those of included files', () => {
    const files = {
      'nginx.conf': `daemon off; pid ${directory}/pid; error_log stderr; events {}
http {
  access_log off; client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p;
  fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
  ssl_certificate ${pair.cert}; ssl_certificate_key ${pair.key};
  map $host $kind { default "a;b{c}"; "~^x{2}$" "it's"; }
  # server { listen 443 ssl; server_name commented.example.com; }
  server { listen 127.0.0.1:18080; server_name plain.example.com; return 301 https://$host$request_uri; }
  server {
    listen 127.0.0.1:18443 ssl; listen [::1]:18443 ssl;
    server_name shop.example.com "www.shop.example.com"
      # a comment; between { names }
      m.shop.example.com;
    location ~ "^/a{1,3}$" { return 200 "server_name quoted.example.com;"; }
  }
  include sites/*.conf;
}`,
      'sites/api.conf': `server { include snippets/tls.conf; server_name .api.example.com *.star.example.com ~^re\\d+\\.example\\.com$; }`,
      'snippets/tls.conf': 'listen 127.0.0.1:18444 ssl;',
    };
    writeFiles(directory, files);
    const dumped = run(nginx, ['-T', '-p', directory, '-c', path.join(directory, 'nginx.conf'), '-e', 'stderr']);
    const read = listenAnywhere(files);
    const all = Object.keys(read).flatMap((file) => readHosts(NGINX, read, file));
    expect(all.sort()).toEqual([
      '*.star.example.com:18444',
      'api.example.com:18444',
      'm.shop.example.com:18443',
      'shop.example.com:18443',
      'www.shop.example.com:18443',
    ]);
    const shown = dumped.split(/^# configuration file .*\/(.+):$/m);
    const parts = listenAnywhere(
      Object.fromEntries(shown.slice(1).flatMap((name, at) => (at % 2 === 0 ? [[name, shown[at + 2] ?? '']] : []))),
    );
    expect(Object.keys(parts).sort()).toEqual(['api.conf', 'nginx.conf', 'tls.conf']);
    expect(
      Object.keys(parts)
        .flatMap((file) => readHosts(NGINX, { ...parts, 'snippets/tls.conf': parts['tls.conf'] ?? '' }, file))
        .sort(),
    ).toEqual(all);
  });
});

describeReal('apache2 -S', { programs: ['apache2'] }, (apache) => {
  let directory: string;
  beforeAll(() => {
    directory = makeDirectory();
  });
  afterAll(() => removeDirectory(directory));

  it('lists the virtual hosts with TLS that the format reads', async () => {
    const { cert, key } = writeKeyPair(
      directory,
      'shop',
      await createCertificate({ ...VALIDITY, commonName: 'shop.example' }),
    );
    const tls = `SSLEngine on\n  SSLCertificateFile ${cert}\n  SSLCertificateKeyFile ${key}`;
    const modules = ['mpm_event', 'authz_core', 'ssl', 'socache_shmcb'];
    const files = {
      'apache2.conf': `ServerRoot ${directory}
ServerName main.example.org
PidFile ${directory}/pid
ErrorLog ${directory}/error.log
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
Listen 127.0.0.1:18080
Listen 127.0.0.1:443
Listen 127.0.0.1:8443
Define domain example.org
<VirtualHost *:18080>
  ServerName plain.example.org
</VirtualHost>
<VirtualHost *:443>
  ServerName shop.\${domain}
  # ServerAlias commented.example.org
  ServerAlias www.shop.example.org \\
    m.shop.example.org
  ServerAlias "quoted.example.org"
  ${tls}
</VirtualHost>
<IfModule mod_ssl.c>
  <virtualhost *:8443>
    servername https://admin.example.org:8443
    ServerAlias *.admin.example.org
    ${tls}
  </virtualhost>
  <VirtualHost *:8443>
    ServerName console.example.org
    ${tls}
  </VirtualHost>
</IfModule>
<VirtualHost *:443>
  ServerName second.example.org
  ${tls}
</VirtualHost>
`,
    };
    writeFiles(directory, files);
    const shown = run(apache, ['-S', '-d', directory, '-f', path.join(directory, 'apache2.conf')]);
    const listed: string[] = [];
    let port = '';
    for (const line of shown.split('\n')) {
      const [, single, name] = /^\S+:(\d+) +(\S+) \(/.exec(line) ?? [];
      const [, shared, named] = /^ +port (\d+) namevhost (\S+) /.exec(line) ?? [];
      const [, alias] = /^ +(?:wild )?alias (\S+)/.exec(line) ?? [];
      port = single ?? shared ?? port;
      const host = name ?? named ?? alias;
      if (host !== undefined && port !== '18080') listed.push(`${host}:${port}`);
    }
    expect(listed).toHaveLength(8);
    expect(readHosts(APACHE, files, 'apache2.conf')).toEqual(listed.sort());
  });
});

describeReal('named-compilezone', { programs: ['named-compilezone', 'named-checkzone'] }, (compile, check) => {
  let directory: string;
  beforeAll(() => {
    directory = makeDirectory();
  });
  afterAll(() => removeDirectory(directory));

  it('gives the names with addresses that the format reads', () => {
    const files = {
      'example.com.zone': `$TTL 1h
@ IN SOA ns1 hostmaster.example.com. ( 2026010100 ; serial (with a comment)
    1d 2h
    4w 1h )
  NS ns1
  MX 10 mail
  A 192.0.2.1
  TXT "text ; no comment" "( still text"
ns1 A 192.0.2.2
mail 300 IN A 192.0.2.3
     AAAA 2001:db8::3
www IN 300 CNAME @
UPPER a 192.0.2.4
full.example.com. A 192.0.2.5
* A 192.0.2.6
_sip._tcp SRV 0 0 5060 full
$ORIGIN apps.example.com.
@ A 192.0.2.7
wiki 1h30m IN A 192.0.2.8
$ORIGIN deep
chat A ( 192.0.2.9
  ) ; in parentheses
$ORIGIN example.com.
last A 192.0.2.10`,
    };
    writeFiles(directory, files);
    const file = path.join(directory, 'example.com.zone');
    expect(run(check, ['example.com', file])).toMatch(/OK\s*$/);
    const records = run(compile, ['-q', '-o', '-', 'example.com', file])
      .split('\n')
      .map((line) => line.split(/\s+/));
    const listed = records.flatMap(([name = '', , , type = '']) =>
      /^(?:A|AAAA|CNAME)$/.test(type) ? name.replace(/\.$/, '') : [],
    );
    const found = readHosts(ZONE_FILE, files, 'example.com.zone').map((one) => one.replace(/:\d+$/, '').toLowerCase());
    // The name server is no host to watch.
    expect([...found, 'ns1.example.com'].sort()).toEqual([...new Set(listed.map((name) => name.toLowerCase()))].sort());
    expect(found).toHaveLength(10);
  });
});
