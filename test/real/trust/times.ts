/** When a certificate begins and ends, for lives long and short. */

import type { LinkOptions } from '../../helpers/paths.ts';
import type { Fixtures, Scenario } from './scenario.ts';

const HOUR = 1 / 24;
const MINUTE = HOUR / 60;
/** The life of certificates that their authority calls six days long. */
const SIX_DAYS = 160 * HOUR;

/** Begins and ends so many days from now. */
const life =
  (from: number, to: number, options: LinkOptions = {}) =>
  async ({ leaf, middle, tls }: Fixtures) =>
    tls([await leaf({ from, to, ...options }), middle]);

/** What ends after 9999 cannot be written (RFC 5280 section 4.1.2.5). */
const lastMoment = (now: number) => (Date.UTC(9999, 11, 31, 23, 59, 59) - now) / 86_400_000;

export const TIMES: readonly Scenario[] = [
  {
    name: 'Expired yesterday',
    truth: 'Clients refuse it.',
    alarm: true,
    ours: 'expired',
    set: life(-199, -1),
  },
  {
    name: 'Expired a minute ago',
    truth: 'Clients refuse it.',
    alarm: true,
    ours: 'expired',
    set: life(-199, -MINUTE),
  },
  {
    name: 'Expires in two hours',
    truth: 'Clients connect for two hours yet.',
    alarm: true,
    ours: 'critical',
    set: life(-198, 2 * HOUR),
  },
  {
    name: 'Begins tomorrow',
    truth: 'Clients refuse it until then.',
    alarm: true,
    ours: 'not-yet-valid',
    set: life(1, 190),
  },
  {
    name: 'Begins in an hour, as where a clock is set to the wrong zone',
    truth: 'Clients refuse it until then.',
    alarm: true,
    ours: 'not-yet-valid',
    set: life(HOUR, 190),
  },
  {
    name: 'Of 398 days, 29 are left',
    truth: 'Clients connect; somebody has to renew it.',
    alarm: true,
    ours: 'warning',
    set: life(-369, 29 + HOUR),
  },
  {
    name: 'Of 200 days, 10 are left',
    truth: 'Clients connect; somebody has to renew it soon.',
    alarm: true,
    ours: 'critical',
    set: life(-190, 10 + HOUR),
  },
  {
    name: 'Of 90 days, 29 are left',
    truth: 'Clients connect; whatever renews it does so at 30 or a little later.',
    alarm: false,
    ours: 'ok',
    set: life(-61, 29 + HOUR),
  },
  {
    name: 'Of 90 days, 12 are left',
    truth: 'Clients connect; it should have been renewed by itself.',
    alarm: true,
    ours: 'warning',
    set: life(-78, 12 + HOUR),
  },
  {
    name: 'Of 47 days, 20 are left',
    truth: 'Clients connect; it is not even due.',
    alarm: false,
    ours: 'ok',
    set: life(-27, 20 + HOUR),
  },
  {
    name: 'Of six days, one is over',
    truth: 'Clients connect; it is not even due.',
    alarm: false,
    ours: 'ok',
    set: life(-1, SIX_DAYS - 1),
  },
  {
    name: 'Of six days, the last is half over',
    truth: 'Clients connect for half a day yet; it should have been renewed by itself.',
    alarm: true,
    ours: 'critical',
    set: life(-SIX_DAYS + 0.5, 0.5),
  },
  {
    name: 'Two years of a private authority, half of them left',
    truth: 'Clients connect: limits of 398 or 200 days are for public authorities.',
    alarm: false,
    ours: 'ok',
    set: life(-365, 365),
  },
  {
    name: 'Ends in the year 2060',
    truth: 'Clients connect, if the rest of the path lasts as long.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, tls }) => {
      const root = await authority({ subject: 'Lasting root', to: 20_000 });
      return tls([await leaf({ issuer: root, to: 12_300 })], { anchors: [root] });
    },
  },
  {
    name: 'Has no end (31 December 9999)',
    truth: 'Clients connect: RFC 5280 has this date for what has no end.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, tls, now }) => {
      const to = lastMoment(now);
      const root = await authority({ subject: 'Endless root', to });
      return tls([await leaf({ issuer: root, to })], { anchors: [root] });
    },
  },
];
