/** A name that `certvigil discover` reads in a map of nginx is one for which the map has a value of its own. */
import { existsSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NGINX } from '../../src/discover/formats/nginx.ts';
import { type Daemon, describeReal, findFreePort, makeDirectory, removeDirectory, startDaemon } from './harness.ts';

const MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';

const MAP = `map $ssl_preread_server_name $backend {
  hostnames;
  volatile;
  vpn.example.net own;
  "mail.example.net" own;
  .files.example.net own;
  *.apps.example.net own;
  \\default.example.net own;
  ~^re\\d+\\.example\\.net$ own;
  # commented.example.net own;
  include names.map;
  default other;
}`;

const NAMES = ['vpn', 'mail', 'files', 'apps', 'default', 'commented', 'included', 'other'].map(
  (name) => `${name}.example.net`,
);

/** Sends the first message of a handshake for a name, and returns what the server answers in plain text. */
async function askFor(servername: string, port: number): Promise<string> {
  const hello = await new Promise<Buffer>((resolve) => {
    const socket = new Duplex({ read: () => {}, write: (chunk: Buffer) => resolve(chunk) });
    tls.connect({ socket, servername }).on('error', () => {});
  });
  const connection = net.connect(port, '127.0.0.1');
  connection.write(hello);
  // nginx closes the connection without reading it to its end, which can reset it after the answer.
  return new Promise((resolve, reject) => {
    connection.once('data', (answer) => resolve(answer.toString())).once('error', reject);
  });
}

describeReal('a map of nginx', { programs: ['nginx'] }, (nginx) => {
  let directory: string;
  let daemon: Daemon | undefined;
  let port: number;
  beforeAll(async () => {
    directory = makeDirectory();
    port = await findFreePort();
    const load = existsSync(MODULE) ? `load_module ${MODULE};` : '';
    const server = `server { listen 127.0.0.1:${port}; ssl_preread on; return $backend; }`;
    writeFileSync(path.join(directory, 'names.map'), 'included.example.net own;\n');
    writeFileSync(
      path.join(directory, 'nginx.conf'),
      `${load} daemon off; pid ${directory}/pid; error_log stderr; events {}\nstream {\n${MAP}\n${server}\n}`,
    );
    daemon = await startDaemon(nginx, ['-p', directory, '-c', path.join(directory, 'nginx.conf'), '-e', 'stderr'], {
      ports: [port],
    });
  });
  afterAll(async () => {
    await daemon?.stop();
    await removeDirectory(directory);
  });

  it('has its own value for the names that the format reads', async () => {
    const files: Record<string, string> = { 'nginx.conf': MAP, 'names.map': 'included.example.net own;\n' };
    const repository = { paths: Object.keys(files), readText: (file: string) => files[file] ?? null };
    const read = [...NGINX.read({ path: 'nginx.conf', text: MAP }, repository)];
    const hosts = read.flatMap((one) => (one.kind === 'host' && !one.host.includes('*') ? [one.host] : []));
    const answers = await Promise.all(NAMES.map(async (name) => ((await askFor(name, port)) === 'own' ? [name] : [])));
    expect(hosts.sort()).toEqual(answers.flat().sort());
  });
});
