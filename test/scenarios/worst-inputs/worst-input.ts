/** The worst input that could be found, as data: a scan of it beside a server whose certificate is about to expire. */

import type { World } from '../world.ts';

export interface WorstInput {
  /** What has this input, in the words of the code: kinds of sources, protocols, receivers, stores, reports or formats. */
  kinds: readonly string[];
  /** A noun, which is the title of the test. */
  worst: string;
  /** Bad entries of the manifest, one a line. Default: none. */
  entries?: string;
  /** More webhooks and sections of the manifest. */
  more?: string;
  /** What happens before the scan. */
  prepare?: (world: World) => unknown;
  /** More options of the scan. */
  options?: readonly string[];
  /** The codes, one of which each bad entry has. Without entries, and if it is tolerated, the report or the output has one of them. */
  named: readonly string[];
  /** Whether the report or the output has all of the codes. */
  hasAll?: true;
  /** The alerts about other certificates, besides that about the server. */
  others?: readonly string[];
  /** Why the run is green nevertheless. Default: it is red. */
  tolerated?: string;
  /** Why nothing is sent. Default: the alert about the server is. */
  held?: string;
  /** The time in seconds that its kind takes at most, and no setting limits. */
  waits?: number;
  /** Whether it keeps the processor busy, so that it would disturb others at the same time. Default: it waits. */
  isBusy?: true;
}

/** The time limits of a scan, in seconds: of a source, of all of them, and of all deliveries. With a busy processor, a handshake takes long. */
const getLimits = ({ isBusy }: Pick<WorstInput, 'isBusy'>, slowness: number) => {
  const source = (isBusy ? 3 : 1) * slowness;
  return { source, reading: source + (isBusy ? 3 : 2) * slowness, delivery: 2 * slowness };
};

/** The factor by which all limits are longer on a machine that has other work. `plain`: the milliseconds that a scan takes without a bad input. */
export function computeSlowness(plain: number): number {
  return Math.min(10, Math.max(1, Math.ceil(plain / 200)));
}

/**
 * The time in milliseconds after which a scan did not end in time: its limits, the time that it gives to work which ends by itself, and a
 * reserve for a busy machine. Nothing in the table would end by itself within minutes.
 */
export function computeMaxTime(input: WorstInput, slowness: number): number {
  const { reading, delivery } = getLimits(input, slowness);
  return (reading + delivery + (input.waits ?? 0)) * 1000 + 2000 + 8000 * slowness;
}

/** The alert that must arrive. */
export const ALERT = 'certificate.expiry_warning shop';

/** The manifest of a scan. The bad entries come first. */
export function writeManifest(input: WorstInput, slowness: number): string {
  const { entries = '', more = '' } = input;
  const { source, reading, delivery } = getLimits(input, slowness);
  return `version: 1
settings:
  heartbeat_url: "\${HEARTBEAT_URL}"
  scan_timeout_seconds: ${source}
  reading_minutes: ${reading / 60}
  delivery_timeout_seconds: ${delivery}
certificates:
${entries.replace(/^(?=.)/gm, '  ')}
  - { name: shop, endpoint: "shop.example.com:$PORT_SHOP", trust: none }
${more.includes('rules:') ? '' : 'rules: [{ name: all, events: ["certificate.expir*", certificate.revoked], actions: [{ webhook: chat }] }]'}
${more.includes('network:') ? '' : 'network: { dns_servers: ["$DNS"] }'}
webhooks:
  chat: { url: "\${CHAT_URL}", content_type: text/plain, body_template: "{{ event }} {{ data.display_name }}" }
${more}
`;
}
