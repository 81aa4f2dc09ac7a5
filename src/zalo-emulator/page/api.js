const base = document.documentElement.dataset.base ?? '';

/** An answer of the emulator other than 2xx, or none at all (`code` = `network`). */
export class ApiError extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`${base}/api/${path}`, {
      method,
      ...(method === 'POST'
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }
        : {}),
    });
  } catch {
    throw new ApiError('network', 'The emulator did not answer.', 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.code ?? `http ${response.status}`, answer.message ?? '', response.status);
  return answer;
}

const get = (path) => call('GET', path);
const post = (path, body) => call('POST', path, body);
const resident = (id) => `residents/${encodeURIComponent(id)}`;
const visitor = (id) => `visitors/${encodeURIComponent(id)}`;
const group = (id) => `groups/${encodeURIComponent(id)}`;

export const api = {
  state: () => get('state'),
  createResident: (name) => post('residents', { name }),
  history: (id) => get(`${resident(id)}/messages`),
  send: (id, input) => post(`${resident(id)}/messages`, input),
  press: (id, messageId, buttonIndex) => post(`${resident(id)}/presses`, { messageId, buttonIndex }),
  seen: (id) => post(`${resident(id)}/seen`),
  react: (id, messageId, icon) => post(`${resident(id)}/reactions`, { messageId, icon }),
  submitInfo: (id, info) => post(`${resident(id)}/info`, info),
  /** `verb`: follow, unfollow, block, unblock, chatnow, withdraw, call. */
  act: (id, verb, body) => post(`${resident(id)}/${verb}`, body),

  visitors: () => get('visitors'),
  createVisitor: (name) => post('visitors', { name }),
  visitorHistory: (id) => get(`${visitor(id)}/messages`),
  sendAsVisitor: (id, input) => post(`${visitor(id)}/messages`, input),

  groups: () => get('groups'),
  createGroup: (wanted) => post('groups', wanted),
  groupHistory: (id, residentId) =>
    get(`${group(id)}/messages${residentId === undefined ? '' : `?residentId=${encodeURIComponent(residentId)}`}`),
  sendToGroup: (id, residentId, input) => post(`${group(id)}/messages`, { ...input, residentId }),
  sendToGroupAsOa: (id, input) => post(`${group(id)}/oa-messages`, input),
  /** `verb`: join, request-join, leave. */
  actInGroup: (id, verb, residentId) => post(`${group(id)}/${verb}`, { residentId }),
  /** `verb`: approve, decline. */
  decideInGroup: (id, verb, residentIds) => post(`${group(id)}/${verb}`, { residentIds }),
  groupAssets: () => get('group-assets'),
  saveGroupAsset: (asset) => post('group-assets', asset),

  clock: () => get('clock'),
  moveClock: (change) => post('clock', change),
  faults: () => get('faults'),
  setFaults: (faults) => post('faults', faults),
  account: () => get('account'),
  changeAccount: (change) => post('account', change),
  settings: () => get('settings'),
  changeSettings: (change) => post('settings', change),
  eventSwitches: () => get('event-switches'),
  setEventSwitches: (switches) => post('event-switches', switches),

  calls: () => get('calls'),
  deliveries: () => get('deliveries'),
  resend: (deliveryId) => post(`deliveries/${encodeURIComponent(deliveryId)}/resend`),
  setWebhook: (url) => post('webhook', { url }),
  enableWebhook: () => post('webhook/enable'),
  probeWebhook: () => post('webhook/probe'),
  tokens: () => get('tokens'),
  createAuthorizationCode: () => post('authorization-code'),

  snapshot: () => get('snapshot'),
  restore: (snapshot) => post('snapshot', snapshot),
  recording: () => get('recording'),
  startRecording: () => post('recording/start'),
  stopRecording: () => post('recording/stop'),

  liveUrl: `${base}/api/live`,
  mediaUrl: (media) => (media.mediaId === undefined ? media.url : `${base}/api/media/${media.mediaId}`),
};

/** A Blob or File as the emulator takes it: base64 inside JSON. */
export async function toBase64(blob) {
  const dataUrl = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  return dataUrl.slice(dataUrl.indexOf(',') + 1);
}
