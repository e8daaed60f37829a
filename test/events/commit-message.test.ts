import { describe, expect, it } from 'vitest';
import type { EventName, PlannedEvent, Receipt } from '../../src/domain/index.ts';
import { formatCommitMessage } from '../../src/events/state/commit-message.ts';

const told = (event: EventName, suppressed = false) => ({ event, suppressed }) as PlannedEvent;
const receipt = (status: Receipt['status']) => ({ status }) as Receipt;

describe('the commit message of a scan', () => {
  it.each<[string, PlannedEvent[], Receipt[]]>([
    ['nothing fired', [], []],
    ['nothing fired', [told('certificate.expired', true)], []],
    ['1 fired', [told('certificate.expired')], [receipt('sent')]],
    [
      '2 fired, 1 renewed',
      [told('certificate.expired'), told('certificate.expiry_warning'), told('certificate.renewed')],
      [],
    ],
    [
      '1 fired, 2 removed, 1 recovered, 1 failed to be delivered',
      [
        told('certificate.unreachable'),
        told('certificate.removed'),
        told('certificate.removed'),
        told('certificate.recovered'),
        told('certificate.changed', true),
      ],
      [receipt('failed'), receipt('sent')],
    ],
  ])('%s', (line, events, receipts) => {
    expect(formatCommitMessage({ events }, receipts)).toBe(line);
  });
});
