var REG = NewRegistrar("none");
var PROVIDER = NewDnsProvider("cloudflare");
var ZONE = "example.net";

// A record and its IPv6 address.
function site(name, address) {
  return [A(name, address), AAAA(name, "2001:db8::1")];
}

var COMMON = [CNAME("status", "status.provider.example."), MX("@", 10, "mail")];

D("example.com", REG, DnsProvider(PROVIDER),
  COMMON,
  A("@", "192.0.2.1"),
  CNAME("www", "example.com."),
  A("mail", "192.0.2.2"),
  // A("commented", "192.0.2.3"),
  /* A("blocked", "192.0.2.3"), */
  site("shop", "192.0.2.4"),
  CNAME("proof", "gv-abc.dv.googlehosted.com."),
  TXT("note", "A(\"text\")"),
  A("a" + region, "192.0.2.5")
);

D_EXTEND("apps.example.com", A("wiki", "192.0.2.6"));

D(ZONE, REG, ALIAS("@", "site.provider.example."));

D(REV("192.0.2.0/24"), REG, PTR("1", "www.example.com."));

var SHOP = loadTemplate("shop");
SHOP("example.org", REG);
SHOP("example.edu", REG);

var extra = [];
extra.push(A("pushed", "192.0.2.7"), CNAME("alias", "pushed"));
for (var machine in machines) {
  extra.push(A(machine, machines[machine].ip));
}
other.push(A("unused", "192.0.2.8"));

D_EXTEND("example.com", extra);
