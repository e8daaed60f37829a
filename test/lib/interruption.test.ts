import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { getInterruption, handleSignals, type Interruption } from '../../src/lib/process/interruption.ts';

type Signal = Interruption['signal'];

/** A process that records its exits. `send` delivers a signal some milliseconds after the last one. */
function createProcess() {
  const signals = new EventEmitter();
  const exits: number[] = [];
  let printed = '';
  let now = 0;
  const target = {
    on: (name: string, listener: (name: Signal) => void) => signals.on(name, listener),
    exit: (code: number) => exits.push(code),
  };
  const { deferExit, explainExit } = handleSignals(
    target,
    (text) => {
      printed += text;
    },
    () => now,
  );
  const send = (name: Signal, later = 1_000) => {
    now += later;
    signals.emit(name, name);
  };
  return { deferExit, explainExit, send, exits, getPrinted: () => printed };
}

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGBREAK', 149],
  ] as const)('%s ends the process at once with %i', (signal, code) => {
    const { send, exits, getPrinted } = createProcess();
    send(signal);
    expect(exits).toEqual([code]);
    expect(getPrinted()).toBe('');
  });

  it('only aborts deferred work, and says so', async () => {
    const { deferExit, send, exits, getPrinted } = createProcess();
    const interruption = await deferExit(async (interrupted) => {
      expect(getInterruption(interrupted)).toBeNull();
      send('SIGTERM');
      return getInterruption(interrupted);
    });
    expect(interruption).toMatchObject({ signal: 'SIGTERM', exitCode: 143 });
    expect(exits).toEqual([]);
    expect(getPrinted()).toMatch(/^certvigil: SIGTERM: .*\n$/);
  });

  it.each([
    [['SIGINT', 'SIGINT'], [130]],
    [['SIGTERM', 'SIGTERM'], [143]],
    [['SIGTERM', 'SIGINT'], [130]],
    [['SIGINT', 'SIGTERM', 'SIGTERM'], [143]],
    [['SIGINT', 'SIGBREAK', 'SIGBREAK'], [149]],
  ] as const)('ends the process at once if it is repeated (%j)', async (signals, expected) => {
    const { deferExit, send, exits } = createProcess();
    await deferExit(async () => {
      for (const signal of signals) send(signal);
    });
    expect(exits).toEqual(expected);
  });

  it.each(['SIGTERM', 'SIGBREAK'] as const)(
    'lets deferred work go on after SIGINT and %s, which a canceled job of GitHub Actions gets',
    async (second) => {
      const { deferExit, send, exits } = createProcess();
      const interruption = await deferExit(async (interrupted) => {
        send('SIGINT');
        send(second, 7_500);
        return getInterruption(interrupted);
      });
      expect(interruption).toMatchObject({ signal: 'SIGINT', exitCode: 130 });
      expect(exits).toEqual([]);
    },
  );

  it('that was passed on to a process which already got it counts once', async () => {
    const { deferExit, send, exits } = createProcess();
    await deferExit(async () => {
      send('SIGINT');
      send('SIGINT', 5);
    });
    expect(exits).toEqual([]);
  });

  it('ends the process at once after the deferred work, whether that was interrupted or not', async () => {
    const { deferExit, send, exits } = createProcess();
    await deferExit(async () => {});
    send('SIGINT');
    await deferExit(async () => send('SIGINT'));
    expect(exits).toEqual([130]);
    send('SIGTERM');
    expect(exits).toEqual([130, 143]);
  });

  it('ends the process at once after deferred work that failed', async () => {
    const { deferExit, send, exits } = createProcess();
    await expect(deferExit(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    send('SIGINT');
    expect(exits).toEqual([130]);
  });
});

it('says what is not done if a signal ends the work at once, and only then', async () => {
  const { explainExit, deferExit, send, exits, getPrinted } = createProcess();
  await explainExit(
    () => 'nothing was sent',
    async () => send('SIGTERM'),
  );
  expect(exits).toEqual([143]);
  expect(getPrinted()).toBe('certvigil: SIGTERM: nothing was sent\n');
  send('SIGINT');
  await explainExit(
    () => 'nothing was sent',
    () => deferExit(async () => send('SIGINT')),
  );
  expect(getPrinted().match(/nothing was sent/g)).toHaveLength(1);
});
