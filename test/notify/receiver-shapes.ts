/**
 * JSON schemas of the bodies that the receivers of the presets accept, from the documentation of each receiver, reduced to the
 * fields that the presets use. Other fields are rejected, so a field must be added here before a preset can use it.
 */

import type { PresetName } from '../../src/presets/index.ts';

type Schema = Record<string, unknown>;

/** An object with exactly these fields. */
function createObject(properties: Record<string, Schema>, required: string[] = Object.keys(properties)): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

const createText = (maxLength: number): Schema => ({ type: 'string', minLength: 1, maxLength });
const createList = (items: Schema, maxItems: number, minItems = 0): Schema => ({
  type: 'array',
  items,
  maxItems,
  minItems,
});
const createNullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

/** RFC 3339, in UTC. */
const TIME: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$' };
const LINK: Schema = { type: 'string', pattern: '^https?://\\S+$', maxLength: 3000 };

/** Adaptive Cards 1.4 (https://adaptivecards.io/schemas/1.4.0/adaptive-card.json), the subset that Teams Workflows supports. */
const teams = createObject({
  type: { const: 'message' },
  attachments: createList(
    createObject({
      contentType: { const: 'application/vnd.microsoft.card.adaptive' },
      contentUrl: { type: 'null' },
      content: createObject({
        $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
        type: { const: 'AdaptiveCard' },
        version: { const: '1.4' },
        msteams: createObject({ width: { const: 'Full' } }),
        body: createList(
          {
            oneOf: [
              createObject(
                {
                  type: { const: 'TextBlock' },
                  text: createText(5000),
                  wrap: { type: 'boolean' },
                  weight: { enum: ['Default', 'Lighter', 'Bolder'] },
                  size: { enum: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'] },
                  color: { enum: ['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'] },
                  separator: { type: 'boolean' },
                },
                ['type', 'text'],
              ),
              createObject({
                type: { const: 'FactSet' },
                facts: createList(createObject({ title: createText(100), value: createText(1000) }), 20, 1),
              }),
            ],
          },
          40,
          1,
        ),
        actions: createList(createObject({ type: { const: 'Action.OpenUrl' }, title: createText(100), url: LINK }), 6),
      }),
    }),
    1,
    1,
  ),
});

/** Events API v2 (https://developer.pagerduty.com/api-reference/ "Send an event to PagerDuty", PD-CEF). */
const pagerduty = createObject(
  {
    routing_key: { type: 'string', pattern: '^[0-9a-zA-Z]{32}$' },
    event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
    dedup_key: createText(255),
    client: createText(255),
    client_url: LINK,
    links: createList(createObject({ href: LINK, text: createText(255) }), 10),
    payload: createObject({
      summary: createText(1024),
      source: createText(255),
      severity: { enum: ['critical', 'error', 'warning', 'info'] },
      timestamp: TIME,
      component: createText(255),
      group: createText(255),
      class: createText(255),
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
const alertmanager = createList(
  createObject(
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
const discord = createObject({
  allowed_mentions: createObject({ parse: { const: [] } }),
  content: createText(2000),
  embeds: createList(
    createObject(
      {
        title: createText(256),
        url: LINK,
        color: { type: 'integer', minimum: 0, maximum: 0xffffff },
        timestamp: TIME,
        fields: createList(createObject({ name: createText(256), value: createText(1024) }), 25, 1),
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
    createObject({
      decoratedText: createObject({ topLabel: createText(100), wrapText: { const: true }, text: createText(1000) }),
    }),
    createObject({ textParagraph: createObject({ text: createText(1000) }) }),
    createObject({
      buttonList: createObject({
        buttons: createList(
          createObject({ text: createText(100), onClick: createObject({ openLink: createObject({ url: LINK }) }) }),
          5,
          1,
        ),
      }),
    }),
  ],
};
const google_chat = createObject({
  fallbackText: createText(4096),
  cardsV2: createList(
    createObject({
      cardId: createText(64),
      card: createObject({
        header: createObject({ title: createText(200), subtitle: createText(200) }),
        sections: createList(
          createObject({ header: createText(1000), widgets: createList(widget, 100, 1) }, ['widgets']),
          100,
          1,
        ),
      }),
    }),
    1,
    1,
  ),
});

/** Message attachments (https://developers.mattermost.com/integrate/reference/message-attachments/). */
const mattermost = createObject({
  text: createText(16_383),
  attachments: createList(
    createObject(
      {
        fallback: createText(4000),
        title: createText(4000),
        title_link: LINK,
        color: { type: 'string', pattern: '^#[0-9a-f]{6}$' },
        fields: createList(
          createObject({ short: { type: 'boolean' }, title: createText(100), value: createText(4000) }),
          20,
          1,
        ),
      },
      ['fallback', 'title', 'color', 'fields'],
    ),
    10,
    1,
  ),
});

/** Incoming webhooks (https://apphub.webex.com/applications/incoming-webhooks-cisco-systems-38054-23307-75252). */
const webex = createObject({ markdown: createText(7439) });

/** Block Kit (https://docs.slack.dev/reference/block-kit/blocks): its limits; the shapes themselves are checked by Slack's types. */
const slack = createObject({
  text: createText(40_000),
  blocks: createList(
    {
      type: 'object',
      properties: {
        type: { enum: ['header', 'section', 'context', 'actions'] },
        text: { type: 'object', properties: { text: createText(3000) } },
        elements: createList({ type: 'object', properties: { url: LINK } }, 25, 1),
      },
      if: { properties: { type: { const: 'header' } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { properties: { text: { properties: { text: createText(150) } } } },
    },
    50,
    1,
  ),
});

/** The default body. */
const generic = createObject({
  title: createText(1000),
  text: createText(100_000),
  events: createList(
    createObject({
      event: createText(100),
      title: createText(1000),
      certificate: createText(300),
      status: createText(20),
      days_remaining: createNullable({ type: 'integer' }),
      alert_key: createText(1000),
      facts: { type: 'object', additionalProperties: { type: 'string' } },
    }),
    1000,
    1,
  ),
  more: { type: 'integer' },
  run_url: createNullable(LINK),
});

/** The schemas by preset. CloudEvents are parsed with their own library. */
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
