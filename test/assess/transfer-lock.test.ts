import { expect, it } from 'vitest';
import { detectTransferLock } from '../../src/assess/findings/transfer-lock.ts';
import type { LiveLocation, Observed } from '../../src/domain/index.ts';

type Input = Parameters<typeof detectTransferLock>;

const UNDECIDED = [{ event: 'certificate.transfer_lock', qualifier: '' }];

function detect(transfer_lock: Observed['transfer_lock'], statuses: string[] = [], isRead = true) {
  const observed = transfer_lock === undefined ? {} : { transfer_lock };
  const registration = { domain: 'example.org', statuses };
  const live = { location: 'domain:example.org', registration, observed, evidence: isRead ? {} : null };
  return detectTransferLock({} as Input[0], { locations: [live as unknown as LiveLocation] } as unknown as Input[1]);
}

it.each([
  ['locked', detect('locked'), [], []],
  ['unlocked', detect('unlocked', ['active']), ['warning domain-unlocked'], []],
  ['about to be moved', detect('unlocked', ['pending transfer']), ['critical domain-pending-transfer'], []],
  ['without any status', detect('unknown'), [], UNDECIDED],
  ['not read', detect(undefined, [], false), [], UNDECIDED],
  ['not to be checked', detect(undefined, ['pending transfer']), [], []],
])('a domain that is %s', (_, { findings, undecided }, expected, keys) => {
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  expect(undecided).toEqual(keys);
});

it('says what to do', () => {
  const [unlocked, moving] = [detect('unlocked'), detect('unlocked', ['pending transfer'])].map(
    ({ findings }) => findings[0]?.detail,
  );
  expect(unlocked).toContain('Enable the lock at your registrar.');
  expect(moving).toContain('reject it at your registrar at once');
});
