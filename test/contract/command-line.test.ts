/** Freezes the commands of the command line and their options, as the help shows them and as they are accepted. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, EVENT_NAMES, expectSnapshot, type World } from './environment.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({});
});
afterAll(() => world[Symbol.asyncDispose]());

/** Accepted by every command, so that scripts can write them for all, also if the help omits them. */
const COMMON = ['--manifest x.yaml', '-m x.yaml', '--event-log x.json', '--format json', '--now 2031-01-01', '--quiet'];

/** The commands that the overview lists: one per line, indented, followed by operands or spaces. */
async function commandNames(): Promise<string[]> {
  const { stdout } = await world.run(['--help']);
  return Array.from(stdout.matchAll(/^ {2,4}([a-z]+(?: [a-z]+)*)(?= {2,}| [[A-Z])/gm), ([, name = '']) => name);
}

/** Options as `-m, --manifest VALUE`: lists of choices are compared, names of other values are not. */
function optionsIn(help: string): string[] {
  const lines = help.matchAll(/^ +(?:(-\w), )?(--[a-z][a-z-]*)(?: ([A-Za-z][^\s]*))?(?= {2,}|$)/gm);
  return Array.from(lines, ([, short, long = '', value]) => {
    const shown = value === undefined ? '' : /^[a-z]+(\|[a-z]+)+$/.test(value) ? ` ${value}` : ' VALUE';
    return `${short === undefined ? '' : `${short}, `}${long}${shown}`;
  }).sort();
}

it('the help lists the same commands, each with the same options', async () => {
  const names = await commandNames();
  const helps = await Promise.all(names.map((name) => world.run([...name.split(' '), '--help'])));
  expect(helps.map(({ status }) => status)).toEqual(names.map(() => 0));
  const shown = names.map((name, index) => [name, optionsIn(helps[index]?.stdout ?? '')]);
  await expectSnapshot('command-line.json', Object.fromEntries(shown));
});

it('every command accepts every common option', async () => {
  const names = await commandNames();
  expect(names.length).toBeGreaterThan(10);
  const accepted = await Promise.all(
    names.flatMap((name) =>
      COMMON.map(async (option) => {
        const { status } = await world.run([...name.split(' '), ...option.split(' '), '--help']);
        return `${name} ${option}: ${status}`;
      }),
    ),
  );
  expect(accepted.filter((line) => !line.endsWith(': 0'))).toEqual([]);
});

it('accepts repeatable options twice, and rejects other repetitions', async () => {
  const repeated = [
    ['scan', '--report', 'json=a'],
    ['digest', '--report', 'json=a'],
    ['inspect', '--dns-server', '192.0.2.1'],
    ['inspect', '--allow', '192.0.2.0/24'],
    ['init', '--endpoint', 'a.example'],
  ];
  for (const [command = '', ...option] of repeated) {
    const { status } = await world.run([command, ...option, ...option, '--help']);
    expect([command, ...option, status]).toEqual([command, ...option, 0]);
  }
  expect((await world.run(['scan', '--only', 'a', '--only', 'b', '--help'])).status).toBe(2);
});

it.each(EVENT_NAMES)('--event accepts %s', async (event) => {
  const { status } = await world.run(['render', '--preset', 'generic', '--event', event]);
  expect(status).toBe(0);
});

it.each(['certificate.expiring', 'certificate.revoked_again', 'scan.failed'])(
  '--event rejects %s, which is not an event',
  async (event) => {
    const { status } = await world.run(['render', '--preset', 'generic', '--event', event]);
    expect(status).toBe(2);
  },
);
