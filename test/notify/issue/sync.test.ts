import { beforeEach, describe, expect, it } from 'vitest';
import type { Receipt } from '../../../src/domain/index.ts';
import { record } from '../../../src/events/state/record.ts';
import type { IssueChange, IssueDraft, ManagedIssue } from '../../../src/notify/issue/decide.ts';
import { readMarker } from '../../../src/notify/issue/marker.ts';
import { createScanReference } from '../../../src/notify/issue/match-issues.ts';
import { syncIssues } from '../../../src/notify/issue/sync.ts';
import { type Tracker, TrackerError } from '../../../src/notify/issue/tracker.ts';
import { certificate, day, endpoint, entry } from '../../events/scenario.ts';
import { createManifest, createProject, type Project, planScan, type Scan } from './scans.ts';

// The order of the operations, and what the receipts say about them, without GitHub.

/** A tracker in memory. It records the calls that change something. */
interface Recorder extends Tracker {
  calls: string[];
  issues: ManagedIssue[];
  /** Thrown by the next calls, in order; null: the call succeeds. */
  failures: (TrackerError | null)[];
}

function createRecorder(): Recorder {
  const self: Recorder = {
    calls: [],
    issues: [],
    failures: [],
    listOpen: async () => self.issues.filter(({ open }) => open),
    listClosed: async (keys) => self.issues.filter(({ open, marker }) => !open && keys.has(marker.key)),
    get: async (number) => self.issues.find((one) => one.number === number) ?? null,
    create: async ({ title, body, labels }: IssueDraft) => {
      act(`open ${title.split(' ')[1]}`);
      const marker = readMarker(body);
      if (marker === null) throw new Error('no marker');
      const number = self.issues.length + 1;
      self.issues.push({ number, title, body, labels, open: true, locked: false, marker });
    },
    update: async (number: number, { state, body }: IssueChange) => {
      const issue = self.issues.find((one) => one.number === number);
      if (issue === undefined) throw new Error('no issue');
      act(`${state ?? 'update'} ${issue.title.split(' ')[1]}`);
      issue.open = state === null ? issue.open : state === 'open';
      issue.body = body ?? issue.body;
      issue.marker = readMarker(issue.body) ?? issue.marker;
    },
  };
  function act(call: string): void {
    self.calls.push(call);
    const failure = self.failures.shift() ?? null;
    if (failure !== null) throw failure;
  }
  return self;
}

const failWith = (code: string, flags: { isFatal?: boolean; isOutage?: boolean }) =>
  new TrackerError({ code, detail: code }, flags);
const OUTAGE = failWith('github-server-error', { isOutage: true });

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const expiring = (name: string) => certificate(name, { to: day(20, 12), names: [`${name}.example.com`] });
const renewed = (name: string) => certificate(`new-${name}`, { to: day(500), names: [`${name}.example.com`] });
const seeing = (now: number, names: readonly string[], showing = expiring): Scan => ({
  now,
  readings: names.map((name) => endpoint(name, `${name}.example.com:443`, showing(name))),
});

let tracker: Recorder;
let project: Project;
beforeEach(() => {
  tracker = createRecorder();
  project = createProject(NAMES.map((name) => entry(name)));
});

async function sync(scan: Scan, { upkeep = true, max_open = 25 } = {}): Promise<Receipt[]> {
  project.max_open = max_open;
  const { planned, issueSync } = planScan(project, scan);
  const job = {
    plan: planned,
    settings: createManifest(project),
    file: project.file,
    scan: createScanReference(issueSync.scan),
    issueSync: upkeep ? issueSync : null,
  };
  return (await syncIssues(job, tracker)).receipts;
}

const summarize = (receipts: readonly Receipt[]) =>
  receipts.map(({ status, attempts, error }) => [status, attempts, error?.code ?? null]);

describe('without upkeep, as in a test of one rule', () => {
  it('a single due delivery opens its issue, and nothing else is changed', async () => {
    await sync(seeing(day(7), ['a', 'b']));
    tracker.calls.length = 0;
    // The certificates of the other two issues are no longer found, which only a scan with upkeep acts on.
    const later = (now: number) => seeing(now, ['a', 'b', 'c'], (name) => (name === 'c' ? expiring : renewed)(name));
    const receipts = await sync(later(day(7, 1)), { upkeep: false });
    expect(summarize(receipts)).toEqual([['sent', 1, null]]);
    expect(tracker.calls).toEqual(['open c']);
    await sync(later(day(7, 2)));
    expect(tracker.calls).toEqual(expect.arrayContaining(['closed a', 'closed b']));
  });

  it('an alert that is not due has no effect', async () => {
    const { planned, issueSync } = planScan(project, seeing(day(7), ['a', 'b']));
    const [first] = planned.deliveries;
    const deliveries = planned.deliveries.map((one) => ({ ...one, due: one === first }));
    const scan = createScanReference(issueSync.scan);
    const job = { plan: { ...planned, deliveries }, settings: createManifest(project), file: 'm', scan };
    const { receipts, problems } = await syncIssues({ ...job, issueSync: null }, tracker);
    expect(summarize(receipts)).toEqual([['sent', 1, null]]);
    expect(problems).toEqual([]);
    expect(tracker.calls).toEqual(['open a']);
  });

  it('beyond the limit, a delivery fails without an attempt, because there is no overflow issue', async () => {
    const receipts = await sync(seeing(day(7), ['a', 'b']), { upkeep: false, max_open: 1 });
    expect(summarize(receipts)).toEqual([
      ['sent', 1, null],
      ['failed', 0, 'issue-over-limit'],
    ]);
  });
});

it('an issue that a person brought up to date since it was listed is left as it is', async () => {
  await sync(seeing(day(7), ['a']));
  recordAsSent(seeing(day(7), ['a']));
  const { issues } = tracker;
  const listed = issues.map((issue) => ({ ...issue }));
  await sync(seeing(day(8), ['a'], renewed));
  expect(tracker.calls).toEqual(['open a', 'closed a']);
  tracker.listOpen = async () => listed;
  await sync(seeing(day(8), ['a'], renewed));
  expect(tracker.calls).toEqual(['open a', 'closed a']);
});

it('resolved alerts are closed before new issues are opened, so that they make room', async () => {
  await sync(seeing(day(7), ['a']), { max_open: 1 });
  recordAsSent(seeing(day(7), ['a']));
  tracker.calls.length = 0;
  const both = seeing(day(8), ['a', 'b'], (name) => (name === 'a' ? renewed(name) : expiring(name)));
  const receipts = await sync(both, { max_open: 1 });
  expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent']);
  expect(tracker.calls).toEqual(['closed a', 'open b']);
});

/** Records the deliveries of a scan as sent. */
function recordAsSent(scan: Scan): void {
  const { planned, issueSync } = planScan(project, scan);
  const receipts = planned.deliveries
    .filter(({ due }) => due)
    .map(({ event_id, rule, destination }) => ({
      event_id,
      rule,
      destination,
      status: 'sent' as const,
      attempts: 1,
      error: null,
    }));
  project.log = record({ log: issueSync.comparison.log, plan: planned, receipts, scan: issueSync.scan });
}

describe('outages', () => {
  it('three in a row stop the sync: the rest fails without an attempt', async () => {
    tracker.failures = [OUTAGE, OUTAGE, OUTAGE];
    const receipts = await sync(seeing(day(7), NAMES));
    expect(tracker.calls).toEqual(['open a', 'open b', 'open c']);
    expect(summarize(receipts)).toEqual([
      ...Array.from({ length: 3 }, () => ['failed', 1, 'github-server-error']),
      ...Array.from({ length: 2 }, () => ['failed', 0, 'github-server-error']),
    ]);
  });

  it('two, and a success between them and two more, do not', async () => {
    tracker.failures = [OUTAGE, OUTAGE, null, OUTAGE, OUTAGE];
    const receipts = await sync(seeing(day(7), NAMES));
    expect(tracker.calls).toHaveLength(5);
    expect(summarize(receipts).map(([status, attempts]) => `${status} ${attempts}`)).toEqual([
      'failed 1',
      'failed 1',
      'sent 1',
      'failed 1',
      'failed 1',
    ]);
  });

  it('another failure between them resets the count, too', async () => {
    const rejected = failWith('issue-write-refused', {});
    tracker.failures = [OUTAGE, OUTAGE, rejected, OUTAGE, OUTAGE];
    await sync(seeing(day(7), NAMES));
    expect(tracker.calls).toHaveLength(5);
  });
});

describe('attempts in receipts', () => {
  it('are none after a failure that affects all issues, and one for the issue that met it', async () => {
    tracker.failures = [null, failWith('github-forbidden', { isFatal: true })];
    expect(summarize(await sync(seeing(day(7), ['a', 'b', 'c'])))).toEqual([
      ['sent', 1, null],
      ['failed', 1, 'github-forbidden'],
      ['failed', 0, 'github-forbidden'],
    ]);
  });

  it('are none if the issues cannot be listed', async () => {
    tracker.listOpen = async () => {
      throw failWith('github-unauthorized', { isFatal: true });
    };
    expect(summarize(await sync(seeing(day(7), ['a', 'b'])))).toEqual([
      ['failed', 0, 'github-unauthorized'],
      ['failed', 0, 'github-unauthorized'],
    ]);
    expect(tracker.calls).toEqual([]);
  });
});
