/** Kubeconfigs: one or several files that are merged, with users of every kind, which work, are refused, or are broken. */

import fc from 'fast-check';
import { combine, drawRarely, type Part, weigh } from '../arbitraries.ts';
import type { Environment } from '../environment.ts';
import { formatToken, REVOKED } from './server.ts';

type Fields = Readonly<Record<string, unknown>>;

const FILES = ['first', 'second', 'home'] as const;
type FileName = (typeof FILES)[number];

export const PATHS: Readonly<Record<FileName, string>> = {
  first: 'first/config',
  second: 'second/config',
  home: '.kube/config',
};

const USERS = ['u', 'v'];

/** The users of a file. `identity`: whose token they have. */
function drawUser(identity: string): fc.Arbitrary<Fields> {
  const token = weigh<Fields>([5, { token: formatToken(identity) }], [1, { token: REVOKED }], [1, { token: '' }]);
  const tokenFile = fc
    .constantFrom('{home}/token', '{home}/token', '../token', '{home}/missing', '{home}/empty', '{home}', '')
    .map((file): Fields => ({ tokenFile: file }));
  const certificate = fc
    .record({
      certificate: fc.constantFrom('known', 'known', 'known', 'known', 'unknown', 'text', 'missing', ''),
      key: fc.constantFrom('known', 'known', 'known', 'known', 'known', 'unknown', 'text', ''),
      isData: fc.boolean(),
    })
    .map(({ certificate, key, isData }): Fields => {
      const name = (kind: string, one: string) => (isData ? `{data ${one}.${kind}}` : `{home}/${one}.${kind}`);
      const suffix = isData ? '-data' : '';
      return {
        ...(certificate !== '' && { [`client-certificate${suffix}`]: name('pem', certificate) }),
        ...(key !== '' && { [`client-key${suffix}`]: name('key', key) }),
      };
    });
  const exec = fc
    .record({
      command: fc.constantFrom('works', 'works', 'works', 'fails', 'text', 'old', 'nothing', 'missing'),
      version: fc.constantFrom('v1', 'v1', 'v1beta1'),
      mode: fc.constantFrom('Never', 'Never', 'IfAvailable', 'Always'),
    })
    .map(
      ({ command, version, mode }): Fields => ({
        exec: {
          ...{ apiVersion: `client.authentication.k8s.io/${version}`, command: `{home}/bin/${command}` },
          ...{ args: [version], interactiveMode: mode },
        },
      }),
    );
  const other = fc.constantFrom<Fields>(
    {},
    { username: 'admin', password: 'secret' },
    { as: 'admin', token: formatToken(identity) },
  );
  const one = fc.oneof(
    { weight: 6, arbitrary: token },
    { weight: 2, arbitrary: tokenFile },
    { weight: 2, arbitrary: certificate },
    { weight: 2, arbitrary: exec },
    { weight: 1, arbitrary: other },
  );
  return fc.record({ first: one, second: drawRarely(one, {}) }).map(({ first, second }) => ({ ...first, ...second }));
}

const cluster = weigh<Fields>(
  [12, { server: '{origin}', 'certificate-authority-data': '{data ca.pem}' }],
  [4, { server: '{origin}', 'certificate-authority': '{home}/ca.pem' }],
  [1, { server: '{origin}', 'insecure-skip-tls-verify': true }],
  [1, { server: '{origin}' }],
);

const sometimes = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 8 });
const mostly = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 20 });

function drawConfig(file: FileName): fc.Arbitrary<string> {
  const named = (list: Readonly<Record<string, Fields | null>>, key: string) =>
    Object.entries(list).flatMap(([name, fields]) => (fields === null ? [] : [{ name, [key]: fields }]));
  const whole = fc
    .record({
      current: fc.constantFrom(null, 'one', 'one', 'one', 'one', 'one', 'one', 'two', 'two', 'two', '', 'missing'),
      contexts: fc.record({
        one: mostly(
          fc
            .constantFrom('u', 'u', 'u', 'u', 'v', 'u', 'u', 'u', 'v', 'missing')
            .map((user): Fields => ({ cluster: 'c', user })),
        ),
        two: mostly(fc.constantFrom(...USERS).map((user): Fields => ({ cluster: 'c', user }))),
      }),
      clusters: fc.record({ c: mostly(cluster) }),
      users: fc.record(Object.fromEntries(USERS.map((user) => [user, mostly(drawUser(`${file}-${user}`))]))),
    })
    .map(({ current, contexts, clusters, users }) =>
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'Config' },
        ...(current !== null && { 'current-context': current }),
        contexts: named(contexts, 'context'),
        clusters: named(clusters, 'cluster'),
        users: named(users, 'user'),
      }),
    );
  return fc.oneof(
    { weight: 12, arbitrary: whole },
    { weight: 1, arbitrary: fc.constantFrom('', 'Sign in', '{', '[]', 'a: b') },
  );
}

const files = fc
  .record({
    first: sometimes(drawConfig('first')),
    second: sometimes(drawConfig('second')),
    home: sometimes(drawConfig('home')),
  })
  .map((configs): Part => {
    const written = FILES.flatMap((file) => (configs[file] === null ? [] : [[PATHS[file], configs[file]]]));
    return { files: Object.fromEntries(written) };
  });

const [first, second] = [`{home}/${PATHS.first}`, `{home}/${PATHS.second}`];
const variable = weigh<Part>(
  [4, {}],
  [6, { env: { KUBECONFIG: first } }],
  [4, { env: { KUBECONFIG: `${first}:${second}` } }],
  [1, { env: { KUBECONFIG: `:${second}:` } }],
  [1, { env: { KUBECONFIG: '' } }],
  [1, { env: { KUBECONFIG: '{home}/missing' } }],
  [1, { env: { KUBECONFIG: '{home}' } }],
);

const entry = weigh<Part>([4, {}], [1, { entry: { context: 'one' } }], [1, { entry: { context: 'two' } }]);

export const cases: fc.Arbitrary<Environment> = fc.tuple(files, variable, entry).map(combine);
