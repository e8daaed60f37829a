/** Manifests that watch less than they seem to, and rules that send nothing. */

import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  alerted,
  always,
  type Happening,
  noted,
  nothing,
  quiet,
  red,
  refused,
  type Said,
  type Way,
  watch,
} from '../way.ts';

const ENDS = 'expires: 2026-06-11';
const ONE = watch(`- { name: shop, ${ENDS} }`);
/** A red run that `--allow-unread` makes green. */
const PERMITTED: Said = { ...red('never-read', 'file-not-found'), exit: 0 };
const EMPTY_INCLUDE = { ...red('include-empty'), ...noted('an include has no entries (') };
const DISABLED = { output: '1 entry is disabled: shop (until 2026-06-03: moves)' };
const WARNING = alerted('certificate.expiry_warning shop');

const rewrite =
  (manifest: string): Happening =>
  (world) =>
    world.write(manifest);
const writeTeam: Happening = (world) => world.writeFile('teams/shop.yaml', `certificates: [{ name: shop, ${ENDS} }]\n`);
const removeTeam: Happening = (world) => rm(path.join(world.root, 'teams/shop.yaml'));

/** A mistake in the manifest of the second day. */
const mistaken = (title: string, manifest: string, code: string): Way => ({
  title: `${title} stops the scan`,
  manifest: ONE,
  days: { 0: nothing, 1: rewrite(manifest) },
  must: { 0: WARNING, 1: refused(code) },
});

const withRule = (rule: string, more = '') =>
  watch(
    `- { name: shop, ${ENDS}, labels: { team: web } }`,
    `rules: [{ name: web, events: [certificate.*], ${rule}${rule.includes('actions') ? '' : ', actions: [{ webhook: chat }]'} }]\n${more}`,
  );
const SILENCE = 'silences: [{ until: 2026-07-01, reason: is replaced, match: { names: [shop] } }]';
const PERMISSION = 'silences: [{ until: 2026-07-01, reason: is replaced, codes: [alert-without-rule] }]';
/** The alert of the only certificate goes to nobody. */
const untaken = (why: string, output?: string): Said => ({
  ...red('alert-without-rule'),
  line: `1 alert goes to nobody (${why})`,
  ...(output !== undefined && { output }),
});
/** A rule that does not send the alert of the only certificate. */
const unmatched = (title: string, rule: string, said: Said): Way => ({
  title,
  manifest: withRule(rule),
  days: { 0: nothing },
  must: { 0: said },
});

export const MANIFESTS: Way[] = [
  mistaken('a certificate with the name of another one', ONE.replace('name: shop', 'name: license'), 'duplicate-name'),
  mistaken('a key that is misspelled', ONE.replace('expires: 2026-06-11', 'expiry: 2026-06-11'), 'unknown-key'),
  mistaken('a date that does not exist', ONE.replace('2026-06-11', '2026-06-31'), 'bad-date'),
  mistaken(
    'a rule for a receiver that does not exist',
    ONE.replace('webhook: chat', 'webhook: chatt'),
    'unknown-webhook',
  ),
  {
    title: 'an included file that vanishes stops the scan',
    manifest: watch('', 'include: [teams/shop.yaml]'),
    days: { 0: writeTeam, 1: removeTeam },
    must: { 0: WARNING, 1: refused('include-not-found') },
  },
  {
    title: 'a glob of included files that matches nothing any more is red',
    manifest: watch('', 'include: ["teams/*.yaml"]'),
    days: { 0: writeTeam, 1: removeTeam, 2: nothing },
    must: { 0: WARNING, 1: EMPTY_INCLUDE, 2: EMPTY_INCLUDE },
  },
  {
    title: 'a list that has only its header is red',
    manifest: watch('', 'include: [hosts.csv]'),
    days: {
      0: (world) => world.writeFile('hosts.csv', 'name,expires\nshop,2026-06-11\n'),
      1: (world) => world.writeFile('hosts.csv', 'name,expires\n'),
      2: nothing,
    },
    must: { 0: WARNING, 1: EMPTY_INCLUDE, 2: EMPTY_INCLUDE },
  },
  {
    title: 'an entry that is disabled until a date is named until then, and read again',
    manifest: watch(`- { name: shop, ${ENDS}, disabled_until: 2026-06-03, disabled_reason: moves }`),
    days: { ...quiet(0, 2) },
    must: { 0: DISABLED, 1: DISABLED, 2: WARNING },
  },
  {
    title: 'an entry that is disabled without a date is named in each scan',
    manifest: watch(`- { name: shop, ${ENDS}, enabled: false }`),
    days: { ...quiet(0, 2) },
    must: always(0, 2, { output: '1 entry is disabled: shop' }),
  },
  {
    title: 'an entry that is gone from the manifest is named once',
    manifest: ONE,
    days: { 0: nothing, 1: (world) => world.write(watch('')), 2: nothing },
    must: { 0: WARNING, 1: { ...alerted('certificate.removed shop'), output: 'no longer in the manifest: shop' } },
  },
  {
    title: 'an entry that is renamed has its alerts under the new name',
    manifest: ONE,
    days: { 0: nothing, 1: rewrite(ONE.replace('name: shop', 'name: store')) },
    must: { 0: WARNING, 1: alerted('certificate.expiry_warning store', 'certificate.removed shop') },
  },
  {
    title: 'a manifest without a certificate is red',
    manifest: watch('')
      .replace(/^ {2}- .*license.*$/m, '')
      .replace('certificates:\n', 'certificates: []\n'),
    days: { 0: nothing },
    must: { 0: { ...red('no-entries'), line: 'nothing is monitored' } },
  },
  unmatched(
    'a rule whose label is misspelled is red, and the line names it',
    'match: { labels: { team: wbe } }',
    untaken('shop; rule web: labels.team is web, not wbe'),
  ),
  unmatched(
    'a rule whose label has a misspelled name is red',
    'match: { labels: { taem: web } }',
    untaken('shop; rule web: labels.taem is not set, but labels.team is web'),
  ),
  unmatched(
    'a rule for a threshold that nothing has is red',
    'match: { thresholds: [45] }',
    untaken('shop; rule web: threshold is 14, not 45'),
  ),
  unmatched(
    'a rule for a status that it never has before the expiry, and not then either, is red',
    'match: { status: [ok] }',
    untaken('shop; rule web: status is critical, not ok'),
  ),
  unmatched(
    'a rule for the name of another entry is red',
    'match: { names: [shops] }',
    untaken('shop; rule web: the name is shop, not shops'),
  ),
  unmatched(
    'a rule whose condition is not true any more is red',
    'conditions: { attr: days_remaining, op: gt, value: 14 }',
    untaken('shop; rule web: days_remaining is 9, not over 14'),
  ),
  unmatched(
    'a manifest whose only rule is disabled is red',
    'enabled: false',
    untaken('shop; rule web: enabled is false', 'warning[nothing-is-sent]'),
  ),
  {
    ...unmatched('a manifest with a receiver and no rule is red', '', untaken('shop', 'warning[nothing-is-sent]')),
    manifest: watch(`- { name: shop, ${ENDS} }`, 'rules: []'),
  },
  unmatched('a rule that only sends the expiry is a choice, and the line says so', 'match: { status: [expired] }', {
    line: '1 alert matches no rule',
  }),
  {
    title: 'a certificate that expires without a rule for it is red until there is a rule, an empty one, or a silence',
    manifest: withRule('match: { status: [warning] }'),
    days: {
      10: nothing,
      11: nothing,
      12: rewrite(withRule('match: { status: [warning] }', SILENCE)),
      13: rewrite(withRule('match: { status: [warning] }', PERMISSION)),
      14: rewrite(withRule('match: { status: [expired] }, actions: []')),
      15: rewrite(withRule('match: { status: [expired] }')),
    },
    must: {
      10: untaken('shop; rule web: status is expired, not warning'),
      11: untaken('shop; rule web: status is expired, not warning'),
      12: noted('1 alert matches no rule'),
      13: { ...untaken('shop'), exit: 0, line: 'Silenced until 2026-07-01: alert-without-rule (shop).' },
      14: noted('no rule sends alerts'),
      15: alerted('certificate.expired shop'),
    },
  },
  {
    title: 'a scan of some entries says that it says nothing about the others',
    manifest: ONE,
    command: ['scan', 'license'],
    days: { 0: nothing },
    must: { 0: noted('Only 1 of 2 entries was scanned.') },
  },
  {
    title: 'locations that are allowed to be unread are in the line',
    manifest: watch('- { name: shop, file: shop.pem }'),
    command: ['scan', '--allow-unread'],
    days: { 0: nothing, 1: nothing },
    must: {
      0: { ...PERMITTED, ...noted('1 of 2 entries has never been read (shop), which allow-unread permits') },
      1: { ...PERMITTED, ...noted('which allow-unread permits'), ...alerted('certificate.unreachable shop') },
    },
  },
];
