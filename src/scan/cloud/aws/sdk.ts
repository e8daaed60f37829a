/** The parts of AWS's SDK that are used. The package is large: import this file dynamically, for an entry that needs it. */

// Users do not choose the version of the SDK in the bundle, or the versions of Node that it supports.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

export { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
export {
  ACMClient,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
} from '@aws-sdk/client-acm';
export { GetServerCertificateCommand, IAMClient, ListServerCertificatesCommand } from '@aws-sdk/client-iam';
export {
  fromHttp,
  fromIni,
  fromInstanceMetadata,
  fromTemporaryCredentials,
  fromWebToken,
} from '@aws-sdk/credential-providers';
