import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{createSampleObservation,simulatePlan}from"./chunk-UT7UECE3.js";import{printRendered,renderAll}from"./chunk-BE6ZLKKN.js";import"./chunk-SQKK34BN.js";import"./chunk-P5BFGEGR.js";import"./chunk-B4GPK74E.js";import{createScanContext}from"./chunk-I3LHW3Y7.js";import"./chunk-7WGMLV77.js";import{PRESETS,PRESET_NAMES,parseBuiltInManifest,require_dist}from"./chunk-B5WKQN57.js";import{AppError,__toESM,parseChoice}from"./chunk-DNBGIED7.js";var import_yaml=__toESM(require_dist(),1);var EXAMPLE=`version: 1
certificates:
  - name: shop
    endpoint: shop.example.com
    owner: "@org/payments"
    labels: { team: payments }
    assignments: [lb-1, lb-2]
    renewal_instructions: https://wiki.example.com/renew-shop
rules:
  - { name: example, events: ["*"], actions: [{ webhook: NAME }] }
`;async function renderPreset(preset,options,io){let name=parseChoice("--preset",preset,PRESET_NAMES),webhook=renderWebhook(name);if(options.template)return io.stdout(webhook),0;let manifest=parseBuiltInManifest(EXAMPLE.replace("NAME",name)+webhook,`preset ${name}`,io.cwd),[entry]=manifest.entries;if(entry===void 0)throw new Error("the example has no certificate");let now=options.now??io.now(),scan=createScanContext(now,io),run_url=scan.run_url??"https://github.com/OWNER/REPOSITORY/actions/runs/1",input={entry,manifest,observed:createSampleObservation(entry,now),days:options.days_remaining,compileRegex:null,scan:{...scan,run_url}},plan=simulatePlan(input,options.event),due=plan.deliveries.filter(delivery=>delivery.due);if(due.length===0)throw new AppError("nothing-to-send",`nothing is sent at ${options.days_remaining} days from expiry`,{hint:"Try a smaller --days-remaining, or an --event."});return printRendered(await renderAll(due,plan,manifest,io),options.format,io),0}function renderWebhook(name){let{description,url,content_type,headers,secrets,body_template}=PRESETS[name],variable=name.toUpperCase(),keys=Object.keys(secrets).map(key=>[key,`\${${variable}_${key.toUpperCase()}}`]),webhook={preset:name,url:url??`\${${variable}_URL}`,content_type,...Object.keys(headers).length>0&&{headers},...keys.length>0&&{secrets:Object.fromEntries(keys)},body_template},yaml=(0,import_yaml.stringify)({webhooks:{[name]:webhook}},{blockQuote:"literal",lineWidth:0});return`# ${description}. Edit any field; an omitted field keeps the value of the preset.
${yaml}`}export{renderPreset};
