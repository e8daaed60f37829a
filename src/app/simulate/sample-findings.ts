import type { Finding, FindingName, Observation } from '../../domain/index.ts';

/** How each finding would be worded, with nothing that is true of a real certificate. */
const SAMPLE_FINDINGS: Record<FindingName, Pick<Finding, 'about' | 'severity' | 'code' | 'detail'>> = {
  'certificate.untrusted': {
    about: '',
    severity: 'critical',
    code: 'missing-intermediate',
    detail: 'The certificate of its issuer is not sent along. Add it to the chain of the server.',
  },
  'certificate.revoked': {
    about: '',
    severity: 'critical',
    code: 'revoked',
    detail: 'Its issuer has revoked it. Replace it now.',
  },
  'certificate.policy_violation': {
    about: 'an-example',
    severity: 'warning',
    code: 'min_key_size',
    detail: 'The key has 1024 bits where at least 2048 are asked for. Have it issued with a new key.',
  },
  'certificate.lagging': {
    about: '',
    severity: 'warning',
    code: 'places-disagree',
    detail: 'One place still shows the certificate that the others have replaced. Roll the new one out there too.',
  },
  'certificate.ari_window_open': {
    about: '',
    severity: 'info',
    code: 'ari-window-open',
    detail: 'Its issuer asks for it to be renewed now.',
  },
  'certificate.ari_window_shift': {
    about: '',
    severity: 'warning',
    code: 'ari-window-shift',
    detail: 'Its issuer asks for it to be renewed earlier than before, which can be the sign of a mass revocation.',
  },
};

/** One that is made up for a test, at the places of the certificate. */
export function createSampleFinding(event: FindingName, { places }: Pick<Observation, 'places'>): Finding {
  return { event, ...SAMPLE_FINDINGS[event], places: places.map(({ place }) => place) };
}
