/** The Events API v2 of PagerDuty, as a real HTTP server that keeps incidents (https://developer.pagerduty.com/docs/send-alert-event). */

import { Ajv2020 } from 'ajv/dist/2020.js';
import { SHAPES } from '../notify/receiver-shapes.ts';
import { type Received, type ReceiverResponse, startReceiver } from './receiver.ts';

export const ROUTING_KEY = '0123456789abcdef0123456789abcdef';

interface Payload {
  summary: string;
  severity: string;
  custom_details?: Record<string, unknown>;
}

/** An alert opens with `trigger`, and only `resolve` closes it. A later `trigger` with its key updates it, or opens a new one. */
export interface Incident {
  dedup_key: string;
  isOpen: boolean;
  /** The summaries of its triggers, the newest last. */
  summaries: string[];
  /** The payload of its newest trigger. */
  last: Payload;
  /** The `resolve` events about it, also after the one that closed it. */
  resolves: number;
}

export interface PagerDuty {
  url: string;
  incidents: Incident[];
  close: () => Promise<void>;
}

/** `onChange` gets each change of an incident, and whether it opened, was updated or closed. */
export async function startPagerDuty(
  onChange: (change: 'opened' | 'updated' | 'resolved', incident: Incident) => void = () => undefined,
): Promise<PagerDuty> {
  const isEvent = new Ajv2020({ strict: false, validateFormats: false }).compile(SHAPES.pagerduty);
  const incidents: Incident[] = [];
  const respond = ({ method, path, body }: Received): ReceiverResponse => {
    if (method !== 'POST' || path !== '/v2/enqueue') return 404;
    const event: {
      routing_key: string;
      event_action: 'trigger' | 'acknowledge' | 'resolve';
      dedup_key: string;
      payload: Payload;
    } = JSON.parse(body);
    if (!isEvent(event) || event.routing_key !== ROUTING_KEY) {
      return { status: 400, body: JSON.stringify({ status: 'invalid event', errors: isEvent.errors }) };
    }
    const { event_action, dedup_key, payload } = event;
    const open = incidents.find((one) => one.isOpen && one.dedup_key === dedup_key);
    if (event_action === 'trigger' && open) {
      open.summaries.push(payload.summary);
      open.last = payload;
      onChange('updated', open);
    } else if (event_action === 'trigger') {
      const incident = { dedup_key, isOpen: true, summaries: [payload.summary], last: payload, resolves: 0 };
      incidents.push(incident);
      onChange('opened', incident);
    } else if (event_action === 'resolve') {
      const latest = incidents.findLast((one) => one.dedup_key === dedup_key);
      if (latest) latest.resolves += 1;
      if (open) {
        open.isOpen = false;
        onChange('resolved', open);
      }
    }
    return { status: 202, body: JSON.stringify({ status: 'success', message: 'Event processed', dedup_key }) };
  };
  const { origin, close } = await startReceiver(respond);
  return { url: `${origin}/v2/enqueue`, incidents, close };
}
