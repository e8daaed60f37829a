const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{DEFAULT_DAYS,createSampleObservation,simulatePlan}from"./chunk-O67J6WW5.js";import{printRendered,renderAll}from"./chunk-RIUXB44F.js";import{require_dist}from"./chunk-FL2BHCNM.js";import{createScanContext}from"./chunk-N2H2LFWB.js";import{PRESETS,PRESET_NAMES,parseBuiltInManifest}from"./chunk-3KU5UO3O.js";import{AppError,__toESM,parseChoice}from"./chunk-DOALQDBO.js";var import_yaml=__toESM(require_dist(),1);var EXAMPLE=`version: 1
certificates:
  - name: shop
    endpoint: shop.example.com
    owner: "@org/payments"
    labels: { team: payments }
    assignments: [lb-1, lb-2]
    renewal_instructions: https://wiki.example.com/renew-shop
rules:
  - { name: example, events: ["*"], actions: [{ webhook: NAME }] }
`;async function renderPreset(preset,options,io){let name=parseChoice("--preset",preset,PRESET_NAMES),webhook=renderWebhook(name);if(options.template)return io.stdout(webhook),0;let manifest=await parseBuiltInManifest(EXAMPLE.replace("NAME",name)+webhook,`preset ${name}`,io.cwd),[entry]=manifest.entries;if(entry===void 0)throw new Error("the example has no certificate");let now=options.now??io.now(),days=options.days_remaining??DEFAULT_DAYS,scan=createScanContext(now,io),run_url=scan.run_url??"https://github.com/OWNER/REPOSITORY/actions/runs/1",input={entry,manifest,observed:createSampleObservation(entry,now),days,compileRegex:null,scan:{...scan,run_url}},plan=simulatePlan(input,options.event),due=plan.deliveries.filter(delivery=>delivery.due);if(due.length===0)throw new AppError("nothing-to-send",`nothing is sent at ${days} days from expiry`,{hint:"Try a smaller --days-remaining, or an --event."});return printRendered(await renderAll(due,plan,manifest,io),options.format,io),0}function renderWebhook(name){let{description,url,path,method,content_type,headers,secrets,body_template}=PRESETS[name],variable=name.toUpperCase(),keys=Object.keys(secrets).map(key=>[key,`\${${variable}_${key.toUpperCase()}}`]),webhook={preset:name,url:`${url??`\${${variable}_URL}`}${path}`,...method!=="POST"&&{method},content_type,...Object.keys(headers).length>0&&{headers},...keys.length>0&&{secrets:Object.fromEntries(keys)},body_template},yaml=(0,import_yaml.stringify)({webhooks:{[name]:webhook}},{blockQuote:"literal",lineWidth:0});return`# ${description}. Edit any field; an omitted field keeps the value of the preset.
${yaml}`}export{renderPreset};
