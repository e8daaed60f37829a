/** Starts squid and tinyproxy, each in a directory of its own. */

import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Daemon, findFreePort, makeDirectory, removeDirectory, runProgram, startDaemon } from '../harness.ts';
import { findUser } from './server.ts';

export interface RealProxy {
  port: number;
  directory: string;
  stop: () => Promise<void>;
}

/** The programs that `startSquid` needs, in its order. */
export const SQUID_PROGRAMS = [
  'squid',
  'openssl',
  '/usr/lib/squid/basic_ncsa_auth',
  '/usr/lib/squid/security_file_certgen',
] as const;

interface SquidOptions {
  /** Options of its port, such as those for TLS. Files are relative to the directory. */
  port?: string;
  /** Default: `http_port`. */
  directive?: 'http_port' | 'https_port';
  files?: Record<string, string>;
  /** Names that only it knows, all of which have the address 127.0.0.1. */
  names?: readonly string[];
  /** Further lines, before the rules that let the user in. */
  lines?: string;
}

/** Starts squid, which requires the user `scan` with the password `right`. It drops root privileges. */
export async function startSquid(programs: readonly string[], options: SquidOptions = {}): Promise<RealProxy> {
  const [squid = '', openssl = '', checker = '', generator = ''] = programs;
  const { files = {}, names = [], lines = '', directive = 'http_port' } = options;
  const directory = makeDirectory();
  const port = await findFreePort();
  const { uid, gid } = findUser('proxy');
  const hash = await runProgram(openssl, ['passwd', '-apr1', 'right']);
  const hosts = names.map((name) => `127.0.0.1 ${name}\n`).join('');
  for (const [name, text] of Object.entries({ ...files, users: `scan:${hash.toString()}`, hosts }))
    writeFileSync(join(directory, name), text);
  chownSync(directory, uid, gid);
  await runProgram(generator, ['-c', '-s', join(directory, 'issued'), '-M', '4MB'], { uid, gid });
  const config = join(directory, 'squid.conf');
  writeFileSync(
    config,
    `${directive} 127.0.0.1:${port} ${(options.port ?? '').replaceAll('DIRECTORY', directory)}
sslcrtd_program ${generator} -s ${directory}/issued -M 4MB
sslcrtd_children 1
pid_filename none
cache_log ${directory}/cache.log
access_log stdio:${directory}/access.log
hosts_file ${directory}/hosts
cache deny all
pinger_enable off
coredump_dir ${directory}
shutdown_lifetime 0 seconds
auth_param basic program ${checker} ${directory}/users
auth_param basic children 1
acl known proxy_auth REQUIRED
${lines.replaceAll('DIRECTORY', directory)}
http_access allow known
http_access deny all
visible_hostname proxy.example
`,
  );
  const daemon = await startDaemon(squid, ['-N', '-f', config], { cwd: directory, ports: [port] });
  return { port, directory, stop: () => stop(daemon, directory) };
}

/** Starts tinyproxy, which requires the user `scan` with the password `right`, and permits CONNECT to these ports. */
export async function startTinyproxy(tinyproxy: string, connectPorts: readonly number[]): Promise<RealProxy> {
  const directory = makeDirectory();
  const port = await findFreePort();
  const config = join(directory, 'tinyproxy.conf');
  writeFileSync(
    config,
    `Port ${port}
Listen 127.0.0.1
Timeout 30
MaxClients 20
Allow 127.0.0.1
BasicAuth scan right
${connectPorts.map((one) => `ConnectPort ${one}\n`).join('')}`,
  );
  chmodSync(config, 0o644);
  const daemon = await startDaemon(tinyproxy, ['-d', '-c', config], { cwd: directory, ports: [port] });
  return { port, directory, stop: () => stop(daemon, directory) };
}

async function stop(daemon: Daemon, directory: string): Promise<void> {
  await daemon.stop();
  await removeDirectory(directory);
}
