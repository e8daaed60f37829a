import { describe, expect, it } from 'vitest';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { PRESETS, type PresetName } from '../../src/presets/index.ts';
import { CHANNEL_TEST_TEXT, QUIET_FORMS } from '../../src/presets/quiet-forms.ts';

import { createPresetWebhook } from './preset-webhook.ts';

const FORMS = Object.keys(QUIET_FORMS) as (keyof typeof QUIET_FORMS)[];

function render(name: PresetName): string {
  const { secrets, content_type } = createPresetWebhook(name);
  const mode = content_type === 'application/json' ? 'json' : 'text';
  const rendered = renderTemplate(QUIET_FORMS[name]?.body_template ?? '', { secrets }, { mode });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return rendered.text;
}

describe('the quiet message of a preset', () => {
  it('exists for every preset that people read, and for none that opens an incident or a ticket', () => {
    const others = (Object.keys(PRESETS) as PresetName[]).filter((name) => QUIET_FORMS[name] === undefined);
    expect(others).toEqual([
      ...['pagerduty', 'cloudevents', 'alertmanager', 'opsgenie', 'splunk_oncall', 'servicenow'],
      ...['jira', 'gitlab', 'gitlab_alerts', 'generic'],
    ]);
    expect(FORMS.filter((name) => PRESETS[name].stateful)).toEqual([]);
  });

  it.each(FORMS)('says that it is a test of which nobody has to do anything: %s', (name) => {
    expect(render(name)).toContain(CHANNEL_TEST_TEXT);
  });

  it.each(FORMS.filter((name) => name !== 'ntfy'))('is a JSON object: %s', (name) => {
    expect(JSON.parse(render(name))).toBeTypeOf('object');
  });

  it('does not notify where the receiver knows how', () => {
    expect(JSON.parse(render('telegram'))).toMatchObject({ disable_notification: true });
    expect(JSON.parse(render('matrix'))).toMatchObject({ msgtype: 'm.notice' });
    expect(JSON.parse(render('pushover'))).toMatchObject({ priority: -2 });
    expect(JSON.parse(render('discord'))).toMatchObject({ flags: 4096 });
    expect(QUIET_FORMS.ntfy?.headers).toMatchObject({ Priority: 'min' });
  });
});
