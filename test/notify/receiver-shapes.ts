/**
 * What the receivers of the presets accept, as JSON schemas: written by hand from what each publishes, cut down to what the
 * presets use. Nothing beside it is allowed, so that a field which a preset adds has to be looked up here first.
 */

import type { PresetName } from '../../src/presets/index.ts';

type Schema = Record<string, unknown>;

/** All of these, and no other. */
function closed(properties: Record<string, Schema>, required: string[] = Object.keys(properties)): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

const text = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const list = (items: Schema, maxItems: number, minItems = 0): Schema => ({ type: 'array', items, maxItems, minItems });
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

/** RFC 3339, in UTC. */
const TIME: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' };
const LINK: Schema = { type: 'string', pattern: '^https?://\\S+$', maxLength: 3000 };

/** Adaptive Cards 1.4 (https://adaptivecards.io/schemas/1.4.0/adaptive-card.json), in what Teams Workflows takes. */
const teams = closed({
  type: { const: 'message' },
  attachments: list(
    closed({
      contentType: { const: 'application/vnd.microsoft.card.adaptive' },
      contentUrl: { type: 'null' },
      content: closed({
        $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
        type: { const: 'AdaptiveCard' },
        version: { const: '1.4' },
        msteams: closed({ width: { const: 'Full' } }),
        body: list(
          {
            oneOf: [
              closed(
                {
                  type: { const: 'TextBlock' },
                  text: text(5000),
                  wrap: { type: 'boolean' },
                  weight: { enum: ['Default', 'Lighter', 'Bolder'] },
                  size: { enum: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'] },
                  color: { enum: ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'] },
                  separator: { type: 'boolean' },
                },
                ['type', 'text'],
              ),
              closed({
                type: { const: 'FactSet' },
                facts: list(closed({ title: text(100), value: text(1000) }), 20, 1),
              }),
            ],
          },
          40,
          1,
        ),
        actions: list(closed({ type: { const: 'Action.OpenUrl' }, title: text(100), url: LINK }), 6),
      }),
    }),
    1,
    1,
  ),
});

/** Events API v2 (https://developer.pagerduty.com/api-reference/ "Send an event to PagerDuty", PD-CEF). */
const pagerduty = closed(
  {
    routing_key: { type: 'string', pattern: '^[0-9a-zA-Z]{32}$' },
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: text(255),
    client: text(255),
    client_url: LINK,
    links: list(closed({ href: LINK, text: text(255) }), 10),
    payload: closed({
      summary: text(1024),
      source: text(255),
      severity: { enum: ['critical', 'error', 'warning', 'info'] },
      timestamp: TIME,
      component: text(255),
      group: text(255),
      class: text(255),
      custom_details: { type: 'object' },
    }),
  },
  ['routing_key', 'event_action', 'dedup_key', 'payload'],
);

/** postableAlerts of API v2 (https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml). */
const labelSet = {
  type: 'object',
  additionalProperties: { type: 'string' },
  propertyNames: { pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' },
};
const alertmanager = list(
  closed(
    {
      labels: { ...labelSet, minProperties: 1 },
      annotations: labelSet,
      startsAt: TIME,
      endsAt: TIME,
      generatorURL: LINK,
    },
    ['labels'],
  ),
  3,
  1,
);

/** Execute Webhook, and the limits of embeds (https://discord.com/developers/docs/resources/message#embed-object). */
const discord = closed({
  allowed_mentions: closed({ parse: { const: [] } }),
  content: text(2000),
  embeds: list(
    closed(
      {
        title: text(256),
        url: LINK,
        color: { type: 'integer', minimum: 0, maximum: 0xffffff },
        timestamp: TIME,
        fields: list(closed({ name: text(256), value: text(1024) }), 25, 1),
      },
      ['title', 'color', 'timestamp', 'fields'],
    ),
    10,
    1,
  ),
});

/** Message and Card v2 (https://developers.google.com/workspace/chat/api/reference/rest/v1/cards). */
const widget = {
  oneOf: [
    closed({ decoratedText: closed({ topLabel: text(100), wrapText: { const: true }, text: text(1000) }) }),
    closed({ textParagraph: closed({ text: text(1000) }) }),
    closed({
      buttonList: closed({
        buttons: list(closed({ text: text(100), onClick: closed({ openLink: closed({ url: LINK }) }) }), 5, 1),
      }),
    }),
  ],
};
const google_chat = closed({
  fallbackText: text(4096),
  cardsV2: list(
    closed({
      cardId: text(64),
      card: closed({
        header: closed({ title: text(200), subtitle: text(200) }),
        sections: list(closed({ header: text(1000), widgets: list(widget, 100, 1) }, ['widgets']), 100, 1),
      }),
    }),
    1,
    1,
  ),
});

/** Message attachments (https://developers.mattermost.com/integrate/reference/message-attachments/). */
const mattermost = closed({
  text: text(16_383),
  attachments: list(
    closed(
      {
        fallback: text(4000),
        title: text(4000),
        title_link: LINK,
        color: { type: 'string', pattern: '^#[0-9a-f]{6}$' },
        fields: list(closed({ short: { type: 'boolean' }, title: text(100), value: text(4000) }), 20, 1),
      },
      ['fallback', 'title', 'color', 'fields'],
    ),
    10,
    1,
  ),
});

/** Incoming webhooks (https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252). */
const webex = closed({ markdown: text(7439) });

/** Block Kit (https://docs.slack.dev/reference/block-kit/blocks): its limits; the shapes themselves are checked by Slack's types. */
const slack = closed({
  text: text(40_000),
  blocks: list(
    {
      type: 'object',
      properties: {
        type: { enum: ['header', 'section', 'context', 'actions'] },
        text: { type: 'object', properties: { text: text(3000) } },
        elements: list({ type: 'object', properties: { url: LINK } }, 25, 1),
      },
      if: { properties: { type: { const: 'header' } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { properties: { text: { properties: { text: text(150) } } } },
    },
    50,
    1,
  ),
});

/** Our own shape. */
const generic = closed({
  title: text(1000),
  text: text(100_000),
  events: list(
    closed({
      event: text(100),
      title: text(1000),
      certificate: text(300),
      status: text(20),
      days_remaining: nullable({ type: 'integer' }),
      alert_key: text(1000),
      facts: { type: 'object', additionalProperties: { type: 'string' } },
    }),
    1000,
    1,
  ),
  more: { type: 'integer' },
  run_url: nullable(LINK),
});

/** Of those that take JSON; CloudEvents are read by its own library. */
export const SHAPES = {
  slack,
  teams,
  pagerduty,
  discord,
  google_chat,
  mattermost,
  webex,
  alertmanager,
  generic,
} satisfies Record<Exclude<PresetName, 'ntfy' | 'cloudevents'>, Schema>;
