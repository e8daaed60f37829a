import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Rule, WEEKDAYS } from '../../../src/domain/index.ts';
import { formatIsoTime } from '../../../src/lib/iso-time.ts';
import { readMarker } from '../../../src/notify/issue/marker.ts';
import { certificate, day, endpoint, entry, REFUSED, rule, silence } from '../../events/scenario.ts';
import { addIssue, type Board, getBoard, type Issue } from '../../helpers/github/board.ts';
import { type FakeGitHub, getRepository, REPOSITORY, startGitHub } from '../../helpers/github/server.ts';
import { createAccess, createProject, ISSUES, type Project, runScan, type Scan } from './scans.ts';

const BOT = 'github-actions[bot]';
const LOCATION = 'shop.example.com:443';

let github: FakeGitHub;
let board: Board;
beforeEach(async () => {
  github = await startGitHub();
  board = getBoard(getRepository(github));
});
afterEach(() => github.close());

function createShop(over: Partial<Project> = {}, owner: string | null = null): Project {
  const made = createProject([entry('shop', { owner })], over);
  return { ...made, io: { ...made.io, github: createAccess(github.api_url) } };
}

const OLD = certificate('old', { to: day(20, 12) });
const NEW = certificate('new', { to: day(400) });
const seeing = (now: number, showing: Parameters<typeof endpoint>[2] = OLD): Scan => ({
  now,
  readings: [endpoint('shop', LOCATION, showing)],
});

function getOnlyIssue(): Issue {
  expect([...board.issues.keys()]).toHaveLength(1);
  return [...board.issues.values()][0] as Issue;
}

const listWrites = () => github.requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql');
const listHeadlines = ({ comments }: Issue) => comments.map(({ body }) => /\*\*(.*?)\*\*/.exec(body)?.[1]);

describe('the issue of a certificate', () => {
  it('is opened when the certificate is critical, and is unchanged by the next scan', async () => {
    const self = createShop({}, '@example/payments');
    expect(await runScan(self, seeing(day(7)))).toMatchObject({
      deliveries: ['expiry_warning first sent'],
      problems: [],
    });
    const issue = getOnlyIssue();
    expect(issue).toMatchObject({ login: BOT, state: 'open', labels: ['certificate', 'certificate-critical'] });
    expect(issue.title).toBe('Certificate shop (shop.example.com) expires on 2027-01-21');
    expect(issue.body).toContain('This certificate expires on 2027-01-21.');
    expect(issue.body).toContain('| Owner | @example/payments |');
    expect(issue.body).toContain('| Location | `shop.example.com:443` |');
    expect([...board.labels]).toEqual([
      ['certificate', '0969da'],
      ['certificate-critical', 'd93f0b'],
    ]);
    github.requests.length = 0;
    expect(await runScan(self, seeing(day(7, 1)))).toMatchObject({ deliveries: [], problems: [] });
    expect(await runScan(self, seeing(day(8)))).toMatchObject({ problems: [] });
    expect(listWrites()).toEqual([]);
    expect(github.requests.filter(({ path }) => path.endsWith('/issues/1'))).toEqual([]);
    // The next change of the body records its number.
    self.entries = [entry('shop', { owner: 'ops' })];
    await runScan(self, seeing(day(8, 1)));
    expect(readMarker(issue.body)).toMatchObject({ issue: issue.number });
  });

  it('is updated without a comment, and keeps what people wrote around our section', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    const issue = getOnlyIssue();
    issue.body = `A person's first words.\n${issue.body}\nA person's last words.`;
    issue.title = "A person's title";
    issue.labels = ['mine'];
    self.entries = [entry('shop', { owner: '@example/ops' })];
    await runScan(self, seeing(day(9)));
    expect(issue.body).toMatch(
      /^A person's first words\.\n<!--.*\| Owner \| @example\/ops \|.*A person's last words\.$/s,
    );
    expect(issue).toMatchObject({ title: "A person's title", labels: ['mine'], comments: [] });
  });

  it('escalates with a comment and another label', async () => {
    const self = createShop({}, '@octocat');
    await runScan(self, seeing(day(7)));
    const issue = getOnlyIssue();
    expect(await runScan(self, seeing(day(21)))).toMatchObject({ deliveries: ['expired escalated sent'] });
    expect(listHeadlines(issue)).toEqual(['Now expired (was critical):']);
    expect(issue.comments[0]?.body).toContain('@octocat');
    expect(issue.labels).toEqual(['certificate', 'certificate-expired']);
  });

  it('is not opened while silenced, or during quiet hours', async () => {
    const self = createShop({ silences: [silence(day(8))] });
    expect(await runScan(self, seeing(day(7)))).toMatchObject({ deliveries: [], problems: [] });
    const quiet_hours = { from: 6 * 60, to: 7 * 60, time_zone: 'UTC', days: [...WEEKDAYS], except: [] };
    self.rules = [{ ...ISSUES, actions: ISSUES.actions.map((action) => ({ ...action, quiet_hours })) }];
    expect(await runScan(self, seeing(day(8)))).toMatchObject({ deliveries: [], problems: [] });
    expect(board.issues.size).toBe(0);
    expect(await runScan(self, seeing(day(8, 2)))).toMatchObject({ deliveries: ['expiry_warning first sent'] });
    expect(getOnlyIssue().state).toBe('open');
  });

  it('is updated without comments while silenced, and is still closed when resolved', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    self.silences = [silence(day(40))];
    expect(await runScan(self, seeing(day(21)))).toMatchObject({ deliveries: [], problems: [] });
    expect(getOnlyIssue()).toMatchObject({ state: 'open', comments: [] });
    expect(await runScan(self, seeing(day(22), NEW))).toMatchObject({ deliveries: ['renewed first sent'] });
    expect(getOnlyIssue().state).toBe('closed');
  });

  it('is closed when the certificate is renewed, with both fingerprints and dates', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ deliveries: ['renewed first sent'] });
    const issue = getOnlyIssue();
    expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(issue.comments[0]?.body).toContain(`| before | \`${OLD.fingerprint}\` | 2027-01-21T18:00:00Z |`);
    expect(issue.comments[0]?.body).toContain(`| now | \`${NEW.fingerprint}\` | 2028-02-05T06:00:00Z |`);
  });

  it.each([
    ['removed', { now: day(8), readings: [] }, 'Removed:'],
    ['recovered', seeing(day(8)), 'Recovered:'],
  ])('is closed when the alert is %s', async (event, after, words) => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    if (event === 'removed') self.entries = [];
    else self.entries = [entry('shop', { settings: { ...self.entries[0]?.settings, thresholds: [] } as never })];
    expect(await runScan(self, after)).toMatchObject({ deliveries: [`${event} first sent`] });
    expect(getOnlyIssue()).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(listHeadlines(getOnlyIssue())).toEqual([words]);
  });

  it('is reopened when a resolved alert fires again', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    await runScan(self, seeing(day(9), NEW));
    await runScan(self, seeing(day(11), OLD));
    expect(getOnlyIssue()).toMatchObject({ state: 'open' });
    expect(listHeadlines(getOnlyIssue())).toEqual(['Renewed:', 'Firing again:']);
    await runScan(self, seeing(day(12), NEW));
    expect(getOnlyIssue()).toMatchObject({ state: 'closed' });
    expect(listHeadlines(getOnlyIssue())).toEqual(['Renewed:', 'Firing again:', 'Renewed:']);
  });

  it('is also opened for a location that cannot be read', async () => {
    const self = createShop({ rules: [rule('all', { actions: ISSUES.actions })] });
    await runScan(self, seeing(day(-100)));
    await runScan(self, seeing(day(-99), REFUSED));
    await runScan(self, seeing(day(-98), REFUSED));
    expect(getOnlyIssue().title).toBe('Certificate shop cannot be read at shop.example.com:443');
    await runScan(self, seeing(day(-97)));
    expect(getOnlyIssue()).toMatchObject({ state: 'closed' });
    expect(listHeadlines(getOnlyIssue())).toEqual(['Recovered:']);
  });

  it('reports once that a location was rolled back to an older certificate', async () => {
    const self = createShop({ rules: [rule('all', { actions: ISSUES.actions })] });
    const at = (a: typeof OLD, b: typeof OLD) => [
      endpoint('shop', LOCATION, a),
      endpoint('shop', 'b.example.com:443', b),
    ];
    await runScan(self, { now: day(7), readings: at(OLD, NEW) });
    await runScan(self, { now: day(8), readings: at(OLD, OLD) });
    await runScan(self, { now: day(9), readings: at(OLD, OLD) });
    expect(listHeadlines(getOnlyIssue())).toEqual(['Replaced']);
    expect(getOnlyIssue().body).toContain('**Replaced** at `b.example.com:443`');
  });
});

describe('changes by people', () => {
  it('treat a closed issue as acknowledged until the alert escalates', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    const issue = getOnlyIssue();
    issue.state = 'closed';
    issue.closed = { by: 'ada', at: formatIsoTime(day(8)) };
    const before = issue.body;
    expect(await runScan(self, seeing(day(9)))).toMatchObject({ deliveries: ['expiry_warning repeat sent'] });
    expect(issue).toMatchObject({ state: 'closed', comments: [], body: before });
    const [record] = self.log.events;
    const acknowledged = {
      acknowledged_by: 'ada',
      reason: `closed issue #${issue.number}`,
      acknowledged_at: formatIsoTime(day(8)),
    };
    expect(record?.acknowledged).toEqual(acknowledged);
    // Nothing was sent, so it does not count as a repeat.
    expect(record?.deliveries.issues?.issue).toMatchObject({ first_delivered_at: formatIsoTime(day(7)) });
    expect(record?.deliveries.issues?.issue?.repeats).toBeUndefined();
    await runScan(self, seeing(day(21)));
    expect(issue).toMatchObject({ state: 'open' });
    expect(issue.comments[0]?.body).toContain('reopened because the problem got worse');
    expect(getOnlyIssue()).toBe(issue);
  });

  it('get no comment in an acknowledged issue when the certificate is renewed', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    getOnlyIssue().state = 'closed';
    expect(await runScan(self, seeing(day(8), NEW))).toMatchObject({ deliveries: ['renewed first sent'] });
    expect(getOnlyIssue()).toMatchObject({ state: 'closed', comments: [] });
  });

  it('keep an issue open that a person reopened after the renewal', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    await runScan(self, seeing(day(8), NEW));
    getOnlyIssue().state = 'open';
    await runScan(self, seeing(day(9), NEW));
    expect(getOnlyIssue().state).toBe('open');
  });

  it('keep a label and our section of the body removed', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    const issue = getOnlyIssue();
    issue.labels = [];
    issue.body = `${issue.body.split('\n', 1)[0]}\nMine alone.`;
    await runScan(self, seeing(day(9)));
    expect(issue).toMatchObject({ labels: [], body: expect.stringMatching(/\nMine alone\.$/) });
  });

  it('cannot fake an issue with a copied marker', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    const { body, title } = getOnlyIssue();
    board.issues.clear();
    const foreign = addIssue(board, { login: 'mallory', title, body });
    self.log = createProject([]).log;
    await runScan(self, seeing(day(8)));
    expect(board.issues.size).toBe(2);
    await runScan(self, seeing(day(9), NEW));
    expect(foreign).toMatchObject({ state: 'open', body, comments: [] });
  });

  it.each(['on the day it was opened', 'later'])(
    'in another workflow that quotes the body change nothing, %s',
    async (when) => {
      const self = createShop();
      await runScan(self, seeing(day(7)));
      const issue = getOnlyIssue();
      if (when === 'later') await runScan(self, seeing(day(7, 1)));
      const copy = addIssue(board, { login: BOT, title: 'Open alerts of this week', body: issue.body });
      const quote = addIssue(board, { login: BOT, title: 'Report', body: `The issue says:\n\n${issue.body}\n` });
      const texts = [copy, quote].map(({ body }) => body);
      await runScan(self, seeing(day(9)));
      await runScan(self, seeing(day(21)));
      expect(await runScan(self, seeing(day(22), NEW))).toMatchObject({ deliveries: ['renewed first sent'] });
      expect(issue.state).toBe('closed');
      for (const [at, other] of [copy, quote].entries()) {
        expect(other).toMatchObject({ state: 'open', body: texts[at], comments: [], labels: [] });
      }
    },
  );

  it('in another workflow that quotes a closed issue change nothing', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    const issue = getOnlyIssue();
    await runScan(self, seeing(day(8), NEW));
    const copy = addIssue(board, {
      login: BOT,
      title: 'Closed this week',
      body: issue.body.replace('resolved', 'firing'),
    });
    await runScan(self, seeing(day(9), NEW));
    expect(copy).toMatchObject({ state: 'open', comments: [] });
  });

  it('do not matter in pull requests, other issues of the same user, and malformed markers', async () => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    const { body } = getOnlyIssue();
    board.issues.clear();
    addIssue(board, { login: BOT, title: 'a pull request', body, isPullRequest: true });
    addIssue(board, { login: BOT, title: 'another tool', body: 'text' });
    addIssue(board, { login: BOT, title: 'broken', body: '<!-- certvigil:issue:v1 {"key": -->' });
    addIssue(board, { login: BOT, title: 'incomplete', body: '<!-- certvigil:issue:v1 {"key":"x"} -->' });
    self.log = createProject([]).log;
    await runScan(self, seeing(day(8)));
    expect(board.issues.size).toBe(5);
  });
});

describe('people involved', () => {
  const assigning = (options: Partial<Extract<Rule['actions'][number], { kind: 'issue' }>['options']>): Rule => ({
    ...ISSUES,
    actions: [{ kind: 'issue', options: { labels: ['certificate'], assignees: [], milestone: null, ...options } }],
  });

  it.each([
    ['@octocat', ['octocat'], '| Owner | @octocat |'],
    ['octocat', ['octocat'], '| Owner | `octocat` |'],
    ['@outsider', [], '| Owner | @outsider |'],
    ['Payments team', [], '| Owner | `Payments team` |'],
    ['@example/payments', [], '| Owner | @example/payments |'],
    ['ops@example.com', [], '| Owner | `ops@example.com` |'],
  ])('assigns the owner %s if possible, and mentions it if written as a mention', async (owner, assignees, row) => {
    board.members.add('octocat');
    await runScan(createShop({}, owner), seeing(day(7)));
    expect(getOnlyIssue().assignees).toEqual(assignees);
    expect(getOnlyIssue().body).toContain(row);
  });

  it('assigns users of the manifest, and mentions those who cannot be assigned', async () => {
    board.members.add('octocat');
    board.milestones.push({ number: 3, title: 'Q1', state: 'open' });
    const rules = [assigning({ labels: ['tls', 'ops'], assignees: ['octocat', 'left'], milestone: 'Q1' })];
    await runScan(createShop({ rules }), seeing(day(7)));
    expect(getOnlyIssue()).toMatchObject({
      assignees: ['octocat'],
      milestone: 3,
      labels: ['tls', 'ops', 'certificate-critical'],
    });
    expect(getOnlyIssue().body).toMatch(/\ncc @left$/);
  });

  it('looks up each user and the milestones once, however many issues are opened', async () => {
    board.members.add('octocat');
    board.milestones.push({ number: 3, title: 'Q1', state: 'open' });
    const names = ['a', 'b', 'c', 'd'];
    const made = createProject(
      names.map((name) => entry(name)),
      { rules: [assigning({ assignees: ['octocat', 'left'], milestone: 'Q1' })] },
    );
    const self = { ...made, io: { ...made.io, github: createAccess(github.api_url) } };
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, OLD));
    await runScan(self, { now: day(7), readings });
    expect([...board.issues.values()].map(({ assignees, milestone }) => [assignees, milestone])).toEqual(
      names.map(() => [['octocat'], 3]),
    );
    const looked = github.requests.filter(({ path }) => /\/(assignees|milestones)/.test(path));
    expect(looked.map(({ path }) => /(assignees\/\w+|milestones)/.exec(path)?.[0]).sort()).toEqual([
      'assignees/left',
      'assignees/octocat',
      'milestones',
    ]);
  });

  it('opens the issue without a milestone if it is not open', async () => {
    board.milestones.push({ number: 3, title: 'Q1', state: 'closed' });
    await runScan(createShop({ rules: [assigning({ milestone: 3 })] }), seeing(day(7)));
    expect(getOnlyIssue().milestone).toBeNull();
    expect(getOnlyIssue().body).toContain('The milestone set in the manifest is not open in this repository.');
  });

  it('opens one issue for two rules, with the labels of both', async () => {
    const rules = [ISSUES, { ...assigning({ labels: ['tls'] }), name: 'second' }];
    const { deliveries } = await runScan(createShop({ rules }), seeing(day(7)));
    expect(deliveries).toEqual(['expiry_warning first sent', 'expiry_warning first sent']);
    expect(getOnlyIssue().labels).toEqual(['certificate', 'tls', 'certificate-critical']);
  });
});

describe('after the event log was lost', () => {
  const lost = async (): Promise<Project> => {
    const self = createShop();
    await runScan(self, seeing(day(7)));
    self.log = createProject([]).log;
    return self;
  };

  it('finds the existing issue and opens no other', async () => {
    const self = await lost();
    expect(await runScan(self, seeing(day(8)))).toMatchObject({ deliveries: ['expiry_warning first sent'] });
    expect(getOnlyIssue().comments).toEqual([]);
  });

  it('closes the issue of a certificate that is no longer in use', async () => {
    const self = await lost();
    await runScan(self, seeing(day(8), NEW));
    expect(getOnlyIssue()).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(getOnlyIssue().comments[0]?.body).toContain(`Found instead: \`${NEW.fingerprint}\`.`);
  });

  it('closes the issue of an entry removed from the manifest, but none of another manifest', async () => {
    const self = await lost();
    const other = { ...self, file: 'other.yaml', entries: [] };
    await runScan(other, { now: day(8), readings: [] });
    expect(getOnlyIssue().state).toBe('open');
    await runScan({ ...self, entries: [] }, { now: day(8), readings: [] });
    expect(getOnlyIssue().state).toBe('closed');
  });

  it.each<[string, Partial<Scan>]>([
    ['could not be read', { readings: [endpoint('shop', LOCATION, REFUSED)] }],
    ['was excluded by --only', { only: (name) => name === 'other', readings: [] }],
  ])('leaves the issue of an entry that %s', async (_, given) => {
    const self = await lost();
    await runScan(self, { ...seeing(day(8), NEW), ...given });
    expect(getOnlyIssue().state).toBe('open');
  });
});

describe('concurrent scans', () => {
  it('close the later of two issues they opened', async () => {
    const [one, two] = [createShop(), createShop()];
    board.highestListed = 0;
    await runScan(one, seeing(day(7)));
    await runScan(two, seeing(day(7)));
    expect(board.issues.size).toBe(2);
    board.highestListed = Number.POSITIVE_INFINITY;
    await runScan(one, seeing(day(7, 1)));
    const [first, second] = [...board.issues.values()] as [Issue, Issue];
    expect(first.state).toBe('open');
    expect(second).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
    expect(second.comments[0]?.body).toContain('duplicate of #1');
    await runScan(one, seeing(day(8), NEW));
    expect(first.state).toBe('closed');
    expect(second.comments).toHaveLength(1);
  });
});

describe('a duplicate reopened by a person', () => {
  it('belongs to that person, and the original continues', async () => {
    const [one, two] = [createShop(), createShop()];
    board.highestListed = 0;
    await runScan(one, seeing(day(7)));
    await runScan(two, seeing(day(7)));
    board.highestListed = Number.POSITIVE_INFINITY;
    await runScan(one, seeing(day(7, 1)));
    const [first, second] = [...board.issues.values()] as [Issue, Issue];
    first.state = 'closed';
    second.state = 'open';
    await runScan(one, seeing(day(9)));
    expect(board.issues.size).toBe(2);
    expect(first.state).toBe('closed');
    await runScan(one, seeing(day(21)));
    expect(first.state).toBe('open');
  });
});

describe('a secret', () => {
  it('is masked in issues', async () => {
    const self = createShop({}, 'hunter2-hunter2');
    self.io = { ...self.io, mask: (text) => text.replaceAll('hunter2-hunter2', '***') };
    await runScan(self, seeing(day(7)));
    expect(getOnlyIssue().body).toContain('| Owner | `***` |');
  });
});

describe('a token', () => {
  it('that is missing outside GitHub is one warning, and the next scan on GitHub opens the issues', async () => {
    const self = createProject([entry('shop')]);
    const { deliveries, problems } = await runScan(self, seeing(day(7)));
    expect(deliveries).toEqual([]);
    expect(problems).toMatchObject([{ code: 'issue-outside-github' }]);
  });

  it('that is missing on GitHub fails the delivery only, and says how to fix it', async () => {
    const self = createProject([entry('shop')]);
    self.io = { ...self.io, env: { GITHUB_ACTIONS: 'true' } };
    const { deliveries, failures } = await runScan(self, seeing(day(7)));
    expect(deliveries).toEqual(['expiry_warning first failed']);
    expect(failures[0]).toMatchObject({ code: 'issue-no-token', detail: expect.stringContaining('issues: write') });
    expect(await runScan(createProject([entry('shop')]), seeing(day(-50)))).toMatchObject({
      deliveries: [],
      problems: [],
    });
  });

  it('without the permission is reported with the permission it needs', async () => {
    for (const token of github.state.tokens.values()) token.permissions = { issues: 'read' };
    const { failures } = await runScan(createShop(), seeing(day(7)));
    expect(failures[0]).toMatchObject({
      code: 'github-forbidden',
      detail: expect.stringContaining('the permission issues: write'),
    });
  });

  it('of another repository finds nothing', async () => {
    for (const token of github.state.tokens.values()) token.repositories = ['other/location'];
    const { failures } = await runScan(createShop(), seeing(day(7)));
    expect(failures[0]).toMatchObject({ code: 'github-not-found', detail: expect.stringContaining(REPOSITORY) });
  });
});
