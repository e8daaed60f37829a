import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{ENDED,FACTS,SEVERITY,TITLE,WORDS}from"./chunk-POGWPR3U.js";var alertmanager={what:"Alertmanager, by its API v2 (/api/v2/alerts); what ends is resolved",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!0,body_template:`${WORDS}
{%- set e = events[0] %}{% set d = e.data %}${ENDED}${SEVERITY}
{%- set far = (timestamp[:4] | int + 1) ~ '-' ~ timestamp[5:7] ~ '-01T00:00:00Z' -%}
[
  {%- for one in ['critical', 'warning', 'info'] %}{% if not loop.first %},{% endif %}
  {
    "labels": {
      "alertname": "CertificateExpiry",
      "alert_key": "{{ d.alert_key }}",
      "certificate": "{{ d.certificate }}",
      "severity": "{{ one }}"
      {%- if d.tenant %},
      "tenant": "{{ d.tenant }}"
      {%- endif %}
    },
    "annotations": {
      "summary": "{{ title(e) }}",
      "common_name": "{{ d.common_name | default('', true) | truncate(200, true, '\u2026') }}",
      "valid_to": "{{ d.valid_to }}",
      "found_at": "{{ found(d) }}",
      "owner": "{{ d.owner }}",
      {%- if link %}
      "runbook_url": "{{ link }}",
      {%- endif %}
      "error": "{{ d.error.detail | truncate(500, true, '\u2026') if d.error else '' }}",
      "how_to_renew": "{{ d.renewal_instructions | default('', true) | truncate(2000, true, '\u2026') }}",
      "event": "{{ e.event }}",
      "status": "{{ d.status }}"
    },
    "startsAt": "{{ timestamp }}",
    "endsAt": "{{ far if one == severity and not ended else timestamp }}"
    {%- if d.run_url %},
    "generatorURL": "{{ d.run_url }}"
    {%- endif %}
  }
  {%- endfor %}
]
`};var cloudevents={what:"any receiver of CloudEvents 1.0 (structured JSON)",url:null,content_type:"application/cloudevents+json",headers:{},secrets:{},keeps_state:!1,body_template:`{
  "specversion": "1.0",
  "id": "{{ request_id }}/{{ event }}/{{ data.alert_key }}/{{ data.threshold | default('', true) }}",
  "source": "/certvigil/{{ (data.repository or 'local') | urlencode }}",
  "type": "{{ event }}",
  "subject": "{{ data.certificate }}",
  "time": "{{ timestamp }}",
  "datacontenttype": "application/json",
  "data": {% if events | length + more == 1 %}{{ data | tojson }}
  {%- else %}{
    "events": [
      {%- for e in events %}{% set d = e.data %}{% if not loop.first %},{% endif %}
      { "event_type": "{{ e.event }}", "certificate": "{{ d.certificate }}", "alert_key": "{{ d.alert_key }}", "status": "{{ d.status }}",
        "days_remaining": {{ d.days_remaining }}, "valid_to": {{ d.valid_to }}, "place": {{ d.place }}, "labels": {{ d.labels | tojson }} }
      {%- endfor %}
    ],
    "more": {{ more }}
  }{% endif %}
}
`};var discord={what:"Discord, by a webhook of a channel",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!1,body_template:`${WORDS}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') }}{%- endmacro -%}
{
  "allowed_mentions": { "parse": [] },
  "content": "{{ plain(all(events, more)) | truncate(1900, true, '\u2026') }}",
  "embeds": [
    {%- for e in events[:5] %}{% set d = e.data %}
    ${FACTS}{% if not loop.first %},{% endif %}
    { "title": "{{ plain(title(e)) | truncate(250, true, '\u2026', 0) }}",
      "color": {{ {'bad': 15158332, 'warning': 15844367, 'good': 3066993}[mood(e)] }},
      "timestamp": "{{ timestamp }}",
      {%- if d.run_url %}
      "url": "{{ d.run_url }}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "name": "{{ label }}", "value": "{{ plain(value) | truncate(180, true, '\u2026', 0) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`};var generic={what:"any receiver of JSON: a title, a text, and the facts by name",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!1,body_template:`${WORDS}
{
  "title": "{{ all(events, more) }}",
  "text": "{% for e in events %}{{ title(e) }}\\n{% endfor %}{% if more %}and {{ more }} more\\n{% endif %}",
  "events": [
    {%- for e in events %}{% set d = e.data %}
    ${FACTS}{% if not loop.first %},{% endif %}
    { "event": "{{ e.event }}", "title": "{{ title(e) }}", "certificate": "{{ d.certificate }}", "status": "{{ d.status }}",
      "days_remaining": {{ d.days_remaining }}, "alert_key": "{{ d.alert_key }}",
      "facts": { {%- for label, value in facts if value %}{% if not loop.first %}, {% endif %}"{{ label }}": "{{ value }}"{% endfor -%} } }
    {%- endfor %}
  ],
  "more": {{ more }},
  "run_url": {{ data.run_url }}
}
`};var googleChat={what:"Google Chat, by a webhook of a space (card)",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!1,body_template:`${WORDS}
{#- Texts of a widget are a little HTML. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  "fallbackText": "{{ all(events, more) | truncate(500, true, '\u2026') }}",
  "cardsV2": [{
    "cardId": "certvigil",
    "card": {
      "header": { "title": "{{ all(events, more) | truncate(200, true, '\u2026') }}", "subtitle": "certvigil" },
      "sections": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${FACTS}{% if not loop.first %},{% endif %}
        { "header": "{{ plain(title(e)) }}", "widgets": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "decoratedText": { "topLabel": "{{ label }}", "wrapText": true, "text": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '\u2026', 0) }}" } }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if events | length > 8 or more %},
        { "widgets": [{ "textParagraph": { "text": "and {{ [events | length - 8, 0] | max + more }} more" } }] }
        {%- endif %}
        {%- if data.run_url %},
        { "widgets": [{ "buttonList": { "buttons": [{ "text": "Open the run", "onClick": { "openLink": { "url": "{{ data.run_url }}" } } }] } }] }
        {%- endif %}
      ]
    }
  }]
}
`};var mattermost={what:"Mattermost, by an incoming webhook",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!1,body_template:`${WORDS}
{#- A mention is broken by a space of no width behind its @: @all would wake a whole channel. -#}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('@', '@\\u200b') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('<', '\\\\<') | replace('~', '\\\\~') | replace('|', '\\\\|') | replace('#', '\\\\#') }}{%- endmacro -%}
{
  "text": "{{ plain(all(events, more)) }}",
  "attachments": [
    {%- for e in events[:6] %}{% set d = e.data %}
    ${FACTS}{% if not loop.first %},{% endif %}
    { "fallback": "{{ plain(title(e)) }}",
      "title": "{{ plain(title(e)) }}",
      "color": "{{ {'bad': '#c62828', 'warning': '#f9a825', 'good': '#2e7d32'}[mood(e)] }}",
      {%- if d.run_url %}
      "title_link": "{{ d.run_url }}",
      {%- endif %}
      "fields": [
        {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
        { "short": {% if value | string | length < 40 %}true{% else %}false{% endif %}, "title": "{{ label }}", "value": "{{ plain(value) }}" }
        {%- endfor %}
      ]
    }
    {%- endfor %}
  ]
}
`};var ENDINGS="['certificate.renewed', 'certificate.removed', 'certificate.recovered']",ntfy={what:"ntfy, at the URL of a topic",url:null,content_type:"text/plain",headers:{Title:`${TITLE.replace(/\n */g,"")}{{ all(events, more) | replace('\u2026', '...') | truncate(250, true, '...', 0) }}`,Priority:`{{ 'low' if event in ${ENDINGS} else ('urgent' if data.level == 'error' else ('high' if data.status == 'critical' else 'default')) }}`,Tags:`{{ 'white_check_mark' if event in ${ENDINGS} else ('rotating_light' if data.status in ['expired', 'critical'] else 'warning') }}`,Click:"{{ data.run_url | default('', true) }}"},secrets:{},keeps_state:!1,body_template:`${WORDS}
{%- for e in events[:3] %}{% set d = e.data %}${FACTS}
{%- if events | length > 1 %}{{ title(e) }}
{% endif %}
{%- for label, value in (facts if event == 'digest' else facts[:8]) if value %}{{ label }}: {{ value | truncate(40 if events | length > 1 else 150, true, '\u2026', 0) }}
{% endfor %}
{% endfor -%}
{% if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more{% endif %}`};var pagerduty={what:"PagerDuty, by the Events API v2; what ends is resolved",url:"https://events.pagerduty.com/v2/enqueue",content_type:"application/json",headers:{},secrets:{routing_key:{what:"the integration key of a PagerDuty service: 32 letters and digits",pattern:/^[0-9a-zA-Z]{32}$/}},keeps_state:!0,body_template:`${WORDS}
{%- set e = events[0] %}{% set d = e.data %}${ENDED}${SEVERITY}
{
  "routing_key": "{{ secrets.routing_key }}",
  "event_action": "{{ 'resolve' if ended else 'trigger' }}",
  "dedup_key": "{{ d.alert_key[:255] }}",
  "client": "certvigil",
  {%- if d.run_url %}
  "client_url": "{{ d.run_url }}",
  {%- endif %}
  "links": [
    {%- if link %}{ "href": "{{ link }}", "text": "How to renew" }{% endif %}
    {%- if link and d.run_url %}, {% endif %}
    {%- if d.run_url %}{ "href": "{{ d.run_url }}", "text": "Open the run" }{% endif -%}
  ],
  "payload": {
    "summary": "{{ title(e) }}{% if d.common_name and d.common_name != d.certificate %} ({{ d.common_name | truncate(200, true, '\u2026') }}){% endif %}",
    "source": "{{ (d.place or d.common_name or d.certificate) | truncate(255, true, '\u2026', 0) }}",
    "severity": "{{ severity }}",
    "timestamp": "{{ timestamp }}",
    "component": "{{ d.certificate }}",
    "group": "{{ d.tenant or d.owner or 'certificates' }}",
    "class": "{{ e.event }}",
    "custom_details": {
      "certificate": "{{ d.certificate }}",
      "common_name": {{ d.common_name | default('', true) | truncate(200, true, '\u2026') }},
      "valid_to": {{ d.valid_to }},
      "days_remaining": {{ d.days_remaining }},
      "status": "{{ d.status }}",
      "found_at": "{{ found(d) }}",
      "owner": {{ d.owner }},
      "how_to_renew": {{ d.renewal_instructions | default('', true) | truncate(2000, true, '\u2026') }},
      "issuer": {{ d.issuer | default('', true) | truncate(500, true, '\u2026') }},
      "fingerprint_sha256": {{ d.fingerprint_sha256 }},
      "error": {{ d.error.detail | truncate(500, true, '\u2026') if d.error else none }},
      "last_seen": {{ d.last_seen }},
      "labels": {{ d.labels | tojson }}
    }
  }
}
`};var slack={what:"Slack, by an incoming webhook (Block Kit)",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!1,body_template:`${WORDS}
{#- What Slack reads as markup is escaped: its three characters, and verbatim for the rest. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  "text": "{{ plain(all(events, more)) }}",
  "blocks": [
    { "type": "header", "text": { "type": "plain_text", "text": "{{ all(events, more) | truncate(150, true, '\u2026', 0) }}", "emoji": false } }
    {%- for e in events[:10] %}{% set d = e.data %}
    ${FACTS},
    { "type": "section", "text": { "type": "mrkdwn", "verbatim": true, "text": "
      {%- if events | length > 1 %}*{{ plain(title(e)) }}*\\n{% endif %}
      {%- for label, value in facts if value %}{% if not loop.first %}\\n{% endif %}*{{ label }}:* {{ plain(value) | truncate(90 if events | length > 1 else 500, true, '\u2026') }}{% endfor %}" } }
    {%- endfor %}
    {%- if events | length > 10 or more %},
    { "type": "context", "elements": [{ "type": "plain_text", "text": "and {{ [events | length - 10, 0] | max + more }} more" }] }
    {%- endif %}
    {%- if link or data.run_url %},
    { "type": "actions", "elements": [
      {%- if link %}{ "type": "button", "text": { "type": "plain_text", "text": "How to renew" }, "url": "{{ link }}" }{% endif %}
      {%- if link and data.run_url %}, {% endif %}
      {%- if data.run_url %}{ "type": "button", "text": { "type": "plain_text", "text": "Open the run" }, "url": "{{ data.run_url }}" }{% endif -%}
    ] }
    {%- endif %}
  ]
}
`};var teams={what:"Microsoft Teams, by a webhook of Workflows (Adaptive Card)",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!1,body_template:`${WORDS}
{#- Texts of a card are Markdown: what could make a link or a mention is escaped. -#}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('[', '\\\\[') | replace('<', '\u2039') | replace('*', '\\\\*') | replace('_', '\\\\_') }}{%- endmacro -%}
{
  "type": "message",
  "attachments": [{
    "contentType": "application/vnd.microsoft.card.adaptive",
    "contentUrl": null,
    "content": {
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
      "type": "AdaptiveCard",
      "version": "1.4",
      "msteams": { "width": "Full" },
      "body": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${FACTS}{% if not loop.first %},{% endif %}
        { "type": "TextBlock", "wrap": true, "weight": "Bolder", "size": "Medium", "separator": {% if loop.first %}false{% else %}true{% endif %},
          "color": "{{ {'bad': 'Attention', 'warning': 'Warning', 'good': 'Good'}[mood(e)] }}",
          "text": "{{ plain(title(e)) }}" },
        { "type": "FactSet", "facts": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "title": "{{ label }}", "value": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '\u2026', 0) }}" }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if events | length > 8 or more %},
        { "type": "TextBlock", "wrap": true, "text": "and {{ [events | length - 8, 0] | max + more }} more" }
        {%- endif %}
      ],
      "actions": [
        {%- if link %}{ "type": "Action.OpenUrl", "title": "How to renew", "url": "{{ link }}" }{% endif %}
        {%- if link and data.run_url %}, {% endif %}
        {%- if data.run_url %}{ "type": "Action.OpenUrl", "title": "Open the run", "url": "{{ data.run_url }}" }{% endif -%}
      ]
    }
  }]
}
`};var webex={what:"Webex, by an incoming webhook",url:null,content_type:"application/json",headers:{},secrets:{},keeps_state:!1,body_template:`${WORDS}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('<', '&lt;') | replace('*', '\\\\*') | replace('_', '\\\\_') | replace('\`', '\\\\\`') | replace('[', '\\\\[') | replace('#', '\\\\#') }}{%- endmacro -%}
{
  "markdown": "
  {%- for e in events[:3] %}{% set d = e.data %}${FACTS}**{{ plain(title(e)) }}**\\n
    {%- for label, value in facts if value %}- {{ label }}: {{ plain(value) | truncate(40 if events | length > 1 else 150, true, '\u2026', 0) }}\\n{% endfor %}\\n
  {%- endfor %}
  {%- if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more\\n{% endif %}
  {%- if data.run_url %}[Open the run]({{ data.run_url }}){% endif %}"
}
`};var PRESET_NAMES=["slack","teams","pagerduty","discord","google_chat","mattermost","ntfy","webex","cloudevents","alertmanager","generic"],PRESETS={slack,teams,pagerduty,discord,google_chat:googleChat,mattermost,ntfy,webex,cloudevents,alertmanager,generic};export{PRESET_NAMES,PRESETS};
