/** Finds the API server of a cluster, and the credentials for it. */

import { delimiter, dirname, join, resolve } from 'node:path';
import type { KubernetesSource } from '../../../domain/index.ts';
import { readRegularFile } from '../../../lib/files/regular-file.ts';
import { throwInventoryError } from '../../inventory/failures.ts';
import type { ReadContext } from '../../sources/reader.ts';
import { parseServerUrl, readServerCa, resolveSecret, resolveText, takeToken } from '../credentials.ts';
import { type LoginMethod, tryLogins } from '../login-chain.ts';
import type { ClusterAccess } from './cluster.ts';
import { findClusterAccess, type KubeconfigFile } from './kubeconfig.ts';

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

const ADVICE =
  'On your machine, set the context with `kubectl config use-context`. In a job, set `server` and `token`, or `kubeconfig`. In a pod, let it ' +
  'mount the token of its service account.';

/**
 * Opens the access. `ca_file` and `ssl_verification` of the entry take precedence over those of a kubeconfig or a pod. Throws
 * InventoryError.
 */
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
  if (kubeconfig === null)
    return tryLogins(listDefaultAccess(options, context), { name: 'the cluster', advice: ADVICE });
  const written = resolveText(kubeconfig, context);
  // A variable often has the content of the file: a secret is a text.
  if (written.includes('\n'))
    return findClusterAccess([{ text: written, directory: context.root, path: null }], options, context);
  const file = await readKubeconfig(written, context.root);
  return findClusterAccess('problem' in file ? failToRead(file.problem) : [file], options, context);
}

const NOT_SET = { problem: 'not set' };

/**
 * Lists the access methods in the order of kubectl, except that a pod uses its own service account. As with kubectl, some files of
 * KUBECONFIG may be missing, but one that exists must be readable.
 */
function listDefaultAccess(
  options: { wanted: string | null; mayRun: boolean },
  context: ReadContext,
): LoginMethod<ClusterAccess>[] {
  const { env } = context.io;
  const use = async (files: KubeconfigFile[]) => ({ credentials: await findClusterAccess(files, options, context) });
  return [
    { name: '`server` and `token`', login: async () => NOT_SET },
    { name: '`kubeconfig`', login: async () => NOT_SET },
    {
      name: 'KUBECONFIG',
      login: async () => {
        const paths = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
        if (paths.length === 0) return NOT_SET;
        const found = await Promise.all(paths.map((path) => readKubeconfig(path, context.root)));
        const files = found.flatMap((file) => ('problem' in file ? [] : [file]));
        const problems = found.flatMap((file) => ('problem' in file ? [file] : []));
        const broken = files.length === 0 ? problems : problems.filter(({ isAbsent }) => !isAbsent);
        if (broken.length === 0) return use(files);
        return { problem: broken.map(({ problem }) => problem).join(', '), isFinal: true };
      },
    },
    {
      name: '~/.kube/config',
      login: async () => {
        const home = env.HOME ?? env.USERPROFILE ?? '';
        if (env.KUBERNETES_SERVICE_HOST) return { problem: 'not used in a pod' };
        if (home === '') return { problem: 'no home directory' };
        const file = await readKubeconfig(join('.kube', 'config'), home);
        return 'problem' in file ? { problem: file.problem, isFinal: !file.isAbsent } : use([file]);
      },
    },
    {
      name: 'the service account of a pod',
      login: async () => (options.wanted === null ? openPodAccess(context) : { problem: 'it has no contexts' }),
    },
  ];
}

/** Reads a kubeconfig. `path`: relative to `directory`. `isAbsent`: there is no such file. */
async function readKubeconfig(
  path: string,
  directory: string,
): Promise<KubeconfigFile | { problem: string; isAbsent: boolean }> {
  const absolute = resolve(directory, path);
  const read = await readRegularFile(absolute);
  if ('problem' in read) return { ...read, problem: `${path} ${read.problem}` };
  return { text: read.text, directory: dirname(absolute), path: absolute };
}

function failToRead(problem: string): never {
  return throwInventoryError(
    'inventory-credentials-missing',
    'the cluster',
    `The kubeconfig ${problem}. Check its path, which is relative to the manifest's directory, and its permissions.`,
  );
}

/** Uses the service account of the pod that this program runs in. `directory`: the directory of its files. */
export async function openPodAccess(
  { io }: Pick<ReadContext, 'io'>,
  directory: string = SERVICE_ACCOUNT,
): Promise<{ credentials: ClusterAccess } | { problem: string }> {
  const name = 'the cluster of this pod';
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '443' } = io.env;
  if (host === '') return { problem: 'this is not a pod' };
  const read = (file: string) => readRegularFile(join(directory, file));
  const ca = await read('ca.crt');
  if ('problem' in ca) return { problem: `${join(directory, 'ca.crt')} ${ca.problem}` };
  return {
    credentials: {
      name,
      server: new URL(`https://${host.includes(':') ? `[${host}]` : host}:${port}`),
      ca: ca.text,
      verify: true,
      server_name: null,
      proxy: null,
      identity: null,
      readToken: async () => {
        const token = await read('token');
        return takeToken('text' in token ? token.text.trim() : null, name, io);
      },
    },
  };
}
