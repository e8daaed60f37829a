/** Converts valid webhooks, email receivers and digest actions to domain types, with all defaults. */
import type { Email, EmailTls, Manifest, Webhook } from '../../domain/index.ts';
import { DEFAULT_MAX_MESSAGES } from '../../domain/receivers.ts';
import type { DigestActionSpec, EmailSpec, WebhookSpec } from '../../generated/manifest.ts';
import { toArray, toPlainObject } from '../../lib/collections.ts';
import { PRESETS, type Preset, resolvePresetPath } from '../../presets/index.ts';
import type { ReceiverSection } from '../sections.ts';
import { locateVariables, toPosition, toValidated } from './conversions.ts';
import { findEmailExemption, findWebhookExemption } from './message-limits.ts';

export function normalizeWebhook({ name, key, node }: ReceiverSection): Webhook {
  const spec = toValidated<WebhookSpec>(node);
  const preset: Preset | null = spec.preset === undefined ? null : PRESETS[spec.preset];
  const url = spec.url ?? preset?.url ?? '';
  return {
    name,
    preset: spec.preset ?? null,
    stateful: preset?.stateful ?? false,
    url,
    path: preset === null ? '' : resolvePresetPath(url, preset.path),
    method: spec.method ?? preset?.method ?? 'POST',
    content_type: spec.content_type ?? preset?.content_type ?? 'application/json',
    headers: { ...preset?.headers, ...toPlainObject(spec.headers) },
    body_template: spec.body_template ?? preset?.body_template ?? null,
    max_messages: findWebhookExemption(spec) === null ? (spec.max_messages ?? DEFAULT_MAX_MESSAGES) : null,
    secrets: toPlainObject(spec.secrets),
    mentions: toPlainObject(spec.mentions),
    label_prefix: spec.label_prefix ?? '',
    secret: spec.secret ?? null,
    ssl_verification: spec.ssl_verification ?? true,
    ca_file: spec.ca_file ?? null,
    proxy: spec.proxy ?? null,
    timeout_seconds: spec.timeout_seconds ?? 10,
    position: toPosition(key),
    variables: locateVariables(node),
  };
}

const MAIL_PORTS: Record<EmailTls, number> = { starttls: 587, implicit: 465, none: 25 };

export function normalizeEmail({ name, key, node }: ReceiverSection): Email {
  const spec = toValidated<EmailSpec>(node);
  const tls = spec.tls ?? 'starttls';
  return {
    name,
    host: spec.host,
    port: spec.port ?? MAIL_PORTS[tls],
    tls,
    username: spec.username ?? null,
    password: spec.password ?? null,
    from: spec.from,
    to: toArray(spec.to),
    cc: toArray(spec.cc),
    to_owner: spec.to_owner ?? false,
    subject: spec.subject ?? null,
    text_template: spec.text_template ?? null,
    html_template: spec.html_template ?? null,
    max_messages: findEmailExemption(spec) === null ? (spec.max_messages ?? DEFAULT_MAX_MESSAGES) : null,
    ssl_verification: spec.ssl_verification ?? true,
    ca_file: spec.ca_file ?? null,
    proxy: spec.proxy ?? null,
    timeout_seconds: spec.timeout_seconds ?? 30,
    position: toPosition(key),
    variables: locateVariables(node),
  };
}

export function normalizeDigestAction(spec: DigestActionSpec): Manifest['digest']['actions'] {
  const { webhook, email, body_template = null } = spec;
  const { subject = null, text_template = null, html_template = null } = spec;
  if (email !== undefined) return [{ kind: 'email', name: email, subject, text_template, html_template }];
  return webhook === undefined ? [] : [{ kind: 'webhook', name: webhook, body_template }];
}
