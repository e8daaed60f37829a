/**
 * The quiet messages that test a channel. A preset that is not here has none: it opens an incident or a ticket (PagerDuty, Opsgenie, Jira and
 * others), or a program reads it (CloudEvents, generic).
 */

import type { PresetName } from './index.ts';

/** The whole text, which says that it is a test, and that nobody has to act. */
export const CHANNEL_TEST_TEXT = 'certvigil: monthly test of this channel. Nothing to do.';

interface QuietForm {
  body_template: string;
  /** Headers that replace those of the preset; empty ones are omitted. */
  headers?: Record<string, string>;
}

const TEXT = JSON.stringify(CHANNEL_TEST_TEXT);

export const QUIET_FORMS: Partial<Record<PresetName, QuietForm>> = {
  slack: { body_template: `{ "text": ${TEXT} }` },
  teams: {
    body_template: `{ "type": "message", "attachments": [{ "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null, "content": {
  "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
  "body": [{ "type": "TextBlock", "text": ${TEXT}, "wrap": true, "isSubtle": true }] } }] }`,
  },
  // 4096: SUPPRESS_NOTIFICATIONS (https://discord.com/developers/docs/resources/message#message-object-message-flags).
  discord: { body_template: `{ "content": ${TEXT}, "flags": 4096, "allowed_mentions": { "parse": [] } }` },
  google_chat: { body_template: `{ "text": ${TEXT} }` },
  mattermost: { body_template: `{ "text": ${TEXT} }` },
  webex: { body_template: `{ "markdown": ${TEXT} }` },
  telegram: {
    body_template: `{ "chat_id": "{{ secrets.chat_id }}", "text": ${TEXT}, "disable_notification": true }`,
  },
  // A notice does not notify (https://spec.matrix.org/latest/client-server-api/#mnotice).
  matrix: { body_template: `{ "msgtype": "m.notice", "body": ${TEXT} }` },
  ntfy: {
    body_template: CHANNEL_TEST_TEXT,
    headers: { Title: 'certvigil', Priority: 'min', Tags: '', Click: '', Actions: '' },
  },
  // -2: no notification (https://pushover.net/api#priority).
  pushover: {
    body_template: `{ "token": "{{ secrets.token }}", "user": "{{ secrets.user }}", "message": ${TEXT}, "priority": -2 }`,
  },
};
