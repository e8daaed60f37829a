/** Scans that depend on others: files of probes, reports of other repositories, pull requests. */

import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { DAY } from '../../../src/domain/thresholds.ts';
import { addArtifact } from '../../helpers/github/artifacts.ts';
import { getRepository, REPOSITORY, TOKEN } from '../../helpers/github/server.ts';
import { createRepository, type Repository } from '../../helpers/github/state.ts';
import { NOW } from '../../helpers/paths.ts';
import { alerted, endpoint, type Happening, noted, nothing, red, type Way, watch } from '../way.ts';
import type { World } from '../world.ts';

const OBSERVED = watch(endpoint('shop', 'probe: office'));
const FILES = 'observations';
const SCAN = ['scan', '--observations', FILES];
const OBSERVE = ['observe', '--quiet', '--output'];

/** Both the probe and the machine of the scan write their file on a day. */
const observe =
  (day: number, ...probes: ('office' | 'here')[]): Happening =>
  async (world) => {
    if (probes.includes('office')) await world.act(day, ...OBSERVE, `${FILES}/office.jsonl`, '--probe', 'office');
    if (probes.includes('here')) await world.act(day, ...OBSERVE, `${FILES}/here.jsonl`);
  };
const startObserved: Happening = async (world) => {
  await world.serve(300, 'shop');
  await world.write(OBSERVED);
  await observe(0, 'office', 'here')(world);
};
const removeFile: Happening = (world) => rm(path.join(world.root, FILES, 'office.jsonl'));
const UNOBSERVED = noted('1 of 2 entries was not observed (shop)');

export const PROBES: Way[] = [
  {
    title: 'a probe without a file is red at once, and an alert after two scans',
    manifest: OBSERVED,
    command: SCAN,
    days: {
      0: startObserved,
      1: async (world) => {
        await removeFile(world);
        await observe(1, 'here')(world);
      },
      2: observe(2, 'here'),
      3: observe(3, 'office', 'here'),
    },
    must: {
      1: { ...red('not-observed'), ...UNOBSERVED },
      2: { ...red('not-observed'), ...UNOBSERVED, ...alerted('certificate.unreachable 1 entry of probe office') },
      3: alerted('certificate.recovered Probe office'),
    },
  },
  {
    title: 'a probe whose file is of the day before yesterday is red at once',
    manifest: OBSERVED,
    command: SCAN,
    days: { 0: startObserved, 2: observe(2, 'here') },
    must: {
      2: {
        ...alerted('scan.stale (scan)'),
        exit: 3,
        reasons: ['not-observed', 'observations-rejected'],
        ...UNOBSERVED,
      },
    },
  },
  {
    title: 'a probe whose file is cut off is red at once',
    manifest: OBSERVED,
    command: SCAN,
    days: {
      0: startObserved,
      1: async (world) => {
        await observe(1, 'office', 'here')(world);
        const text = await readFile(path.join(world.root, FILES, 'office.jsonl'), 'utf8');
        await world.writeFile(`${FILES}/office.jsonl`, text.slice(0, -20));
      },
    },
    must: { 1: { exit: 3, reasons: ['not-observed', 'observations-rejected'], ...UNOBSERVED } },
  },
  {
    title: 'a scan that does not get the files of its probes is red at once',
    manifest: OBSERVED,
    days: { 0: (world) => world.serve(300, 'shop') },
    must: { 0: { ...red('not-observed'), ...UNOBSERVED } },
  },
];

const OVERVIEW = ['overview', '--topic', 'certvigil'];
const [ORGANIZATION] = REPOSITORY.split('/');
const SECOND = `${ORGANIZATION}/shop`;

function addRepository(world: World, name = SECOND): Repository {
  const repository = { ...createRepository(name, { isPrivate: true }), topics: ['certvigil'] };
  world.github.state.repositories.set(name, repository);
  world.github.state.tokens.get(TOKEN)?.repositories.push(name);
  return repository;
}

/** Scans the manifest of a repository on a day, and uploads the report. */
const publish =
  (day: number, manifest: string, name = SECOND, ...args: string[]): Happening =>
  async (world) => {
    await world.write(manifest);
    await world.act(day, 'scan', ...args);
    const report = await readFile(path.join(world.root, '.report.json'));
    addArtifact(addRepository(world, name), report, { created_at: formatNoon(day) });
  };
const formatNoon = (day: number) => new Date(NOW + (day + 0.5) * DAY).toISOString();

/** Uploads the output of the overview of a day, as its workflow does. */
const uploadOverview =
  (day: number): Happening =>
  async (world) => {
    const { output } = await world.act(day, ...OVERVIEW, '--format', 'json');
    const name = 'certvigil-overview';
    const text = output.slice(0, output.lastIndexOf('}') + 1);
    addArtifact(getRepository(world.github), text, { name, created_at: formatNoon(day) });
  };
const GOOD = watch('- { name: shop, expires: 2027-01-01 }');
const UNREAD = watch('- { name: shop, file: shop.pem }');
const CENTRAL = 'version: 1\ncertificates: []\n';

const overview = (title: string, days: Way['days'], must: Way['must'], more: Partial<Way> = {}): Way => ({
  title,
  manifest: CENTRAL,
  command: OVERVIEW,
  days: {
    ...days,
    0: async (world) => {
      await days[0]?.(world);
      await world.write(CENTRAL);
    },
  },
  must,
  ...more,
});
const incomplete = (output: string) => ({ ...red('repository-incomplete'), output });

export const OVERVIEWS: Way[] = [
  overview(
    'a repository whose scans stop makes the overview red',
    { 0: publish(0, GOOD), 1: nothing, 2: nothing },
    { 2: incomplete('1 with an old scan') },
  ),
  overview(
    'a repository whose report is something else makes the overview red',
    { 0: (world) => addArtifact(addRepository(world), '{}') },
    { 0: incomplete('1 could not be read') },
  ),
  overview(
    'a repository whose artifacts cannot be listed makes the overview red',
    {
      0: async (world) => {
        await publish(0, GOOD)(world);
        world.github.fail({ path: /shop\/actions/, times: 1e9, answer: { status: 500 } });
      },
    },
    { 0: incomplete('1 could not be read') },
  ),
  overview(
    'a repository whose scan could not read something makes the overview red',
    { 0: publish(0, UNREAD) },
    { 0: incomplete('1 with an incomplete scan') },
  ),
  overview(
    'a repository that permits itself not to read something is named',
    { 0: publish(0, UNREAD, SECOND, '--allow-unread') },
    { 0: { output: '1 did not read everything, which allow-unread or a silence permits (shop)' } },
  ),
  overview(
    'a repository that is gone since the previous overview makes the overview red',
    {
      0: publish(0, GOOD),
      1: async (world) => {
        await uploadOverview(0)(world);
        world.github.state.repositories.delete(SECOND);
        addRepository(world, `${ORGANIZATION}/pay`);
        await publish(1, GOOD, `${ORGANIZATION}/pay`)(world);
        await world.write(CENTRAL);
      },
    },
    { 1: { ...red('repository-missing'), output: '1 of the previous overview missing' } },
  ),
  overview(
    'an overview that cannot read the previous one is red, because it does not know what is gone',
    {
      0: publish(0, GOOD),
      1: async (world) => {
        await publish(1, GOOD)(world);
        addArtifact(getRepository(world.github), '{}', { name: 'certvigil-overview', created_at: formatNoon(0) });
        await world.write(CENTRAL);
      },
    },
    { 1: { ...red('overview-previous'), output: 'overview-previous-invalid' } },
  ),
  overview(
    'an organization without a repository to read stops the overview',
    { 0: nothing },
    { 0: { exit: 2, output: 'error[overview-matches-nothing]' } },
  ),
];

const WORKFLOW = `on: { pull_request: { paths: [certvigil.yaml] } }
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: example/certvigil@v0
        with: { command: validate }
`;

const SCHEDULE = `on: { schedule: [{ cron: "0 5 * * *" }] }
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: example/certvigil@v0
`;

const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: pay
spec:
  tls:
    - hosts: [pay.example.com]
`;

export const DISCOVERIES: Way[] = [
  {
    title: 'a host that the repository names and no entry watches is listed',
    manifest: watch('- { name: shop, endpoint: shop.example.com }', 'discovery: { domains: [example.com] }'),
    command: ['discover'],
    days: {
      0: async (world) => {
        execFileSync('git', ['init', '--quiet'], { cwd: world.root });
        await world.writeFile('deploy/pay.yaml', INGRESS);
      },
    },
    must: { 0: { output: 'pay.example.com' } },
  },
  {
    title: 'a workflow that does not check pull requests that change a list is a warning',
    manifest: watch('', 'include: [hosts.csv]'),
    command: ['validate'],
    days: {
      0: async (world) => {
        await world.writeFile('hosts.csv', 'name,expires\nshop,2027-06-11\n');
        await world.writeFile('.github/workflows/validate.yml', WORKFLOW);
      },
    },
    must: { 0: { output: 'The check does not run on pull requests that change "hosts.csv".' } },
  },
  {
    title: 'a schedule without a monitor is a notice',
    manifest: 'version: 1\ncertificates: [{ name: shop, expires: 2027-01-01 }]\n',
    command: ['validate'],
    days: { 0: (world) => world.writeFile('.github/workflows/scan.yml', SCHEDULE) },
    must: { 0: { output: 'notice[heartbeat-missing]' } },
  },
];
