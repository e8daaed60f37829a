import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LoginWorld, type Setting, startLoginWorld } from '../../helpers/inventory/aws-login-settings.ts';

// Every login of AWS that can be set up, in front of a machine whose role is one of another account. What boto3 does with the same settings:
// test/conformance/logins.

let world: LoginWorld;
let machine: Setting;
beforeAll(async () => {
  world = await startLoginWorld();
  machine = world.logins.machine.find(({ outcome }) => outcome === 'machine') ?? expect.unreachable();
});
afterAll(() => world.close());
afterEach(() => vi.unstubAllEnvs());

async function logIn(setting: Setting) {
  const env = world.install([setting, machine]);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  world.calls.length = 0;
  const result = await world.logIn(env);
  return { ...result, isMachineAsked: world.calls.some(({ url }) => url.pathname.startsWith('/latest/')) };
}

describe.each(['keys', 'profile', 'identity', 'container'] as const)('a login to AWS by its %s', (login) => {
  it('uses what is set up, ends if that does not work, and otherwise uses the machine', async () => {
    const results: [string, string, boolean][] = [];
    for (const setting of world.logins[login]) {
      const { outcome, isMachineAsked } = await logIn(setting);
      results.push([setting.name, outcome, isMachineAsked]);
    }
    expect(results).toEqual(
      world.logins[login].map(({ name, outcome }) => {
        const isUnset = outcome === 'unset';
        return [name, isUnset ? 'machine' : outcome, isUnset];
      }),
    );
  }, 60_000);
});
