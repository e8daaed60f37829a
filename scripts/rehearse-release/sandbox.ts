/** A directory for a rehearsal, with its own home, npm cache and git configuration. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Sandbox {
  root: string;
  env: NodeJS.ProcessEnv;
  /** Creates an empty directory. */
  create: (name: string) => string;
}

export function createSandbox(): Sandbox {
  const root = mkdtempSync(path.join(tmpdir(), 'certvigil-release-'));
  const create = (name: string) => {
    const directory = path.join(root, name);
    mkdirSync(directory, { recursive: true });
    return directory;
  };
  const gitConfig = path.join(root, 'gitconfig');
  writeFileSync(
    gitConfig,
    '[user]\n\tname = Rehearsal\n\temail = rehearsal@example.com\n[init]\n\tdefaultBranch = main\n',
  );
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: gitConfig,
    PRE_COMMIT_HOME: create('pre-commit'),
    npm_config_update_notifier: 'false',
  };
  return { root, env, create };
}

/** Runs a command, and returns what it prints. If it fails, the error has its output. */
export function run(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string {
  const [file = '', ...args] = command;
  return execFileSync(file, args, { cwd, env, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 });
}

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
