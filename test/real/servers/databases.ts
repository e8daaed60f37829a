import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, startDaemon } from '../harness.ts';
import { findUser, installKeyPair, makeDirectory, type RealServer } from './server.ts';

/** Debian installs each version of PostgreSQL in a separate directory that is not in the PATH. */
function postgresProgram(name: string): string {
  const versions = '/usr/lib/postgresql';
  try {
    const [newest = ''] = readdirSync(versions).sort((a, b) => Number(b) - Number(a));
    return join(versions, newest, 'bin', name);
  } catch {
    return join(versions, 'bin', name);
  }
}

export const postgres: RealServer = {
  programs: [postgresProgram('initdb'), postgresProgram('postgres')],
  root: true,
  protocols: ['postgres'],
  start: async (setup) => {
    const [initdb = '', postgresPath = ''] = setup.programs;
    const { directory, ports } = setup;
    const user = findUser('postgres');
    const { cert, key } = installKeyPair(setup, user);
    const data = makeDirectory(setup, 'data', user);
    const run = makeDirectory(setup, 'run', user);
    await runProgram(initdb, ['-D', data, '-N', '-A', 'trust', '--no-instructions'], { cwd: directory, ...user });
    const settings = { ssl: 'on', ssl_cert_file: cert, ssl_key_file: key, listen_addresses: '127.0.0.1', fsync: 'off' };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return startDaemon(postgresPath, ['-D', data, '-k', run, '-p', String(ports.postgres), ...args], {
      cwd: directory,
      ...user,
      ports: [ports.postgres],
      signal: 'SIGINT',
    });
  },
};

export const mariadb: RealServer = {
  programs: ['mariadbd'],
  root: true,
  protocols: ['mysql'],
  start: async (setup) => {
    const [mariadbd = ''] = setup.programs;
    const { directory, ports } = setup;
    const user = findUser('mysql');
    const { cert, key } = installKeyPair(setup, user);
    const data = makeDirectory(setup, 'data', user);
    const settings = {
      user: 'mysql',
      datadir: data,
      socket: join(data, 'socket'),
      'pid-file': join(data, 'pid'),
      'bind-address': '127.0.0.1',
      port: String(ports.mysql),
      'ssl-cert': cert,
      'ssl-key': key,
    };
    const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
    return startDaemon(
      mariadbd,
      ['--no-defaults', '--skip-grant-tables', '--skip-innodb', '--default-storage-engine=Aria', ...args],
      {
        cwd: directory,
        ports: [ports.mysql],
      },
    );
  },
};
