/** Red runs that somebody knows about, and permits until a date. */

import { alerted, noted, nothing, quiet, red, type Way, watch } from '../way.ts';

const SHOP = '- { name: shop, file: shop.pem }';
const silence = (more: string) =>
  watch(SHOP, `silences: [{ until: 2026-06-04, reason: "the disk is replaced", codes: [never-read]${more} }]`);
const UNREAD = red('never-read', 'file-not-found');
const PERMITTED = { ...UNREAD, exit: 0, ...noted('Silenced until 2026-06-04: never-read (shop).') };
const ALERT = alerted('certificate.unreachable shop');

export const SILENCES: Way[] = [
  {
    title: 'a red run that is silenced says so, alerts, and is red again after the silence',
    manifest: silence(', match: { names: [shop] }'),
    days: { ...quiet(0, 4) },
    must: { 0: PERMITTED, 1: { ...PERMITTED, ...ALERT }, 2: PERMITTED, 3: UNREAD, 4: UNREAD },
  },
  {
    title: 'a silence of another entry leaves the run red',
    manifest: silence(', match: { names: [license] }'),
    days: { 0: nothing },
    must: { 0: UNREAD },
  },
  {
    title: 'a silence of another reason leaves the run red',
    manifest: silence('').replace('never-read', 'unread'),
    days: { 0: nothing },
    must: { 0: UNREAD },
  },
  {
    title: 'a second file that is missing is red although the first one is silenced',
    manifest: silence(', match: { names: [shop] }').replace(SHOP, `${SHOP}\n  - { name: wiki, file: wiki.pem }`),
    days: { 0: nothing },
    must: { 0: { ...UNREAD, reasons: ['never-read', 'never-read'] } },
  },
];
