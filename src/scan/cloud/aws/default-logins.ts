/**
 * The login methods of AWS in the order of its SDK: variables, a profile, a web identity, a container, the machine. Each method calls one
 * provider of the SDK, because the chain of the SDK does not report the attempts.
 */

import { resolve } from 'node:path';
import { limitTime, TOO_LATE } from '../../../lib/process/end-programs.ts';
import { InventoryError, throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { readCredentialFile, readSecretVariable, readTokenFile } from '../credentials.ts';
import type { OpenClient } from '../listing-job.ts';
import type { LoginMethod } from '../login-chain.ts';
import type { SentToken } from '../token-times.ts';
import { readContainerUrl, readMachineUrl } from './metadata-urls.ts';
import { createProfileLogin } from './profile-login.ts';
import { type AwsCredentials, SILENT } from './request-handler.ts';

interface LoginOptions {
  /** The region in which roles are assumed. */
  region: string;
  assumeRoleWithToken: (identity: { role: string; token: SentToken }) => Promise<AwsCredentials>;
}

const NOT_SET = 'not set';

/** Lists the methods in the order in which they are tried. */
export function listDefaultLogins(
  { region, assumeRoleWithToken }: LoginOptions,
  context: ReadContext,
  open: OpenClient,
): LoginMethod<AwsCredentials>[] {
  const { env } = context.io;
  return [
    { name: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY', login: async () => readKeys(context) },
    createProfileLogin(region, context, open),
    {
      name: 'AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE',
      login: async () => {
        const { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: file } = env;
        // Workflows often have the role in a variable of their own, for another step.
        if (!file) return { problem: role ? 'AWS_WEB_IDENTITY_TOKEN_FILE is not set' : NOT_SET };
        if (!role) return { problem: 'AWS_ROLE_ARN is not set', isFinal: true };
        return { credentials: await assumeRoleWithToken({ role, token: await readTokenFile(file, 'AWS', context) }) };
      },
    },
    { name: 'the service for containers (ECS, EKS Pod Identity)', login: () => askContainerService(context) },
    { name: 'the metadata service of the machine (EC2)', login: () => askMachine(context) },
  ];
}

type Outcome = ReturnType<LoginMethod<AwsCredentials>['login']>;

function readKeys({ io }: ReadContext): Awaited<Outcome> {
  if (io.env.AWS_PROFILE) return { problem: 'not used, because AWS_PROFILE is set' };
  const accessKeyId = io.env.AWS_ACCESS_KEY_ID?.trim() ?? '';
  const secretAccessKey = readSecretVariable('AWS_SECRET_ACCESS_KEY', io);
  if (accessKeyId === '' && secretAccessKey === null) return { problem: NOT_SET };
  if (accessKeyId === '') return { problem: 'AWS_ACCESS_KEY_ID is not set', isFinal: true };
  if (secretAccessKey === null) return { problem: 'AWS_SECRET_ACCESS_KEY is not set', isFinal: true };
  const sessionToken = readSecretVariable('AWS_SESSION_TOKEN', io);
  checkHeader('AWS_ACCESS_KEY_ID', accessKeyId);
  checkHeader('AWS_SESSION_TOKEN', sessionToken ?? '');
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== null && { sessionToken }) } };
}

/** Checks a value for a header: one that was copied with a line break cannot be sent. Throws InventoryError. */
function checkHeader(variable: string, value: string): void {
  if (!/^[\x21-\x7e]*$/.test(value))
    throwInventoryError('inventory-credentials-invalid', variable, 'it has line breaks, spaces or other characters');
}

/** The time limit for a service of this machine. */
const TIMEOUT_MS = 1000;

async function askContainerService(context: ReadContext): Outcome {
  const { io } = context;
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN: token, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file } = io.env;
  const checked = readContainerUrl(io.env);
  if (checked === null) return { problem: 'not in a container of AWS' };
  if ('problem' in checked) return { problem: checked.problem, isFinal: true };
  const read = file ? await readCredentialFile(resolve(io.cwd, file)) : { text: token ?? '' };
  if ('problem' in read)
    return { problem: `the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE ${read.problem}`, isFinal: true };
  io.addSecrets([read.text].filter(Boolean));
  const { fromHttp } = await import('./sdk.ts');
  const provider = fromHttp({
    awsContainerCredentialsFullUri: checked.url.href,
    ...(file ? { awsContainerAuthorizationTokenFile: file } : { awsContainerAuthorizationToken: token ?? '' }),
    timeout: TIMEOUT_MS,
    maxRetries: 2,
    logger: SILENT,
  });
  const outcome = await askService(provider, `${checked.url.host} returned no credentials`, context);
  // The service is that of this container, and the metadata service has the role of the machine that runs all containers.
  return 'problem' in outcome ? { ...outcome, isFinal: true } : outcome;
}

/** Requests credentials from the machine, only with a token for its session (IMDSv2). */
async function askMachine(context: ReadContext): Outcome {
  const { io } = context;
  const { AWS_EC2_METADATA_DISABLED: disabled } = io.env;
  if (disabled && disabled.toLowerCase() !== 'false') return { problem: 'disabled by AWS_EC2_METADATA_DISABLED' };
  const checked = readMachineUrl(io.env);
  if (checked !== null && 'problem' in checked) return { problem: checked.problem, isFinal: true };
  const { fromInstanceMetadata } = await import('./sdk.ts');
  const provider = fromInstanceMetadata({ timeout: TIMEOUT_MS, ec2MetadataV1Disabled: true, logger: SILENT });
  return askService(provider, `${checked?.url.host ?? '169.254.169.254'} returned no credentials of a role`, context);
}

/** Requests credentials with a time limit: the SDK has none for a service that does not answer, or whose answer never ends. */
async function askService(
  provider: () => Promise<AwsCredentials>,
  problem: string,
  { timeout_seconds }: ReadContext,
): Outcome {
  try {
    return { credentials: await limitTime(provider, timeout_seconds * 1000) };
  } catch (error) {
    if (error instanceof InventoryError) throw error;
    if (error === TOO_LATE) return { problem: `${problem} within ${timeout_seconds} s` };
    const [, status] = /status: (\d{3})$/.exec(String((error as Partial<Error>).message)) ?? [];
    return { problem: status === undefined ? problem : `${problem} (${status})` };
  }
}
