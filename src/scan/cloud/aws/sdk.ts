/**
 * What is used of AWS's SDK, which is large: import this file dynamically, for an entry that needs it.
 */

// Which version of the SDK is in the bundle, and on which versions of Node it runs, is not for users to decide.
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
