import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PLACEHOLDER_ACTION } from '../../../src/app/init/action-reference.ts';
import { renderManifest } from '../../../src/app/init/manifest-template.ts';
import {
  listSecretUses,
  type ObserveWorkflowOptions,
  renderObserveWorkflow,
} from '../../../src/app/init/observe-workflow.ts';
import { parseProbeRunner, parseShards } from '../../../src/app/init/parse-probe-options.ts';
import { checkProbeRunners, listSigningSecrets } from '../../../src/app/init/probe-options.ts';
import type { Manifest } from '../../../src/domain/index.ts';
import { parseBuiltInManifest } from '../../../src/manifest/load.ts';
import { lintWorkflow } from '../../helpers/workflow-lint.ts';

const MANIFEST = `version: 1
certificates:
  - { name: shop, endpoint: shop.example.com }
  - { name: bundle, url: "https://files.example.com/ca.pem", headers: { authorization: "Bearer \${FILES_TOKEN}" } }
  - { name: intranet, endpoint: intranet.example.test, probe: office, proxy: "http://\${PROXY_USER}@proxy.example.test:3128" }
  - { name: signer, env: SIGNING_CERTIFICATE, probe: datacenter }
webhooks: { chat: { preset: slack, url: "\${SLACK_WEBHOOK_URL}" } }
rules: [{ name: all, events: [certificate.*], actions: [{ webhook: chat }] }]
settings: { heartbeat_url: "\${HEARTBEAT_URL}" }
observations:
  secret: "\${OBSERVATIONS_SECRET}"
  secrets: { office: "\${OBSERVATIONS_SECRET_OFFICE}", datacenter: "\${OBSERVATIONS_SECRET_DATACENTER}" }
`;
const manifest: Manifest = parseBuiltInManifest(MANIFEST, 'certvigil.yaml', '/');
const VARIABLES = [
  ...['FILES_TOKEN', 'PROXY_USER', 'SIGNING_CERTIFICATE', 'SLACK_WEBHOOK_URL', 'HEARTBEAT_URL'],
  ...['OBSERVATIONS_SECRET', 'OBSERVATIONS_SECRET_OFFICE', 'OBSERVATIONS_SECRET_DATACENTER'],
];

const action =
  /\S+\/certvigil@v0/.exec(readFileSync('examples/workflows/certvigil-scan.yml', 'utf8'))?.[0] ?? PLACEHOLDER_ACTION;
const SHARDED: ObserveWorkflowOptions = {
  action,
  manifest: null,
  paths: null,
  store: 'commit',
  issues: true,
  cron: '17 5 * * *',
  dashboard: false,
  ghes: false,
  shards: 4,
  probes: [],
  secrets: [{ name: 'SLACK_WEBHOOK_URL', probes: [], decides: true }],
};
const PROBES: ObserveWorkflowOptions = {
  ...SHARDED,
  shards: 1,
  probes: [
    { probe: 'office', labels: ['self-hosted', 'office'] },
    { probe: 'datacenter', labels: ['self-hosted', 'datacenter'] },
  ],
  secrets: listSecretUses(manifest, VARIABLES).filter(({ name }) => !/HEARTBEAT|FILES|PROXY|SIGNING/.test(name)),
};

describe('the workflow for probes and shards', () => {
  it.each([
    ['examples/workflows/sharded.yml', SHARDED],
    ['examples/workflows/probes.yml', PROBES],
  ])('%s matches the output of init', async (file, options) => {
    await expect(renderObserveWorkflow(options)).toMatchFileSnapshot(path.resolve(file));
  });

  it.each<[string, Partial<ObserveWorkflowOptions>]>([
    ['shards', {}],
    ['200 shards', { shards: 200 }],
    ['probes', PROBES],
    ['probes and shards', { ...PROBES, shards: 3 }],
    ['a probe with one label', { ...PROBES, probes: [{ probe: 'office', labels: ['self-hosted'] }] }],
    ['a manifest at another path', { ...PROBES, manifest: 'ops/my certificates: "all".yaml' }],
    ['the cache and no issues', { store: 'cache', issues: false }],
    ['a dashboard', { ...PROBES, dashboard: true }],
    ['GitHub Enterprise Server', { ...PROBES, dashboard: true, shards: 3, ghes: true }],
    [
      'probes with similar names',
      {
        ...PROBES,
        probes: [
          { probe: 'a.b', labels: ['x'] },
          { probe: 'a_b', labels: ['x'] },
        ],
      },
    ],
    ['secrets of every kind', { ...PROBES, secrets: listSecretUses(manifest, VARIABLES) }],
  ])('passes the linters with %s', async (_, fields) => {
    expect(await lintWorkflow(renderObserveWorkflow({ ...SHARDED, ...fields }), 'scan.yml')).toEqual([]);
  });

  /** The names of the secrets that a job refers to anywhere: GitHub sends its runner all of them. */
  const listSecrets = (job: object) =>
    [...new Set(Array.from(JSON.stringify(job).matchAll(/secrets\.(\w+)/g), ([, name]) => name))].sort();

  it('gives the jobs that read no permission to write, and each only the secrets of its own entries', () => {
    const text = renderObserveWorkflow({ ...PROBES, secrets: listSecretUses(manifest, VARIABLES) });
    const { permissions, jobs } = parse(text);
    expect(permissions).toEqual({});
    expect(Object.keys(jobs)).toEqual(['observe', 'observe-office', 'observe-datacenter', 'scan']);
    for (const id of Object.keys(jobs).slice(0, 3)) expect(jobs[id].permissions).toEqual({ contents: 'read' });
    expect(jobs.scan.permissions).toEqual({ contents: 'write', issues: 'write' });
    expect(listSecrets(jobs.observe)).toEqual(['FILES_TOKEN', 'OBSERVATIONS_SECRET']);
    expect(listSecrets(jobs['observe-office'])).toEqual(['OBSERVATIONS_SECRET_OFFICE', 'PROXY_USER']);
    expect(listSecrets(jobs['observe-datacenter'])).toEqual(['OBSERVATIONS_SECRET_DATACENTER', 'SIGNING_CERTIFICATE']);
    expect(listSecrets(jobs.scan)).toEqual([
      'HEARTBEAT_URL',
      'OBSERVATIONS_SECRET',
      'OBSERVATIONS_SECRET_DATACENTER',
      'OBSERVATIONS_SECRET_OFFICE',
      'SLACK_WEBHOOK_URL',
    ]);
  });

  it('gives all probes the secret that they share', async () => {
    const shared = parseBuiltInManifest(MANIFEST.replace(/^ {2}secrets:.*\n/m, ''), 'certvigil.yaml', '/');
    const uses = listSecretUses(shared, ['OBSERVATIONS_SECRET']);
    expect(uses).toEqual([{ name: 'OBSERVATIONS_SECRET', probes: [null, 'office', 'datacenter'], decides: true }]);
    const { jobs } = parse(renderObserveWorkflow({ ...PROBES, secrets: uses }));
    for (const id of Object.keys(jobs)) expect(listSecrets(jobs[id])).toEqual(['OBSERVATIONS_SECRET']);
  });

  it('reads each probe on its runner, and downloads what all of them wrote', () => {
    const { jobs } = parse(renderObserveWorkflow({ ...PROBES, shards: 3 }));
    expect(jobs['observe-office']['runs-on']).toEqual(['self-hosted', 'office']);
    expect(jobs['observe-office'].steps[1].with).toEqual({
      command: 'observe',
      probe: 'office',
      output: 'observations-probe-office.jsonl',
    });
    expect(jobs.observe.strategy.matrix).toEqual({ shard: [1, 2, 3] });
    const names = Object.values<{ steps: { with: { name?: string } }[] }>(jobs).map(({ steps }) => steps[2]?.with.name);
    expect(names.slice(0, 3)).toEqual([
      `observations-\${{ matrix.shard }}`,
      'observations-probe-office',
      'observations-probe-datacenter',
    ]);
    expect(jobs.scan.steps[1].with.pattern).toBe('observations-*');
  });

  it('uses only what GitHub Enterprise Server supports, if asked', () => {
    const text = renderObserveWorkflow({ ...PROBES, shards: 3, dashboard: true, ghes: true });
    expect(text.match(/uses: .*-artifact@.*|uses: .*-pages@.*/g)?.map((line) => line.replace(/@\w+/, ''))).toEqual([
      ...Array.from({ length: 3 }, () => 'uses: actions/upload-artifact # v3.2.1-node20'),
      'uses: actions/download-artifact # v3.1.0-node20',
      'uses: actions/upload-artifact # v3.2.1-node20',
      'uses: actions/upload-pages-artifact # v2.0.0',
      'uses: actions/deploy-pages # v3.0.1',
    ]);
    expect(text).not.toContain('ubuntu-latest');
    // Inputs and outputs of later versions.
    expect(text).not.toMatch(/overwrite:|archive:|pattern:|merge-multiple:|artifact-url|artifact_id/);
    const { jobs } = parse(text);
    const paths = [jobs.observe, jobs['observe-office'], jobs['observe-datacenter']].map(({ steps }) => steps[2].with);
    expect(paths.map(({ name }) => name)).toEqual(['observations', 'observations', 'observations']);
    expect(new Set(paths.map(({ path }) => path)).size).toBe(3);
  });

  it('decides also if a job that reads failed, but not if the run was canceled', () => {
    const { jobs } = parse(renderObserveWorkflow(SHARDED));
    expect(jobs.scan).toMatchObject({ needs: 'observe', if: `\${{ !cancelled() }}` });
    expect(jobs.observe.strategy['fail-fast']).toBe(false);
  });
});

describe('the options of init', () => {
  it.each(['0', '1', '201', '1.5', 'two', ''])('reject %s shards', (text) => {
    expect(() => parseShards(text)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it.each(['office', '=x', 'Office=x', 'none=x', 'office=', 'office=a b', 'office=a,', 'office="x"'])(
    'reject the probe %s',
    (text) => expect(() => parseProbeRunner(text)).toThrow(expect.objectContaining({ code: 'usage' })),
  );

  it('take the labels of a runner', () => {
    expect(parseProbeRunner('office=self-hosted,linux')).toEqual({ probe: 'office', labels: ['self-hosted', 'linux'] });
  });

  it('need a runner for each probe of the manifest, and an entry for each runner', () => {
    const office = { probe: 'office', labels: ['a'] };
    const datacenter = { probe: 'datacenter', labels: ['b'] };
    expect(() => checkProbeRunners([office, datacenter], manifest)).not.toThrow();
    expect(() => checkProbeRunners([office], manifest)).toThrow('the probe datacenter has no runner');
    expect(() => checkProbeRunners([office, office], manifest)).toThrow('duplicate probe office');
    expect(() => checkProbeRunners([office, datacenter, { probe: 'lab', labels: ['c'] }], manifest)).toThrow('lab');
    expect(() => checkProbeRunners([office], null)).not.toThrow();
  });
});

describe('the secrets of a new manifest', () => {
  const RECEIVERS = { entries: [], receivers: { chats: [], email: null, issues: true } };
  const PROBES = ['office', 'a.b', 'a-b'].map((probe) => ({ probe, labels: ['x'] }));

  it('are one for each probe and one for entries without a probe, under different names', async () => {
    const text = renderManifest({ ...RECEIVERS, heartbeat: null, secrets: listSigningSecrets(PROBES) });
    expect(parseBuiltInManifest(text, 'certvigil.yaml', '/').observations).toMatchObject({
      secret: '$' + '{OBSERVATIONS_SECRET}',
      secrets: {
        office: '$' + '{OBSERVATIONS_SECRET_OFFICE}',
        'a.b': '$' + '{OBSERVATIONS_SECRET_A_B}',
        'a-b': '$' + '{OBSERVATIONS_SECRET_A_B_3}',
      },
    });
  });

  it('are absent without probes', () => {
    expect(renderManifest({ ...RECEIVERS, heartbeat: null, secrets: listSigningSecrets([]) })).not.toContain(
      'observations:',
    );
  });
});
