/** Helper processes of the benchmark, bundled like dist/, so that any version of Node can run them. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const SOURCES = {
  'hash-files': new URL('./children/hash-files.ts', import.meta.url),
  'hash-files-async': new URL('./children/hash-files-async.ts', import.meta.url),
  handshakes: new URL('./children/handshakes.ts', import.meta.url),
  'probe-blackbox': new URL('./children/probe-blackbox.ts', import.meta.url),
  post: new URL('./children/post.ts', import.meta.url),
  'serve-http': new URL('./children/serve-http.ts', import.meta.url),
  'serve-inventory': new URL('./children/serve-inventory.ts', import.meta.url),
  'get-pages': new URL('./children/get-pages.ts', import.meta.url),
  'serve-cloud': new URL('./children/serve-cloud.ts', import.meta.url),
  'get-cloud': new URL('./children/get-cloud.ts', import.meta.url),
  'serve-names': new URL('./children/serve-names.ts', import.meta.url),
  'serve-tls': new URL('./children/serve-tls.ts', import.meta.url),
  'plan-log': new URL('./children/plan-log.ts', import.meta.url),
  'plan-partitions': new URL('./children/plan-partitions.ts', import.meta.url),
};

/** Path of each bundle. */
export type Children = Readonly<Record<keyof typeof SOURCES, string>>;

export async function bundleChildren(directory: string): Promise<Children> {
  await build({
    entryPoints: Object.values(SOURCES).map((url) => fileURLToPath(url)),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: {
      js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
    },
  });
  const bundle = (name: keyof Children) => path.join(directory, `${name}.mjs`);
  return {
    'hash-files': bundle('hash-files'),
    'hash-files-async': bundle('hash-files-async'),
    handshakes: bundle('handshakes'),
    'probe-blackbox': bundle('probe-blackbox'),
    post: bundle('post'),
    'serve-http': bundle('serve-http'),
    'serve-inventory': bundle('serve-inventory'),
    'get-pages': bundle('get-pages'),
    'serve-cloud': bundle('serve-cloud'),
    'get-cloud': bundle('get-cloud'),
    'serve-names': bundle('serve-names'),
    'serve-tls': bundle('serve-tls'),
    'plan-log': bundle('plan-log'),
    'plan-partitions': bundle('plan-partitions'),
  };
}

export interface Started extends AsyncDisposable {
  /** The first line of its output. */
  output: { live: number[]; dead: number[]; dns?: string; ca?: string };
}

/** Starts a server with this version of Node. It runs until it is disposed, or this process exits. */
export async function startProcess(file: string, args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    closed.then(() => Promise.reject(new Error(`${path.basename(file)} exited before it was ready`))),
  ]);
  return {
    output: JSON.parse(line),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await closed;
    },
  };
}
