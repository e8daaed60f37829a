import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import{createSampleObservation,resolveEvent,simulatePlan}from"./chunk-VX2LLM3G.js";import{formatRenderedText,renderAll,toRecord}from"./chunk-JT675EJL.js";import"./chunk-WEHIV5X3.js";import{createScanContext}from"./chunk-Z5UK5R27.js";import{PRESETS,PRESET_NAMES,parseBuiltInManifest,require_dist}from"./chunk-OFS45GQ7.js";import{AppError,__toESM,parseChoice}from"./chunk-5PPEFZ5L.js";var import_yaml=__toESM(require_dist(),1);var EXAMPLE=`version: 1
certificates:
  - name: shop
    endpoint: shop.example.com
    owner: "@org/payments"
    labels: { team: payments }
    assignments: [lb-1, lb-2]
    renewal_instructions: https://wiki.example.com/renew-shop
rules:
  - { name: example, events: ["*"], actions: [{ webhook: NAME }] }
`;async function renderPreset(options,io){let name=parseChoice("--preset",options.preset??"",PRESET_NAMES),webhook=webhookText(name);if(options.template)return io.stdout(webhook),0;let manifest=parseBuiltInManifest(EXAMPLE.replace("NAME",name)+webhook,`preset ${name}`,io.cwd),[entry]=manifest.entries;if(entry===void 0)throw new Error("the example has a certificate");let now=options.now??io.now(),scan=createScanContext(now,io),run_url=scan.run_url??"https://github.com/OWNER/REPOSITORY/actions/runs/1",observed=createSampleObservation(entry,now),stage={...{entry,manifest,observed,days:options.days_remaining,compileRegex:null},scan:{...scan,run_url}},plan=simulatePlan(stage,resolveEvent(options)),due=plan.deliveries.filter(delivery=>delivery.due);if(due.length===0)throw new AppError("nothing-to-send",`nothing is sent at ${options.days_remaining} days from expiry`,{hint:"Try a smaller --days-remaining, or an --event."});let rendered=await renderAll(due,plan,manifest,io),asJson={version:1,deliveries:rendered.map(toRecord)};return io.stdout(options.format==="json"?`${JSON.stringify(asJson,null,2)}
`:rendered.map(formatRenderedText).join(`
`)),0}function webhookText(name){let{description:what,url,content_type,headers,secrets,body_template}=PRESETS[name],variable=name.toUpperCase(),keys=Object.keys(secrets).map(key=>[key,`\${${variable}_${key.toUpperCase()}}`]),webhook={preset:name,url:url??`\${${variable}_URL}`,content_type,...Object.keys(headers).length>0&&{headers},...keys.length>0&&{secrets:Object.fromEntries(keys)},body_template},yaml=(0,import_yaml.stringify)({webhooks:{[name]:webhook}},{blockQuote:"literal",lineWidth:0});return`# ${what}. Change what you like; a field that is left out is the preset's.
${yaml}`}export{renderPreset};
