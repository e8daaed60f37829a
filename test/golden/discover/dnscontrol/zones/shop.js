D(DOMAIN, REGISTRAR, DnsProvider(PROVIDER),
  CNAME("cart", "cart.provider.example."),
);
