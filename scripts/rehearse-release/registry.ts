/** A registry of npm packages on loopback: verdaccio, without a registry behind it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, type Sandbox } from './sandbox.ts';

const VERDACCIO = 'verdaccio@6';
const MAX_START_MS = 60_000;

export interface Registry {
  url: string;
  /** The environment in which npm uses this registry and a cache of its own. */
  env: NodeJS.ProcessEnv;
  stop: () => Promise<void>;
}

export async function startRegistry(sandbox: Sandbox): Promise<Registry> {
  const directory = sandbox.create('registry');
  writeFileSync(path.join(directory, 'package.json'), '{"private":true}');
  run(['npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', VERDACCIO], directory, sandbox.env);
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}/`;
  writeFileSync(path.join(directory, 'config.yaml'), formatConfig(directory));
  const program = path.join(directory, 'node_modules/.bin/verdaccio');
  const child = spawn(program, ['--config', 'config.yaml', '--listen', `127.0.0.1:${port}`], {
    cwd: directory,
    env: sandbox.env,
    stdio: 'ignore',
  });
  await waitFor(url);
  const npmrc = path.join(directory, 'npmrc');
  writeFileSync(npmrc, `registry=${url}\n//127.0.0.1:${port}/:_authToken=rehearsal\n`);
  const env = {
    ...sandbox.env,
    npm_config_userconfig: npmrc,
    npm_config_registry: url,
    npm_config_cache: sandbox.create('npm'),
  };
  return { url, env, stop: () => stop(child) };
}

function formatConfig(directory: string): string {
  return `storage: ${directory}/storage
auth: { htpasswd: { file: ${directory}/htpasswd } }
packages: { '**': { access: $all, publish: $anonymous $all } }
max_body_size: 100mb
log: { type: file, path: ${directory}/log, level: warn }
`;
}

async function waitFor(url: string): Promise<void> {
  for (const end = Date.now() + MAX_START_MS; Date.now() < end; ) {
    if (
      await fetch(`${url}-/ping`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await sleep(200);
  }
  throw new Error(`the registry at ${url} did not start`);
}

async function stop(child: ReturnType<typeof spawn>): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
