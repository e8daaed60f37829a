/**
 * Formats the unique identifier of a certificate for ACME renewal information (RFC 9773 section 4.1). Returns null without an authority key
 * identifier or a positive serial number. Both are in lower-case hex, the serial number without leading zero bytes.
 */
export function formatAriCertificateId(
  authority_key_id: string | undefined,
  serial_number: string | null,
): string | null {
  if (!authority_key_id || serial_number === null || !/^[0-9a-f]+$/.test(serial_number)) return null;
  // Without a leading zero byte, the INTEGER would be negative (X.690 section 8.3).
  const serial = /^[89a-f]/.test(serial_number) ? `00${serial_number}` : serial_number;
  return [authority_key_id, serial].map((hex) => Buffer.from(hex, 'hex').toString('base64url')).join('.');
}
