// Written by `npx vitest run test/notify/preset-goldens.test.ts -u`.
import type { KnownBlock, MessageAttachment } from '@slack/types';

interface Message {
  text: string;
  blocks: KnownBlock[];
  attachments: MessageAttachment[];
}

export const messages: Message[] = [
  {
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
              "text": "*Status:* critical\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Location:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew\n*Issuer:* CN=Example CA,O=Example"
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
                "url": "https://wiki.example/renew"
              },
              {
                "type": "button",
                "text": {
                  "type": "plain_text",
                  "text": "Open the run"
                },
                "url": "https://git.example/o/r/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  },
  {
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
              "text": "*shop expired 3 days ago*\n*Status:* expired\n*Common name:* shop.example.com\n*Valid to:* 2026-05-15 10:00 UTC\n*Location:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew\n*Issuer:* CN=Example CA,O=Example"
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
              "text": "*shop expires in 13 days*\n*Status:* critical\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Location:* shop.example.com:443, lb-1\n*Owner:* @example/payments\n*How to renew:* https://wiki.example/renew\n*Issuer:* CN=Example CA,O=Example"
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
              "text": "*wiki expires in 25 days*\n*Status:* warning\n*Common name:* shop.example.com\n*Valid to:* 2026-06-01 00:00 UTC\n*Location:* shop.example.com:443, lb-1\n*How to renew:* https://wiki.example/renew\n*Issuer:* CN=Example CA,O=Example"
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
                "url": "https://git.example/o/r/actions/runs/1"
              }
            ]
          }
        ]
      }
    ]
  }
];
