import { describe, expect, it } from 'vitest';
import { type OpenedLog, trySaveEventLog } from '../../src/app/event-log.ts';
import type { LogOwner } from '../../src/app/log-owner.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { Store } from '../../src/store/index.ts';

/** GitHub kills a canceled action after this time. */
const KILLED_AFTER_MS = 10_000;
/** The time that an interrupted scan waits for deliveries in flight. */
const GRACE_MS = 3_000;

const scan = { scan_id: 'scan-1', now: 0, username: null, repository: null, run_url: null };

/** Saves in a store that does not respond, and returns the error with how long it waited. */
async function saveInVain(signaledMs: number) {
  const store: Store = {
    description: 'event-log.json',
    hasParts: false,
    read: async () => ({ main: null, parts: new Map() }),
    save: () => new Promise(() => {}),
  };
  const owner: LogOwner = { names: ['certvigil.yaml'], format: (name: string) => name };
  const opened: OpenedLog = { store, saved: null, partitions: 1, log: createEmptyLog(), owner };
  const process = new AbortController();
  process.abort({ signal: 'SIGINT', exitCode: 130, at: performance.now() - signaledMs });
  let waited = 0;
  const sleep = async (milliseconds: number) => {
    waited = milliseconds;
  };
  const options = { message: '1 fired', scan, retention_days: 1, interrupted: process.signal };
  return { error: await trySaveEventLog(createEmptyLog(), opened, options, { sleep }), waited };
}

describe('a log that hangs while an interrupted scan saves it', () => {
  it('is given up before GitHub kills the scan, with an error', async () => {
    const { error, waited } = await saveInVain(GRACE_MS);
    expect(error).toMatchObject({ code: 'event-log-save-interrupted', exitCode: 3 });
    expect(error?.message).toBe(
      'the event log event-log.json was not saved in time: a signal left no more time for it',
    );
    expect(GRACE_MS + waited).toBeLessThan(KILLED_AFTER_MS - 1000);
    expect(waited).toBeGreaterThan(5000);
  });

  it('is given up at once if the time is over', async () => {
    expect((await saveInVain(60_000)).waited).toBe(0);
  });
});
