import { describe, expect, it } from 'vitest';
import type { EventName, PlannedEvent, Receipt } from '../../src/domain/index.ts';
import { formatCommitMessage } from '../../src/events/state/record.ts';

const createEvent = (event: EventName, suppressed = false) => ({ event, suppressed }) as PlannedEvent;
const receipt = (status: Receipt['status']) => ({ status }) as Receipt;

describe('the commit message of a scan', () => {
  it.each<[string, PlannedEvent[], Receipt[]]>([
    ['nothing fired', [], []],
    ['nothing fired', [createEvent('certificate.expired', true)], []],
    ['1 fired', [createEvent('certificate.expired')], [receipt('sent')]],
    [
      '2 fired, 1 renewed',
      [
        createEvent('certificate.expired'),
        createEvent('certificate.expiry_warning'),
        createEvent('certificate.renewed'),
      ],
      [],
    ],
    [
      '1 fired, 2 removed, 1 recovered, 1 failed to be delivered',
      [
        createEvent('certificate.unreachable'),
        createEvent('certificate.removed'),
        createEvent('certificate.removed'),
        createEvent('certificate.recovered'),
        createEvent('certificate.changed', true),
      ],
      [receipt('failed'), receipt('sent')],
    ],
  ])('%s', (line, events, receipts) => {
    expect(formatCommitMessage({ events }, receipts)).toBe(line);
  });
});
