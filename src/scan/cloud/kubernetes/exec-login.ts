/**
 * Runs the command of a kubeconfig that logs in (`exec`), as kubectl does:
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */

import { execFile } from 'node:child_process';
import { dirname, isAbsolute, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isUntrustedCheckout } from '../../../lib/files/workspace-boundary.ts';
import type { Io } from '../../../lib/io.ts';
import { limitTime, TOO_LATE } from '../../../lib/process/end-programs.ts';
import { isInCheckout, isProgram, listFileNames, listPrograms, needsShell } from '../../../lib/process/find-program.ts';
import { quoteForeign } from '../../../lib/text/quote-foreign.ts';
import { traceWork } from '../../../lib/trace/trace.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The credentials that a command returned. `expires`: milliseconds since the epoch. */
export interface ExecCredential {
  token: string | null;
  identity: { cert: string; key: string } | null;
  expires: number | null;
}

export interface ExecLogin {
  /** The `exec` of the user. */
  exec: Fields;
  /** The `cluster`, with its CA in base64, for commands with `provideClusterInfo`. */
  cluster: Fields;
  /** The kubeconfig; null if it is a text. Commands with a separator are relative to its directory. */
  path: string | null;
  /** Whether the entry permits commands. */
  isAllowed: boolean;
  /** The name of the cluster in failures. */
  name: string;
}

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

type ExecContext = Pick<ReadContext, 'io' | 'root'>;

/** Prepares a login, and returns a function that runs its command. Throws InventoryError, also if the command is not permitted. */
export function prepareExecLogin(login: ExecLogin, { io, root }: ExecContext): () => Promise<ExecCredential> {
  const { exec, cluster, path, isAllowed, name } = login;
  const refuse = (why: string) => throwInventoryError('inventory-kubeconfig-unsupported', name, `\`exec\`: ${why}`);
  if (!isAllowed)
    return refuse(
      'Commands are only run with `exec: allow`. Or create a token for a service account, and set `server` and `token`.',
    );
  if (isUntrustedCheckout(io.env)) return refuse('Commands are not run for pull requests.');
  if (path !== null && isInCheckout(path, root, io.env))
    return refuse(
      'The kubeconfig is in the checkout, which anybody who can change it could use to run commands. Move it elsewhere.',
    );
  if (exec.interactiveMode === 'Always') return refuse('The command needs a terminal (`interactiveMode: Always`).');
  const command = readText(exec.command) ?? '';
  const program = findProgram(command, path, io.env);
  if (program === null) return fail(name, describeMissingCommand(command, exec));
  if (isInCheckout(program, root, io.env)) return refuse('The command is in the checkout. Install it elsewhere.');
  if (needsShell(program))
    return refuse(`${program} is a script, which is not run. Install the command as an .exe file.`);
  const version = readText(exec.apiVersion) ?? '';
  const info = {
    apiVersion: version,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo === true && { cluster }) },
  };
  const args = Array.isArray(exec.args) ? exec.args.map(String) : [];
  const own = (Array.isArray(exec.env) ? exec.env : [])
    .map(toObject)
    .map((one) => [String(one.name), String(one.value)]);
  const env = { ...io.env, ...Object.fromEntries(own), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
  const traced = { subject: () => `to ${name} with the command ${command}`, describe: () => 'has credentials' };
  return () =>
    traceWork('login', traced, async () =>
      parseCredential(await run(program, args, env, { command, name }), { command, version, name }),
    );
}

/** Describes a command that is not installed, with the advice of the kubeconfig for this case, as kubectl does. */
function describeMissingCommand(command: string, { installHint }: Fields): string {
  const hint = quoteForeign(readText(installHint) ?? '');
  return `The command ${JSON.stringify(command)} of the kubeconfig was not found.${hint && ` The kubeconfig says how to install it: ${hint}.`}`;
}

function fail(name: string, reason: string): never {
  return throwInventoryError('inventory-credentials-missing', name, reason);
}

/**
 * Finds a program like kubectl: a name is searched in PATH, and a path is relative to the directory of the kubeconfig. Null: there is none.
 */
function findProgram(command: string, kubeconfig: string | null, env: Io['env']): string | null {
  if (command === '') return null;
  if (!isAbsolute(command) && !/[/\\]/.test(command)) return listPrograms(command, env)[0] ?? null;
  if (!isAbsolute(command) && kubeconfig === null) return null;
  return listFileNames(resolve(dirname(kubeconfig ?? '/'), command), env).find(isProgram) ?? null;
}

/** Runs a program, whose output on standard error is not shown, because it may contain secrets. */
async function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { command, name }: { command: string; name: string },
): Promise<string> {
  const options = { env, cwd: dirname(program), maxBuffer: MAX_OUTPUT_BYTES };
  const start = () => {
    // This throws if the system cannot start a process with this file or these arguments.
    const running = promisify(execFile)(program, args, options);
    running.child.stdin?.on('error', () => undefined).end();
    return running;
  };
  try {
    return (await limitTime(start, TIMEOUT_MS)).stdout;
  } catch (error) {
    return fail(name, `The command ${command} of the kubeconfig ${describeExit(error)}. Run it yourself to see why.`);
  }
}

function describeExit(error: unknown): string {
  if (error === TOO_LATE) return `did not end within ${TIMEOUT_MS / 1000} s`;
  const { code } = error as { code?: string | number | null };
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `printed more than ${MAX_OUTPUT_BYTES / 1024} KiB`;
  return typeof code === 'number' ? `failed with exit code ${code}` : 'cannot be run';
}

function parseCredential(
  output: string,
  { command, version, name }: { command: string; version: string; name: string },
): ExecCredential {
  const printed = parseJson(output);
  if (printed.kind !== 'ExecCredential' || printed.apiVersion !== version)
    fail(name, `The command ${command} of the kubeconfig did not print an ExecCredential of the version ${version}.`);
  const status = toObject(printed.status);
  const token = readText(status.token);
  const [cert, key] = [readText(status.clientCertificateData), readText(status.clientKeyData)];
  const expires = Date.parse(readText(status.expirationTimestamp) ?? '');
  const identity = cert !== null && key !== null ? { cert, key } : null;
  if (token === null && identity === null)
    fail(
      name,
      `The command ${command} of the kubeconfig printed neither a token nor a client certificate with its key.`,
    );
  return { token, identity, expires: Number.isNaN(expires) ? null : expires };
}

function parseJson(text: string): Fields {
  try {
    return toObject(JSON.parse(text));
  } catch {
    return {};
  }
}

function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
