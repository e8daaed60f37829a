import { describe, expect, it } from 'vitest';
import { computeDueTime, findDryRunReason, refuseUntrusted } from '../../src/action/trigger-event.ts';

function due(name: string, schedule: unknown, start: string): string | null {
  const time = computeDueTime({ name, payload: { schedule } }, Date.parse(start));
  return time === null ? null : new Date(time).toISOString().slice(0, 16);
}

describe('computeDueTime', () => {
  it.each([
    // 2027-03-08 is a Monday.
    ['a daily run that is hours late', '17 5 * * *', '2027-03-10T09:41:12Z', '2027-03-10T05:17'],
    ['a daily run that is nearly a day late', '17 5 * * *', '2027-03-11T05:16:59Z', '2027-03-10T05:17'],
    ['a weekly run that is hours late', '17 5 * * 1', '2027-03-08T09:41:12Z', '2027-03-08T05:17'],
    ['a weekly run in the time zone of Berlin', '17 7 * * 1', '2027-03-08T06:18:00Z', null],
    ['an invalid expression', 'daily', '2027-03-08T06:18:00Z', null],
  ])('handles %s', (_, schedule, start, expected) => {
    expect(due('schedule', schedule, start)).toBe(expected);
  });

  it('returns null for a manual run', () => {
    expect(due('workflow_dispatch', '17 5 * * *', '2027-03-10T09:41:12Z')).toBeNull();
  });
});

describe('a run whose checkout may be that of a pull request', () => {
  const payload = { repository: { default_branch: 'main' } };

  it.each(['pull_request', 'pull_request_review', 'merge_group', 'workflow_run', 'issue_comment'])(
    'is a dry run, also on the default branch: %s',
    (name) => {
      expect(findDryRunReason({ name, ref: 'refs/heads/main', payload })).toContain(`the event is ${name}`);
    },
  );

  it('sends on a schedule and on a push to the default branch', () => {
    for (const name of ['schedule', 'push', 'workflow_dispatch'])
      expect(findDryRunReason({ name, ref: 'refs/heads/main', payload })).toBeNull();
  });

  it.each([
    ['another branch', 'push', 'refs/heads/topic'],
    ['a tag', 'push', 'refs/tags/main'],
    ['a manual run of another branch', 'workflow_dispatch', 'refs/heads/topic'],
  ])('is a dry run on %s', (_, name, ref) => {
    expect(findDryRunReason({ name, ref, payload })).toBe(`${ref} is not the default branch`);
  });

  it('sends on any branch, but on nothing else, if the default branch is unknown', () => {
    const read = (ref: string) => findDryRunReason({ name: 'workflow_dispatch', ref, payload: {} });
    expect([read('refs/heads/topic'), read('')]).toEqual([null, null]);
    expect(read('refs/pull/1/merge')).toBe('refs/pull/1/merge is not the default branch');
  });

  it('is refused with secrets, whatever the command', () => {
    const event = { name: 'pull_request_target', ref: '', payload: {} };
    expect(() => refuseUntrusted(event, 'observe')).toThrow('observe does not run under pull_request_target');
  });
});
