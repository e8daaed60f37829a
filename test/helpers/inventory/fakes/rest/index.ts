/** The systems for which `rest` has a preset. */

import { DIGICERT_SYSTEM } from './digicert.ts';
import { EJBCA_SYSTEM } from './ejbca.ts';
import { LEMUR_SYSTEM } from './lemur.ts';
import { NETBOX_SSL_SYSTEM } from './netbox-ssl.ts';
import { SECTIGO_SYSTEM } from './sectigo.ts';
import type { RestSystem } from './system.ts';
import { VENAFI_SYSTEM } from './venafi.ts';
import { VENAFI_CLOUD_SYSTEM } from './venafi-cloud.ts';

export const REST_SYSTEMS: readonly RestSystem[] = [
  NETBOX_SSL_SYSTEM,
  LEMUR_SYSTEM,
  DIGICERT_SYSTEM,
  VENAFI_SYSTEM,
  VENAFI_CLOUD_SYSTEM,
  EJBCA_SYSTEM,
  SECTIGO_SYSTEM,
];
