/** Webhooks for known receivers, by name. Data alone: the template engine that runs them is `deliver/`'s. */

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

export const PRESET_NAMES = [
  'slack',
  'teams',
  'pagerduty',
  'discord',
  'google_chat',
  'mattermost',
  'ntfy',
  'webex',
  'cloudevents',
  'alertmanager',
  'generic',
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

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
