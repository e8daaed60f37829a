/** The APIs of known systems, as data: keys that an entry with `rest` could set itself. docs/reference/inventories.md lists them. */

import type { EntrySpec } from '../../../generated/manifest.ts';
import { DIGICERT } from './digicert.ts';
import { EJBCA } from './ejbca.ts';
import { LEMUR } from './lemur.ts';
import { NETBOX_SSL } from './netbox-ssl.ts';
import type { RestPreset } from './preset.ts';
import { SECTIGO } from './sectigo.ts';
import { VENAFI, VENAFI_CLOUD } from './venafi.ts';

export const REST_PRESETS: Record<NonNullable<EntrySpec['preset']>, RestPreset> = {
  netbox_ssl: NETBOX_SSL,
  lemur: LEMUR,
  digicert: DIGICERT,
  venafi: VENAFI,
  venafi_cloud: VENAFI_CLOUD,
  ejbca: EJBCA,
  sectigo: SECTIGO,
};
