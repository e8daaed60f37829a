/** Environments to log in from: variables, files in a home directory, and services that work or do not. */

import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Texts have placeholders: `{home}` is the home directory, and the others are those of the servers, such as `{origin}`. */
export interface Environment {
  env: Record<string, string>;
  /** The contents by path below the home directory. One that begins with `#!` is a program. */
  files: Record<string, string>;
  /** What each service does, such as `works`; the others are not there. */
  services: Record<string, string>;
  /** What the entry of the manifest says about the login. */
  entry: Record<string, string>;
}

/** The values of placeholders, with their braces. */
export type Placeholders = Readonly<Record<string, string>>;

/** An environment that was installed. */
export interface Installed {
  home: string;
  env: Record<string, string>;
}

const PATH = '/usr/local/bin:/usr/bin:/bin';

let last: Promise<unknown> = Promise.resolve();

/**
 * Writes the files, sets the variables of this process, which the vendors' libraries read, and runs `work`. All environments of a process are
 * used one after the other.
 */
export function useEnvironment<Result>(
  { env, files }: Pick<Environment, 'env' | 'files'>,
  placeholders: Placeholders,
  work: (installed: Installed) => Promise<Result>,
): Promise<Result> {
  const use = async () => {
    const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'certvigil-login-')));
    const fill = createFiller({ ...placeholders, '{home}': home });
    const kept = { ...process.env };
    try {
      for (const [name, text] of Object.entries(files)) writeFile(path.join(home, name), fill(text));
      const filled = Object.entries(env).map(([name, value]) => [name, fill(value)]);
      const installed = { HOME: home, PATH, ...Object.fromEntries(filled) };
      replaceEnvironment(installed);
      return await work({ home, env: installed });
    } finally {
      replaceEnvironment(kept);
      rmSync(home, { recursive: true });
    }
  };
  const next = last.then(use, use);
  last = next.catch(() => undefined);
  return next;
}

function createFiller(placeholders: Placeholders): (text: string) => string {
  return (text) => Object.entries(placeholders).reduce((filled, [name, value]) => filled.replaceAll(name, value), text);
}

function writeFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, text.startsWith('#!') ? 0o700 : 0o600);
}

function replaceEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}
