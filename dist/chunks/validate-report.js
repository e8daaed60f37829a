const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import "./runtime.js";

// src/generated/validate-report.js
var validateReport = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://certvigil.example/schema/report.schema.json", "title": "Report", "type": "object", "additionalProperties": false, "required": ["version", "scan_id", "scanned_at", "dry_run", "coverage", "summary", "certificates", "events", "deliveries"], "properties": { "version": { "const": 1 }, "scan_id": { "type": "string" }, "scanned_at": { "type": "string" }, "dry_run": { "type": "boolean" }, "coverage": { "$ref": "#/$defs/coverage" }, "summary": { "title": "Summary", "type": "object", "additionalProperties": false, "required": ["certificates", "ok", "warning", "critical", "expired", "not_yet_valid", "unknown", "events_fired", "events_suppressed", "events_unmatched", "events_by_threshold", "deliveries_sent", "deliveries_failed"], "properties": { "certificates": { "type": "integer", "minimum": 0 }, "ok": { "type": "integer", "minimum": 0 }, "warning": { "type": "integer", "minimum": 0 }, "critical": { "type": "integer", "minimum": 0 }, "expired": { "type": "integer", "minimum": 0 }, "not_yet_valid": { "type": "integer", "minimum": 0 }, "unknown": { "type": "integer", "minimum": 0 }, "events_fired": { "type": "integer", "minimum": 0 }, "events_suppressed": { "type": "integer", "minimum": 0 }, "events_unmatched": { "type": "integer", "minimum": 0 }, "events_by_threshold": { "type": "object", "additionalProperties": { "type": "integer", "minimum": 0 } }, "deliveries_sent": { "type": "integer", "minimum": 0 }, "deliveries_failed": { "type": "integer", "minimum": 0 }, "not_observed": { "type": "integer", "minimum": 1 }, "policies": { "title": "PolicySummary", "type": "object", "additionalProperties": false, "required": ["score", "pass", "fail", "skipped", "error"], "properties": { "score": { "type": ["integer", "null"], "minimum": 0, "maximum": 100 }, "pass": { "type": "integer", "minimum": 0 }, "fail": { "type": "integer", "minimum": 0 }, "skipped": { "type": "integer", "minimum": 0 }, "error": { "type": "integer", "minimum": 0 } } } } }, "certificates": { "type": "array", "items": { "$ref": "#/$defs/certificate" } }, "not_observed": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/not_observed" } }, "disabled": { "type": "array", "minItems": 1, "items": { "$ref": "definitions.schema.json#/$defs/disabled_entry" } }, "disappeared": { "type": "array", "minItems": 1, "items": { "type": "string" } }, "removed_items": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/removed_items" } }, "transparency": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/transparency" } }, "policies": { "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/policy" } }, "events": { "type": "array", "items": { "$ref": "#/$defs/event" } }, "deliveries": { "type": "array", "items": { "$ref": "#/$defs/delivery" } } }, "$defs": { "policy": { "title": "PolicyOverview", "type": "object", "additionalProperties": false, "required": ["policy", "description", "severity", "state", "certificates", "pass", "fail", "error", "skipped", "checks"], "properties": { "policy": { "type": "string" }, "description": { "type": ["string", "null"] }, "severity": { "enum": ["critical", "warning", "info"] }, "state": { "enum": ["violated", "undecided", "met", "not-applicable", "no-certificates", "disabled"] }, "certificates": { "type": "integer", "minimum": 0 }, "pass": { "type": "integer", "minimum": 0 }, "fail": { "type": "integer", "minimum": 0 }, "error": { "type": "integer", "minimum": 0 }, "skipped": { "type": "integer", "minimum": 0 }, "checks": { "type": "array", "items": { "title": "CheckOverview", "type": "object", "additionalProperties": false, "required": ["check", "required", "pass", "fail", "error", "skipped"], "properties": { "check": { "type": "string" }, "required": { "type": "string" }, "pass": { "type": "integer", "minimum": 0 }, "fail": { "type": "integer", "minimum": 0 }, "error": { "type": "integer", "minimum": 0 }, "skipped": { "type": "integer", "minimum": 0 } } } } } }, "omission": { "title": "ReportOmission", "type": "object", "additionalProperties": false, "required": ["entry", "counts", "note"], "properties": { "entry": { "type": "string" }, "counts": { "type": "array", "items": { "title": "ReportCount", "type": "object", "additionalProperties": false, "required": ["type", "count"], "properties": { "type": { "type": "string" }, "count": { "type": "integer", "minimum": 1 } } } }, "note": { "$ref": "definitions.schema.json#/$defs/failure" } } }, "transparency": { "title": "ReportTransparency", "type": "object", "additionalProperties": false, "required": ["certificate", "domain", "answered_at", "baseline_complete", "error", "issuances", "known", "unknown", "expected", "unwatched"], "properties": { "certificate": { "type": "string" }, "domain": { "type": "string" }, "answered_at": { "type": ["string", "null"] }, "baseline_complete": { "type": "boolean" }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] }, "issuances": { "type": "integer", "minimum": 0 }, "known": { "type": "integer", "minimum": 0 }, "unknown": { "type": "array", "items": { "$ref": "#/$defs/issuance" } }, "expected": { "type": "array", "items": { "$ref": "#/$defs/expected_issuance" } }, "unwatched": { "type": "array", "items": { "$ref": "#/$defs/unwatched" } } } }, "issuance": { "title": "ReportIssuance", "type": "object", "additionalProperties": false, "required": ["names", "issuer", "serial_number", "valid_from", "valid_to", "first_seen_at", "reason", "severity"], "properties": { "names": { "type": "array", "items": { "type": "string" } }, "issuer": { "type": "string" }, "serial_number": { "type": ["string", "null"] }, "valid_from": { "type": "string" }, "valid_to": { "type": "string" }, "first_seen_at": { "type": ["string", "null"] }, "reason": { "enum": ["baseline", "not-watched", "not-deployed", "issuer", "caa", "settling"] }, "severity": { "enum": ["critical", "warning", "info", null] } } }, "expected_issuance": { "title": "ReportExpectedIssuance", "type": "object", "additionalProperties": false, "required": ["names", "issuer", "serial_number", "valid_from", "valid_to", "first_seen_at", "reason"], "properties": { "names": { "$ref": "#/$defs/issuance/properties/names" }, "issuer": { "$ref": "#/$defs/issuance/properties/issuer" }, "serial_number": { "$ref": "#/$defs/issuance/properties/serial_number" }, "valid_from": { "$ref": "#/$defs/issuance/properties/valid_from" }, "valid_to": { "$ref": "#/$defs/issuance/properties/valid_to" }, "first_seen_at": { "$ref": "#/$defs/issuance/properties/first_seen_at" }, "reason": { "type": "string" } } }, "unwatched": { "title": "ReportUnwatched", "type": "object", "additionalProperties": false, "required": ["name", "issuer", "valid_to", "entry"], "properties": { "name": { "type": "string" }, "issuer": { "type": "string" }, "valid_to": { "type": "string" }, "entry": { "anyOf": [{ "type": "object", "additionalProperties": false, "required": ["name", "endpoint"], "properties": { "name": { "type": "string" }, "endpoint": { "type": "string" } } }, { "type": "null" }] } } }, "coverage": { "title": "ReportCoverage", "type": "object", "additionalProperties": false, "required": ["text", "complete", "allowed", "reasons", "entries", "scanned", "locations", "read", "never_read", "unread", "not_observed", "empty", "blind", "undelivered", "alerts_unmatched", "has_rules", "log_saved", "internal_error"], "properties": { "text": { "type": "string" }, "complete": { "type": "boolean" }, "allowed": { "type": "boolean" }, "reasons": { "type": "array", "items": { "$ref": "#/$defs/red_reason" } }, "entries": { "type": "integer", "minimum": 0 }, "scanned": { "type": "integer", "minimum": 0 }, "locations": { "type": "integer", "minimum": 0 }, "read": { "type": "integer", "minimum": 0 }, "omitted": { "type": "array", "items": { "$ref": "#/$defs/omission" } }, "never_read": { "type": "array", "items": { "type": "string" } }, "unread": { "type": "array", "items": { "$ref": "#/$defs/unread" } }, "not_observed": { "type": "array", "items": { "type": "string" } }, "lookups_failed": { "type": "array", "items": { "$ref": "#/$defs/lookup_failed" } }, "empty": { "type": "array", "items": { "type": "string" } }, "blind": { "type": "boolean" }, "undelivered": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["destination", "alerts"], "properties": { "destination": { "type": "string" }, "alerts": { "type": "integer", "minimum": 1 } } } }, "alerts_unmatched": { "type": "integer", "minimum": 0 }, "alerts_withheld": { "type": "integer", "minimum": 1 }, "has_rules": { "type": "boolean" }, "log_saved": { "type": "boolean" }, "internal_error": { "type": "boolean" }, "next_scan_due": { "type": "string" } } }, "red_reason": { "title": "ReportRedReason", "type": "object", "additionalProperties": false, "required": ["code", "entries"], "properties": { "code": { "type": "string" }, "entries": { "type": "array", "items": { "type": "string" } }, "silenced_until": { "type": "string" } } }, "lookup_failed": { "title": "ReportFailedLookup", "type": "object", "additionalProperties": false, "required": ["certificate", "records", "tolerated"], "properties": { "certificate": { "type": "string" }, "records": { "enum": ["CAA", "TLSA", "MTA-STS", "DNSSEC", "revocation"] }, "tolerated": { "type": "boolean" } } }, "unread": { "title": "ReportUnread", "type": "object", "additionalProperties": false, "required": ["certificate", "location", "code", "never_read", "last_read", "tolerated"], "properties": { "certificate": { "type": "string" }, "location": { "type": "string" }, "code": { "type": ["string", "null"] }, "never_read": { "type": "boolean" }, "last_read": { "type": ["string", "null"] }, "tolerated": { "type": "boolean" } } }, "removed_items": { "title": "ReportRemovedItems", "type": "object", "additionalProperties": false, "required": ["certificate", "source", "known", "locations"], "properties": { "certificate": { "type": "string" }, "source": { "type": "string" }, "known": { "type": "integer", "minimum": 1 }, "locations": { "type": "array", "items": { "type": "string" } } } }, "not_observed": { "title": "ReportNotObserved", "type": "object", "additionalProperties": false, "required": ["certificate", "probe", "error"], "properties": { "certificate": { "type": "string" }, "probe": { "type": ["string", "null"] }, "error": { "$ref": "definitions.schema.json#/$defs/failure" } } }, "status": { "enum": ["unknown", "expired", "not_yet_valid", "critical", "warning", "ok"] }, "level": { "enum": ["error", "warning", "info"] }, "location": { "title": "ReportLocation", "type": "object", "additionalProperties": false, "required": ["location", "observed", "error"], "properties": { "location": { "type": "string" }, "observed": { "$ref": "definitions.schema.json#/$defs/observed" }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] }, "never_read": { "const": true }, "failing_since": { "type": "string" } } }, "certificate": { "title": "ReportCertificate", "type": "object", "additionalProperties": false, "required": ["certificate", "display_name", "kind", "what", "certificate_id", "common_name", "subject", "issuer", "serial_number", "fingerprint_sha256", "sans", "key_algorithm", "key_size", "signature_algorithm", "valid_from", "valid_to", "lifetime_days", "effective_valid_to", "limited_by", "renewal", "days_remaining", "days_since_expiry", "status", "level", "threshold", "threshold_days", "assigned_objects", "assignment_count", "labels", "owner", "tenant", "renewal_instructions", "error", "last_seen", "locations", "chain", "findings"], "properties": { "certificate": { "type": "string" }, "display_name": { "type": "string" }, "kind": { "enum": ["certificate", "fixture", "domain", "date"] }, "what": { "type": "string" }, "certificate_id": { "type": ["string", "null"] }, "common_name": { "type": ["string", "null"] }, "subject": { "type": ["string", "null"] }, "issuer": { "type": ["string", "null"] }, "serial_number": { "type": ["string", "null"] }, "fingerprint_sha256": { "type": ["string", "null"] }, "sans": { "type": "array", "items": { "type": "string" } }, "key_algorithm": { "type": ["string", "null"] }, "key_size": { "type": ["integer", "null"] }, "signature_algorithm": { "type": ["string", "null"] }, "valid_from": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] }, "lifetime_days": { "type": ["integer", "null"] }, "effective_valid_to": { "type": ["string", "null"] }, "issuer_expiry": { "$ref": "definitions.schema.json#/$defs/issuer_expiry" }, "limited_by": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/limited_by" }, { "type": "null" }] }, "handshakes": { "$ref": "definitions.schema.json#/$defs/handshakes" }, "registration": { "$ref": "definitions.schema.json#/$defs/registration" }, "renewal": { "anyOf": [{ "$ref": "#/$defs/renewal" }, { "type": "null" }] }, "days_remaining": { "type": ["integer", "null"] }, "days_since_expiry": { "type": ["integer", "null"] }, "status": { "$ref": "#/$defs/status" }, "level": { "$ref": "#/$defs/level" }, "threshold": { "type": ["number", "string", "null"] }, "threshold_days": { "type": ["number", "null"] }, "assigned_objects": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["type", "name"], "properties": { "type": { "type": "string" }, "name": { "type": "string" } } } }, "assignment_count": { "type": "integer", "minimum": 0 }, "repository": { "type": "string" }, "labels": { "type": "object", "additionalProperties": { "type": "string" } }, "owner": { "type": ["string", "null"] }, "tenant": { "type": ["string", "null"] }, "renewal_instructions": { "type": ["string", "null"] }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] }, "last_seen": { "type": ["string", "null"] }, "locations": { "type": "array", "items": { "$ref": "#/$defs/location" } }, "trust": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/trust" }, { "type": "null" }] }, "revocation": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/revocation" }, { "type": "null" }] }, "notices": { "type": "array", "minItems": 1, "items": { "$ref": "definitions.schema.json#/$defs/failure" } }, "chain": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["subject", "issuer", "fingerprint_sha256", "valid_to"], "properties": { "subject": { "type": ["string", "null"] }, "issuer": { "type": ["string", "null"] }, "fingerprint_sha256": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] } } } }, "policies": { "$ref": "#/$defs/policies" }, "findings": { "type": "array", "items": { "$ref": "#/$defs/finding" } }, "other_locations": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["certificate", "location"], "properties": { "certificate": { "type": "string" }, "location": { "type": "string" } } } }, "successors": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["certificate", "location", "fingerprint_sha256", "valid_to"], "properties": { "certificate": { "type": "string" }, "location": { "type": "string" }, "fingerprint_sha256": { "type": ["string", "null"] }, "valid_to": { "type": "string" } } } }, "renewed_not_deployed": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["issuer", "serial_number", "valid_from", "valid_to", "first_seen_at"], "properties": { "issuer": { "type": "string" }, "serial_number": { "type": ["string", "null"] }, "valid_from": { "type": "string" }, "valid_to": { "type": "string" }, "first_seen_at": { "type": ["string", "null"] } } } } } }, "data": { "title": "ReportData", "type": "object", "additionalProperties": false, "required": ["event_type", "certificate", "display_name", "kind", "what", "certificate_id", "alert_key", "common_name", "subject", "issuer", "serial_number", "fingerprint_sha256", "sans", "key_algorithm", "key_size", "signature_algorithm", "valid_from", "valid_to", "lifetime_days", "effective_valid_to", "limited_by", "renewal", "days_remaining", "days_since_expiry", "status", "level", "threshold", "threshold_days", "scan_id", "timestamp", "assigned_objects", "assignment_count", "labels", "owner", "tenant", "renewal_instructions", "location", "finding", "error", "last_seen", "unreachable", "previous", "repository", "run_url", "test"], "properties": { "event_type": { "type": ["string", "null"] }, "certificate": { "type": "string" }, "display_name": { "type": "string" }, "kind": { "enum": ["certificate", "fixture", "domain", "date", null] }, "what": { "type": ["string", "null"] }, "certificate_id": { "type": ["string", "null"] }, "alert_key": { "type": "string" }, "common_name": { "type": ["string", "null"] }, "subject": { "type": ["string", "null"] }, "issuer": { "type": ["string", "null"] }, "serial_number": { "type": ["string", "null"] }, "fingerprint_sha256": { "type": ["string", "null"] }, "sans": { "type": "array", "items": { "type": "string" } }, "key_algorithm": { "type": ["string", "null"] }, "key_size": { "type": ["integer", "null"] }, "signature_algorithm": { "type": ["string", "null"] }, "valid_from": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] }, "lifetime_days": { "type": ["integer", "null"] }, "effective_valid_to": { "type": ["string", "null"] }, "limited_by": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/limited_by" }, { "type": "null" }] }, "handshakes": { "$ref": "definitions.schema.json#/$defs/handshakes" }, "registration": { "$ref": "definitions.schema.json#/$defs/registration" }, "renewal": { "anyOf": [{ "$ref": "#/$defs/renewal" }, { "type": "null" }] }, "days_remaining": { "type": ["integer", "null"] }, "days_since_expiry": { "type": ["integer", "null"] }, "status": { "$ref": "#/$defs/status" }, "level": { "$ref": "#/$defs/level" }, "threshold": { "type": ["number", "string", "null"] }, "threshold_days": { "type": ["number", "null"] }, "scan_id": { "type": "string" }, "timestamp": { "type": "string" }, "assigned_objects": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["type", "name"], "properties": { "type": { "type": "string" }, "name": { "type": "string" } } } }, "assignment_count": { "type": "integer", "minimum": 0 }, "labels": { "type": "object", "additionalProperties": { "type": "string" } }, "owner": { "type": ["string", "null"] }, "tenant": { "type": ["string", "null"] }, "renewal_instructions": { "type": ["string", "null"] }, "location": { "type": ["string", "null"] }, "finding": { "anyOf": [{ "title": "NotifiedFinding", "type": "object", "additionalProperties": false, "required": ["event", "qualifier", "severity", "code", "detail"], "properties": { "event": { "type": "string" }, "qualifier": { "type": "string" }, "severity": { "type": ["string", "null"] }, "code": { "type": ["string", "null"] }, "detail": { "type": ["string", "null"] }, "checks": { "type": "array", "items": { "$ref": "definitions.schema.json#/$defs/failure" } }, "proposal": { "type": "string" } } }, { "type": "null" }] }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] }, "last_seen": { "type": ["string", "null"] }, "unreachable": { "anyOf": [{ "type": "null" }, { "type": "object", "additionalProperties": false, "required": ["never_read", "since", "days"], "properties": { "never_read": { "type": "boolean" }, "since": { "type": ["string", "null"] }, "days": { "type": "integer" } } }] }, "previous": { "anyOf": [{ "type": "null" }, { "type": "object", "additionalProperties": false, "required": ["fingerprint_sha256", "valid_to", "common_name"], "properties": { "fingerprint_sha256": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] }, "common_name": { "type": ["string", "null"] } } }] }, "renewal_evidence": { "$ref": "#/$defs/renewal_evidence" }, "repository": { "type": ["string", "null"] }, "run_url": { "type": ["string", "null"] }, "test": { "type": "boolean" } } }, "renewal_evidence": { "title": "RenewalEvidence", "type": "object", "additionalProperties": false, "required": ["text", "renewed_locations", "locations"], "properties": { "text": { "type": "string" }, "renewed_locations": { "type": "integer" }, "locations": { "type": "integer" }, "old_locations": { "type": "array", "items": { "type": "string" } }, "other_locations": { "type": "array", "items": { "type": "string" } }, "unread_locations": { "type": "array", "items": { "type": "string" } }, "commits": { "type": "array", "items": { "title": "RenewalCommit", "type": "object", "additionalProperties": false, "required": ["sha", "time", "path"], "properties": { "sha": { "type": "string", "pattern": "^[0-9a-f]{12}$" }, "time": { "$ref": "definitions.schema.json#/$defs/time" }, "path": { "type": "string" } } } }, "issued_by": { "type": "array", "items": { "title": "RenewalIssuer", "type": "object", "additionalProperties": false, "required": ["system", "location"], "properties": { "system": { "enum": ["cert-manager", "aws-acm"] }, "location": { "type": "string" }, "revision": { "type": "integer" }, "status": { "type": "string" } } } } } }, "event": { "title": "ReportEvent", "type": "object", "additionalProperties": false, "required": ["id", "event", "certificate", "fingerprint_sha256", "threshold", "suppressed", "reason", "data"], "properties": { "id": { "type": "string" }, "event": { "type": "string" }, "certificate": { "type": "string" }, "fingerprint_sha256": { "type": ["string", "null"] }, "threshold": { "type": ["number", "string", "null"] }, "suppressed": { "type": "boolean" }, "reason": { "enum": ["first", "escalated", "repeat", "retry", "cooldown", "once", "silenced", "muted", "quiet_hours", "no_action", "unmatched"] }, "silence": { "title": "ReportSilence", "type": "object", "additionalProperties": false, "required": ["until", "reason"], "properties": { "until": { "type": "string" }, "reason": { "type": "string" } } }, "without_rule": { "const": true }, "notes": { "type": "array", "items": { "type": "string" } }, "data": { "$ref": "#/$defs/data" } } }, "delivery": { "title": "ReportDelivery", "type": "object", "additionalProperties": false, "required": ["event_id", "rule", "destination", "status", "reason", "attempts", "error"], "properties": { "event_id": { "type": "string" }, "rule": { "type": "string" }, "destination": { "type": "string" }, "status": { "enum": ["sent", "failed", "suppressed", "due"] }, "reason": { "enum": ["first", "escalated", "repeat", "retry", "cooldown", "once", "silenced", "muted", "quiet_hours", "no_action", "unmatched"] }, "attempts": { "type": "integer", "minimum": 0 }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] } } }, "policies": { "title": "ReportPolicies", "type": "object", "additionalProperties": false, "required": ["score", "results"], "properties": { "score": { "type": ["integer", "null"], "minimum": 0, "maximum": 100 }, "results": { "type": "array", "items": { "title": "ReportPolicy", "type": "object", "additionalProperties": false, "required": ["policy", "severity", "result", "checks"], "properties": { "policy": { "type": "string" }, "severity": { "enum": ["critical", "warning", "info"] }, "result": { "enum": ["pass", "fail", "skipped", "error"] }, "checks": { "type": "array", "items": { "title": "ReportCheck", "type": "object", "additionalProperties": false, "required": ["check", "result", "checked", "expected", "detail"], "properties": { "check": { "type": "string" }, "result": { "enum": ["pass", "fail", "skipped", "error"] }, "checked": { "type": ["string", "null"] }, "expected": { "type": "string" }, "detail": { "type": "string" } } } } } } } } }, "finding": { "title": "ReportFinding", "type": "object", "additionalProperties": false, "required": ["event", "qualifier", "severity", "code", "detail", "locations"], "properties": { "event": { "type": "string" }, "qualifier": { "type": "string" }, "severity": { "enum": ["critical", "warning", "info"] }, "code": { "type": "string" }, "detail": { "type": "string" }, "checks": { "type": "array", "items": { "$ref": "definitions.schema.json#/$defs/failure" } }, "proposal": { "type": "string" }, "locations": { "type": "array", "items": { "type": "string" } } } }, "renewal": { "title": "ReportRenewal", "type": "object", "additionalProperties": false, "required": ["expected_at", "source", "window", "explanation_url", "error"], "properties": { "expected_at": { "type": "string" }, "source": { "enum": ["ari", "lifetime"] }, "window": { "anyOf": [{ "type": "object", "additionalProperties": false, "required": ["start", "end"], "properties": { "start": { "type": "string" }, "end": { "type": "string" } } }, { "type": "null" }] }, "explanation_url": { "type": ["string", "null"] }, "error": { "type": ["string", "null"] } } } } };
var schema90 = { "title": "DisabledEntry", "type": "object", "additionalProperties": false, "required": ["certificate", "until", "reason"], "properties": { "certificate": { "type": "string" }, "until": { "type": ["string", "null"] }, "reason": { "type": ["string", "null"] } } };
var schema103 = { "title": "PolicyOverview", "type": "object", "additionalProperties": false, "required": ["policy", "description", "severity", "state", "certificates", "pass", "fail", "error", "skipped", "checks"], "properties": { "policy": { "type": "string" }, "description": { "type": ["string", "null"] }, "severity": { "enum": ["critical", "warning", "info"] }, "state": { "enum": ["violated", "undecided", "met", "not-applicable", "no-certificates", "disabled"] }, "certificates": { "type": "integer", "minimum": 0 }, "pass": { "type": "integer", "minimum": 0 }, "fail": { "type": "integer", "minimum": 0 }, "error": { "type": "integer", "minimum": 0 }, "skipped": { "type": "integer", "minimum": 0 }, "checks": { "type": "array", "items": { "title": "CheckOverview", "type": "object", "additionalProperties": false, "required": ["check", "required", "pass", "fail", "error", "skipped"], "properties": { "check": { "type": "string" }, "required": { "type": "string" }, "pass": { "type": "integer", "minimum": 0 }, "fail": { "type": "integer", "minimum": 0 }, "error": { "type": "integer", "minimum": 0 }, "skipped": { "type": "integer", "minimum": 0 } } } } } };
var func1 = Object.prototype.hasOwnProperty;
var schema32 = { "title": "ReportCoverage", "type": "object", "additionalProperties": false, "required": ["text", "complete", "allowed", "reasons", "entries", "scanned", "locations", "read", "never_read", "unread", "not_observed", "empty", "blind", "undelivered", "alerts_unmatched", "has_rules", "log_saved", "internal_error"], "properties": { "text": { "type": "string" }, "complete": { "type": "boolean" }, "allowed": { "type": "boolean" }, "reasons": { "type": "array", "items": { "$ref": "#/$defs/red_reason" } }, "entries": { "type": "integer", "minimum": 0 }, "scanned": { "type": "integer", "minimum": 0 }, "locations": { "type": "integer", "minimum": 0 }, "read": { "type": "integer", "minimum": 0 }, "omitted": { "type": "array", "items": { "$ref": "#/$defs/omission" } }, "never_read": { "type": "array", "items": { "type": "string" } }, "unread": { "type": "array", "items": { "$ref": "#/$defs/unread" } }, "not_observed": { "type": "array", "items": { "type": "string" } }, "lookups_failed": { "type": "array", "items": { "$ref": "#/$defs/lookup_failed" } }, "empty": { "type": "array", "items": { "type": "string" } }, "blind": { "type": "boolean" }, "undelivered": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["destination", "alerts"], "properties": { "destination": { "type": "string" }, "alerts": { "type": "integer", "minimum": 1 } } } }, "alerts_unmatched": { "type": "integer", "minimum": 0 }, "alerts_withheld": { "type": "integer", "minimum": 1 }, "has_rules": { "type": "boolean" }, "log_saved": { "type": "boolean" }, "internal_error": { "type": "boolean" }, "next_scan_due": { "type": "string" } } };
var schema37 = { "title": "ReportUnread", "type": "object", "additionalProperties": false, "required": ["certificate", "location", "code", "never_read", "last_read", "tolerated"], "properties": { "certificate": { "type": "string" }, "location": { "type": "string" }, "code": { "type": ["string", "null"] }, "never_read": { "type": "boolean" }, "last_read": { "type": ["string", "null"] }, "tolerated": { "type": "boolean" } } };
var schema38 = { "title": "ReportFailedLookup", "type": "object", "additionalProperties": false, "required": ["certificate", "records", "tolerated"], "properties": { "certificate": { "type": "string" }, "records": { "enum": ["CAA", "TLSA", "MTA-STS", "DNSSEC", "revocation"] }, "tolerated": { "type": "boolean" } } };
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate22.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.entry === void 0 && (missing0 = "entry") || data.counts === void 0 && (missing0 = "counts") || data.note === void 0 && (missing0 = "note")) {
        validate22.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "entry" || key0 === "counts" || key0 === "note")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.entry !== void 0) {
            const _errs2 = errors;
            if (typeof data.entry !== "string") {
              validate22.errors = [{ instancePath: instancePath + "/entry", schemaPath: "#/properties/entry/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.counts !== void 0) {
              let data1 = data.counts;
              const _errs4 = errors;
              if (errors === _errs4) {
                if (Array.isArray(data1)) {
                  var valid1 = true;
                  const len0 = data1.length;
                  for (let i0 = 0; i0 < len0; i0++) {
                    let data2 = data1[i0];
                    const _errs6 = errors;
                    if (errors === _errs6) {
                      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                        let missing1;
                        if (data2.type === void 0 && (missing1 = "type") || data2.count === void 0 && (missing1 = "count")) {
                          validate22.errors = [{ instancePath: instancePath + "/counts/" + i0, schemaPath: "#/properties/counts/items/required", keyword: "required", params: { missingProperty: missing1 } }];
                          return false;
                        } else {
                          const _errs8 = errors;
                          for (const key1 in data2) {
                            if (!(key1 === "type" || key1 === "count")) {
                              delete data2[key1];
                            }
                          }
                          if (_errs8 === errors) {
                            if (data2.type !== void 0) {
                              const _errs9 = errors;
                              if (typeof data2.type !== "string") {
                                validate22.errors = [{ instancePath: instancePath + "/counts/" + i0 + "/type", schemaPath: "#/properties/counts/items/properties/type/type", keyword: "type", params: { type: "string" } }];
                                return false;
                              }
                              var valid2 = _errs9 === errors;
                            } else {
                              var valid2 = true;
                            }
                            if (valid2) {
                              if (data2.count !== void 0) {
                                let data4 = data2.count;
                                const _errs11 = errors;
                                if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                                  validate22.errors = [{ instancePath: instancePath + "/counts/" + i0 + "/count", schemaPath: "#/properties/counts/items/properties/count/type", keyword: "type", params: { type: "integer" } }];
                                  return false;
                                }
                                if (errors === _errs11) {
                                  if (typeof data4 == "number" && isFinite(data4)) {
                                    if (data4 < 1 || isNaN(data4)) {
                                      validate22.errors = [{ instancePath: instancePath + "/counts/" + i0 + "/count", schemaPath: "#/properties/counts/items/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                      return false;
                                    }
                                  }
                                }
                                var valid2 = _errs11 === errors;
                              } else {
                                var valid2 = true;
                              }
                            }
                          }
                        }
                      } else {
                        validate22.errors = [{ instancePath: instancePath + "/counts/" + i0, schemaPath: "#/properties/counts/items/type", keyword: "type", params: { type: "object" } }];
                        return false;
                      }
                    }
                    var valid1 = _errs6 === errors;
                    if (!valid1) {
                      break;
                    }
                  }
                } else {
                  validate22.errors = [{ instancePath: instancePath + "/counts", schemaPath: "#/properties/counts/type", keyword: "type", params: { type: "array" } }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.note !== void 0) {
                let data5 = data.note;
                const _errs13 = errors;
                const _errs14 = errors;
                if (errors === _errs14) {
                  if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
                    let missing2;
                    if (data5.code === void 0 && (missing2 = "code") || data5.detail === void 0 && (missing2 = "detail")) {
                      validate22.errors = [{ instancePath: instancePath + "/note", schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing2 } }];
                      return false;
                    } else {
                      const _errs16 = errors;
                      for (const key2 in data5) {
                        if (!(key2 === "code" || key2 === "detail")) {
                          delete data5[key2];
                        }
                      }
                      if (_errs16 === errors) {
                        if (data5.code !== void 0) {
                          const _errs17 = errors;
                          if (typeof data5.code !== "string") {
                            validate22.errors = [{ instancePath: instancePath + "/note/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                            return false;
                          }
                          var valid4 = _errs17 === errors;
                        } else {
                          var valid4 = true;
                        }
                        if (valid4) {
                          if (data5.detail !== void 0) {
                            const _errs19 = errors;
                            if (typeof data5.detail !== "string") {
                              validate22.errors = [{ instancePath: instancePath + "/note/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                              return false;
                            }
                            var valid4 = _errs19 === errors;
                          } else {
                            var valid4 = true;
                          }
                        }
                      }
                    }
                  } else {
                    validate22.errors = [{ instancePath: instancePath + "/note", schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } }];
                    return false;
                  }
                }
                var valid0 = _errs13 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate22.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate22.errors = vErrors;
  return errors === 0;
}
validate22.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.text === void 0 && (missing0 = "text") || data.complete === void 0 && (missing0 = "complete") || data.allowed === void 0 && (missing0 = "allowed") || data.reasons === void 0 && (missing0 = "reasons") || data.entries === void 0 && (missing0 = "entries") || data.scanned === void 0 && (missing0 = "scanned") || data.locations === void 0 && (missing0 = "locations") || data.read === void 0 && (missing0 = "read") || data.never_read === void 0 && (missing0 = "never_read") || data.unread === void 0 && (missing0 = "unread") || data.not_observed === void 0 && (missing0 = "not_observed") || data.empty === void 0 && (missing0 = "empty") || data.blind === void 0 && (missing0 = "blind") || data.undelivered === void 0 && (missing0 = "undelivered") || data.alerts_unmatched === void 0 && (missing0 = "alerts_unmatched") || data.has_rules === void 0 && (missing0 = "has_rules") || data.log_saved === void 0 && (missing0 = "log_saved") || data.internal_error === void 0 && (missing0 = "internal_error")) {
        validate21.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func1.call(schema32.properties, key0)) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.text !== void 0) {
            const _errs2 = errors;
            if (typeof data.text !== "string") {
              validate21.errors = [{ instancePath: instancePath + "/text", schemaPath: "#/properties/text/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.complete !== void 0) {
              const _errs4 = errors;
              if (typeof data.complete !== "boolean") {
                validate21.errors = [{ instancePath: instancePath + "/complete", schemaPath: "#/properties/complete/type", keyword: "type", params: { type: "boolean" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.allowed !== void 0) {
                const _errs6 = errors;
                if (typeof data.allowed !== "boolean") {
                  validate21.errors = [{ instancePath: instancePath + "/allowed", schemaPath: "#/properties/allowed/type", keyword: "type", params: { type: "boolean" } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.reasons !== void 0) {
                  let data3 = data.reasons;
                  const _errs8 = errors;
                  if (errors === _errs8) {
                    if (Array.isArray(data3)) {
                      var valid1 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        let data4 = data3[i0];
                        const _errs10 = errors;
                        const _errs11 = errors;
                        if (errors === _errs11) {
                          if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                            let missing1;
                            if (data4.code === void 0 && (missing1 = "code") || data4.entries === void 0 && (missing1 = "entries")) {
                              validate21.errors = [{ instancePath: instancePath + "/reasons/" + i0, schemaPath: "#/$defs/red_reason/required", keyword: "required", params: { missingProperty: missing1 } }];
                              return false;
                            } else {
                              const _errs13 = errors;
                              for (const key1 in data4) {
                                if (!(key1 === "code" || key1 === "entries" || key1 === "silenced_until")) {
                                  delete data4[key1];
                                }
                              }
                              if (_errs13 === errors) {
                                if (data4.code !== void 0) {
                                  const _errs14 = errors;
                                  if (typeof data4.code !== "string") {
                                    validate21.errors = [{ instancePath: instancePath + "/reasons/" + i0 + "/code", schemaPath: "#/$defs/red_reason/properties/code/type", keyword: "type", params: { type: "string" } }];
                                    return false;
                                  }
                                  var valid3 = _errs14 === errors;
                                } else {
                                  var valid3 = true;
                                }
                                if (valid3) {
                                  if (data4.entries !== void 0) {
                                    let data6 = data4.entries;
                                    const _errs16 = errors;
                                    if (errors === _errs16) {
                                      if (Array.isArray(data6)) {
                                        var valid4 = true;
                                        const len1 = data6.length;
                                        for (let i1 = 0; i1 < len1; i1++) {
                                          const _errs18 = errors;
                                          if (typeof data6[i1] !== "string") {
                                            validate21.errors = [{ instancePath: instancePath + "/reasons/" + i0 + "/entries/" + i1, schemaPath: "#/$defs/red_reason/properties/entries/items/type", keyword: "type", params: { type: "string" } }];
                                            return false;
                                          }
                                          var valid4 = _errs18 === errors;
                                          if (!valid4) {
                                            break;
                                          }
                                        }
                                      } else {
                                        validate21.errors = [{ instancePath: instancePath + "/reasons/" + i0 + "/entries", schemaPath: "#/$defs/red_reason/properties/entries/type", keyword: "type", params: { type: "array" } }];
                                        return false;
                                      }
                                    }
                                    var valid3 = _errs16 === errors;
                                  } else {
                                    var valid3 = true;
                                  }
                                  if (valid3) {
                                    if (data4.silenced_until !== void 0) {
                                      const _errs20 = errors;
                                      if (typeof data4.silenced_until !== "string") {
                                        validate21.errors = [{ instancePath: instancePath + "/reasons/" + i0 + "/silenced_until", schemaPath: "#/$defs/red_reason/properties/silenced_until/type", keyword: "type", params: { type: "string" } }];
                                        return false;
                                      }
                                      var valid3 = _errs20 === errors;
                                    } else {
                                      var valid3 = true;
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            validate21.errors = [{ instancePath: instancePath + "/reasons/" + i0, schemaPath: "#/$defs/red_reason/type", keyword: "type", params: { type: "object" } }];
                            return false;
                          }
                        }
                        var valid1 = _errs10 === errors;
                        if (!valid1) {
                          break;
                        }
                      }
                    } else {
                      validate21.errors = [{ instancePath: instancePath + "/reasons", schemaPath: "#/properties/reasons/type", keyword: "type", params: { type: "array" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.entries !== void 0) {
                    let data9 = data.entries;
                    const _errs22 = errors;
                    if (!(typeof data9 == "number" && (!(data9 % 1) && !isNaN(data9)) && isFinite(data9))) {
                      validate21.errors = [{ instancePath: instancePath + "/entries", schemaPath: "#/properties/entries/type", keyword: "type", params: { type: "integer" } }];
                      return false;
                    }
                    if (errors === _errs22) {
                      if (typeof data9 == "number" && isFinite(data9)) {
                        if (data9 < 0 || isNaN(data9)) {
                          validate21.errors = [{ instancePath: instancePath + "/entries", schemaPath: "#/properties/entries/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs22 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.scanned !== void 0) {
                      let data10 = data.scanned;
                      const _errs24 = errors;
                      if (!(typeof data10 == "number" && (!(data10 % 1) && !isNaN(data10)) && isFinite(data10))) {
                        validate21.errors = [{ instancePath: instancePath + "/scanned", schemaPath: "#/properties/scanned/type", keyword: "type", params: { type: "integer" } }];
                        return false;
                      }
                      if (errors === _errs24) {
                        if (typeof data10 == "number" && isFinite(data10)) {
                          if (data10 < 0 || isNaN(data10)) {
                            validate21.errors = [{ instancePath: instancePath + "/scanned", schemaPath: "#/properties/scanned/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                            return false;
                          }
                        }
                      }
                      var valid0 = _errs24 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.locations !== void 0) {
                        let data11 = data.locations;
                        const _errs26 = errors;
                        if (!(typeof data11 == "number" && (!(data11 % 1) && !isNaN(data11)) && isFinite(data11))) {
                          validate21.errors = [{ instancePath: instancePath + "/locations", schemaPath: "#/properties/locations/type", keyword: "type", params: { type: "integer" } }];
                          return false;
                        }
                        if (errors === _errs26) {
                          if (typeof data11 == "number" && isFinite(data11)) {
                            if (data11 < 0 || isNaN(data11)) {
                              validate21.errors = [{ instancePath: instancePath + "/locations", schemaPath: "#/properties/locations/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs26 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.read !== void 0) {
                          let data12 = data.read;
                          const _errs28 = errors;
                          if (!(typeof data12 == "number" && (!(data12 % 1) && !isNaN(data12)) && isFinite(data12))) {
                            validate21.errors = [{ instancePath: instancePath + "/read", schemaPath: "#/properties/read/type", keyword: "type", params: { type: "integer" } }];
                            return false;
                          }
                          if (errors === _errs28) {
                            if (typeof data12 == "number" && isFinite(data12)) {
                              if (data12 < 0 || isNaN(data12)) {
                                validate21.errors = [{ instancePath: instancePath + "/read", schemaPath: "#/properties/read/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                return false;
                              }
                            }
                          }
                          var valid0 = _errs28 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.omitted !== void 0) {
                            let data13 = data.omitted;
                            const _errs30 = errors;
                            if (errors === _errs30) {
                              if (Array.isArray(data13)) {
                                var valid5 = true;
                                const len2 = data13.length;
                                for (let i2 = 0; i2 < len2; i2++) {
                                  const _errs32 = errors;
                                  if (!validate22(data13[i2], { instancePath: instancePath + "/omitted/" + i2, parentData: data13, parentDataProperty: i2, rootData, dynamicAnchors })) {
                                    vErrors = appendErrors(vErrors, validate22.errors);
                                    errors = vErrors.length;
                                  }
                                  var valid5 = _errs32 === errors;
                                  if (!valid5) {
                                    break;
                                  }
                                }
                              } else {
                                validate21.errors = [{ instancePath: instancePath + "/omitted", schemaPath: "#/properties/omitted/type", keyword: "type", params: { type: "array" } }];
                                return false;
                              }
                            }
                            var valid0 = _errs30 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.never_read !== void 0) {
                              let data15 = data.never_read;
                              const _errs33 = errors;
                              if (errors === _errs33) {
                                if (Array.isArray(data15)) {
                                  var valid6 = true;
                                  const len3 = data15.length;
                                  for (let i3 = 0; i3 < len3; i3++) {
                                    const _errs35 = errors;
                                    if (typeof data15[i3] !== "string") {
                                      validate21.errors = [{ instancePath: instancePath + "/never_read/" + i3, schemaPath: "#/properties/never_read/items/type", keyword: "type", params: { type: "string" } }];
                                      return false;
                                    }
                                    var valid6 = _errs35 === errors;
                                    if (!valid6) {
                                      break;
                                    }
                                  }
                                } else {
                                  validate21.errors = [{ instancePath: instancePath + "/never_read", schemaPath: "#/properties/never_read/type", keyword: "type", params: { type: "array" } }];
                                  return false;
                                }
                              }
                              var valid0 = _errs33 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.unread !== void 0) {
                                let data17 = data.unread;
                                const _errs37 = errors;
                                if (errors === _errs37) {
                                  if (Array.isArray(data17)) {
                                    var valid7 = true;
                                    const len4 = data17.length;
                                    for (let i4 = 0; i4 < len4; i4++) {
                                      let data18 = data17[i4];
                                      const _errs39 = errors;
                                      const _errs40 = errors;
                                      if (errors === _errs40) {
                                        if (data18 && typeof data18 == "object" && !Array.isArray(data18)) {
                                          let missing2;
                                          if (data18.certificate === void 0 && (missing2 = "certificate") || data18.location === void 0 && (missing2 = "location") || data18.code === void 0 && (missing2 = "code") || data18.never_read === void 0 && (missing2 = "never_read") || data18.last_read === void 0 && (missing2 = "last_read") || data18.tolerated === void 0 && (missing2 = "tolerated")) {
                                            validate21.errors = [{ instancePath: instancePath + "/unread/" + i4, schemaPath: "#/$defs/unread/required", keyword: "required", params: { missingProperty: missing2 } }];
                                            return false;
                                          } else {
                                            const _errs42 = errors;
                                            for (const key2 in data18) {
                                              if (!(key2 === "certificate" || key2 === "location" || key2 === "code" || key2 === "never_read" || key2 === "last_read" || key2 === "tolerated")) {
                                                delete data18[key2];
                                              }
                                            }
                                            if (_errs42 === errors) {
                                              if (data18.certificate !== void 0) {
                                                const _errs43 = errors;
                                                if (typeof data18.certificate !== "string") {
                                                  validate21.errors = [{ instancePath: instancePath + "/unread/" + i4 + "/certificate", schemaPath: "#/$defs/unread/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                                                  return false;
                                                }
                                                var valid9 = _errs43 === errors;
                                              } else {
                                                var valid9 = true;
                                              }
                                              if (valid9) {
                                                if (data18.location !== void 0) {
                                                  const _errs45 = errors;
                                                  if (typeof data18.location !== "string") {
                                                    validate21.errors = [{ instancePath: instancePath + "/unread/" + i4 + "/location", schemaPath: "#/$defs/unread/properties/location/type", keyword: "type", params: { type: "string" } }];
                                                    return false;
                                                  }
                                                  var valid9 = _errs45 === errors;
                                                } else {
                                                  var valid9 = true;
                                                }
                                                if (valid9) {
                                                  if (data18.code !== void 0) {
                                                    let data21 = data18.code;
                                                    const _errs47 = errors;
                                                    if (typeof data21 !== "string" && data21 !== null) {
                                                      validate21.errors = [{ instancePath: instancePath + "/unread/" + i4 + "/code", schemaPath: "#/$defs/unread/properties/code/type", keyword: "type", params: { type: schema37.properties.code.type } }];
                                                      return false;
                                                    }
                                                    var valid9 = _errs47 === errors;
                                                  } else {
                                                    var valid9 = true;
                                                  }
                                                  if (valid9) {
                                                    if (data18.never_read !== void 0) {
                                                      const _errs49 = errors;
                                                      if (typeof data18.never_read !== "boolean") {
                                                        validate21.errors = [{ instancePath: instancePath + "/unread/" + i4 + "/never_read", schemaPath: "#/$defs/unread/properties/never_read/type", keyword: "type", params: { type: "boolean" } }];
                                                        return false;
                                                      }
                                                      var valid9 = _errs49 === errors;
                                                    } else {
                                                      var valid9 = true;
                                                    }
                                                    if (valid9) {
                                                      if (data18.last_read !== void 0) {
                                                        let data23 = data18.last_read;
                                                        const _errs51 = errors;
                                                        if (typeof data23 !== "string" && data23 !== null) {
                                                          validate21.errors = [{ instancePath: instancePath + "/unread/" + i4 + "/last_read", schemaPath: "#/$defs/unread/properties/last_read/type", keyword: "type", params: { type: schema37.properties.last_read.type } }];
                                                          return false;
                                                        }
                                                        var valid9 = _errs51 === errors;
                                                      } else {
                                                        var valid9 = true;
                                                      }
                                                      if (valid9) {
                                                        if (data18.tolerated !== void 0) {
                                                          const _errs53 = errors;
                                                          if (typeof data18.tolerated !== "boolean") {
                                                            validate21.errors = [{ instancePath: instancePath + "/unread/" + i4 + "/tolerated", schemaPath: "#/$defs/unread/properties/tolerated/type", keyword: "type", params: { type: "boolean" } }];
                                                            return false;
                                                          }
                                                          var valid9 = _errs53 === errors;
                                                        } else {
                                                          var valid9 = true;
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        } else {
                                          validate21.errors = [{ instancePath: instancePath + "/unread/" + i4, schemaPath: "#/$defs/unread/type", keyword: "type", params: { type: "object" } }];
                                          return false;
                                        }
                                      }
                                      var valid7 = _errs39 === errors;
                                      if (!valid7) {
                                        break;
                                      }
                                    }
                                  } else {
                                    validate21.errors = [{ instancePath: instancePath + "/unread", schemaPath: "#/properties/unread/type", keyword: "type", params: { type: "array" } }];
                                    return false;
                                  }
                                }
                                var valid0 = _errs37 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.not_observed !== void 0) {
                                  let data25 = data.not_observed;
                                  const _errs55 = errors;
                                  if (errors === _errs55) {
                                    if (Array.isArray(data25)) {
                                      var valid10 = true;
                                      const len5 = data25.length;
                                      for (let i5 = 0; i5 < len5; i5++) {
                                        const _errs57 = errors;
                                        if (typeof data25[i5] !== "string") {
                                          validate21.errors = [{ instancePath: instancePath + "/not_observed/" + i5, schemaPath: "#/properties/not_observed/items/type", keyword: "type", params: { type: "string" } }];
                                          return false;
                                        }
                                        var valid10 = _errs57 === errors;
                                        if (!valid10) {
                                          break;
                                        }
                                      }
                                    } else {
                                      validate21.errors = [{ instancePath: instancePath + "/not_observed", schemaPath: "#/properties/not_observed/type", keyword: "type", params: { type: "array" } }];
                                      return false;
                                    }
                                  }
                                  var valid0 = _errs55 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.lookups_failed !== void 0) {
                                    let data27 = data.lookups_failed;
                                    const _errs59 = errors;
                                    if (errors === _errs59) {
                                      if (Array.isArray(data27)) {
                                        var valid11 = true;
                                        const len6 = data27.length;
                                        for (let i6 = 0; i6 < len6; i6++) {
                                          let data28 = data27[i6];
                                          const _errs61 = errors;
                                          const _errs62 = errors;
                                          if (errors === _errs62) {
                                            if (data28 && typeof data28 == "object" && !Array.isArray(data28)) {
                                              let missing3;
                                              if (data28.certificate === void 0 && (missing3 = "certificate") || data28.records === void 0 && (missing3 = "records") || data28.tolerated === void 0 && (missing3 = "tolerated")) {
                                                validate21.errors = [{ instancePath: instancePath + "/lookups_failed/" + i6, schemaPath: "#/$defs/lookup_failed/required", keyword: "required", params: { missingProperty: missing3 } }];
                                                return false;
                                              } else {
                                                const _errs64 = errors;
                                                for (const key3 in data28) {
                                                  if (!(key3 === "certificate" || key3 === "records" || key3 === "tolerated")) {
                                                    delete data28[key3];
                                                  }
                                                }
                                                if (_errs64 === errors) {
                                                  if (data28.certificate !== void 0) {
                                                    const _errs65 = errors;
                                                    if (typeof data28.certificate !== "string") {
                                                      validate21.errors = [{ instancePath: instancePath + "/lookups_failed/" + i6 + "/certificate", schemaPath: "#/$defs/lookup_failed/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                                                      return false;
                                                    }
                                                    var valid13 = _errs65 === errors;
                                                  } else {
                                                    var valid13 = true;
                                                  }
                                                  if (valid13) {
                                                    if (data28.records !== void 0) {
                                                      let data30 = data28.records;
                                                      const _errs67 = errors;
                                                      if (!(data30 === "CAA" || data30 === "TLSA" || data30 === "MTA-STS" || data30 === "DNSSEC" || data30 === "revocation")) {
                                                        validate21.errors = [{ instancePath: instancePath + "/lookups_failed/" + i6 + "/records", schemaPath: "#/$defs/lookup_failed/properties/records/enum", keyword: "enum", params: { allowedValues: schema38.properties.records.enum } }];
                                                        return false;
                                                      }
                                                      var valid13 = _errs67 === errors;
                                                    } else {
                                                      var valid13 = true;
                                                    }
                                                    if (valid13) {
                                                      if (data28.tolerated !== void 0) {
                                                        const _errs68 = errors;
                                                        if (typeof data28.tolerated !== "boolean") {
                                                          validate21.errors = [{ instancePath: instancePath + "/lookups_failed/" + i6 + "/tolerated", schemaPath: "#/$defs/lookup_failed/properties/tolerated/type", keyword: "type", params: { type: "boolean" } }];
                                                          return false;
                                                        }
                                                        var valid13 = _errs68 === errors;
                                                      } else {
                                                        var valid13 = true;
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            } else {
                                              validate21.errors = [{ instancePath: instancePath + "/lookups_failed/" + i6, schemaPath: "#/$defs/lookup_failed/type", keyword: "type", params: { type: "object" } }];
                                              return false;
                                            }
                                          }
                                          var valid11 = _errs61 === errors;
                                          if (!valid11) {
                                            break;
                                          }
                                        }
                                      } else {
                                        validate21.errors = [{ instancePath: instancePath + "/lookups_failed", schemaPath: "#/properties/lookups_failed/type", keyword: "type", params: { type: "array" } }];
                                        return false;
                                      }
                                    }
                                    var valid0 = _errs59 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.empty !== void 0) {
                                      let data32 = data.empty;
                                      const _errs70 = errors;
                                      if (errors === _errs70) {
                                        if (Array.isArray(data32)) {
                                          var valid14 = true;
                                          const len7 = data32.length;
                                          for (let i7 = 0; i7 < len7; i7++) {
                                            const _errs72 = errors;
                                            if (typeof data32[i7] !== "string") {
                                              validate21.errors = [{ instancePath: instancePath + "/empty/" + i7, schemaPath: "#/properties/empty/items/type", keyword: "type", params: { type: "string" } }];
                                              return false;
                                            }
                                            var valid14 = _errs72 === errors;
                                            if (!valid14) {
                                              break;
                                            }
                                          }
                                        } else {
                                          validate21.errors = [{ instancePath: instancePath + "/empty", schemaPath: "#/properties/empty/type", keyword: "type", params: { type: "array" } }];
                                          return false;
                                        }
                                      }
                                      var valid0 = _errs70 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.blind !== void 0) {
                                        const _errs74 = errors;
                                        if (typeof data.blind !== "boolean") {
                                          validate21.errors = [{ instancePath: instancePath + "/blind", schemaPath: "#/properties/blind/type", keyword: "type", params: { type: "boolean" } }];
                                          return false;
                                        }
                                        var valid0 = _errs74 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.undelivered !== void 0) {
                                          let data35 = data.undelivered;
                                          const _errs76 = errors;
                                          if (errors === _errs76) {
                                            if (Array.isArray(data35)) {
                                              var valid15 = true;
                                              const len8 = data35.length;
                                              for (let i8 = 0; i8 < len8; i8++) {
                                                let data36 = data35[i8];
                                                const _errs78 = errors;
                                                if (errors === _errs78) {
                                                  if (data36 && typeof data36 == "object" && !Array.isArray(data36)) {
                                                    let missing4;
                                                    if (data36.destination === void 0 && (missing4 = "destination") || data36.alerts === void 0 && (missing4 = "alerts")) {
                                                      validate21.errors = [{ instancePath: instancePath + "/undelivered/" + i8, schemaPath: "#/properties/undelivered/items/required", keyword: "required", params: { missingProperty: missing4 } }];
                                                      return false;
                                                    } else {
                                                      const _errs80 = errors;
                                                      for (const key4 in data36) {
                                                        if (!(key4 === "destination" || key4 === "alerts")) {
                                                          delete data36[key4];
                                                        }
                                                      }
                                                      if (_errs80 === errors) {
                                                        if (data36.destination !== void 0) {
                                                          const _errs81 = errors;
                                                          if (typeof data36.destination !== "string") {
                                                            validate21.errors = [{ instancePath: instancePath + "/undelivered/" + i8 + "/destination", schemaPath: "#/properties/undelivered/items/properties/destination/type", keyword: "type", params: { type: "string" } }];
                                                            return false;
                                                          }
                                                          var valid16 = _errs81 === errors;
                                                        } else {
                                                          var valid16 = true;
                                                        }
                                                        if (valid16) {
                                                          if (data36.alerts !== void 0) {
                                                            let data38 = data36.alerts;
                                                            const _errs83 = errors;
                                                            if (!(typeof data38 == "number" && (!(data38 % 1) && !isNaN(data38)) && isFinite(data38))) {
                                                              validate21.errors = [{ instancePath: instancePath + "/undelivered/" + i8 + "/alerts", schemaPath: "#/properties/undelivered/items/properties/alerts/type", keyword: "type", params: { type: "integer" } }];
                                                              return false;
                                                            }
                                                            if (errors === _errs83) {
                                                              if (typeof data38 == "number" && isFinite(data38)) {
                                                                if (data38 < 1 || isNaN(data38)) {
                                                                  validate21.errors = [{ instancePath: instancePath + "/undelivered/" + i8 + "/alerts", schemaPath: "#/properties/undelivered/items/properties/alerts/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                                  return false;
                                                                }
                                                              }
                                                            }
                                                            var valid16 = _errs83 === errors;
                                                          } else {
                                                            var valid16 = true;
                                                          }
                                                        }
                                                      }
                                                    }
                                                  } else {
                                                    validate21.errors = [{ instancePath: instancePath + "/undelivered/" + i8, schemaPath: "#/properties/undelivered/items/type", keyword: "type", params: { type: "object" } }];
                                                    return false;
                                                  }
                                                }
                                                var valid15 = _errs78 === errors;
                                                if (!valid15) {
                                                  break;
                                                }
                                              }
                                            } else {
                                              validate21.errors = [{ instancePath: instancePath + "/undelivered", schemaPath: "#/properties/undelivered/type", keyword: "type", params: { type: "array" } }];
                                              return false;
                                            }
                                          }
                                          var valid0 = _errs76 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.alerts_unmatched !== void 0) {
                                            let data39 = data.alerts_unmatched;
                                            const _errs85 = errors;
                                            if (!(typeof data39 == "number" && (!(data39 % 1) && !isNaN(data39)) && isFinite(data39))) {
                                              validate21.errors = [{ instancePath: instancePath + "/alerts_unmatched", schemaPath: "#/properties/alerts_unmatched/type", keyword: "type", params: { type: "integer" } }];
                                              return false;
                                            }
                                            if (errors === _errs85) {
                                              if (typeof data39 == "number" && isFinite(data39)) {
                                                if (data39 < 0 || isNaN(data39)) {
                                                  validate21.errors = [{ instancePath: instancePath + "/alerts_unmatched", schemaPath: "#/properties/alerts_unmatched/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                  return false;
                                                }
                                              }
                                            }
                                            var valid0 = _errs85 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                          if (valid0) {
                                            if (data.alerts_withheld !== void 0) {
                                              let data40 = data.alerts_withheld;
                                              const _errs87 = errors;
                                              if (!(typeof data40 == "number" && (!(data40 % 1) && !isNaN(data40)) && isFinite(data40))) {
                                                validate21.errors = [{ instancePath: instancePath + "/alerts_withheld", schemaPath: "#/properties/alerts_withheld/type", keyword: "type", params: { type: "integer" } }];
                                                return false;
                                              }
                                              if (errors === _errs87) {
                                                if (typeof data40 == "number" && isFinite(data40)) {
                                                  if (data40 < 1 || isNaN(data40)) {
                                                    validate21.errors = [{ instancePath: instancePath + "/alerts_withheld", schemaPath: "#/properties/alerts_withheld/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                    return false;
                                                  }
                                                }
                                              }
                                              var valid0 = _errs87 === errors;
                                            } else {
                                              var valid0 = true;
                                            }
                                            if (valid0) {
                                              if (data.has_rules !== void 0) {
                                                const _errs89 = errors;
                                                if (typeof data.has_rules !== "boolean") {
                                                  validate21.errors = [{ instancePath: instancePath + "/has_rules", schemaPath: "#/properties/has_rules/type", keyword: "type", params: { type: "boolean" } }];
                                                  return false;
                                                }
                                                var valid0 = _errs89 === errors;
                                              } else {
                                                var valid0 = true;
                                              }
                                              if (valid0) {
                                                if (data.log_saved !== void 0) {
                                                  const _errs91 = errors;
                                                  if (typeof data.log_saved !== "boolean") {
                                                    validate21.errors = [{ instancePath: instancePath + "/log_saved", schemaPath: "#/properties/log_saved/type", keyword: "type", params: { type: "boolean" } }];
                                                    return false;
                                                  }
                                                  var valid0 = _errs91 === errors;
                                                } else {
                                                  var valid0 = true;
                                                }
                                                if (valid0) {
                                                  if (data.internal_error !== void 0) {
                                                    const _errs93 = errors;
                                                    if (typeof data.internal_error !== "boolean") {
                                                      validate21.errors = [{ instancePath: instancePath + "/internal_error", schemaPath: "#/properties/internal_error/type", keyword: "type", params: { type: "boolean" } }];
                                                      return false;
                                                    }
                                                    var valid0 = _errs93 === errors;
                                                  } else {
                                                    var valid0 = true;
                                                  }
                                                  if (valid0) {
                                                    if (data.next_scan_due !== void 0) {
                                                      const _errs95 = errors;
                                                      if (typeof data.next_scan_due !== "string") {
                                                        validate21.errors = [{ instancePath: instancePath + "/next_scan_due", schemaPath: "#/properties/next_scan_due/type", keyword: "type", params: { type: "string" } }];
                                                        return false;
                                                      }
                                                      var valid0 = _errs95 === errors;
                                                    } else {
                                                      var valid0 = true;
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate21.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema39 = { "title": "ReportCertificate", "type": "object", "additionalProperties": false, "required": ["certificate", "display_name", "kind", "what", "certificate_id", "common_name", "subject", "issuer", "serial_number", "fingerprint_sha256", "sans", "key_algorithm", "key_size", "signature_algorithm", "valid_from", "valid_to", "lifetime_days", "effective_valid_to", "limited_by", "renewal", "days_remaining", "days_since_expiry", "status", "level", "threshold", "threshold_days", "assigned_objects", "assignment_count", "labels", "owner", "tenant", "renewal_instructions", "error", "last_seen", "locations", "chain", "findings"], "properties": { "certificate": { "type": "string" }, "display_name": { "type": "string" }, "kind": { "enum": ["certificate", "fixture", "domain", "date"] }, "what": { "type": "string" }, "certificate_id": { "type": ["string", "null"] }, "common_name": { "type": ["string", "null"] }, "subject": { "type": ["string", "null"] }, "issuer": { "type": ["string", "null"] }, "serial_number": { "type": ["string", "null"] }, "fingerprint_sha256": { "type": ["string", "null"] }, "sans": { "type": "array", "items": { "type": "string" } }, "key_algorithm": { "type": ["string", "null"] }, "key_size": { "type": ["integer", "null"] }, "signature_algorithm": { "type": ["string", "null"] }, "valid_from": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] }, "lifetime_days": { "type": ["integer", "null"] }, "effective_valid_to": { "type": ["string", "null"] }, "issuer_expiry": { "$ref": "definitions.schema.json#/$defs/issuer_expiry" }, "limited_by": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/limited_by" }, { "type": "null" }] }, "handshakes": { "$ref": "definitions.schema.json#/$defs/handshakes" }, "registration": { "$ref": "definitions.schema.json#/$defs/registration" }, "renewal": { "anyOf": [{ "$ref": "#/$defs/renewal" }, { "type": "null" }] }, "days_remaining": { "type": ["integer", "null"] }, "days_since_expiry": { "type": ["integer", "null"] }, "status": { "$ref": "#/$defs/status" }, "level": { "$ref": "#/$defs/level" }, "threshold": { "type": ["number", "string", "null"] }, "threshold_days": { "type": ["number", "null"] }, "assigned_objects": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["type", "name"], "properties": { "type": { "type": "string" }, "name": { "type": "string" } } } }, "assignment_count": { "type": "integer", "minimum": 0 }, "repository": { "type": "string" }, "labels": { "type": "object", "additionalProperties": { "type": "string" } }, "owner": { "type": ["string", "null"] }, "tenant": { "type": ["string", "null"] }, "renewal_instructions": { "type": ["string", "null"] }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] }, "last_seen": { "type": ["string", "null"] }, "locations": { "type": "array", "items": { "$ref": "#/$defs/location" } }, "trust": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/trust" }, { "type": "null" }] }, "revocation": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/revocation" }, { "type": "null" }] }, "notices": { "type": "array", "minItems": 1, "items": { "$ref": "definitions.schema.json#/$defs/failure" } }, "chain": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["subject", "issuer", "fingerprint_sha256", "valid_to"], "properties": { "subject": { "type": ["string", "null"] }, "issuer": { "type": ["string", "null"] }, "fingerprint_sha256": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] } } } }, "policies": { "$ref": "#/$defs/policies" }, "findings": { "type": "array", "items": { "$ref": "#/$defs/finding" } }, "other_locations": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["certificate", "location"], "properties": { "certificate": { "type": "string" }, "location": { "type": "string" } } } }, "successors": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["certificate", "location", "fingerprint_sha256", "valid_to"], "properties": { "certificate": { "type": "string" }, "location": { "type": "string" }, "fingerprint_sha256": { "type": ["string", "null"] }, "valid_to": { "type": "string" } } } }, "renewed_not_deployed": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["issuer", "serial_number", "valid_from", "valid_to", "first_seen_at"], "properties": { "issuer": { "type": "string" }, "serial_number": { "type": ["string", "null"] }, "valid_from": { "type": "string" }, "valid_to": { "type": "string" }, "first_seen_at": { "type": ["string", "null"] } } } } } };
var schema49 = { "title": "ReportRenewal", "type": "object", "additionalProperties": false, "required": ["expected_at", "source", "window", "explanation_url", "error"], "properties": { "expected_at": { "type": "string" }, "source": { "enum": ["ari", "lifetime"] }, "window": { "anyOf": [{ "type": "object", "additionalProperties": false, "required": ["start", "end"], "properties": { "start": { "type": "string" }, "end": { "type": "string" } } }, { "type": "null" }] }, "explanation_url": { "type": ["string", "null"] }, "error": { "type": ["string", "null"] } } };
var schema50 = { "enum": ["unknown", "expired", "not_yet_valid", "critical", "warning", "ok"] };
var schema51 = { "enum": ["error", "warning", "info"] };
var schema85 = { "title": "ReportPolicies", "type": "object", "additionalProperties": false, "required": ["score", "results"], "properties": { "score": { "type": ["integer", "null"], "minimum": 0, "maximum": 100 }, "results": { "type": "array", "items": { "title": "ReportPolicy", "type": "object", "additionalProperties": false, "required": ["policy", "severity", "result", "checks"], "properties": { "policy": { "type": "string" }, "severity": { "enum": ["critical", "warning", "info"] }, "result": { "enum": ["pass", "fail", "skipped", "error"] }, "checks": { "type": "array", "items": { "title": "ReportCheck", "type": "object", "additionalProperties": false, "required": ["check", "result", "checked", "expected", "detail"], "properties": { "check": { "type": "string" }, "result": { "enum": ["pass", "fail", "skipped", "error"] }, "checked": { "type": ["string", "null"] }, "expected": { "type": "string" }, "detail": { "type": "string" } } } } } } } } };
var schema40 = { "title": "IssuerExpiry", "type": "object", "additionalProperties": false, "required": ["subject", "fingerprint_sha256", "valid_from", "valid_to", "origin", "is_root"], "properties": { "subject": { "type": "string" }, "fingerprint_sha256": { "type": "string" }, "valid_from": { "anyOf": [{ "$ref": "#/$defs/time" }, { "type": "null" }] }, "valid_to": { "$ref": "#/$defs/time" }, "origin": { "enum": ["sent", "fetched", "store", "ca_file"] }, "is_root": { "type": "boolean" } } };
var pattern4 = new RegExp("^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$", "u");
function validate27(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate27.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.subject === void 0 && (missing0 = "subject") || data.fingerprint_sha256 === void 0 && (missing0 = "fingerprint_sha256") || data.valid_from === void 0 && (missing0 = "valid_from") || data.valid_to === void 0 && (missing0 = "valid_to") || data.origin === void 0 && (missing0 = "origin") || data.is_root === void 0 && (missing0 = "is_root")) {
        validate27.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "subject" || key0 === "fingerprint_sha256" || key0 === "valid_from" || key0 === "valid_to" || key0 === "origin" || key0 === "is_root")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.subject !== void 0) {
            const _errs2 = errors;
            if (typeof data.subject !== "string") {
              validate27.errors = [{ instancePath: instancePath + "/subject", schemaPath: "#/properties/subject/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.fingerprint_sha256 !== void 0) {
              const _errs4 = errors;
              if (typeof data.fingerprint_sha256 !== "string") {
                validate27.errors = [{ instancePath: instancePath + "/fingerprint_sha256", schemaPath: "#/properties/fingerprint_sha256/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.valid_from !== void 0) {
                let data2 = data.valid_from;
                const _errs6 = errors;
                const _errs7 = errors;
                let valid1 = false;
                const _errs8 = errors;
                const _errs9 = errors;
                if (errors === _errs9) {
                  if (typeof data2 === "string") {
                    if (!pattern4.test(data2)) {
                      const err0 = { instancePath: instancePath + "/valid_from", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    }
                  } else {
                    const err1 = { instancePath: instancePath + "/valid_from", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } };
                    if (vErrors === null) {
                      vErrors = [err1];
                    } else {
                      vErrors.push(err1);
                    }
                    errors++;
                  }
                }
                var _valid0 = _errs8 === errors;
                valid1 = valid1 || _valid0;
                const _errs11 = errors;
                if (data2 !== null) {
                  const err2 = { instancePath: instancePath + "/valid_from", schemaPath: "#/properties/valid_from/anyOf/1/type", keyword: "type", params: { type: "null" } };
                  if (vErrors === null) {
                    vErrors = [err2];
                  } else {
                    vErrors.push(err2);
                  }
                  errors++;
                }
                var _valid0 = _errs11 === errors;
                valid1 = valid1 || _valid0;
                if (!valid1) {
                  const err3 = { instancePath: instancePath + "/valid_from", schemaPath: "#/properties/valid_from/anyOf", keyword: "anyOf", params: {} };
                  if (vErrors === null) {
                    vErrors = [err3];
                  } else {
                    vErrors.push(err3);
                  }
                  errors++;
                  validate27.errors = vErrors;
                  return false;
                } else {
                  errors = _errs7;
                  if (vErrors !== null) {
                    if (_errs7) {
                      vErrors.length = _errs7;
                    } else {
                      vErrors = null;
                    }
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.valid_to !== void 0) {
                  let data3 = data.valid_to;
                  const _errs13 = errors;
                  const _errs14 = errors;
                  if (errors === _errs14) {
                    if (typeof data3 === "string") {
                      if (!pattern4.test(data3)) {
                        validate27.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                        return false;
                      }
                    } else {
                      validate27.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs13 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.origin !== void 0) {
                    let data4 = data.origin;
                    const _errs16 = errors;
                    if (!(data4 === "sent" || data4 === "fetched" || data4 === "store" || data4 === "ca_file")) {
                      validate27.errors = [{ instancePath: instancePath + "/origin", schemaPath: "#/properties/origin/enum", keyword: "enum", params: { allowedValues: schema40.properties.origin.enum } }];
                      return false;
                    }
                    var valid0 = _errs16 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.is_root !== void 0) {
                      const _errs17 = errors;
                      if (typeof data.is_root !== "boolean") {
                        validate27.errors = [{ instancePath: instancePath + "/is_root", schemaPath: "#/properties/is_root/type", keyword: "type", params: { type: "boolean" } }];
                        return false;
                      }
                      var valid0 = _errs17 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate27.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate27.errors = vErrors;
  return errors === 0;
}
validate27.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema45 = { "title": "Registration", "type": "object", "additionalProperties": false, "required": ["domain", "valid_to", "registrar", "registrar_valid_to", "statuses", "since"], "properties": { "domain": { "type": "string" }, "valid_to": { "$ref": "#/$defs/time" }, "registrar": { "type": ["string", "null"] }, "registrar_valid_to": { "anyOf": [{ "$ref": "#/$defs/time" }, { "type": "null" }] }, "statuses": { "type": "array", "items": { "type": "string" } }, "was_delegated": { "const": true }, "since": { "$ref": "#/$defs/time" } } };
function validate29(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate29.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.domain === void 0 && (missing0 = "domain") || data.valid_to === void 0 && (missing0 = "valid_to") || data.registrar === void 0 && (missing0 = "registrar") || data.registrar_valid_to === void 0 && (missing0 = "registrar_valid_to") || data.statuses === void 0 && (missing0 = "statuses") || data.since === void 0 && (missing0 = "since")) {
        validate29.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "domain" || key0 === "valid_to" || key0 === "registrar" || key0 === "registrar_valid_to" || key0 === "statuses" || key0 === "was_delegated" || key0 === "since")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.domain !== void 0) {
            const _errs2 = errors;
            if (typeof data.domain !== "string") {
              validate29.errors = [{ instancePath: instancePath + "/domain", schemaPath: "#/properties/domain/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.valid_to !== void 0) {
              let data1 = data.valid_to;
              const _errs4 = errors;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (typeof data1 === "string") {
                  if (!pattern4.test(data1)) {
                    validate29.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                    return false;
                  }
                } else {
                  validate29.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.registrar !== void 0) {
                let data2 = data.registrar;
                const _errs7 = errors;
                if (typeof data2 !== "string" && data2 !== null) {
                  validate29.errors = [{ instancePath: instancePath + "/registrar", schemaPath: "#/properties/registrar/type", keyword: "type", params: { type: schema45.properties.registrar.type } }];
                  return false;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.registrar_valid_to !== void 0) {
                  let data3 = data.registrar_valid_to;
                  const _errs9 = errors;
                  const _errs10 = errors;
                  let valid2 = false;
                  const _errs11 = errors;
                  const _errs12 = errors;
                  if (errors === _errs12) {
                    if (typeof data3 === "string") {
                      if (!pattern4.test(data3)) {
                        const err0 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } };
                        if (vErrors === null) {
                          vErrors = [err0];
                        } else {
                          vErrors.push(err0);
                        }
                        errors++;
                      }
                    } else {
                      const err1 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } };
                      if (vErrors === null) {
                        vErrors = [err1];
                      } else {
                        vErrors.push(err1);
                      }
                      errors++;
                    }
                  }
                  var _valid0 = _errs11 === errors;
                  valid2 = valid2 || _valid0;
                  const _errs14 = errors;
                  if (data3 !== null) {
                    const err2 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/properties/registrar_valid_to/anyOf/1/type", keyword: "type", params: { type: "null" } };
                    if (vErrors === null) {
                      vErrors = [err2];
                    } else {
                      vErrors.push(err2);
                    }
                    errors++;
                  }
                  var _valid0 = _errs14 === errors;
                  valid2 = valid2 || _valid0;
                  if (!valid2) {
                    const err3 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/properties/registrar_valid_to/anyOf", keyword: "anyOf", params: {} };
                    if (vErrors === null) {
                      vErrors = [err3];
                    } else {
                      vErrors.push(err3);
                    }
                    errors++;
                    validate29.errors = vErrors;
                    return false;
                  } else {
                    errors = _errs10;
                    if (vErrors !== null) {
                      if (_errs10) {
                        vErrors.length = _errs10;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.statuses !== void 0) {
                    let data4 = data.statuses;
                    const _errs16 = errors;
                    if (errors === _errs16) {
                      if (Array.isArray(data4)) {
                        var valid4 = true;
                        const len0 = data4.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs18 = errors;
                          if (typeof data4[i0] !== "string") {
                            validate29.errors = [{ instancePath: instancePath + "/statuses/" + i0, schemaPath: "#/properties/statuses/items/type", keyword: "type", params: { type: "string" } }];
                            return false;
                          }
                          var valid4 = _errs18 === errors;
                          if (!valid4) {
                            break;
                          }
                        }
                      } else {
                        validate29.errors = [{ instancePath: instancePath + "/statuses", schemaPath: "#/properties/statuses/type", keyword: "type", params: { type: "array" } }];
                        return false;
                      }
                    }
                    var valid0 = _errs16 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.was_delegated !== void 0) {
                      const _errs20 = errors;
                      if (true !== data.was_delegated) {
                        validate29.errors = [{ instancePath: instancePath + "/was_delegated", schemaPath: "#/properties/was_delegated/const", keyword: "const", params: { allowedValue: true } }];
                        return false;
                      }
                      var valid0 = _errs20 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.since !== void 0) {
                        let data7 = data.since;
                        const _errs21 = errors;
                        const _errs22 = errors;
                        if (errors === _errs22) {
                          if (typeof data7 === "string") {
                            if (!pattern4.test(data7)) {
                              validate29.errors = [{ instancePath: instancePath + "/since", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                              return false;
                            }
                          } else {
                            validate29.errors = [{ instancePath: instancePath + "/since", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                            return false;
                          }
                        }
                        var valid0 = _errs21 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate29.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate29.errors = vErrors;
  return errors === 0;
}
validate29.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema54 = { "title": "Observed", "type": "object", "additionalProperties": false, "properties": { "address": { "type": "string" }, "handshakes": { "$ref": "#/$defs/handshakes" }, "tls_version": { "enum": ["1.0", "1.1", "1.2", "1.3"] }, "cipher": { "type": "string", "pattern": "^TLS_[A-Z0-9_]{1,100}$" }, "alpn": { "type": ["string", "null"], "maxLength": 255 }, "key_exchange": { "$ref": "#/$defs/key_exchange" }, "staples": { "type": "boolean" }, "registration": { "$ref": "#/$defs/registration" }, "transfer_lock": { "enum": ["locked", "unlocked", "unknown"] }, "mta_sts": { "$ref": "#/$defs/mta_sts" }, "dnssec": { "$ref": "#/$defs/dnssec" }, "ownership": { "$ref": "#/$defs/ownership" }, "renewal_state": { "$ref": "#/$defs/renewal_state" }, "revoked": { "$ref": "#/$defs/revocation_details" } } };
var schema56 = { "title": "KeyExchange", "type": "object", "additionalProperties": false, "required": ["group", "post_quantum"], "properties": { "group": { "type": "string" }, "post_quantum": { "type": ["boolean", "null"] } } };
var schema70 = { "title": "Ownership", "type": "object", "additionalProperties": false, "required": ["labels", "owner", "assignments"], "properties": { "labels": { "type": "object", "additionalProperties": { "type": "string" } }, "owner": { "type": ["string", "null"] }, "assignments": { "type": "array", "items": { "type": "string" } }, "renewal_instructions": { "type": "string" }, "muted": { "const": true } } };
var pattern9 = new RegExp("^TLS_[A-Z0-9_]{1,100}$", "u");
function validate33(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate33.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.domain === void 0 && (missing0 = "domain") || data.valid_to === void 0 && (missing0 = "valid_to") || data.registrar === void 0 && (missing0 = "registrar") || data.registrar_valid_to === void 0 && (missing0 = "registrar_valid_to") || data.statuses === void 0 && (missing0 = "statuses") || data.since === void 0 && (missing0 = "since")) {
        validate33.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "domain" || key0 === "valid_to" || key0 === "registrar" || key0 === "registrar_valid_to" || key0 === "statuses" || key0 === "was_delegated" || key0 === "since")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.domain !== void 0) {
            const _errs2 = errors;
            if (typeof data.domain !== "string") {
              validate33.errors = [{ instancePath: instancePath + "/domain", schemaPath: "#/properties/domain/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.valid_to !== void 0) {
              let data1 = data.valid_to;
              const _errs4 = errors;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (typeof data1 === "string") {
                  if (!pattern4.test(data1)) {
                    validate33.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                    return false;
                  }
                } else {
                  validate33.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.registrar !== void 0) {
                let data2 = data.registrar;
                const _errs7 = errors;
                if (typeof data2 !== "string" && data2 !== null) {
                  validate33.errors = [{ instancePath: instancePath + "/registrar", schemaPath: "#/properties/registrar/type", keyword: "type", params: { type: schema45.properties.registrar.type } }];
                  return false;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.registrar_valid_to !== void 0) {
                  let data3 = data.registrar_valid_to;
                  const _errs9 = errors;
                  const _errs10 = errors;
                  let valid2 = false;
                  const _errs11 = errors;
                  const _errs12 = errors;
                  if (errors === _errs12) {
                    if (typeof data3 === "string") {
                      if (!pattern4.test(data3)) {
                        const err0 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } };
                        if (vErrors === null) {
                          vErrors = [err0];
                        } else {
                          vErrors.push(err0);
                        }
                        errors++;
                      }
                    } else {
                      const err1 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } };
                      if (vErrors === null) {
                        vErrors = [err1];
                      } else {
                        vErrors.push(err1);
                      }
                      errors++;
                    }
                  }
                  var _valid0 = _errs11 === errors;
                  valid2 = valid2 || _valid0;
                  const _errs14 = errors;
                  if (data3 !== null) {
                    const err2 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/properties/registrar_valid_to/anyOf/1/type", keyword: "type", params: { type: "null" } };
                    if (vErrors === null) {
                      vErrors = [err2];
                    } else {
                      vErrors.push(err2);
                    }
                    errors++;
                  }
                  var _valid0 = _errs14 === errors;
                  valid2 = valid2 || _valid0;
                  if (!valid2) {
                    const err3 = { instancePath: instancePath + "/registrar_valid_to", schemaPath: "#/properties/registrar_valid_to/anyOf", keyword: "anyOf", params: {} };
                    if (vErrors === null) {
                      vErrors = [err3];
                    } else {
                      vErrors.push(err3);
                    }
                    errors++;
                    validate33.errors = vErrors;
                    return false;
                  } else {
                    errors = _errs10;
                    if (vErrors !== null) {
                      if (_errs10) {
                        vErrors.length = _errs10;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.statuses !== void 0) {
                    let data4 = data.statuses;
                    const _errs16 = errors;
                    if (errors === _errs16) {
                      if (Array.isArray(data4)) {
                        var valid4 = true;
                        const len0 = data4.length;
                        for (let i0 = 0; i0 < len0; i0++) {
                          const _errs18 = errors;
                          if (typeof data4[i0] !== "string") {
                            validate33.errors = [{ instancePath: instancePath + "/statuses/" + i0, schemaPath: "#/properties/statuses/items/type", keyword: "type", params: { type: "string" } }];
                            return false;
                          }
                          var valid4 = _errs18 === errors;
                          if (!valid4) {
                            break;
                          }
                        }
                      } else {
                        validate33.errors = [{ instancePath: instancePath + "/statuses", schemaPath: "#/properties/statuses/type", keyword: "type", params: { type: "array" } }];
                        return false;
                      }
                    }
                    var valid0 = _errs16 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.was_delegated !== void 0) {
                      const _errs20 = errors;
                      if (true !== data.was_delegated) {
                        validate33.errors = [{ instancePath: instancePath + "/was_delegated", schemaPath: "#/properties/was_delegated/const", keyword: "const", params: { allowedValue: true } }];
                        return false;
                      }
                      var valid0 = _errs20 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.since !== void 0) {
                        let data7 = data.since;
                        const _errs21 = errors;
                        const _errs22 = errors;
                        if (errors === _errs22) {
                          if (typeof data7 === "string") {
                            if (!pattern4.test(data7)) {
                              validate33.errors = [{ instancePath: instancePath + "/since", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                              return false;
                            }
                          } else {
                            validate33.errors = [{ instancePath: instancePath + "/since", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                            return false;
                          }
                        }
                        var valid0 = _errs21 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate33.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate33.errors = vErrors;
  return errors === 0;
}
validate33.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema61 = { "title": "MtaSts", "type": "object", "additionalProperties": false, "required": ["records", "policy", "hosts", "failures"], "properties": { "records": { "type": ["array", "null"], "items": { "type": "string" } }, "policy": { "anyOf": [{ "$ref": "#/$defs/mta_sts_policy" }, { "$ref": "#/$defs/failure" }, { "type": "null" }] }, "hosts": { "type": ["array", "null"], "items": { "type": "string" } }, "failures": { "type": "array", "items": { "$ref": "#/$defs/lookup_failure" } } } };
var schema62 = { "title": "MtaStsPolicy", "type": "object", "additionalProperties": false, "required": ["mode", "max_age", "mx", "sha256", "problems"], "properties": { "mode": { "enum": ["enforce", "testing", "none", null] }, "max_age": { "type": ["integer", "null"], "minimum": 0 }, "mx": { "type": "array", "items": { "type": "string" } }, "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$" }, "problems": { "type": "array", "items": { "type": "string" } }, "media_type": { "type": "string" } } };
var schema64 = { "title": "FailedLookup", "type": "object", "additionalProperties": false, "required": ["code", "detail", "cause"], "properties": { "code": { "type": "string" }, "detail": { "type": "string" }, "cause": { "enum": ["resolver", "name", "bogus"] } } };
var pattern13 = new RegExp("^[0-9a-f]{64}$", "u");
function validate35(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate35.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.records === void 0 && (missing0 = "records") || data.policy === void 0 && (missing0 = "policy") || data.hosts === void 0 && (missing0 = "hosts") || data.failures === void 0 && (missing0 = "failures")) {
        validate35.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "records" || key0 === "policy" || key0 === "hosts" || key0 === "failures")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.records !== void 0) {
            let data0 = data.records;
            const _errs2 = errors;
            if (!Array.isArray(data0) && data0 !== null) {
              validate35.errors = [{ instancePath: instancePath + "/records", schemaPath: "#/properties/records/type", keyword: "type", params: { type: schema61.properties.records.type } }];
              return false;
            }
            if (errors === _errs2) {
              if (Array.isArray(data0)) {
                var valid1 = true;
                const len0 = data0.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs4 = errors;
                  if (typeof data0[i0] !== "string") {
                    validate35.errors = [{ instancePath: instancePath + "/records/" + i0, schemaPath: "#/properties/records/items/type", keyword: "type", params: { type: "string" } }];
                    return false;
                  }
                  var valid1 = _errs4 === errors;
                  if (!valid1) {
                    break;
                  }
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.policy !== void 0) {
              let data2 = data.policy;
              const _errs6 = errors;
              const _errs7 = errors;
              let valid2 = false;
              const _errs8 = errors;
              const _errs9 = errors;
              if (errors === _errs9) {
                if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                  let missing1;
                  if (data2.mode === void 0 && (missing1 = "mode") || data2.max_age === void 0 && (missing1 = "max_age") || data2.mx === void 0 && (missing1 = "mx") || data2.sha256 === void 0 && (missing1 = "sha256") || data2.problems === void 0 && (missing1 = "problems")) {
                    const err0 = { instancePath: instancePath + "/policy", schemaPath: "#/$defs/mta_sts_policy/required", keyword: "required", params: { missingProperty: missing1 } };
                    if (vErrors === null) {
                      vErrors = [err0];
                    } else {
                      vErrors.push(err0);
                    }
                    errors++;
                  } else {
                    const _errs11 = errors;
                    for (const key1 in data2) {
                      if (!(key1 === "mode" || key1 === "max_age" || key1 === "mx" || key1 === "sha256" || key1 === "problems" || key1 === "media_type")) {
                        delete data2[key1];
                      }
                    }
                    if (_errs11 === errors) {
                      if (data2.mode !== void 0) {
                        let data3 = data2.mode;
                        const _errs12 = errors;
                        if (!(data3 === "enforce" || data3 === "testing" || data3 === "none" || data3 === null)) {
                          const err1 = { instancePath: instancePath + "/policy/mode", schemaPath: "#/$defs/mta_sts_policy/properties/mode/enum", keyword: "enum", params: { allowedValues: schema62.properties.mode.enum } };
                          if (vErrors === null) {
                            vErrors = [err1];
                          } else {
                            vErrors.push(err1);
                          }
                          errors++;
                        }
                        var valid4 = _errs12 === errors;
                      } else {
                        var valid4 = true;
                      }
                      if (valid4) {
                        if (data2.max_age !== void 0) {
                          let data4 = data2.max_age;
                          const _errs13 = errors;
                          if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4)) && data4 !== null) {
                            const err2 = { instancePath: instancePath + "/policy/max_age", schemaPath: "#/$defs/mta_sts_policy/properties/max_age/type", keyword: "type", params: { type: schema62.properties.max_age.type } };
                            if (vErrors === null) {
                              vErrors = [err2];
                            } else {
                              vErrors.push(err2);
                            }
                            errors++;
                          }
                          if (errors === _errs13) {
                            if (typeof data4 == "number" && isFinite(data4)) {
                              if (data4 < 0 || isNaN(data4)) {
                                const err3 = { instancePath: instancePath + "/policy/max_age", schemaPath: "#/$defs/mta_sts_policy/properties/max_age/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } };
                                if (vErrors === null) {
                                  vErrors = [err3];
                                } else {
                                  vErrors.push(err3);
                                }
                                errors++;
                              }
                            }
                          }
                          var valid4 = _errs13 === errors;
                        } else {
                          var valid4 = true;
                        }
                        if (valid4) {
                          if (data2.mx !== void 0) {
                            let data5 = data2.mx;
                            const _errs15 = errors;
                            if (errors === _errs15) {
                              if (Array.isArray(data5)) {
                                var valid5 = true;
                                const len1 = data5.length;
                                for (let i1 = 0; i1 < len1; i1++) {
                                  const _errs17 = errors;
                                  if (typeof data5[i1] !== "string") {
                                    const err4 = { instancePath: instancePath + "/policy/mx/" + i1, schemaPath: "#/$defs/mta_sts_policy/properties/mx/items/type", keyword: "type", params: { type: "string" } };
                                    if (vErrors === null) {
                                      vErrors = [err4];
                                    } else {
                                      vErrors.push(err4);
                                    }
                                    errors++;
                                  }
                                  var valid5 = _errs17 === errors;
                                  if (!valid5) {
                                    break;
                                  }
                                }
                              } else {
                                const err5 = { instancePath: instancePath + "/policy/mx", schemaPath: "#/$defs/mta_sts_policy/properties/mx/type", keyword: "type", params: { type: "array" } };
                                if (vErrors === null) {
                                  vErrors = [err5];
                                } else {
                                  vErrors.push(err5);
                                }
                                errors++;
                              }
                            }
                            var valid4 = _errs15 === errors;
                          } else {
                            var valid4 = true;
                          }
                          if (valid4) {
                            if (data2.sha256 !== void 0) {
                              let data7 = data2.sha256;
                              const _errs19 = errors;
                              if (errors === _errs19) {
                                if (typeof data7 === "string") {
                                  if (!pattern13.test(data7)) {
                                    const err6 = { instancePath: instancePath + "/policy/sha256", schemaPath: "#/$defs/mta_sts_policy/properties/sha256/pattern", keyword: "pattern", params: { pattern: "^[0-9a-f]{64}$" } };
                                    if (vErrors === null) {
                                      vErrors = [err6];
                                    } else {
                                      vErrors.push(err6);
                                    }
                                    errors++;
                                  }
                                } else {
                                  const err7 = { instancePath: instancePath + "/policy/sha256", schemaPath: "#/$defs/mta_sts_policy/properties/sha256/type", keyword: "type", params: { type: "string" } };
                                  if (vErrors === null) {
                                    vErrors = [err7];
                                  } else {
                                    vErrors.push(err7);
                                  }
                                  errors++;
                                }
                              }
                              var valid4 = _errs19 === errors;
                            } else {
                              var valid4 = true;
                            }
                            if (valid4) {
                              if (data2.problems !== void 0) {
                                let data8 = data2.problems;
                                const _errs21 = errors;
                                if (errors === _errs21) {
                                  if (Array.isArray(data8)) {
                                    var valid6 = true;
                                    const len2 = data8.length;
                                    for (let i2 = 0; i2 < len2; i2++) {
                                      const _errs23 = errors;
                                      if (typeof data8[i2] !== "string") {
                                        const err8 = { instancePath: instancePath + "/policy/problems/" + i2, schemaPath: "#/$defs/mta_sts_policy/properties/problems/items/type", keyword: "type", params: { type: "string" } };
                                        if (vErrors === null) {
                                          vErrors = [err8];
                                        } else {
                                          vErrors.push(err8);
                                        }
                                        errors++;
                                      }
                                      var valid6 = _errs23 === errors;
                                      if (!valid6) {
                                        break;
                                      }
                                    }
                                  } else {
                                    const err9 = { instancePath: instancePath + "/policy/problems", schemaPath: "#/$defs/mta_sts_policy/properties/problems/type", keyword: "type", params: { type: "array" } };
                                    if (vErrors === null) {
                                      vErrors = [err9];
                                    } else {
                                      vErrors.push(err9);
                                    }
                                    errors++;
                                  }
                                }
                                var valid4 = _errs21 === errors;
                              } else {
                                var valid4 = true;
                              }
                              if (valid4) {
                                if (data2.media_type !== void 0) {
                                  const _errs25 = errors;
                                  if (typeof data2.media_type !== "string") {
                                    const err10 = { instancePath: instancePath + "/policy/media_type", schemaPath: "#/$defs/mta_sts_policy/properties/media_type/type", keyword: "type", params: { type: "string" } };
                                    if (vErrors === null) {
                                      vErrors = [err10];
                                    } else {
                                      vErrors.push(err10);
                                    }
                                    errors++;
                                  }
                                  var valid4 = _errs25 === errors;
                                } else {
                                  var valid4 = true;
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                } else {
                  const err11 = { instancePath: instancePath + "/policy", schemaPath: "#/$defs/mta_sts_policy/type", keyword: "type", params: { type: "object" } };
                  if (vErrors === null) {
                    vErrors = [err11];
                  } else {
                    vErrors.push(err11);
                  }
                  errors++;
                }
              }
              var _valid0 = _errs8 === errors;
              valid2 = valid2 || _valid0;
              if (_valid0) {
                var props0 = true;
              }
              const _errs27 = errors;
              const _errs28 = errors;
              if (errors === _errs28) {
                if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                  let missing2;
                  if (data2.code === void 0 && (missing2 = "code") || data2.detail === void 0 && (missing2 = "detail")) {
                    const err12 = { instancePath: instancePath + "/policy", schemaPath: "#/$defs/failure/required", keyword: "required", params: { missingProperty: missing2 } };
                    if (vErrors === null) {
                      vErrors = [err12];
                    } else {
                      vErrors.push(err12);
                    }
                    errors++;
                  } else {
                    const _errs30 = errors;
                    for (const key2 in data2) {
                      if (!(key2 === "code" || key2 === "detail")) {
                        delete data2[key2];
                      }
                    }
                    if (_errs30 === errors) {
                      if (data2.code !== void 0) {
                        const _errs31 = errors;
                        if (typeof data2.code !== "string") {
                          const err13 = { instancePath: instancePath + "/policy/code", schemaPath: "#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } };
                          if (vErrors === null) {
                            vErrors = [err13];
                          } else {
                            vErrors.push(err13);
                          }
                          errors++;
                        }
                        var valid8 = _errs31 === errors;
                      } else {
                        var valid8 = true;
                      }
                      if (valid8) {
                        if (data2.detail !== void 0) {
                          const _errs33 = errors;
                          if (typeof data2.detail !== "string") {
                            const err14 = { instancePath: instancePath + "/policy/detail", schemaPath: "#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } };
                            if (vErrors === null) {
                              vErrors = [err14];
                            } else {
                              vErrors.push(err14);
                            }
                            errors++;
                          }
                          var valid8 = _errs33 === errors;
                        } else {
                          var valid8 = true;
                        }
                      }
                    }
                  }
                } else {
                  const err15 = { instancePath: instancePath + "/policy", schemaPath: "#/$defs/failure/type", keyword: "type", params: { type: "object" } };
                  if (vErrors === null) {
                    vErrors = [err15];
                  } else {
                    vErrors.push(err15);
                  }
                  errors++;
                }
              }
              var _valid0 = _errs27 === errors;
              valid2 = valid2 || _valid0;
              if (_valid0) {
                if (props0 !== true) {
                  props0 = true;
                }
              }
              const _errs35 = errors;
              if (data2 !== null) {
                const err16 = { instancePath: instancePath + "/policy", schemaPath: "#/properties/policy/anyOf/2/type", keyword: "type", params: { type: "null" } };
                if (vErrors === null) {
                  vErrors = [err16];
                } else {
                  vErrors.push(err16);
                }
                errors++;
              }
              var _valid0 = _errs35 === errors;
              valid2 = valid2 || _valid0;
              if (!valid2) {
                const err17 = { instancePath: instancePath + "/policy", schemaPath: "#/properties/policy/anyOf", keyword: "anyOf", params: {} };
                if (vErrors === null) {
                  vErrors = [err17];
                } else {
                  vErrors.push(err17);
                }
                errors++;
                validate35.errors = vErrors;
                return false;
              } else {
                errors = _errs7;
                if (vErrors !== null) {
                  if (_errs7) {
                    vErrors.length = _errs7;
                  } else {
                    vErrors = null;
                  }
                }
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.hosts !== void 0) {
                let data13 = data.hosts;
                const _errs37 = errors;
                if (!Array.isArray(data13) && data13 !== null) {
                  validate35.errors = [{ instancePath: instancePath + "/hosts", schemaPath: "#/properties/hosts/type", keyword: "type", params: { type: schema61.properties.hosts.type } }];
                  return false;
                }
                if (errors === _errs37) {
                  if (Array.isArray(data13)) {
                    var valid9 = true;
                    const len3 = data13.length;
                    for (let i3 = 0; i3 < len3; i3++) {
                      const _errs39 = errors;
                      if (typeof data13[i3] !== "string") {
                        validate35.errors = [{ instancePath: instancePath + "/hosts/" + i3, schemaPath: "#/properties/hosts/items/type", keyword: "type", params: { type: "string" } }];
                        return false;
                      }
                      var valid9 = _errs39 === errors;
                      if (!valid9) {
                        break;
                      }
                    }
                  }
                }
                var valid0 = _errs37 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.failures !== void 0) {
                  let data15 = data.failures;
                  const _errs41 = errors;
                  if (errors === _errs41) {
                    if (Array.isArray(data15)) {
                      var valid10 = true;
                      const len4 = data15.length;
                      for (let i4 = 0; i4 < len4; i4++) {
                        let data16 = data15[i4];
                        const _errs43 = errors;
                        const _errs44 = errors;
                        if (errors === _errs44) {
                          if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
                            let missing3;
                            if (data16.code === void 0 && (missing3 = "code") || data16.detail === void 0 && (missing3 = "detail") || data16.cause === void 0 && (missing3 = "cause")) {
                              validate35.errors = [{ instancePath: instancePath + "/failures/" + i4, schemaPath: "#/$defs/lookup_failure/required", keyword: "required", params: { missingProperty: missing3 } }];
                              return false;
                            } else {
                              const _errs46 = errors;
                              for (const key3 in data16) {
                                if (!(key3 === "code" || key3 === "detail" || key3 === "cause")) {
                                  delete data16[key3];
                                }
                              }
                              if (_errs46 === errors) {
                                if (data16.code !== void 0) {
                                  const _errs47 = errors;
                                  if (typeof data16.code !== "string") {
                                    validate35.errors = [{ instancePath: instancePath + "/failures/" + i4 + "/code", schemaPath: "#/$defs/lookup_failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                                    return false;
                                  }
                                  var valid12 = _errs47 === errors;
                                } else {
                                  var valid12 = true;
                                }
                                if (valid12) {
                                  if (data16.detail !== void 0) {
                                    const _errs49 = errors;
                                    if (typeof data16.detail !== "string") {
                                      validate35.errors = [{ instancePath: instancePath + "/failures/" + i4 + "/detail", schemaPath: "#/$defs/lookup_failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                                      return false;
                                    }
                                    var valid12 = _errs49 === errors;
                                  } else {
                                    var valid12 = true;
                                  }
                                  if (valid12) {
                                    if (data16.cause !== void 0) {
                                      let data19 = data16.cause;
                                      const _errs51 = errors;
                                      if (!(data19 === "resolver" || data19 === "name" || data19 === "bogus")) {
                                        validate35.errors = [{ instancePath: instancePath + "/failures/" + i4 + "/cause", schemaPath: "#/$defs/lookup_failure/properties/cause/enum", keyword: "enum", params: { allowedValues: schema64.properties.cause.enum } }];
                                        return false;
                                      }
                                      var valid12 = _errs51 === errors;
                                    } else {
                                      var valid12 = true;
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            validate35.errors = [{ instancePath: instancePath + "/failures/" + i4, schemaPath: "#/$defs/lookup_failure/type", keyword: "type", params: { type: "object" } }];
                            return false;
                          }
                        }
                        var valid10 = _errs43 === errors;
                        if (!valid10) {
                          break;
                        }
                      }
                    } else {
                      validate35.errors = [{ instancePath: instancePath + "/failures", schemaPath: "#/properties/failures/type", keyword: "type", params: { type: "array" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs41 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate35.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate35.errors = vErrors;
  return errors === 0;
}
validate35.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate38(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate38.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.signed === void 0 && (missing0 = "signed") || data.expires === void 0 && (missing0 = "expires") || data.ttl === void 0 && (missing0 = "ttl")) {
        validate38.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "signed" || key0 === "expires" || key0 === "ttl")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.signed !== void 0) {
            let data0 = data.signed;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (!pattern4.test(data0)) {
                  validate38.errors = [{ instancePath: instancePath + "/signed", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                  return false;
                }
              } else {
                validate38.errors = [{ instancePath: instancePath + "/signed", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.expires !== void 0) {
              let data1 = data.expires;
              const _errs5 = errors;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (typeof data1 === "string") {
                  if (!pattern4.test(data1)) {
                    validate38.errors = [{ instancePath: instancePath + "/expires", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                    return false;
                  }
                } else {
                  validate38.errors = [{ instancePath: instancePath + "/expires", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.ttl !== void 0) {
                let data2 = data.ttl;
                const _errs8 = errors;
                if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                  validate38.errors = [{ instancePath: instancePath + "/ttl", schemaPath: "#/properties/ttl/type", keyword: "type", params: { type: "integer" } }];
                  return false;
                }
                if (errors === _errs8) {
                  if (typeof data2 == "number" && isFinite(data2)) {
                    if (data2 > 4294967295 || isNaN(data2)) {
                      validate38.errors = [{ instancePath: instancePath + "/ttl", schemaPath: "#/properties/ttl/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 } }];
                      return false;
                    } else {
                      if (data2 < 0 || isNaN(data2)) {
                        validate38.errors = [{ instancePath: instancePath + "/ttl", schemaPath: "#/properties/ttl/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate38.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate38.errors = vErrors;
  return errors === 0;
}
validate38.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate37(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate37.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.failures === void 0 && (missing0 = "failures")) {
        validate37.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "soa" || key0 === "ns" || key0 === "dnskey" || key0 === "failures")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.soa !== void 0) {
            let data0 = data.soa;
            const _errs2 = errors;
            const _errs3 = errors;
            let valid1 = false;
            const _errs4 = errors;
            if (!validate38(data0, { instancePath: instancePath + "/soa", parentData: data, parentDataProperty: "soa", rootData, dynamicAnchors })) {
              vErrors = appendErrors(vErrors, validate38.errors);
              errors = vErrors.length;
            }
            var _valid0 = _errs4 === errors;
            valid1 = valid1 || _valid0;
            const _errs5 = errors;
            if (data0 !== null) {
              const err0 = { instancePath: instancePath + "/soa", schemaPath: "#/properties/soa/anyOf/1/type", keyword: "type", params: { type: "null" } };
              if (vErrors === null) {
                vErrors = [err0];
              } else {
                vErrors.push(err0);
              }
              errors++;
            }
            var _valid0 = _errs5 === errors;
            valid1 = valid1 || _valid0;
            if (!valid1) {
              const err1 = { instancePath: instancePath + "/soa", schemaPath: "#/properties/soa/anyOf", keyword: "anyOf", params: {} };
              if (vErrors === null) {
                vErrors = [err1];
              } else {
                vErrors.push(err1);
              }
              errors++;
              validate37.errors = vErrors;
              return false;
            } else {
              errors = _errs3;
              if (vErrors !== null) {
                if (_errs3) {
                  vErrors.length = _errs3;
                } else {
                  vErrors = null;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.ns !== void 0) {
              let data1 = data.ns;
              const _errs7 = errors;
              const _errs8 = errors;
              let valid2 = false;
              const _errs9 = errors;
              if (!validate38(data1, { instancePath: instancePath + "/ns", parentData: data, parentDataProperty: "ns", rootData, dynamicAnchors })) {
                vErrors = appendErrors(vErrors, validate38.errors);
                errors = vErrors.length;
              }
              var _valid1 = _errs9 === errors;
              valid2 = valid2 || _valid1;
              const _errs10 = errors;
              if (data1 !== null) {
                const err2 = { instancePath: instancePath + "/ns", schemaPath: "#/properties/ns/anyOf/1/type", keyword: "type", params: { type: "null" } };
                if (vErrors === null) {
                  vErrors = [err2];
                } else {
                  vErrors.push(err2);
                }
                errors++;
              }
              var _valid1 = _errs10 === errors;
              valid2 = valid2 || _valid1;
              if (!valid2) {
                const err3 = { instancePath: instancePath + "/ns", schemaPath: "#/properties/ns/anyOf", keyword: "anyOf", params: {} };
                if (vErrors === null) {
                  vErrors = [err3];
                } else {
                  vErrors.push(err3);
                }
                errors++;
                validate37.errors = vErrors;
                return false;
              } else {
                errors = _errs8;
                if (vErrors !== null) {
                  if (_errs8) {
                    vErrors.length = _errs8;
                  } else {
                    vErrors = null;
                  }
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.dnskey !== void 0) {
                let data2 = data.dnskey;
                const _errs12 = errors;
                const _errs13 = errors;
                let valid3 = false;
                const _errs14 = errors;
                if (!validate38(data2, { instancePath: instancePath + "/dnskey", parentData: data, parentDataProperty: "dnskey", rootData, dynamicAnchors })) {
                  vErrors = appendErrors(vErrors, validate38.errors);
                  errors = vErrors.length;
                }
                var _valid2 = _errs14 === errors;
                valid3 = valid3 || _valid2;
                const _errs15 = errors;
                if (data2 !== null) {
                  const err4 = { instancePath: instancePath + "/dnskey", schemaPath: "#/properties/dnskey/anyOf/1/type", keyword: "type", params: { type: "null" } };
                  if (vErrors === null) {
                    vErrors = [err4];
                  } else {
                    vErrors.push(err4);
                  }
                  errors++;
                }
                var _valid2 = _errs15 === errors;
                valid3 = valid3 || _valid2;
                if (!valid3) {
                  const err5 = { instancePath: instancePath + "/dnskey", schemaPath: "#/properties/dnskey/anyOf", keyword: "anyOf", params: {} };
                  if (vErrors === null) {
                    vErrors = [err5];
                  } else {
                    vErrors.push(err5);
                  }
                  errors++;
                  validate37.errors = vErrors;
                  return false;
                } else {
                  errors = _errs13;
                  if (vErrors !== null) {
                    if (_errs13) {
                      vErrors.length = _errs13;
                    } else {
                      vErrors = null;
                    }
                  }
                }
                var valid0 = _errs12 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.failures !== void 0) {
                  let data3 = data.failures;
                  const _errs17 = errors;
                  if (errors === _errs17) {
                    if (Array.isArray(data3)) {
                      var valid4 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        let data4 = data3[i0];
                        const _errs19 = errors;
                        const _errs20 = errors;
                        if (errors === _errs20) {
                          if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                            let missing1;
                            if (data4.code === void 0 && (missing1 = "code") || data4.detail === void 0 && (missing1 = "detail") || data4.cause === void 0 && (missing1 = "cause")) {
                              validate37.errors = [{ instancePath: instancePath + "/failures/" + i0, schemaPath: "#/$defs/lookup_failure/required", keyword: "required", params: { missingProperty: missing1 } }];
                              return false;
                            } else {
                              const _errs22 = errors;
                              for (const key1 in data4) {
                                if (!(key1 === "code" || key1 === "detail" || key1 === "cause")) {
                                  delete data4[key1];
                                }
                              }
                              if (_errs22 === errors) {
                                if (data4.code !== void 0) {
                                  const _errs23 = errors;
                                  if (typeof data4.code !== "string") {
                                    validate37.errors = [{ instancePath: instancePath + "/failures/" + i0 + "/code", schemaPath: "#/$defs/lookup_failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                                    return false;
                                  }
                                  var valid6 = _errs23 === errors;
                                } else {
                                  var valid6 = true;
                                }
                                if (valid6) {
                                  if (data4.detail !== void 0) {
                                    const _errs25 = errors;
                                    if (typeof data4.detail !== "string") {
                                      validate37.errors = [{ instancePath: instancePath + "/failures/" + i0 + "/detail", schemaPath: "#/$defs/lookup_failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                                      return false;
                                    }
                                    var valid6 = _errs25 === errors;
                                  } else {
                                    var valid6 = true;
                                  }
                                  if (valid6) {
                                    if (data4.cause !== void 0) {
                                      let data7 = data4.cause;
                                      const _errs27 = errors;
                                      if (!(data7 === "resolver" || data7 === "name" || data7 === "bogus")) {
                                        validate37.errors = [{ instancePath: instancePath + "/failures/" + i0 + "/cause", schemaPath: "#/$defs/lookup_failure/properties/cause/enum", keyword: "enum", params: { allowedValues: schema64.properties.cause.enum } }];
                                        return false;
                                      }
                                      var valid6 = _errs27 === errors;
                                    } else {
                                      var valid6 = true;
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            validate37.errors = [{ instancePath: instancePath + "/failures/" + i0, schemaPath: "#/$defs/lookup_failure/type", keyword: "type", params: { type: "object" } }];
                            return false;
                          }
                        }
                        var valid4 = _errs19 === errors;
                        if (!valid4) {
                          break;
                        }
                      }
                    } else {
                      validate37.errors = [{ instancePath: instancePath + "/failures", schemaPath: "#/properties/failures/type", keyword: "type", params: { type: "array" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs17 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate37.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate37.errors = vErrors;
  return errors === 0;
}
validate37.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema71 = { "title": "RenewalState", "type": "object", "additionalProperties": false, "required": ["managed", "state", "reason", "since"], "properties": { "managed": { "type": "boolean" }, "state": { "enum": ["ok", "pending", "failing"] }, "reason": { "type": ["string", "null"] }, "since": { "anyOf": [{ "$ref": "#/$defs/time" }, { "type": "null" }] }, "revision": { "type": "integer", "minimum": 1 }, "status": { "type": "string", "pattern": "^[A-Z][A-Z_]{0,59}$" } } };
var pattern17 = new RegExp("^[A-Z][A-Z_]{0,59}$", "u");
function validate43(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate43.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.managed === void 0 && (missing0 = "managed") || data.state === void 0 && (missing0 = "state") || data.reason === void 0 && (missing0 = "reason") || data.since === void 0 && (missing0 = "since")) {
        validate43.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "managed" || key0 === "state" || key0 === "reason" || key0 === "since" || key0 === "revision" || key0 === "status")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.managed !== void 0) {
            const _errs2 = errors;
            if (typeof data.managed !== "boolean") {
              validate43.errors = [{ instancePath: instancePath + "/managed", schemaPath: "#/properties/managed/type", keyword: "type", params: { type: "boolean" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.state !== void 0) {
              let data1 = data.state;
              const _errs4 = errors;
              if (!(data1 === "ok" || data1 === "pending" || data1 === "failing")) {
                validate43.errors = [{ instancePath: instancePath + "/state", schemaPath: "#/properties/state/enum", keyword: "enum", params: { allowedValues: schema71.properties.state.enum } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.reason !== void 0) {
                let data2 = data.reason;
                const _errs5 = errors;
                if (typeof data2 !== "string" && data2 !== null) {
                  validate43.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: schema71.properties.reason.type } }];
                  return false;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.since !== void 0) {
                  let data3 = data.since;
                  const _errs7 = errors;
                  const _errs8 = errors;
                  let valid1 = false;
                  const _errs9 = errors;
                  const _errs10 = errors;
                  if (errors === _errs10) {
                    if (typeof data3 === "string") {
                      if (!pattern4.test(data3)) {
                        const err0 = { instancePath: instancePath + "/since", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } };
                        if (vErrors === null) {
                          vErrors = [err0];
                        } else {
                          vErrors.push(err0);
                        }
                        errors++;
                      }
                    } else {
                      const err1 = { instancePath: instancePath + "/since", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } };
                      if (vErrors === null) {
                        vErrors = [err1];
                      } else {
                        vErrors.push(err1);
                      }
                      errors++;
                    }
                  }
                  var _valid0 = _errs9 === errors;
                  valid1 = valid1 || _valid0;
                  const _errs12 = errors;
                  if (data3 !== null) {
                    const err2 = { instancePath: instancePath + "/since", schemaPath: "#/properties/since/anyOf/1/type", keyword: "type", params: { type: "null" } };
                    if (vErrors === null) {
                      vErrors = [err2];
                    } else {
                      vErrors.push(err2);
                    }
                    errors++;
                  }
                  var _valid0 = _errs12 === errors;
                  valid1 = valid1 || _valid0;
                  if (!valid1) {
                    const err3 = { instancePath: instancePath + "/since", schemaPath: "#/properties/since/anyOf", keyword: "anyOf", params: {} };
                    if (vErrors === null) {
                      vErrors = [err3];
                    } else {
                      vErrors.push(err3);
                    }
                    errors++;
                    validate43.errors = vErrors;
                    return false;
                  } else {
                    errors = _errs8;
                    if (vErrors !== null) {
                      if (_errs8) {
                        vErrors.length = _errs8;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.revision !== void 0) {
                    let data4 = data.revision;
                    const _errs14 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
                      validate43.errors = [{ instancePath: instancePath + "/revision", schemaPath: "#/properties/revision/type", keyword: "type", params: { type: "integer" } }];
                      return false;
                    }
                    if (errors === _errs14) {
                      if (typeof data4 == "number" && isFinite(data4)) {
                        if (data4 < 1 || isNaN(data4)) {
                          validate43.errors = [{ instancePath: instancePath + "/revision", schemaPath: "#/properties/revision/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs14 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.status !== void 0) {
                      let data5 = data.status;
                      const _errs16 = errors;
                      if (errors === _errs16) {
                        if (typeof data5 === "string") {
                          if (!pattern17.test(data5)) {
                            validate43.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/properties/status/pattern", keyword: "pattern", params: { pattern: "^[A-Z][A-Z_]{0,59}$" } }];
                            return false;
                          }
                        } else {
                          validate43.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/properties/status/type", keyword: "type", params: { type: "string" } }];
                          return false;
                        }
                      }
                      var valid0 = _errs16 === errors;
                    } else {
                      var valid0 = true;
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate43.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate43.errors = vErrors;
  return errors === 0;
}
validate43.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema73 = { "title": "RevocationDetails", "type": "object", "additionalProperties": false, "required": ["reason", "revoked_at"], "properties": { "reason": { "type": ["string", "null"] }, "revoked_at": { "$ref": "#/$defs/time" } } };
function validate45(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate45.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.reason === void 0 && (missing0 = "reason") || data.revoked_at === void 0 && (missing0 = "revoked_at")) {
        validate45.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "reason" || key0 === "revoked_at")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.reason !== void 0) {
            let data0 = data.reason;
            const _errs2 = errors;
            if (typeof data0 !== "string" && data0 !== null) {
              validate45.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: schema73.properties.reason.type } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.revoked_at !== void 0) {
              let data1 = data.revoked_at;
              const _errs4 = errors;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (typeof data1 === "string") {
                  if (!pattern4.test(data1)) {
                    validate45.errors = [{ instancePath: instancePath + "/revoked_at", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                    return false;
                  }
                } else {
                  validate45.errors = [{ instancePath: instancePath + "/revoked_at", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate45.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate45.errors = vErrors;
  return errors === 0;
}
validate45.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate32(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate32.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      const _errs1 = errors;
      for (const key0 in data) {
        if (!func1.call(schema54.properties, key0)) {
          delete data[key0];
        }
      }
      if (_errs1 === errors) {
        if (data.address !== void 0) {
          const _errs2 = errors;
          if (typeof data.address !== "string") {
            validate32.errors = [{ instancePath: instancePath + "/address", schemaPath: "#/properties/address/type", keyword: "type", params: { type: "string" } }];
            return false;
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.handshakes !== void 0) {
            let data1 = data.handshakes;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
                let missing0;
                if (data1.served === void 0 && (missing0 = "served") || data1.total === void 0 && (missing0 = "total")) {
                  validate32.errors = [{ instancePath: instancePath + "/handshakes", schemaPath: "#/$defs/handshakes/required", keyword: "required", params: { missingProperty: missing0 } }];
                  return false;
                } else {
                  const _errs7 = errors;
                  for (const key1 in data1) {
                    if (!(key1 === "served" || key1 === "total")) {
                      delete data1[key1];
                    }
                  }
                  if (_errs7 === errors) {
                    if (data1.served !== void 0) {
                      let data2 = data1.served;
                      const _errs8 = errors;
                      if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                        validate32.errors = [{ instancePath: instancePath + "/handshakes/served", schemaPath: "#/$defs/handshakes/properties/served/type", keyword: "type", params: { type: "integer" } }];
                        return false;
                      }
                      if (errors === _errs8) {
                        if (typeof data2 == "number" && isFinite(data2)) {
                          if (data2 < 1 || isNaN(data2)) {
                            validate32.errors = [{ instancePath: instancePath + "/handshakes/served", schemaPath: "#/$defs/handshakes/properties/served/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                            return false;
                          }
                        }
                      }
                      var valid2 = _errs8 === errors;
                    } else {
                      var valid2 = true;
                    }
                    if (valid2) {
                      if (data1.total !== void 0) {
                        let data3 = data1.total;
                        const _errs10 = errors;
                        if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)) && isFinite(data3))) {
                          validate32.errors = [{ instancePath: instancePath + "/handshakes/total", schemaPath: "#/$defs/handshakes/properties/total/type", keyword: "type", params: { type: "integer" } }];
                          return false;
                        }
                        if (errors === _errs10) {
                          if (typeof data3 == "number" && isFinite(data3)) {
                            if (data3 < 1 || isNaN(data3)) {
                              validate32.errors = [{ instancePath: instancePath + "/handshakes/total", schemaPath: "#/$defs/handshakes/properties/total/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                              return false;
                            }
                          }
                        }
                        var valid2 = _errs10 === errors;
                      } else {
                        var valid2 = true;
                      }
                    }
                  }
                }
              } else {
                validate32.errors = [{ instancePath: instancePath + "/handshakes", schemaPath: "#/$defs/handshakes/type", keyword: "type", params: { type: "object" } }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.tls_version !== void 0) {
              let data4 = data.tls_version;
              const _errs12 = errors;
              if (!(data4 === "1.0" || data4 === "1.1" || data4 === "1.2" || data4 === "1.3")) {
                validate32.errors = [{ instancePath: instancePath + "/tls_version", schemaPath: "#/properties/tls_version/enum", keyword: "enum", params: { allowedValues: schema54.properties.tls_version.enum } }];
                return false;
              }
              var valid0 = _errs12 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.cipher !== void 0) {
                let data5 = data.cipher;
                const _errs13 = errors;
                if (errors === _errs13) {
                  if (typeof data5 === "string") {
                    if (!pattern9.test(data5)) {
                      validate32.errors = [{ instancePath: instancePath + "/cipher", schemaPath: "#/properties/cipher/pattern", keyword: "pattern", params: { pattern: "^TLS_[A-Z0-9_]{1,100}$" } }];
                      return false;
                    }
                  } else {
                    validate32.errors = [{ instancePath: instancePath + "/cipher", schemaPath: "#/properties/cipher/type", keyword: "type", params: { type: "string" } }];
                    return false;
                  }
                }
                var valid0 = _errs13 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.alpn !== void 0) {
                  let data6 = data.alpn;
                  const _errs15 = errors;
                  if (typeof data6 !== "string" && data6 !== null) {
                    validate32.errors = [{ instancePath: instancePath + "/alpn", schemaPath: "#/properties/alpn/type", keyword: "type", params: { type: schema54.properties.alpn.type } }];
                    return false;
                  }
                  if (errors === _errs15) {
                    if (typeof data6 === "string") {
                      if (data6.length > 255) {
                        validate32.errors = [{ instancePath: instancePath + "/alpn", schemaPath: "#/properties/alpn/maxLength", keyword: "maxLength", params: { limit: 255 } }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs15 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.key_exchange !== void 0) {
                    let data7 = data.key_exchange;
                    const _errs17 = errors;
                    const _errs18 = errors;
                    if (errors === _errs18) {
                      if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
                        let missing1;
                        if (data7.group === void 0 && (missing1 = "group") || data7.post_quantum === void 0 && (missing1 = "post_quantum")) {
                          validate32.errors = [{ instancePath: instancePath + "/key_exchange", schemaPath: "#/$defs/key_exchange/required", keyword: "required", params: { missingProperty: missing1 } }];
                          return false;
                        } else {
                          const _errs20 = errors;
                          for (const key2 in data7) {
                            if (!(key2 === "group" || key2 === "post_quantum")) {
                              delete data7[key2];
                            }
                          }
                          if (_errs20 === errors) {
                            if (data7.group !== void 0) {
                              const _errs21 = errors;
                              if (typeof data7.group !== "string") {
                                validate32.errors = [{ instancePath: instancePath + "/key_exchange/group", schemaPath: "#/$defs/key_exchange/properties/group/type", keyword: "type", params: { type: "string" } }];
                                return false;
                              }
                              var valid4 = _errs21 === errors;
                            } else {
                              var valid4 = true;
                            }
                            if (valid4) {
                              if (data7.post_quantum !== void 0) {
                                let data9 = data7.post_quantum;
                                const _errs23 = errors;
                                if (typeof data9 !== "boolean" && data9 !== null) {
                                  validate32.errors = [{ instancePath: instancePath + "/key_exchange/post_quantum", schemaPath: "#/$defs/key_exchange/properties/post_quantum/type", keyword: "type", params: { type: schema56.properties.post_quantum.type } }];
                                  return false;
                                }
                                var valid4 = _errs23 === errors;
                              } else {
                                var valid4 = true;
                              }
                            }
                          }
                        }
                      } else {
                        validate32.errors = [{ instancePath: instancePath + "/key_exchange", schemaPath: "#/$defs/key_exchange/type", keyword: "type", params: { type: "object" } }];
                        return false;
                      }
                    }
                    var valid0 = _errs17 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.staples !== void 0) {
                      const _errs25 = errors;
                      if (typeof data.staples !== "boolean") {
                        validate32.errors = [{ instancePath: instancePath + "/staples", schemaPath: "#/properties/staples/type", keyword: "type", params: { type: "boolean" } }];
                        return false;
                      }
                      var valid0 = _errs25 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.registration !== void 0) {
                        const _errs27 = errors;
                        if (!validate33(data.registration, { instancePath: instancePath + "/registration", parentData: data, parentDataProperty: "registration", rootData, dynamicAnchors })) {
                          vErrors = appendErrors(vErrors, validate33.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs27 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.transfer_lock !== void 0) {
                          let data12 = data.transfer_lock;
                          const _errs28 = errors;
                          if (!(data12 === "locked" || data12 === "unlocked" || data12 === "unknown")) {
                            validate32.errors = [{ instancePath: instancePath + "/transfer_lock", schemaPath: "#/properties/transfer_lock/enum", keyword: "enum", params: { allowedValues: schema54.properties.transfer_lock.enum } }];
                            return false;
                          }
                          var valid0 = _errs28 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.mta_sts !== void 0) {
                            const _errs29 = errors;
                            if (!validate35(data.mta_sts, { instancePath: instancePath + "/mta_sts", parentData: data, parentDataProperty: "mta_sts", rootData, dynamicAnchors })) {
                              vErrors = appendErrors(vErrors, validate35.errors);
                              errors = vErrors.length;
                            }
                            var valid0 = _errs29 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.dnssec !== void 0) {
                              const _errs30 = errors;
                              if (!validate37(data.dnssec, { instancePath: instancePath + "/dnssec", parentData: data, parentDataProperty: "dnssec", rootData, dynamicAnchors })) {
                                vErrors = appendErrors(vErrors, validate37.errors);
                                errors = vErrors.length;
                              }
                              var valid0 = _errs30 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.ownership !== void 0) {
                                let data15 = data.ownership;
                                const _errs31 = errors;
                                const _errs32 = errors;
                                if (errors === _errs32) {
                                  if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
                                    let missing2;
                                    if (data15.labels === void 0 && (missing2 = "labels") || data15.owner === void 0 && (missing2 = "owner") || data15.assignments === void 0 && (missing2 = "assignments")) {
                                      validate32.errors = [{ instancePath: instancePath + "/ownership", schemaPath: "#/$defs/ownership/required", keyword: "required", params: { missingProperty: missing2 } }];
                                      return false;
                                    } else {
                                      const _errs34 = errors;
                                      for (const key3 in data15) {
                                        if (!(key3 === "labels" || key3 === "owner" || key3 === "assignments" || key3 === "renewal_instructions" || key3 === "muted")) {
                                          delete data15[key3];
                                        }
                                      }
                                      if (_errs34 === errors) {
                                        if (data15.labels !== void 0) {
                                          let data16 = data15.labels;
                                          const _errs35 = errors;
                                          if (errors === _errs35) {
                                            if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
                                              for (const key4 in data16) {
                                                const _errs38 = errors;
                                                if (typeof data16[key4] !== "string") {
                                                  validate32.errors = [{ instancePath: instancePath + "/ownership/labels/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/ownership/properties/labels/additionalProperties/type", keyword: "type", params: { type: "string" } }];
                                                  return false;
                                                }
                                                var valid7 = _errs38 === errors;
                                                if (!valid7) {
                                                  break;
                                                }
                                              }
                                            } else {
                                              validate32.errors = [{ instancePath: instancePath + "/ownership/labels", schemaPath: "#/$defs/ownership/properties/labels/type", keyword: "type", params: { type: "object" } }];
                                              return false;
                                            }
                                          }
                                          var valid6 = _errs35 === errors;
                                        } else {
                                          var valid6 = true;
                                        }
                                        if (valid6) {
                                          if (data15.owner !== void 0) {
                                            let data18 = data15.owner;
                                            const _errs40 = errors;
                                            if (typeof data18 !== "string" && data18 !== null) {
                                              validate32.errors = [{ instancePath: instancePath + "/ownership/owner", schemaPath: "#/$defs/ownership/properties/owner/type", keyword: "type", params: { type: schema70.properties.owner.type } }];
                                              return false;
                                            }
                                            var valid6 = _errs40 === errors;
                                          } else {
                                            var valid6 = true;
                                          }
                                          if (valid6) {
                                            if (data15.assignments !== void 0) {
                                              let data19 = data15.assignments;
                                              const _errs42 = errors;
                                              if (errors === _errs42) {
                                                if (Array.isArray(data19)) {
                                                  var valid8 = true;
                                                  const len0 = data19.length;
                                                  for (let i0 = 0; i0 < len0; i0++) {
                                                    const _errs44 = errors;
                                                    if (typeof data19[i0] !== "string") {
                                                      validate32.errors = [{ instancePath: instancePath + "/ownership/assignments/" + i0, schemaPath: "#/$defs/ownership/properties/assignments/items/type", keyword: "type", params: { type: "string" } }];
                                                      return false;
                                                    }
                                                    var valid8 = _errs44 === errors;
                                                    if (!valid8) {
                                                      break;
                                                    }
                                                  }
                                                } else {
                                                  validate32.errors = [{ instancePath: instancePath + "/ownership/assignments", schemaPath: "#/$defs/ownership/properties/assignments/type", keyword: "type", params: { type: "array" } }];
                                                  return false;
                                                }
                                              }
                                              var valid6 = _errs42 === errors;
                                            } else {
                                              var valid6 = true;
                                            }
                                            if (valid6) {
                                              if (data15.renewal_instructions !== void 0) {
                                                const _errs46 = errors;
                                                if (typeof data15.renewal_instructions !== "string") {
                                                  validate32.errors = [{ instancePath: instancePath + "/ownership/renewal_instructions", schemaPath: "#/$defs/ownership/properties/renewal_instructions/type", keyword: "type", params: { type: "string" } }];
                                                  return false;
                                                }
                                                var valid6 = _errs46 === errors;
                                              } else {
                                                var valid6 = true;
                                              }
                                              if (valid6) {
                                                if (data15.muted !== void 0) {
                                                  const _errs48 = errors;
                                                  if (true !== data15.muted) {
                                                    validate32.errors = [{ instancePath: instancePath + "/ownership/muted", schemaPath: "#/$defs/ownership/properties/muted/const", keyword: "const", params: { allowedValue: true } }];
                                                    return false;
                                                  }
                                                  var valid6 = _errs48 === errors;
                                                } else {
                                                  var valid6 = true;
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate32.errors = [{ instancePath: instancePath + "/ownership", schemaPath: "#/$defs/ownership/type", keyword: "type", params: { type: "object" } }];
                                    return false;
                                  }
                                }
                                var valid0 = _errs31 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.renewal_state !== void 0) {
                                  const _errs49 = errors;
                                  if (!validate43(data.renewal_state, { instancePath: instancePath + "/renewal_state", parentData: data, parentDataProperty: "renewal_state", rootData, dynamicAnchors })) {
                                    vErrors = appendErrors(vErrors, validate43.errors);
                                    errors = vErrors.length;
                                  }
                                  var valid0 = _errs49 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.revoked !== void 0) {
                                    const _errs50 = errors;
                                    if (!validate45(data.revoked, { instancePath: instancePath + "/revoked", parentData: data, parentDataProperty: "revoked", rootData, dynamicAnchors })) {
                                      vErrors = appendErrors(vErrors, validate45.errors);
                                      errors = vErrors.length;
                                    }
                                    var valid0 = _errs50 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate32.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate32.errors = vErrors;
  return errors === 0;
}
validate32.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate31(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate31.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.location === void 0 && (missing0 = "location") || data.observed === void 0 && (missing0 = "observed") || data.error === void 0 && (missing0 = "error")) {
        validate31.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "location" || key0 === "observed" || key0 === "error" || key0 === "never_read" || key0 === "failing_since")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.location !== void 0) {
            const _errs2 = errors;
            if (typeof data.location !== "string") {
              validate31.errors = [{ instancePath: instancePath + "/location", schemaPath: "#/properties/location/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.observed !== void 0) {
              const _errs4 = errors;
              if (!validate32(data.observed, { instancePath: instancePath + "/observed", parentData: data, parentDataProperty: "observed", rootData, dynamicAnchors })) {
                vErrors = appendErrors(vErrors, validate32.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.error !== void 0) {
                let data2 = data.error;
                const _errs5 = errors;
                const _errs6 = errors;
                let valid1 = false;
                const _errs7 = errors;
                const _errs8 = errors;
                if (errors === _errs8) {
                  if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                    let missing1;
                    if (data2.code === void 0 && (missing1 = "code") || data2.detail === void 0 && (missing1 = "detail")) {
                      const err0 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing1 } };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    } else {
                      const _errs10 = errors;
                      for (const key1 in data2) {
                        if (!(key1 === "code" || key1 === "detail")) {
                          delete data2[key1];
                        }
                      }
                      if (_errs10 === errors) {
                        if (data2.code !== void 0) {
                          const _errs11 = errors;
                          if (typeof data2.code !== "string") {
                            const err1 = { instancePath: instancePath + "/error/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } };
                            if (vErrors === null) {
                              vErrors = [err1];
                            } else {
                              vErrors.push(err1);
                            }
                            errors++;
                          }
                          var valid3 = _errs11 === errors;
                        } else {
                          var valid3 = true;
                        }
                        if (valid3) {
                          if (data2.detail !== void 0) {
                            const _errs13 = errors;
                            if (typeof data2.detail !== "string") {
                              const err2 = { instancePath: instancePath + "/error/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } };
                              if (vErrors === null) {
                                vErrors = [err2];
                              } else {
                                vErrors.push(err2);
                              }
                              errors++;
                            }
                            var valid3 = _errs13 === errors;
                          } else {
                            var valid3 = true;
                          }
                        }
                      }
                    }
                  } else {
                    const err3 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } };
                    if (vErrors === null) {
                      vErrors = [err3];
                    } else {
                      vErrors.push(err3);
                    }
                    errors++;
                  }
                }
                var _valid0 = _errs7 === errors;
                valid1 = valid1 || _valid0;
                const _errs15 = errors;
                if (data2 !== null) {
                  const err4 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf/1/type", keyword: "type", params: { type: "null" } };
                  if (vErrors === null) {
                    vErrors = [err4];
                  } else {
                    vErrors.push(err4);
                  }
                  errors++;
                }
                var _valid0 = _errs15 === errors;
                valid1 = valid1 || _valid0;
                if (!valid1) {
                  const err5 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf", keyword: "anyOf", params: {} };
                  if (vErrors === null) {
                    vErrors = [err5];
                  } else {
                    vErrors.push(err5);
                  }
                  errors++;
                  validate31.errors = vErrors;
                  return false;
                } else {
                  errors = _errs6;
                  if (vErrors !== null) {
                    if (_errs6) {
                      vErrors.length = _errs6;
                    } else {
                      vErrors = null;
                    }
                  }
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.never_read !== void 0) {
                  const _errs17 = errors;
                  if (true !== data.never_read) {
                    validate31.errors = [{ instancePath: instancePath + "/never_read", schemaPath: "#/properties/never_read/const", keyword: "const", params: { allowedValue: true } }];
                    return false;
                  }
                  var valid0 = _errs17 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.failing_since !== void 0) {
                    const _errs18 = errors;
                    if (typeof data.failing_since !== "string") {
                      validate31.errors = [{ instancePath: instancePath + "/failing_since", schemaPath: "#/properties/failing_since/type", keyword: "type", params: { type: "string" } }];
                      return false;
                    }
                    var valid0 = _errs18 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate31.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate31.errors = vErrors;
  return errors === 0;
}
validate31.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema76 = { "title": "TrustSummary", "type": "object", "additionalProperties": false, "required": ["trusted", "reason", "detail", "reasons", "effective_valid_to", "limited_by", "notes"], "properties": { "trusted": { "type": "boolean" }, "reason": { "type": ["string", "null"] }, "detail": { "type": ["string", "null"] }, "reasons": { "type": "array", "items": { "type": "string" } }, "store": { "type": "object", "additionalProperties": false, "required": ["kind", "description"], "properties": { "kind": { "enum": ["mozilla", "system", "ca_file", "self_signed"] }, "description": { "type": "string" } } }, "effective_valid_to": { "type": ["string", "null"] }, "limited_by": { "anyOf": [{ "$ref": "#/$defs/limited_by" }, { "type": "null" }] }, "notes": { "type": "array", "items": { "$ref": "#/$defs/failure" } } } };
function validate49(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate49.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.trusted === void 0 && (missing0 = "trusted") || data.reason === void 0 && (missing0 = "reason") || data.detail === void 0 && (missing0 = "detail") || data.reasons === void 0 && (missing0 = "reasons") || data.effective_valid_to === void 0 && (missing0 = "effective_valid_to") || data.limited_by === void 0 && (missing0 = "limited_by") || data.notes === void 0 && (missing0 = "notes")) {
        validate49.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "trusted" || key0 === "reason" || key0 === "detail" || key0 === "reasons" || key0 === "store" || key0 === "effective_valid_to" || key0 === "limited_by" || key0 === "notes")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.trusted !== void 0) {
            const _errs2 = errors;
            if (typeof data.trusted !== "boolean") {
              validate49.errors = [{ instancePath: instancePath + "/trusted", schemaPath: "#/properties/trusted/type", keyword: "type", params: { type: "boolean" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.reason !== void 0) {
              let data1 = data.reason;
              const _errs4 = errors;
              if (typeof data1 !== "string" && data1 !== null) {
                validate49.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: schema76.properties.reason.type } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.detail !== void 0) {
                let data2 = data.detail;
                const _errs6 = errors;
                if (typeof data2 !== "string" && data2 !== null) {
                  validate49.errors = [{ instancePath: instancePath + "/detail", schemaPath: "#/properties/detail/type", keyword: "type", params: { type: schema76.properties.detail.type } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.reasons !== void 0) {
                  let data3 = data.reasons;
                  const _errs8 = errors;
                  if (errors === _errs8) {
                    if (Array.isArray(data3)) {
                      var valid1 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        const _errs10 = errors;
                        if (typeof data3[i0] !== "string") {
                          validate49.errors = [{ instancePath: instancePath + "/reasons/" + i0, schemaPath: "#/properties/reasons/items/type", keyword: "type", params: { type: "string" } }];
                          return false;
                        }
                        var valid1 = _errs10 === errors;
                        if (!valid1) {
                          break;
                        }
                      }
                    } else {
                      validate49.errors = [{ instancePath: instancePath + "/reasons", schemaPath: "#/properties/reasons/type", keyword: "type", params: { type: "array" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.store !== void 0) {
                    let data5 = data.store;
                    const _errs12 = errors;
                    if (errors === _errs12) {
                      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
                        let missing1;
                        if (data5.kind === void 0 && (missing1 = "kind") || data5.description === void 0 && (missing1 = "description")) {
                          validate49.errors = [{ instancePath: instancePath + "/store", schemaPath: "#/properties/store/required", keyword: "required", params: { missingProperty: missing1 } }];
                          return false;
                        } else {
                          const _errs14 = errors;
                          for (const key1 in data5) {
                            if (!(key1 === "kind" || key1 === "description")) {
                              delete data5[key1];
                            }
                          }
                          if (_errs14 === errors) {
                            if (data5.kind !== void 0) {
                              let data6 = data5.kind;
                              const _errs15 = errors;
                              if (!(data6 === "mozilla" || data6 === "system" || data6 === "ca_file" || data6 === "self_signed")) {
                                validate49.errors = [{ instancePath: instancePath + "/store/kind", schemaPath: "#/properties/store/properties/kind/enum", keyword: "enum", params: { allowedValues: schema76.properties.store.properties.kind.enum } }];
                                return false;
                              }
                              var valid2 = _errs15 === errors;
                            } else {
                              var valid2 = true;
                            }
                            if (valid2) {
                              if (data5.description !== void 0) {
                                const _errs16 = errors;
                                if (typeof data5.description !== "string") {
                                  validate49.errors = [{ instancePath: instancePath + "/store/description", schemaPath: "#/properties/store/properties/description/type", keyword: "type", params: { type: "string" } }];
                                  return false;
                                }
                                var valid2 = _errs16 === errors;
                              } else {
                                var valid2 = true;
                              }
                            }
                          }
                        }
                      } else {
                        validate49.errors = [{ instancePath: instancePath + "/store", schemaPath: "#/properties/store/type", keyword: "type", params: { type: "object" } }];
                        return false;
                      }
                    }
                    var valid0 = _errs12 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.effective_valid_to !== void 0) {
                      let data8 = data.effective_valid_to;
                      const _errs18 = errors;
                      if (typeof data8 !== "string" && data8 !== null) {
                        validate49.errors = [{ instancePath: instancePath + "/effective_valid_to", schemaPath: "#/properties/effective_valid_to/type", keyword: "type", params: { type: schema76.properties.effective_valid_to.type } }];
                        return false;
                      }
                      var valid0 = _errs18 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.limited_by !== void 0) {
                        let data9 = data.limited_by;
                        const _errs20 = errors;
                        const _errs21 = errors;
                        let valid3 = false;
                        const _errs22 = errors;
                        const _errs23 = errors;
                        if (errors === _errs23) {
                          if (data9 && typeof data9 == "object" && !Array.isArray(data9)) {
                            let missing2;
                            if (data9.subject === void 0 && (missing2 = "subject") || data9.fingerprint_sha256 === void 0 && (missing2 = "fingerprint_sha256")) {
                              const err0 = { instancePath: instancePath + "/limited_by", schemaPath: "#/$defs/limited_by/required", keyword: "required", params: { missingProperty: missing2 } };
                              if (vErrors === null) {
                                vErrors = [err0];
                              } else {
                                vErrors.push(err0);
                              }
                              errors++;
                            } else {
                              const _errs25 = errors;
                              for (const key2 in data9) {
                                if (!(key2 === "subject" || key2 === "fingerprint_sha256")) {
                                  delete data9[key2];
                                }
                              }
                              if (_errs25 === errors) {
                                if (data9.subject !== void 0) {
                                  const _errs26 = errors;
                                  if (typeof data9.subject !== "string") {
                                    const err1 = { instancePath: instancePath + "/limited_by/subject", schemaPath: "#/$defs/limited_by/properties/subject/type", keyword: "type", params: { type: "string" } };
                                    if (vErrors === null) {
                                      vErrors = [err1];
                                    } else {
                                      vErrors.push(err1);
                                    }
                                    errors++;
                                  }
                                  var valid5 = _errs26 === errors;
                                } else {
                                  var valid5 = true;
                                }
                                if (valid5) {
                                  if (data9.fingerprint_sha256 !== void 0) {
                                    const _errs28 = errors;
                                    if (typeof data9.fingerprint_sha256 !== "string") {
                                      const err2 = { instancePath: instancePath + "/limited_by/fingerprint_sha256", schemaPath: "#/$defs/limited_by/properties/fingerprint_sha256/type", keyword: "type", params: { type: "string" } };
                                      if (vErrors === null) {
                                        vErrors = [err2];
                                      } else {
                                        vErrors.push(err2);
                                      }
                                      errors++;
                                    }
                                    var valid5 = _errs28 === errors;
                                  } else {
                                    var valid5 = true;
                                  }
                                }
                              }
                            }
                          } else {
                            const err3 = { instancePath: instancePath + "/limited_by", schemaPath: "#/$defs/limited_by/type", keyword: "type", params: { type: "object" } };
                            if (vErrors === null) {
                              vErrors = [err3];
                            } else {
                              vErrors.push(err3);
                            }
                            errors++;
                          }
                        }
                        var _valid0 = _errs22 === errors;
                        valid3 = valid3 || _valid0;
                        const _errs30 = errors;
                        if (data9 !== null) {
                          const err4 = { instancePath: instancePath + "/limited_by", schemaPath: "#/properties/limited_by/anyOf/1/type", keyword: "type", params: { type: "null" } };
                          if (vErrors === null) {
                            vErrors = [err4];
                          } else {
                            vErrors.push(err4);
                          }
                          errors++;
                        }
                        var _valid0 = _errs30 === errors;
                        valid3 = valid3 || _valid0;
                        if (!valid3) {
                          const err5 = { instancePath: instancePath + "/limited_by", schemaPath: "#/properties/limited_by/anyOf", keyword: "anyOf", params: {} };
                          if (vErrors === null) {
                            vErrors = [err5];
                          } else {
                            vErrors.push(err5);
                          }
                          errors++;
                          validate49.errors = vErrors;
                          return false;
                        } else {
                          errors = _errs21;
                          if (vErrors !== null) {
                            if (_errs21) {
                              vErrors.length = _errs21;
                            } else {
                              vErrors = null;
                            }
                          }
                        }
                        var valid0 = _errs20 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.notes !== void 0) {
                          let data12 = data.notes;
                          const _errs32 = errors;
                          if (errors === _errs32) {
                            if (Array.isArray(data12)) {
                              var valid6 = true;
                              const len1 = data12.length;
                              for (let i1 = 0; i1 < len1; i1++) {
                                let data13 = data12[i1];
                                const _errs34 = errors;
                                const _errs35 = errors;
                                if (errors === _errs35) {
                                  if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
                                    let missing3;
                                    if (data13.code === void 0 && (missing3 = "code") || data13.detail === void 0 && (missing3 = "detail")) {
                                      validate49.errors = [{ instancePath: instancePath + "/notes/" + i1, schemaPath: "#/$defs/failure/required", keyword: "required", params: { missingProperty: missing3 } }];
                                      return false;
                                    } else {
                                      const _errs37 = errors;
                                      for (const key3 in data13) {
                                        if (!(key3 === "code" || key3 === "detail")) {
                                          delete data13[key3];
                                        }
                                      }
                                      if (_errs37 === errors) {
                                        if (data13.code !== void 0) {
                                          const _errs38 = errors;
                                          if (typeof data13.code !== "string") {
                                            validate49.errors = [{ instancePath: instancePath + "/notes/" + i1 + "/code", schemaPath: "#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                                            return false;
                                          }
                                          var valid8 = _errs38 === errors;
                                        } else {
                                          var valid8 = true;
                                        }
                                        if (valid8) {
                                          if (data13.detail !== void 0) {
                                            const _errs40 = errors;
                                            if (typeof data13.detail !== "string") {
                                              validate49.errors = [{ instancePath: instancePath + "/notes/" + i1 + "/detail", schemaPath: "#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                                              return false;
                                            }
                                            var valid8 = _errs40 === errors;
                                          } else {
                                            var valid8 = true;
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate49.errors = [{ instancePath: instancePath + "/notes/" + i1, schemaPath: "#/$defs/failure/type", keyword: "type", params: { type: "object" } }];
                                    return false;
                                  }
                                }
                                var valid6 = _errs34 === errors;
                                if (!valid6) {
                                  break;
                                }
                              }
                            } else {
                              validate49.errors = [{ instancePath: instancePath + "/notes", schemaPath: "#/properties/notes/type", keyword: "type", params: { type: "array" } }];
                              return false;
                            }
                          }
                          var valid0 = _errs32 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate49.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate49.errors = vErrors;
  return errors === 0;
}
validate49.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema79 = { "title": "RevocationSummary", "type": "object", "additionalProperties": false, "required": ["status", "source", "revoked", "problems"], "properties": { "status": { "enum": ["good", "revoked", "unknown"] }, "source": { "enum": ["stapled", "ocsp", "crl", null] }, "revoked": { "anyOf": [{ "$ref": "#/$defs/revoked_certificate" }, { "type": "null" }] }, "problems": { "type": "array", "items": { "$ref": "#/$defs/failure" } } } };
var schema80 = { "title": "RevokedCertificate", "type": "object", "additionalProperties": false, "required": ["subject", "fingerprint_sha256", "reason", "revoked_at"], "properties": { "subject": { "type": "string" }, "fingerprint_sha256": { "type": "string" }, "reason": { "type": ["string", "null"] }, "revoked_at": { "$ref": "#/$defs/time" }, "stated_at": { "$ref": "#/$defs/time" } } };
function validate52(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate52.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.subject === void 0 && (missing0 = "subject") || data.fingerprint_sha256 === void 0 && (missing0 = "fingerprint_sha256") || data.reason === void 0 && (missing0 = "reason") || data.revoked_at === void 0 && (missing0 = "revoked_at")) {
        validate52.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "subject" || key0 === "fingerprint_sha256" || key0 === "reason" || key0 === "revoked_at" || key0 === "stated_at")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.subject !== void 0) {
            const _errs2 = errors;
            if (typeof data.subject !== "string") {
              validate52.errors = [{ instancePath: instancePath + "/subject", schemaPath: "#/properties/subject/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.fingerprint_sha256 !== void 0) {
              const _errs4 = errors;
              if (typeof data.fingerprint_sha256 !== "string") {
                validate52.errors = [{ instancePath: instancePath + "/fingerprint_sha256", schemaPath: "#/properties/fingerprint_sha256/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.reason !== void 0) {
                let data2 = data.reason;
                const _errs6 = errors;
                if (typeof data2 !== "string" && data2 !== null) {
                  validate52.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: schema80.properties.reason.type } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.revoked_at !== void 0) {
                  let data3 = data.revoked_at;
                  const _errs8 = errors;
                  const _errs9 = errors;
                  if (errors === _errs9) {
                    if (typeof data3 === "string") {
                      if (!pattern4.test(data3)) {
                        validate52.errors = [{ instancePath: instancePath + "/revoked_at", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                        return false;
                      }
                    } else {
                      validate52.errors = [{ instancePath: instancePath + "/revoked_at", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.stated_at !== void 0) {
                    let data4 = data.stated_at;
                    const _errs11 = errors;
                    const _errs12 = errors;
                    if (errors === _errs12) {
                      if (typeof data4 === "string") {
                        if (!pattern4.test(data4)) {
                          validate52.errors = [{ instancePath: instancePath + "/stated_at", schemaPath: "#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                          return false;
                        }
                      } else {
                        validate52.errors = [{ instancePath: instancePath + "/stated_at", schemaPath: "#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                        return false;
                      }
                    }
                    var valid0 = _errs11 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate52.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate52.errors = vErrors;
  return errors === 0;
}
validate52.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate51(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate51.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.status === void 0 && (missing0 = "status") || data.source === void 0 && (missing0 = "source") || data.revoked === void 0 && (missing0 = "revoked") || data.problems === void 0 && (missing0 = "problems")) {
        validate51.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "status" || key0 === "source" || key0 === "revoked" || key0 === "problems")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.status !== void 0) {
            let data0 = data.status;
            const _errs2 = errors;
            if (!(data0 === "good" || data0 === "revoked" || data0 === "unknown")) {
              validate51.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/properties/status/enum", keyword: "enum", params: { allowedValues: schema79.properties.status.enum } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.source !== void 0) {
              let data1 = data.source;
              const _errs3 = errors;
              if (!(data1 === "stapled" || data1 === "ocsp" || data1 === "crl" || data1 === null)) {
                validate51.errors = [{ instancePath: instancePath + "/source", schemaPath: "#/properties/source/enum", keyword: "enum", params: { allowedValues: schema79.properties.source.enum } }];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.revoked !== void 0) {
                let data2 = data.revoked;
                const _errs4 = errors;
                const _errs5 = errors;
                let valid1 = false;
                const _errs6 = errors;
                if (!validate52(data2, { instancePath: instancePath + "/revoked", parentData: data, parentDataProperty: "revoked", rootData, dynamicAnchors })) {
                  vErrors = appendErrors(vErrors, validate52.errors);
                  errors = vErrors.length;
                }
                var _valid0 = _errs6 === errors;
                valid1 = valid1 || _valid0;
                const _errs7 = errors;
                if (data2 !== null) {
                  const err0 = { instancePath: instancePath + "/revoked", schemaPath: "#/properties/revoked/anyOf/1/type", keyword: "type", params: { type: "null" } };
                  if (vErrors === null) {
                    vErrors = [err0];
                  } else {
                    vErrors.push(err0);
                  }
                  errors++;
                }
                var _valid0 = _errs7 === errors;
                valid1 = valid1 || _valid0;
                if (!valid1) {
                  const err1 = { instancePath: instancePath + "/revoked", schemaPath: "#/properties/revoked/anyOf", keyword: "anyOf", params: {} };
                  if (vErrors === null) {
                    vErrors = [err1];
                  } else {
                    vErrors.push(err1);
                  }
                  errors++;
                  validate51.errors = vErrors;
                  return false;
                } else {
                  errors = _errs5;
                  if (vErrors !== null) {
                    if (_errs5) {
                      vErrors.length = _errs5;
                    } else {
                      vErrors = null;
                    }
                  }
                }
                var valid0 = _errs4 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.problems !== void 0) {
                  let data3 = data.problems;
                  const _errs9 = errors;
                  if (errors === _errs9) {
                    if (Array.isArray(data3)) {
                      var valid2 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        let data4 = data3[i0];
                        const _errs11 = errors;
                        const _errs12 = errors;
                        if (errors === _errs12) {
                          if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                            let missing1;
                            if (data4.code === void 0 && (missing1 = "code") || data4.detail === void 0 && (missing1 = "detail")) {
                              validate51.errors = [{ instancePath: instancePath + "/problems/" + i0, schemaPath: "#/$defs/failure/required", keyword: "required", params: { missingProperty: missing1 } }];
                              return false;
                            } else {
                              const _errs14 = errors;
                              for (const key1 in data4) {
                                if (!(key1 === "code" || key1 === "detail")) {
                                  delete data4[key1];
                                }
                              }
                              if (_errs14 === errors) {
                                if (data4.code !== void 0) {
                                  const _errs15 = errors;
                                  if (typeof data4.code !== "string") {
                                    validate51.errors = [{ instancePath: instancePath + "/problems/" + i0 + "/code", schemaPath: "#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                                    return false;
                                  }
                                  var valid4 = _errs15 === errors;
                                } else {
                                  var valid4 = true;
                                }
                                if (valid4) {
                                  if (data4.detail !== void 0) {
                                    const _errs17 = errors;
                                    if (typeof data4.detail !== "string") {
                                      validate51.errors = [{ instancePath: instancePath + "/problems/" + i0 + "/detail", schemaPath: "#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                                      return false;
                                    }
                                    var valid4 = _errs17 === errors;
                                  } else {
                                    var valid4 = true;
                                  }
                                }
                              }
                            }
                          } else {
                            validate51.errors = [{ instancePath: instancePath + "/problems/" + i0, schemaPath: "#/$defs/failure/type", keyword: "type", params: { type: "object" } }];
                            return false;
                          }
                        }
                        var valid2 = _errs11 === errors;
                        if (!valid2) {
                          break;
                        }
                      }
                    } else {
                      validate51.errors = [{ instancePath: instancePath + "/problems", schemaPath: "#/properties/problems/type", keyword: "type", params: { type: "array" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate51.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate51.errors = vErrors;
  return errors === 0;
}
validate51.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema86 = { "title": "ReportFinding", "type": "object", "additionalProperties": false, "required": ["event", "qualifier", "severity", "code", "detail", "locations"], "properties": { "event": { "type": "string" }, "qualifier": { "type": "string" }, "severity": { "enum": ["critical", "warning", "info"] }, "code": { "type": "string" }, "detail": { "type": "string" }, "checks": { "type": "array", "items": { "$ref": "definitions.schema.json#/$defs/failure" } }, "proposal": { "type": "string" }, "locations": { "type": "array", "items": { "type": "string" } } } };
function validate55(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate55.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.event === void 0 && (missing0 = "event") || data.qualifier === void 0 && (missing0 = "qualifier") || data.severity === void 0 && (missing0 = "severity") || data.code === void 0 && (missing0 = "code") || data.detail === void 0 && (missing0 = "detail") || data.locations === void 0 && (missing0 = "locations")) {
        validate55.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "event" || key0 === "qualifier" || key0 === "severity" || key0 === "code" || key0 === "detail" || key0 === "checks" || key0 === "proposal" || key0 === "locations")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.event !== void 0) {
            const _errs2 = errors;
            if (typeof data.event !== "string") {
              validate55.errors = [{ instancePath: instancePath + "/event", schemaPath: "#/properties/event/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.qualifier !== void 0) {
              const _errs4 = errors;
              if (typeof data.qualifier !== "string") {
                validate55.errors = [{ instancePath: instancePath + "/qualifier", schemaPath: "#/properties/qualifier/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.severity !== void 0) {
                let data2 = data.severity;
                const _errs6 = errors;
                if (!(data2 === "critical" || data2 === "warning" || data2 === "info")) {
                  validate55.errors = [{ instancePath: instancePath + "/severity", schemaPath: "#/properties/severity/enum", keyword: "enum", params: { allowedValues: schema86.properties.severity.enum } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.code !== void 0) {
                  const _errs7 = errors;
                  if (typeof data.code !== "string") {
                    validate55.errors = [{ instancePath: instancePath + "/code", schemaPath: "#/properties/code/type", keyword: "type", params: { type: "string" } }];
                    return false;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.detail !== void 0) {
                    const _errs9 = errors;
                    if (typeof data.detail !== "string") {
                      validate55.errors = [{ instancePath: instancePath + "/detail", schemaPath: "#/properties/detail/type", keyword: "type", params: { type: "string" } }];
                      return false;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.checks !== void 0) {
                      let data5 = data.checks;
                      const _errs11 = errors;
                      if (errors === _errs11) {
                        if (Array.isArray(data5)) {
                          var valid1 = true;
                          const len0 = data5.length;
                          for (let i0 = 0; i0 < len0; i0++) {
                            let data6 = data5[i0];
                            const _errs13 = errors;
                            const _errs14 = errors;
                            if (errors === _errs14) {
                              if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
                                let missing1;
                                if (data6.code === void 0 && (missing1 = "code") || data6.detail === void 0 && (missing1 = "detail")) {
                                  validate55.errors = [{ instancePath: instancePath + "/checks/" + i0, schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing1 } }];
                                  return false;
                                } else {
                                  const _errs16 = errors;
                                  for (const key1 in data6) {
                                    if (!(key1 === "code" || key1 === "detail")) {
                                      delete data6[key1];
                                    }
                                  }
                                  if (_errs16 === errors) {
                                    if (data6.code !== void 0) {
                                      const _errs17 = errors;
                                      if (typeof data6.code !== "string") {
                                        validate55.errors = [{ instancePath: instancePath + "/checks/" + i0 + "/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                                        return false;
                                      }
                                      var valid3 = _errs17 === errors;
                                    } else {
                                      var valid3 = true;
                                    }
                                    if (valid3) {
                                      if (data6.detail !== void 0) {
                                        const _errs19 = errors;
                                        if (typeof data6.detail !== "string") {
                                          validate55.errors = [{ instancePath: instancePath + "/checks/" + i0 + "/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                                          return false;
                                        }
                                        var valid3 = _errs19 === errors;
                                      } else {
                                        var valid3 = true;
                                      }
                                    }
                                  }
                                }
                              } else {
                                validate55.errors = [{ instancePath: instancePath + "/checks/" + i0, schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } }];
                                return false;
                              }
                            }
                            var valid1 = _errs13 === errors;
                            if (!valid1) {
                              break;
                            }
                          }
                        } else {
                          validate55.errors = [{ instancePath: instancePath + "/checks", schemaPath: "#/properties/checks/type", keyword: "type", params: { type: "array" } }];
                          return false;
                        }
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.proposal !== void 0) {
                        const _errs21 = errors;
                        if (typeof data.proposal !== "string") {
                          validate55.errors = [{ instancePath: instancePath + "/proposal", schemaPath: "#/properties/proposal/type", keyword: "type", params: { type: "string" } }];
                          return false;
                        }
                        var valid0 = _errs21 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.locations !== void 0) {
                          let data10 = data.locations;
                          const _errs23 = errors;
                          if (errors === _errs23) {
                            if (Array.isArray(data10)) {
                              var valid4 = true;
                              const len1 = data10.length;
                              for (let i1 = 0; i1 < len1; i1++) {
                                const _errs25 = errors;
                                if (typeof data10[i1] !== "string") {
                                  validate55.errors = [{ instancePath: instancePath + "/locations/" + i1, schemaPath: "#/properties/locations/items/type", keyword: "type", params: { type: "string" } }];
                                  return false;
                                }
                                var valid4 = _errs25 === errors;
                                if (!valid4) {
                                  break;
                                }
                              }
                            } else {
                              validate55.errors = [{ instancePath: instancePath + "/locations", schemaPath: "#/properties/locations/type", keyword: "type", params: { type: "array" } }];
                              return false;
                            }
                          }
                          var valid0 = _errs23 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate55.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate55.errors = vErrors;
  return errors === 0;
}
validate55.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate26(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.certificate === void 0 && (missing0 = "certificate") || data.display_name === void 0 && (missing0 = "display_name") || data.kind === void 0 && (missing0 = "kind") || data.what === void 0 && (missing0 = "what") || data.certificate_id === void 0 && (missing0 = "certificate_id") || data.common_name === void 0 && (missing0 = "common_name") || data.subject === void 0 && (missing0 = "subject") || data.issuer === void 0 && (missing0 = "issuer") || data.serial_number === void 0 && (missing0 = "serial_number") || data.fingerprint_sha256 === void 0 && (missing0 = "fingerprint_sha256") || data.sans === void 0 && (missing0 = "sans") || data.key_algorithm === void 0 && (missing0 = "key_algorithm") || data.key_size === void 0 && (missing0 = "key_size") || data.signature_algorithm === void 0 && (missing0 = "signature_algorithm") || data.valid_from === void 0 && (missing0 = "valid_from") || data.valid_to === void 0 && (missing0 = "valid_to") || data.lifetime_days === void 0 && (missing0 = "lifetime_days") || data.effective_valid_to === void 0 && (missing0 = "effective_valid_to") || data.limited_by === void 0 && (missing0 = "limited_by") || data.renewal === void 0 && (missing0 = "renewal") || data.days_remaining === void 0 && (missing0 = "days_remaining") || data.days_since_expiry === void 0 && (missing0 = "days_since_expiry") || data.status === void 0 && (missing0 = "status") || data.level === void 0 && (missing0 = "level") || data.threshold === void 0 && (missing0 = "threshold") || data.threshold_days === void 0 && (missing0 = "threshold_days") || data.assigned_objects === void 0 && (missing0 = "assigned_objects") || data.assignment_count === void 0 && (missing0 = "assignment_count") || data.labels === void 0 && (missing0 = "labels") || data.owner === void 0 && (missing0 = "owner") || data.tenant === void 0 && (missing0 = "tenant") || data.renewal_instructions === void 0 && (missing0 = "renewal_instructions") || data.error === void 0 && (missing0 = "error") || data.last_seen === void 0 && (missing0 = "last_seen") || data.locations === void 0 && (missing0 = "locations") || data.chain === void 0 && (missing0 = "chain") || data.findings === void 0 && (missing0 = "findings")) {
        validate26.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func1.call(schema39.properties, key0)) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.certificate !== void 0) {
            const _errs2 = errors;
            if (typeof data.certificate !== "string") {
              validate26.errors = [{ instancePath: instancePath + "/certificate", schemaPath: "#/properties/certificate/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.display_name !== void 0) {
              const _errs4 = errors;
              if (typeof data.display_name !== "string") {
                validate26.errors = [{ instancePath: instancePath + "/display_name", schemaPath: "#/properties/display_name/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.kind !== void 0) {
                let data2 = data.kind;
                const _errs6 = errors;
                if (!(data2 === "certificate" || data2 === "fixture" || data2 === "domain" || data2 === "date")) {
                  validate26.errors = [{ instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema39.properties.kind.enum } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.what !== void 0) {
                  const _errs7 = errors;
                  if (typeof data.what !== "string") {
                    validate26.errors = [{ instancePath: instancePath + "/what", schemaPath: "#/properties/what/type", keyword: "type", params: { type: "string" } }];
                    return false;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.certificate_id !== void 0) {
                    let data4 = data.certificate_id;
                    const _errs9 = errors;
                    if (typeof data4 !== "string" && data4 !== null) {
                      validate26.errors = [{ instancePath: instancePath + "/certificate_id", schemaPath: "#/properties/certificate_id/type", keyword: "type", params: { type: schema39.properties.certificate_id.type } }];
                      return false;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.common_name !== void 0) {
                      let data5 = data.common_name;
                      const _errs11 = errors;
                      if (typeof data5 !== "string" && data5 !== null) {
                        validate26.errors = [{ instancePath: instancePath + "/common_name", schemaPath: "#/properties/common_name/type", keyword: "type", params: { type: schema39.properties.common_name.type } }];
                        return false;
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.subject !== void 0) {
                        let data6 = data.subject;
                        const _errs13 = errors;
                        if (typeof data6 !== "string" && data6 !== null) {
                          validate26.errors = [{ instancePath: instancePath + "/subject", schemaPath: "#/properties/subject/type", keyword: "type", params: { type: schema39.properties.subject.type } }];
                          return false;
                        }
                        var valid0 = _errs13 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.issuer !== void 0) {
                          let data7 = data.issuer;
                          const _errs15 = errors;
                          if (typeof data7 !== "string" && data7 !== null) {
                            validate26.errors = [{ instancePath: instancePath + "/issuer", schemaPath: "#/properties/issuer/type", keyword: "type", params: { type: schema39.properties.issuer.type } }];
                            return false;
                          }
                          var valid0 = _errs15 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.serial_number !== void 0) {
                            let data8 = data.serial_number;
                            const _errs17 = errors;
                            if (typeof data8 !== "string" && data8 !== null) {
                              validate26.errors = [{ instancePath: instancePath + "/serial_number", schemaPath: "#/properties/serial_number/type", keyword: "type", params: { type: schema39.properties.serial_number.type } }];
                              return false;
                            }
                            var valid0 = _errs17 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.fingerprint_sha256 !== void 0) {
                              let data9 = data.fingerprint_sha256;
                              const _errs19 = errors;
                              if (typeof data9 !== "string" && data9 !== null) {
                                validate26.errors = [{ instancePath: instancePath + "/fingerprint_sha256", schemaPath: "#/properties/fingerprint_sha256/type", keyword: "type", params: { type: schema39.properties.fingerprint_sha256.type } }];
                                return false;
                              }
                              var valid0 = _errs19 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.sans !== void 0) {
                                let data10 = data.sans;
                                const _errs21 = errors;
                                if (errors === _errs21) {
                                  if (Array.isArray(data10)) {
                                    var valid1 = true;
                                    const len0 = data10.length;
                                    for (let i0 = 0; i0 < len0; i0++) {
                                      const _errs23 = errors;
                                      if (typeof data10[i0] !== "string") {
                                        validate26.errors = [{ instancePath: instancePath + "/sans/" + i0, schemaPath: "#/properties/sans/items/type", keyword: "type", params: { type: "string" } }];
                                        return false;
                                      }
                                      var valid1 = _errs23 === errors;
                                      if (!valid1) {
                                        break;
                                      }
                                    }
                                  } else {
                                    validate26.errors = [{ instancePath: instancePath + "/sans", schemaPath: "#/properties/sans/type", keyword: "type", params: { type: "array" } }];
                                    return false;
                                  }
                                }
                                var valid0 = _errs21 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.key_algorithm !== void 0) {
                                  let data12 = data.key_algorithm;
                                  const _errs25 = errors;
                                  if (typeof data12 !== "string" && data12 !== null) {
                                    validate26.errors = [{ instancePath: instancePath + "/key_algorithm", schemaPath: "#/properties/key_algorithm/type", keyword: "type", params: { type: schema39.properties.key_algorithm.type } }];
                                    return false;
                                  }
                                  var valid0 = _errs25 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.key_size !== void 0) {
                                    let data13 = data.key_size;
                                    const _errs27 = errors;
                                    if (!(typeof data13 == "number" && (!(data13 % 1) && !isNaN(data13)) && isFinite(data13)) && data13 !== null) {
                                      validate26.errors = [{ instancePath: instancePath + "/key_size", schemaPath: "#/properties/key_size/type", keyword: "type", params: { type: schema39.properties.key_size.type } }];
                                      return false;
                                    }
                                    var valid0 = _errs27 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.signature_algorithm !== void 0) {
                                      let data14 = data.signature_algorithm;
                                      const _errs29 = errors;
                                      if (typeof data14 !== "string" && data14 !== null) {
                                        validate26.errors = [{ instancePath: instancePath + "/signature_algorithm", schemaPath: "#/properties/signature_algorithm/type", keyword: "type", params: { type: schema39.properties.signature_algorithm.type } }];
                                        return false;
                                      }
                                      var valid0 = _errs29 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.valid_from !== void 0) {
                                        let data15 = data.valid_from;
                                        const _errs31 = errors;
                                        if (typeof data15 !== "string" && data15 !== null) {
                                          validate26.errors = [{ instancePath: instancePath + "/valid_from", schemaPath: "#/properties/valid_from/type", keyword: "type", params: { type: schema39.properties.valid_from.type } }];
                                          return false;
                                        }
                                        var valid0 = _errs31 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.valid_to !== void 0) {
                                          let data16 = data.valid_to;
                                          const _errs33 = errors;
                                          if (typeof data16 !== "string" && data16 !== null) {
                                            validate26.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/properties/valid_to/type", keyword: "type", params: { type: schema39.properties.valid_to.type } }];
                                            return false;
                                          }
                                          var valid0 = _errs33 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.lifetime_days !== void 0) {
                                            let data17 = data.lifetime_days;
                                            const _errs35 = errors;
                                            if (!(typeof data17 == "number" && (!(data17 % 1) && !isNaN(data17)) && isFinite(data17)) && data17 !== null) {
                                              validate26.errors = [{ instancePath: instancePath + "/lifetime_days", schemaPath: "#/properties/lifetime_days/type", keyword: "type", params: { type: schema39.properties.lifetime_days.type } }];
                                              return false;
                                            }
                                            var valid0 = _errs35 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                          if (valid0) {
                                            if (data.effective_valid_to !== void 0) {
                                              let data18 = data.effective_valid_to;
                                              const _errs37 = errors;
                                              if (typeof data18 !== "string" && data18 !== null) {
                                                validate26.errors = [{ instancePath: instancePath + "/effective_valid_to", schemaPath: "#/properties/effective_valid_to/type", keyword: "type", params: { type: schema39.properties.effective_valid_to.type } }];
                                                return false;
                                              }
                                              var valid0 = _errs37 === errors;
                                            } else {
                                              var valid0 = true;
                                            }
                                            if (valid0) {
                                              if (data.issuer_expiry !== void 0) {
                                                const _errs39 = errors;
                                                if (!validate27(data.issuer_expiry, { instancePath: instancePath + "/issuer_expiry", parentData: data, parentDataProperty: "issuer_expiry", rootData, dynamicAnchors })) {
                                                  vErrors = appendErrors(vErrors, validate27.errors);
                                                  errors = vErrors.length;
                                                }
                                                var valid0 = _errs39 === errors;
                                              } else {
                                                var valid0 = true;
                                              }
                                              if (valid0) {
                                                if (data.limited_by !== void 0) {
                                                  let data20 = data.limited_by;
                                                  const _errs40 = errors;
                                                  const _errs41 = errors;
                                                  let valid2 = false;
                                                  const _errs42 = errors;
                                                  const _errs43 = errors;
                                                  if (errors === _errs43) {
                                                    if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
                                                      let missing1;
                                                      if (data20.subject === void 0 && (missing1 = "subject") || data20.fingerprint_sha256 === void 0 && (missing1 = "fingerprint_sha256")) {
                                                        const err0 = { instancePath: instancePath + "/limited_by", schemaPath: "definitions.schema.json#/$defs/limited_by/required", keyword: "required", params: { missingProperty: missing1 } };
                                                        if (vErrors === null) {
                                                          vErrors = [err0];
                                                        } else {
                                                          vErrors.push(err0);
                                                        }
                                                        errors++;
                                                      } else {
                                                        const _errs45 = errors;
                                                        for (const key1 in data20) {
                                                          if (!(key1 === "subject" || key1 === "fingerprint_sha256")) {
                                                            delete data20[key1];
                                                          }
                                                        }
                                                        if (_errs45 === errors) {
                                                          if (data20.subject !== void 0) {
                                                            const _errs46 = errors;
                                                            if (typeof data20.subject !== "string") {
                                                              const err1 = { instancePath: instancePath + "/limited_by/subject", schemaPath: "definitions.schema.json#/$defs/limited_by/properties/subject/type", keyword: "type", params: { type: "string" } };
                                                              if (vErrors === null) {
                                                                vErrors = [err1];
                                                              } else {
                                                                vErrors.push(err1);
                                                              }
                                                              errors++;
                                                            }
                                                            var valid4 = _errs46 === errors;
                                                          } else {
                                                            var valid4 = true;
                                                          }
                                                          if (valid4) {
                                                            if (data20.fingerprint_sha256 !== void 0) {
                                                              const _errs48 = errors;
                                                              if (typeof data20.fingerprint_sha256 !== "string") {
                                                                const err2 = { instancePath: instancePath + "/limited_by/fingerprint_sha256", schemaPath: "definitions.schema.json#/$defs/limited_by/properties/fingerprint_sha256/type", keyword: "type", params: { type: "string" } };
                                                                if (vErrors === null) {
                                                                  vErrors = [err2];
                                                                } else {
                                                                  vErrors.push(err2);
                                                                }
                                                                errors++;
                                                              }
                                                              var valid4 = _errs48 === errors;
                                                            } else {
                                                              var valid4 = true;
                                                            }
                                                          }
                                                        }
                                                      }
                                                    } else {
                                                      const err3 = { instancePath: instancePath + "/limited_by", schemaPath: "definitions.schema.json#/$defs/limited_by/type", keyword: "type", params: { type: "object" } };
                                                      if (vErrors === null) {
                                                        vErrors = [err3];
                                                      } else {
                                                        vErrors.push(err3);
                                                      }
                                                      errors++;
                                                    }
                                                  }
                                                  var _valid0 = _errs42 === errors;
                                                  valid2 = valid2 || _valid0;
                                                  const _errs50 = errors;
                                                  if (data20 !== null) {
                                                    const err4 = { instancePath: instancePath + "/limited_by", schemaPath: "#/properties/limited_by/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                    if (vErrors === null) {
                                                      vErrors = [err4];
                                                    } else {
                                                      vErrors.push(err4);
                                                    }
                                                    errors++;
                                                  }
                                                  var _valid0 = _errs50 === errors;
                                                  valid2 = valid2 || _valid0;
                                                  if (!valid2) {
                                                    const err5 = { instancePath: instancePath + "/limited_by", schemaPath: "#/properties/limited_by/anyOf", keyword: "anyOf", params: {} };
                                                    if (vErrors === null) {
                                                      vErrors = [err5];
                                                    } else {
                                                      vErrors.push(err5);
                                                    }
                                                    errors++;
                                                    validate26.errors = vErrors;
                                                    return false;
                                                  } else {
                                                    errors = _errs41;
                                                    if (vErrors !== null) {
                                                      if (_errs41) {
                                                        vErrors.length = _errs41;
                                                      } else {
                                                        vErrors = null;
                                                      }
                                                    }
                                                  }
                                                  var valid0 = _errs40 === errors;
                                                } else {
                                                  var valid0 = true;
                                                }
                                                if (valid0) {
                                                  if (data.handshakes !== void 0) {
                                                    let data23 = data.handshakes;
                                                    const _errs52 = errors;
                                                    const _errs53 = errors;
                                                    if (errors === _errs53) {
                                                      if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
                                                        let missing2;
                                                        if (data23.served === void 0 && (missing2 = "served") || data23.total === void 0 && (missing2 = "total")) {
                                                          validate26.errors = [{ instancePath: instancePath + "/handshakes", schemaPath: "definitions.schema.json#/$defs/handshakes/required", keyword: "required", params: { missingProperty: missing2 } }];
                                                          return false;
                                                        } else {
                                                          const _errs55 = errors;
                                                          for (const key2 in data23) {
                                                            if (!(key2 === "served" || key2 === "total")) {
                                                              delete data23[key2];
                                                            }
                                                          }
                                                          if (_errs55 === errors) {
                                                            if (data23.served !== void 0) {
                                                              let data24 = data23.served;
                                                              const _errs56 = errors;
                                                              if (!(typeof data24 == "number" && (!(data24 % 1) && !isNaN(data24)) && isFinite(data24))) {
                                                                validate26.errors = [{ instancePath: instancePath + "/handshakes/served", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/served/type", keyword: "type", params: { type: "integer" } }];
                                                                return false;
                                                              }
                                                              if (errors === _errs56) {
                                                                if (typeof data24 == "number" && isFinite(data24)) {
                                                                  if (data24 < 1 || isNaN(data24)) {
                                                                    validate26.errors = [{ instancePath: instancePath + "/handshakes/served", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/served/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                                    return false;
                                                                  }
                                                                }
                                                              }
                                                              var valid6 = _errs56 === errors;
                                                            } else {
                                                              var valid6 = true;
                                                            }
                                                            if (valid6) {
                                                              if (data23.total !== void 0) {
                                                                let data25 = data23.total;
                                                                const _errs58 = errors;
                                                                if (!(typeof data25 == "number" && (!(data25 % 1) && !isNaN(data25)) && isFinite(data25))) {
                                                                  validate26.errors = [{ instancePath: instancePath + "/handshakes/total", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/total/type", keyword: "type", params: { type: "integer" } }];
                                                                  return false;
                                                                }
                                                                if (errors === _errs58) {
                                                                  if (typeof data25 == "number" && isFinite(data25)) {
                                                                    if (data25 < 1 || isNaN(data25)) {
                                                                      validate26.errors = [{ instancePath: instancePath + "/handshakes/total", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/total/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                                      return false;
                                                                    }
                                                                  }
                                                                }
                                                                var valid6 = _errs58 === errors;
                                                              } else {
                                                                var valid6 = true;
                                                              }
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        validate26.errors = [{ instancePath: instancePath + "/handshakes", schemaPath: "definitions.schema.json#/$defs/handshakes/type", keyword: "type", params: { type: "object" } }];
                                                        return false;
                                                      }
                                                    }
                                                    var valid0 = _errs52 === errors;
                                                  } else {
                                                    var valid0 = true;
                                                  }
                                                  if (valid0) {
                                                    if (data.registration !== void 0) {
                                                      const _errs60 = errors;
                                                      if (!validate29(data.registration, { instancePath: instancePath + "/registration", parentData: data, parentDataProperty: "registration", rootData, dynamicAnchors })) {
                                                        vErrors = appendErrors(vErrors, validate29.errors);
                                                        errors = vErrors.length;
                                                      }
                                                      var valid0 = _errs60 === errors;
                                                    } else {
                                                      var valid0 = true;
                                                    }
                                                    if (valid0) {
                                                      if (data.renewal !== void 0) {
                                                        let data27 = data.renewal;
                                                        const _errs61 = errors;
                                                        const _errs62 = errors;
                                                        let valid7 = false;
                                                        const _errs63 = errors;
                                                        const _errs64 = errors;
                                                        if (errors === _errs64) {
                                                          if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
                                                            let missing3;
                                                            if (data27.expected_at === void 0 && (missing3 = "expected_at") || data27.source === void 0 && (missing3 = "source") || data27.window === void 0 && (missing3 = "window") || data27.explanation_url === void 0 && (missing3 = "explanation_url") || data27.error === void 0 && (missing3 = "error")) {
                                                              const err6 = { instancePath: instancePath + "/renewal", schemaPath: "#/$defs/renewal/required", keyword: "required", params: { missingProperty: missing3 } };
                                                              if (vErrors === null) {
                                                                vErrors = [err6];
                                                              } else {
                                                                vErrors.push(err6);
                                                              }
                                                              errors++;
                                                            } else {
                                                              const _errs66 = errors;
                                                              for (const key3 in data27) {
                                                                if (!(key3 === "expected_at" || key3 === "source" || key3 === "window" || key3 === "explanation_url" || key3 === "error")) {
                                                                  delete data27[key3];
                                                                }
                                                              }
                                                              if (_errs66 === errors) {
                                                                if (data27.expected_at !== void 0) {
                                                                  const _errs67 = errors;
                                                                  if (typeof data27.expected_at !== "string") {
                                                                    const err7 = { instancePath: instancePath + "/renewal/expected_at", schemaPath: "#/$defs/renewal/properties/expected_at/type", keyword: "type", params: { type: "string" } };
                                                                    if (vErrors === null) {
                                                                      vErrors = [err7];
                                                                    } else {
                                                                      vErrors.push(err7);
                                                                    }
                                                                    errors++;
                                                                  }
                                                                  var valid9 = _errs67 === errors;
                                                                } else {
                                                                  var valid9 = true;
                                                                }
                                                                if (valid9) {
                                                                  if (data27.source !== void 0) {
                                                                    let data29 = data27.source;
                                                                    const _errs69 = errors;
                                                                    if (!(data29 === "ari" || data29 === "lifetime")) {
                                                                      const err8 = { instancePath: instancePath + "/renewal/source", schemaPath: "#/$defs/renewal/properties/source/enum", keyword: "enum", params: { allowedValues: schema49.properties.source.enum } };
                                                                      if (vErrors === null) {
                                                                        vErrors = [err8];
                                                                      } else {
                                                                        vErrors.push(err8);
                                                                      }
                                                                      errors++;
                                                                    }
                                                                    var valid9 = _errs69 === errors;
                                                                  } else {
                                                                    var valid9 = true;
                                                                  }
                                                                  if (valid9) {
                                                                    if (data27.window !== void 0) {
                                                                      let data30 = data27.window;
                                                                      const _errs70 = errors;
                                                                      const _errs71 = errors;
                                                                      let valid10 = false;
                                                                      const _errs72 = errors;
                                                                      if (errors === _errs72) {
                                                                        if (data30 && typeof data30 == "object" && !Array.isArray(data30)) {
                                                                          let missing4;
                                                                          if (data30.start === void 0 && (missing4 = "start") || data30.end === void 0 && (missing4 = "end")) {
                                                                            const err9 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/required", keyword: "required", params: { missingProperty: missing4 } };
                                                                            if (vErrors === null) {
                                                                              vErrors = [err9];
                                                                            } else {
                                                                              vErrors.push(err9);
                                                                            }
                                                                            errors++;
                                                                          } else {
                                                                            const _errs74 = errors;
                                                                            for (const key4 in data30) {
                                                                              if (!(key4 === "start" || key4 === "end")) {
                                                                                delete data30[key4];
                                                                              }
                                                                            }
                                                                            if (_errs74 === errors) {
                                                                              if (data30.start !== void 0) {
                                                                                const _errs75 = errors;
                                                                                if (typeof data30.start !== "string") {
                                                                                  const err10 = { instancePath: instancePath + "/renewal/window/start", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/properties/start/type", keyword: "type", params: { type: "string" } };
                                                                                  if (vErrors === null) {
                                                                                    vErrors = [err10];
                                                                                  } else {
                                                                                    vErrors.push(err10);
                                                                                  }
                                                                                  errors++;
                                                                                }
                                                                                var valid11 = _errs75 === errors;
                                                                              } else {
                                                                                var valid11 = true;
                                                                              }
                                                                              if (valid11) {
                                                                                if (data30.end !== void 0) {
                                                                                  const _errs77 = errors;
                                                                                  if (typeof data30.end !== "string") {
                                                                                    const err11 = { instancePath: instancePath + "/renewal/window/end", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/properties/end/type", keyword: "type", params: { type: "string" } };
                                                                                    if (vErrors === null) {
                                                                                      vErrors = [err11];
                                                                                    } else {
                                                                                      vErrors.push(err11);
                                                                                    }
                                                                                    errors++;
                                                                                  }
                                                                                  var valid11 = _errs77 === errors;
                                                                                } else {
                                                                                  var valid11 = true;
                                                                                }
                                                                              }
                                                                            }
                                                                          }
                                                                        } else {
                                                                          const err12 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/type", keyword: "type", params: { type: "object" } };
                                                                          if (vErrors === null) {
                                                                            vErrors = [err12];
                                                                          } else {
                                                                            vErrors.push(err12);
                                                                          }
                                                                          errors++;
                                                                        }
                                                                      }
                                                                      var _valid2 = _errs72 === errors;
                                                                      valid10 = valid10 || _valid2;
                                                                      const _errs79 = errors;
                                                                      if (data30 !== null) {
                                                                        const err13 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                                        if (vErrors === null) {
                                                                          vErrors = [err13];
                                                                        } else {
                                                                          vErrors.push(err13);
                                                                        }
                                                                        errors++;
                                                                      }
                                                                      var _valid2 = _errs79 === errors;
                                                                      valid10 = valid10 || _valid2;
                                                                      if (!valid10) {
                                                                        const err14 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf", keyword: "anyOf", params: {} };
                                                                        if (vErrors === null) {
                                                                          vErrors = [err14];
                                                                        } else {
                                                                          vErrors.push(err14);
                                                                        }
                                                                        errors++;
                                                                      } else {
                                                                        errors = _errs71;
                                                                        if (vErrors !== null) {
                                                                          if (_errs71) {
                                                                            vErrors.length = _errs71;
                                                                          } else {
                                                                            vErrors = null;
                                                                          }
                                                                        }
                                                                      }
                                                                      var valid9 = _errs70 === errors;
                                                                    } else {
                                                                      var valid9 = true;
                                                                    }
                                                                    if (valid9) {
                                                                      if (data27.explanation_url !== void 0) {
                                                                        let data33 = data27.explanation_url;
                                                                        const _errs81 = errors;
                                                                        if (typeof data33 !== "string" && data33 !== null) {
                                                                          const err15 = { instancePath: instancePath + "/renewal/explanation_url", schemaPath: "#/$defs/renewal/properties/explanation_url/type", keyword: "type", params: { type: schema49.properties.explanation_url.type } };
                                                                          if (vErrors === null) {
                                                                            vErrors = [err15];
                                                                          } else {
                                                                            vErrors.push(err15);
                                                                          }
                                                                          errors++;
                                                                        }
                                                                        var valid9 = _errs81 === errors;
                                                                      } else {
                                                                        var valid9 = true;
                                                                      }
                                                                      if (valid9) {
                                                                        if (data27.error !== void 0) {
                                                                          let data34 = data27.error;
                                                                          const _errs83 = errors;
                                                                          if (typeof data34 !== "string" && data34 !== null) {
                                                                            const err16 = { instancePath: instancePath + "/renewal/error", schemaPath: "#/$defs/renewal/properties/error/type", keyword: "type", params: { type: schema49.properties.error.type } };
                                                                            if (vErrors === null) {
                                                                              vErrors = [err16];
                                                                            } else {
                                                                              vErrors.push(err16);
                                                                            }
                                                                            errors++;
                                                                          }
                                                                          var valid9 = _errs83 === errors;
                                                                        } else {
                                                                          var valid9 = true;
                                                                        }
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          } else {
                                                            const err17 = { instancePath: instancePath + "/renewal", schemaPath: "#/$defs/renewal/type", keyword: "type", params: { type: "object" } };
                                                            if (vErrors === null) {
                                                              vErrors = [err17];
                                                            } else {
                                                              vErrors.push(err17);
                                                            }
                                                            errors++;
                                                          }
                                                        }
                                                        var _valid1 = _errs63 === errors;
                                                        valid7 = valid7 || _valid1;
                                                        const _errs85 = errors;
                                                        if (data27 !== null) {
                                                          const err18 = { instancePath: instancePath + "/renewal", schemaPath: "#/properties/renewal/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                          if (vErrors === null) {
                                                            vErrors = [err18];
                                                          } else {
                                                            vErrors.push(err18);
                                                          }
                                                          errors++;
                                                        }
                                                        var _valid1 = _errs85 === errors;
                                                        valid7 = valid7 || _valid1;
                                                        if (!valid7) {
                                                          const err19 = { instancePath: instancePath + "/renewal", schemaPath: "#/properties/renewal/anyOf", keyword: "anyOf", params: {} };
                                                          if (vErrors === null) {
                                                            vErrors = [err19];
                                                          } else {
                                                            vErrors.push(err19);
                                                          }
                                                          errors++;
                                                          validate26.errors = vErrors;
                                                          return false;
                                                        } else {
                                                          errors = _errs62;
                                                          if (vErrors !== null) {
                                                            if (_errs62) {
                                                              vErrors.length = _errs62;
                                                            } else {
                                                              vErrors = null;
                                                            }
                                                          }
                                                        }
                                                        var valid0 = _errs61 === errors;
                                                      } else {
                                                        var valid0 = true;
                                                      }
                                                      if (valid0) {
                                                        if (data.days_remaining !== void 0) {
                                                          let data35 = data.days_remaining;
                                                          const _errs87 = errors;
                                                          if (!(typeof data35 == "number" && (!(data35 % 1) && !isNaN(data35)) && isFinite(data35)) && data35 !== null) {
                                                            validate26.errors = [{ instancePath: instancePath + "/days_remaining", schemaPath: "#/properties/days_remaining/type", keyword: "type", params: { type: schema39.properties.days_remaining.type } }];
                                                            return false;
                                                          }
                                                          var valid0 = _errs87 === errors;
                                                        } else {
                                                          var valid0 = true;
                                                        }
                                                        if (valid0) {
                                                          if (data.days_since_expiry !== void 0) {
                                                            let data36 = data.days_since_expiry;
                                                            const _errs89 = errors;
                                                            if (!(typeof data36 == "number" && (!(data36 % 1) && !isNaN(data36)) && isFinite(data36)) && data36 !== null) {
                                                              validate26.errors = [{ instancePath: instancePath + "/days_since_expiry", schemaPath: "#/properties/days_since_expiry/type", keyword: "type", params: { type: schema39.properties.days_since_expiry.type } }];
                                                              return false;
                                                            }
                                                            var valid0 = _errs89 === errors;
                                                          } else {
                                                            var valid0 = true;
                                                          }
                                                          if (valid0) {
                                                            if (data.status !== void 0) {
                                                              let data37 = data.status;
                                                              const _errs91 = errors;
                                                              if (!(data37 === "unknown" || data37 === "expired" || data37 === "not_yet_valid" || data37 === "critical" || data37 === "warning" || data37 === "ok")) {
                                                                validate26.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/$defs/status/enum", keyword: "enum", params: { allowedValues: schema50.enum } }];
                                                                return false;
                                                              }
                                                              var valid0 = _errs91 === errors;
                                                            } else {
                                                              var valid0 = true;
                                                            }
                                                            if (valid0) {
                                                              if (data.level !== void 0) {
                                                                let data38 = data.level;
                                                                const _errs93 = errors;
                                                                if (!(data38 === "error" || data38 === "warning" || data38 === "info")) {
                                                                  validate26.errors = [{ instancePath: instancePath + "/level", schemaPath: "#/$defs/level/enum", keyword: "enum", params: { allowedValues: schema51.enum } }];
                                                                  return false;
                                                                }
                                                                var valid0 = _errs93 === errors;
                                                              } else {
                                                                var valid0 = true;
                                                              }
                                                              if (valid0) {
                                                                if (data.threshold !== void 0) {
                                                                  let data39 = data.threshold;
                                                                  const _errs95 = errors;
                                                                  if (!(typeof data39 == "number" && isFinite(data39)) && typeof data39 !== "string" && data39 !== null) {
                                                                    validate26.errors = [{ instancePath: instancePath + "/threshold", schemaPath: "#/properties/threshold/type", keyword: "type", params: { type: schema39.properties.threshold.type } }];
                                                                    return false;
                                                                  }
                                                                  var valid0 = _errs95 === errors;
                                                                } else {
                                                                  var valid0 = true;
                                                                }
                                                                if (valid0) {
                                                                  if (data.threshold_days !== void 0) {
                                                                    let data40 = data.threshold_days;
                                                                    const _errs97 = errors;
                                                                    if (!(typeof data40 == "number" && isFinite(data40)) && data40 !== null) {
                                                                      validate26.errors = [{ instancePath: instancePath + "/threshold_days", schemaPath: "#/properties/threshold_days/type", keyword: "type", params: { type: schema39.properties.threshold_days.type } }];
                                                                      return false;
                                                                    }
                                                                    var valid0 = _errs97 === errors;
                                                                  } else {
                                                                    var valid0 = true;
                                                                  }
                                                                  if (valid0) {
                                                                    if (data.assigned_objects !== void 0) {
                                                                      let data41 = data.assigned_objects;
                                                                      const _errs99 = errors;
                                                                      if (errors === _errs99) {
                                                                        if (Array.isArray(data41)) {
                                                                          var valid14 = true;
                                                                          const len1 = data41.length;
                                                                          for (let i1 = 0; i1 < len1; i1++) {
                                                                            let data42 = data41[i1];
                                                                            const _errs101 = errors;
                                                                            if (errors === _errs101) {
                                                                              if (data42 && typeof data42 == "object" && !Array.isArray(data42)) {
                                                                                let missing5;
                                                                                if (data42.type === void 0 && (missing5 = "type") || data42.name === void 0 && (missing5 = "name")) {
                                                                                  validate26.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1, schemaPath: "#/properties/assigned_objects/items/required", keyword: "required", params: { missingProperty: missing5 } }];
                                                                                  return false;
                                                                                } else {
                                                                                  const _errs103 = errors;
                                                                                  for (const key5 in data42) {
                                                                                    if (!(key5 === "type" || key5 === "name")) {
                                                                                      delete data42[key5];
                                                                                    }
                                                                                  }
                                                                                  if (_errs103 === errors) {
                                                                                    if (data42.type !== void 0) {
                                                                                      const _errs104 = errors;
                                                                                      if (typeof data42.type !== "string") {
                                                                                        validate26.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1 + "/type", schemaPath: "#/properties/assigned_objects/items/properties/type/type", keyword: "type", params: { type: "string" } }];
                                                                                        return false;
                                                                                      }
                                                                                      var valid15 = _errs104 === errors;
                                                                                    } else {
                                                                                      var valid15 = true;
                                                                                    }
                                                                                    if (valid15) {
                                                                                      if (data42.name !== void 0) {
                                                                                        const _errs106 = errors;
                                                                                        if (typeof data42.name !== "string") {
                                                                                          validate26.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1 + "/name", schemaPath: "#/properties/assigned_objects/items/properties/name/type", keyword: "type", params: { type: "string" } }];
                                                                                          return false;
                                                                                        }
                                                                                        var valid15 = _errs106 === errors;
                                                                                      } else {
                                                                                        var valid15 = true;
                                                                                      }
                                                                                    }
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate26.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1, schemaPath: "#/properties/assigned_objects/items/type", keyword: "type", params: { type: "object" } }];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid14 = _errs101 === errors;
                                                                            if (!valid14) {
                                                                              break;
                                                                            }
                                                                          }
                                                                        } else {
                                                                          validate26.errors = [{ instancePath: instancePath + "/assigned_objects", schemaPath: "#/properties/assigned_objects/type", keyword: "type", params: { type: "array" } }];
                                                                          return false;
                                                                        }
                                                                      }
                                                                      var valid0 = _errs99 === errors;
                                                                    } else {
                                                                      var valid0 = true;
                                                                    }
                                                                    if (valid0) {
                                                                      if (data.assignment_count !== void 0) {
                                                                        let data45 = data.assignment_count;
                                                                        const _errs108 = errors;
                                                                        if (!(typeof data45 == "number" && (!(data45 % 1) && !isNaN(data45)) && isFinite(data45))) {
                                                                          validate26.errors = [{ instancePath: instancePath + "/assignment_count", schemaPath: "#/properties/assignment_count/type", keyword: "type", params: { type: "integer" } }];
                                                                          return false;
                                                                        }
                                                                        if (errors === _errs108) {
                                                                          if (typeof data45 == "number" && isFinite(data45)) {
                                                                            if (data45 < 0 || isNaN(data45)) {
                                                                              validate26.errors = [{ instancePath: instancePath + "/assignment_count", schemaPath: "#/properties/assignment_count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        }
                                                                        var valid0 = _errs108 === errors;
                                                                      } else {
                                                                        var valid0 = true;
                                                                      }
                                                                      if (valid0) {
                                                                        if (data.repository !== void 0) {
                                                                          const _errs110 = errors;
                                                                          if (typeof data.repository !== "string") {
                                                                            validate26.errors = [{ instancePath: instancePath + "/repository", schemaPath: "#/properties/repository/type", keyword: "type", params: { type: "string" } }];
                                                                            return false;
                                                                          }
                                                                          var valid0 = _errs110 === errors;
                                                                        } else {
                                                                          var valid0 = true;
                                                                        }
                                                                        if (valid0) {
                                                                          if (data.labels !== void 0) {
                                                                            let data47 = data.labels;
                                                                            const _errs112 = errors;
                                                                            if (errors === _errs112) {
                                                                              if (data47 && typeof data47 == "object" && !Array.isArray(data47)) {
                                                                                for (const key6 in data47) {
                                                                                  const _errs115 = errors;
                                                                                  if (typeof data47[key6] !== "string") {
                                                                                    validate26.errors = [{ instancePath: instancePath + "/labels/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/labels/additionalProperties/type", keyword: "type", params: { type: "string" } }];
                                                                                    return false;
                                                                                  }
                                                                                  var valid16 = _errs115 === errors;
                                                                                  if (!valid16) {
                                                                                    break;
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate26.errors = [{ instancePath: instancePath + "/labels", schemaPath: "#/properties/labels/type", keyword: "type", params: { type: "object" } }];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid0 = _errs112 === errors;
                                                                          } else {
                                                                            var valid0 = true;
                                                                          }
                                                                          if (valid0) {
                                                                            if (data.owner !== void 0) {
                                                                              let data49 = data.owner;
                                                                              const _errs117 = errors;
                                                                              if (typeof data49 !== "string" && data49 !== null) {
                                                                                validate26.errors = [{ instancePath: instancePath + "/owner", schemaPath: "#/properties/owner/type", keyword: "type", params: { type: schema39.properties.owner.type } }];
                                                                                return false;
                                                                              }
                                                                              var valid0 = _errs117 === errors;
                                                                            } else {
                                                                              var valid0 = true;
                                                                            }
                                                                            if (valid0) {
                                                                              if (data.tenant !== void 0) {
                                                                                let data50 = data.tenant;
                                                                                const _errs119 = errors;
                                                                                if (typeof data50 !== "string" && data50 !== null) {
                                                                                  validate26.errors = [{ instancePath: instancePath + "/tenant", schemaPath: "#/properties/tenant/type", keyword: "type", params: { type: schema39.properties.tenant.type } }];
                                                                                  return false;
                                                                                }
                                                                                var valid0 = _errs119 === errors;
                                                                              } else {
                                                                                var valid0 = true;
                                                                              }
                                                                              if (valid0) {
                                                                                if (data.renewal_instructions !== void 0) {
                                                                                  let data51 = data.renewal_instructions;
                                                                                  const _errs121 = errors;
                                                                                  if (typeof data51 !== "string" && data51 !== null) {
                                                                                    validate26.errors = [{ instancePath: instancePath + "/renewal_instructions", schemaPath: "#/properties/renewal_instructions/type", keyword: "type", params: { type: schema39.properties.renewal_instructions.type } }];
                                                                                    return false;
                                                                                  }
                                                                                  var valid0 = _errs121 === errors;
                                                                                } else {
                                                                                  var valid0 = true;
                                                                                }
                                                                                if (valid0) {
                                                                                  if (data.error !== void 0) {
                                                                                    let data52 = data.error;
                                                                                    const _errs123 = errors;
                                                                                    const _errs124 = errors;
                                                                                    let valid17 = false;
                                                                                    const _errs125 = errors;
                                                                                    const _errs126 = errors;
                                                                                    if (errors === _errs126) {
                                                                                      if (data52 && typeof data52 == "object" && !Array.isArray(data52)) {
                                                                                        let missing6;
                                                                                        if (data52.code === void 0 && (missing6 = "code") || data52.detail === void 0 && (missing6 = "detail")) {
                                                                                          const err20 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing6 } };
                                                                                          if (vErrors === null) {
                                                                                            vErrors = [err20];
                                                                                          } else {
                                                                                            vErrors.push(err20);
                                                                                          }
                                                                                          errors++;
                                                                                        } else {
                                                                                          const _errs128 = errors;
                                                                                          for (const key7 in data52) {
                                                                                            if (!(key7 === "code" || key7 === "detail")) {
                                                                                              delete data52[key7];
                                                                                            }
                                                                                          }
                                                                                          if (_errs128 === errors) {
                                                                                            if (data52.code !== void 0) {
                                                                                              const _errs129 = errors;
                                                                                              if (typeof data52.code !== "string") {
                                                                                                const err21 = { instancePath: instancePath + "/error/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } };
                                                                                                if (vErrors === null) {
                                                                                                  vErrors = [err21];
                                                                                                } else {
                                                                                                  vErrors.push(err21);
                                                                                                }
                                                                                                errors++;
                                                                                              }
                                                                                              var valid19 = _errs129 === errors;
                                                                                            } else {
                                                                                              var valid19 = true;
                                                                                            }
                                                                                            if (valid19) {
                                                                                              if (data52.detail !== void 0) {
                                                                                                const _errs131 = errors;
                                                                                                if (typeof data52.detail !== "string") {
                                                                                                  const err22 = { instancePath: instancePath + "/error/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } };
                                                                                                  if (vErrors === null) {
                                                                                                    vErrors = [err22];
                                                                                                  } else {
                                                                                                    vErrors.push(err22);
                                                                                                  }
                                                                                                  errors++;
                                                                                                }
                                                                                                var valid19 = _errs131 === errors;
                                                                                              } else {
                                                                                                var valid19 = true;
                                                                                              }
                                                                                            }
                                                                                          }
                                                                                        }
                                                                                      } else {
                                                                                        const err23 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } };
                                                                                        if (vErrors === null) {
                                                                                          vErrors = [err23];
                                                                                        } else {
                                                                                          vErrors.push(err23);
                                                                                        }
                                                                                        errors++;
                                                                                      }
                                                                                    }
                                                                                    var _valid3 = _errs125 === errors;
                                                                                    valid17 = valid17 || _valid3;
                                                                                    const _errs133 = errors;
                                                                                    if (data52 !== null) {
                                                                                      const err24 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                                                      if (vErrors === null) {
                                                                                        vErrors = [err24];
                                                                                      } else {
                                                                                        vErrors.push(err24);
                                                                                      }
                                                                                      errors++;
                                                                                    }
                                                                                    var _valid3 = _errs133 === errors;
                                                                                    valid17 = valid17 || _valid3;
                                                                                    if (!valid17) {
                                                                                      const err25 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf", keyword: "anyOf", params: {} };
                                                                                      if (vErrors === null) {
                                                                                        vErrors = [err25];
                                                                                      } else {
                                                                                        vErrors.push(err25);
                                                                                      }
                                                                                      errors++;
                                                                                      validate26.errors = vErrors;
                                                                                      return false;
                                                                                    } else {
                                                                                      errors = _errs124;
                                                                                      if (vErrors !== null) {
                                                                                        if (_errs124) {
                                                                                          vErrors.length = _errs124;
                                                                                        } else {
                                                                                          vErrors = null;
                                                                                        }
                                                                                      }
                                                                                    }
                                                                                    var valid0 = _errs123 === errors;
                                                                                  } else {
                                                                                    var valid0 = true;
                                                                                  }
                                                                                  if (valid0) {
                                                                                    if (data.last_seen !== void 0) {
                                                                                      let data55 = data.last_seen;
                                                                                      const _errs135 = errors;
                                                                                      if (typeof data55 !== "string" && data55 !== null) {
                                                                                        validate26.errors = [{ instancePath: instancePath + "/last_seen", schemaPath: "#/properties/last_seen/type", keyword: "type", params: { type: schema39.properties.last_seen.type } }];
                                                                                        return false;
                                                                                      }
                                                                                      var valid0 = _errs135 === errors;
                                                                                    } else {
                                                                                      var valid0 = true;
                                                                                    }
                                                                                    if (valid0) {
                                                                                      if (data.locations !== void 0) {
                                                                                        let data56 = data.locations;
                                                                                        const _errs137 = errors;
                                                                                        if (errors === _errs137) {
                                                                                          if (Array.isArray(data56)) {
                                                                                            var valid20 = true;
                                                                                            const len2 = data56.length;
                                                                                            for (let i2 = 0; i2 < len2; i2++) {
                                                                                              const _errs139 = errors;
                                                                                              if (!validate31(data56[i2], { instancePath: instancePath + "/locations/" + i2, parentData: data56, parentDataProperty: i2, rootData, dynamicAnchors })) {
                                                                                                vErrors = appendErrors(vErrors, validate31.errors);
                                                                                                errors = vErrors.length;
                                                                                              }
                                                                                              var valid20 = _errs139 === errors;
                                                                                              if (!valid20) {
                                                                                                break;
                                                                                              }
                                                                                            }
                                                                                          } else {
                                                                                            validate26.errors = [{ instancePath: instancePath + "/locations", schemaPath: "#/properties/locations/type", keyword: "type", params: { type: "array" } }];
                                                                                            return false;
                                                                                          }
                                                                                        }
                                                                                        var valid0 = _errs137 === errors;
                                                                                      } else {
                                                                                        var valid0 = true;
                                                                                      }
                                                                                      if (valid0) {
                                                                                        if (data.trust !== void 0) {
                                                                                          let data58 = data.trust;
                                                                                          const _errs140 = errors;
                                                                                          const _errs141 = errors;
                                                                                          let valid21 = false;
                                                                                          const _errs142 = errors;
                                                                                          if (!validate49(data58, { instancePath: instancePath + "/trust", parentData: data, parentDataProperty: "trust", rootData, dynamicAnchors })) {
                                                                                            vErrors = appendErrors(vErrors, validate49.errors);
                                                                                            errors = vErrors.length;
                                                                                          }
                                                                                          var _valid4 = _errs142 === errors;
                                                                                          valid21 = valid21 || _valid4;
                                                                                          const _errs143 = errors;
                                                                                          if (data58 !== null) {
                                                                                            const err26 = { instancePath: instancePath + "/trust", schemaPath: "#/properties/trust/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                                                            if (vErrors === null) {
                                                                                              vErrors = [err26];
                                                                                            } else {
                                                                                              vErrors.push(err26);
                                                                                            }
                                                                                            errors++;
                                                                                          }
                                                                                          var _valid4 = _errs143 === errors;
                                                                                          valid21 = valid21 || _valid4;
                                                                                          if (!valid21) {
                                                                                            const err27 = { instancePath: instancePath + "/trust", schemaPath: "#/properties/trust/anyOf", keyword: "anyOf", params: {} };
                                                                                            if (vErrors === null) {
                                                                                              vErrors = [err27];
                                                                                            } else {
                                                                                              vErrors.push(err27);
                                                                                            }
                                                                                            errors++;
                                                                                            validate26.errors = vErrors;
                                                                                            return false;
                                                                                          } else {
                                                                                            errors = _errs141;
                                                                                            if (vErrors !== null) {
                                                                                              if (_errs141) {
                                                                                                vErrors.length = _errs141;
                                                                                              } else {
                                                                                                vErrors = null;
                                                                                              }
                                                                                            }
                                                                                          }
                                                                                          var valid0 = _errs140 === errors;
                                                                                        } else {
                                                                                          var valid0 = true;
                                                                                        }
                                                                                        if (valid0) {
                                                                                          if (data.revocation !== void 0) {
                                                                                            let data59 = data.revocation;
                                                                                            const _errs145 = errors;
                                                                                            const _errs146 = errors;
                                                                                            let valid22 = false;
                                                                                            const _errs147 = errors;
                                                                                            if (!validate51(data59, { instancePath: instancePath + "/revocation", parentData: data, parentDataProperty: "revocation", rootData, dynamicAnchors })) {
                                                                                              vErrors = appendErrors(vErrors, validate51.errors);
                                                                                              errors = vErrors.length;
                                                                                            }
                                                                                            var _valid5 = _errs147 === errors;
                                                                                            valid22 = valid22 || _valid5;
                                                                                            const _errs148 = errors;
                                                                                            if (data59 !== null) {
                                                                                              const err28 = { instancePath: instancePath + "/revocation", schemaPath: "#/properties/revocation/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                                                              if (vErrors === null) {
                                                                                                vErrors = [err28];
                                                                                              } else {
                                                                                                vErrors.push(err28);
                                                                                              }
                                                                                              errors++;
                                                                                            }
                                                                                            var _valid5 = _errs148 === errors;
                                                                                            valid22 = valid22 || _valid5;
                                                                                            if (!valid22) {
                                                                                              const err29 = { instancePath: instancePath + "/revocation", schemaPath: "#/properties/revocation/anyOf", keyword: "anyOf", params: {} };
                                                                                              if (vErrors === null) {
                                                                                                vErrors = [err29];
                                                                                              } else {
                                                                                                vErrors.push(err29);
                                                                                              }
                                                                                              errors++;
                                                                                              validate26.errors = vErrors;
                                                                                              return false;
                                                                                            } else {
                                                                                              errors = _errs146;
                                                                                              if (vErrors !== null) {
                                                                                                if (_errs146) {
                                                                                                  vErrors.length = _errs146;
                                                                                                } else {
                                                                                                  vErrors = null;
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                            var valid0 = _errs145 === errors;
                                                                                          } else {
                                                                                            var valid0 = true;
                                                                                          }
                                                                                          if (valid0) {
                                                                                            if (data.notices !== void 0) {
                                                                                              let data60 = data.notices;
                                                                                              const _errs150 = errors;
                                                                                              if (errors === _errs150) {
                                                                                                if (Array.isArray(data60)) {
                                                                                                  if (data60.length < 1) {
                                                                                                    validate26.errors = [{ instancePath: instancePath + "/notices", schemaPath: "#/properties/notices/minItems", keyword: "minItems", params: { limit: 1 } }];
                                                                                                    return false;
                                                                                                  } else {
                                                                                                    var valid23 = true;
                                                                                                    const len3 = data60.length;
                                                                                                    for (let i3 = 0; i3 < len3; i3++) {
                                                                                                      let data61 = data60[i3];
                                                                                                      const _errs152 = errors;
                                                                                                      const _errs153 = errors;
                                                                                                      if (errors === _errs153) {
                                                                                                        if (data61 && typeof data61 == "object" && !Array.isArray(data61)) {
                                                                                                          let missing7;
                                                                                                          if (data61.code === void 0 && (missing7 = "code") || data61.detail === void 0 && (missing7 = "detail")) {
                                                                                                            validate26.errors = [{ instancePath: instancePath + "/notices/" + i3, schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing7 } }];
                                                                                                            return false;
                                                                                                          } else {
                                                                                                            const _errs155 = errors;
                                                                                                            for (const key8 in data61) {
                                                                                                              if (!(key8 === "code" || key8 === "detail")) {
                                                                                                                delete data61[key8];
                                                                                                              }
                                                                                                            }
                                                                                                            if (_errs155 === errors) {
                                                                                                              if (data61.code !== void 0) {
                                                                                                                const _errs156 = errors;
                                                                                                                if (typeof data61.code !== "string") {
                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/notices/" + i3 + "/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                                                                                                                  return false;
                                                                                                                }
                                                                                                                var valid25 = _errs156 === errors;
                                                                                                              } else {
                                                                                                                var valid25 = true;
                                                                                                              }
                                                                                                              if (valid25) {
                                                                                                                if (data61.detail !== void 0) {
                                                                                                                  const _errs158 = errors;
                                                                                                                  if (typeof data61.detail !== "string") {
                                                                                                                    validate26.errors = [{ instancePath: instancePath + "/notices/" + i3 + "/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                                                                                                                    return false;
                                                                                                                  }
                                                                                                                  var valid25 = _errs158 === errors;
                                                                                                                } else {
                                                                                                                  var valid25 = true;
                                                                                                                }
                                                                                                              }
                                                                                                            }
                                                                                                          }
                                                                                                        } else {
                                                                                                          validate26.errors = [{ instancePath: instancePath + "/notices/" + i3, schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } }];
                                                                                                          return false;
                                                                                                        }
                                                                                                      }
                                                                                                      var valid23 = _errs152 === errors;
                                                                                                      if (!valid23) {
                                                                                                        break;
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                } else {
                                                                                                  validate26.errors = [{ instancePath: instancePath + "/notices", schemaPath: "#/properties/notices/type", keyword: "type", params: { type: "array" } }];
                                                                                                  return false;
                                                                                                }
                                                                                              }
                                                                                              var valid0 = _errs150 === errors;
                                                                                            } else {
                                                                                              var valid0 = true;
                                                                                            }
                                                                                            if (valid0) {
                                                                                              if (data.chain !== void 0) {
                                                                                                let data64 = data.chain;
                                                                                                const _errs160 = errors;
                                                                                                if (errors === _errs160) {
                                                                                                  if (Array.isArray(data64)) {
                                                                                                    var valid26 = true;
                                                                                                    const len4 = data64.length;
                                                                                                    for (let i4 = 0; i4 < len4; i4++) {
                                                                                                      let data65 = data64[i4];
                                                                                                      const _errs162 = errors;
                                                                                                      if (errors === _errs162) {
                                                                                                        if (data65 && typeof data65 == "object" && !Array.isArray(data65)) {
                                                                                                          let missing8;
                                                                                                          if (data65.subject === void 0 && (missing8 = "subject") || data65.issuer === void 0 && (missing8 = "issuer") || data65.fingerprint_sha256 === void 0 && (missing8 = "fingerprint_sha256") || data65.valid_to === void 0 && (missing8 = "valid_to")) {
                                                                                                            validate26.errors = [{ instancePath: instancePath + "/chain/" + i4, schemaPath: "#/properties/chain/items/required", keyword: "required", params: { missingProperty: missing8 } }];
                                                                                                            return false;
                                                                                                          } else {
                                                                                                            const _errs164 = errors;
                                                                                                            for (const key9 in data65) {
                                                                                                              if (!(key9 === "subject" || key9 === "issuer" || key9 === "fingerprint_sha256" || key9 === "valid_to")) {
                                                                                                                delete data65[key9];
                                                                                                              }
                                                                                                            }
                                                                                                            if (_errs164 === errors) {
                                                                                                              if (data65.subject !== void 0) {
                                                                                                                let data66 = data65.subject;
                                                                                                                const _errs165 = errors;
                                                                                                                if (typeof data66 !== "string" && data66 !== null) {
                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/chain/" + i4 + "/subject", schemaPath: "#/properties/chain/items/properties/subject/type", keyword: "type", params: { type: schema39.properties.chain.items.properties.subject.type } }];
                                                                                                                  return false;
                                                                                                                }
                                                                                                                var valid27 = _errs165 === errors;
                                                                                                              } else {
                                                                                                                var valid27 = true;
                                                                                                              }
                                                                                                              if (valid27) {
                                                                                                                if (data65.issuer !== void 0) {
                                                                                                                  let data67 = data65.issuer;
                                                                                                                  const _errs167 = errors;
                                                                                                                  if (typeof data67 !== "string" && data67 !== null) {
                                                                                                                    validate26.errors = [{ instancePath: instancePath + "/chain/" + i4 + "/issuer", schemaPath: "#/properties/chain/items/properties/issuer/type", keyword: "type", params: { type: schema39.properties.chain.items.properties.issuer.type } }];
                                                                                                                    return false;
                                                                                                                  }
                                                                                                                  var valid27 = _errs167 === errors;
                                                                                                                } else {
                                                                                                                  var valid27 = true;
                                                                                                                }
                                                                                                                if (valid27) {
                                                                                                                  if (data65.fingerprint_sha256 !== void 0) {
                                                                                                                    let data68 = data65.fingerprint_sha256;
                                                                                                                    const _errs169 = errors;
                                                                                                                    if (typeof data68 !== "string" && data68 !== null) {
                                                                                                                      validate26.errors = [{ instancePath: instancePath + "/chain/" + i4 + "/fingerprint_sha256", schemaPath: "#/properties/chain/items/properties/fingerprint_sha256/type", keyword: "type", params: { type: schema39.properties.chain.items.properties.fingerprint_sha256.type } }];
                                                                                                                      return false;
                                                                                                                    }
                                                                                                                    var valid27 = _errs169 === errors;
                                                                                                                  } else {
                                                                                                                    var valid27 = true;
                                                                                                                  }
                                                                                                                  if (valid27) {
                                                                                                                    if (data65.valid_to !== void 0) {
                                                                                                                      let data69 = data65.valid_to;
                                                                                                                      const _errs171 = errors;
                                                                                                                      if (typeof data69 !== "string" && data69 !== null) {
                                                                                                                        validate26.errors = [{ instancePath: instancePath + "/chain/" + i4 + "/valid_to", schemaPath: "#/properties/chain/items/properties/valid_to/type", keyword: "type", params: { type: schema39.properties.chain.items.properties.valid_to.type } }];
                                                                                                                        return false;
                                                                                                                      }
                                                                                                                      var valid27 = _errs171 === errors;
                                                                                                                    } else {
                                                                                                                      var valid27 = true;
                                                                                                                    }
                                                                                                                  }
                                                                                                                }
                                                                                                              }
                                                                                                            }
                                                                                                          }
                                                                                                        } else {
                                                                                                          validate26.errors = [{ instancePath: instancePath + "/chain/" + i4, schemaPath: "#/properties/chain/items/type", keyword: "type", params: { type: "object" } }];
                                                                                                          return false;
                                                                                                        }
                                                                                                      }
                                                                                                      var valid26 = _errs162 === errors;
                                                                                                      if (!valid26) {
                                                                                                        break;
                                                                                                      }
                                                                                                    }
                                                                                                  } else {
                                                                                                    validate26.errors = [{ instancePath: instancePath + "/chain", schemaPath: "#/properties/chain/type", keyword: "type", params: { type: "array" } }];
                                                                                                    return false;
                                                                                                  }
                                                                                                }
                                                                                                var valid0 = _errs160 === errors;
                                                                                              } else {
                                                                                                var valid0 = true;
                                                                                              }
                                                                                              if (valid0) {
                                                                                                if (data.policies !== void 0) {
                                                                                                  let data70 = data.policies;
                                                                                                  const _errs173 = errors;
                                                                                                  const _errs174 = errors;
                                                                                                  if (errors === _errs174) {
                                                                                                    if (data70 && typeof data70 == "object" && !Array.isArray(data70)) {
                                                                                                      let missing9;
                                                                                                      if (data70.score === void 0 && (missing9 = "score") || data70.results === void 0 && (missing9 = "results")) {
                                                                                                        validate26.errors = [{ instancePath: instancePath + "/policies", schemaPath: "#/$defs/policies/required", keyword: "required", params: { missingProperty: missing9 } }];
                                                                                                        return false;
                                                                                                      } else {
                                                                                                        const _errs176 = errors;
                                                                                                        for (const key10 in data70) {
                                                                                                          if (!(key10 === "score" || key10 === "results")) {
                                                                                                            delete data70[key10];
                                                                                                          }
                                                                                                        }
                                                                                                        if (_errs176 === errors) {
                                                                                                          if (data70.score !== void 0) {
                                                                                                            let data71 = data70.score;
                                                                                                            const _errs177 = errors;
                                                                                                            if (!(typeof data71 == "number" && (!(data71 % 1) && !isNaN(data71)) && isFinite(data71)) && data71 !== null) {
                                                                                                              validate26.errors = [{ instancePath: instancePath + "/policies/score", schemaPath: "#/$defs/policies/properties/score/type", keyword: "type", params: { type: schema85.properties.score.type } }];
                                                                                                              return false;
                                                                                                            }
                                                                                                            if (errors === _errs177) {
                                                                                                              if (typeof data71 == "number" && isFinite(data71)) {
                                                                                                                if (data71 > 100 || isNaN(data71)) {
                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/policies/score", schemaPath: "#/$defs/policies/properties/score/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 } }];
                                                                                                                  return false;
                                                                                                                } else {
                                                                                                                  if (data71 < 0 || isNaN(data71)) {
                                                                                                                    validate26.errors = [{ instancePath: instancePath + "/policies/score", schemaPath: "#/$defs/policies/properties/score/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                                                    return false;
                                                                                                                  }
                                                                                                                }
                                                                                                              }
                                                                                                            }
                                                                                                            var valid29 = _errs177 === errors;
                                                                                                          } else {
                                                                                                            var valid29 = true;
                                                                                                          }
                                                                                                          if (valid29) {
                                                                                                            if (data70.results !== void 0) {
                                                                                                              let data72 = data70.results;
                                                                                                              const _errs179 = errors;
                                                                                                              if (errors === _errs179) {
                                                                                                                if (Array.isArray(data72)) {
                                                                                                                  var valid30 = true;
                                                                                                                  const len5 = data72.length;
                                                                                                                  for (let i5 = 0; i5 < len5; i5++) {
                                                                                                                    let data73 = data72[i5];
                                                                                                                    const _errs181 = errors;
                                                                                                                    if (errors === _errs181) {
                                                                                                                      if (data73 && typeof data73 == "object" && !Array.isArray(data73)) {
                                                                                                                        let missing10;
                                                                                                                        if (data73.policy === void 0 && (missing10 = "policy") || data73.severity === void 0 && (missing10 = "severity") || data73.result === void 0 && (missing10 = "result") || data73.checks === void 0 && (missing10 = "checks")) {
                                                                                                                          validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5, schemaPath: "#/$defs/policies/properties/results/items/required", keyword: "required", params: { missingProperty: missing10 } }];
                                                                                                                          return false;
                                                                                                                        } else {
                                                                                                                          const _errs183 = errors;
                                                                                                                          for (const key11 in data73) {
                                                                                                                            if (!(key11 === "policy" || key11 === "severity" || key11 === "result" || key11 === "checks")) {
                                                                                                                              delete data73[key11];
                                                                                                                            }
                                                                                                                          }
                                                                                                                          if (_errs183 === errors) {
                                                                                                                            if (data73.policy !== void 0) {
                                                                                                                              const _errs184 = errors;
                                                                                                                              if (typeof data73.policy !== "string") {
                                                                                                                                validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/policy", schemaPath: "#/$defs/policies/properties/results/items/properties/policy/type", keyword: "type", params: { type: "string" } }];
                                                                                                                                return false;
                                                                                                                              }
                                                                                                                              var valid31 = _errs184 === errors;
                                                                                                                            } else {
                                                                                                                              var valid31 = true;
                                                                                                                            }
                                                                                                                            if (valid31) {
                                                                                                                              if (data73.severity !== void 0) {
                                                                                                                                let data75 = data73.severity;
                                                                                                                                const _errs186 = errors;
                                                                                                                                if (!(data75 === "critical" || data75 === "warning" || data75 === "info")) {
                                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/severity", schemaPath: "#/$defs/policies/properties/results/items/properties/severity/enum", keyword: "enum", params: { allowedValues: schema85.properties.results.items.properties.severity.enum } }];
                                                                                                                                  return false;
                                                                                                                                }
                                                                                                                                var valid31 = _errs186 === errors;
                                                                                                                              } else {
                                                                                                                                var valid31 = true;
                                                                                                                              }
                                                                                                                              if (valid31) {
                                                                                                                                if (data73.result !== void 0) {
                                                                                                                                  let data76 = data73.result;
                                                                                                                                  const _errs187 = errors;
                                                                                                                                  if (!(data76 === "pass" || data76 === "fail" || data76 === "skipped" || data76 === "error")) {
                                                                                                                                    validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/result", schemaPath: "#/$defs/policies/properties/results/items/properties/result/enum", keyword: "enum", params: { allowedValues: schema85.properties.results.items.properties.result.enum } }];
                                                                                                                                    return false;
                                                                                                                                  }
                                                                                                                                  var valid31 = _errs187 === errors;
                                                                                                                                } else {
                                                                                                                                  var valid31 = true;
                                                                                                                                }
                                                                                                                                if (valid31) {
                                                                                                                                  if (data73.checks !== void 0) {
                                                                                                                                    let data77 = data73.checks;
                                                                                                                                    const _errs188 = errors;
                                                                                                                                    if (errors === _errs188) {
                                                                                                                                      if (Array.isArray(data77)) {
                                                                                                                                        var valid32 = true;
                                                                                                                                        const len6 = data77.length;
                                                                                                                                        for (let i6 = 0; i6 < len6; i6++) {
                                                                                                                                          let data78 = data77[i6];
                                                                                                                                          const _errs190 = errors;
                                                                                                                                          if (errors === _errs190) {
                                                                                                                                            if (data78 && typeof data78 == "object" && !Array.isArray(data78)) {
                                                                                                                                              let missing11;
                                                                                                                                              if (data78.check === void 0 && (missing11 = "check") || data78.result === void 0 && (missing11 = "result") || data78.checked === void 0 && (missing11 = "checked") || data78.expected === void 0 && (missing11 = "expected") || data78.detail === void 0 && (missing11 = "detail")) {
                                                                                                                                                validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks/" + i6, schemaPath: "#/$defs/policies/properties/results/items/properties/checks/items/required", keyword: "required", params: { missingProperty: missing11 } }];
                                                                                                                                                return false;
                                                                                                                                              } else {
                                                                                                                                                const _errs192 = errors;
                                                                                                                                                for (const key12 in data78) {
                                                                                                                                                  if (!(key12 === "check" || key12 === "result" || key12 === "checked" || key12 === "expected" || key12 === "detail")) {
                                                                                                                                                    delete data78[key12];
                                                                                                                                                  }
                                                                                                                                                }
                                                                                                                                                if (_errs192 === errors) {
                                                                                                                                                  if (data78.check !== void 0) {
                                                                                                                                                    const _errs193 = errors;
                                                                                                                                                    if (typeof data78.check !== "string") {
                                                                                                                                                      validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks/" + i6 + "/check", schemaPath: "#/$defs/policies/properties/results/items/properties/checks/items/properties/check/type", keyword: "type", params: { type: "string" } }];
                                                                                                                                                      return false;
                                                                                                                                                    }
                                                                                                                                                    var valid33 = _errs193 === errors;
                                                                                                                                                  } else {
                                                                                                                                                    var valid33 = true;
                                                                                                                                                  }
                                                                                                                                                  if (valid33) {
                                                                                                                                                    if (data78.result !== void 0) {
                                                                                                                                                      let data80 = data78.result;
                                                                                                                                                      const _errs195 = errors;
                                                                                                                                                      if (!(data80 === "pass" || data80 === "fail" || data80 === "skipped" || data80 === "error")) {
                                                                                                                                                        validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks/" + i6 + "/result", schemaPath: "#/$defs/policies/properties/results/items/properties/checks/items/properties/result/enum", keyword: "enum", params: { allowedValues: schema85.properties.results.items.properties.checks.items.properties.result.enum } }];
                                                                                                                                                        return false;
                                                                                                                                                      }
                                                                                                                                                      var valid33 = _errs195 === errors;
                                                                                                                                                    } else {
                                                                                                                                                      var valid33 = true;
                                                                                                                                                    }
                                                                                                                                                    if (valid33) {
                                                                                                                                                      if (data78.checked !== void 0) {
                                                                                                                                                        let data81 = data78.checked;
                                                                                                                                                        const _errs196 = errors;
                                                                                                                                                        if (typeof data81 !== "string" && data81 !== null) {
                                                                                                                                                          validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks/" + i6 + "/checked", schemaPath: "#/$defs/policies/properties/results/items/properties/checks/items/properties/checked/type", keyword: "type", params: { type: schema85.properties.results.items.properties.checks.items.properties.checked.type } }];
                                                                                                                                                          return false;
                                                                                                                                                        }
                                                                                                                                                        var valid33 = _errs196 === errors;
                                                                                                                                                      } else {
                                                                                                                                                        var valid33 = true;
                                                                                                                                                      }
                                                                                                                                                      if (valid33) {
                                                                                                                                                        if (data78.expected !== void 0) {
                                                                                                                                                          const _errs198 = errors;
                                                                                                                                                          if (typeof data78.expected !== "string") {
                                                                                                                                                            validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks/" + i6 + "/expected", schemaPath: "#/$defs/policies/properties/results/items/properties/checks/items/properties/expected/type", keyword: "type", params: { type: "string" } }];
                                                                                                                                                            return false;
                                                                                                                                                          }
                                                                                                                                                          var valid33 = _errs198 === errors;
                                                                                                                                                        } else {
                                                                                                                                                          var valid33 = true;
                                                                                                                                                        }
                                                                                                                                                        if (valid33) {
                                                                                                                                                          if (data78.detail !== void 0) {
                                                                                                                                                            const _errs200 = errors;
                                                                                                                                                            if (typeof data78.detail !== "string") {
                                                                                                                                                              validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks/" + i6 + "/detail", schemaPath: "#/$defs/policies/properties/results/items/properties/checks/items/properties/detail/type", keyword: "type", params: { type: "string" } }];
                                                                                                                                                              return false;
                                                                                                                                                            }
                                                                                                                                                            var valid33 = _errs200 === errors;
                                                                                                                                                          } else {
                                                                                                                                                            var valid33 = true;
                                                                                                                                                          }
                                                                                                                                                        }
                                                                                                                                                      }
                                                                                                                                                    }
                                                                                                                                                  }
                                                                                                                                                }
                                                                                                                                              }
                                                                                                                                            } else {
                                                                                                                                              validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks/" + i6, schemaPath: "#/$defs/policies/properties/results/items/properties/checks/items/type", keyword: "type", params: { type: "object" } }];
                                                                                                                                              return false;
                                                                                                                                            }
                                                                                                                                          }
                                                                                                                                          var valid32 = _errs190 === errors;
                                                                                                                                          if (!valid32) {
                                                                                                                                            break;
                                                                                                                                          }
                                                                                                                                        }
                                                                                                                                      } else {
                                                                                                                                        validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5 + "/checks", schemaPath: "#/$defs/policies/properties/results/items/properties/checks/type", keyword: "type", params: { type: "array" } }];
                                                                                                                                        return false;
                                                                                                                                      }
                                                                                                                                    }
                                                                                                                                    var valid31 = _errs188 === errors;
                                                                                                                                  } else {
                                                                                                                                    var valid31 = true;
                                                                                                                                  }
                                                                                                                                }
                                                                                                                              }
                                                                                                                            }
                                                                                                                          }
                                                                                                                        }
                                                                                                                      } else {
                                                                                                                        validate26.errors = [{ instancePath: instancePath + "/policies/results/" + i5, schemaPath: "#/$defs/policies/properties/results/items/type", keyword: "type", params: { type: "object" } }];
                                                                                                                        return false;
                                                                                                                      }
                                                                                                                    }
                                                                                                                    var valid30 = _errs181 === errors;
                                                                                                                    if (!valid30) {
                                                                                                                      break;
                                                                                                                    }
                                                                                                                  }
                                                                                                                } else {
                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/policies/results", schemaPath: "#/$defs/policies/properties/results/type", keyword: "type", params: { type: "array" } }];
                                                                                                                  return false;
                                                                                                                }
                                                                                                              }
                                                                                                              var valid29 = _errs179 === errors;
                                                                                                            } else {
                                                                                                              var valid29 = true;
                                                                                                            }
                                                                                                          }
                                                                                                        }
                                                                                                      }
                                                                                                    } else {
                                                                                                      validate26.errors = [{ instancePath: instancePath + "/policies", schemaPath: "#/$defs/policies/type", keyword: "type", params: { type: "object" } }];
                                                                                                      return false;
                                                                                                    }
                                                                                                  }
                                                                                                  var valid0 = _errs173 === errors;
                                                                                                } else {
                                                                                                  var valid0 = true;
                                                                                                }
                                                                                                if (valid0) {
                                                                                                  if (data.findings !== void 0) {
                                                                                                    let data84 = data.findings;
                                                                                                    const _errs202 = errors;
                                                                                                    if (errors === _errs202) {
                                                                                                      if (Array.isArray(data84)) {
                                                                                                        var valid34 = true;
                                                                                                        const len7 = data84.length;
                                                                                                        for (let i7 = 0; i7 < len7; i7++) {
                                                                                                          const _errs204 = errors;
                                                                                                          if (!validate55(data84[i7], { instancePath: instancePath + "/findings/" + i7, parentData: data84, parentDataProperty: i7, rootData, dynamicAnchors })) {
                                                                                                            vErrors = appendErrors(vErrors, validate55.errors);
                                                                                                            errors = vErrors.length;
                                                                                                          }
                                                                                                          var valid34 = _errs204 === errors;
                                                                                                          if (!valid34) {
                                                                                                            break;
                                                                                                          }
                                                                                                        }
                                                                                                      } else {
                                                                                                        validate26.errors = [{ instancePath: instancePath + "/findings", schemaPath: "#/properties/findings/type", keyword: "type", params: { type: "array" } }];
                                                                                                        return false;
                                                                                                      }
                                                                                                    }
                                                                                                    var valid0 = _errs202 === errors;
                                                                                                  } else {
                                                                                                    var valid0 = true;
                                                                                                  }
                                                                                                  if (valid0) {
                                                                                                    if (data.other_locations !== void 0) {
                                                                                                      let data86 = data.other_locations;
                                                                                                      const _errs205 = errors;
                                                                                                      if (errors === _errs205) {
                                                                                                        if (Array.isArray(data86)) {
                                                                                                          var valid35 = true;
                                                                                                          const len8 = data86.length;
                                                                                                          for (let i8 = 0; i8 < len8; i8++) {
                                                                                                            let data87 = data86[i8];
                                                                                                            const _errs207 = errors;
                                                                                                            if (errors === _errs207) {
                                                                                                              if (data87 && typeof data87 == "object" && !Array.isArray(data87)) {
                                                                                                                let missing12;
                                                                                                                if (data87.certificate === void 0 && (missing12 = "certificate") || data87.location === void 0 && (missing12 = "location")) {
                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/other_locations/" + i8, schemaPath: "#/properties/other_locations/items/required", keyword: "required", params: { missingProperty: missing12 } }];
                                                                                                                  return false;
                                                                                                                } else {
                                                                                                                  const _errs209 = errors;
                                                                                                                  for (const key13 in data87) {
                                                                                                                    if (!(key13 === "certificate" || key13 === "location")) {
                                                                                                                      delete data87[key13];
                                                                                                                    }
                                                                                                                  }
                                                                                                                  if (_errs209 === errors) {
                                                                                                                    if (data87.certificate !== void 0) {
                                                                                                                      const _errs210 = errors;
                                                                                                                      if (typeof data87.certificate !== "string") {
                                                                                                                        validate26.errors = [{ instancePath: instancePath + "/other_locations/" + i8 + "/certificate", schemaPath: "#/properties/other_locations/items/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                                                                                                                        return false;
                                                                                                                      }
                                                                                                                      var valid36 = _errs210 === errors;
                                                                                                                    } else {
                                                                                                                      var valid36 = true;
                                                                                                                    }
                                                                                                                    if (valid36) {
                                                                                                                      if (data87.location !== void 0) {
                                                                                                                        const _errs212 = errors;
                                                                                                                        if (typeof data87.location !== "string") {
                                                                                                                          validate26.errors = [{ instancePath: instancePath + "/other_locations/" + i8 + "/location", schemaPath: "#/properties/other_locations/items/properties/location/type", keyword: "type", params: { type: "string" } }];
                                                                                                                          return false;
                                                                                                                        }
                                                                                                                        var valid36 = _errs212 === errors;
                                                                                                                      } else {
                                                                                                                        var valid36 = true;
                                                                                                                      }
                                                                                                                    }
                                                                                                                  }
                                                                                                                }
                                                                                                              } else {
                                                                                                                validate26.errors = [{ instancePath: instancePath + "/other_locations/" + i8, schemaPath: "#/properties/other_locations/items/type", keyword: "type", params: { type: "object" } }];
                                                                                                                return false;
                                                                                                              }
                                                                                                            }
                                                                                                            var valid35 = _errs207 === errors;
                                                                                                            if (!valid35) {
                                                                                                              break;
                                                                                                            }
                                                                                                          }
                                                                                                        } else {
                                                                                                          validate26.errors = [{ instancePath: instancePath + "/other_locations", schemaPath: "#/properties/other_locations/type", keyword: "type", params: { type: "array" } }];
                                                                                                          return false;
                                                                                                        }
                                                                                                      }
                                                                                                      var valid0 = _errs205 === errors;
                                                                                                    } else {
                                                                                                      var valid0 = true;
                                                                                                    }
                                                                                                    if (valid0) {
                                                                                                      if (data.successors !== void 0) {
                                                                                                        let data90 = data.successors;
                                                                                                        const _errs214 = errors;
                                                                                                        if (errors === _errs214) {
                                                                                                          if (Array.isArray(data90)) {
                                                                                                            var valid37 = true;
                                                                                                            const len9 = data90.length;
                                                                                                            for (let i9 = 0; i9 < len9; i9++) {
                                                                                                              let data91 = data90[i9];
                                                                                                              const _errs216 = errors;
                                                                                                              if (errors === _errs216) {
                                                                                                                if (data91 && typeof data91 == "object" && !Array.isArray(data91)) {
                                                                                                                  let missing13;
                                                                                                                  if (data91.certificate === void 0 && (missing13 = "certificate") || data91.location === void 0 && (missing13 = "location") || data91.fingerprint_sha256 === void 0 && (missing13 = "fingerprint_sha256") || data91.valid_to === void 0 && (missing13 = "valid_to")) {
                                                                                                                    validate26.errors = [{ instancePath: instancePath + "/successors/" + i9, schemaPath: "#/properties/successors/items/required", keyword: "required", params: { missingProperty: missing13 } }];
                                                                                                                    return false;
                                                                                                                  } else {
                                                                                                                    const _errs218 = errors;
                                                                                                                    for (const key14 in data91) {
                                                                                                                      if (!(key14 === "certificate" || key14 === "location" || key14 === "fingerprint_sha256" || key14 === "valid_to")) {
                                                                                                                        delete data91[key14];
                                                                                                                      }
                                                                                                                    }
                                                                                                                    if (_errs218 === errors) {
                                                                                                                      if (data91.certificate !== void 0) {
                                                                                                                        const _errs219 = errors;
                                                                                                                        if (typeof data91.certificate !== "string") {
                                                                                                                          validate26.errors = [{ instancePath: instancePath + "/successors/" + i9 + "/certificate", schemaPath: "#/properties/successors/items/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                                                                                                                          return false;
                                                                                                                        }
                                                                                                                        var valid38 = _errs219 === errors;
                                                                                                                      } else {
                                                                                                                        var valid38 = true;
                                                                                                                      }
                                                                                                                      if (valid38) {
                                                                                                                        if (data91.location !== void 0) {
                                                                                                                          const _errs221 = errors;
                                                                                                                          if (typeof data91.location !== "string") {
                                                                                                                            validate26.errors = [{ instancePath: instancePath + "/successors/" + i9 + "/location", schemaPath: "#/properties/successors/items/properties/location/type", keyword: "type", params: { type: "string" } }];
                                                                                                                            return false;
                                                                                                                          }
                                                                                                                          var valid38 = _errs221 === errors;
                                                                                                                        } else {
                                                                                                                          var valid38 = true;
                                                                                                                        }
                                                                                                                        if (valid38) {
                                                                                                                          if (data91.fingerprint_sha256 !== void 0) {
                                                                                                                            let data94 = data91.fingerprint_sha256;
                                                                                                                            const _errs223 = errors;
                                                                                                                            if (typeof data94 !== "string" && data94 !== null) {
                                                                                                                              validate26.errors = [{ instancePath: instancePath + "/successors/" + i9 + "/fingerprint_sha256", schemaPath: "#/properties/successors/items/properties/fingerprint_sha256/type", keyword: "type", params: { type: schema39.properties.successors.items.properties.fingerprint_sha256.type } }];
                                                                                                                              return false;
                                                                                                                            }
                                                                                                                            var valid38 = _errs223 === errors;
                                                                                                                          } else {
                                                                                                                            var valid38 = true;
                                                                                                                          }
                                                                                                                          if (valid38) {
                                                                                                                            if (data91.valid_to !== void 0) {
                                                                                                                              const _errs225 = errors;
                                                                                                                              if (typeof data91.valid_to !== "string") {
                                                                                                                                validate26.errors = [{ instancePath: instancePath + "/successors/" + i9 + "/valid_to", schemaPath: "#/properties/successors/items/properties/valid_to/type", keyword: "type", params: { type: "string" } }];
                                                                                                                                return false;
                                                                                                                              }
                                                                                                                              var valid38 = _errs225 === errors;
                                                                                                                            } else {
                                                                                                                              var valid38 = true;
                                                                                                                            }
                                                                                                                          }
                                                                                                                        }
                                                                                                                      }
                                                                                                                    }
                                                                                                                  }
                                                                                                                } else {
                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/successors/" + i9, schemaPath: "#/properties/successors/items/type", keyword: "type", params: { type: "object" } }];
                                                                                                                  return false;
                                                                                                                }
                                                                                                              }
                                                                                                              var valid37 = _errs216 === errors;
                                                                                                              if (!valid37) {
                                                                                                                break;
                                                                                                              }
                                                                                                            }
                                                                                                          } else {
                                                                                                            validate26.errors = [{ instancePath: instancePath + "/successors", schemaPath: "#/properties/successors/type", keyword: "type", params: { type: "array" } }];
                                                                                                            return false;
                                                                                                          }
                                                                                                        }
                                                                                                        var valid0 = _errs214 === errors;
                                                                                                      } else {
                                                                                                        var valid0 = true;
                                                                                                      }
                                                                                                      if (valid0) {
                                                                                                        if (data.renewed_not_deployed !== void 0) {
                                                                                                          let data96 = data.renewed_not_deployed;
                                                                                                          const _errs227 = errors;
                                                                                                          if (errors === _errs227) {
                                                                                                            if (Array.isArray(data96)) {
                                                                                                              var valid39 = true;
                                                                                                              const len10 = data96.length;
                                                                                                              for (let i10 = 0; i10 < len10; i10++) {
                                                                                                                let data97 = data96[i10];
                                                                                                                const _errs229 = errors;
                                                                                                                if (errors === _errs229) {
                                                                                                                  if (data97 && typeof data97 == "object" && !Array.isArray(data97)) {
                                                                                                                    let missing14;
                                                                                                                    if (data97.issuer === void 0 && (missing14 = "issuer") || data97.serial_number === void 0 && (missing14 = "serial_number") || data97.valid_from === void 0 && (missing14 = "valid_from") || data97.valid_to === void 0 && (missing14 = "valid_to") || data97.first_seen_at === void 0 && (missing14 = "first_seen_at")) {
                                                                                                                      validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed/" + i10, schemaPath: "#/properties/renewed_not_deployed/items/required", keyword: "required", params: { missingProperty: missing14 } }];
                                                                                                                      return false;
                                                                                                                    } else {
                                                                                                                      const _errs231 = errors;
                                                                                                                      for (const key15 in data97) {
                                                                                                                        if (!(key15 === "issuer" || key15 === "serial_number" || key15 === "valid_from" || key15 === "valid_to" || key15 === "first_seen_at")) {
                                                                                                                          delete data97[key15];
                                                                                                                        }
                                                                                                                      }
                                                                                                                      if (_errs231 === errors) {
                                                                                                                        if (data97.issuer !== void 0) {
                                                                                                                          const _errs232 = errors;
                                                                                                                          if (typeof data97.issuer !== "string") {
                                                                                                                            validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed/" + i10 + "/issuer", schemaPath: "#/properties/renewed_not_deployed/items/properties/issuer/type", keyword: "type", params: { type: "string" } }];
                                                                                                                            return false;
                                                                                                                          }
                                                                                                                          var valid40 = _errs232 === errors;
                                                                                                                        } else {
                                                                                                                          var valid40 = true;
                                                                                                                        }
                                                                                                                        if (valid40) {
                                                                                                                          if (data97.serial_number !== void 0) {
                                                                                                                            let data99 = data97.serial_number;
                                                                                                                            const _errs234 = errors;
                                                                                                                            if (typeof data99 !== "string" && data99 !== null) {
                                                                                                                              validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed/" + i10 + "/serial_number", schemaPath: "#/properties/renewed_not_deployed/items/properties/serial_number/type", keyword: "type", params: { type: schema39.properties.renewed_not_deployed.items.properties.serial_number.type } }];
                                                                                                                              return false;
                                                                                                                            }
                                                                                                                            var valid40 = _errs234 === errors;
                                                                                                                          } else {
                                                                                                                            var valid40 = true;
                                                                                                                          }
                                                                                                                          if (valid40) {
                                                                                                                            if (data97.valid_from !== void 0) {
                                                                                                                              const _errs236 = errors;
                                                                                                                              if (typeof data97.valid_from !== "string") {
                                                                                                                                validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed/" + i10 + "/valid_from", schemaPath: "#/properties/renewed_not_deployed/items/properties/valid_from/type", keyword: "type", params: { type: "string" } }];
                                                                                                                                return false;
                                                                                                                              }
                                                                                                                              var valid40 = _errs236 === errors;
                                                                                                                            } else {
                                                                                                                              var valid40 = true;
                                                                                                                            }
                                                                                                                            if (valid40) {
                                                                                                                              if (data97.valid_to !== void 0) {
                                                                                                                                const _errs238 = errors;
                                                                                                                                if (typeof data97.valid_to !== "string") {
                                                                                                                                  validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed/" + i10 + "/valid_to", schemaPath: "#/properties/renewed_not_deployed/items/properties/valid_to/type", keyword: "type", params: { type: "string" } }];
                                                                                                                                  return false;
                                                                                                                                }
                                                                                                                                var valid40 = _errs238 === errors;
                                                                                                                              } else {
                                                                                                                                var valid40 = true;
                                                                                                                              }
                                                                                                                              if (valid40) {
                                                                                                                                if (data97.first_seen_at !== void 0) {
                                                                                                                                  let data102 = data97.first_seen_at;
                                                                                                                                  const _errs240 = errors;
                                                                                                                                  if (typeof data102 !== "string" && data102 !== null) {
                                                                                                                                    validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed/" + i10 + "/first_seen_at", schemaPath: "#/properties/renewed_not_deployed/items/properties/first_seen_at/type", keyword: "type", params: { type: schema39.properties.renewed_not_deployed.items.properties.first_seen_at.type } }];
                                                                                                                                    return false;
                                                                                                                                  }
                                                                                                                                  var valid40 = _errs240 === errors;
                                                                                                                                } else {
                                                                                                                                  var valid40 = true;
                                                                                                                                }
                                                                                                                              }
                                                                                                                            }
                                                                                                                          }
                                                                                                                        }
                                                                                                                      }
                                                                                                                    }
                                                                                                                  } else {
                                                                                                                    validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed/" + i10, schemaPath: "#/properties/renewed_not_deployed/items/type", keyword: "type", params: { type: "object" } }];
                                                                                                                    return false;
                                                                                                                  }
                                                                                                                }
                                                                                                                var valid39 = _errs229 === errors;
                                                                                                                if (!valid39) {
                                                                                                                  break;
                                                                                                                }
                                                                                                              }
                                                                                                            } else {
                                                                                                              validate26.errors = [{ instancePath: instancePath + "/renewed_not_deployed", schemaPath: "#/properties/renewed_not_deployed/type", keyword: "type", params: { type: "array" } }];
                                                                                                              return false;
                                                                                                            }
                                                                                                          }
                                                                                                          var valid0 = _errs227 === errors;
                                                                                                        } else {
                                                                                                          var valid0 = true;
                                                                                                        }
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                          }
                                                                                        }
                                                                                      }
                                                                                    }
                                                                                  }
                                                                                }
                                                                              }
                                                                            }
                                                                          }
                                                                        }
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate26.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate26.errors = vErrors;
  return errors === 0;
}
validate26.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema88 = { "title": "ReportNotObserved", "type": "object", "additionalProperties": false, "required": ["certificate", "probe", "error"], "properties": { "certificate": { "type": "string" }, "probe": { "type": ["string", "null"] }, "error": { "$ref": "definitions.schema.json#/$defs/failure" } } };
function validate58(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate58.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.certificate === void 0 && (missing0 = "certificate") || data.probe === void 0 && (missing0 = "probe") || data.error === void 0 && (missing0 = "error")) {
        validate58.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "certificate" || key0 === "probe" || key0 === "error")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.certificate !== void 0) {
            const _errs2 = errors;
            if (typeof data.certificate !== "string") {
              validate58.errors = [{ instancePath: instancePath + "/certificate", schemaPath: "#/properties/certificate/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.probe !== void 0) {
              let data1 = data.probe;
              const _errs4 = errors;
              if (typeof data1 !== "string" && data1 !== null) {
                validate58.errors = [{ instancePath: instancePath + "/probe", schemaPath: "#/properties/probe/type", keyword: "type", params: { type: schema88.properties.probe.type } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.error !== void 0) {
                let data2 = data.error;
                const _errs6 = errors;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
                    let missing1;
                    if (data2.code === void 0 && (missing1 = "code") || data2.detail === void 0 && (missing1 = "detail")) {
                      validate58.errors = [{ instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing1 } }];
                      return false;
                    } else {
                      const _errs9 = errors;
                      for (const key1 in data2) {
                        if (!(key1 === "code" || key1 === "detail")) {
                          delete data2[key1];
                        }
                      }
                      if (_errs9 === errors) {
                        if (data2.code !== void 0) {
                          const _errs10 = errors;
                          if (typeof data2.code !== "string") {
                            validate58.errors = [{ instancePath: instancePath + "/error/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } }];
                            return false;
                          }
                          var valid2 = _errs10 === errors;
                        } else {
                          var valid2 = true;
                        }
                        if (valid2) {
                          if (data2.detail !== void 0) {
                            const _errs12 = errors;
                            if (typeof data2.detail !== "string") {
                              validate58.errors = [{ instancePath: instancePath + "/error/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } }];
                              return false;
                            }
                            var valid2 = _errs12 === errors;
                          } else {
                            var valid2 = true;
                          }
                        }
                      }
                    }
                  } else {
                    validate58.errors = [{ instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } }];
                    return false;
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate58.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate58.errors = vErrors;
  return errors === 0;
}
validate58.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema92 = { "title": "ReportTransparency", "type": "object", "additionalProperties": false, "required": ["certificate", "domain", "answered_at", "baseline_complete", "error", "issuances", "known", "unknown", "expected", "unwatched"], "properties": { "certificate": { "type": "string" }, "domain": { "type": "string" }, "answered_at": { "type": ["string", "null"] }, "baseline_complete": { "type": "boolean" }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] }, "issuances": { "type": "integer", "minimum": 0 }, "known": { "type": "integer", "minimum": 0 }, "unknown": { "type": "array", "items": { "$ref": "#/$defs/issuance" } }, "expected": { "type": "array", "items": { "$ref": "#/$defs/expected_issuance" } }, "unwatched": { "type": "array", "items": { "$ref": "#/$defs/unwatched" } } } };
var schema94 = { "title": "ReportIssuance", "type": "object", "additionalProperties": false, "required": ["names", "issuer", "serial_number", "valid_from", "valid_to", "first_seen_at", "reason", "severity"], "properties": { "names": { "type": "array", "items": { "type": "string" } }, "issuer": { "type": "string" }, "serial_number": { "type": ["string", "null"] }, "valid_from": { "type": "string" }, "valid_to": { "type": "string" }, "first_seen_at": { "type": ["string", "null"] }, "reason": { "enum": ["baseline", "not-watched", "not-deployed", "issuer", "caa", "settling"] }, "severity": { "enum": ["critical", "warning", "info", null] } } };
var schema98 = { "type": ["string", "null"] };
var schema101 = { "type": ["string", "null"] };
function validate61(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate61.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.names === void 0 && (missing0 = "names") || data.issuer === void 0 && (missing0 = "issuer") || data.serial_number === void 0 && (missing0 = "serial_number") || data.valid_from === void 0 && (missing0 = "valid_from") || data.valid_to === void 0 && (missing0 = "valid_to") || data.first_seen_at === void 0 && (missing0 = "first_seen_at") || data.reason === void 0 && (missing0 = "reason")) {
        validate61.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "names" || key0 === "issuer" || key0 === "serial_number" || key0 === "valid_from" || key0 === "valid_to" || key0 === "first_seen_at" || key0 === "reason")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.names !== void 0) {
            let data0 = data.names;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (Array.isArray(data0)) {
                var valid2 = true;
                const len0 = data0.length;
                for (let i0 = 0; i0 < len0; i0++) {
                  const _errs5 = errors;
                  if (typeof data0[i0] !== "string") {
                    validate61.errors = [{ instancePath: instancePath + "/names/" + i0, schemaPath: "#/$defs/issuance/properties/names/items/type", keyword: "type", params: { type: "string" } }];
                    return false;
                  }
                  var valid2 = _errs5 === errors;
                  if (!valid2) {
                    break;
                  }
                }
              } else {
                validate61.errors = [{ instancePath: instancePath + "/names", schemaPath: "#/$defs/issuance/properties/names/type", keyword: "type", params: { type: "array" } }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.issuer !== void 0) {
              const _errs7 = errors;
              if (typeof data.issuer !== "string") {
                validate61.errors = [{ instancePath: instancePath + "/issuer", schemaPath: "#/$defs/issuance/properties/issuer/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.serial_number !== void 0) {
                let data3 = data.serial_number;
                const _errs10 = errors;
                if (typeof data3 !== "string" && data3 !== null) {
                  validate61.errors = [{ instancePath: instancePath + "/serial_number", schemaPath: "#/$defs/issuance/properties/serial_number/type", keyword: "type", params: { type: schema98.type } }];
                  return false;
                }
                var valid0 = _errs10 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.valid_from !== void 0) {
                  const _errs13 = errors;
                  if (typeof data.valid_from !== "string") {
                    validate61.errors = [{ instancePath: instancePath + "/valid_from", schemaPath: "#/$defs/issuance/properties/valid_from/type", keyword: "type", params: { type: "string" } }];
                    return false;
                  }
                  var valid0 = _errs13 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.valid_to !== void 0) {
                    const _errs16 = errors;
                    if (typeof data.valid_to !== "string") {
                      validate61.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/$defs/issuance/properties/valid_to/type", keyword: "type", params: { type: "string" } }];
                      return false;
                    }
                    var valid0 = _errs16 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.first_seen_at !== void 0) {
                      let data6 = data.first_seen_at;
                      const _errs19 = errors;
                      if (typeof data6 !== "string" && data6 !== null) {
                        validate61.errors = [{ instancePath: instancePath + "/first_seen_at", schemaPath: "#/$defs/issuance/properties/first_seen_at/type", keyword: "type", params: { type: schema101.type } }];
                        return false;
                      }
                      var valid0 = _errs19 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.reason !== void 0) {
                        const _errs22 = errors;
                        if (typeof data.reason !== "string") {
                          validate61.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: "string" } }];
                          return false;
                        }
                        var valid0 = _errs22 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate61.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate61.errors = vErrors;
  return errors === 0;
}
validate61.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate60(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate60.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.certificate === void 0 && (missing0 = "certificate") || data.domain === void 0 && (missing0 = "domain") || data.answered_at === void 0 && (missing0 = "answered_at") || data.baseline_complete === void 0 && (missing0 = "baseline_complete") || data.error === void 0 && (missing0 = "error") || data.issuances === void 0 && (missing0 = "issuances") || data.known === void 0 && (missing0 = "known") || data.unknown === void 0 && (missing0 = "unknown") || data.expected === void 0 && (missing0 = "expected") || data.unwatched === void 0 && (missing0 = "unwatched")) {
        validate60.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func1.call(schema92.properties, key0)) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.certificate !== void 0) {
            const _errs2 = errors;
            if (typeof data.certificate !== "string") {
              validate60.errors = [{ instancePath: instancePath + "/certificate", schemaPath: "#/properties/certificate/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.domain !== void 0) {
              const _errs4 = errors;
              if (typeof data.domain !== "string") {
                validate60.errors = [{ instancePath: instancePath + "/domain", schemaPath: "#/properties/domain/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.answered_at !== void 0) {
                let data2 = data.answered_at;
                const _errs6 = errors;
                if (typeof data2 !== "string" && data2 !== null) {
                  validate60.errors = [{ instancePath: instancePath + "/answered_at", schemaPath: "#/properties/answered_at/type", keyword: "type", params: { type: schema92.properties.answered_at.type } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.baseline_complete !== void 0) {
                  const _errs8 = errors;
                  if (typeof data.baseline_complete !== "boolean") {
                    validate60.errors = [{ instancePath: instancePath + "/baseline_complete", schemaPath: "#/properties/baseline_complete/type", keyword: "type", params: { type: "boolean" } }];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.error !== void 0) {
                    let data4 = data.error;
                    const _errs10 = errors;
                    const _errs11 = errors;
                    let valid1 = false;
                    const _errs12 = errors;
                    const _errs13 = errors;
                    if (errors === _errs13) {
                      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                        let missing1;
                        if (data4.code === void 0 && (missing1 = "code") || data4.detail === void 0 && (missing1 = "detail")) {
                          const err0 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing1 } };
                          if (vErrors === null) {
                            vErrors = [err0];
                          } else {
                            vErrors.push(err0);
                          }
                          errors++;
                        } else {
                          const _errs15 = errors;
                          for (const key1 in data4) {
                            if (!(key1 === "code" || key1 === "detail")) {
                              delete data4[key1];
                            }
                          }
                          if (_errs15 === errors) {
                            if (data4.code !== void 0) {
                              const _errs16 = errors;
                              if (typeof data4.code !== "string") {
                                const err1 = { instancePath: instancePath + "/error/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } };
                                if (vErrors === null) {
                                  vErrors = [err1];
                                } else {
                                  vErrors.push(err1);
                                }
                                errors++;
                              }
                              var valid3 = _errs16 === errors;
                            } else {
                              var valid3 = true;
                            }
                            if (valid3) {
                              if (data4.detail !== void 0) {
                                const _errs18 = errors;
                                if (typeof data4.detail !== "string") {
                                  const err2 = { instancePath: instancePath + "/error/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } };
                                  if (vErrors === null) {
                                    vErrors = [err2];
                                  } else {
                                    vErrors.push(err2);
                                  }
                                  errors++;
                                }
                                var valid3 = _errs18 === errors;
                              } else {
                                var valid3 = true;
                              }
                            }
                          }
                        }
                      } else {
                        const err3 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } };
                        if (vErrors === null) {
                          vErrors = [err3];
                        } else {
                          vErrors.push(err3);
                        }
                        errors++;
                      }
                    }
                    var _valid0 = _errs12 === errors;
                    valid1 = valid1 || _valid0;
                    const _errs20 = errors;
                    if (data4 !== null) {
                      const err4 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf/1/type", keyword: "type", params: { type: "null" } };
                      if (vErrors === null) {
                        vErrors = [err4];
                      } else {
                        vErrors.push(err4);
                      }
                      errors++;
                    }
                    var _valid0 = _errs20 === errors;
                    valid1 = valid1 || _valid0;
                    if (!valid1) {
                      const err5 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf", keyword: "anyOf", params: {} };
                      if (vErrors === null) {
                        vErrors = [err5];
                      } else {
                        vErrors.push(err5);
                      }
                      errors++;
                      validate60.errors = vErrors;
                      return false;
                    } else {
                      errors = _errs11;
                      if (vErrors !== null) {
                        if (_errs11) {
                          vErrors.length = _errs11;
                        } else {
                          vErrors = null;
                        }
                      }
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.issuances !== void 0) {
                      let data7 = data.issuances;
                      const _errs22 = errors;
                      if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)) && isFinite(data7))) {
                        validate60.errors = [{ instancePath: instancePath + "/issuances", schemaPath: "#/properties/issuances/type", keyword: "type", params: { type: "integer" } }];
                        return false;
                      }
                      if (errors === _errs22) {
                        if (typeof data7 == "number" && isFinite(data7)) {
                          if (data7 < 0 || isNaN(data7)) {
                            validate60.errors = [{ instancePath: instancePath + "/issuances", schemaPath: "#/properties/issuances/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                            return false;
                          }
                        }
                      }
                      var valid0 = _errs22 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.known !== void 0) {
                        let data8 = data.known;
                        const _errs24 = errors;
                        if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8)) && isFinite(data8))) {
                          validate60.errors = [{ instancePath: instancePath + "/known", schemaPath: "#/properties/known/type", keyword: "type", params: { type: "integer" } }];
                          return false;
                        }
                        if (errors === _errs24) {
                          if (typeof data8 == "number" && isFinite(data8)) {
                            if (data8 < 0 || isNaN(data8)) {
                              validate60.errors = [{ instancePath: instancePath + "/known", schemaPath: "#/properties/known/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                              return false;
                            }
                          }
                        }
                        var valid0 = _errs24 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.unknown !== void 0) {
                          let data9 = data.unknown;
                          const _errs26 = errors;
                          if (errors === _errs26) {
                            if (Array.isArray(data9)) {
                              var valid4 = true;
                              const len0 = data9.length;
                              for (let i0 = 0; i0 < len0; i0++) {
                                let data10 = data9[i0];
                                const _errs28 = errors;
                                const _errs29 = errors;
                                if (errors === _errs29) {
                                  if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
                                    let missing2;
                                    if (data10.names === void 0 && (missing2 = "names") || data10.issuer === void 0 && (missing2 = "issuer") || data10.serial_number === void 0 && (missing2 = "serial_number") || data10.valid_from === void 0 && (missing2 = "valid_from") || data10.valid_to === void 0 && (missing2 = "valid_to") || data10.first_seen_at === void 0 && (missing2 = "first_seen_at") || data10.reason === void 0 && (missing2 = "reason") || data10.severity === void 0 && (missing2 = "severity")) {
                                      validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0, schemaPath: "#/$defs/issuance/required", keyword: "required", params: { missingProperty: missing2 } }];
                                      return false;
                                    } else {
                                      const _errs31 = errors;
                                      for (const key2 in data10) {
                                        if (!(key2 === "names" || key2 === "issuer" || key2 === "serial_number" || key2 === "valid_from" || key2 === "valid_to" || key2 === "first_seen_at" || key2 === "reason" || key2 === "severity")) {
                                          delete data10[key2];
                                        }
                                      }
                                      if (_errs31 === errors) {
                                        if (data10.names !== void 0) {
                                          let data11 = data10.names;
                                          const _errs32 = errors;
                                          if (errors === _errs32) {
                                            if (Array.isArray(data11)) {
                                              var valid7 = true;
                                              const len1 = data11.length;
                                              for (let i1 = 0; i1 < len1; i1++) {
                                                const _errs34 = errors;
                                                if (typeof data11[i1] !== "string") {
                                                  validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/names/" + i1, schemaPath: "#/$defs/issuance/properties/names/items/type", keyword: "type", params: { type: "string" } }];
                                                  return false;
                                                }
                                                var valid7 = _errs34 === errors;
                                                if (!valid7) {
                                                  break;
                                                }
                                              }
                                            } else {
                                              validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/names", schemaPath: "#/$defs/issuance/properties/names/type", keyword: "type", params: { type: "array" } }];
                                              return false;
                                            }
                                          }
                                          var valid6 = _errs32 === errors;
                                        } else {
                                          var valid6 = true;
                                        }
                                        if (valid6) {
                                          if (data10.issuer !== void 0) {
                                            const _errs36 = errors;
                                            if (typeof data10.issuer !== "string") {
                                              validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/issuer", schemaPath: "#/$defs/issuance/properties/issuer/type", keyword: "type", params: { type: "string" } }];
                                              return false;
                                            }
                                            var valid6 = _errs36 === errors;
                                          } else {
                                            var valid6 = true;
                                          }
                                          if (valid6) {
                                            if (data10.serial_number !== void 0) {
                                              let data14 = data10.serial_number;
                                              const _errs38 = errors;
                                              if (typeof data14 !== "string" && data14 !== null) {
                                                validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/serial_number", schemaPath: "#/$defs/issuance/properties/serial_number/type", keyword: "type", params: { type: schema94.properties.serial_number.type } }];
                                                return false;
                                              }
                                              var valid6 = _errs38 === errors;
                                            } else {
                                              var valid6 = true;
                                            }
                                            if (valid6) {
                                              if (data10.valid_from !== void 0) {
                                                const _errs40 = errors;
                                                if (typeof data10.valid_from !== "string") {
                                                  validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/valid_from", schemaPath: "#/$defs/issuance/properties/valid_from/type", keyword: "type", params: { type: "string" } }];
                                                  return false;
                                                }
                                                var valid6 = _errs40 === errors;
                                              } else {
                                                var valid6 = true;
                                              }
                                              if (valid6) {
                                                if (data10.valid_to !== void 0) {
                                                  const _errs42 = errors;
                                                  if (typeof data10.valid_to !== "string") {
                                                    validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/valid_to", schemaPath: "#/$defs/issuance/properties/valid_to/type", keyword: "type", params: { type: "string" } }];
                                                    return false;
                                                  }
                                                  var valid6 = _errs42 === errors;
                                                } else {
                                                  var valid6 = true;
                                                }
                                                if (valid6) {
                                                  if (data10.first_seen_at !== void 0) {
                                                    let data17 = data10.first_seen_at;
                                                    const _errs44 = errors;
                                                    if (typeof data17 !== "string" && data17 !== null) {
                                                      validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/first_seen_at", schemaPath: "#/$defs/issuance/properties/first_seen_at/type", keyword: "type", params: { type: schema94.properties.first_seen_at.type } }];
                                                      return false;
                                                    }
                                                    var valid6 = _errs44 === errors;
                                                  } else {
                                                    var valid6 = true;
                                                  }
                                                  if (valid6) {
                                                    if (data10.reason !== void 0) {
                                                      let data18 = data10.reason;
                                                      const _errs46 = errors;
                                                      if (!(data18 === "baseline" || data18 === "not-watched" || data18 === "not-deployed" || data18 === "issuer" || data18 === "caa" || data18 === "settling")) {
                                                        validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/reason", schemaPath: "#/$defs/issuance/properties/reason/enum", keyword: "enum", params: { allowedValues: schema94.properties.reason.enum } }];
                                                        return false;
                                                      }
                                                      var valid6 = _errs46 === errors;
                                                    } else {
                                                      var valid6 = true;
                                                    }
                                                    if (valid6) {
                                                      if (data10.severity !== void 0) {
                                                        let data19 = data10.severity;
                                                        const _errs47 = errors;
                                                        if (!(data19 === "critical" || data19 === "warning" || data19 === "info" || data19 === null)) {
                                                          validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0 + "/severity", schemaPath: "#/$defs/issuance/properties/severity/enum", keyword: "enum", params: { allowedValues: schema94.properties.severity.enum } }];
                                                          return false;
                                                        }
                                                        var valid6 = _errs47 === errors;
                                                      } else {
                                                        var valid6 = true;
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate60.errors = [{ instancePath: instancePath + "/unknown/" + i0, schemaPath: "#/$defs/issuance/type", keyword: "type", params: { type: "object" } }];
                                    return false;
                                  }
                                }
                                var valid4 = _errs28 === errors;
                                if (!valid4) {
                                  break;
                                }
                              }
                            } else {
                              validate60.errors = [{ instancePath: instancePath + "/unknown", schemaPath: "#/properties/unknown/type", keyword: "type", params: { type: "array" } }];
                              return false;
                            }
                          }
                          var valid0 = _errs26 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.expected !== void 0) {
                            let data20 = data.expected;
                            const _errs48 = errors;
                            if (errors === _errs48) {
                              if (Array.isArray(data20)) {
                                var valid8 = true;
                                const len2 = data20.length;
                                for (let i2 = 0; i2 < len2; i2++) {
                                  const _errs50 = errors;
                                  if (!validate61(data20[i2], { instancePath: instancePath + "/expected/" + i2, parentData: data20, parentDataProperty: i2, rootData, dynamicAnchors })) {
                                    vErrors = appendErrors(vErrors, validate61.errors);
                                    errors = vErrors.length;
                                  }
                                  var valid8 = _errs50 === errors;
                                  if (!valid8) {
                                    break;
                                  }
                                }
                              } else {
                                validate60.errors = [{ instancePath: instancePath + "/expected", schemaPath: "#/properties/expected/type", keyword: "type", params: { type: "array" } }];
                                return false;
                              }
                            }
                            var valid0 = _errs48 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.unwatched !== void 0) {
                              let data22 = data.unwatched;
                              const _errs51 = errors;
                              if (errors === _errs51) {
                                if (Array.isArray(data22)) {
                                  var valid9 = true;
                                  const len3 = data22.length;
                                  for (let i3 = 0; i3 < len3; i3++) {
                                    let data23 = data22[i3];
                                    const _errs53 = errors;
                                    const _errs54 = errors;
                                    if (errors === _errs54) {
                                      if (data23 && typeof data23 == "object" && !Array.isArray(data23)) {
                                        let missing3;
                                        if (data23.name === void 0 && (missing3 = "name") || data23.issuer === void 0 && (missing3 = "issuer") || data23.valid_to === void 0 && (missing3 = "valid_to") || data23.entry === void 0 && (missing3 = "entry")) {
                                          validate60.errors = [{ instancePath: instancePath + "/unwatched/" + i3, schemaPath: "#/$defs/unwatched/required", keyword: "required", params: { missingProperty: missing3 } }];
                                          return false;
                                        } else {
                                          const _errs56 = errors;
                                          for (const key3 in data23) {
                                            if (!(key3 === "name" || key3 === "issuer" || key3 === "valid_to" || key3 === "entry")) {
                                              delete data23[key3];
                                            }
                                          }
                                          if (_errs56 === errors) {
                                            if (data23.name !== void 0) {
                                              const _errs57 = errors;
                                              if (typeof data23.name !== "string") {
                                                validate60.errors = [{ instancePath: instancePath + "/unwatched/" + i3 + "/name", schemaPath: "#/$defs/unwatched/properties/name/type", keyword: "type", params: { type: "string" } }];
                                                return false;
                                              }
                                              var valid11 = _errs57 === errors;
                                            } else {
                                              var valid11 = true;
                                            }
                                            if (valid11) {
                                              if (data23.issuer !== void 0) {
                                                const _errs59 = errors;
                                                if (typeof data23.issuer !== "string") {
                                                  validate60.errors = [{ instancePath: instancePath + "/unwatched/" + i3 + "/issuer", schemaPath: "#/$defs/unwatched/properties/issuer/type", keyword: "type", params: { type: "string" } }];
                                                  return false;
                                                }
                                                var valid11 = _errs59 === errors;
                                              } else {
                                                var valid11 = true;
                                              }
                                              if (valid11) {
                                                if (data23.valid_to !== void 0) {
                                                  const _errs61 = errors;
                                                  if (typeof data23.valid_to !== "string") {
                                                    validate60.errors = [{ instancePath: instancePath + "/unwatched/" + i3 + "/valid_to", schemaPath: "#/$defs/unwatched/properties/valid_to/type", keyword: "type", params: { type: "string" } }];
                                                    return false;
                                                  }
                                                  var valid11 = _errs61 === errors;
                                                } else {
                                                  var valid11 = true;
                                                }
                                                if (valid11) {
                                                  if (data23.entry !== void 0) {
                                                    let data27 = data23.entry;
                                                    const _errs63 = errors;
                                                    const _errs64 = errors;
                                                    let valid12 = false;
                                                    const _errs65 = errors;
                                                    if (errors === _errs65) {
                                                      if (data27 && typeof data27 == "object" && !Array.isArray(data27)) {
                                                        let missing4;
                                                        if (data27.name === void 0 && (missing4 = "name") || data27.endpoint === void 0 && (missing4 = "endpoint")) {
                                                          const err6 = { instancePath: instancePath + "/unwatched/" + i3 + "/entry", schemaPath: "#/$defs/unwatched/properties/entry/anyOf/0/required", keyword: "required", params: { missingProperty: missing4 } };
                                                          if (vErrors === null) {
                                                            vErrors = [err6];
                                                          } else {
                                                            vErrors.push(err6);
                                                          }
                                                          errors++;
                                                        } else {
                                                          const _errs67 = errors;
                                                          for (const key4 in data27) {
                                                            if (!(key4 === "name" || key4 === "endpoint")) {
                                                              delete data27[key4];
                                                            }
                                                          }
                                                          if (_errs67 === errors) {
                                                            if (data27.name !== void 0) {
                                                              const _errs68 = errors;
                                                              if (typeof data27.name !== "string") {
                                                                const err7 = { instancePath: instancePath + "/unwatched/" + i3 + "/entry/name", schemaPath: "#/$defs/unwatched/properties/entry/anyOf/0/properties/name/type", keyword: "type", params: { type: "string" } };
                                                                if (vErrors === null) {
                                                                  vErrors = [err7];
                                                                } else {
                                                                  vErrors.push(err7);
                                                                }
                                                                errors++;
                                                              }
                                                              var valid13 = _errs68 === errors;
                                                            } else {
                                                              var valid13 = true;
                                                            }
                                                            if (valid13) {
                                                              if (data27.endpoint !== void 0) {
                                                                const _errs70 = errors;
                                                                if (typeof data27.endpoint !== "string") {
                                                                  const err8 = { instancePath: instancePath + "/unwatched/" + i3 + "/entry/endpoint", schemaPath: "#/$defs/unwatched/properties/entry/anyOf/0/properties/endpoint/type", keyword: "type", params: { type: "string" } };
                                                                  if (vErrors === null) {
                                                                    vErrors = [err8];
                                                                  } else {
                                                                    vErrors.push(err8);
                                                                  }
                                                                  errors++;
                                                                }
                                                                var valid13 = _errs70 === errors;
                                                              } else {
                                                                var valid13 = true;
                                                              }
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        const err9 = { instancePath: instancePath + "/unwatched/" + i3 + "/entry", schemaPath: "#/$defs/unwatched/properties/entry/anyOf/0/type", keyword: "type", params: { type: "object" } };
                                                        if (vErrors === null) {
                                                          vErrors = [err9];
                                                        } else {
                                                          vErrors.push(err9);
                                                        }
                                                        errors++;
                                                      }
                                                    }
                                                    var _valid1 = _errs65 === errors;
                                                    valid12 = valid12 || _valid1;
                                                    const _errs72 = errors;
                                                    if (data27 !== null) {
                                                      const err10 = { instancePath: instancePath + "/unwatched/" + i3 + "/entry", schemaPath: "#/$defs/unwatched/properties/entry/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                      if (vErrors === null) {
                                                        vErrors = [err10];
                                                      } else {
                                                        vErrors.push(err10);
                                                      }
                                                      errors++;
                                                    }
                                                    var _valid1 = _errs72 === errors;
                                                    valid12 = valid12 || _valid1;
                                                    if (!valid12) {
                                                      const err11 = { instancePath: instancePath + "/unwatched/" + i3 + "/entry", schemaPath: "#/$defs/unwatched/properties/entry/anyOf", keyword: "anyOf", params: {} };
                                                      if (vErrors === null) {
                                                        vErrors = [err11];
                                                      } else {
                                                        vErrors.push(err11);
                                                      }
                                                      errors++;
                                                      validate60.errors = vErrors;
                                                      return false;
                                                    } else {
                                                      errors = _errs64;
                                                      if (vErrors !== null) {
                                                        if (_errs64) {
                                                          vErrors.length = _errs64;
                                                        } else {
                                                          vErrors = null;
                                                        }
                                                      }
                                                    }
                                                    var valid11 = _errs63 === errors;
                                                  } else {
                                                    var valid11 = true;
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      } else {
                                        validate60.errors = [{ instancePath: instancePath + "/unwatched/" + i3, schemaPath: "#/$defs/unwatched/type", keyword: "type", params: { type: "object" } }];
                                        return false;
                                      }
                                    }
                                    var valid9 = _errs53 === errors;
                                    if (!valid9) {
                                      break;
                                    }
                                  }
                                } else {
                                  validate60.errors = [{ instancePath: instancePath + "/unwatched", schemaPath: "#/properties/unwatched/type", keyword: "type", params: { type: "array" } }];
                                  return false;
                                }
                              }
                              var valid0 = _errs51 === errors;
                            } else {
                              var valid0 = true;
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate60.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate60.errors = vErrors;
  return errors === 0;
}
validate60.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema104 = { "title": "ReportEvent", "type": "object", "additionalProperties": false, "required": ["id", "event", "certificate", "fingerprint_sha256", "threshold", "suppressed", "reason", "data"], "properties": { "id": { "type": "string" }, "event": { "type": "string" }, "certificate": { "type": "string" }, "fingerprint_sha256": { "type": ["string", "null"] }, "threshold": { "type": ["number", "string", "null"] }, "suppressed": { "type": "boolean" }, "reason": { "enum": ["first", "escalated", "repeat", "retry", "cooldown", "once", "silenced", "muted", "quiet_hours", "no_action", "unmatched"] }, "silence": { "title": "ReportSilence", "type": "object", "additionalProperties": false, "required": ["until", "reason"], "properties": { "until": { "type": "string" }, "reason": { "type": "string" } } }, "without_rule": { "const": true }, "notes": { "type": "array", "items": { "type": "string" } }, "data": { "$ref": "#/$defs/data" } } };
var schema105 = { "title": "ReportData", "type": "object", "additionalProperties": false, "required": ["event_type", "certificate", "display_name", "kind", "what", "certificate_id", "alert_key", "common_name", "subject", "issuer", "serial_number", "fingerprint_sha256", "sans", "key_algorithm", "key_size", "signature_algorithm", "valid_from", "valid_to", "lifetime_days", "effective_valid_to", "limited_by", "renewal", "days_remaining", "days_since_expiry", "status", "level", "threshold", "threshold_days", "scan_id", "timestamp", "assigned_objects", "assignment_count", "labels", "owner", "tenant", "renewal_instructions", "location", "finding", "error", "last_seen", "unreachable", "previous", "repository", "run_url", "test"], "properties": { "event_type": { "type": ["string", "null"] }, "certificate": { "type": "string" }, "display_name": { "type": "string" }, "kind": { "enum": ["certificate", "fixture", "domain", "date", null] }, "what": { "type": ["string", "null"] }, "certificate_id": { "type": ["string", "null"] }, "alert_key": { "type": "string" }, "common_name": { "type": ["string", "null"] }, "subject": { "type": ["string", "null"] }, "issuer": { "type": ["string", "null"] }, "serial_number": { "type": ["string", "null"] }, "fingerprint_sha256": { "type": ["string", "null"] }, "sans": { "type": "array", "items": { "type": "string" } }, "key_algorithm": { "type": ["string", "null"] }, "key_size": { "type": ["integer", "null"] }, "signature_algorithm": { "type": ["string", "null"] }, "valid_from": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] }, "lifetime_days": { "type": ["integer", "null"] }, "effective_valid_to": { "type": ["string", "null"] }, "limited_by": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/limited_by" }, { "type": "null" }] }, "handshakes": { "$ref": "definitions.schema.json#/$defs/handshakes" }, "registration": { "$ref": "definitions.schema.json#/$defs/registration" }, "renewal": { "anyOf": [{ "$ref": "#/$defs/renewal" }, { "type": "null" }] }, "days_remaining": { "type": ["integer", "null"] }, "days_since_expiry": { "type": ["integer", "null"] }, "status": { "$ref": "#/$defs/status" }, "level": { "$ref": "#/$defs/level" }, "threshold": { "type": ["number", "string", "null"] }, "threshold_days": { "type": ["number", "null"] }, "scan_id": { "type": "string" }, "timestamp": { "type": "string" }, "assigned_objects": { "type": "array", "items": { "type": "object", "additionalProperties": false, "required": ["type", "name"], "properties": { "type": { "type": "string" }, "name": { "type": "string" } } } }, "assignment_count": { "type": "integer", "minimum": 0 }, "labels": { "type": "object", "additionalProperties": { "type": "string" } }, "owner": { "type": ["string", "null"] }, "tenant": { "type": ["string", "null"] }, "renewal_instructions": { "type": ["string", "null"] }, "location": { "type": ["string", "null"] }, "finding": { "anyOf": [{ "title": "NotifiedFinding", "type": "object", "additionalProperties": false, "required": ["event", "qualifier", "severity", "code", "detail"], "properties": { "event": { "type": "string" }, "qualifier": { "type": "string" }, "severity": { "type": ["string", "null"] }, "code": { "type": ["string", "null"] }, "detail": { "type": ["string", "null"] }, "checks": { "type": "array", "items": { "$ref": "definitions.schema.json#/$defs/failure" } }, "proposal": { "type": "string" } } }, { "type": "null" }] }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] }, "last_seen": { "type": ["string", "null"] }, "unreachable": { "anyOf": [{ "type": "null" }, { "type": "object", "additionalProperties": false, "required": ["never_read", "since", "days"], "properties": { "never_read": { "type": "boolean" }, "since": { "type": ["string", "null"] }, "days": { "type": "integer" } } }] }, "previous": { "anyOf": [{ "type": "null" }, { "type": "object", "additionalProperties": false, "required": ["fingerprint_sha256", "valid_to", "common_name"], "properties": { "fingerprint_sha256": { "type": ["string", "null"] }, "valid_to": { "type": ["string", "null"] }, "common_name": { "type": ["string", "null"] } } }] }, "renewal_evidence": { "$ref": "#/$defs/renewal_evidence" }, "repository": { "type": ["string", "null"] }, "run_url": { "type": ["string", "null"] }, "test": { "type": "boolean" } } };
var schema113 = { "title": "RenewalEvidence", "type": "object", "additionalProperties": false, "required": ["text", "renewed_locations", "locations"], "properties": { "text": { "type": "string" }, "renewed_locations": { "type": "integer" }, "locations": { "type": "integer" }, "old_locations": { "type": "array", "items": { "type": "string" } }, "other_locations": { "type": "array", "items": { "type": "string" } }, "unread_locations": { "type": "array", "items": { "type": "string" } }, "commits": { "type": "array", "items": { "title": "RenewalCommit", "type": "object", "additionalProperties": false, "required": ["sha", "time", "path"], "properties": { "sha": { "type": "string", "pattern": "^[0-9a-f]{12}$" }, "time": { "$ref": "definitions.schema.json#/$defs/time" }, "path": { "type": "string" } } } }, "issued_by": { "type": "array", "items": { "title": "RenewalIssuer", "type": "object", "additionalProperties": false, "required": ["system", "location"], "properties": { "system": { "enum": ["cert-manager", "aws-acm"] }, "location": { "type": "string" }, "revision": { "type": "integer" }, "status": { "type": "string" } } } } } };
var pattern21 = new RegExp("^[0-9a-f]{12}$", "u");
function validate67(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate67.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.text === void 0 && (missing0 = "text") || data.renewed_locations === void 0 && (missing0 = "renewed_locations") || data.locations === void 0 && (missing0 = "locations")) {
        validate67.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "text" || key0 === "renewed_locations" || key0 === "locations" || key0 === "old_locations" || key0 === "other_locations" || key0 === "unread_locations" || key0 === "commits" || key0 === "issued_by")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.text !== void 0) {
            const _errs2 = errors;
            if (typeof data.text !== "string") {
              validate67.errors = [{ instancePath: instancePath + "/text", schemaPath: "#/properties/text/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.renewed_locations !== void 0) {
              let data1 = data.renewed_locations;
              const _errs4 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)) && isFinite(data1))) {
                validate67.errors = [{ instancePath: instancePath + "/renewed_locations", schemaPath: "#/properties/renewed_locations/type", keyword: "type", params: { type: "integer" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.locations !== void 0) {
                let data2 = data.locations;
                const _errs6 = errors;
                if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
                  validate67.errors = [{ instancePath: instancePath + "/locations", schemaPath: "#/properties/locations/type", keyword: "type", params: { type: "integer" } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.old_locations !== void 0) {
                  let data3 = data.old_locations;
                  const _errs8 = errors;
                  if (errors === _errs8) {
                    if (Array.isArray(data3)) {
                      var valid1 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        const _errs10 = errors;
                        if (typeof data3[i0] !== "string") {
                          validate67.errors = [{ instancePath: instancePath + "/old_locations/" + i0, schemaPath: "#/properties/old_locations/items/type", keyword: "type", params: { type: "string" } }];
                          return false;
                        }
                        var valid1 = _errs10 === errors;
                        if (!valid1) {
                          break;
                        }
                      }
                    } else {
                      validate67.errors = [{ instancePath: instancePath + "/old_locations", schemaPath: "#/properties/old_locations/type", keyword: "type", params: { type: "array" } }];
                      return false;
                    }
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.other_locations !== void 0) {
                    let data5 = data.other_locations;
                    const _errs12 = errors;
                    if (errors === _errs12) {
                      if (Array.isArray(data5)) {
                        var valid2 = true;
                        const len1 = data5.length;
                        for (let i1 = 0; i1 < len1; i1++) {
                          const _errs14 = errors;
                          if (typeof data5[i1] !== "string") {
                            validate67.errors = [{ instancePath: instancePath + "/other_locations/" + i1, schemaPath: "#/properties/other_locations/items/type", keyword: "type", params: { type: "string" } }];
                            return false;
                          }
                          var valid2 = _errs14 === errors;
                          if (!valid2) {
                            break;
                          }
                        }
                      } else {
                        validate67.errors = [{ instancePath: instancePath + "/other_locations", schemaPath: "#/properties/other_locations/type", keyword: "type", params: { type: "array" } }];
                        return false;
                      }
                    }
                    var valid0 = _errs12 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.unread_locations !== void 0) {
                      let data7 = data.unread_locations;
                      const _errs16 = errors;
                      if (errors === _errs16) {
                        if (Array.isArray(data7)) {
                          var valid3 = true;
                          const len2 = data7.length;
                          for (let i2 = 0; i2 < len2; i2++) {
                            const _errs18 = errors;
                            if (typeof data7[i2] !== "string") {
                              validate67.errors = [{ instancePath: instancePath + "/unread_locations/" + i2, schemaPath: "#/properties/unread_locations/items/type", keyword: "type", params: { type: "string" } }];
                              return false;
                            }
                            var valid3 = _errs18 === errors;
                            if (!valid3) {
                              break;
                            }
                          }
                        } else {
                          validate67.errors = [{ instancePath: instancePath + "/unread_locations", schemaPath: "#/properties/unread_locations/type", keyword: "type", params: { type: "array" } }];
                          return false;
                        }
                      }
                      var valid0 = _errs16 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.commits !== void 0) {
                        let data9 = data.commits;
                        const _errs20 = errors;
                        if (errors === _errs20) {
                          if (Array.isArray(data9)) {
                            var valid4 = true;
                            const len3 = data9.length;
                            for (let i3 = 0; i3 < len3; i3++) {
                              let data10 = data9[i3];
                              const _errs22 = errors;
                              if (errors === _errs22) {
                                if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
                                  let missing1;
                                  if (data10.sha === void 0 && (missing1 = "sha") || data10.time === void 0 && (missing1 = "time") || data10.path === void 0 && (missing1 = "path")) {
                                    validate67.errors = [{ instancePath: instancePath + "/commits/" + i3, schemaPath: "#/properties/commits/items/required", keyword: "required", params: { missingProperty: missing1 } }];
                                    return false;
                                  } else {
                                    const _errs24 = errors;
                                    for (const key1 in data10) {
                                      if (!(key1 === "sha" || key1 === "time" || key1 === "path")) {
                                        delete data10[key1];
                                      }
                                    }
                                    if (_errs24 === errors) {
                                      if (data10.sha !== void 0) {
                                        let data11 = data10.sha;
                                        const _errs25 = errors;
                                        if (errors === _errs25) {
                                          if (typeof data11 === "string") {
                                            if (!pattern21.test(data11)) {
                                              validate67.errors = [{ instancePath: instancePath + "/commits/" + i3 + "/sha", schemaPath: "#/properties/commits/items/properties/sha/pattern", keyword: "pattern", params: { pattern: "^[0-9a-f]{12}$" } }];
                                              return false;
                                            }
                                          } else {
                                            validate67.errors = [{ instancePath: instancePath + "/commits/" + i3 + "/sha", schemaPath: "#/properties/commits/items/properties/sha/type", keyword: "type", params: { type: "string" } }];
                                            return false;
                                          }
                                        }
                                        var valid5 = _errs25 === errors;
                                      } else {
                                        var valid5 = true;
                                      }
                                      if (valid5) {
                                        if (data10.time !== void 0) {
                                          let data12 = data10.time;
                                          const _errs27 = errors;
                                          const _errs28 = errors;
                                          if (errors === _errs28) {
                                            if (typeof data12 === "string") {
                                              if (!pattern4.test(data12)) {
                                                validate67.errors = [{ instancePath: instancePath + "/commits/" + i3 + "/time", schemaPath: "definitions.schema.json#/$defs/time/pattern", keyword: "pattern", params: { pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{3})?Z$" } }];
                                                return false;
                                              }
                                            } else {
                                              validate67.errors = [{ instancePath: instancePath + "/commits/" + i3 + "/time", schemaPath: "definitions.schema.json#/$defs/time/type", keyword: "type", params: { type: "string" } }];
                                              return false;
                                            }
                                          }
                                          var valid5 = _errs27 === errors;
                                        } else {
                                          var valid5 = true;
                                        }
                                        if (valid5) {
                                          if (data10.path !== void 0) {
                                            const _errs30 = errors;
                                            if (typeof data10.path !== "string") {
                                              validate67.errors = [{ instancePath: instancePath + "/commits/" + i3 + "/path", schemaPath: "#/properties/commits/items/properties/path/type", keyword: "type", params: { type: "string" } }];
                                              return false;
                                            }
                                            var valid5 = _errs30 === errors;
                                          } else {
                                            var valid5 = true;
                                          }
                                        }
                                      }
                                    }
                                  }
                                } else {
                                  validate67.errors = [{ instancePath: instancePath + "/commits/" + i3, schemaPath: "#/properties/commits/items/type", keyword: "type", params: { type: "object" } }];
                                  return false;
                                }
                              }
                              var valid4 = _errs22 === errors;
                              if (!valid4) {
                                break;
                              }
                            }
                          } else {
                            validate67.errors = [{ instancePath: instancePath + "/commits", schemaPath: "#/properties/commits/type", keyword: "type", params: { type: "array" } }];
                            return false;
                          }
                        }
                        var valid0 = _errs20 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.issued_by !== void 0) {
                          let data14 = data.issued_by;
                          const _errs32 = errors;
                          if (errors === _errs32) {
                            if (Array.isArray(data14)) {
                              var valid7 = true;
                              const len4 = data14.length;
                              for (let i4 = 0; i4 < len4; i4++) {
                                let data15 = data14[i4];
                                const _errs34 = errors;
                                if (errors === _errs34) {
                                  if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
                                    let missing2;
                                    if (data15.system === void 0 && (missing2 = "system") || data15.location === void 0 && (missing2 = "location")) {
                                      validate67.errors = [{ instancePath: instancePath + "/issued_by/" + i4, schemaPath: "#/properties/issued_by/items/required", keyword: "required", params: { missingProperty: missing2 } }];
                                      return false;
                                    } else {
                                      const _errs36 = errors;
                                      for (const key2 in data15) {
                                        if (!(key2 === "system" || key2 === "location" || key2 === "revision" || key2 === "status")) {
                                          delete data15[key2];
                                        }
                                      }
                                      if (_errs36 === errors) {
                                        if (data15.system !== void 0) {
                                          let data16 = data15.system;
                                          const _errs37 = errors;
                                          if (!(data16 === "cert-manager" || data16 === "aws-acm")) {
                                            validate67.errors = [{ instancePath: instancePath + "/issued_by/" + i4 + "/system", schemaPath: "#/properties/issued_by/items/properties/system/enum", keyword: "enum", params: { allowedValues: schema113.properties.issued_by.items.properties.system.enum } }];
                                            return false;
                                          }
                                          var valid8 = _errs37 === errors;
                                        } else {
                                          var valid8 = true;
                                        }
                                        if (valid8) {
                                          if (data15.location !== void 0) {
                                            const _errs38 = errors;
                                            if (typeof data15.location !== "string") {
                                              validate67.errors = [{ instancePath: instancePath + "/issued_by/" + i4 + "/location", schemaPath: "#/properties/issued_by/items/properties/location/type", keyword: "type", params: { type: "string" } }];
                                              return false;
                                            }
                                            var valid8 = _errs38 === errors;
                                          } else {
                                            var valid8 = true;
                                          }
                                          if (valid8) {
                                            if (data15.revision !== void 0) {
                                              let data18 = data15.revision;
                                              const _errs40 = errors;
                                              if (!(typeof data18 == "number" && (!(data18 % 1) && !isNaN(data18)) && isFinite(data18))) {
                                                validate67.errors = [{ instancePath: instancePath + "/issued_by/" + i4 + "/revision", schemaPath: "#/properties/issued_by/items/properties/revision/type", keyword: "type", params: { type: "integer" } }];
                                                return false;
                                              }
                                              var valid8 = _errs40 === errors;
                                            } else {
                                              var valid8 = true;
                                            }
                                            if (valid8) {
                                              if (data15.status !== void 0) {
                                                const _errs42 = errors;
                                                if (typeof data15.status !== "string") {
                                                  validate67.errors = [{ instancePath: instancePath + "/issued_by/" + i4 + "/status", schemaPath: "#/properties/issued_by/items/properties/status/type", keyword: "type", params: { type: "string" } }];
                                                  return false;
                                                }
                                                var valid8 = _errs42 === errors;
                                              } else {
                                                var valid8 = true;
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  } else {
                                    validate67.errors = [{ instancePath: instancePath + "/issued_by/" + i4, schemaPath: "#/properties/issued_by/items/type", keyword: "type", params: { type: "object" } }];
                                    return false;
                                  }
                                }
                                var valid7 = _errs34 === errors;
                                if (!valid7) {
                                  break;
                                }
                              }
                            } else {
                              validate67.errors = [{ instancePath: instancePath + "/issued_by", schemaPath: "#/properties/issued_by/type", keyword: "type", params: { type: "array" } }];
                              return false;
                            }
                          }
                          var valid0 = _errs32 === errors;
                        } else {
                          var valid0 = true;
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate67.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate67.errors = vErrors;
  return errors === 0;
}
validate67.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate65(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate65.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.event_type === void 0 && (missing0 = "event_type") || data.certificate === void 0 && (missing0 = "certificate") || data.display_name === void 0 && (missing0 = "display_name") || data.kind === void 0 && (missing0 = "kind") || data.what === void 0 && (missing0 = "what") || data.certificate_id === void 0 && (missing0 = "certificate_id") || data.alert_key === void 0 && (missing0 = "alert_key") || data.common_name === void 0 && (missing0 = "common_name") || data.subject === void 0 && (missing0 = "subject") || data.issuer === void 0 && (missing0 = "issuer") || data.serial_number === void 0 && (missing0 = "serial_number") || data.fingerprint_sha256 === void 0 && (missing0 = "fingerprint_sha256") || data.sans === void 0 && (missing0 = "sans") || data.key_algorithm === void 0 && (missing0 = "key_algorithm") || data.key_size === void 0 && (missing0 = "key_size") || data.signature_algorithm === void 0 && (missing0 = "signature_algorithm") || data.valid_from === void 0 && (missing0 = "valid_from") || data.valid_to === void 0 && (missing0 = "valid_to") || data.lifetime_days === void 0 && (missing0 = "lifetime_days") || data.effective_valid_to === void 0 && (missing0 = "effective_valid_to") || data.limited_by === void 0 && (missing0 = "limited_by") || data.renewal === void 0 && (missing0 = "renewal") || data.days_remaining === void 0 && (missing0 = "days_remaining") || data.days_since_expiry === void 0 && (missing0 = "days_since_expiry") || data.status === void 0 && (missing0 = "status") || data.level === void 0 && (missing0 = "level") || data.threshold === void 0 && (missing0 = "threshold") || data.threshold_days === void 0 && (missing0 = "threshold_days") || data.scan_id === void 0 && (missing0 = "scan_id") || data.timestamp === void 0 && (missing0 = "timestamp") || data.assigned_objects === void 0 && (missing0 = "assigned_objects") || data.assignment_count === void 0 && (missing0 = "assignment_count") || data.labels === void 0 && (missing0 = "labels") || data.owner === void 0 && (missing0 = "owner") || data.tenant === void 0 && (missing0 = "tenant") || data.renewal_instructions === void 0 && (missing0 = "renewal_instructions") || data.location === void 0 && (missing0 = "location") || data.finding === void 0 && (missing0 = "finding") || data.error === void 0 && (missing0 = "error") || data.last_seen === void 0 && (missing0 = "last_seen") || data.unreachable === void 0 && (missing0 = "unreachable") || data.previous === void 0 && (missing0 = "previous") || data.repository === void 0 && (missing0 = "repository") || data.run_url === void 0 && (missing0 = "run_url") || data.test === void 0 && (missing0 = "test")) {
        validate65.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func1.call(schema105.properties, key0)) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.event_type !== void 0) {
            let data0 = data.event_type;
            const _errs2 = errors;
            if (typeof data0 !== "string" && data0 !== null) {
              validate65.errors = [{ instancePath: instancePath + "/event_type", schemaPath: "#/properties/event_type/type", keyword: "type", params: { type: schema105.properties.event_type.type } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.certificate !== void 0) {
              const _errs4 = errors;
              if (typeof data.certificate !== "string") {
                validate65.errors = [{ instancePath: instancePath + "/certificate", schemaPath: "#/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.display_name !== void 0) {
                const _errs6 = errors;
                if (typeof data.display_name !== "string") {
                  validate65.errors = [{ instancePath: instancePath + "/display_name", schemaPath: "#/properties/display_name/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.kind !== void 0) {
                  let data3 = data.kind;
                  const _errs8 = errors;
                  if (!(data3 === "certificate" || data3 === "fixture" || data3 === "domain" || data3 === "date" || data3 === null)) {
                    validate65.errors = [{ instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema105.properties.kind.enum } }];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.what !== void 0) {
                    let data4 = data.what;
                    const _errs9 = errors;
                    if (typeof data4 !== "string" && data4 !== null) {
                      validate65.errors = [{ instancePath: instancePath + "/what", schemaPath: "#/properties/what/type", keyword: "type", params: { type: schema105.properties.what.type } }];
                      return false;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.certificate_id !== void 0) {
                      let data5 = data.certificate_id;
                      const _errs11 = errors;
                      if (typeof data5 !== "string" && data5 !== null) {
                        validate65.errors = [{ instancePath: instancePath + "/certificate_id", schemaPath: "#/properties/certificate_id/type", keyword: "type", params: { type: schema105.properties.certificate_id.type } }];
                        return false;
                      }
                      var valid0 = _errs11 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.alert_key !== void 0) {
                        const _errs13 = errors;
                        if (typeof data.alert_key !== "string") {
                          validate65.errors = [{ instancePath: instancePath + "/alert_key", schemaPath: "#/properties/alert_key/type", keyword: "type", params: { type: "string" } }];
                          return false;
                        }
                        var valid0 = _errs13 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.common_name !== void 0) {
                          let data7 = data.common_name;
                          const _errs15 = errors;
                          if (typeof data7 !== "string" && data7 !== null) {
                            validate65.errors = [{ instancePath: instancePath + "/common_name", schemaPath: "#/properties/common_name/type", keyword: "type", params: { type: schema105.properties.common_name.type } }];
                            return false;
                          }
                          var valid0 = _errs15 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.subject !== void 0) {
                            let data8 = data.subject;
                            const _errs17 = errors;
                            if (typeof data8 !== "string" && data8 !== null) {
                              validate65.errors = [{ instancePath: instancePath + "/subject", schemaPath: "#/properties/subject/type", keyword: "type", params: { type: schema105.properties.subject.type } }];
                              return false;
                            }
                            var valid0 = _errs17 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.issuer !== void 0) {
                              let data9 = data.issuer;
                              const _errs19 = errors;
                              if (typeof data9 !== "string" && data9 !== null) {
                                validate65.errors = [{ instancePath: instancePath + "/issuer", schemaPath: "#/properties/issuer/type", keyword: "type", params: { type: schema105.properties.issuer.type } }];
                                return false;
                              }
                              var valid0 = _errs19 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.serial_number !== void 0) {
                                let data10 = data.serial_number;
                                const _errs21 = errors;
                                if (typeof data10 !== "string" && data10 !== null) {
                                  validate65.errors = [{ instancePath: instancePath + "/serial_number", schemaPath: "#/properties/serial_number/type", keyword: "type", params: { type: schema105.properties.serial_number.type } }];
                                  return false;
                                }
                                var valid0 = _errs21 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.fingerprint_sha256 !== void 0) {
                                  let data11 = data.fingerprint_sha256;
                                  const _errs23 = errors;
                                  if (typeof data11 !== "string" && data11 !== null) {
                                    validate65.errors = [{ instancePath: instancePath + "/fingerprint_sha256", schemaPath: "#/properties/fingerprint_sha256/type", keyword: "type", params: { type: schema105.properties.fingerprint_sha256.type } }];
                                    return false;
                                  }
                                  var valid0 = _errs23 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.sans !== void 0) {
                                    let data12 = data.sans;
                                    const _errs25 = errors;
                                    if (errors === _errs25) {
                                      if (Array.isArray(data12)) {
                                        var valid1 = true;
                                        const len0 = data12.length;
                                        for (let i0 = 0; i0 < len0; i0++) {
                                          const _errs27 = errors;
                                          if (typeof data12[i0] !== "string") {
                                            validate65.errors = [{ instancePath: instancePath + "/sans/" + i0, schemaPath: "#/properties/sans/items/type", keyword: "type", params: { type: "string" } }];
                                            return false;
                                          }
                                          var valid1 = _errs27 === errors;
                                          if (!valid1) {
                                            break;
                                          }
                                        }
                                      } else {
                                        validate65.errors = [{ instancePath: instancePath + "/sans", schemaPath: "#/properties/sans/type", keyword: "type", params: { type: "array" } }];
                                        return false;
                                      }
                                    }
                                    var valid0 = _errs25 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.key_algorithm !== void 0) {
                                      let data14 = data.key_algorithm;
                                      const _errs29 = errors;
                                      if (typeof data14 !== "string" && data14 !== null) {
                                        validate65.errors = [{ instancePath: instancePath + "/key_algorithm", schemaPath: "#/properties/key_algorithm/type", keyword: "type", params: { type: schema105.properties.key_algorithm.type } }];
                                        return false;
                                      }
                                      var valid0 = _errs29 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.key_size !== void 0) {
                                        let data15 = data.key_size;
                                        const _errs31 = errors;
                                        if (!(typeof data15 == "number" && (!(data15 % 1) && !isNaN(data15)) && isFinite(data15)) && data15 !== null) {
                                          validate65.errors = [{ instancePath: instancePath + "/key_size", schemaPath: "#/properties/key_size/type", keyword: "type", params: { type: schema105.properties.key_size.type } }];
                                          return false;
                                        }
                                        var valid0 = _errs31 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                      if (valid0) {
                                        if (data.signature_algorithm !== void 0) {
                                          let data16 = data.signature_algorithm;
                                          const _errs33 = errors;
                                          if (typeof data16 !== "string" && data16 !== null) {
                                            validate65.errors = [{ instancePath: instancePath + "/signature_algorithm", schemaPath: "#/properties/signature_algorithm/type", keyword: "type", params: { type: schema105.properties.signature_algorithm.type } }];
                                            return false;
                                          }
                                          var valid0 = _errs33 === errors;
                                        } else {
                                          var valid0 = true;
                                        }
                                        if (valid0) {
                                          if (data.valid_from !== void 0) {
                                            let data17 = data.valid_from;
                                            const _errs35 = errors;
                                            if (typeof data17 !== "string" && data17 !== null) {
                                              validate65.errors = [{ instancePath: instancePath + "/valid_from", schemaPath: "#/properties/valid_from/type", keyword: "type", params: { type: schema105.properties.valid_from.type } }];
                                              return false;
                                            }
                                            var valid0 = _errs35 === errors;
                                          } else {
                                            var valid0 = true;
                                          }
                                          if (valid0) {
                                            if (data.valid_to !== void 0) {
                                              let data18 = data.valid_to;
                                              const _errs37 = errors;
                                              if (typeof data18 !== "string" && data18 !== null) {
                                                validate65.errors = [{ instancePath: instancePath + "/valid_to", schemaPath: "#/properties/valid_to/type", keyword: "type", params: { type: schema105.properties.valid_to.type } }];
                                                return false;
                                              }
                                              var valid0 = _errs37 === errors;
                                            } else {
                                              var valid0 = true;
                                            }
                                            if (valid0) {
                                              if (data.lifetime_days !== void 0) {
                                                let data19 = data.lifetime_days;
                                                const _errs39 = errors;
                                                if (!(typeof data19 == "number" && (!(data19 % 1) && !isNaN(data19)) && isFinite(data19)) && data19 !== null) {
                                                  validate65.errors = [{ instancePath: instancePath + "/lifetime_days", schemaPath: "#/properties/lifetime_days/type", keyword: "type", params: { type: schema105.properties.lifetime_days.type } }];
                                                  return false;
                                                }
                                                var valid0 = _errs39 === errors;
                                              } else {
                                                var valid0 = true;
                                              }
                                              if (valid0) {
                                                if (data.effective_valid_to !== void 0) {
                                                  let data20 = data.effective_valid_to;
                                                  const _errs41 = errors;
                                                  if (typeof data20 !== "string" && data20 !== null) {
                                                    validate65.errors = [{ instancePath: instancePath + "/effective_valid_to", schemaPath: "#/properties/effective_valid_to/type", keyword: "type", params: { type: schema105.properties.effective_valid_to.type } }];
                                                    return false;
                                                  }
                                                  var valid0 = _errs41 === errors;
                                                } else {
                                                  var valid0 = true;
                                                }
                                                if (valid0) {
                                                  if (data.limited_by !== void 0) {
                                                    let data21 = data.limited_by;
                                                    const _errs43 = errors;
                                                    const _errs44 = errors;
                                                    let valid2 = false;
                                                    const _errs45 = errors;
                                                    const _errs46 = errors;
                                                    if (errors === _errs46) {
                                                      if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
                                                        let missing1;
                                                        if (data21.subject === void 0 && (missing1 = "subject") || data21.fingerprint_sha256 === void 0 && (missing1 = "fingerprint_sha256")) {
                                                          const err0 = { instancePath: instancePath + "/limited_by", schemaPath: "definitions.schema.json#/$defs/limited_by/required", keyword: "required", params: { missingProperty: missing1 } };
                                                          if (vErrors === null) {
                                                            vErrors = [err0];
                                                          } else {
                                                            vErrors.push(err0);
                                                          }
                                                          errors++;
                                                        } else {
                                                          const _errs48 = errors;
                                                          for (const key1 in data21) {
                                                            if (!(key1 === "subject" || key1 === "fingerprint_sha256")) {
                                                              delete data21[key1];
                                                            }
                                                          }
                                                          if (_errs48 === errors) {
                                                            if (data21.subject !== void 0) {
                                                              const _errs49 = errors;
                                                              if (typeof data21.subject !== "string") {
                                                                const err1 = { instancePath: instancePath + "/limited_by/subject", schemaPath: "definitions.schema.json#/$defs/limited_by/properties/subject/type", keyword: "type", params: { type: "string" } };
                                                                if (vErrors === null) {
                                                                  vErrors = [err1];
                                                                } else {
                                                                  vErrors.push(err1);
                                                                }
                                                                errors++;
                                                              }
                                                              var valid4 = _errs49 === errors;
                                                            } else {
                                                              var valid4 = true;
                                                            }
                                                            if (valid4) {
                                                              if (data21.fingerprint_sha256 !== void 0) {
                                                                const _errs51 = errors;
                                                                if (typeof data21.fingerprint_sha256 !== "string") {
                                                                  const err2 = { instancePath: instancePath + "/limited_by/fingerprint_sha256", schemaPath: "definitions.schema.json#/$defs/limited_by/properties/fingerprint_sha256/type", keyword: "type", params: { type: "string" } };
                                                                  if (vErrors === null) {
                                                                    vErrors = [err2];
                                                                  } else {
                                                                    vErrors.push(err2);
                                                                  }
                                                                  errors++;
                                                                }
                                                                var valid4 = _errs51 === errors;
                                                              } else {
                                                                var valid4 = true;
                                                              }
                                                            }
                                                          }
                                                        }
                                                      } else {
                                                        const err3 = { instancePath: instancePath + "/limited_by", schemaPath: "definitions.schema.json#/$defs/limited_by/type", keyword: "type", params: { type: "object" } };
                                                        if (vErrors === null) {
                                                          vErrors = [err3];
                                                        } else {
                                                          vErrors.push(err3);
                                                        }
                                                        errors++;
                                                      }
                                                    }
                                                    var _valid0 = _errs45 === errors;
                                                    valid2 = valid2 || _valid0;
                                                    const _errs53 = errors;
                                                    if (data21 !== null) {
                                                      const err4 = { instancePath: instancePath + "/limited_by", schemaPath: "#/properties/limited_by/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                      if (vErrors === null) {
                                                        vErrors = [err4];
                                                      } else {
                                                        vErrors.push(err4);
                                                      }
                                                      errors++;
                                                    }
                                                    var _valid0 = _errs53 === errors;
                                                    valid2 = valid2 || _valid0;
                                                    if (!valid2) {
                                                      const err5 = { instancePath: instancePath + "/limited_by", schemaPath: "#/properties/limited_by/anyOf", keyword: "anyOf", params: {} };
                                                      if (vErrors === null) {
                                                        vErrors = [err5];
                                                      } else {
                                                        vErrors.push(err5);
                                                      }
                                                      errors++;
                                                      validate65.errors = vErrors;
                                                      return false;
                                                    } else {
                                                      errors = _errs44;
                                                      if (vErrors !== null) {
                                                        if (_errs44) {
                                                          vErrors.length = _errs44;
                                                        } else {
                                                          vErrors = null;
                                                        }
                                                      }
                                                    }
                                                    var valid0 = _errs43 === errors;
                                                  } else {
                                                    var valid0 = true;
                                                  }
                                                  if (valid0) {
                                                    if (data.handshakes !== void 0) {
                                                      let data24 = data.handshakes;
                                                      const _errs55 = errors;
                                                      const _errs56 = errors;
                                                      if (errors === _errs56) {
                                                        if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
                                                          let missing2;
                                                          if (data24.served === void 0 && (missing2 = "served") || data24.total === void 0 && (missing2 = "total")) {
                                                            validate65.errors = [{ instancePath: instancePath + "/handshakes", schemaPath: "definitions.schema.json#/$defs/handshakes/required", keyword: "required", params: { missingProperty: missing2 } }];
                                                            return false;
                                                          } else {
                                                            const _errs58 = errors;
                                                            for (const key2 in data24) {
                                                              if (!(key2 === "served" || key2 === "total")) {
                                                                delete data24[key2];
                                                              }
                                                            }
                                                            if (_errs58 === errors) {
                                                              if (data24.served !== void 0) {
                                                                let data25 = data24.served;
                                                                const _errs59 = errors;
                                                                if (!(typeof data25 == "number" && (!(data25 % 1) && !isNaN(data25)) && isFinite(data25))) {
                                                                  validate65.errors = [{ instancePath: instancePath + "/handshakes/served", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/served/type", keyword: "type", params: { type: "integer" } }];
                                                                  return false;
                                                                }
                                                                if (errors === _errs59) {
                                                                  if (typeof data25 == "number" && isFinite(data25)) {
                                                                    if (data25 < 1 || isNaN(data25)) {
                                                                      validate65.errors = [{ instancePath: instancePath + "/handshakes/served", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/served/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                                      return false;
                                                                    }
                                                                  }
                                                                }
                                                                var valid6 = _errs59 === errors;
                                                              } else {
                                                                var valid6 = true;
                                                              }
                                                              if (valid6) {
                                                                if (data24.total !== void 0) {
                                                                  let data26 = data24.total;
                                                                  const _errs61 = errors;
                                                                  if (!(typeof data26 == "number" && (!(data26 % 1) && !isNaN(data26)) && isFinite(data26))) {
                                                                    validate65.errors = [{ instancePath: instancePath + "/handshakes/total", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/total/type", keyword: "type", params: { type: "integer" } }];
                                                                    return false;
                                                                  }
                                                                  if (errors === _errs61) {
                                                                    if (typeof data26 == "number" && isFinite(data26)) {
                                                                      if (data26 < 1 || isNaN(data26)) {
                                                                        validate65.errors = [{ instancePath: instancePath + "/handshakes/total", schemaPath: "definitions.schema.json#/$defs/handshakes/properties/total/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                                        return false;
                                                                      }
                                                                    }
                                                                  }
                                                                  var valid6 = _errs61 === errors;
                                                                } else {
                                                                  var valid6 = true;
                                                                }
                                                              }
                                                            }
                                                          }
                                                        } else {
                                                          validate65.errors = [{ instancePath: instancePath + "/handshakes", schemaPath: "definitions.schema.json#/$defs/handshakes/type", keyword: "type", params: { type: "object" } }];
                                                          return false;
                                                        }
                                                      }
                                                      var valid0 = _errs55 === errors;
                                                    } else {
                                                      var valid0 = true;
                                                    }
                                                    if (valid0) {
                                                      if (data.registration !== void 0) {
                                                        const _errs63 = errors;
                                                        if (!validate29(data.registration, { instancePath: instancePath + "/registration", parentData: data, parentDataProperty: "registration", rootData, dynamicAnchors })) {
                                                          vErrors = appendErrors(vErrors, validate29.errors);
                                                          errors = vErrors.length;
                                                        }
                                                        var valid0 = _errs63 === errors;
                                                      } else {
                                                        var valid0 = true;
                                                      }
                                                      if (valid0) {
                                                        if (data.renewal !== void 0) {
                                                          let data28 = data.renewal;
                                                          const _errs64 = errors;
                                                          const _errs65 = errors;
                                                          let valid7 = false;
                                                          const _errs66 = errors;
                                                          const _errs67 = errors;
                                                          if (errors === _errs67) {
                                                            if (data28 && typeof data28 == "object" && !Array.isArray(data28)) {
                                                              let missing3;
                                                              if (data28.expected_at === void 0 && (missing3 = "expected_at") || data28.source === void 0 && (missing3 = "source") || data28.window === void 0 && (missing3 = "window") || data28.explanation_url === void 0 && (missing3 = "explanation_url") || data28.error === void 0 && (missing3 = "error")) {
                                                                const err6 = { instancePath: instancePath + "/renewal", schemaPath: "#/$defs/renewal/required", keyword: "required", params: { missingProperty: missing3 } };
                                                                if (vErrors === null) {
                                                                  vErrors = [err6];
                                                                } else {
                                                                  vErrors.push(err6);
                                                                }
                                                                errors++;
                                                              } else {
                                                                const _errs69 = errors;
                                                                for (const key3 in data28) {
                                                                  if (!(key3 === "expected_at" || key3 === "source" || key3 === "window" || key3 === "explanation_url" || key3 === "error")) {
                                                                    delete data28[key3];
                                                                  }
                                                                }
                                                                if (_errs69 === errors) {
                                                                  if (data28.expected_at !== void 0) {
                                                                    const _errs70 = errors;
                                                                    if (typeof data28.expected_at !== "string") {
                                                                      const err7 = { instancePath: instancePath + "/renewal/expected_at", schemaPath: "#/$defs/renewal/properties/expected_at/type", keyword: "type", params: { type: "string" } };
                                                                      if (vErrors === null) {
                                                                        vErrors = [err7];
                                                                      } else {
                                                                        vErrors.push(err7);
                                                                      }
                                                                      errors++;
                                                                    }
                                                                    var valid9 = _errs70 === errors;
                                                                  } else {
                                                                    var valid9 = true;
                                                                  }
                                                                  if (valid9) {
                                                                    if (data28.source !== void 0) {
                                                                      let data30 = data28.source;
                                                                      const _errs72 = errors;
                                                                      if (!(data30 === "ari" || data30 === "lifetime")) {
                                                                        const err8 = { instancePath: instancePath + "/renewal/source", schemaPath: "#/$defs/renewal/properties/source/enum", keyword: "enum", params: { allowedValues: schema49.properties.source.enum } };
                                                                        if (vErrors === null) {
                                                                          vErrors = [err8];
                                                                        } else {
                                                                          vErrors.push(err8);
                                                                        }
                                                                        errors++;
                                                                      }
                                                                      var valid9 = _errs72 === errors;
                                                                    } else {
                                                                      var valid9 = true;
                                                                    }
                                                                    if (valid9) {
                                                                      if (data28.window !== void 0) {
                                                                        let data31 = data28.window;
                                                                        const _errs73 = errors;
                                                                        const _errs74 = errors;
                                                                        let valid10 = false;
                                                                        const _errs75 = errors;
                                                                        if (errors === _errs75) {
                                                                          if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
                                                                            let missing4;
                                                                            if (data31.start === void 0 && (missing4 = "start") || data31.end === void 0 && (missing4 = "end")) {
                                                                              const err9 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/required", keyword: "required", params: { missingProperty: missing4 } };
                                                                              if (vErrors === null) {
                                                                                vErrors = [err9];
                                                                              } else {
                                                                                vErrors.push(err9);
                                                                              }
                                                                              errors++;
                                                                            } else {
                                                                              const _errs77 = errors;
                                                                              for (const key4 in data31) {
                                                                                if (!(key4 === "start" || key4 === "end")) {
                                                                                  delete data31[key4];
                                                                                }
                                                                              }
                                                                              if (_errs77 === errors) {
                                                                                if (data31.start !== void 0) {
                                                                                  const _errs78 = errors;
                                                                                  if (typeof data31.start !== "string") {
                                                                                    const err10 = { instancePath: instancePath + "/renewal/window/start", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/properties/start/type", keyword: "type", params: { type: "string" } };
                                                                                    if (vErrors === null) {
                                                                                      vErrors = [err10];
                                                                                    } else {
                                                                                      vErrors.push(err10);
                                                                                    }
                                                                                    errors++;
                                                                                  }
                                                                                  var valid11 = _errs78 === errors;
                                                                                } else {
                                                                                  var valid11 = true;
                                                                                }
                                                                                if (valid11) {
                                                                                  if (data31.end !== void 0) {
                                                                                    const _errs80 = errors;
                                                                                    if (typeof data31.end !== "string") {
                                                                                      const err11 = { instancePath: instancePath + "/renewal/window/end", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/properties/end/type", keyword: "type", params: { type: "string" } };
                                                                                      if (vErrors === null) {
                                                                                        vErrors = [err11];
                                                                                      } else {
                                                                                        vErrors.push(err11);
                                                                                      }
                                                                                      errors++;
                                                                                    }
                                                                                    var valid11 = _errs80 === errors;
                                                                                  } else {
                                                                                    var valid11 = true;
                                                                                  }
                                                                                }
                                                                              }
                                                                            }
                                                                          } else {
                                                                            const err12 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf/0/type", keyword: "type", params: { type: "object" } };
                                                                            if (vErrors === null) {
                                                                              vErrors = [err12];
                                                                            } else {
                                                                              vErrors.push(err12);
                                                                            }
                                                                            errors++;
                                                                          }
                                                                        }
                                                                        var _valid2 = _errs75 === errors;
                                                                        valid10 = valid10 || _valid2;
                                                                        const _errs82 = errors;
                                                                        if (data31 !== null) {
                                                                          const err13 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                                          if (vErrors === null) {
                                                                            vErrors = [err13];
                                                                          } else {
                                                                            vErrors.push(err13);
                                                                          }
                                                                          errors++;
                                                                        }
                                                                        var _valid2 = _errs82 === errors;
                                                                        valid10 = valid10 || _valid2;
                                                                        if (!valid10) {
                                                                          const err14 = { instancePath: instancePath + "/renewal/window", schemaPath: "#/$defs/renewal/properties/window/anyOf", keyword: "anyOf", params: {} };
                                                                          if (vErrors === null) {
                                                                            vErrors = [err14];
                                                                          } else {
                                                                            vErrors.push(err14);
                                                                          }
                                                                          errors++;
                                                                        } else {
                                                                          errors = _errs74;
                                                                          if (vErrors !== null) {
                                                                            if (_errs74) {
                                                                              vErrors.length = _errs74;
                                                                            } else {
                                                                              vErrors = null;
                                                                            }
                                                                          }
                                                                        }
                                                                        var valid9 = _errs73 === errors;
                                                                      } else {
                                                                        var valid9 = true;
                                                                      }
                                                                      if (valid9) {
                                                                        if (data28.explanation_url !== void 0) {
                                                                          let data34 = data28.explanation_url;
                                                                          const _errs84 = errors;
                                                                          if (typeof data34 !== "string" && data34 !== null) {
                                                                            const err15 = { instancePath: instancePath + "/renewal/explanation_url", schemaPath: "#/$defs/renewal/properties/explanation_url/type", keyword: "type", params: { type: schema49.properties.explanation_url.type } };
                                                                            if (vErrors === null) {
                                                                              vErrors = [err15];
                                                                            } else {
                                                                              vErrors.push(err15);
                                                                            }
                                                                            errors++;
                                                                          }
                                                                          var valid9 = _errs84 === errors;
                                                                        } else {
                                                                          var valid9 = true;
                                                                        }
                                                                        if (valid9) {
                                                                          if (data28.error !== void 0) {
                                                                            let data35 = data28.error;
                                                                            const _errs86 = errors;
                                                                            if (typeof data35 !== "string" && data35 !== null) {
                                                                              const err16 = { instancePath: instancePath + "/renewal/error", schemaPath: "#/$defs/renewal/properties/error/type", keyword: "type", params: { type: schema49.properties.error.type } };
                                                                              if (vErrors === null) {
                                                                                vErrors = [err16];
                                                                              } else {
                                                                                vErrors.push(err16);
                                                                              }
                                                                              errors++;
                                                                            }
                                                                            var valid9 = _errs86 === errors;
                                                                          } else {
                                                                            var valid9 = true;
                                                                          }
                                                                        }
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            } else {
                                                              const err17 = { instancePath: instancePath + "/renewal", schemaPath: "#/$defs/renewal/type", keyword: "type", params: { type: "object" } };
                                                              if (vErrors === null) {
                                                                vErrors = [err17];
                                                              } else {
                                                                vErrors.push(err17);
                                                              }
                                                              errors++;
                                                            }
                                                          }
                                                          var _valid1 = _errs66 === errors;
                                                          valid7 = valid7 || _valid1;
                                                          const _errs88 = errors;
                                                          if (data28 !== null) {
                                                            const err18 = { instancePath: instancePath + "/renewal", schemaPath: "#/properties/renewal/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                            if (vErrors === null) {
                                                              vErrors = [err18];
                                                            } else {
                                                              vErrors.push(err18);
                                                            }
                                                            errors++;
                                                          }
                                                          var _valid1 = _errs88 === errors;
                                                          valid7 = valid7 || _valid1;
                                                          if (!valid7) {
                                                            const err19 = { instancePath: instancePath + "/renewal", schemaPath: "#/properties/renewal/anyOf", keyword: "anyOf", params: {} };
                                                            if (vErrors === null) {
                                                              vErrors = [err19];
                                                            } else {
                                                              vErrors.push(err19);
                                                            }
                                                            errors++;
                                                            validate65.errors = vErrors;
                                                            return false;
                                                          } else {
                                                            errors = _errs65;
                                                            if (vErrors !== null) {
                                                              if (_errs65) {
                                                                vErrors.length = _errs65;
                                                              } else {
                                                                vErrors = null;
                                                              }
                                                            }
                                                          }
                                                          var valid0 = _errs64 === errors;
                                                        } else {
                                                          var valid0 = true;
                                                        }
                                                        if (valid0) {
                                                          if (data.days_remaining !== void 0) {
                                                            let data36 = data.days_remaining;
                                                            const _errs90 = errors;
                                                            if (!(typeof data36 == "number" && (!(data36 % 1) && !isNaN(data36)) && isFinite(data36)) && data36 !== null) {
                                                              validate65.errors = [{ instancePath: instancePath + "/days_remaining", schemaPath: "#/properties/days_remaining/type", keyword: "type", params: { type: schema105.properties.days_remaining.type } }];
                                                              return false;
                                                            }
                                                            var valid0 = _errs90 === errors;
                                                          } else {
                                                            var valid0 = true;
                                                          }
                                                          if (valid0) {
                                                            if (data.days_since_expiry !== void 0) {
                                                              let data37 = data.days_since_expiry;
                                                              const _errs92 = errors;
                                                              if (!(typeof data37 == "number" && (!(data37 % 1) && !isNaN(data37)) && isFinite(data37)) && data37 !== null) {
                                                                validate65.errors = [{ instancePath: instancePath + "/days_since_expiry", schemaPath: "#/properties/days_since_expiry/type", keyword: "type", params: { type: schema105.properties.days_since_expiry.type } }];
                                                                return false;
                                                              }
                                                              var valid0 = _errs92 === errors;
                                                            } else {
                                                              var valid0 = true;
                                                            }
                                                            if (valid0) {
                                                              if (data.status !== void 0) {
                                                                let data38 = data.status;
                                                                const _errs94 = errors;
                                                                if (!(data38 === "unknown" || data38 === "expired" || data38 === "not_yet_valid" || data38 === "critical" || data38 === "warning" || data38 === "ok")) {
                                                                  validate65.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/$defs/status/enum", keyword: "enum", params: { allowedValues: schema50.enum } }];
                                                                  return false;
                                                                }
                                                                var valid0 = _errs94 === errors;
                                                              } else {
                                                                var valid0 = true;
                                                              }
                                                              if (valid0) {
                                                                if (data.level !== void 0) {
                                                                  let data39 = data.level;
                                                                  const _errs96 = errors;
                                                                  if (!(data39 === "error" || data39 === "warning" || data39 === "info")) {
                                                                    validate65.errors = [{ instancePath: instancePath + "/level", schemaPath: "#/$defs/level/enum", keyword: "enum", params: { allowedValues: schema51.enum } }];
                                                                    return false;
                                                                  }
                                                                  var valid0 = _errs96 === errors;
                                                                } else {
                                                                  var valid0 = true;
                                                                }
                                                                if (valid0) {
                                                                  if (data.threshold !== void 0) {
                                                                    let data40 = data.threshold;
                                                                    const _errs98 = errors;
                                                                    if (!(typeof data40 == "number" && isFinite(data40)) && typeof data40 !== "string" && data40 !== null) {
                                                                      validate65.errors = [{ instancePath: instancePath + "/threshold", schemaPath: "#/properties/threshold/type", keyword: "type", params: { type: schema105.properties.threshold.type } }];
                                                                      return false;
                                                                    }
                                                                    var valid0 = _errs98 === errors;
                                                                  } else {
                                                                    var valid0 = true;
                                                                  }
                                                                  if (valid0) {
                                                                    if (data.threshold_days !== void 0) {
                                                                      let data41 = data.threshold_days;
                                                                      const _errs100 = errors;
                                                                      if (!(typeof data41 == "number" && isFinite(data41)) && data41 !== null) {
                                                                        validate65.errors = [{ instancePath: instancePath + "/threshold_days", schemaPath: "#/properties/threshold_days/type", keyword: "type", params: { type: schema105.properties.threshold_days.type } }];
                                                                        return false;
                                                                      }
                                                                      var valid0 = _errs100 === errors;
                                                                    } else {
                                                                      var valid0 = true;
                                                                    }
                                                                    if (valid0) {
                                                                      if (data.scan_id !== void 0) {
                                                                        const _errs102 = errors;
                                                                        if (typeof data.scan_id !== "string") {
                                                                          validate65.errors = [{ instancePath: instancePath + "/scan_id", schemaPath: "#/properties/scan_id/type", keyword: "type", params: { type: "string" } }];
                                                                          return false;
                                                                        }
                                                                        var valid0 = _errs102 === errors;
                                                                      } else {
                                                                        var valid0 = true;
                                                                      }
                                                                      if (valid0) {
                                                                        if (data.timestamp !== void 0) {
                                                                          const _errs104 = errors;
                                                                          if (typeof data.timestamp !== "string") {
                                                                            validate65.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/type", keyword: "type", params: { type: "string" } }];
                                                                            return false;
                                                                          }
                                                                          var valid0 = _errs104 === errors;
                                                                        } else {
                                                                          var valid0 = true;
                                                                        }
                                                                        if (valid0) {
                                                                          if (data.assigned_objects !== void 0) {
                                                                            let data44 = data.assigned_objects;
                                                                            const _errs106 = errors;
                                                                            if (errors === _errs106) {
                                                                              if (Array.isArray(data44)) {
                                                                                var valid14 = true;
                                                                                const len1 = data44.length;
                                                                                for (let i1 = 0; i1 < len1; i1++) {
                                                                                  let data45 = data44[i1];
                                                                                  const _errs108 = errors;
                                                                                  if (errors === _errs108) {
                                                                                    if (data45 && typeof data45 == "object" && !Array.isArray(data45)) {
                                                                                      let missing5;
                                                                                      if (data45.type === void 0 && (missing5 = "type") || data45.name === void 0 && (missing5 = "name")) {
                                                                                        validate65.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1, schemaPath: "#/properties/assigned_objects/items/required", keyword: "required", params: { missingProperty: missing5 } }];
                                                                                        return false;
                                                                                      } else {
                                                                                        const _errs110 = errors;
                                                                                        for (const key5 in data45) {
                                                                                          if (!(key5 === "type" || key5 === "name")) {
                                                                                            delete data45[key5];
                                                                                          }
                                                                                        }
                                                                                        if (_errs110 === errors) {
                                                                                          if (data45.type !== void 0) {
                                                                                            const _errs111 = errors;
                                                                                            if (typeof data45.type !== "string") {
                                                                                              validate65.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1 + "/type", schemaPath: "#/properties/assigned_objects/items/properties/type/type", keyword: "type", params: { type: "string" } }];
                                                                                              return false;
                                                                                            }
                                                                                            var valid15 = _errs111 === errors;
                                                                                          } else {
                                                                                            var valid15 = true;
                                                                                          }
                                                                                          if (valid15) {
                                                                                            if (data45.name !== void 0) {
                                                                                              const _errs113 = errors;
                                                                                              if (typeof data45.name !== "string") {
                                                                                                validate65.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1 + "/name", schemaPath: "#/properties/assigned_objects/items/properties/name/type", keyword: "type", params: { type: "string" } }];
                                                                                                return false;
                                                                                              }
                                                                                              var valid15 = _errs113 === errors;
                                                                                            } else {
                                                                                              var valid15 = true;
                                                                                            }
                                                                                          }
                                                                                        }
                                                                                      }
                                                                                    } else {
                                                                                      validate65.errors = [{ instancePath: instancePath + "/assigned_objects/" + i1, schemaPath: "#/properties/assigned_objects/items/type", keyword: "type", params: { type: "object" } }];
                                                                                      return false;
                                                                                    }
                                                                                  }
                                                                                  var valid14 = _errs108 === errors;
                                                                                  if (!valid14) {
                                                                                    break;
                                                                                  }
                                                                                }
                                                                              } else {
                                                                                validate65.errors = [{ instancePath: instancePath + "/assigned_objects", schemaPath: "#/properties/assigned_objects/type", keyword: "type", params: { type: "array" } }];
                                                                                return false;
                                                                              }
                                                                            }
                                                                            var valid0 = _errs106 === errors;
                                                                          } else {
                                                                            var valid0 = true;
                                                                          }
                                                                          if (valid0) {
                                                                            if (data.assignment_count !== void 0) {
                                                                              let data48 = data.assignment_count;
                                                                              const _errs115 = errors;
                                                                              if (!(typeof data48 == "number" && (!(data48 % 1) && !isNaN(data48)) && isFinite(data48))) {
                                                                                validate65.errors = [{ instancePath: instancePath + "/assignment_count", schemaPath: "#/properties/assignment_count/type", keyword: "type", params: { type: "integer" } }];
                                                                                return false;
                                                                              }
                                                                              if (errors === _errs115) {
                                                                                if (typeof data48 == "number" && isFinite(data48)) {
                                                                                  if (data48 < 0 || isNaN(data48)) {
                                                                                    validate65.errors = [{ instancePath: instancePath + "/assignment_count", schemaPath: "#/properties/assignment_count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                              }
                                                                              var valid0 = _errs115 === errors;
                                                                            } else {
                                                                              var valid0 = true;
                                                                            }
                                                                            if (valid0) {
                                                                              if (data.labels !== void 0) {
                                                                                let data49 = data.labels;
                                                                                const _errs117 = errors;
                                                                                if (errors === _errs117) {
                                                                                  if (data49 && typeof data49 == "object" && !Array.isArray(data49)) {
                                                                                    for (const key6 in data49) {
                                                                                      const _errs120 = errors;
                                                                                      if (typeof data49[key6] !== "string") {
                                                                                        validate65.errors = [{ instancePath: instancePath + "/labels/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/labels/additionalProperties/type", keyword: "type", params: { type: "string" } }];
                                                                                        return false;
                                                                                      }
                                                                                      var valid16 = _errs120 === errors;
                                                                                      if (!valid16) {
                                                                                        break;
                                                                                      }
                                                                                    }
                                                                                  } else {
                                                                                    validate65.errors = [{ instancePath: instancePath + "/labels", schemaPath: "#/properties/labels/type", keyword: "type", params: { type: "object" } }];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                                var valid0 = _errs117 === errors;
                                                                              } else {
                                                                                var valid0 = true;
                                                                              }
                                                                              if (valid0) {
                                                                                if (data.owner !== void 0) {
                                                                                  let data51 = data.owner;
                                                                                  const _errs122 = errors;
                                                                                  if (typeof data51 !== "string" && data51 !== null) {
                                                                                    validate65.errors = [{ instancePath: instancePath + "/owner", schemaPath: "#/properties/owner/type", keyword: "type", params: { type: schema105.properties.owner.type } }];
                                                                                    return false;
                                                                                  }
                                                                                  var valid0 = _errs122 === errors;
                                                                                } else {
                                                                                  var valid0 = true;
                                                                                }
                                                                                if (valid0) {
                                                                                  if (data.tenant !== void 0) {
                                                                                    let data52 = data.tenant;
                                                                                    const _errs124 = errors;
                                                                                    if (typeof data52 !== "string" && data52 !== null) {
                                                                                      validate65.errors = [{ instancePath: instancePath + "/tenant", schemaPath: "#/properties/tenant/type", keyword: "type", params: { type: schema105.properties.tenant.type } }];
                                                                                      return false;
                                                                                    }
                                                                                    var valid0 = _errs124 === errors;
                                                                                  } else {
                                                                                    var valid0 = true;
                                                                                  }
                                                                                  if (valid0) {
                                                                                    if (data.renewal_instructions !== void 0) {
                                                                                      let data53 = data.renewal_instructions;
                                                                                      const _errs126 = errors;
                                                                                      if (typeof data53 !== "string" && data53 !== null) {
                                                                                        validate65.errors = [{ instancePath: instancePath + "/renewal_instructions", schemaPath: "#/properties/renewal_instructions/type", keyword: "type", params: { type: schema105.properties.renewal_instructions.type } }];
                                                                                        return false;
                                                                                      }
                                                                                      var valid0 = _errs126 === errors;
                                                                                    } else {
                                                                                      var valid0 = true;
                                                                                    }
                                                                                    if (valid0) {
                                                                                      if (data.location !== void 0) {
                                                                                        let data54 = data.location;
                                                                                        const _errs128 = errors;
                                                                                        if (typeof data54 !== "string" && data54 !== null) {
                                                                                          validate65.errors = [{ instancePath: instancePath + "/location", schemaPath: "#/properties/location/type", keyword: "type", params: { type: schema105.properties.location.type } }];
                                                                                          return false;
                                                                                        }
                                                                                        var valid0 = _errs128 === errors;
                                                                                      } else {
                                                                                        var valid0 = true;
                                                                                      }
                                                                                      if (valid0) {
                                                                                        if (data.finding !== void 0) {
                                                                                          let data55 = data.finding;
                                                                                          const _errs130 = errors;
                                                                                          const _errs131 = errors;
                                                                                          let valid17 = false;
                                                                                          const _errs132 = errors;
                                                                                          if (errors === _errs132) {
                                                                                            if (data55 && typeof data55 == "object" && !Array.isArray(data55)) {
                                                                                              let missing6;
                                                                                              if (data55.event === void 0 && (missing6 = "event") || data55.qualifier === void 0 && (missing6 = "qualifier") || data55.severity === void 0 && (missing6 = "severity") || data55.code === void 0 && (missing6 = "code") || data55.detail === void 0 && (missing6 = "detail")) {
                                                                                                const err20 = { instancePath: instancePath + "/finding", schemaPath: "#/properties/finding/anyOf/0/required", keyword: "required", params: { missingProperty: missing6 } };
                                                                                                if (vErrors === null) {
                                                                                                  vErrors = [err20];
                                                                                                } else {
                                                                                                  vErrors.push(err20);
                                                                                                }
                                                                                                errors++;
                                                                                              } else {
                                                                                                const _errs134 = errors;
                                                                                                for (const key7 in data55) {
                                                                                                  if (!(key7 === "event" || key7 === "qualifier" || key7 === "severity" || key7 === "code" || key7 === "detail" || key7 === "checks" || key7 === "proposal")) {
                                                                                                    delete data55[key7];
                                                                                                  }
                                                                                                }
                                                                                                if (_errs134 === errors) {
                                                                                                  if (data55.event !== void 0) {
                                                                                                    const _errs135 = errors;
                                                                                                    if (typeof data55.event !== "string") {
                                                                                                      const err21 = { instancePath: instancePath + "/finding/event", schemaPath: "#/properties/finding/anyOf/0/properties/event/type", keyword: "type", params: { type: "string" } };
                                                                                                      if (vErrors === null) {
                                                                                                        vErrors = [err21];
                                                                                                      } else {
                                                                                                        vErrors.push(err21);
                                                                                                      }
                                                                                                      errors++;
                                                                                                    }
                                                                                                    var valid18 = _errs135 === errors;
                                                                                                  } else {
                                                                                                    var valid18 = true;
                                                                                                  }
                                                                                                  if (valid18) {
                                                                                                    if (data55.qualifier !== void 0) {
                                                                                                      const _errs137 = errors;
                                                                                                      if (typeof data55.qualifier !== "string") {
                                                                                                        const err22 = { instancePath: instancePath + "/finding/qualifier", schemaPath: "#/properties/finding/anyOf/0/properties/qualifier/type", keyword: "type", params: { type: "string" } };
                                                                                                        if (vErrors === null) {
                                                                                                          vErrors = [err22];
                                                                                                        } else {
                                                                                                          vErrors.push(err22);
                                                                                                        }
                                                                                                        errors++;
                                                                                                      }
                                                                                                      var valid18 = _errs137 === errors;
                                                                                                    } else {
                                                                                                      var valid18 = true;
                                                                                                    }
                                                                                                    if (valid18) {
                                                                                                      if (data55.severity !== void 0) {
                                                                                                        let data58 = data55.severity;
                                                                                                        const _errs139 = errors;
                                                                                                        if (typeof data58 !== "string" && data58 !== null) {
                                                                                                          const err23 = { instancePath: instancePath + "/finding/severity", schemaPath: "#/properties/finding/anyOf/0/properties/severity/type", keyword: "type", params: { type: schema105.properties.finding.anyOf[0].properties.severity.type } };
                                                                                                          if (vErrors === null) {
                                                                                                            vErrors = [err23];
                                                                                                          } else {
                                                                                                            vErrors.push(err23);
                                                                                                          }
                                                                                                          errors++;
                                                                                                        }
                                                                                                        var valid18 = _errs139 === errors;
                                                                                                      } else {
                                                                                                        var valid18 = true;
                                                                                                      }
                                                                                                      if (valid18) {
                                                                                                        if (data55.code !== void 0) {
                                                                                                          let data59 = data55.code;
                                                                                                          const _errs141 = errors;
                                                                                                          if (typeof data59 !== "string" && data59 !== null) {
                                                                                                            const err24 = { instancePath: instancePath + "/finding/code", schemaPath: "#/properties/finding/anyOf/0/properties/code/type", keyword: "type", params: { type: schema105.properties.finding.anyOf[0].properties.code.type } };
                                                                                                            if (vErrors === null) {
                                                                                                              vErrors = [err24];
                                                                                                            } else {
                                                                                                              vErrors.push(err24);
                                                                                                            }
                                                                                                            errors++;
                                                                                                          }
                                                                                                          var valid18 = _errs141 === errors;
                                                                                                        } else {
                                                                                                          var valid18 = true;
                                                                                                        }
                                                                                                        if (valid18) {
                                                                                                          if (data55.detail !== void 0) {
                                                                                                            let data60 = data55.detail;
                                                                                                            const _errs143 = errors;
                                                                                                            if (typeof data60 !== "string" && data60 !== null) {
                                                                                                              const err25 = { instancePath: instancePath + "/finding/detail", schemaPath: "#/properties/finding/anyOf/0/properties/detail/type", keyword: "type", params: { type: schema105.properties.finding.anyOf[0].properties.detail.type } };
                                                                                                              if (vErrors === null) {
                                                                                                                vErrors = [err25];
                                                                                                              } else {
                                                                                                                vErrors.push(err25);
                                                                                                              }
                                                                                                              errors++;
                                                                                                            }
                                                                                                            var valid18 = _errs143 === errors;
                                                                                                          } else {
                                                                                                            var valid18 = true;
                                                                                                          }
                                                                                                          if (valid18) {
                                                                                                            if (data55.checks !== void 0) {
                                                                                                              let data61 = data55.checks;
                                                                                                              const _errs145 = errors;
                                                                                                              if (errors === _errs145) {
                                                                                                                if (Array.isArray(data61)) {
                                                                                                                  var valid19 = true;
                                                                                                                  const len2 = data61.length;
                                                                                                                  for (let i2 = 0; i2 < len2; i2++) {
                                                                                                                    let data62 = data61[i2];
                                                                                                                    const _errs147 = errors;
                                                                                                                    const _errs148 = errors;
                                                                                                                    if (errors === _errs148) {
                                                                                                                      if (data62 && typeof data62 == "object" && !Array.isArray(data62)) {
                                                                                                                        let missing7;
                                                                                                                        if (data62.code === void 0 && (missing7 = "code") || data62.detail === void 0 && (missing7 = "detail")) {
                                                                                                                          const err26 = { instancePath: instancePath + "/finding/checks/" + i2, schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing7 } };
                                                                                                                          if (vErrors === null) {
                                                                                                                            vErrors = [err26];
                                                                                                                          } else {
                                                                                                                            vErrors.push(err26);
                                                                                                                          }
                                                                                                                          errors++;
                                                                                                                        } else {
                                                                                                                          const _errs150 = errors;
                                                                                                                          for (const key8 in data62) {
                                                                                                                            if (!(key8 === "code" || key8 === "detail")) {
                                                                                                                              delete data62[key8];
                                                                                                                            }
                                                                                                                          }
                                                                                                                          if (_errs150 === errors) {
                                                                                                                            if (data62.code !== void 0) {
                                                                                                                              const _errs151 = errors;
                                                                                                                              if (typeof data62.code !== "string") {
                                                                                                                                const err27 = { instancePath: instancePath + "/finding/checks/" + i2 + "/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } };
                                                                                                                                if (vErrors === null) {
                                                                                                                                  vErrors = [err27];
                                                                                                                                } else {
                                                                                                                                  vErrors.push(err27);
                                                                                                                                }
                                                                                                                                errors++;
                                                                                                                              }
                                                                                                                              var valid21 = _errs151 === errors;
                                                                                                                            } else {
                                                                                                                              var valid21 = true;
                                                                                                                            }
                                                                                                                            if (valid21) {
                                                                                                                              if (data62.detail !== void 0) {
                                                                                                                                const _errs153 = errors;
                                                                                                                                if (typeof data62.detail !== "string") {
                                                                                                                                  const err28 = { instancePath: instancePath + "/finding/checks/" + i2 + "/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } };
                                                                                                                                  if (vErrors === null) {
                                                                                                                                    vErrors = [err28];
                                                                                                                                  } else {
                                                                                                                                    vErrors.push(err28);
                                                                                                                                  }
                                                                                                                                  errors++;
                                                                                                                                }
                                                                                                                                var valid21 = _errs153 === errors;
                                                                                                                              } else {
                                                                                                                                var valid21 = true;
                                                                                                                              }
                                                                                                                            }
                                                                                                                          }
                                                                                                                        }
                                                                                                                      } else {
                                                                                                                        const err29 = { instancePath: instancePath + "/finding/checks/" + i2, schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } };
                                                                                                                        if (vErrors === null) {
                                                                                                                          vErrors = [err29];
                                                                                                                        } else {
                                                                                                                          vErrors.push(err29);
                                                                                                                        }
                                                                                                                        errors++;
                                                                                                                      }
                                                                                                                    }
                                                                                                                    var valid19 = _errs147 === errors;
                                                                                                                    if (!valid19) {
                                                                                                                      break;
                                                                                                                    }
                                                                                                                  }
                                                                                                                } else {
                                                                                                                  const err30 = { instancePath: instancePath + "/finding/checks", schemaPath: "#/properties/finding/anyOf/0/properties/checks/type", keyword: "type", params: { type: "array" } };
                                                                                                                  if (vErrors === null) {
                                                                                                                    vErrors = [err30];
                                                                                                                  } else {
                                                                                                                    vErrors.push(err30);
                                                                                                                  }
                                                                                                                  errors++;
                                                                                                                }
                                                                                                              }
                                                                                                              var valid18 = _errs145 === errors;
                                                                                                            } else {
                                                                                                              var valid18 = true;
                                                                                                            }
                                                                                                            if (valid18) {
                                                                                                              if (data55.proposal !== void 0) {
                                                                                                                const _errs155 = errors;
                                                                                                                if (typeof data55.proposal !== "string") {
                                                                                                                  const err31 = { instancePath: instancePath + "/finding/proposal", schemaPath: "#/properties/finding/anyOf/0/properties/proposal/type", keyword: "type", params: { type: "string" } };
                                                                                                                  if (vErrors === null) {
                                                                                                                    vErrors = [err31];
                                                                                                                  } else {
                                                                                                                    vErrors.push(err31);
                                                                                                                  }
                                                                                                                  errors++;
                                                                                                                }
                                                                                                                var valid18 = _errs155 === errors;
                                                                                                              } else {
                                                                                                                var valid18 = true;
                                                                                                              }
                                                                                                            }
                                                                                                          }
                                                                                                        }
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                              }
                                                                                            } else {
                                                                                              const err32 = { instancePath: instancePath + "/finding", schemaPath: "#/properties/finding/anyOf/0/type", keyword: "type", params: { type: "object" } };
                                                                                              if (vErrors === null) {
                                                                                                vErrors = [err32];
                                                                                              } else {
                                                                                                vErrors.push(err32);
                                                                                              }
                                                                                              errors++;
                                                                                            }
                                                                                          }
                                                                                          var _valid3 = _errs132 === errors;
                                                                                          valid17 = valid17 || _valid3;
                                                                                          const _errs157 = errors;
                                                                                          if (data55 !== null) {
                                                                                            const err33 = { instancePath: instancePath + "/finding", schemaPath: "#/properties/finding/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                                                            if (vErrors === null) {
                                                                                              vErrors = [err33];
                                                                                            } else {
                                                                                              vErrors.push(err33);
                                                                                            }
                                                                                            errors++;
                                                                                          }
                                                                                          var _valid3 = _errs157 === errors;
                                                                                          valid17 = valid17 || _valid3;
                                                                                          if (!valid17) {
                                                                                            const err34 = { instancePath: instancePath + "/finding", schemaPath: "#/properties/finding/anyOf", keyword: "anyOf", params: {} };
                                                                                            if (vErrors === null) {
                                                                                              vErrors = [err34];
                                                                                            } else {
                                                                                              vErrors.push(err34);
                                                                                            }
                                                                                            errors++;
                                                                                            validate65.errors = vErrors;
                                                                                            return false;
                                                                                          } else {
                                                                                            errors = _errs131;
                                                                                            if (vErrors !== null) {
                                                                                              if (_errs131) {
                                                                                                vErrors.length = _errs131;
                                                                                              } else {
                                                                                                vErrors = null;
                                                                                              }
                                                                                            }
                                                                                          }
                                                                                          var valid0 = _errs130 === errors;
                                                                                        } else {
                                                                                          var valid0 = true;
                                                                                        }
                                                                                        if (valid0) {
                                                                                          if (data.error !== void 0) {
                                                                                            let data66 = data.error;
                                                                                            const _errs159 = errors;
                                                                                            const _errs160 = errors;
                                                                                            let valid22 = false;
                                                                                            const _errs161 = errors;
                                                                                            const _errs162 = errors;
                                                                                            if (errors === _errs162) {
                                                                                              if (data66 && typeof data66 == "object" && !Array.isArray(data66)) {
                                                                                                let missing8;
                                                                                                if (data66.code === void 0 && (missing8 = "code") || data66.detail === void 0 && (missing8 = "detail")) {
                                                                                                  const err35 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing8 } };
                                                                                                  if (vErrors === null) {
                                                                                                    vErrors = [err35];
                                                                                                  } else {
                                                                                                    vErrors.push(err35);
                                                                                                  }
                                                                                                  errors++;
                                                                                                } else {
                                                                                                  const _errs164 = errors;
                                                                                                  for (const key9 in data66) {
                                                                                                    if (!(key9 === "code" || key9 === "detail")) {
                                                                                                      delete data66[key9];
                                                                                                    }
                                                                                                  }
                                                                                                  if (_errs164 === errors) {
                                                                                                    if (data66.code !== void 0) {
                                                                                                      const _errs165 = errors;
                                                                                                      if (typeof data66.code !== "string") {
                                                                                                        const err36 = { instancePath: instancePath + "/error/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } };
                                                                                                        if (vErrors === null) {
                                                                                                          vErrors = [err36];
                                                                                                        } else {
                                                                                                          vErrors.push(err36);
                                                                                                        }
                                                                                                        errors++;
                                                                                                      }
                                                                                                      var valid24 = _errs165 === errors;
                                                                                                    } else {
                                                                                                      var valid24 = true;
                                                                                                    }
                                                                                                    if (valid24) {
                                                                                                      if (data66.detail !== void 0) {
                                                                                                        const _errs167 = errors;
                                                                                                        if (typeof data66.detail !== "string") {
                                                                                                          const err37 = { instancePath: instancePath + "/error/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } };
                                                                                                          if (vErrors === null) {
                                                                                                            vErrors = [err37];
                                                                                                          } else {
                                                                                                            vErrors.push(err37);
                                                                                                          }
                                                                                                          errors++;
                                                                                                        }
                                                                                                        var valid24 = _errs167 === errors;
                                                                                                      } else {
                                                                                                        var valid24 = true;
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                              } else {
                                                                                                const err38 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } };
                                                                                                if (vErrors === null) {
                                                                                                  vErrors = [err38];
                                                                                                } else {
                                                                                                  vErrors.push(err38);
                                                                                                }
                                                                                                errors++;
                                                                                              }
                                                                                            }
                                                                                            var _valid4 = _errs161 === errors;
                                                                                            valid22 = valid22 || _valid4;
                                                                                            const _errs169 = errors;
                                                                                            if (data66 !== null) {
                                                                                              const err39 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf/1/type", keyword: "type", params: { type: "null" } };
                                                                                              if (vErrors === null) {
                                                                                                vErrors = [err39];
                                                                                              } else {
                                                                                                vErrors.push(err39);
                                                                                              }
                                                                                              errors++;
                                                                                            }
                                                                                            var _valid4 = _errs169 === errors;
                                                                                            valid22 = valid22 || _valid4;
                                                                                            if (!valid22) {
                                                                                              const err40 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf", keyword: "anyOf", params: {} };
                                                                                              if (vErrors === null) {
                                                                                                vErrors = [err40];
                                                                                              } else {
                                                                                                vErrors.push(err40);
                                                                                              }
                                                                                              errors++;
                                                                                              validate65.errors = vErrors;
                                                                                              return false;
                                                                                            } else {
                                                                                              errors = _errs160;
                                                                                              if (vErrors !== null) {
                                                                                                if (_errs160) {
                                                                                                  vErrors.length = _errs160;
                                                                                                } else {
                                                                                                  vErrors = null;
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                            var valid0 = _errs159 === errors;
                                                                                          } else {
                                                                                            var valid0 = true;
                                                                                          }
                                                                                          if (valid0) {
                                                                                            if (data.last_seen !== void 0) {
                                                                                              let data69 = data.last_seen;
                                                                                              const _errs171 = errors;
                                                                                              if (typeof data69 !== "string" && data69 !== null) {
                                                                                                validate65.errors = [{ instancePath: instancePath + "/last_seen", schemaPath: "#/properties/last_seen/type", keyword: "type", params: { type: schema105.properties.last_seen.type } }];
                                                                                                return false;
                                                                                              }
                                                                                              var valid0 = _errs171 === errors;
                                                                                            } else {
                                                                                              var valid0 = true;
                                                                                            }
                                                                                            if (valid0) {
                                                                                              if (data.unreachable !== void 0) {
                                                                                                let data70 = data.unreachable;
                                                                                                const _errs173 = errors;
                                                                                                const _errs174 = errors;
                                                                                                let valid25 = false;
                                                                                                const _errs175 = errors;
                                                                                                if (data70 !== null) {
                                                                                                  const err41 = { instancePath: instancePath + "/unreachable", schemaPath: "#/properties/unreachable/anyOf/0/type", keyword: "type", params: { type: "null" } };
                                                                                                  if (vErrors === null) {
                                                                                                    vErrors = [err41];
                                                                                                  } else {
                                                                                                    vErrors.push(err41);
                                                                                                  }
                                                                                                  errors++;
                                                                                                }
                                                                                                var _valid5 = _errs175 === errors;
                                                                                                valid25 = valid25 || _valid5;
                                                                                                const _errs177 = errors;
                                                                                                if (errors === _errs177) {
                                                                                                  if (data70 && typeof data70 == "object" && !Array.isArray(data70)) {
                                                                                                    let missing9;
                                                                                                    if (data70.never_read === void 0 && (missing9 = "never_read") || data70.since === void 0 && (missing9 = "since") || data70.days === void 0 && (missing9 = "days")) {
                                                                                                      const err42 = { instancePath: instancePath + "/unreachable", schemaPath: "#/properties/unreachable/anyOf/1/required", keyword: "required", params: { missingProperty: missing9 } };
                                                                                                      if (vErrors === null) {
                                                                                                        vErrors = [err42];
                                                                                                      } else {
                                                                                                        vErrors.push(err42);
                                                                                                      }
                                                                                                      errors++;
                                                                                                    } else {
                                                                                                      const _errs179 = errors;
                                                                                                      for (const key10 in data70) {
                                                                                                        if (!(key10 === "never_read" || key10 === "since" || key10 === "days")) {
                                                                                                          delete data70[key10];
                                                                                                        }
                                                                                                      }
                                                                                                      if (_errs179 === errors) {
                                                                                                        if (data70.never_read !== void 0) {
                                                                                                          const _errs180 = errors;
                                                                                                          if (typeof data70.never_read !== "boolean") {
                                                                                                            const err43 = { instancePath: instancePath + "/unreachable/never_read", schemaPath: "#/properties/unreachable/anyOf/1/properties/never_read/type", keyword: "type", params: { type: "boolean" } };
                                                                                                            if (vErrors === null) {
                                                                                                              vErrors = [err43];
                                                                                                            } else {
                                                                                                              vErrors.push(err43);
                                                                                                            }
                                                                                                            errors++;
                                                                                                          }
                                                                                                          var valid26 = _errs180 === errors;
                                                                                                        } else {
                                                                                                          var valid26 = true;
                                                                                                        }
                                                                                                        if (valid26) {
                                                                                                          if (data70.since !== void 0) {
                                                                                                            let data72 = data70.since;
                                                                                                            const _errs182 = errors;
                                                                                                            if (typeof data72 !== "string" && data72 !== null) {
                                                                                                              const err44 = { instancePath: instancePath + "/unreachable/since", schemaPath: "#/properties/unreachable/anyOf/1/properties/since/type", keyword: "type", params: { type: schema105.properties.unreachable.anyOf[1].properties.since.type } };
                                                                                                              if (vErrors === null) {
                                                                                                                vErrors = [err44];
                                                                                                              } else {
                                                                                                                vErrors.push(err44);
                                                                                                              }
                                                                                                              errors++;
                                                                                                            }
                                                                                                            var valid26 = _errs182 === errors;
                                                                                                          } else {
                                                                                                            var valid26 = true;
                                                                                                          }
                                                                                                          if (valid26) {
                                                                                                            if (data70.days !== void 0) {
                                                                                                              let data73 = data70.days;
                                                                                                              const _errs184 = errors;
                                                                                                              if (!(typeof data73 == "number" && (!(data73 % 1) && !isNaN(data73)) && isFinite(data73))) {
                                                                                                                const err45 = { instancePath: instancePath + "/unreachable/days", schemaPath: "#/properties/unreachable/anyOf/1/properties/days/type", keyword: "type", params: { type: "integer" } };
                                                                                                                if (vErrors === null) {
                                                                                                                  vErrors = [err45];
                                                                                                                } else {
                                                                                                                  vErrors.push(err45);
                                                                                                                }
                                                                                                                errors++;
                                                                                                              }
                                                                                                              var valid26 = _errs184 === errors;
                                                                                                            } else {
                                                                                                              var valid26 = true;
                                                                                                            }
                                                                                                          }
                                                                                                        }
                                                                                                      }
                                                                                                    }
                                                                                                  } else {
                                                                                                    const err46 = { instancePath: instancePath + "/unreachable", schemaPath: "#/properties/unreachable/anyOf/1/type", keyword: "type", params: { type: "object" } };
                                                                                                    if (vErrors === null) {
                                                                                                      vErrors = [err46];
                                                                                                    } else {
                                                                                                      vErrors.push(err46);
                                                                                                    }
                                                                                                    errors++;
                                                                                                  }
                                                                                                }
                                                                                                var _valid5 = _errs177 === errors;
                                                                                                valid25 = valid25 || _valid5;
                                                                                                if (!valid25) {
                                                                                                  const err47 = { instancePath: instancePath + "/unreachable", schemaPath: "#/properties/unreachable/anyOf", keyword: "anyOf", params: {} };
                                                                                                  if (vErrors === null) {
                                                                                                    vErrors = [err47];
                                                                                                  } else {
                                                                                                    vErrors.push(err47);
                                                                                                  }
                                                                                                  errors++;
                                                                                                  validate65.errors = vErrors;
                                                                                                  return false;
                                                                                                } else {
                                                                                                  errors = _errs174;
                                                                                                  if (vErrors !== null) {
                                                                                                    if (_errs174) {
                                                                                                      vErrors.length = _errs174;
                                                                                                    } else {
                                                                                                      vErrors = null;
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                                var valid0 = _errs173 === errors;
                                                                                              } else {
                                                                                                var valid0 = true;
                                                                                              }
                                                                                              if (valid0) {
                                                                                                if (data.previous !== void 0) {
                                                                                                  let data74 = data.previous;
                                                                                                  const _errs186 = errors;
                                                                                                  const _errs187 = errors;
                                                                                                  let valid27 = false;
                                                                                                  const _errs188 = errors;
                                                                                                  if (data74 !== null) {
                                                                                                    const err48 = { instancePath: instancePath + "/previous", schemaPath: "#/properties/previous/anyOf/0/type", keyword: "type", params: { type: "null" } };
                                                                                                    if (vErrors === null) {
                                                                                                      vErrors = [err48];
                                                                                                    } else {
                                                                                                      vErrors.push(err48);
                                                                                                    }
                                                                                                    errors++;
                                                                                                  }
                                                                                                  var _valid6 = _errs188 === errors;
                                                                                                  valid27 = valid27 || _valid6;
                                                                                                  const _errs190 = errors;
                                                                                                  if (errors === _errs190) {
                                                                                                    if (data74 && typeof data74 == "object" && !Array.isArray(data74)) {
                                                                                                      let missing10;
                                                                                                      if (data74.fingerprint_sha256 === void 0 && (missing10 = "fingerprint_sha256") || data74.valid_to === void 0 && (missing10 = "valid_to") || data74.common_name === void 0 && (missing10 = "common_name")) {
                                                                                                        const err49 = { instancePath: instancePath + "/previous", schemaPath: "#/properties/previous/anyOf/1/required", keyword: "required", params: { missingProperty: missing10 } };
                                                                                                        if (vErrors === null) {
                                                                                                          vErrors = [err49];
                                                                                                        } else {
                                                                                                          vErrors.push(err49);
                                                                                                        }
                                                                                                        errors++;
                                                                                                      } else {
                                                                                                        const _errs192 = errors;
                                                                                                        for (const key11 in data74) {
                                                                                                          if (!(key11 === "fingerprint_sha256" || key11 === "valid_to" || key11 === "common_name")) {
                                                                                                            delete data74[key11];
                                                                                                          }
                                                                                                        }
                                                                                                        if (_errs192 === errors) {
                                                                                                          if (data74.fingerprint_sha256 !== void 0) {
                                                                                                            let data75 = data74.fingerprint_sha256;
                                                                                                            const _errs193 = errors;
                                                                                                            if (typeof data75 !== "string" && data75 !== null) {
                                                                                                              const err50 = { instancePath: instancePath + "/previous/fingerprint_sha256", schemaPath: "#/properties/previous/anyOf/1/properties/fingerprint_sha256/type", keyword: "type", params: { type: schema105.properties.previous.anyOf[1].properties.fingerprint_sha256.type } };
                                                                                                              if (vErrors === null) {
                                                                                                                vErrors = [err50];
                                                                                                              } else {
                                                                                                                vErrors.push(err50);
                                                                                                              }
                                                                                                              errors++;
                                                                                                            }
                                                                                                            var valid28 = _errs193 === errors;
                                                                                                          } else {
                                                                                                            var valid28 = true;
                                                                                                          }
                                                                                                          if (valid28) {
                                                                                                            if (data74.valid_to !== void 0) {
                                                                                                              let data76 = data74.valid_to;
                                                                                                              const _errs195 = errors;
                                                                                                              if (typeof data76 !== "string" && data76 !== null) {
                                                                                                                const err51 = { instancePath: instancePath + "/previous/valid_to", schemaPath: "#/properties/previous/anyOf/1/properties/valid_to/type", keyword: "type", params: { type: schema105.properties.previous.anyOf[1].properties.valid_to.type } };
                                                                                                                if (vErrors === null) {
                                                                                                                  vErrors = [err51];
                                                                                                                } else {
                                                                                                                  vErrors.push(err51);
                                                                                                                }
                                                                                                                errors++;
                                                                                                              }
                                                                                                              var valid28 = _errs195 === errors;
                                                                                                            } else {
                                                                                                              var valid28 = true;
                                                                                                            }
                                                                                                            if (valid28) {
                                                                                                              if (data74.common_name !== void 0) {
                                                                                                                let data77 = data74.common_name;
                                                                                                                const _errs197 = errors;
                                                                                                                if (typeof data77 !== "string" && data77 !== null) {
                                                                                                                  const err52 = { instancePath: instancePath + "/previous/common_name", schemaPath: "#/properties/previous/anyOf/1/properties/common_name/type", keyword: "type", params: { type: schema105.properties.previous.anyOf[1].properties.common_name.type } };
                                                                                                                  if (vErrors === null) {
                                                                                                                    vErrors = [err52];
                                                                                                                  } else {
                                                                                                                    vErrors.push(err52);
                                                                                                                  }
                                                                                                                  errors++;
                                                                                                                }
                                                                                                                var valid28 = _errs197 === errors;
                                                                                                              } else {
                                                                                                                var valid28 = true;
                                                                                                              }
                                                                                                            }
                                                                                                          }
                                                                                                        }
                                                                                                      }
                                                                                                    } else {
                                                                                                      const err53 = { instancePath: instancePath + "/previous", schemaPath: "#/properties/previous/anyOf/1/type", keyword: "type", params: { type: "object" } };
                                                                                                      if (vErrors === null) {
                                                                                                        vErrors = [err53];
                                                                                                      } else {
                                                                                                        vErrors.push(err53);
                                                                                                      }
                                                                                                      errors++;
                                                                                                    }
                                                                                                  }
                                                                                                  var _valid6 = _errs190 === errors;
                                                                                                  valid27 = valid27 || _valid6;
                                                                                                  if (!valid27) {
                                                                                                    const err54 = { instancePath: instancePath + "/previous", schemaPath: "#/properties/previous/anyOf", keyword: "anyOf", params: {} };
                                                                                                    if (vErrors === null) {
                                                                                                      vErrors = [err54];
                                                                                                    } else {
                                                                                                      vErrors.push(err54);
                                                                                                    }
                                                                                                    errors++;
                                                                                                    validate65.errors = vErrors;
                                                                                                    return false;
                                                                                                  } else {
                                                                                                    errors = _errs187;
                                                                                                    if (vErrors !== null) {
                                                                                                      if (_errs187) {
                                                                                                        vErrors.length = _errs187;
                                                                                                      } else {
                                                                                                        vErrors = null;
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                  var valid0 = _errs186 === errors;
                                                                                                } else {
                                                                                                  var valid0 = true;
                                                                                                }
                                                                                                if (valid0) {
                                                                                                  if (data.renewal_evidence !== void 0) {
                                                                                                    const _errs199 = errors;
                                                                                                    if (!validate67(data.renewal_evidence, { instancePath: instancePath + "/renewal_evidence", parentData: data, parentDataProperty: "renewal_evidence", rootData, dynamicAnchors })) {
                                                                                                      vErrors = appendErrors(vErrors, validate67.errors);
                                                                                                      errors = vErrors.length;
                                                                                                    }
                                                                                                    var valid0 = _errs199 === errors;
                                                                                                  } else {
                                                                                                    var valid0 = true;
                                                                                                  }
                                                                                                  if (valid0) {
                                                                                                    if (data.repository !== void 0) {
                                                                                                      let data79 = data.repository;
                                                                                                      const _errs200 = errors;
                                                                                                      if (typeof data79 !== "string" && data79 !== null) {
                                                                                                        validate65.errors = [{ instancePath: instancePath + "/repository", schemaPath: "#/properties/repository/type", keyword: "type", params: { type: schema105.properties.repository.type } }];
                                                                                                        return false;
                                                                                                      }
                                                                                                      var valid0 = _errs200 === errors;
                                                                                                    } else {
                                                                                                      var valid0 = true;
                                                                                                    }
                                                                                                    if (valid0) {
                                                                                                      if (data.run_url !== void 0) {
                                                                                                        let data80 = data.run_url;
                                                                                                        const _errs202 = errors;
                                                                                                        if (typeof data80 !== "string" && data80 !== null) {
                                                                                                          validate65.errors = [{ instancePath: instancePath + "/run_url", schemaPath: "#/properties/run_url/type", keyword: "type", params: { type: schema105.properties.run_url.type } }];
                                                                                                          return false;
                                                                                                        }
                                                                                                        var valid0 = _errs202 === errors;
                                                                                                      } else {
                                                                                                        var valid0 = true;
                                                                                                      }
                                                                                                      if (valid0) {
                                                                                                        if (data.test !== void 0) {
                                                                                                          const _errs204 = errors;
                                                                                                          if (typeof data.test !== "boolean") {
                                                                                                            validate65.errors = [{ instancePath: instancePath + "/test", schemaPath: "#/properties/test/type", keyword: "type", params: { type: "boolean" } }];
                                                                                                            return false;
                                                                                                          }
                                                                                                          var valid0 = _errs204 === errors;
                                                                                                        } else {
                                                                                                          var valid0 = true;
                                                                                                        }
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                          }
                                                                                        }
                                                                                      }
                                                                                    }
                                                                                  }
                                                                                }
                                                                              }
                                                                            }
                                                                          }
                                                                        }
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate65.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate65.errors = vErrors;
  return errors === 0;
}
validate65.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate64(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate64.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.id === void 0 && (missing0 = "id") || data.event === void 0 && (missing0 = "event") || data.certificate === void 0 && (missing0 = "certificate") || data.fingerprint_sha256 === void 0 && (missing0 = "fingerprint_sha256") || data.threshold === void 0 && (missing0 = "threshold") || data.suppressed === void 0 && (missing0 = "suppressed") || data.reason === void 0 && (missing0 = "reason") || data.data === void 0 && (missing0 = "data")) {
        validate64.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func1.call(schema104.properties, key0)) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.id !== void 0) {
            const _errs2 = errors;
            if (typeof data.id !== "string") {
              validate64.errors = [{ instancePath: instancePath + "/id", schemaPath: "#/properties/id/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.event !== void 0) {
              const _errs4 = errors;
              if (typeof data.event !== "string") {
                validate64.errors = [{ instancePath: instancePath + "/event", schemaPath: "#/properties/event/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.certificate !== void 0) {
                const _errs6 = errors;
                if (typeof data.certificate !== "string") {
                  validate64.errors = [{ instancePath: instancePath + "/certificate", schemaPath: "#/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.fingerprint_sha256 !== void 0) {
                  let data3 = data.fingerprint_sha256;
                  const _errs8 = errors;
                  if (typeof data3 !== "string" && data3 !== null) {
                    validate64.errors = [{ instancePath: instancePath + "/fingerprint_sha256", schemaPath: "#/properties/fingerprint_sha256/type", keyword: "type", params: { type: schema104.properties.fingerprint_sha256.type } }];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.threshold !== void 0) {
                    let data4 = data.threshold;
                    const _errs10 = errors;
                    if (!(typeof data4 == "number" && isFinite(data4)) && typeof data4 !== "string" && data4 !== null) {
                      validate64.errors = [{ instancePath: instancePath + "/threshold", schemaPath: "#/properties/threshold/type", keyword: "type", params: { type: schema104.properties.threshold.type } }];
                      return false;
                    }
                    var valid0 = _errs10 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.suppressed !== void 0) {
                      const _errs12 = errors;
                      if (typeof data.suppressed !== "boolean") {
                        validate64.errors = [{ instancePath: instancePath + "/suppressed", schemaPath: "#/properties/suppressed/type", keyword: "type", params: { type: "boolean" } }];
                        return false;
                      }
                      var valid0 = _errs12 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.reason !== void 0) {
                        let data6 = data.reason;
                        const _errs14 = errors;
                        if (!(data6 === "first" || data6 === "escalated" || data6 === "repeat" || data6 === "retry" || data6 === "cooldown" || data6 === "once" || data6 === "silenced" || data6 === "muted" || data6 === "quiet_hours" || data6 === "no_action" || data6 === "unmatched")) {
                          validate64.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/enum", keyword: "enum", params: { allowedValues: schema104.properties.reason.enum } }];
                          return false;
                        }
                        var valid0 = _errs14 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.silence !== void 0) {
                          let data7 = data.silence;
                          const _errs15 = errors;
                          if (errors === _errs15) {
                            if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
                              let missing1;
                              if (data7.until === void 0 && (missing1 = "until") || data7.reason === void 0 && (missing1 = "reason")) {
                                validate64.errors = [{ instancePath: instancePath + "/silence", schemaPath: "#/properties/silence/required", keyword: "required", params: { missingProperty: missing1 } }];
                                return false;
                              } else {
                                const _errs17 = errors;
                                for (const key1 in data7) {
                                  if (!(key1 === "until" || key1 === "reason")) {
                                    delete data7[key1];
                                  }
                                }
                                if (_errs17 === errors) {
                                  if (data7.until !== void 0) {
                                    const _errs18 = errors;
                                    if (typeof data7.until !== "string") {
                                      validate64.errors = [{ instancePath: instancePath + "/silence/until", schemaPath: "#/properties/silence/properties/until/type", keyword: "type", params: { type: "string" } }];
                                      return false;
                                    }
                                    var valid1 = _errs18 === errors;
                                  } else {
                                    var valid1 = true;
                                  }
                                  if (valid1) {
                                    if (data7.reason !== void 0) {
                                      const _errs20 = errors;
                                      if (typeof data7.reason !== "string") {
                                        validate64.errors = [{ instancePath: instancePath + "/silence/reason", schemaPath: "#/properties/silence/properties/reason/type", keyword: "type", params: { type: "string" } }];
                                        return false;
                                      }
                                      var valid1 = _errs20 === errors;
                                    } else {
                                      var valid1 = true;
                                    }
                                  }
                                }
                              }
                            } else {
                              validate64.errors = [{ instancePath: instancePath + "/silence", schemaPath: "#/properties/silence/type", keyword: "type", params: { type: "object" } }];
                              return false;
                            }
                          }
                          var valid0 = _errs15 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.without_rule !== void 0) {
                            const _errs22 = errors;
                            if (true !== data.without_rule) {
                              validate64.errors = [{ instancePath: instancePath + "/without_rule", schemaPath: "#/properties/without_rule/const", keyword: "const", params: { allowedValue: true } }];
                              return false;
                            }
                            var valid0 = _errs22 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.notes !== void 0) {
                              let data11 = data.notes;
                              const _errs23 = errors;
                              if (errors === _errs23) {
                                if (Array.isArray(data11)) {
                                  var valid2 = true;
                                  const len0 = data11.length;
                                  for (let i0 = 0; i0 < len0; i0++) {
                                    const _errs25 = errors;
                                    if (typeof data11[i0] !== "string") {
                                      validate64.errors = [{ instancePath: instancePath + "/notes/" + i0, schemaPath: "#/properties/notes/items/type", keyword: "type", params: { type: "string" } }];
                                      return false;
                                    }
                                    var valid2 = _errs25 === errors;
                                    if (!valid2) {
                                      break;
                                    }
                                  }
                                } else {
                                  validate64.errors = [{ instancePath: instancePath + "/notes", schemaPath: "#/properties/notes/type", keyword: "type", params: { type: "array" } }];
                                  return false;
                                }
                              }
                              var valid0 = _errs23 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.data !== void 0) {
                                const _errs27 = errors;
                                if (!validate65(data.data, { instancePath: instancePath + "/data", parentData: data, parentDataProperty: "data", rootData, dynamicAnchors })) {
                                  vErrors = appendErrors(vErrors, validate65.errors);
                                  errors = vErrors.length;
                                }
                                var valid0 = _errs27 === errors;
                              } else {
                                var valid0 = true;
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate64.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate64.errors = vErrors;
  return errors === 0;
}
validate64.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema115 = { "title": "ReportDelivery", "type": "object", "additionalProperties": false, "required": ["event_id", "rule", "destination", "status", "reason", "attempts", "error"], "properties": { "event_id": { "type": "string" }, "rule": { "type": "string" }, "destination": { "type": "string" }, "status": { "enum": ["sent", "failed", "suppressed", "due"] }, "reason": { "enum": ["first", "escalated", "repeat", "retry", "cooldown", "once", "silenced", "muted", "quiet_hours", "no_action", "unmatched"] }, "attempts": { "type": "integer", "minimum": 0 }, "error": { "anyOf": [{ "$ref": "definitions.schema.json#/$defs/failure" }, { "type": "null" }] } } };
function validate71(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate71.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.event_id === void 0 && (missing0 = "event_id") || data.rule === void 0 && (missing0 = "rule") || data.destination === void 0 && (missing0 = "destination") || data.status === void 0 && (missing0 = "status") || data.reason === void 0 && (missing0 = "reason") || data.attempts === void 0 && (missing0 = "attempts") || data.error === void 0 && (missing0 = "error")) {
        validate71.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "event_id" || key0 === "rule" || key0 === "destination" || key0 === "status" || key0 === "reason" || key0 === "attempts" || key0 === "error")) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.event_id !== void 0) {
            const _errs2 = errors;
            if (typeof data.event_id !== "string") {
              validate71.errors = [{ instancePath: instancePath + "/event_id", schemaPath: "#/properties/event_id/type", keyword: "type", params: { type: "string" } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.rule !== void 0) {
              const _errs4 = errors;
              if (typeof data.rule !== "string") {
                validate71.errors = [{ instancePath: instancePath + "/rule", schemaPath: "#/properties/rule/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs4 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.destination !== void 0) {
                const _errs6 = errors;
                if (typeof data.destination !== "string") {
                  validate71.errors = [{ instancePath: instancePath + "/destination", schemaPath: "#/properties/destination/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.status !== void 0) {
                  let data3 = data.status;
                  const _errs8 = errors;
                  if (!(data3 === "sent" || data3 === "failed" || data3 === "suppressed" || data3 === "due")) {
                    validate71.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/properties/status/enum", keyword: "enum", params: { allowedValues: schema115.properties.status.enum } }];
                    return false;
                  }
                  var valid0 = _errs8 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.reason !== void 0) {
                    let data4 = data.reason;
                    const _errs9 = errors;
                    if (!(data4 === "first" || data4 === "escalated" || data4 === "repeat" || data4 === "retry" || data4 === "cooldown" || data4 === "once" || data4 === "silenced" || data4 === "muted" || data4 === "quiet_hours" || data4 === "no_action" || data4 === "unmatched")) {
                      validate71.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/enum", keyword: "enum", params: { allowedValues: schema115.properties.reason.enum } }];
                      return false;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.attempts !== void 0) {
                      let data5 = data.attempts;
                      const _errs10 = errors;
                      if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
                        validate71.errors = [{ instancePath: instancePath + "/attempts", schemaPath: "#/properties/attempts/type", keyword: "type", params: { type: "integer" } }];
                        return false;
                      }
                      if (errors === _errs10) {
                        if (typeof data5 == "number" && isFinite(data5)) {
                          if (data5 < 0 || isNaN(data5)) {
                            validate71.errors = [{ instancePath: instancePath + "/attempts", schemaPath: "#/properties/attempts/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                            return false;
                          }
                        }
                      }
                      var valid0 = _errs10 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.error !== void 0) {
                        let data6 = data.error;
                        const _errs12 = errors;
                        const _errs13 = errors;
                        let valid1 = false;
                        const _errs14 = errors;
                        const _errs15 = errors;
                        if (errors === _errs15) {
                          if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
                            let missing1;
                            if (data6.code === void 0 && (missing1 = "code") || data6.detail === void 0 && (missing1 = "detail")) {
                              const err0 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/required", keyword: "required", params: { missingProperty: missing1 } };
                              if (vErrors === null) {
                                vErrors = [err0];
                              } else {
                                vErrors.push(err0);
                              }
                              errors++;
                            } else {
                              const _errs17 = errors;
                              for (const key1 in data6) {
                                if (!(key1 === "code" || key1 === "detail")) {
                                  delete data6[key1];
                                }
                              }
                              if (_errs17 === errors) {
                                if (data6.code !== void 0) {
                                  const _errs18 = errors;
                                  if (typeof data6.code !== "string") {
                                    const err1 = { instancePath: instancePath + "/error/code", schemaPath: "definitions.schema.json#/$defs/failure/properties/code/type", keyword: "type", params: { type: "string" } };
                                    if (vErrors === null) {
                                      vErrors = [err1];
                                    } else {
                                      vErrors.push(err1);
                                    }
                                    errors++;
                                  }
                                  var valid3 = _errs18 === errors;
                                } else {
                                  var valid3 = true;
                                }
                                if (valid3) {
                                  if (data6.detail !== void 0) {
                                    const _errs20 = errors;
                                    if (typeof data6.detail !== "string") {
                                      const err2 = { instancePath: instancePath + "/error/detail", schemaPath: "definitions.schema.json#/$defs/failure/properties/detail/type", keyword: "type", params: { type: "string" } };
                                      if (vErrors === null) {
                                        vErrors = [err2];
                                      } else {
                                        vErrors.push(err2);
                                      }
                                      errors++;
                                    }
                                    var valid3 = _errs20 === errors;
                                  } else {
                                    var valid3 = true;
                                  }
                                }
                              }
                            }
                          } else {
                            const err3 = { instancePath: instancePath + "/error", schemaPath: "definitions.schema.json#/$defs/failure/type", keyword: "type", params: { type: "object" } };
                            if (vErrors === null) {
                              vErrors = [err3];
                            } else {
                              vErrors.push(err3);
                            }
                            errors++;
                          }
                        }
                        var _valid0 = _errs14 === errors;
                        valid1 = valid1 || _valid0;
                        const _errs22 = errors;
                        if (data6 !== null) {
                          const err4 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf/1/type", keyword: "type", params: { type: "null" } };
                          if (vErrors === null) {
                            vErrors = [err4];
                          } else {
                            vErrors.push(err4);
                          }
                          errors++;
                        }
                        var _valid0 = _errs22 === errors;
                        valid1 = valid1 || _valid0;
                        if (!valid1) {
                          const err5 = { instancePath: instancePath + "/error", schemaPath: "#/properties/error/anyOf", keyword: "anyOf", params: {} };
                          if (vErrors === null) {
                            vErrors = [err5];
                          } else {
                            vErrors.push(err5);
                          }
                          errors++;
                          validate71.errors = vErrors;
                          return false;
                        } else {
                          errors = _errs13;
                          if (vErrors !== null) {
                            if (_errs13) {
                              vErrors.length = _errs13;
                            } else {
                              vErrors = null;
                            }
                          }
                        }
                        var valid0 = _errs12 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate71.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate71.errors = vErrors;
  return errors === 0;
}
validate71.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.version === void 0 && (missing0 = "version") || data.scan_id === void 0 && (missing0 = "scan_id") || data.scanned_at === void 0 && (missing0 = "scanned_at") || data.dry_run === void 0 && (missing0 = "dry_run") || data.coverage === void 0 && (missing0 = "coverage") || data.summary === void 0 && (missing0 = "summary") || data.certificates === void 0 && (missing0 = "certificates") || data.events === void 0 && (missing0 = "events") || data.deliveries === void 0 && (missing0 = "deliveries")) {
        validate20.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 } }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!func1.call(schema31.properties, key0)) {
            delete data[key0];
          }
        }
        if (_errs1 === errors) {
          if (data.version !== void 0) {
            const _errs2 = errors;
            if (1 !== data.version) {
              validate20.errors = [{ instancePath: instancePath + "/version", schemaPath: "#/properties/version/const", keyword: "const", params: { allowedValue: 1 } }];
              return false;
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.scan_id !== void 0) {
              const _errs3 = errors;
              if (typeof data.scan_id !== "string") {
                validate20.errors = [{ instancePath: instancePath + "/scan_id", schemaPath: "#/properties/scan_id/type", keyword: "type", params: { type: "string" } }];
                return false;
              }
              var valid0 = _errs3 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.scanned_at !== void 0) {
                const _errs5 = errors;
                if (typeof data.scanned_at !== "string") {
                  validate20.errors = [{ instancePath: instancePath + "/scanned_at", schemaPath: "#/properties/scanned_at/type", keyword: "type", params: { type: "string" } }];
                  return false;
                }
                var valid0 = _errs5 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.dry_run !== void 0) {
                  const _errs7 = errors;
                  if (typeof data.dry_run !== "boolean") {
                    validate20.errors = [{ instancePath: instancePath + "/dry_run", schemaPath: "#/properties/dry_run/type", keyword: "type", params: { type: "boolean" } }];
                    return false;
                  }
                  var valid0 = _errs7 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.coverage !== void 0) {
                    const _errs9 = errors;
                    if (!validate21(data.coverage, { instancePath: instancePath + "/coverage", parentData: data, parentDataProperty: "coverage", rootData, dynamicAnchors })) {
                      vErrors = appendErrors(vErrors, validate21.errors);
                      errors = vErrors.length;
                    }
                    var valid0 = _errs9 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.summary !== void 0) {
                      let data5 = data.summary;
                      const _errs10 = errors;
                      if (errors === _errs10) {
                        if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
                          let missing1;
                          if (data5.certificates === void 0 && (missing1 = "certificates") || data5.ok === void 0 && (missing1 = "ok") || data5.warning === void 0 && (missing1 = "warning") || data5.critical === void 0 && (missing1 = "critical") || data5.expired === void 0 && (missing1 = "expired") || data5.not_yet_valid === void 0 && (missing1 = "not_yet_valid") || data5.unknown === void 0 && (missing1 = "unknown") || data5.events_fired === void 0 && (missing1 = "events_fired") || data5.events_suppressed === void 0 && (missing1 = "events_suppressed") || data5.events_unmatched === void 0 && (missing1 = "events_unmatched") || data5.events_by_threshold === void 0 && (missing1 = "events_by_threshold") || data5.deliveries_sent === void 0 && (missing1 = "deliveries_sent") || data5.deliveries_failed === void 0 && (missing1 = "deliveries_failed")) {
                            validate20.errors = [{ instancePath: instancePath + "/summary", schemaPath: "#/properties/summary/required", keyword: "required", params: { missingProperty: missing1 } }];
                            return false;
                          } else {
                            const _errs12 = errors;
                            for (const key1 in data5) {
                              if (!func1.call(schema31.properties.summary.properties, key1)) {
                                delete data5[key1];
                              }
                            }
                            if (_errs12 === errors) {
                              if (data5.certificates !== void 0) {
                                let data6 = data5.certificates;
                                const _errs13 = errors;
                                if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)) && isFinite(data6))) {
                                  validate20.errors = [{ instancePath: instancePath + "/summary/certificates", schemaPath: "#/properties/summary/properties/certificates/type", keyword: "type", params: { type: "integer" } }];
                                  return false;
                                }
                                if (errors === _errs13) {
                                  if (typeof data6 == "number" && isFinite(data6)) {
                                    if (data6 < 0 || isNaN(data6)) {
                                      validate20.errors = [{ instancePath: instancePath + "/summary/certificates", schemaPath: "#/properties/summary/properties/certificates/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                      return false;
                                    }
                                  }
                                }
                                var valid1 = _errs13 === errors;
                              } else {
                                var valid1 = true;
                              }
                              if (valid1) {
                                if (data5.ok !== void 0) {
                                  let data7 = data5.ok;
                                  const _errs15 = errors;
                                  if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)) && isFinite(data7))) {
                                    validate20.errors = [{ instancePath: instancePath + "/summary/ok", schemaPath: "#/properties/summary/properties/ok/type", keyword: "type", params: { type: "integer" } }];
                                    return false;
                                  }
                                  if (errors === _errs15) {
                                    if (typeof data7 == "number" && isFinite(data7)) {
                                      if (data7 < 0 || isNaN(data7)) {
                                        validate20.errors = [{ instancePath: instancePath + "/summary/ok", schemaPath: "#/properties/summary/properties/ok/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                        return false;
                                      }
                                    }
                                  }
                                  var valid1 = _errs15 === errors;
                                } else {
                                  var valid1 = true;
                                }
                                if (valid1) {
                                  if (data5.warning !== void 0) {
                                    let data8 = data5.warning;
                                    const _errs17 = errors;
                                    if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8)) && isFinite(data8))) {
                                      validate20.errors = [{ instancePath: instancePath + "/summary/warning", schemaPath: "#/properties/summary/properties/warning/type", keyword: "type", params: { type: "integer" } }];
                                      return false;
                                    }
                                    if (errors === _errs17) {
                                      if (typeof data8 == "number" && isFinite(data8)) {
                                        if (data8 < 0 || isNaN(data8)) {
                                          validate20.errors = [{ instancePath: instancePath + "/summary/warning", schemaPath: "#/properties/summary/properties/warning/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                          return false;
                                        }
                                      }
                                    }
                                    var valid1 = _errs17 === errors;
                                  } else {
                                    var valid1 = true;
                                  }
                                  if (valid1) {
                                    if (data5.critical !== void 0) {
                                      let data9 = data5.critical;
                                      const _errs19 = errors;
                                      if (!(typeof data9 == "number" && (!(data9 % 1) && !isNaN(data9)) && isFinite(data9))) {
                                        validate20.errors = [{ instancePath: instancePath + "/summary/critical", schemaPath: "#/properties/summary/properties/critical/type", keyword: "type", params: { type: "integer" } }];
                                        return false;
                                      }
                                      if (errors === _errs19) {
                                        if (typeof data9 == "number" && isFinite(data9)) {
                                          if (data9 < 0 || isNaN(data9)) {
                                            validate20.errors = [{ instancePath: instancePath + "/summary/critical", schemaPath: "#/properties/summary/properties/critical/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                            return false;
                                          }
                                        }
                                      }
                                      var valid1 = _errs19 === errors;
                                    } else {
                                      var valid1 = true;
                                    }
                                    if (valid1) {
                                      if (data5.expired !== void 0) {
                                        let data10 = data5.expired;
                                        const _errs21 = errors;
                                        if (!(typeof data10 == "number" && (!(data10 % 1) && !isNaN(data10)) && isFinite(data10))) {
                                          validate20.errors = [{ instancePath: instancePath + "/summary/expired", schemaPath: "#/properties/summary/properties/expired/type", keyword: "type", params: { type: "integer" } }];
                                          return false;
                                        }
                                        if (errors === _errs21) {
                                          if (typeof data10 == "number" && isFinite(data10)) {
                                            if (data10 < 0 || isNaN(data10)) {
                                              validate20.errors = [{ instancePath: instancePath + "/summary/expired", schemaPath: "#/properties/summary/properties/expired/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                              return false;
                                            }
                                          }
                                        }
                                        var valid1 = _errs21 === errors;
                                      } else {
                                        var valid1 = true;
                                      }
                                      if (valid1) {
                                        if (data5.not_yet_valid !== void 0) {
                                          let data11 = data5.not_yet_valid;
                                          const _errs23 = errors;
                                          if (!(typeof data11 == "number" && (!(data11 % 1) && !isNaN(data11)) && isFinite(data11))) {
                                            validate20.errors = [{ instancePath: instancePath + "/summary/not_yet_valid", schemaPath: "#/properties/summary/properties/not_yet_valid/type", keyword: "type", params: { type: "integer" } }];
                                            return false;
                                          }
                                          if (errors === _errs23) {
                                            if (typeof data11 == "number" && isFinite(data11)) {
                                              if (data11 < 0 || isNaN(data11)) {
                                                validate20.errors = [{ instancePath: instancePath + "/summary/not_yet_valid", schemaPath: "#/properties/summary/properties/not_yet_valid/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                return false;
                                              }
                                            }
                                          }
                                          var valid1 = _errs23 === errors;
                                        } else {
                                          var valid1 = true;
                                        }
                                        if (valid1) {
                                          if (data5.unknown !== void 0) {
                                            let data12 = data5.unknown;
                                            const _errs25 = errors;
                                            if (!(typeof data12 == "number" && (!(data12 % 1) && !isNaN(data12)) && isFinite(data12))) {
                                              validate20.errors = [{ instancePath: instancePath + "/summary/unknown", schemaPath: "#/properties/summary/properties/unknown/type", keyword: "type", params: { type: "integer" } }];
                                              return false;
                                            }
                                            if (errors === _errs25) {
                                              if (typeof data12 == "number" && isFinite(data12)) {
                                                if (data12 < 0 || isNaN(data12)) {
                                                  validate20.errors = [{ instancePath: instancePath + "/summary/unknown", schemaPath: "#/properties/summary/properties/unknown/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                  return false;
                                                }
                                              }
                                            }
                                            var valid1 = _errs25 === errors;
                                          } else {
                                            var valid1 = true;
                                          }
                                          if (valid1) {
                                            if (data5.events_fired !== void 0) {
                                              let data13 = data5.events_fired;
                                              const _errs27 = errors;
                                              if (!(typeof data13 == "number" && (!(data13 % 1) && !isNaN(data13)) && isFinite(data13))) {
                                                validate20.errors = [{ instancePath: instancePath + "/summary/events_fired", schemaPath: "#/properties/summary/properties/events_fired/type", keyword: "type", params: { type: "integer" } }];
                                                return false;
                                              }
                                              if (errors === _errs27) {
                                                if (typeof data13 == "number" && isFinite(data13)) {
                                                  if (data13 < 0 || isNaN(data13)) {
                                                    validate20.errors = [{ instancePath: instancePath + "/summary/events_fired", schemaPath: "#/properties/summary/properties/events_fired/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                    return false;
                                                  }
                                                }
                                              }
                                              var valid1 = _errs27 === errors;
                                            } else {
                                              var valid1 = true;
                                            }
                                            if (valid1) {
                                              if (data5.events_suppressed !== void 0) {
                                                let data14 = data5.events_suppressed;
                                                const _errs29 = errors;
                                                if (!(typeof data14 == "number" && (!(data14 % 1) && !isNaN(data14)) && isFinite(data14))) {
                                                  validate20.errors = [{ instancePath: instancePath + "/summary/events_suppressed", schemaPath: "#/properties/summary/properties/events_suppressed/type", keyword: "type", params: { type: "integer" } }];
                                                  return false;
                                                }
                                                if (errors === _errs29) {
                                                  if (typeof data14 == "number" && isFinite(data14)) {
                                                    if (data14 < 0 || isNaN(data14)) {
                                                      validate20.errors = [{ instancePath: instancePath + "/summary/events_suppressed", schemaPath: "#/properties/summary/properties/events_suppressed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                      return false;
                                                    }
                                                  }
                                                }
                                                var valid1 = _errs29 === errors;
                                              } else {
                                                var valid1 = true;
                                              }
                                              if (valid1) {
                                                if (data5.events_unmatched !== void 0) {
                                                  let data15 = data5.events_unmatched;
                                                  const _errs31 = errors;
                                                  if (!(typeof data15 == "number" && (!(data15 % 1) && !isNaN(data15)) && isFinite(data15))) {
                                                    validate20.errors = [{ instancePath: instancePath + "/summary/events_unmatched", schemaPath: "#/properties/summary/properties/events_unmatched/type", keyword: "type", params: { type: "integer" } }];
                                                    return false;
                                                  }
                                                  if (errors === _errs31) {
                                                    if (typeof data15 == "number" && isFinite(data15)) {
                                                      if (data15 < 0 || isNaN(data15)) {
                                                        validate20.errors = [{ instancePath: instancePath + "/summary/events_unmatched", schemaPath: "#/properties/summary/properties/events_unmatched/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                        return false;
                                                      }
                                                    }
                                                  }
                                                  var valid1 = _errs31 === errors;
                                                } else {
                                                  var valid1 = true;
                                                }
                                                if (valid1) {
                                                  if (data5.events_by_threshold !== void 0) {
                                                    let data16 = data5.events_by_threshold;
                                                    const _errs33 = errors;
                                                    if (errors === _errs33) {
                                                      if (data16 && typeof data16 == "object" && !Array.isArray(data16)) {
                                                        for (const key2 in data16) {
                                                          let data17 = data16[key2];
                                                          const _errs36 = errors;
                                                          if (!(typeof data17 == "number" && (!(data17 % 1) && !isNaN(data17)) && isFinite(data17))) {
                                                            validate20.errors = [{ instancePath: instancePath + "/summary/events_by_threshold/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/summary/properties/events_by_threshold/additionalProperties/type", keyword: "type", params: { type: "integer" } }];
                                                            return false;
                                                          }
                                                          if (errors === _errs36) {
                                                            if (typeof data17 == "number" && isFinite(data17)) {
                                                              if (data17 < 0 || isNaN(data17)) {
                                                                validate20.errors = [{ instancePath: instancePath + "/summary/events_by_threshold/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/summary/properties/events_by_threshold/additionalProperties/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                return false;
                                                              }
                                                            }
                                                          }
                                                          var valid2 = _errs36 === errors;
                                                          if (!valid2) {
                                                            break;
                                                          }
                                                        }
                                                      } else {
                                                        validate20.errors = [{ instancePath: instancePath + "/summary/events_by_threshold", schemaPath: "#/properties/summary/properties/events_by_threshold/type", keyword: "type", params: { type: "object" } }];
                                                        return false;
                                                      }
                                                    }
                                                    var valid1 = _errs33 === errors;
                                                  } else {
                                                    var valid1 = true;
                                                  }
                                                  if (valid1) {
                                                    if (data5.deliveries_sent !== void 0) {
                                                      let data18 = data5.deliveries_sent;
                                                      const _errs38 = errors;
                                                      if (!(typeof data18 == "number" && (!(data18 % 1) && !isNaN(data18)) && isFinite(data18))) {
                                                        validate20.errors = [{ instancePath: instancePath + "/summary/deliveries_sent", schemaPath: "#/properties/summary/properties/deliveries_sent/type", keyword: "type", params: { type: "integer" } }];
                                                        return false;
                                                      }
                                                      if (errors === _errs38) {
                                                        if (typeof data18 == "number" && isFinite(data18)) {
                                                          if (data18 < 0 || isNaN(data18)) {
                                                            validate20.errors = [{ instancePath: instancePath + "/summary/deliveries_sent", schemaPath: "#/properties/summary/properties/deliveries_sent/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                            return false;
                                                          }
                                                        }
                                                      }
                                                      var valid1 = _errs38 === errors;
                                                    } else {
                                                      var valid1 = true;
                                                    }
                                                    if (valid1) {
                                                      if (data5.deliveries_failed !== void 0) {
                                                        let data19 = data5.deliveries_failed;
                                                        const _errs40 = errors;
                                                        if (!(typeof data19 == "number" && (!(data19 % 1) && !isNaN(data19)) && isFinite(data19))) {
                                                          validate20.errors = [{ instancePath: instancePath + "/summary/deliveries_failed", schemaPath: "#/properties/summary/properties/deliveries_failed/type", keyword: "type", params: { type: "integer" } }];
                                                          return false;
                                                        }
                                                        if (errors === _errs40) {
                                                          if (typeof data19 == "number" && isFinite(data19)) {
                                                            if (data19 < 0 || isNaN(data19)) {
                                                              validate20.errors = [{ instancePath: instancePath + "/summary/deliveries_failed", schemaPath: "#/properties/summary/properties/deliveries_failed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                              return false;
                                                            }
                                                          }
                                                        }
                                                        var valid1 = _errs40 === errors;
                                                      } else {
                                                        var valid1 = true;
                                                      }
                                                      if (valid1) {
                                                        if (data5.not_observed !== void 0) {
                                                          let data20 = data5.not_observed;
                                                          const _errs42 = errors;
                                                          if (!(typeof data20 == "number" && (!(data20 % 1) && !isNaN(data20)) && isFinite(data20))) {
                                                            validate20.errors = [{ instancePath: instancePath + "/summary/not_observed", schemaPath: "#/properties/summary/properties/not_observed/type", keyword: "type", params: { type: "integer" } }];
                                                            return false;
                                                          }
                                                          if (errors === _errs42) {
                                                            if (typeof data20 == "number" && isFinite(data20)) {
                                                              if (data20 < 1 || isNaN(data20)) {
                                                                validate20.errors = [{ instancePath: instancePath + "/summary/not_observed", schemaPath: "#/properties/summary/properties/not_observed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                                return false;
                                                              }
                                                            }
                                                          }
                                                          var valid1 = _errs42 === errors;
                                                        } else {
                                                          var valid1 = true;
                                                        }
                                                        if (valid1) {
                                                          if (data5.policies !== void 0) {
                                                            let data21 = data5.policies;
                                                            const _errs44 = errors;
                                                            if (errors === _errs44) {
                                                              if (data21 && typeof data21 == "object" && !Array.isArray(data21)) {
                                                                let missing2;
                                                                if (data21.score === void 0 && (missing2 = "score") || data21.pass === void 0 && (missing2 = "pass") || data21.fail === void 0 && (missing2 = "fail") || data21.skipped === void 0 && (missing2 = "skipped") || data21.error === void 0 && (missing2 = "error")) {
                                                                  validate20.errors = [{ instancePath: instancePath + "/summary/policies", schemaPath: "#/properties/summary/properties/policies/required", keyword: "required", params: { missingProperty: missing2 } }];
                                                                  return false;
                                                                } else {
                                                                  const _errs46 = errors;
                                                                  for (const key3 in data21) {
                                                                    if (!(key3 === "score" || key3 === "pass" || key3 === "fail" || key3 === "skipped" || key3 === "error")) {
                                                                      delete data21[key3];
                                                                    }
                                                                  }
                                                                  if (_errs46 === errors) {
                                                                    if (data21.score !== void 0) {
                                                                      let data22 = data21.score;
                                                                      const _errs47 = errors;
                                                                      if (!(typeof data22 == "number" && (!(data22 % 1) && !isNaN(data22)) && isFinite(data22)) && data22 !== null) {
                                                                        validate20.errors = [{ instancePath: instancePath + "/summary/policies/score", schemaPath: "#/properties/summary/properties/policies/properties/score/type", keyword: "type", params: { type: schema31.properties.summary.properties.policies.properties.score.type } }];
                                                                        return false;
                                                                      }
                                                                      if (errors === _errs47) {
                                                                        if (typeof data22 == "number" && isFinite(data22)) {
                                                                          if (data22 > 100 || isNaN(data22)) {
                                                                            validate20.errors = [{ instancePath: instancePath + "/summary/policies/score", schemaPath: "#/properties/summary/properties/policies/properties/score/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 } }];
                                                                            return false;
                                                                          } else {
                                                                            if (data22 < 0 || isNaN(data22)) {
                                                                              validate20.errors = [{ instancePath: instancePath + "/summary/policies/score", schemaPath: "#/properties/summary/properties/policies/properties/score/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        }
                                                                      }
                                                                      var valid3 = _errs47 === errors;
                                                                    } else {
                                                                      var valid3 = true;
                                                                    }
                                                                    if (valid3) {
                                                                      if (data21.pass !== void 0) {
                                                                        let data23 = data21.pass;
                                                                        const _errs49 = errors;
                                                                        if (!(typeof data23 == "number" && (!(data23 % 1) && !isNaN(data23)) && isFinite(data23))) {
                                                                          validate20.errors = [{ instancePath: instancePath + "/summary/policies/pass", schemaPath: "#/properties/summary/properties/policies/properties/pass/type", keyword: "type", params: { type: "integer" } }];
                                                                          return false;
                                                                        }
                                                                        if (errors === _errs49) {
                                                                          if (typeof data23 == "number" && isFinite(data23)) {
                                                                            if (data23 < 0 || isNaN(data23)) {
                                                                              validate20.errors = [{ instancePath: instancePath + "/summary/policies/pass", schemaPath: "#/properties/summary/properties/policies/properties/pass/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                              return false;
                                                                            }
                                                                          }
                                                                        }
                                                                        var valid3 = _errs49 === errors;
                                                                      } else {
                                                                        var valid3 = true;
                                                                      }
                                                                      if (valid3) {
                                                                        if (data21.fail !== void 0) {
                                                                          let data24 = data21.fail;
                                                                          const _errs51 = errors;
                                                                          if (!(typeof data24 == "number" && (!(data24 % 1) && !isNaN(data24)) && isFinite(data24))) {
                                                                            validate20.errors = [{ instancePath: instancePath + "/summary/policies/fail", schemaPath: "#/properties/summary/properties/policies/properties/fail/type", keyword: "type", params: { type: "integer" } }];
                                                                            return false;
                                                                          }
                                                                          if (errors === _errs51) {
                                                                            if (typeof data24 == "number" && isFinite(data24)) {
                                                                              if (data24 < 0 || isNaN(data24)) {
                                                                                validate20.errors = [{ instancePath: instancePath + "/summary/policies/fail", schemaPath: "#/properties/summary/properties/policies/properties/fail/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                return false;
                                                                              }
                                                                            }
                                                                          }
                                                                          var valid3 = _errs51 === errors;
                                                                        } else {
                                                                          var valid3 = true;
                                                                        }
                                                                        if (valid3) {
                                                                          if (data21.skipped !== void 0) {
                                                                            let data25 = data21.skipped;
                                                                            const _errs53 = errors;
                                                                            if (!(typeof data25 == "number" && (!(data25 % 1) && !isNaN(data25)) && isFinite(data25))) {
                                                                              validate20.errors = [{ instancePath: instancePath + "/summary/policies/skipped", schemaPath: "#/properties/summary/properties/policies/properties/skipped/type", keyword: "type", params: { type: "integer" } }];
                                                                              return false;
                                                                            }
                                                                            if (errors === _errs53) {
                                                                              if (typeof data25 == "number" && isFinite(data25)) {
                                                                                if (data25 < 0 || isNaN(data25)) {
                                                                                  validate20.errors = [{ instancePath: instancePath + "/summary/policies/skipped", schemaPath: "#/properties/summary/properties/policies/properties/skipped/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                            }
                                                                            var valid3 = _errs53 === errors;
                                                                          } else {
                                                                            var valid3 = true;
                                                                          }
                                                                          if (valid3) {
                                                                            if (data21.error !== void 0) {
                                                                              let data26 = data21.error;
                                                                              const _errs55 = errors;
                                                                              if (!(typeof data26 == "number" && (!(data26 % 1) && !isNaN(data26)) && isFinite(data26))) {
                                                                                validate20.errors = [{ instancePath: instancePath + "/summary/policies/error", schemaPath: "#/properties/summary/properties/policies/properties/error/type", keyword: "type", params: { type: "integer" } }];
                                                                                return false;
                                                                              }
                                                                              if (errors === _errs55) {
                                                                                if (typeof data26 == "number" && isFinite(data26)) {
                                                                                  if (data26 < 0 || isNaN(data26)) {
                                                                                    validate20.errors = [{ instancePath: instancePath + "/summary/policies/error", schemaPath: "#/properties/summary/properties/policies/properties/error/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                    return false;
                                                                                  }
                                                                                }
                                                                              }
                                                                              var valid3 = _errs55 === errors;
                                                                            } else {
                                                                              var valid3 = true;
                                                                            }
                                                                          }
                                                                        }
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              } else {
                                                                validate20.errors = [{ instancePath: instancePath + "/summary/policies", schemaPath: "#/properties/summary/properties/policies/type", keyword: "type", params: { type: "object" } }];
                                                                return false;
                                                              }
                                                            }
                                                            var valid1 = _errs44 === errors;
                                                          } else {
                                                            var valid1 = true;
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          }
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        } else {
                          validate20.errors = [{ instancePath: instancePath + "/summary", schemaPath: "#/properties/summary/type", keyword: "type", params: { type: "object" } }];
                          return false;
                        }
                      }
                      var valid0 = _errs10 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.certificates !== void 0) {
                        let data27 = data.certificates;
                        const _errs57 = errors;
                        if (errors === _errs57) {
                          if (Array.isArray(data27)) {
                            var valid4 = true;
                            const len0 = data27.length;
                            for (let i0 = 0; i0 < len0; i0++) {
                              const _errs59 = errors;
                              if (!validate26(data27[i0], { instancePath: instancePath + "/certificates/" + i0, parentData: data27, parentDataProperty: i0, rootData, dynamicAnchors })) {
                                vErrors = appendErrors(vErrors, validate26.errors);
                                errors = vErrors.length;
                              }
                              var valid4 = _errs59 === errors;
                              if (!valid4) {
                                break;
                              }
                            }
                          } else {
                            validate20.errors = [{ instancePath: instancePath + "/certificates", schemaPath: "#/properties/certificates/type", keyword: "type", params: { type: "array" } }];
                            return false;
                          }
                        }
                        var valid0 = _errs57 === errors;
                      } else {
                        var valid0 = true;
                      }
                      if (valid0) {
                        if (data.not_observed !== void 0) {
                          let data29 = data.not_observed;
                          const _errs60 = errors;
                          if (errors === _errs60) {
                            if (Array.isArray(data29)) {
                              if (data29.length < 1) {
                                validate20.errors = [{ instancePath: instancePath + "/not_observed", schemaPath: "#/properties/not_observed/minItems", keyword: "minItems", params: { limit: 1 } }];
                                return false;
                              } else {
                                var valid5 = true;
                                const len1 = data29.length;
                                for (let i1 = 0; i1 < len1; i1++) {
                                  const _errs62 = errors;
                                  if (!validate58(data29[i1], { instancePath: instancePath + "/not_observed/" + i1, parentData: data29, parentDataProperty: i1, rootData, dynamicAnchors })) {
                                    vErrors = appendErrors(vErrors, validate58.errors);
                                    errors = vErrors.length;
                                  }
                                  var valid5 = _errs62 === errors;
                                  if (!valid5) {
                                    break;
                                  }
                                }
                              }
                            } else {
                              validate20.errors = [{ instancePath: instancePath + "/not_observed", schemaPath: "#/properties/not_observed/type", keyword: "type", params: { type: "array" } }];
                              return false;
                            }
                          }
                          var valid0 = _errs60 === errors;
                        } else {
                          var valid0 = true;
                        }
                        if (valid0) {
                          if (data.disabled !== void 0) {
                            let data31 = data.disabled;
                            const _errs63 = errors;
                            if (errors === _errs63) {
                              if (Array.isArray(data31)) {
                                if (data31.length < 1) {
                                  validate20.errors = [{ instancePath: instancePath + "/disabled", schemaPath: "#/properties/disabled/minItems", keyword: "minItems", params: { limit: 1 } }];
                                  return false;
                                } else {
                                  var valid6 = true;
                                  const len2 = data31.length;
                                  for (let i2 = 0; i2 < len2; i2++) {
                                    let data32 = data31[i2];
                                    const _errs65 = errors;
                                    const _errs66 = errors;
                                    if (errors === _errs66) {
                                      if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
                                        let missing3;
                                        if (data32.certificate === void 0 && (missing3 = "certificate") || data32.until === void 0 && (missing3 = "until") || data32.reason === void 0 && (missing3 = "reason")) {
                                          validate20.errors = [{ instancePath: instancePath + "/disabled/" + i2, schemaPath: "definitions.schema.json#/$defs/disabled_entry/required", keyword: "required", params: { missingProperty: missing3 } }];
                                          return false;
                                        } else {
                                          const _errs68 = errors;
                                          for (const key4 in data32) {
                                            if (!(key4 === "certificate" || key4 === "until" || key4 === "reason")) {
                                              delete data32[key4];
                                            }
                                          }
                                          if (_errs68 === errors) {
                                            if (data32.certificate !== void 0) {
                                              const _errs69 = errors;
                                              if (typeof data32.certificate !== "string") {
                                                validate20.errors = [{ instancePath: instancePath + "/disabled/" + i2 + "/certificate", schemaPath: "definitions.schema.json#/$defs/disabled_entry/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                                                return false;
                                              }
                                              var valid8 = _errs69 === errors;
                                            } else {
                                              var valid8 = true;
                                            }
                                            if (valid8) {
                                              if (data32.until !== void 0) {
                                                let data34 = data32.until;
                                                const _errs71 = errors;
                                                if (typeof data34 !== "string" && data34 !== null) {
                                                  validate20.errors = [{ instancePath: instancePath + "/disabled/" + i2 + "/until", schemaPath: "definitions.schema.json#/$defs/disabled_entry/properties/until/type", keyword: "type", params: { type: schema90.properties.until.type } }];
                                                  return false;
                                                }
                                                var valid8 = _errs71 === errors;
                                              } else {
                                                var valid8 = true;
                                              }
                                              if (valid8) {
                                                if (data32.reason !== void 0) {
                                                  let data35 = data32.reason;
                                                  const _errs73 = errors;
                                                  if (typeof data35 !== "string" && data35 !== null) {
                                                    validate20.errors = [{ instancePath: instancePath + "/disabled/" + i2 + "/reason", schemaPath: "definitions.schema.json#/$defs/disabled_entry/properties/reason/type", keyword: "type", params: { type: schema90.properties.reason.type } }];
                                                    return false;
                                                  }
                                                  var valid8 = _errs73 === errors;
                                                } else {
                                                  var valid8 = true;
                                                }
                                              }
                                            }
                                          }
                                        }
                                      } else {
                                        validate20.errors = [{ instancePath: instancePath + "/disabled/" + i2, schemaPath: "definitions.schema.json#/$defs/disabled_entry/type", keyword: "type", params: { type: "object" } }];
                                        return false;
                                      }
                                    }
                                    var valid6 = _errs65 === errors;
                                    if (!valid6) {
                                      break;
                                    }
                                  }
                                }
                              } else {
                                validate20.errors = [{ instancePath: instancePath + "/disabled", schemaPath: "#/properties/disabled/type", keyword: "type", params: { type: "array" } }];
                                return false;
                              }
                            }
                            var valid0 = _errs63 === errors;
                          } else {
                            var valid0 = true;
                          }
                          if (valid0) {
                            if (data.disappeared !== void 0) {
                              let data36 = data.disappeared;
                              const _errs75 = errors;
                              if (errors === _errs75) {
                                if (Array.isArray(data36)) {
                                  if (data36.length < 1) {
                                    validate20.errors = [{ instancePath: instancePath + "/disappeared", schemaPath: "#/properties/disappeared/minItems", keyword: "minItems", params: { limit: 1 } }];
                                    return false;
                                  } else {
                                    var valid9 = true;
                                    const len3 = data36.length;
                                    for (let i3 = 0; i3 < len3; i3++) {
                                      const _errs77 = errors;
                                      if (typeof data36[i3] !== "string") {
                                        validate20.errors = [{ instancePath: instancePath + "/disappeared/" + i3, schemaPath: "#/properties/disappeared/items/type", keyword: "type", params: { type: "string" } }];
                                        return false;
                                      }
                                      var valid9 = _errs77 === errors;
                                      if (!valid9) {
                                        break;
                                      }
                                    }
                                  }
                                } else {
                                  validate20.errors = [{ instancePath: instancePath + "/disappeared", schemaPath: "#/properties/disappeared/type", keyword: "type", params: { type: "array" } }];
                                  return false;
                                }
                              }
                              var valid0 = _errs75 === errors;
                            } else {
                              var valid0 = true;
                            }
                            if (valid0) {
                              if (data.removed_items !== void 0) {
                                let data38 = data.removed_items;
                                const _errs79 = errors;
                                if (errors === _errs79) {
                                  if (Array.isArray(data38)) {
                                    if (data38.length < 1) {
                                      validate20.errors = [{ instancePath: instancePath + "/removed_items", schemaPath: "#/properties/removed_items/minItems", keyword: "minItems", params: { limit: 1 } }];
                                      return false;
                                    } else {
                                      var valid10 = true;
                                      const len4 = data38.length;
                                      for (let i4 = 0; i4 < len4; i4++) {
                                        let data39 = data38[i4];
                                        const _errs81 = errors;
                                        const _errs82 = errors;
                                        if (errors === _errs82) {
                                          if (data39 && typeof data39 == "object" && !Array.isArray(data39)) {
                                            let missing4;
                                            if (data39.certificate === void 0 && (missing4 = "certificate") || data39.source === void 0 && (missing4 = "source") || data39.known === void 0 && (missing4 = "known") || data39.locations === void 0 && (missing4 = "locations")) {
                                              validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4, schemaPath: "#/$defs/removed_items/required", keyword: "required", params: { missingProperty: missing4 } }];
                                              return false;
                                            } else {
                                              const _errs84 = errors;
                                              for (const key5 in data39) {
                                                if (!(key5 === "certificate" || key5 === "source" || key5 === "known" || key5 === "locations")) {
                                                  delete data39[key5];
                                                }
                                              }
                                              if (_errs84 === errors) {
                                                if (data39.certificate !== void 0) {
                                                  const _errs85 = errors;
                                                  if (typeof data39.certificate !== "string") {
                                                    validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4 + "/certificate", schemaPath: "#/$defs/removed_items/properties/certificate/type", keyword: "type", params: { type: "string" } }];
                                                    return false;
                                                  }
                                                  var valid12 = _errs85 === errors;
                                                } else {
                                                  var valid12 = true;
                                                }
                                                if (valid12) {
                                                  if (data39.source !== void 0) {
                                                    const _errs87 = errors;
                                                    if (typeof data39.source !== "string") {
                                                      validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4 + "/source", schemaPath: "#/$defs/removed_items/properties/source/type", keyword: "type", params: { type: "string" } }];
                                                      return false;
                                                    }
                                                    var valid12 = _errs87 === errors;
                                                  } else {
                                                    var valid12 = true;
                                                  }
                                                  if (valid12) {
                                                    if (data39.known !== void 0) {
                                                      let data42 = data39.known;
                                                      const _errs89 = errors;
                                                      if (!(typeof data42 == "number" && (!(data42 % 1) && !isNaN(data42)) && isFinite(data42))) {
                                                        validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4 + "/known", schemaPath: "#/$defs/removed_items/properties/known/type", keyword: "type", params: { type: "integer" } }];
                                                        return false;
                                                      }
                                                      if (errors === _errs89) {
                                                        if (typeof data42 == "number" && isFinite(data42)) {
                                                          if (data42 < 1 || isNaN(data42)) {
                                                            validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4 + "/known", schemaPath: "#/$defs/removed_items/properties/known/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 } }];
                                                            return false;
                                                          }
                                                        }
                                                      }
                                                      var valid12 = _errs89 === errors;
                                                    } else {
                                                      var valid12 = true;
                                                    }
                                                    if (valid12) {
                                                      if (data39.locations !== void 0) {
                                                        let data43 = data39.locations;
                                                        const _errs91 = errors;
                                                        if (errors === _errs91) {
                                                          if (Array.isArray(data43)) {
                                                            var valid13 = true;
                                                            const len5 = data43.length;
                                                            for (let i5 = 0; i5 < len5; i5++) {
                                                              const _errs93 = errors;
                                                              if (typeof data43[i5] !== "string") {
                                                                validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4 + "/locations/" + i5, schemaPath: "#/$defs/removed_items/properties/locations/items/type", keyword: "type", params: { type: "string" } }];
                                                                return false;
                                                              }
                                                              var valid13 = _errs93 === errors;
                                                              if (!valid13) {
                                                                break;
                                                              }
                                                            }
                                                          } else {
                                                            validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4 + "/locations", schemaPath: "#/$defs/removed_items/properties/locations/type", keyword: "type", params: { type: "array" } }];
                                                            return false;
                                                          }
                                                        }
                                                        var valid12 = _errs91 === errors;
                                                      } else {
                                                        var valid12 = true;
                                                      }
                                                    }
                                                  }
                                                }
                                              }
                                            }
                                          } else {
                                            validate20.errors = [{ instancePath: instancePath + "/removed_items/" + i4, schemaPath: "#/$defs/removed_items/type", keyword: "type", params: { type: "object" } }];
                                            return false;
                                          }
                                        }
                                        var valid10 = _errs81 === errors;
                                        if (!valid10) {
                                          break;
                                        }
                                      }
                                    }
                                  } else {
                                    validate20.errors = [{ instancePath: instancePath + "/removed_items", schemaPath: "#/properties/removed_items/type", keyword: "type", params: { type: "array" } }];
                                    return false;
                                  }
                                }
                                var valid0 = _errs79 === errors;
                              } else {
                                var valid0 = true;
                              }
                              if (valid0) {
                                if (data.transparency !== void 0) {
                                  let data45 = data.transparency;
                                  const _errs95 = errors;
                                  if (errors === _errs95) {
                                    if (Array.isArray(data45)) {
                                      if (data45.length < 1) {
                                        validate20.errors = [{ instancePath: instancePath + "/transparency", schemaPath: "#/properties/transparency/minItems", keyword: "minItems", params: { limit: 1 } }];
                                        return false;
                                      } else {
                                        var valid14 = true;
                                        const len6 = data45.length;
                                        for (let i6 = 0; i6 < len6; i6++) {
                                          const _errs97 = errors;
                                          if (!validate60(data45[i6], { instancePath: instancePath + "/transparency/" + i6, parentData: data45, parentDataProperty: i6, rootData, dynamicAnchors })) {
                                            vErrors = appendErrors(vErrors, validate60.errors);
                                            errors = vErrors.length;
                                          }
                                          var valid14 = _errs97 === errors;
                                          if (!valid14) {
                                            break;
                                          }
                                        }
                                      }
                                    } else {
                                      validate20.errors = [{ instancePath: instancePath + "/transparency", schemaPath: "#/properties/transparency/type", keyword: "type", params: { type: "array" } }];
                                      return false;
                                    }
                                  }
                                  var valid0 = _errs95 === errors;
                                } else {
                                  var valid0 = true;
                                }
                                if (valid0) {
                                  if (data.policies !== void 0) {
                                    let data47 = data.policies;
                                    const _errs98 = errors;
                                    if (errors === _errs98) {
                                      if (Array.isArray(data47)) {
                                        if (data47.length < 1) {
                                          validate20.errors = [{ instancePath: instancePath + "/policies", schemaPath: "#/properties/policies/minItems", keyword: "minItems", params: { limit: 1 } }];
                                          return false;
                                        } else {
                                          var valid15 = true;
                                          const len7 = data47.length;
                                          for (let i7 = 0; i7 < len7; i7++) {
                                            let data48 = data47[i7];
                                            const _errs100 = errors;
                                            const _errs101 = errors;
                                            if (errors === _errs101) {
                                              if (data48 && typeof data48 == "object" && !Array.isArray(data48)) {
                                                let missing5;
                                                if (data48.policy === void 0 && (missing5 = "policy") || data48.description === void 0 && (missing5 = "description") || data48.severity === void 0 && (missing5 = "severity") || data48.state === void 0 && (missing5 = "state") || data48.certificates === void 0 && (missing5 = "certificates") || data48.pass === void 0 && (missing5 = "pass") || data48.fail === void 0 && (missing5 = "fail") || data48.error === void 0 && (missing5 = "error") || data48.skipped === void 0 && (missing5 = "skipped") || data48.checks === void 0 && (missing5 = "checks")) {
                                                  validate20.errors = [{ instancePath: instancePath + "/policies/" + i7, schemaPath: "#/$defs/policy/required", keyword: "required", params: { missingProperty: missing5 } }];
                                                  return false;
                                                } else {
                                                  const _errs103 = errors;
                                                  for (const key6 in data48) {
                                                    if (!func1.call(schema103.properties, key6)) {
                                                      delete data48[key6];
                                                    }
                                                  }
                                                  if (_errs103 === errors) {
                                                    if (data48.policy !== void 0) {
                                                      const _errs104 = errors;
                                                      if (typeof data48.policy !== "string") {
                                                        validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/policy", schemaPath: "#/$defs/policy/properties/policy/type", keyword: "type", params: { type: "string" } }];
                                                        return false;
                                                      }
                                                      var valid17 = _errs104 === errors;
                                                    } else {
                                                      var valid17 = true;
                                                    }
                                                    if (valid17) {
                                                      if (data48.description !== void 0) {
                                                        let data50 = data48.description;
                                                        const _errs106 = errors;
                                                        if (typeof data50 !== "string" && data50 !== null) {
                                                          validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/description", schemaPath: "#/$defs/policy/properties/description/type", keyword: "type", params: { type: schema103.properties.description.type } }];
                                                          return false;
                                                        }
                                                        var valid17 = _errs106 === errors;
                                                      } else {
                                                        var valid17 = true;
                                                      }
                                                      if (valid17) {
                                                        if (data48.severity !== void 0) {
                                                          let data51 = data48.severity;
                                                          const _errs108 = errors;
                                                          if (!(data51 === "critical" || data51 === "warning" || data51 === "info")) {
                                                            validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/severity", schemaPath: "#/$defs/policy/properties/severity/enum", keyword: "enum", params: { allowedValues: schema103.properties.severity.enum } }];
                                                            return false;
                                                          }
                                                          var valid17 = _errs108 === errors;
                                                        } else {
                                                          var valid17 = true;
                                                        }
                                                        if (valid17) {
                                                          if (data48.state !== void 0) {
                                                            let data52 = data48.state;
                                                            const _errs109 = errors;
                                                            if (!(data52 === "violated" || data52 === "undecided" || data52 === "met" || data52 === "not-applicable" || data52 === "no-certificates" || data52 === "disabled")) {
                                                              validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/state", schemaPath: "#/$defs/policy/properties/state/enum", keyword: "enum", params: { allowedValues: schema103.properties.state.enum } }];
                                                              return false;
                                                            }
                                                            var valid17 = _errs109 === errors;
                                                          } else {
                                                            var valid17 = true;
                                                          }
                                                          if (valid17) {
                                                            if (data48.certificates !== void 0) {
                                                              let data53 = data48.certificates;
                                                              const _errs110 = errors;
                                                              if (!(typeof data53 == "number" && (!(data53 % 1) && !isNaN(data53)) && isFinite(data53))) {
                                                                validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/certificates", schemaPath: "#/$defs/policy/properties/certificates/type", keyword: "type", params: { type: "integer" } }];
                                                                return false;
                                                              }
                                                              if (errors === _errs110) {
                                                                if (typeof data53 == "number" && isFinite(data53)) {
                                                                  if (data53 < 0 || isNaN(data53)) {
                                                                    validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/certificates", schemaPath: "#/$defs/policy/properties/certificates/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                    return false;
                                                                  }
                                                                }
                                                              }
                                                              var valid17 = _errs110 === errors;
                                                            } else {
                                                              var valid17 = true;
                                                            }
                                                            if (valid17) {
                                                              if (data48.pass !== void 0) {
                                                                let data54 = data48.pass;
                                                                const _errs112 = errors;
                                                                if (!(typeof data54 == "number" && (!(data54 % 1) && !isNaN(data54)) && isFinite(data54))) {
                                                                  validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/pass", schemaPath: "#/$defs/policy/properties/pass/type", keyword: "type", params: { type: "integer" } }];
                                                                  return false;
                                                                }
                                                                if (errors === _errs112) {
                                                                  if (typeof data54 == "number" && isFinite(data54)) {
                                                                    if (data54 < 0 || isNaN(data54)) {
                                                                      validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/pass", schemaPath: "#/$defs/policy/properties/pass/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                      return false;
                                                                    }
                                                                  }
                                                                }
                                                                var valid17 = _errs112 === errors;
                                                              } else {
                                                                var valid17 = true;
                                                              }
                                                              if (valid17) {
                                                                if (data48.fail !== void 0) {
                                                                  let data55 = data48.fail;
                                                                  const _errs114 = errors;
                                                                  if (!(typeof data55 == "number" && (!(data55 % 1) && !isNaN(data55)) && isFinite(data55))) {
                                                                    validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/fail", schemaPath: "#/$defs/policy/properties/fail/type", keyword: "type", params: { type: "integer" } }];
                                                                    return false;
                                                                  }
                                                                  if (errors === _errs114) {
                                                                    if (typeof data55 == "number" && isFinite(data55)) {
                                                                      if (data55 < 0 || isNaN(data55)) {
                                                                        validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/fail", schemaPath: "#/$defs/policy/properties/fail/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                        return false;
                                                                      }
                                                                    }
                                                                  }
                                                                  var valid17 = _errs114 === errors;
                                                                } else {
                                                                  var valid17 = true;
                                                                }
                                                                if (valid17) {
                                                                  if (data48.error !== void 0) {
                                                                    let data56 = data48.error;
                                                                    const _errs116 = errors;
                                                                    if (!(typeof data56 == "number" && (!(data56 % 1) && !isNaN(data56)) && isFinite(data56))) {
                                                                      validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/error", schemaPath: "#/$defs/policy/properties/error/type", keyword: "type", params: { type: "integer" } }];
                                                                      return false;
                                                                    }
                                                                    if (errors === _errs116) {
                                                                      if (typeof data56 == "number" && isFinite(data56)) {
                                                                        if (data56 < 0 || isNaN(data56)) {
                                                                          validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/error", schemaPath: "#/$defs/policy/properties/error/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                          return false;
                                                                        }
                                                                      }
                                                                    }
                                                                    var valid17 = _errs116 === errors;
                                                                  } else {
                                                                    var valid17 = true;
                                                                  }
                                                                  if (valid17) {
                                                                    if (data48.skipped !== void 0) {
                                                                      let data57 = data48.skipped;
                                                                      const _errs118 = errors;
                                                                      if (!(typeof data57 == "number" && (!(data57 % 1) && !isNaN(data57)) && isFinite(data57))) {
                                                                        validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/skipped", schemaPath: "#/$defs/policy/properties/skipped/type", keyword: "type", params: { type: "integer" } }];
                                                                        return false;
                                                                      }
                                                                      if (errors === _errs118) {
                                                                        if (typeof data57 == "number" && isFinite(data57)) {
                                                                          if (data57 < 0 || isNaN(data57)) {
                                                                            validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/skipped", schemaPath: "#/$defs/policy/properties/skipped/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                            return false;
                                                                          }
                                                                        }
                                                                      }
                                                                      var valid17 = _errs118 === errors;
                                                                    } else {
                                                                      var valid17 = true;
                                                                    }
                                                                    if (valid17) {
                                                                      if (data48.checks !== void 0) {
                                                                        let data58 = data48.checks;
                                                                        const _errs120 = errors;
                                                                        if (errors === _errs120) {
                                                                          if (Array.isArray(data58)) {
                                                                            var valid18 = true;
                                                                            const len8 = data58.length;
                                                                            for (let i8 = 0; i8 < len8; i8++) {
                                                                              let data59 = data58[i8];
                                                                              const _errs122 = errors;
                                                                              if (errors === _errs122) {
                                                                                if (data59 && typeof data59 == "object" && !Array.isArray(data59)) {
                                                                                  let missing6;
                                                                                  if (data59.check === void 0 && (missing6 = "check") || data59.required === void 0 && (missing6 = "required") || data59.pass === void 0 && (missing6 = "pass") || data59.fail === void 0 && (missing6 = "fail") || data59.error === void 0 && (missing6 = "error") || data59.skipped === void 0 && (missing6 = "skipped")) {
                                                                                    validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8, schemaPath: "#/$defs/policy/properties/checks/items/required", keyword: "required", params: { missingProperty: missing6 } }];
                                                                                    return false;
                                                                                  } else {
                                                                                    const _errs124 = errors;
                                                                                    for (const key7 in data59) {
                                                                                      if (!(key7 === "check" || key7 === "required" || key7 === "pass" || key7 === "fail" || key7 === "error" || key7 === "skipped")) {
                                                                                        delete data59[key7];
                                                                                      }
                                                                                    }
                                                                                    if (_errs124 === errors) {
                                                                                      if (data59.check !== void 0) {
                                                                                        const _errs125 = errors;
                                                                                        if (typeof data59.check !== "string") {
                                                                                          validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/check", schemaPath: "#/$defs/policy/properties/checks/items/properties/check/type", keyword: "type", params: { type: "string" } }];
                                                                                          return false;
                                                                                        }
                                                                                        var valid19 = _errs125 === errors;
                                                                                      } else {
                                                                                        var valid19 = true;
                                                                                      }
                                                                                      if (valid19) {
                                                                                        if (data59.required !== void 0) {
                                                                                          const _errs127 = errors;
                                                                                          if (typeof data59.required !== "string") {
                                                                                            validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/required", schemaPath: "#/$defs/policy/properties/checks/items/properties/required/type", keyword: "type", params: { type: "string" } }];
                                                                                            return false;
                                                                                          }
                                                                                          var valid19 = _errs127 === errors;
                                                                                        } else {
                                                                                          var valid19 = true;
                                                                                        }
                                                                                        if (valid19) {
                                                                                          if (data59.pass !== void 0) {
                                                                                            let data62 = data59.pass;
                                                                                            const _errs129 = errors;
                                                                                            if (!(typeof data62 == "number" && (!(data62 % 1) && !isNaN(data62)) && isFinite(data62))) {
                                                                                              validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/pass", schemaPath: "#/$defs/policy/properties/checks/items/properties/pass/type", keyword: "type", params: { type: "integer" } }];
                                                                                              return false;
                                                                                            }
                                                                                            if (errors === _errs129) {
                                                                                              if (typeof data62 == "number" && isFinite(data62)) {
                                                                                                if (data62 < 0 || isNaN(data62)) {
                                                                                                  validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/pass", schemaPath: "#/$defs/policy/properties/checks/items/properties/pass/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                                  return false;
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                            var valid19 = _errs129 === errors;
                                                                                          } else {
                                                                                            var valid19 = true;
                                                                                          }
                                                                                          if (valid19) {
                                                                                            if (data59.fail !== void 0) {
                                                                                              let data63 = data59.fail;
                                                                                              const _errs131 = errors;
                                                                                              if (!(typeof data63 == "number" && (!(data63 % 1) && !isNaN(data63)) && isFinite(data63))) {
                                                                                                validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/fail", schemaPath: "#/$defs/policy/properties/checks/items/properties/fail/type", keyword: "type", params: { type: "integer" } }];
                                                                                                return false;
                                                                                              }
                                                                                              if (errors === _errs131) {
                                                                                                if (typeof data63 == "number" && isFinite(data63)) {
                                                                                                  if (data63 < 0 || isNaN(data63)) {
                                                                                                    validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/fail", schemaPath: "#/$defs/policy/properties/checks/items/properties/fail/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                                    return false;
                                                                                                  }
                                                                                                }
                                                                                              }
                                                                                              var valid19 = _errs131 === errors;
                                                                                            } else {
                                                                                              var valid19 = true;
                                                                                            }
                                                                                            if (valid19) {
                                                                                              if (data59.error !== void 0) {
                                                                                                let data64 = data59.error;
                                                                                                const _errs133 = errors;
                                                                                                if (!(typeof data64 == "number" && (!(data64 % 1) && !isNaN(data64)) && isFinite(data64))) {
                                                                                                  validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/error", schemaPath: "#/$defs/policy/properties/checks/items/properties/error/type", keyword: "type", params: { type: "integer" } }];
                                                                                                  return false;
                                                                                                }
                                                                                                if (errors === _errs133) {
                                                                                                  if (typeof data64 == "number" && isFinite(data64)) {
                                                                                                    if (data64 < 0 || isNaN(data64)) {
                                                                                                      validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/error", schemaPath: "#/$defs/policy/properties/checks/items/properties/error/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                                      return false;
                                                                                                    }
                                                                                                  }
                                                                                                }
                                                                                                var valid19 = _errs133 === errors;
                                                                                              } else {
                                                                                                var valid19 = true;
                                                                                              }
                                                                                              if (valid19) {
                                                                                                if (data59.skipped !== void 0) {
                                                                                                  let data65 = data59.skipped;
                                                                                                  const _errs135 = errors;
                                                                                                  if (!(typeof data65 == "number" && (!(data65 % 1) && !isNaN(data65)) && isFinite(data65))) {
                                                                                                    validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/skipped", schemaPath: "#/$defs/policy/properties/checks/items/properties/skipped/type", keyword: "type", params: { type: "integer" } }];
                                                                                                    return false;
                                                                                                  }
                                                                                                  if (errors === _errs135) {
                                                                                                    if (typeof data65 == "number" && isFinite(data65)) {
                                                                                                      if (data65 < 0 || isNaN(data65)) {
                                                                                                        validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8 + "/skipped", schemaPath: "#/$defs/policy/properties/checks/items/properties/skipped/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 } }];
                                                                                                        return false;
                                                                                                      }
                                                                                                    }
                                                                                                  }
                                                                                                  var valid19 = _errs135 === errors;
                                                                                                } else {
                                                                                                  var valid19 = true;
                                                                                                }
                                                                                              }
                                                                                            }
                                                                                          }
                                                                                        }
                                                                                      }
                                                                                    }
                                                                                  }
                                                                                } else {
                                                                                  validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks/" + i8, schemaPath: "#/$defs/policy/properties/checks/items/type", keyword: "type", params: { type: "object" } }];
                                                                                  return false;
                                                                                }
                                                                              }
                                                                              var valid18 = _errs122 === errors;
                                                                              if (!valid18) {
                                                                                break;
                                                                              }
                                                                            }
                                                                          } else {
                                                                            validate20.errors = [{ instancePath: instancePath + "/policies/" + i7 + "/checks", schemaPath: "#/$defs/policy/properties/checks/type", keyword: "type", params: { type: "array" } }];
                                                                            return false;
                                                                          }
                                                                        }
                                                                        var valid17 = _errs120 === errors;
                                                                      } else {
                                                                        var valid17 = true;
                                                                      }
                                                                    }
                                                                  }
                                                                }
                                                              }
                                                            }
                                                          }
                                                        }
                                                      }
                                                    }
                                                  }
                                                }
                                              } else {
                                                validate20.errors = [{ instancePath: instancePath + "/policies/" + i7, schemaPath: "#/$defs/policy/type", keyword: "type", params: { type: "object" } }];
                                                return false;
                                              }
                                            }
                                            var valid15 = _errs100 === errors;
                                            if (!valid15) {
                                              break;
                                            }
                                          }
                                        }
                                      } else {
                                        validate20.errors = [{ instancePath: instancePath + "/policies", schemaPath: "#/properties/policies/type", keyword: "type", params: { type: "array" } }];
                                        return false;
                                      }
                                    }
                                    var valid0 = _errs98 === errors;
                                  } else {
                                    var valid0 = true;
                                  }
                                  if (valid0) {
                                    if (data.events !== void 0) {
                                      let data66 = data.events;
                                      const _errs137 = errors;
                                      if (errors === _errs137) {
                                        if (Array.isArray(data66)) {
                                          var valid20 = true;
                                          const len9 = data66.length;
                                          for (let i9 = 0; i9 < len9; i9++) {
                                            const _errs139 = errors;
                                            if (!validate64(data66[i9], { instancePath: instancePath + "/events/" + i9, parentData: data66, parentDataProperty: i9, rootData, dynamicAnchors })) {
                                              vErrors = appendErrors(vErrors, validate64.errors);
                                              errors = vErrors.length;
                                            }
                                            var valid20 = _errs139 === errors;
                                            if (!valid20) {
                                              break;
                                            }
                                          }
                                        } else {
                                          validate20.errors = [{ instancePath: instancePath + "/events", schemaPath: "#/properties/events/type", keyword: "type", params: { type: "array" } }];
                                          return false;
                                        }
                                      }
                                      var valid0 = _errs137 === errors;
                                    } else {
                                      var valid0 = true;
                                    }
                                    if (valid0) {
                                      if (data.deliveries !== void 0) {
                                        let data68 = data.deliveries;
                                        const _errs140 = errors;
                                        if (errors === _errs140) {
                                          if (Array.isArray(data68)) {
                                            var valid21 = true;
                                            const len10 = data68.length;
                                            for (let i10 = 0; i10 < len10; i10++) {
                                              const _errs142 = errors;
                                              if (!validate71(data68[i10], { instancePath: instancePath + "/deliveries/" + i10, parentData: data68, parentDataProperty: i10, rootData, dynamicAnchors })) {
                                                vErrors = appendErrors(vErrors, validate71.errors);
                                                errors = vErrors.length;
                                              }
                                              var valid21 = _errs142 === errors;
                                              if (!valid21) {
                                                break;
                                              }
                                            }
                                          } else {
                                            validate20.errors = [{ instancePath: instancePath + "/deliveries", schemaPath: "#/properties/deliveries/type", keyword: "type", params: { type: "array" } }];
                                            return false;
                                          }
                                        }
                                        var valid0 = _errs140 === errors;
                                      } else {
                                        var valid0 = true;
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate20.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" } }];
      return false;
    }
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function appendErrors(errors, more) {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}
export {
  validateReport
};
