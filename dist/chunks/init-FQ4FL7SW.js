import { createRequire as certvigilCreateRequire } from 'node:module'; const require = certvigilCreateRequire(import.meta.url);
import"./chunk-64RUG5N5.js";import{decodePlace,findRepositoryRoot}from"./chunk-DJ4BYEMW.js";import{MANIFEST_NAMES,compareText,escapeGlob,groupBy,loadManifest,parseEndpoint,reportDiagnostics,require_dist,resolveWorkspace,toEntryName}from"./chunk-QXQQQVBN.js";import{AppError,__toESM,createUsageError}from"./chunk-EKVSDLOT.js";import{access,mkdir,writeFile}from"node:fs/promises";import path3 from"node:path";import{execFile}from"node:child_process";import{readdirSync,readFileSync,statSync}from"node:fs";import path from"node:path";import{promisify}from"node:util";var CERTIFICATE_EXTENSION=/\.(pem|crt|cer|cert|der|p7b|p7c|p7s|spc|p12|pfx|pkcs12|jks|jceks|keystore|truststore|ca-bundle)$/i,SKIPPED_DIRECTORIES=new Set([".git",".hg",".svn","node_modules","vendor",".venv","venv","target",".terraform"]),MAX_FILE_BYTES=2*1024*1024;async function discoverCertificates(root,env){let workspace=resolveWorkspace(root,env),{paths,skipped}=await listGitFiles(root)??walk(root),candidates=paths.filter(name=>CERTIFICATE_EXTENSION.test(name)).sort(compareText),files=[];for(let name of candidates)files.push(await classify(name,root,workspace));return{files,skipped}}async function listGitFiles(root){let listed2=["ls-files","-z","--cached","--others","--exclude-standard"];try{let{stdout}=await promisify(execFile)("git",["-c","core.fsmonitor=false",...listed2],{cwd:root,maxBuffer:256*MAX_FILE_BYTES});return{paths:[...new Set(stdout.split("\0").filter(name=>name!==""))].filter(name=>!name.split("/").some(part=>SKIPPED_DIRECTORIES.has(part))),skipped:[]}}catch{return null}}function walk(root){let paths=[],skipped=[],visit=folder=>{for(let entry of entriesOf(path.join(root,folder))){let name=path.posix.join(folder,entry.name);entry.isDirectory()?SKIPPED_DIRECTORIES.has(entry.name)?skipped.push(name):visit(name):paths.push(name)}};return visit(""),{paths,skipped}}function entriesOf(folder){try{return readdirSync(folder,{withFileTypes:!0})}catch{return[]}}async function classify(name,root,workspace){let content=readContent(path.join(root,name),workspace),nothing={path:name,fingerprints:[],valid_to:null};if(typeof content=="string")return{...nothing,kind:content};let places=await decodePlace({place:name,address:null,content},null),certificates=places.flatMap(({certificate})=>certificate??[]),codes=places.flatMap(({failure})=>failure?.code??[]);if(certificates.length===0){if(codes.includes("private-key-only"))return{...nothing,kind:"key"};let holdsNone=["no-certificate","certificate-request","file-empty"].some(code=>codes.includes(code));return{...nothing,kind:holdsNone?"other":"closed"}}let ends=certificates.map(({facts})=>facts.valid_to).sort(compareText);return{path:name,kind:"certificate",fingerprints:certificates.map(({fingerprint})=>fingerprint),valid_to:ends[0]??null}}function readContent(file,workspace){try{if(workspace.isOutside(file))return"outside";let stats=statSync(file);return stats.isFile()?stats.size<=MAX_FILE_BYTES?readFileSync(file):"closed":"other"}catch{return"closed"}}var import_yaml=__toESM(require_dist(),1),EXAMPLE={name:"example",source:{kind:"endpoint",endpoint:"example.com"},files:0,valid_to:null};function renderManifest(entries){let isExample=entries.length===0;return`# What certvigil watches, and whom it tells. Check it with: certvigil validate
version: 1

# Not written, these are 30 and 14 days and [14, 30, 60, 90], capped for certificates of a short life: one of 90 days that
# renews itself 30 days before its end is no alarm each time.
# settings:
#   expiry_warning_days: 30
#   expiry_critical_days: 14
#   expiry_scan_thresholds: [14, 30, 60, 90]

certificates:
${isExample?`  # An example: put your own in its place.
`:""}${(isExample?[EXAMPLE]:entries).map(entryText).join("")}  # A server is watched by its name, a file by its path or a glob, a date by hand:
  # - name: shop
  #   endpoint: shop.example.com       # host or host:port; starttls: smtp where that is spoken
  #   ca_file: certs/our-ca.pem       # where clients trust an authority of your own; trust: none where they check nothing
  #   labels: { team: payments }
  #   owner: "@org/payments"
  #   renewal_instructions: docs/renew-shop.md
  # - name: legacy
  #   expires: 2027-03-01
${TELLING}`}function entryText({name,source}){let[key,value]=source.kind==="endpoint"?["endpoint",scalar(source.endpoint)]:["file",listed(source.patterns)];return`  - name: ${scalar(name)}
    ${key}: ${value}
`}function listed(patterns){let[first]=patterns;return patterns.length===1&&first!==void 0?scalar(first):`[${patterns.map(scalar).join(", ")}]`}function scalar(text){return/^[\w./-][\w./*-]*$/.test(text)&&(0,import_yaml.stringify)(text).trimEnd()===text?text:JSON.stringify(text)}var TELLING=`
# What is critical, expired, or refused by clients opens an issue in the repository, which is closed once that is over.
# Needs no secret. What cannot be read opens none: that stands in the summary of each scan, and the rule below tells of it.
issues: {}

# To tell a chat channel, take the # away, add the secret SLACK_WEBHOOK_URL to the repository, and name it in the scan's
# workflow too. See a message before it is sent: certvigil render slack
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: expiry
#     events: [certificate.*]
#     actions: [{ webhook: slack }]
`;var MIN_FILES_FOR_GLOB=3,MAX_CERTIFICATES_PER_FILE=20,GLOB=/[*?[\]{}()!\\]/,MAX_NAME_LENGTH=190,TEST_DIRECTORY=/^(tests?|testdata|test[-_]data|__tests__|specs?|fixtures?|mocks?|examples?|samples?|demos?|e2e)$/i;function proposeEntries({files,skipped},endpoints){let left=files.flatMap(file=>explainSkip(file)??[]),isLeft=new Set(left.map(({path:path4})=>path4)),entries=[...mergeCopies(cover("",{files,skipped,isWatched:({path:path4})=>!isLeft.has(path4)})).map(({name,patterns,of})=>{let ends=of.flatMap(({valid_to})=>valid_to??[]).sort(compareText);return{name,source:{kind:"file",patterns},files:of.length,valid_to:ends[0]??null}}),...endpoints.map(endpoint=>({name:endpoint,source:{kind:"endpoint",endpoint},files:0,valid_to:null}))];return{entries:assignUniqueNames(entries),left}}function explainSkip({path:path4,kind,fingerprints}){return kind==="key"?{path:path4,why:"a private key"}:kind==="other"?{path:path4,why:"no certificate"}:kind==="outside"?{path:path4,why:"a link that leads out of the repository"}:kind==="closed"?{path:path4,why:"not readable as it is"}:path4.split("/").slice(0,-1).some(part=>TEST_DIRECTORY.test(part))?{path:path4,why:"looks like test data"}:fingerprints.length>MAX_CERTIFICATES_PER_FILE?{path:path4,why:`a bundle of ${fingerprints.length} certificates`}:null}function cover(folder,search){let inside=search.files.filter(({path:path4})=>folder===""||path4.startsWith(`${folder}/`)),groups=[],covered=new Set,globs=folder===""||GLOB.test(folder)?[]:proposeGlobs(folder,inside,search);if(globs.length>0){let of=globs.flatMap(glob=>glob.of);for(let file of of)covered.add(file);groups.push({name:folder,patterns:globs.map(({pattern})=>pattern),of})}let rest=inside.filter(file=>!covered.has(file)&&search.isWatched(file)),here=rest.filter(({path:path4})=>getDirectory(path4)===folder),deeper=new Set(rest.filter(file=>!here.includes(file)).map(({path:path4})=>getChildDirectory(path4,folder))),remaining={...search,files:search.files.filter(file=>!covered.has(file))};return[...groups,...oneByOne(here),...[...deeper].sort(compareText).flatMap(child=>cover(child,remaining))]}function proposeGlobs(folder,inside,{skipped,isWatched}){return[...groupBy(inside,({path:path4})=>getExtension(path4))].flatMap(([extension,of])=>{if(of.length<MIN_FILES_FOR_GLOB||!of.every(isWatched))return[];let isFlat=of.every(({path:path4})=>getDirectory(path4)===folder);return!isFlat&&skipped.some(name=>name.startsWith(`${folder}/`))?[]:[{pattern:`${folder}/${isFlat?"":"**/"}*${extension}`,of}]})}function oneByOne(files){return files.map(file=>({name:file.path.replace(/\.[^./]+$/,""),patterns:[escapeGlob(file.path)],of:[file]}))}function mergeCopies(groups){let kept=[];for(let group of groups.toSorted((a,b)=>b.of.length-a.of.length)){let[file]=group.of,same=group.of.length>1?void 0:kept.find(({of})=>isCopy(file,of));same===void 0?kept.push({...group}):Object.assign(same,{patterns:[...same.patterns,...group.patterns],of:[...same.of,...group.of]})}let order=new Map(groups.map(({name},index)=>[name,index]));return kept.sort((a,b)=>(order.get(a.name)??0)-(order.get(b.name)??0))}function isCopy({fingerprints},of){return fingerprints.every(fingerprint=>of.some(other=>other.fingerprints.includes(fingerprint)))}function getDirectory(path4){return path4.includes("/")?path4.slice(0,path4.lastIndexOf("/")):""}function getChildDirectory(path4,folder){let from=folder===""?0:folder.length+1;return path4.slice(0,path4.indexOf("/",from))}function getExtension(path4){return path4.slice(path4.lastIndexOf("."))}function assignUniqueNames(entries){let taken=new Set;return entries.map(entry=>{let parts=entry.name.split("/").map(asName),candidates=parts.map((_,index)=>parts.slice(parts.length-1-index).join("-").slice(-MAX_NAME_LENGTH).replace(/^[-.]+/,"")),name=candidates.find(one=>!taken.has(one))??numbered(candidates.at(-1)??"",taken);return taken.add(name),{...entry,name}})}function asName(text){return toEntryName(text,MAX_NAME_LENGTH)||"certificate"}function numbered(name,taken){let number=2;for(;taken.has(`${name}-${number}`);)number+=1;return`${name}-${number}`}var import_yaml2=__toESM(require_dist(),1);import{existsSync,readdirSync as readdirSync2,readFileSync as readFileSync2}from"node:fs";import path2 from"node:path";function readRepositoryName(top){let remote=/\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(readGitConfig(top))?.[1]??"";return/([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(remote)?.[1]??path2.basename(top)}function readGitConfig(top){try{return readFileSync2(path2.join(top,".git","config"),"utf8")}catch{return""}}var WORKFLOW_DIRECTORY=".github/workflows",ACTION_REFERENCE=/(?:^|\/)certvigil(?:\/\.github\/workflows\/certvigil\.ya?ml)?@/;function findWorkflows(top){let found={validate:null,scan:null};for(let name of filesIn(path2.join(top,WORKFLOW_DIRECTORY)).sort(compareText))for(let command of commandsIn(path2.join(top,WORKFLOW_DIRECTORY,name)))found[command]??=`${WORKFLOW_DIRECTORY}/${name}`;return found}function filesIn(folder){return existsSync(folder)?readdirSync2(folder).filter(name=>/\.ya?ml$/.test(name)):[]}function commandsIn(file){try{let{jobs}=(0,import_yaml2.parse)(readFileSync2(file,"utf8"))??{};return Object.values(jobs??{}).flatMap(job=>[job,...job.steps??[]]).filter(one=>typeof one.uses=="string"&&ACTION_REFERENCE.test(one.uses)).map(one=>one.with?.command).filter(command=>command!=="digest").map(command=>command==="validate"?"validate":"scan")}catch{return[]}}import{hash}from"node:crypto";var DEFAULT_ACTION="OWNER/certvigil@v1",VALIDATE_WORKFLOW_PATH=".github/workflows/certvigil-validate.yml",SCAN_WORKFLOW_PATH=".github/workflows/certvigil-scan.yml";function computeDailyCron(repository){let digest=Buffer.from(hash("sha256",repository,"hex"),"hex");return`${MINUTES[digest.readUInt16BE(0)%MINUTES.length]} ${2+digest.readUInt16BE(2)%4} * * *`}var MINUTES=Array.from({length:60},(_,minute)=>minute).filter(minute=>minute%2===1&&minute%5>0);function renderValidateWorkflow({action,manifest,paths}){return`# Checks the manifest on pull requests: without secrets and without the network, so it is safe for those from forks.
name: certvigil validate
on:
  pull_request:
${paths===null?"":`    paths: [${paths.map(path4=>JSON.stringify(path4)).join(", ")}]
`}permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 2 # the merge and what it is merged into, so that the summary shows what changes
          persist-credentials: false
      - uses: ${action}
        with:
          command: validate
${manifest===null?"":`          manifest: ${JSON.stringify(manifest)}
`}`}function renderScanWorkflow(options){return`# Scans the certificates each day, tells of what expires, and keeps the event log ${LOG_LOCATION[options.store]}.
name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day goes with the cooldown of 24 hours.
  workflow_dispatch:
permissions:
${renderPermissions(options)}# One scan after another: a scan that was stopped half-way would tell again what it had told.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  scan:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: ${options.action}
${renderInputs(options)}${renderEnvironment(options.variables)}`}var LOG_LOCATION={commit:"on a branch of its own",cache:"in the Actions cache",file:"in a file on the runner"};function renderPermissions({store,issues}){return[store==="commit"?`  contents: write # the event log, on a branch of its own
`:`  contents: read
`,...issues?[`  issues: write # a critical certificate opens an issue
`]:[],`  # actions: write # for keepalive: true
`].join("")}function renderInputs({manifest}){return`${manifest===null?"":`        with:
          manifest: ${JSON.stringify(manifest)}
`}${manifest===null?`        # with:
`:""}        #   keepalive: true # GitHub stops a schedule after 60 days without a commit in a public repository
`}function renderEnvironment(variables){return variables.length===0?`        # env:
        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}
`:`        env:
${variables.map(name=>`          ${name}: \${{ secrets.${name} }}
`).join("")}`}function renderInitSummary(setup,quiet){let{files,proposal,existing,dry_run}=setup,texts=files.flatMap(({path:path4,text})=>text===null?[]:[`# --- ${path4}
${text}
`]),outcome=files.map(file=>fileText(file,setup)).join("");if(quiet)return texts.join("")+outcome;let isWritten=files.some(({status})=>status==="written");return[...texts,outcome,existing===null?proposalText(proposal):"",isWritten&&!dry_run?nextText(setup):"",isWritten?"":`Nothing was written: all of it is there. To have one of them anew, move it away first.
`].join("")}function fileText({path:path4,what,status},{dry_run,cron}){if(status==="exists")return`Left alone  ${path4}: it exists
`;let[minute="",hour=""]=cron.split(" "),when=path4===SCAN_WORKFLOW_PATH?`, at ${hour.padStart(2,"0")}:${minute.padStart(2,"0")} UTC`:"";return`${dry_run?"Would write":"Wrote      "} ${path4}: ${what}${when}
`}function proposalText({entries,left}){return(entries.length===0?`
No certificate was found: put your own in place of the example in the manifest.
`:`
Watched from now on:
${entries.map(entryText2).join("")}`)+leftText(left)}function entryText2({name,source,files,valid_to}){if(source.kind==="endpoint")return`  ${name}: the server ${escapeName(source.endpoint)}
`;let patterns=source.patterns.map(escapeName).join(", "),count=files>1?` (${files} files)`:"",end=valid_to===null?"":`, ${files>1?"the first ":""}until ${valid_to.slice(0,10)}`;return`  ${name}: ${patterns}${count}${end}
`}var MAX_NAMES=5;function leftText(left){let told=left.filter(({why})=>why!=="no certificate");return told.length===0?"":`
Not watched:
${[...groupBy(told,({why})=>why)].map(([why,of])=>{let names=of.slice(0,MAX_NAMES).map(({path:path4})=>escapeName(path4)),more=of.length>names.length?` and ${of.length-names.length} more`:"";return`  ${why}: ${names.join(", ")}${more}
`}).join("")}`}function escapeName(text){return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,"\xB7")}function nextText({files,existing,action,variables}){let written=files.filter(({status})=>status==="written").map(({path:path4})=>path4),workflows=written.filter(path4=>path4.startsWith(".github/workflows/")),scan=files.at(-1)?.path??SCAN_WORKFLOW_PATH;return`
Next:
${[existing===null?"Look at the manifest, add what else is to be watched, and check it: certvigil validate":"Check the manifest: certvigil validate","See what a scan would say and send: certvigil scan --dry-run",...action===DEFAULT_ACTION&&workflows.length>0?[`Put the account that has the action in the place of OWNER: ${workflows.join(", ")}`]:[],...workflows.includes(scan)?variables.map(name=>`Add the secret to the repository: gh secret set ${name}`):[],`Commit, and push to the default branch: git add ${written.join(" ")}`,`Start the first scan by hand: gh workflow run ${scan.slice(scan.lastIndexOf("/")+1)}`].map((step,index)=>`  ${index+1}. ${step}
`).join("")}`}async function runInitCommand(options,io){checkEndpoints(options.endpoint),checkAction(options.action),refuseBelowTop(io.cwd);let existing=await existingManifest(inRepository(options.manifest,io),io);if(existing!==null&&options.endpoint.length>0)throw createUsageError(`--endpoint is for a new manifest, and ${existing.files[0]} exists`,"Write the endpoint into it.");if(existing?.manifest===null)return reportDiagnostics(existing,options,io),2;let proposal=existing===null?proposeEntries(await discoverCertificates(io.cwd,io.env),options.endpoint):{entries:[],left:[]},cron=computeDailyCron(readRepositoryName(io.cwd)),action=options.action??DEFAULT_ACTION,files=plannedFiles({proposal,existing,workflows:findWorkflows(io.cwd),cron,action}),setup={files:[],proposal,existing:existing?.files[0]??null,action,variables:existing?.variables??[],cron,dry_run:options.dry_run};for(let file of files)setup.files.push(await place(file,options.dry_run,io));return io.stdout(options.format==="json"?asJson(setup):renderInitSummary(setup,options.quiet)),setup.files.some(({status})=>status==="written")?0:2}function checkEndpoints(endpoints){for(let endpoint of endpoints){let parsed=parseEndpoint(endpoint);if("problem"in parsed){let better=parsed.better===null?"host or host:port, such as shop.example.com":parsed.better;throw createUsageError(`--endpoint ${endpoint} is not a host with its port`,`Write ${better}.`)}}}function checkAction(action){if(!(action===null||/^(?:[\w.-]+(?:\/[\w.-]+)+@[\w./-]+|\.{1,2}\/[\w./-]*)$/.test(action)))throw createUsageError(`--action ${action} does not name an action`,"Write OWNER/REPOSITORY@REF, such as OWNER/certvigil@v1.")}function refuseBelowTop(folder){let top=findRepositoryRoot(folder);if(!(top===null||top===folder))throw new AppError("not-at-repository-root",`${folder} is a folder inside of the repository ${top}`,{hint:`GitHub reads workflows at the top alone: run certvigil init there (cd ${path3.relative(folder,top)}).`})}function inRepository(file,{cwd}){if(file===null)return null;let name=path3.relative(cwd,path3.resolve(cwd,file)).split(path3.sep).join("/");if(!name.startsWith("../")&&!path3.isAbsolute(name))return name;throw createUsageError(`--manifest ${file} lies outside of ${cwd}`,"Name one in this repository.")}async function existingManifest(file,io){try{return await loadManifest(file,io)}catch(error){if(error instanceof AppError&&error.code==="manifest-not-found"&&file===null)return null;throw error}}function opensIssues(existing){return existing===null?!0:existing.manifest?.rules.some(({actions})=>actions.some(({kind})=>kind==="issue"))??!1}function plannedFiles(from){let{proposal,existing,workflows,cron,action}=from,[name=MANIFEST_NAMES[0],...included]=existing?.files??[],isFound=MANIFEST_NAMES.some(known=>known===name),workflow={action,manifest:isFound?null:name,paths:included.length>0||(existing?.manifest?.policies??[]).length>0?null:[name],variables:existing?.variables??[],store:existing?.manifest?.event_log.store??"commit",issues:opensIssues(existing),cron};return[{path:name,what:"the manifest",text:renderManifest(proposal.entries),exists:existing===null?null:name},{path:VALIDATE_WORKFLOW_PATH,what:"checks the manifest on pull requests",text:renderValidateWorkflow(workflow),exists:workflows.validate},{path:SCAN_WORKFLOW_PATH,what:"scans each day",text:renderScanWorkflow(workflow),exists:workflows.scan}]}async function place({path:name,what,text,exists},dryRun,io){let file=path3.resolve(io.cwd,name);if(exists!==null)return{path:exists,what,status:"exists",text:null};if(await isThere(file))return{path:name,what,status:"exists",text:null};if(dryRun)return{path:name,what,status:"written",text};try{return await mkdir(path3.dirname(file),{recursive:!0}),await writeFile(file,text,{flag:"wx"}),{path:name,what,status:"written",text:null}}catch(cause){if(cause.code==="EEXIST"&&await isThere(file))return{path:name,what,status:"exists",text:null};throw new AppError("init-unwritable",`${name} could not be written`,{hint:`Check that ${path3.dirname(file)} is a folder that this user may write to, and run it again: what is there by then is left alone.`,cause})}}async function isThere(file){return access(file).then(()=>!0,()=>!1)}function asJson({files,proposal,cron,dry_run}){let shown=files.map(({path:path4,status,text})=>({path:path4,status,...text!==null&&{text}}));return`${JSON.stringify({version:1,dry_run,cron,files:shown,certificates:proposal.entries,left_alone:proposal.left},null,2)}
`}export{runInitCommand};
