/** Creates the template context of an event (docs/reference/templates.md). */

import { describeSubject, resolveCommonName, type SubjectState } from '../../domain/event-data.ts';
import {
  ALL_SCANS,
  type CertificateFacts,
  type EventContext,
  type EventData,
  type EventFinding,
  type EventName,
  type IsoTime,
  isAboutScans,
  type RenewalEvidence,
  type ScanContext,
  type UnreachableState,
} from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

interface EventInput {
  subject: SubjectState;
  event: EventName;
  /** The location, for an event about one location. */
  location: string | null;
  /** The key that an alert and its resolution share: a fingerprint, a date or a location, and the topic of a finding. */
  alert: string;
  finding: EventFinding | undefined;
  unreachable: UnreachableState | null;
  /** The certificate that was replaced. */
  previous: CertificateFacts | null;
  /** The evidence of a renewal. */
  evidence: RenewalEvidence | undefined;
  scan: ScanContext;
}

/** Creates the whole context except the webhook's `secrets`, which are added for the delivery. */
export function createEventContext(input: EventInput): EventContext {
  const { event, previous, scan } = input;
  const { name, facts } = input.subject;
  const timestamp = formatIsoTime(scan.now);
  const isScan = isAboutScans(event) || name === ALL_SCANS;
  const model = isScan ? 'scan' : 'certificate';
  return {
    event,
    timestamp,
    object_type: `certvigil.${model}`,
    model,
    username: scan.username,
    request_id: scan.scan_id,
    data: createEventData(input, timestamp, isScan),
    snapshots:
      event === 'certificate.removed'
        ? { prechange: facts, postchange: null }
        : {
            prechange: previous,
            postchange: previous && facts && { ...facts, common_name: resolveCommonName(name, facts) },
          },
  };
}

/** Creates the data of an event. The fields have the order of the documentation, which a body without a template shows. */
function createEventData(input: EventInput, timestamp: IsoTime, isScan: boolean): EventData {
  const { event, previous, evidence, scan } = input;
  const { name } = input.subject;
  const described = describeSubject(input.subject);
  // Only expiry warnings have a threshold: one that happens to be crossed would mislead in other events.
  const hasThreshold = event === 'certificate.expiry_warning';
  return {
    event_type: event,
    certificate: described.certificate,
    display_name: described.display_name,
    kind: isScan ? null : described.kind,
    what: isScan ? null : described.what,
    certificate_id: described.certificate_id,
    alert_key: `certvigil/${name}/${input.alert}`,
    common_name: described.common_name,
    subject: described.subject,
    issuer: described.issuer,
    serial_number: described.serial_number,
    fingerprint_sha256: described.fingerprint_sha256,
    sans: described.sans,
    key_algorithm: described.key_algorithm,
    key_size: described.key_size,
    signature_algorithm: described.signature_algorithm,
    valid_from: described.valid_from,
    valid_to: described.valid_to,
    lifetime_days: described.lifetime_days,
    effective_valid_to: described.effective_valid_to,
    limited_by: described.limited_by,
    ...(described.handshakes && { handshakes: described.handshakes }),
    ...(described.registration && { registration: described.registration }),
    renewal: described.renewal,
    days_remaining: described.days_remaining,
    days_since_expiry: described.days_since_expiry,
    status: described.status,
    level: described.level,
    threshold: hasThreshold ? described.threshold : null,
    threshold_days: hasThreshold ? described.threshold_days : null,
    scan_id: scan.scan_id,
    timestamp,
    assigned_objects: described.assigned_objects,
    assignment_count: described.assignment_count,
    labels: described.labels,
    owner: described.owner,
    tenant: described.tenant,
    renewal_instructions: described.renewal_instructions,
    location: input.location,
    finding: input.finding ?? null,
    error: described.error,
    last_seen: described.last_seen,
    unreachable: input.unreachable,
    previous: previous && {
      fingerprint_sha256: previous.fingerprint_sha256,
      valid_to: previous.valid_to,
      common_name: resolveCommonName(name, previous),
    },
    ...(evidence && { renewal_evidence: evidence }),
    repository: scan.repository,
    run_url: scan.run_url,
    test: false,
  };
}
