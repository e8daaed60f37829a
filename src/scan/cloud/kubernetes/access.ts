/** Finds the API server of a cluster, and the credentials for it. */

import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { KubernetesSource } from '../../../domain/index.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, readServerCa, resolveSecret, resolveText, takeToken } from '../credentials.ts';
import type { ClusterAccess } from './cluster.ts';
import { findClusterAccess, type KubeconfigFile } from './kubeconfig.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const MISSING =
  'Set `server` and `token`, or `kubeconfig`, or the variable KUBECONFIG; there is no ~/.kube/config, and no service account of a pod.';

/** `ca_file` and `ssl_verification` of the entry take precedence over those of a kubeconfig or a pod. Throws InventoryError. */
export async function openAccess(
  { access, exec, ca_file, ssl_verification }: KubernetesSource,
  context: ReadContext,
): Promise<ClusterAccess> {
  const found = await findAccess(access, exec, context);
  const ca = (await readServerCa(ca_file, context.root, found.name)) ?? found.ca;
  return { ...found, ca, verify: found.verify && ssl_verification };
}

async function findAccess(
  access: KubernetesSource['access'],
  mayRun: boolean,
  context: ReadContext,
): Promise<ClusterAccess> {
  if (access.method === 'token') {
    const name = `the cluster ${access.server}`;
    const server = parseServerUrl(resolveText(access.server, context), name);
    const token = resolveSecret(access.token, context).trim();
    const readToken = async () => takeToken(token, name, context.io);
    return { name, server, ca: null, verify: true, server_name: null, proxy: null, identity: null, readToken };
  }
  const { kubeconfig, context: wanted } =
    access.method === 'environment' ? { kubeconfig: null, context: null } : access;
  const options = { wanted, mayRun };
  if (kubeconfig === null) {
    const files = await readDefaultFiles(context);
    if (files !== null) return findClusterAccess(files, options, context);
    if (access.method === 'environment') return openPodAccess(context);
    throwInventoryError('inventory-credentials-missing', 'the cluster', MISSING);
  }
  const written = resolveText(kubeconfig, context);
  // A variable often has the content of the file: a secret is a text.
  if (written.includes('\n'))
    return findClusterAccess([{ text: written, directory: context.root, path: null }], options, context);
  const file = await readKubeconfig(resolve(context.root, written));
  return findClusterAccess(file === null ? failToRead(written) : [file], options, context);
}

/**
 * The files in KUBECONFIG, of which some may be missing, as for kubectl; otherwise `~/.kube/config`, unless this is a pod with a service
 * account. Null: there is none.
 */
async function readDefaultFiles({ io: { env }, root }: ReadContext): Promise<KubeconfigFile[] | null> {
  const paths = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  if (paths.length > 0) {
    const found = await Promise.all(paths.map((path) => readKubeconfig(resolve(root, path))));
    const files = found.filter((file) => file !== null);
    return files.length > 0 ? files : failToRead(paths.join(delimiter));
  }
  const home = env.HOME ?? env.USERPROFILE ?? '';
  if (env.KUBERNETES_SERVICE_HOST || home === '') return null;
  const file = await readKubeconfig(join(home, '.kube', 'config'));
  return file === null ? null : [file];
}

/** Null if it cannot be read. */
async function readKubeconfig(path: string): Promise<KubeconfigFile | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : { text, directory: dirname(path), path };
}

function failToRead(written: string): never {
  return throwInventoryError(
    'inventory-credentials-missing',
    'the cluster',
    `The kubeconfig ${written} cannot be read. Check its path, which is relative to the manifest's directory, and its permissions.`,
  );
}

/** The service account of the pod that this program runs in. `directory`: where its files are. */
export async function openPodAccess(
  { io }: Pick<ReadContext, 'io'>,
  directory: string = SERVICE_ACCOUNT,
): Promise<ClusterAccess> {
  const name = 'the cluster of this pod';
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '443' } = io.env;
  const read = (file: string) => readFile(join(directory, file), 'utf8').catch(() => null);
  const ca = await read('ca.crt');
  if (host === '' || ca === null) throwInventoryError('inventory-credentials-missing', name, MISSING);
  return {
    name,
    server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
    ca,
    verify: true,
    server_name: null,
    proxy: null,
    identity: null,
    readToken: async () => takeToken((await read('token'))?.trim(), name, io),
  };
}
