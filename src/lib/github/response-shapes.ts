/**
 * The expected shapes of GitHub's responses. A proxy or a failing server may send unrelated JSON: such a response is a failure of GitHub,
 * and never a value.
 */

/**
 * An example of the value, which has the same type and the same types of properties. The items of a list have the type of the first one.
 */
type Shape = null | string | number | boolean | readonly Shape[] | { readonly [key: string]: Shape };

const SHA = { sha: '' };
const REF = { ref: '', object: SHA };
const TREE = { sha: '', tree: [{ path: '', sha: '' }] };
const ISSUE = { number: 0, title: '', state: '', locked: true, labels: [], repository_url: '' };
const LABEL = { name: '' };

/** The properties of each response that are used, and one that proves a write. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'GET /repos/{owner}/{repo}/git/matching-refs/{ref}': [REF],
  'POST /repos/{owner}/{repo}/git/refs': REF,
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': REF,
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': TREE,
  'POST /repos/{owner}/{repo}/git/trees': SHA,
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': { sha: '', tree: SHA },
  'POST /repos/{owner}/{repo}/git/commits': SHA,
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': { sha: '', content: '' },
  'POST /repos/{owner}/{repo}/git/blobs': SHA,
  'GET /repos/{owner}/{repo}/contents/{path}': {},
  'PUT /repos/{owner}/{repo}/contents/{path}': { commit: SHA },
  'GET /repos/{owner}/{repo}/issues': [ISSUE],
  'POST /repos/{owner}/{repo}/issues': ISSUE,
  'GET /repos/{owner}/{repo}/issues/{issue_number}': ISSUE,
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': ISSUE,
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': [{ id: 0 }],
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': { id: 0 },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': [LABEL],
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': [LABEL],
  'GET /repos/{owner}/{repo}/labels/{name}': LABEL,
  'POST /repos/{owner}/{repo}/labels': LABEL,
  'GET /repos/{owner}/{repo}/milestones': [{ number: 0, title: '' }],
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': { total_count: 0 },
  'GET /repos/{owner}/{repo}': { full_name: '', default_branch: '' },
  'GET /orgs/{org}/repos': [{ name: '', full_name: '', html_url: '' }],
  'GET /repos/{owner}/{repo}/actions/artifacts': { artifacts: [{ id: 0, name: '', size_in_bytes: 0, expired: true }] },
  // The response is a redirect to the archive.
  'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}': null,
  // These responses have no content.
  'GET /repos/{owner}/{repo}/assignees/{assignee}': null,
  'PUT /repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable': null,
};

/** Whether a response has the shape that the endpoint returns. `endpoint` is the template of its path, with the method. */
export function isExpectedResponse(endpoint: string, data: unknown): boolean {
  const shape = SHAPES[endpoint];
  return shape === undefined || shape === null || hasShape(data, shape);
}

/** Whether a value has the types of an example; further properties are allowed. */
export function hasShape(value: unknown, shape: Shape): boolean {
  if (Array.isArray(shape)) {
    const [first] = shape as readonly Shape[];
    return Array.isArray(value) && (first === undefined || value.every((item) => hasShape(item, first)));
  }
  if (typeof shape !== 'object' || shape === null) return typeof value === typeof shape;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(shape).every(([key, inner]) => hasShape((value as Record<string, unknown>)[key], inner));
}
