/** What connections to receivers need of the manifest. */

import type { Manifest } from '../domain/index.ts';

export interface ReceiverSettings extends Pick<Manifest, 'root'> {
  scan: Pick<Manifest['scan'], 'network'>;
}
