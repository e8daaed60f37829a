/** Kubernetes resources that declare the names of TLS servers, also as Helm templates, in lists and in patches of Kustomize. */

import { resolveFluxVariables } from '../flux/variables.ts';
import type { Mention } from '../format.ts';
import { readTraefikRule } from '../traefik-rule.ts';
import { isHostnameAnnotation, isPlainRoute, readHosts, readListener, readPort } from '../yaml/hosts.ts';
import { parseEmbeddedYaml, type YamlMap, type YamlNode, type YamlScalar } from '../yaml/parse.ts';
import { isMap, listScalars, nestNode, selectNodes, selectScalars, selectText } from '../yaml/select-nodes.ts';
import { readValues } from '../yaml/values.ts';
import { createYamlFormat } from '../yaml/yaml-format.ts';

type ReadResource = (resource: YamlMap) => Iterable<Mention>;

/** The readers by the group of `apiVersion` and the kind. */
const READERS: Readonly<Record<string, ReadResource>> = {
  'networking.k8s.io/Ingress': readPaths('spec.rules[].host', 'spec.tls[].hosts'),
  'extensions/Ingress': readPaths('spec.rules[].host', 'spec.tls[].hosts'),
  'gateway.networking.k8s.io/Gateway': readListeners,
  'gateway.networking.k8s.io/HTTPRoute': readPaths('spec.hostnames'),
  'gateway.networking.k8s.io/GRPCRoute': readPaths('spec.hostnames'),
  'gateway.networking.k8s.io/TLSRoute': readPaths('spec.hostnames'),
  'cert-manager.io/Certificate': readCertificate,
  'networking.istio.io/Gateway': readIstioGateway,
  'networking.istio.io/VirtualService': readIstioVirtualService,
  'traefik.io/IngressRoute': readIngressRoute,
  'traefik.io/IngressRouteTCP': readIngressRoute,
  'traefik.containo.us/IngressRoute': readIngressRoute,
  'traefik.containo.us/IngressRouteTCP': readIngressRoute,
  'route.openshift.io/Route': ifPresent('spec.tls', readPaths('spec.host')),
  'projectcontour.io/HTTPProxy': ifPresent('spec.virtualhost.tls', readPaths('spec.virtualhost.fqdn')),
  'networking.gke.io/ManagedCertificate': readPaths('spec.domains'),
  'getambassador.io/Host': readPaths('spec.hostname'),
  'serving.knative.dev/DomainMapping': readPaths('metadata.name'),
  'externaldns.k8s.io/DNSEndpoint': readDnsEndpoint,
  '/Service': readPaths(),
  '/ConfigMap': readConfigMap,
  'helm.toolkit.fluxcd.io/HelmRelease': readValuesAt('spec.values'),
  'helm.cattle.io/HelmChart': readValuesAt('spec.valuesContent'),
  'helm.cattle.io/HelmChartConfig': readValuesAt('spec.valuesContent'),
  'kustomize.config.k8s.io/Kustomization': readValuesAt('helmCharts[].valuesInline'),
  'argoproj.io/Application': readArgoSources('spec'),
  'argoproj.io/ApplicationSet': readArgoSources('spec.template.spec'),
};

const KINDS = [...new Set(Object.keys(READERS).map((name) => name.slice(name.indexOf('/') + 1)))];
const HAS_KIND = new RegExp(`\\bkind["']?: *["']?(?:${KINDS.join('|')})\\b`);

export const KUBERNETES = createYamlFormat({
  name: 'kubernetes',
  files: /\.(?:ya?ml|json)(?:\.(?:j2|tpl|tmpl|gotmpl|erb))?$/,
  sniff: (text) => text.includes('apiVersion') && (HAS_KIND.test(text) || /ingress|route/i.test(text)),
  *readDocument(document, { path }, repository) {
    const resolved = resolveFluxVariables(document, path, repository);
    // The hosts of a chart are in its values.
    for (const mention of resolved.flatMap((one) => [...readResources(one)]))
      if (mention.kind !== 'unresolved' || !/(?:^|\/)templates\//.test(path)) yield mention;
  },
});

/** The maximum depth of texts inside texts, such as a manifest in a ConfigMap. */
const MAX_EMBEDDED = 2;

/** Reads the resources of a document: the document itself, items of lists, templates of other resources, and texts with resources. */
function* readResources(node: YamlNode, embedded = 0): Iterable<Mention> {
  if (node.kind === 'list') for (const item of node.items) yield* readResources(item, embedded);
  if (node.kind === 'scalar' && embedded < MAX_EMBEDDED && node.text.includes('apiVersion'))
    for (const document of parseEmbeddedYaml(node)) yield* readResources(document, embedded + 1);
  if (node.kind !== 'map') return;
  const reader = findReader(getType(node));
  if (reader !== undefined) {
    yield* reader(node);
    yield* readHostnameAnnotation(node);
  }
  for (const [, value] of node.entries) yield* readResources(value, embedded);
}

/** Returns the type without the version, such as `networking.k8s.io/Ingress`, or `/Service` for the core group. */
function getType(resource: YamlMap): string {
  const version = selectText(resource, 'apiVersion');
  if (version === null) return '';
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  return `${group}/${selectText(resource, 'kind')}`;
}

/**
 * Groups of resources without a server of their own, such as network policies, whose `ingress` is another thing: those of Kubernetes,
 * networks, meshes and controllers.
 */
const OTHER_GROUPS =
  /^[^.]*$|(?:^|\.)(?:k8s\.io|cilium\.io|projectcalico\.org|istio\.io|envoyproxy\.io|traefik\.io|traefik\.containo\.us|fluxcd\.io|cert-manager\.io)$/;

/** Finds the reader of a type. An application with its own kind, such as Grafana, describes its ingress as a chart does. */
function findReader(type: string): ReadResource | undefined {
  const isApplication = !OTHER_GROUPS.test(type.slice(0, type.indexOf('/')));
  return READERS[type] ?? (isApplication ? readValuesAt('spec') : undefined);
}

function readPaths(...paths: string[]): ReadResource {
  return function* (resource) {
    for (const path of paths) for (const scalar of selectScalars(resource, path)) yield* readHosts(scalar);
  };
}

/** Limits a reader to resources that have this path: a route without TLS serves plain HTTP. */
function ifPresent(path: string, reader: ReadResource): ReadResource {
  return (resource) => (selectNodes(resource, path).length > 0 ? reader(resource) : []);
}

function* readListeners(gateway: YamlMap): Iterable<Mention> {
  for (const listener of selectNodes(gateway, 'spec.listeners[]')) yield* readListener(listener);
}

/** A CA certificate is not served. A common name can be any text. */
function* readCertificate(certificate: YamlMap): Iterable<Mention> {
  if (selectText(certificate, 'spec.isCA') === 'true') return;
  const names = selectScalars(certificate, 'spec.dnsNames');
  for (const scalar of names) if (!isServiceName(scalar.text, names)) yield* readHosts(scalar);
  for (const scalar of selectScalars(certificate, 'spec.commonName'))
    if (scalar.text.includes('.') && !/\s/.test(scalar.text) && !isServiceName(scalar.text, names))
      yield* readHosts(scalar);
}

/** Whether a name such as `web.shop`, together with `web.shop.svc`, belongs to a service in the cluster. */
function isServiceName(name: string, names: readonly YamlScalar[]): boolean {
  return names.some(({ text }) => text.startsWith(`${name}.svc`));
}

/** Hosts can have a namespace: `team/shop.example.com`. */
function* readIstioGateway(gateway: YamlMap): Iterable<Mention> {
  for (const server of selectNodes(gateway, 'spec.servers[]')) {
    const hasTls = selectNodes(server, 'tls').length > 0 && selectText(server, 'tls.httpsRedirect') !== 'true';
    if (!hasTls && !/^(?:HTTPS|TLS)$/i.test(selectText(server, 'port.protocol') ?? '')) continue;
    const port = readPort(selectText(server, 'port.number'));
    for (const { text, line } of selectScalars(server, 'hosts'))
      yield* readHosts({ text: text.slice(text.indexOf('/') + 1), line }, { port });
  }
}

/** Without a gateway, a virtual service routes between services of the mesh, or to external servers. */
function* readIstioVirtualService(service: YamlMap): Iterable<Mention> {
  const gateways = selectScalars(service, 'spec.gateways').filter(({ text }) => text !== 'mesh');
  if (gateways.length > 0) yield* readPaths('spec.hosts')(service);
}

/** TLS can be enabled for the whole entry point; only `web` is known to be plain HTTP. */
function* readIngressRoute(route: YamlMap): Iterable<Mention> {
  if (selectNodes(route, 'spec').some(isPlainRoute)) return;
  for (const { text, line } of selectScalars(route, 'spec.routes[].match')) yield* readTraefikRule(text, line);
  yield* readPaths('spec.tls.domains[].main', 'spec.tls.domains[].sans')(route);
}

/** Reads address records that external-dns creates. */
function* readDnsEndpoint(endpoint: YamlMap): Iterable<Mention> {
  for (const record of selectNodes(endpoint, 'spec.endpoints[]')) {
    if (!/^(?:A|AAAA|CNAME)$/.test(selectText(record, 'recordType') ?? '')) continue;
    for (const scalar of selectScalars(record, 'dnsName')) yield* readHosts(scalar, { confidence: 'dns' });
  }
}

/** Ports whose services usually start with TLS. */
const TLS_PORTS: readonly (number | null)[] = [443, 465, 636, 853, 993, 995, 6443, 8443];

/**
 * Reads the annotation of external-dns. A service with this annotation is a load balancer, which uses TLS if one of its ports is a TLS
 * port.
 */
function* readHostnameAnnotation(resource: YamlMap): Iterable<Mention> {
  const ports = selectScalars(resource, 'spec.ports[].port').map(({ text }) => readPort(text));
  const port = TLS_PORTS.find((one) => ports.includes(one)) ?? null;
  const confidence = selectText(resource, 'kind') === 'Service' && port === null ? 'dns' : 'declared';
  for (const annotations of selectNodes(resource, 'metadata.annotations').filter(isMap))
    for (const [key, value] of annotations.entries)
      if (isHostnameAnnotation(key))
        for (const scalar of listScalars(value)) yield* readHosts(scalar, { port, confidence });
}

/** Reads values of Helm that Flux reads from a ConfigMap. */
function* readConfigMap(map: YamlMap): Iterable<Mention> {
  for (const data of selectNodes(map, 'data').filter(isMap))
    for (const [key, value] of data.entries)
      if (key.includes('values') && /\.ya?ml$/.test(key)) yield* readValuesNode(value, null);
}

function readValuesAt(path: string): ReadResource {
  return function* (resource) {
    const release = selectText(resource, 'spec.releaseName') ?? selectText(resource, 'metadata.name');
    for (const node of selectNodes(resource, path)) yield* readValuesNode(node, release);
  };
}

/** Reads values that are a map or a text. */
function* readValuesNode(node: YamlNode, release: string | null): Iterable<Mention> {
  const documents = node.kind === 'scalar' ? parseEmbeddedYaml(node) : [node];
  for (const document of documents) yield* readValues(document, { release });
}

/** Reads one source, or several: `helm.values`, `helm.valuesObject`, and `helm.parameters`. */
function readArgoSources(spec: string): ReadResource {
  return function* (application) {
    const release = selectText(application, 'metadata.name');
    for (const helm of [`${spec}.source.helm`, `${spec}.sources[].helm`].flatMap((path) =>
      selectNodes(application, path),
    )) {
      for (const key of ['values', 'valuesObject'])
        for (const node of selectNodes(helm, key)) yield* readValuesNode(node, release);
      for (const parameter of selectNodes(helm, 'parameters[]')) yield* readParameter(parameter);
    }
  };
}

/** Reads a parameter such as `{ name: "ingress.hosts[0].host", value: shop.example.com }`. */
function* readParameter(parameter: YamlNode): Iterable<Mention> {
  const name = selectText(parameter, 'name') ?? '';
  const [value] = selectNodes(parameter, 'value');
  if (value !== undefined) yield* readValues(nestNode(name.split(/[.[\]]+/), value));
}
