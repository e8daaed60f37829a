{% set zone = "example.net" %}
acme_cert_configs:
  docs.example.com:
    validation: http
    aliases:
      - www.docs.example.com
      {% if grains["id"] %}
      - beta.docs.example.com
      {% endif %}
nginx:
  servers:
    wiki: { server_name: wiki.example.com, upstream: wiki.example.net }
roles:
  web: { pattern: "web*.example.net" }
