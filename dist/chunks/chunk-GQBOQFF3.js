const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{renderTemplate}from"./chunk-M2Y3VEKB.js";import{expandVariables}from"./chunk-2RMZNHCF.js";import{RenderError,createFailure,withSubject}from"./chunk-NVV4GQIF.js";import{EVENT_MACROS,SET_FACTS,createTemplateVariables,listEvents,parseMailAddress}from"./chunk-3KU5UO3O.js";import{DIGEST,MASK,createHash,maskReferences}from"./chunk-DOALQDBO.js";var FLAT_MACRO="{%- macro flat(text) -%}{{ (text | string).split() | join(' ') }}{%- endmacro -%}",FOOTER="Sent by certvigil. Please do not reply.",SET_COLORS=`{%- set colors = {
  'expired': '#b3261e', 'critical': '#b54708', 'unknown': '#57606a', 'not_yet_valid': '#0550ae', 'warning': '#8a6100', 'ok': '#1a7f37'
} -%}`;function createHtmlPage(title,body){return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background-color:#f3f4f6;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f3f4f6;">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;color:#1f2328;">
${body}
<tr><td style="padding:16px 4px 0 4px;font-size:12px;line-height:18px;color:#57606a;">
{%- if data.run_url and data.run_url.startswith('https://') %}<a href="{{ data.run_url }}" style="color:#0550ae;">Open the run</a><br>{% endif %}
${FOOTER}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`}var TEXT=`${EVENT_MACROS}${FLAT_MACRO}
{%- for e in events %}{% set d = e.data %}${SET_FACTS}
{{- title(e) }}

{% for label, value in facts if value %}{{ '%-14s' | format(label ~ ':') }}{% if label == 'How to renew' %}{{ value }}{% else %}{{ flat(value) }}{% endif %}
{% endfor %}
{% endfor -%}
{%- if more %}and {{ more }} more

{% endif -%}
{%- if data.run_url %}Run: {{ flat(data.run_url) }}
{% endif -%}
-- 
${FOOTER}
`,CARD=`{%- for e in events %}{% set d = e.data %}${SET_FACTS}{% set resolved = e.event in resolutions %}
{%- set color = colors['ok'] if resolved else (colors['warning'] if d.status == 'ok' else (colors[d.status] or colors['unknown'])) %}
<tr><td style="padding-bottom:16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#ffffff;border:1px solid #d0d7de;border-top:6px solid {{ color }};">
<tr><td style="padding:20px 24px 4px 24px;">
<div style="font-size:12px;line-height:18px;font-weight:700;text-transform:uppercase;letter-spacing:1px;color:{{ color }};">{{ 'resolved' if resolved else ('notice' if d.status == 'ok' else (d.status | replace('_', ' '))) }}</div>
<div style="font-size:20px;line-height:28px;font-weight:700;word-break:break-word;">{{ title(e) }}</div>
</td></tr>
<tr><td style="padding:8px 24px 20px 24px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="font-size:14px;line-height:20px;">
{%- for label, value in facts if value and label != 'Status' %}
<tr><td valign="top" style="padding:6px 16px 6px 0;color:#57606a;white-space:nowrap;">{{ label }}</td><td valign="top" width="100%" style="padding:6px 0;word-break:break-word;">
{%- if label == 'How to renew' and value.startswith('https://') and d.renewal_instructions.split() | length == 1 %}<a href="{{ d.renewal_instructions | trim }}" style="color:#0550ae;">{{ value }}</a>{% else %}{{ value }}{% endif %}</td></tr>
{%- endfor %}
</table>
</td></tr>
</table>
</td></tr>
{%- endfor %}
{%- if more %}
<tr><td style="padding:0 4px 16px 4px;">and {{ more }} more</td></tr>
{%- endif %}`,EVENT_MAIL={subject:`${EVENT_MACROS}[certvigil] {{ all(events, more) }}`,text:TEXT,html:`${EVENT_MACROS}${SET_COLORS}${createHtmlPage("{{ all(events, more) }}",CARD)}`};var SET_LISTS=`{%- set lists = [
  ['Expired', 'expired', data.expired], ['Critical', 'critical', data.critical], ['Unknown', 'unknown', data.unknown],
  ['Not yet valid', 'not_yet_valid', data.not_yet_valid], ['Warning', 'warning', data.warning]
] -%}`,DIGEST_MACROS=`{%- macro expiry(c) -%}
  {%- set n = c.days_remaining -%}
  {%- if n is none -%}never read
  {%- elif n == 0 -%}expires within a day
  {%- elif n < 0 and not c.days_since_expiry -%}expired less than a day ago
  {%- elif n < 0 -%}expired {{ c.days_since_expiry }} day{{ 's' if c.days_since_expiry != 1 }} ago
  {%- else -%}expires in {{ n }} day{{ 's' if n != 1 }}
  {%- endif -%}
{%- endmacro -%}
{%- macro day(t) -%}{{ t[:10] if t else '' }}{%- endmacro -%}
{%- macro few(list) -%}
  {{ list[:5] | map(attribute='display_name') | join(', ') }}{% if list | length > 5 %} and {{ list | length - 5 }} more{% endif %}
{%- endmacro -%}
{%- macro where(c) -%}
  {{ c.places[:3] | join(', ') | truncate(200, true, '\u2026') }}{% if c.places | length > 3 %} and {{ c.places | length - 3 }} more{% endif %}
{%- endmacro -%}`,MAX_SHOWN=50,createRest=(list,format)=>`{% if ${list} | length > ${MAX_SHOWN} %}${format(`and {{ ${list} | length - ${MAX_SHOWN} }} more`)}{% endif %}`,createRestLine=list=>createRest(list,count=>`  ${count}
`),TEXT2=`${DIGEST_MACROS}${FLAT_MACRO}${SET_LISTS}Certificate digest of {{ day(data.scanned_at) }}: {{ data.headline }}
{{ flat(data.coverage.text) }}
{% for title, status, list in lists if list %}
{{ title | upper }}

{% for c in list[:${MAX_SHOWN}] %}  {{ c.display_name }}: {{ expiry(c) }}{% if c.valid_to %} ({{ day(c.valid_to) }}){% endif %}, {{ flat(where(c)) }}
{% for what in c.found[:5] %}      It {{ flat(what | truncate(200, true, '\u2026')) }}
{% if c.details[loop.index0] %}        {{ flat(c.details[loop.index0] | truncate(500, true, '\u2026')) }}
{% endif %}{% endfor %}{% if c.error %}      Error: {{ flat(c.error.detail | truncate(300, true, '\u2026')) }}
{% endif %}{% if c.owner %}      Owner: {{ flat(c.owner | truncate(200, true, '\u2026')) }}
{% endif %}{% if c.renewal_instructions %}      How to renew: {{ flat(c.renewal_instructions | truncate(300, true, '\u2026')) }}
{% endif %}{% endfor %}${createRestLine("list")}{% endfor %}{% if data.renewed %}
RENEWED{% if data.since %} SINCE {{ day(data.since) }}{% endif %}

{% for c in data.renewed[:${MAX_SHOWN}] %}  {{ c.display_name }}: the new certificate is valid until {{ day(c.valid_to) }}, the previous one until {{ day(c.previous_valid_to) }}
{% endfor %}${createRestLine("data.renewed")}{% endif %}{% if data.unchecked %}
COULD NOT BE CHECKED

{% for c in data.unchecked[:${MAX_SHOWN}] %}  {{ c.display_name }} {{ flat(c.what | truncate(300, true, '\u2026')) }}
{% endfor %}${createRestLine("data.unchecked")}{% endif %}{% if data.upcoming %}
EXPIRING IN THE NEXT 90 DAYS

{% for w in data.upcoming %}  {{ w['from'] }} to {{ w.to[5:] }}: {{ w.certificates | length }} ({{ few(w.certificates) }})
{% endfor %}{% endif %}{% if data.silenced %}
SILENCED

{% for c in data.silenced[:${MAX_SHOWN}] %}  {{ c.display_name }}: {{ expiry(c) }}; silenced until {{ day(c.silence.until) }} ({{ flat(c.silence.reason) }})
{% endfor %}${createRestLine("data.silenced")}{% endif %}
{% if data.run_url %}Run: {{ flat(data.run_url) }}
{% endif -%}
-- 
${FOOTER}
`,createCard=(title,color,rows)=>`
<tr><td style="padding-bottom:16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#ffffff;border:1px solid #d0d7de;border-top:6px solid ${color};">
<tr><td style="padding:16px 24px 4px 24px;font-size:16px;font-weight:700;color:${color};">${title}</td></tr>
<tr><td style="padding:4px 24px 16px 24px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="font-size:14px;line-height:20px;">${rows}
</table>
</td></tr>
</table>
</td></tr>`,createRow=(left,right)=>`
<tr><td valign="top" style="padding:6px 16px 6px 0;word-break:break-word;">${left}</td><td valign="top" align="right" style="padding:6px 0;white-space:nowrap;">${right}</td></tr>`,createRestRow=list=>createRest(list,count=>createRow(count,"")),createSmallText=text=>`<div style="font-size:12px;line-height:18px;color:#57606a;">${text}</div>`,CERTIFICATE=createRow(`<strong>{{ c.display_name }}</strong>${createSmallText('{{ where(c) }}{% if c.owner %} \xB7 {{ c.owner | truncate(200, true, "\u2026") }}{% endif %}')}
{%- for what in c.found[:5] %}${createSmallText('{{ what | truncate(200, true, "\u2026") }}{% if c.details[loop.index0] %}: {{ c.details[loop.index0] | truncate(500, true, "\u2026") }}{% endif %}')}{% endfor %}
{%- if c.error %}${createSmallText('{{ c.error.detail | truncate(300, true, "\u2026") }}')}{% endif %}
{%- if c.renewal_instructions %}${createSmallText(`{% if c.renewal_instructions.startswith('https://') and c.renewal_instructions.split() | length == 1 %}<a href="{{ c.renewal_instructions }}" style="color:#0550ae;">How to renew</a>{% else %}{{ c.renewal_instructions | truncate(300, true, '\u2026') }}{% endif %}`)}{% endif %}`,`{{ expiry(c) }}${createSmallText("{{ day(c.valid_to) }}")}`),BODY=`<tr><td style="padding:0 4px 16px 4px;"><div style="font-size:22px;line-height:30px;font-weight:700;">Certificate digest</div><div>{{ data.headline }}</div>${createSmallText("{{ data.coverage.text }}")}</td></tr>
{%- for title, status, list in lists if list %}${createCard("{{ title }}: {{ list | length }}","{{ colors[status] }}",`{% for c in list[:${MAX_SHOWN}] %}${CERTIFICATE}{% endfor %}${createRestRow("list")}`)}{% endfor %}
{%- if data.renewed %}${createCard("Renewed{% if data.since %} since {{ day(data.since) }}{% endif %}: {{ data.renewed | length }}","{{ colors['ok'] }}",`{% for c in data.renewed[:${MAX_SHOWN}] %}${createRow("<strong>{{ c.display_name }}</strong>",`new certificate until {{ day(c.valid_to) }}${createSmallText("previous one until {{ day(c.previous_valid_to) }}")}`)}{% endfor %}${createRestRow("data.renewed")}`)}{% endif %}
{%- if data.unchecked %}${createCard("Could not be checked: {{ data.unchecked | length }}","#57606a",`{% for c in data.unchecked[:${MAX_SHOWN}] %}${createRow(`<strong>{{ c.display_name }}</strong>${createSmallText('{{ c.what | truncate(300, true, "\u2026") }}')}`,"")}{% endfor %}${createRestRow("data.unchecked")}`)}{% endif %}
{%- if data.upcoming %}${createCard("Expiring in the next 90 days: {{ data.summary.upcoming }}","#57606a",`{% for w in data.upcoming %}${createRow(`{{ w['from'] }} to {{ w.to[5:] }}${createSmallText("{{ few(w.certificates) }}")}`,"{{ w.certificates | length }}")}{% endfor %}`)}{% endif %}
{%- if data.silenced %}${createCard("Silenced: {{ data.silenced | length }}","#57606a",`{% for c in data.silenced[:${MAX_SHOWN}] %}${createRow(`<strong>{{ c.display_name }}</strong>${createSmallText("silenced until {{ day(c.silence.until) }}: {{ c.silence.reason }}")}`,"{{ expiry(c) }}")}{% endfor %}${createRestRow("data.silenced")}`)}{% endif %}`,DIGEST_MAIL={subject:"[certvigil] Certificate digest: {{ data.headline }}",text:TEXT2,html:`${DIGEST_MACROS}${SET_COLORS}${SET_LISTS}${createHtmlPage("Certificate digest: {{ data.headline }}",BODY)}`};var MAX_SUBJECT_LENGTH=250,TEST_TAG="[test]";function composeMail(email,context,options){try{return{ok:!0,mail:buildMail(email,context,options)}}catch(error){if(!(error instanceof RenderError))throw error;return{ok:!1,failure:withSubject(error.failure,`email "${email.name}"`)}}}function buildMail(email,context,options){let resolve=key=>email[key].map(address=>resolveAddress(address,key,email,options)),from=resolveAddress(email.from,"from",email,options),events=listEvents(context),variables=createTemplateVariables(context,{}),owners=email.to_owner?events.flatMap(({data})=>parseMailAddress(data.owner??"")??[]):[],to=deduplicateAddresses([...resolve("to"),...owners],[]),builtIn=context.event===DIGEST?DIGEST_MAIL:EVENT_MAIL,html=email.html_template??(email.text_template===null?builtIn.html:null),render=(part,template,mode)=>renderPart(part,template,variables,mode),subject=render("subject",email.subject??builtIn.subject,"text"),isTagged=!context.data.test||subject.includes(TEST_TAG);return{from,to,cc:deduplicateAddresses(resolve("cc"),to),subject:toSingleLine(isTagged?subject:`${TEST_TAG} ${subject}`),text:render("text_template",email.text_template??builtIn.text,"text"),html:html===null?null:render("html_template",html,"html"),...createMessageIds(context,from),headers:{"Auto-Submitted":"auto-generated","List-Id":createListId(email,from),...context.data.test?{"X-Certvigil-Test":"1"}:{}}}}function renderPart(part,template,variables,mode){let rendered=renderTemplate(template,variables,{mode});if(!rendered.ok)throw new RenderError(withSubject(rendered.failure,part));return rendered.text}function toSingleLine(text){let line=text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\s]+/gu," ").trim(),characters=[...line];return characters.length>MAX_SUBJECT_LENGTH?`${characters.slice(0,MAX_SUBJECT_LENGTH-1).join("")}\u2026`:line}function resolveAddress(text,key,email,{env,reveal}){let masked=maskReferences(text);if(!reveal&&masked!==text)return{name:"",address:masked};let expanded=expandVariables(text,email.variables,env);if("failure"in expanded)throw new RenderError(expanded.failure);let address=parseMailAddress(expanded.value);if(address===null)throw new RenderError(createFailure("email-address-invalid",key));return address}function deduplicateAddresses(addresses,others){let seen=new Set(others.map(({address})=>address.toLowerCase()));return addresses.filter(({address})=>{let key=address.toLowerCase();return seen.has(key)&&!address.includes(MASK)?!1:(seen.add(key),!0)})}function createListId({name},from){return`certvigil notifications <${name.replace(/[^A-Za-z0-9_-]+/g,"-")}.certvigil.${findIdDomain(from)}>`}function findIdDomain({address}){let domain=address.slice(address.lastIndexOf("@")+1);return/^[\w.-]+$/.test(domain)?domain:"certvigil.invalid"}function createMessageIds(context,from){let{event,request_id,data}=context,idDomain=findIdDomain(from),createId=(kind,...parts)=>{let hash=createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0,32);return`<certvigil.${kind}.${hash}@${idDomain}>`};return{message_id:createId("event",request_id,event,data.alert_key,data.place,data.threshold,context.timestamp),thread_id:createId("thread",data.repository,data.alert_key)}}export{composeMail};
