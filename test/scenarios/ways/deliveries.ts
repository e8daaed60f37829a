/** Alerts that do not arrive, and a monitor of scans that gets no request. */

import type { ReceiverResponse } from '../../helpers/receiver.ts';
import { alerted, always, noted, nothing, quiet, red, refused, type Way, watch } from '../way.ts';

const SHOP = '- { name: shop, expires: 2026-06-11 }';
const LATER = '- { name: shop, expires: 2027-06-11 }';
const WARNING = alerted('certificate.expiry_warning shop');
const UNDELIVERED = { ...red('undelivered'), ...noted('1 alert was not delivered (chat)') };

/** A receiver that does not accept the first alert, and gets it as soon as it does. */
const refusing = (
  title: string,
  response: ReceiverResponse,
  settings = '',
  manifest = watch(SHOP, '', settings),
): Way => ({
  title: `a receiver that ${title} is red until it has got the alert`,
  manifest,
  days: { 0: (world) => world.setChat(response), 1: nothing, 2: (world) => world.setChat(200), 3: nothing },
  must: { 0: UNDELIVERED, 1: UNDELIVERED, 2: WARNING },
});

/** A known receiver that responds with the status 200 to what it does not take. */
const refusingWith200 = (title: string, preset: string, body: string): Way =>
  refusing(title, { status: 200, body }, '', watch(SHOP).replace('chat: {', `chat: { preset: ${preset},`));

const PAGE = '<!doctype html><title>Sign in</title>';

/** A receiver to which nothing could be sent, before an alert is due. */
const unready = (
  title: string,
  text: string,
  fail: Way['days'][number],
  change = (manifest: string) => manifest,
): Way => ({
  title: `a receiver whose ${title} is red before the first alert`,
  manifest: change(watch(LATER)),
  days: { 0: fail, 1: nothing },
  must: always(0, 1, { ...red('receiver-not-ready'), ...noted(`no alert can be sent to ${text}`) }),
});

const MAIL = `email:
  mail:
    host: smtp.example.com
    username: certvigil
    password: \${SMTP_PASSWORD}
    from: certvigil@example.com
    to: [ops@example.com]
`;

export const DELIVERIES: Way[] = [
  refusing('is down', 503),
  refusing('does not exist', 404),
  refusing('leads to a login page', { status: 302, headers: { location: '/login' } }),
  refusing('resets connections', 'reset'),
  refusing('never answers', 'hang', 'delivery_timeout_seconds: 0.3'),
  refusingWith200('accepts with an error in the body', 'slack', '{"ok":false,"error":"no_channel"}'),
  refusingWith200(
    'accepts, and forwards to nobody',
    'teams',
    'Webhook message delivery failed with error: HTTP error 429',
  ),
  refusingWith200('accepts, but is a login page', 'slack', PAGE),
  {
    title: 'an unknown receiver that responds with a page gets each alert once, with a warning',
    manifest: watch(SHOP),
    days: { 0: (world) => world.setChat({ status: 200, body: PAGE }), 1: nothing },
    must: { 0: { output: 'warning[webhook-page-accepted]' } },
  },
  {
    title: 'a receiver whose URL is not set is red with the alert',
    manifest: watch(SHOP),
    days: { 0: (world) => void delete world.env.CHAT_URL },
    must: { 0: UNDELIVERED },
  },
  unready('URL is not set', 'chat (CHAT_URL is not set)', (world) => void delete world.env.CHAT_URL),
  unready('URL is malformed', 'chat (its URL is invalid)', (world) => {
    world.env.CHAT_URL = 'chat.example.com/hook';
  }),
  unready('address is denied', 'chat (its address is denied)', (world) => {
    world.env.CHAT_URL = 'http://169.254.169.254/hook';
  }),
  unready('template fails', 'chat (its template fails)', nothing, (manifest) =>
    manifest.replace('{{ event }}', '{{ data.days_remaining / 0 }}'),
  ),
  unready('mail server has a password that is not set', 'mail (SMTP_PASSWORD is not set)', nothing, (manifest) =>
    manifest.replace('actions: [', 'actions: [{ email: mail }, ').replace('webhooks:', `${MAIL}webhooks:`),
  ),
  {
    title: 'a receiver that no enabled rule uses needs no variable',
    manifest: watch(LATER).replace('webhooks:', `webhooks:\n  spare: { url: "\${SPARE_URL}" }`),
    days: { 0: nothing },
    must: {},
  },
  {
    title: 'a receiver that is not ready is red until it is, unless a silence permits it',
    manifest: watch(
      LATER,
      'silences: [{ until: 2026-06-02, reason: the secret is being created, codes: [receiver-not-ready] }]',
    ),
    days: {
      0: (world) => {
        Object.assign(world.values, { URL: world.env.CHAT_URL });
        delete world.env.CHAT_URL;
      },
      1: nothing,
      2: ({ env, values }) => void Object.assign(env, { CHAT_URL: values.URL }),
    },
    must: {
      0: { exit: 0, reasons: ['receiver-not-ready'], line: 'Silenced until 2026-06-02: receiver-not-ready.' },
      1: red('receiver-not-ready'),
    },
  },
  {
    title: 'a scan of some entries does not check the receivers',
    manifest: watch(LATER),
    command: ['scan', 'license'],
    days: { 0: (world) => void delete world.env.CHAT_URL },
    must: { 0: noted('Only 1 of 2 entries was scanned.') },
  },
  {
    title: 'a template with a syntax error stops the scan',
    manifest: watch(SHOP).replace('{{ event }}', '{{ event'),
    days: { 0: nothing },
    must: { 0: refused('template-syntax') },
  },
  {
    title: 'a template with an unknown name is sent with a warning',
    manifest: watch(SHOP).replace('{{ event }}', '{{ event }}{{ data.certificat }}'),
    days: { 0: nothing },
    must: { 0: { ...WARNING, output: 'warning[template-unknown-name]' } },
  },
  {
    title: 'a silence for everything is in the line, and ends',
    manifest: watch(SHOP, 'silences: [{ until: 2026-06-03, reason: migration }]'),
    days: { ...quiet(0, 3) },
    must: {
      0: noted('1 alert silenced or deferred'),
      1: noted('1 alert silenced or deferred'),
      2: WARNING,
    },
  },
  {
    title: 'quiet hours that never end stop the scan',
    manifest: watch(
      SHOP,
      'rules: [{ name: all, events: ["*"], actions: [{ webhook: chat, quiet_hours: { from: "00:00", to: "23:59", time_zone: UTC } }] }]',
    ),
    days: { 0: nothing },
    must: { 0: refused('bad-quiet-hours') },
  },
  {
    title: 'quiet hours in which every scan runs are in the line, and each scan sends what the one before deferred',
    manifest: watch(
      SHOP,
      'rules: [{ name: all, events: ["*"], actions: [{ webhook: chat, quiet_hours: { from: "08:00", to: "20:00", time_zone: UTC } }] }]',
    ),
    days: { 0: nothing, 1: nothing, 2: nothing },
    must: { 0: noted('1 alert silenced or deferred'), 1: WARNING, 2: noted('1 alert silenced or deferred') },
  },
  {
    title: 'a cooldown of a year withholds neither the next threshold nor the end',
    manifest: watch('- { name: shop, expires: 2026-06-20 }', '', 'expiry_scan_cooldown_hours: 8760'),
    days: { ...quiet(0, 20) },
    must: { 0: WARNING, 4: WARNING, 19: alerted('certificate.expired shop') },
  },
];

export const HEARTBEATS: Way[] = [
  {
    title: 'a monitor whose URL is not set is red',
    manifest: watch(LATER),
    days: { 0: (world) => void delete world.env.HEARTBEAT_URL, 1: nothing },
    must: { 0: red('heartbeat-unset'), 1: red('heartbeat-unset') },
  },
  {
    title: 'a monitor that refuses the ping is a warning, and has missed it',
    manifest: watch(LATER),
    days: {
      0: (world) => {
        world.env.HEARTBEAT_URL += 'x';
      },
    },
    must: { 0: { output: 'warning[heartbeat-refused]' } },
  },
];

/** What GitHub does with the issue of the first scan. The chat has got its own alert. */
const unopened = (title: string, fail: Way['days'][number]): Way => ({
  title: `an issue that cannot be opened because ${title} is red until it is`,
  manifest: watch(SHOP, 'issues: {}'),
  days: { 0: fail, 1: (world) => world.github.clearFaults() },
  must: {
    0: { ...red('undelivered'), ...WARNING, ...noted('1 alert was not delivered (issue)') },
  },
});

export const ISSUES: Way[] = [
  unopened('the token may not', (world) =>
    world.github.fail({ path: /issues|graphql/, times: 1e9, answer: { status: 403 } }),
  ),
  unopened('GitHub is down', (world) => world.github.fail({ times: 1e9, answer: { status: 503 } })),
  unopened('GitHub resets connections', (world) => world.github.fail({ times: 1e9, answer: 'reset' })),
  {
    ...unopened('GitHub never answers', (world) => world.github.fail({ times: 1e9, answer: 'hang' })),
    pending: 'takes three times 30 seconds: each request waits that long',
  },
];

/** A chat with a preset, so that it knows a quiet message. */
const toTested = (manifest: string) => manifest.replace('content_type: text/plain', 'preset: ntfy');
const MONTHLY = 'channel_test: monthly';
const TESTED = toTested(watch(LATER, '', MONTHLY));
const TEST = alerted('certvigil: monthly test of this channel. Nothing to do.');
const UNTESTED = { ...red('channel-test-failed'), ...noted('the monthly test was not delivered (chat)') };

export const CHANNEL_TESTS: Way[] = [
  {
    title: 'a receiver that gets no alerts is tested at first, and a month later',
    manifest: TESTED,
    days: { ...quiet(0, 63) },
    must: { 0: TEST, 31: TEST, 62: TEST },
  },
  {
    title: 'a receiver that gets alerts needs no test for a month',
    manifest: toTested(
      watch('- { name: shop, expires: 2026-06-20 }', '', `${MONTHLY}, expiry_scan_cooldown_hours: 8760`),
    ),
    days: { ...quiet(0, 51) },
    must: { 0: WARNING, 4: WARNING, 19: alerted('certificate.expired shop'), 50: TEST },
  },
  {
    title: 'a receiver that does not accept its test is red until it does',
    manifest: TESTED,
    days: { 0: (world) => world.setChat(404), 1: nothing, 2: (world) => world.setChat(200), 3: nothing },
    must: { 0: UNTESTED, 1: UNTESTED, 2: TEST },
  },
  {
    title: 'a receiver that cannot be tested, because its URL is not set, is red for that',
    manifest: TESTED,
    days: { 0: (world) => void delete world.env.CHAT_URL },
    must: { 0: red('receiver-not-ready') },
  },
  {
    title: 'a test waits for the end of quiet hours',
    manifest: TESTED.replace(
      '{ webhook: chat }',
      '{ webhook: chat, quiet_hours: { from: "08:00", to: "20:00", time_zone: UTC, days: [mon] } }',
    ),
    days: { ...quiet(0, 2) },
    must: { 1: TEST },
  },
  {
    title: 'a webhook without a preset gets no test',
    manifest: watch(LATER, '', MONTHLY),
    days: { 0: nothing },
    must: {},
  },
];
