import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of the OA API or the OAuth server, as it arrived. */
export interface ZaloCall {
  readonly path: string;
  readonly accessToken: string | undefined;
  readonly userId: string | undefined;
  readonly text: string | undefined;
  /** Body of the call: JSON of the OA API, form fields of OAuth. */
  readonly body: Record<string, unknown>;
}

/** What is answered: JSON with 200, an HTTP error page, or nothing (the connection is closed). */
export type ZaloAnswer = { readonly json: object } | { readonly html: number } | 'close';

/** A Zalo on the loopback address whose answers a test decides; by default it accepts everything. */
export interface ScriptedZalo {
  readonly url: string;
  readonly calls: readonly ZaloCall[];
  /** Texts sent to residents, in order of arrival. */
  texts(): string[];
  /** Asked for every call; undefined = the default answer. May wait. */
  answer: (call: ZaloCall, number: number) => ZaloAnswer | undefined | Promise<ZaloAnswer | undefined>;
  close(): Promise<void>;
}

export const SEND_V3 = '/v3.0/oa/message/cs';
export const SEND_V2 = '/v2.0/oa/message';
export const TOKEN = '/v4/oa/access_token';

export async function startScriptedZalo(): Promise<ScriptedZalo> {
  const calls: ZaloCall[] = [];
  let messages = 0;
  let tokens = 1;

  const defaultAnswer = (call: ZaloCall): ZaloAnswer => {
    if (call.path === TOKEN) {
      tokens += 1;
      return { json: { access_token: `access-${tokens}`, refresh_token: `refresh-${tokens}`, expires_in: '90000' } };
    }
    messages += 1;
    return { json: { error: 0, message: 'Success', data: { message_id: `zalo-${messages}`, user_id: call.userId } } };
  };

  const reply = (res: ServerResponse, answer: ZaloAnswer): void => {
    if (answer === 'close') return void res.destroy();
    if ('json' in answer) {
      res.writeHead(200, { 'content-type': 'text/json;charset=utf-8' }).end(JSON.stringify(answer.json));
      return;
    }
    res.writeHead(answer.html, { 'content-type': 'text/html' }).end('<html><h1>Bad Gateway</h1></html>');
  };

  const zalo: ScriptedZalo = {
    url: '',
    calls,
    texts: () => calls.flatMap(({ path, text }) => (path === TOKEN ? [] : [text ?? ''])),
    answer: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const path = (req.url ?? '').split('?')[0] ?? '';
    const body =
      path === TOKEN
        ? Object.fromEntries(new URLSearchParams(raw))
        : (JSON.parse(raw || '{}') as Record<string, unknown>);
    const token = req.headers['access_token'];
    const call: ZaloCall = {
      path,
      accessToken: Array.isArray(token) ? token[0] : token,
      userId: (body['recipient'] as { user_id?: string } | undefined)?.user_id,
      text: (body['message'] as { text?: string } | undefined)?.text,
      body,
    };
    calls.push(call);
    reply(res, (await zalo.answer(call, calls.length)) ?? defaultAnswer(call));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(zalo, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
