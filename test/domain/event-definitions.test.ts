import { describe, expect, it } from 'vitest';
import {
  CLIENT_REJECTIONS,
  canRecover,
  EVENT_NAMES,
  EVENTS,
  FINDING_NAMES,
  formatFinding,
  formatFindingResolved,
  formatTopic,
  isAboutScans,
  isFinding,
  isOneShot,
  isResolution,
  parseTopic,
  RESOLUTION_NAMES,
  SCAN_EVENTS,
  STATUS_ALERTS,
  toTopic,
} from '../../src/domain/event-definitions.ts';

/** Everything that is derived from the definition of an event. */
function describeEvent(event: (typeof EVENT_NAMES)[number]) {
  return {
    ...EVENTS[event],
    isFinding: isFinding(event),
    isResolution: isResolution(event),
    isOneShot: isOneShot(event),
    canRecover: canRecover(event),
    isAboutScans: isAboutScans(event),
    found: ['', 'expect', 'strong-keys'].map((qualifier) => formatFinding({ event, qualifier, code: 'self-signed' })),
    foundWithoutCode: formatFinding({ event, qualifier: '', code: null }),
    over: ['', 'expect', '$&'].map((qualifier) => formatFindingResolved({ event, qualifier })),
  };
}

describe('the table of events', () => {
  it('has these definitions', async () => {
    const table = {
      events: Object.fromEntries(EVENT_NAMES.map((event) => [event, describeEvent(event)])),
      ...{ FINDING_NAMES, RESOLUTION_NAMES, CLIENT_REJECTIONS, STATUS_ALERTS, SCAN_EVENTS },
    };
    const text = `${JSON.stringify(table, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('../golden/domain/events.json');
  });

  it.each(['certificate.imaginary', 'constructor', ''])('knows nothing about the event "%s"', (event) => {
    expect([isOneShot(event), canRecover(event), isResolution(event), isAboutScans(event)]).not.toContain(true);
    expect(formatFinding({ event, qualifier: 'x', code: 'y' })).toBe(event);
    expect(formatFindingResolved({ event, qualifier: 'x' })).toBe('has recovered');
  });
});

describe('the topic', () => {
  it.each([
    ['certificate.untrusted', '', 'untrusted'],
    ['certificate.policy_violation', 'strong-keys', 'policy_violation/strong-keys'],
    ['certificate.policy_violation', 'a/b', 'policy_violation/a/b'],
  ] as const)('of %s about "%s" is %s', (event, qualifier, topic) => {
    expect(toTopic(event, qualifier)).toBe(topic);
    expect(parseTopic(topic)).toEqual({ event, qualifier });
  });

  it.each([
    ['certificate.untrusted', 'untrusted', ''],
    ['certificate.recovered', 'untrusted', ' (untrusted)'],
    ['certificate.policy_violation', 'policy_violation/strong-keys', ' (strong-keys)'],
    ['certificate.recovered', 'policy_violation/strong-keys', ' (strong-keys)'],
  ])('distinguishes %s with %s by "%s"', (event, topic, text) => {
    expect(formatTopic(event, topic)).toBe(text);
  });
});
