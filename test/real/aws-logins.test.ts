import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDice } from '../helpers/dice.ts';
import { findOrigin, type LoginWorld, type Setting, startLoginWorld } from '../helpers/inventory/aws-login-settings.ts';
import { describeReal } from './harness.ts';

const CASES = 300;

type Login = keyof LoginWorld['logins'];
type Case = Readonly<Record<Login, Setting>>;

/** Why certvigil decides otherwise than botocore; null: it must not. */
const DIFFERENCES: readonly { why: string; applies: (one: Case) => boolean }[] = [
  {
    why: 'AWS_PROFILE takes precedence over keys in variables, as in the SDK of AWS for JavaScript',
    applies: ({ keys, profile }) => keys.name !== 'nothing' && profile.env?.AWS_PROFILE !== undefined,
  },
  {
    why: 'a secret without an ID is half a login, which botocore ignores',
    applies: ({ keys, profile }) =>
      keys.name === 'a secret without an ID' || profile.name === 'a profile with a secret',
  },
  {
    why: 'a profile takes precedence over a web identity in variables, as in the SDK of AWS for JavaScript',
    applies: ({ profile, identity }) => identity.outcome !== 'unset' && profile.outcome !== 'unset',
  },
  {
    why: 'botocore also takes the role of a profile from AWS_ROLE_ARN, and the token from AWS_WEB_IDENTITY_TOKEN_FILE',
    applies: ({ profile, identity }) =>
      identity.env !== undefined && /web_identity_token_file|role_arn/.test(profile.config ?? ''),
  },
];

describeReal('botocore', { programs: ['/usr/bin/python3'] }, (python) => {
  let world: LoginWorld;
  beforeAll(async () => {
    world = await startLoginWorld();
  });
  afterAll(() => world.close());

  it('logs in with the same credentials, or fails where certvigil fails', async () => {
    const dice = createDice(Number(process.env.SEED ?? 1));
    const cases = createCases(world, dice);
    const environments = cases.map((one) => world.install(Object.values(one)));
    const theirs = await askBotocore(python, environments);
    const unexplained: unknown[] = [];
    const used = new Set<string>();
    for (const [index, env] of environments.entries()) {
      for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
      const { outcome, failure } = await world.logIn(env);
      vi.unstubAllEnvs();
      const { id, error } = theirs[index] ?? {};
      const expected = error !== undefined ? 'fails' : id ? findOrigin(id) : 'unset';
      if (outcome === expected) continue;
      const one = cases[index] as Case;
      const reason = DIFFERENCES.find(({ applies }) => applies(one))?.why;
      if (reason === undefined)
        unexplained.push({ ...mapNames(one), botocore: error ?? expected, certvigil: failure || outcome });
      else used.add(reason);
    }
    expect(unexplained).toEqual([]);
    expect(DIFFERENCES.map(({ why }) => why).filter((why) => !used.has(why))).toEqual([]);
  }, 300_000);
});

const mapNames = (one: Case) => Object.fromEntries(Object.entries(one).map(([login, { name }]) => [login, name]));

/** Creates each setting alone in front of a machine, and random combinations. */
function createCases(world: LoginWorld, dice: ReturnType<typeof createDice>): Case[] {
  const logins = Object.entries(world.logins) as [Login, readonly Setting[]][];
  const last = (settings: readonly Setting[]) => settings[1] as Setting;
  const alone = logins.flatMap(([login, settings]) =>
    settings.map((setting) => {
      const others = logins.map(([name, all]) => [name, name === 'machine' ? last(all) : all[0]]);
      return { ...Object.fromEntries(others), [login]: setting } as Case;
    }),
  );
  const random = Array.from(
    { length: CASES },
    () => Object.fromEntries(logins.map(([name, all]) => [name, dice.pick(all)])) as Case,
  );
  return [...alone, ...random];
}

interface Answer {
  id?: string | null;
  error?: string;
}

function askBotocore(python: string, environments: readonly object[]): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    const script = path.join(import.meta.dirname, 'boto-logins.py');
    const child = execFile(python, [script], { timeout: 240_000 }, (error, stdout) =>
      error === null ? resolve(JSON.parse(stdout)) : reject(error),
    );
    child.stdin?.end(JSON.stringify(environments));
  });
}
