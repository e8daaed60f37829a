import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Rule, WEEKDAYS } from '../../../src/domain/index.ts';
import { certificate, day, endpoint, entry, REFUSED, rule, silence } from '../../events/scenario.ts';
import { type Board, boardOf, type Issue, openIssue } from '../../helpers/github/board.ts';
import { type FakeGitHub, REPOSITORY, repositoryOf, startGitHub } from '../../helpers/github/server.ts';
import { accessTo, ISSUES, type Scan, scan, type World, world } from './scans.ts';

const BOT = 'github-actions[bot]';
const PLACE = 'shop.example.com:443';

let github: FakeGitHub;
let board: Board;
beforeEach(async () => {
  github = await startGitHub();
  board = boardOf(repositoryOf(github));
});
afterEach(() => github.close());

function shop(over: Partial<World> = {}, owner: string | null = null): World {
  const made = world([entry('shop', { owner })], over);
  return { ...made, io: { ...made.io, github: accessTo(github.api_url) } };
}

const OLD = certificate('old', { to: day(20, 12) });
const NEW = certificate('new', { to: day(400) });
const seeing = (now: number, showing: Parameters<typeof endpoint>[2] = OLD): Scan => ({
  now,
  readings: [endpoint('shop', PLACE, showing)],
});

function only(): Issue {
  expect([...board.issues.keys()]).toHaveLength(1);
  return [...board.issues.values()][0] as Issue;
}

const writes = () => github.requests.filter(({ method, path }) => method !== 'GET' && path !== '/graphql');
const said = ({ comments }: Issue) => comments.map(({ body }) => /\*\*(.*?)\*\*/.exec(body)?.[1]);

describe('the issue of a certificate', () => {
  it('is opened when it is critical, tells what must be known, and is left alone by the next scan', async () => {
    const self = shop({}, '@example/payments');
    expect(await scan(self, seeing(day(7)))).toMatchObject({ told: ['expiry_warning first sent'], problems: [] });
    const issue = only();
    expect(issue).toMatchObject({ login: BOT, state: 'open', labels: ['certificate', 'certificate-critical'] });
    expect(issue.title).toBe('Certificate shop of shop.example.com ends on 2027-01-21');
    expect(issue.body).toContain('It ends in 13 days, on 2027-01-21.');
    expect(issue.body).toContain('| Owner | @example/payments |');
    expect(issue.body).toContain('| Found at | `shop.example.com:443` |');
    expect([...board.labels]).toEqual([
      ['certificate', '0969da'],
      ['certificate-critical', 'd93f0b'],
    ]);
    const before = writes().length;
    expect(await scan(self, seeing(day(7, 1)))).toMatchObject({ told: [], problems: [] });
    expect(writes()).toHaveLength(before);
  });

  it('is kept current without a comment, and what people wrote around our part stays', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    const issue = only();
    issue.body = `A person's first words.\n${issue.body}\nA person's last words.`;
    issue.title = "A person's title";
    issue.labels = ['mine'];
    await scan(self, seeing(day(9)));
    expect(issue.body).toMatch(/^A person's first words\.\n<!--.*ends in 11 days.*A person's last words\.$/s);
    expect(issue).toMatchObject({ title: "A person's title", labels: ['mine'], comments: [] });
  });

  it('gets worse with a comment and another label', async () => {
    const self = shop({}, '@octocat');
    await scan(self, seeing(day(7)));
    const issue = only();
    expect(await scan(self, seeing(day(21)))).toMatchObject({ told: ['expired escalated sent'] });
    expect(said(issue)).toEqual(['expired, after critical:']);
    expect(issue.comments[0]?.body).toContain('@octocat');
    expect(issue.labels).toEqual(['certificate', 'certificate-expired']);
  });

  it('is not opened while it is silenced, nor in quiet hours', async () => {
    const self = shop({ silences: [silence(day(8))] });
    expect(await scan(self, seeing(day(7)))).toMatchObject({ told: [], problems: [] });
    const quiet_hours = { from: 6 * 60, to: 7 * 60, time_zone: 'UTC', days: [...WEEKDAYS], except: [] };
    self.rules = [{ ...ISSUES, actions: ISSUES.actions.map((action) => ({ ...action, quiet_hours })) }];
    expect(await scan(self, seeing(day(8)))).toMatchObject({ told: [], problems: [] });
    expect(board.issues.size).toBe(0);
    expect(await scan(self, seeing(day(8, 2)))).toMatchObject({ told: ['expiry_warning first sent'] });
    expect(only().state).toBe('open');
  });

  it('stays open and current while it is silenced, without a comment, and is closed at any hour', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    self.silences = [silence(day(40))];
    expect(await scan(self, seeing(day(21)))).toMatchObject({ told: [], problems: [] });
    expect(only()).toMatchObject({ state: 'open', comments: [] });
    expect(await scan(self, seeing(day(22), NEW))).toMatchObject({ told: ['renewed first sent'] });
    expect(only().state).toBe('closed');
  });

  it('is closed when the certificate is renewed, with both fingerprints and dates', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    expect(await scan(self, seeing(day(8), NEW))).toMatchObject({ told: ['renewed first sent'] });
    const issue = only();
    expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(issue.comments[0]?.body).toContain(`| before | \`${OLD.fingerprint}\` | 2027-01-21T18:00:00Z |`);
    expect(issue.comments[0]?.body).toContain(`| now | \`${NEW.fingerprint}\` | 2028-02-05T06:00:00Z |`);
  });

  it.each([
    ['removed', { now: day(8), readings: [] }, 'Removed:'],
    ['recovered', seeing(day(8)), 'Recovered:'],
  ])('is closed when it is %s', async (event, after, words) => {
    const self = shop();
    await scan(self, seeing(day(7)));
    if (event === 'removed') self.entries = [];
    else self.entries = [entry('shop', { settings: { ...self.entries[0]?.settings, thresholds: [] } as never })];
    expect(await scan(self, after)).toMatchObject({ told: [`${event} first sent`] });
    expect(only()).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(said(only())).toEqual([words]);
  });

  it('is opened again when the certificate comes back after its ending', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    await scan(self, seeing(day(9), NEW));
    await scan(self, seeing(day(11), OLD));
    expect(only()).toMatchObject({ state: 'open' });
    expect(said(only())).toEqual(['Renewed.', 'It is back:']);
    await scan(self, seeing(day(12), NEW));
    expect(only()).toMatchObject({ state: 'closed' });
    expect(said(only())).toEqual(['Renewed.', 'It is back:', 'Renewed.']);
  });

  it('is one for a place that cannot be read, too', async () => {
    const self = shop({ rules: [rule('all', { actions: ISSUES.actions })] });
    await scan(self, seeing(day(-100)));
    await scan(self, seeing(day(-99), REFUSED));
    await scan(self, seeing(day(-98), REFUSED));
    expect(only().title).toBe('Certificate shop cannot be read at shop.example.com:443');
    await scan(self, seeing(day(-97)));
    expect(only()).toMatchObject({ state: 'closed' });
    expect(said(only())).toEqual(['Recovered:']);
  });

  it('tells once that an older certificate came to another of its places', async () => {
    const self = shop({ rules: [rule('all', { actions: ISSUES.actions })] });
    const at = (a: typeof OLD, b: typeof OLD) => [endpoint('shop', PLACE, a), endpoint('shop', 'b.example.com:443', b)];
    await scan(self, { now: day(7), readings: at(OLD, NEW) });
    await scan(self, { now: day(8), readings: at(OLD, OLD) });
    await scan(self, { now: day(9), readings: at(OLD, OLD) });
    expect(said(only())).toEqual(['Replaced']);
    expect(only().body).toContain('**Replaced** at `b.example.com:443`');
  });
});

describe('what people do', () => {
  it('takes an issue that a person closed for an acknowledgement, until it gets worse', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    const issue = only();
    issue.state = 'closed';
    const before = issue.body;
    expect(await scan(self, seeing(day(9)))).toMatchObject({ told: ['expiry_warning repeat sent'] });
    expect(issue).toMatchObject({ state: 'closed', comments: [], body: before });
    await scan(self, seeing(day(21)));
    expect(issue).toMatchObject({ state: 'open' });
    expect(issue.comments[0]?.body).toContain('open again because it got worse');
    expect(only()).toBe(issue);
  });

  it('says nothing more in an acknowledged issue when the certificate is renewed', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    only().state = 'closed';
    expect(await scan(self, seeing(day(8), NEW))).toMatchObject({ told: ['renewed first sent'] });
    expect(only()).toMatchObject({ state: 'closed', comments: [] });
  });

  it('leaves an issue to the person who opened it again after the renewal', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    await scan(self, seeing(day(8), NEW));
    only().state = 'open';
    await scan(self, seeing(day(9), NEW));
    expect(only().state).toBe('open');
  });

  it('does not put back a label or our part of the body that a person has taken out', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    const issue = only();
    issue.labels = [];
    issue.body = `${issue.body.split('\n', 1)[0]}\nMine alone.`;
    await scan(self, seeing(day(9)));
    expect(issue).toMatchObject({ labels: [], body: expect.stringMatching(/\nMine alone\.$/) });
  });

  it('counts only what the token itself has opened: anyone can write a marker', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    const { body, title } = only();
    board.issues.clear();
    const foreign = openIssue(board, { login: 'mallory', title, body });
    self.log = world([]).log;
    await scan(self, seeing(day(8)));
    expect(board.issues.size).toBe(2);
    await scan(self, seeing(day(9), NEW));
    expect(foreign).toMatchObject({ state: 'open', body, comments: [] });
  });

  it('is not misled by pull requests, other issues of the same user, and markers that are none', async () => {
    const self = shop();
    await scan(self, seeing(day(7)));
    const { body } = only();
    board.issues.clear();
    openIssue(board, { login: BOT, title: 'a pull request', body, isPullRequest: true });
    openIssue(board, { login: BOT, title: 'another tool', body: 'text' });
    openIssue(board, { login: BOT, title: 'broken', body: '<!-- certvigil:issue:v1 {"key": -->' });
    openIssue(board, { login: BOT, title: 'incomplete', body: '<!-- certvigil:issue:v1 {"key":"x"} -->' });
    self.log = world([]).log;
    await scan(self, seeing(day(8)));
    expect(board.issues.size).toBe(5);
  });
});

describe('whom it concerns', () => {
  const assigning = (options: Partial<Extract<Rule['actions'][number], { kind: 'issue' }>['options']>): Rule => ({
    ...ISSUES,
    actions: [{ kind: 'issue', options: { labels: ['certificate'], assignees: [], milestone: null, ...options } }],
  });

  it.each([
    ['@octocat', ['octocat'], '| Owner | @octocat |'],
    ['octocat', ['octocat'], '| Owner | `octocat` |'],
    ['@stranger', [], '| Owner | @stranger |'],
    ['Payments team', [], '| Owner | `Payments team` |'],
    ['@example/payments', [], '| Owner | @example/payments |'],
    ['ops@example.com', [], '| Owner | `ops@example.com` |'],
  ])(
    'assigns the owner %s where that is a user who can be, and mentions what is written so',
    async (owner, assignees, row) => {
      board.members.add('octocat');
      await scan(shop({}, owner), seeing(day(7)));
      expect(only().assignees).toEqual(assignees);
      expect(only().body).toContain(row);
    },
  );

  it('assigns whom the manifest names, and mentions who cannot be', async () => {
    board.members.add('octocat');
    board.milestones.push({ number: 3, title: 'Q1', state: 'open' });
    const rules = [assigning({ labels: ['tls', 'ops'], assignees: ['octocat', 'left'], milestone: 'Q1' })];
    await scan(shop({ rules }), seeing(day(7)));
    expect(only()).toMatchObject({
      assignees: ['octocat'],
      milestone: 3,
      labels: ['tls', 'ops', 'certificate-critical'],
    });
    expect(only().body).toMatch(/\ncc @left$/);
  });

  it('opens the issue without a milestone that is not open', async () => {
    board.milestones.push({ number: 3, title: 'Q1', state: 'closed' });
    await scan(shop({ rules: [assigning({ milestone: 3 })] }), seeing(day(7)));
    expect(only().milestone).toBeNull();
    expect(only().body).toContain('The milestone of the manifest is not open here.');
  });

  it('is one issue for two rules, with the labels of both', async () => {
    const rules = [ISSUES, { ...assigning({ labels: ['tls'] }), name: 'second' }];
    const { told } = await scan(shop({ rules }), seeing(day(7)));
    expect(told).toEqual(['expiry_warning first sent', 'expiry_warning first sent']);
    expect(only().labels).toEqual(['certificate', 'tls', 'certificate-critical']);
  });
});

describe('where the log was lost', () => {
  const lost = async (): Promise<World> => {
    const self = shop();
    await scan(self, seeing(day(7)));
    self.log = world([]).log;
    return self;
  };

  it('finds its issue again and opens no other', async () => {
    const self = await lost();
    expect(await scan(self, seeing(day(8)))).toMatchObject({ told: ['expiry_warning first sent'] });
    expect(only().comments).toEqual([]);
  });

  it('closes the issue of a certificate that the entry has no more', async () => {
    const self = await lost();
    await scan(self, seeing(day(8), NEW));
    expect(only()).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(only().comments[0]?.body).toContain(`There is now: \`${NEW.fingerprint}\`.`);
  });

  it('closes the issue of an entry that the manifest has no more, and none of another manifest', async () => {
    const self = await lost();
    const other = { ...self, file: 'other.yaml', entries: [] };
    await scan(other, { now: day(8), readings: [] });
    expect(only().state).toBe('open');
    await scan({ ...self, entries: [] }, { now: day(8), readings: [] });
    expect(only().state).toBe('closed');
  });

  it.each<[string, Partial<Scan>]>([
    ['could not be read', { readings: [endpoint('shop', PLACE, REFUSED)] }],
    ['was not asked for', { only: (name) => name === 'other', readings: [] }],
  ])('leaves the issue of an entry that %s', async (_, given) => {
    const self = await lost();
    await scan(self, { ...seeing(day(8), NEW), ...given });
    expect(only().state).toBe('open');
  });
});

describe('at once', () => {
  it('closes the later of two issues that two scans opened', async () => {
    const [one, two] = [shop(), shop()];
    board.listed = 0;
    await scan(one, seeing(day(7)));
    await scan(two, seeing(day(7)));
    expect(board.issues.size).toBe(2);
    board.listed = Number.POSITIVE_INFINITY;
    await scan(one, seeing(day(7, 1)));
    const [first, second] = [...board.issues.values()] as [Issue, Issue];
    expect(first.state).toBe('open');
    expect(second).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
    expect(second.comments[0]?.body).toContain('#1 goes on');
    await scan(one, seeing(day(8), NEW));
    expect(first.state).toBe('closed');
    expect(second.comments).toHaveLength(1);
  });
});

describe('a duplicate that a person opens again', () => {
  it('is that of the person, and the one that it doubled goes on', async () => {
    const [one, two] = [shop(), shop()];
    board.listed = 0;
    await scan(one, seeing(day(7)));
    await scan(two, seeing(day(7)));
    board.listed = Number.POSITIVE_INFINITY;
    await scan(one, seeing(day(7, 1)));
    const [first, second] = [...board.issues.values()] as [Issue, Issue];
    first.state = 'closed';
    second.state = 'open';
    await scan(one, seeing(day(9)));
    expect(board.issues.size).toBe(2);
    expect(first.state).toBe('closed');
    await scan(one, seeing(day(21)));
    expect(first.state).toBe('open');
  });
});

describe('a secret', () => {
  it('gets into no issue, wherever it was written', async () => {
    const self = shop({}, 'hunter2-hunter2');
    self.io = { ...self.io, mask: (text) => text.replaceAll('hunter2-hunter2', '***') };
    await scan(self, seeing(day(7)));
    expect(only().body).toContain('| Owner | `***` |');
  });
});

describe('a token', () => {
  it('that is missing fails the delivery with what to do, and nothing else', async () => {
    const self = world([entry('shop')]);
    const { told, failures } = await scan(self, seeing(day(7)));
    expect(told).toEqual(['expiry_warning first failed']);
    expect(failures[0]).toMatchObject({ code: 'issue-no-token', detail: expect.stringContaining('issues: write') });
    expect(await scan(world([entry('shop')]), seeing(day(-50)))).toMatchObject({ told: [], problems: [] });
  });

  it('without the permission is told which it needs', async () => {
    for (const token of github.state.tokens.values()) token.permissions = { issues: 'read' };
    const { failures } = await scan(shop(), seeing(day(7)));
    expect(failures[0]).toMatchObject({
      code: 'github-forbidden',
      detail: expect.stringContaining('the permission issues: write'),
    });
  });

  it('of another repository finds nothing', async () => {
    for (const token of github.state.tokens.values()) token.repositories = ['other/place'];
    const { failures } = await scan(shop(), seeing(day(7)));
    expect(failures[0]).toMatchObject({ code: 'github-not-found', detail: expect.stringContaining(REPOSITORY) });
  });
});
