const require = (name) => { const found = process.getBuiltinModule(name); if (found) return found; throw Object.assign(new Error('Cannot find module ' + name), { code: 'MODULE_NOT_FOUND' }); };
import{listProbes,selectProbeSecret}from"./chunk-WGEIOMKK.js";import{require_dist}from"./chunk-FL2BHCNM.js";import{execFile}from"./chunk-ZQDO3LYL.js";import{decodePlace,describeSystemError}from"./chunk-N2H2LFWB.js";import{MANIFEST_NAMES,PLACEHOLDER_ACTION,PLACEHOLDER_OWNER,TEXT_CODES,catchBugs,createBugReporter,escapeGlob,existsSync,findRepositoryRoot,leadsOutside,loadManifest,mkdir,node_path_default,readActionReference,readFileSync,readdirSync,renderJson,reportDiagnostics,resolveWorkspace,statSync,toEntryName,walkGlob,writeFile}from"./chunk-3KU5UO3O.js";import{AppError,VERSION,__toESM,compareText,createUsageError,groupBy,hash,listReferencedVariables,parseEndpoint,promisify,toSigningVariable,truncateList}from"./chunk-DOALQDBO.js";var CERTIFICATE_EXTENSION=/\.(pem|crt|cer|cert|der|p7b|p7c|p7s|spc|p12|pfx|pkcs12|jks|jceks|keystore|truststore|ca-bundle)$/i,SKIPPED_DIRECTORIES=new Set([".git",".hg",".svn","node_modules","vendor",".venv","venv","target",".terraform"]),MAX_FILE_BYTES=2*1024*1024,MAX_LISTING_BYTES=512*1024*1024;async function discoverCertificates(root,io){let workspace=resolveWorkspace(root,io.env),reportBug=createBugReporter(io),{paths,skipped}=await listGitFiles(root)??listFiles(root,workspace,reportBug),candidates=paths.filter(name=>CERTIFICATE_EXTENSION.test(name)).sort(compareText),files=[];for(let name of candidates){let broken={path:name,kind:"broken",fingerprints:[],valid_to:null};files.push(await catchBugs(()=>classify(name,root,workspace),()=>broken,reportBug))}return{files,skipped}}async function listGitFiles(root){let command=["ls-files","-z","--cached","--others","--exclude-standard"];try{let{stdout}=await promisify(execFile)("git",["-c","core.fsmonitor=false",...command],{cwd:root,maxBuffer:MAX_LISTING_BYTES});return{paths:[...new Set(stdout.split("\0").filter(name=>name!==""))].filter(name=>!name.split("/").some(part=>SKIPPED_DIRECTORIES.has(part))),skipped:[]}}catch{return null}}function listFiles(root,workspace,reportBug){let skipped=[];return{paths:[...walkGlob("**/*",{root,workspace,excluded:name=>SKIPPED_DIRECTORIES.has(node_path_default.posix.basename(name))?(skipped.push(name),!0):!1,hidden:!0,reportBug})].flatMap(match=>match?.kind==="file"?match.path:[]),skipped}}async function classify(name,root,workspace){let content=readContent(node_path_default.join(root,name),workspace),nothing={path:name,fingerprints:[],valid_to:null};if(typeof content=="string")return{...nothing,kind:content};let places=await decodePlace({place:name,address:null,content},null),certificates=places.flatMap(({certificate})=>certificate??[]),codes=places.flatMap(({failure})=>failure?.code??[]);if(certificates.length===0){let skipped=places.every(({failure})=>TEXT_CODES.includes(failure?.code??""))&&{isSkipped:!0};return codes.includes("private-key-only")?{...nothing,...skipped,kind:"key"}:["no-certificate","certificate-request","file-empty","unknown-format"].some(code=>codes.includes(code))?{...nothing,...skipped,kind:"other"}:{...nothing,kind:"closed"}}let[earliest=null]=certificates.map(({facts})=>facts.valid_to).sort(compareText);return{path:name,kind:"certificate",fingerprints:certificates.map(({fingerprint})=>fingerprint),valid_to:earliest}}function readContent(file,workspace){try{if(workspace.isOutside(file))return"outside";let stats=statSync(file);return stats.isFile()?stats.size<=MAX_FILE_BYTES?readFileSync(file):"closed":"other"}catch{return"closed"}}var import_yaml=__toESM(require_dist(),1);var SCHEMA_URL=`https://unpkg.com/certvigil@${VERSION.split(".",1)[0]}/schema/manifest.schema.json`,EXAMPLE={name:"example",source:{kind:"endpoint",endpoint:"example.com"},files:0,valid_to:null};function renderManifest(entries,secrets=[]){let isExample=entries.length===0;return`# yaml-language-server: $schema=${SCHEMA_URL}
# The certificates that certvigil monitors, and who is notified. Check it with: certvigil validate
version: 1

# Defaults: warning at 30 days, critical at 14 days, notifications at 90, 60, 30 and 14 days. They are shorter for
# short-lived certificates: a 90-day certificate that is renewed 30 days before it expires does not alert.
settings:
  expiry_scan_repeat: thresholds       # an active alert repeats 14, 7, 3 and 1 days before the expiry, then daily
  # Nothing runs if the schedule stops, so only an outside monitor such as healthchecks.io notices. It gets a request after each scan.
  # heartbeat_url: \${HEARTBEAT_URL}
  # expiry_warning_days: 30
  # expiry_critical_days: 14
  # expiry_scan_thresholds: [14, 30, 60, 90]

certificates:
${isExample?`  # Example: replace it with your own.
`:""}${(isExample?[EXAMPLE]:entries).map(renderEntry).join("")}  # Monitor a server by its host name, files by a path or a glob, and anything else by a hard-coded expiry date:
  # - name: shop
  #   endpoint: shop.example.com       # host or host:port; add starttls: smtp for a mail server
  #   ca_file: certs/our-ca.pem        # if clients trust a private CA; trust: none skips chain validation
  #   labels: { team: payments }
  #   owner: "@org/payments"
  #   renewal_instructions: docs/renew-shop.md
  # - name: legacy
  #   expires: 2027-03-01
${renderObservations(secrets)}${NOTIFICATIONS}`}function renderEntry({name,source}){let[key,value]=source.kind==="endpoint"?["endpoint",renderScalar(source.endpoint)]:["file",renderPatterns(source.patterns)];return`  - name: ${renderScalar(name)}
    ${key}: ${value}
`}function renderPatterns(patterns){let[first]=patterns;return patterns.length===1&&first!==void 0?renderScalar(first):`[${patterns.map(renderScalar).join(", ")}]`}function renderScalar(text){return/^[\w./-][\w./*-]*$/.test(text)&&(0,import_yaml.stringify)(text).trimEnd()===text?text:JSON.stringify(text)}function renderObservations(secrets){let[first]=secrets.flatMap(({probe})=>probe??[]);if(first===void 0)return"";let lines=secrets.map(({probe,name})=>probe===null?`  secret: "\${${name}}" # of entries without a probe
  secrets:
`:`    ${renderScalar(probe)}: "\${${name}}"
`);return`
# Probes sign their files, each with a secret of its own, and the scan rejects all other files. So a probe that was
# compromised cannot report for another. Add "probe: ${first}" to the entries that it reads.
observations:
${lines.join("")}`}var NOTIFICATIONS=`
# Opens a GitHub issue for each certificate that is critical, expired or rejected by clients, and closes it when the
# problem is resolved. Needs no secret. Unreachable certificates open an issue after three days, or in the second scan if they
# were never read; a rule such as the one below notifies about them earlier.
issues: {}

# To notify a chat channel, uncomment the lines below, add the secret SLACK_WEBHOOK_URL to the repository, and pass it to
# the scan in its workflow. Preview a message: certvigil render slack
# webhooks:
#   slack:
#     preset: slack
#     url: \${SLACK_WEBHOOK_URL}
# rules:
#   - name: expiry
#     events: [certificate.*, scan.*]  # scan.*: scans that did not run, or reached nothing
#     actions: [{ webhook: slack }]
`;var CHECKOUT="actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",ARTIFACT_ACTIONS={upload:"actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",download:"actions/download-artifact@70fc10c6e5e1ce46ad2ea6f2b72d43f7d47b13c3 # v8.0.0",uploadPages:"actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0",deployPages:"actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0"},GHES_ARTIFACT_ACTIONS={upload:"actions/upload-artifact@c24449f33cd45d4826c6702db7e49f7cdb9b551d # v3.2.1-node20",download:"actions/download-artifact@ad191675b41f6a5b46da9a048cb6893812da158b # v3.1.0-node20",uploadPages:"actions/upload-pages-artifact@a753861a5debcf57bf8b404356158c8e1e33150c # v2.0.0",deployPages:"actions/deploy-pages@13b55b33dd8996121833dbc1db458c793a334630 # v3.0.1"};function selectArtifactActions({ghes}){return ghes?GHES_ARTIFACT_ACTIONS:ARTIFACT_ACTIONS}function selectRunner({ghes}){return ghes?"self-hosted":"ubuntu-latest"}var VALIDATE_WORKFLOW_PATH=".github/workflows/certvigil-validate.yml",SCAN_WORKFLOW_PATH=".github/workflows/certvigil-scan.yml";function computeDailyCron(repository){let digest=Buffer.from(hash("sha256",repository,"hex"),"hex");return`${MINUTES[digest.readUInt16BE(0)%MINUTES.length]} ${2+digest.readUInt16BE(2)%4} * * *`}var MINUTES=Array.from({length:60},(_,minute)=>minute).filter(minute=>minute%2===1&&minute%5>0);function renderValidateWorkflow(options){let{action,manifest,paths}=options;return`# Validates the manifest on pull requests. It needs no secrets and no network, so it is safe for forks.
name: certvigil validate
on:
  pull_request:
${paths===null?"":`    paths: [${paths.map(path=>JSON.stringify(path)).join(", ")}]
`}permissions:
  contents: read
jobs:
  validate:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 5
    steps:
      - uses: ${CHECKOUT}
        with:
          fetch-depth: 2 # the merge commit and its base, so that the summary shows what changes
          persist-credentials: false
      - uses: ${action}
        with:
          command: validate
          strict: true # also fails on warnings, such as a certificate that no rule notifies about
${manifest===null?"":`          manifest: ${JSON.stringify(manifest)}
`}`}function renderScanWorkflow(options){return`# Scans the certificates every day and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
${options.dashboard?DASHBOARD_COMMENT:""}name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day matches the default cooldown of 24 hours.
  workflow_dispatch:
permissions: {}
# Run one scan at a time. A canceled scan could send duplicate notifications.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  scan:
    runs-on: ${selectRunner(options)}
    timeout-minutes: 15
    permissions:
${renderPermissionLines(options,"      ")}    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
${renderInputs(options)}${renderEnvironment(options.variables)}${renderDashboardSteps(options)}`}var DASHBOARD_COMMENT=`# It publishes a dashboard, badges and a calendar on GitHub Pages: in the settings of the repository, set the source of Pages to GitHub
# Actions. Everybody who can open the page can read your inventory, and Pages of a private repository are public in most plans. The
# dashboard is also an artifact, for people who can read the repository: if that is enough, delete the job "publish".
`;function renderDashboardSteps(options){if(!options.dashboard)return"";let{uploadPages,deployPages}=selectArtifactActions(options),{upload,isWritten,name}=options.ghes?renderGhesUpload(options):renderUpload(options);return`${upload}      - uses: ${uploadPages}
        id: pages
        if: \${{ !cancelled() && ${isWritten} }}
        with:
          name: github-pages-\${{ github.run_attempt }} # Pages needs a single artifact of this name, even if the run is repeated
          path: site
    outputs:
      pages: \${{ ${name} }}
  publish:
    needs: scan
    if: \${{ !cancelled() && needs.scan.outputs.pages != '' }}
    runs-on: ${selectRunner(options)}
    timeout-minutes: 10
    permissions:
      pages: write # to publish the dashboard
      id-token: write # to prove to Pages which workflow publishes it
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    steps:
      - uses: ${deployPages}
        id: deployment
        with:
          artifact_name: \${{ needs.scan.outputs.pages }}
      - name: Link to the dashboard from the job summary
        run: echo "[Open the dashboard]($URL)" >> "$GITHUB_STEP_SUMMARY"
        env:
          URL: \${{ steps.deployment.outputs.page_url }}
`}function renderUpload(options){return{upload:`      - uses: ${selectArtifactActions(options).upload}
        id: artifact
        if: \${{ !cancelled() }} # even if a notification failed
        with:
          path: site/index.html
          archive: false
          overwrite: true # so that a failed job can be run again
          retention-days: 14
      - name: Link to the dashboard from the job summary
        if: \${{ !cancelled() && steps.artifact.outputs.artifact-url != '' }}
        run: echo "[Download the dashboard]($URL)" >> "$GITHUB_STEP_SUMMARY"
        env:
          URL: \${{ steps.artifact.outputs.artifact-url }}
`,isWritten:"steps.artifact.outputs.artifact-url != ''",name:"steps.pages.outputs.artifact_id && format('github-pages-{0}', github.run_attempt)"}}function renderGhesUpload(options){return{upload:`      - uses: ${selectArtifactActions(options).upload}
        if: \${{ !cancelled() }} # even if a notification failed
        with:
          name: dashboard
          path: site/index.html
          retention-days: 14
`,isWritten:"hashFiles('site/index.html') != ''",name:"steps.pages.outcome == 'success' && format('github-pages-{0}', github.run_attempt) || ''"}}var DASHBOARD_REPORTS=`          report: |
            html=site/index.html
            badge=site/badges/
            ics=site/certificates.ics
`,LOG_LOCATION={commit:"on a separate branch",cache:"in the Actions cache",file:"in a file on the runner"};function renderPermissionLines({store,issues},indent){return[store==="commit"?"contents: write # to store the event log on a separate branch":"contents: read",...issues?["issues: write # to open issues for critical certificates"]:[],"# actions: write # for keepalive: true"].map(line=>`${indent}${line}
`).join("")}function renderInputs({manifest,dashboard}){let inputs=`${manifest===null?"":`          manifest: ${JSON.stringify(manifest)}
`}${dashboard?DASHBOARD_REPORTS:""}`;return`${inputs===""?`        # with:
`:`        with:
`}${inputs}        #   keepalive: true # in public repositories, GitHub disables schedules after 60 days without a commit
`}function renderEnvironment(variables){return variables.length===0?`        # env:
        #   SLACK_WEBHOOK_URL: \${{ secrets.SLACK_WEBHOOK_URL }}
`:`        env:
${variables.map(name=>`          ${name}: \${{ secrets.${name} }}
`).join("")}`}function listSecretUses({entries,webhooks,emails,heartbeat,observations},variables){let listNames=value=>{let text=JSON.stringify(value);return new Set([...listReferencedVariables(text),...Array.from(text.matchAll(/"(\w+)"/g),([,name])=>name)])},read=entries.map(({probe,source,passwords})=>({probe,names:listNames({source,passwords})})),decided=listNames({webhooks,emails,heartbeat,observations});return variables.map(name=>{let isSigning=probe=>listReferencedVariables(selectProbeSecret(observations,probe)??"").includes(name),probes=read.filter(({probe,names})=>isSigning(probe)||names.has(name)).map(({probe})=>probe);return{name,probes:[...new Set(probes)],decides:decided.has(name)}})}function renderObserveWorkflow(options){let jobs=listObserveJobs(options);return`# ${describe(options)} every day. One job evaluates them and sends notifications. The event log is stored ${LOG_LOCATION[options.store]}.
${options.dashboard?DASHBOARD_COMMENT:""}name: certvigil scan
on:
  schedule:
    - cron: "${options.cron}" # UTC. Once a day matches the default cooldown of 24 hours.
  workflow_dispatch:
permissions: {}
# Run one scan at a time. A canceled scan could send duplicate notifications.
concurrency:
  group: certvigil-scan
  cancel-in-progress: false
jobs:
  # These jobs read certificates. They write nothing to the repository, and ${jobs.length===1?"have no secrets of receivers":"each has only the secrets of its own entries"}.
${jobs.map(job=>renderObserveJob(job,options)).join("")}${renderScanJob(jobs,options)}`}function listObserveJobs({shards,probes,ghes}){let ids=new Set,own=probes.map(({probe,labels})=>{let base=`observe-${probe.replaceAll(".","_")}`,id=ids.has(base)?`${base}-${ids.size+1}`:base;return ids.add(id),{id,probe,labels:labels.map(label=>JSON.stringify(label)),shards:1}});return[{id:"observe",probe:null,labels:[selectRunner({ghes})],shards},...own]}function renderObserveJob(job,options){let{id,probe,labels,shards}=job,shard="${{ matrix.shard }}",name=probe===null?shards===1?"default":shard:`probe-${probe}`,matrix=`    strategy:
      fail-fast: false
      matrix:
        shard: [${Array.from({length:shards},(_,index)=>index+1).join(", ")}]
`,secrets=options.secrets.filter(({probes})=>probes.includes(probe));return`  ${id}:
${shards===1?"":matrix}    runs-on: ${renderLabels(labels)}
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${options.action}
        with:
          command: observe
${renderManifest2(options)}${probe===null?"":`          probe: ${JSON.stringify(probe)}
`}${shards===1?"":`          shard: ${shard}/${shards}
`}          output: observations-${name}.jsonl
${renderEnvironment2(secrets)}${renderObservationsUpload(name,options)}`}function renderObservationsUpload(name,{ghes}){return`      - uses: ${selectArtifactActions({ghes}).upload}
        with:
          name: observations${ghes?"":`-${name}`}
          path: observations-${name}.jsonl
          if-no-files-found: error
${ghes?"":`          overwrite: true # so that a failed job can be run again
`}          retention-days: 1
`}function renderScanJob(jobs,options){let needs=jobs.map(({id})=>id);return`  # Evaluates all entries and notifies, even if a job above failed: its entries keep their state, and are reported.
  scan:
    needs: ${needs.length===1?needs[0]:`[${needs.join(", ")}]`}
    if: \${{ !cancelled() }}
    runs-on: ${selectRunner(options)}
    timeout-minutes: 15
    permissions:
${renderPermissionLines(options,"      ")}    steps:
      - uses: ${CHECKOUT}
        with:
          persist-credentials: false
      - uses: ${selectArtifactActions(options).download}
${options.ghes?`        continue-on-error: true # without any file, all entries are reported as not observed
`:""}        with:
          ${options.ghes?"name: observations":"pattern: observations-*"}
          path: observations
      - uses: ${options.action}
        with:
          observations: observations
${renderManifest2(options)}${options.dashboard?DASHBOARD_REPORTS:""}${renderEnvironment2(options.secrets.filter(({decides})=>decides))}${renderDashboardSteps(options)}`}function renderManifest2({manifest}){return manifest===null?"":`          manifest: ${JSON.stringify(manifest)}
`}function describe({shards,probes}){let parts=shards===1?"":` in ${shards} shards`;return probes.length===0?`Reads the certificates${parts}`:`Reads the certificates${parts} with the probes ${probes.map(({probe})=>probe).join(", ")}`}function renderLabels(labels){return labels.length===1?`${labels[0]}`:`[${labels.join(", ")}]`}function renderEnvironment2(secrets){return secrets.length===0?"":`        env:
${secrets.map(({name})=>`          ${name}: \${{ secrets.${name} }}
`).join("")}`}function checkProbeRunners(probes,manifest){let names=probes.map(({probe})=>probe),repeated=names.find((name,index)=>names.indexOf(name)!==index);if(repeated!==void 0)throw createUsageError(`duplicate probe ${repeated} for --probe`,"A probe has one runner. Use its labels, separated by commas.");if(manifest===null)return;let known=listProbes(manifest.entries),unused=names.find(name=>!known.includes(name));if(unused!==void 0)throw createUsageError(`no entry in ${manifest.file} has the probe ${unused}`,`Add "probe: ${unused}" to the entries that it reads.`);let missing=known.find(name=>!names.includes(name));if(missing!==void 0)throw createUsageError(`the probe ${missing} has no runner`,`Add --probe ${missing}=RUNNER, or nobody would read its entries.`)}function listSigningSecrets(probes){if(probes.length===0)return[];let names=new Set;return[null,...probes.map(({probe})=>probe)].map(probe=>{let base=toSigningVariable(probe),name=names.has(base)?`${base}_${names.size}`:base;return names.add(name),{probe,name}})}var NO_CERTIFICATE="no certificate",MIN_FILES_FOR_GLOB=3,MAX_CERTIFICATES_PER_FILE=20,GLOB=/[*?[\]{}()!\\]/,MAX_NAME_LENGTH=190,TEST_DIRECTORY=/(?:^|\/)(tests?|testdata|test[-_]data|__tests__|specs?|fixtures?|mocks?|examples?|samples?|demos?|e2e)\//i;function proposeEntries(discovery,endpoints){let skipped=discovery.files.flatMap(file=>explainSkip(file)??[]),skippedPaths=new Set(skipped.map(({path})=>path)),entries=[...mergeCopies(coverDirectory("",{...discovery,isWanted:({path})=>!skippedPaths.has(path)})).map(({name,patterns,files})=>{let[valid_to=null]=files.flatMap(file=>file.valid_to??[]).sort(compareText);return{name,source:{kind:"file",patterns},files:files.length,valid_to}}),...endpoints.map(endpoint=>({name:endpoint,source:{kind:"endpoint",endpoint},files:0,valid_to:null}))];return{entries:assignUniqueNames(entries),skipped}}function explainSkip({path,kind,fingerprints}){return kind==="key"?{path,why:"a private key"}:kind==="other"?{path,why:NO_CERTIFICATE}:kind==="outside"?{path,why:"a link out of the repository"}:kind==="broken"?{path,why:"could not be read (an internal error; please report it)"}:kind==="closed"?{path,why:"could not be read; it may need a password"}:TEST_DIRECTORY.test(path)?{path,why:"looks like test data"}:fingerprints.length>MAX_CERTIFICATES_PER_FILE?{path,why:`a bundle of ${fingerprints.length} certificates`}:null}function coverDirectory(directory,search){let inside=search.files.filter(({path})=>directory===""||path.startsWith(`${directory}/`)),globs=directory===""||GLOB.test(directory)?[]:proposeGlobs(directory,inside,search),files=globs.flatMap(glob=>glob.files),groups=globs.length===0?[]:[{name:directory,patterns:globs.map(({pattern})=>pattern),files}],covered=new Set(files),rest=inside.filter(file=>!covered.has(file)&&search.isWanted(file)),here=rest.filter(({path})=>getDirectory(path)===directory),children=new Set(rest.filter(file=>!here.includes(file)).map(({path})=>getChildDirectory(path,directory))),remaining={...search,files:search.files.filter(file=>!covered.has(file))};return[...groups,...here.map(listSingly),...[...children].sort(compareText).flatMap(child=>coverDirectory(child,remaining))]}function proposeGlobs(directory,inside,{skipped,isWanted}){return[...groupBy(inside,({path})=>getExtension(path))].flatMap(([extension,matched])=>{let files=matched.filter(isWanted);if(files.length<MIN_FILES_FOR_GLOB||!matched.every(file=>isWanted(file)||file.isSkipped))return[];let isFlat=matched.every(({path})=>getDirectory(path)===directory);return!isFlat&&skipped.some(name=>name.startsWith(`${directory}/`))?[]:[{pattern:`${directory}/${isFlat?"":"**/"}*${extension}`,files}]})}function listSingly(file){return{name:file.path.replace(/\.[^./]+$/,""),patterns:[escapeGlob(file.path)],files:[file]}}function mergeCopies(groups){let merged=[];for(let group of groups.toSorted((a,b)=>b.files.length-a.files.length)){let[file]=group.files,target=group.files.length>1||file===void 0?void 0:merged.find(({files})=>isCopy(file,files));target===void 0?merged.push({...group}):(target.patterns=[...target.patterns,...group.patterns],target.files=[...target.files,...group.files])}let order=new Map(groups.map(({name},index)=>[name,index]));return merged.sort((a,b)=>(order.get(a.name)??0)-(order.get(b.name)??0))}function isCopy({fingerprints},files){return fingerprints.every(fingerprint=>files.some(other=>other.fingerprints.includes(fingerprint)))}function getDirectory(path){return path.includes("/")?path.slice(0,path.lastIndexOf("/")):""}function getChildDirectory(path,directory){let from=directory===""?0:directory.length+1;return path.slice(0,path.indexOf("/",from))}function getExtension(path){return path.slice(path.lastIndexOf("."))}function assignUniqueNames(entries){let taken=new Set;return entries.map(entry=>{let parts=entry.name.split("/").map(part=>toEntryName(part,MAX_NAME_LENGTH)||"certificate"),candidates=parts.map((_,index)=>parts.slice(parts.length-1-index).join("-").slice(-MAX_NAME_LENGTH).replace(/^[-.]+/,"")),name=candidates.find(one=>!taken.has(one))??addNumber(candidates.at(-1)??"",taken);return taken.add(name),{...entry,name}})}function addNumber(name,taken){let number=2;for(;taken.has(`${name}-${number}`);)number+=1;return`${name}-${number}`}var import_yaml2=__toESM(require_dist(),1);function readRepositoryName(top){let remote=/\[remote "origin"\][^[]*?\burl\s*=\s*(\S+)/.exec(readGitConfig(top))?.[1]??"";return/([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(remote)?.[1]??node_path_default.basename(top)}function readGitConfig(top){try{return readText(node_path_default.join(top,".git","config"))}catch{return""}}function readText(file){return statSync(file).isFile()?readFileSync(file,"utf8"):""}var WORKFLOW_DIRECTORY=".github/workflows",ACTION_REFERENCE=/(?:^|\/)certvigil(?:\/\.github\/workflows\/certvigil\.ya?ml)?@/;function findWorkflows(top){let found={validate:null,scan:null};for(let name of listWorkflowFiles(node_path_default.join(top,WORKFLOW_DIRECTORY)).sort(compareText))for(let command of readCommands(node_path_default.join(top,WORKFLOW_DIRECTORY,name)))found[command]??=`${WORKFLOW_DIRECTORY}/${name}`;return found}function listWorkflowFiles(directory){try{return readdirSync(directory).filter(name=>/\.ya?ml$/.test(name))}catch{return[]}}var OTHER_COMMANDS=new Set(["digest","observe"]);function readCommands(file){try{let{jobs}=(0,import_yaml2.parse)(readText(file))??{};return Object.values(jobs??{}).flatMap(job=>[job,...job.steps??[]]).filter(one=>typeof one.uses=="string"&&ACTION_REFERENCE.test(one.uses)).map(one=>one.with?.command).filter(command=>!OTHER_COMMANDS.has(command)).map(command=>command==="validate"?"validate":"scan")}catch{return[]}}function renderInitSummary(result,quiet){let{files,proposal,existing,dry_run}=result,texts=files.flatMap(({path,text})=>text===null?[]:[`# --- ${path}
${text}
`]),outcome=files.map(file=>renderFile(file,result)).join("");if(quiet)return texts.join("")+outcome;let isWritten=files.some(({status})=>status==="written");return[...texts,outcome,existing===null?renderProposal(proposal):"",isWritten&&!dry_run?renderNextSteps(result):"",renderDashboardHint(result),isWritten?"":`Nothing was written because all files exist. To generate one again, move it away first.
`].join("")}function renderFile({path,what,status},{dry_run,cron}){if(status==="exists")return`Skipped     ${path}: already exists
`;let[minute="",hour=""]=cron.split(" "),when=path===SCAN_WORKFLOW_PATH?`, at ${hour.padStart(2,"0")}:${minute.padStart(2,"0")} UTC`:"";return`${dry_run?"Would write":"Wrote      "} ${path}: ${what}${when}
`}function renderProposal({entries,skipped}){return(entries.length===0?`
No certificates found: replace the example in the manifest with your own.
`:`
Monitored:
${entries.map(renderEntry2).join("")}`)+renderSkipped(skipped)}function renderEntry2({name,source,files,valid_to}){if(source.kind==="endpoint")return`  ${name}: server ${escapeName(source.endpoint)}
`;let patterns=source.patterns.map(escapeName).join(", "),count=files>1?` (${files} files)`:"",expiry=valid_to===null?"":`, ${files>1?"the first ":""}expires on ${valid_to.slice(0,10)}`;return`  ${name}: ${patterns}${count}${expiry}
`}var MAX_NAMES=5;function renderSkipped(skipped){let listed=skipped.filter(({why})=>why!==NO_CERTIFICATE);return listed.length===0?"":`
Not monitored:
${[...groupBy(listed,({why})=>why)].map(([why,group])=>{let names=group.map(({path})=>escapeName(path));return`  ${why}: ${truncateList(names,MAX_NAMES)}
`}).join("")}`}function escapeName(text){return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,"\xB7")}function renderDashboardHint({files,dashboard}){let scan=files.at(-1);return!dashboard||scan?.status!=="exists"?"":`
The dashboard is not published: ${scan.path} exists. Add the steps of examples/workflows/pages.yml to it, or move it away and run
init --dashboard again.
`}function renderNextSteps({files,existing,action,variables,signing,dashboard,probes}){let written=files.filter(({status})=>status==="written").map(({path})=>path),workflows=written.filter(path=>path.startsWith(".github/workflows/")),scan=files.at(-1)?.path??SCAN_WORKFLOW_PATH;return`
Next steps:
${[existing===null?"Review the manifest, add other certificates, and check it: certvigil validate":"Check the manifest: certvigil validate",...probes.map(probe=>`Add "probe: ${probe}" to the entries that this probe reads`),"Preview a scan and its notifications: certvigil scan --dry-run",...action===PLACEHOLDER_ACTION&&workflows.length>0?[`Replace ${PLACEHOLDER_OWNER} with the account that hosts the action: ${workflows.join(", ")}`]:[],...workflows.includes(scan)?[...signing.map(({name})=>`Create a secret for the files: openssl rand -hex 32 | gh secret set ${name}`),...variables.map(name=>`Add the secret to the repository: gh secret set ${name}`)]:[],...dashboard&&workflows.includes(scan)?['Enable GitHub Pages (Settings > Pages > Source: GitHub Actions), or delete the job "publish": the page is public']:[],`Commit, and push to the default branch: git add ${written.join(" ")}`,`Start the first scan: gh workflow run ${scan.slice(scan.lastIndexOf("/")+1)}`].map((step,index)=>`  ${index+1}. ${step}
`).join("")}`}var MAX_PATHS=30,UNSUPPORTED=/[{}[\]()!+?\\]/;function listWorkflowPaths(patterns,root,directory){let relative=patterns.map(pattern=>node_path_default.relative(directory,node_path_default.resolve(root,pattern)).split(node_path_default.sep).join("/")).filter(pattern=>pattern!==""&&!pattern.startsWith("../")&&!node_path_default.isAbsolute(pattern)),distinct=[...new Set(relative)];return distinct.length>MAX_PATHS||distinct.some(one=>UNSUPPORTED.test(one))?null:distinct}function listNamedFiles({manifest,files,include,entryFiles,caFiles}){return[...files.slice(1),...include,...entryFiles.flatMap(({source})=>source.patterns),...caFiles.map(one=>one.path),...manifest===null?[]:listClientCertificates(manifest)]}function listClientCertificates({entries}){return entries.flatMap(({source})=>source.kind==="endpoint"&&source.client_certificate!==null?[source.client_certificate.cert]:[])}async function runInitCommand(options,io){checkEndpoints(options.endpoint),checkAction(options.action),checkDirectory(io.cwd);let existing=await loadExistingManifest(toRepositoryFile(options.manifest,io),io);if(existing!==null&&options.endpoint.length>0)throw createUsageError(`--endpoint only works for a new manifest, but ${existing.files[0]} exists`,"Add the endpoint to it.");if(checkProbeRunners(options.probes,existing?.manifest??null),existing?.manifest===null)return reportDiagnostics(existing,options,io),2;let proposal=existing===null?proposeEntries(await discoverCertificates(io.cwd,io),options.endpoint):{entries:[],skipped:[]},result={files:[],proposal,existing:existing?.files[0]??null,action:options.action??readActionReference(),variables:existing?.variables??[],signing:existing===null?listSigningSecrets(options.probes):[],cron:computeDailyCron(readRepositoryName(io.cwd)),dashboard:options.dashboard,probes:existing===null?options.probes.map(({probe})=>probe):[],dry_run:options.dry_run},planned=planFiles(result,existing,options,io.cwd);for(let file of planned)result.files.push(await createFile(file,options.dry_run,io));return options.format==="json"?io.stdout(renderJson(toJson(result))):io.stdout(renderInitSummary(result,options.quiet)),result.files.some(({status})=>status==="written")?0:2}function checkEndpoints(endpoints){for(let endpoint of endpoints){let parsed=parseEndpoint(endpoint);if(!("problem"in parsed))continue;let suggestion=parsed.better??"host or host:port, such as shop.example.com";throw createUsageError(`invalid endpoint "${endpoint}" for --endpoint`,`Use ${suggestion}.`)}}function checkAction(action){if(!(action===null||/^(?:[\w.-]+(?:\/[\w.-]+)+@[\w./-]+|\.{1,2}\/[\w./-]*)$/.test(action)))throw createUsageError(`invalid action reference "${action}" for --action`,"Use OWNER/REPOSITORY@REF.")}function checkDirectory(directory){let root=findRepositoryRoot(directory);if(!(root===null||root===directory))throw new AppError("not-at-repository-root",`${directory} is a subdirectory of the repository ${root}`,{hint:`GitHub only runs workflows at the root. Run certvigil init there (cd ${node_path_default.relative(directory,root)}).`})}function toRepositoryFile(file,{cwd}){if(file===null)return null;let name=node_path_default.relative(cwd,node_path_default.resolve(cwd,file)).split(node_path_default.sep).join("/");if(!name.startsWith("../")&&!node_path_default.isAbsolute(name))return name;throw createUsageError(`--manifest ${file} is outside ${cwd}`,"Use a path in this repository.")}async function loadExistingManifest(file,io){try{return await loadManifest(file,io)}catch(error){if(error instanceof AppError&&error.code==="manifest-not-found"&&file===null)return null;throw error}}function opensIssues(existing){return existing===null?!0:existing.manifest?.rules.some(({actions})=>actions.some(({kind})=>kind==="issue"))??!1}function toSecretUse({probe,name}){return{name,probes:[probe],decides:!0}}function listProposedFiles({entries}){return entries.flatMap(({source})=>source.kind==="file"?source.patterns:[])}function planFiles({proposal,action,variables,signing,cron,dashboard},existing,{shards,probes,ghes},directory){let workflows=findWorkflows(directory),[name=MANIFEST_NAMES[0]]=existing?.files??[],named=existing===null?listProposedFiles(proposal):listNamedFiles(existing),paths=listWorkflowPaths(named,existing?.root??directory,directory),manifest=existing?.manifest??null,secrets=manifest===null?signing.map(toSecretUse):listSecretUses(manifest,variables),isSplit=shards!==null||probes.length>0,isDefaultName=MANIFEST_NAMES.some(known=>known===name),workflow={action,manifest:isDefaultName?null:name,paths:paths===null?null:[...new Set([name,...paths])],variables,store:existing?.manifest?.event_log.store??"commit",issues:opensIssues(existing),cron,dashboard,ghes};return[{path:name,what:"the manifest",text:renderManifest(proposal.entries,signing),exists:existing===null?null:name},{path:VALIDATE_WORKFLOW_PATH,what:"validates the manifest on pull requests",text:renderValidateWorkflow(workflow),exists:workflows.validate},{path:SCAN_WORKFLOW_PATH,what:`${isSplit?"observes in several jobs, and scans daily":"scans daily"}${dashboard?", and publishes a dashboard":""}`,text:isSplit?renderObserveWorkflow({...workflow,shards:shards??1,probes,secrets}):renderScanWorkflow(workflow),exists:workflows.scan}]}async function createFile({path:name,what,text,exists},dryRun,io){let file=node_path_default.resolve(io.cwd,name);if(exists!==null)return{path:exists,what,status:"exists",text:null};if(existsSync(file))return{path:name,what,status:"exists",text:null};if(leadsOutside(file,resolveWorkspace(io.cwd,io.env)))throw createUnwritableError(name,"Remove the symbolic link that leads out of the repository");if(dryRun)return{path:name,what,status:"written",text};try{return await mkdir(node_path_default.dirname(file),{recursive:!0}),await writeFile(file,text,{flag:"wx"}),{path:name,what,status:"written",text:null}}catch(cause){if(cause.code==="EEXIST"&&existsSync(file))return{path:name,what,status:"exists",text:null};throw createUnwritableError(name,`Check that ${node_path_default.dirname(file)} is a writable directory`,cause)}}function createUnwritableError(name,fix,cause){let hint=`${fix}, and run init again. It does not change existing files.`,reason=describeSystemError(cause);return new AppError("init-unwritable",`${name} could not be written${reason===null?"":`: ${reason}`}`,{hint,cause})}function toJson({files,proposal,cron,dry_run}){return{version:1,dry_run,cron,files:files.map(({path,status,text})=>({path,status,...text!==null&&{text}})),certificates:proposal.entries,left_alone:proposal.skipped}}export{runInitCommand};
