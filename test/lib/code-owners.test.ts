import { expect, it } from 'vitest';
import { createOwnerFinder } from '../../src/lib/files/code-owners.ts';

const find = createOwnerFinder(`
# The last matching line applies.
*                 @org/everyone
*.tf              @org/platform   # infrastructure
/deploy/          @org/deploy ops@example.com
docs/*            docs@example.com
apps/shop         @org/shop
/deploy/free.yaml
[Section]
`);

it.each([
  ['readme.txt', '@org/everyone'],
  ['a/b/main.tf', '@org/platform'],
  ['deploy/main.tf', '@org/deploy'],
  ['other/deploy/main.yaml', '@org/everyone'],
  ['docs/a.md', 'docs@example.com'],
  ['docs/deep/a.md', '@org/everyone'],
  ['apps/shop/values.yaml', '@org/shop'],
  ['apps/shop', '@org/shop'],
  ['deploy/free.yaml', null],
])('%s is owned by %s', (path, owner) => {
  expect(find(path)).toBe(owner);
});

it.each([
  ['@octocat', true],
  ['@octo-cat_acme', true],
  ['@org/team_a', true],
  ['@group/sub.group/team', true],
  ['first.last+certs@example.co.uk', true],
  ['@', false],
  ['@@developer', false],
  ['@org/', false],
  ['@/team', false],
  ['@{team}', false],
  ['@a,@b', false],
  ['team', false],
  ['ops@example', false],
  ['<ops@example.com>', false],
])('%s can be an owner: %s', (owner, isOwner) => {
  expect(createOwnerFinder(`* ${owner} @org/next\n`)('a')).toBe(isOwner ? owner : '@org/next');
});
