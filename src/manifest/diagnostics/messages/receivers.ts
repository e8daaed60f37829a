/** Messages about webhooks, email and their templates. */

import type { UrlProblem } from '../../../domain/sources/http-url.ts';
import { PRESET_NAMES, PRESETS } from '../../../presets/index.ts';
import type { LimitExemption } from '../../normalize/message-limits.ts';
import { createError, createNotice, createWarning, type MessageTable, quote } from './message.ts';

const MENTIONING_PRESETS = PRESET_NAMES.filter((name) => /\bmentions\b/.test(PRESETS[name].body_template ?? ''));

const URLS = {
  'line-end': 'contains a line break',
  space: 'contains a space',
  scheme: 'does not start with https:// or http://',
  host: 'has no host',
  malformed: 'is malformed',
} satisfies Record<UrlProblem, string>;

const HEADERS = {
  'line-end': ['contains a line break', 'Write it on one line, not as a block ("|" keeps the line break).'],
  control: ['contains a control character', 'Remove it. The tab is the only control character allowed in a header.'],
  twice: ['is set twice: header names are case-insensitive', 'Keep one of the two.'],
  connection: ['is managed by the HTTP client and cannot be set', 'Remove it.'],
} satisfies Record<string, [why: string, hint: string]>;

const EXEMPTIONS = {
  stateful: 'its preset opens and resolves each alert separately',
  template: 'its messages do not come from a built-in template',
  owner: 'each email also goes to the owner of its certificate (to_owner)',
} satisfies Record<LimitExemption, string>;

const GROUPING_HINTS = {
  stateful: '',
  template: 'To send fewer messages, use group_by in the action.',
  owner: 'To send fewer messages, use group_by: [owner] in the action.',
} satisfies Record<LimitExemption, string>;

const RECEIVERS = { webhook: 'webhook', email: 'email receiver' } as const;

export type HeaderProblem = keyof typeof HEADERS;

function unreplacedHint(name: string, key: string): string {
  if (key === 'body_template') {
    return `Add secrets: { name: "$\{${name}}" } to this webhook, and use {{ secrets.name }} here.`;
  }
  return /^(?:subject|text_template|html_template)$/.test(key)
    ? 'Remove it: email templates cannot use environment variables.'
    : 'Write the value itself: variables are only replaced in URLs, headers, secrets, passwords and the other fields listed in docs/reference/manifest.md.';
}

export const RECEIVER_MESSAGES = {
  'bad-url': (problem: UrlProblem) =>
    createError(
      `Invalid URL: it ${URLS[problem]}.`,
      'Use a URL that starts with https:// or http://, or a variable that contains one.',
    ),
  'bad-header': (header: string, problem: HeaderProblem) => {
    const [why, hint] = HEADERS[problem];
    const isAboutValue = problem === 'line-end' || problem === 'control';
    return createError(`${isAboutValue ? 'The value of' : 'Header'} ${quote(header)} ${why}.`, hint);
  },
  'url-authority-templated': () =>
    createError(
      'The scheme, host or port of the URL contains a {{ value }}, which is not allowed there: certificate data could redirect the request.',
      `Write scheme, host and port, or put them in a variable: https://$\{NAME}/{{ value }}.`,
    ),
  'reserved-variable': (name: string) =>
    createError(
      `$\{${name}} is reserved for the runner and is never sent.`,
      'Names that start with GITHUB_, ACTIONS_, RUNNER_ or INPUT_ are not allowed. Use another variable.',
    ),
  'bad-variable': (text: string, isExpression: boolean) =>
    createError(
      `Invalid variable reference ${quote(text)}.`,
      isExpression
        ? `GitHub expressions are not supported here. Use $\{NAME}, and set NAME under env in the workflow step.`
        : /^\$\w+$/.test(text)
          ? `Use $\{${text.slice(1)}}, with braces.`
          : `Use $\{NAME}: letters, digits and underscores, not starting with a digit.`,
    ),
  'variable-not-replaced': (name: string, key: string) =>
    createWarning(`$\{${name}} is not replaced in ${quote(key)}.`, unreplacedHint(name, key)),
  'preset-needs-secret': (preset: string, secret: string, what: string) =>
    createError(
      `The preset ${preset} requires the secret ${quote(secret)}: ${what}.`,
      `Add secrets: { ${secret}: "$\{NAME}" }, and set NAME in the environment of the scan.`,
    ),
  'bad-secret': (secret: string, what: string) =>
    createError(`Invalid value for ${quote(secret)}. Expected: ${what}.`, `Use $\{NAME}, and set NAME to that value.`),
  'unused-webhook': (name: string) =>
    createWarning(
      `No rule sends to the webhook ${quote(name)}.`,
      'Add it to the actions of a rule or of the digest, or remove it.',
    ),
  'bad-address': (value: string) =>
    createError(
      `${quote(value)} is not a valid email address.`,
      'Use ops@example.com or Operations <ops@example.com>. For several, use a list: [a@example.com, b@example.com].',
    ),
  'password-unencrypted': () =>
    createError(
      'With "tls: none" the password would be sent unencrypted.',
      'Use tls: starttls or tls: implicit, or remove username and password.',
    ),
  'stateful-preset-in-digest': (preset: string) =>
    createError(
      `The preset ${preset} keeps each message open until it is resolved, and a digest is never resolved.`,
      'Send the digest to a chat or by email.',
    ),
  'max-messages-unused': (kind: 'webhook' | 'email', name: string, exemption: LimitExemption) =>
    createWarning(
      `max_messages does not apply to the ${RECEIVERS[kind]} ${quote(name)}: ${EXEMPTIONS[exemption]}.`,
      `Remove it. ${GROUPING_HINTS[exemption]}`.trimEnd(),
    ),
  'messages-not-limited': (kind: 'webhook' | 'email', name: string, exemption: LimitExemption) =>
    createNotice(
      `The ${RECEIVERS[kind]} ${quote(name)} gets one message per event, however many there are: ${EXEMPTIONS[exemption]}.`,
      GROUPING_HINTS[exemption],
    ),
  'mentions-unused': (name: string, isOwnTemplate: boolean) =>
    createWarning(
      `The webhook ${quote(name)} shows no mentions in its messages, so mentions has no effect.`,
      isOwnTemplate
        ? 'Insert {{ mentions | join(" ") }} into body_template, or remove mentions.'
        : `Remove it, or use a preset that mentions people: ${MENTIONING_PRESETS.join(', ')}.`,
    ),
  'mention-without-certificate': (key: string) =>
    createWarning(
      `No certificate has the owner or label ${quote(key)}, so it never mentions anyone.`,
      'Write the owner as in "owner", or a label as name=value. Check the spelling.',
    ),
  'unused-email': (name: string) =>
    createWarning(
      `No rule sends to the email receiver ${quote(name)}.`,
      'Add it to the actions of a rule or of the digest, or remove it.',
    ),
  'template-syntax': (what: string) =>
    createError(what, 'Fix the template. Jinja2 uses {{ value }} for values and {% if … %} for statements.'),
  'template-refused': (what: string) =>
    createError(what, 'Use only the data, filters and tests listed in docs/reference/templates.md.'),
  'get-with-body': () =>
    createWarning(
      'A GET request has no body, so this template is never used.',
      'Use method: POST, or move the content to the query string of the url.',
    ),
  'body-not-json': (what: string, isCertain: boolean) =>
    (isCertain ? createError : createWarning)(
      what,
      'Fix the JSON: double quotes around strings, commas between members, and no trailing comma. If the body is not JSON, set content_type, such as text/plain.',
    ),
  'template-json-join': () =>
    createWarning(
      'Joining with quotes produces invalid JSON, because quotes in the output are escaped.',
      'Use {{ list | tojson }}, without quotes around it.',
    ),
  'template-unknown-name': (what: string) =>
    createWarning(
      what,
      'An undefined name renders as an empty string. docs/reference/templates.md lists the template variables.',
    ),
  'template-call-on-null': (what: string) =>
    createWarning(what, 'Check it first with {% if value %}, or use (value or "").'),
  'template-json-tojson': () =>
    createWarning('The filter tojson adds quotes, but it is already between quotes here.', 'Remove the outer quotes.'),
} satisfies MessageTable;
