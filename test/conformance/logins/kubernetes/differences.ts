/** Where we differ from kubectl, and why. */

import type { Difference } from '../../suite.ts';
import type { Environment } from '../environment.ts';
import { PATHS } from './cases.ts';

export const differences: readonly Difference<Environment>[] = [
  {
    name: 'impersonation',
    reason: 'A user with `as` is not supported: the requests are those of another account.',
    source: 'docs/guides/kubernetes.md',
    covers: ({ one, ours, theirs }) =>
      ours === 'failed login' &&
      (findUser(one, theirs)?.as !== undefined ||
        (theirs === 'refused nobody' && Object.values(one.files).join().includes('"as"'))),
  },
  {
    name: 'a user and a password',
    reason: 'Basic authentication is not supported, as in API servers since version 1.19.',
    source: 'CHANGELOG-1.19 of Kubernetes (--basic-auth-file)',
    covers: ({ one, ours, theirs }) =>
      ours === 'failed login' && theirs === 'refused nobody' && Object.values(one.files).join().includes('"username"'),
  },
];

type Fields = Readonly<Record<string, unknown>>;

/** Finds the user with an identity such as `first-u` in the files. */
function findUser({ files }: Environment, answer: string): Fields | undefined {
  const [, file = '', name] = /^\w+ (\w+)-(\w)$/.exec(answer) ?? [];
  const text = files[PATHS[file as keyof typeof PATHS] ?? ''];
  if (text === undefined) return undefined;
  const { users } = JSON.parse(text) as { users: { name: string; user: Fields }[] };
  return users.find((user) => user.name === name)?.user;
}
