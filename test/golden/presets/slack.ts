// Written by `npx vitest run test/notify/preset-goldens.test.ts -u`.
import type { KnownBlock, MessageAttachment } from '@slack/types';

interface Message {
  text: string;
  blocks: KnownBlock[];
  attachments: MessageAttachment[];
}

export const messages: Record<string, Message> = {
  "certificate.expiry_warning": {
    "text": "shop expires in 13 days",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop expires in 13 days",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#d32f2f",
        "fallback": "shop expires in 13 days",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* critical\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.expired": {
    "text": "shop expired 3 days ago",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop expired 3 days ago",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#d32f2f",
        "fallback": "shop expired 3 days ago",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* expired\n*Common name:* shop.example.com\n*Valid to:* 2026-05-15 10:00 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.changed": {
    "text": "shop now has a different certificate that expires no later",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop now has a different certificate that expires no later",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#d32f2f",
        "fallback": "shop now has a different certificate that expires no later",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* critical\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Replaces:* a certificate valid until 2026-08-20 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.unreachable": {
    "text": "shop cannot be read",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop cannot be read",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "shop cannot be read",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Error:* shop.example.com:443 refuses connections. Check the host and port, that the service is running, and the firewall.\n*First seen:* 2026-05-16 06:00 UTC\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.fixture_expiring": {
    "text": "api-tests has expiring test certificates",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "api-tests has expiring test certificates",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "api-tests has expiring test certificates",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* warning\n*Common name:* localhost\n*Valid to:* 2026-06-20 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* 2 test certificates expire soon: testdata/client.pem (2026-06-20), testdata/server.pem (2026-07-02). Tests that use them will fail from then on. Create them again, or generate certificates in the tests.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22api-tests%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.renewed": {
    "text": "shop was renewed",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop was renewed",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#2e7d32",
        "fallback": "shop was renewed",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Common name:* shop.example.com\n*Valid to:* 2026-08-16 12:00 UTC\n*Replaces:* a certificate valid until 2026-05-20 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.removed": {
    "text": "shop is no longer in use",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop is no longer in use",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#2e7d32",
        "fallback": "shop is no longer in use",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.recovered": {
    "text": "shop has recovered",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop has recovered",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#2e7d32",
        "fallback": "shop has recovered",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.untrusted": {
    "text": "shop is not trusted by TLS clients (name-mismatch)",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop is not trusted by TLS clients (name-mismatch)",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#d32f2f",
        "fallback": "shop is not trusted by TLS clients (name-mismatch)",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* critical\n*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* The certificate is not for shop.example.com: it has wiki.example.com. Use a certificate with this name, or set `server_name` to the name that clients use.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.revoked": {
    "text": "shop was revoked",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop was revoked",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#d32f2f",
        "fallback": "shop was revoked",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* critical\n*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* The certificate was revoked at 2026-05-18T06:00:00Z, with the reason keyCompromise, and clients that check revocation reject it. Replace the certificate now, with a new key.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.registration_status": {
    "text": "Domain registration of example.org is on hold at the registrar",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "Domain registration of example.org is on hold at the registrar",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#d32f2f",
        "fallback": "Domain registration of example.org is on hold at the registrar",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* critical\n*Domain:* example.org\n*Valid to:* 2026-12-01 09:30 UTC\n*Registrar:* Example Registrar, Inc. (expires there on 2026-11-01)\n*Where:* domain:example.org\n*Owner:* @example/payments\n*Reason:* example.org was taken out of the DNS by Example Registrar, Inc.\n*Entry:* registration"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22registration%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.policy_violation": {
    "text": "shop violates policy strong-keys",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop violates policy strong-keys",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "shop violates policy strong-keys",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* Its key is 1024-bit RSA; expected: at least 2048 bits. Reissue the certificate with a new key.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.lagging": {
    "text": "shop has a renewed certificate that is not deployed everywhere",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop has a renewed certificate that is not deployed everywhere",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "shop has a renewed certificate that is not deployed everywhere",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* shop.example.com:443 still has the certificate that expires at 2026-12-01T09:30:00Z, which another location has replaced. Deploy the new certificate there too, or reload the server.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.renewal_failing": {
    "text": "shop will not be renewed automatically",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop will not be renewed automatically",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "shop will not be renewed automatically",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* The automatic renewal of aws_acm:arn:aws:acm:eu-west-1:123456789012:certificate/1 fails (CAA_ERROR), and the certificate expires at 2026-12-01T09:30:00Z. Allow the CA in the CAA records of the domain.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.ari_window_open": {
    "text": "shop is in its suggested renewal window",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop is in its suggested renewal window",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "shop is in its suggested renewal window",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* The issuer suggests renewing this certificate between 2026-05-18T00:00:00Z and 2026-05-19T00:00:00Z. If an ACME client does this automatically, there is nothing to do.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.ari_window_shift": {
    "text": "shop has an earlier suggested renewal window",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop has an earlier suggested renewal window",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "shop has an earlier suggested renewal window",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* The issuer moved the suggested renewal window from 2026-10-01T00:00:00Z to 2026-05-18T00:00:00Z: the certificate may be about to be revoked. Renew it now, and make sure that the new certificate is deployed.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "certificate.discovered": {
    "text": "shop has a certificate that no entry knows",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop has a certificate that no entry knows",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "shop has a certificate that no entry knows",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-12-01 09:30 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Reason:* An unknown certificate for pay.example.org was issued by Example CA on 2026-05-17, expires 2026-08-15. If your team ordered it, add an entry for it. Otherwise find out who did, and ask the CA to revoke it.\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "How to renew"
                },
                "url": "https://wiki.example/renew-shop"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open issues"
                },
                "url": "https://git.example/shop/certificates/issues?q=is%3Aissue%20is%3Aopen%20in%3Atitle%20%22shop%22"
              }
            ]
          }
        ]
      }
    ]
  },
  "scan.stale": {
    "text": "Certificates have not been scanned since 2026-05-12 05:17 UTC",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "Certificates have not been scanned since 2026-05-12 05:17 UTC",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "Certificates have not been scanned since 2026-05-12 05:17 UTC",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Error:* No scan ran between 2026-05-12T05:17:00Z and 2026-05-18T11:17:00Z (150 hours). Check the runs of the schedule, and what expired in the meantime.\n*First seen:* 2026-05-12 05:17 UTC"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  },
  "scan.blind": {
    "text": "The scan could not reach any endpoint",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "The scan could not reach any endpoint",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#ffa500",
        "fallback": "The scan could not reach any endpoint",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Error:* None of the 12 endpoints could be reached, so the network of the scan is probably down. Check its connection, DNS, proxy and firewall."
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  },
  "scan.recovered": {
    "text": "The scan reaches endpoints again",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "The scan reaches endpoints again",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#2e7d32",
        "fallback": "The scan reaches endpoints again",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*Status:* resolved"
            }
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  },
  "group": {
    "text": "shop expired 3 days ago, and 4 more",
    "blocks": [
      {
        "type": "header",
        "text": {
          "type": "plain_text",
          "text": "shop expired 3 days ago, and 4 more",
          "emoji": false
        }
      }
    ],
    "attachments": [
      {
        "color": "#d32f2f",
        "fallback": "shop expired 3 days ago",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*shop expired 3 days ago*\n*Status:* expired\n*Common name:* shop.example.com\n*Valid to:* 2026-05-15 10:00 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Issuer:* CN=Example CA,O=Example"
            }
          }
        ]
      },
      {
        "color": "#d32f2f",
        "fallback": "shop expires in 13 days",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*shop expires in 13 days*\n*Status:* critical\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Where:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew-shop\n*Issuer:* CN=Example CA,O=Example"
            }
          }
        ]
      },
      {
        "color": "#ffa500",
        "fallback": "wiki expires in 25 days",
        "blocks": [
          {
            "type": "section",
            "text": {
              "type": "mrkdwn",
              "verbatim": true,
              "text": "*wiki expires in 25 days*\n*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Where:* shop.example.com:443, lb-1\n*How to renew:* https://wiki.example/renew-shop\n*Issuer:* CN=Example CA,O=Example"
            }
          },
          {
            "type": "context",
            "elements": [
              {
                "type": "plain_text",
                "text": "and 2 more"
              }
            ]
          },
          {
            "type": "actions",
            "elements": [
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/shop/certificates/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  }
};
