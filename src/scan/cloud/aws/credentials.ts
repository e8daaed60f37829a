/** Obtains credentials for AWS: by an ID token for a role, or from the environment. */

import type { AwsAcmSource, Failure } from '../../../domain/index.ts';
import type { InventoryResponse } from '../../inventory/client.ts';
import { createInventoryFailure, throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, readSecretVariable, readTokenFile, resolveText, takeToken } from '../credentials.ts';
import { requestIdToken } from '../id-token.ts';
import type { OpenClient } from '../listing-job.ts';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

const MISSING =
  'Set `role_arn` for a login with the ID token of the job, or the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and ' +
  'AWS_SESSION_TOKEN).';

/** How long the credentials of a role are valid: the minimum of AWS, because they are renewed if a scan takes longer. */
const SESSION_SECONDS = 900;

/** Where a service is in a region, such as `https://sts.eu-west-1.amazonaws.com`, or AWS_ENDPOINT_URL. Throws InventoryError. */
export function resolveEndpoint(
  service: 'acm' | 'sts',
  region: string,
  env: Readonly<Record<string, string | undefined>>,
): URL {
  const custom = env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env.AWS_ENDPOINT_URL || '';
  if (custom !== '') return parseServerUrl(custom, 'AWS_ENDPOINT_URL');
  return new URL(`https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`);
}

/** Throws InventoryError. `name`: how failures name the listing. */
export async function obtainCredentials(
  { role_arn, audience, regions }: Pick<AwsAcmSource, 'role_arn' | 'audience' | 'regions'>,
  name: string,
  context: ReadContext,
  open: OpenClient,
): Promise<AwsCredentials> {
  const { env } = context.io;
  const accessKeyId = env.AWS_ACCESS_KEY_ID?.trim() ?? '';
  const secretAccessKey = readSecretVariable('AWS_SECRET_ACCESS_KEY', context.io);
  if (role_arn === null && accessKeyId !== '' && secretAccessKey !== null) {
    const sessionToken = readSecretVariable('AWS_SESSION_TOKEN', context.io);
    return { accessKeyId, secretAccessKey, ...(sessionToken !== null && { sessionToken }) };
  }
  const role = role_arn === null ? (env.AWS_ROLE_ARN ?? '') : resolveText(role_arn, context);
  const file = env.AWS_WEB_IDENTITY_TOKEN_FILE ?? '';
  if (role === '' || (role_arn === null && file === ''))
    throwInventoryError('inventory-credentials-missing', name, MISSING);
  const token = file === '' ? await requestIdToken(audience, context, open) : await readTokenFile(file, context);
  return assumeRole({ role, token, audience, region: regions[0] ?? 'us-east-1' }, context, open);
}

interface RoleRequest {
  role: string;
  token: string;
  audience: string;
  region: string;
}

/** AssumeRoleWithWebIdentity of the Security Token Service. The request is not signed. */
async function assumeRole(
  { role, token, audience, region }: RoleRequest,
  { io }: ReadContext,
  open: OpenClient,
): Promise<AwsCredentials> {
  const url = resolveEndpoint('sts', region, io.env);
  const name = 'AWS STS';
  const client = await open({ name, origins: [url.origin], classify: (response) => classifyLogin(response, audience) });
  const parameters = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: 'certvigil',
    DurationSeconds: String(SESSION_SECONDS),
    WebIdentityToken: token,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/xml' };
  const { body } = await client.send({ method: 'POST', url, headers, body: parameters.toString() });
  const text = body.toString();
  const read = (element: string) => takeToken(readElement(text, element), name, io);
  return {
    accessKeyId: read('AccessKeyId'),
    secretAccessKey: read('SecretAccessKey'),
    sessionToken: read('SessionToken'),
  };
}

/** The values have only characters of base64, so that nothing is escaped. */
function readElement(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>\\s*([^<]+?)\\s*</${element}>`).exec(xml)?.[1];
}

function classifyLogin({ status, body }: InventoryResponse, audience: string): Failure {
  const text = body.toString();
  const code = readElement(text, 'Code');
  const fail = (failure: Parameters<typeof createInventoryFailure>[0], detail: string) =>
    createInventoryFailure(failure, 'AWS STS', detail);
  if (code === 'InvalidIdentityToken' && /audience/i.test(text)) return fail('inventory-wrong-audience', audience);
  if (code === 'ExpiredTokenException') return fail('inventory-clock-skew', '');
  return fail('inventory-login-refused', String(status));
}
