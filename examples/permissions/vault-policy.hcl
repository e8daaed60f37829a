# For each mount: list and read its certificates and issuers.
path "pki/certs" {
  capabilities = ["list"]
}
path "pki/certs/revoked" {
  capabilities = ["list"]
}
path "pki/cert/*" {
  capabilities = ["read"]
}
path "pki/issuers" {
  capabilities = ["list"]
}
path "pki/issuer/*" {
  capabilities = ["read"]
}
