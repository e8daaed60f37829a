/** Reads a kubeconfig (kubernetes.io/docs/reference/config-api/kubeconfig.v1): the API server, its CA and the credentials of one context. */

import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { parse } from 'yaml';
import { readRegularFile } from '../../../lib/files/regular-file.ts';
import { isUntrustedCheckout } from '../../../lib/files/workspace-boundary.ts';
import { getRealClock } from '../../../lib/io.ts';
import { type ProxyServer, parseProxy } from '../../../lib/network/proxy.ts';
import { isInCheckout, leavesCheckout } from '../../../lib/process/find-program.ts';
import { listProxyCredentials } from '../../../lib/secrets/proxy-credentials.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import { toObject, toText } from '../../inventory/values.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, readCredentialFile, takeToken } from '../credentials.ts';
import type { ClusterAccess } from './cluster.ts';
import { prepareExecLogin } from './exec-login.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Unsupported fields that change the sender of requests, with the advice. */
const UNSUPPORTED: Readonly<Record<string, string>> = { as: 'Use credentials of the account itself.' };

/** Unsupported logins, which matter without a token, a client certificate or a command. */
const UNSUPPORTED_LOGINS = ['auth-provider', 'username'];
const LOGIN_ADVICE = 'Create a token for a service account, and set `server` and `token`.';

/** One of the files that are merged. */
export interface KubeconfigFile {
  text: string;
  /** The directory to which paths in the file are relative. */
  directory: string;
  /** The absolute path; null for the text of a variable. */
  path: string | null;
}

interface Part {
  fields: Fields;
  file: KubeconfigFile;
}

/**
 * Finds the access. `files` are merged as by kubectl: if several items have one name, or there are several current contexts, the first is
 * used as a whole. `wanted`: the name of a context, or null for the current one. `mayRun`: whether the command of a user (`exec`) may be
 * run. Throws InventoryError.
 */
export async function findClusterAccess(
  files: readonly KubeconfigFile[],
  { wanted, mayRun }: { wanted: string | null; mayRun: boolean },
  context: Pick<ReadContext, 'io' | 'root'>,
): Promise<ClusterAccess> {
  const { io } = context;
  const parts = files.map((file) => ({ fields: parseConfig(file.text), file }));
  const current = parts
    .map(({ fields }) => fields['current-context'])
    .find((one) => typeof one === 'string' && one !== '');
  const contextName = wanted ?? String(current ?? '');
  const selected = findNamed(parts, 'contexts', contextName, 'context')?.fields;
  const name = `the cluster of the context ${contextName}`;
  if (selected === undefined) return fail(`The kubeconfig has no context ${JSON.stringify(contextName)}.`);
  const cluster = findNamed(parts, 'clusters', selected.cluster, 'cluster');
  const user = findNamed(parts, 'users', selected.user, 'user');
  if (cluster === null || user === null)
    return fail(`The context ${contextName} of the kubeconfig has no cluster or no user.`);
  checkSupport(user.fields, Object.keys(UNSUPPORTED), name);
  if (hasTokenAndPassword(user.fields))
    return fail(
      'The user of the kubeconfig has both a token and a password, which kubectl rejects. Remove one of them.',
    );
  const ca = await readCertificateAuthority(cluster);
  const server = {
    name,
    server: parseServerUrl(String(cluster.fields.server ?? ''), name),
    ca,
    verify: cluster.fields['insecure-skip-tls-verify'] !== true,
    server_name: toText(cluster.fields['tls-server-name']),
    proxy: readProxy(cluster, io),
  };
  const identity = await readIdentity(user, io);
  const readToken = createTokenReader(user, name, context);
  if (readToken !== null || identity !== null) return { ...server, identity, readToken };
  if (Object.keys(toObject(user.fields.exec)).length > 0)
    return { ...server, ...(await logInWithCommand(user, { cluster, ca, mayRun, name }, context)) };
  checkSupport(user.fields, UNSUPPORTED_LOGINS, name);
  return fail('The user of the kubeconfig has neither a token nor a client certificate.');
}

/** Whether client-go refuses the user: validateAuthInfo for a token, and HTTPWrappersForConfig for a token file. */
function hasTokenAndPassword({ token, tokenFile, username, password }: Fields): boolean {
  const hasUser = toText(username) !== null;
  return (toText(token) !== null && (hasUser || toText(password) !== null)) || (toText(tokenFile) !== null && hasUser);
}

/** Runs the command now, and again for each further token. */
async function logInWithCommand(
  { fields, file }: Part,
  { cluster, ca, mayRun, name }: { cluster: Part; ca: string | null; mayRun: boolean; name: string },
  context: Pick<ReadContext, 'io' | 'root'>,
): Promise<Pick<ClusterAccess, 'identity' | 'readToken' | 'isExpired'>> {
  const { io } = context;
  const data = ca === null ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  const info = { ...cluster.fields, ...data };
  const login = { exec: toObject(fields.exec), cluster: info, path: file.path, isAllowed: mayRun, name };
  const run = prepareExecLogin(login, context);
  const first = await run();
  let [current, isUsed] = [first, false];
  if (first.identity !== null) io.addSecrets([first.identity.key]);
  const readToken = async () => {
    if (isUsed) current = await run();
    isUsed = true;
    return takeToken(current.token, name, io);
  };
  return {
    identity: first.identity === null ? null : checkIdentity(first.identity),
    readToken: first.token === null ? null : readToken,
    isExpired: () => current.expires !== null && getRealClock(io)() >= current.expires,
  };
}

/** Reads the `proxy-url` of the cluster; null: there is none. */
function readProxy({ fields }: Part, io: ReadContext['io']): ProxyServer | null {
  const url = toText(fields['proxy-url']);
  if (url === null) return null;
  io.addSecrets(listProxyCredentials(url));
  return parseProxy(url) ?? fail('The `proxy-url` of the kubeconfig is not a proxy such as http://proxy.example:3128.');
}

function fail(reason: string): never {
  return throwInventoryError('inventory-credentials-missing', 'the cluster', reason);
}

function checkSupport(fields: Fields, keys: readonly string[], name: string): void {
  const key = keys.find((one) => fields[one] !== undefined && fields[one] !== null && fields[one] !== '');
  if (key !== undefined)
    throwInventoryError('inventory-kubeconfig-unsupported', name, `\`${key}\`: ${UNSUPPORTED[key] ?? LOGIN_ADVICE}`);
}

/** Lists the files with tokens in a kubeconfig, as written; none if it is not valid. */
export function listTokenFiles(text: string): string[] {
  try {
    const { users } = toObject(parse(text, { maxAliasCount: 0 }));
    const names = (Array.isArray(users) ? users : []).map((one) => toObject(toObject(one).user).tokenFile);
    return names.flatMap((name) => (typeof name === 'string' && name !== '' ? [name] : []));
  } catch {
    return [];
  }
}

function parseConfig(text: string): Fields {
  const content = parseYaml(text);
  // An empty file has no settings, and any other text fails in kubectl, too.
  if (content !== null && (typeof content !== 'object' || Array.isArray(content)))
    return fail('A file of the kubeconfig is not a map, such as `kubectl config view --raw` prints.');
  return toObject(content);
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return fail('The kubeconfig is not valid YAML.');
  }
}

/** Finds the fields of `key` of the first item with this name in a list of the files. */
function findNamed(parts: readonly Part[], list: string, name: unknown, key: string): Part | null {
  for (const { fields, file } of parts) {
    const items = fields[list];
    const found = Array.isArray(items) ? items.map(toObject).find((one) => one.name === name) : undefined;
    if (found !== undefined) return { fields: toObject(found[key]), file };
  }
  return null;
}

async function readCertificateAuthority(cluster: Part): Promise<string | null> {
  const ca = await readDataOrFile(cluster, 'certificate-authority');
  if (ca !== null && !ca.includes('-----BEGIN CERTIFICATE-----'))
    fail('The `certificate-authority` of the kubeconfig is not a certificate in PEM, or its base64 is incomplete.');
  return ca;
}

/** Reads the client certificate and its key; null if there is none. A key alone is no login, and ignored (as by client-go). */
async function readIdentity(user: Part, io: ReadContext['io']): Promise<ClusterAccess['identity']> {
  const cert = await readDataOrFile(user, 'client-certificate');
  if (cert === null) return null;
  const key = await readDataOrFile(user, 'client-key');
  if (key === null) return fail('The kubeconfig has a client certificate without its key.');
  io.addSecrets([key]);
  return checkIdentity({ cert, key });
}

function checkIdentity(identity: { cert: string; key: string }): { cert: string; key: string } {
  try {
    createSecureContext(identity);
  } catch {
    return fail('The client certificate or key of the kubeconfig is not valid PEM, or they do not belong together.');
  }
  return identity;
}

/** Reads a value that is in the file itself in base64 (`KEY-data`), or in another file. */
async function readDataOrFile({ fields, file: { directory } }: Part, key: string): Promise<string | null> {
  const { [`${key}-data`]: data, [key]: file } = fields;
  if (typeof data === 'string' && data !== '') return Buffer.from(data, 'base64').toString();
  if (typeof file !== 'string' || file === '') return null;
  const read = await readRegularFile(resolve(directory, file));
  return 'text' in read ? read.text : fail(`The file ${file} of the kubeconfig ${read.problem}.`);
}

/** Creates the reader of the token. A file takes precedence, because its token is rotated, unless it has none (as for client-go). */
function createTokenReader(
  { fields: { token, tokenFile }, file: { directory, path } }: Part,
  name: string,
  { io, root }: Pick<ReadContext, 'io' | 'root'>,
): ClusterAccess['readToken'] {
  const readWritten = typeof token === 'string' && token !== '' ? async () => takeToken(token, name, io) : null;
  if (typeof tokenFile !== 'string' || tokenFile === '') return readWritten;
  const file = resolve(directory, tokenFile);
  // A pull request could send any file of the machine to a server of its own.
  const isOwn = path === null || isInCheckout(path, root, io.env);
  if (isUntrustedCheckout(io.env) && isOwn && leavesCheckout(file, root, io.env))
    throwInventoryError(
      'inventory-kubeconfig-unsupported',
      name,
      '`tokenFile`: A file outside the checkout is not read for pull requests.',
    );
  return async () => {
    const read = await readCredentialFile(file);
    if ('text' in read) return takeToken(read.text, name, io);
    return readWritten?.() ?? fail(`The token file ${tokenFile} of the kubeconfig ${read.problem}.`);
  };
}
