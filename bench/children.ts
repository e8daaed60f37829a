/** The processes that stand beside what is measured: bundled as dist/ is, so that any Node can run them. */

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
  post: new URL('./children/post.ts', import.meta.url),
  'serve-http': new URL('./children/serve-http.ts', import.meta.url),
  'serve-names': new URL('./children/serve-names.ts', import.meta.url),
  'serve-tls': new URL('./children/serve-tls.ts', import.meta.url),
  'plan-log': new URL('./children/plan-log.ts', import.meta.url),
};

/** The path of each child's bundle. */
export type Children = Readonly<Record<keyof typeof SOURCES, string>>;

export async function bundleChildren(folder: string): Promise<Children> {
  await build({
    entryPoints: Object.values(SOURCES).map((url) => fileURLToPath(url)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: {
      js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
    },
  });
  const bundle = (name: keyof Children) => path.join(folder, `${name}.mjs`);
  return {
    'hash-files': bundle('hash-files'),
    'hash-files-async': bundle('hash-files-async'),
    handshakes: bundle('handshakes'),
    post: bundle('post'),
    'serve-http': bundle('serve-http'),
    'serve-names': bundle('serve-names'),
    'serve-tls': bundle('serve-tls'),
    'plan-log': bundle('plan-log'),
  };
}

export interface Started extends AsyncDisposable {
  /** What it printed as its first line. */
  said: { live: number[]; dead: number[]; dns?: string; ca?: string };
}

/** Starts a server on this Node, which lives until it is disposed of, or this process ends. */
export async function startProcess(file: string, args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    ended.then(() => Promise.reject(new Error(`${path.basename(file)} ended before it was ready`))),
  ]);
  return {
    said: JSON.parse(line),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
