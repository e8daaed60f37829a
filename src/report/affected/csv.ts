/** The certificates that a mass revocation affects as rows: one for each certificate and location, and for what could not be decided. */

import type {
  Affected,
  AffectedCertificate,
  AffectedLocation,
  LoggedAffected,
  UnknownLocation,
} from '../../generated/affected.ts';
import type { CsvTable } from '../document/csv.ts';

/** `ct`: only a certificate transparency log has it. `unread`: never read. `undecided`: the certificate lacks the fields. */
type RowState = AffectedLocation['state'] | 'ct' | 'unread' | 'undecided';

interface Row {
  state: RowState;
  deadline: string | null;
  /** The fields that every row has, and those of a certificate. */
  subject: Pick<AffectedCertificate, 'certificate' | 'owner'> & Partial<AffectedCertificate>;
  location: Pick<AffectedLocation, 'location'> & Partial<AffectedLocation>;
}

export const AFFECTED_TABLE: CsvTable<Row> = {
  columns: {
    owner: ({ subject }) => subject.owner,
    certificate: ({ subject }) => subject.certificate,
    location: ({ location }) => location.location,
    state: ({ state }) => state,
    since: ({ location }) => location.since ?? null,
    unread_since: ({ location }) => location.unread_since ?? null,
    replaced_by: ({ location }) => location.replaced_by ?? null,
    deadline: ({ deadline }) => deadline,
    common_name: ({ subject }) => subject.common_name ?? null,
    issuer: ({ subject }) => subject.issuer ?? null,
    serial_number: ({ subject }) => subject.serial_number ?? null,
    fingerprint_sha256: ({ subject }) => subject.fingerprint_sha256 ?? null,
    valid_from: ({ subject }) => subject.valid_from ?? null,
    valid_to: ({ subject }) => subject.valid_to ?? null,
    list_line: ({ subject }) => subject.match?.line ?? null,
    matched_by: ({ subject }) => subject.match?.by ?? null,
    assignments: ({ subject }) => subject.assignments?.join('; ') ?? null,
    auto_renewal: ({ subject }) => subject.auto_renewal?.toString() ?? null,
    window_start: ({ subject }) => subject.renewal_window?.start ?? null,
    window_moved_from: ({ subject }) => subject.renewal_window?.moved_from ?? null,
    renewal_instructions: ({ subject }) => subject.renewal_instructions ?? null,
  },
};

/** Lists the rows of `AFFECTED_TABLE`. */
export function* listAffectedRows({ certificates, only_in_ct, unread, undecided, deadline }: Affected): Generator<Row> {
  for (const subject of certificates)
    for (const location of subject.locations) yield { state: location.state, deadline, subject, location };
  for (const one of only_in_ct) yield { state: 'ct', deadline, subject: toSubject(one), location: toLocation(one) };
  for (const one of unread) yield { state: 'unread', deadline, subject: one, location: toLocation(one) };
  for (const one of undecided) yield { state: 'undecided', deadline, subject: one, location: toLocation(one) };
}

function toSubject({ domain: _, names, ...rest }: LoggedAffected): Row['subject'] {
  return { ...rest, common_name: names[0] ?? null };
}

function toLocation(one: LoggedAffected | UnknownLocation): Row['location'] {
  return { location: 'domain' in one ? one.domain : one.location };
}
