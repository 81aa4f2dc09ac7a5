const base = document.documentElement.dataset.base ?? '';

/** An answer of the emulator other than 2xx, or none at all (`code` = `network`). */
export class ApiError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
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
    throw new ApiError('network', 'The emulator did not answer.');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(answer.code ?? `http ${response.status}`, answer.message ?? '');
  return answer;
}

const resident = (id) => `residents/${encodeURIComponent(id)}`;

export const api = {
  state: () => call('GET', 'state'),
  deliveries: () => call('GET', 'deliveries'),
  enableWebhook: () => call('POST', 'webhook/enable'),
  createResident: (name) => call('POST', 'residents', { name }),
  history: (id) => call('GET', `${resident(id)}/messages`),
  send: (id, input) => call('POST', `${resident(id)}/messages`, input),
  press: (id, messageId, buttonIndex) => call('POST', `${resident(id)}/presses`, { messageId, buttonIndex }),
  follow: (id) => call('POST', `${resident(id)}/follow`),
  unfollow: (id) => call('POST', `${resident(id)}/unfollow`),
  seen: (id) => call('POST', `${resident(id)}/seen`),
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
