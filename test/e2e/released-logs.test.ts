import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLog } from '../../src/events/log/parse.ts';
import { serializeLog } from '../../src/events/log/serialize.ts';
import { VERSION } from '../../src/lib/version.ts';
import { createScenario, type Runner, recordLog } from '../helpers/released-scenario.ts';
import { runCli, WITHOUT_WAITS } from './certvigil.ts';

// Each file was written by the build that it is named after. That of a release must never change.

const DIRECTORY = 'test/golden/event-logs';

const runPresent: Runner = (args, cwd) => runCli([...args], { cwd }, WITHOUT_WAITS);

it('this version writes the log that its file has', async () => {
  await expect(await recordLog(runPresent)).toMatchFileSnapshot(path.resolve(DIRECTORY, `${VERSION}.json`));
});

describe.each(await readdir(DIRECTORY))('the log %s', (name) => {
  const read = () => readFile(path.join(DIRECTORY, name), 'utf8');

  it('is read completely', async () => {
    const text = await read();
    expect(serializeLog(parseLog(text, name))).toBe(text);
  });

  it('makes a scan within the cooldown send nothing again, and one after it only what repeats', async () => {
    await using scenario = await createScenario();
    await scenario.writeLog(await read());
    const soon = await scenario.scan(runPresent, 1);
    expect(soon).toMatchObject({ stderr: expect.not.stringContaining('event-log') });

    expect(soon.messages.filter((message) => !message.startsWith('/broken'))).toEqual([]);
    const later = await scenario.scan(runPresent, 25);
    expect(later.messages.filter((message) => !message.startsWith('/broken'))).toEqual([
      '/chat certificate.expired wiki',
      '/chat certificate.expiry_warning file',
      '/chat certificate.unreachable lost',
    ]);
  });
});
