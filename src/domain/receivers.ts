/** Types for the receivers that a manifest defines: webhooks and email. */

import type { WebhookSpec } from '../generated/manifest.ts';
import type { Position } from './basic-types.ts';

/** The default maximum of messages per scan for a receiver whose template can show a group. */
export const DEFAULT_MAX_MESSAGES = 10;

/** A webhook. Fields marked `x-environment` in the schema still contain their `${NAME}` references. */
export interface Webhook {
  name: string;
  /** The preset, which supplies the fields that the manifest does not set. */
  preset: NonNullable<WebhookSpec['preset']> | null;
  /** Whether the receiver keeps an alert open until it gets the resolve. */
  stateful: boolean;
  url: string;
  /** A template that is appended to the URL; empty without a preset. */
  path: string;
  method: string;
  content_type: string;
  headers: Record<string, string>;
  /** The template of the body; null: the whole template context as JSON. */
  body_template: string | null;
  /** The maximum of messages per scan, except for one with the rest; null: unlimited. */
  max_messages: number | null;
  secrets: Record<string, string>;
  /** Texts that mention someone, by owner or `label=value`. */
  mentions: Record<string, string>;
  /** The prefix of the labels of an entry in alerts; may be empty. */
  label_prefix: string;
  /** The key of the `X-Hook-Signature` header. */
  secret: string | null;
  ssl_verification: boolean;
  ca_file: string | null;
  /** The proxy that overrides `network.proxy`; `none`: no proxy; null: not set. */
  proxy: string | null;
  timeout_seconds: number;
  position: Position;
  /** The first reference to each variable that this webhook needs. */
  variables: Record<string, Position>;
}

/** The encryption of the connection; `none`: no encryption. */
export type EmailTls = 'starttls' | 'implicit' | 'none';

/** A mail server and its recipients. Fields marked `x-environment` in the schema still contain their `${NAME}` references. */
export interface Email {
  name: string;
  host: string;
  port: number;
  tls: EmailTls;
  /** The credentials: both are set, or neither. */
  username: string | null;
  password: string | null;
  /** An address, or `Name <address>`. */
  from: string;
  to: string[];
  cc: string[];
  /** Whether the owner of the certificate is a recipient, if `owner` is an email address. */
  to_owner: boolean;
  /** The templates; null: the built-in template. */
  subject: string | null;
  text_template: string | null;
  html_template: string | null;
  /** The maximum of messages per scan, except for one with the rest; null: unlimited. */
  max_messages: number | null;
  ssl_verification: boolean;
  ca_file: string | null;
  /** The proxy, as for a webhook. */
  proxy: string | null;
  timeout_seconds: number;
  position: Position;
  /** The first reference to each variable that it needs. */
  variables: Record<string, Position>;
}
