/** Tests receivers that have accepted nothing for a month: one quiet message, with which nobody has to do anything. */

import { formatDestination, getReceiverName, listEnabledActions } from '../domain/destinations.ts';
import type {
  Action,
  Destination,
  Email,
  Failure,
  Manifest,
  Plan,
  Receipt,
  ScanContext,
  Webhook,
} from '../domain/index.ts';
import { DAY } from '../domain/thresholds.ts';
import { markAsTest } from '../events/plan/index.ts';
import { isQuiet } from '../events/plan/quiet-hours.ts';
import type { EventLog } from '../generated/event-log.ts';
import { getOwn, groupBy } from '../lib/collections.ts';
import { parseIsoTime } from '../lib/iso-time.ts';
import type { RegexCompiler } from '../lib/python-regex.ts';
import { truncateList } from '../lib/text/truncate.ts';
import type { Receivers } from '../notify/receiver-settings.ts';
import { PRESETS } from '../presets/index.ts';
import { CHANNEL_TEST_TEXT, QUIET_FORMS } from '../presets/quiet-forms.ts';
import type { CoverageReason } from '../report/coverage/input.ts';
import { selectReceivers } from './select-settings.ts';
import { createSamplePlan } from './simulate/sample-plan.ts';

/** At least this long after the last accepted message: at most one test in a calendar month. */
const INTERVAL = 31 * DAY;

/** The tests that are due, and the receivers with their quiet messages. */
export interface ChannelTests {
  plan: Plan;
  receivers: Receivers;
}

interface TestContext {
  log: EventLog;
  scan: ScanContext;
  compileRegex: RegexCompiler | null;
}

/**
 * Plans the tests that are due; null: none. An alert that a receiver accepts counts as a test. In quiet hours, a test waits for the next
 * scan. After a failure, the next scan tries again.
 */
export function planChannelTests(manifest: Manifest, { log, scan, compileRegex }: TestContext): ChannelTests | null {
  const due = listDueChannels(manifest, log, scan.now);
  if (due.size === 0) return null;
  const samples = createSamplePlan(manifest, scan, compileRegex);
  const deliveries = [...due].flatMap((to) => samples.deliveries.find(({ destination }) => destination === to) ?? []);
  const ids = new Set(deliveries.map(({ event_id }) => event_id));
  const events = samples.events.filter(({ id }) => ids.has(id));
  return { plan: markAsTest({ events, deliveries }), receivers: quieten(selectReceivers(manifest)) };
}

/** Lists the receivers of enabled rules that can be tested, and have accepted nothing for a month. */
function listDueChannels(manifest: Manifest, { scans }: EventLog, now: number): ReadonlySet<Destination> {
  if (manifest.channel_test === null) return new Set();
  const byDestination = groupBy(listEnabledActions(manifest.rules), formatDestination);
  const isDue = ([to, own]: [Destination, Action[]]) => {
    const last = getOwn(scans.channels ?? {}, to);
    const isRecent = last !== undefined && now - parseIsoTime(last) < INTERVAL;
    const isDeferred = own.every(({ quiet_hours: hours }) => hours !== undefined && isQuiet(hours, now));
    return !isRecent && !isDeferred && isTestable(to, manifest);
  };
  return new Set([...byDestination].filter(isDue).map(([to]) => to));
}

/** Whether there is a quiet message for a receiver. */
function isTestable(to: Destination, { webhooks, emails }: Pick<Manifest, 'webhooks' | 'emails'>): boolean {
  const preset = webhooks.find(({ name }) => to === `webhook:${name}`)?.preset ?? null;
  const email = emails.find(({ name }) => to === `email:${name}`);
  return (preset !== null && QUIET_FORMS[preset] !== undefined) || (email !== undefined && email.to.length > 0);
}

/** Replaces the messages of all receivers. The address, the credentials and the connection stay. */
function quieten(receivers: Receivers): Receivers {
  return { ...receivers, webhooks: receivers.webhooks.map(quietenWebhook), emails: receivers.emails.map(quietenEmail) };
}

function quietenWebhook(webhook: Webhook): Webhook {
  const form = webhook.preset === null ? undefined : QUIET_FORMS[webhook.preset];
  if (webhook.preset === null || form === undefined) return webhook;
  const { method, content_type } = PRESETS[webhook.preset];
  const headers = { ...webhook.headers, ...form.headers };
  return { ...webhook, method, content_type, headers, body_template: form.body_template, mentions: {} };
}

function quietenEmail(email: Email): Email {
  const mail = { subject: CHANNEL_TEST_TEXT, text_template: CHANNEL_TEST_TEXT, html_template: null };
  return { ...email, ...mail, to_owner: false };
}

/** Omits the tests of receivers that just got an alert, or failed to: it has tested them. */
export function omitTested({ plan, receivers }: ChannelTests, receipts: readonly Receipt[]): ChannelTests {
  const tried = new Set(receipts.map(({ destination }) => destination));
  const deliveries = plan.deliveries.filter(({ destination }) => !tried.has(destination));
  return { plan: { ...plan, deliveries }, receivers };
}

/** Lists the tests that failed. One that could not be sent is a receiver that is not ready, or is sent by the next scan. */
export function listFailedTests(receipts: readonly Receipt[]): Receipt[] {
  return receipts.filter(({ status, attempts }) => status === 'failed' && attempts > 0);
}

const MAX_NAMES = 3;

/** Returns the reason for a red run if tests failed, and their errors. */
export function describeFailedTests(failed: readonly Receipt[]): { reasons: CoverageReason[]; problems: Failure[] } {
  if (failed.length === 0) return { reasons: [], problems: [] };
  const names = failed.map(({ destination }) => getReceiverName(destination));
  const clause = `the monthly test was not delivered (${truncateList(names, MAX_NAMES)})`;
  return {
    reasons: [{ code: 'channel-test-failed', entries: [], clause }],
    problems: failed.flatMap(({ error }) => error ?? []),
  };
}
