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

const textBlock = createObject(
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
);

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
        msteams: createObject(
          {
            width: { const: 'Full' },
            entities: createList(
              createObject({
                type: { const: 'mention' },
                text: { type: 'string', pattern: '^<at>.+</at>$' },
                mentioned: createObject({ id: createText(200), name: createText(200) }),
              }),
              10,
              1,
            ),
          },
          ['width'],
        ),
        body: createList(
          {
            oneOf: [
              textBlock,
              createObject({
                type: { const: 'Container' },
                bleed: { const: true },
                style: { enum: ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'] },
                items: createList(textBlock, 1, 1),
              }),
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
  allowed_mentions: createObject({ parse: { enum: [[], ['users', 'roles']] } }),
  content: createText(2000),
  embeds: createList(
    createObject(
      {
        title: createText(256),
        description: createText(4096),
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
const google_chat = createObject(
  {
    text: createText(4096),
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
  },
  ['fallbackText', 'cardsV2'],
);

/** Message attachments (https://developers.mattermost.com/integrate/reference/message-attachments/). */
const mattermost = createObject({
  text: createText(16_383),
  attachments: createList(
    createObject(
      {
        fallback: createText(4000),
        title: createText(4000),
        title_link: LINK,
        text: createText(4000),
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
const slackBlocks = createList(
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
);
const slack = createObject({
  text: createText(40_000),
  blocks: slackBlocks,
  attachments: createList(
    createObject({
      color: { type: 'string', pattern: '^#[0-9a-f]{6}$' },
      fallback: createText(1000),
      blocks: slackBlocks,
    }),
    20,
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

/** Create Alert, and Close Alert with less (https://docs.opsgenie.com/docs/alert-api). */
const opsgenie = {
  oneOf: [
    createObject({
      message: createText(130),
      alias: createText(512),
      description: createText(15_000),
      priority: { enum: ['P1', 'P2', 'P3', 'P4', 'P5'] },
      source: createText(100),
      entity: createText(512),
      tags: createList(createText(50), 20),
      details: { type: 'object', additionalProperties: { type: 'string', maxLength: 1000 } },
    }),
    createObject({ source: createText(100), note: createText(25_000) }),
  ],
};

/** REST endpoint (https://help.splunk.com/en/splunk-observability-cloud/splunk-on-call/alerts/incident-fields-glossary). */
const splunk_oncall = {
  type: 'object',
  properties: {
    message_type: { enum: ['CRITICAL', 'WARNING', 'INFO', 'ACKNOWLEDGEMENT', 'RECOVERY'] },
    entity_id: createText(512),
    entity_display_name: createText(512),
    state_message: createText(20_480),
    monitoring_tool: createText(100),
  },
  patternProperties: { '^vo_annotate\\.u\\.': LINK },
  required: ['message_type', 'entity_id', 'entity_display_name', 'state_message', 'monitoring_tool'],
};

/** The payload of an HTTP endpoint, and the lengths of its columns (GitLab, "Integrations" of incident management). */
const gitlab_alerts = {
  type: 'object',
  properties: {
    title: createText(200),
    description: createText(1000),
    fingerprint: createText(10_000),
    severity: { enum: ['critical', 'high', 'medium', 'low', 'info', 'unknown'] },
    start_time: { type: 'string' },
    end_time: { type: 'string' },
    service: createText(100),
    monitoring_tool: createText(100),
    hosts: createText(255),
  },
  required: ['title', 'description', 'fingerprint', 'severity', 'service', 'monitoring_tool', 'hosts'],
};

/** The fields of em_event, and their lengths (ServiceNow, "Event field format for event collection"). */
const servicenow = createObject({
  records: createList(
    createObject({
      source: createText(100),
      event_class: createText(100),
      node: createText(100),
      resource: createText(100),
      type: createText(100),
      message_key: createText(1024),
      severity: { enum: ['0', '1', '2', '3', '4', '5'] },
      description: createText(4000),
      time_of_event: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$' },
      additional_info: { type: 'string', pattern: '^\\{.*\\}$', maxLength: 4000 },
    }),
    1,
    1,
  ),
});

/** sendMessage (https://core.telegram.org/bots/api#sendmessage). Its text is limited after parsing; entities are longer. */
const telegram = createObject(
  {
    chat_id: createText(40),
    parse_mode: { const: 'HTML' },
    link_preview_options: createObject({ is_disabled: { const: true } }),
    disable_notification: { type: 'boolean' },
    text: createText(12_000),
    reply_markup: createObject({
      inline_keyboard: createList(createList(createObject({ text: createText(100), url: LINK }), 8, 1), 1, 1),
    }),
  },
  ['chat_id', 'parse_mode', 'text'],
);

/** m.room.message with m.text (https://spec.matrix.org/v1.11/client-server-api/#mtext). */
const matrix = createObject({
  msgtype: { const: 'm.text' },
  'm.mentions': createObject({ user_ids: createList({ type: 'string', pattern: '^@.+:.+$' }, 10) }),
  body: createText(60_000),
  format: { const: 'org.matrix.custom.html' },
  formatted_body: createText(60_000),
});

/** Messages API (https://pushover.net/api). */
const pushover = createObject(
  {
    token: { type: 'string', pattern: '^[A-Za-z0-9]{30}$' },
    user: { type: 'string', pattern: '^[A-Za-z0-9]{30}$' },
    title: createText(250),
    message: createText(1024),
    priority: { enum: [-2, -1, 0, 1] },
    url: { ...LINK, maxLength: 512 },
    url_title: createText(100),
  },
  ['token', 'user', 'message'],
);

/** The Atlassian Document Format (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/), as far as it is used. */
const adfText = createObject(
  {
    type: { const: 'text' },
    text: createText(2000),
    marks: createList(
      {
        oneOf: [
          createObject({ type: { const: 'strong' } }),
          createObject({ type: { const: 'link' }, attrs: createObject({ href: LINK }) }),
        ],
      },
      2,
      1,
    ),
  },
  ['type', 'text'],
);
const adfParagraph = createObject({ type: { const: 'paragraph' }, content: createList(adfText, 20, 1) });

/** Create issue, version 3 (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/). */
const jira = createObject({
  fields: createObject({
    project: createObject({ key: { type: 'string', pattern: '^[A-Z][A-Z0-9_]+$' } }),
    issuetype: createObject({ name: createText(60) }),
    summary: { ...createText(255), pattern: '^[^\\n\\r]+$' },
    labels: createList({ type: 'string', pattern: '^\\S+$' }, 10),
    description: createObject({
      type: { const: 'doc' },
      version: { const: 1 },
      content: createList(
        {
          oneOf: [
            adfParagraph,
            createObject({
              type: { const: 'bulletList' },
              content: createList(
                createObject({ type: { const: 'listItem' }, content: createList(adfParagraph, 1, 1) }),
                30,
                1,
              ),
            }),
          ],
        },
        50,
        1,
      ),
    }),
  }),
});

/** New issue (https://docs.gitlab.com/api/issues/#new-issue). */
const gitlab = createObject({ title: createText(255), labels: createText(255), description: createText(1_048_576) });

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
  opsgenie,
  splunk_oncall,
  gitlab_alerts,
  servicenow,
  telegram,
  matrix,
  pushover,
  jira,
  gitlab,
  generic,
} satisfies Record<Exclude<PresetName, 'ntfy' | 'cloudevents'>, Schema>;
