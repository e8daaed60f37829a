/** Logs in with a profile of `~/.aws/config` and `~/.aws/credentials`: keys, SSO, roles, and commands. */

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { isUntrustedCheckout } from '../../../lib/files/workspace-boundary.ts';
import { limitTime, TOO_LATE } from '../../../lib/process/end-programs.ts';
import { isInCheckout, listPrograms } from '../../../lib/process/find-program.ts';
import type { InventoryClient, InventoryClientOptions } from '../../inventory/client.ts';
import { InventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import type { OpenClient } from '../listing-job.ts';
import { type LoginMethod, parseMetadataUrl } from '../login-chain.ts';
import { readContainerUrl, readMachineUrl } from './metadata-urls.ts';
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
  const profile = context.io.env.AWS_PROFILE || 'default';
  return {
    name: `the profile ${profile}`,
    login: async () => {
      const files = await readConfiguration(context);
      const names = files.map(({ name }) => name).join(' or ');
      if (!files.some(({ lines }) => lines.some((line) => isHeading(line, profile))))
        return { problem: `not in ${names}` };
      const [refused] = files.flatMap((file) => findRefusal(file, context));
      if (refused !== undefined) return { problem: refused, isFinal: true };
      return loadProfile(profile, { files, region }, open);
    },
  };
}

interface ConfigurationFile {
  path: string;
  /** The name in messages. */
  name: string;
  /** The lines without surrounding spaces. Empty if the file cannot be read. */
  lines: readonly string[];
}

type ConfigurationFiles = [config: ConfigurationFile, keys: ConfigurationFile];

/** Reads `~/.aws/config` and `~/.aws/credentials`, or the files that replace them. */
async function readConfiguration({ io }: ReadContext): Promise<ConfigurationFiles> {
  const { HOME, USERPROFILE, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = io.env;
  const home = HOME || USERPROFILE || homedir();
  const read = async (variable: string | undefined, file: string): Promise<ConfigurationFile> => {
    const path = resolve(io.cwd, variable?.replace(/^~\//, `${home}/`) || join(home, '.aws', file));
    const text = await readFile(path, 'utf8').catch(() => '');
    return { path, name: variable || `~/.aws/${file}`, lines: text.split(/\r?\n/).map((line) => line.trim()) };
  };
  return Promise.all([read(AWS_CONFIG_FILE, 'config'), read(AWS_SHARED_CREDENTIALS_FILE, 'credentials')]);
}

/** Whether a line is the heading of a profile: `[profile NAME]` in the one file, `[NAME]` in the other. */
function isHeading(line: string, profile: string): boolean {
  const name = /^\[([^\]]+)\]/
    .exec(line)?.[1]
    ?.trim()
    .replace(/^profile\s+/, '');
  return name?.replace(/^["']|["']$/g, '') === profile;
}

/**
 * Finds unacceptable parts of a configuration file. AWS's SDK runs its commands, and sends requests to its metadata service. The file and
 * its commands must be outside the checkout: otherwise, anybody who can change the checkout could run commands.
 */
function findRefusal({ path, name, lines }: ConfigurationFile, { io, root }: ReadContext): string[] {
  const read = (key: string) => lines.flatMap((line) => new RegExp(`^${key}\\s*=\\s*(.+)$`).exec(line)?.[1] ?? []);
  const isOwn = isInCheckout(path, root, io.env);
  const commands = read('credential_process');
  const isUntrusted = isUntrustedCheckout(io.env);
  if (lines.length > 1 && isOwn && isUntrusted) return [`${name} is part of a pull request`];
  if (commands.length > 0 && isUntrusted) return [`\`credential_process\` in ${name} is not run for pull requests`];
  if (commands.length > 0 && isOwn)
    return [`${name} is in the checkout, so that its \`credential_process\` is not run`];
  const isUnsafe = (program: string) =>
    listPaths(program, io).some((candidate) => isInCheckout(candidate, root, io.env));
  if (commands.map(readProgram).some(isUnsafe))
    return [`a \`credential_process\` in ${name} runs a program in the checkout`];
  const services = read('ec2_metadata_service_endpoint').map(parseMetadataUrl);
  const problems = services.flatMap((service) => ('problem' in service ? [service.problem] : []));
  if (problems.length > 0) return problems.map((one) => `\`ec2_metadata_service_endpoint\` in ${name} is ${one}`);
  const used = read('credential_source').length > 0 ? [readContainerUrl(io.env), readMachineUrl(io.env)] : [];
  return used.flatMap((service) => (service !== null && 'problem' in service ? [service.problem] : []));
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

async function loadProfile(
  profile: string,
  { files: [config, keys], region }: { files: ConfigurationFiles; region: string },
  open: OpenClient,
): Promise<Outcome> {
  const { fromIni } = await import('./sdk.ts');
  // The SDK replaces some errors of the HTTP client by its own, which have fewer details.
  let failure: InventoryError | null = null;
  const requests = createClientConfig(describeService, async (options) => {
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
    ...{ profile, filepath: keys.path, configFilepath: config.path, logger: SILENT },
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
    if (error === TOO_LATE) return { problem: `it did not log in within ${TIMEOUT_MS / 1000} s`, isFinal: true };
    return explainError(error, failure, profile);
  }
}

const STS = 'AWS STS';
const SSO = 'AWS IAM Identity Center';

/** Describes the service of a URL. All requests to STS have this path, and no others. */
function describeService({ pathname }: URL): Omit<InventoryClientOptions, 'origins'> {
  const name = pathname === '/' ? STS : SSO;
  return { name, classify: (response) => classifyLogin(response, name, 'that of the profile') };
}

/** Explains an error with fixed texts only, because the SDK quotes the output of commands and parts of files. */
function explainError(error: unknown, failure: InventoryError | null, profile: string): Outcome {
  const { message = '', tryNextLink = false } = error as { message?: string; tryNextLink?: boolean };
  const explain = (problem: string): Outcome => ({ problem, isFinal: !tryNextLink });
  const isRejected = failure?.failure.code === 'inventory-login-refused' && failure.failure.detail.startsWith(SSO);
  if (isRejected || /\bSSO\b|Token is expired/.test(message))
    return explain(`its SSO session has expired or is missing (run \`aws sso login --profile ${profile}\`)`);
  if (failure !== null) throw failure;
  if (/aws login/.test(message)) return explain(`its session has expired (run \`aws login --profile ${profile}\`)`);
  if (/multi-factor/.test(message)) return explain('it asks for a code of multi-factor authentication');
  if (/Could not resolve credentials using profile/.test(message)) return explain('it has no credentials');
  if (/credential_process|^Command failed/.test(message))
    return explain('its `credential_process` failed (run the command yourself to see why)');
  return explain(`it cannot be used (\`aws sts get-caller-identity --profile ${profile}\` says why)`);
}
