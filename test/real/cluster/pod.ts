/**
 * Runs the Job of a rendered CronJob as the kubelet would: in a root file system like that of the image, with the mounts, the environment, the
 * user and the rights of its container. Needs root.
 */

import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { V1ConfigMap, V1CronJob, V1PodSpec, V1Volume } from '@kubernetes/client-node';
import type { Outcome } from '../../e2e/certvigil.ts';

/** What a pod finds in its cluster. */
export interface ClusterState {
  /** A directory for volumes and root file systems. */
  directory: string;
  objects: readonly RenderedObject[];
  /** The Secrets by name. */
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The files of a mounted service account token, and the port of the API server on loopback. */
  api?: { token: string; ca: string; port: number };
  /** Names that the DNS of the cluster resolves, by address. */
  hosts?: Readonly<Record<string, string>>;
}

export interface RenderedObject {
  kind: string;
  metadata: { name: string; namespace?: string };
}

export function findObject<Found = RenderedObject>(objects: readonly RenderedObject[], kind: string): Found {
  const found = objects.filter((one) => one.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects of the kind ${kind}`);
  return found[0] as Found;
}

/** Returns the pod of a CronJob. */
export function readPodSpec(objects: readonly RenderedObject[]): V1PodSpec {
  const spec = findObject<V1CronJob>(objects, 'CronJob').spec?.jobTemplate.spec?.template.spec;
  if (spec === undefined) throw new Error('the CronJob has no pod');
  return spec;
}

/** Mounts the root file system, then runs the command in it. A read-only root is so as soon as everything is mounted. */
const RUN = `
root=$1; rights=$2; shift 2
mount -t tmpfs -o mode=755 none "$root"
cd "$root"
mkdir -p usr proc dev etc nodejs/bin opt/certvigil/dist work "$TOKEN_PATH"
cp -P /bin /lib /lib64 .
mount --bind -o ro /usr usr
mount --bind /proc proc
mount --bind /dev dev
touch nodejs/bin/node opt/certvigil/package.json
mount --bind -o ro "$NODE" nodejs/bin/node
mount --bind -o ro "$PACKAGE/dist" opt/certvigil/dist
mount --bind -o ro "$PACKAGE/package.json" opt/certvigil/package.json
printf '%s' "$HOSTS" > etc/hosts
printf '%s' "$MOUNTS" | while read -r type source target options; do
  mkdir -p ".$target"
  case $type in
    bind) mount --bind -o "$options" "$source" ".$target" ;;
    tmpfs) mount -t tmpfs -o "$options" none ".$target" ;;
  esac
done
mount -o "remount,$MODE" "$root"
exec chroot . /usr/bin/setpriv $rights -- /usr/bin/env -i "$@"
`;

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Runs the only container of the pod to its end. */
export function runPod(state: ClusterState): Promise<Outcome> {
  const pod = readPodSpec(state.objects);
  const [container] = pod.containers;
  if (container === undefined || pod.containers.length > 1) throw new Error('not one container');
  const image = readImage();
  const root = join(state.directory, 'root');
  mkdirSync(root, { recursive: true });
  const env = { PATH: '/usr/bin', HOME: '/home/nonroot', ...listVariables(state, pod) };
  const command = [
    ...['--chdir', container.workingDir ?? image.directory],
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...(container.command ?? image.entryPoint),
    ...(container.args ?? []),
  ];
  const hosts = Object.entries(state.hosts ?? {}).map(([name, address]) => `${address} ${name}\n`);
  const child = spawn('unshare', ['--mount', 'sh', '-euc', RUN, 'sh', root, formatRights(pod), ...command], {
    env: {
      PATH: process.env.PATH,
      MODE: container.securityContext?.readOnlyRootFilesystem === true ? 'ro' : 'rw',
      ...{ NODE: realpathSync(process.execPath), PACKAGE: resolve('.'), TOKEN_PATH: `.${TOKEN_PATH}` },
      ...{ HOSTS: `127.0.0.1 localhost\n${hosts.join('')}`, MOUNTS: listMounts(state, pod).join('') },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 50_000,
  });
  const outcome: Outcome = { status: null, stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      outcome[stream] += text;
    });
  return new Promise((done, fail) => {
    child.on('error', fail).on('close', (status) => done({ ...outcome, status }));
  });
}

/** Reads what the image runs by default, and where. */
function readImage(): { entryPoint: string[]; directory: string } {
  const text = readFileSync('Dockerfile', 'utf8');
  const read = (name: string) => new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1] ?? '';
  return { entryPoint: JSON.parse(read('ENTRYPOINT')), directory: read('WORKDIR') };
}

function listVariables({ secrets, api }: ClusterState, { containers }: V1PodSpec): Record<string, string> {
  const [{ env = [], envFrom = [] } = {}] = containers;
  if (env.length > 0) throw new Error('variables are not emulated');
  const found = envFrom.map(({ secretRef }) => {
    const secret = secrets[secretRef?.name ?? ''];
    if (secret === undefined && secretRef?.optional !== true) throw new Error('CreateContainerConfigError');
    return secret ?? {};
  });
  // Each pod has these, also without a token.
  const service =
    api === undefined ? {} : { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: String(api.port) };
  return Object.assign({}, ...found, service);
}

/** Formats the rights of a container without capabilities, for setpriv. */
function formatRights({ securityContext, containers }: V1PodSpec): string {
  const { runAsUser, runAsGroup, fsGroup } = securityContext ?? {};
  const { allowPrivilegeEscalation, capabilities } = containers[0]?.securityContext ?? {};
  const drops = capabilities?.drop?.includes('ALL') === true && capabilities.add === undefined;
  return [
    ...[`--reuid=${runAsUser}`, `--regid=${runAsGroup}`, `--groups=${fsGroup}`],
    ...(drops ? ['--inh-caps=-all', '--bounding-set=-all'] : []),
    ...(allowPrivilegeEscalation === false ? ['--no-new-privs'] : []),
  ].join(' ');
}

/** Lists the mounts as lines: the type, the source, the target and options. */
function listMounts(state: ClusterState, pod: V1PodSpec): string[] {
  const [{ volumeMounts = [] } = {}] = pod.containers;
  const group = pod.securityContext?.fsGroup ?? 0;
  const mounts = volumeMounts.map(({ name, mountPath, readOnly, subPath }) => {
    if (subPath !== undefined) throw new Error('subPath is not emulated');
    const volume = pod.volumes?.find((one) => one.name === name);
    if (volume === undefined) throw new Error(`no volume ${name}`);
    if (volume.emptyDir)
      return `tmpfs - ${mountPath} mode=2777,gid=${group},size=${toBytes(volume.emptyDir.sizeLimit)}\n`;
    return `bind ${prepareVolume(volume, state, group)} ${mountPath} ${readOnly === true ? 'ro' : 'rw'}\n`;
  });
  if (pod.automountServiceAccountToken !== true || state.api === undefined) return mounts;
  const { token, ca } = state.api;
  const directory = writeAtomically(
    join(state.directory, 'token'),
    { token, 'ca.crt': ca, namespace: 'certvigil' },
    group,
  );
  return [...mounts, `bind ${directory} ${TOKEN_PATH} ro\n`];
}

const toBytes = (quantity: string | undefined) => (quantity ?? '').replace(/i$/, '');

function prepareVolume(
  { name, configMap, persistentVolumeClaim }: V1Volume,
  state: ClusterState,
  group: number,
): string {
  const find = (kind: string, wanted: string | undefined) => {
    const found = state.objects.find((one) => one.kind === kind && one.metadata.name === wanted);
    if (found === undefined) throw new Error(`no ${kind} ${wanted}`);
    return found;
  };
  const directory = join(state.directory, name);
  if (configMap)
    return writeAtomically(directory, (find('ConfigMap', configMap.name) as V1ConfigMap).data ?? {}, group);
  find('PersistentVolumeClaim', persistentVolumeClaim?.claimName);
  // It keeps its content, and the kubelet gives it to the group.
  mkdirSync(directory, { recursive: true });
  chownSync(directory, 0, group);
  chmodSync(directory, 0o2775);
  return directory;
}

/** Writes files as the kubelet does: `FILE` leads to `..data/FILE`, and `..data` to a directory that is replaced as a whole. */
function writeAtomically(directory: string, files: Readonly<Record<string, string>>, group: number): string {
  const version = `..2031_01_01_00_00_00.${Math.random()}`.replace(/0\.(\d+)$/, '$1');
  const made = `${directory}-${version.slice(2)}`;
  mkdirSync(join(made, version), { recursive: true });
  symlinkSync(version, join(made, '..data'));
  for (const [name, text] of Object.entries(files)) {
    const file = join(made, version, name);
    writeFileSync(file, text, { mode: 0o640 });
    chownSync(file, 0, group);
    symlinkSync(join('..data', name), join(made, name));
  }
  return made;
}
