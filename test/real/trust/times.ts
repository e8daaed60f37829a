/** Situations of validity, for long and short lifetimes. */

import type { LinkOptions } from '../../helpers/paths.ts';
import type { Fixtures, Scenario } from './scenario.ts';

const HOUR = 1 / 24;
const MINUTE = HOUR / 60;
/** The lifetime of certificates that their CA calls six-day certificates. */
const SIX_DAYS = 160 * HOUR;

/** Valid between these days from now. */
const life =
  (from: number, to: number, options: LinkOptions = {}) =>
  async ({ leaf, middle, tls }: Fixtures) =>
    tls([await leaf({ from, to, ...options }), middle]);

/** The latest possible notAfter (RFC 5280 section 4.1.2.5). */
const lastMoment = (now: number) => (Date.UTC(9999, 11, 31, 23, 59, 59) - now) / 86_400_000;

export const TIMES: readonly Scenario[] = [
  {
    name: 'Expired yesterday',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'expired',
    set: life(-199, -1),
  },
  {
    name: 'Expired a minute ago',
    clients: 'Clients reject it.',
    alarm: true,
    ours: 'expired',
    set: life(-199, -MINUTE),
  },
  {
    name: 'Expires in two hours',
    clients: 'Clients connect for another two hours.',
    alarm: true,
    ours: 'critical',
    set: life(-198, 2 * HOUR),
  },
  {
    name: 'Not valid until tomorrow',
    clients: 'Clients reject it until then.',
    alarm: true,
    ours: 'not-yet-valid',
    set: life(1, 190),
  },
  {
    name: 'Not valid until in an hour, as with a clock in the wrong time zone',
    clients: 'Clients reject it until then.',
    alarm: true,
    ours: 'not-yet-valid',
    set: life(HOUR, 190),
  },
  {
    name: '29 of 398 days left',
    clients: 'Clients connect; somebody must renew it.',
    alarm: true,
    ours: 'warning',
    set: life(-369, 29 + HOUR),
  },
  {
    name: '10 of 200 days left',
    clients: 'Clients connect; somebody must renew it soon.',
    alarm: true,
    ours: 'critical',
    set: life(-190, 10 + HOUR),
  },
  {
    name: '29 of 90 days left',
    clients: 'Clients connect; an ACME client renews it at about 30 days.',
    alarm: false,
    ours: 'ok',
    set: life(-61, 29 + HOUR),
  },
  {
    name: '12 of 90 days left',
    clients: 'Clients connect; it should have been renewed automatically.',
    alarm: true,
    ours: 'warning',
    set: life(-78, 12 + HOUR),
  },
  {
    name: '20 of 47 days left',
    clients: 'Clients connect; its renewal is not due.',
    alarm: false,
    ours: 'ok',
    set: life(-27, 20 + HOUR),
  },
  {
    name: '5 of 6 days left',
    clients: 'Clients connect; its renewal is not due.',
    alarm: false,
    ours: 'ok',
    set: life(-1, SIX_DAYS - 1),
  },
  {
    name: 'Half a day of 6 days left',
    clients: 'Clients connect for another half day; it should have been renewed automatically.',
    alarm: true,
    ours: 'critical',
    set: life(-SIX_DAYS + 0.5, 0.5),
  },
  {
    name: 'Private CA, one of two years left',
    clients: 'Clients connect: the limits of 398 and 200 days apply to public CAs.',
    alarm: false,
    ours: 'ok',
    set: life(-365, 365),
  },
  {
    name: 'Expires in the year 2060',
    clients: 'Clients connect, if the rest of the path is valid as long.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, tls }) => {
      const root = await authority({ subject: 'Lasting root', to: 20_000 });
      return tls([await leaf({ issuer: root, to: 12_300 })], { anchors: [root] });
    },
  },
  {
    name: 'No expiry (31 December 9999)',
    clients: 'Clients connect: by RFC 5280, this date means no expiry.',
    alarm: false,
    ours: 'ok',
    set: async ({ authority, leaf, tls, now }) => {
      const to = lastMoment(now);
      const root = await authority({ subject: 'Endless root', to });
      return tls([await leaf({ issuer: root, to })], { anchors: [root] });
    },
  },
];
