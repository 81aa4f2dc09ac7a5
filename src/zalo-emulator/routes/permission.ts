import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Emulator } from '../emulator.ts';

const style = `
:root{color-scheme:light dark}
body{margin:0;font:17px/1.5 system-ui,sans-serif;background:#eef1f5;color:#14181f}
main{max-width:30rem;margin:0 auto;padding:1.25rem;background:#fff;min-height:100vh;box-sizing:border-box}
h1{font-size:1.35rem;line-height:1.3}
code{overflow-wrap:anywhere}
form{display:grid;gap:.75rem;margin-top:1.5rem}
button{min-height:3rem;border-radius:.75rem;border:1px solid #0057c2;font:inherit;font-weight:600;background:#fff;color:#0057c2}
button[value=allow]{background:#0057c2;color:#fff}
button:focus-visible{outline:3px solid #ffb300;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e8ecf2}main{background:#161b22}
button{background:#161b22;color:#8ab8ff;border-color:#8ab8ff}button[value=allow]{background:#8ab8ff;color:#0d1117}}
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** The groups of rights an admin grants. Source: Zalo docs, "Xác thực và ủy quyền cho Ứng dụng". */
const rights = [
  'Gửi tin nhắn và thông báo',
  'Quản lý tin nhắn người dùng',
  'Quản lý thông tin Official Account',
  'Quản lý bài viết',
  'Nhận sự kiện về tin nhắn và người dùng',
];

interface Ask {
  readonly redirectUri: URL;
  readonly state: string | null;
  readonly codeChallenge: string | null;
}

/**
 * The permission link an admin of the OA opens: `GET /v4/oa/permission?app_id&redirect_uri&code_challenge&state`. The
 * page asks without a login. "Cho phép" leads to `redirect_uri?code&oa_id&state`, "Từ chối" to
 * `redirect_uri?error_code&state`; a wrong link leads to `/v4/permission/error?error_code=` as at Zalo.
 *
 * Source: Zalo docs, "Xác thực và ủy quyền cho Ứng dụng"; the ban on query strings from clients in production.
 */
export async function permissionRoutes(fastify: FastifyInstance, { emulator }: { emulator: Emulator }): Promise<void> {
  const { options, account } = emulator;
  const { settings } = options;

  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });

  /** The question of a link, or the code of its error. */
  function readAsk(query: URLSearchParams): Ask | number {
    if (query.get('app_id') !== options.appId) return settings.wrongAppIdCode;
    const redirectUri = toRedirectUri(query.get('redirect_uri') ?? '', options.verifiedDomains);
    if (redirectUri === undefined) return -14003;
    return { redirectUri, state: query.get('state'), codeChallenge: query.get('code_challenge') || null };
  }

  function sendError(reply: FastifyReply, code: number): FastifyReply {
    // relative to /v4/oa/permission, so that a prefix in front of both stays
    return reply.redirect(`../permission/error?error_code=${code}`, 302);
  }

  fastify.get('/v4/oa/permission', (request, reply) => {
    const ask = readAsk(queryOf(request));
    if (typeof ask === 'number') return sendError(reply, ask);
    const { name } = account.get();
    return sendPage(
      reply,
      'Cấp quyền cho ứng dụng',
      `<p>Ứng dụng <code>${escapeHtml(options.appId)}</code> xin phép dùng Official Account
<strong>${escapeHtml(name)}</strong> để:</p>
<ul>${rights.map((right) => `<li>${right}</li>`).join('')}</ul>
<p>Sau khi chọn, bạn được đưa về <code>${escapeHtml(ask.redirectUri.href)}</code></p>
<form method="post"><button name="decision" value="allow">Cho phép</button>
<button name="decision" value="refuse">Từ chối</button></form>
<p><small>Đây là Zalo giả lập trên máy của bạn: không cần đăng nhập, không ảnh hưởng OA thật.</small></p>`,
      ask.redirectUri.origin,
    );
  });

  fastify.post('/v4/oa/permission', (request, reply) => {
    const ask = readAsk(queryOf(request));
    if (typeof ask === 'number') return sendError(reply, ask);
    const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const target = new URL(ask.redirectUri);
    if (form.get('decision') === 'allow') {
      target.searchParams.set('code', emulator.createAuthorizationCode(ask.codeChallenge ?? undefined));
      target.searchParams.set('oa_id', options.oaId);
    } else {
      target.searchParams.set('error_code', String(settings.permissionRefusedCode));
    }
    if (ask.state !== null) target.searchParams.set('state', ask.state);
    return reply.redirect(target.href, 303);
  });

  fastify.get('/v4/permission/error', (request, reply) => {
    const code = /^-?\d{1,9}$/.exec(queryOf(request).get('error_code') ?? '')?.[0] ?? '';
    return sendPage(
      reply,
      'Không mở được trang cấp quyền',
      `<p>Mã lỗi: <strong>${code}</strong></p><p>${errorText(Number(code), settings.wrongAppIdCode)}</p>`,
    );
  });
}

function errorText(code: number, wrongAppIdCode: number): string {
  if (code === -14003) {
    return 'Địa chỉ <code>redirect_uri</code> không hợp lệ: cần là địa chỉ http(s) đầy đủ, thuộc tên miền đã xác thực và không có phần sau dấu ?.';
  }
  if (code === wrongAppIdCode) return 'Tham số <code>app_id</code> không đúng với ứng dụng đã khai báo.';
  return 'Hãy kiểm tra lại đường liên kết cấp quyền.';
}

/** The address when Zalo would take it: no query string (not even an empty one), no fragment, a verified domain. */
function toRedirectUri(text: string, verifiedDomains: readonly string[] | null): URL | undefined {
  if (!URL.canParse(text) || /[?#]/.test(text)) return undefined;
  const url = new URL(text);
  const isVerified = verifiedDomains === null || verifiedDomains.includes(url.hostname);
  return isVerified && /^https?:$/.test(url.protocol) ? url : undefined;
}

function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://oauth').searchParams;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** `formTarget`: where the form's answer redirects to, which browsers hold against `form-action` too. */
function sendPage(reply: FastifyReply, title: string, content: string, formTarget?: string): FastifyReply {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    formTarget === undefined ? "form-action 'none'" : `form-action 'self' ${formTarget}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .send(
      `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1>${content}</main></body></html>`,
    );
}
