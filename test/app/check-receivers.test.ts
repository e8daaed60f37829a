import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkReceivers } from '../../src/app/check-receivers.ts';
import { selectReceivers } from '../../src/app/select-settings.ts';
import { createSamplePlan } from '../../src/app/simulate/sample-plan.ts';
import type { Manifest } from '../../src/domain/index.ts';
import type { Io } from '../../src/lib/io.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { findUnready } from '../../src/notify/find-unready.ts';
import { deliverAll } from '../../src/notify/index.ts';
import { createDice, type Dice } from '../helpers/dice.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { type SmtpServer, startSmtpServer } from '../helpers/smtp-server.ts';
import { createTestIo } from '../manifest/io.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
let chat: Receiver;
let smtp: SmtpServer;
beforeAll(async () => {
  [chat, smtp] = await Promise.all([startReceiver(), startSmtpServer()]);
});
afterAll(async () => {
  await Promise.all([chat.close(), smtp.close()]);
  rmSync(directory, { recursive: true });
});

const NOW = Date.parse('2027-01-01T00:00:00Z');
const SCAN = { scan_id: 'scan', now: NOW, username: null, repository: null, run_url: null };

async function load(sections: string): Promise<Manifest> {
  const entries = 'certificates:\n  - { name: shop, expires: 2030-01-01, labels: { team: web } }\n';
  writeFileSync(path.join(directory, 'certvigil.yaml'), `version: 1\n${entries}${sections}`);
  const { manifest, diagnostics } = await loadManifest(null, createTestIo(directory));
  if (manifest === null) throw new Error(JSON.stringify(diagnostics.filter(({ severity }) => severity === 'error')));
  return manifest;
}

const createIo = (env: Record<string, string>, more: Partial<Io> = {}): Io => ({
  ...createTestIo(directory),
  env,
  ...more,
});

async function check(sections: string, env: Record<string, string> = {}, more: Partial<Io> = {}) {
  const manifest = await load(sections);
  const options = { scan: SCAN, compileRegex: null, failed: new Set<string>() };
  return checkReceivers(manifest, options, createIo(env, more));
}

/** Writes `$NAME` as a reference to the variable. */
const refer = (text: string) => text.replace(/\$([A-Z_]+)/g, (_, name: string) => `\${${name}}`);

const RULE = 'rules: [{ name: all, events: ["*"], actions: [{ webhook: chat }] }]\n';

describe('checkReceivers', () => {
  it('names each variable once, with all of its receivers', async () => {
    const { reasons, problems } = await check(`webhooks:
  chat: { preset: slack, url: "\${CHAT_URL}" }
  second: { url: "\${CHAT_URL}" }
  third: { url: "\${THIRD_URL}", headers: { Authorization: "Bearer \${THIRD_TOKEN}" } }
rules: [{ name: all, events: ["*"], actions: [{ webhook: chat }, { webhook: second }, { webhook: third }] }]
`);
    expect(reasons).toEqual([
      {
        code: 'receiver-not-ready',
        entries: [],
        clause:
          'no alert can be sent to chat, second (CHAT_URL is not set) or third (THIRD_TOKEN, THIRD_URL are not set)',
      },
    ]);
    expect(problems.map(({ detail }) => detail)).toEqual(
      [
        'webhook "chat": $CHAT_URL (certvigil.yaml:5) is not set or is empty. Set it in the environment of the scan; in a workflow, under env of the step, from secrets.',
        'webhook "third": $THIRD_URL (certvigil.yaml:7) is not set or is empty. Set it in the environment of the scan; in a workflow, under env of the step, from secrets.',
      ].map(refer),
    );
  });

  it('says nothing about a destination that just failed to get an alert', async () => {
    const manifest = await load(`webhooks: { chat: { url: "\${CHAT_URL}" } }\n${RULE}`);
    const failed = new Set(['webhook:chat']);
    const checked = await checkReceivers(manifest, { scan: SCAN, compileRegex: null, failed }, createIo({}));
    expect(checked).toEqual({ reasons: [], problems: [] });
  });

  it.each([
    [
      'a GitHub workflow without a token',
      { GITHUB_ACTIONS: 'true' },
      {},
      ['no alert can be sent to issue (the GitHub token is missing)'],
    ],
    [
      'a GitHub workflow with a token',
      { GITHUB_ACTIONS: 'true' },
      { github: { token: 't', repository: 'o/r', api_url: 'http://127.0.0.1' } },
      [],
    ],
    ['a laptop, where issues are not expected to work', {}, {}, []],
  ])('checks issues in %s', async (_, env, more, clauses) => {
    const { reasons } = await check('issues: {}\n', env, more as Partial<Io>);
    expect(reasons.map(({ clause }) => clause)).toEqual(clauses);
  });

  it.each([
    ['an event of its rule', '[certificate.revoked]', ['no alert can be sent to chat (its template fails)']],
    ['an event of another rule', '[certificate.expired]', []],
  ])('renders a template that fails for %s', async (_, events, clauses) => {
    const { reasons } = await check(`webhooks:
  chat:
    url: https://chat.example.com
    content_type: text/plain
    body_template: "{% if event == 'certificate.revoked' %}{{ 1 / 0 }}{% endif %}"
rules: [{ name: all, events: ${events}, actions: [{ webhook: chat }] }]
`);
    expect(reasons.map(({ clause }) => clause)).toEqual(clauses);
  });

  it('does not render samples as tests', async () => {
    const { reasons } = await check(`webhooks:
  chat: { url: https://chat.example.com, content_type: text/plain, body_template: "{% if data.test %}{{ 1 / 0 }}{% endif %}" }
${RULE}`);
    expect(reasons).toEqual([]);
  });

  it('checks the variables of a receiver whose rule matches no sample', async () => {
    const sections = (url: string) => `webhooks: { chat: { url: "${refer(url)}" } }
rules: [{ name: all, events: ["*"], match: { labels: { team: none } }, actions: [{ webhook: chat }] }]
`;
    const clauses = async (url: string, env = {}) =>
      (await check(sections(url), env)).reasons.map(({ clause }) => clause);
    expect(await clauses('$CHAT_URL')).toEqual(['no alert can be sent to chat (CHAT_URL is not set)']);
    expect(await clauses('$CHAT_URL', { CHAT_URL: 'chat' })).toEqual([
      'no alert can be sent to chat (its URL is invalid)',
    ]);
    expect(await clauses('$CHAT_URL', { CHAT_URL: 'https://chat.example.com' })).toEqual([]);
  });
});

/** What is wrong with a receiver, if anything, as fields of the manifest. `$UNSET` is a variable that is not set. */
const WEBHOOKS = [
  'url: "$CHAT_URL"',
  'url: "$CHAT_URL/{{ event }}"',
  'url: "$CHAT_URL", preset: slack',
  'url: "$CHAT_URL", preset: pagerduty, secrets: { routing_key: "$ROUTING_KEY" }',
  'url: "$CHAT_URL", proxy: none, headers: { X-Team: "{{ data.labels.team }}" }',
  'url: "$UNSET"',
  'url: "$BAD_URL"',
  'url: "$FTP_URL"',
  'url: "http://169.254.169.254/x"',
  'url: "$CHAT_URL", headers: { Authorization: "Bearer $UNSET" }',
  'url: "$CHAT_URL", secret: "$UNSET"',
  'url: "$CHAT_URL", secrets: { token: "$UNSET" }',
  'url: "$CHAT_URL", preset: pagerduty, secrets: { routing_key: "$CHAT_URL" }',
  'url: "$CHAT_URL", proxy: "$UNSET"',
  'url: "$CHAT_URL", proxy: "$BAD_URL"',
  'url: "$CHAT_URL", ca_file: missing.pem',
  'url: "$CHAT_URL", body_template: \'{"a": {{ data.display_name }} }\'',
  'url: "$CHAT_URL", content_type: text/plain, body_template: "{{ 1 / 0 }}"',
];
const EMAILS = [
  'host: 127.0.0.1, tls: none, from: a@example.com, to: [b@example.com]',
  'host: "$HOST", tls: none, from: a@example.com, to: ["$TO"]',
  'host: 127.0.0.1, tls: none, from: a@example.com, to: [b@example.com], subject: "{{ data.display_name }}"',
  'host: "$UNSET", tls: none, from: a@example.com, to: [b@example.com]',
  'host: 127.0.0.1, tls: none, from: a@example.com, to: ["$UNSET"]',
  'host: 127.0.0.1, tls: none, from: a@example.com, to: ["$BAD_URL"]',
  'host: 169.254.169.254, tls: none, from: a@example.com, to: [b@example.com]',
  'host: 127.0.0.1, username: x, password: "$UNSET", from: a@example.com, to: [b@example.com]',
  'host: 127.0.0.1, tls: none, from: a@example.com, to: [b@example.com], ca_file: missing.pem',
  'host: 127.0.0.1, tls: none, from: a@example.com, to: [b@example.com], text_template: "{{ 1 / 0 }}"',
];

/** Draws receivers and rules, of which some are disabled or match nothing. */
function drawSections({ pick, chance, upTo }: Dice): string {
  const webhooks = Array.from({ length: 4 }, (_, index) => `  w${index}: { ${refer(pick(WEBHOOKS))} }\n`);
  const emails = Array.from({ length: 2 }, (_, index) => {
    return `  m${index}: { port: ${smtp.port}, ${refer(pick(EMAILS))} }\n`;
  });
  const rules = Array.from({ length: 3 }, (_, index) => {
    const action = chance(0.7) ? `webhook: w${upTo(3)}` : `email: m${upTo(1)}`;
    const group = action.startsWith('email') && chance(0.5) ? ', group_by: [rule]' : '';
    const events = pick(['"*"', 'certificate.expired', 'scan.*', 'certificate.revoked']);
    return `  - { name: r${index}, enabled: ${chance(0.8)}, events: [${events}], actions: [{ ${action}${group} }] }\n`;
  });
  return `webhooks:\n${webhooks.join('')}email:\n${emails.join('')}rules:\n${rules.join('')}`;
}

describe('findUnready', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'finds the receivers to which sending fails, and no other (seed %i)',
    async (seed) => {
      const manifest = await load(drawSections(createDice(seed)));
      const io = createIo({
        ...{ CHAT_URL: chat.origin, BAD_URL: 'not a url', FTP_URL: 'ftp://chat.example.com' },
        ...{ ROUTING_KEY: '0123456789abcdef0123456789abcdef', HOST: '127.0.0.1', TO: 'c@example.com' },
      });
      const samples = createSamplePlan(manifest, SCAN, null);
      const receivers = selectReceivers(manifest);
      const { receipts } = await deliverAll(samples, receivers, io);
      const failed = receipts.filter(({ status }) => status === 'failed').map(({ destination }) => destination);
      const used = manifest.rules.filter(({ enabled }) => enabled).flatMap(({ actions }) => actions);
      expect(new Set(receipts.map(({ destination }) => destination)).size).toBe(
        new Set(used.map((one) => 'name' in one && `${one.kind}:${one.name}`)).size,
      );
      const unready = await findUnready(samples, receivers, io);
      expect(unready.map(({ destination }) => destination).sort()).toEqual([...new Set(failed)].sort());
    },
  );
});
