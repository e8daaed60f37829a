/** What a template sees (contract section 5). */

import { describeSubject, resolveCommonName, type SubjectFields, type SubjectState } from '../../domain/event-data.ts';
import type {
  CertificateFacts,
  EventContext,
  EventData,
  EventFinding,
  EventName,
  IsoTime,
  ScanContext,
} from '../../domain/index.ts';
import { formatIsoTime } from '../../lib/iso-time.ts';

/** One event of a certificate. */
export interface EventInput extends SubjectState {
  event: EventName;
  /** The place, for an event of one place. */
  place: string | null;
  /** What the alerts of this subject or place have in common with their ending: a fingerprint, date or place. */
  alert: string;
  /** Of a finding, or of its ending; left out of all else. */
  finding?: EventFinding;
  /** The certificate that it took the place of. */
  previous: CertificateFacts | null;
  scan: ScanContext;
  /** Whether this is a test. */
  test: boolean;
}

/** The whole context, without this webhook's `secrets`, which are for the delivery to add. */
export function createEventContext(told: EventInput): EventContext {
  const { event, name, facts, previous, scan } = told;
  const timestamp = formatIsoTime(scan.now);
  const model = event === 'scan.stale' ? 'scan' : 'certificate';
  return {
    event,
    timestamp,
    object_type: `certvigil.${model}`,
    model,
    username: scan.username,
    request_id: scan.scan_id,
    data: createEventData(told, describeSubject(told), timestamp),
    snapshots:
      event === 'certificate.removed'
        ? { prechange: facts, postchange: null }
        : {
            prechange: previous,
            postchange: previous && facts && { ...facts, common_name: resolveCommonName(name, facts) },
          },
  };
}

/** In the order in which the contract names the fields, which is how a body without a template shows them. */
function createEventData(told: EventInput, described: SubjectFields, timestamp: IsoTime): EventData {
  const { event, previous, scan } = told;
  // The threshold is the event's: beside other events one that happens to be crossed would mislead.
  const hasThreshold = event === 'certificate.expiry_warning';
  return {
    event_type: event,
    certificate: described.certificate,
    certificate_id: described.certificate_id,
    alert_key: `certvigil/${told.name}/${told.alert}`,
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
    renewal: described.renewal,
    days_remaining: described.days_remaining,
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
    place: told.place,
    finding: told.finding ?? null,
    error: described.error,
    last_seen: described.last_seen,
    previous: previous && {
      fingerprint_sha256: previous.fingerprint_sha256,
      valid_to: previous.valid_to,
      common_name: resolveCommonName(told.name, previous),
    },
    repository: scan.repository,
    run_url: scan.run_url,
    test: told.test,
  };
}
