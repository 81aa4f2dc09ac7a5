import { createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';
import type { EmulatorOptions } from 'zalo-emulator';

/** JSON of an answer of the emulated API. */
export type ApiJson = Record<string, any>;

/** Calls `GET path?data=<JSON>` with the valid token, as the user and conversation calls want it. */
export async function getData(bench: Workbench, path: string, data: unknown): Promise<ApiJson> {
  return get(bench, `${path}?data=${encodeURIComponent(JSON.stringify(data))}`);
}

/** Calls `GET` with the valid token. */
export async function get(bench: Workbench, url: string): Promise<ApiJson> {
  const headers = { access_token: bench.emulator.tokens().accessToken };
  return (await bench.server.inject({ url, headers })).json<ApiJson>();
}

/** Calls `POST` with the valid token and a JSON body. */
export async function post(bench: Workbench, path: string, body: unknown): Promise<ApiJson> {
  return (await bench.send(body, { path })).json;
}

/** Posts one file as multipart with the valid token. */
export async function upload(bench: Workbench, path: string, file: File): Promise<ApiJson> {
  const form = new FormData();
  form.set('file', file);
  const request = new Response(form);
  const response = await bench.server.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': request.headers.get('content-type') ?? '',
      access_token: bench.emulator.tokens().accessToken,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return response.json<ApiJson>();
}

/**
 * A second emulator that starts from the first one's snapshot after it went through JSON, makes ids of its own, and has
 * come to the time the snapshot was taken at.
 */
export async function reopen(bench: Workbench, options: EmulatorOptions = {}): Promise<Workbench> {
  let count = 0;
  const snapshot = JSON.parse(JSON.stringify(bench.emulator.snapshot()));
  const reopened = await createWorkbench({
    snapshot,
    newId: (kind) => `reopened-${kind}-${(count += 1)}`,
    ...options,
  });
  await reopened.advance(Math.max(0, snapshot.takenAtMs - reopened.emulator.clock.now()));
  return reopened;
}
