import { afterEach, describe, expect, it, vi } from 'vitest';
import { readInputs } from '../../src/action/inputs.ts';

const SCHEDULE = { name: 'schedule', ref: 'refs/heads/main', payload: {} };

function read(inputs: Record<string, string>) {
  for (const [name, value] of Object.entries(inputs)) vi.stubEnv(`INPUT_${name.toUpperCase()}`, value);
  return readInputs(SCHEDULE);
}

afterEach(() => vi.unstubAllEnvs());

describe('an input that the command does not use', () => {
  it.each([
    ['shard', '1/4', 'scan', 'observe'],
    ['shard', '1/4', 'digest', 'observe'],
    ['probe', 'office', 'scan', 'observe'],
    ['probe', 'office', 'validate', 'observe'],
    ['observations', 'observations/', 'validate', 'scan'],
    ['observations', 'observations/', 'observe', 'scan'],
    ['observations', 'observations/', 'digest', 'scan'],
    ['only', 'shop', 'validate', 'scan or command: observe'],
  ])('is an error, because it would be ignored: %s %s with %s', (input, value, command, users) => {
    expect(() => read({ command, [input]: value })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: `the input ${input} cannot be used with command: ${command}`,
        hint: `Set command: ${users}, or remove the input ${input}.`,
      }),
    );
  });

  it('is an error with the default command, too', () => {
    expect(() => read({ shard: '1/4' })).toThrow('the input shard cannot be used with command: scan');
  });

  it('may be used with its own command', () => {
    expect(read({ command: 'observe', probe: 'office', shard: '1/4', only: 'shop' })).toMatchObject({
      probe: 'office',
    });
    vi.unstubAllEnvs();
    expect(read({ observations: 'a\nb', only: 'shop' })).toMatchObject({ command: 'scan', observations: ['a', 'b'] });
  });
});

describe('an invalid value', () => {
  it.each<[Record<string, string>, string]>([
    [{ store: 'disk' }, 'invalid value "disk" for the input store'],
    [{ store: 'commit', 'event-log': 'log.json' }, 'the input event-log names a file, but the input store is commit'],
    [{ command: 'forecast' }, 'invalid value "forecast" for the input command'],
    [{ 'fail-on': 'bad' }, 'invalid value "bad" for the input fail-on'],
    [{ 'dry-run': 'yes' }, 'invalid value "yes" for the input dry-run'],
  ])('is an error: %j', (inputs, message) => {
    expect(() => read(inputs)).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringContaining(message) }),
    );
  });
});
