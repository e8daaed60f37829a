/** Starts the programs that the benchmark of other tools needs, from Debian's packages. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createCertificate, createKeys } from '../../src/app/demo/create-certificate.ts';
import { DAY } from '../../src/domain/thresholds.ts';
import { NOW } from '../data.ts';

export interface Program extends AsyncDisposable {
  port: number;
}

/** A TLS server on one port of every address of 127.0.0.0/8, with one worker. */
export async function startNginx(directory: string): Promise<Program> {
  const own = path.join(directory, 'nginx');
  await mkdir(own);
  const { certificate, privateKeyPem } = await createCertificate({
    commonName: 'live.example.com',
    sans: ['live.example.com'],
    notBefore: new Date(Date.parse(NOW) - 100 * DAY),
    notAfter: new Date(Date.parse(NOW) + 298 * DAY),
    keys: await createKeys('ec'),
  });
  await writeFile(path.join(own, 'server.pem'), certificate);
  await writeFile(path.join(own, 'server.key'), privateKeyPem);
  const port = await findFreePort();
  const configuration = `daemon off; worker_processes 1; pid ${own}/nginx.pid; error_log ${own}/error.log;
events { worker_connections 4096; }
http {
  access_log off;
  server {
    listen 0.0.0.0:${port} ssl backlog=4096;
    ssl_certificate ${own}/server.pem;
    ssl_certificate_key ${own}/server.key;
    return 204;
  }
}
`;
  await writeFile(path.join(own, 'nginx.conf'), configuration);
  return startProgram('/usr/sbin/nginx', ['-c', path.join(own, 'nginx.conf'), '-p', own], port);
}

export async function startBlackboxExporter(directory: string): Promise<Program> {
  const file = path.join(directory, 'blackbox.yml');
  const tls = '{ prober: tcp, timeout: 20s, tcp: { tls: true, tls_config: { insecure_skip_verify: true } } }';
  await writeFile(file, `modules: { tls: ${tls} }\n`);
  const port = await findFreePort();
  const options = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`, '--log.level=error'];
  return startProgram('/usr/bin/prometheus-blackbox-exporter', options, port);
}

async function findFreePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  return port;
}

/** Resolves once the port accepts connections, within 20 seconds. */
async function startProgram(file: string, args: readonly string[], port: number): Promise<Program> {
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const closed = once(child, 'close');
  const until = performance.now() + 20_000;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > until) throw new Error(`${path.basename(file)} does not start`);
    await setTimeout(50);
  }
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await closed;
    },
  };
}

async function accepts(port: number): Promise<boolean> {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
