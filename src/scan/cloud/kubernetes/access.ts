/** Finds the API server of a cluster, and the credentials for it. */

import { readFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { KubernetesSource } from '../../../domain/index.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, readServerCa, resolveSecret, resolveText, takeToken } from '../credentials.ts';
import type { ClusterAccess } from './cluster.ts';
import { findClusterAccess } from './kubeconfig.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const MISSING = 'Set `server` and `token`, or `kubeconfig`, or the variable KUBECONFIG.';

/** `ca_file` and `ssl_verification` of the entry take precedence over those of a kubeconfig or a pod. Throws InventoryError. */
export async function openAccess(
  { access, ca_file, ssl_verification }: KubernetesSource,
  context: ReadContext,
): Promise<ClusterAccess> {
  const found = await findAccess(access, context);
  const ca = (await readServerCa(ca_file, context.root, found.name)) ?? found.ca;
  return { ...found, ca, verify: found.verify && ssl_verification };
}

async function findAccess(access: KubernetesSource['access'], context: ReadContext): Promise<ClusterAccess> {
  if (access.method === 'token') {
    const name = `the cluster ${access.server}`;
    const server = parseServerUrl(resolveText(access.server, context), name);
    const token = resolveSecret(access.token, context).trim();
    const readToken = async () => takeToken(token, name, context.io);
    return { name, server, ca: null, verify: true, server_name: null, identity: null, readToken };
  }
  const file = context.io.env.KUBECONFIG?.split(delimiter).find((path) => path !== '') ?? null;
  if (access.method === 'environment' && file === null) return openPodAccess(context);
  const { kubeconfig, context: wanted } =
    access.method === 'environment' ? { kubeconfig: null, context: null } : access;
  const written = kubeconfig === null ? file : resolveText(kubeconfig, context);
  if (written === null) throwInventoryError('inventory-credentials-missing', 'the cluster', MISSING);
  // A variable often has the content of the file: a secret is a text.
  if (written.includes('\n')) return findClusterAccess(written, context.root, wanted, context);
  const path = resolve(context.root, written);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null)
    throwInventoryError(
      'inventory-credentials-missing',
      'the cluster',
      `The kubeconfig ${written} cannot be read. Check its path, which is relative to the manifest's directory, and its permissions.`,
    );
  return findClusterAccess(text, dirname(path), wanted, context);
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
    identity: null,
    readToken: async () => takeToken((await read('token'))?.trim(), name, io),
  };
}
