import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { createKeys } from '../../src/app/demo/create-certificate.ts';
import type { DistrustReason } from '../../src/domain/index.ts';
import { name, type Value } from '../helpers/certificates.ts';
import { type ConstraintBase, dns, type LinkOptions, leaf, link, validateTrust } from '../helpers/paths.ts';

const TYPES = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11' } as const;

/** A directory name of these parts, the least specific first. */
function directory(...parts: [keyof typeof TYPES, string][]): ConstraintBase {
  return ['directory', name(...parts.map(([type, value]): Value[] => [[TYPES[type], 12, value]]))];
}

const permitted = (...bases: ConstraintBase[]) => ({ permitted: bases });
const excluded = (...bases: ConstraintBase[]) => ({ excluded: bases });
const network = (...octets: number[]): ConstraintBase => ['ip', Buffer.from(octets)];
const uri = (value: string) => ({ type: 'url', value }) as const;
const mail = (value: string) => ({ type: 'email', value }) as const;

type Case = [
  what: string,
  constraints: NonNullable<LinkOptions['constraints']>,
  options: LinkOptions,
  isPermitted: boolean,
];

const CASES: Case[] = [
  ['a host below a permitted domain with a leading dot', permitted(['dns', '.example.com']), {}, true],
  ['the permitted domain with a leading dot itself', permitted(['dns', '.www.example.com']), {}, false],
  ['a host that only ends like a domain with a leading dot', permitted(['dns', '.xample.com']), {}, false],
  ['a host below an excluded domain with a leading dot', excluded(['dns', '.example.com']), {}, false],
  ['the excluded domain with a leading dot itself', excluded(['dns', '.www.example.com']), {}, true],
  [
    'a wildcard below an excluded domain with a leading dot',
    excluded(['dns', '.example.com']),
    { sans: [dns('*.example.com')] },
    false,
  ],
  [
    'a mail address below a permitted domain with a leading dot',
    permitted(['email', '.example.org']),
    { sans: [mail('a@mail.example.org')] },
    true,
  ],
  [
    'a mail address at the permitted domain with a leading dot',
    permitted(['email', '.example.org']),
    { sans: [mail('a@example.org')] },
    false,
  ],

  [
    'a name below a permitted name of two parts',
    permitted(directory(['C', 'DE'], ['O', 'Example'])),
    { subject: 'C=DE,O=Example,OU=a,CN=leaf' },
    true,
  ],
  [
    'a name that differs in the second part',
    permitted(directory(['C', 'DE'], ['O', 'Example'])),
    { subject: 'C=DE,O=Other,CN=leaf' },
    false,
  ],
  [
    'a name that differs in the first part',
    permitted(directory(['C', 'DE'], ['O', 'Example'])),
    { subject: 'C=FR,O=Example,CN=leaf' },
    false,
  ],
  [
    'the same parts in another order',
    permitted(directory(['C', 'DE'], ['O', 'Example'])),
    { subject: 'O=Example,C=DE,CN=leaf' },
    false,
  ],
  ['a name with only the first part', permitted(directory(['C', 'DE'], ['O', 'Example'])), { subject: 'C=DE' }, false],
  [
    'the permitted name itself',
    permitted(directory(['C', 'DE'], ['O', 'Example'])),
    { subject: 'C=DE,O=Example' },
    true,
  ],
  [
    'a name below an excluded name of two parts',
    excluded(directory(['C', 'DE'], ['O', 'Example'])),
    { subject: 'C=DE,O=Example,CN=leaf' },
    false,
  ],
  [
    'a name beside an excluded name of two parts',
    excluded(directory(['C', 'DE'], ['O', 'Example'])),
    { subject: 'C=DE,O=Other,CN=leaf' },
    true,
  ],

  ['a host outside an excluded domain', excluded(['dns', 'example.org']), {}, true],
  [
    'an address outside an excluded network',
    excluded(network(192, 0, 2, 0, 255, 255, 255, 0)),
    address('198.51.100.1'),
    true,
  ],
  [
    'an address inside an excluded network',
    excluded(network(192, 0, 2, 0, 255, 255, 255, 0)),
    address('192.0.2.9'),
    false,
  ],
  ['a mail address outside an exclusion', excluded(['email', 'example.org']), { sans: [mail('a@example.com')] }, true],
  ['a URI outside an exclusion', excluded(['uri', 'example.org']), { sans: [uri('https://example.com/')] }, true],
  ['a URI inside an exclusion', excluded(['uri', 'example.org']), { sans: [uri('https://example.org/')] }, false],
  [
    'a host outside of the exclusion and inside of the permission',
    { ...permitted(['dns', 'example.com']), ...excluded(['dns', 'old.example.com']) },
    {},
    true,
  ],
  ['a host with a trailing dot', excluded(['dns', 'example.org']), { sans: [dns('www.example.com.')] }, false],
];

function address(value: string): LinkOptions {
  return { sans: [{ type: 'ip', value }] };
}

describe('a CA with name constraints', () => {
  it.each(CASES)('issues for %s', async (_, constraints, options, isPermitted) => {
    const root = await link({ subject: 'O=Example,CN=root', constraints });
    const { reason } = validateTrust([await leaf({ issuer: root, ...options })], [root]);
    expect(reason).toBe(isPermitted ? null : 'name-constrained');
  });
});

describe('a self-issued certificate', () => {
  const onlyExample = { constraints: permitted(directory(['O', 'Example'])) };

  it.each<[what: string, subject: string, reason: DistrustReason | null]>([
    ['is exempt from name constraints if it is an intermediate', 'O=Other,CN=top', null],
    ['is subject to them if it has another name', 'O=Other,CN=another', 'name-constrained'],
  ])('%s', async (_, subject, reason) => {
    const top = await link({ subject: 'O=Other,CN=top', ...onlyExample });
    const below = await link({ subject, issuer: top, keys: await createKeys() });
    const end = await leaf({ issuer: below, subject: 'O=Example,CN=leaf' });
    expect(validateTrust([end, below], [top]).reason).toBe(reason);
  });

  it('is subject to name constraints if it is a leaf', async () => {
    const top = await link({ subject: 'O=Other,CN=top', ...onlyExample });
    const end = await leaf({ issuer: top, subject: 'O=Other,CN=top', keys: await createKeys() });
    expect(validateTrust([end], [top]).reason).toBe('name-constrained');
  });

  it('does not count towards the path length', async () => {
    const top = await link({ subject: 'top', pathLength: 0 });
    const same = await link({ subject: 'top', issuer: top, keys: await createKeys() });
    const other = await link({ subject: 'other', issuer: top });
    expect(validateTrust([await leaf({ issuer: same }), same], [top]).reason).toBe(null);
    expect(validateTrust([await leaf({ issuer: other }), other], [top]).reason).toBe('path-too-long');
  });
});
