/** Reads a kubeconfig (kubernetes.io/docs/reference/config-api/kubeconfig.v1): the API server, its CA and the credentials of one context. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { parse } from 'yaml';
import { throwInventoryError } from '../../inventory/failures.ts';
import { toObject, toText } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, takeToken } from '../credentials.ts';
import type { ClusterAccess } from './cluster.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields that change where requests go or who sends them, and how to do without. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  'proxy-url': 'Run the scan where the API server is reachable without a proxy, and remove it.',
  as: 'Use credentials of the account itself.',
};

/** Logins, if there is neither a token nor a client certificate. */
const UNSUPPORTED_LOGINS = ['exec', 'auth-provider', 'username'];
const LOGIN_ADVICE = 'Commands are not run. Create a token for a service account, and set `server` and `token`.';

/**
 * `directory`: paths in the file are relative to it. `wanted`: the name of a context, or null for the current one. Commands of the
 * file (`exec`) are not run. Throws InventoryError.
 */
export async function findClusterAccess(
  text: string,
  directory: string,
  wanted: string | null,
  { io }: Pick<ReadContext, 'io'>,
): Promise<ClusterAccess> {
  const config = parseConfig(text);
  const contextName = wanted ?? String(config['current-context'] ?? '');
  const context = findNamed(config.contexts, contextName, 'context');
  const name = `the cluster of the context ${contextName}`;
  if (context === null) return fail(`The kubeconfig has no context ${JSON.stringify(contextName)}.`);
  const cluster = findNamed(config.clusters, context.cluster, 'cluster');
  const user = findNamed(config.users, context.user, 'user');
  if (cluster === null || user === null)
    return fail(`The context ${contextName} of the kubeconfig has no cluster or no user.`);
  checkSupport({ ...cluster, ...user }, Object.keys(UNSUPPORTED), name);
  const ca = await readCertificateAuthority(cluster, directory);
  const identity = await readIdentity(user, directory, io);
  const readToken = createTokenReader(user, directory, name, io);
  if (readToken === null && identity === null) {
    checkSupport(user, UNSUPPORTED_LOGINS, name);
    return fail('The user of the kubeconfig has neither a token nor a client certificate.');
  }
  return {
    name,
    server: parseServerUrl(String(cluster.server ?? ''), name),
    ca,
    verify: cluster['insecure-skip-tls-verify'] !== true,
    server_name: toText(cluster['tls-server-name']),
    identity,
    readToken,
  };
}

function fail(reason: string): never {
  return throwInventoryError('inventory-credentials-missing', 'the cluster', reason);
}

function checkSupport(fields: Fields, keys: readonly string[], name: string): void {
  const key = keys.find((one) => fields[one] !== undefined && fields[one] !== null && fields[one] !== '');
  if (key !== undefined)
    throwInventoryError('inventory-kubeconfig-unsupported', name, `\`${key}\`: ${UNSUPPORTED[key] ?? LOGIN_ADVICE}`);
}

function parseConfig(text: string): Fields {
  try {
    return toObject(parse(text, { maxAliasCount: 0 }));
  } catch {
    return fail('The kubeconfig is not valid YAML.');
  }
}

/** The fields of `key` of the item with this name in a list of the file. */
function findNamed(list: unknown, name: unknown, key: string): Fields | null {
  const found = Array.isArray(list) ? list.map(toObject).find((one) => one.name === name) : undefined;
  return found === undefined ? null : toObject(found[key]);
}

async function readCertificateAuthority(cluster: Fields, directory: string): Promise<string | null> {
  const ca = await readDataOrFile(cluster, 'certificate-authority', directory);
  if (ca !== null && !ca.includes('-----BEGIN CERTIFICATE-----'))
    fail('The `certificate-authority` of the kubeconfig is not a certificate in PEM, or its base64 is incomplete.');
  return ca;
}

/** The client certificate and its key; null if there is none. */
async function readIdentity(
  user: Fields,
  directory: string,
  io: ReadContext['io'],
): Promise<ClusterAccess['identity']> {
  const cert = await readDataOrFile(user, 'client-certificate', directory);
  const key = await readDataOrFile(user, 'client-key', directory);
  if (cert === null && key === null) return null;
  if (cert === null || key === null)
    return fail('The kubeconfig has a client certificate without its key, or a key without its certificate.');
  io.addSecrets([key]);
  try {
    createSecureContext({ cert, key });
  } catch {
    return fail('The client certificate or key of the kubeconfig is not valid PEM, or they do not belong together.');
  }
  return { cert, key };
}

/** A value that is in the file itself in base64 (`KEY-data`), or in another file. */
async function readDataOrFile(part: Fields, key: string, directory: string): Promise<string | null> {
  const { [`${key}-data`]: data, [key]: file } = part;
  if (typeof data === 'string' && data !== '') return Buffer.from(data, 'base64').toString();
  if (typeof file !== 'string' || file === '') return null;
  return readFile(resolve(directory, file), 'utf8').catch(() =>
    fail(`The file ${file} of the kubeconfig cannot be read.`),
  );
}

/** A file takes precedence, because its token is rotated. */
function createTokenReader(
  { token, tokenFile }: Fields,
  directory: string,
  name: string,
  io: ReadContext['io'],
): ClusterAccess['readToken'] {
  if (typeof tokenFile !== 'string' || tokenFile === '')
    return typeof token === 'string' && token !== '' ? async () => takeToken(token, name, io) : null;
  const file = resolve(directory, tokenFile);
  const read = () =>
    readFile(file, 'utf8').catch(() => fail(`The token file ${tokenFile} of the kubeconfig cannot be read.`));
  return async () => takeToken((await read()).trim(), name, io);
}
