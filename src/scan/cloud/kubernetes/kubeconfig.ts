/** Reads a kubeconfig: the server, the CA and the credentials of one context. */

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { throwInventoryError } from '../../inventory/failures.ts';
import { toObject } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, takeToken } from '../credentials.ts';
import type { ClusterAccess } from './cluster.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * `directory`: paths in the file are relative to it. `wanted`: the name of a context, or null for the current one. Commands of the
 * file (`exec`) are not run. Throws InventoryError.
 */
export async function findClusterAccess<Place>(
  text: string,
  directory: string,
  wanted: string | null,
  { io }: Pick<ReadContext<Place>, 'io'>,
): Promise<ClusterAccess> {
  const config = parseConfig(text);
  const contextName = wanted ?? String(config['current-context'] ?? '');
  const context = findNamed(config.contexts, contextName, 'context');
  const name = `the cluster of the context ${contextName}`;
  if (context === null) return fail(`The kubeconfig has no context ${JSON.stringify(contextName)}.`);
  const cluster = findNamed(config.clusters, context.cluster, 'cluster');
  const user = findNamed(config.users, context.user, 'user');
  if (cluster === null || user === null) return fail(`Its context ${contextName} has no cluster or no user.`);
  const readPart = async (part: Fields, key: string) => readDataOrFile(part, key, directory);
  const cert = await readPart(user, 'client-certificate');
  const key = await readPart(user, 'client-key');
  if (key !== null) io.addSecrets([key]);
  const readToken = createTokenReader(user, directory, name, io);
  const identity = cert !== null && key !== null ? { cert, key } : null;
  if (readToken === null && identity === null) return fail(explainUser(user));
  return {
    name,
    server: parseServerUrl(String(cluster.server ?? ''), name),
    ca: await readPart(cluster, 'certificate-authority'),
    verify: cluster['insecure-skip-tls-verify'] !== true,
    identity,
    readToken,
  };
}

function fail(reason: string): never {
  return throwInventoryError('inventory-credentials-missing', 'the cluster', reason);
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

/** A value that is in the file itself in base64 (`KEY-data`), or in another file. */
async function readDataOrFile(part: Fields, key: string, directory: string): Promise<string | null> {
  const { [`${key}-data`]: data, [key]: file } = part;
  if (typeof data === 'string') return Buffer.from(data, 'base64').toString();
  if (typeof file !== 'string') return null;
  return readFile(resolve(directory, file), 'utf8').catch(() =>
    fail(`The file ${file} of the kubeconfig cannot be read.`),
  );
}

function createTokenReader(
  { token, tokenFile }: Fields,
  directory: string,
  name: string,
  io: ReadContext<unknown>['io'],
): ClusterAccess['readToken'] {
  if (typeof token === 'string') return async () => takeToken(token, name, io);
  if (typeof tokenFile !== 'string') return null;
  const file = resolve(directory, tokenFile);
  const read = () =>
    readFile(file, 'utf8').catch(() => fail(`The token file ${tokenFile} of the kubeconfig cannot be read.`));
  return async () => takeToken((await read()).trim(), name, io);
}

function explainUser(user: Fields): string {
  const [method] = ['exec', 'auth-provider', 'username'].filter((key) => user[key] !== undefined);
  if (method === undefined) return 'The user of the kubeconfig has neither a token nor a client certificate.';
  const better = 'Create a token for a service account, and set `server` and `token`.';
  return `The kubeconfig logs in with \`${method}\`, which is not supported, because no commands are run. ${better}`;
}
