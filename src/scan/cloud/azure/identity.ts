/**
 * The parts of Microsoft's library for logins that are used. The package is large: import this file dynamically, and only with Node 22 or
 * newer, which the library needs.
 */

export {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
} from '@azure/identity';
