import { describe, expect, it } from 'vitest';
import { EVENT_NAMES, RESOLUTION_NAMES } from '../../src/domain/index.ts';
import { resolveSubscriptions } from '../../src/manifest/checks/support/subscriptions.ts';
import { splitSections } from '../../src/manifest/sections.ts';
import { parseYaml } from '../../src/manifest/yaml/parse.ts';
import { createSourceFile } from '../../src/manifest/yaml/source-file.ts';

/** Resolves the messages of a receiver of a manifest with these rules and digest. */
function resolve(lines: string, kind: 'webhook' | 'email' = 'webhook', field = 'body_template') {
  const { root } = parseYaml(createSourceFile('certvigil.yaml', `version: 1\n${lines}\n`, false));
  if (root === null) throw new Error('the manifest has no content');
  return resolveSubscriptions(splitSections(root, [root]))(kind, 'chat', field);
}

const rule = (action: string, events = 'certificate.expired') =>
  `{ name: ${action.length}, events: ["${events}"], actions: [${action}] }`;

describe('the messages of a receiver', () => {
  it.each<[string, string, string[]]>([
    ['of a rule', `rules: [${rule('{ webhook: chat }')}]`, ['certificate.expired']],
    [
      'of all its rules',
      `rules: [${rule('{ webhook: chat }')}, ${rule('{ webhook: chat }', 'certificate.revoked')}]`,
      ['certificate.expired', 'certificate.revoked'],
    ],
    [
      'with resolutions, if one of its actions sends them',
      `rules: [${rule('{ webhook: chat }, { webhook: chat, send_resolved: true }')}]`,
      ['certificate.expired', ...RESOLUTION_NAMES],
    ],
    [
      'without resolutions, if its actions do not send them',
      `rules: [${rule('{ webhook: chat, send_resolved: false }')}]`,
      ['certificate.expired'],
    ],
    ['of every kind, if no rule sends to it', `rules: [${rule('{ webhook: other }')}]`, [...EVENT_NAMES]],
    ['of every kind, if only an email has its name', `rules: [${rule('{ email: chat }')}]`, [...EVENT_NAMES]],
    [
      'of every kind, if its rule is disabled',
      `rules: [${rule('{ webhook: chat }').replace('{ name', '{ enabled: false, name')}]`,
      [...EVENT_NAMES],
    ],
    ['of the digest', 'digest: { actions: [{ webhook: chat }] }', ['digest']],
    [
      'of every kind, if the digest has a template of its own',
      'digest: { actions: [{ webhook: chat, body_template: x }] }',
      [...EVENT_NAMES],
    ],
    [
      'of a rule and the digest',
      `rules: [${rule('{ webhook: chat }')}]\ndigest: { actions: [{ webhook: chat, body_template: x }, { webhook: chat }] }`,
      ['certificate.expired', 'digest'],
    ],
  ])('are those %s', (_, lines, expected) => {
    expect(resolve(lines)).toEqual(expected);
  });

  it('of an email are not those of the digest, which has its own templates', () => {
    const digest = 'digest: { actions: [{ email: chat }] }';
    expect(resolve(digest, 'email', 'subject')).toEqual(EVENT_NAMES);
    const text = `rules: [${rule('{ email: chat }')}]\n${digest}`;
    expect(resolve(text, 'email', 'subject')).toEqual(['certificate.expired']);
  });
});
