/** Logs in with a profile of `~/.aws/config` and `~/.aws/credentials`: keys, SSO, roles, and commands. */

import { delimiter, resolve } from 'node:path';
import { isUntrustedCheckout } from '../../../lib/files/workspace-boundary.ts';
import { getRealClock } from '../../../lib/io.ts';
import { limitTime, TOO_LATE } from '../../../lib/process/end-programs.ts';
import { isInCheckout, listPrograms } from '../../../lib/process/find-program.ts';
import type { ClassifyResponse, InventoryClient } from '../../inventory/client.ts';
import { InventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readCredentialFile } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import { type LoginMethod, parseMetadataUrl } from '../login-chain.ts';
import type { SentToken } from '../token-times.ts';
import { type Configuration, findSelectedProfile, readConfiguration } from './configuration-files.ts';
import { readContainerUrl, readMachineUrl } from './metadata-urls.ts';
import { hasLogin, listChain, type NamedProfile } from './profile-chain.ts';
import { type AwsCredentials, createClientConfig, SILENT } from './request-handler.ts';
import { classifyLogin } from './responses.ts';

/** The time limit: a command may wait for a person. */
const TIMEOUT_MS = 60_000;

/** Creates the login. `region`: the region in which roles are assumed, unless the profile has one. */
export function createProfileLogin(
  region: string,
  context: ReadContext,
  open: OpenClient,
): LoginMethod<AwsCredentials> {
  const named = findSelectedProfile(context.io.env);
  const selected = named ?? 'default';
  return {
    name: `the profile ${selected}`,
    login: async () => {
      const configuration = await readConfiguration(context);
      if ('problem' in configuration) return { ...configuration, isFinal: true };
      const { config, credentials, profiles } = configuration;
      const profile = profiles.get(selected);
      if (profile === undefined) {
        // As with the AWS CLI, a profile that a variable names must exist.
        return { problem: `not in ${config.name} or ${credentials.name}`, isFinal: named !== null };
      }
      const { chain, problem } = listChain(profiles, selected);
      const refused = findRefusal(chain, configuration, context) ?? problem;
      if (refused !== null) return { problem: refused, isFinal: true };
      const read = await readTokens(chain, context);
      if ('problem' in read) return { ...read, isFinal: true };
      if (!hasLogin(profile)) return { problem: 'it has no credentials' };
      return loadProfile(selected, { chain, configuration, region, ...read }, context, open);
    },
  };
}

/**
 * Finds unacceptable settings of the profiles. AWS's SDK runs their commands, and sends requests to their metadata service. A command and
 * the file that has it must be outside the checkout: otherwise, anybody who can change the checkout could run commands. Null: there are none.
 */
function findRefusal(
  chain: readonly NamedProfile[],
  { config, credentials }: Configuration,
  { io, root }: ReadContext,
): string | null {
  const isUntrusted = isUntrustedCheckout(io.env);
  const own = [config, credentials].filter(({ path }) => isInCheckout(path, root, io.env));
  const changed = own.find(({ profiles }) => chain.some(({ name }) => profiles.has(name)));
  if (isUntrusted && changed !== undefined) return `${changed.name} is part of a pull request`;
  for (const { name, profile } of chain) {
    const command = profile.get('credential_process');
    if (command === undefined) continue;
    const subject = `\`credential_process\` of the profile ${name} is not run`;
    if (isUntrusted) return `${subject} for pull requests`;
    const file = own.find(({ profiles }) => profiles.get(name)?.has('credential_process'));
    if (file !== undefined) return `${subject}, because ${file.name} is in the checkout`;
    const isUnsafe = listPaths(readProgram(command), io).some((path) => isInCheckout(path, root, io.env));
    if (isUnsafe) return `${subject}, because its program is in the checkout`;
  }
  return findForeignService(chain, io.env);
}

/** Finds the URL of a service for credentials that is at another host. */
function findForeignService(chain: readonly NamedProfile[], env: ReadContext['io']['env']): string | null {
  const [selected] = chain;
  const endpoint = selected?.profile.get('ec2_metadata_service_endpoint');
  const own = endpoint === undefined ? null : parseMetadataUrl(endpoint);
  if (own !== null && 'problem' in own)
    return `\`ec2_metadata_service_endpoint\` of the profile ${selected?.name} is ${own.problem}`;
  const isUsed = chain.some(({ profile }) => profile.has('credential_source'));
  const services = isUsed ? [readContainerUrl(env), readMachineUrl(env)] : [];
  const problems = services.flatMap((service) => (service !== null && 'problem' in service ? [service.problem] : []));
  return problems[0] ?? null;
}

/**
 * Reads the token files, which AWS's SDK reads again: it would wait for a pipe. `sent`: the ID token; null: there is none. `problem`: why a
 * file cannot be read.
 */
async function readTokens(
  chain: readonly NamedProfile[],
  { io }: ReadContext,
): Promise<{ sent: SentToken | null } | { problem: string }> {
  const container = io.env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  let sent: SentToken | null = null;
  for (const { name, profile } of chain) {
    const identity = profile.get('web_identity_token_file');
    if (identity !== undefined) {
      const read = await readCredentialFile(resolve(io.cwd, identity));
      if ('problem' in read) return { problem: `\`web_identity_token_file\` of the profile ${name} ${read.problem}` };
      io.addSecrets([read.text]);
      sent = { token: read.text, name: `the token of ${identity}` };
    }
    if (container && profile.get('credential_source') === 'EcsContainer') {
      const read = await readCredentialFile(resolve(io.cwd, container));
      if ('problem' in read) return { problem: `the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE ${read.problem}` };
    }
  }
  return { sent };
}

/**
 * Lists the paths where the shell may find a program. A name without a slash is searched in PATH, and on Windows first in the current
 * directory.
 */
function listPaths(program: string, { cwd, env }: ReadContext['io']): string[] {
  if (/[/\\]/.test(program)) return [resolve(cwd, program)];
  const directories = (env.PATH ?? '').split(delimiter).map((directory) => resolve(cwd, directory));
  const all = process.platform === 'win32' ? [cwd, ...directories] : directories;
  return listPrograms(program, { ...env, PATH: all.join(delimiter) });
}

/** Reads the first word of a command. */
function readProgram(command: string): string {
  const [, quoted, bare] = /^(?:["']([^"']+)["']|(\S+))/.exec(command) ?? [];
  return quoted ?? bare ?? '';
}

type Outcome = Awaited<ReturnType<LoginMethod<AwsCredentials>['login']>>;

interface ProfileUse {
  chain: readonly NamedProfile[];
  configuration: Configuration;
  region: string;
  sent: SentToken | null;
}

async function loadProfile(
  profile: string,
  { chain, configuration: { config, credentials }, region, sent }: ProfileUse,
  { io }: ReadContext,
  open: OpenClient,
): Promise<Outcome> {
  const { fromIni } = await import('./sdk.ts');
  // The SDK replaces some errors of the HTTP client by its own, which have fewer details.
  let failure: InventoryError | null = null;
  let isSessionRefused = false;
  const describe = (url: URL) => {
    const service = describeService(url, sent, getRealClock(io));
    const classify: ClassifyResponse = (response) => {
      isSessionRefused ||= service.name === SSO && SESSION_REFUSALS.has(response.status);
      return service.classify(response);
    };
    return { ...service, classify };
  };
  const requests = createClientConfig(describe, async (options) => {
    const client = await open(options);
    const send: InventoryClient['send'] = async (request) => {
      try {
        return await client.send(request);
      } catch (error) {
        if (error instanceof InventoryError) failure = error;
        throw error;
      }
    };
    return { ...client, send };
  });
  const load = fromIni({
    ...{ profile, filepath: credentials.path, configFilepath: config.path, logger: SILENT },
    // The configuration has no region, which would override that of SSO.
    clientConfig: requests,
    // This option is for `credential_source`.
    ...{ ec2MetadataV1Disabled: true },
  });
  const { requestHandler } = requests;
  const callerClientConfig = { region: async () => region, requestHandler };
  try {
    return { credentials: await limitTime(() => load({ callerClientConfig }), TIMEOUT_MS) };
  } catch (error) {
    const problem =
      error === TOO_LATE
        ? `it did not log in within ${TIMEOUT_MS / 1000} s`
        : explainError(error, { failure, isSessionRefused, chain });
    return { problem, isFinal: true };
  }
}

const STS = 'AWS STS';
const SSO = 'AWS IAM Identity Center';

/** Describes the service of a URL. All requests to STS have this path, and no others. */
function describeService(
  { pathname }: URL,
  sent: SentToken | null,
  now: () => number,
): { name: string; classify: ClassifyResponse } {
  const name = pathname === '/' ? STS : SSO;
  const request = { name, audience: 'that of the profile', sent, now };
  return { name, classify: (response) => classifyLogin(response, request) };
}

/** The statuses for a session that is refused, unlike that of a session without access to the account or the role (403). */
const SESSION_REFUSALS: ReadonlySet<number> = new Set([400, 401]);

/** The errors of a command's output, which AWS's SDK names. */
const OUTPUT_PROBLEMS: readonly [error: RegExp, problem: string][] = [
  [/invalid JSON/, 'did not print JSON'],
  [/Version 1/, 'did not print `"Version": 1`'],
  [/expired credentials/, 'printed credentials that have expired'],
  [/invalid credentials/, 'did not print `AccessKeyId` and `SecretAccessKey`'],
];

interface FailedLoad {
  /** The failure of the last request that failed; null: none did. */
  failure: InventoryError | null;
  isSessionRefused: boolean;
  chain: readonly NamedProfile[];
}

/**
 * Explains an error with fixed texts only, because the SDK quotes the output of commands and parts of files. Throws InventoryError if a
 * service has refused the login.
 */
function explainError(error: unknown, { failure, isSessionRefused, chain }: FailedLoad): string {
  const { message = '' } = error as { message?: string };
  const find = (setting: string) => chain.find(({ profile }) => profile.has(setting))?.name;
  const selected = chain[0]?.name ?? '';
  if (isSessionRefused || /\bSSO\b|Token is expired/.test(message))
    return `its SSO session has expired or is missing (run \`aws sso login --profile ${selected}\`)`;
  if (failure !== null) throw failure;
  if (/aws login/.test(message))
    return `its session has expired (run \`aws login --profile ${find('login_session') ?? selected}\`)`;
  if (/multi-factor/.test(message)) return 'it asks for a code of multi-factor authentication';
  if (/Could not resolve credentials using profile/.test(message)) return 'it has no credentials';
  if (/credential_process|^Command failed/.test(message)) {
    const [, problem = 'failed'] = OUTPUT_PROBLEMS.find(([pattern]) => pattern.test(message)) ?? [];
    const name = find('credential_process');
    return `\`credential_process\` of the profile ${name} ${problem} (run the command yourself to see why)`;
  }
  return `it cannot be used (\`aws sts get-caller-identity --profile ${selected}\` says why)`;
}
