/** Messages about a valid manifest that may not do what its author wants. Only `validate` reports them. */

import { createWarning, type Message, type MessageTable, quote } from './message.ts';

const others = (number: number): string => (number === 1 ? '' : ` and ${number - 1} more`);
const certificates = (number: number): string => (number === 1 ? 'certificate' : 'certificates');

function createNotice(message: string, hint: string): Message {
  return { severity: 'notice', message, hint };
}

export const ADVICE_MESSAGES = {
  'no-rule': () =>
    createWarning(
      'No rule sends notifications about these certificates.',
      'Add a rule with events and a receiver, or "issues: {}" to open GitHub issues.',
    ),
  'certificate-without-rule': (names: string, number: number) =>
    createWarning(
      `No rule matches ${number === 1 ? 'the certificate' : `${number} certificates:`} ${names}.`,
      'Extend the "match" of a rule, or add "issues: {}", which covers all certificates. If nobody needs their alerts, add a rule with "actions: []".',
    ),
  'alert-not-notified': (events: string, names: string, number: number) =>
    createWarning(
      `No rule sends ${events} for ${number === 1 ? 'the certificate' : `${number} certificates:`} ${names}.`,
      'Add it to the "events" of a rule that matches its status, without "match.thresholds". If nobody needs it, add a rule with "actions: []".',
    ),
  'expiry-not-notified': (names: string, number: number) =>
    createWarning(
      `No rule announces the expiry of ${number === 1 ? 'the certificate' : `${number} certificates:`} ${names} before its last day.`,
      'Add certificate.expiry_warning to a rule, with a "match.status" and "match.thresholds" that come earlier. If nobody needs it, add a rule with "actions: []".',
    ),
  'violation-not-notified': (names: string, number: number) =>
    createWarning(
      `No rule sends violations of ${number === 1 ? 'the policy' : `${number} policies:`} ${names}.`,
      'Add certificate.policy_violation to the "events" of a rule without "match.thresholds".',
    ),
  'domain-not-registrable': (names: string, number: number) =>
    createWarning(
      `Others register domains under ${names}: ${number === 1 ? 'it is a public suffix' : 'they are public suffixes'}.`,
      'Use the names of registered domains, such as example.co.uk.',
    ),
  'domain-repeated': (names: string, number: number) =>
    createWarning(
      `The registration of ${names} is shared with another domain of this entry, so some events are sent more than once.`,
      `Keep only the registered domain, and remove ${number === 1 ? 'the other name' : 'the others'}.`,
    ),
  'domain-without-rdap': (names: string, number: number) =>
    createWarning(
      `The ${number === 1 ? 'registry of' : 'registries of these domains have no RDAP server:'} ${names}${number === 1 ? ' has no RDAP server' : ''}.`,
      'Set "rdap_url" if there is one. Otherwise replace "domain" with the date: "expires: YYYY-MM-DD" and "what: domain registration".',
    ),
  'many-yaml-entries': (number: number) =>
    createNotice(
      `${number.toLocaleString('en')} entries are in YAML, which takes seconds to load.`,
      'List them in CSV or JSON Lines: see docs/guides/entry-lists.md.',
    ),
  'plaintext-credential': (field: string) =>
    createWarning(
      `"${field}" contains a credential in plain text.`,
      `Store it as a secret, set it as an environment variable of the scan, and write $\{NAME}. Replace the credential, because it is in the history of the repository.`,
    ),
  'keystore-without-password': (location: string, number: number) =>
    createWarning(
      `${quote(location)}${others(number)} cannot be read: the certificates are encrypted, and no password is set.`,
      `Add password: "$\{KEYSTORE_PASSWORD}" to the entry, or to "defaults".`,
    ),
  'file-unusable': (location: string, number: number, detail: string) =>
    createWarning(`${quote(location)}${others(number)} cannot be read.`, detail),
  'file-expired': (location: string, number: number, day: string) =>
    createWarning(
      `The ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? 'has' : 'have'} expired (${day}).`,
      'Renew it; or remove the file, or list it under "exclude", if it is not used any more.',
    ),
  'file-expires-soon': (location: string, number: number, day: string) =>
    createWarning(
      `The ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? 'expires' : 'expire'} soon (${day}), within its smallest threshold.`,
      'Renew it: no other threshold warns before it expires.',
    ),
  'scan-too-rare': (location: string, number: number, detail: string) =>
    createNotice(
      `Scans are too rare for ${quote(location)}${others(number)}: ${detail}`,
      'Add a line under "schedule" to the workflow that scans.',
    ),
  'revocation-not-allowed': (host: string) =>
    createWarning(
      `With "revocation: true", scans ask ${quote(host)}, which is not public, and network.allow does not contain its address.`,
      'Add its address or network to network.allow; otherwise scans fail from the third on.',
    ),
  'fixture-expired': (location: string, number: number, day: string) =>
    createWarning(
      `The test ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? 'has' : 'have'} expired (${day}), so tests that use it fail.`,
      'Create it again, or generate it in the tests. If it is meant to be expired, move it to an entry with "expired: intended".',
    ),
  'fixture-expiring': (location: string, number: number, day: string) =>
    createWarning(
      `The test ${certificates(number)} in ${quote(location)}${others(number)} ${number === 1 ? 'expires' : 'expire'} soon (${day}), so tests that use it will fail.`,
      'Create it again with a longer lifetime, or generate it in the tests.',
    ),
  'file-without-certificate': (location: string, number: number) =>
    createNotice(
      `${quote(location)}${others(number)} ${number === 1 ? 'matches the glob, but contains' : 'match the glob, but contain'} no certificate.`,
      'If that is intended, list it under "exclude", or set skip_empty: true.',
    ),
  'keystore-not-checked': (location: string, number: number) =>
    createNotice(
      `${quote(location)}${others(number)} could not be checked without ${number === 1 ? 'its password' : 'their passwords'}.`,
      `The scan opens ${number === 1 ? 'it with the password' : 'them with the passwords'}.`,
    ),
  'kubeconfig-token-outside': (file: string) =>
    createNotice(
      `The token file ${quote(file)} of this kubeconfig is outside the repository. Whoever can change the kubeconfig can send any file on the machine to any server.`,
      'Nothing to do if only trusted people can change it. Otherwise move the kubeconfig out of the repository.',
    ),
} satisfies MessageTable;
