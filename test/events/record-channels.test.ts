import { expect, it } from 'vitest';
import { mergeLogs } from '../../src/events/log/merge.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import { recordChannels } from '../../src/events/state/record-channels.ts';

const [EARLY, LATE] = ['2027-01-01T00:00:00Z', '2027-02-01T00:00:00Z'] as const;
const record = (log: ReturnType<typeof createEmptyLog>, at: string, ...receipts: object[]) =>
  recordChannels(log, receipts as Parameters<typeof recordChannels>[1], Date.parse(at));
const sent = (destination: string) => ({ destination, status: 'sent' });

it('records when each receiver last accepted something', () => {
  const first = record(createEmptyLog(), EARLY, sent('webhook:chat'), sent('email:ops'));
  const second = record(first, LATE, sent('webhook:chat'));
  expect(second.scans.channels).toEqual({ 'email:ops': EARLY, 'webhook:chat': LATE });
});

it('leaves the log as it is after failures, and after an alert that a person has acknowledged in the receiver', () => {
  const log = createEmptyLog();
  const acknowledged = { ...sent('webhook:pager'), acknowledged: { acknowledged_by: 'x', reason: null } };
  expect(record(log, EARLY, { destination: 'issue', status: 'failed' }, acknowledged)).toBe(log);
});

it('keeps the later time of each receiver when two logs are merged', () => {
  const one = record(record(createEmptyLog(), EARLY, sent('email:ops')), LATE, sent('webhook:chat'));
  const other = record(record(createEmptyLog(), EARLY, sent('webhook:chat')), LATE, sent('email:ops'));
  const expected = { 'email:ops': LATE, 'webhook:chat': LATE };
  expect(mergeLogs(one, other).scans.channels).toEqual(expected);
  expect(mergeLogs(other, one).scans.channels).toEqual(expected);
  expect(mergeLogs(one, createEmptyLog()).scans.channels).toEqual(one.scans.channels);
});
