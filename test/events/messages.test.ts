import { expect, it } from 'vitest';
import {
  createBlindFailure,
  createLogError,
  createNotObservedFailure,
  createSizeFailure,
  createStaleFailure,
} from '../../src/events/log/messages.ts';

const FILE = '.certvigil/event-log.json';
const NAMES = Array.from({ length: 12 }, (_, index) => `shop-${index + 1}`);

const createFailures = () => [
  ...[0, 1, 2, 3, 4, 5, 16, 64, 65, 256].map((partitions) => createSizeFailure(FILE, 52_999_999, partitions)),
  createStaleFailure('2026-11-01T00:00:00Z', '2026-11-03T01:59:00Z', 49.98),
  createNotObservedFailure(null, NAMES.slice(0, 1)),
  createNotObservedFailure('office', NAMES.slice(0, 10)),
  createNotObservedFailure('office', NAMES),
  createBlindFailure(12, 'There is no route to shop.example.com:443.'),
];

const createErrors = () => [
  createLogError('event-log-not-json', FILE),
  createLogError('event-log-newer-version', FILE, '2'),
  createLogError('event-log-invalid', FILE, '/events/0 must have required property "id"'),
  createLogError('event-log-duplicate-key', FILE, '/locations/shop'),
  createLogError('event-log-manifest-mismatch', FILE, '"other.yaml"'),
  createLogError('event-log-partition-missing', FILE, '03-of-16'),
  createLogError('event-log-partition-mismatch', FILE, '03-of-16'),
  createLogError('event-log-partition-outdated', FILE, '03-of-16'),
];

it('the event log and the scans have these messages', async () => {
  const texts = [
    ...createErrors().map(({ code, message, hint }) => `${code}: ${message}\n  ${hint}\n`),
    ...createFailures().map(({ code, detail }) => `${code}: ${detail}\n`),
  ];
  await expect(texts.join('')).toMatchFileSnapshot('../golden/events/messages.txt');
});
