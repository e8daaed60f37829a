import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { V1ClusterRoleBinding, V1NetworkPolicy } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { createTestCertificate } from '../helpers/inventory/fakes/fake.ts';
import { KUBERNETES_TOKEN, startFakeKubernetes } from '../helpers/inventory/fakes/kubernetes.ts';
import { link } from '../helpers/paths.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startTlsServer } from '../helpers/tls-server.ts';
import { type ClusterState, findObject, type RenderedObject, readPodSpec, runPod } from './cluster/pod.ts';
import { describeReal, makeDirectory, removeDirectory, runProgram } from './harness.ts';

const BASE = resolve('deploy/kustomize/base');
const COMPONENTS = resolve('deploy/kustomize/components');
const DAY = 86_400_000;
/** Compiling the types of Kubernetes takes a minute. */
const COMPILE_TIMEOUT_MS = 300_000;
// biome-ignore lint/suspicious/noTemplateCurlyInString: a reference of a manifest.
const CHAT = { url: '${CHAT_URL}' };
const NEEDED_PORTS = ['UDP 53', 'TCP 53', 'TCP 443', 'TCP 80'];
const RULES = [{ name: 'all', events: ['certificate.*'], actions: [{ webhook: 'chat' }] }];

/** Lists the ports of any host to which the policy permits connections. */
function listPorts(objects: readonly RenderedObject[]): string[] | undefined {
  const { spec } = findObject<V1NetworkPolicy>(objects, 'NetworkPolicy');
  expect(spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'], ingress: [] });
  return spec?.egress?.flatMap(({ ports = [] }) => ports.map(({ port, protocol = 'TCP' }) => `${protocol} ${port}`));
}

describeReal(
  'deploy/kustomize',
  { programs: ['kubectl', 'go', 'git', 'unshare', 'mount', 'setpriv'], root: true },
  (kubectl, go, git) => {
    let directory: string;
    let receiver: Receiver;

    beforeEach(async () => {
      directory = makeDirectory();
      receiver = await startReceiver();
    });
    afterEach(async () => {
      await receiver.close();
      await removeDirectory(directory);
    });

    const renderText = async (path: string, env: Record<string, string> = {}) =>
      `${await runProgram(kubectl, ['kustomize', path], { env })}`;

    const parseObjects = (text: string): RenderedObject[] =>
      parseAllDocuments(text).map((document) => document.toJS() as RenderedObject);

    /** Writes a kustomization of a user, with the base and these components, and renders it. */
    async function renderOverlay(
      components: readonly string[],
      changes: object = {},
      files: Record<string, string> = {},
    ) {
      const overlay = mkdtempSync(join(directory, 'overlay-'));
      const kustomization = {
        resources: [relative(overlay, BASE)],
        components: components.map((name) => relative(overlay, join(COMPONENTS, name))),
        ...changes,
      };
      for (const [name, text] of Object.entries({ ...files, 'kustomization.yaml': stringify(kustomization) }))
        writeFileSync(join(overlay, name), text);
      return parseObjects(await renderText(overlay));
    }

    /** Renders the base with this manifest and further files of the ConfigMap. */
    function renderManifest(manifest: object, files: Record<string, string> = {}, components: readonly string[] = []) {
      const written = { ...files, 'certvigil.yaml': stringify(manifest) };
      const generator = { name: 'certvigil', behavior: 'replace', files: Object.keys(written) };
      return renderOverlay(components, { configMapGenerator: [generator] }, written);
    }

    const createState = (objects: readonly RenderedObject[], more: Partial<ClusterState> = {}): ClusterState => ({
      directory,
      objects,
      secrets: { certvigil: { CHAT_URL: receiver.origin } },
      ...more,
    });

    /** Starts a TLS server whose certificate expires in so many days. */
    async function startServer(days: number) {
      const keys = { notBefore: new Date(Date.now() - 100 * DAY), notAfter: new Date(Date.now() + days * DAY) };
      const made = await createCertificate({ commonName: 'shop', sans: ['127.0.0.1'], ...keys });
      return { ...(await startTlsServer(made)), ca: made.certificate };
    }

    const watch = (endpoint: string) => ({
      version: 1,
      certificates: [{ name: 'shop', endpoint, ca_file: 'ca.pem' }],
      webhooks: { chat: CHAT },
      rules: RULES,
    });

    describe('with the types of Kubernetes', () => {
      let built: string;
      let decoder: string;

      beforeAll(async () => {
        built = makeDirectory();
        decoder = join(built, 'decode');
        const env = { GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOCACHE: join(built, 'cache'), GOFLAGS: '' };
        await runProgram(go, ['build', '-o', decoder, resolve('test/real/cluster/decode.go')], { cwd: built, env });
      }, COMPILE_TIMEOUT_MS);
      afterAll(() => removeDirectory(built));

      const decode = async (text: string) => `${await runProgram(decoder, [], { input: text })}`.trim().split('\n');
      const BASE_KINDS = ['ServiceAccount', 'ConfigMap', 'PersistentVolumeClaim', 'CronJob', 'NetworkPolicy'];

      it('renders only fields that exist', async () => {
        expect(await decode(await renderText(BASE))).toEqual(BASE_KINDS);
        for (const component of readdirSync(COMPONENTS)) {
          const objects = await renderOverlay([component]);
          const kinds = await decode(objects.map((one) => stringify(one)).join('---\n'));
          expect(kinds.filter((kind) => !/^ClusterRole(?:Binding)?$/.test(kind))).toEqual(BASE_KINDS);
          expect(kinds).toHaveLength(objects.length);
        }
      });

      it('renders the changes that the guide shows', async () => {
        const page = readFileSync('docs/guides/kubernetes.md', 'utf8');
        const blocks = Array.from(page.matchAll(/^```yaml\n(.*?)^```$/gms), ([, text = '']) => parse(text));
        const shown = blocks.filter((block) => 'patches' in block || 'images' in block);
        const render = async ({ components = [], ...change }: { components?: string[] }) => {
          const names = components.map((url) => /\/components\/([\w-]+)\?ref=v0$/.exec(url)?.[1] ?? url);
          const objects = await renderOverlay(names, change);
          expect(await decode(objects.map((one) => stringify(one)).join('---\n'))).toEqual(
            objects.map(({ kind }) => kind),
          );
          return objects;
        };
        const [bound = [], ports = [], image = [], ...others] = await Promise.all(shown.map(render));
        expect(others).toEqual([]);
        expect(bound.flatMap(({ kind }) => (kind.startsWith('ClusterRole') ? kind : []))).toEqual(['ClusterRole']);
        expect(listPorts(ports)).toEqual([...NEEDED_PORTS, 'TCP 587', 'TCP 636']);
        expect(readPodSpec(image).containers[0]?.image).toMatch(
          /^registry\.example\.com\/certvigil@sha256:[0-9a-f]{64}$/,
        );
      });

      it('would report a misspelled field, and a value of another type', async () => {
        const text = await renderText(BASE);
        const misspelled = text.replace('runAsNonRoot', 'runAsNotRoot').replace('port: 443', 'port: [443]');
        expect((await decode(misspelled)).slice(3)).toEqual([
          expect.stringContaining('unknown field "spec.jobTemplate.spec.template.spec.securityContext.runAsNotRoot"'),
          expect.stringContaining('cannot unmarshal array'),
        ]);
      });
    });

    it('meets the restricted Pod Security Standard, and mounts no token', async () => {
      const pod = readPodSpec(parseObjects(await renderText(BASE)));
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(readFileSync('Dockerfile', 'utf8')).toContain('\nUSER 65532:65532\n');
      expect(pod.containers.map(({ securityContext }) => securityContext)).toEqual([
        { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      ]);
      const types = pod.volumes?.flatMap((volume) => Object.keys(volume).filter((key) => key !== 'name'));
      expect(types).toEqual(['configMap', 'persistentVolumeClaim', 'emptyDir']);
      for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'initContainers'])
        expect(pod).not.toHaveProperty(field);
    });

    it('permits no connections to the scan, and from it only those that it needs', async () => {
      expect(listPorts(await renderOverlay([]))).toEqual(NEEDED_PORTS);
      expect(listPorts(await renderOverlay(['secrets', 'cert-manager']))).toEqual([...NEEDED_PORTS, 'TCP 6443']);
    });

    it.each([[undefined], ['monitoring']])('binds the roles to its account in the namespace %s', async (namespace) => {
      const objects = await renderOverlay(['kubernetes'], { namespace });
      const subject = { kind: 'ServiceAccount', name: 'certvigil', namespace: namespace ?? 'certvigil' };
      const bindings = objects.filter(({ kind }) => kind === 'ClusterRoleBinding') as V1ClusterRoleBinding[];
      expect(bindings.map(({ subjects }) => subjects)).toEqual(Array(5).fill([subject]));
      expect(findObject(objects, 'ServiceAccount').metadata).toEqual({
        name: 'certvigil',
        namespace: subject.namespace,
      });
    });

    it('takes another image by digest', async () => {
      const [base] = readPodSpec(await renderOverlay([])).containers;
      const name = base?.image?.replace(/:[^:]*$/, '');
      const digest = `sha256:${'0a'.repeat(32)}`;
      const image = async (change: object) =>
        readPodSpec(await renderOverlay([], { images: [change] })).containers[0]?.image;
      expect(await image({ name, digest })).toBe(`${name}@${digest}`);
      const own = 'registry.example.com/certvigil';
      expect(await image({ name, newName: own, newTag: '1' })).toBe(`${own}:1`);
    });

    it('alerts once: the second run is silent', async () => {
      const server = await startServer(10.5);
      const objects = await renderManifest(watch(server.location), { 'ca.pem': server.ca });
      const first = await runPod(createState(objects));
      expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining('1 entry, 1 location: all read') });
      expect(receiver.requests).toHaveLength(1);
      expect(readdirSync(join(directory, 'event-log'))).toContain('event-log.json');
      const second = await runPod(createState(objects));
      expect(second).toMatchObject({ status: 0, stdout: expect.stringContaining('1 entry, 1 location: all read') });
      expect(receiver.requests).toHaveLength(1);
      await server.close();
    });

    it('does not fail the Job for an expired certificate', async () => {
      const server = await startServer(-1);
      const objects = await renderManifest(watch(server.location), { 'ca.pem': server.ca });
      expect(await runPod(createState(objects))).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('expired  shop'),
      });
      expect(receiver.requests).not.toHaveLength(0);
      await server.close();
    });

    it.each<[string, object, Partial<ClusterState>, number, string]>([
      ['an invalid manifest', { version: 1, certificate: [] }, {}, 2, 'unknown-key'],
      ['a missing Secret', watch('127.0.0.1:1'), { secrets: {} }, 3, 'CHAT_URL'],
    ])('fails the Job for %s', async (_, manifest, more, status, message) => {
      const objects = await renderManifest(manifest, { 'ca.pem': 'x' });
      const outcome = await runPod(createState(objects, more));
      expect(outcome).toMatchObject({ status });
      expect(outcome.stdout + outcome.stderr).toContain(message);
    });

    it('fails the Job for the manifest of the base, which has no entries', async () => {
      const outcome = await runPod(createState(await renderOverlay([])));
      expect(outcome).toMatchObject({ status: 1, stdout: expect.stringContaining('The run is red: no-entries.') });
    });

    it('can write to its volumes only, and has no rights', async () => {
      const objects = await renderOverlay([]);
      const [container] = readPodSpec(objects).containers;
      const script = `
        for directory in / /work /opt/certvigil /etc/certvigil /var/lib/certvigil /tmp; do
          if touch "$directory/x" 2> /dev/null; then echo "$directory"; fi
        done
        grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status | tr -s '\\t' ' '
        id -u; id -g`;
      Object.assign(container ?? {}, { command: ['/usr/bin/sh', '-c', script], args: [] });
      const { stdout } = await runPod(createState(objects));
      const none = '0000000000000000';
      expect(stdout.trim().split('\n')).toEqual([
        ...['/var/lib/certvigil', '/tmp', `CapEff: ${none}`, `CapBnd: ${none}`, 'NoNewPrivs: 1', '65532', '65532'],
      ]);
    });

    /** Starts an API server that knows the rules of the rendered roles. */
    async function startCluster(objects: readonly RenderedObject[]) {
      const pair = await link({ ca: false, subject: 'api', sans: [{ type: 'ip', value: '127.0.0.1' }] }, Date.now());
      const cluster = await startFakeKubernetes({ cert: pair.certificate, key: pair.privateKeyPem });
      const granted = JSON.stringify(objects.filter(({ kind }) => kind === 'ClusterRole'));
      const all = ['secrets', 'certificates', 'ingresses', 'gateways', 'routes', 'configmaps', 'apiservices'];
      const more = ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'customresourcedefinitions'];
      for (const plural of [...all, ...more]) if (!granted.includes(`"${plural}"`)) cluster.settings.denied.add(plural);
      const made = await createTestCertificate({ name: 'web.example', days: 10, age: 80 });
      cluster.addSecret('web', 'shop', made.certificate);
      const api = { token: KUBERNETES_TOKEN, ca: pair.certificate, port: Number(new URL(cluster.origin).port) };
      return { ...cluster, api };
    }

    const CLUSTER = {
      version: 1,
      certificates: [{ name: 'cluster', kubernetes: {} }],
      webhooks: { chat: CHAT },
      rules: RULES,
    };

    it('reads the cluster with the token that the components mount', async () => {
      const objects = await renderManifest(CLUSTER, {}, ['kubernetes']);
      const cluster = await startCluster(objects);
      const outcome = await runPod(createState(objects, { api: cluster.api }));
      await cluster.close();
      expect(outcome).toMatchObject({ status: 0, stdout: expect.stringContaining('kubernetes:secret/web/shop') });
      expect(receiver.requests).toHaveLength(1);
    });

    it.each([
      ['without a component', [], 'inventory-credentials-missing'],
      ['with a component for other objects', ['cert-manager'], 'inventory-forbidden'],
    ])('cannot read Secrets %s', async (_, components, code) => {
      const manifest = { ...CLUSTER, certificates: [{ name: 'cluster', kubernetes: { resources: ['secrets'] } }] };
      const objects = await renderManifest(manifest, {}, components);
      const cluster = await startCluster(objects);
      const outcome = await runPod(createState(objects, { api: cluster.api }));
      await cluster.close();
      expect(outcome.status).toBe(1);
      expect(outcome.stdout + outcome.stderr).toContain(code);
    });

    /** Runs the block to copy with a kubectl that applies nothing, and a repository of this version in place of the one on GitHub. */
    async function copyBlock() {
      const [, block = ''] = /```sh\n(.*?)```/s.exec(readFileSync('docs/getting-started/kubernetes.md', 'utf8')) ?? [];
      // A release replaces the placeholder.
      const [, owner = ''] = /https:\/\/github\.com\/([^/]+)\/certvigil\/\//.exec(block) ?? [];
      const account = owner.replace('<OWNER>', 'account');
      const repository = join(directory, 'repository');
      cpSync('deploy', join(repository, 'deploy'), { recursive: true });
      const identity = ['-c', 'user.name=certvigil', '-c', 'user.email=certvigil@example.com'];
      for (const args of [
        ['init', '--quiet'],
        ['add', '.'],
        ['commit', '--quiet', '-m', 'Release'],
        ['tag', 'v0'],
      ])
        await runProgram(git, ['-C', repository, ...identity, ...args]);
      const stub = `#!/bin/sh
printf '%s\\n' "$*" >> '${directory}/calls'
if [ "$1" = apply ]; then exec '${kubectl}' kustomize "$3" > '${directory}/applied'; fi\n`;
      mkdirSync(join(directory, 'bin'));
      writeFileSync(join(directory, 'bin/kubectl'), stub, { mode: 0o755 });
      await runProgram('sh', ['-euc', block.replaceAll('<OWNER>', 'account')], {
        cwd: directory,
        env: {
          PATH: `${directory}/bin:${process.env.PATH}`,
          SLACK_WEBHOOK_URL: 'https://hooks.example.com/T/B/X',
          ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: `url.file://${repository}.insteadOf` },
          GIT_CONFIG_VALUE_0: `https://github.com/${account}/certvigil`,
        },
      });
      const read = (name: string) => readFileSync(join(directory, name), 'utf8');
      return { calls: read('calls').trim().split('\n'), objects: parseObjects(read('applied')) };
    }

    it('works as the guide shows it', async () => {
      const { calls, objects } = await copyBlock();
      expect(calls).toEqual([
        'create namespace certvigil',
        '-n certvigil create secret generic certvigil --from-literal SLACK_WEBHOOK_URL=https://hooks.example.com/T/B/X',
        'apply -k .',
        '-n certvigil create job --from cronjob/certvigil first-scan',
        '-n certvigil logs --follow job/first-scan',
      ]);
      expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['certvigil', undefined]));
      const cluster = await startCluster(objects);
      const made = await createTestCertificate({ name: 'shop.example.com' });
      const shop = await startTlsServer(made, { host: '127.77.0.1', port: 443 });
      const state = createState(objects, {
        secrets: { certvigil: { SLACK_WEBHOOK_URL: receiver.origin } },
        hosts: { 'shop.example.com': '127.77.0.1' },
        api: cluster.api,
      });
      const first = await runPod(state);
      expect(first).toMatchObject({ status: 0, stdout: expect.stringContaining('2 entries, 2 locations: all read') });
      expect(receiver.requests.map(({ body }) => body)).toEqual([
        expect.stringContaining('web.example'),
        expect.stringContaining('shop.example.com'),
      ]);
      expect(await runPod(state)).toMatchObject({ status: 0 });
      expect(receiver.requests).toHaveLength(2);
      await shop.close();
      await cluster.close();
    });
  },
);
