import { expect, it } from 'vitest';
import { loadText, useDirectory } from './temporary-manifest.ts';

useDirectory();

const ENTRY = (field: string) => `version: 1\ncertificates: [{ name: a, ${field} }]\n`;
const WEBHOOK = (field: string) =>
  `version: 1\ncertificates: [{ name: a, expires: 2031-04-01 }]\nwebhooks: { chat: { ${field} } }\n`;
const RULE = (field: string) =>
  `version: 1\ncertificates: [{ name: a, expires: 2031-04-01 }]\nissues: {}\nrules: [{ name: all, ${field} }]\n`;
const ROOT = (field: string) => `version: 1\n${field}\n`;

/** Names in other tools, the key that is meant, and a manifest with them. */
const PLACES: [names: string, meant: string, build: (field: string) => string][] = [
  ['host hostname server target address', 'endpoint', ENTRY],
  ['sni', 'server_name', ENTRY],
  ['path glob keystore', 'file', ENTRY],
  ['date expiry valid_to', 'expires', ENTRY],
  ['tags', 'labels', ENTRY],
  ['contact', 'owner', ENTRY],
  ['thresholds', 'expiry_scan_thresholds', ENTRY],
  ['warning_days', 'expiry_warning_days', ENTRY],
  ['critical_days', 'expiry_critical_days', ENTRY],
  ['cooldown', 'expiry_scan_cooldown_hours', ENTRY],
  ['timeout', 'timeout_seconds', WEBHOOK],
  ['verify ssl_verify verify_ssl insecure', 'ssl_verification', WEBHOOK],
  ['payload_url', 'url', WEBHOOK],
  ['http_method', 'method', WEBHOOK],
  ['http_content_type', 'content_type', WEBHOOK],
  ['additional_headers', 'headers', WEBHOOK],
  ['ca_file_path ca', 'ca_file', WEBHOOK],
  ['template body', 'body_template', WEBHOOK],
  ['notifications alerts event_rules', 'rules', ROOT],
  ['event_types', 'events', RULE],
  ['action action_type action_object', 'actions', RULE],
  ['PLUGINS_CONFIG netbox_ssl', 'settings', ROOT],
  ['notification_email_enabled notification_email_recipients', 'email', ROOT],
  ['certs', 'certificates', ROOT],
];

it.each(PLACES.flatMap(([names, meant, build]) => names.split(' ').map((name) => [name, meant, build] as const)))(
  'the name %s of another tool is explained: it means %s',
  async (name, meant, build) => {
    const { diagnostics } = await loadText(build(`${name}: a`));
    const unknown = diagnostics.filter(({ code }) => code === 'unknown-key');
    expect(unknown).toMatchObject([
      { message: expect.stringContaining(`"${name}"`), hint: `Did you mean "${meant}"?` },
    ]);
  },
);
