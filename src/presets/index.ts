/** The table of presets. They are data only; `notify/` renders them. */

import type { WebhookSpec } from '../generated/manifest.ts';
import { alertmanager } from './alertmanager.ts';
import { cloudevents } from './cloudevents.ts';
import { discord } from './discord.ts';
import { generic } from './generic.ts';
import { googleChat } from './google-chat.ts';
import { mattermost } from './mattermost.ts';
import { ntfy } from './ntfy.ts';
import { pagerduty } from './pagerduty.ts';
import type { Preset } from './preset.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import { webex } from './webex.ts';

export type { Preset } from './preset.ts';

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
  generic,
} satisfies Record<PresetName, Preset>;

/** In the order of the documentation. */
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
