/** The table of presets. They are data only; `notify/` renders them. */

import type { WebhookSpec } from '../generated/manifest.ts';
import { cloudevents } from './cloudevents.ts';
import { discord } from './discord.ts';
import { generic } from './generic.ts';
import { gitlab } from './gitlab.ts';
import { googleChat } from './google-chat.ts';
import { jira } from './jira.ts';
import { matrix } from './matrix.ts';
import { mattermost } from './mattermost.ts';
import { ntfy } from './ntfy.ts';
import type { Preset } from './preset.ts';
import { pushover } from './pushover.ts';
import { slack } from './slack.ts';
import { alertmanager } from './stateful/alertmanager.ts';
import { gitlabAlerts } from './stateful/gitlab-alerts.ts';
import { opsgenie } from './stateful/opsgenie.ts';
import { pagerduty } from './stateful/pagerduty.ts';
import { servicenow } from './stateful/servicenow.ts';
import { splunkOnCall } from './stateful/splunk-oncall.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';
import { webex } from './webex.ts';

export type { Preset, ResponseBody } from './preset.ts';
export { appendPresetPath, resolvePresetPath } from './preset-url.ts';

export type PresetName = NonNullable<WebhookSpec['preset']>;

export const PRESETS = {
  slack,
  teams,
  pagerduty,
  discord,
  google_chat: googleChat,
  mattermost,
  ntfy,
  webex,
  cloudevents,
  alertmanager,
  opsgenie,
  splunk_oncall: splunkOnCall,
  servicenow,
  telegram,
  matrix,
  pushover,
  jira,
  gitlab,
  gitlab_alerts: gitlabAlerts,
  generic,
} satisfies Record<PresetName, Preset>;

/** The names of all presets, in the order of the documentation. */
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
