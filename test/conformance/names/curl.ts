/** One run of curl for many cases: each has a TLS server on a port of its own. */

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { runProgram } from '../../real/harness.ts';
import type { Oracle } from '../suite.ts';
import { ACCEPTED, REJECTED } from './answers.ts';
import type { NamesCase } from './cases.ts';
import { createPresented } from './certificates.ts';
import { readVersion } from './oracles.ts';

/** CURLE_PEER_FAILED_VERIFICATION. */
const FAILED_VERIFICATION = '60';

export async function openCurl(curl: string, directory: string): Promise<Oracle<NamesCase>> {
  const [name, number] = await readVersion(curl, '--version');
  const ask = async (cases: readonly NamesCase[]): Promise<string[]> => {
    const servers = await Promise.all(cases.map(serve));
    try {
      const ports = servers.map((server) => (server.address() as AddressInfo).port);
      const root = join(directory, 'curl-root.pem');
      for (const one of cases.slice(0, 1)) writeFileSync(root, (await createPresented(one)).root.certificate);
      const input = cases.map(({ host }, at) => formatRequest(host, ports[at] ?? 0, root)).join('next\n');
      // Without an UTF-8 locale, it does not convert internationalized names. It exits with the code of the last request.
      const env = { LC_ALL: 'C.UTF-8' };
      const [command, ...args] = ['/bin/sh', '-c', '"$0" --disable --config - || true', curl];
      const codes = (await runProgram(command as string, args, { input, env })).toString().trim().split('\n');
      return cases.map((one, at) => readAnswer(one, codes[at]));
    } finally {
      for (const server of servers) server.close();
    }
  };
  return { name: `${name} ${number}`, ask };
}

function readAnswer({ host }: NamesCase, code = 'none'): string {
  if (code !== '0' && code !== FAILED_VERIFICATION) throw new Error(`curl ended with ${code} for ${host}`);
  return code === '0' ? ACCEPTED : REJECTED;
}

async function serve(one: NamesCase): Promise<Server> {
  const { leaf } = await createPresented(one);
  const server = createServer({ cert: leaf.certificate, key: leaf.privateKeyPem }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Formats the options of a request for a file of options. No session is resumed, because that skips the verification. */
function formatRequest(host: string, port: number, root: string): string {
  const options = {
    url: `https://${isIPv6(host) ? `[${host}]` : host}/`,
    'connect-to': `::127.0.0.1:${port}`,
    cacert: root,
    output: '/dev/null',
    noproxy: '*',
    'max-time': '20',
    'write-out': '%{exitcode}\\n',
  };
  const lines = Object.entries(options).map(([name, value]) => `${name} = "${value}"\n`);
  return `${lines.join('')}silent\nno-sessionid\nhttp1.1\n`;
}
